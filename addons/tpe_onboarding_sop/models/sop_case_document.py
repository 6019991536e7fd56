from odoo import fields, models


class SopCaseDocument(models.Model):
    """A signed order or a delivery note that the collector needs."""

    _name = "tpe.sop.case.document"
    _description = "Document Given to a Collector"
    _order = "id"

    case_id = fields.Many2one(
        "tpe.sop.case", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(required=True)
    file = fields.Binary(required=True, attachment=True)
