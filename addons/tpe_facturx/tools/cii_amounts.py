"""The cents of an invoice: lines, bases and totals that add up exactly.

EN 16931 wants the lines of a rate to make its base to the cent; the books round the whole
and each line by itself, so that a cent may lie between. It goes to the largest line.
"""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from . import cii
from .cii import CENT, money, number
from .cii_facts import Breakdown, Facts, Line

TAX = "ram:ApplicableTradeTax"
SUMMATION = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"


def shares(
    lines: list[Decimal], base: Decimal, unit: Decimal = CENT
) -> list[Decimal] | None:
    """``lines`` that sum to ``base``: the missing cents on the largest one.

    >>> shares([Decimal("8.33"), Decimal("16.67")], Decimal("25.01"))
    [Decimal('8.33'), Decimal('16.68')]

    More than a cent for each line is no rounding: nothing is invented.

    >>> shares([Decimal("8.33"), Decimal("16.67")], Decimal("25.03"))

    Yen are rounded to the yen.

    >>> shares([Decimal(833), Decimal(833)], Decimal(1665), Decimal(1))
    [Decimal('832'), Decimal('833')]
    """
    missing = base - sum(lines)
    if abs(missing) > max(unit, CENT) * len(lines):
        return None
    largest = max(range(len(lines)), key=lambda at: abs(lines[at]), default=0)
    return [
        total + missing if at == largest else total for at, total in enumerate(lines)
    ]


def reconcile(
    settlement, lines: tuple[Line, ...], unit: Decimal = CENT
) -> tuple[tuple[Line, ...], bool]:
    """The lines with their cents, and whether each base of VAT is now their sum."""
    of_rate = defaultdict(list)
    for at, line in enumerate(lines):
        of_rate[line.vat_key].append(at)
    settled, exact = list(lines), True
    bases = {
        cii.vat_key(tax): number(tax, "ram:BasisAmount")
        for tax in cii.every(settlement, TAX)
    }
    for key in of_rate.keys() | bases.keys():
        places = of_rate[key]
        base = bases.get(key, Decimal(0))
        given = shares([lines[at].total for at in places], base, unit)
        if given is None:
            exact = False
            continue
        for at, total in zip(places, given, strict=True):
            settled[at] = _worth(lines[at], total)
    return tuple(settled), exact


def _worth(line, total):
    """``line`` worth ``total``: its price moves with it, its discount stays one."""
    if total == line.total or not line.quantity:
        return replace(line, total=total)
    net = (total - line.charges) / line.quantity
    gross = net if line.gross == line.net else line.gross
    return replace(line, total=total, net=net, gross=gross)


def merge(settlement) -> None:
    """One breakdown for a category and a rate, whatever its reasons are."""
    seen = {}
    for tax in cii.every(settlement, TAX):
        first = seen.setdefault(cii.vat_key(tax), tax)
        if first is tax:
            continue
        for amount in ("CalculatedAmount", "BasisAmount"):
            both = number(first, f"ram:{amount}") + number(tax, f"ram:{amount}")
            cii.put(first, amount, money(both))
        reasons = [cii.text(each, "ram:ExemptionReason") for each in (first, tax)]
        if any(reasons):
            words = " ; ".join(dict.fromkeys(filter(None, reasons)))
            cii.put(first, "ExemptionReason", words)
        codes = {cii.text(each, "ram:ExemptionReasonCode") for each in (first, tax)}
        if len(codes) > 1:
            cii.drop(first, "ExemptionReasonCode")
        settlement.remove(tax)


def book(settlement, taxes: tuple[Breakdown, ...]) -> None:
    """The bases and the VAT of the books, which core computes once more by itself."""
    known = {(tax.category, tax.rate): tax for tax in taxes}
    for node in cii.every(settlement, TAX):
        tax = known.get(cii.vat_key(node))
        if tax:
            cii.put(node, "BasisAmount", money(tax.base))
            cii.put(node, "CalculatedAmount", money(tax.vat))


def totals(settlement, facts: Facts) -> None:
    """The sums of the breakdowns, what was paid by that day, what is left to pay."""
    summation = cii.one(settlement, SUMMATION)
    taxes = cii.every(settlement, TAX)
    base = sum((number(tax, "ram:BasisAmount") for tax in taxes), Decimal(0))
    vat = sum((number(tax, "ram:CalculatedAmount") for tax in taxes), Decimal(0))
    cii.put(summation, "LineTotalAmount", money(base))
    cii.put(summation, "TaxBasisTotalAmount", money(base))
    cii.put(summation, "TaxTotalAmount", money(vat))
    cii.put(summation, "GrandTotalAmount", money(base + vat))
    if facts.rounding:
        cii.put(summation, "RoundingAmount", money(facts.rounding))
    cii.put(summation, "TotalPrepaidAmount", money(facts.prepaid))
    due = base + vat + facts.rounding - facts.prepaid
    cii.put(summation, "DuePayableAmount", money(due))
    if facts.due:
        terms = cii.ensure(settlement, "SpecifiedTradePaymentTerms")
        cii.date_in(terms, "DueDateDateTime", facts.due)
    if facts.euro_vat is not None:
        cii.put(settlement, "TaxCurrencyCode", "EUR")
        amounts = cii.every(summation, "ram:TaxTotalAmount")
        if "EUR" not in {amount.get("currencyID") for amount in amounts}:
            euros = money(facts.euro_vat)
            cii.add(summation, "TaxTotalAmount", euros, currencyID="EUR")


def strange_rates(settlement) -> list[Decimal]:
    """The rates whose VAT is not that of their base, as BR-CO-17 counts it."""
    return [
        rate
        for tax in cii.every(settlement, TAX)
        if (rate := cii.vat_key(tax)[1]) is not None
        and abs(
            number(tax, "ram:CalculatedAmount")
            - number(tax, "ram:BasisAmount") * rate / 100
        )
        >= 1
    ]


def payable(settlement) -> Decimal:
    """What the whole XML asks for, whatever was paid already."""
    summation = cii.one(settlement, SUMMATION)
    rounding = number(summation, "ram:RoundingAmount")
    return number(summation, "ram:GrandTotalAmount") + rounding
