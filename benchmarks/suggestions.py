"""`python -m benchmarks.suggestions`: how well are alignments and themes suggested for a municipality that was never seen?

Each municipality is held out in turn: everything is fitted on pairs among the others, and judged on the pairs that the held-out one is part
of, with the others beside it, as when a new strategy is put beside those that are there. Each two are held out in turn as well: then the
pairs between them are judged, as between two strategies that are both new.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import combinations
from typing import Any

import numpy as np

from benchmarks.fitting import CODER, UNFITTED, aligned, fit_pairs, fit_themes, without_sight
from strategylib.analysis.likeness import codebook, read_elements, surroundings
from strategylib.analysis.pairing import commitments, pair_scores, pairs_across, supported
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


def held_out_scores(wb: Workbook, out: Collection[str], coder: str = CODER) -> tuple[Any, Any]:
    """Score all pairs by models that have seen nothing of these municipalities, `(alone, with support)`, in the order of `pairs_across`."""
    elements = commitments(wb)
    a, b = pairs_across(elements)
    home = elements.municipality
    seen = ~(home.isin(out).to_numpy()[a] | home.isin(out).to_numpy()[b])
    others = [one for one in home.unique() if one not in out]
    reading = without_sight(wb, read_elements(wb, elements, model=UNFITTED), others, coder)
    model = fit_pairs(reading, a[seen], b[seen], aligned(wb, elements, a, b, coder)[seen])
    alone = pair_scores(reading, a, b, model=model)
    return alone, supported(alone, a, b, home)


def _line(name: str, given: Any, other: Any, by: dict[str, Any]) -> None:
    """Print how well scores do: those of each held-out municipality, and the mean of what a pair got (NaN where it was not judged)."""
    each = [average_precision(given[~np.isnan(one)], one[~np.isnan(one)]) for one in by.values()]
    together = np.nanmean(list(by.values()), axis=0)
    judged = ~np.isnan(together)
    given, other, together = given[judged], other[judged], together[judged]
    print(
        f"| {name} | {np.median(each):.2f} ({min(each):.2f}-{max(each):.2f}) | {average_precision(given, together):.3f}"
        f" | {best_f1(given, together):.2f} | {precision_at(given, together):.2f} | {average_precision(other, together):.3f} |"
    )


def _alignments(wb: Workbook) -> None:
    elements = commitments(wb)
    a, b = pairs_across(elements)
    labels, home = elements.label.tolist(), elements.municipality.to_numpy()
    given, other = aligned(wb, elements, a, b), aligned(wb, elements, a, b, "kontrol")
    everyone = elements.municipality.unique().tolist()
    of = {one: (home[a] == one) | (home[b] == one) for one in everyone}
    print(f"\n{len(elements)} elements, {len(a)} pairs, {given.sum()} aligned by {CODER}, {other.sum()} by kontrol.\n")
    print("| score of a pair | AP, median (min-max) | AP of all | best F1 | precision at 100 | AP, kontrol |")
    print("|---|---|---|---|---|---|")
    ways: dict[str, Callable[[str], Any]] = {
        "TF-IDF of words": lambda text: dict.fromkeys((word.text for word in words(text)), 1.0),
        "TF-IDF of stems and parts of compounds": stems,
        "TF-IDF of character 4-6-grams": grams,
    }
    for name, read in ways.items():
        rows = normalised(weighted(read, labels)[0])
        plain = dots(rows, rows, a, b)
        _line(name, given, other, {one: np.where(here, plain, np.nan) for one, here in of.items()})
    single = {one: held_out_scores(wb, [one]) for one in everyone}
    for place, name in enumerate(("a pair by itself, its municipality never seen", "**suggest_alignments**, its municipality never seen")):
        _line(name, given, other, {one: np.where(of[one], scores[place], np.nan) for one, scores in single.items()})
    double = {" ".join(two): (of[two[0]] & of[two[1]], held_out_scores(wb, two)[1]) for two in combinations(everyone, 2)}
    _line(
        "suggest_alignments, neither municipality seen", given, other, {two: np.where(here, s, np.nan) for two, (here, s) in double.items()}
    )
    _line("kontrol's alignments", given, other, {one: np.where(here, other.astype(float), np.nan) for one, here in of.items()})


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
