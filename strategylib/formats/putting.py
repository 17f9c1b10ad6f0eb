"""How does the difference between two corpora get into the files of a data folder? Only what differs is given to the writer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from strategylib.corpus.values import grafted, register_value, strategy_value, workshop_value
from strategylib.corpus.writer import TABLES, FolderWriter
from strategylib.formats.reading import ExchangeError
from strategylib.model import Corpus, Strategy

_MUNICIPALITY = re.compile("[a-z][a-z0-9]*\\Z")
_WORKSHOP = re.compile(r"\w(?:[\w .-]{0,120}\w)?\Z")
_JUDGMENTS: Mapping[str, str] = {
    **{name: name for name in ("codings", "alignments", "reform_codings")},
    "rejected_codings": "rejected/codings",
    "rejected_alignments": "rejected/alignments",
}
_REGISTERS = ("municipalities", "sources", "themes", "reforms")


def put(writer: FolderWriter, corpus: Corpus, before: Corpus, language: str | None) -> None:
    """Give a writer all that differs between two corpora."""
    for name in _REGISTERS:
        old, new = getattr(before, name), getattr(corpus, name)
        if old != new:
            _set(writer, f"{name}.yaml", [register_value(one) for one in new])
    known: dict[str, Strategy] = {one.municipality: one for one in before.strategies}
    for strategy in corpus.strategies:
        own = strategy.municipality
        if strategy != known.get(own):
            if not _MUNICIPALITY.match(own):  # it becomes the name of a file
                raise ExchangeError.of("bad_id", language, id=own)
            _set(writer, writer.strategy_file(own) if own in known else f"strategies/{own}.yaml", strategy_value(strategy))
    rooms = {one.id: one for one in before.workshops}
    for workshop in corpus.workshops:
        if workshop != rooms.get(workshop.id):
            if not _WORKSHOP.match(workshop.id):
                raise ExchangeError.of("bad_workshop", language, id=workshop.id)
            _set(writer, f"workshops/{workshop.id}.json", workshop_value(workshop))
    for name, kind in _JUDGMENTS.items():
        key, columns = TABLES[kind]
        _put_judgments(writer, kind, key=key, columns=columns, new=getattr(corpus, name), old=getattr(before, name))


def _set(writer: FolderWriter, name: str, value: Any) -> None:
    writer.set_value(name, value if writer.text(name) is None else grafted(writer.value(name), value))


def _put_judgments(
    writer: FolderWriter, kind: str, *, key: Sequence[str], columns: Sequence[str], new: Sequence[Any], old: Sequence[Any]
) -> None:
    for coder in sorted({one.coder for one in (*new, *old)}):
        mine, was = ({_key(one, key): _judgment(one, columns) for one in each if one.coder == coder} for each in (new, old))
        if mine == was:
            continue
        rows = writer.rows(kind, coder)
        kept = [row for row in rows if (own := tuple(row.get(name, "") for name in key)) not in was and own not in mine]
        writer.set_rows(kind, coder, [*kept, *mine.values()])


def _key(one: Any, key: Sequence[str]) -> tuple[str, ...]:
    return tuple(getattr(one, name) for name in key)


def _judgment(one: Any, columns: Sequence[str]) -> dict[str, str]:
    values = {name: getattr(one, name) for name in columns}
    return {name: "" if value is None else str(getattr(value, "value", value)) for name, value in values.items()}
