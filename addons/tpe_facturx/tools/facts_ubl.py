"""The facts of an invoice or credit note in UBL."""

import re

from .facts import Day, Invoice, Line, Party, Tax, calendar_day, number, total
from .profile import NS

_DAYS = {
    "BT-2": "cbc:IssueDate",
    "BT-9": "cbc:DueDate | cac:PaymentMeans/cbc:PaymentDueDate",
    "BT-72": "cac:Delivery/cbc:ActualDeliveryDate",
    "BT-73": "cac:InvoicePeriod/cbc:StartDate",
    "BT-74": "cac:InvoicePeriod/cbc:EndDate",
}
# France writes the subject of a note in front of its text: #PMT#Indemnité…
_IBAN = re.compile(r"[A-Z]{2}\d\d")
_NOTE = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL)


def facts(root) -> Invoice:
    """The facts of the UBL document ``root``.

    >>> from lxml import etree
    >>> text = '<Invoice xmlns:c="%s"><c:Note>#PMT# 40</c:Note></Invoice>' % NS["cbc"]
    >>> facts(etree.fromstring(text)).notes
    (('PMT', '40'),)
    """

    def text(path):
        return root.xpath(f"string({path})", namespaces=NS).strip()

    def nodes(path):
        return root.xpath(path, namespaces=NS)

    due_code = text("cac:InvoicePeriod/cbc:DescriptionCode")
    return Invoice(
        process=text("cbc:ProfileID"),
        kind=text("cbc:InvoiceTypeCode | cbc:CreditNoteTypeCode"),
        days=tuple(
            Day(term, (node.text or "").strip(), calendar_day(node.text or ""))
            for term, path in _DAYS.items()
            for node in nodes(path)
        ),
        currency=text("cbc:DocumentCurrencyCode"),
        tax_currency=text("cbc:TaxCurrencyCode"),
        currencies=frozenset(nodes("//cbc:*/@currencyID")),
        notes=tuple(_note(node.text or "") for node in nodes("cbc:Note")),
        seller=_party(nodes("cac:AccountingSupplierParty/cac:Party"), "seller"),
        buyer=_party(nodes("cac:AccountingCustomerParty/cac:Party"), "buyer"),
        taxes=tuple(
            Tax(_text(tax, "cac:TaxCategory/cbc:ID"), due_code)
            for tax in nodes("cac:TaxTotal/cac:TaxSubtotal")
        ),
        lines=tuple(map(_line, nodes("cac:InvoiceLine | cac:CreditNoteLine"))),
        payable=number(text("cac:LegalMonetaryTotal/cbc:PayableAmount")),
        terms=text("cac:PaymentTerms/cbc:Note"),
        ibans=tuple(
            node.text
            for node in nodes("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID")
            # Any account stands there.
            if _IBAN.match((node.text or "").strip())
        ),
    )


def _text(node, path: str) -> str:
    return node.xpath(f"string({path})", namespaces=NS).strip()


def _note(text: str) -> tuple[str, str]:
    coded = _NOTE.match(text.strip())
    return (coded[1], coded[2].strip()) if coded else ("", text.strip())


def _pairs(party, path: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (node.get("schemeID", ""), (node.text or "").strip())
        for node in party.xpath(path, namespaces=NS)
    )


def _party(found, term: str) -> Party:
    if not found:
        return Party(term)
    party = found[0]
    taxes = party.xpath(
        "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID", namespaces=NS
    )
    return Party(
        term,
        _text(party, "cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
        _pairs(party, "cac:PartyLegalEntity/cbc:CompanyID"),
        _pairs(party, "cac:PartyIdentification/cbc:ID"),
        _pairs(party, "cbc:EndpointID"),
        tuple((node.text or "").strip() for node in taxes),
    )


def _line(line) -> Line:
    return Line(
        _text(line, "cbc:ID"),
        number(_text(line, "cbc:InvoicedQuantity | cbc:CreditedQuantity")),
        number(_text(line, "cac:Price/cbc:PriceAmount")),
        number(_text(line, "cac:Price/cbc:BaseQuantity") or "1"),
        total(
            _signed(change)
            for change in line.xpath("cac:AllowanceCharge", namespaces=NS)
        ),
        number(_text(line, "cbc:LineExtensionAmount")),
        number(_text(line, "cac:Price/cac:AllowanceCharge/cbc:BaseAmount")),
        total(
            _signed(change)
            for change in line.xpath("cac:Price/cac:AllowanceCharge", namespaces=NS)
        ),
    )


def _signed(change):
    amount = number(_text(change, "cbc:Amount"))
    charge = _text(change, "cbc:ChargeIndicator") in ("true", "1")
    return amount if amount is None or charge else -amount
