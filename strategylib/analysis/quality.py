"""Which of the things that make a plan good does each document have, and where?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from strategylib.analysis.quality_points import POINTS, Finding, View
from strategylib.analysis.strategies import chosen
from strategylib.locale import Texts, texts
from strategylib.locale.wording import listing
from strategylib.model import Strategy
from strategylib.workbook import Workbook

_COLUMNS = ["municipality", "point", "label", "rule", "present", "evidence", "document", "looked_in", "note"]
_FULL = 2


def quality(
    wb: Workbook, municipality: str | Sequence[str] | None = None, *, named: bool | None = None, language: str | None = None
) -> pd.DataFrame:
    """Score the documents on the points that plan evaluation asks for.

    Parameters
    ----------
    wb
        The workbook.
    municipality
        One or several municipalities; all unless given.
    named
        Look only at named (True) or read (False) elements; both unless given. With both, what is only read from prose counts as partly.
    language
        Language of the texts, `da` or `en`.

    Returns
    -------
    DataFrame
        One row a point and municipality. Columns:

        - `municipality, point, label`: `point` is an id of `quality_points.POINTS`
        - `rule`: by what the grade is given, in a sentence
        - `present`: 0 absent, 1 partly, 2 present
        - `evidence`: the ids of the elements behind it
        - `document`: facts of the document as a whole behind it, as (field, first line, last line)
        - `looked_in`: what was looked at and how much of it there is
        - `note`: why the document's own gaps say that it is absent or partial; missing where they do not

        `attrs["caveat"]` says how to read it.

    Raises
    ------
    ValueError
        When a municipality has no strategy here.

    Notes
    -----
    The points follow the plan-quality literature: fact base, goals, policies, implementation, monitoring, coordination and participation
    (Baer 1997, doi:10.1080/01944369708975926; Berke & Godschalk 2009, doi:10.1177/0885412208327014). Grades of 0 to 2 and their limits are
    discussed by Lyles & Stevens 2014, doi:10.1177/0739456X14549752. A score card measures the document and not the work: a point may be
    met in another document, and a point that is met may be met badly.
    """
    words, rows = texts(language), []
    for strategy in chosen(wb, municipality):
        view = View(strategy, tuple(one for one in strategy.elements if named is None or one.named == named))
        rows += [_row(strategy, view, point, words) for point in POINTS]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame.attrs["caveat"] = words("quality.caveat")
    return frame


def quality_total(
    wb: Workbook, municipality: str | Sequence[str] | None = None, *, named: bool | None = None, language: str | None = None
) -> pd.DataFrame:
    """Add up the score card.

    Parameters
    ----------
    wb, municipality, named, language
        As in `quality`.

    Returns
    -------
    DataFrame
        Index municipality; columns `full, partly, absent` (counts of points), `points` (how many there are), `share`: points present in
        full or partly / points, 0 to 1, and `score`: sum of the grades / (2 x points), 0 to 1. `attrs["caveat"]` says how to read it.

    Raises
    ------
    ValueError
        When a municipality has no strategy here.
    """
    card = quality(wb, municipality, named=named, language=language)
    grades = card.groupby("municipality", sort=False).present
    total = pd.DataFrame({name: card[card.present == grade].groupby("municipality").size() for grade, name in _GRADES.items()})
    total = total.reindex(list(dict.fromkeys(card.municipality))).fillna(0).astype(int)
    total["points"] = grades.size()
    total["share"] = (total.full + total.partly) / total.points
    total["score"] = grades.sum() / (_FULL * total.points)
    total.attrs["caveat"] = card.attrs["caveat"]
    return total


_GRADES = {2: "full", 1: "partly", 0: "absent"}


def _row(strategy: Strategy, view: View, point: str, words: Texts) -> dict[str, object]:
    rule = POINTS[point]
    found = rule.rule(view)
    gaps = [gap.why for gap in strategy.gaps if rule.gap.search(gap.what)] if found.present < _FULL else []
    return {
        "municipality": strategy.municipality,
        "point": point,
        "label": words(f"quality.points.{point}.label"),
        "rule": words(f"quality.points.{point}.rule"),
        "present": found.present,
        "evidence": found.evidence,
        "document": found.document,
        "looked_in": _looked(found, view, words),
        "note": " ".join(gaps) or None,
    }


def _looked(found: Finding, view: View, words: Texts) -> str:
    """Say what was looked at: how many elements of which types, and which fields."""
    fields = listing([words(f"quality.fields.{name}") for name in found.fields], words)
    if not found.kinds:
        n = len(view.elements)
        return words.count("quality.all", n, fields=fields) if "label" in found.fields else fields
    kinds = [f"{n} {words.count(f'types.{kind.value}', n)}" for kind in found.kinds for n in [len(view.of([kind]))]]
    return words("quality.looked", kinds=listing(kinds, words), fields=fields) if fields else listing(kinds, words)
