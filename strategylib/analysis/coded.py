"""Which coded elements does a measure look at? The one place where coder, naming and weight are chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd

from strategylib.model import CASCADE_RANK, ElementType
from strategylib.workbook import Workbook

EDITORS = "redaktion"
"""The coder whose judgments are used unless another is asked for: the project's own settled reading."""

Weight = Literal["element", "level", "length"]

NOT_CODED = (ElementType.FORUM, ElementType.CASCADE_LEVEL, ElementType.PERIOD, ElementType.TARGET_GROUP)
"""Types that neither commit nor explain, and so carry no theme."""


def level_weight(kind: str) -> float:
    """Return how much a type counts when levels are weighted: 1 for a vision down to 1/7 for an indicator, 1/4 outside the cascade."""
    rank = CASCADE_RANK.get(ElementType(kind))
    return 0.25 if rank is None else 1 / (rank + 1)


def coded_elements(wb: Workbook, *, coder: str = EDITORS, named: bool | None = True, weight: Weight = "element") -> pd.DataFrame:
    """Return one row for each code of each element.

    Parameters
    ----------
    wb
        The workbook.
    coder
        Whose codes.
    named
        True for elements that the document itself names, False for those read from its prose, None for both together.
    weight
        What an element counts: `element` 1; `level` from 1 (vision) down to 1/7 (indicator); `length` the number of words of its label.

    Returns
    -------
    DataFrame
        Columns `element, municipality, type, theme, rank, named, weight`.

    Raises
    ------
    ValueError
        When the workbook has no codes of that coder.
    """
    codes = wb.codings[wb.codings.coder == coder]
    if codes.empty:
        have = ", ".join(sorted(wb.codings.coder.unique())) or "none"
        raise ValueError(f"no codes of coder {coder!r} in this workbook; coders: {have}")
    rows = codes.merge(wb.elements, left_on="element", right_index=True)
    if named is not None:
        rows = rows[rows.named == named]
    counts: dict[Weight, Callable[[pd.DataFrame], pd.Series | float]] = {
        "element": lambda _: 1.0,
        "level": lambda rows: rows.type.map(level_weight),
        "length": lambda rows: rows.label.map(lambda label: len(label.split())),
    }
    rows = rows.assign(weight=counts[weight](rows)).astype({"weight": float})
    return rows[["element", "municipality", "type", "theme", "rank", "named", "weight"]].reset_index(drop=True)
