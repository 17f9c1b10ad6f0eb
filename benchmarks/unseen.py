"""Which documents are drafts judged by that no rule was written from?

`tests/unit/unseen` holds ten invented documents, each in a manner of its own, with their elements marked in the text: `{goal: words}` is
what the document presents, `{goal?: words}` what its prose says, a line `@ forum? words` what it mentions. They were marked before any
rule was tried on them. Rules were mended while `MENDED` were looked at; of `HELD` only the figures were. `benchmarks.renderings` makes
files of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.matching import Found, found_in, matches
from strategylib.ingest import Draft

FOLDER = Path(__file__).parents[1] / "tests" / "unit" / "unseen"
MENDED = ("aeldrepolitik", "handicappolitik", "tabelstrategi", "slides", "dagsorden")
HELD = ("sundhedspolitik", "vaerdighedspolitik", "brochure", "webside", "handleplan")
_MARK = re.compile(r"\{(\w+)(\??): ([^{}]+)\}")


@dataclass(frozen=True)
class Gold:
    """An element that a document holds: its type, words, whether the document presents it, and the focus area it stands under."""

    type: str
    label: str
    named: bool
    area: str | None = None


@dataclass(frozen=True)
class Part:
    """A part of a document: `h` (a heading, `level` from 1), `p`, `li`, `ol` (the program numbers it), `q` (a quotation) or `row`."""

    kind: str
    text: str
    level: int = 0
    cells: tuple[str, ...] = ()
    leads: bool = False


@dataclass
class Document:
    """A document as it was written: its layout, its parts in order, and its elements."""

    layout: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    gold: list[Gold] = field(default_factory=list)


def document(name: str) -> Document:
    """Read a marked document."""
    found = Document()
    area: str | None = None
    area_level = 0
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("% "):
            key, _, value = line[2:].partition(" ")
            found.layout[key] = value
        elif match := re.match(r"@ (\w+)\? (.+)", line):
            found.gold.append(Gold(match[1], match[2], named=False))
        else:
            part = _part(line)
            if part.kind == "h" and area and part.level <= area_level:
                area = None
            for kind, read, label in _MARK.findall(line):
                found.gold.append(Gold(kind, label, named=not read, area=area if kind != "focus_area" else None))
                if kind == "focus_area":
                    area, area_level = label, part.level
            found.parts.append(part)
    for index, (one, after) in enumerate(zip(found.parts, found.parts[1:], strict=False)):
        if one.kind == "p" and (after.kind == "li" or re.match(r"\d\.\d ", after.text)) and not re.match(r"\d\.\d ", one.text):
            found.parts[index] = Part(one.kind, one.text, leads=len(one.text.split()) < 6)  # noqa: PLR2004 - a line over a list
    return found


def _part(line: str) -> Part:
    plain = _MARK.sub(r"\3", line)
    if match := re.match(r"(#+) (.+)", plain):
        return Part("h", match[2], len(match[1]))
    if plain.startswith("|"):
        cells = tuple(cell.strip() for cell in plain.strip("|").split("|"))
        return Part("row", " ".join(cells), cells=cells)
    for kind, mark in (("li", "- "), ("ol", r"\d+\. "), ("q", "> ")):
        if match := re.match(mark, plain):
            return Part(kind, plain[match.end() :])
    return Part("p", plain)


@dataclass(frozen=True)
class Judged:
    """How a draft agrees with what a document holds; the levels of the document's own structure are left out."""

    drafted: int
    held: int
    matching: int
    typed: int
    prose_drafted: int
    prose_held: int
    prose_matching: int
    prose_reached: int
    named: int
    named_reached: int
    under_area: int
    right_area: int
    bands: tuple[tuple[float, bool], ...]  # how sure the draft was of each element, and whether its words and type are right


def judged(draft: Draft, gold: Sequence[Gold]) -> Judged:
    """Judge a draft."""
    elements = [one for one in draft.elements if one["type"] != "cascade_level"]
    data = [Found(one.type, (one.label,), one.named) for one in gold]
    pairs = matches(found_in(elements), data)
    right = {i for i, j in pairs.items() if elements[i]["type"] == data[j].type}
    by_id = {one["id"]: one for one in draft.elements}
    stands = {elements[i]["id"]: gold[j].label for i, j in pairs.items() if gold[j].type == "focus_area"}
    under = [(i, gold[j].area) for i, j in pairs.items() if gold[j].area and gold[j].named]
    return Judged(
        len(elements),
        len(gold),
        len(pairs),
        len(right),
        sum(not one["named"] for one in elements),
        sum(not one.named for one in gold),
        sum(not elements[i]["named"] for i in pairs),
        sum(not gold[j].named for j in pairs.values()),
        sum(one.named for one in gold),
        sum(gold[j].named for j in pairs.values()),
        len(under),
        sum(area in _above(elements[i], by_id, stands) for i, area in under),
        tuple((draft.confidence[one["id"]], i in right) for i, one in enumerate(elements)),
    )


def _above(element: dict[str, Any], by_id: dict[str, dict[str, Any]], stands: dict[str, str]) -> list[str]:
    """Return the focus areas that an element stands under."""
    found = []
    parent = by_id.get(element.get("parent", ""))
    while parent is not None:
        found.append(stands.get(parent["id"], ""))
        parent = by_id.get(parent.get("parent", ""))
    return found
