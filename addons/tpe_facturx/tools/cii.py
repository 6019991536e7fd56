"""Reading and writing a Cross Industry Invoice in place. Plain Python: no ORM, no clock."""

import re
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

CENT = Decimal("0.01")
RAM = (
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
)
RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
QDT = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
NAMESPACES = {"ram": RAM, "rsm": RSM, "udt": UDT, "qdt": QDT}

# What XML 1.0 cannot hold: people paste them with a text.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_PARTY = (
    *("ID", "GlobalID", "Name", "RoleCode", "Description"),
    *("SpecifiedLegalOrganization", "DefinedTradeContact", "PostalTradeAddress"),
    *("URIUniversalCommunication", "SpecifiedTaxRegistration"),
)
# Where the schema wants each child, for the parents that get new ones.
ORDER = {
    "ExchangedDocumentContext": (
        "BusinessProcessSpecifiedDocumentContextParameter",
        "GuidelineSpecifiedDocumentContextParameter",
    ),
    "ExchangedDocument": ("ID", "Name", "TypeCode", "IssueDateTime", "IncludedNote"),
    "IncludedNote": ("Content", "SubjectCode"),
    "SellerTradeParty": _PARTY,
    "BuyerTradeParty": _PARTY,
    "IncludedSupplyChainTradeLineItem": (
        *("AssociatedDocumentLineDocument", "SpecifiedTradeProduct"),
    ),
    "SpecifiedTradeProduct": (
        *("GlobalID", "SellerAssignedID", "BuyerAssignedID", "Name", "Description"),
    ),
    "GrossPriceProductTradePrice": (
        *("ChargeAmount", "BasisQuantity", "AppliedTradeAllowanceCharge"),
    ),
    "NetPriceProductTradePrice": ("ChargeAmount", "BasisQuantity"),
    "ApplicableHeaderTradeSettlement": (
        *("CreditorReferenceID", "PaymentReference", "TaxCurrencyCode"),
        *("InvoiceCurrencyCode", "PayeeTradeParty"),
        *("SpecifiedTradeSettlementPaymentMeans", "ApplicableTradeTax"),
        *("BillingSpecifiedPeriod", "SpecifiedTradeAllowanceCharge"),
        *("SpecifiedTradePaymentTerms",),
        *("SpecifiedTradeSettlementHeaderMonetarySummation",),
        *("InvoiceReferencedDocument",),
    ),
    "ApplicableTradeTax": (
        *("CalculatedAmount", "TypeCode", "ExemptionReason", "BasisAmount"),
        *("CategoryCode", "ExemptionReasonCode", "TaxPointDate"),
        *("DueDateTypeCode", "RateApplicablePercent"),
    ),
    "SpecifiedTradePaymentTerms": ("Description", "DueDateDateTime"),
    "SpecifiedTradeSettlementHeaderMonetarySummation": (
        *("LineTotalAmount", "ChargeTotalAmount", "AllowanceTotalAmount"),
        *("TaxBasisTotalAmount", "TaxTotalAmount", "RoundingAmount"),
        *("GrandTotalAmount", "TotalPrepaidAmount", "DuePayableAmount"),
    ),
}


def clean(text: str) -> str:
    """``text`` as an XML can hold it.

    >>> clean("Pose\\x0b des volets\\ufffe")
    'Pose des volets'
    """
    return _UNWRITABLE.sub("", text)


def local(node) -> str:
    """Name of an element without its namespace."""
    return etree.QName(node).localname


def one(node, path: str):
    """The first element at ``path`` (prefixes of ``NAMESPACES``), or None."""
    return node.find(path, NAMESPACES)


def every(node, path: str) -> list:
    return node.findall(path, NAMESPACES)


def text(node, path: str) -> str:
    """What is written at ``path``, stripped; empty when it is not there."""
    return (node.findtext(path, "", NAMESPACES) or "").strip()


def add(parent, name: str, value: str | None = None, **attributes: str):
    """A new child ``ram:name``, after those that the schema puts before it.

    >>> party = etree.Element(f"{{{RAM}}}SellerTradeParty")
    >>> for name in ("SpecifiedTaxRegistration", "Name", "GlobalID", "Name"):
    ...     child = add(party, name)
    >>> [local(child) for child in party]
    ['GlobalID', 'Name', 'Name', 'SpecifiedTaxRegistration']
    """
    child = etree.Element(f"{{{RAM}}}{name}", **attributes)
    child.text = None if value is None else clean(value)
    order = ORDER.get(local(parent), ())
    rank = order.index(name) if name in order else len(order)
    after = [
        at
        for at, sibling in enumerate(parent)
        if local(sibling) in order[: rank + 1] or rank == len(order)
    ]
    parent.insert(after[-1] + 1 if after else 0, child)
    return child


def ensure(parent, name: str):
    """The first child ``ram:name``, made when it is missing."""
    found = one(parent, f"ram:{name}")
    return add(parent, name) if found is None else found


def put(parent, name: str, value: str, **attributes: str):
    """Write ``value`` in the first child ``ram:name``, made when it is missing."""
    child = ensure(parent, name)
    child.text = clean(value)
    child.attrib.update(attributes)
    return child


def drop(parent, name: str) -> None:
    for child in every(parent, f"ram:{name}"):
        parent.remove(child)


def date_in(parent, name: str, day, space: str = UDT) -> None:
    """``day`` in ``parent/name``, as 102 = YYYYMMDD."""
    holder = ensure(parent, name)
    for child in list(holder):
        holder.remove(child)
    stamp = etree.SubElement(holder, f"{{{space}}}DateTimeString", format="102")
    stamp.text = day.strftime("%Y%m%d")


def number(node, path: str) -> Decimal:
    return Decimal(text(node, path) or 0)


def money(value: Decimal) -> str:
    """
    >>> money(Decimal("2.675")), money(Decimal("-0.001")), money(Decimal(3))
    ('2.68', '0.00', '3.00')
    """
    rounded = value.quantize(CENT, ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):.2f}"


def vat_key(tax) -> tuple[str, Decimal]:
    """Category and rate: what tells one breakdown of VAT from another."""
    return text(tax, "ram:CategoryCode"), number(tax, "ram:RateApplicablePercent")
