"""What have rooms of people said about the strategies? The results of sessions, one JSON file each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from strategylib.corpus import schema
from strategylib.corpus.faults import FaultList
from strategylib.corpus.files import files_in, read_text
from strategylib.corpus.yaml_text import Document, Problem, parse
from strategylib.corpus.yaml_text import Path as YamlPath
from strategylib.model import Corpus, Workshop, WorkshopExercise, WorkshopItem

FIGURES: dict[str, tuple[str, ...]] = {
    "dots": ("total", "voters", "place"),
    "points": ("total", "place"),
    "ranking": ("borda", "place"),
    "matrix": ("n", "first"),
    "statements": ("agree", "disagree", "pass"),
    "alignment": ("same", "broader", "narrower", "related", "no"),
    "follow_up": ("green", "yellow", "red", "unknown"),
    "ideas": (),
    "translation": (),
    "plan": (),
}
"""The figures that each kind of exercise has at least."""


def read(folder: Path, corpus: Corpus, faults: FaultList) -> Corpus:
    """Add the results in `workshops/*.json` to a corpus whose strategies are read; the file's name is the session's id.

    A file with faults is left out and its faults are named. An item may stand for elements of a strategy that is not here; it is an
    element that its own strategy lacks that is a fault.
    """
    elements = {element.id for strategy in corpus.strategies for element in strategy.elements}
    here = {strategy.municipality for strategy in corpus.strategies}
    taken = {one.id for one in corpus.workshops}
    found = []
    for path in files_in(folder / "workshops", ".json", faults):
        before, text = len(faults), read_text(path, faults)
        if text is None:
            continue
        document = parse(text)
        problems = list(document.problems)
        if document.whole:
            problems += schema.problems("workshop", document)
        if not problems:
            problems += [*_dangling(document, elements, here), *_incomplete(document), *_twice(document)]
        faults.extend(path, document, problems)
        if path.stem in taken:
            faults.add(path, 1, "-", "in_both_folders", id=path.stem)
        if len(faults) == before:
            found.append(_workshop(path.stem, document.value))
    return replace(corpus, workshops=(*corpus.workshops, *sorted(found, key=lambda one: (one.date, one.id))))


def _dangling(document: Document, elements: set[str], here: set[str]) -> list[Problem]:
    found = []
    for place, one in enumerate(document.value["exercises"]):
        for number, item in enumerate(one["items"]):
            for nth, id_ in enumerate(item.get("elements", ())):
                if id_ not in elements and id_.partition(".")[0] in here:
                    where: YamlPath = ("exercises", place, "items", number, "elements", nth)
                    guess = schema.nearest(id_, sorted(elements))
                    found.append(
                        Problem(document.line(where), where, "dangling_guess" if guess else "dangling", {"id": id_, "guess": guess})
                    )
    return found


def _incomplete(document: Document) -> Iterator[Problem]:
    """Name the figures that an exercise of its kind must have, and pairs that are none."""
    for place, one in enumerate(document.value["exercises"]):
        for number, item in enumerate(one["items"]):
            where: YamlPath = ("exercises", place, "items", number)
            for key in FIGURES[one["kind"]]:
                if key not in item.get("figures", {}):
                    yield Problem(document.line((*where, "figures")), (*where, "figures", key), "required", {"key": key})
            if one["kind"] == "alignment" and len(item.get("elements", ())) != 2:  # noqa: PLR2004 - a pair
                yield Problem(document.line((*where, "elements")), (*where, "elements"), "not_a_pair")


def _twice(document: Document) -> Iterator[Problem]:
    """Name the exercises of a session and the items of an exercise that share an id with an earlier one."""
    exercises = document.value["exercises"]
    lists: list[tuple[YamlPath, list[dict[str, Any]]]] = [(("exercises",), exercises)]
    lists += [(("exercises", place, "items"), one["items"]) for place, one in enumerate(exercises)]
    for where, entries in lists:
        first: dict[str, int] = {}
        for number, one in enumerate(entries):
            if one["id"] in first:
                again: YamlPath = (*where, number, "id")
                values = {"id": one["id"], "first": document.line((*where, first[one["id"]], "id"))}
                yield Problem(document.line(again), again, "id_twice", values)
            first.setdefault(one["id"], number)


def _workshop(id_: str, data: Mapping[str, Any]) -> Workshop:
    exercises = tuple(_exercise(one) for one in data["exercises"])
    return Workshop(id_, data["title"], data["date"], data["people"], exercises)


def _exercise(data: Mapping[str, Any]) -> WorkshopExercise:
    items = tuple(_item(one) for one in data["items"])
    return WorkshopExercise(**{**data, "items": items})


def _item(data: Mapping[str, Any]) -> WorkshopItem:
    lists = {name: tuple(data.get(name, ())) for name in ("elements", "most", "marks")}
    return WorkshopItem(data["id"], data["text"], figures=data.get("figures", {}), decision=data.get("decision", {}), **lists)
