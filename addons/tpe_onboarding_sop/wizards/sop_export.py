from odoo import fields, models


class SopExport(models.TransientModel):
    """The file of some procedures, for as long as it takes to download it."""

    _name = "tpe.sop.export"
    _description = "File of Procedures"

    data = fields.Binary(attachment=False)

    def _file_name(self):
        return f"procedures-{fields.Date.today()}.json"
