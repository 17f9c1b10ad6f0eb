"""Which reforms do the strategies meet, and what do these ask?

`reforms.yaml` describes the reforms and their items; a folder without one uses the reforms that come with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from strategylib.corpus import schema
from strategylib.corpus.faults import FaultList
from strategylib.corpus.files import read_text
from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.yaml_text import Document, parse
from strategylib.model import Reform, ReformItem


def read(folders: Sequence[Path], faults: FaultList) -> tuple[Reform, ...]:
    """Return the reforms that the folders describe, or those of the package; a file with faults is left out and its faults are named."""
    own = [folder / "reforms.yaml" for folder in folders if (folder / "reforms.yaml").exists()]
    found = [reform for path in own or [bundled_folder() / "reforms.yaml"] for reform in _reforms(path, faults)]
    return tuple({one.id: one for one in found}.values())


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
