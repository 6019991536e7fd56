from datetime import timedelta

from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..tools.evidence import sealed

PROMISE_DAYS = 30
BROKEN_IN_A_ROW = 2
PAUSE_DAYS = 7
# Saying « I have already paid » again and again must not silence the reminders.
PAUSE_AGAIN_DAYS = 30


class DunningAccessAnswer(models.Model):
    """What the customer answers on his page: the promise, and what answers share."""

    _inherit = "tpe.dunning.access"

    def _begin_answer(self):
        """Make the second of two clicks start again from what the first one wrote.

        Both write this row, so the database refuses the later one, and Odoo runs its
        request again: it then sees the answer that is there.
        """
        # Not through the ORM, which writes nothing when the second is the same.
        self.env.execute_query(
            SQL(
                "UPDATE tpe_dunning_access SET answered_at = %s WHERE id = %s "
                "RETURNING id",
                fields.Datetime.now(),
                self.id,
            )
        )
        self.invalidate_recordset(["answered_at"])

    def _in_charge(self):
        """Who looks at the answers: the one in charge, else who started, else a manager."""
        company = self.company_id
        people = company.tpe_dunning_user_id | company.tpe_dunning_started_by_id
        for group in ("tpe_base.group_tpe_manager", "tpe_base.group_tpe_assistant"):
            people |= self.env.ref(group).all_user_ids
        for user in people:
            if user.active and not user.share and self.company_id in user.company_ids:
                return user
        return self.env.ref("base.user_root")

    def _inside(self):
        """Self as the firm works: its company, its language, the person in charge."""
        user = self._in_charge()
        return (
            self.with_user(user)
            .sudo()
            .with_company(self.company_id)
            .with_context(
                lang=self.company_id.partner_id.lang,
                allowed_company_ids=self.company_id.ids,
                mail_create_nosubscribe=True,
                mail_create_nolog=True,
                mail_activity_quick_update=True,
            )
        )

    def _values(self, moves, text):
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "move_ids": [Command.set(moves.ids)],
            "source": "page",
            "text": text,
        }

    def _free_rows(self, statement):
        """Due lines of invoices of which nothing is agreed yet."""
        return [row for row in self._documents(statement["due"]) if not row.agreed]

    def _documents(self, rows):
        """Those of an invoice: an opening balance has no amount of one customer."""
        return [row for row in rows if row.move.is_sale_document(include_receipts=True)]

    # --- I will pay on … ---------------------------------------------------------------

    def _may_promise(self):
        """False once the last promises were broken: then people talk."""
        last = self.env["tpe.dunning.promise"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("state", "in", ("kept", "broken")),
            ],
            order="date desc, id desc",
            limit=BROKEN_IN_A_ROW,
        )
        return last.mapped("state") != ["broken"] * BROKEN_IN_A_ROW

    def _promise_words(self, rows, day):
        """The acknowledgement of debt that the customer reads, then confirms."""
        return self.env._(
            "I acknowledge that I owe %(company)s %(amount)s for %(invoices)s, and I "
            "will pay this sum by %(date)s at the latest.",
            company=self.company_id.name,
            amount=self._amounts(rows),
            invoices=", ".join(dict.fromkeys(row.name for row in rows)),
            date=format_date(self.env, day, date_format="d MMMM y"),
        )

    def _check_promise_day(self, day):
        today = self.company_id._dunning_today()
        if not day or not today <= day <= today + timedelta(PROMISE_DAYS):
            raise UserError(
                self.env._(
                    "Choose a day from today to %(last)s.",
                    last=format_date(self.env, today + timedelta(PROMISE_DAYS)),
                )
            )
        if not self._may_promise():
            raise UserError(self.env._("Please call us: we will find a solution."))

    def _promise(self, day, name, words, agreed, address):
        """Keep the promise; ``agreed`` is the sentence that the customer confirmed.

        Returns the promise, or an empty record when another sentence is right by now.
        """
        self._begin_answer()
        self._check_promise_day(day)
        rows = self._free_rows(self._statement())
        promises = self.env["tpe.dunning.promise"]
        if not rows:
            return promises.search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("partner_id", "=", self.partner_id.id),
                    ("state", "=", "open"),
                ],
                limit=1,
            )
        sentence = self._promise_words(rows, day)
        # Browsers and forms change spaces, never words.
        if agreed.split() != sentence.split():
            return promises
        moves = self._moves(rows)
        due = sum(row.line.amount_residual for row in rows)
        # He will pay the rest: the promise is kept all the same.
        due = self.company_id.currency_id.round(max(due - self._credit(), 0.0))
        inside = self._inside()
        promise = inside.env["tpe.dunning.promise"].create(
            {
                **self._values(
                    moves, self._record(sentence, rows, name, words, address)
                ),
                "promised_on": self.company_id._dunning_today(),
                "date": day,
                "amount": due,
            }
        )
        self._tell(promise, sentence)
        return promise

    # --- Shared ------------------------------------------------------------------------

    def _moves(self, rows):
        return self.env["account.move"].union(*(row.move for row in rows))

    def _record(self, sentence, rows, name, words, address):
        """The words, who, when, from where and the amounts, sealed with their hash."""
        amounts = [
            f"{row.name} ({row.due}): {row.amount:.2f} {row.move.currency_id.name}"
            for row in rows
        ]
        return sealed(
            sentence,
            *([words] if words else []),
            self.env._("Confirmed by %(name)s", name=name),
            self.env._(
                "On the customer's page, %(time)s UTC, from %(address)s",
                time=fields.Datetime.to_string(fields.Datetime.now()),
                address=address,
            ),
            *amounts,
        )

    def _tell(self, agreement, words):
        """In the chatter, in the name of the customer."""
        agreement.message_post(body=words, author_id=self.partner_id.id)

    def _pause(self, reason):
        """Hold the reminders for a week, not twice in a month."""
        today = self.company_id._dunning_today()
        pauses = self._inside().env["tpe.dunning.pause"]
        earlier = pauses.search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("is_from_page", "=", True),
                ("until", ">", today - timedelta(PAUSE_AGAIN_DAYS)),
            ],
            limit=1,
        )
        if not earlier:
            pauses.create(
                {
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.id,
                    "until": today + timedelta(PAUSE_DAYS),
                    "reason": reason,
                    "is_from_page": True,
                }
            )

    def _amounts(self, rows):
        """« 120.00 € », or a sum of several currencies, and what is to deduct from it."""
        sums = {}
        for row in rows:
            currency = row.move.currency_id
            sums[currency] = sums.get(currency, 0.0) + row.amount
        words = " + ".join(currency.format(total) for currency, total in sums.items())
        if credit := self._credit():
            words = self.env._(
                "%(amount)s, less %(credit)s of credit notes and payments received,",
                amount=words,
                credit=self.company_id.currency_id.format(credit),
            )
        return words

    def _credit(self):
        """Open credit notes and unmatched payments, in company currency."""
        [[total]] = self.env["account.move.line"]._read_group(
            self._receivable_domain() & Domain("amount_residual", "<", 0),
            [],
            ["amount_residual:sum"],
        )
        return -(total or 0.0)
