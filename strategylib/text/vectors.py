"""How alike are texts by the words, parts of words, concepts and themes that they share? Texts as sparse vectors, and their pairs.

A text is read in four ways, from what it says letter by letter to what it speaks of: character n-grams within its words, stems of its
words and of their parts, concepts of the lexicon, and the themes that those concepts speak for. In each way a term weighs `tf * idf`, with
`idf = (ln((1 + n) / (1 + df)) + 1) / (ln(1 + n) + 1)` over the n texts: 1 for a term that one text alone has, whatever the number of
texts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategylib.text.lexicon import lexicon
from strategylib.text.words import content_words, stem, stop_words

Floats = NDArray[np.float64]
Bag = Mapping[str, float]

_SHORTEST_GRAM, _LONGEST_GRAM = 4, 6
_PART, _BROADER = 0.7, 0.5


def grams(text: str) -> Bag:
    """Return the character 4- to 6-grams within the words that carry meaning, with a space at either end: `1 + ln(count)`."""
    counts: Counter[str] = Counter()
    for word in content_words(text):
        padded = f" {word.text} "
        for size in range(_SHORTEST_GRAM, _LONGEST_GRAM + 1):
            counts.update(padded[start : start + size] for start in range(len(padded) - size + 1))
    return {gram: 1 + math.log(count) for gram, count in counts.items()}


def stems(text: str) -> Bag:
    """Return the stems of the words that carry meaning, 1 for each time, and of the parts of compounds, 0.7 for each."""
    counts: dict[str, float] = {}
    for word in content_words(text):
        for one, weight in ((word.text, 1.0), *((part, _PART) for part in word.parts if part not in stop_words())):
            counts[stem(one)] = counts.get(stem(one), 0.0) + weight
    return counts


def concepts(text: str) -> Bag:
    """Return the concepts of the lexicon that the text speaks of, 1 for each, and those that they stand under, half for each step."""
    found = lexicon().find(text)
    bag = dict.fromkeys(found, 1.0)
    for concept in found:
        for step, above in enumerate(lexicon().ancestors(concept), 1):
            bag[above] = max(bag.get(above, 0.0), _BROADER**step)
    return bag


def named_concepts(text: str) -> Bag:
    """Return the concepts that the text itself speaks of and that speak for a theme, 1 for each."""
    return {concept: 1.0 for concept in lexicon().find(text) if lexicon().concepts[concept].themes}


def themes(text: str) -> Bag:
    """Return the themes that the text's concepts speak for: for each concept 1 to its first theme, 1/2 to its second, and so on."""
    bag: dict[str, float] = {}
    for concept in lexicon().find(text):
        for rank, theme in enumerate(lexicon().concepts[concept].themes, 1):
            bag[theme] = bag.get(theme, 0.0) + 1 / rank
    return bag


def weighted(read: Callable[[str], Bag], texts: Sequence[str], *others: Sequence[str]) -> list[Any]:
    """Read texts in one of the ways and weigh their terms.

    Parameters
    ----------
    read
        `grams`, `stems`, `concepts` or `themes`.
    texts
        The texts, whose frequencies make the weights.
    others
        Further texts to be weighed in the same way, such as those that stand around each text.

    Returns
    -------
    list of csr_array
        One for the texts and one for each of the others, a row a text, all with the same columns. Rows are not normalised.
    """
    bags = [[read(text) for text in group] for group in (texts, *others)]
    frequency = Counter(term for bag in bags[0] for term in bag)
    columns: dict[str, int] = {}
    for group in bags:
        for bag in group:
            for term in bag:
                columns.setdefault(term, len(columns))
    n = len(texts)
    idf = np.array([(math.log((1 + n) / (1 + frequency[term])) + 1) / (math.log(1 + n) + 1) for term in columns])
    return [_rows(group, columns, idf) for group in bags]


def _rows(bags: Sequence[Bag], columns: Mapping[str, int], idf: Floats) -> Any:
    from scipy.sparse import csr_array

    starts = np.cumsum([0, *(len(bag) for bag in bags)])
    places = np.fromiter((columns[term] for bag in bags for term in bag), dtype=np.int32, count=starts[-1])
    counts = np.fromiter((count for bag in bags for count in bag.values()), dtype=np.float64, count=starts[-1])
    rows = csr_array((counts * idf[places], places, starts), shape=(len(bags), len(columns)))
    rows.sort_indices()
    return rows


def normalised(rows: Any) -> Any:
    """Return rows of length 1, those without terms left empty."""
    from scipy.sparse import diags_array

    lengths = norms(rows)
    return (diags_array(1 / np.where(lengths == 0, 1, lengths)) @ rows).tocsr()


def side_by_side(*parts: Any) -> Any:
    """Return rows of length 1 that hold what every part holds; their product is the mean of the parts' cosines where no part is empty."""
    from scipy.sparse import hstack

    return normalised(hstack([normalised(part) for part in parts]).tocsr())


def norms(rows: Any) -> Floats:
    """Return the length of every row."""
    squares: Floats = np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel()
    return np.sqrt(squares)


def dots(rows: Any, others: Any, a: NDArray[np.intp], b: NDArray[np.intp]) -> Floats:
    """Return the product of row a[i] of one with row b[i] of the other, for every i."""
    return np.asarray(rows[a].multiply(others[b]).sum(axis=1)).ravel()


def amount_shared(rows: Any, a: NDArray[np.intp], b: NDArray[np.intp]) -> Floats:
    """Return the sum over terms of the smaller weight of rows a[i] and b[i], for every i."""
    return np.asarray(rows[a].minimum(rows[b]).sum(axis=1), dtype=np.float64).ravel()


def largest_shared(rows: Any, a: NDArray[np.intp], b: NDArray[np.intp]) -> Floats:
    """Return the weight of the weightiest term that rows a[i] and b[i] share, for every i; 0 when they share none."""
    if rows.shape[1] == 0:
        return np.zeros(len(a))
    return np.asarray(rows[a].minimum(rows[b]).max(axis=1).toarray()).ravel()
