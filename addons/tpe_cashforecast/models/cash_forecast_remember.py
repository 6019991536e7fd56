from datetime import timedelta

from odoo import api, fields, models

from ..tools.flow import on_day
from ..tools.variance import Expected, explain, gathered

WEEK = timedelta(7)
# The bank of a week is often entered in the next one: it is explained again until then.
SETTLED = timedelta(21)
TRACED = ("account.move.line,", "account.payment,")


class CashForecastRemember(models.Model):
    """What is kept of a Monday, to explain its week when it has ended."""

    _inherit = "tpe.cash.forecast"

    # One row instead of thousands: nobody searches it, and it is emptied after use.
    detail = fields.Json(prefetch=False, groups="base.group_system")
    variance_ids = fields.One2many("tpe.cash.variance", "forecast_id", readonly=True)

    @api.model
    def _refresh(self, company):
        current = super()._refresh(company)
        self.sudo()._explain_ended(company)
        self.env["tpe.cash.alert"]._check(company, current)
        return current

    def _write(self, books, built, **kind):
        if kind.get("is_kept"):
            kind["detail"] = {"lines": [_kept(flow) for flow in built[1]]}
        return super()._write(books, built, **kind)

    def _week_values(self, books, built):
        """What open invoices bring: as expected, and as their due dates alone say."""
        claims = [flow for flow in built[1] if flow.source == "receivable"]
        weeks = super()._week_values(books, built)
        due = [0] * len(weeks)
        for flow in claims:
            if flow.due:
                by_due = on_day(flow.cents, flow.due, books.today)["weeks"]
                due = [a + b for a, b in zip(due, by_due, strict=True)]
        for at, week in enumerate(weeks):
            week["claims"] = books.money(sum(flow.weeks[at] for flow in claims))
            week["claims_due"] = books.money(due[at])
        return weeks

    @api.model
    def _explain_ended(self, company):
        """Explain the weeks that have ended, and forget the detail of the older ones."""
        today = company._dunning_today()
        kept = self.search(
            [
                ("company_id", "=", company.id),
                ("is_kept", "=", True),
                ("date", "<=", today - WEEK),
                ("date", ">", today - SETTLED - WEEK),
            ]
        )
        for forecast in kept:
            if not forecast.detail:
                continue
            forecast._explain()
            if forecast.date + SETTLED <= today:
                forecast.detail = False

    def _explain(self):
        """Write why the first week of this forecast was what it was."""
        books = self._books(self.company_id)._replace(today=self.date)
        expected = [_expected(line) for line in self.detail["lines"]]
        end = self.date + WEEK - timedelta(1)
        keys = {line.key for line in expected}
        bank = self.env["tpe.cash.actual"]
        rows = explain(
            expected,
            bank._actuals(books, self.date, end, keys),
            bank._credited(books, self.date, end, keys),
        )
        self.env.cr.execute(
            "DELETE FROM tpe_cash_variance WHERE forecast_id = %s", [self.id]
        )
        variances = self.env["tpe.cash.variance"]
        rows = gathered(rows)
        if rows:
            birth = variances._birth()
            ids = variances._new_ids(len(rows))
            variances._insert_rows(
                [
                    {"id": new_id, **self._variance(books, row), **birth}
                    for new_id, row in zip(ids, rows, strict=True)
                ]
            )
        variances.invalidate_model()
        self.invalidate_recordset(["variance_ids"])

    def _variance(self, books, row):
        label = row.label
        if row.others:
            label = self.env._("%s others", row.others)
        return {
            "forecast_id": self.id,
            "company_id": self.company_id.id,
            "start": self.date,
            "category": row.category,
            "cause": row.cause,
            "name": label,
            "partner_id": row.partner_id,
            "res_model": row.record and row.record[0],
            "res_id": row.record and row.record[1],
            "expected": books.money(row.expected),
            "actual": books.money(row.actual),
            "difference": books.money(row.difference),
        }

    def action_open_variance(self):
        """Why the week that followed this forecast was what it was."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "tpe_cashforecast.cash_variance_action"
            ),
            "domain": [("forecast_id", "=", self.id)],
        }


def _kept(flow):
    return [
        flow.key,
        flow.category,
        flow.weeks[0],
        flow.cents,
        flow.partner_id,
        flow.label,
        flow.record,
    ]


def _expected(row):
    key, category, cents, amount, partner_id, label, record = row
    return Expected(
        key=key,
        category=category,
        cents=cents,
        amount=amount,
        booked=key.startswith(TRACED),
        partner_id=partner_id,
        label=label or "",
        record=record and tuple(record),
    )
