"""The verdict on an invoice file, ours or anybody's."""

import base64
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from .child import Child, Died
from .inspection import Inspection, inspect
from .official import Job, Outcome, run
from .verdict import FRENCH, OWN, PDF, PROFILE, READ, SCHEMA, Finding, Verdict

READING_SECONDS = 20


def check(
    data: bytes,
    name: str = "",
    today: date | None = None,
    *,
    official: bool = True,
    trusted: bool = False,
) -> Verdict:
    """The verdict on ``data``; ``name`` is only there to be shown.

    ``official=False`` leaves the official rules out: milliseconds instead of a second.
    ``trusted``: a file that this very program made is read in this process.

    >>> check(b"hello", trusted=True).rules
    ['TPE-KIND']
    >>> check(b"hello", trusted=True).not_run
    ('xsd', 'own', 'factur-x', 'br-fr')
    """
    items = [(data, name)]
    (verdict,) = check_many(items, today, official=official, trusted=trusted)
    return verdict


def check_many(
    items: Iterable[tuple[bytes, str]],
    today: date | None = None,
    *,
    official: bool = True,
    trusted: bool = False,
) -> Iterator[Verdict]:
    """The verdict on each of ``items``, pairs of bytes and name, in order.

    The official rules are compiled once for all of them.
    """
    inspected = []

    def jobs():
        with Child("child_inspect", READING_SECONDS) as child:
            for data, _name in items:
                here = inspect if trusted else partial(_inspect_apart, child)
                found = here(data, today)
                inspected.append(found)
                yield _job(found, data)

    if not official:
        for _asked in jobs():
            yield _verdict(
                inspected.pop(), Outcome(reasons=["they were not asked for"])
            )
        return
    for outcome in run(jobs()):
        yield _verdict(inspected.pop(), outcome)


def _inspect_apart(child: Child, data: bytes, today: date | None) -> Inspection:
    job = {
        "data": base64.b64encode(data).decode(),
        "today": today and today.isoformat(),
    }
    try:
        (line,) = child.ask(job)
    except Died as died:
        line, why = {"limit": True}, f"Reading the file was stopped: {died}."
    else:
        why = "Reading the file takes too much memory."
    if "limit" in line:
        return Inspection(
            is_pdf=b"%PDF-" in data[:1024],
            findings=(Finding("TPE-LIMIT", READ, "", why),),
        )
    findings, signs = (
        tuple(Finding(**finding) for finding in line.pop(key))
        for key in ("findings", "signs")
    )
    xml = line.pop("xml")
    return Inspection(
        **line,
        xml=None if xml is None else base64.b64decode(xml),
        findings=findings,
        signs=signs,
    )


def _job(found: Inspection, data: bytes) -> Job:
    return Job(
        found.syntax,
        found.level,
        found.french,
        found.xml if found.level else None,
        data if found.opened else None,
        found.profile if found.profile != found.level else "",
    )


def _verdict(found: Inspection, outcome: Outcome) -> Verdict:
    pdfa = found.is_pdfa if outcome.pdfa is None else outcome.pdfa
    # Where a validator spoke, what we only guess is not told.
    signs = found.signs if outcome.pdfa is None else ()
    if found.is_pdfa is False and not found.signs:
        pdfa = False
    not_applied = _not_applied(found)
    read = found.xml is not None
    ran = {*((SCHEMA, OWN) if read else ()), *outcome.ran}
    wanted = [PDF] if found.is_pdf else []
    wanted += [SCHEMA, OWN, PROFILE, FRENCH]
    not_run = tuple(
        layer for layer in wanted if layer not in ran and layer not in not_applied
    )
    if PDF in not_run and pdfa is False:
        not_run = tuple(layer for layer in not_run if layer != PDF)
    return Verdict(
        found.profile,
        (*found.findings, *signs, *outcome.findings),
        pdfa,
        not_run,
        not_applied,
        tuple(outcome.reasons),
    )


def _not_applied(found: Inspection) -> tuple[str, ...]:
    """The official layers that do not concern a file that was read."""
    if found.xml is None:
        return ()
    return () if found.french else (FRENCH,)
