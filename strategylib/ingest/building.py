"""How does what was recognised become a draft: healed text with line numbers, elements in the format's words, and doubts?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from strategylib.corpus.source_text import SourceText
from strategylib.ingest.blocks import Block
from strategylib.ingest.candidate import Candidate
from strategylib.ingest.draft import Doubt, Draft, Place
from strategylib.ingest.extract import Extract, Remark
from strategylib.ingest.metadata import Metadata, Passage
from strategylib.ingest.municipality import UNKNOWN_CODE
from strategylib.ingest.recognise import Recognised
from strategylib.ingest.when import every_months, months_of
from strategylib.locale import Texts
from strategylib.model import ElementType, Municipality

_MEASURED = frozenset({ElementType.GOAL, ElementType.INDICATOR})
_PERCENT = re.compile(r"\d+(?:,\d+)?\s*(?:%|procent|pct)")
_TOLD = re.compile(r"\b(?:til|på|mindst|minimum|højst|maksimalt|over|under)\s+(\d+(?:,\d+)?)\s*(?:%|procent|pct)", re.IGNORECASE)
_TIMED = frozenset({ElementType.GOVERNANCE_RULE, ElementType.INDICATOR})
_FEW = 5  # elements below which a document was hardly understood


def build(own: Municipality, files: Sequence[str], extracts: Sequence[Extract], found: Recognised, words: Texts) -> Draft:
    """Return the draft of a document that was recognised."""
    text, at, places = _text(found.blocks, files)
    source = SourceText.of(text)
    held = [(own_id, one) for own_id, one in found.elements if quotable(source, one.label, at[one.block])]
    ids = {id(one): own_id for own_id, one in held}
    elements = [_element(own_id, one, at, ids, source) for own_id, one in held]
    remarks = [(files[number], remark) for number, extract in enumerate(extracts) for remark in extract.remarks]
    strategy: dict[str, Any] = {"municipality": own.id, "source": own.id, **_about(found.about, at, source)}
    if gaps := _gaps(remarks, words):
        strategy["gaps"] = gaps
    strategy["elements"] = elements
    title = found.about.title.label
    entry = {
        "id": own.id,
        "municipality": own.id,
        "title": title,
        "file": f"{own.id}.txt",
        "note": words("ingest.note", files=", ".join(files)),
    }
    doubts = [*_whole(own, found, elements, remarks, words), *_each(held, words)]
    return Draft(own, entry, strategy, text, tuple(doubts), places)


def _text(blocks: Sequence[Block], files: Sequence[str]) -> tuple[str, dict[int, int], tuple[Place, ...]]:
    """Return the healed text, the line of each block, and where the lines stood."""
    lines: list[str] = []
    at: dict[int, int] = {}
    places = []
    for index, block in enumerate(blocks):
        points = index > 0 and block.kind == "item" and blocks[index - 1].kind == "item"
        if index and not points:
            lines.append("")
        lines.append(_written(block))
        at[index] = len(lines)
        places.append(Place(len(lines), files[block.file], block.page, block.kind))
    return "\n".join([*lines, ""]), at, tuple(places)


def _written(block: Block) -> str:
    if block.number is not None:
        dot = "" if "." in block.number else "."
        return f"{block.number}{dot} {block.text}"
    return f"• {block.text}" if block.mark else block.text


def _about(about: Metadata, at: dict[int, int], source: SourceText) -> dict[str, Any]:
    """Return what the document tells of itself, as far as its words stand where they were found."""

    def passage(one: Passage) -> dict[str, Any] | None:
        line = at[one.block]
        return {"label": one.label, "lines": line} if quotable(source, one.label, line) else None

    found: dict[str, Any] = {
        "title": passage(about.title)
        or {"label": source.passage(at[about.title.block], at[about.title.block]), "lines": at[about.title.block]}
    }
    if about.published is not None and (words := passage(about.published[1])):
        found["published"] = {"date": about.published[0], **words}
    if about.period is not None and (words := passage(about.period[2])):
        first, last, _ = about.period
        found["period"] = words if first is None or last is None else {"from": first, "to": last, **words}
    if about.scope is not None and (words := passage(about.scope[1])):
        found["scope"] = {"areas": list(about.scope[0]), **words}
    return found


def quotable(source: SourceText, label: str, line: int) -> bool:
    """Tell whether a label stands word for word in its line, and says something."""
    return source.holds(label, line, line) and re.search(r"[^\s\[\].]", label) is not None and "[...]" not in label


def _element(own_id: str, one: Candidate, at: dict[int, int], ids: dict[int, str], source: SourceText) -> dict[str, Any]:
    element: dict[str, Any] = {
        "id": own_id,
        "type": one.type.value,
        "term": one.term,
        "label": one.label,
        "lines": at[one.block],
        "named": one.named,
    }
    parent = ids.get(id(one.parent))
    if parent is not None:
        element["parent"] = parent
    if one.number is not None:
        element["number"] = one.number
    if one.type in _MEASURED and (share := _share(one.label)) is not None:
        element["target"], element["unit"] = share, "%"
    if one.responsible is not None:
        element["responsible"] = one.responsible
    if one.type in _TIMED and (every := every_months(one.label)) is not None:
        element["every_months"] = every
    if months := one.months or (months_of(one.label) if one.type is ElementType.GOVERNANCE_RULE else []):
        element["months"] = months
    relations = [{"type": kind, "target": ids[id(other)]} for kind, other in one.relations if id(other) in ids]
    if relations:
        element["relations"] = relations
    quotes = [{"label": label, "lines": at[block]} for label, block in one.quotes if quotable(source, label, at[block])]
    if quotes:
        element["quotes"] = quotes
    return element


def _share(label: str) -> int | float | None:
    """Return the percentage that a goal or indicator sets, when it names just one and says which way."""
    found = _PERCENT.findall(label)
    told = _TOLD.search(label)
    if len(found) != 1 or told is None:
        return None
    number = float(told[1].replace(",", "."))
    return int(number) if number.is_integer() else number


def _gaps(remarks: Sequence[tuple[str, Remark]], words: Texts) -> list[dict[str, str]]:
    """Return what the reader knows to be missing from the text: what stood in pictures."""
    return [
        {"what": words("ingest.gap.what", page=remark.page), "why": words("ingest.gap.why")}
        for _, remark in remarks
        if remark.code == "picture_page"
    ]


def _whole(
    own: Municipality, found: Recognised, elements: list[dict[str, Any]], remarks: Sequence[tuple[str, Remark]], words: Texts
) -> list[Doubt]:
    """Return what concerns the whole document."""
    said = [Doubt(None, None, words(f"ingest.remarks.{one.code}", file=file, page=one.page, **dict(one.values))) for file, one in remarks]
    if found.persons:
        said.append(Doubt(None, None, words("ingest.remarks.names", n=found.persons)))
    lacking = [
        key
        for key, value in (("published", found.about.published), ("period", found.about.period), ("scope", found.about.scope))
        if value is None
    ]
    said += [Doubt(None, None, words(f"ingest.lacking.{key}")) for key in lacking]
    if own.code == UNKNOWN_CODE:
        said.append(Doubt(None, None, words("ingest.lacking.code", name=own.name, code=own.code)))
    if len(elements) < _FEW:
        said.append(Doubt(None, None, words("ingest.lacking.elements", n=len(elements))))
    return said


def _each(elements: Sequence[tuple[str, Candidate]], words: Texts) -> list[Doubt]:
    """Return how sure the draft is of each element and what told it, the least sure first."""
    doubts = [Doubt(own_id, round(one.confidence, 2), words(f"ingest.why.{one.why}", cue=one.cue.strip(" :…"))) for own_id, one in elements]
    return sorted(doubts, key=lambda one: one.confidence or 0)
