from odoo import api, fields, models
from odoo.exceptions import ValidationError

CHOICE = {"tpe_debit_token_id", "tpe_debit_since"}


class ResPartnerDebit(models.Model):
    """A customer who agreed to be debited on the due date of his invoices."""

    _inherit = "res.partner"

    tpe_debit_token_id = fields.Many2one(
        "payment.token",
        string="Debit at the due date",
        company_dependent=True,
        index="btree_not_null",
        domain="[('partner_id', 'child_of', commercial_partner_id)]",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="Saved payment method that is debited once, on the due date of each invoice "
        "due from today on. Empty: the customer pays himself.",
    )
    tpe_debit_since = fields.Date(
        string="Debited since",
        company_dependent=True,
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._debit_values(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._debit_values(vals))

    def _debit_values(self, vals):
        """A manager alone chooses who is debited, and from that day on only."""
        if not CHOICE & vals.keys():
            return vals
        if any(vals.get(name) for name in CHOICE) and not self.env.su:
            self.env.user._tpe_check_manager()
        if not vals.get("tpe_debit_token_id"):
            return vals
        return {**vals, "tpe_debit_since": self.env.company._dunning_today()}

    @api.constrains("tpe_debit_token_id")
    def _check_tpe_debit_token(self):
        for partner in self.sudo():
            token = partner.tpe_debit_token_id
            if token and (
                token.partner_id.commercial_partner_id != partner
                or token.company_id != self.env.company
            ):
                raise ValidationError(
                    self.env._("This payment method is not one of this customer.")
                )
