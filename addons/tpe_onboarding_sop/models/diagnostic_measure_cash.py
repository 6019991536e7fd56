from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..tools.diagnostic import Measure, Unit

# A budget or a recurring flow is looked at each quarter at the latest; who decided nothing
# for longer does not steer by the forecast.
USED = 92
# A bank account without a line for so long after the others is closed, not forgotten.
CLOSED = 92
# What only a person does to a forecast: (model, its day, its author).
DECISIONS = (
    ("tpe.cash.recurring", "write_date", "write_uid"),
    ("tpe.cash.scenario", "write_date", "write_uid"),
    ("tpe.cash.budget", "write_date", "write_uid"),
    ("tpe.cash.loan", "write_date", "write_uid"),
    ("account.move.line", "tpe_pay_on_at", "tpe_pay_on_by"),
)


class DiagnosticMeasureCash(models.AbstractModel):
    """How long the cash lasts, who looks at it, how fresh the bank is."""

    _inherit = "tpe.diagnostic.measure"

    def _found(self, year):
        return [
            *super()._found(year),
            self._cash_cover(year),
            self._forecast_used(year),
            self._bank_fresh(year),
        ]

    def _cash_cover(self, year):
        """The cover of the owner's page: the forecast of today, anew when need be."""
        forecast = self.env["tpe.cash.forecast"]._current(year.company)
        bank = (forecast.figures or {}).get("bank", {}).get("value")
        typed = year.company.tpe_cash_typed_on
        if not (bank or typed):
            return self._unknown(
                "cash_cover",
                Unit.DAYS,
                self.env._("The books hold no entry of a bank, and no balance typed."),
            )
        days = forecast._cover_days()
        going_out = [
            ("forecast_id.company_id", "=", year.company.id),
            ("forecast_id.is_current", "=", True),
            ("amount", "<", 0),
        ]
        count = self.env["tpe.cash.forecast.line"].search_count(going_out)
        if days is None:
            return self._unknown(
                "cash_cover",
                Unit.DAYS,
                self.env._(
                    "The forecast knows of nothing that goes out: no bill, no recurring "
                    "flow."
                ),
            )
        return Measure(
            "cash_cover",
            float(days),
            Unit.DAYS,
            count,
            self.env._(
                "%(cash)s in the bank pay what goes out for %(days)s, were nothing to "
                "come in (lines of the forecast: %(count)s).",
                cash=self._euros(forecast.opening),
                days=self._days(days),
                count=count,
            ),
            self._window("tpe.cash.forecast.line", going_out, ("list", "pivot")),
        )

    # --- Whether a person steers by it ------------------------------------------------

    def _forecast_used(self, year):
        """By what people decided: the database does not keep who opened a page."""
        company = year.company
        typed = company.tpe_cash_typed_on
        decided = self._decided(year)
        if typed and year.today - timedelta(USED) < typed <= year.today:
            decided.append(("res.company", company.ids, typed))
        if not decided and not self._foreseeable(year):
            return self._unknown(
                "forecast_used",
                Unit.YES_NO,
                self.env._("There is nothing to foresee yet: no invoice, no bill."),
            )
        if not decided:
            return Measure(
                "forecast_used",
                0.0,
                Unit.YES_NO,
                0,
                self.env._(
                    "In %s days nobody confirmed a recurring flow, typed a budget or a "
                    "balance, saved a scenario or planned a payment. Who opens the page "
                    "is not kept.",
                    USED,
                ),
            )
        model, ids, day = max(decided, key=lambda each: each[2])
        return Measure(
            "forecast_used",
            1.0,
            Unit.YES_NO,
            len(ids),
            self.env._(
                "Last decision of a person on %(day)s: %(what)s.",
                day=self._long_day(day),
                what=self._decision_word(model),
            ),
            self._records(model, ids),
        )

    def _decided(self, year):
        """``[(model, ids, last day)]`` of what people did to the forecast lately."""
        zone = year.company.partner_id.tz or "Europe/Paris"
        parts = [
            SQL(
                """
                SELECT %(model)s AS model, array_agg(id) AS ids,
                       max((%(at)s AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date)
                           AS day
                  FROM %(table)s
                 WHERE company_id = %(company)s
                   AND %(by)s <> %(machine)s
                   AND (%(at)s AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                       > %(since)s
                   AND %(ours)s
                """,
                model=model,
                at=SQL.identifier(at),
                zone=zone,
                table=SQL.identifier(self.env[model]._table),
                company=year.company.id,
                by=SQL.identifier(by),
                machine=self.env.ref("base.user_root").id,
                since=year.today - timedelta(USED),
                # A proposal of the machine that nobody answered is no decision.
                ours=SQL("active AND is_proposed IS NOT TRUE")
                if model == "tpe.cash.recurring"
                else SQL("TRUE"),
            )
            for model, at, by in DECISIONS
        ]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        return [row for row in rows if row[1]]

    def _decision_word(self, model):
        return {
            "tpe.cash.recurring": self.env._("a recurring flow"),
            "tpe.cash.scenario": self.env._("a scenario"),
            "tpe.cash.budget": self.env._("a budget"),
            "tpe.cash.loan": self.env._("a loan"),
            "account.move.line": self.env._("the day to pay a bill"),
            "res.company": self.env._("the balance of the bank, typed"),
        }[model]

    def _foreseeable(self, year):
        return self.env["account.move"].search_count(
            [("company_id", "=", year.company.id), ("state", "=", "posted")], limit=1
        )

    # --- The bank ---------------------------------------------------------------------

    def _bank_fresh(self, year):
        """Of the accounts in use, the one that was left longest without a match."""
        company, today = year.company, year.today
        banks = self.env["account.journal"]._tpe_bank_days(company, today)
        if not banks:
            return self._unknown(
                "bank_fresh",
                Unit.DAYS,
                self.env._("No line of a bank was imported or typed."),
            )
        newest = max(bank.last for bank in banks.values())
        used = {
            journal: bank
            for journal, bank in banks.items()
            if bank.last > newest - timedelta(CLOSED)
        }
        ages = {
            journal: (today - (bank.matched or bank.first)).days
            for journal, bank in used.items()
        }
        worst = max(ages, key=lambda journal: (ages[journal], -journal))
        count = sum(bank.to_match for bank in used.values())
        journal = self.env["account.journal"].browse(worst)
        values = {
            "bank": journal.display_name,
            "days": self._days(ages[worst]),
            "count": count,
        }
        if used[worst].matched:
            proof = self.env._(
                "%(bank)s: age of the last matched line, %(days)s; lines still to match: "
                "%(count)s.",
                **values,
            )
        else:
            proof = self.env._(
                "%(bank)s: no line was ever matched; age of the first one, %(days)s; "
                "lines still to match: %(count)s.",
                **values,
            )
        domain = [
            ("company_id", "=", company.id),
            ("journal_id", "in", sorted(used)),
            ("is_reconciled", "=", False),
            ("state", "=", "posted"),
            ("date", "<=", today),
        ]
        return Measure(
            "bank_fresh",
            float(ages[worst]),
            Unit.DAYS,
            count,
            proof,
            self._window("account.bank.statement.line", domain) if count else None,
        )
