"""`python -m benchmarks.fitting` fits what suggestions are scored with on the editors' judgments, and writes it into the package.

Two models: how probable a theme is (`strategylib/text/theme_model.json`), and how probable it is that a pair is aligned
(`strategylib/analysis/alignment_forest.npz`). The pairs are learnt with themes that were estimated for each municipality by a model that
had not seen it, as it will be with a strategy that is new. `benchmarks.suggestions` judges both on municipalities that were held out.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier

import strategylib
from strategylib.analysis.likeness import Reading, codebook, pair_features, read_elements, surroundings
from strategylib.analysis.suggestions import commitments, pairs_across
from strategylib.text.forest import Forest
from strategylib.text.lexicon import lexicon
from strategylib.text.themes import EVIDENCE, ThemeModel, concept_rows, theme_evidence, theme_probabilities
from strategylib.text.vectors import Floats
from strategylib.workbook import Workbook, open_workbook

CODER = "redaktion"
PACKAGE = Path(strategylib.__file__).parent
TREES, LEAF, FEATURES, NOTHING = 150, 4, 0.4, 0.02
UNFITTED = ThemeModel(dict.fromkeys(EVIDENCE, 0.0), 0.0, {})
RIDGE, CONCEPT_RIDGE, KEPT = 1.0, 0.5, 0.05


def fit_themes(wb: Workbook, municipalities: Collection[str], coder: str = CODER) -> ThemeModel:
    """Fit the theme model on the elements of these municipalities that the coder has coded."""
    codes = wb.codings[wb.codings.coder == coder]
    elements = wb.elements[wb.elements.municipality.isin(municipalities) & wb.elements.index.isin(codes.element)]
    labels, book = elements.label.tolist(), codebook(wb)
    given = pd.crosstab(codes.element, codes.theme).reindex(index=elements.index, columns=list(book), fill_value=0).to_numpy(dtype=float)
    evidence = theme_evidence(labels, *surroundings(wb, elements.index), book)
    flat = evidence.reshape(-1, len(EVIDENCE))
    centre, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-9
    fitted = _logistic((flat - centre) / spread, given.ravel())
    weights = fitted[:-1] / spread
    constant = float(fitted[-1] - weights @ centre)
    learnt = _residual(concept_rows(labels), evidence @ weights + constant, given)
    concepts = {
        concept: kept
        for concept, row in zip(lexicon().concepts, learnt, strict=True)
        if (kept := {theme: round(float(value), 2) for theme, value in zip(book, row, strict=True) if abs(value) >= KEPT})
    }
    return ThemeModel({name: round(float(value), 4) for name, value in zip(EVIDENCE, weights, strict=True)}, round(constant, 4), concepts)


def _logistic(rows: Floats, given: Floats) -> Floats:
    """Return weights and constant of a ridge logistic regression, by Newton's method."""
    rows = np.column_stack((rows, np.ones(len(rows))))
    ridge = np.diag([*[RIDGE] * (rows.shape[1] - 1), 1e-6])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        probability = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (probability - given) + ridge @ weights
        curve = (rows * (probability * (1 - probability))[:, None]).T @ rows + ridge
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def _residual(concepts: Floats, prior: Floats, given: Floats) -> Floats:
    """Return what each concept adds to each theme beyond the prior score, a ridge logistic regression for each theme (in its dual)."""
    kernel = concepts @ concepts.T
    learnt = np.zeros((concepts.shape[1], given.shape[1]))
    for theme in range(given.shape[1]):
        if given[:, theme].sum() < 2:  # noqa: PLR2004 - one example says nothing about concepts
            continue
        dual = np.zeros(len(kernel))
        for _ in range(15):
            probability = 1 / (1 + np.exp(-(prior[:, theme] + kernel @ dual)))
            certainty = probability * (1 - probability) + 1e-6
            target = kernel @ dual + (given[:, theme] - probability) / certainty
            dual = np.linalg.solve(kernel + np.diag(CONCEPT_RIDGE / certainty), target)
        learnt[:, theme] = concepts.T @ dual
    return learnt


def without_sight(wb: Workbook, reading: Reading, municipalities: Collection[str], coder: str = CODER) -> Reading:
    """Return the reading with other themes: for each of these municipalities by a model that has not seen it, for all else by theirs."""
    elements, book = reading.elements, codebook(wb)
    labels, above = elements.label.tolist(), surroundings(wb, elements.index)
    home = elements.municipality.to_numpy()
    themes = theme_probabilities(labels, *above, book, model=fit_themes(wb, municipalities, coder))
    for one in municipalities:
        model = fit_themes(wb, [other for other in municipalities if other != one], coder)
        themes[home == one] = theme_probabilities(labels, *above, book, model=model)[home == one]
    return replace(reading, themes=themes)


def aligned(wb: Workbook, elements: pd.DataFrame, a: Any, b: Any, coder: str = CODER) -> Any:
    """Return which of the pairs the coder has aligned in any relation."""
    judged = wb.alignments[wb.alignments.coder == coder]
    known = {frozenset(pair) for pair in zip(judged.a, judged.b, strict=True)}
    ids = elements.index.to_numpy()
    return np.array([frozenset((ids[x], ids[y])) in known for x, y in zip(a, b, strict=True)])


def fit_forest(rows: Floats, given: Any, *, trees: int = TREES, seed: int = 0) -> Forest:
    """Fit a forest of extremely randomised trees (Geurts et al. 2006, doi:10.1007/s10994-006-6226-1)."""
    model = ExtraTreesClassifier(trees, min_samples_leaf=LEAF, max_features=FEATURES, n_jobs=-1, random_state=seed)
    model.fit(rows.astype(np.float32), given)
    return _joined([_pruned(one.tree_) for one in model.estimators_])


def _pruned(tree: Any) -> dict[str, Any]:
    """Return a tree's arrays; where no leaf below a node says more than `NOTHING`, the node is a leaf."""
    value = tree.value[:, 0, 1] / tree.value[:, 0].sum(axis=1)
    left, right = tree.children_left, tree.children_right
    most = value.copy()
    for node in range(tree.node_count - 1, -1, -1):
        if left[node] >= 0:
            most[node] = max(most[left[node]], most[right[node]])
    leaf = (left < 0) | (most <= NOTHING)
    order, todo = [], [0]
    while todo:
        node = todo.pop()
        order.append(node)
        todo += [] if leaf[node] else [right[node], left[node]]
    kept, place = np.array(order), np.full(tree.node_count, -1)
    place[kept] = np.arange(len(kept))
    return {
        "feature": np.where(leaf[kept], -1, tree.feature[kept]),
        "threshold": tree.threshold[kept],
        "left": np.where(leaf[kept], -1, place[left[kept]]),
        "right": np.where(leaf[kept], -1, place[right[kept]]),
        "value": value[kept],
    }


def _joined(trees: list[dict[str, Any]]) -> Forest:
    """Return trees as one forest."""
    starts = np.cumsum([0, *(len(tree["feature"]) for tree in trees)])[:-1]
    left, right = (
        np.concatenate([np.where(tree[side] < 0, -1, tree[side] + start) for tree, start in zip(trees, starts, strict=True)])
        for side in ("left", "right")
    )
    return Forest(
        roots=starts.astype(np.int32),
        feature=np.concatenate([tree["feature"] for tree in trees]).astype(np.int8),
        threshold=np.concatenate([tree["threshold"] for tree in trees]).astype(np.float32),
        left=left.astype(np.int32),
        right=right.astype(np.int32),
        value=np.concatenate([tree["value"] for tree in trees]).astype(np.float32),
    )


def feature_rows(reading: Reading, a: Any, b: Any) -> Floats:
    """Return the features of pairs as one array."""
    return np.column_stack(list(pair_features(reading, a, b).values()))


def main() -> None:
    """Fit both models on all municipalities and write them."""
    wb = open_workbook()
    everyone = wb.strategies.index.tolist()
    themes = json.dumps(asdict(fit_themes(wb, everyone)), ensure_ascii=False, indent=1)
    (PACKAGE / "text" / "theme_model.json").write_text(f"{themes}\n", encoding="utf-8")
    reading = without_sight(wb, read_elements(wb, commitments(wb), model=UNFITTED), everyone)
    a, b = pairs_across(reading.elements)
    fit_forest(feature_rows(reading, a, b), aligned(wb, reading.elements, a, b)).write(PACKAGE / "analysis" / "alignment_forest.npz")


if __name__ == "__main__":
    main()
