"""`python -m benchmarks.suggestions`: how well are alignments and themes suggested for a municipality that was never seen?

Each municipality is held out in turn: everything is fitted on pairs among the others and judged on the pairs that the held-out one is part
of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.fitting import CODER, UNFITTED, aligned, feature_rows, fit_forest, fit_themes, without_sight
from strategylib.analysis.likeness import codebook, read_elements, surroundings
from strategylib.analysis.suggestions import commitments, pairs_across, supported
from strategylib.text.themes import theme_probabilities
from strategylib.text.vectors import dots, grams, normalised, stems, weighted
from strategylib.text.words import words
from strategylib.workbook import Workbook, open_workbook

HUNDRED = 100


def average_precision(given: Any, scores: Any) -> float:
    """Return the mean of the precision at every pair that is aligned, best scores first; equal scores in the order they came."""
    hit = given[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(hit) / np.arange(1, len(hit) + 1))[hit].mean())


def best_f1(given: Any, scores: Any) -> float:
    """Return the best 2 PR / (P + R) of any threshold."""
    hit = np.cumsum(given[np.argsort(-scores, kind="stable")])
    return float((2 * hit / (np.arange(1, len(hit) + 1) + given.sum())).max())


def precision_at(given: Any, scores: Any, n: int = HUNDRED) -> float:
    """Return the share of the n best that are aligned."""
    return float(given[np.argsort(-scores, kind="stable")[:n]].mean())


def held_out_scores(wb: Workbook, coder: str = CODER) -> tuple[Any, Any, dict[str, Any], Any]:
    """Score all pairs without their municipalities: `(a, b, scores by held-out municipality, mean of both)`; NaN where not held out."""
    elements = commitments(wb)
    a, b = pairs_across(elements)
    home, given = elements.municipality.to_numpy(), aligned(wb, elements, a, b, coder)
    everyone = list(dict.fromkeys(home))
    by: dict[str, Any] = {}
    plain = read_elements(wb, elements, model=UNFITTED)
    for one in everyone:
        reading = without_sight(wb, plain, [other for other in everyone if other != one], coder)
        rows = feature_rows(reading, a, b)
        here = (home[a] == one) | (home[b] == one)
        by[one] = np.where(here, fit_forest(rows[~here], given[~here]).predict(rows), np.nan)
    return a, b, by, np.nanmean(list(by.values()), axis=0)


def _line(name: str, given: Any, scores: Any, other: Any, by: dict[str, Any] | None = None) -> None:
    each = [average_precision(given[~np.isnan(one)], one[~np.isnan(one)]) for one in (by or {}).values()]
    spread = f"{np.median(each):.2f} ({min(each):.2f}-{max(each):.2f})" if each else ""
    print(
        f"| {name} | {average_precision(given, scores):.3f} | {best_f1(given, scores):.2f} | {precision_at(given, scores):.2f} |"
        f" {average_precision(other, scores):.3f} | {spread} |"
    )


def _alignments(wb: Workbook) -> None:
    elements = commitments(wb)
    a, b, by, alone = held_out_scores(wb)
    scores = supported(alone, a, b, elements.municipality)
    each = {one: np.where(np.isnan(seen), np.nan, scores) for one, seen in by.items()}
    labels = elements.label.tolist()
    given, other = aligned(wb, elements, a, b), aligned(wb, elements, a, b, "kontrol")
    home = elements.municipality.to_numpy()
    print(f"\n{len(elements)} elements, {len(a)} pairs, {given.sum()} aligned by {CODER}, {other.sum()} by kontrol.\n")
    print("| score of a pair | AP | best F1 | precision at 100 | AP, kontrol | AP by municipality, median (min-max) |")
    print("|---|---|---|---|---|---|")
    ways: dict[str, Callable[[str], Any]] = {
        "TF-IDF of words": lambda text: dict.fromkeys((word.text for word in words(text)), 1.0),
        "TF-IDF of stems and parts of compounds": stems,
        "TF-IDF of character 4-6-grams": grams,
    }
    for name, read in ways.items():
        rows = normalised(weighted(read, labels)[0])
        plain = dots(rows, rows, a, b)
        _line(name, given, plain, other, {one: np.where((home[a] == one) | (home[b] == one), plain, np.nan) for one in by})
    _line("a pair by itself, municipality held out", given, alone, other, by)
    _line("**suggest_alignments**, municipality held out", given, scores, other, each)
    _line("kontrol's alignments", given, other.astype(float), other)


def _themes(wb: Workbook) -> None:
    codes, book = wb.codings[wb.codings.coder == CODER], codebook(wb)
    elements = wb.elements[wb.elements.index.isin(codes.element)]
    parents, around = surroundings(wb, elements.index)
    everyone, home = wb.strategies.index.tolist(), elements.municipality.to_numpy()
    scores = np.zeros((len(elements), len(book)))
    for one in everyone:
        model = fit_themes(wb, [other for other in everyone if other != one])
        scores[home == one] = theme_probabilities(elements.label.tolist(), parents, around, book, model=model)[home == one]
    given = set(zip(codes.element, codes.theme, strict=True))
    has = np.array([[(element, theme) in given for theme in book] for element in elements.index])
    main = codes[codes["rank"] == 1].set_index("element").theme.reindex(elements.index).to_numpy()
    best = np.array(list(book))[scores.argmax(axis=1)]
    print(f"\n{len(elements)} elements, {has.sum()} codes.\n")
    print("| themes, municipality held out | average precision | best F1 | main theme right | best theme among the codes |")
    print("|---|---|---|---|---|")
    right, among = (best == main).mean(), has[np.arange(len(best)), scores.argmax(axis=1)].mean()
    precision, f1 = average_precision(has.ravel(), scores.ravel()), best_f1(has.ravel(), scores.ravel())
    print(f"| suggest_themes | {precision:.3f} | {f1:.2f} | {right:.2f} | {among:.2f} |")


if __name__ == "__main__":
    workbook = open_workbook()
    _alignments(workbook)
    _themes(workbook)
