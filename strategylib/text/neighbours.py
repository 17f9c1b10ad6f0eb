"""Which are the k most alike texts of other groups, for every one of very many texts? Exact, in blocks, in bounded memory.

Likeness is the product of two rows. A block of rows is multiplied with all rows, what belongs to the row's own group is left out, and the
k best are kept, so that of all products only one block is ever there. Blocks are cut by how many products they can have at most. The same
blocks are computed on this machine or on a Dask cluster, and the result is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from strategylib.locale import texts
from strategylib.model import StrategylibError
from strategylib.text.vectors import Floats

Engine = Literal["local", "dask"]
Places = NDArray[np.intp]
Progress = Callable[[int, int], None]

PRODUCTS_AT_ONCE = 12_000_000
_DIGITS, _SAME = 9, 1e-9
_AHEAD = 2
_GLANCE = 1_000
_PAIRS = 20_000
_DENSE = 0.1


@dataclass(frozen=True)
class Neighbours:
    """The nearest of every row, arrays (rows, k): `place` (-1 where there are fewer than k), `score`, best first."""

    place: Places
    score: Floats

    def pairs(self) -> tuple[Places, Places, Floats]:
        """Return every pair once: the smaller place, the larger, their score; by place."""
        a = np.repeat(np.arange(len(self.place)), self.place.shape[1])
        b, score = self.place.ravel(), self.score.ravel()
        real = b >= 0
        first, second = np.minimum(a, b)[real], np.maximum(a, b)[real]
        _, once = np.unique(first * len(self.place) + second, return_index=True)
        return first[once], second[once], score[real][once]


def nearest(
    rows: Any,
    groups: NDArray[Any],
    k: int,
    *,
    engine: Engine = "local",
    client: Any = None,
    progress: Progress | None = None,
    products_at_once: int = PRODUCTS_AT_ONCE,
) -> Neighbours:
    """Find the k rows of other groups with the largest product with each row.

    Parameters
    ----------
    rows
        A csr_array or an array (n, d), of rows of length 1 when the product is to be their cosine.
    groups
        The group of each row, such as its municipality; rows of one group are no neighbours.
    k
        How many neighbours a row gets at most. Rows whose product is 0 or less are none.
    engine
        `local`: here, one block after the other. `dask`: blocks on a Dask cluster (extra `dask`).
    client
        The cluster's `distributed.Client`; the current one unless given.
    progress
        Called with the number of rows done and of all rows.
    products_at_once
        How many products a block may have at most (some 30 bytes each while it is computed).

    Returns
    -------
    Neighbours
        Equal scores (to nine decimals) stand in the order of the rows, so that every engine gives the same.

    Raises
    ------
    StrategylibError
        When Dask is asked for and not installed, or there is no cluster.
    ValueError
        When k is below 1, or there is not one group for each row.
    """
    n = rows.shape[0]
    if k < 1 or len(groups) != n:
        raise ValueError("k must be 1 or more, and groups must have one entry for each row")
    codes = np.unique(groups, return_inverse=True)[1].astype(np.int32)
    columns = rows.T.tocsr() if _is_sparse(rows) else rows.T
    work = _Work(rows, columns, codes, k, tuple(blocks_of(rows, products_at_once)))
    place, score = np.full((n, k), -1, dtype=np.intp), np.zeros((n, k))
    done = 0
    for (start, stop), (found, value) in _on_dask(work, client) if engine == "dask" else _here(work):
        place[start:stop], score[start:stop] = found, value
        done += stop - start
        if progress is not None:
            progress(done, n)
    return Neighbours(place, score)


def _is_sparse(rows: Any) -> bool:
    return hasattr(rows, "indptr")


def blocks_of(rows: Any, products: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows whose products with all rows are at most so many (a range has one row at least)."""
    n = rows.shape[0]
    if _is_sparse(rows):
        frequency = np.bincount(rows.indices, minlength=rows.shape[1])
        upto = np.concatenate(([0], np.cumsum(frequency[rows.indices])))
        each = np.minimum(np.diff(upto[rows.indptr]), n)
    else:
        each = np.full(n, n)
    start, total = 0, 0
    for row, count in enumerate(each.tolist()):
        if total + count > products and row > start:
            yield start, row
            start, total = row, 0
        total += count
    if start < n:
        yield start, n


Block = tuple[int, int]
Found = tuple[Places, Floats]


@dataclass(frozen=True)
class _Work:
    """What there is to do: rows, the same turned, their groups, how many neighbours, and the blocks."""

    rows: Any
    columns: Any
    codes: NDArray[np.int32]
    k: int
    blocks: tuple[Block, ...]


def _here(work: _Work) -> Iterator[tuple[Block, Found]]:
    for block in work.blocks:
        yield block, best_of_block(work.rows[slice(*block)], work.columns, work.codes, block, work.k)


def _on_dask(work: _Work, client: Any) -> Iterator[tuple[Block, Found]]:
    """Yield the blocks as the cluster finishes them; no more are under way than its workers need to stay busy."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise StrategylibError(texts()("suggestions.no_dask")) from error
    try:
        client = client or distributed.get_client()
    except ValueError as error:
        raise StrategylibError(texts()("suggestions.no_cluster")) from error
    # Names of their own: the same data scattered again under the same name may be let go with what was scattered before.
    shared = client.scatter([work.columns, work.codes], broadcast=True, hash=False)
    waiting = iter(work.blocks)

    def submit(block: Block) -> Any:
        return client.submit(_numbered, work.rows[slice(*block)], *shared, block, work.k, pure=False)

    ahead = _AHEAD * max(sum(client.nthreads().values()), 1)
    under_way = distributed.as_completed([submit(block) for _, block in zip(range(ahead), waiting, strict=False)], loop=client.loop)
    for future in under_way:
        yield future.result()
        for block in waiting:
            under_way.add(submit(block))
            break


def _numbered(part: Any, columns: Any, codes: Any, block: Block, k: int) -> tuple[Block, Found]:
    return block, best_of_block(part, columns, codes, block, k)


def best_of_block(part: Any, columns: Any, codes: Any, block: Block, k: int) -> Found:
    """Return the k best of each row of a block, places and scores; `columns` are all rows, turned."""
    products = part @ columns
    own, sizes = codes[block[0] : block[1]], np.bincount(codes)
    place, score = np.full((len(own), k), -1, dtype=np.intp), np.zeros((len(own), k))
    for row in range(len(own)):
        if _is_sparse(products):
            here = slice(products.indptr[row], products.indptr[row + 1])
            others, values = products.indices[here], products.data[here]
        else:
            others, values = np.arange(products.shape[1]), products[row]
        enough = k + sizes[own[row]]  # so many hold the k best of other groups, even when all of the row's own group are among them
        for step in (max(1, len(values) // _GLANCE), 1):  # what so many of a few reach leaves few to sort
            some = values[::step]
            if len(some) > enough:
                least = np.partition(some, len(some) - enough)[len(some) - enough]
                among = np.flatnonzero(values >= least - _SAME)
                others, values = others[among], values[among]
        far = (codes[others] != own[row]) & (values > 0)
        others, values = others[far], np.round(values[far], _DIGITS)
        if len(values) > k:
            least = np.partition(values, len(values) - k)[len(values) - k]
            among = values >= least
            others, values = others[among], values[among]
        order = np.lexsort((others, -values))[:k]
        place[row, : len(order)], score[row, : len(order)] = others[order], values[order]
    return place, score


def shared_likeness(scores: Floats, a: Places, b: Places, n: int) -> Floats:
    """Return for each pair the sum over all others c of s(a, c) * s(c, b).

    Parameters
    ----------
    scores, a, b
        What is known of pairs, each once: the score s, and the places of both (0 to n - 1). An unknown pair has 0.
    n
        How many there are.
    """
    from scipy.sparse import coo_array

    half = coo_array((scores, (a, b)), shape=(n, n)).tocsr()
    likeness = (half + half.T).tocsr()
    if likeness.nnz > _DENSE * n * n:
        full = likeness.toarray()
        together: Floats = (full @ full)[a, b]
        return together
    found = np.zeros(len(scores))
    for start in range(0, len(scores), _PAIRS):
        here = slice(start, start + _PAIRS)
        found[here] = likeness[a[here]].multiply(likeness[b[here]]).sum(axis=1)
    return found
