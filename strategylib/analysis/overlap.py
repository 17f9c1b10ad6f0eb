"""How alike are the municipalities in what they take up, by which measure, and how sure is that?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from strategylib.analysis.coded import EDITORS, Weight, coded_elements
from strategylib.analysis.coverage import coverage
from strategylib.workbook import Workbook

Measure = Literal["jaccard", "dice", "overlap_coefficient", "salience", "cosine", "congruence"]
Vector = npt.NDArray[np.float64]


def _safe(numerator: float, denominator: float) -> float:
    return float(numerator / denominator) if denominator else float("nan")


def _jaccard(a: Vector, b: Vector) -> float:
    return _safe(((a > 0) & (b > 0)).sum(), ((a > 0) | (b > 0)).sum())


def _dice(a: Vector, b: Vector) -> float:
    return _safe(2 * ((a > 0) & (b > 0)).sum(), (a > 0).sum() + (b > 0).sum())


def _overlap_coefficient(a: Vector, b: Vector) -> float:
    return _safe(((a > 0) & (b > 0)).sum(), min((a > 0).sum(), (b > 0).sum()))


def _shares(a: Vector) -> Vector:
    return a / a.sum() if a.sum() else np.full_like(a, np.nan)


def _salience(a: Vector, b: Vector) -> float:
    return float(np.minimum(_shares(a), _shares(b)).sum())


def _cosine(a: Vector, b: Vector) -> float:
    return _safe(float(a @ b), float(np.linalg.norm(a) * np.linalg.norm(b)))


def _congruence(a: Vector, b: Vector) -> float:
    return float(1 - np.abs(_shares(a) - _shares(b)).max())


MEASURES: dict[Measure, Callable[[Vector, Vector], float]] = {
    "jaccard": _jaccard,
    "dice": _dice,
    "overlap_coefficient": _overlap_coefficient,
    "salience": _salience,
    "cosine": _cosine,
    "congruence": _congruence,
}
"""The measures: each takes two vectors of theme counts (0 and up, same order) and returns 0 (nothing in common) to 1 (alike)."""


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
    counts = coverage(wb, weight=weight, named=named, coder=coder)
    vectors = {name: counts[name].to_numpy() for name in counts}
    compare = MEASURES[measure]
    result = pd.DataFrame(
        [[compare(a, b) if a.sum() and b.sum() else float("nan") for b in vectors.values()] for a in vectors.values()],
        index=counts.columns,
        columns=counts.columns,
    )
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
        `only_b` (tuples of themes). Best pair first. The range says how much hangs on single elements; it is no test, and five
        documents allow no p-value. Drawing again loses themes, so every measure tends to fall in the samples, the set measures
        (`jaccard`, `dice`, `overlap_coefficient`) most: the score may stand above the middle of its range.
    """
    rows = coded_elements(wb, coder=coder, named=named, weight=weight)
    scores = overlap(wb, measure=measure, weight=weight, named=named, coder=coder)
    draws = {name: _drawn(rows[rows.municipality == name], list(wb.themes.index), samples, seed) for name in scores.columns}
    counts = coverage(wb, weight=weight, named=named, coder=coder)
    report = []
    for a, b in combinations(scores.columns, 2):
        moved = np.array([MEASURES[measure](x, y) for x, y in zip(draws[a], draws[b], strict=True)])
        low, high = np.nanquantile(moved, [0.025, 0.975]) if len(moved) and not np.isnan(moved).all() else (np.nan, np.nan)
        has_a, has_b = counts[a] > 0, counts[b] > 0
        report.append(
            {
                "a": a,
                "b": b,
                "score": scores.loc[a, b],
                "low": low,
                "high": high,
                "n_a": scores.attrs["n"][a],
                "n_b": scores.attrs["n"][b],
                "shared": tuple(counts.index[has_a & has_b]),
                "only_a": tuple(counts.index[has_a & ~has_b]),
                "only_b": tuple(counts.index[~has_a & has_b]),
            }
        )
    columns = ["a", "b", "score", "low", "high", "n_a", "n_b", "shared", "only_a", "only_b"]
    return pd.DataFrame(report, columns=columns).set_index(["a", "b"]).sort_values("score", ascending=False, kind="stable")


def _drawn(rows: pd.DataFrame, themes: list[str], samples: int, seed: int) -> Vector:
    """Return `samples` vectors of theme counts, each from as many elements as there are, drawn with replacement."""
    elements = rows.pivot_table(index="element", columns="theme", values="weight", aggfunc="sum", fill_value=0.0)
    matrix = elements.reindex(columns=themes, fill_value=0.0).to_numpy(dtype=float)
    size = len(matrix)
    if not size:
        return np.zeros((samples, len(themes)))
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
        for measure in get_args(Measure):
            scores = overlap(wb, measure=measure, weight=weight, named=named, coder=coder)
            pairs = {(a, b): scores.loc[a, b] for a, b in combinations(scores.columns, 2)}
            ranks[elements, measure] = pd.Series(pairs).rank(ascending=False)
    result = pd.DataFrame(ranks)
    result.columns.names, result.index.names = ["elements", "measure"], ["a", "b"]
    result.attrs["flips"] = int(((result.max(axis=1) - result.min(axis=1)) >= 2).sum())  # noqa: PLR2004 - one rank is noise
    return result.loc[result.mean(axis=1).sort_values(kind="stable").index]
