from collections import Counter, defaultdict
from datetime import timedelta
from math import inf, log

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import format_amount, format_date

from ..tools.recurrence import MOST

RAISED = 1.15  # a bill this much above what is noted is told
MISSED = 2  # periods without a document


class CashRecurringDoubt(models.Model):
    """What is odd about recurring expenses: doubled, dearer, not seen any more."""

    _inherit = "tpe.cash.recurring"

    @api.model
    def _doubtful_subscriptions(self, company):
        """``[(flow or partner, too much, sentence)]``: doubled, dearer, or ended.

        Too much: what is billed, or foreseen, above what should be; in company currency.
        """
        self.env.flush_all()
        today = company._dunning_today()
        flows = self.search(
            [("company_id", "=", company.id), ("is_proposed", "=", False),
             ("direction", "=", "out"), ("amount_mode", "=", "typed"),
             ("partner_id", "!=", False), ("periodicity", "!=", "once")]
        )  # fmt: skip
        bills = self._bills(company, today)
        found = self._doubled(company, bills, today)
        own = defaultdict(list)
        for partner, mine in flows.grouped("partner_id").items():
            for due, amount, _code, _text in bills.get(
                partner.commercial_partner_id.id, ()
            ):
                # A supplier's bill is that of the flow whose amount is the nearest.
                nearest = min(mine, key=lambda flow: flow._apart(amount, today))
                own[nearest].append((due, amount))
        for flow in flows:
            doubt = flow._doubt(own[flow], today)
            if doubt:
                found.append((flow, *doubt))
        return found

    def _today_amount(self, today):
        """What is noted, in company currency."""
        rate = self.currency_id._get_conversion_rate(
            self.currency_id, self.company_id.currency_id, self.company_id, today
        )
        return self._amount_on(today, rate)

    def _apart(self, amount, today):
        noted = self._today_amount(today)
        return abs(log(amount / noted)) if amount and noted else inf

    def _doubled(self, company, bills, today):
        """Suppliers who billed the same amount twice in a month, two months running."""
        recent = today - relativedelta(months=4)
        found = []
        for partner_id, lines in bills.items():
            times = Counter(
                (due.replace(day=1), amount, code)
                for due, amount, code, _text in lines
                if due >= recent
            )
            twice = Counter(
                (amount, code) for (_m, amount, code), n in times.items() if n > 1
            )
            for (amount, _code), months in twice.items():
                if months > 1:
                    partner = self.env["res.partner"].browse(partner_id)
                    sentence = self.env._(
                        "%(partner)s bills %(amount)s twice in a month, %(months)s months "
                        "running: is one of them a doubled subscription?",
                        partner=partner.display_name,
                        amount=format_amount(self.env, amount, company.currency_id),
                        months=months,
                    )
                    found.append((partner, amount, sentence))
        return found

    def _doubt(self, bills, today):
        """``(too much, what is odd about a flow and its bills)``, or None."""
        noted = self._today_amount(today)
        back = today - relativedelta(months=12)
        gone = [day for day, _paid in self._days(back, today - timedelta(15))]
        if len(gone) >= MISSED and bills and max(bills)[0] < gone[-MISSED]:
            return noted, self.env._(
                "%(name)s: no bill since %(day)s. If it has ended, give it an end date.",
                name=self.name,
                day=format_date(self.env, max(bills)[0]),
            )
        recent = [amount for due, amount in bills if due >= today - timedelta(100)]
        if recent and RAISED < recent[-1] / (noted or inf) <= MOST:
            return recent[-1] - noted, self.env._(
                "%(name)s: last billed %(billed)s, noted %(noted)s.",
                name=self.name,
                billed=format_amount(self.env, recent[-1], self.company_id.currency_id),
                noted=format_amount(self.env, self.amount, self.currency_id),
            )
        return None
