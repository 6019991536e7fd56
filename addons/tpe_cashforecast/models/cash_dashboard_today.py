from datetime import timedelta

from odoo import models

THINGS = 3
BANK_DAYS = 7


class CashDashboardToday(models.AbstractModel):
    """Three things to do today, and what to worry about."""

    _inherit = "tpe.cash.dashboard"

    def _things(self, forecast, company, today):
        """A customer, a supplier, the State; then more customers."""
        customers = self._customers_to_chase(company)
        others = [
            self._suppliers_due(forecast, company, today),
            self._next_vat(forecast, today),
        ]
        things = [*customers[:1], *filter(None, others), *customers[1:]]
        return [
            {"number": number, **thing}
            for number, thing in enumerate(things[:THINGS], 1)
        ]

    def _customers_to_chase(self, company):
        """The first of the list of reminders: the most euros × days."""
        reminders = self.env["tpe.dunning.reminder"]
        if not reminders.has_access("read"):
            return []
        todo = reminders.search(
            [
                ("company_id", "=", company.id),
                ("state", "in", ("planned", "to_approve")),
            ],
            order="weight desc, id desc",
            limit=THINGS,
        )
        return [
            {
                "code": "customer",
                "words": self.env._(
                    "Chase %(customer)s: %(amount)s, %(days)s days late",
                    customer=reminder.partner_id.display_name,
                    amount=self._euros(reminder.amount_net),
                    days=reminder.days_late,
                ),
                "button": self.env._("See"),
                "action": {
                    "type": "ir.actions.act_window",
                    "res_model": "tpe.dunning.reminder",
                    "res_id": reminder.id,
                    "views": [[False, "form"]],
                    "target": "current",
                },
            }
            for reminder in todo
        ]

    def _suppliers_due(self, forecast, company, today):
        """What is to be paid; when the cash gets short, until it does."""
        short = forecast.low_point < forecast.threshold
        until = forecast.low_point_on if short else today + timedelta(6)
        domain = [
            ("forecast_id", "=", forecast.id),
            ("category", "=", "suppliers"),
            ("expected_on", "<=", until),
        ]
        lines = self.env["tpe.cash.forecast.line"]
        [[amount, count]] = lines._read_group(
            domain, [], ["amount:sum", "partner_id:count_distinct"]
        )
        if not amount or amount >= 0:
            return None
        values = {
            "amount": self._euros(-amount),
            "count": count,
            "day": self._day(until),
        }
        words = (
            self.env._(
                "%(amount)s to pay to %(count)s suppliers before the low point of "
                "%(day)s: which ones can wait?",
                **values,
            )
            if short
            else self.env._(
                "%(amount)s to pay to %(count)s suppliers by %(day)s", **values
            )
        )
        return {
            "code": "supplier",
            "words": words,
            "button": self.env._("See"),
            "action": {
                **self._window("tpe.cash.forecast.line", domain, ("list", "kanban")),
                "name": self.env._("Suppliers to pay"),
            },
        }

    def _next_vat(self, forecast, today):
        line = self.env["tpe.cash.forecast.line"].search(
            [
                ("forecast_id", "=", forecast.id),
                ("category", "=", "vat"),
                ("amount", "<", 0),
                ("expected_on", ">=", today),
            ],
            order="expected_on, id",
            limit=1,
        )
        if not line:
            return None
        return {
            "code": "vat",
            "words": self.env._(
                "VAT of %(day)s: keep %(amount)s",
                day=self._day(line.expected_on),
                amount=self._euros(-line.amount),
            ),
            "button": self.env._("See"),
            "action": {
                **self._window(
                    "tpe.cash.forecast.line",
                    [("forecast_id", "=", forecast.id), ("category", "=", "vat")],
                    ("list", "kanban"),
                ),
                "name": self.env._("VAT"),
            },
        }

    def _alerts(self, forecast, company, today):
        """The alerts that were raised, and a bank that is out of date."""
        alerts = self._raised(company)
        bank = forecast.figures["bank"]["value"]
        if bank and bank < (today - timedelta(BANK_DAYS)).isoformat():
            alerts.append(
                {
                    "code": "bank",
                    "words": self.env._(
                        "The last bank entry is of %s: bring the bank up to date before "
                        "you rely on this page.",
                        self._day(bank),
                    ),
                    "action": "account.open_account_journal_dashboard_kanban",
                }
            )
        return alerts
