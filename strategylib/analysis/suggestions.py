"""Which elements of two municipalities might mean the same, and what might an element be about? A program suggests, with reasons.

The program is a coder of its own, `forslag`: what it says is never mixed with what people have judged, and no person's code of the
elements at hand is needed or used. A person accepts a suggestion by making the judgment (`strategylib.corpus.judging`) or rejects it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from strategylib.analysis.alignment import COMMITMENTS
from strategylib.analysis.coded import NOT_CODED
from strategylib.analysis.likeness import Places, Reading, codebook, pair_features, read_elements, shared, surroundings
from strategylib.locale import Texts, texts
from strategylib.text.forest import Forest, read_forest
from strategylib.text.lexicon import lexicon
from strategylib.text.themes import theme_probabilities
from strategylib.text.vectors import Floats
from strategylib.workbook import Workbook

PROGRAM = "forslag"
"""The coder whose judgments are this program's suggestions."""

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""

_AT_ONCE = 20_000
_REASONS = 3


@cache
def _forest() -> Forest:
    return read_forest(Path(__file__).with_name("alignment_forest.npz"))


def commitments(wb: Workbook) -> pd.DataFrame:
    """Return the elements that may be aligned: those of types that commit."""
    return wb.elements[wb.elements.type.isin([kind.value for kind in COMMITMENTS])]


def pairs_across(elements: pd.DataFrame) -> tuple[Places, Places]:
    """Return the places of every pair of elements of two municipalities, the earlier element first."""
    a, b = np.triu_indices(len(elements), 1)
    home = elements.municipality.factorize()[0]
    across = home[a] != home[b]
    return a[across], b[across]


def pair_scores(reading: Reading, a: Places, b: Places, *, forest: Forest | None = None, progress: Progress | None = None) -> Floats:
    """Return for each pair how probable it is that a reader aligns it, 0 to 1."""
    forest = forest or _forest()
    scores = np.zeros(len(a))
    for start in range(0, len(a), _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        scores[here] = forest.predict(np.column_stack(list(pair_features(reading, a[here], b[here]).values())))
        if progress is not None:
            progress(min(start + _AT_ONCE, len(a)), len(a))
    return scores


def suggest_alignments(wb: Workbook, *, least: float = 0.02, language: str | None = None, progress: Progress | None = None) -> pd.DataFrame:
    """Suggest which elements of different municipalities a reader would align, in any relation.

    Parameters
    ----------
    wb
        The workbook. Nobody's codes or alignments in it are used.
    least
        The lowest score that is shown, 0 to 1.
    language
        Of the reasons: `da` (default) or `en`.
    progress
        Called with the number of pairs done and of all pairs.

    Returns
    -------
    DataFrame
        Columns `a, b` (elements, of types that commit and of different municipalities), `score` (0 to 1: of pairs scored 0.6, some 6 in
        10 were aligned by the people the program learnt from) and `why` (shared concepts, words and parts of words). Best first.
    """
    elements = commitments(wb)
    a, b = pairs_across(elements)
    scores = pair_scores(read_elements(wb, elements), a, b, progress=progress)
    kept = np.flatnonzero(scores >= least)
    kept = kept[np.lexsort((b[kept], a[kept], -scores[kept]))]
    ids, labels = elements.index.to_numpy(), elements.label.tolist()
    words = texts(language)
    why = [_why(labels[x], labels[y], words) for x, y in zip(a[kept], b[kept], strict=True)]
    return pd.DataFrame({"a": ids[a[kept]], "b": ids[b[kept]], "score": scores[kept].round(4), "why": why})


def _why(one: str, other: str, words: Texts) -> str:
    common = shared(one, other)
    reasons = []
    if common.concepts:
        said = dict.fromkeys(mine if mine == theirs else f"{mine} ~ {theirs}" for _, mine, theirs in common.concepts)
        reasons.append(words("suggestions.same_concept", terms="; ".join(list(said)[:_REASONS])))
    if common.words:
        told = ", ".join(mine if mine == theirs else f"{mine}/{theirs}" for mine, theirs in common.words[:_REASONS])
        reasons.append(words("suggestions.same_words", words=told))
    if common.parts:
        reasons.append(words("suggestions.same_parts", parts=", ".join(common.parts[:_REASONS])))
    return ". ".join(reasons) or words("suggestions.same_field")


def suggest_themes(wb: Workbook, *, least: float = 0.25, language: str | None = None) -> pd.DataFrame:
    """Suggest what each element is about.

    Parameters
    ----------
    wb
        The workbook. Nobody's codes in it are used; of its codebook the definitions are.
    least
        The lowest score that is shown, 0 to 1; the best theme of an element is always shown when its own words speak for it.
    language
        Of the reasons: `da` (default) or `en`.

    Returns
    -------
    DataFrame
        Columns `element, theme, score` (0 to 1, how probable it is that a reader gives the code) and `why` (the words that speak for it).
        At most three themes an element, best first; elements in document order.
    """
    elements = wb.elements[~wb.elements.type.isin([kind.value for kind in NOT_CODED])]
    parents, around = surroundings(wb, elements.index)
    book = codebook(wb)
    probability = theme_probabilities(elements.label.tolist(), parents, around, book)
    words, rows = texts(language), []
    for row, (element, label) in enumerate(elements.label.items()):
        found = lexicon().find(label)
        for order, place in enumerate(np.argsort(-probability[row], kind="stable")[:_REASONS]):
            theme, score = list(book)[place], float(probability[row, place])
            said = list(dict.fromkeys(term for concept, term in found.items() if theme in lexicon().concepts[concept].themes))
            if score >= least or (order == 0 and said):
                why = words("suggestions.says", terms="; ".join(said[:_REASONS])) if said else words("suggestions.around")
                rows.append((element, theme, round(score, 4), why))
    return pd.DataFrame(rows, columns=["element", "theme", "score", "why"]).astype({"score": "float64"})
