"""Which concepts of the field does a text speak of, in whatever words, and which themes do they belong to?

`concepts.csv` is the lexicon: one concept a line with the concept that it stands under, the themes of the codebook that it speaks for, and
the terms that mean it, in Danish. A term of one word is also found in another form and as part of a compound; a term of several words
where they follow each other with at most two words between. The lexicon is written for the whole field of social, health and elder care.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from strategylib.text.words import Word, key, lemma, words

_GAP = 2


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the field: what it is called by, the concept that it stands under, and the themes that it speaks for, main one first."""

    id: str
    broader: str | None
    themes: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Concepts by id, and their terms by the stem that each begins with."""

    concepts: Mapping[str, Concept]
    terms: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(repr=False)

    def find(self, text: str) -> Mapping[str, str]:
        """Return the concepts that a text speaks of, each with the words of the text that say so."""
        return _find(self, text)

    def ancestors(self, concept: str) -> tuple[str, ...]:
        """Return the concepts above one, nearest first."""
        above = []
        broader = self.concepts[concept].broader
        while broader:
            above.append(broader)
            broader = self.concepts[broader].broader
        return tuple(above)


@lru_cache(maxsize=1 << 17)
def _find(lexicon: Lexicon, text: str) -> Mapping[str, str]:
    tokens = words(text)
    there = {one for token in tokens for one in token.keys}
    found: dict[str, str] = {}
    for place, token in enumerate(tokens):
        for one in token.keys:
            for stems, concept in lexicon.terms.get(one, ()):
                if concept not in found and there.issuperset(stems):
                    end = place if len(stems) == 1 else _end(stems, tokens, place)
                    if end is not None:
                        found[concept] = " ".join(word.text for word in tokens[place : end + 1])
    return MappingProxyType(found)


def _end(stems: tuple[str, ...], tokens: tuple[Word, ...], start: int) -> int | None:
    """Return where a term of several words ends that begins with the whole word at `start`, None when it does not stand there."""
    if tokens[start].keys[0] != stems[0]:
        return None
    at = start
    for wanted in stems[1:]:
        near = range(at + 1, min(at + 2 + _GAP, len(tokens)))
        at = next((place for place in near if wanted in tokens[place].keys), -1)
        if at < 0:
            return None
    return at


@cache
def _rows() -> tuple[Concept, ...]:
    text = files("strategylib.text").joinpath("concepts.csv").read_text(encoding="utf-8")
    return tuple(
        Concept(row["concept"], row["broader"] or None, tuple(row["themes"].split()), tuple(row["terms"].split("|")))
        for row in csv.DictReader(text.splitlines())
    )


@cache
def field_words() -> frozenset[str]:
    """Return the words of the field: every term of one word. Compounds are split at them."""
    terms = {term.lower() for concept in _rows() for term in concept.terms if " " not in term and "-" not in term}
    return frozenset(terms | {lemma(term) for term in terms})


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the package."""
    terms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept in _rows():
        for term in concept.terms:
            stems = tuple(key(word.text) for word in words(term))
            terms.setdefault(stems[0], []).append((stems, concept.id))
    return Lexicon({concept.id: concept for concept in _rows()}, {key: tuple(dict.fromkeys(found)) for key, found in terms.items()})
