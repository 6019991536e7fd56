"""The French part of a Cross Industry Invoice, added to what Odoo's core wrote.

Every step looks first: what another addon already put there stays, what is written twice
in a row is written once.
"""

from . import cii, cii_amounts, cii_lines
from .cii_facts import Facts, Party
from .profiles import EN16931, EXTENDED, GUIDELINES

TRANSACTION = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRANSACTION}/ram:ApplicableHeaderTradeAgreement"
DELIVERY = f"{TRANSACTION}/ram:ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{TRANSACTION}/ram:ApplicableHeaderTradeSettlement"


def enrich(tree, facts: Facts) -> str:
    """Complete ``tree`` in place; the profile it now follows."""
    _document(tree, facts)
    _notes(cii.one(tree, "rsm:ExchangedDocument"), facts.notes)
    agreement = cii.one(tree, AGREEMENT)
    _party(cii.one(agreement, "ram:SellerTradeParty"), facts.seller)
    buyer = cii.one(agreement, "ram:BuyerTradeParty")
    cii.put(buyer, "Name", facts.buyer_name)
    _party(buyer, facts.buyer)
    _outside_scope(agreement, tree)
    settlement = cii.one(tree, SETTLEMENT)
    _delivery(cii.one(tree, DELIVERY), settlement, facts)
    cii_amounts.merge(settlement)
    cii_amounts.book(settlement, facts.taxes)
    lines, exact = cii_amounts.reconcile(settlement, facts.lines, facts.unit)
    cii_lines.write(tree, lines)
    cii_amounts.totals(settlement, facts)
    level = EN16931 if exact else EXTENDED
    _vat_due(settlement, facts)
    _preceding(settlement, facts)
    _guideline(tree, level)
    return level


def _document(tree, facts):
    context = cii.one(tree, "rsm:ExchangedDocumentContext")
    process = cii.ensure(context, "BusinessProcessSpecifiedDocumentContextParameter")
    if not cii.text(process, "ram:ID"):
        cii.put(process, "ID", facts.frame)
    document = cii.one(tree, "rsm:ExchangedDocument")
    cii.put(document, "ID", facts.number)
    cii.put(document, "TypeCode", facts.type_code)


def _guideline(tree, level):
    path = "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter"
    cii.put(cii.one(tree, path), "ID", GUIDELINES[level])


def _notes(document, notes):
    """Each note once; an empty one gets its words.

    >>> from lxml import etree
    >>> document = etree.Element(f"{{{cii.RSM}}}ExchangedDocument")
    >>> for _twice in range(2):
    ...     _notes(document, [("AAB", "Pas d’escompte.")])
    >>> [cii.text(note, "ram:Content") for note in document]
    ['Pas d’escompte.']
    """
    for code, words in notes:
        for note in cii.every(document, "ram:IncludedNote"):
            if cii.text(note, "ram:SubjectCode") == code:
                if not cii.text(note, "ram:Content"):
                    # The official rules let an empty one pass; the law does not.
                    cii.put(note, "Content", words)
                break
        else:
            note = cii.add(document, "IncludedNote")
            cii.add(note, "Content", words)
            cii.add(note, "SubjectCode", code)


def _party(node, party: Party):
    if party.siren:
        organization = cii.ensure(node, "SpecifiedLegalOrganization")
        cii.put(organization, "ID", party.siren, schemeID="0002")
    else:
        for legal in cii.every(node, "ram:SpecifiedLegalOrganization/ram:ID"):
            # 0002 is the French register: a foreign number is not in it.
            legal.attrib.pop("schemeID", None)
    known = {found.get("schemeID") for found in cii.every(node, "ram:GlobalID")}
    if party.siret and "0009" not in known:
        cii.add(node, "GlobalID", party.siret, schemeID="0009")
    if party.address and cii.one(node, "ram:URIUniversalCommunication") is None:
        endpoint = cii.add(node, "URIUniversalCommunication")
        cii.add(endpoint, "URIID", party.address, schemeID=party.scheme)
    numbers = cii.every(node, "ram:SpecifiedTaxRegistration/ram:ID")
    if party.tax_number and "FC" not in {number.get("schemeID") for number in numbers}:
        registration = cii.add(node, "SpecifiedTaxRegistration")
        cii.add(registration, "ID", party.tax_number, schemeID="FC")


def _outside_scope(agreement, tree):
    """Outside the scope of VAT nobody gives a VAT number (BR-O-02)."""
    categories = cii.every(
        tree, f"{SETTLEMENT}/ram:ApplicableTradeTax/ram:CategoryCode"
    )
    if "O" not in {category.text for category in categories}:
        return
    for registration in cii.every(agreement, "*/ram:SpecifiedTaxRegistration"):
        if cii.one(registration, "ram:ID").get("schemeID") == "VA":
            registration.getparent().remove(registration)
    for rate in cii.every(tree, ".//ram:ApplicableTradeTax/ram:RateApplicablePercent"):
        rate.getparent().remove(rate)


def _delivery(delivery, settlement, facts):
    """Where the goods go: told when it is elsewhere, or within the Union (BR-IC-12)."""
    taxes = cii.every(settlement, "ram:ApplicableTradeTax")
    union = any(cii.text(tax, "ram:CategoryCode") == "K" for tax in taxes)
    for party in cii.every(delivery, "ram:ShipToTradeParty"):
        if facts.delivered_elsewhere or union:
            # EN 16931 knows no contact there.
            cii.drop(party, "DefinedTradeContact")
        else:
            delivery.remove(party)


def _vat_due(settlement, facts):
    """BT-8: 72 when VAT is due on payment, 5 when the seller chose debits, else nothing."""
    for tax in cii.every(settlement, "ram:ApplicableTradeTax"):
        cii.drop(tax, "DueDateTypeCode")
        key = cii.vat_key(tax)
        lines = [line for line in facts.lines if line.vat_key == key]
        if key[0] != "S" or not lines:
            continue
        if all(line.on_payment for line in lines):
            cii.add(tax, "DueDateTypeCode", "72")
        elif any(line.on_debit for line in lines):
            cii.add(tax, "DueDateTypeCode", "5")


def _preceding(settlement, facts):
    known = {
        cii.text(found, "ram:IssuerAssignedID")
        for found in cii.every(settlement, "ram:InvoiceReferencedDocument")
    }
    for before in facts.preceding:
        if before.number in known:
            continue
        document = cii.add(settlement, "InvoiceReferencedDocument")
        cii.add(document, "IssuerAssignedID", before.number)
        if before.day:
            cii.date_in(document, "FormattedIssueDateTime", before.day, cii.QDT)
