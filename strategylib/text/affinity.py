"""Which terms of one text go with which of another? A logistic model of pairs that asks for what is not the same, too.

Staff who stay and staff who thrive are two concepts, and readers put them together; that is known of every pair of terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from strategylib.text.lexicon import lexicon
from strategylib.text.neighbours import Places
from strategylib.text.themes import concept_rows
from strategylib.text.vectors import Floats


def term_names(kinds: Sequence[str]) -> list[str]:
    """Return the names of terms: the concepts that a text speaks of, those that the text above it speaks of, and the kind of text."""
    concepts = lexicon().concepts
    return [
        *(f"says {concept}" for concept in concepts),
        *(f"above {concept}" for concept in concepts),
        *(f"kind {kind}" for kind in kinds),
    ]


def term_rows(texts: Sequence[str], parents: Sequence[str], of_kind: Sequence[str], kinds: Sequence[str]) -> Any:
    """Return the terms of texts, a csr_array (texts, `term_names(kinds)`): concepts in rows of length 1, and 1 for the kind."""
    from scipy.sparse import csr_array, hstack

    place = {kind: number for number, kind in enumerate(kinds)}
    own = csr_array((np.ones(len(texts)), [place[kind] for kind in of_kind], range(len(texts) + 1)), shape=(len(texts), len(kinds)))
    return hstack([concept_rows(texts), concept_rows(parents), own]).tocsr()


@dataclass(frozen=True)
class Affinity:
    """Log-odds of a pair: `constant + features @ weights + x @ together @ y`, with x and y the terms of either text.

    `terms` names the columns of x and y; `together` is symmetric, one number for each two terms.
    """

    constant: float
    weights: Floats
    terms: tuple[str, ...]
    together: Floats

    def log_odds(self, features: Floats, rows: Any, a: Places, b: Places) -> Floats:
        """Return the log-odds of pairs.

        Parameters
        ----------
        features
            An array (pairs, features) in the fitted order.
        rows
            Sparse array (texts, terms): what each text has of each term.
        a, b
            Places of the pairs' texts.
        """
        met = np.asarray(rows[b].multiply(rows[a] @ self.together).sum(axis=1)).ravel()
        found: Floats = self.constant + features @ self.weights + met
        return found

    def over(self, terms: Sequence[str]) -> Affinity:
        """Return the model over other terms; of a term that it never met it says nothing."""
        known = {term: place for place, term in enumerate(self.terms)}
        places = np.array([known.get(term, -1) for term in terms], dtype=np.intp)
        together = np.where((places[:, None] < 0) | (places < 0), 0.0, self.together[np.ix_(places, places)])
        return replace(self, terms=tuple(terms), together=together)
