"""How alike are the municipalities in what they take up, by which measure, and how sure is that?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from strategylib.analysis.coded import EDITORS, Weight, coded_elements
from strategylib.analysis.coverage import coverage
from strategylib.workbook import Workbook

Measure = Literal["jaccard", "dice", "overlap_coefficient", "salience", "cosine", "congruence"]
Array = npt.NDArray[np.float64]

# Every measure compares theme counts along the last axis and broadcasts over the others: one call compares two
# municipalities, all pairs, or a thousand samples. An empty vector gives nan.


def _ratio(numerator: npt.NDArray[np.generic], denominator: npt.NDArray[np.generic]) -> Array:
    top, bottom = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    result: Array = np.full(np.broadcast(top, bottom).shape, np.nan)
    np.divide(top, bottom, out=result, where=bottom > 0)
    return result


def _shares(counts: Array) -> Array:
    return _ratio(counts, counts.sum(-1, keepdims=True))


def _jaccard(a: Array, b: Array) -> Array:
    return _ratio(((a > 0) & (b > 0)).sum(-1), ((a > 0) | (b > 0)).sum(-1))


def _dice(a: Array, b: Array) -> Array:
    return _ratio(2 * ((a > 0) & (b > 0)).sum(-1), (a > 0).sum(-1) + (b > 0).sum(-1))


def _overlap_coefficient(a: Array, b: Array) -> Array:
    return _ratio(((a > 0) & (b > 0)).sum(-1), np.minimum((a > 0).sum(-1), (b > 0).sum(-1)))


def _salience(a: Array, b: Array) -> Array:
    return np.asarray(np.minimum(_shares(a), _shares(b)).sum(-1))


def _cosine(a: Array, b: Array) -> Array:
    return _ratio((a * b).sum(-1), np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))


def _congruence(a: Array, b: Array) -> Array:
    return np.asarray(1 - np.abs(_shares(a) - _shares(b)).max(-1))


MEASURES: dict[Measure, Callable[[Array, Array], Array]] = {
    "jaccard": _jaccard,
    "dice": _dice,
    "overlap_coefficient": _overlap_coefficient,
    "salience": _salience,
    "cosine": _cosine,
    "congruence": _congruence,
}
"""The measures: each takes two arrays of theme counts (0 and up, themes along the last axis) and returns 0 (nothing in common) to 1."""


def overlap(
    wb: Workbook, *, measure: Measure = "salience", weight: Weight = "element", named: bool | None = True, coder: str = EDITORS
) -> pd.DataFrame:
    """Compare every pair of municipalities by their themes.

    Parameters
    ----------
    wb
        The workbook.
    measure
        With A, B the sets of themes taken up and p, q the themes' shares:

        - `jaccard`: |A ∩ B| / |A ∪ B| (Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x)
        - `dice`: 2 |A ∩ B| / (|A| + |B|) (Dice 1945, doi:10.2307/1932409)
        - `overlap_coefficient`: |A ∩ B| / min(|A|, |B|) (Szymkiewicz 1934); 1 when one holds all themes of the other
        - `salience`: Σ min(p, q) (Renkonen 1938): how much of the attention is spent on the same
        - `cosine`: p·q / (‖p‖ ‖q‖) (Salton & McGill 1983, ISBN 978-0070544840)
        - `congruence`: 1 - max |p - q|: how far apart they are on the theme where they differ most
    weight, named, coder
        As in `coverage`.

    Returns
    -------
    DataFrame
        Municipality x municipality, symmetric, 0 to 1, the diagonal 1; missing where a municipality has no codes.
        The first three only ask whether a theme is there at all and grow with the number of elements: read them beside n.

    Raises
    ------
    ValueError
        When `measure` is unknown or there are no codes of that coder.
    """
    if measure not in get_args(Measure):
        raise ValueError(f"measure must be one of {', '.join(get_args(Measure))}, not {measure!r}")
    return _compared(coverage(wb, weight=weight, named=named, coder=coder), measure)


def _compared(counts: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Return every pair of columns of a coverage compared by one measure."""
    matrix = counts.to_numpy().T
    scores = MEASURES[measure](matrix[:, None, :], matrix[None, :, :])
    empty = matrix.sum(axis=1) == 0
    scores[empty] = scores[:, empty] = np.nan
    result = pd.DataFrame(scores, index=counts.columns, columns=counts.columns)
    result.index.name = result.columns.name = "municipality"
    result.attrs["n"] = counts.attrs["n"]
    return result


def overlap_report(
    wb: Workbook,
    *,
    measure: Measure = "salience",
    weight: Weight = "element",
    named: bool | None = True,
    coder: str = EDITORS,
    samples: int = 1000,
    seed: int = 1,
) -> pd.DataFrame:
    """Report every pair with n, the shared and the unique themes, and how far the score moves when elements are drawn again.

    Parameters
    ----------
    wb, measure, weight, named, coder
        As in `overlap`.
    samples
        Bootstrap samples: each draws, in each municipality, as many elements as it has, with replacement.
    seed
        Of the random draws; the same seed gives the same range.

    Returns
    -------
    DataFrame
        Index `a, b`; `score`, `low` and `high` (the middle 95 % of the samples), `n_a` and `n_b` (elements), `shared`, `only_a`,
        `only_b` and `missing` (tuples of themes; `missing` are those of the codebook that neither takes up). Best pair first. The range
        says how much hangs on single elements; it is no test, and five documents allow no p-value. Drawing again loses themes, so
        every measure tends to fall in the samples, the set measures (`jaccard`, `dice`, `overlap_coefficient`) most: the score may
        stand above the middle of its range.
    """
    rows = coded_elements(wb, coder=coder, named=named, weight=weight)
    counts = coverage(wb, weight=weight, named=named, coder=coder)
    scores = _compared(counts, measure).to_numpy()
    themes, has = np.array(counts.index), counts.to_numpy().T > 0
    groups = {str(name): group for name, group in rows.groupby("municipality")}
    draws = np.stack([_drawn(groups.get(str(name), rows.iloc[:0]), list(counts.index), samples, seed) for name in counts])
    report = []
    for x, a in enumerate(counts):
        ranges = _middle(MEASURES[measure](draws[x], draws[x + 1 :]))
        for y, (b, (low, high)) in enumerate(zip(counts.columns[x + 1 :], ranges, strict=True), x + 1):
            masks = (has[x] & has[y], has[x] & ~has[y], ~has[x] & has[y], ~has[x] & ~has[y])
            n_a, n_b = counts.attrs["n"][a], counts.attrs["n"][b]
            report.append((a, b, scores[x, y], low, high, n_a, n_b, *(tuple(themes[mask]) for mask in masks)))
    columns = ["a", "b", "score", "low", "high", "n_a", "n_b", "shared", "only_a", "only_b", "missing"]
    return pd.DataFrame(report, columns=columns).set_index(["a", "b"]).sort_values("score", ascending=False, kind="stable")


def _middle(moved: Array) -> Array:
    """Return between which two values the middle 95 % of each row lie; nan for a row without values."""
    result = np.full((len(moved), 2), np.nan)
    known = ~np.isnan(moved).all(axis=-1)
    if known.any():
        quantile = np.nanquantile if np.isnan(moved[known]).any() else np.quantile  # the first goes row by row
        result[known] = quantile(moved[known], [0.025, 0.975], axis=-1).T
    return result


def _drawn(rows: pd.DataFrame, themes: list[str], samples: int, seed: int) -> Array:
    """Return `samples` vectors of theme counts, each from as many elements as there are, drawn with replacement."""
    elements, size = rows.element.factorize(sort=True)[0], rows.element.nunique()
    if not size or not samples:
        return np.zeros((samples, len(themes)))
    matrix = np.zeros((size, len(themes)))
    np.add.at(matrix, (elements, pd.Index(themes).get_indexer(pd.Index(rows.theme))), rows.weight)
    times = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=samples)
    return np.asarray(times @ matrix, dtype=float)


def measure_laboratory(wb: Workbook, *, weight: Weight = "element", coder: str = EDITORS) -> pd.DataFrame:
    """Show where the ranking of "most alike" flips between measures, and between what is named and all.

    Returns
    -------
    DataFrame
        Index `a, b`; columns a MultiIndex of `elements` (`named`, `all`) and measure; values the pair's rank, 1 for most alike, ties
        sharing the mean. `attrs["flips"]` is the number of pairs whose rank differs by two or more between any two columns. A pair
        that stays at the top whatever one chooses is alike; one that jumps is alike in one sense only.
    """
    ranks = {}
    for elements, named in (("named", True), ("all", None)):
        counts = coverage(wb, weight=weight, named=named, coder=coder)
        for measure in get_args(Measure):
            scores = _compared(counts, measure)
            upper = np.triu_indices(len(scores), k=1)
            pairs = pd.MultiIndex.from_arrays([scores.index[upper[0]], scores.index[upper[1]]], names=["a", "b"])
            ranks[elements, measure] = pd.Series(scores.to_numpy()[upper], index=pairs).rank(ascending=False)
    result = pd.DataFrame(ranks)
    result.columns.names = ["elements", "measure"]
    result.attrs["flips"] = int(((result.max(axis=1) - result.min(axis=1)) >= 2).sum())  # noqa: PLR2004 - one rank is noise
    return result.loc[result.mean(axis=1).sort_values(kind="stable").index]
