"""What have rooms of people said about the strategies: what comes first, where they agree, what they propose and what they decided?

A vote of a room is no coder's judgment: none of this enters the measures of the strategies. Each row has `workshop`, the session, and
`n`, how many answered; with a handful of people a share says little.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from strategylib.graph import WRITTEN
from strategylib.model import AlignmentRelation, Workshop, WorkshopExercise, WorkshopItem
from strategylib.workbook import Workbook

CONSENSUS = 0.75
"""How large a part of those who took a side must be on the same one."""

SPLIT = 2 / 3
"""Up to which part the larger side leaves the room split."""

LEAST = 5
"""How many must have taken a side before anything is said of the room."""

RELATION = {
    "same": AlignmentRelation.CLOSE,
    "broader": AlignmentRelation.NARROW,
    "narrower": AlignmentRelation.BROAD,
    "related": AlignmentRelation.RELATED,
}
"""What a room's word is as a relation from ours to theirs: where ours says more than theirs, theirs is the narrower (SKOS)."""

_SIDES = {"statements": ("agree", "disagree"), "follow_up": ("green", "yellow", "red"), "alignment": (*RELATION, "no")}


def priorities(wb: Workbook) -> pd.DataFrame:
    """Return what rooms put first.

    Returns
    -------
    DataFrame
        One row an item of an exercise of dots, points, ranking or matrix, in the data's order; columns `workshop, date, exercise, kind,
        text, elements` (a tuple), `place` (from 1, ties share it; missing for a matrix), `share` (0 to 1) and `n`. The share is

        - dots: those who gave it a dot, of all who answered
        - points: its points of all points given
        - ranking: its Borda points of the most it could have, n * (k - 1) with k items (Borda 1784)
        - matrix: those who put it above the middle on both scales, of all who placed it; `n` is these
    """
    rows = []
    for room, one, item in _items(wb):
        found = priority(one, item)
        if found is not None:
            share, n = found
            rows.append((room.id, room.date, one.title, one.kind, item.text, item.elements, item.figures.get("place"), share, n))
    columns = ["workshop", "date", "exercise", "kind", "text", "elements", "place", "share", "n"]
    return pd.DataFrame(rows, columns=columns).astype({"place": "Int64", "share": "float64", "n": "int64"})


def priority(one: WorkshopExercise, item: WorkshopItem) -> tuple[float, int] | None:
    """Return an item's share as in `priorities` (not a number where nobody answered) and its n; None for other kinds of exercise."""
    figures, n = item.figures, one.n
    if one.kind == "dots":
        part, whole = figures["voters"], float(n)
    elif one.kind == "points":
        part, whole = figures["total"], float(n * (one.each or 0))
    elif one.kind == "ranking":
        part, whole = figures["borda"], float(n * (len(one.items) - 1))
    elif one.kind == "matrix":
        part, whole, n = figures["first"], figures["n"], int(figures["n"])
    else:
        return None
    return (part / whole if whole else float("nan")), n


def consensus(wb: Workbook) -> pd.DataFrame:
    """Return where rooms agree and where they are split.

    Returns
    -------
    DataFrame
        One row a statement, goal or pair that was answered in words; columns `workshop, date, exercise, kind, text, elements, most` (the
        words that most said), `share` (0 to 1: the largest side of those who took one), `status`, `sides` (how many took a side) and
        `n` (how many answered it). `status` is `consensus` (share >= 3/4), `majority`, `split` (share <= 2/3), or `too_few` (fewer than
        five took a side). Who passed or did not know took no side.

    Notes
    -----
    The bounds are conventions that one can see in the figures beside them; the status of a share near a bound turns on one vote.
    """
    rows = []
    for room, one, item in _items(wb):
        found = agreement(one, item)
        if found is not None:
            rows.append((room.id, room.date, one.title, one.kind, item.text, item.elements, item.most, *found, one.n))
    columns = ["workshop", "date", "exercise", "kind", "text", "elements", "most", "share", "status", "sides", "n"]
    return pd.DataFrame(rows, columns=columns).astype({"share": "float64", "sides": "int64", "n": "int64"})


class Agreement(NamedTuple):
    """The largest side's part of those who took one (0 to 1, or not a number), what that is called, and how many took a side."""

    share: float
    status: str
    sides: int


def agreement(one: WorkshopExercise, item: WorkshopItem) -> Agreement | None:
    """Return how far a room agrees on an item, as in `consensus`; None for exercises that are not answered in words."""
    counts = [int(item.figures[word]) for word in _SIDES.get(one.kind, ())]
    if not counts:
        return None
    sides = sum(counts)
    share = max(counts) / sides if sides else float("nan")
    if sides < LEAST:
        return Agreement(share, "too_few", sides)
    return Agreement(share, "consensus" if share >= CONSENSUS else "split" if share <= SPLIT else "majority", sides)


def proposals(wb: Workbook) -> pd.DataFrame:
    """Return the ideas that were shown in rooms, and core tasks turned into behaviour: elements that no strategy has yet.

    Returns
    -------
    DataFrame
        Columns `workshop, date, exercise, type, text, elements, n`: `type` is `behaviour` for a translation of the core task, missing for
        an idea; `elements` what it was written under, `n` how many wrote in that exercise.
    """
    rows = [
        (room.id, room.date, one.title, "behaviour" if one.kind == "translation" else None, item.text, item.elements, one.n)
        for room, one, item in _items(wb)
        if one.kind in WRITTEN
    ]
    columns = ["workshop", "date", "exercise", "type", "text", "elements", "n"]
    return pd.DataFrame(rows, columns=columns).astype({"n": "int64"})


def room_alignments(wb: Workbook) -> pd.DataFrame:
    """Return how rooms judged pairs of elements across municipalities, beside what coders judged but never among it.

    Returns
    -------
    DataFrame
        One row a pair in a session: `workshop, a, b, relation` (what most said, as in `wb.alignments`; missing when most said no, or
        several words tie), `same, broader, narrower, related, no` (how many said each), `share` (of the word that most said, of all who
        judged the pair) and `n` (these).
    """
    rows = []
    for room, one, item in _items(wb):
        if one.kind == "alignment":
            counts = [int(item.figures[word]) for word in (*RELATION, "no")]
            n = sum(counts)
            relation = RELATION.get(item.most[0]) if len(item.most) == 1 else None
            rows.append((room.id, *item.elements, relation and relation.value, *counts, max(counts) / n if n else float("nan"), n))
    columns = ["workshop", "a", "b", "relation", *RELATION, "no", "share", "n"]
    return pd.DataFrame(rows, columns=columns).astype({"n": "int64", "share": "float64"})


def decisions(wb: Workbook) -> pd.DataFrame:
    """Return what rooms decided: `workshop, date, exercise, text, elements, decision, role, month, involvement`; not said is missing."""
    rows = [
        (room.id, room.date, one.title, item.text, item.elements, *(item.decision.get(name) or None for name in _DECIDED))
        for room, one, item in _items(wb)
        if item.decision
    ]
    return pd.DataFrame(rows, columns=["workshop", "date", "exercise", "text", "elements", "decision", *_DECIDED[1:]])


_DECIDED = ("text", "role", "month", "involvement")


def _items(wb: Workbook) -> Iterator[tuple[Workshop, WorkshopExercise, WorkshopItem]]:
    for room in wb.corpus.workshops:
        for one in room.exercises:
            for item in one.items:
                yield room, one, item
