from odoo import fields, models

ROLES = [
    ("date", "Date"),
    ("value_date", "Value date"),
    ("label", "Label"),
    ("amount", "Amount, signed"),
    ("debit", "Debit"),
    ("credit", "Credit"),
    ("side", "Debit or credit, in words"),
    ("balance", "Balance after the line"),
    ("currency", "Currency"),
    ("ref", "Reference"),
    ("name", "Other party"),
    ("iban", "Other party’s IBAN"),
    ("account", "Our account"),
]


class BankImportColumn(models.Model):
    """A column of a CSV file, and what it holds."""

    _name = "tpe.bank.import.column"
    _description = "Column of a Bank File"
    _order = "sequence, id"

    import_id = fields.Many2one(
        "tpe.bank.import", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    title = fields.Char(readonly=True)
    examples = fields.Char(readonly=True)
    role = fields.Selection(ROLES, string="Holds")
