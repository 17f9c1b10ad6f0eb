"""How does what was measured look on paper? Frame or graph in, figure out; nothing here measures, nothing displays.

    from strategylib import charts

    figure = charts.coverage_heat_map(coverage(wb, share=True), wb)
    figure.save_png("temaer.png")

Every chart takes what it draws first and the workbook second: the workbook gives names, marks and the reservations. The charts need
the extra `charts` (Altair and vl-convert); the colours in `palette` need nothing, so Altair is loaded only when a chart is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strategylib.charts.boxes import cascade
    from strategylib.charts.cells import coherence, coverage_heat_map, overlap_matrix
    from strategylib.charts.figure import Figure
    from strategylib.charts.spans import overlap_ranges, timeline
    from strategylib.charts.ties import network
    from strategylib.charts.wordings import aligned_groups

# No module has the name of a chart: an imported module would take the chart's place as attribute of the package.
_HOMES = {
    "Figure": "figure",
    "aligned_groups": "wordings",
    "cascade": "boxes",
    "coherence": "cells",
    "coverage_heat_map": "cells",
    "network": "ties",
    "overlap_matrix": "cells",
    "overlap_ranges": "spans",
    "timeline": "spans",
}

__all__ = [
    "Figure",
    "aligned_groups",
    "cascade",
    "coherence",
    "coverage_heat_map",
    "network",
    "overlap_matrix",
    "overlap_ranges",
    "timeline",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    except ModuleNotFoundError as missing:
        if missing.name not in ("altair", "vl_convert"):
            raise
        raise ModuleNotFoundError('charts need Altair and vl-convert: pip install "strategylib[charts]"', name=missing.name) from missing


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
