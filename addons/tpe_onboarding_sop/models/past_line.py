from odoo import fields, models

SUBJECTS = [
    ("customer", "Customer"),
    ("invoice", "Invoice"),
    ("settlement", "Settlement"),
]
VERDICTS = [
    ("refused", "Refused"),
    ("warning", "To know"),
    ("known", "Already there"),
    ("ok", "Right"),
]


class PastLine(models.Model):
    """What is said of one line of a file of the past."""

    _name = "tpe.past.line"
    _description = "Line of a File of the Past"
    _inherit = "tpe.dunning.rows"
    _order = "import_id desc, rank, id"

    import_id = fields.Many2one(
        "tpe.past.import", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True)
    currency_id = fields.Many2one(related="import_id.currency_id")
    rank = fields.Integer()
    sheet = fields.Char()
    line = fields.Integer(string="Line of the file")
    subject = fields.Selection(SUBJECTS, string="What")
    verdict = fields.Selection(VERDICTS, index=True)
    name = fields.Char(string="Number or name")
    customer = fields.Char()
    day = fields.Date(string="Date")
    due = fields.Date(string="Due date")
    amount = fields.Monetary()
    open = fields.Monetary(string="Still due")
    note = fields.Char(string="What to know or to do")
