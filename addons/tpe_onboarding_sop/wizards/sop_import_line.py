from odoo import fields, models


class SopImportLine(models.TransientModel):
    _name = "tpe.sop.import.line"
    _description = "Procedure of a File"
    _order = "rank"

    import_id = fields.Many2one("tpe.sop.import", required=True, ondelete="cascade")
    rank = fields.Integer()
    take = fields.Boolean()
    name = fields.Char(string="Procedure")
    tags = fields.Char()
    steps = fields.Integer()
    minutes = fields.Integer(string="Expected minutes")
    known_id = fields.Many2one(
        "tpe.sop",
        string="Here already",
        help="The file's words become a new version of it; nothing happens when they are "
        "the same.",
    )
