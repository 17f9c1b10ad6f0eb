"""When do an element of a draft and one that a person found match? When their words do.

Of the words that either has, both have at least half (Jaccard of the sets of words >= 0.5), or all words of one are in the other and it has
at least a third of them. An element matches once; pairs are taken from the most alike down, those of the same type first. A quotation of
an element counts as its words too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_HALF, _THIRD = 0.5, 1 / 3


@dataclass(frozen=True)
class Found:
    """An element of a draft or of the data, as far as it is compared."""

    type: str
    wordings: tuple[str, ...]
    named: bool


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def alike(one: str, two: str) -> float:
    """Return how alike two wordings are, from 0 (no match) to 1: the Jaccard of their sets of words where they match."""
    first, second = _words(one), _words(two)
    if not first or not second:
        return 0.0
    shared = len(first & second) / len(first | second)
    inside = (first <= second or second <= first) and min(len(first), len(second)) >= _THIRD * max(len(first), len(second))
    return shared if shared >= _HALF or inside else 0.0


def matches(draft: Sequence[Found], data: Sequence[Found]) -> dict[int, int]:
    """Return which element of the data each matching element of the draft stands for."""
    pairs = []
    for i, mine in enumerate(draft):
        for j, theirs in enumerate(data):
            score = max(alike(one, theirs.wordings[0]) for one in mine.wordings)
            if score:
                pairs.append((score + (mine.type == theirs.type) * 0.5, -i, -j))
    taken: dict[int, int] = {}
    for _, i, j in sorted(pairs, reverse=True):
        if -i not in taken and -j not in taken.values():
            taken[-i] = -j
    return taken


def found_in(elements: Iterable[Mapping[str, Any]]) -> list[Found]:
    """Return the elements of a draft as they are compared."""
    return [Found(one["type"], (one["label"], *(quote["label"] for quote in one.get("quotes", ()))), one["named"]) for one in elements]
