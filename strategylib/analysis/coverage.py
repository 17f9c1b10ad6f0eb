"""Which themes does each municipality take up, how much, and at which level?"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from strategylib.analysis.coded import EDITORS, Weight, coded_elements
from strategylib.workbook import Workbook


def coverage(
    wb: Workbook,
    by: Literal["municipality", "type"] = "municipality",
    *,
    weight: Weight = "element",
    share: bool = False,
    named: bool | None = True,
    municipality: str | None = None,
    coder: str = EDITORS,
) -> pd.DataFrame:
    """Count the elements about each theme.

    Parameters
    ----------
    wb
        The workbook.
    by
        Columns: `municipality`, or `type` for the common levels (of one municipality when `municipality` is given).
    weight
        `element` counts elements; `level` weights them from vision (1) down to indicator (1/7); `length` counts words.
    share
        Divide each column by its sum: the share of a column's codes that a theme has.
    named
        True (default) looks only at what the documents themselves name, False only at what was read from prose, None mixes both.
    municipality
        Look at one municipality only.
    coder
        Whose codes.

    Returns
    -------
    DataFrame
        Index theme (all of the codebook, in its order), one column a municipality or type, values 0 and up; with `share` 0 to 1, and each
        column that has codes sums to 1. An element with several themes counts once for each. `attrs["n"]` holds the number of elements
        behind each column.

    Notes
    -----
    count(t, c) = sum of w(e) over the elements e of column c coded with theme t; share(t, c) = count(t, c) / sum over t of count(t, c).
    The share is the salience of a theme as in manifesto research (Budge et al. 2001, Mapping Policy Preferences, ISBN 978-0199244003).
    A document written in points has more elements than one in prose: compare shares, and read n beside them.

    Raises
    ------
    ValueError
        When there are no codes of that coder.
    """
    rows = coded_elements(wb, coder=coder, named=named, weight=weight)
    if municipality is not None:
        rows = rows[rows.municipality == municipality]
    columns = (
        list(wb.strategies.index) if by == "municipality" else [kind for kind in dict.fromkeys(wb.elements.type) if kind in set(rows.type)]
    )
    counts = rows.pivot_table(index="theme", columns=by, values="weight", aggfunc="sum", fill_value=0.0)
    counts = counts.reindex(index=wb.themes.index, columns=columns, fill_value=0.0).astype(float)
    counts.columns.name, counts.index.name = by, "theme"
    result = counts / counts.sum().where(counts.sum() > 0) if share else counts
    result = result.fillna(0.0)
    result.attrs["n"] = rows.drop_duplicates("element").groupby(by).size().reindex(columns, fill_value=0).to_dict()
    return result
