"""Where do these words stand, also in another form or inside a compound: does `teknologier` find `velfærdsteknologi`?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_QUERY = re.compile(r'"([^"]+)"|”([^”]+)”|»([^«]+)«|(\S+)')
_FOLDED = str.maketrans("äöüéèêáàóòíú", "æøueeeaaooiu")
_SHORTEST_STEM, _LONGEST_ENDING = 4, 3
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text answers a query, and where: `score` above 0, the more the better; `ranges` as (start, end) in the text."""

    score: float
    ranges: tuple[tuple[int, int], ...]


class Query:
    """What was asked for: words that must all be there, in any form and as part of compounds, and phrases in quotation marks.

    Capitals and accents make no difference; `aa` finds `å`.
    """

    def __init__(self, text: str) -> None:
        found = _QUERY.findall(text)
        phrases = [next(filter(None, one[:3]), "") for one in found]
        self._phrases = [" ".join(_fold(one).split()) for one in phrases if one.strip()]
        self._words = [word for one in found for word in _WORD.findall(_fold(one[3]))]

    def __bool__(self) -> bool:
        return bool(self._words or self._phrases)

    def match(self, texts: Sequence[str]) -> tuple[Match, ...] | None:
        """Return a match for each text, which together answer the whole query; None when they do not.

        A whole word counts 4, the same word in another form 3, the beginning of a word 2, a later part of a compound 1, a phrase 8.
        """
        folded = [_fold(text) for text in texts]
        scores, ranges = [0.0] * len(texts), [[] for _ in texts]  # type: tuple[list[float], list[list[tuple[int, int]]]]
        for needle, finder in [*((one, _phrase) for one in self._phrases), *((one, _word) for one in self._words)]:
            answered = False
            for place, text in enumerate(folded):
                found = finder(needle, text)
                answered = answered or bool(found)
                scores[place] += max((score for score, _, _ in found), default=0.0)
                ranges[place] += [(start, end) for _, start, end in found]
            if not answered:
                return None
        return tuple(Match(score, _merged(found)) for score, found in zip(scores, ranges, strict=True))


@lru_cache(maxsize=1 << 15)
def _fold(text: str) -> str:
    """Return the text with small letters and without accents, each character in its place."""
    composed = unicodedata.normalize("NFC", text)
    lower = composed.lower()
    if len(lower) != len(composed):
        lower = "".join(one.lower() if len(one.lower()) == 1 else one for one in composed)
    return lower.translate(_FOLDED)


def _phrase(phrase: str, text: str) -> list[tuple[float, int, int]]:
    pattern = r"\s+".join(map(re.escape, phrase.split()))
    return [(8.0, *found.span()) for found in re.finditer(pattern, text)]


def _word(word: str, text: str) -> list[tuple[float, int, int]]:
    found = []
    for form in _forms(word):
        for token in _WORD.finditer(text):
            at = token.group().find(form)
            if at < 0 or (len(form) < _SHORTEST_PART and at > 0):
                continue
            start = token.start() + at
            if token.group() == word:
                score = 4.0
            elif at == 0:
                score = 3.0 if _stem(token.group()) == _stem(word) else 2.0
            else:
                score = 1.0
            found.append((score, start, start + len(form)))
    return found


@cache
def _forms(word: str) -> tuple[str, ...]:
    """Return what may stand in a text for a word: the word, its stem when enough of it is left, and both with `å` for `aa`."""
    stem = _stem(word)
    forms = [word]
    if len(stem) >= max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING):
        forms.append(stem)
    return tuple(dict.fromkeys([*forms, *(form.replace("aa", "å") for form in forms)]))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("danish")


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


def _merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return ranges in order, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
