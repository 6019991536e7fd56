from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DunningPlanCollect(models.Model):
    """Direct debit of the parts of a plan: see `tpe.dunning.collect`."""

    _inherit = "tpe.dunning.plan"

    token_id = fields.Many2one(
        "payment.token",
        string="Debit this payment method",
        domain="[('partner_id', 'child_of', partner_id), ('company_id', '=', company_id)]",
        copy=False,
        tracking=True,
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="Each part is debited on its day. Empty: the customer pays himself.",
    )

    @api.constrains("token_id", "partner_id", "company_id")
    def _check_token(self):
        for plan in self.sudo().filtered("token_id"):
            owner = plan.token_id.partner_id.commercial_partner_id
            if (
                owner != plan.partner_id.commercial_partner_id
                or plan.token_id.company_id != plan.company_id
            ):
                raise ValidationError(
                    self.env._("This payment method is not one of this customer.")
                )

    def _collect(self, today):
        """Write down the part that is due."""
        done = super()._collect(today)
        for plan in self.sudo():
            if not (plan.token_id.active and plan._is_one_currency()):
                continue
            due = plan.line_ids.filtered(
                lambda line: line.date <= today and line.state == "open"
            )
            for line in due.filtered(lambda line: not line.collect_state):
                line._ask_debit()
        return done

    def _is_one_currency(self):
        return self.move_ids.currency_id == self.currency_id

    def _left_of(self, line):
        """What is still to pay of a part: earlier payments fill the parts in order."""
        upto = sum(part.amount for part in self.line_ids if part.date <= line.date)
        return self.currency_id.round(min(line.amount, upto - self.amount_paid))

    @api.model
    def _cron_collect(self, batch_size=50):
        """Debit what is written down, each in its own transaction."""
        for model in ("tpe.dunning.plan.line", "tpe.dunning.debit"):
            if not self.env[model]._collect_asked(batch_size):
                break
