"""The facts of an invoice in CII (the XML of Factur-X)."""

import re

from .facts import Day, Invoice, Line, Party, Tax, calendar_day, number, total
from .profile import NS

_TRADE = "rsm:SupplyChainTradeTransaction/"
_AGREEMENT = _TRADE + "ram:ApplicableHeaderTradeAgreement/"
_DELIVERY = _TRADE + "ram:ApplicableHeaderTradeDelivery/"
_SETTLEMENT = _TRADE + "ram:ApplicableHeaderTradeSettlement/"
_DAYS = {
    "BT-2": "rsm:ExchangedDocument/ram:IssueDateTime",
    "BT-9": _SETTLEMENT + "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime",
    "BT-72": _DELIVERY + "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime",
    "BT-73": _SETTLEMENT + "ram:BillingSpecifiedPeriod/ram:StartDateTime",
    "BT-74": _SETTLEMENT + "ram:BillingSpecifiedPeriod/ram:EndDateTime",
}
_WRITTEN = re.compile(r"\s*\d{4}(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])\s*")


def facts(root) -> Invoice:
    """The facts of the CII document ``root``.

    >>> from lxml import etree
    >>> rsm = NS["rsm"]
    >>> facts(etree.fromstring(f'<r:CrossIndustryInvoice xmlns:r="{rsm}"/>')).lines
    ()
    """

    def text(path):
        return root.xpath(f"string({path})", namespaces=NS).strip()

    def nodes(path):
        return root.xpath(path, namespaces=NS)

    return Invoice(
        process=text(
            "rsm:ExchangedDocumentContext"
            "/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"
        ),
        kind=text("rsm:ExchangedDocument/ram:TypeCode"),
        days=_days(nodes),
        badly_written=_badly_written(nodes),
        currency=text(_SETTLEMENT + "ram:InvoiceCurrencyCode"),
        tax_currency=text(_SETTLEMENT + "ram:TaxCurrencyCode"),
        currencies=frozenset(nodes("//ram:*/@currencyID")),
        notes=tuple(
            (_text(note, "ram:SubjectCode"), _text(note, "ram:Content"))
            for note in nodes("rsm:ExchangedDocument/ram:IncludedNote")
        ),
        seller=_party(nodes(_AGREEMENT + "ram:SellerTradeParty"), "seller"),
        buyer=_party(nodes(_AGREEMENT + "ram:BuyerTradeParty"), "buyer"),
        taxes=tuple(
            Tax(_text(tax, "ram:CategoryCode"), _text(tax, "ram:DueDateTypeCode"))
            for tax in nodes(_SETTLEMENT + "ram:ApplicableTradeTax")
        ),
        lines=tuple(map(_line, nodes(_TRADE + "ram:IncludedSupplyChainTradeLineItem"))),
        payable=number(
            text(
                _SETTLEMENT + "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
                "/ram:DuePayableAmount"
            )
        ),
        terms=text(_SETTLEMENT + "ram:SpecifiedTradePaymentTerms/ram:Description"),
        ibans=tuple(
            node.text or ""
            for node in nodes(
                _SETTLEMENT + "ram:SpecifiedTradeSettlementPaymentMeans"
                "/ram:PayeePartyCreditorFinancialAccount/ram:IBANID"
            )
        ),
    )


def _text(node, path: str) -> str:
    return node.xpath(f"string({path})", namespaces=NS).strip()


def _days(nodes) -> tuple[Day, ...]:
    """Those that have a part in a check under their term, then all the others."""
    dated = {"": "//*[local-name()='DateTimeString' or local-name()='DateString']"}
    for term, path in _DAYS.items():
        dated[term] = f"{path}/udt:DateTimeString"
    terms = {
        node: term
        for term, path in dated.items()
        for node in nodes(f"{path}[@format='102']")
    }
    written = [(term, (node.text or "").strip()) for node, term in terms.items()]
    return tuple(Day(term, text, calendar_day(text)) for term, text in written)


def _badly_written(nodes) -> tuple[str, ...]:
    """The dates of the document that are not eight digits, month and day plausible."""
    dates = nodes("//*[local-name()='DateTimeString'][@format='102']")
    return tuple(
        node.text or "" for node in dates if not _WRITTEN.fullmatch(node.text or "")
    )


def _pairs(party, path: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (node.get("schemeID", ""), (node.text or "").strip())
        for node in party.xpath(path, namespaces=NS)
    )


def _party(found, term: str) -> Party:
    if not found:
        return Party(term)
    party = found[0]
    tax = _pairs(party, "ram:SpecifiedTaxRegistration/ram:ID")
    return Party(
        term,
        _text(party, "ram:PostalTradeAddress/ram:CountryID"),
        _pairs(party, "ram:SpecifiedLegalOrganization/ram:ID"),
        _pairs(party, "ram:GlobalID"),
        _pairs(party, "ram:URIUniversalCommunication/ram:URIID"),
        tuple(value for scheme, value in tax if scheme == "VA"),
    )


def _line(line) -> Line:
    price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice"
    settlement = "ram:SpecifiedLineTradeSettlement"
    return Line(
        _text(line, "ram:AssociatedDocumentLineDocument/ram:LineID"),
        number(_text(line, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")),
        number(_text(line, f"{price}/ram:ChargeAmount")),
        number(_text(line, f"{price}/ram:BasisQuantity") or "1"),
        total(
            _signed(change)
            for change in line.xpath(
                f"{settlement}/ram:SpecifiedTradeAllowanceCharge", namespaces=NS
            )
        ),
        number(
            _text(
                line,
                f"{settlement}/ram:SpecifiedTradeSettlementLineMonetarySummation"
                "/ram:LineTotalAmount",
            )
        ),
        *_before_discount(line),
    )


def _before_discount(line):
    """The gross price and its discount; None where both are not for as many units."""
    agreement = "ram:SpecifiedLineTradeAgreement"
    gross = f"{agreement}/ram:GrossPriceProductTradePrice"
    net = f"{agreement}/ram:NetPriceProductTradePrice"
    units = [number(_text(line, f"{p}/ram:BasisQuantity") or "1") for p in (gross, net)]
    discounts = line.xpath(f"{gross}/ram:AppliedTradeAllowanceCharge", namespaces=NS)
    discount = total(map(_signed, discounts))
    if units[0] != units[1] or discount is None:
        return None, None
    return number(_text(line, f"{gross}/ram:ChargeAmount")), discount


def _signed(change):
    amount = number(_text(change, "ram:ActualAmount"))
    charge = _text(change, "ram:ChargeIndicator/udt:Indicator") in ("true", "1")
    return amount if amount is None or charge else -amount
