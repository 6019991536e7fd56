from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models

from ..tools import kpi

MONTHS = 12


class CashKpi(models.AbstractModel):
    """The figures of a company: numbers only, to be kept beside its forecast."""

    _name = "tpe.cash.kpi"
    _description = "Figures of a Firm"

    @api.model
    def _figures(self, company, today) -> dict:
        """``{code: {"value", "before", …}}``; a value of None is « not enough data ».

        ``before``: the same at the end of last month, or over the period before.
        """
        self.env.flush_all()
        ledger = self.env["tpe.cash.ledger"].sudo()
        month = today.replace(day=1)
        last = month - timedelta(1)
        balances = ledger._balances(company, today, last)
        figures = {
            **self._of_balances(balances),
            **self._of_habits(ledger, company, today, last, balances),
            **self._of_results(ledger, company, today),
        }
        late, due = ledger._overdue(company, today)
        figures["overdue"] = {
            "value": kpi.percent(late, due),
            "before": None,
            "late": late,
            "open": due,
        }
        return figures

    def _of_balances(self, balances):
        none = (0.0, 0.0)
        parts = [
            balances.get(name, none)
            for name in ("stock", "customers", "suppliers", "taxes")
        ]
        requirement = [kpi.requirement(*at) for at in zip(*parts, strict=True)]
        known = any(any(part) for part in parts)
        sides = list(zip(*balances.values(), strict=True)) or [(), ()]
        return {
            "cash": _both(*balances.get("cash", none)),
            "requirement": _both(*(requirement if known else (None, None))),
            "liquidity": _both(*(kpi.liquidity(side) for side in sides)),
        }

    def _of_habits(self, ledger, company, today, last, balances):
        customers = balances.get("customers", (0.0, 0.0))
        year = relativedelta(years=1)
        billed = ledger._billed(
            company, [(day - year + timedelta(1), day) for day in (today, last)]
        )
        delay = [
            kpi.dso(owed, *sales) for owed, sales in zip(customers, billed, strict=True)
        ]
        books = self.env["tpe.cash.forecast"]._books(company)._replace(today=today)
        bank = self.env["tpe.cash.source"].sudo()._money(books).last_on
        return {
            "dso": _both(*delay),
            "bank": {"value": bank and bank.isoformat(), "before": None},
        }

    def _of_results(self, ledger, company, today):
        month = today.replace(day=1)
        first = month - relativedelta(months=MONTHS + 1)
        results = ledger._results(company, first, today)
        year = [
            results[start][0]
            for back in range(MONTHS, 0, -1)
            if (start := month - relativedelta(months=back)) in results
        ]
        before = [
            results[start][0]
            for back in range(MONTHS + 1, 1, -1)
            if (start := month - relativedelta(months=back)) in results
        ]
        parts, parts_before = kpi.added(year), kpi.added(before)
        last_month = results.get(month - relativedelta(months=1), ({}, {}))
        now = results.get(month, ({}, {}))[0]
        known = len(year) >= 3
        return {
            "revenue": _both(
                now.get("revenue", 0.0) if results else None,
                last_month[1].get("revenue"),
            ),
            "gross": _both(
                kpi.gross_margin(parts) if known else None,
                kpi.gross_margin(parts_before) if len(before) >= 3 else None,
            ),
            "net": _both(
                kpi.net_margin(parts) if known else None,
                kpi.net_margin(parts_before) if len(before) >= 3 else None,
            ),
            "fixed": _both(
                kpi.fixed_costs(parts) / len(year) if known else None,
                None,
            ),
        }


def _both(value, before):
    return {"value": value, "before": before}
