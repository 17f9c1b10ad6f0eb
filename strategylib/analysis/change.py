"""What did a new edition of a strategy add, drop and reword?"""

from __future__ import annotations

from difflib import SequenceMatcher

import pandas as pd

from strategylib.workbook import Workbook

_SAME = 0.6


def change(old: Workbook, new: Workbook, municipality: str) -> pd.DataFrame:
    """Compare two editions of one municipality's strategy.

    Parameters
    ----------
    old, new
        Workbooks that hold the earlier and the later edition.
    municipality
        The municipality's id in both.

    Returns
    -------
    DataFrame
        Columns `change` (`kept, reworded, moved, added, dropped`), `old` and `new` (element ids, missing where there is none),
        `old_label`, `new_label` and `similarity` (0 to 1). Elements of one type are matched, the most similar wording first; below
        0.6 they are different elements. `moved` has the same wording under another parent. Similarity is 2M / T over characters
        (Ratcliff & Metzener 1988).

    Raises
    ------
    ValueError
        When either workbook has no strategy of the municipality.
    """
    for wb in (old, new):
        if municipality not in wb.strategies.index:
            raise ValueError(f"no strategy of {municipality!r} in one of the workbooks")
    before, after = (wb.elements[wb.elements.municipality == municipality] for wb in (old, new))
    matches = _matches(before, after)
    rows: list[tuple[object, ...]] = []
    for a, (b, score) in matches.items():
        kind = _kind((before.label[a], _parent(before, a)), (after.label[b], _parent(after, b)), matches)
        rows.append((kind, a, b, before.label[a], after.label[b], score))
    rows += [("dropped", a, None, before.label[a], None, float("nan")) for a in before.index if a not in matches]
    found = {b for b, _ in matches.values()}
    rows += [("added", None, b, None, after.label[b], float("nan")) for b in after.index if b not in found]
    return pd.DataFrame(rows, columns=["change", "old", "new", "old_label", "new_label", "similarity"])


def _matches(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """Return the new element and its similarity for each old one that has one, the most similar pairs first."""
    scores = []
    for kind in before.type.unique():
        for a, label in before.label[before.type == kind].items():
            matcher = SequenceMatcher(a=label, autojunk=False)
            for b, other in after.label[after.type == kind].items():
                matcher.set_seq2(other)
                if matcher.quick_ratio() >= _SAME and (score := matcher.ratio()) >= _SAME:
                    scores.append((-score, str(a), str(b)))
    matched: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, a, b in sorted(scores):
        if a not in matched and b not in taken:
            matched[a] = (b, -score)
            taken.add(b)
    return {a: matched[a] for a in before.index if a in matched}


def _parent(elements: pd.DataFrame, element: str) -> str | None:
    parent = elements.parent[element]
    return parent if isinstance(parent, str) else None


def _kind(was: tuple[str, str | None], now: tuple[str, str | None], matches: dict[str, tuple[str, float]]) -> str:
    """Return what happened to a matched element, from its label and parent before and after."""
    if was[0] != now[0]:
        return "reworded"
    under = None if was[1] is None else matches.get(was[1], ("", 0.0))[0]
    return "kept" if under == now[1] else "moved"
