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
from strategylib.text.themes import EVIDENCE, ThemeModel, concept_rows, theme_evidence
from strategylib.text.vectors import Floats
from strategylib.workbook import Workbook, open_workbook

CODER = "redaktion"
PACKAGE = Path(strategylib.__file__).parent
TREES, DEPTH, LEAF, FEATURES = 150, 8, 10, 0.4
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


def reading_for(wb: Workbook, municipalities: Collection[str], coder: str = CODER) -> Reading:
    """Read all commitments; themes of these municipalities by models that have not seen each, the others' by the model of them all."""
    elements = commitments(wb)
    themes = read_elements(wb, elements, model=fit_themes(wb, municipalities, coder))
    known = themes.themes.copy()
    for one in municipalities:
        rows = (elements.municipality == one).to_numpy()
        others = [other for other in municipalities if other != one]
        known[rows] = read_elements(wb, elements, model=fit_themes(wb, others, coder)).themes[rows]
    return replace(themes, themes=known)


def aligned(wb: Workbook, elements: pd.DataFrame, a: Any, b: Any, coder: str = CODER) -> Any:
    """Return which of the pairs the coder has aligned in any relation."""
    judged = wb.alignments[wb.alignments.coder == coder]
    known = {frozenset(pair) for pair in zip(judged.a, judged.b, strict=True)}
    ids = elements.index.to_numpy()
    return np.array([frozenset((ids[x], ids[y])) in known for x, y in zip(a, b, strict=True)])


def fit_forest(rows: Floats, given: Any, *, trees: int = TREES, seed: int = 0) -> Forest:
    """Fit a forest of extremely randomised trees (Geurts et al. 2006, doi:10.1007/s10994-006-6226-1)."""
    model = ExtraTreesClassifier(trees, max_depth=DEPTH, min_samples_leaf=LEAF, max_features=FEATURES, n_jobs=-1, random_state=seed)
    model.fit(rows.astype(np.float32), given)
    parts = [one.tree_ for one in model.estimators_]
    starts = np.cumsum([0, *(part.node_count for part in parts)])
    return Forest(
        roots=starts[:-1].astype(np.int32),
        feature=np.concatenate([np.where(part.children_left < 0, -1, part.feature) for part in parts]).astype(np.int8),
        threshold=np.concatenate([part.threshold for part in parts]).astype(np.float32),
        left=np.concatenate([part.children_left + start for part, start in zip(parts, starts[:-1], strict=True)]).astype(np.int32),
        right=np.concatenate([part.children_right + start for part, start in zip(parts, starts[:-1], strict=True)]).astype(np.int32),
        value=np.concatenate([part.value[:, 0, 1] / part.value[:, 0].sum(axis=1) for part in parts]).astype(np.float32),
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
    reading = reading_for(wb, everyone)
    a, b = pairs_across(reading.elements)
    fit_forest(feature_rows(reading, a, b), aligned(wb, reading.elements, a, b)).write(PACKAGE / "analysis" / "alignment_forest.npz")


if __name__ == "__main__":
    main()
