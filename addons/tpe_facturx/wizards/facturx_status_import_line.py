from odoo import fields, models


class TpeFacturxStatusImportLine(models.TransientModel):
    """A line of the file and what will become of it."""

    _name = "tpe.facturx.status.import.line"
    _description = "Line of an import of statuses"
    _order = "number"

    import_id = fields.Many2one(
        "tpe.facturx.status.import", required=True, ondelete="cascade"
    )
    number = fields.Integer(string="Line")
    invoice = fields.Char()
    code = fields.Char()
    date = fields.Date()
    reason = fields.Char()
    move_id = fields.Many2one("account.move")
    code_id = fields.Many2one("tpe.facturx.status.code", string="Status")
    outcome = fields.Selection(
        [("note", "Noted"), ("known", "Known"), ("refuse", "Refused")],
        string="Verdict",
    )
    problem = fields.Char(string="Why")
