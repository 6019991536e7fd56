from datetime import timedelta

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..tools import instalments
from .dunning_access_answer import PROMISE_DAYS
from .dunning_dispute import FOLLOW_UP_DAYS


class DunningAccessRequest(models.Model):
    """What the customer asks on his page: look at a problem, at a payment, at a plan."""

    _inherit = "tpe.dunning.access"

    # --- There is a problem ------------------------------------------------------------

    def _dispute(self, move_ids, reason, words):
        """Open a dispute on the invoices chosen, except those that have one already."""
        self._begin_answer()
        statement = self._statement()
        rows = [
            row
            for row in self._documents(statement["due"] + statement["later"])
            if row.move.id in move_ids
        ]
        if not rows:
            raise UserError(self.env._("Choose at least one invoice."))
        if not words:
            raise UserError(self.env._("Please tell us in a few words what is wrong."))
        moves = self._moves(row for row in rows if not row.is_disputed)
        inside = self._inside()
        disputes = inside.env["tpe.dunning.dispute"]
        if not moves:
            return disputes
        today = self.company_id._dunning_today()
        dispute = disputes.create(
            {
                **self._values(moves, words),
                "reason": reason,
                "opened_on": today,
                "follow_up_on": today + timedelta(FOLLOW_UP_DAYS),
                "user_id": inside.env.uid,
            }
        )
        self._tell(dispute, words)
        return dispute

    # --- I have already paid -----------------------------------------------------------

    def _already_paid(self, day, amount, reference):
        """Ask somebody to look for it in the bank; reminders wait a week meanwhile."""
        self._begin_answer()
        today = self.company_id._dunning_today()
        if not day or not today - timedelta(365) <= day <= today:
            raise UserError(self.env._("Choose the day on which you paid."))
        if not amount or amount <= 0:
            raise UserError(self.env._("Write the amount that you paid."))
        rows = self._statement()["due"]
        if not rows:
            raise UserError(self.env._("Nothing is due any more."))
        inside = self._inside()
        currency = rows[0].move.currency_id
        summary = inside.env._(
            "The customer says he paid %(amount)s on %(date)s, reference %(ref)s: look "
            "for it in the bank",
            amount=currency.format(amount),
            date=format_date(inside.env, day),
            ref=reference or "-",
        )
        move = rows[0].move.with_env(inside.env)
        if summary not in move.activity_ids.mapped("summary"):
            move.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=today,
                user_id=inside.env.uid,
                summary=summary,
            )
            self._pause(inside.env._("The customer says he has paid"))

    # --- Several payments --------------------------------------------------------------

    def _plan_words(self, rows):
        """What the customer reads above the choices of his request."""
        return self.env._(
            "I acknowledge that I owe %(company)s %(amount)s for %(invoices)s, and I ask "
            "to pay this sum in equal monthly payments.",
            company=self.company_id.name,
            amount=self._amounts(rows),
            invoices=", ".join(dict.fromkeys(row.name for row in rows)),
        )

    def _plan_choice(self, parts, first):
        return self.env._(
            "Payments: %(parts)s, the first one on %(date)s.",
            parts=parts,
            date=format_date(self.env, first, date_format="d MMMM y"),
        )

    def _ask_for_plan(self, parts, first, name, words, address):
        """Prepare a plan that the firm agrees to, or changes; reminders wait a week."""
        self._begin_answer()
        today = self.company_id._dunning_today()
        if parts not in (2, 3, 4):
            raise UserError(self.env._("Choose from 2 to 4 payments."))
        if not first or not today <= first <= today + timedelta(PROMISE_DAYS):
            raise UserError(
                self.env._(
                    "Choose a day from today to %(last)s.",
                    last=format_date(self.env, today + timedelta(PROMISE_DAYS)),
                )
            )
        rows = self._free_rows(self._statement())
        inside = self._inside()
        plans = inside.env["tpe.dunning.plan"]
        if not rows:
            return plans
        moves = self._moves(rows)
        sentence = f"{self._plan_words(rows)}\n{self._plan_choice(parts, first)}"
        plan = plans.create(
            {
                **self._values(
                    moves, self._record(sentence, rows, name, words, address)
                ),
                "part_count": parts,
                "first_on": first,
                "line_ids": [
                    Command.create({"date": part.on, "amount": part.amount})
                    for part in instalments.split(
                        sum(moves.mapped("amount_residual_signed")),
                        parts,
                        first,
                        self.company_id.currency_id.rounding,
                    )
                ],
            }
        )
        self._tell(plan, sentence)
        plan.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=today,
            user_id=inside.env.uid,
            summary=inside.env._("The customer asks to pay in several parts"),
        )
        self._pause(inside.env._("The customer asked to pay in several parts"))
        return plan
