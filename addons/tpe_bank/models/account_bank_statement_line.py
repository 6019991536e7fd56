from odoo import fields, models


class AccountBankStatementLine(models.Model):
    """Where a line came from, and what tells it from the others."""

    _inherit = "account.bank.statement.line"

    tpe_bank_key = fields.Char(
        string="Identity at the bank",
        copy=False,
        readonly=True,
        help="The same in each file that holds this line: it is never imported twice.",
    )
    tpe_bank_import_id = fields.Many2one(
        "tpe.bank.import",
        string="Imported with",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    _tpe_bank_key_unique = models.UniqueIndex(
        "(journal_id, tpe_bank_key) WHERE tpe_bank_key IS NOT NULL",
        "This line of the bank was imported already.",
    )
