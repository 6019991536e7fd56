"""What a check of an invoice file found. Plain Python: no ORM, no clock."""

from dataclasses import asdict, dataclass

ACCEPT = "accept"
REJECT = "reject"

# The layers, in the order they run. One that could not run is named in ``not_run``.
READ = "read"
PDF = "pdfa"
SCHEMA = "xsd"
OWN = "own"
PROFILE = "factur-x"
FRENCH = "br-fr"
LAYERS = (READ, PDF, SCHEMA, OWN, PROFILE, FRENCH)


@dataclass(frozen=True)
class Finding:
    """One rule that a file breaks.

    ``rule``: its id as published (BR-CO-15, BR-FR-10_BT-30…) or one of ours (TPE-…).
    ``layer``: one of ``LAYERS``.  ``where``: the business term (BT-30) or the path in the
    XML.  ``text``: the rule's own words, for whoever knows the norm; the sentence for the
    owner is made from ``rule`` and ``where`` by the model.  ``fatal``: False for a warning.
    """

    rule: str
    layer: str
    where: str = ""
    text: str = ""
    fatal: bool = True


@dataclass(frozen=True)
class Verdict:
    """What all the layers said of one file.

    ``pdfa``: None when the file is no PDF or nothing here can tell.

    >>> broken = Verdict("en16931", (Finding("BR-CO-15", PROFILE),), True, (FRENCH,))
    >>> broken.verdict, broken.rules
    ('reject', ['BR-CO-15'])

    A warning is told, and refuses nothing.

    >>> doubt = Verdict("en16931", (Finding("TPE-SIREN", OWN, fatal=False),))
    >>> doubt.verdict, doubt.rules, doubt.warnings
    ('accept', [], ['TPE-SIREN'])

    A layer that did not run proves nothing: the verdict is that of the layers that did,
    and ``complete`` tells the two apart.

    >>> Verdict("en16931", (), None, (PROFILE, FRENCH)).complete
    False

    ``not_applied``: the layers that do not concern this file, as the French rules an
    invoice from abroad.  ``reasons``: why what did not run did not.
    """

    profile: str
    findings: tuple[Finding, ...] = ()
    pdfa: bool | None = None
    not_run: tuple[str, ...] = ()
    not_applied: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        return REJECT if any(f.fatal for f in self.findings) else ACCEPT

    @property
    def complete(self) -> bool:
        return not self.not_run

    @property
    def stopped(self) -> bool:
        """Whether a layer that is installed failed, or took too long.

        >>> Verdict("", reasons=("saxonche is not installed",)).stopped
        False
        >>> Verdict("", reasons=("official rules: it took more than 60 s",)).stopped
        True
        """
        return any(": " in reason for reason in self.reasons)

    @property
    def rules(self) -> list[str]:
        """Ids of the rules that refuse the file, each once."""
        return list(dict.fromkeys(f.rule for f in self.findings if f.fatal))

    @property
    def warnings(self) -> list[str]:
        """Ids of the rules that only warn, each once."""
        return list(dict.fromkeys(f.rule for f in self.findings if not f.fatal))

    def as_dict(self, file: str) -> dict:
        """One line of ``./tpe check-invoice --json``."""
        return {
            "file": file,
            "verdict": self.verdict,
            "profile": self.profile,
            "rules": self.rules,
            "warnings": self.warnings,
            "pdfa": self.pdfa,
            "not_run": list(self.not_run),
            "not_applied": list(self.not_applied),
            "reasons": list(self.reasons),
            "findings": [asdict(f) for f in self.findings],
        }

    @classmethod
    def from_dict(cls, line: dict) -> "Verdict":
        """The verdict that ``as_dict`` wrote.

        >>> doubt = Verdict("basic", (Finding("TPE-SIREN", OWN, fatal=False),), True)
        >>> Verdict.from_dict(doubt.as_dict("a.pdf")) == doubt
        True
        """
        return cls(
            line["profile"],
            tuple(Finding(**finding) for finding in line["findings"]),
            line["pdfa"],
            *(tuple(line[key]) for key in ("not_run", "not_applied", "reasons")),
        )
