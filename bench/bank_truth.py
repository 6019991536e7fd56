"""What the proposals are worth over a year whose truth is known."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from tools.match import Memory, Own, learn, propose

from bench.bank_year import Year

COMPANY = "Atelier Lumière SARL"


@dataclass
class Outcome:
    """What became of the proposals of a year."""

    lines: int = 0
    right: int = 0  # sure, and true
    wrong: int = 0  # sure, and not true
    first: int = 0  # the first proposal is true
    styles: dict = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    errors: list = field(default_factory=list)


def judge(today: date, seed: int, every: int = 7) -> Outcome:
    """Match a year, a week at a time; a person corrects the rest, and it is remembered."""
    books, events = Year(today, seed).make()
    outcome, memories, seen = Outcome(), set(), ()
    for _week, some in groupby(events, key=lambda e: e.line.day.toordinal() // every):
        some = list(some)
        last = some[-1].line.day
        known = [due for due in books.dues.values() if due.issued <= last]
        asked = [event.line for event in some]
        own = Own(COMPANY, recent=seen)
        found = propose(asked, known, books.parties.values(), memories, own)
        seen = (*seen[-60:], *asked)
        before = dict(books.dues)
        for event in some:
            _note(outcome, event, found[event.line.id], before)
            books.settle(event.truth)
            memories |= _learned(before, event)
    return outcome


def _note(outcome, event, proposals, dues):
    best = proposals[0] if proposals else None
    right = bool(best) and _says(best, dues) == _shape(event.truth, dues)
    style = outcome.styles[event.style]
    outcome.lines += 1
    style[0] += 1
    outcome.first += right
    style[3] += right
    if best and best.sure:
        outcome.right += right
        outcome.wrong += not right
        style[1] += right
        style[2] += not right
        if not right:
            outcome.errors.append((event, best))


def _says(proposal, dues):
    """The truth that a proposal claims."""
    if proposal.kind == "transfer":
        return ("account", "58")
    if proposal.kind == "account":
        return ("account", str(proposal.account))
    if proposal.kind == "partner":
        return ("partner", proposal.partner)
    return _shape(("dues", proposal.taken), dues)


def _shape(truth, dues):
    """What each document receives: which of its instalments is the same to everybody."""
    if truth[0] != "dues":
        return truth
    received = defaultdict(int)
    for number, amount in truth[1]:
        received[dues[number].move] += amount
    return ("dues", tuple(sorted(received.items())))


def _learned(dues, event) -> set[Memory]:
    """What a person's choice leaves in memory."""
    kind, value = event.truth
    if kind == "account":
        made = learn(event.line, account=int(value))
    elif kind == "partner":
        made = learn(event.line, partner=value)
    else:
        owners = {dues[number].partner for number, _amount in value}
        made = learn(event.line, partner=owners.pop()) if len(owners) == 1 else None
    return {made} if made else set()


def report(today: date, seeds) -> None:
    """Print what the proposals are worth, by style of label."""
    total = Outcome()
    for seed in seeds:
        found = judge(today, seed)
        print(f"seed {seed}: {found.lines} lines, sure and right "
              f"{found.right / found.lines:.1%}, sure and wrong {found.wrong}, "
              f"first is right {found.first / found.lines:.1%}")  # fmt: skip
        for style, counts in found.styles.items():
            for place, value in enumerate(counts):
                total.styles[style][place] += value
        total.errors += found.errors
    for style, (lines, right, wrong, first) in sorted(total.styles.items()):
        print(
            f"  {style:42} {lines:5} {right / lines:6.0%} {wrong:4} {first / lines:6.0%}"
        )
    for event, best in total.errors[:25]:
        print(event.line.day, event.line.amount, event.line.label, "|", event.truth, "|",
              best.kind, best.taken, [(r.code, r.value) for r in best.reasons])  # fmt: skip


if __name__ == "__main__":
    report(date(2026, 11, 22), range(1, 6))
