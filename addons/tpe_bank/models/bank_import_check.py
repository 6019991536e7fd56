from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import models
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..tools.balance import gaps
from ..tools.statement import alike, identities

NEW, KNOWN, DOUBTFUL = "new", "known", "doubtful"
SAMPLE = 12


class BankImport(models.Model):
    """What of a file is new here, and whether its balances agree with the books."""

    _inherit = "tpe.bank.import"

    def _compare(self, statement):
        """``[(line, identity, new | known | doubtful)]``, against the journal as it is."""
        lines = statement.lines
        keys = identities(lines)
        there, pool = self._there(keys, lines)
        found = []
        for line, key in zip(lines, keys, strict=True):
            status = KNOWN if key in there else NEW
            if status == NEW and self._take_alike(pool, line):
                status = DOUBTFUL
            found.append((line, key, status))
        return found

    def _there(self, keys, lines):
        """Identities that the journal holds, and its other lines of those days.

        The latter as ``{(day, amount): [(label, format)]}``.
        """
        there, pool = set(), defaultdict(list)
        if not lines:
            return there, pool
        self.env["account.bank.statement.line"].flush_model()
        self.env["account.move"].flush_model(["date"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.tpe_bank_key, move.date, line.amount, line.payment_ref,
                       file.kind
                  FROM account_bank_statement_line line
                  JOIN account_move move ON move.id = line.move_id
             LEFT JOIN tpe_bank_import file ON file.id = line.tpe_bank_import_id
                 WHERE line.journal_id = %(journal)s
                   AND (line.tpe_bank_key = ANY(%(keys)s)
                        OR move.date BETWEEN %(first)s AND %(last)s)
                """,
                journal=self.journal_id.id,
                keys=keys,
                first=lines[0].date,
                last=lines[-1].date,
            )
        )
        wanted = set(keys)
        for key, day, amount, label, kind in rows:
            if key in wanted:
                there.add(key)
            else:
                pool[day, f"{amount:.3f}"].append((label or "", kind))
        return there, pool

    def _take_alike(self, pool, line):
        """Whether a line that is there, and is nobody else's, may be this one."""
        others = pool[line.date, f"{line.amount:.3f}"]
        for other in others:
            label, kind = other
            if kind != self.kind or alike(label, line.label):
                others.remove(other)
                return True
        return False

    def _gaps(self, statement, compared):
        """Where the file parts from itself, then from the books once it is imported."""
        known = dict(statement.known)
        if not known or not statement.lines:
            return [], []
        first = statement.lines[0].date
        if statement.opening is not None:
            known.setdefault(first - timedelta(days=1), statement.opening)
        days = sorted(known)
        added = defaultdict(Decimal)
        moved = defaultdict(Decimal)
        for line, _key, status in compared:
            moved[line.date] += line.amount
            if status == NEW or (status == DOUBTFUL and self.with_doubtful):
                added[line.date] += line.amount
        inner = []
        if statement.opening is not None:
            inner = gaps(known.items(), _running(statement.opening, moved, days))
        books = self._booked()
        for day, amount in added.items():
            books[day] += amount
        outer = gaps(known.items(), _running(Decimal(0), books, days))
        # A gap that closes again is a day cut in two.
        if sum(gap.amount for gap in outer) == 0:
            outer = []
        return inner, outer

    def _booked(self):
        """``{day: what moved}`` on the account of the bank, in its currency."""
        journal = self.journal_id
        foreign = journal.currency_id and (
            journal.currency_id != self.company_id.sudo().currency_id
        )
        money = SQL.identifier("amount_currency" if foreign else "balance")
        self.env["account.move.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT date, SUM(%(money)s)::text
                  FROM account_move_line
                 WHERE account_id = %(account)s AND company_id = %(company)s
                   AND parent_state = 'posted'
              GROUP BY date
                """,
                money=money,
                account=journal.default_account_id.id,
                company=self.company_id.id,
            )
        )
        # Odoo turns numbers of the database into floats.
        return defaultdict(Decimal, {day: Decimal(amount) for day, amount in rows})

    def _gap_words(self, statement, compared):
        """``(state, sentences)`` about the balances."""
        inner, outer = self._gaps(statement, compared)
        if not statement.known:
            return "none", self.env._("The file tells no balance: nothing to check.")
        said = [self._words_of(gap, True) for gap in inner]
        if not inner:
            said += [self._words_of(gap, False) for gap in outer]
        if said:
            return "gap", "\n".join(said)
        day, balance = max(statement.known)
        return "ok", self.env._(
            "On %(day)s the bank says %(amount)s, and so do the books.",
            day=format_date(self.env, day),
            amount=self.currency_id.format(float(balance)),
        )

    def _words_of(self, gap, inner):
        values = {
            "amount": self.currency_id.format(float(gap.amount)),
            "until": format_date(self.env, gap.until),
            "after": format_date(self.env, gap.after or gap.until),
        }
        if inner:
            return self.env._(
                "The file does not add up: from %(after)s to %(until)s its balance "
                "moves by %(amount)s more than its lines. Ask the bank for it again, "
                "without a filter.",
                **values,
            )
        if gap.after:
            return self.env._(
                "From %(after)s to %(until)s the bank moved by %(amount)s more than "
                "the books: lines of these days are missing, or were typed twice.",
                **values,
            )
        last = self._last_day_before(gap.until)
        if not last:
            return self.env._(
                "On %(until)s, before its first line here, the bank held %(amount)s "
                "that the books do not know: enter the opening balance.",
                **values,
            )
        if last == gap.until:
            return self.env._(
                "On %(until)s, before the first line of the file, the bank holds "
                "%(amount)s more than the books: earlier lines are missing, or were "
                "typed twice.",
                **values,
            )
        return self.env._(
            "Between %(last)s, the last line here, and %(until)s, %(amount)s are "
            "missing: import the file of these days.",
            last=format_date(self.env, last),
            **values,
        )

    def _last_day_before(self, until):
        lines = self.env["account.bank.statement.line"].sudo()
        [[day]] = lines._read_group(
            [("journal_id", "=", self.journal_id.id), ("date", "<=", until)],
            aggregates=["date:max"],
        )
        return day


def _running(start, moved, days):
    """``{day: start plus what moved until its end}``."""
    found, total, rest = {}, start, sorted(moved.items())
    for day in days:
        while rest and rest[0][0] <= day:
            total += rest.pop(0)[1]
        found[day] = total
    return found
