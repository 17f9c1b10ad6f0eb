"""Which reforms do the strategies meet, and which elements carry what they ask?

`reforms.yaml` describes the reforms and their items; a folder without one uses the reforms that come with the package.
`reform_codings/<coder>.csv` has the columns `element, item` and, if wanted, `note`: what is doubtful about the judgment.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from strategylib.corpus import schema
from strategylib.corpus.faults import FaultList
from strategylib.corpus.files import read_text
from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.yaml_text import Document, parse
from strategylib.model import Corpus, Reform, ReformCoding, ReformItem

_COLUMNS = ("element", "item")


def read(folders: Sequence[Path], corpus: Corpus, faults: FaultList) -> Corpus:
    """Add the reforms and their codings to a corpus whose strategies are read.

    A file with faults is left out and its faults are named. As with themes, judgments of strategies that are not here are passed over.
    """
    own = [folder / "reforms.yaml" for folder in folders if (folder / "reforms.yaml").exists()]
    found = [reform for path in own or [bundled_folder() / "reforms.yaml"] for reform in _reforms(path, faults)]
    corpus = replace(corpus, reforms=tuple({one.id: one for one in found}.values()))
    paths = [path for folder in folders for path in sorted(folder.glob("reform_codings/*.csv"))]
    return replace(corpus, reform_codings=tuple(coding for path in paths for coding in _codings(path, corpus, faults)))


def _reforms(path: Path, faults: FaultList) -> list[Reform]:
    text, before = read_text(path, faults), len(faults)
    if text is None:
        return []
    document = parse(text)
    problems = list(document.problems)
    if document.whole:
        problems += schema.problems("reforms", document)
    faults.extend(path, document, problems)
    if not problems:
        _unique(path, document, faults)
    return [_reform(entry) for entry in document.value] if len(faults) == before else []


def _unique(path: Path, document: Document, faults: FaultList) -> None:
    """Name every id of a reform, and of an item of any reform, that is used before."""
    for ids in (
        [((place, "id"), entry["id"]) for place, entry in enumerate(document.value)],
        [
            ((place, "items", number, "id"), item["id"])
            for place, entry in enumerate(document.value)
            for number, item in enumerate(entry["items"])
        ],
    ):
        first: dict[str, int] = {}
        for where, one in ids:
            line = document.line(where)
            if one in first:
                faults.add(path, line, "id", "duplicate_id", id=one, first=first[one])
            first.setdefault(one, line)


def _reform(entry: dict[str, Any]) -> Reform:
    items = tuple(ReformItem(**item) for item in entry["items"])
    return Reform(**{**entry, "areas": tuple(entry["areas"]), "names": tuple(entry["names"]), "items": items})


def _codings(path: Path, corpus: Corpus, faults: FaultList) -> list[ReformCoding]:
    before, judged = len(faults), []
    elements = {element.id for strategy in corpus.strategies for element in strategy.elements}
    municipalities = {strategy.municipality for strategy in corpus.strategies}
    items = [item.id for reform in corpus.reforms for item in reform.items]
    seen: dict[tuple[str, str], int] = {}
    for line, row in _rows(path, faults):
        element, item = row["element"], row["item"]
        if item not in items:
            _unknown(path, line, ("item", "unknown_item", item), items, faults)
        elif (element, item) in seen:
            faults.add(path, line, "item", "judged_twice", first=seen[element, item])
        elif element in elements:
            judged.append(ReformCoding(element, item, path.stem, row["note"] or None))
        elif element.partition(".")[0] in municipalities or "." not in element:
            _unknown(path, line, ("element", "dangling", element), sorted(elements), faults)
        seen.setdefault((element, item), line)
    return judged if len(faults) == before else []


def _unknown(path: Path, line: int, what: tuple[str, str, str], choices: list[str], faults: FaultList) -> None:
    column, code, value = what
    guess = schema.nearest(value, choices)
    faults.add(path, line, column, f"{code}_guess" if guess else code, id=value, guess=guess)


def _rows(path: Path, faults: FaultList) -> Iterator[tuple[int, dict[str, str]]]:
    text = read_text(path, faults)
    if text is None:
        return
    reader = csv.DictReader(text.splitlines(), restkey="", restval="", strict=True)
    lacking = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
    if lacking:
        faults.add(path, 1, lacking[0], "no_column", column=lacking[0], columns=", ".join(_COLUMNS))
        return
    try:
        for row in reader:
            empty = [column for column in _COLUMNS if not row[column].strip()]
            if "" in row or empty:
                faults.add(path, reader.line_num, empty[0] if empty else "-", "row", columns=len(reader.fieldnames or ()))
            else:
                yield reader.line_num, {column: row.get(column, "").strip() for column in (*_COLUMNS, "note")}
    except csv.Error as error:
        faults.add(path, reader.line_num, "-", "csv", said=error)
