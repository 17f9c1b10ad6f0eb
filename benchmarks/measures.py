"""What does each measure cost, and how does it grow from five municipalities to a whole country of 98?"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

import strategylib as sl
from benchmarks.invented import write_folder
from benchmarks.timing import timed
from strategylib.workbook import Workbook

_SIZES = (5, 49, 98)
_RUNS = 5

MEASURES: dict[str, Callable[[Workbook], object]] = {
    "coverage": sl.coverage,
    "overlap, salience": sl.overlap,
    "overlap_report, no bootstrap": lambda wb: sl.overlap_report(wb, samples=0),
    "overlap_report, 1,000 samples": lambda wb: sl.overlap_report(wb, samples=1000),
    "measure_laboratory": sl.measure_laboratory,
    "coherence of one": lambda wb: sl.coherence(wb, wb.strategies.index[0]),
    "alignment_matrix": sl.alignment_matrix,
    "aligned_groups": sl.aligned_groups,
    "missing for one": lambda wb: sl.missing(wb, wb.strategies.index[0]),
    "unique_commitments of one": lambda wb: sl.unique_commitments(wb, wb.strategies.index[0]),
    "bridging_themes": sl.bridging_themes,
    "theme_communities": sl.theme_communities,
}


def measuring() -> None:
    """Print the median of each measure for each size, and how much more 98 cost than 49 (2 is linear, 4 quadratic)."""
    print(f"\n| measure | {' | '.join(f'{size}: median ms (min-max)' for size in _SIZES)} | 98 to 49 |\n|{'---|' * (len(_SIZES) + 2)}")
    with tempfile.TemporaryDirectory() as temporary:
        folders = {size: write_folder(Path(temporary) / str(size), size, judged=True) for size in _SIZES}
        found = {size: sl.open_workbook(folder) for size, folder in folders.items()}
        for wb in found.values():
            _ = wb.elements, wb.codings, wb.alignments, wb.relations
        measures = {"open_workbook": lambda wb: sl.open_workbook(_folder(wb, found, folders))} | MEASURES
        for name, measure in measures.items():
            times = {size: timed(lambda wb=wb, measure=measure: measure(wb), _RUNS) for size, wb in found.items()}  # type: ignore[misc]
            cells = [f"{statistics.median(one) * 1000:.0f} ({min(one) * 1000:.0f}-{max(one) * 1000:.0f})" for one in times.values()]
            growth = statistics.median(times[98]) / statistics.median(times[49])
            print(f"| {name} | {' | '.join(cells)} | {growth:.1f} |")


def _folder(wb: Workbook, found: dict[int, Workbook], folders: dict[int, Path]) -> Path:
    return next(folders[size] for size, one in found.items() if one is wb)
