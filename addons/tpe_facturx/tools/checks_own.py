"""What the official rules do not look at.

A wrong key or a line that does not add up warns: platforms let such a file pass, and the
published example invoices carry invented numbers. What makes a date or a legal mention
unreadable refuses.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from . import profiles
from .facts import Invoice, Party
from .french_ids import siren_is_right, siret_is_right, vat_key_is_right, vat_siren
from .iban import iban_is_right
from .verdict import OWN, Finding

CENT = Decimal("0.01")
_SIREN_TERM = {"seller": "BT-30", "buyer": "BT-47"}
_SIRET_TERM = {"seller": "BT-29", "buyer": "BT-46"}
_VAT_TERM = {"seller": "BT-31", "buyer": "BT-48"}
# Late penalties, recovery fee and discount: article L441-9 of the Code de commerce.
MANDATORY_NOTES = {"PMD", "PMT", "AAB"}
# VAT due when paid: UNTDID 2475 in CII, 2005 in UBL.
_WHEN_PAID = {"72", "432"}
_CREDIT_NOTES = {"261", "262", "381", "396", "502", "503"}
_TAXED = {"S", "L", "M", "B"}


def check(
    invoice: Invoice, today: date | None = None, level: str = "", content: str = ""
) -> list[Finding]:
    """What is wrong with ``invoice``; ``today`` tells a date in a far future.

    ``level``: the one it declares; ``content``: the one whose schema it follows.

    >>> from .facts import Tax
    >>> goods = Invoice(process="B1", taxes=(Tax("S", "72"),))
    >>> [(f.rule, f.fatal) for f in check(goods)]
    [('TPE-BT8', False)]
    """
    return [
        *_parties(invoice),
        *_dates(invoice, today),
        *_notes(invoice),
        *_lines(invoice),
        *_prices(invoice),
        *_tax_point(invoice),
        *_currency(invoice),
        *_payment(invoice, content),
        *_profile(invoice, today, level, content),
    ]


def _warn(rule: str, where: str, text: str) -> Finding:
    return Finding(rule, OWN, where, text, fatal=False)


def _refuse(rule: str, where: str, text: str) -> Finding:
    return Finding(rule, OWN, where, text)


def _compact(value: str) -> str:
    return "".join(value.split()).upper()


def _parties(invoice: Invoice) -> Iterator[Finding]:
    for party in (invoice.seller, invoice.buyer):
        sirens = {_compact(value) for scheme, value in party.legal if scheme == "0002"}
        for siren in sorted(sirens):
            if not siren_is_right(siren):
                text = f"{siren!r} is no SIREN: nine digits, the last one a key."
                yield _warn("TPE-SIREN", _SIREN_TERM[party.term], text)
        yield from _sirets(party, sirens)
        yield from _vat(party, sirens)


def _sirets(party: Party, sirens: set[str]) -> Iterator[Finding]:
    for siret in sorted({_compact(v) for scheme, v in party.ids if scheme == "0009"}):
        where = _SIRET_TERM[party.term]
        if not siret_is_right(siret):
            text = f"{siret!r} is no SIRET: fourteen digits, the last one a key."
            yield _warn("TPE-SIRET", where, text)
        if sirens and siret[:9] not in sirens:
            text = f"The SIRET {siret!r} does not begin with the SIREN."
            yield _warn("TPE-SIRET-SIREN", where, text)


def _vat(party: Party, sirens: set[str]) -> Iterator[Finding]:
    for vat in map(_compact, party.vat):
        if not vat.startswith("FR"):
            continue
        where = _VAT_TERM[party.term]
        if not vat_key_is_right(vat):
            text = f"The key of the VAT number {vat!r} is wrong."
            yield _warn("TPE-VAT-KEY", where, text)
        inside = vat_siren(vat)
        if inside and sirens and inside not in sirens:
            text = f"The VAT number {vat!r} does not hold the SIREN."
            yield _warn("TPE-VAT-SIREN", where, text)


def _dates(invoice: Invoice, today: date | None) -> Iterator[Finding]:
    for written in dict.fromkeys(invoice.badly_written):
        text = f"The date {written[:40]!r} is not written YYYYMMDD."
        yield _refuse("CII-DT-097", "", text)
    for day in invoice.days:
        if day.day is None and day.text not in invoice.badly_written:
            text = f"The date {day.text[:40]!r} is not in the calendar."
            yield _refuse("TPE-DATE", day.term, text)
    issued, due = invoice.day("BT-2"), invoice.day("BT-9")
    if issued and due and due < issued:
        text = f"Due on {due}, before the invoice of {issued}."
        yield _warn("TPE-DUE", "BT-9", text)
    if issued and (
        issued.year < 2000 or (today and issued > today + timedelta(days=366))
    ):
        text = f"The invoice is dated {issued}."
        yield _warn("TPE-DATE-YEAR", "BT-2", text)
    begin, end = invoice.day("BT-73"), invoice.day("BT-74")
    if begin and end and end < begin:
        text = f"The invoiced period ends on {end}, before it begins on {begin}."
        yield _warn("TPE-PERIOD", "BT-74", text)


def _notes(invoice: Invoice) -> Iterator[Finding]:
    for code, content in invoice.notes:
        # Signs alone, also invisible ones, say nothing.
        if not any(sign.isalnum() for sign in content):
            text = f"The note {code or 'without a subject'} says nothing."
            fatal = invoice.french and code in MANDATORY_NOTES
            yield Finding("TPE-NOTE", OWN, "BT-22", text, fatal)


def _lines(invoice: Invoice) -> Iterator[Finding]:
    for line in invoice.lines:
        known = (line.quantity, line.price, line.base, line.adjustment, line.total)
        # Groups and information lines of EXTENDED have no price.
        if None in known or not line.base:
            continue
        should = line.quantity * line.price / line.base + line.adjustment
        if abs(should - line.total) > CENT:
            text = (
                f"Line {line.number}: {line.quantity} x {line.price} makes "
                f"{should.quantize(CENT)}, and the line says {line.total}."
            )
            yield _warn("TPE-LINE", "BT-131", text)


def _prices(invoice: Invoice) -> Iterator[Finding]:
    for line in invoice.lines:
        if None in (line.gross, line.price):
            continue
        should = line.gross + line.discount
        if abs(should - line.price) > CENT:
            text = (
                f"Line {line.number}: {line.gross} less the discount makes {should}, "
                f"and the price says {line.price}."
            )
            yield _warn("TPE-PRICE", "BT-146", text)


def _payment(invoice: Invoice, content: str) -> Iterator[Finding]:
    # BR-CO-25 stands in EN 16931-1, and left the published rules of its profiles with
    # 1.3.16; EXTENDED has kept it. What is due on a credit note, the buyer does not owe.
    told = content in ("minimum", "extended", "extended-ctc-fr")
    dated = invoice.terms or any(day.term == "BT-9" for day in invoice.days)
    owed = (invoice.payable or 0) > 0 and invoice.kind not in _CREDIT_NOTES
    if content and owed and not told and not dated:
        text = (
            "An amount is due: a due date (BT-9) or payment terms (BT-20) are needed."
        )
        yield _refuse("BR-CO-25", "BT-9", text)
    for iban in dict.fromkeys(map(_compact, invoice.ibans)):
        if not iban_is_right(iban):
            yield _warn("TPE-IBAN", "BT-84", f"The key of the IBAN {iban!r} is wrong.")


def _tax_point(invoice: Invoice) -> Iterator[Finding]:
    codes = {tax.due_code for tax in invoice.taxes if tax.due_code}
    if codes & _WHEN_PAID and invoice.process.startswith("B"):
        text = "VAT on goods is due when they are delivered, not when they are paid."
        yield _warn("TPE-BT8", "BT-8", text)
    if codes and not any(tax.category in _TAXED for tax in invoice.taxes):
        text = "The invoice says when its VAT is due, and has no VAT."
        yield _warn("TPE-BT8", "BT-8", text)


def _currency(invoice: Invoice) -> Iterator[Finding]:
    known = {invoice.currency, invoice.tax_currency}
    for other in sorted(invoice.currencies - known) if invoice.currency else ():
        text = f"An amount is in {other[:10]}, the invoice in {invoice.currency}."
        yield _warn("TPE-CURRENCY", "BT-5", text)


def _profile(
    invoice: Invoice, today: date | None, level: str, content: str
) -> Iterator[Finding]:
    """The day of the invoice counts, not that of the check; today when it has none."""
    if invoice.french and content == profiles.MINIMUM:
        text = "MINIMUM has no lines and no legal mentions: it is no invoice in France."
        yield _refuse("TPE-PROFILE-SHORT", "BT-24", text)
    day = invoice.day("BT-2") or today
    if invoice.french and day and profiles.over(level, day):
        text = (
            f"The profile BASIC WL is accepted in France until {profiles.BASIC_WL_UNTIL} "
            "(this last day is to be confirmed)."
        )
        yield _refuse("TPE-PROFILE-OVER", "BT-24", text)
