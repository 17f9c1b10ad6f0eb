"""Which documents are drafts judged by that no rule was written from?

`tests/unit/unseen` holds ten invented documents, each in a manner of its own, with their elements marked in the text: `{goal: words}` is
what the document presents, `{goal?: words}` what its prose says, a line `@ forum? words` what it mentions. They were marked before any
rule was tried on them. Rules were mended while `MENDED` were looked at; of `HELD` only the figures were. `benchmarks.renderings` makes
files of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

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
