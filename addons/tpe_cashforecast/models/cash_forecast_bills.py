from datetime import timedelta

from odoo import api, models

from odoo.addons.tpe_base.tools.working_days import is_working_day
from odoo.addons.tpe_dunning.tools import payment_terms

from ..tools.supplier_schedule import Bill, Curve, schedule

# L441-10 II: the rate of the ECB and 10 points, unless the contract says another one;
# D441-5: 40 euros for each bill paid late.
POINTS = 10
FIXED_FEE = 40
WORTH = 0.10  # a year: under it an early-payment discount is not worth the cash


class CashForecastBills(models.Model):
    """The bills of the forecast, and the dates that would suit the cash."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _supplier_schedule(self, books, built, within_law):
        """``(Schedule, {key: due line})`` of the bills of a forecast just built."""
        _opening, flows, weeks, _words = built
        bills, lines = self._bills_to_pay(books, flows)
        curve = Curve(books.today, tuple(week.closing for week in weeks))
        for flow in flows:
            # The forecast takes a discount as taken; here it is still to be decided.
            if flow.key in lines and flow.never:
                due = max(flow.due, books.today)
                curve = curve.moved(flow.never - flow.cents, flow.day, -flow.cents, due)
        found = schedule(
            curve,
            bills,
            books.cents(books.company.tpe_cash_threshold),
            within_law=within_law,
            works=is_working_day,
            worth=WORTH,
        )
        return found, lines

    @api.model
    def _bills_to_pay(self, books, flows):
        """``([Bill], {key: due line})``: what the forecast pays whole, on one day."""
        flows = [flow for flow in flows if _is_bill(flow, books.today)]
        ids = [int(flow.key.partition(",")[2]) for flow in flows]
        records = self.env["account.move.line"].sudo().browse(ids).exists()
        lines = {f"account.move.line,{line.id}": line for line in records}
        rate = self._penalty_rate(books.company)
        bills = [
            self._bill(books, flow, lines[flow.key], rate)
            for flow in flows
            if flow.key in lines
        ]
        return bills, lines

    @api.model
    def _bill(self, books, flow, line, rate):
        due = line.date_maturity or line.date
        share = line._discount_share_on(line.discount_date or due)
        if line.tpe_pay_on and line._discount_share_on(line.tpe_pay_on):
            share = 0.0  # taken already
        professional = line.partner_id.commercial_partner_id.tpe_profile
        bound = professional == "professional" and books.company._has_french_law()
        return Bill(
            key=flow.key,
            supplier=line.partner_id.commercial_partner_id.display_name or "",
            cents=-flow.cents,
            due=due,
            latest=self._latest_payment(line) if bound else None,
            planned=None if flow.never else flow.day,
            discount_on=line.discount_date if share else None,
            discount_rate=share,
            penalty_rate=rate if bound else 0.0,
            penalty_fee=books.cents(FIXED_FEE) if bound else 0,
        )

    @api.model
    def _latest_payment(self, line):
        """The last day the law allows; the end of month only where the terms say so."""
        move = line.move_id
        issued = move.invoice_date
        if not issued:
            return None
        kinds = set(move.invoice_payment_term_id.line_ids.mapped("delay_type"))
        if kinds - {"days_after"}:
            return payment_terms.latest_due(issued, payment_terms.PROFESSIONAL)
        return issued + timedelta(payment_terms.NET_DAYS)

    @api.model
    def _penalty_rate(self, company):
        """What a supplier may ask a year for a late payment, as a share."""
        known = self.env["tpe.late.interest.rate"]._known("ecb")
        today = company._dunning_today()
        percent = [rate for day, rate in known if day <= today][-1:] or [0.0]
        return (percent[0] + POINTS) / 100


def _is_bill(flow, today):
    """Whether a flow is a bill that leaves on the day it says."""
    if flow.source != "payable" or flow.category != "suppliers" or flow.cents >= 0:
        return False
    if not (flow.day and flow.due and flow.key.startswith("account.move.line,")):
        return False
    at = (flow.day - today).days // 7
    seen = flow.weeks[at] if at < len(flow.weeks) else flow.later
    return seen == flow.cents - flow.never
