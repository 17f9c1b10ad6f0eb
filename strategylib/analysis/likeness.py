"""What do two elements have in common, as numbers and in words? The evidence that suggestions are made from; no person's code is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from strategylib.analysis.alignment import COMMITMENTS
from strategylib.text import vectors
from strategylib.text.affinity import term_rows
from strategylib.text.lexicon import lexicon
from strategylib.text.neighbours import Places
from strategylib.text.themes import ThemeModel, theme_probabilities
from strategylib.text.vectors import Floats, amount_shared, dots, largest_shared, normalised, norms
from strategylib.text.words import content_words, stem, stop_words, words
from strategylib.workbook import Workbook

TYPES = tuple(kind.value for kind in COMMITMENTS)
_WAYS = {
    "grams": vectors.grams,
    "stems": vectors.stems,
    "concepts": vectors.concepts,
    "named_concepts": vectors.named_concepts,
    "themes": vectors.themes,
}
_THEME_FEATURES = tuple(f"theme_{one}" for one in ("cosine", "largest", "any", "product", "prevalence", "surest", "second", "number_apart"))
_SPOKEN_TO_STAFF = frozenset({"du", "dig", "din", "dine", "dit"})
_CITIZENS, _STAFF, _LEADERS = ("borger", "paaroerende"), ("medarbejder",), ("ledelse",)
_TINY = 1e-9


@dataclass(frozen=True)
class Reading:
    """Elements, read once: row i of every array is the i-th element."""

    elements: pd.DataFrame
    own: dict[str, Any]
    around: dict[str, Any]
    terms: Any
    themes: Floats
    audience: Floats
    audience_around: Floats
    length: Floats


def codebook(wb: Workbook) -> dict[str, str]:
    """Return each theme of the workbook's codebook with the words that define it."""
    return {one.id: " ".join((one.da, *one.alt_da, one.definition_da)) for one in wb.corpus.themes}


def surroundings(wb: Workbook, elements: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return for each element the label of its parent, and the labels of all that stand above it; empty at the top."""
    label, parent = wb.elements.label.to_dict(), wb.elements.parent.to_dict()
    parents, around = [], []
    for element in elements:
        above = []
        at: Any = parent[element]
        while isinstance(at, str):
            above.append(str(label[at]))
            at = parent[at]
        parents.append(above[0] if above else "")
        around.append(" . ".join(above))
    return parents, around


def read_elements(wb: Workbook, elements: pd.DataFrame, *, model: ThemeModel | None = None) -> Reading:
    """Read elements of a workbook: their words, concepts and themes, and those of what stands above them.

    `model` estimates the themes; the package's own unless given.
    """
    labels = elements.label.tolist()
    parents, around = surroundings(wb, elements.index)
    read = {way: vectors.weighted(function, labels, around) for way, function in _WAYS.items()}
    return Reading(
        elements,
        {way: pair[0] for way, pair in read.items()},
        {way: pair[1] for way, pair in read.items()},
        term_rows(labels, parents, elements.type.tolist(), TYPES),
        theme_probabilities(labels, parents, around, codebook(wb), model=model),
        _audience(labels),
        _audience(around),
        np.array([np.log1p(len(content_words(label))) for label in labels]),
    )


def _audience(texts: list[str]) -> Floats:
    """Return whether each text speaks of citizens, of staff and of leaders."""
    rows = np.zeros((len(texts), 3))
    for row, text in enumerate(texts):
        found = lexicon().find(text)
        speaks_to_staff = any(word.text in _SPOKEN_TO_STAFF for word in words(text))
        about_staff = speaks_to_staff or any("trivsel" in lexicon().concepts[concept].themes for concept in found)
        rows[row] = (
            any(one in found for one in _CITIZENS),
            about_staff or any(one in found for one in _STAFF),
            any(one in found for one in _LEADERS),
        )
    return rows


def pair_features(reading: Reading, a: Places, b: Places) -> dict[str, Floats]:
    """Measure pairs of elements.

    Parameters
    ----------
    reading
        The elements.
    a, b
        Places of the pairs' elements.

    Returns
    -------
    dict
        Feature name -> one number a pair; symmetric in a and b. `*_cosine` of the elements, `*_within` their product over the square of
        the shorter (1 when one contains the other), `*_largest` the weightest thing shared, `*_shared` the amount, `*_above` the element
        against what stands above the other (the larger of both), `*_both_above` what stands above both; `theme_*` compare estimated themes;
        `audience_*` whom it speaks of; `type_*` how many of the two are of a type.
    """
    found: dict[str, Floats] = {}
    for way, rows in reading.own.items():
        length = norms(rows)
        product = dots(rows, rows, a, b)
        found[f"{way}_cosine"] = product / np.maximum(length[a] * length[b], _TINY)
        found[f"{way}_shared"] = amount_shared(rows, a, b)
        if way == "grams":
            continue
        found[f"{way}_within"] = product / np.maximum(np.minimum(length[a], length[b]) ** 2, _TINY)
        found[f"{way}_largest"] = largest_shared(rows, a, b)
        if way == "named_concepts":
            count = np.diff(rows.indptr).astype(float)
            found |= {f"{way}_fewer": np.minimum(count[a], count[b]), f"{way}_more": np.maximum(count[a], count[b])}
            continue
        own, above = normalised(rows), normalised(reading.around[way])
        found[f"{way}_above"] = np.maximum(dots(own, above, a, b), dots(own, above, b, a))
        found[f"{way}_both_above"] = dots(above, above, a, b)
    found |= _of_themes(reading.themes, a, b)
    for number, who in enumerate(("citizens", "staff", "leaders")):
        own_who = reading.audience[:, number]
        all_who = np.maximum(own_who, reading.audience_around[:, number])
        found[f"audience_{who}"] = own_who[a] * own_who[b]
        found[f"audience_{who}_apart"] = np.abs(own_who[a] - own_who[b])
        found[f"audience_{who}_apart_above"] = np.abs(all_who[a] - all_who[b])
    kind, named = reading.elements.type.to_numpy(), reading.elements.named.to_numpy(dtype=float)
    found["same_type"] = (kind[a] == kind[b]).astype(float)
    found |= {f"type_{one}": (kind[a] == one).astype(float) + (kind[b] == one) for one in TYPES}
    found["named"] = named[a] + named[b]
    found["length"] = reading.length[a] + reading.length[b]
    found["length_apart"] = np.abs(reading.length[a] - reading.length[b])
    return found


def _of_themes(probability: Floats, a: Places, b: Places) -> dict[str, Floats]:
    if probability.shape[1] == 0:
        return dict.fromkeys(_THEME_FEATURES, np.zeros(len(a)))
    together = probability[a] * probability[b]
    length = np.linalg.norm(probability, axis=1)
    weight = together / np.maximum(together.sum(axis=1, keepdims=True), _TINY)
    ordered = np.sort(probability, axis=1)[:, ::-1]
    amount = probability.sum(axis=1)
    return {
        "theme_cosine": together.sum(axis=1) / np.maximum(length[a] * length[b], _TINY),
        "theme_largest": np.minimum(probability[a], probability[b]).max(axis=1),
        "theme_any": 1 - np.prod(1 - together, axis=1),
        "theme_product": np.log(together.sum(axis=1) + 1e-3),
        "theme_prevalence": weight @ probability.mean(axis=0),
        "theme_surest": np.minimum(ordered[a, 0], ordered[b, 0]),
        "theme_second": np.maximum(ordered[a, :2][:, -1], ordered[b, :2][:, -1]),
        "theme_number_apart": np.abs(amount[a] - amount[b]),
    }


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts have in common, the rarest first: concept ids with either text's words for it, words, and parts of words."""

    concepts: tuple[tuple[str, str, str], ...]
    words: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]


def shared(one: str, other: str) -> Shared:
    """Find what two texts have in common."""
    mine, theirs = lexicon().find(one), lexicon().find(other)
    common = tuple(
        (concept, mine[concept], theirs[concept]) for concept in mine if concept in theirs and lexicon().concepts[concept].themes
    )
    my_words, their_words = ({stem(word.text): word for word in content_words(text)} for text in (one, other))
    both = tuple((word.text, their_words[key].text) for key, word in my_words.items() if key in their_words)
    said = {one for key in my_words.keys() & their_words.keys() for one in (*my_words[key].stems, *their_words[key].stems)}
    my_parts, their_parts = (
        {stem(part): part for word in found.values() for part in (word.text, *word.parts) if part not in stop_words()}
        for found in (my_words, their_words)
    )
    parts = tuple(part for key, part in my_parts.items() if key in their_parts and key not in said)
    return Shared(common, both, parts)
