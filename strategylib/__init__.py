"""Strategiværkstedet: municipal strategies as one graph.

    import strategylib as sl

    wb = sl.open_workbook()
    wb.elements      # one row an element, each with the source's wording and its lines
    wb.graph         # the same as a networkx graph

Importing the package loads neither pandas, networkx nor ipywidgets; what needs them loads them when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strategylib.analysis.audit import audit
    from strategylib.analysis.quality import quality, quality_total
    from strategylib.analysis.reform import reform_lens
    from strategylib.model import AlignmentRelation, ElementType, RelationType, StrategylibError, WorkbookError
    from strategylib.widgets import leader_app
    from strategylib.workbook import Workbook, open_workbook

__version__ = "0.1.0"

_HOMES = {
    "AlignmentRelation": "model",
    "ElementType": "model",
    "RelationType": "model",
    "StrategylibError": "model",
    "Workbook": "workbook",
    "WorkbookError": "model",
    "audit": "analysis.audit",
    "leader_app": "widgets",
    "open_workbook": "workbook",
    "quality": "analysis.quality",
    "quality_total": "analysis.quality",
    "reform_lens": "analysis.reform",
}

__all__ = [
    "AlignmentRelation",
    "ElementType",
    "RelationType",
    "StrategylibError",
    "Workbook",
    "WorkbookError",
    "audit",
    "leader_app",
    "open_workbook",
    "quality",
    "quality_total",
    "reform_lens",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
