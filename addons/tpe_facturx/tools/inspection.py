"""All that can be said of a file in this process: reading, PDF, XSD, own checks."""

from dataclasses import dataclass
from datetime import date

from . import checks_own, checks_pdf, checks_schema, facts_cii, facts_ubl, pdf_reading
from .facts import Invoice
from .profile import CII, UBL, ZUGFERD1, Profile, profile_of
from .reading import Refused, kind, parse_xml
from .verdict import SCHEMA, Finding

# A PDF that breaks one of these is no PDF/A-3, whatever else it does right.
_PDFA_RULES = {
    "TPE-PDF-ENCRYPTED",
    "TPE-XMP",
    "TPE-XMP-PDFA",
    "TPE-PDFA",
    "TPE-PDF-SCRIPT",
}


@dataclass(frozen=True)
class Inspection:
    """``level``: the official rules to run on ``xml``; empty when there are none.

    ``opened``: a PDF that could be opened, whatever it holds.
    ``signs``: what says that a PDF is no PDF/A-3, for want of a validator.
    """

    is_pdf: bool = False
    opened: bool = False
    profile: str = ""
    syntax: str = ""
    level: str = ""
    french: bool = False
    xml: bytes | None = None
    findings: tuple[Finding, ...] = ()
    signs: tuple[Finding, ...] = ()

    @property
    def is_pdfa(self) -> bool | None:
        """False when something here forbids it; None when a validator must tell."""
        if not self.is_pdf:
            return None
        broken = {finding.rule for finding in self.findings + self.signs}
        missing = any("has no AFRelationship" in f.text for f in self.findings)
        return False if missing or broken & _PDFA_RULES else None


def inspect(data: bytes, today: date | None = None) -> Inspection:
    """What ``data`` is and what is wrong with it.

    >>> inspect(b"hello").findings[0].rule
    'TPE-KIND'
    >>> inspect(b"<hello/>").findings[0].rule
    'TPE-ROOT'
    """
    try:
        what = kind(data)
    except Refused as no:
        return Inspection(findings=(no.finding,))
    return _inspect_pdf(data, today) if what == "pdf" else _inspect_xml(data, today)


def _inspect_pdf(data: bytes, today: date | None) -> Inspection:
    try:
        pdf = pdf_reading.read(data)
    except Refused as no:
        return Inspection(True, findings=(no.finding,))
    signs = tuple(checks_pdf.check_signs(pdf))
    try:
        invoice = checks_pdf.invoice_of(pdf)
    except Refused as no:
        return Inspection(True, True, findings=(no.finding,), signs=signs)
    inside = _inspect_xml(invoice.data or b"", today)
    profile = Profile(inside.syntax, inside.level, inside.profile)
    around = (
        *checks_pdf.check_attachment(pdf, invoice),
        *checks_pdf.check_xmp(pdf, invoice, profile if inside.syntax else None),
    )
    return Inspection(
        True,
        True,
        inside.profile,
        inside.syntax,
        inside.level,
        inside.french,
        inside.xml,
        (*around, *inside.findings),
        signs,
    )


def _inspect_xml(data: bytes, today: date | None) -> Inspection:
    profile, findings = None, []
    try:
        root = parse_xml(data)
        profile = profile_of(root)
    except Refused as no:
        return Inspection(findings=(no.finding,))
    level = ""
    if profile.level or profile.syntax not in (CII, UBL):
        findings, level = checks_schema.check(root, profile)
    else:
        text = (
            f"The guideline {profile.guideline[:120]!r} is of no profile of EN 16931."
        )
        findings = [Finding("TPE-PROFILE", SCHEMA, "BT-24", text)]
    if profile.syntax == ZUGFERD1:
        text = "ZUGFeRD 1 came before EN 16931: nobody has to accept it any more."
        findings.append(Finding("TPE-PROFILE-OLD", SCHEMA, "BT-24", text))
    invoice = _facts(root, profile)
    findings += checks_own.check(invoice, today, profile.level, level)
    return Inspection(
        False,
        False,
        profile.name,
        profile.syntax,
        level,
        invoice.french,
        data,
        tuple(findings),
    )


def _facts(root, profile: Profile) -> Invoice:
    if profile.syntax == CII:
        return facts_cii.facts(root)
    return facts_ubl.facts(root) if profile.syntax == UBL else Invoice()
