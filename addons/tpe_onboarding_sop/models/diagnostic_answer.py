from odoo import fields, models


class DiagnosticAnswer(models.Model):
    """An answer: a person's, or what the books said when the diagnostic began.

    An answer of the books has no respondent.  It is corrected beside what was read, with
    a reason; what was read stays.
    """

    _name = "tpe.diagnostic.answer"
    _description = "Answer of a Diagnostic"
    _order = "diagnostic_id, question_id, id"

    diagnostic_id = fields.Many2one(
        "tpe.diagnostic", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="diagnostic_id.company_id", store=True)
    question_id = fields.Many2one(
        "tpe.diagnostic.question", required=True, index=True, ondelete="restrict"
    )
    respondent_id = fields.Many2one(
        "tpe.diagnostic.respondent", index="btree_not_null", ondelete="cascade"
    )
    choice_id = fields.Many2one("tpe.diagnostic.choice", ondelete="restrict")
    value = fields.Float(readonly=True)
    known = fields.Boolean(
        readonly=True, help="Without it, there were not enough data."
    )
    note = fields.Text(help="What the figures do not say.")
    # What the books said.
    count = fields.Integer(readonly=True, string="Records that make it")
    proof = fields.Text(readonly=True)
    action = fields.Json(readonly=True)
    euros = fields.Float(readonly=True, string="Costs over twelve months")
    corrected = fields.Boolean(readonly=True)
    corrected_value = fields.Float(readonly=True)
    reason = fields.Text(readonly=True)
    corrected_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    corrected_on = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(diagnostic_id, question_id, COALESCE(respondent_id, 0))",
        "This question is answered already.",
    )
