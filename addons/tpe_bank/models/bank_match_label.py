from odoo import fields, models


class TpeBankLabel(models.Model):
    """What a person made of a bank line: its label will mean the same next time.

    A row for each line matched, so that undoing the line forgets exactly that.
    """

    _name = "tpe.bank.label"
    _description = "Remembered bank label"
    _order = "id desc"
    _rec_name = "key"
    _check_company_auto = True

    line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Bank line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    key = fields.Char(
        string="Words kept of the label",
        readonly=True,
        help="What stays of the label from one time to the next. Empty: nothing to "
        "remember.",
    )
    incoming = fields.Boolean(string="Money in", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    account_id = fields.Many2one(
        "account.account", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    partner_set = fields.Boolean(
        readonly=True,
        help="The bank line had no partner before: undoing takes it away again.",
    )
