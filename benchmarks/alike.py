"""`python -m benchmarks.alike [N]`: what do the ten most alike of N elements cost, beside the bare products that they need?

The texts are invented: terms of the lexicon and common words, drawn at random, a thousand municipalities at most. Products and neighbours
are computed in the same blocks, in turn, in one process; Dask's two workers are processes of their own.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from typing import Any

import numpy as np
from distributed import Client, LocalCluster

from strategylib.text.lexicon import lexicon
from strategylib.text.neighbours import PRODUCTS_AT_ONCE, Neighbours, blocks_of, nearest
from strategylib.text.vectors import named_concepts, side_by_side, stems, weighted

COMMON = ("vi", "skal", "borgeren", "medarbejderen", "får", "en", "god", "dag", "med", "fælles", "mål", "gennem", "hele", "livet")
MANY, FEW, REPEATS, NEAREST, TERMS = 100_000, 20_000, 3, 10, 0.5


def texts(n: int) -> list[str]:
    """Return n invented texts of 3 to 14 terms, no two alike but by chance."""
    draw = random.Random(1)
    terms = [term for concept in lexicon().concepts.values() for term in concept.terms]
    return [" ".join(draw.choice(terms if draw.random() < TERMS else COMMON) for _ in range(draw.randint(3, 14))) for _ in range(n)]


def rows_of(labels: list[str]) -> Any:
    return side_by_side(*(weighted(way, labels)[0] for way in (stems, named_concepts)))


def products(rows: Any) -> int:
    """Compute the bare products, one block after the other, and return how many there are."""
    columns, count = rows.T.tocsr(), 0
    for start, stop in blocks_of(rows, PRODUCTS_AT_ONCE):
        count += (rows[start:stop] @ columns).nnz
    return count


def memory() -> float:
    """Return the most memory that this process has had so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def same(one: Neighbours, other: Neighbours) -> bool:
    return np.array_equal(one.place, other.place) and np.array_equal(one.score, other.score)


def measure(n: int, runs: int) -> None:
    """Print the rows of the table for n elements."""
    started = time.perf_counter()
    rows, groups = rows_of(texts(n)), np.arange(n) * min(n // 20, 1000) // n
    reading = time.perf_counter() - started
    print(f"| {n:,} texts read as stems and concepts | 1 | {reading:.1f} | | | {memory():.2f} |", flush=True)
    bare, here, found, count = [], [], None, 0
    for _ in range(runs):
        started = time.process_time()
        count = products(rows)
        bare.append(time.process_time() - started)
        started = time.process_time()
        found = nearest(rows, groups, NEAREST)
        here.append(time.process_time() - started)
    print(f"| {n:,}: {count / 1e9:.2f} billion bare products, CPU time | {_seconds(bare, bare)} | |", flush=True)
    print(f"| {n:,}: nearest, here, CPU time | {_seconds(here, bare)} | {memory():.2f} |", flush=True)
    there, agreed = [], []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0) as cluster, Client(cluster) as client:
        for _ in range(runs):
            started = time.perf_counter()
            on_dask = nearest(rows, groups, NEAREST, engine="dask", client=client)
            there.append(time.perf_counter() - started)
            agreed.append(found is not None and same(on_dask, found))
        most = max(client.run(memory).values())
    result = "the same result" if all(agreed) else "ANOTHER result"
    print(f"| {n:,}: nearest, Dask, two workers, {result}, by the clock | {_seconds(there, bare)} | {most:.2f} |", flush=True)


def _seconds(times: list[float], base: list[float]) -> str:
    median = statistics.median(times)
    return f"{len(times)} | {median:.1f} | {min(times):.1f}-{max(times):.1f} | {median / statistics.median(base):.2f}"


def main() -> None:
    """Print the table."""
    print("| what | n | median s | min-max | ratio to the bare products | GB, the most of a process |")
    print("|---|---|---|---|---|---|")
    for n, runs in ((FEW, REPEATS), (MANY, 1)) if len(sys.argv) == 1 else ((int(sys.argv[1]), REPEATS),):
        measure(n, runs)


if __name__ == "__main__":
    main()
