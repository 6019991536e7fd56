from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from .dunning_figures import RANKS

GOAL = 95
FACT_VIEWS = ("list", "pivot", "graph", "kanban")


class DunningFiguresPage(models.AbstractModel):
    """The figures in plain words, each with its definition and its records."""

    _inherit = "tpe.dunning.figures"

    @api.model
    def action_figures(self):
        """The page of the current company.

        Returns ``{"company", "day", "empty", "sections": [{"title", "figures"}]}``; a
        figure has ``code, label, value, known, detail, definition, action``.
        """
        user = self.env.user
        if not (
            user.has_group("tpe_base.group_tpe_assistant")
            or user.has_group("account.group_account_readonly")
        ):
            raise AccessError(self.env._("You may not read the figures."))
        company = self.env.company
        today = company._dunning_today()
        numbers = self._figures(company, today)
        domains = self._domains(company, today)
        return {
            "company": company.name,
            "day": format_date(self.env, today),
            "empty": not (numbers.open.invoices or numbers.lateness),
            "sections": [
                {
                    "title": self.env._("Today"),
                    "figures": self._today_cards(numbers, domains),
                },
                {
                    "title": self.env._("By age"),
                    "figures": self._age_cards(company, today),
                },
                {
                    "title": self.env._("How customers pay"),
                    "figures": self._habit_cards(numbers, domains),
                },
                {
                    "title": self.env._("What the reminders bring"),
                    "figures": [
                        *self._success_cards(numbers, company, today),
                        *self._result_cards(numbers, domains, company, today),
                    ],
                },
            ],
        }

    def _today_cards(self, numbers, domains):
        return [
            self._card(
                "late",
                self.env._("Late today"),
                self._money(numbers.late.amount),
                self._invoices(numbers.late),
                self.env._("What is still due although its due date has passed."),
                self._facts(domains["late"]),
            ),
            self._card(
                "soon",
                self.env._("Expected this week"),
                self._money(numbers.soon.amount),
                self._invoices(numbers.soon),
                self.env._("What falls due in the next 7 days, today included."),
                self._facts(domains["soon"]),
            ),
            self._card(
                "overdue_share",
                self.env._("Overdue part of what is open"),
                self._percent(numbers.overdue_share),
                self._part(numbers.late, numbers.open),
                self.env._("Late today, out of all that customers still owe."),
                self._facts(domains["open"]),
            ),
        ]

    def _habit_cards(self, numbers, domains):
        late = numbers.lateness
        goal = ""
        if numbers.paid_60_share is not None:
            reached = numbers.paid_60_share >= GOAL
            goal = (
                self.env._("Goal of %s %% reached.", GOAL)
                if reached
                else self.env._("Below the goal of %s %%.", GOAL)
            )
        return [
            self._card(
                "unpaid_share",
                self.env._("Still unpaid"),
                self._percent(numbers.unpaid_share),
                self._part(numbers.unpaid, numbers.fell_due),
                self.env._(
                    "Of all that fell due in the last 12 months, credited amounts left "
                    "out, the part that nobody has paid."
                ),
                self._facts(domains["unpaid"]),
            ),
            self._card(
                "dso",
                self.env._("Days of sales still to be paid (DSO)"),
                self._days(numbers.dso, 0),
                self.env._("Due: %s", self._money(numbers.open.amount)),
                self.env._(
                    "How many of the latest days of billing, tax included, add up to what "
                    "customers owe: this month first, then the months before it."
                ),
                self._facts(domains["open"]),
            ),
            self._card(
                "average_late",
                self.env._("Average delay"),
                self._days(late and late.average),
                self._payments(late),
                self.env._(
                    "From the due date to the payment, over the payments of the last 12 "
                    "months. Early payments count as less than zero."
                ),
                self._facts(domains["payments"]),
            ),
            self._card(
                "median_late",
                self.env._("Usual delay"),
                self._days(late and late.median),
                self._payments(late),
                self.env._(
                    "The median: half of the payments came sooner, half came later. A few "
                    "very late customers do not move it."
                ),
                self._facts(domains["payments"]),
            ),
            self._card(
                "paid_60",
                self.env._("Paid within 60 days"),
                self._percent(numbers.paid_60_share),
                goal,
                self.env._(
                    "Of what was billed in the 12 months that ended 60 days ago, credited "
                    "amounts left out, the part that was paid within 60 days of the "
                    "invoice date."
                ),
                self._facts(domains["due_for_60"]),
            ),
        ]

    def _success_cards(self, numbers, company, today):
        labels = {
            1: self.env._("After a friendly reminder"),
            2: self.env._("After a firm reminder"),
            3: self.env._("After a formal notice"),
        }
        return [
            self._card(
                f"success_{rank}",
                labels[rank],
                self._percent(numbers.success[rank].rate),
                self.env._(
                    "Paid: %(paid)s of %(reminded)s invoices",
                    paid=numbers.success[rank].paid,
                    reminded=numbers.success[rank].reminded,
                ),
                self.env._(
                    "Invoices paid in full within 30 days of this message. Messages of "
                    "the last 30 days are left out: it is too early to say."
                ),
                self._window(
                    "tpe.dunning.reminder.line",
                    self._reminded_domain(company, today, rank),
                    ("list", "kanban"),
                ),
            )
            for rank in RANKS
        ]

    def _result_cards(self, numbers, domains, company, today):
        recovered = [
            self._card(
                f"recovered_{days}",
                self.env._("Received within %s days", days),
                self._money(total.amount) if numbers.messages else None,
                self._invoices(total),
                self.env._(
                    "Payments of the last 12 months that came at most %s days after a "
                    "reminder of the same invoice. Each payment counts once.",
                    days,
                ),
                self._facts(domains[f"recovered_{days}"]),
            )
            for days, total in (
                (7, numbers.recovered_7),
                (30, numbers.recovered_30),
            )
        ]
        hours = numbers.hours
        saved = self._card(
            "time_saved",
            self.env._("Time saved"),
            None
            if hours is None
            else self.env._("%s hours", formatLang(self.env, hours, digits=1)),
            self.env._(
                "%(messages)s messages × %(minutes)s minutes",
                messages=numbers.messages,
                minutes=numbers.minutes,
            ),
            self.env._(
                "Reminders sent in the last 12 months, times the minutes a person would "
                "take for each. A manager changes the minutes in the settings."
            ),
            self._window(
                "tpe.dunning.reminder",
                self._messages_domain(company, today),
                ("list", "kanban", "form"),
            ),
        )
        return [*recovered, saved]

    def _card(self, code, label, value, detail, definition, window):
        known = value is not None
        return {
            "code": code,
            "label": label,
            "value": value if known else self.env._("Not enough data"),
            "known": known,
            "detail": detail,
            "definition": definition,
            "action": {**window, "name": label},
        }

    def _facts(self, domain):
        return self._window("tpe.receivable.settlement", domain, FACT_VIEWS)

    def _window(self, model, domain, views):
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "views": [[False, view] for view in views],
            # The client knows no phone view of a window that no record holds.
            "mobile_view_mode": "kanban",
            "domain": _plain(domain),
            "context": {"create": False},
            "target": "current",
        }

    def _money(self, amount):
        return self.env.company.currency_id.format(amount)

    def _percent(self, value):
        if value is None:
            return None
        return f"{formatLang(self.env, value, digits=1)} %"

    def _days(self, value, digits=1):
        if value is None:
            return None
        return self.env._("%s days", formatLang(self.env, value, digits=digits))

    def _invoices(self, total):
        return self.env._("Invoices: %s", total.invoices)

    def _payments(self, late):
        return self.env._("Payments: %s", late.payments if late else 0)

    def _part(self, part, whole):
        return self.env._(
            "%(part)s of %(whole)s",
            part=self._money(part.amount),
            whole=self._money(whole.amount),
        )


def _plain(domain):
    """A domain as the browser reads it: days as text."""
    return [
        (term[0], term[1], fields.Date.to_string(term[2]))
        if isinstance(term, tuple | list) and hasattr(term[2], "isoformat")
        else term
        for term in domain
    ]
