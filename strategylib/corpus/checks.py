"""Does a strategy hold together: ids, parents, levels, relations, and quotations that stand at their lines?

The schema has looked at the shape; these checks look at what the parts say of each other. Each yields problems and
stops at none, so that a person sees all faults of a file at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from strategylib.corpus.schema import nearest
from strategylib.corpus.source_text import SourceText
from strategylib.corpus.yaml_text import Document, Path, Problem
from strategylib.model import ElementType, may_stand_under

_DETAILS = ("every_months", "target", "unit", "baseline", "responsible", "months", "involvement")


def line_range(lines: int | str) -> tuple[int, int]:
    """Return first and last line of a `lines` value such as 438 or "199-202"."""
    first, _, last = str(lines).partition("-")
    return int(first), int(last or first)


def passages(value: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield every place in a strategy that quotes the source, with its path."""
    for key in ("title", "published", "period", "scope"):
        if key in value:
            yield (key,), value[key]
    for index, element in enumerate(value["elements"]):
        yield ("elements", index), element
        for number, quote in enumerate(element.get("quotes", ())):
            yield ("elements", index, "quotes", number), quote


def lines_in_order(document: Document) -> Iterator[Problem]:
    """Yield every line range whose last line comes before its first, and a period that ends before it begins."""
    for path, passage in passages(document.value):
        first, last = line_range(passage["lines"])
        if last < first:
            where = (*path, "lines")
            yield Problem(document.line(where), where, "lines_backwards", {"first": first, "last": last})
    period = document.value.get("period", {})
    if period.get("from", 0) > period.get("to", 9999):
        yield Problem(document.line(("period", "to")), ("period", "to"), "period_backwards", dict(period))


def references(document: Document) -> Iterator[Problem]:
    """Yield duplicate ids, parents and relation targets that do not exist, cycles, and wrong nesting."""
    elements = document.value["elements"]
    first_at: dict[str, int] = {}
    for index, element in enumerate(elements):
        path: Path = ("elements", index, "id")
        if element["id"] in first_at:
            first = document.line(("elements", first_at[element["id"]], "id"))
            yield Problem(document.line(path), path, "duplicate_id", {"id": element["id"], "first": first})
        first_at.setdefault(element["id"], index)
    ids = list(first_at)
    for index, element in enumerate(elements):
        for path, target in _targets(index, element):
            if target == element["id"]:
                yield Problem(document.line(path), path, "refers_to_itself", {"id": target})
            elif target not in first_at:
                guess = nearest(target, ids)
                yield Problem(document.line(path), path, "dangling_guess" if guess else "dangling", {"id": target, "guess": guess})
        parent = element.get("parent")
        if parent in first_at and parent != element["id"]:
            yield from _nesting(document, index, element, elements[first_at[parent]])
    yield from _cycles(document, elements, first_at)


def _targets(index: int, element: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    if "parent" in element:
        yield ("elements", index, "parent"), element["parent"]
    for number, relation in enumerate(element.get("relations", ())):
        yield ("elements", index, "relations", number, "target"), relation["target"]


def _nesting(document: Document, index: int, child: Mapping[str, Any], parent: Mapping[str, Any]) -> Iterator[Problem]:
    if not may_stand_under(ElementType(child["type"]), ElementType(parent["type"])):
        path: Path = ("elements", index, "parent")
        values = {"child": child["type"], "parent": parent["type"], "id": parent["id"]}
        yield Problem(document.line(path), path, "nesting", values)


def _cycles(document: Document, elements: list[Mapping[str, Any]], first_at: Mapping[str, int]) -> Iterator[Problem]:
    parents = {element["id"]: element.get("parent") for element in elements}
    done: set[str] = set()
    for start in first_at:
        chain: list[str] = []
        current: str | None = start
        while current is not None and current in parents and current not in done and current not in chain:
            chain.append(current)
            current = parents[current]
        if current in chain and len(chain) > chain.index(current) + 1:
            loop = [*chain[chain.index(current) :], current]
            path: Path = ("elements", first_at[current], "parent")
            yield Problem(document.line(path), path, "cycle", {"loop": " → ".join(loop)})
        done.update(chain)


def details(document: Document) -> Iterator[Problem]:
    """Yield detail fields that are both given and called missing, and a unit without a number."""
    for index, element in enumerate(document.value["elements"]):
        for name in _DETAILS:
            if name in element and name in element.get("missing", ()):
                path: Path = ("elements", index, name)
                yield Problem(document.line(path), path, "given_and_missing", {"name": name})
        if "unit" in element and "target" not in element and "baseline" not in element:
            path = ("elements", index, "unit")
            yield Problem(document.line(path), path, "unit_alone", {})


def quotations(document: Document, source: SourceText) -> Iterator[Problem]:
    """Yield every quotation that does not stand word for word at its lines of the source text."""
    for path, passage in passages(document.value):
        first, last = line_range(passage["lines"])
        if last < first:
            continue
        if last > len(source.lines):
            where = (*path, "lines")
            yield Problem(document.line(where), where, "beyond_source", {"last": last, "length": len(source.lines)})
        elif not source.holds(passage["label"], first, last):
            where = (*path, "label")
            found = source.passage(first, last)
            shown = found if len(found) <= 200 else f"{found[:200]} …"  # noqa: PLR2004 - a message, not a page
            yield Problem(document.line(where), where, "not_in_source", {"lines": passage["lines"], "found": shown})
