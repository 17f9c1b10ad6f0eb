"""The k most alike of other groups: exact, the same in any blocks, the same on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, random_array

from strategylib.model import StrategylibError
from strategylib.text.neighbours import Neighbours, nearest, shared_likeness
from strategylib.text.vectors import normalised


def by_hand(rows: Any, groups: Any, k: int) -> Neighbours:
    """All products at once, sorted one row after the other."""
    dense = rows.toarray() if hasattr(rows, "toarray") else rows
    products = np.round(dense @ dense.T, 9)
    place, score = np.full((len(dense), k), -1), np.zeros((len(dense), k))
    for row, values in enumerate(products):
        best = sorted((-value, other) for other, value in enumerate(values) if groups[other] != groups[row] and value > 0)[:k]
        for order, (value, other) in enumerate(best):
            place[row, order], score[row, order] = other, -value
    return Neighbours(place, score)


def same(one: Neighbours, other: Neighbours) -> bool:
    return np.array_equal(one.place, other.place) and np.array_equal(one.score, other.score)


def some_rows(n: int, seed: int = 0) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    return normalised(csr_array(random_array((n, 40), density=0.15, rng=rng))), rng.integers(0, max(n // 5, 2), n)


@given(n=st.integers(1, 40), k=st.integers(1, 12), products=st.integers(1, 3000), seed=st.integers(0, 99), ties=st.booleans())
@settings(max_examples=60, deadline=None)
def test_it_is_exact_in_blocks_of_any_size(n: int, k: int, products: int, seed: int, ties: bool) -> None:  # noqa: FBT001
    rows, groups = some_rows(n, seed)
    if ties:
        rows.data[:] = 0.5
    found = nearest(rows, groups, k, products_at_once=products)
    wanted = by_hand(rows, groups, k)
    assert np.allclose(found.score, wanted.score, atol=1e-8)
    assert same(found, nearest(rows, groups, k))
    if ties:
        assert np.array_equal(found.place, wanted.place)


def test_dense_rows_of_an_encoder_are_compared_too() -> None:
    rows, groups = some_rows(60)
    dense = rows.toarray()
    found = nearest(dense, groups, 5, products_at_once=500)
    assert np.allclose(found.score, by_hand(dense, groups, 5).score, atol=1e-8)


def test_pairs_are_given_once_and_never_of_one_group() -> None:
    rows, groups = some_rows(80)
    a, b, score = nearest(rows, groups, 6).pairs()
    assert len({*zip(a.tolist(), b.tolist(), strict=True)}) == len(a)
    assert (a < b).all()
    assert (groups[a] != groups[b]).all()
    assert (score > 0).all()


def test_progress_goes_from_block_to_block_to_the_end() -> None:
    rows, groups = some_rows(50)
    told: list[tuple[int, int]] = []
    nearest(rows, groups, 3, products_at_once=400, progress=lambda done, of: told.append((done, of)))
    assert len(told) > 3
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (50, 50)


def test_wrong_calls_are_refused() -> None:
    rows, groups = some_rows(10)
    with pytest.raises(ValueError, match="k must be 1 or more"):
        nearest(rows, groups, 0)
    with pytest.raises(ValueError, match="one entry for each row"):
        nearest(rows, groups[1:], 2)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0) as workers,
        Client(workers, set_as_default=False) as client,
    ):
        yield client


@pytest.mark.xdist_group("dask")
@pytest.mark.filterwarnings("ignore")
def test_two_workers_give_the_same_to_the_last_bit(cluster: Any) -> None:
    rows, groups = some_rows(400, 3)
    told: list[int] = []
    for given_rows in (rows, rows.toarray(), rows, rows, rows):
        here = nearest(given_rows, groups, 7, products_at_once=9000)
        there = nearest(
            given_rows, groups, 7, products_at_once=9000, engine="dask", client=cluster, progress=lambda done, _: told.append(done)
        )
        assert same(here, there)
        assert told[-1] == 400
    assert len(cluster.nthreads()) == 2


@pytest.mark.xdist_group("dask")
@pytest.mark.filterwarnings("ignore")
def test_without_a_cluster_it_says_what_to_do() -> None:
    rows, groups = some_rows(10)
    with pytest.raises(StrategylibError, match=r"distributed\.Client"):
        nearest(rows, groups, 2, engine="dask")


def test_what_two_share_is_summed_over_all_others():
    pairs = {(0, 1): 0.5, (0, 2): 0.4, (1, 2): 0.25, (2, 3): 1.0}
    a, b = (np.array(side) for side in zip(*pairs, strict=True))
    found = shared_likeness(np.array(list(pairs.values())), a, b, 4)
    assert found == pytest.approx([0.4 * 0.25, 0.5 * 0.25, 0.5 * 0.4, 0.0])


@pytest.mark.parametrize("share", [0.03, 0.5])
def test_few_pairs_and_many_are_summed_to_the_same(share):
    draw = np.random.default_rng(3)
    a, b = np.triu_indices(80, 1)
    some = draw.random(len(a)) < share
    a, b = a[some], b[some]
    scores = draw.random(len(a))
    full = np.zeros((80, 80))
    full[a, b] = full[b, a] = scores
    assert np.allclose(shared_likeness(scores, a, b, 80), (full @ full)[a, b])
