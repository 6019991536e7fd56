"""What a version of a procedure says, as plain values.

This is the one format of a procedure outside the database: the digest of an approved
version, the difference between two versions, and the file that is exported and imported
are made from it.  The names of the fields are the keys of the file.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import NamedTuple

# What a version says beside its steps.
TEXTS = ("objective", "trigger", "prerequisites", "inputs", "outputs")


@dataclass(frozen=True)
class StepContent:
    """A step: who, what, how long, when it is well done."""

    name: str
    key: str = ""
    role: str = ""
    what: str = ""  # HTML
    minutes: int = 0
    criterion: str = ""
    checklist: tuple[str, ...] = ()
    link: str = ""
    document: str = ""  # name of the file
    document_digest: str = ""
    media: str = ""  # name of the picture or short video
    media_digest: str = ""


@dataclass(frozen=True)
class Content:
    """A version: why, when, with what, and its steps in their order."""

    objective: str = ""
    trigger: str = ""
    prerequisites: str = ""
    inputs: str = ""
    outputs: str = ""
    steps: tuple[StepContent, ...] = ()


class Difference(NamedTuple):
    """One thing that changed.

    ``kind`` is ``added``, ``removed``, ``moved`` or ``changed``; ``step`` the name of the
    step, empty for the version itself; ``field`` what changed there.
    """

    kind: str
    step: str
    field: str = ""
    before: str = ""
    after: str = ""


def digest(content: Content) -> str:
    """Fingerprint of a content: the same words give the same letters.

    >>> digest(Content("Be paid")) == digest(Content("Be paid"))
    True
    >>> digest(Content("Be paid")) == digest(Content("Be paid sooner"))
    False
    """
    text = json.dumps(asdict(content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def differences(old: Content, new: Content) -> list[Difference]:
    """What a reader of ``old`` has to know about ``new``, in the order of ``new``.

    A step keeps its key from one version to the next, whatever its name becomes.

    >>> call, send = StepContent("Call", "a", minutes=5), StepContent("Send", "b")
    >>> late = StepContent("Phone", "a", minutes=5)
    >>> for found in differences(
    ...     Content("x", steps=(call, send)), Content("y", steps=(send, late))
    ... ):
    ...     print(found)
    Difference(kind='changed', step='', field='objective', before='x', after='y')
    Difference(kind='moved', step='Send', field='', before='2', after='1')
    Difference(kind='changed', step='Phone', field='name', before='Call', after='Phone')
    >>> differences(Content(steps=(call,)), Content(steps=(send,)))[0].kind
    'removed'
    """
    found = list(_changed("", old, new, skip={"steps"}))
    before = {step.key: step for step in old.steps}
    after = {step.key: step for step in new.steps}
    found += [
        Difference("removed", step.name) for step in old.steps if step.key not in after
    ]
    for step in new.steps:
        known = before.get(step.key)
        if known is None:
            found.append(Difference("added", step.name))
            continue
        found += _changed(step.name, known, step, skip={"key"})
    return _with_moves(found, old, new)


def _with_moves(found, old, new):
    """``found`` with the steps that stand elsewhere among those that stayed."""
    kept = {step.key for step in old.steps} & {step.key for step in new.steps}
    were = [step.key for step in old.steps if step.key in kept]
    moved = []
    for rank, step in enumerate(step for step in new.steps if step.key in kept):
        place = were.index(step.key)
        if place != rank:
            # Every step that one move pushes by a place is not news.
            were.insert(rank, were.pop(place))
            ranks = [one.key for one in old.steps], [one.key for one in new.steps]
            first, second = (keys.index(step.key) + 1 for keys in ranks)
            moved.append(Difference("moved", step.name, "", str(first), str(second)))
    of_version = [one for one in found if not one.step]
    of_steps = [one for one in found if one.step]
    return of_version + moved + of_steps


def _changed(step, old, new, skip):
    for field in fields(new):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in skip and before != after:
            yield Difference("changed", step, field.name, _words(before), _words(after))


def _words(value):
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value)
