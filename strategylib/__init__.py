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
    from strategylib.analysis.agreement import alignment_agreement, alignment_disagreements, theme_agreement, theme_disagreements
    from strategylib.analysis.alignment import aligned_groups, alignment_matrix, missing, unique_commitments
    from strategylib.analysis.audit import audit
    from strategylib.analysis.change import change
    from strategylib.analysis.coherence import coherence
    from strategylib.analysis.coverage import coverage
    from strategylib.analysis.network import bridging_themes, theme_communities, theme_network, theme_positions
    from strategylib.analysis.overlap import measure_laboratory, overlap, overlap_report
    from strategylib.analysis.quality import quality, quality_total
    from strategylib.analysis.reform import reform_lens
    from strategylib.analysis.rooms import consensus, decisions, priorities, proposals, room_alignments
    from strategylib.analysis.suggestions import nearest_elements, suggest_alignments, suggest_themes
    from strategylib.corpus.judging import accept_alignment, accept_theme, reject_alignment, reject_theme, write_suggestions
    from strategylib.formats import export, read_graph
    from strategylib.formats.importing import import_file
    from strategylib.ingest import IngestError, ingest
    from strategylib.model import AlignmentRelation, ElementType, RelationType, StrategylibError, WorkbookError
    from strategylib.widgets import bench, facilitator_app, leader_app
    from strategylib.workbook import Workbook, open_workbook

__version__ = "0.1.0"

_HOMES = {
    "AlignmentRelation": "model",
    "ElementType": "model",
    "IngestError": "ingest",
    "RelationType": "model",
    "StrategylibError": "model",
    "Workbook": "workbook",
    "WorkbookError": "model",
    "accept_alignment": "corpus.judging",
    "accept_theme": "corpus.judging",
    "aligned_groups": "analysis.alignment",
    "alignment_agreement": "analysis.agreement",
    "alignment_disagreements": "analysis.agreement",
    "alignment_matrix": "analysis.alignment",
    "audit": "analysis.audit",
    "bench": "widgets",
    "bridging_themes": "analysis.network",
    "change": "analysis.change",
    "coherence": "analysis.coherence",
    "consensus": "analysis.rooms",
    "coverage": "analysis.coverage",
    "decisions": "analysis.rooms",
    "export": "formats",
    "facilitator_app": "widgets",
    "import_file": "formats.importing",
    "ingest": "ingest",
    "leader_app": "widgets",
    "measure_laboratory": "analysis.overlap",
    "missing": "analysis.alignment",
    "nearest_elements": "analysis.suggestions",
    "open_workbook": "workbook",
    "overlap": "analysis.overlap",
    "overlap_report": "analysis.overlap",
    "priorities": "analysis.rooms",
    "proposals": "analysis.rooms",
    "quality": "analysis.quality",
    "quality_total": "analysis.quality",
    "read_graph": "formats",
    "reform_lens": "analysis.reform",
    "room_alignments": "analysis.rooms",
    "reject_alignment": "corpus.judging",
    "reject_theme": "corpus.judging",
    "suggest_alignments": "analysis.suggestions",
    "suggest_themes": "analysis.suggestions",
    "theme_agreement": "analysis.agreement",
    "theme_communities": "analysis.network",
    "theme_disagreements": "analysis.agreement",
    "theme_network": "analysis.network",
    "theme_positions": "analysis.network",
    "unique_commitments": "analysis.alignment",
    "write_suggestions": "corpus.judging",
}

__all__ = [
    "AlignmentRelation",
    "ElementType",
    "IngestError",
    "RelationType",
    "StrategylibError",
    "Workbook",
    "WorkbookError",
    "accept_alignment",
    "accept_theme",
    "aligned_groups",
    "alignment_agreement",
    "alignment_disagreements",
    "alignment_matrix",
    "audit",
    "bench",
    "bridging_themes",
    "change",
    "coherence",
    "consensus",
    "coverage",
    "decisions",
    "export",
    "facilitator_app",
    "import_file",
    "ingest",
    "leader_app",
    "measure_laboratory",
    "missing",
    "nearest_elements",
    "open_workbook",
    "overlap",
    "overlap_report",
    "priorities",
    "proposals",
    "quality",
    "quality_total",
    "read_graph",
    "reform_lens",
    "reject_alignment",
    "reject_theme",
    "room_alignments",
    "suggest_alignments",
    "suggest_themes",
    "theme_agreement",
    "theme_communities",
    "theme_disagreements",
    "theme_network",
    "theme_positions",
    "unique_commitments",
    "write_suggestions",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
