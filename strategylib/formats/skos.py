"""How do themes and alignments read as SKOS, and come back? In Turtle or JSON-LD.

A theme is a concept of one scheme, with its names, definitions and other words; an aligned element is a concept of its strategy's scheme,
and an alignment the mapping between two of them. Who judged so stands on a statement about the mapping (`rdf:Statement`), since the mapping
itself has no place for it.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from strategylib.formats.reading import Deviations, ExchangeError, Reading, Sheet
from strategylib.formats.safe import parse_json
from strategylib.formats.tables import Row
from strategylib.model import AlignmentRelation, Corpus, Theme
from strategylib.workbook import Workbook

BASE = "urn:strategylib:"
_OURS = Namespace(BASE)
_THEMES = _OURS["themes"]
_RELATIONS = {SKOS[one.value]: one for one in AlignmentRelation}
_CONTEXT = {"skos": str(SKOS), "dcterms": str(DCTERMS), "rdf": str(RDF), "rdfs": str(RDFS)}
_MOST_BYTES = 16 * 2**20  # a triple in memory takes ten times its place on paper
_NO_CODER = "uden-navn"
_ID = re.compile(r"[a-z][a-z_]*\Z")


def graph_of(corpus: Corpus) -> Graph:
    """Return the themes and alignments of a corpus as an RDF graph."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("skos", SKOS), ("dcterms", DCTERMS), ("rdf", RDF), ("rdfs", RDFS)):
        graph.bind(prefix, namespace)
    graph.add((_THEMES, RDF.type, SKOS.ConceptScheme))
    for theme in corpus.themes:
        _theme(graph, theme)
    _alignments(graph, corpus)
    return graph


def write_skos(workbook: Workbook) -> bytes:
    """Return themes and alignments as SKOS in Turtle."""
    return graph_of(workbook.corpus).serialize(format="turtle", encoding="utf-8")


def write_skos_json(workbook: Workbook) -> bytes:
    """Return themes and alignments as SKOS in JSON-LD."""
    value = json.loads(graph_of(workbook.corpus).serialize(format="json-ld", context=_CONTEXT, auto_compact=True))
    value["@graph"] = sorted((_sorted(one) for one in value["@graph"]), key=lambda one: str(one["@id"]))
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sorted(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node with its values in an order that does not change from run to run."""
    return {key: sorted(value, key=json.dumps) if isinstance(value, list) else value for key, value in node.items()}


def _theme(graph: Graph, theme: Theme) -> None:
    concept = _OURS[f"theme:{theme.id}"]
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, _THEMES))
    graph.add((concept, SKOS.topConceptOf, _THEMES))
    graph.add((concept, SKOS.notation, Literal(theme.id)))
    said = (
        (SKOS.prefLabel, theme.da, "da"),
        (SKOS.prefLabel, theme.en, "en"),
        (SKOS.definition, theme.definition_da, "da"),
        (SKOS.definition, theme.definition_en, "en"),
        (SKOS.scopeNote, theme.not_da, "da"),
        (SKOS.scopeNote, theme.not_en, "en"),
        *((SKOS.altLabel, word, "da") for word in theme.alt_da),
    )
    for predicate, text, language in said:
        if text is not None:
            graph.add((concept, predicate, Literal(text, lang=language)))


def _alignments(graph: Graph, corpus: Corpus) -> None:
    labels = {one.id: one.label for strategy in corpus.strategies for one in strategy.elements}
    for number, one in enumerate(corpus.alignments, 1):
        ends = [_OURS[f"element:{own}"] for own in (one.a, one.b)]
        for end, own in zip(ends, (one.a, one.b), strict=True):
            graph.add((end, RDF.type, SKOS.Concept))
            graph.add((end, SKOS.inScheme, _OURS[f"strategy:{own.partition('.')[0]}"]))
            graph.add((end, SKOS.notation, Literal(own)))
            graph.add((end, SKOS.prefLabel, Literal(labels[own], lang="da")))
        graph.add((ends[0], SKOS[one.relation.value], ends[1]))
        statement = _OURS[f"alignment:{one.coder}:{number}"]
        graph.add((statement, RDF.type, RDF.Statement))
        graph.add((statement, RDF.subject, ends[0]))
        graph.add((statement, RDF.predicate, SKOS[one.relation.value]))
        graph.add((statement, RDF.object, ends[1]))
        graph.add((statement, DCTERMS.creator, Literal(one.coder)))
        if one.note:
            graph.add((statement, RDFS.comment, Literal(one.note, lang="da")))


def read_skos(content: bytes, file: Path, *, corpus: Corpus, language: str | None = None) -> Reading:
    """Return the themes and alignments of a SKOS file in Turtle; see `read_skos_json`."""
    return _Read(_parsed(content, "turtle", file, language), corpus, file, language).reading()


def read_skos_json(content: bytes, file: Path, *, corpus: Corpus, language: str | None = None) -> Reading:
    """Return the themes and alignments of a SKOS file in JSON-LD.

    Parameters
    ----------
    content, file
        The file.
    corpus
        The data that it is compared with.
    language
        Language of the deviations.

    Returns
    -------
    Reading
        Themes that are known or whole, and the alignments of every coder in the file, as a whole. A mapping that nobody is said to have
        judged is ascribed to the coder `uden-navn`.

    Raises
    ------
    ExchangeError
        When the file is no RDF, or wants to fetch a context from elsewhere.
    """
    if any(_remote(parse_json(content, file, language))):
        raise ExchangeError.of("remote", language, file=file)
    return _Read(_parsed(content, "json-ld", file, language), corpus, file, language).reading()


def _parsed(content: bytes, form: str, file: Path, language: str | None) -> Graph:
    if len(content) > _MOST_BYTES:
        raise ExchangeError.of("too_big", language, file=file, most=_MOST_BYTES // 2**20)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parser still uses what rdflib has replaced
            return Graph().parse(data=content.decode("utf-8-sig"), format=form)
    except Exception as error:  # the parsers raise whatever they meet, RecursionError among it
        raise ExchangeError.of("no_rdf", language, file=file, said=" ".join(str(error).split())[:200]) from error


def _remote(value: Any) -> Iterator[str]:
    """Yield every context that would be fetched from elsewhere."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            for key in ("@context", "@import"):
                named = one.get(key)
                yield from (name for name in (named if isinstance(named, list) else [named]) if isinstance(name, str))
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


class _Read:
    def __init__(self, graph: Graph, corpus: Corpus, file: Path, language: str | None) -> None:
        self._graph, self._file, self._language = graph, file, language
        self._elements = {one.id for strategy in corpus.strategies for one in strategy.elements}
        self._themes = {one.id: one for one in corpus.themes}
        self._deviations = Deviations(str(file), language)

    def reading(self) -> Reading:
        alignments = list(self._alignments())
        themes = [row for concept in sorted(set(self._graph.subjects(RDF.type, SKOS.Concept)), key=str) if (row := self._theme(concept))]
        if not themes and not alignments:
            raise ExchangeError.of("empty", self._language, file=self._file, what="skos:Concept")
        coders = {row["coder"] for row in alignments}
        sheets = {"themes": Sheet(tuple(themes)), "alignments": Sheet(tuple(alignments), removes=lambda row: row["coder"] in coders)}
        return Reading(sheets, self._deviations.sorted())

    def _own(self, node: Any) -> str:
        """Return what a concept is called in the data: its notation, or the end of its address."""
        notation = self._graph.value(node, SKOS.notation)
        return str(notation) if notation is not None else re.split(r"[#/:]", str(node))[-1]

    def _texts(self, node: Any, predicate: Any, language: str) -> list[str]:
        return [str(one) for one in self._graph.objects(node, predicate) if getattr(one, "language", None) == language]

    def _theme(self, concept: Any) -> Row | None:
        own = self._own(concept)
        if own in self._elements or "." in own:
            return None
        if not _ID.match(own):
            own = re.sub(r"[^a-z]+", "_", own.casefold()).strip("_")
        row: Row = {"id": own}
        for column, predicate, language in (
            ("da", SKOS.prefLabel, "da"),
            ("en", SKOS.prefLabel, "en"),
            ("definition_da", SKOS.definition, "da"),
            ("definition_en", SKOS.definition, "en"),
            ("not_da", SKOS.scopeNote, "da"),
            ("not_en", SKOS.scopeNote, "en"),
        ):
            found = sorted(self._texts(concept, predicate, language))
            if len(found) > 1:
                self._deviations.note(
                    1, str(concept), "too_often", name=f"{predicate.n3(self._graph.namespace_manager)}@{language}", most=1
                )
            if found or column.startswith("not_"):
                row[column] = found[0] if found else None
        row["alt_da"] = self._other_words(concept, own)
        return row

    def _other_words(self, concept: Any, own: str) -> tuple[str, ...] | None:
        """Return the other words of a theme, known ones first and in the order of the data: RDF knows none."""
        found = set(self._texts(concept, SKOS.altLabel, "da"))
        known = [word for word in self._themes[own].alt_da if word in found] if own in self._themes else []
        return (*known, *sorted(found - set(known))) or None

    def _alignments(self) -> Iterator[Row]:
        judged: set[tuple[Any, Any, Any]] = set()
        statements = [one for one in self._graph.subjects(RDF.type, RDF.Statement) if self._graph.value(one, RDF.predicate) in _RELATIONS]
        for statement in sorted(statements, key=_natural):
            a, predicate, b = (self._graph.value(statement, part) for part in (RDF.subject, RDF.predicate, RDF.object))
            triple = (a, predicate, b)
            judged.add(triple)
            comment, coder = self._graph.value(statement, RDFS.comment), self._graph.value(statement, DCTERMS.creator)
            yield from self._row(triple, str(coder) if coder is not None else _NO_CODER, None if comment is None else str(comment))
        for predicate in _RELATIONS:
            for a, b in sorted(self._graph.subject_objects(predicate)):
                if (a, predicate, b) not in judged:
                    yield from self._row((a, predicate, b), _NO_CODER, None)

    def _row(self, triple: tuple[Any, ...], coder: str, note: str | None) -> Iterator[Row]:
        a, predicate, b = triple
        ends = [self._own(one) if isinstance(one, URIRef) else "–" for one in (a, b)]
        strange = [own for own in ends if own not in self._elements]
        if strange:
            self._deviations.note(1, str(a), "dangling_ref", value=strange[0])
            return
        yield {"coder": coder, "a": ends[0], "b": ends[1], "relation": _RELATIONS[predicate].value, "note": note}


def _natural(node: Any) -> tuple[Any, ...]:
    """Return a key that sorts `alignment:x:9` before `alignment:x:10`."""
    return tuple(int(part) if part.isdigit() else part for part in re.split(r"(\d+)", str(node)))
