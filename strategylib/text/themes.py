"""Which themes does a text speak for, and how surely? Estimated without anybody's codes.

The grounds are its concepts, what stands around it and the codebook.

A logistic model scores each theme of each text. What it looks at is the same for every theme: the share of the text's concepts that speak
for the theme, whether the first ones do, what the surrounding texts speak for, and how far the text has the words of the codebook's
definition. To that each concept adds how people have read it so far. The weights are fitted in `benchmarks/fitting.py` and kept in
`theme_model.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from strategylib.text.lexicon import lexicon
from strategylib.text.vectors import Floats, normalised, stems, weighted

EVIDENCE = ("share", "relative", "amount", "parent", "around", "first", "definition", "any")
_LEADING, _PRIOR = 3, 2.0


@dataclass(frozen=True)
class ThemeModel:
    """How much each kind of evidence weighs, and what each concept adds to each theme."""

    weights: Mapping[str, float]
    constant: float
    concepts: Mapping[str, Mapping[str, float]]


@cache
def theme_model() -> ThemeModel:
    """Return the model that comes with the package."""
    return ThemeModel(**json.loads(files("strategylib.text").joinpath("theme_model.json").read_text(encoding="utf-8")))


def theme_evidence(texts: Sequence[str], parents: Sequence[str], around: Sequence[str], codebook: Mapping[str, str]) -> Floats:
    """Return what speaks for each theme in each text, an array (texts, themes, `EVIDENCE`).

    Parameters
    ----------
    texts, parents, around
        The texts, the text above each, and all that stands above each; empty where there is none.
    codebook
        Theme ids with the words that define them.
    """
    own, first = _spoken_for(texts, list(codebook))
    above, _ = _spoken_for(parents, list(codebook))
    all_above, _ = _spoken_for(around, list(codebook))
    definitions, read = weighted(stems, list(codebook.values()), texts)
    likeness = (normalised(read) @ normalised(definitions).T).toarray() if codebook else np.zeros((len(texts), 0))
    evidence = (
        own / (own.sum(axis=1, keepdims=True) + _PRIOR),
        own / np.maximum(own.max(axis=1, keepdims=True, initial=0.0), 1e-9),
        np.log1p(own),
        above / (above.sum(axis=1, keepdims=True) + _PRIOR),
        np.log1p(all_above),
        first,
        likeness,
        (own > 0).astype(float),
    )
    return np.stack(evidence, axis=-1)


def _spoken_for(texts: Sequence[str], themes: Sequence[str]) -> tuple[Floats, Floats]:
    """Return how much the concepts of each text speak for each theme, and 1, 1/2, 1/3 for the main themes of its first three concepts."""
    place = {theme: number for number, theme in enumerate(themes)}
    amount, first = np.zeros((len(texts), len(themes))), np.zeros((len(texts), len(themes)))
    for row, text in enumerate(texts):
        spoken = [lexicon().concepts[concept].themes for concept in lexicon().find(text)]
        for order, of_concept in enumerate([one for one in spoken if one], 1):
            for rank, theme in enumerate(of_concept, 1):
                if theme in place:
                    amount[row, place[theme]] += 1 / rank
            main = place.get(of_concept[0])
            if order <= _LEADING and main is not None:
                first[row, main] = max(first[row, main], 1 / order)
    return amount, first


def concept_rows(texts: Sequence[str]) -> Any:
    """Return the concepts of each text, a csr_array (texts, concepts of the lexicon) with rows of length 1 (or 0)."""
    from scipy.sparse import csr_array

    place = {concept: number for number, concept in enumerate(lexicon().concepts)}
    found = [sorted(place[concept] for concept in lexicon().find(text)) for text in texts]
    counts = np.array([len(one) for one in found], dtype=np.int64)
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts)
    places = np.array([one for each in found for one in each], dtype=np.int32)
    return csr_array((values, places, np.concatenate(([0], np.cumsum(counts)))), shape=(len(texts), len(place)))


def theme_probabilities(
    texts: Sequence[str], parents: Sequence[str], around: Sequence[str], codebook: Mapping[str, str], *, model: ThemeModel | None = None
) -> Floats:
    """Estimate how probable it is that a reader gives each text each theme, an array (texts, themes) of numbers from 0 to 1.

    Parameters are those of `theme_evidence`; `model` is the package's own unless given.
    """
    model = model or theme_model()
    evidence = theme_evidence(texts, parents, around, codebook)
    score = evidence @ np.array([model.weights[name] for name in EVIDENCE]) + model.constant
    learnt = np.array([[model.concepts.get(concept, {}).get(theme, 0.0) for theme in codebook] for concept in lexicon().concepts])
    result: Floats = 1 / (1 + np.exp(-(score + concept_rows(texts) @ learnt)))
    return result
