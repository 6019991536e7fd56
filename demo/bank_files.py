"""The files that the company's bank would offer for download today.

They begin three weeks ago, with lines that are in the books, and end with new ones: two
customers who paid, a card, a fee.
"""

from datetime import timedelta
from xml.sax.saxutils import escape

WEEKS = 3
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt><GrpHdr><MsgId>{number}</MsgId></GrpHdr><Stmt><Id>{number}</Id>
<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
{opening}{closing}{entries}
</Stmt></BkToCstmrStmt></Document>
"""
BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>\
<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>
"""
ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>\
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>\
<AddtlNtryInf>{label}</AddtlNtryInf></Ntry>
"""


def know(env, journal):
    """Mark the year of lines as if files had brought it: the next file adds to it."""
    from odoo.addons.tpe_bank.tools.statement import Line, identities

    records = env["account.bank.statement.line"].search(
        [("journal_id", "=", journal.id)], order="date, id"
    )
    lines = [
        Line(one.date, one.currency_id.round(one.amount), one.payment_ref or "")
        for one in records
    ]
    for one, key in zip(records, identities(lines), strict=True):
        one.tpe_bank_key = key


def camt(env, journal, today):
    """A CAMT.053 of the last weeks."""
    opening, rows = _rows(env, journal, today)
    closing = opening + sum(amount for _day, _label, amount in rows)
    first = rows[0][0]
    return CAMT.format(
        number=f"{today:%Y%m%d}",
        iban=journal.bank_account_id.sanitized_acc_number,
        opening=_money(BALANCE, opening, code="OPBD", day=first),
        closing=_money(BALANCE, closing, code="CLBD", day=today),
        entries="".join(
            _money(ENTRY, amount, day=day, label=escape(label))
            for day, label, amount in rows
        ),
    ).encode()


def csv(env, journal, today):
    """The same as a CSV, newest first, in the encoding of Windows."""
    opening, rows = _rows(env, journal, today)
    closing = opening + sum(amount for _day, _label, amount in rows)
    lines = [
        f"Compte courant n° {journal.bank_account_id.sanitized_acc_number};;;",
        f"Solde au {today:%d/%m/%Y} {_french(closing)} €;;;",
        "",
        "Date;Libellé;Débit euros;Crédit euros",
    ]
    for day, label, amount in reversed(rows):
        debit, credit = ("", amount) if amount > 0 else (-amount, "")
        cells = (f"{day:%d/%m/%Y}", label, _french(debit), _french(credit))
        lines.append(";".join(cells))
    return "\r\n".join(lines).encode("cp1252")


def _rows(env, journal, today):
    """``(opening balance, [(day, label, amount)])``, oldest first."""
    since = today - timedelta(weeks=WEEKS)
    own = [("journal_id", "=", journal.id)]
    lines = env["account.bank.statement.line"].search(
        [*own, ("date", ">=", since)], order="date, id"
    )
    [[opening]] = env["account.move.line"]._read_group(
        [
            ("account_id", "=", journal.default_account_id.id),
            ("parent_state", "=", "posted"),
            ("date", "<", since),
        ],
        aggregates=["balance:sum"],
    )
    last = max(lines.mapped("date"), default=since)
    invoices = env["account.move"].search(
        [
            ("company_id", "=", journal.company_id.id),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("payment_state", "=", "not_paid"),
            ("invoice_date_due", "<", today),
        ],
        order="invoice_date_due desc",
        limit=2,
    )
    day = min(last + timedelta(days=1), today)
    new = [
        (
            day,
            f"VIR SEPA RECU /DE {one.partner_id.name.upper()} /REF {one.name}",
            one.amount_residual,
        )
        for one in invoices
    ]
    new += [(day, "CB STATION DU PONT BRIGNAIS", -64.3), (day, "COTISATION PRO", -18.9)]
    known = [(one.date, one.payment_ref or "", one.amount) for one in lines]
    return round(opening or 0, 2), [*known, *new]


def _money(form, amount, **values):
    return form.format(
        amount=f"{abs(amount):.2f}", side="CRDT" if amount >= 0 else "DBIT", **values
    )


def _french(amount):
    return f"{amount:.2f}".replace(".", ",") if amount != "" else ""
