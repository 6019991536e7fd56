from datetime import datetime

import pytz

from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.tpe_base.tools.working_days import is_working_day

DAYS = [
    ("working", "Monday to Friday"),
    ("saturday", "Monday to Saturday"),
    ("any", "Every day, holidays included"),
]


class ResCompanySending(models.Model):
    """When messages may leave, and what holds them back, for a company."""

    _inherit = "res.company"

    tpe_dunning_days = fields.Selection(
        DAYS,
        string="Days of sending",
        default="working",
        required=True,
        help="French public holidays are left out, unless every day is chosen.",
    )
    tpe_dunning_from = fields.Float(string="Not before", default=8.0)
    tpe_dunning_until = fields.Float(string="Not after", default=19.0)
    tpe_dunning_min_days = fields.Integer(
        string="Days between two messages",
        default=7,
        help="Fewest days between two messages to the same customer.",
    )
    tpe_dunning_min_amount = fields.Monetary(
        string="Smallest amount",
        default=5.0,
        help="A customer who owes less is not reminded by itself.",
    )
    tpe_dunning_august_amount = fields.Monetary(
        string="August: not under",
        default=300.0,
        help="In August, a customer who owes less is left alone. Zero: no such rule.",
    )
    tpe_dunning_bank_days = fields.Integer(
        string="Bank no older than (days)",
        default=7,
        help="Nothing leaves when the last bank entry is older: the customer may have "
        "paid. Zero: do not look.",
    )
    tpe_dunning_bank_checked_on = fields.Date(
        string="Bank looked at on", readonly=True, copy=False
    )
    tpe_dunning_ignore_before = fields.Date(
        string="Leave alone what was due before",
        help="Old debts of the day you began: they are shown, and you decide.",
    )

    _days_not_negative = models.Constraint(
        "CHECK (tpe_dunning_min_days >= 0 AND tpe_dunning_bank_days >= 0)",
        "Days cannot be negative.",
    )
    _hours_of_a_day = models.Constraint(
        "CHECK (tpe_dunning_from >= 0 AND tpe_dunning_until <= 24"
        " AND tpe_dunning_from < tpe_dunning_until)",
        "The hours of sending must begin before they end, between 0 and 24.",
    )

    def _dunning_now(self) -> datetime:
        """The hour where the company is, Paris unless its contact says otherwise."""
        self.ensure_one()
        zone = pytz.timezone(self.sudo().partner_id.tz or "Europe/Paris")
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone)

    def _dunning_may_send(self) -> bool:
        """Whether messages leave by themselves at this moment."""
        now = self._dunning_now()
        hour = now.hour + now.minute / 60
        if not self.tpe_dunning_from <= hour < self.tpe_dunning_until:
            return False
        if self.tpe_dunning_days == "any":
            return True
        return is_working_day(now.date(), saturday=self.tpe_dunning_days == "saturday")

    def action_dunning_bank_checked(self):
        """A person says that the bank was looked at today and nothing is missing."""
        if not self.env.user.has_group("tpe_base.group_tpe_assistant"):
            raise AccessError(self.env._("You may read this, not change it."))
        for company in self & self.env.companies:
            company.sudo().tpe_dunning_bank_checked_on = company._dunning_today()
            self.env["tpe.dunning.reminder"]._plan(company)
        return True
