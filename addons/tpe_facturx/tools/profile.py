"""Which norm an XML says it follows."""

from dataclasses import dataclass

from .reading import Refused

CII = "cii"
UBL = "ubl"
ZUGFERD1 = "zugferd1"
_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NS = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": f"{_RAM}:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "ram12": f"{_RAM}:12",
    "cac": f"{_UBL}CommonAggregateComponents-2",
    "cbc": f"{_UBL}CommonBasicComponents-2",
}
_ROOTS = {
    f"{{{NS['rsm']}}}CrossIndustryInvoice": CII,
    f"{{{_UBL}Invoice-2}}Invoice": UBL,
    f"{{{_UBL}CreditNote-2}}CreditNote": UBL,
    "{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument": ZUGFERD1,
}
_NORM = "urn:cen.eu:en16931:2017"
_GUIDELINE = {
    CII: "rsm:ExchangedDocumentContext"
    "/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
    UBL: "cbc:CustomizationID",
    ZUGFERD1: ".//ram12:GuidelineSpecifiedDocumentContextParameter/ram12:ID",
}
# From the poorest to the richest: each holds what the one before may hold.
LEVELS = ("minimum", "basicwl", "basic", "en16931", "extended")
_ENDS = {
    "minimum": "minimum",
    "basicwl": "basicwl",
    "basic": "basic",
    "extended": "extended",
    "extended-ctc-fr": "extended-ctc-fr",
}


@dataclass(frozen=True)
class Profile:
    """``syntax``: CII, UBL or ZUGFERD1.  ``level``: the set of official rules to run.

    ``name``: what is told to people; differs from ``level`` for a national use of EN 16931.
    """

    syntax: str
    level: str
    name: str
    guideline: str = ""


def level_of(guideline: str) -> tuple[str, str]:
    """Level and name of a guideline; empty when it is unknown.

    >>> level_of("urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended")
    ('extended', 'extended')
    >>> level_of("urn:cen.eu:en16931:2017")
    ('en16931', 'en16931')
    >>> level_of("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0")
    ('en16931', 'xrechnung')
    >>> level_of("urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0")
    ('en16931', 'cius')
    >>> level_of("urn:factur-x.eu:1p0:gold"), level_of("urn:cen.eu:en16931:2017#gold")
    (('', ''), ('', ''))
    """
    text = guideline.strip()
    end = text.rpartition(":")[2]
    if text == _NORM:
        return "en16931", "en16931"
    ours = any(
        name in text for name in ("factur-x.eu:", "zugferd.de:", "cpro.gouv.fr:")
    )
    if text.startswith(f"{_NORM}#compliant#") and not ours:
        return "en16931", "xrechnung" if "xrechnung" in text else "cius"
    if text.startswith(f"{_NORM}#"):
        level = _ENDS.get(end, "") if ours else ""
        return level, level
    # ZUGFeRD 2.0 wrote these before the two names became one.
    known = text.startswith(("urn:factur-x.eu:1p0:", "urn:zugferd.de:2p0:"))
    level = _ENDS.get(end, "") if known else ""
    return level, level


def profile_of(root) -> Profile:
    """The profile of ``root``; ``Refused`` when it is no invoice we know.

    >>> from lxml import etree
    >>> text = '<Invoice xmlns="%sInvoice-2"/>' % _UBL
    >>> profile_of(etree.fromstring(text)).syntax
    'ubl'
    """
    syntax = _ROOTS.get(root.tag)
    if syntax is None:
        raise Refused(
            "TPE-ROOT",
            f"The XML is no invoice in CII or UBL: its root is {root.tag[:200]}.",
        )
    found = root.xpath(f"string({_GUIDELINE[syntax]}[1])", namespaces=NS).strip()
    if syntax == ZUGFERD1:
        return Profile(syntax, "", "zugferd1", found)
    return Profile(syntax, *level_of(found), found)
