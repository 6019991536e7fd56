from odoo import fields, models


class PastProgress(models.Model):
    """How far the scheduled action is with a file.

    Apart from the file, whose row belongs to the one long transaction: this one is
    written beside it, so that it shows before the end.
    """

    _name = "tpe.past.progress"
    _description = "Progress of an Import of the Past"
    _rec_name = "import_id"

    import_id = fields.Many2one("tpe.past.import", required=True, ondelete="cascade")
    percent = fields.Integer(default=0)
    runs = fields.Integer(
        string="Begun", default=0, help="How often it was begun; not counted as done."
    )

    _once = models.UniqueIndex("(import_id)")
