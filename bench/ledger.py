"""Fill a database with invoices straight in SQL, the books staying consistent.

Odoo itself posts, pays and matches one sample of each situation. The rows of a sample are
then copied to other customers, days and amounts: all dates of a copy are moved by the same
number of days and all amounts multiplied by the same whole number, so what was consistent
stays so. `differences` and `recomputed` say whether it is.
"""

from datetime import timedelta
from typing import NamedTuple

# What 100 invoices are like.
SHARES = {
    "paid": 52,
    "unpaid": 21,
    "paid_in_part": 6,
    "two_instalments": 3,
    "first_instalment_paid": 3,
    "in_dollars": 3,
    "in_dollars_paid_in_part": 2,
    "credited": 2,  # and its credit note is one more
    "credit_note_open": 2,
    "payment_not_matched": 2,
    "not_followed": 1,
    "blocked": 1,
}
# Written nowhere: a number for each copy ``n``, the same on every machine.
CHANCE = "(hashint4(n + {salt}) & 2147483647)"
AMOUNTS = (
    *("amount", "price_", "debit", "credit", "balance", "tax_base_amount"),
    *("discount_amount", "discount_balance"),
)


class _Copies(NamedTuple):
    """Where the copies of rows ``first .. last`` of a table go: ``number`` of each."""

    start: int
    first: int
    number: int

    def id(self, old: str) -> str:
        """SQL: id of the copy of what ``old`` names; NULL stays NULL."""
        return f"({self.start} + ({old} - {self.first}) * {self.number} + n - 1)"


def fill(env, invoices: int, customers: int, shares=None) -> int:
    """Add ``invoices`` posted documents of ``customers`` new customers, up to a year old.

    ``shares``: how many of 100 are of another kind than paid, when not as usual.
    Returns the id of the first customer; the others follow it.
    """
    people = _customers(env, customers)
    # All of them before the first copy, whose number Odoo would go on from.
    maker = _Samples(env)
    shares = shares or SHARES
    samples = {kind: maker.make(kind) for kind in shares}
    left = invoices
    for salt, (kind, share) in enumerate(reversed(shares.items()), start=1):
        sample = samples[kind]
        number = left if kind == "paid" else invoices * share // 100
        number //= sum(move.is_invoice() for move in sample)
        left -= number * sum(move.is_invoice() for move in sample)
        _copy_sample(env, sample, number, _payer(people, customers, salt), salt)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return people


def differences(env) -> dict[str, int]:
    """How many rows contradict what the reconciliations say; all 0 in good books."""
    return {name: _count(env, rows) for name, rows in CONTRADICTIONS.items()}


def recomputed(env, number=300) -> int:
    """Let Odoo compute the residuals of a sample; how many come out otherwise."""
    env.cr.execute(
        "SELECT line.id FROM account_move_line line JOIN account_account account "
        "ON account.id = line.account_id AND account_type = 'asset_receivable' "
        "WHERE line.parent_state = 'posted' ORDER BY hashint4(line.id) LIMIT %s",
        [number],
    )
    lines = env["account.move.line"].browse(row[0] for row in env.cr.fetchall())
    watched = {
        lines: ("amount_residual", "amount_residual_currency", "reconciled"),
        lines.move_id: ("amount_residual", "payment_state"),
    }
    before = [
        records.mapped(name) for records, names in watched.items() for name in names
    ]
    for records, names in watched.items():
        for name in names:
            env.add_to_compute(records._fields[name], records)
    after = [
        records.mapped(name) for records, names in watched.items() for name in names
    ]
    wrong = sum(
        old != new
        for column in zip(before, after, strict=True)
        for old, new in zip(*column, strict=True)
    )
    env.cr.rollback()
    return wrong


# --- What would contradict the reconciliations ----------------------------------------

MATCHED = """
    SELECT line_id, SUM(amount) AS amount, SUM(currency) AS currency, MIN(id) AS id
      FROM (
        SELECT debit_move_id AS line_id, amount, debit_amount_currency AS currency, id
          FROM account_partial_reconcile
     UNION ALL
        SELECT credit_move_id, -amount, -credit_amount_currency, id
          FROM account_partial_reconcile
    ) part GROUP BY line_id
"""
RECEIVABLE = f"""
    SELECT line.*, matched.id AS part, line.balance - COALESCE(matched.amount, 0) AS left_over,
           line.amount_currency - COALESCE(matched.currency, 0) AS left_currency
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
       AND account.account_type = 'asset_receivable'
 LEFT JOIN ({MATCHED}) matched ON matched.line_id = line.id
     WHERE line.parent_state = 'posted'
"""
CONTRADICTIONS = {
    "residual": f"SELECT FROM ({RECEIVABLE}) r WHERE amount_residual <> left_over "
    "OR amount_residual_currency <> left_currency",
    "reconciled": f"SELECT FROM ({RECEIVABLE}) r WHERE reconciled IS DISTINCT FROM "
    "(left_over = 0 AND left_currency = 0) "
    "OR full_reconcile_id IS NOT NULL AND NOT reconciled",
    "matching number": f"SELECT FROM ({RECEIVABLE}) r WHERE matching_number IS DISTINCT "
    "FROM CASE WHEN full_reconcile_id IS NOT NULL THEN full_reconcile_id::text "
    "WHEN left_over <> balance THEN 'P' || part END",
    "entry": "SELECT FROM account_move_line WHERE parent_state = 'posted' "
    "GROUP BY move_id HAVING SUM(balance) <> 0",
    "invoice": f"""
        SELECT FROM account_move move JOIN (
            SELECT move_id, ABS(SUM(left_currency)) AS left_over,
                   ABS(SUM(amount_currency)) AS total
              FROM ({RECEIVABLE}) r GROUP BY move_id
        ) line ON line.move_id = move.id
         WHERE move.move_type IN ('out_invoice', 'out_refund') AND (
               move.amount_residual <> line.left_over OR move.amount_total <> line.total
            OR CASE WHEN move.payment_state = 'blocked' THEN FALSE
                    WHEN line.left_over = 0
                    THEN move.payment_state NOT IN ('paid', 'reversed', 'in_payment')
                    WHEN line.left_over = line.total
                    THEN move.payment_state <> 'not_paid'
                    ELSE move.payment_state <> 'partial' END)""",
}


def _count(env, rows):
    env.cr.execute(f"SELECT COUNT(*) FROM ({rows}) wrong")
    return env.cr.fetchone()[0]


# --- Samples, made by Odoo ------------------------------------------------------------


class _Samples:
    """One of each situation: ``make(kind)`` returns its entries, posted and matched."""

    def __init__(self, env):
        self.env = env
        self.day = env.company._dunning_today()
        self.partner = env["res.partner"].create({"name": "Sample", "is_company": True})
        self.sales, self.bank = (self._journal(kind) for kind in ("sale", "bank"))
        self.terms = env["account.payment.term"].create(
            {
                "name": "Half after 30 days, half after 60",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (30, 60)
                ],
            }
        )
        self.dollar = env.ref("base.USD")
        self.dollar.active = True
        # A rate that never moves: no exchange difference to book.
        self.dollar.rate_ids.unlink()
        self.dollar.rate_ids.create(
            {"name": "2000-01-01", "rate": 1.25, "currency_id": self.dollar.id}
        )

    def _journal(self, kind):
        """A new journal: Odoo would go on from the numbers of an earlier filling."""
        model = self.env["account.journal"]
        own = model._check_company_domain(self.env.company)
        [usual] = model.search([*own, ("type", "=", kind)], limit=1)
        return model.create(
            {
                "name": "Samples",
                "code": f"B{model.search_count([])}",
                "type": kind,
                "default_account_id": usual.default_account_id.id,
            }
        )

    def make(self, kind):
        return getattr(self, f"_{kind}")()

    def _paid(self):
        invoice = self._invoice()
        return invoice | self._payment(invoice, 100)

    def _unpaid(self):
        return self._invoice()

    def _paid_in_part(self):
        invoice = self._invoice()
        return invoice | self._payment(invoice, 50)

    def _two_instalments(self):
        return self._invoice(invoice_payment_term_id=self.terms.id)

    def _first_instalment_paid(self):
        invoice = self._two_instalments()
        return invoice | self._payment(invoice, 50)

    def _in_dollars(self):
        return self._invoice(currency_id=self.dollar.id)

    def _in_dollars_paid_in_part(self):
        invoice = self._in_dollars()
        return invoice | self._payment(invoice, 30)

    def _credited(self):
        invoice, credit = self._invoice(), self._invoice("out_refund")
        credit.reversed_entry_id = invoice
        (self._claim(invoice) + self._claim(credit)).reconcile()
        return invoice | credit

    def _credit_note_open(self):
        return self._invoice("out_refund")

    def _payment_not_matched(self):
        invoice = self._invoice()
        return invoice | self._payment(invoice, 70, matched=False)

    def _not_followed(self):
        invoice = self._invoice()
        self._claim(invoice).no_followup = True
        return invoice

    def _blocked(self):
        invoice = self._invoice()
        invoice.payment_state = "blocked"
        return invoice

    def _invoice(self, move_type="out_invoice", **values):
        invoice = self.env["account.move"].create(
            {
                "move_type": move_type,
                "journal_id": self.sales.id,
                "partner_id": self.partner.id,
                "invoice_date": self.day,
                "invoice_date_due": self.day + timedelta(30),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    (0, 0, {"name": "Works", "price_unit": 100, "tax_ids": False})
                ],
                **values,
            }
        )
        invoice.action_post()
        return invoice

    def _payment(self, invoice, amount, matched=True):
        """An entry of the bank journal, in the invoice's currency."""
        claim = self._claim(invoice)[:1]
        currency, company = invoice.currency_id, self.env.company
        day = self.day + timedelta(20)

        def line(account, signed):
            return {
                "account_id": account.id,
                "partner_id": self.partner.id,
                "currency_id": currency.id,
                "amount_currency": signed,
                "balance": currency._convert(signed, company.currency_id, company, day),
            }

        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.bank.id,
                "date": day,
                "line_ids": [
                    (0, 0, line(self.bank.default_account_id, amount)),
                    (0, 0, line(claim.account_id, -amount)),
                ],
            }
        )
        entry.action_post()
        if matched:
            (claim + self._claim(entry)).reconcile()
        return entry

    @staticmethod
    def _claim(move):
        return move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).sorted("date_maturity")


# --- Copies, made by PostgreSQL -------------------------------------------------------


def _customers(env, number):
    """Copy a firm, and for one customer in ten a private person; return the first id."""
    values = {"lang": "fr_FR", "country_id": env.ref("base.fr").id}
    registry = "55210055400013"
    firm = env["res.partner"].create(
        {"name": "Firm", "is_company": True, "company_registry": registry, **values}
    )
    person = env["res.partner"].create({"name": "Person", **values})
    env.flush_all()
    start = _reserve(env, "res_partner", number)
    key = f"{start} + n - 1"
    for original, chosen in ((person, "n % 10 = 0"), (firm, "n % 10 <> 0")):
        name = f"'{original.name} ' || {key}"
        mail = f"'customer' || {key} || '@example.com'"
        texts = {"name": name, "complete_name": name}
        mails = {"email": mail, "email_normalized": mail}
        own = {"id": key, "commercial_partner_id": key}
        _insert(env, "res_partner", original, number, own | texts | mails, chosen)
    return start


def _payer(first, customers, salt):
    return f"{first} + {CHANCE.format(salt=salt * 1000)} % {customers}"


def _copy_sample(env, sample, number, payer, salt):
    """Copy the entries of ``sample``, their lines and what matches them."""
    lines = sample.line_ids
    parts = lines.matched_debit_ids | lines.matched_credit_ids
    full = lines.full_reconcile_id
    env.flush_all()
    move, line, part, match = (
        _copies(env, records, number) for records in (sample, lines, parts, full)
    )
    prefix = f"BENCH{sample[0].id}/"  # a second filling must not repeat a number
    numbered = f"'{prefix}' || {move.id('o.id')}"
    paid_days = 20 * any(entry.move_type == "entry" for entry in sample)
    days = f"({CHANCE.format(salt=salt)} % 360 + {paid_days})"
    _insert(
        env,
        "account_move",
        sample,
        number,
        {
            "id": move.id("o.id"),
            "name": numbered,
            "sequence_prefix": f"'{prefix}'",
            "sequence_number": move.id("o.id"),
            "payment_reference": numbered,
            "reversed_entry_id": move.id("o.reversed_entry_id"),
            "access_token": "NULL",
            **dict.fromkeys(
                ("partner_id", "commercial_partner_id", "partner_shipping_id"), payer
            ),
        },
        days=days,
    )
    _insert(env, "account_full_reconcile", full, number, {"id": match.id("o.id")})
    _insert(
        env,
        "account_move_line",
        lines,
        number,
        {
            "id": line.id("o.id"),
            "move_id": move.id("o.move_id"),
            "move_name": f"'{prefix}' || {move.id('o.move_id')}",
            "partner_id": payer,
            "full_reconcile_id": match.id("o.full_reconcile_id"),
            "matching_number": "CASE WHEN o.matching_number LIKE 'P%' THEN 'P' || "
            + part.id("substr(o.matching_number, 2)::int")
            + f" ELSE {match.id('o.full_reconcile_id')}::text END",
        },
        days=days,
    )
    names = ("id", "debit_move_id", "credit_move_id", "full_reconcile_id")
    new = dict(zip(names, (part, line, line, match), strict=True))
    ids = {name: copies.id(f"o.{name}") for name, copies in new.items()}
    _insert(env, "account_partial_reconcile", parts, number, ids, days=days)


def _copies(env, records, number):
    """Reserve ids for ``number`` copies of each of ``records``."""
    ids = records.ids or [0]
    span = max(ids) - min(ids) + 1
    return _Copies(_reserve(env, records._table, span * number), min(ids), number)


def _reserve(env, table, number):
    """First of ``number`` ids that the sequence of ``table`` will not give any more."""
    env.cr.execute(f"SELECT nextval('{table}_id_seq')")
    [first] = env.cr.fetchone()
    env.cr.execute(f"SELECT setval('{table}_id_seq', {first + number})")
    return first


def _insert(env, table, originals, number, values, chosen="TRUE", days=None):
    """Copy the rows of ``originals`` ``number`` times, with other ``values``.

    ``values`` are SQL expressions of the original row ``o`` and of the number ``n`` of
    the copy.  With ``days`` all dates go back by it, and all amounts are multiplied.
    """
    if not originals or not number:
        return
    env.cr.execute(
        "SELECT column_name, data_type FROM information_schema.columns "
        "WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = {}
    for name, kind in env.cr.fetchall():
        columns[name] = values.get(name) or f'o."{name}"'
        if name in values or not days:
            continue
        if kind == "date":
            columns[name] += f" - {days}"
        elif kind == "numeric" and name.startswith(AMOUNTS):
            columns[name] += " * (1 + n % 9)"
    names = ", ".join(f'"{name}"' for name in columns)
    env.cr.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {", ".join(columns.values())} '
        f'FROM "{table}" o, generate_series(1, {number}) n '
        f"WHERE o.id IN ({', '.join(map(str, originals.ids))}) AND {chosen}"
    )
