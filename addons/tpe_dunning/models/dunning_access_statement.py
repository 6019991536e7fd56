from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.fields import Domain
from odoo.tools.misc import format_date

# A page of a phone; the totals count everything.
MAX_ROWS = 200


class Row(NamedTuple):
    """A due line as the customer reads it; amounts in the currency of the invoice."""

    line: models.Model
    move: models.Model
    name: str
    issued: date
    due: date
    amount: float
    total: float
    days_late: int
    agreed: str  # what the customer said of it: « You will pay on … », or nothing
    is_disputed: bool
    is_pending: bool  # an online payment of it is on its way


class Total(NamedTuple):
    """In one currency: what is due, what is to deduct, what is left to pay now."""

    due: float
    credit: float
    net: float
    later: float


class Offer(NamedTuple):
    """Something that can be paid online at once: one currency, one receivable account."""

    key: str
    moves: models.Model
    currency: models.Model
    amount: float


class DunningAccessStatement(models.Model):
    """What the customer sees: posted documents of this customer in this company only."""

    _inherit = "tpe.dunning.access"

    def _claims_domain(self):
        """Open due lines that are claims: the same ones that reminders are about."""
        documents = Domain("move_id.move_type", "in", ("out_invoice", "out_receipt"))
        entries = Domain(
            [
                ("move_id.move_type", "=", "entry"),
                ("no_followup", "=", False),
                ("journal_id.type", "in", ("general", "sale")),
            ]
        )
        return (
            self._receivable_domain()
            & Domain("amount_residual", ">", 0)
            & (documents | entries)
        )

    def _receivable_domain(self):
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("reconciled", "=", False),
                ("parent_state", "=", "posted"),
            ]
        )

    def _statement(self):
        """The page as a dict: ``due`` and ``later`` rows, ``credits``, totals, offers."""
        self.ensure_one()
        lines = self.env["account.move.line"]
        today = self.company_id._dunning_today()
        claims = self._claims_domain()
        late = Domain("date_maturity", "<=", today)
        soon = Domain("date_maturity", ">", today)
        found = {
            name: lines.search(claims & when, order="date_maturity, id", limit=MAX_ROWS)
            for name, when in (("due", late), ("later", soon))
        }
        agreed = self._agreed((found["due"] | found["later"]).move_id)
        rows = {
            name: [self._row(line, today, agreed) for line in group]
            for name, group in found.items()
        }
        credits = lines.search(
            self._receivable_domain() & Domain("amount_residual", "<", 0),
            order="date, id",
            limit=MAX_ROWS,
        )
        more = lines.search_count(claims) - len(rows["due"]) - len(rows["later"])
        totals = self._totals(claims & late, claims & soon)
        return {
            **rows,
            "credits": credits,
            "totals": totals,
            "more": more,
            "offers": self._offers(rows, whole=not more),
            "to_pay": any(
                currency.compare_amounts(total.net, 0) > 0
                for currency, total in totals.items()
            ),
        }

    def _document(self, move_id):
        """The posted invoice or credit note of this customer, or an empty record."""
        return self.env["account.move"].search(
            [
                ("id", "=", move_id),
                ("company_id", "=", self.company_id.id),
                ("commercial_partner_id", "=", self.partner_id.id),
                ("move_type", "in", ("out_invoice", "out_receipt", "out_refund")),
                ("state", "=", "posted"),
            ]
        )

    def _row(self, line, today, agreed):
        move = line.move_id
        words, disputed = agreed.get(move.id, ("", False))
        return Row(
            line,
            move,
            move.name,
            move.invoice_date or line.date,
            line.date_maturity,
            line.amount_residual_currency,
            line.amount_currency,
            max((today - line.date_maturity).days, 0),
            words,
            disputed,
            _is_pending(move),
        )

    def _agreed(self, moves):
        """``{invoice id: (words, disputed)}`` of what holds now."""
        words = {}
        mine = [("company_id", "=", self.company_id.id), ("move_ids", "in", moves.ids)]
        found = self.env["tpe.dunning.promise"].search([*mine, ("state", "=", "open")])
        for promise in found:
            day = format_date(self.env, promise.date)
            sentence = self.env._("You will pay on %(day)s", day=day)
            words.update(dict.fromkeys(promise.move_ids.ids, (sentence, False)))
        states = {
            "draft": self.env._("You asked to pay in several parts"),
            "running": self.env._("Paid in several parts, as agreed"),
        }
        plans = self.env["tpe.dunning.plan"].search([*mine, ("state", "in", [*states])])
        for plan in plans:
            sentence = (states[plan.state], False)
            words.update(dict.fromkeys(plan.move_ids.ids, sentence))
        found = self.env["tpe.dunning.dispute"].search([*mine, ("state", "=", "open")])
        sentence = self.env._("You told us about a problem: we are looking into it")
        words.update(dict.fromkeys(found.move_ids.ids, (sentence, True)))
        return words

    def _totals(self, late, soon):
        """``{currency: Total}``, counted by the database whatever is shown."""
        lines = self.env["account.move.line"]
        sums = defaultdict(lambda: defaultdict(float))
        credit = self._receivable_domain() & Domain("amount_residual", "<", 0)
        for name, domain in (("due", late), ("later", soon), ("credit", credit)):
            for currency, amount in lines._read_group(
                domain, ["currency_id"], ["amount_residual_currency:sum"]
            ):
                sums[currency][name] += amount
        return {
            currency: Total(
                amounts["due"],
                -amounts["credit"],
                max(currency.round(amounts["due"] + amounts["credit"]), 0.0),
                amounts["later"],
            )
            for currency, amounts in sums.items()
        }

    def _offers(self, rows, whole):
        """``{key: Offer}``: each invoice by itself, and all that is due.

        One payment is matched on one receivable account, in one currency; core matches
        the oldest due lines of an invoice first.  What is disputed or being paid is in no
        offer for all, and an invoice being paid is in none.
        """
        groups, single, due_part = defaultdict(list), {}, defaultdict(float)
        for row in rows["due"] + rows["later"]:
            if row.move._has_to_be_paid() and not row.is_pending:
                single[row.move] = row.move.amount_residual
        for row in rows["due"]:
            if row.move in single:
                due_part[row.move] += row.amount
                if not row.is_disputed:
                    groups[row.move.currency_id, row.line.account_id].append(row)
        offers = {}
        for (currency, account), group in groups.items() if whole else ():
            moves = self.env["account.move"].union(*(row.move for row in group))
            amount = currency.round(sum(row.amount for row in group))
            key = f"all-{currency.id}-{account.id}"
            offers[key] = Offer(key, moves, currency, amount)
        for move, residual in single.items():
            amount = due_part.get(move) or _with_discount(move, residual)
            key = f"invoice-{move.id}"
            offers[key] = Offer(key, move, move.currency_id, amount)
        return offers

    def _penalty_sentence(self):
        """What the law adds, once a firm message named it to a professional; or nothing."""
        if self.partner_id.tpe_profile not in ("professional", "public"):
            return ""
        told = self.env["account.move"].search_count(
            [
                ("commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("tpe_dunning_stage", "in", ("firm", "formal")),
                ("amount_residual", ">", 0),
            ],
            limit=1,
        )
        reminder = self.env["tpe.dunning.reminder"]
        named = reminder.new(
            {"partner_id": self.partner_id.id, "company_id": self.company_id.id}
        )
        return named._legal_mention() if told else ""


def _is_pending(move):
    """Whether an online payment was made that the books do not show yet."""
    return any(
        tx.provider_code not in ("none", "custom")
        and (
            tx.state in ("pending", "authorized")
            or (tx.state == "done" and not tx.is_post_processed)
        )
        for tx in move.transaction_ids
    )


def _with_discount(move, residual):
    """Nothing is due yet: what an early payment leaves to pay."""
    values = move._get_invoice_next_payment_values()
    if values["installment_state"] == "epd":
        return values["amount_due"]
    return residual
