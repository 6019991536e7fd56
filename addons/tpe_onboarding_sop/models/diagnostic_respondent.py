from odoo import fields, models


class DiagnosticRespondent(models.Model):
    """Somebody who answers: his answers are his own until the diagnostic is done."""

    _name = "tpe.diagnostic.respondent"
    _description = "Respondent of a Diagnostic"
    _order = "id"

    diagnostic_id = fields.Many2one(
        "tpe.diagnostic", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="diagnostic_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    answer_ids = fields.One2many("tpe.diagnostic.answer", "respondent_id")
    seconds = fields.Integer(
        readonly=True, help="Time spent answering, pauses left out."
    )
    position = fields.Char(
        readonly=True, help="Key of the question where the person stopped."
    )
    finished_on = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(diagnostic_id, user_id)", "This person answers already."
    )
