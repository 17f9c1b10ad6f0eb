"""How does a hand-out become a PDF on A4 that a screen reader can read too?"""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import typst

from strategylib.charts import palette
from strategylib.reports.document import Bars, Cell, Mark, Part, Picture, Quotations, Report, Table

_LONGEST_WORD = 30
_NO_BREAK = re.compile(rf"(\S{{{_LONGEST_WORD}}})(?=\S)")
_LEAST_WIDTH, _MOST_WIDTH = 6, 30


def write(report: Report) -> bytes:
    """Return the report as a tagged PDF (PDF/UA-1). All texts go to the typesetter as data, none as markup."""
    folder = resources.files("strategylib")
    written: bytes = typst.compile(  # type: ignore[misc]
        (folder / "reports" / "templates" / "strategi.typ").read_bytes(),
        font_paths=[str(folder / "page" / "static" / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_report(report))},
        pdf_standards=["ua-1"],
    )
    return written


def _report(report: Report) -> dict[str, Any]:
    return {
        "title": _text(report.title),
        "lead": _text(report.lead),
        "parts": [_part(one) for one in report.parts],
        "caveats": [_text(one) for one in report.caveats],
        "sources": [_text(one) for one in report.sources],
        "date": report.date,
        "language": report.language,
        "labels": dict(report.labels),
        "heat": palette.LIGHT.heat,
        "heat_ink": palette.LIGHT.heat_ink,
    }


def _text(text: str) -> str:
    """Return the text with places to break in words that are wider than any column."""
    return _NO_BREAK.sub("\\1\u200b", text)


def _mark(mark: Mark) -> dict[str, str]:
    return {"name": _text(mark.name), "colour": mark.colour, "shape": mark.shape}


def _part(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {"title": _text(part.title), "how": _text(getattr(part, "how", ""))}
    match part:
        case Table():
            return made | {"kind": "table"} | _table(part)
        case Picture():
            return made | {"kind": "picture", "svg": part.svg, "alt": part.alt, "table": _table(part.table)}
        case Bars():
            series = [
                {"mark": _mark(mark), "values": values, "said": [part.written(value) for value in values]} for mark, values in part.series
            ]
            return made | {"kind": "bars", "categories": [_text(one) for one in part.categories], "series": series, "most": part.most}
        case Quotations():
            items = [
                {"text": _text(one.text), "place": one.place, "mark": _mark(one.mark), "level": _text(one.level), "note": _text(one.note)}
                for one in part.items
            ]
            return made | {"kind": "quotations", "items": items}
    return made | {"kind": "words", "points": part.points, "paragraphs": [_text(one) for one in part.paragraphs]}


def _table(table: Table) -> dict[str, Any]:
    return {
        "columns": [one if isinstance(one, str) else _mark(one) for one in table.columns],
        "rows": [[_cell(one) for one in row] for row in table.rows],
        "groups": {str(place): _text(title) for place, title in table.groups.items()},
        "widths": [_width(table, column) for column in range(len(table.columns))],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": _text(cell.text), "heat": cell.heat, "status": cell.status}


def _width(table: Table, column: int) -> float:
    """Return how wide a column should be beside the others: as its texts are on average, within limits."""
    lengths = [len(row[column].text) for row in table.rows] or [_LEAST_WIDTH]
    return min(_MOST_WIDTH, max(_LEAST_WIDTH, sum(lengths) / len(lengths)))
