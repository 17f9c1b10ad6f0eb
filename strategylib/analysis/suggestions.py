"""Which elements of two municipalities might mean the same, and what might an element be about? A program suggests, with reasons.

The program is a coder of its own, `forslag`: what it says is never mixed with what people have judged, and no person's code of the
elements at hand is needed or used. A person accepts a suggestion by making the judgment (`strategylib.corpus.judging`) or rejects it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from strategylib.analysis.coded import NOT_CODED
from strategylib.analysis.likeness import Reading, codebook, read_elements, shared, surroundings
from strategylib.analysis.pairing import commitments, pair_scores, pairs_across, supported
from strategylib.locale import Texts, texts
from strategylib.text.encoders import Encoder, encoded
from strategylib.text.lexicon import lexicon
from strategylib.text.neighbours import Engine, Places, Progress, nearest
from strategylib.text.themes import theme_probabilities
from strategylib.text.vectors import Floats, named_concepts, side_by_side, stems, weighted
from strategylib.workbook import Workbook

_AT_ONCE = 20_000
_MOST_PAIRS, _NEAREST = 2_000_000, 30
_NEAR = ("stems", "named_concepts")
_ENCODER = 0.5
_REASONS = 3


def suggest_alignments(
    wb: Workbook,
    *,
    least: float = 0.01,
    coder: str | None = None,
    k: int | None = None,
    encoder: Encoder | None = None,
    engine: Engine = "local",
    client: Any = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Suggest which elements of different municipalities a reader would align, in any relation.

    Parameters
    ----------
    wb
        The workbook. Nobody's codes or alignments in it are used for the scores.
    least
        The lowest score that is shown, 0 to 1.
    coder
        Leave out the pairs that this coder has aligned or rejected.
    k
        Look only at pairs that are among the k nearest of one of their elements by words and concepts. All pairs unless given; 30 where
        there are more than two million pairs. Support then comes from these alone, so that scores are somewhat lower.
    encoder
        Lets a better reader of texts (`strategylib.text.encoders`) have a say: the score's log-odds get half of its likeness of the pair,
        in standard deviations from the mean pair. That half is a choice, not fitted.
    engine, client
        Where the nearest are looked for when there are too many pairs: `local` or `dask`, see `strategylib.text.neighbours.nearest`.
    language
        Of the reasons: `da` or `en`; the default language unless given.
    progress
        Called with how much is done and of how much, in each step from 0.

    Returns
    -------
    DataFrame
        Columns `a, b` (elements, of types that commit and of different municipalities, the earlier in the workbook first), `score` (0 to
        1, an estimate of the probability that a reader aligns the pair) and `why` (shared concepts, words and parts of words). Best first.

    Raises
    ------
    StrategylibError
        When the encoder cannot be used, or Dask is asked for and not there.
    """
    elements = commitments(wb)
    reading = read_elements(wb, elements)
    if k is None and len(elements) ** 2 / 2 > _MOST_PAIRS:
        k = _NEAREST
    a, b = pairs_across(elements) if k is None else _near(reading, k, engine, client, progress)
    scores = supported(pair_scores(reading, a, b, progress=progress), a, b, elements.municipality)
    labels = elements.label.tolist()
    if encoder is not None and len(a):
        scores = _with_encoder(scores, encoded(encoder, labels), a, b)
    ids = elements.index.to_numpy()
    kept = np.flatnonzero(scores >= least)
    if coder is not None:
        judged = _judged_pairs(wb, coder)
        kept = np.array([one for one in kept if frozenset((ids[a[one]], ids[b[one]])) not in judged], dtype=np.intp)
    kept = kept[np.lexsort((b[kept], a[kept], -scores[kept]))]
    words = texts(language)
    why = [_why(labels[x], labels[y], words) for x, y in zip(a[kept], b[kept], strict=True)]
    return pd.DataFrame({"a": ids[a[kept]], "b": ids[b[kept]], "score": scores[kept].round(4), "why": pd.array(why, dtype="str")})


def _near(reading: Reading, k: int, engine: Engine, client: Any, progress: Progress | None) -> tuple[Places, Places]:
    home = reading.elements.municipality.to_numpy()
    a, b, _ = nearest(side_by_side(*(reading.own[way] for way in _NEAR)), home, k, engine=engine, client=client, progress=progress).pairs()
    return a, b


def _with_encoder(scores: Floats, rows: Floats, a: Places, b: Places) -> Floats:
    likeness = np.concatenate(
        [
            np.einsum("ij,ij->i", rows[a[start : start + _AT_ONCE]], rows[b[start : start + _AT_ONCE]])
            for start in range(0, len(a), _AT_ONCE)
        ]
    )
    apart = (likeness - likeness.mean()) / (likeness.std() or 1.0)
    sure = np.clip(scores, 1e-4, 1 - 1e-4)
    result: Floats = 1 / (1 + np.exp(-(np.log(sure / (1 - sure)) + _ENCODER * apart)))
    return result


def _judged_pairs(wb: Workbook, coder: str) -> set[frozenset[str]]:
    made = {frozenset((one.a, one.b)) for one in wb.corpus.alignments if one.coder == coder}
    return made | {frozenset((one.a, one.b)) for one in wb.corpus.rejected_alignments if one.coder == coder}


def nearest_elements(
    wb: Workbook,
    *,
    k: int = 10,
    encoder: Encoder | None = None,
    engine: Engine = "local",
    client: Any = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Find for every element that commits the k most alike of other municipalities, exactly, however many elements there are.

    Parameters
    ----------
    wb
        The workbook.
    k
        How many an element gets at most.
    encoder
        Whose vectors are compared; the stems and concepts of the labels unless given.
    engine, client, progress
        As in `strategylib.text.neighbours.nearest`.

    Returns
    -------
    DataFrame
        Columns `element, other, score` (cosine, above 0 and at most 1), elements in their order, most alike first.

    Raises
    ------
    StrategylibError
        When the encoder cannot be used, or Dask is asked for and not there.
    """
    elements = commitments(wb)
    labels = elements.label.tolist()
    if encoder is not None:
        rows: Any = encoded(encoder, labels)
    else:
        rows = side_by_side(*(weighted(way, labels)[0] for way in (stems, named_concepts)))
    found = nearest(rows, elements.municipality.to_numpy(), k, engine=engine, client=client, progress=progress)
    ids = elements.index.to_numpy()
    real = found.place >= 0
    element = np.repeat(ids, real.sum(axis=1))
    return pd.DataFrame({"element": element, "other": ids[found.place[real]], "score": found.score[real]})


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


def suggest_themes(wb: Workbook, *, least: float = 0.25, coder: str | None = None, language: str | None = None) -> pd.DataFrame:
    """Suggest what each element is about.

    Parameters
    ----------
    wb
        The workbook. Nobody's codes in it are used; of its codebook the definitions are.
    least
        The lowest score that is shown, 0 to 1; the best theme of an element is always shown when its own words speak for it.
    coder
        Leave out elements that this coder has coded, and the themes that they have rejected.
    language
        Of the reasons: `da` or `en`; the default language unless given.

    Returns
    -------
    DataFrame
        Columns `element, theme, score` (0 to 1, how probable it is that a reader gives the code) and `why` (the words that speak for it).
        At most three themes an element, best first; elements in document order.
    """
    elements = wb.elements[~wb.elements.type.isin([kind.value for kind in NOT_CODED])]
    coded = {one.element for one in wb.corpus.codings if one.coder == coder}
    rejected = {(one.element, one.theme) for one in wb.corpus.rejected_codings if one.coder == coder}
    elements = elements[~elements.index.isin(coded)]
    parents, around = surroundings(wb, elements.index)
    book = codebook(wb)
    probability = theme_probabilities(elements.label.tolist(), parents, around, book)
    words, rows = texts(language), []
    for row, (element, label) in enumerate(elements.label.items()):
        found = lexicon().find(label)
        for order, place in enumerate(np.argsort(-probability[row], kind="stable")[:_REASONS]):
            theme, score = list(book)[place], float(probability[row, place])
            said = list(dict.fromkeys(term for concept, term in found.items() if theme in lexicon().concepts[concept].themes))
            if (element, theme) not in rejected and (score >= least or (order == 0 and said)):
                why = words("suggestions.says", terms="; ".join(said[:_REASONS])) if said else words("suggestions.around")
                rows.append((element, theme, round(score, 4), why))
    return pd.DataFrame(rows, columns=["element", "theme", "score", "why"]).astype({"score": "float64"})
