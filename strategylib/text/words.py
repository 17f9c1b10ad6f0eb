"""Which words does a Danish text hold, in their ground form, and which words hide inside its compounds?

`velfærdsteknologiske` is read as the stem of the whole word and the stems of its parts, `velfærd` and `teknologi`: in Danish the parts
carry what two texts have in common. A compound is split where all parts are words: those of the field (`strategylib.text.lexicon`) first,
then those of a general dictionary. Of several ways the one with the fewest and best-known parts is taken (after Koehn and Knight 2003,
doi:10.3115/1067807.1067833, with a dictionary in the place of their counts).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_TOKEN = re.compile(r"§ ?\d+\w?|[^\W_]+(?:['’-][^\W_]+)*")
_LINKS = ("", "s", "e")
_GENITIVE = ("s", "ens", "ets", "nes")
_SHORTEST_COMPOUND, _SHORTEST_PART, _SURE_STEM = 7, 4, 5
_FIELD, _GENERAL, _LINK, _EACH = 0.0, 1.0, 0.1, 1.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as it stands there (small letters), and the parts of a compound, the last one in its dictionary form.

    `stems` are those of the whole and of every part, what two texts may have in common; `keys` are how they stand in the lexicon.
    """

    text: str
    parts: tuple[str, ...]
    stems: tuple[str, ...]
    keys: tuple[str, ...]


def words(text: str) -> tuple[Word, ...]:
    """Read a text as words, in its order, stop words too."""
    return tuple(_word(token) for token in _tokens(text))


def content_words(text: str) -> tuple[Word, ...]:
    """Read a text as the words that carry meaning: without `og`, `skal`, `vores` and the like."""
    return tuple(word for word in words(text) if word.text not in stop_words() and not word.text.isdigit())


def _tokens(text: str) -> list[str]:
    """Return the words in small letters; a word ending in a hyphen (`ansvar- og`) loses it."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).lower().replace("\u00ad", ""))


@lru_cache(maxsize=1 << 17)
def _word(token: str) -> Word:
    parts = split_compound(token)
    parts = parts if len(parts) > 1 else ()
    return Word(token, parts, *(tuple(dict.fromkeys(map(form, (token, *parts)))) for form in (stem, key)))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("danish")


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Return a word without its endings: that of its dictionary form (simplemma) by Snowball's Danish algorithm."""
    return str(_stemmer().stemWord(lemma(word)))


@lru_cache(maxsize=1 << 17)
def key(word: str) -> str:
    """Return how a word stands in the lexicon: its stem, or its dictionary form where so little is left of it that others have the same."""
    short, form = stem(word), lemma(word)
    return short if len(short) >= min(_SURE_STEM, len(form)) else form


@lru_cache(maxsize=1 << 17)
def lemma(word: str) -> str:
    """Return a word's dictionary form; the word itself when the dictionary has neither it nor what it is the genitive of."""
    import simplemma

    form = simplemma.lemmatize(word, lang="da").lower()
    if form == word and not simplemma.is_known(word, lang="da"):
        for ending in _GENITIVE:
            base = word.removesuffix(ending)
            if base != word and simplemma.is_known(base, lang="da"):
                return simplemma.lemmatize(base, lang="da").lower()
    return form


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(files("strategylib.text").joinpath(f"{name}.txt").read_text(encoding="utf-8").split())


def stop_words() -> frozenset[str]:
    """Return the words that say little by themselves: function words, and the verbs and fillers of every strategy."""
    return _listed("stop_words")


@cache
def _field_words() -> frozenset[str]:
    from strategylib.text.lexicon import field_words

    return field_words()


@lru_cache(maxsize=1 << 16)
def _cost(part: str) -> float | None:
    """Return what a part costs by how well it is known, None when it is no word.

    `no_parts.txt` has endings and prefixes that are also words, so that `mulig|heder` and `under|støtter` stay whole.
    """
    if part in _listed("short_parts"):
        return _GENERAL
    if len(part) < _SHORTEST_PART or part in _listed("no_parts"):
        return None
    if part in _field_words() or lemma(part) in _field_words():
        return _FIELD
    return _GENERAL if _known(part) else None


def _known(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word, lang="da"))


@lru_cache(maxsize=1 << 16)
def split_compound(word: str) -> tuple[str, ...]:
    """Split a compound: `velfærdsteknologier` into `('velfærd', 'teknologi')`.

    A word that is none, or cannot be split into words, comes back alone; so does a word of the dictionary without a word of the field in
    it.
    """
    if "-" in word:
        return tuple(piece for part in word.split("-") if part for piece in split_compound(part))
    base = lemma(word)
    if len(base) < _SHORTEST_COMPOUND:
        return (word,)
    parts = _cheapest(base)
    whole_known = _known(base) or base in _field_words()
    if len(parts) < 2 or (whole_known and not any(_cost(part) == _FIELD for part in parts)):  # noqa: PLR2004 - a compound has two
        return (word,)
    return parts


def _cheapest(word: str) -> tuple[str, ...]:
    """Return the parts that together cost least, none when there is no way to split the word."""
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ()), *([None] * len(word))]
    for end in range(2, len(word) + 1):
        for start in range(end - 1):
            before = best[start]
            if before is None or (start == 0 and end == len(word)):
                continue
            for link in _LINKS if end < len(word) else ("",):
                part = word[start:end].removesuffix(link) if word[start:end].endswith(link) else ""
                cost = _cost(part) if part else None
                if cost is None:
                    continue
                total = before[0] + _EACH + cost + (_LINK if link else 0.0)
                now = best[end]
                if now is None or total < now[0]:
                    best[end] = (total, (*before[1], part))
    found = best[-1]
    return found[1] if found else ()
