"""What is a draft, and which files is it written as?

A draft is a data folder like any other: `municipalities.yaml`, `sources.yaml`, `strategies/<id>.yaml`, the healed text in
`sources/<id>.txt`, and beside them `unsure.csv` and `places.csv`, which tell what a person must look at and on which page each line stood.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from strategylib.ingest import yaml_out
from strategylib.model import Municipality

SURE = 0.7  # elements below this are unsure
_FIRST = "# yaml-language-server: $schema="


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at: an element or, when None, the whole document; how sure the draft is, and why."""

    element: str | None
    confidence: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of the healed text stood: file, page (or slide), and what kind of block it is."""

    line: int
    file: str
    page: int
    kind: str


@dataclass(frozen=True)
class Draft:
    """A draft strategy: everything that `write` writes, as values.

    Attributes
    ----------
    municipality
        Whose strategy it is.
    source
        The entry of `sources.yaml`.
    strategy
        The strategy as its YAML file holds it; `strategy["elements"]` are the elements in document order.
    text
        The healed text, one paragraph, heading or point a line; line numbers count from 1.
    doubts
        What a person must look at, the whole document first, then the elements, the least sure first.
    places
        Where each line of the text stood.
    """

    municipality: Municipality
    source: Mapping[str, Any]
    strategy: Mapping[str, Any]
    text: str
    doubts: tuple[Doubt, ...]
    places: tuple[Place, ...]
    files: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", self._files())

    @property
    def elements(self) -> list[dict[str, Any]]:
        """The elements in document order, as in the YAML file."""
        found: list[dict[str, Any]] = self.strategy["elements"]
        return found

    @property
    def confidence(self) -> dict[str, float]:
        """How sure the draft is of each element, from 0 to 1."""
        return {one.element: one.confidence for one in self.doubts if one.element is not None and one.confidence is not None}

    def _files(self) -> dict[str, str]:
        own = self.municipality
        return {
            "municipalities.yaml": _document(
                "schemas/municipalities", yaml_out.entries([{"id": own.id, "name": own.name, "code": own.code}])
            ),
            "sources.yaml": _document("schemas/sources", yaml_out.entries([self.source])),
            f"strategies/{own.id}.yaml": _document("../schemas/strategy", _strategy(self.strategy)),
            f"sources/{self.source['file']}": self.text,
            "unsure.csv": _table(("element", "confidence", "why"), [(one.element, one.confidence, one.why) for one in self.doubts]),
            "places.csv": _table(("line", "file", "page", "kind"), [(one.line, one.file, one.page, one.kind) for one in self.places]),
        }


def _document(schema: str, lines: list[str]) -> str:
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join([f"{_FIRST}{schema}.schema.json", "", *lines, ""])


def _strategy(value: Mapping[str, Any]) -> list[str]:
    lines = []
    for key, part in value.items():
        if key == "elements":
            lines += ["", "elements:", *yaml_out.entries(part, 2, spaced=True)]
        elif key == "gaps":
            lines += ["gaps:", *yaml_out.entries(part, 2)]
        elif isinstance(part, Mapping):
            lines.append(f"{key}: {yaml_out.flow(part)}")
        else:
            lines.append(f"{key}: {yaml_out.scalar(part)}")
    return lines


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """Return a CSV table; None becomes an empty cell, and no cell begins like a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([["" if cell is None else _harmless(cell) for cell in row] for row in rows])
    return written.getvalue()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t" else cell
