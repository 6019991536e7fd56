from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL, LazyTranslate
from odoo.tools.misc import format_date

# A transfer takes a day or two to be seen: what was promised is broken after that only.
GRACE_DAYS = 2
HOLDS = [
    ("dispute", "Disputed"),
    ("debit", "Direct debit under way"),
    ("plan", "Payment plan"),
    ("promise", "Promise to pay"),
    ("pause", "Paused"),
    ("blocked", "Payment blocked"),
    ("covered", "Covered by credits"),
    ("excluded", "Excluded from follow-up"),
    ("cashed", "Said to be cashed"),
    ("old", "Older than the start"),
    ("past", "Taken over, to release"),
    ("bank", "Bank not up to date"),
    ("unmatched", "Bank entry to match"),
    ("spacing", "Written to lately"),
    ("small", "Small amount"),
    ("august", "August"),
]
# A person who says « send » overrules these; the others he has to lift first.
SOFT = ("cashed", "old", "past", "bank", "unmatched", "spacing", "small", "august")
CUSTOMER = SQL("partner.commercial_partner_id")
_lt = LazyTranslate(__name__)
SENTENCES = {
    "dispute": _lt("Disputed: %(detail)s"),
    "plan": _lt("Payment plan, next part on %(day)s"),
    "promise": _lt("Promise to pay until %(day)s"),
    "debit": _lt("Direct debit of %(day)s under way"),
    "pause": _lt("Paused until %(day)s: %(detail)s"),
    "blocked": _lt("Payment blocked on the invoice"),
    "covered": _lt("Covered by %(detail)s: match them with the invoices"),
    "excluded": _lt("Invoice excluded from follow-up"),
    "cashed": _lt("Said to be cashed on the platform since %(day)s: match the payment"),
    "old": _lt("Due before %(day)s: yours to decide"),
    "past": _lt("Taken over from another software, not released yet"),
    "unmatched": _lt(
        "A bank entry of %(detail)s from him is not matched yet: look at it first"
    ),
    "bank": _lt("Bank not updated for %(detail)s days"),
    "spacing": _lt("Written to lately: not before %(day)s"),
    "small": _lt("Less than %(detail)s"),
    "august": _lt("August: small amounts wait until %(day)s"),
}


class Hold(NamedTuple):
    """Why nothing leaves, until when if it is known, and the words that go with it."""

    kind: str
    until: object = None
    detail: str | tuple | None = None


class DunningHold(models.AbstractModel):
    """What holds a reminder back, and the words for it."""

    _name = "tpe.dunning.hold"
    _description = "What Holds a Reminder Back"

    def _agreements(self, company, today, partner=None):
        """``({invoice id: Hold}, {customer id: Hold})`` of agreements with customers.

        A promise holds until somebody, or the books, say whether it was kept.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT rel.move_id, NULL::int, 'promise', max(promise.date),
                       NULL::text
                  FROM tpe_dunning_promise promise
                  JOIN tpe_dunning_promise_move_rel rel ON rel.promise_id = promise.id
                 WHERE promise.company_id = %(company)s AND promise.state = 'open'
                   AND %(moves)s
              GROUP BY rel.move_id
             UNION ALL
                SELECT rel.move_id, NULL, 'plan',
                       min(part.date) FILTER (WHERE part.state <> 'kept'), NULL
                  FROM tpe_dunning_plan plan
                  JOIN tpe_dunning_plan_move_rel rel ON rel.plan_id = plan.id
             LEFT JOIN tpe_dunning_plan_line part ON part.plan_id = plan.id
                 WHERE plan.company_id = %(company)s AND plan.state = 'running'
                   AND %(moves)s
              GROUP BY rel.move_id
             UNION ALL
                SELECT rel.move_id, NULL, 'dispute', NULL::date, min(dispute.reason)
                  FROM tpe_dunning_dispute dispute
                  JOIN tpe_dunning_dispute_move_rel rel ON rel.dispute_id = dispute.id
                 WHERE dispute.company_id = %(company)s AND dispute.state = 'open'
                   AND %(moves)s
              GROUP BY rel.move_id
             UNION ALL
                SELECT debit.move_id, NULL, 'debit', min(debit.date), NULL
                  FROM tpe_dunning_debit debit
                 WHERE debit.company_id = %(company)s
                   AND debit.collect_state IN ('asked', 'started')
                   AND %(debited)s
              GROUP BY debit.move_id
             UNION ALL
                SELECT NULL, partner.commercial_partner_id, 'pause', max(pause.until),
                       (array_agg(pause.reason ORDER BY pause.until DESC))[1]
                  FROM tpe_dunning_pause pause
                  JOIN res_partner partner ON partner.id = pause.partner_id
                 WHERE pause.company_id = %(company)s AND pause.until >= %(today)s
                   AND %(customers)s
              GROUP BY partner.commercial_partner_id
                """,
                company=company.id,
                today=today,
                customers=of_customers(partner),
                debited=_named_by(partner, SQL("debit.move_id")),
                moves=_named_by(partner, SQL("rel.move_id")),
            )
        )
        by_move, by_partner = {}, {}
        # The strongest reason for an invoice comes last, and stays.
        order = ["pause", "promise", "plan", "debit", "dispute"]
        rows.sort(key=lambda row: order.index(row[2]))
        for move_id, partner_id, *facts in rows:
            if move_id:
                by_move[move_id] = Hold(*facts)
            else:
                by_partner[partner_id] = Hold(*facts)
        return by_move, by_partner

    def _bank(self, company, today):
        """Hold when nobody looked at the bank for days: the money may be there.

        A company that never imports its bank is not asked for it.
        """
        limit = company.tpe_dunning_bank_days
        if not limit:
            return None
        known = self.env["account.journal"]._tpe_bank_days(company, today).values()
        last = max((days.last for days in known), default=None)
        if last is None:
            return None
        looked = max(last, company.tpe_dunning_bank_checked_on or last)
        days = (today - looked).days
        return Hold("bank", None, str(days)) if days > limit else None

    def _unmatched(self, company, partner=None):
        """``{customer id: Hold}`` of those whom money in the bank names, unmatched.

        Such an entry is on the suspense account: no receivable line says that he paid.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner.commercial_partner_id, -SUM(line.balance)::float8
                  FROM account_bank_statement_line entry
                  JOIN res_partner partner ON partner.id = entry.partner_id
                  JOIN account_move move
                    ON move.id = entry.move_id AND move.state = 'posted'
                  JOIN account_journal journal ON journal.id = entry.journal_id
                  JOIN account_move_line line
                    ON line.move_id = entry.move_id
                   AND line.account_id = journal.suspense_account_id
                 WHERE entry.company_id = %(company)s
                   AND entry.is_reconciled IS NOT TRUE
                   AND %(customer)s
              GROUP BY partner.commercial_partner_id
                HAVING SUM(line.balance) < 0
                """,
                company=company.id,
                customer=of_customers(partner),
            )
        )
        amount = company.currency_id.format
        return {
            customer: Hold("unmatched", None, amount(money)) for customer, money in rows
        }

    def _credit_words(self, company, credits):
        """« credit notes 80.00 €, unmatched payments 20.00 € », in company currency."""
        sums = defaultdict(float)
        for credit in credits:
            sums[credit.kind] += credit.amount
        names = {
            "credit_note": self.env._("credit notes"),
            "payment": self.env._("unmatched payments"),
            "other": self.env._("other entries"),
        }
        return ", ".join(
            f"{names[kind]} {company.currency_id.format(amount)}"
            for kind, amount in sums.items()
        )

    def _unjudged(self, holds, bank, today):
        """Why the day of an agreement passed without a verdict, when that is so."""
        overdue = any(
            hold.kind in ("promise", "plan")
            and hold.until
            and hold.until + timedelta(GRACE_DAYS) < today
            for hold in holds
        )
        return (bank,) if bank and overdue else ()

    def _too_near(self, company, today, partner=None):
        """``{customer id: first day}`` for those whom a message reached lately."""
        spacing = timedelta(company.tpe_dunning_min_days)
        last = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT partner_id, max(sent_on)
                      FROM tpe_dunning_reminder
                     WHERE company_id = %(company)s AND state = 'sent'
                       AND rank IN ('1', '2', '3') AND sent_on > %(since)s
                       AND %(customer)s
                  GROUP BY partner_id
                    """,
                    company=company.id,
                    since=today - spacing,
                    customer=of_customers(partner, SQL("partner_id")),
                )
            )
        )
        return {customer: day + spacing for customer, day in last.items()}

    def _words(self, hold):
        """One sentence for the person who reads the list."""
        detail = hold.detail or ""
        if hold.kind == "dispute":
            reasons = self.env["tpe.dunning.dispute"]._fields["reason"]
            detail = dict(reasons._description_selection(self.env)).get(detail)
        elif hold.kind == "covered":
            detail = self._credit_words(self.env.company, detail)
        day = format_date(self.env, hold.until) if hold.until else ""
        sentence = self.env._(SENTENCES[hold.kind])
        return sentence % {"day": day, "detail": detail}


def of_customers(partner, column=CUSTOMER):
    """Condition on the customers in ``column`` of a statement, or none."""
    if partner is None:
        return SQL("TRUE")
    return SQL("%s = ANY(%s)", column, partner.ids)


def _named_by(partner, column):
    """Condition on the invoices that customers owe, as their due lines name them."""
    if partner is None:
        return SQL("TRUE")
    return SQL(
        """%s IN (
               SELECT line.move_id
                 FROM account_move_line line
                 JOIN res_partner partner ON partner.id = line.partner_id
                WHERE %s)""",
        column,
        of_customers(partner),
    )
