"""Does a strategy hold together: ids, parents, levels, relations, and quotations that stand at their lines?

The schema has looked at the shape; these checks look at what the parts say of each other. Each yields problems and
stops at none, so that a person sees all faults of a file at once. They also run where the schema found faults, on the
parts that are sound (`sound_parts`), so no check may count on a field being there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from strategylib.corpus.schema import nearest
from strategylib.corpus.source_text import SourceText
from strategylib.corpus.yaml_text import Document, Path, Problem
from strategylib.model import ElementType, may_stand_under

_DETAILS = ("every_months", "target", "unit", "baseline", "responsible", "months", "involvement")


def sound_parts(document: Document, problems: Iterable[Problem]) -> Document:
    """Return the document without the values that have problems; what they leave in a list is None, so that places stay."""
    value = _sound(document.value, (), {problem.path for problem in problems})
    return replace(document, value=value if isinstance(value, dict) else {})


def _sound(value: Any, path: Path, faulty: set[Path]) -> Any:
    if path in faulty:
        return None
    if isinstance(value, list):
        return [_sound(one, (*path, place), faulty) for place, one in enumerate(value)]
    if isinstance(value, dict):
        sound = {key: _sound(one, (*path, key), faulty) for key, one in value.items()}
        return {key: one for key, one in sound.items() if one is not None}
    return value


def _entries(holder: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the mappings of a list with their places."""
    for place, entry in enumerate(holder.get(key, ())):
        if entry is not None:
            yield place, entry


def line_range(lines: int | str) -> tuple[int, int]:
    """Return first and last line of a `lines` value such as 438 or "199-202"."""
    first, _, last = str(lines).partition("-")
    return int(first), int(last or first)


def _places(value: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any], int, int]]:
    """Yield everything in a strategy that names lines of the source: its path, itself, its first and last line."""
    found: list[tuple[Path, Mapping[str, Any]]] = []
    found += (((key,), value[key]) for key in ("title", "published", "period", "scope") if key in value)
    found += ((("gaps", place), gap) for place, gap in _entries(value, "gaps"))
    for index, element in _entries(value, "elements"):
        found.append((("elements", index), element))
        found += ((("elements", index, "quotes", place), quote) for place, quote in _entries(element, "quotes"))
    for path, holder in found:
        if "lines" in holder:
            yield path, holder, *line_range(holder["lines"])


def lines_in_order(document: Document) -> Iterator[Problem]:
    """Yield every line range whose last line comes before its first."""
    for path, _, first, last in _places(document.value):
        if last < first:
            where = (*path, "lines")
            yield Problem(document.line(where), where, "lines_backwards", {"first": first, "last": last})


def dates(document: Document) -> Iterator[Problem]:
    """Yield a date that no calendar has, and a period that ends before it begins."""
    date = document.value.get("published", {}).get("date", "")
    try:
        dt.date.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        if date:
            yield Problem(document.line(("published", "date")), ("published", "date"), "form", {"value": date})
    period = document.value.get("period", {})
    if period.get("from", 0) > period.get("to", 9999):
        yield Problem(document.line(("period", "to")), ("period", "to"), "period_backwards", dict(period))


def references(document: Document) -> Iterator[Problem]:
    """Yield duplicate ids, parents and relation targets that do not exist, cycles, and wrong nesting."""
    elements = dict(_entries(document.value, "elements"))
    first_at: dict[str, int] = {}
    for index, element in elements.items():
        path: Path = ("elements", index, "id")
        own = element.get("id")
        if own in first_at:
            first = document.line(("elements", first_at[own], "id"))
            yield Problem(document.line(path), path, "duplicate_id", {"id": own, "first": first})
        elif own is not None:
            first_at[own] = index
    ids = list(first_at)
    for index, element in elements.items():
        for path, target in _targets(index, element):
            if target == element.get("id"):
                yield Problem(document.line(path), path, "refers_to_itself", {"id": target})
            elif target not in first_at:
                guess = nearest(target, ids)
                yield Problem(document.line(path), path, "dangling_guess" if guess else "dangling", {"id": target, "guess": guess})
        parent = element.get("parent")
        if parent in first_at and parent != element.get("id"):
            yield from _nesting(document, index, element, elements[first_at[parent]])
    yield from _cycles(document, {own: elements[index].get("parent") for own, index in first_at.items()}, first_at)


def _targets(index: int, element: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    if "parent" in element:
        yield ("elements", index, "parent"), element["parent"]
    for place, relation in _entries(element, "relations"):
        if "target" in relation:
            yield ("elements", index, "relations", place, "target"), relation["target"]


def _nesting(document: Document, index: int, child: Mapping[str, Any], parent: Mapping[str, Any]) -> Iterator[Problem]:
    if "type" in child and "type" in parent and not may_stand_under(ElementType(child["type"]), ElementType(parent["type"])):
        path: Path = ("elements", index, "parent")
        values = {"child": child["type"], "parent": parent["type"], "id": parent["id"]}
        yield Problem(document.line(path), path, "nesting", values)


def _cycles(document: Document, parents: Mapping[str, str | None], first_at: Mapping[str, int]) -> Iterator[Problem]:
    done: set[str] = set()
    for start in parents:
        chain: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in parents and current not in done and current not in chain:
            chain[current] = None
            current = parents[current]
        if current in chain and parents[current] != current:
            walked = list(chain)
            loop = [*walked[walked.index(current) :], current]
            path: Path = ("elements", first_at[current], "parent")
            yield Problem(document.line(path), path, "cycle", {"loop": " → ".join(loop)})
        done.update(chain)


def details(document: Document) -> Iterator[Problem]:
    """Yield detail fields that are both given and called missing, and a unit whose number is neither."""
    for index, element in _entries(document.value, "elements"):
        missing = element.get("missing", ())
        for name in _DETAILS:
            if name in element and name in missing:
                path: Path = ("elements", index, name)
                yield Problem(document.line(path), path, "given_and_missing", {"name": name})
        numbers = [name for name in ("target", "baseline") if name in missing or ("elements", index, name) in document.lines]
        if "unit" in element and not numbers:
            path = ("elements", index, "unit")
            yield Problem(document.line(path), path, "unit_alone", {})


def quotations(document: Document, source: SourceText) -> Iterator[Problem]:
    """Yield every quotation that does not stand word for word at its lines of the source text, and lines that it does not have."""
    for path, passage, first, last in _places(document.value):
        if last < first:
            continue
        if last > len(source.lines):
            where = (*path, "lines")
            yield Problem(document.line(where), where, "beyond_source", {"last": last, "length": len(source.lines)})
        elif "label" in passage and not source.holds(passage["label"], first, last):
            where = (*path, "label")
            found = source.passage(first, last)
            shown = found if len(found) <= 200 else f"{found[:200]} …"  # noqa: PLR2004 - a message, not a page
            yield Problem(document.line(where), where, "not_in_source", {"lines": passage["lines"], "found": shown})
