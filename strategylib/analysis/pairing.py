"""How probable is it that a reader aligns two elements? Two fitted models read the same evidence, and third elements support what they say.

A forest finds how much must be shared and with what else; an affinity finds what goes together though it is not the same. Their mean in
log-odds is better than either. Both are fitted in `benchmarks/fitting.py` and kept in `alignment_model.npz`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from strategylib.analysis.alignment import COMMITMENTS
from strategylib.analysis.likeness import TYPES, Reading, pair_features
from strategylib.text.affinity import Affinity, term_names
from strategylib.text.forest import Forest
from strategylib.text.neighbours import Places, Progress, shared_likeness
from strategylib.text.vectors import Floats
from strategylib.workbook import Workbook

_AT_ONCE = 20_000
_UNSURE = 1e-3
_SETTLED = -7.0


@dataclass(frozen=True)
class PairModel:
    """What scores pairs: the mean of a forest's and an affinity's log-odds.

    Most pairs have nothing to do with each other. The affinity sees that at once, and the forest, which takes longer, is not asked.
    """

    forest: Forest
    affinity: Affinity

    def predict(self, reading: Reading, a: Places, b: Places) -> Floats:
        """Return for each pair how probable it is that a reader aligns it, 0 to 1."""
        features = feature_rows(reading, a, b)
        odds = self.affinity.log_odds(features, reading.terms, a, b)
        share, not_settled = np.full(len(odds), _UNSURE), odds > _SETTLED
        share[not_settled] = np.clip(self.forest.predict(features[not_settled]), _UNSURE, 1 - _UNSURE)
        probable: Floats = 1 / (1 + np.exp(-(odds + np.log(share / (1 - share))) / 2))
        return probable

    def write(self, path: Path) -> None:
        """Write the arrays to a file that `read_pair_model` reads. Of the symmetric array one half is kept, in half precision."""
        arrays = {f"forest_{name}": getattr(self.forest, name) for name in Forest.__dataclass_fields__}
        half = self.affinity.together[np.triu_indices(len(self.affinity.terms))]
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                affinity_constant=np.array(self.affinity.constant),
                affinity_weights=self.affinity.weights,
                affinity_terms=np.array(self.affinity.terms),
                affinity_together=half.astype(np.float16),
                **arrays,
            )


def read_pair_model(path: Path) -> PairModel:
    """Read a model that `PairModel.write` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        forest = Forest(**{name: stored[f"forest_{name}"] for name in Forest.__dataclass_fields__})
        terms = tuple(stored["affinity_terms"].tolist())
        together = np.zeros((len(terms), len(terms)))
        together[np.triu_indices(len(terms))] = stored["affinity_together"]
        together = np.maximum(together, together.T) + np.minimum(together, together.T)
        together[np.diag_indices(len(terms))] /= 2
        return PairModel(forest, Affinity(float(stored["affinity_constant"]), stored["affinity_weights"], terms, together))


@cache
def _pair_model() -> PairModel:
    model = read_pair_model(Path(__file__).with_name("alignment_model.npz"))
    return PairModel(model.forest, model.affinity.over(term_names(TYPES)))


def commitments(wb: Workbook) -> pd.DataFrame:
    """Return the elements that may be aligned: those of types that commit."""
    return wb.elements[wb.elements.type.isin([kind.value for kind in COMMITMENTS])]


def pairs_across(elements: pd.DataFrame) -> tuple[Places, Places]:
    """Return the places of every pair of elements of two municipalities, the earlier element first."""
    a, b = np.triu_indices(len(elements), 1)
    home = elements.municipality.factorize()[0]
    across = home[a] != home[b]
    return a[across], b[across]


def feature_rows(reading: Reading, a: Places, b: Places) -> Floats:
    """Return the features of pairs as one array."""
    return np.column_stack(list(pair_features(reading, a, b).values()))


def pair_scores(reading: Reading, a: Places, b: Places, *, model: PairModel | None = None, progress: Progress | None = None) -> Floats:
    """Return for each pair how probable it is that a reader aligns it, 0 to 1, by the package's own model unless another is given."""
    model = model or _pair_model()
    scores = np.zeros(len(a))
    for start in range(0, len(a), _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        scores[here] = model.predict(reading, a[here], b[here])
        if progress is not None:
            progress(min(start + _AT_ONCE, len(a)), len(a))
    return scores


def supported(scores: Floats, a: Places, b: Places, municipalities: pd.Series) -> Floats:
    """Return pairs' scores with the support of third elements: what is like the same things is more probably alike.

    Parameters
    ----------
    scores, a, b
        Scores of pairs (0 to 1) and the places of their elements.
    municipalities
        Each element's municipality.

    Returns
    -------
    array
        s' = s + (1 - s) * min(1, sum over c of s(a, c) * s(c, b), divided by the number of municipalities), 0 to 1.
    """
    support = shared_likeness(scores, a, b, len(municipalities))
    return scores + (1 - scores) * np.minimum(1.0, support / max(1, municipalities.nunique()))
