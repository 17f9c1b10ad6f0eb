"""What does a data folder hold, and what is wrong in it?

`read_corpus` reads every file of a folder, leaves out the files that have faults and names every fault at once. A folder
holds `municipalities.yaml`, `sources.yaml`, `strategies/*.yaml` and, if it wants its own, `themes.yaml`, `codings/*.csv`
and `alignments/*.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from strategylib.corpus import checks, judgments, reforms, schema
from strategylib.corpus.faults import FaultList
from strategylib.corpus.files import read_text
from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.source_text import SourceText
from strategylib.corpus.yaml_text import Document, parse
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

T = TypeVar("T", Municipality, Source)


def read_corpus(*folders: Path, sources: Path | None = None, language: str | None = None) -> Corpus:
    """Read data folders into one corpus.

    Parameters
    ----------
    folders
        Data folders; a municipality may stand in one of them only.
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
    corpus = Corpus()
    for folder in folders:
        corpus = _read_folder(folder, corpus, sources, faults)
    if not corpus.themes:
        themes = _read_list(bundled_folder() / "themes.yaml", "themes", faults)
        corpus = replace(corpus, themes=tuple(Theme(**entry) for entry in themes))
    for folder in folders:
        corpus = judgments.read(folder, corpus, faults)
    corpus = reforms.read(folders, corpus, faults)
    return replace(corpus, faults=faults.sorted())


def _read_folder(folder: Path, corpus: Corpus, texts: Path | None, faults: FaultList) -> Corpus:
    if not folder.is_dir():
        faults.add(folder, 1, "-", "no_folder", folder=folder)
        return corpus
    municipalities = [Municipality(**entry) for entry in _read_list(folder / "municipalities.yaml", "municipalities", faults)]
    sources = [Source(**entry) for entry in _read_list(folder / "sources.yaml", "sources", faults)]
    themes = [Theme(**entry) for entry in _read_list(folder / "themes.yaml", "themes", faults, optional=True)]
    corpus = replace(
        corpus,
        municipalities=_joined(folder / "municipalities.yaml", corpus.municipalities, municipalities, faults),
        sources=_joined(folder / "sources.yaml", corpus.sources, sources, faults),
        themes=tuple({theme.id: theme for theme in (*corpus.themes, *themes)}.values()),
    )
    files = sorted((folder / "strategies").glob("*.yaml"))
    if not files:
        faults.add(folder / "strategies", 1, "-", "no_strategies")
    for path in files:
        strategy = _read_strategy(path, corpus, texts, faults)
        if strategy is not None:
            corpus = replace(corpus, strategies=(*corpus.strategies, strategy))
    order = {municipality.id: place for place, municipality in enumerate(corpus.municipalities)}
    return replace(corpus, strategies=tuple(sorted(corpus.strategies, key=lambda one: order[one.municipality])))


def _joined(path: Path, have: tuple[T, ...], more: list[T], faults: FaultList) -> tuple[T, ...]:
    known = {one.id: one for one in have}
    for one in more:
        if one.id in known and known[one.id] != one:
            faults.add(path, 1, one.id, "in_both_folders", id=one.id)
        known.setdefault(one.id, one)
    return tuple(known.values())


def _read_document(path: Path, name: str, faults: FaultList) -> Document | None:
    """Read a YAML file and check its shape; None after naming all its faults."""
    text = read_text(path, faults)
    if text is None:
        return None
    document = parse(text)
    problems = list(document.problems)
    if document.whole:
        problems += schema.problems(name, document)
    faults.extend(path, document, problems)
    return None if problems else document


def _read_list(path: Path, name: str, faults: FaultList, *, optional: bool = False) -> list[dict[str, Any]]:
    if optional and not path.exists():
        return []
    document = _read_document(path, name, faults)
    if document is None:
        return []
    seen: dict[str, int] = {}
    for index, entry in enumerate(document.value):
        if entry["id"] in seen:
            line = document.line((index, "id"))
            faults.add(path, line, "id", "duplicate_id", id=entry["id"], first=document.line((seen[entry["id"]], "id")))
        seen.setdefault(entry["id"], index)
    return [document.value[index] for index in seen.values()]


def _read_strategy(path: Path, corpus: Corpus, texts: Path | None, faults: FaultList) -> Strategy | None:
    document = _read_document(path, "strategy", faults)
    if document is None:
        return None
    value, before = document.value, len(faults)
    _check_registers(path, document, corpus, faults)
    problems = [*checks.lines_in_order(document), *checks.references(document), *checks.details(document)]
    source = next((one for one in corpus.sources if one.id == value["source"]), None)
    if texts is not None and source is not None:
        text = read_text(texts / source.file, faults)
        if text is not None:
            problems += checks.quotations(document, SourceText(tuple(text.split("\n"))))
    faults.extend(path, document, problems)
    return _strategy(value) if len(faults) == before else None


def _check_registers(path: Path, document: Document, corpus: Corpus, faults: FaultList) -> None:
    """Check that the strategy's municipality and source are known, fit each other, and are not taken."""
    value = document.value
    municipality = value["municipality"]
    if municipality not in (one.id for one in corpus.municipalities):
        faults.add(path, document.line(("municipality",)), "municipality", "unknown_municipality", id=municipality)
    if any(strategy.municipality == municipality for strategy in corpus.strategies):
        faults.add(path, document.line(("municipality",)), "municipality", "second_strategy", id=municipality)
    source = next((one for one in corpus.sources if one.id == value["source"]), None)
    if source is None:
        faults.add(path, document.line(("source",)), "source", "unknown_source", id=value["source"])
    elif source.municipality != municipality:
        faults.add(path, document.line(("source",)), "source", "foreign_source", id=source.id, municipality=source.municipality)


def _quote(value: Mapping[str, Any], source: str) -> Quote:
    first, last = checks.line_range(value["lines"])
    return Quote(value["label"], source, first, last)


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
        term=value["term"],
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
