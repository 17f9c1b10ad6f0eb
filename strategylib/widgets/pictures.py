"""Which chart shows what a view shows, and how does it become a picture to take along?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from strategylib.analysis.coverage import coverage
from strategylib.analysis.network import theme_network, theme_positions
from strategylib.analysis.overlap import overlap_report
from strategylib.reports.document import Cell, Picture, Table
from strategylib.widgets.viewmodels.base import ViewModel, measured

PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
"""The kinds of picture and their media types."""


def drawn(title: str, figure: Any, how: str) -> Picture:
    """Return a figure of `strategylib.charts` as the part of a hand-out."""
    with TemporaryDirectory() as folder:
        svg, png = (
            figure.save_svg(Path(folder, "chart.svg")).read_text(encoding="utf-8"),
            figure.save_png(Path(folder, "chart.png")).read_bytes(),
        )
    frame = figure.to_table()
    shown = frame.reset_index() if frame.index.name else frame
    shown = shown.astype(object).where(shown.notna(), "")
    rows = tuple(tuple(Cell(str(value)) for value in row) for row in shown.itertuples(index=False))
    return Picture(title, svg, png, figure.alt, Table(title, tuple(map(str, shown.columns)), rows), how)


def picture(name: str, model: ViewModel) -> Any:
    """Return the view's chart as a figure of `strategylib.charts`, or None where the view has none or its data do not allow one."""
    return _CHARTS[name](model) if name in _CHARTS else None


def _overview(model: ViewModel) -> Any:
    from strategylib.charts import coverage_heat_map

    if not model.content["themes"]:
        return None
    return coverage_heat_map(measured(coverage, model.workbook, share=True), model.workbook, language=model.texts.language)


def _compare(model: ViewModel) -> Any:
    from strategylib.charts import overlap_ranges

    content = model.content
    if not content["pairs"]:
        return None
    frame = measured(overlap_report, model.workbook, measure=content["pairs"]["measures"][0]["id"])
    chosen = content["chosen"]
    return overlap_ranges(frame[[a in chosen and b in chosen for a, b in frame.index]], model.workbook, language=model.texts.language)


def _network(model: ViewModel) -> Any:
    from strategylib import charts

    content = model.content
    if not content or not content["edges"]:
        return None
    if content["by"] == "kaskade":
        return charts.cascade(model.workbook, content["chosen"], language=model.texts.language)
    graph = measured(theme_network, model.workbook)
    return charts.network(graph, theme_positions(graph), model.workbook, language=model.texts.language)


def _thread(model: ViewModel) -> Any:
    from strategylib.charts import cascade

    return cascade(model.workbook, model.content["municipality"]["id"], language=model.texts.language) if model.content else None


def _timeline(model: ViewModel) -> Any:
    from strategylib.charts import timeline

    return timeline(model.workbook, language=model.texts.language) if model.content else None


_CHARTS: dict[str, Callable[[ViewModel], Any]] = {
    "overblik": _overview,
    "sammenlign": _compare,
    "netvaerk": _network,
    "roed-traad": _thread,
    "tidslinje": _timeline,
}
