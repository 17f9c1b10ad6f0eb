"""`python -m benchmarks.fitting` fits what suggestions are scored with on the editors' judgments, and writes it into the package.

Two models: how probable a theme is (`strategylib/text/theme_model.json`), and how probable it is that a pair is aligned
(`strategylib/analysis/alignment_model.npz`, a forest and an affinity). The pairs are learnt with themes that were estimated for each
municipality by a model that had not seen it, as it will be with a strategy that is new. `benchmarks.suggestions` judges both on
municipalities that were held out.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from sklearn.ensemble import ExtraTreesClassifier

import strategylib
from strategylib.analysis.likeness import TYPES, Reading, codebook, read_elements, surroundings
from strategylib.analysis.pairing import PairModel, commitments, feature_rows, pairs_across
from strategylib.text.affinity import Affinity, term_names
from strategylib.text.forest import Forest
from strategylib.text.lexicon import lexicon
from strategylib.text.themes import EVIDENCE, ThemeModel, concept_rows, theme_evidence, theme_probabilities
from strategylib.text.vectors import Floats
from strategylib.workbook import Workbook, open_workbook

CODER = "redaktion"
PACKAGE = Path(strategylib.__file__).parent
TREES, LEAF, FEATURES, NOTHING = 60, 4, 0.4, 0.02
UNFITTED = ThemeModel(dict.fromkeys(EVIDENCE, 0.0), 0.0, {})
RIDGE, CONCEPT_RIDGE, KEPT = 1.0, 0.5, 0.05
FEATURE_RIDGE, PAIR_RIDGE = 55.0, 5.0
FREE = {"says": 3.5, "above": 2.0, "kind": 1.0}  # how freely each sort of term learns


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


def _residual(concepts: Any, prior: Floats, given: Floats) -> Floats:
    """Return what each concept adds to each theme beyond the prior score, a ridge logistic regression for each theme (in its dual)."""
    kernel = (concepts @ concepts.T).toarray()
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


def fit_pairs(reading: Reading, a: Any, b: Any, given: Any, *, trees: int = TREES) -> PairModel:
    """Fit what scores pairs on these pairs and whether each is aligned."""
    features = feature_rows(reading, a, b)
    return PairModel(fit_forest(features, given, trees=trees), fit_affinity(features, reading.terms, a, b, given))


def fit_affinity(features: Floats, rows: Any, a: Any, b: Any, given: Any) -> Affinity:
    """Fit a ridge logistic regression of the features and of every two terms that the pairs' elements have."""
    names = term_names(TYPES)
    free = np.array([FREE[name.split()[0]] for name in names])
    rows = (rows * free).tocsr()
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    even = (features - centre) / spread
    left, right, size = rows[a], rows[b], len(names)

    def loss(packed: Floats) -> tuple[float, Floats]:
        constant, weights, together = packed[0], packed[1 : even.shape[1] + 1], packed[even.shape[1] + 1 :].reshape(size, size)
        odds = constant + even @ weights + np.asarray(right.multiply(left @ together).sum(axis=1)).ravel()
        wrong = 1 / (1 + np.exp(-odds)) - given
        slope = (left.T @ right.multiply(wrong[:, None])).toarray()
        ridge = FEATURE_RIDGE * (weights @ weights) + PAIR_RIDGE * (together**2).sum()
        total = np.logaddexp(0, odds).sum() - odds[given].sum() + ridge / 2
        slopes = (slope + slope.T) / 2 + PAIR_RIDGE * together
        return float(total), np.concatenate(([wrong.sum()], even.T @ wrong + FEATURE_RIDGE * weights, slopes.ravel()))

    start = np.zeros(1 + even.shape[1] + size**2)
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300, "maxcor": 10}).x
    weights = fitted[1 : even.shape[1] + 1] / spread
    together = fitted[even.shape[1] + 1 :].reshape(size, size) * np.outer(free, free)
    return Affinity(float(fitted[0] - weights @ centre), weights, tuple(names), together)


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


def main() -> None:
    """Fit both models on all municipalities and write them."""
    wb = open_workbook()
    everyone = wb.strategies.index.tolist()
    themes = json.dumps(asdict(fit_themes(wb, everyone)), ensure_ascii=False, indent=1)
    (PACKAGE / "text" / "theme_model.json").write_text(f"{themes}\n", encoding="utf-8")
    reading = without_sight(wb, read_elements(wb, commitments(wb), model=UNFITTED), everyone)
    a, b = pairs_across(reading.elements)
    fit_pairs(reading, a, b, aligned(wb, reading.elements, a, b)).write(PACKAGE / "analysis" / "alignment_model.npz")


if __name__ == "__main__":
    main()
