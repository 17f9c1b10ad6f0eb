"""What does a data folder hold, and what is wrong in it?

`read_corpus` reads every file of a folder, leaves out the strategies and judgments that have faults and the faulty entries
of a register, and names every fault at once. A folder holds `municipalities.yaml`, `sources.yaml`, `strategies/*.yaml` and, if
it wants its own, `themes.yaml`, `codings/*.csv`, `alignments/*.csv` and `workshops/*.json`; beside another folder it may hold the
last alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from strategylib.corpus import checks, judgments, reforms, schema, workshops
from strategylib.corpus.faults import FaultList
from strategylib.corpus.files import files_in, read_text
from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.source_text import SourceText
from strategylib.corpus.yaml_text import Document, Problem, parse
from strategylib.corpus.yaml_text import Path as YamlPath
from strategylib.model import (
    Corpus,
    Element,
    ElementType,
    Gap,
    Municipality,
    Quote,
    Relation,
    RelationType,
    Source,
    Strategy,
    Theme,
)

T = TypeVar("T", bound=Municipality | Source | Theme)


def read_corpus(*folders: Path, sources: Path | None = None, language: str | None = None) -> Corpus:
    """Read data folders into one corpus.

    Parameters
    ----------
    folders
        Data folders; a municipality may have its strategy in one of them only.
    sources
        Folder with the source texts. With it every quotation is checked against its lines; without it none is.
    language
        Language of the faults, `da` or `en`.

    Returns
    -------
    Corpus
        What the folders hold, without the files that have faults; `faults` lists those, sorted by file and line.
    """
    faults = FaultList(language)
    reader = _Reader(sources, faults)
    folders = tuple(folder for folder in folders if _is_folder(folder, faults))
    for folder in folders:
        if len(folders) == 1 or not _only_workshops(folder):
            reader.read(folder)
    if reader.themes.whole and not reader.themes.named:
        reader.register(bundled_folder() / "themes.yaml", "themes", reader.themes)
    corpus = Corpus(
        municipalities=tuple(reader.municipalities.sound.values()),
        sources=tuple(reader.sources.sound.values()),
        themes=tuple(reader.themes.sound.values()),
        strategies=reader.strategies(),
        reforms=reforms.read(folders, faults),
    )
    for folder in folders:
        corpus = judgments.read(folder, corpus, faults, themes_known=reader.themes.whole)
        corpus = workshops.read(folder, corpus, faults)
    return replace(corpus, faults=faults.sorted())


def _is_folder(folder: Path, faults: FaultList) -> bool:
    here = os.path.isdir(folder)  # noqa: PTH112 - never raises, whatever the name
    if not here:
        faults.add(folder, 1, "-", "no_folder", folder=folder)
    return here


def _only_workshops(folder: Path) -> bool:
    """Tell whether a folder holds what rooms said of the strategies of another folder, and no strategies of its own."""
    own = (folder / name for name in ("municipalities.yaml", "sources.yaml", "strategies"))
    return (folder / "workshops").is_dir() and not any(map(os.path.lexists, own))


@dataclass
class _Register(Generic[T]):
    """The registers of one kind, of all folders: the entries that are sound, and every id that stands in one, sound or not.

    `whole` is False when one of them could not be read to its end, so that nobody knows what else stands there.
    """

    kind: type[T]
    sound: dict[str, T] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    whole: bool = True

    def lacks(self, own: str) -> bool:
        """Tell whether an id surely stands in none of the registers."""
        return self.whole and own not in self.named


class _Reader:
    """Reads one folder after the other, keeps what is sound and names what is not."""

    def __init__(self, texts: Path | None, faults: FaultList) -> None:
        self.municipalities = _Register(Municipality)
        self.sources = _Register(Source)
        self.themes = _Register(Theme)
        self._strategies: dict[str, Strategy] = {}
        self._taken: dict[str, Path] = {}
        self._texts = texts
        self._faults = faults

    def strategies(self) -> tuple[Strategy, ...]:
        """Return the strategies in the order of their municipalities."""
        return tuple(self._strategies[own] for own in self.municipalities.sound if own in self._strategies)

    def read(self, folder: Path) -> None:
        """Read the registers and strategies of a folder."""
        self.register(folder / "municipalities.yaml", "municipalities", self.municipalities)
        self.register(folder / "sources.yaml", "sources", self.sources)
        if os.path.lexists(folder / "themes.yaml"):
            self.register(folder / "themes.yaml", "themes", self.themes)
        before = len(self._faults)
        files = files_in(folder / "strategies", ".yaml", self._faults)
        if not files and len(self._faults) == before:
            self._faults.add(folder / "strategies", 1, "-", "no_strategies")
        for path in files:
            strategy = self._strategy(path)
            if strategy is not None:
                self._strategies[strategy.municipality] = strategy

    def register(self, path: Path, name: str, register: _Register[T]) -> None:
        """Read one register, whose schema is `name`, after what the register holds from other folders."""
        document, problems = _read_document(path, name, self._faults)
        if document is None or not document.whole or not isinstance(document.value, list):
            register.whole = False
            return
        faulty = {problem.path[0] for problem in (*document.problems, *problems) if problem.path}
        first: dict[str, int] = {}
        for index, entry in enumerate(document.value):
            own = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(own, str):
                continue
            if own in first:
                self._complain(path, document, (index, "id"), "duplicate_id", id=own, first=document.line((first[own], "id")))
            elif index not in faulty:
                values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
                one = register.kind(**values)
                if register.sound.setdefault(own, one) != one:
                    self._complain(path, document, (index, "id"), "in_both_folders", id=own)
                if isinstance(one, Source) and self.municipalities.lacks(one.municipality):
                    self._complain(path, document, (index, "municipality"), "unknown_municipality", id=one.municipality)
            first.setdefault(own, index)
        register.named |= set(first)

    def _strategy(self, path: Path) -> Strategy | None:
        before = len(self._faults)
        document, problems = _read_document(path, "strategy", self._faults)
        if document is None or not document.whole:
            return None
        sound = checks.sound_parts(document, problems)
        source = self._origin(path, sound)
        found = [*checks.lines_in_order(sound), *checks.dates(sound), *checks.references(sound), *checks.details(sound)]
        if self._texts is not None and source is not None:
            text = read_text(self._texts / source.file, self._faults, missing="no_source_text")
            if text is not None:
                found += checks.quotations(sound, SourceText.of(text))
        self._faults.extend(path, document, found)
        if len(self._faults) > before or source is None or source.municipality not in self.municipalities.sound:
            return None
        return _strategy(document.value)

    def _origin(self, path: Path, document: Document) -> Source | None:
        """Return a strategy's source, after checking that municipality and source are known, fit each other, and are not taken."""
        municipality, source = (document.value.get(key) for key in ("municipality", "source"))
        found = self.sources.sound.get(source) if source is not None else None
        if municipality is not None:
            if self.municipalities.lacks(municipality):
                self._complain(path, document, ("municipality",), "unknown_municipality", id=municipality)
            elif found is not None and found.municipality != municipality and not self.municipalities.lacks(found.municipality):
                self._complain(path, document, ("source",), "foreign_source", id=source, municipality=found.municipality)
            if municipality in self._taken:
                self._complain(path, document, ("municipality",), "second_strategy", id=municipality, other=self._taken[municipality])
            self._taken.setdefault(municipality, path)
        if source is not None and self.sources.lacks(source):
            self._complain(path, document, ("source",), "unknown_source", id=source)
        return found

    def _complain(self, file: Path, document: Document, path: YamlPath, code: str, /, **values: object) -> None:
        self._faults.extend(file, document, [Problem(document.line(path), path, code, values)])


def _read_document(path: Path, name: str, faults: FaultList) -> tuple[Document | None, list[Problem]]:
    """Read a YAML file and check its shape; return it with what is wrong in its shape, after naming all its faults."""
    text = read_text(path, faults)
    if text is None:
        return None, []
    document = parse(text)
    problems = list(schema.problems(name, document)) if document.whole else []
    faults.extend(path, document, [*document.problems, *problems])
    return document, problems


def _running(text: str) -> str:
    """Return text without the line breaks that a block of YAML (`>` or `|`) leaves in it and at its end."""
    return " ".join(text.split())


def _quote(value: Mapping[str, Any], source: str) -> Quote:
    first, last = checks.line_range(value["lines"])
    return Quote(_running(value["label"]), source, first, last)


def _element(value: Mapping[str, Any], municipality: str, source: str) -> Element:
    def full(local: str) -> str:
        return f"{municipality}.{local}"

    own = full(value["id"])
    parent = full(value["parent"]) if "parent" in value else None
    relations = [Relation(own, full(one["target"]), RelationType(one["type"])) for one in value.get("relations", ())]
    plain = ("number", "every_months", "target", "unit", "baseline", "responsible", "involvement", "note")
    return Element(
        id=own,
        municipality=municipality,
        type=ElementType(value["type"]),
        term=_running(value["term"]),
        quote=_quote(value, source),
        named=value["named"],
        parent=parent,
        months=tuple(value.get("months", ())),
        missing=tuple(value.get("missing", ())),
        quotes=tuple(_quote(one, source) for one in value.get("quotes", ())),
        relations=tuple(relations),
        **{key: value[key] for key in plain if key in value},
    )


def _strategy(value: Mapping[str, Any]) -> Strategy:
    municipality, source = value["municipality"], value["source"]
    published, period, scope = value.get("published"), value.get("period"), value.get("scope")
    gaps = []
    for gap in value.get("gaps", ()):
        lines = checks.line_range(gap["lines"]) if "lines" in gap else (None, None)
        gaps.append(Gap(gap["what"], gap["why"], *lines))
    return Strategy(
        municipality=municipality,
        source=source,
        title=_quote(value["title"], source),
        elements=tuple(_element(element, municipality, source) for element in value["elements"]),
        published=published["date"] if published else None,
        published_quote=_quote(published, source) if published else None,
        period_from=period.get("from") if period else None,
        period_to=period.get("to") if period else None,
        period_quote=_quote(period, source) if period else None,
        areas=tuple(scope["areas"]) if scope else (),
        scope_quote=_quote(scope, source) if scope else None,
        gaps=tuple(gaps),
    )
