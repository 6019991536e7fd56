from odoo import fields, models

from ..tools.diagnostic_euros import (
    Range,
    hire_or_outsource,
    hours_cost,
    quick_win,
    tools_cost,
)

READERS = "tpe_base.group_tpe_manager,account.group_account_readonly"


class Diagnostic(models.Model):
    """What the answers cost, in euros over twelve months.

    Made of the answers and of what was kept when the diagnostic was done: neither the
    books nor the settings of a later day change it.
    """

    _inherit = "tpe.diagnostic"

    euro_basis = fields.Json(
        readonly=True,
        copy=False,
        groups=READERS,
        help="Hourly cost, rate, ranges, unused tools, on the day it was done.",
    )

    def write(self, vals):
        closing = self.browse()
        if vals.get("state") == "done":
            closing = self.filtered(lambda diagnostic: diagnostic.state != "done")
        result = super().write(vals)
        for diagnostic in closing.sudo():
            diagnostic.euro_basis = diagnostic._euro_inputs()
        return result

    def _euro_inputs(self):
        """What is not an answer and changes the euros, as plain values."""
        self.ensure_one()
        company = self.company_id
        tools = self.env["tpe.diagnostic.tool"].sudo()
        unused = tools.search(
            [("company_id", "=", company.id), ("state", "=", "unused")]
        )
        return {
            **company._euro_settings(),
            "unused": [[tool.name, tool.monthly_cost] for tool in unused],
            "timed_hours": self.env["tpe.diagnostic.timing"]._week_hours(
                company, self.day
            ),
        }

    def _basis(self):
        kept = self.sudo().euro_basis if self.state == "done" else None
        return kept or self._euro_inputs()

    def _euros(self):
        """``[{code, label, euros, how, known}]``: what is lost over twelve months."""
        self.ensure_one()
        card = self.env["tpe.cash.card"].with_company(self.company_id)
        card._check_reader()
        basis = self._basis()
        return [
            self._admin_row(card, basis),
            self._late_row(card, basis),
            self._books_row(
                "toxic",
                self.env._("Customers that lose money"),
                self._money("toxic_share"),
            ),
            self._books_row(
                "quotes",
                self.env._("Quotes left without an answer"),
                self._money("stale_quotes_euros", "quotes_unchased"),
            ),
            self._tools_row(card, basis),
        ]

    def _row(self, code, label, euros, how):
        return {
            "code": code,
            "label": label,
            "euros": euros,
            "how": how,
            "known": euros is not None,
        }

    def _answers_to(self, key):
        """The answers that say something, to the question or the measure ``key``."""
        return self.sudo().answer_ids.filtered(
            lambda answer: (
                key in (answer.question_id.key, answer.question_id.measure)
                and (answer.known or answer.corrected)
            )
        )

    def _admin_hours(self, basis):
        """``(hours a week, where they come from)``; None when nobody said.

        Each person tells his own hours: those of several people add up.
        """
        said = [_value(answer) for answer in self._answers_to("admin_hours")]
        if said:
            return sum(said), "said"
        if basis["timed_hours"]:
            return basis["timed_hours"], "timed"
        return None, ""

    def _admin_row(self, card, basis):
        label = self.env._("Administrative hours")
        hours, origin = self._admin_hours(basis)
        if hours is None:
            return self._row(
                "admin", label, None, self.env._("Nobody has said how many they are.")
            )
        year = hours_cost(hours, basis["hourly"], basis["weeks"])
        other = "year" if basis["weeks"] == "four" else "four"
        words = {
            "hours": card._number(hours, 1 if hours % 1 else 0),
            "rate": card._euros(basis["hourly"]),
            "month": card._euros(year / 12),
            "other": card._euros(hours_cost(hours, basis["hourly"], other) / 12),
            "year": card._euros(year),
        }
        if basis["weeks"] == "four":
            how = self.env._(
                "%(hours)s h a week × 4 × %(rate)s = %(month)s a month, %(year)s a year. "
                "With 52 weeks / 12: %(other)s a month.",
                **words,
            )
        else:
            how = self.env._(
                "%(hours)s h a week × 52 / 12 × %(rate)s = %(month)s a month, %(year)s a "
                "year. With four weeks a month: %(other)s.",
                **words,
            )
        if origin == "timed":
            how += " " + self.env._("Hours of the timed week.")
        return self._row("admin", label, year, how)

    def _money(self, *keys):
        """``(answer, euros over twelve months)`` of the first of the keys that says it."""
        for key in keys:
            for answer in self._answers_to(key):
                euros = _euros_of(answer)
                if euros is not None:
                    return answer, euros
        return None, None

    def _late_row(self, card, basis):
        row = self._books_row(
            "late",
            self.env._("Late payments"),
            self._money("late_cost", "overdue_share", "dso"),
        )
        if row["known"]:
            row["how"] += " " + self.env._(
                "Price of the days: %(rate)s %% a year (%(origin)s).",
                rate=card._number(basis["rate"], 1),
                origin=basis["rate_origin"] or self.env._("to be confirmed"),
            )
        return row

    def _books_row(self, code, label, found):
        answer, euros = found
        if answer is None:
            return self._row(
                code, label, None, self.env._("Not enough data in the books.")
            )
        how = answer.proof or ""
        if answer.corrected:
            how = f"{how} {self.env._('Corrected: %s', answer.reason or '')}".strip()
        return self._row(code, label, euros, how)

    def _tools_row(self, card, basis):
        label = self.env._("Tools that nobody uses")
        unused = basis["unused"]
        euros = tools_cost(cost for _name, cost in unused)
        if not unused:
            # Without a word of a person no tool is called unused: it is not known.
            how = self.env._("Nobody has said of a tool that it is not used.")
            return self._row("tools", label, None, how)
        names = ", ".join(f"{name} {card._euros(cost)}" for name, cost in unused)
        how = self.env._(
            "A month × 12, of what somebody said is not used: %(tools)s.", tools=names
        )
        return self._row("tools", label, euros, how)

    def _hire_or_outsource(self):
        """To go on, to hire or to outsource: a year of each.

        ``{known, hours, today, hire, outsource, hire_gain, outsource_gain, hypothesis,
        origin, how}``; ranges are ``[low, high]`` in euros a year.
        """
        self.ensure_one()
        card = self.env["tpe.cash.card"].with_company(self.company_id)
        card._check_reader()
        basis = self._basis()
        hours, _origin = self._admin_hours(basis)
        hire, outsource = Range(*basis["hire"]), Range(*basis["outsource"])
        found = {
            "known": hours is not None,
            "hours": hours,
            "hire": basis["hire"],
            "outsource": basis["outsource"],
            "hypothesis": not basis["ranges_origin"],
            "origin": basis["ranges_origin"]
            or self.env._("Order of magnitude, to be replaced by your figures"),
            "today": None,
            "hire_gain": None,
            "outsource_gain": None,
            "how": self.env._("Nobody has said how many hours there are."),
        }
        if hours is None:
            return found
        choice = hire_or_outsource(
            hours, basis["hourly"], hire, outsource, basis["weeks"]
        )
        return {
            **found,
            "today": choice.today,
            "hire_gain": [choice.hire_gain.low, choice.hire_gain.high],
            "outsource_gain": [choice.outsource_gain.low, choice.outsource_gain.high],
            "how": self._choice_words(card, hours, choice),
        }

    def _choice_words(self, card, hours, choice):
        words = self.env._(
            "%(hours)s h a week cost %(today)s a year. To hire: %(hire_low)s to "
            "%(hire_high)s. To outsource: %(out_low)s to %(out_high)s.",
            hours=card._number(hours, 1 if hours % 1 else 0),
            today=card._euros(choice.today),
            hire_low=card._euros(choice.hire.low),
            hire_high=card._euros(choice.hire.high),
            out_low=card._euros(choice.outsource.low),
            out_high=card._euros(choice.outsource.high),
        )
        if choice.hire_from is None:
            return words
        return f"{words} " + self.env._(
            "To outsource may pay from %(outsource)s h a week on, to hire from %(hire)s h.",
            outsource=card._number(choice.outsource_from, 1),
            hire=card._number(choice.hire_from, 1),
        )

    def _returns(self):
        """``[{action_id, name, euros, cost, net, times, days, how}]``, best net first."""
        self.ensure_one()
        card = self.env["tpe.cash.card"].with_company(self.company_id)
        card._check_reader()
        hourly = self._basis()["hourly"]
        rows = []
        for action in self.sudo().action_ids:
            if action.state == "dropped" or not action.euros:
                continue
            found = quick_win(action.euros, action.minutes, hourly)
            rows.append(
                {
                    "action_id": action.id,
                    "name": action.name,
                    "euros": action.euros,
                    "cost": found.cost,
                    "net": found.net,
                    "times": found.times,
                    "days": found.days,
                    "how": self.env._(
                        "%(euros)s over twelve months, less %(minutes)s min at %(rate)s "
                        "an hour: %(net)s.",
                        euros=card._euros(action.euros),
                        minutes=action.minutes,
                        rate=card._euros(hourly),
                        net=card._euros(found.net),
                    ),
                }
            )
        return sorted(rows, key=lambda row: -row["net"])


def _value(answer):
    return answer.corrected_value if answer.corrected else answer.value


def _euros_of(answer):
    """Euros of a frozen measure; None when the books did not say them."""
    if answer.question_id.unit == "money":
        return _value(answer)
    if answer.euros:
        return answer.euros
    return 0.0 if _value(answer) == 0 else None
