from odoo import fields, models

COST_SOURCES = [
    ("product", "Cost of the product"),
    ("rate", "Your usual cost rate"),
    ("estimated", "Estimated"),
    ("unknown", "Unknown"),
]


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    tpe_cost = fields.Monetary(
        string="Cost of sales",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        groups="tpe_base.group_tpe_manager,account.group_account_manager",
        help="Frozen when the invoice is posted; negative on a credit note.",
    )
    tpe_cost_source = fields.Selection(
        COST_SOURCES,
        string="Cost known from",
        readonly=True,
        copy=False,
        groups="tpe_base.group_tpe_manager,account.group_account_manager",
    )

    def _estimate_costs(self):
        pass
