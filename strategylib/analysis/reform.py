"""What in the strategies carries the values and tasks of the reforms, and could the strategy have known of them?"""

from __future__ import annotations

import pandas as pd

from strategylib.analysis.coded import EDITORS
from strategylib.analysis.strategies import said
from strategylib.locale import Texts, texts
from strategylib.locale.wording import date
from strategylib.model import Element, Reform, Strategy
from strategylib.workbook import Workbook

_COULD_KNOW = {"undated": None, "before_agreed": False, "before_passed": True, "before_in_force": True, "in_force": True}


def reform_lens(wb: Workbook, *, coder: str = EDITORS, named: bool | None = None, language: str | None = None) -> pd.DataFrame:
    """Read the strategies through the reforms: which elements carry each item, and how that may be read in time.

    Parameters
    ----------
    wb
        The workbook; its reforms and their items stand in `reforms.yaml`.
    coder
        Whose reading.
    named
        Look only at named (True) or read (False) elements; both unless given, since a value in prose is one too.
    language
        Language of `label` and `reading`, `da` or `en`.

    Returns
    -------
    DataFrame
        One row an item and municipality. Columns:

        - `reform, item, label, municipality`
        - `n, elements`: how many elements carry the item in their own words, and their ids
        - `doubtful`: those of them that the coder has noted a doubt about
        - `mentions`: elements that only name the reform, such as a policy; the same for every item of a reform
        - `in_scope`: whether the strategy's areas and the reform's meet; missing when the document states no scope
        - `published, agreed, in_force`: ISO dates
        - `could_know`: True when the strategy was published after the reform was agreed or names it, False when it was published before,
          missing when it is undated or its date too coarse to tell
        - `status`: `before_agreed`, `before_passed`, `before_in_force`, `in_force` or `undated`
        - `reading`: the status in a sentence

    Raises
    ------
    ValueError
        When there are no reform codings of that coder.

    Notes
    -----
    n counts elements, 0 and up. The items are read with a codebook, as in content analysis (Krippendorff 2018, Content Analysis,
    ISBN 978-1506395661). An element that carries an item in a strategy older than the reform resembles it and does not answer it; that an
    item is not carried is no fault, since the reform is met in other documents too.
    """
    codings = [one for one in wb.corpus.reform_codings if one.coder == coder]
    if not codings:
        have = ", ".join(sorted({one.coder for one in wb.corpus.reform_codings})) or "none"
        raise ValueError(f"no reform codings of coder {coder!r} in this workbook; coders: {have}")
    words, rows = texts(language), []
    notes = {(one.item, one.element): one.note for one in codings}
    for reform in wb.corpus.reforms:
        for strategy in wb.corpus.strategies:
            wanted = [one for one in strategy.elements if named is None or one.named == named]
            time = _in_time(reform, strategy, words)
            naming = [one.id for one in wanted if _names(one, reform)]
            for item in reform.items:
                carrying = tuple(one.id for one in wanted if (item.id, one.id) in notes)
                rows.append(
                    {
                        "reform": reform.id,
                        "item": item.id,
                        "label": item.en if words.language == "en" else item.da,
                        "municipality": strategy.municipality,
                        "n": len(carrying),
                        "elements": carrying,
                        "doubtful": tuple(one for one in carrying if notes[item.id, one]),
                        "mentions": tuple(one for one in naming if one not in carrying),
                        **time,
                    }
                )
    order = [item.id for reform in wb.corpus.reforms for item in reform.items]
    frame = pd.DataFrame(rows).astype({"could_know": "boolean", "in_scope": "boolean"})
    return frame.sort_values("item", key=lambda items: items.map(order.index), kind="stable", ignore_index=True)


def _names(element: Element, reform: Reform) -> bool:
    words = said(element).casefold()
    return any(name in words for name in reform.names)


def _in_time(reform: Reform, strategy: Strategy, words: Texts) -> dict[str, object]:
    status = _status(strategy.published, reform)
    known = _COULD_KNOW[status]
    if known is None and any(_names(one, reform) for one in strategy.elements):
        known = True
    when = {"agreed": date(reform.agreed, words), "in_force": date(reform.in_force, words)}
    if strategy.published is not None:
        when["published"] = date(strategy.published, words)
    return {
        "in_scope": bool(set(strategy.areas) & set(reform.areas)) if strategy.areas else None,
        "published": strategy.published,
        "agreed": reform.agreed,
        "in_force": reform.in_force,
        "could_know": known,
        "status": status,
        "reading": words(f"reform.status.{status}" if strategy.published or status != "undated" else "reform.no_date", **when),
    }


def _status(published: str | None, reform: Reform) -> str:
    """Place a publication date on the reform's line of time; a date that covers the agreement itself tells nothing."""
    if published is None or _before(published, reform.agreed) is None:
        return "undated"
    if _before(published, reform.agreed):
        return "before_agreed"
    if reform.passed is not None and _before(published, reform.passed):
        return "before_passed"
    return "in_force" if _before(published, reform.in_force) is False else "before_in_force"


def _before(one: str, other: str) -> bool | None:
    """Compare two ISO dates as precisely as both are; None when they fall together and one is coarser than a day."""
    shared = min(len(one), len(other))
    if one[:shared] != other[:shared]:
        return one[:shared] < other[:shared]
    return False if len(one) == len(other) == len("2025-07-01") else None
