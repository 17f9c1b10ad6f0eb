"""What is a passage of the document taken for, how surely, and why?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from strategylib.model import CASCADE_RANK, ElementType, may_stand_under


@dataclass(slots=True)
class Candidate:
    """A passage taken for an element. `block` is the place of its block; `why` names a text of the locale's section `ingest.why`."""

    type: ElementType
    term: str
    label: str
    block: int
    named: bool
    confidence: float
    why: str
    cue: str = ""
    number: str | None = None
    responsible: str | None = None
    parent: Candidate | None = None
    quotes: list[tuple[str, int]] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    relations: list[tuple[str, Candidate]] = field(default_factory=list)


_GUESSED = frozenset({"run", "bare", "nested", "point-run"})


def comparable(text: str) -> str:
    """Return text without what does not count when two labels are the same: case, punctuation, a number before it."""
    return " ".join(re.findall(r"[\wæøå]+", re.sub(r"^[\d.):\s–-]+", "", text).casefold()))


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates with those of the same words and type made one; the later places become quotes of the first."""
    kept: dict[tuple[ElementType, str], Candidate] = {}
    replaced: dict[int, Candidate] = {}
    surer: dict[str, ElementType] = {}
    for one in (everyone := list(candidates)):
        if one.why not in _GUESSED and one.named:
            surer.setdefault(comparable(one.label), one.type)
    for one in everyone:
        words = comparable(one.label)
        if one.why in _GUESSED and words in surer and words.count(" ") > 2:  # noqa: PLR2004 - the same sentence, and elsewhere it is clear what it is
            one.type = surer[words]
        key = (one.type, words)
        first = kept.setdefault(key, one)
        if first is not one:
            replaced[id(one)] = first
            if one.block != first.block and all(block != one.block for _, block in first.quotes):
                first.quotes.append((one.label, one.block))
            first.number = first.number or one.number
            first.confidence = min(0.98, max(first.confidence, one.confidence) + 0.05)
            first.named = first.named or one.named
            if first.parent is None and one.parent is not first:
                first.parent = one.parent
    found = list(kept.values())
    for one in found:
        if one.parent is not None:
            one.parent = replaced.get(id(one.parent), one.parent)
    return [_placed(one) for one in found]


def _ancestors(one: Candidate) -> Iterator[Candidate]:
    seen: set[int] = set()
    parent = one.parent
    while parent is not None and id(parent) not in seen:
        seen.add(id(parent))
        yield parent
        parent = parent.parent


def _placed(one: Candidate) -> Candidate:
    """Give a candidate the nearest ancestor that its type may stand under, and none that leads back to itself."""
    for ancestor in _ancestors(one):
        allowed = may_stand_under(one.type, ancestor.type) and one.type in CASCADE_RANK
        if ancestor is not one and allowed and not any(above is one for above in _ancestors(ancestor)):
            one.parent = ancestor
            return one
    one.parent = None
    return one
