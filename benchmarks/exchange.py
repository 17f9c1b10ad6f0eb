"""What does it cost to write data for other programs and to read them back, beside pandas and networkx on the same tables and graph?"""

from __future__ import annotations

import io
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd

import strategylib as sl
from benchmarks.invented import write_folder
from benchmarks.timing import RUNS, timed
from strategylib.formats import FORMATS, content_of
from strategylib.formats.graphs import read_graphml
from strategylib.formats.tables import tables_of
from strategylib.workbook import Workbook

_COUNTS = (5, 49)
_BY_HAND = ("pandas: the same tables as xlsx", "networkx: ids and relations as GraphML")


def exchanging() -> None:
    """Print what writing and reading costs in each format; reading a format that goes into the data includes the comparison."""
    columns: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as temporary:
        for count in _COUNTS:
            folder = write_folder(Path(temporary) / str(count), count)
            workbook = sl.open_workbook(folder)
            _ = workbook.graph
            actions = _by_hand(workbook, Path(temporary)) | {name: _format(name, workbook, folder) for name in FORMATS}
            columns += ({name: _said(pair[place]) for name, pair in actions.items()} for place in (0, 1))
    heads = [f"{count}: {what}, ms" for count in _COUNTS for what in ("written", "read")]
    print(f"\nEach {RUNS} times: median (min-max).\n\n| what | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
    for name in (*_BY_HAND, *FORMATS):
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")


Action = Callable[[], object]


def _said(action: Action | None) -> str:
    if action is None:
        return "–"
    times = [1000 * one for one in timed(action)]
    return f"{statistics.median(times):.0f} ({min(times):.0f}-{max(times):.0f})"


def _by_hand(workbook: Workbook, place: Path) -> dict[str, tuple[Action, Action]]:
    frames = {table: pd.DataFrame(rows) for table, rows in tables_of(workbook.corpus).items()}

    def write() -> None:
        with pd.ExcelWriter(place / "pandas.xlsx", engine="openpyxl") as writer:
            for table, frame in frames.items():
                frame.to_excel(writer, sheet_name=table, index=False)

    plain, graph = nx.MultiDiGraph(workbook.graph.edges(keys=True)), io.BytesIO()
    nx.write_graphml_xml(plain, graph)
    return {
        _BY_HAND[0]: (write, lambda: pd.read_excel(place / "pandas.xlsx", sheet_name=None)),
        _BY_HAND[1]: (lambda: nx.write_graphml_xml(plain, io.BytesIO()), lambda: nx.read_graphml(io.BytesIO(graph.getvalue()))),
    }


def _format(name: str, workbook: Workbook, folder: Path) -> tuple[Action, Action | None]:
    form = FORMATS[name]
    own = workbook.corpus.strategies[0].municipality if form.single else None
    path = sl.export(workbook, name, folder.parent / f"{name}.{form.ending}", municipality=own)
    read: Action | None = None
    if form.read:
        read = lambda: sl.import_file(name, path, folder)  # noqa: E731 - one of two ways
    elif name == "graphml":
        read = lambda: read_graphml(path.read_bytes(), path)  # noqa: E731
    return lambda: content_of(workbook, name, municipality=own), read
