"""The lines of an invoice: a name for each, and prices that make their totals."""

from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from . import cii
from .cii import CENT, money
from .cii_facts import Line

LINE = "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"
LINE_TOTAL = (
    "ram:SpecifiedLineTradeSettlement"
    "/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
)

# BR-FR-DEC-02 and DEC-03: four decimals for a quantity, six for a price.
QUANTITY = Decimal("0.0001")
PRICE = Decimal("0.000001")


def plain(value: Decimal, least: int = 0) -> str:
    """Without zeros at the end nor exponent, but ``least`` decimals.

    >>> plain(Decimal("0.333300"), 2), plain(Decimal("1E+2"), 2), plain(Decimal("3.0"))
    ('0.3333', '100.00', '3')
    """
    value = value.normalize()
    decimals = max(-value.as_tuple().exponent, least)
    return f"{value if value else Decimal(0):.{decimals}f}"


def basis(price: Decimal, quantity: Decimal, total: Decimal) -> int:
    """For how many units the price is given, so that six decimals make the total.

    >>> basis(Decimal("0.3333"), Decimal(1000), Decimal("333.30"))
    1
    >>> basis(Decimal(1) / 3, Decimal(30000), Decimal("10000.00"))
    10
    """
    for units in (1, 10, 100, 1000, 10000):
        rounded = (price * units).quantize(PRICE, ROUND_HALF_UP)
        if (rounded * quantity / units).quantize(CENT, ROUND_HALF_UP) == total:
            return units
    return 1


def write(tree, lines: tuple[Line, ...]) -> None:
    """Names, quantities and prices, over those that the core cut to two decimals."""
    for node, line in zip(cii.every(tree, LINE), lines, strict=True):
        # A product of which core could write nothing is not there.
        _product(cii.ensure(node, "SpecifiedTradeProduct"), line.name)
        billed = cii.one(node, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
        # A price is never negative (BR-27): what is taken off is a negative quantity.
        quantity = -line.quantity if line.gross < 0 else line.quantity
        quantity = quantity.quantize(QUANTITY, ROUND_HALF_UP)
        billed.text = plain(quantity)
        _price(node, line, quantity)
        cii.one(node, LINE_TOTAL).text = money(line.total)


def _product(product, name):
    for code in cii.every(product, "ram:GlobalID"):
        # 0160 is a GTIN; a bar code of the firm's own is none.
        digits = (code.text or "").strip()
        if not (digits.isdecimal() and len(digits) in (8, 12, 13, 14)):
            product.remove(code)
    if not cii.text(product, "ram:Name"):
        cii.put(product, "Name", name)
    if cii.text(product, "ram:Description") == cii.text(product, "ram:Name"):
        cii.drop(product, "Description")


def _price(node, line, quantity):
    """BT-146 to BT-149: the price before and after the discount, and for how many."""
    net, gross = abs(line.net), abs(line.gross)
    units = basis(net, quantity, line.total - line.charges)
    net = (net * units).quantize(PRICE, ROUND_HALF_UP)
    gross = max((gross * units).quantize(PRICE, ROUND_HALF_UP), net)
    agreement = cii.one(node, "ram:SpecifiedLineTradeAgreement")
    for name, price in (("Gross", gross), ("Net", net)):
        holder = cii.one(agreement, f"ram:{name}PriceProductTradePrice")
        cii.put(holder, "ChargeAmount", plain(price, 2))
        cii.drop(holder, "BasisQuantity")
        if units > 1:
            cii.add(holder, "BasisQuantity", str(units))
    before = cii.one(agreement, "ram:GrossPriceProductTradePrice")
    cii.drop(before, "AppliedTradeAllowanceCharge")
    if gross > net:
        allowance = cii.add(before, "AppliedTradeAllowanceCharge")
        indicator = cii.add(allowance, "ChargeIndicator")
        etree.SubElement(indicator, f"{{{cii.UDT}}}Indicator").text = "false"
        cii.add(allowance, "ActualAmount", plain(gross - net, 2))
