from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.regime import contract_is_too_low


class ResCompany(models.Model):
    _inherit = "res.company"

    tpe_dunning_policy_id = fields.Many2one(
        "tpe.dunning.policy",
        string="Reminder policy",
        domain="[('company_id', 'in', (False, id))]",
        help="Empty: the policy shipped with the suite.",
    )
    tpe_dunning_started_on = fields.Datetime(
        string="Reminders started on",
        readonly=True,
        copy=False,
        help="Empty: reminders are prepared but none leaves.",
    )
    tpe_dunning_started_by_id = fields.Many2one(
        "res.users", string="Reminders started by", readonly=True, copy=False
    )

    tpe_reminder_minutes = fields.Integer(
        string="Minutes to write a reminder",
        default=10,
        help="What a person would take for one message: it gives the time saved.",
    )
    _tpe_reminder_minutes_positive = models.Constraint(
        "CHECK (tpe_reminder_minutes >= 0)", "Minutes cannot be negative."
    )

    tpe_contract_rate = fields.Float(
        string="Late-payment rate of your terms (%)",
        digits=(5, 2),
        help="Yearly rate written in your terms of sale. Empty: the rate of the law, the "
        "ECB rate plus 10 points.",
    )
    tpe_contract_rate_too_low = fields.Boolean(
        compute="_compute_tpe_contract_rate_too_low"
    )

    @api.depends("tpe_contract_rate")
    def _compute_tpe_contract_rate_too_low(self):
        """The floor of a contract rate: 3 times the legal rate (L441-10 II)."""
        legal = self.env["tpe.late.interest.rate"]._known("legal")
        for company in self:
            rate = company.tpe_contract_rate
            company.tpe_contract_rate_too_low = bool(rate) and contract_is_too_low(
                rate, legal, company._dunning_today()
            )

    def _dunning_policy(self):
        """The policy in force: the company's own, else the first one it may use."""
        self.ensure_one()
        policies = self.env["tpe.dunning.policy"].sudo()
        return policies.browse(policies._usable(self).default)

    def _dunning_today(self) -> date:
        """Today where the company is: a cron runs in UTC."""
        self.ensure_one()
        tz = self.sudo().partner_id.tz or "Europe/Paris"
        return fields.Date.context_today(self.with_context(tz=tz))

    def _dunning_start(self):
        """Let the reminders of these companies leave, from now on."""
        self._check_dunning_manager()
        self.sudo().filtered(lambda c: not c.tpe_dunning_started_on).write(
            {
                "tpe_dunning_started_on": fields.Datetime.now(),
                "tpe_dunning_started_by_id": self.env.uid,
            }
        )

    def action_dunning_stop(self):
        """Prepare the reminders without sending any, until somebody starts again."""
        self._check_dunning_manager()
        self.sudo().write(
            {"tpe_dunning_started_on": False, "tpe_dunning_started_by_id": False}
        )
        waiting = self.env["tpe.dunning.reminder"].sudo()
        waiting = waiting.search(
            [("company_id", "in", self.ids), ("state", "=", "queued")]
        )
        waiting.filtered(lambda reminder: reminder.stream == "approval").write(
            {"state": "to_approve", "approved_by_id": False, "approved_on": False}
        )
        waiting.filtered(lambda reminder: reminder.state == "queued").state = "planned"
        waiting.released_by_id = False
        return True

    def _check_dunning_manager(self):
        self.env.user._tpe_check_manager()
        if self - self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))
