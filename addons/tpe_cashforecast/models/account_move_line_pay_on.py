from odoo import fields, models
from odoo.tools import format_date


class AccountMoveLinePayOn(models.Model):
    """The day a person decided to pay a bill, when it is not its due date."""

    _inherit = "account.move.line"

    tpe_pay_on = fields.Date(
        string="To be paid on", copy=False, readonly=True, index="btree_not_null"
    )
    tpe_pay_on_by = fields.Many2one(
        "res.users", string="Decided by", copy=False, readonly=True
    )
    tpe_pay_on_at = fields.Datetime(string="Decided on", copy=False, readonly=True)

    def _decide_pay_on(self, day):
        """Write the day to the bill, with who decided it and when; None takes it back."""
        self._check_pay_on_access()
        decided = {
            "tpe_pay_on": day,
            "tpe_pay_on_by": day and self.env.uid,
            "tpe_pay_on_at": day and fields.Datetime.now(),
        }
        for line in self:
            words = self.env._("To be paid on its due date again")
            if day:
                words = self.env._(
                    "To be paid on %(day)s rather than %(due)s",
                    day=format_date(self.env, day),
                    due=format_date(self.env, line.date_maturity),
                )
            line.move_id.sudo().message_post(
                body=words, author_id=self.env.user.partner_id.id
            )
        self.sudo().write(decided)

    def _check_pay_on_access(self):
        self.env.user._tpe_check_manager()
        self.check_access("read")

    def _discount_share_on(self, day):
        """Share of this due line that paying on ``day`` saves: 0 but for early payment."""
        whole = self.amount_currency
        if not (self.discount_date and day <= self.discount_date and whole):
            return 0.0
        return max(0.0, 1 - self.discount_amount_currency / whole)
