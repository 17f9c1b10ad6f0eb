"""What does a forest of decision trees say of these rows? A fitted forest as plain arrays: it needs no learning library to be asked.

Each tree asks one feature at a time and ends in the share of aligned pairs that came to that leaf; the forest is their mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strategylib.text.vectors import Floats

_LEAF = -1


@dataclass(frozen=True)
class Forest:
    """Nodes of all trees, one after another: `feature` (-1 in a leaf), `threshold` (left when at most that), `left`, `right`, `value`."""

    roots: NDArray[np.int32]
    feature: NDArray[np.int8]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]

    def predict(self, rows: Floats) -> Floats:
        """Return the mean of the leaves that each row (features in the fitted order) comes to."""
        total = np.zeros(len(rows))
        narrow = rows.astype(np.float32)
        every = np.arange(len(rows))
        for root in self.roots:
            at = np.full(len(rows), root, dtype=np.int32)
            while (open_rows := every[self.feature[at] != _LEAF]).size:
                here = at[open_rows]
                goes_left = narrow[open_rows, self.feature[here]] <= self.threshold[here]
                at[open_rows] = np.where(goes_left, self.left[here], self.right[here])
            total += self.value[at]
        return total / max(len(self.roots), 1)
