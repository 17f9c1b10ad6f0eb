"""What does it cost to import the package and to open workbooks of different sizes?"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import strategylib as sl
from benchmarks.invented import write_folder
from benchmarks.timing import RUNS, row, timed


def _python(code: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own code in our own Python


def importing() -> None:
    """Print what importing costs beside an empty Python and beside pandas, interleaved."""
    programs = {"python, nothing imported": "pass", "import strategylib": "import strategylib", "import pandas": "import pandas"}
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for name, code in programs.items():
            times[name] += timed(_python(code), 1)
    base = statistics.median(times["python, nothing imported"])
    print("| program | n | median ms | min-max | ratio to an empty Python |\n|---|---|---|---|---|")
    for name, found in times.items():
        print(row(name, found, base))


def opening() -> None:
    """Print what opening costs for the bundled five and for invented ones, per element."""
    print("\n| workbook | n | median ms | min-max | ratio to the five | elements | µs an element |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        folders: dict[str, Path | None] = {"the bundled five": None}
        for count in (5, 49, 98, 196):
            folders[f"{count} invented"] = write_folder(Path(temporary) / str(count), count)
        base = None
        for name, folder in folders.items():
            workbook = sl.open_workbook(folder)
            elements = sum(len(one.elements) for one in workbook.corpus.strategies)
            times = timed(lambda folder=folder: sl.open_workbook(folder))  # type: ignore[misc]
            base = base or statistics.median(times)
            print(f"{row(name, times, base)} {elements} | {statistics.median(times) / elements * 1e6:.0f} |")
        frames = timed(lambda: (sl.open_workbook(folders["98 invented"]).elements, sl.open_workbook(folders["98 invented"]).graph))
        print(row("98 invented, opened twice, elements and graph built", frames, base or 1) + " | |")
