from itertools import accumulate

from odoo import api, models

from ..tools.flow import WEEKS
from ..tools.invoice_advance import Terms, advance
from ..tools.rescue import Credit, Measure, rescue
from ..tools.supplier_schedule import penalty

SMALLEST = 500  # euros: nobody advances less, and a call must be worth it
LEAST = 0.02  # of what is missing: a measure that brings less only adds work


class CashForecastRescue(models.Model):
    """What would keep the low point above the threshold."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _rescue(self, books, built):
        """``(Rescue, {measure key: facts})`` of a forecast just built."""
        company = books.company
        _opening, flows, weeks, _words = built
        options = [
            *self._chases(books, flows),
            *self._delays(books, built),
            *self._advances(books, flows),
        ]
        found = rescue(
            [week.closing for week in weeks],
            [measure for measure, _facts in options],
            books.cents(company.tpe_cash_threshold),
            Credit(
                books.cents(company.tpe_credit_line),
                company.tpe_credit_rate / 100,
            ),
            least=LEAST,
        )
        return found, {measure.key: facts for measure, facts in options}

    @api.model
    def _chases(self, books, flows):
        """Customers who are late: a call brings their money sooner, with a chance."""
        company = books.company
        late = {}
        for flow in flows:
            if _is_claim(flow) and flow.due and flow.due < books.today:
                late.setdefault(flow.partner_id, []).append(flow)
        found = []
        chance = company.tpe_chase_chance / 100
        for partner_id, claims in late.items():
            amount = sum(flow.cents for flow in claims)
            if not partner_id or amount < books.cents(SMALLEST):
                continue
            usual = list(accumulate(_summed(claims)))
            sooner = _shifted(usual, company.tpe_chase_days / 7, amount)
            gains = tuple(
                int(chance * (new - old))
                for new, old in zip(sooner, usual, strict=True)
            )
            key = f"chase,{partner_id}"
            targets = tuple(flow.key for flow in claims)
            facts = {"partner_id": partner_id, "cents": amount}
            found.append((Measure(key, "chase", targets, gains), facts))
        return found

    @api.model
    def _delays(self, books, built):
        """Bills on the last working day the law allows."""
        schedule, lines = self._supplier_schedule(books, built, within_law=True)
        found = []
        for payment in schedule.payments:
            day = payment.last
            if day <= payment.before:
                continue
            bill = payment.bill
            moved = schedule.before.moved(bill.cents, payment.before, bill.cents, day)
            gains = tuple(
                after - before
                for after, before in zip(
                    moved.balances, schedule.before.balances, strict=True
                )
            )
            measure = Measure(
                f"delay,{bill.key}", "delay", (bill.key,), gains, penalty(bill, day)
            )
            facts = {
                "line": lines[bill.key],
                "day": day,
                "before": payment.before,
                "cents": bill.cents,
            }
            found.append((measure, facts))
        return found

    @api.model
    def _advances(self, books, flows):
        """Invoices that are not due: the money now, less its cost."""
        company = books.company
        terms = Terms(
            fee=company.tpe_advance_fee / 100,
            unit=company.tpe_advance_unit,
            base=company.tpe_advance_base,
            share=company.tpe_advance_share / 100,
            near=company.tpe_advance_near,
        )
        found = []
        for flow in flows:
            if not _is_claim(flow) or not flow.day or not flow.record:
                continue
            late = flow.due and flow.due < books.today
            if late or flow.cents < books.cents(SMALLEST):
                continue
            offer = advance(flow.cents, terms, books.today, flow.day)
            if offer.is_near or not offer.advanced:
                continue
            repaid = [round(each * terms.share) for each in accumulate(flow.weeks)]
            gains = tuple(offer.received - each for each in repaid)
            facts = {
                "move_id": flow.record[1],
                "partner_id": flow.partner_id,
                "offer": offer,
                "day": flow.day,
                "cents": flow.cents,
            }
            key = f"advance,{flow.key}"
            measure = Measure(key, "advance", (flow.key,), gains, offer.fee)
            found.append((measure, facts))
        return found


def _is_claim(flow):
    return flow.source == "receivable" and flow.cents > 0


def _summed(flows):
    return [sum(flow.weeks[at] for flow in flows) for at in range(WEEKS)]


def _shifted(totals, weeks, most):
    """Running totals, as they would be so many weeks sooner.

    >>> _shifted([0, 100, 200], 0.5, 300)
    [50.0, 150.0, 200.0]
    """
    whole, part = int(weeks), weeks - int(weeks)

    def at(week):
        return totals[min(week, len(totals) - 1)]

    return [
        min(most, at(week + whole) * (1 - part) + at(week + whole + 1) * part)
        for week in range(len(totals))
    ]
