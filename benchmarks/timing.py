"""How is a time measured and shown: several runs, the median, and the least and the most."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

RUNS = 7


def timed(action: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Return the seconds of each of `runs` calls."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return times


def row(name: str, times: list[float], base: float) -> str:
    """Return a row of a Markdown table: name, n, median and spread in milliseconds, ratio to `base` seconds."""
    median = statistics.median(times)
    spread = f"{min(times) * 1000:.0f}-{max(times) * 1000:.0f}"
    return f"| {name} | {len(times)} | {median * 1000:.0f} | {spread} | {median / base:.2f} |"
