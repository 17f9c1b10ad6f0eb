"""Which programs can the data go to and come back from? One entry a format; each module writes and reads one.

    import strategylib as sl

    sl.export(wb, "xlsx", "workbook.xlsx")
    sl.import_file("xlsx", "workbook.xlsx").changes

Writers are strict: what they write is valid, or they say why it cannot be. Readers are lenient: they read as far as they can and list every
place that is not as it should be. Most formats need the extra `exchange`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from strategylib.workbook import Workbook

_LIBRARIES = ("lxml", "openpyxl", "rdflib")


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its files, their media type, and what writes and reads it.

    `write` and `read` name functions of this package's modules; `read` is None where a file cannot be taken into the data. A `single`
    format holds one municipality's strategy. `takes` names what else the writer can be given, `needs` what else the reader is given.
    `graph` names what reads a graph from it.
    """

    ending: str
    media_type: str
    write: str
    read: str | None = None
    single: bool = False
    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    graph: str | None = None

    def function(self, what: str) -> Callable[..., Any]:
        """Return the function that writes or reads. Raises `ExchangeError` that says what to install."""
        try:
            module, _, name = getattr(self, what).partition(".")
            found: Callable[..., Any] = getattr(import_module(f"{__name__}.{module}"), name)
        except ModuleNotFoundError as missing:
            if missing.name not in _LIBRARIES:
                raise
            from strategylib.formats.reading import ExchangeError

            raise ExchangeError.of("not_installed", library=missing.name) from missing
        return found


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP, _XML, _JSON, _LD = "application/zip", "application/xml", "application/json", "application/ld+json"
_PLAN = ("corpus", "municipality")

FORMATS: Mapping[str, Format] = {
    "xlsx": Format("xlsx", _XLSX, "xlsx.write_xlsx", "xlsx.read_xlsx", takes=("language",)),
    "csv": Format("zip", _ZIP, "csv_tables.write_csv", "csv_tables.read_csv"),
    "graphml": Format("graphml", _XML, "graphs.write_graphml", graph="graphs.read_graphml"),
    "gexf": Format("gexf", _XML, "graphs.write_gexf", graph="graphs.read_gexf"),
    "node-link": Format("json", _JSON, "graphs.write_node_link", graph="graphs.read_node_link"),
    "cytoscape": Format("cyjs", _JSON, "graphs.write_cytoscape", graph="graphs.read_cytoscape"),
    "stratml": Format("xml", _XML, "stratml.write_stratml", "stratml_draft.read_stratml", single=True, needs=_PLAN),
    "stratml2": Format("xml", _XML, "stratml.write_stratml2", "stratml_draft.read_stratml", single=True, needs=_PLAN),
    "qdpx": Format("qdpx", _ZIP, "qda.write_qdpx", "qda_back.read_qdpx", takes=("sources", "language"), needs=("corpus",)),
    "qdc": Format("qdc", _XML, "qda.write_qdc", "qda_back.read_qdc", takes=("language",), needs=("corpus",)),
    "skos": Format("ttl", "text/turtle", "skos.write_skos", "skos.read_skos", needs=("corpus",)),
    "skos-json": Format("jsonld", _LD, "skos.write_skos_json", "skos.read_skos_json", needs=("corpus",)),
    "archimate": Format("xml", _XML, "archimate.write_archimate", "archimate.read_archimate", takes=("language",), needs=("corpus",)),
    "annotations": Format(
        "jsonld", _LD, "annotations.write_annotations", "annotations.read_annotations", takes=("sources", "language"), needs=("corpus",)
    ),
}


def format_named(name: str, language: str | None = None) -> Format:
    """Return a format by its name. Raises `ExchangeError` that lists them."""
    if name not in FORMATS:
        from strategylib.formats.reading import ExchangeError

        raise ExchangeError.of("no_format", language, format=name, formats=", ".join(FORMATS))
    return FORMATS[name]


def export(
    workbook: Workbook,
    format: str,  # noqa: A002 - the word of the field
    path: str | PathLike[str],
    *,
    municipality: str | None = None,
    sources: str | PathLike[str] | None = None,
    language: str | None = None,
) -> Path:
    """Write a workbook as a file of another program.

    Parameters
    ----------
    workbook
        What is written.
    format
        Name of the format, such as `xlsx`, a key of `FORMATS`.
    path
        The file; one that is there is replaced in one step. For `csv` also a folder, which gets a file for each table.
    municipality
        Whose strategy, for a format that holds one; may be left out when the workbook has one only.
    sources
        Folder with the source texts, for formats that place quotations in the whole document.
    language
        Language of the words that the format needs beside the data, `da` (default) or `en`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ExchangeError
        When there is no such format, the workbook does not go into it, or the file cannot be written.
    """
    file, texts_folder = Path(path), None if sources is None else Path(sources)
    if format == "csv" and file.is_dir():
        from strategylib.formats.csv_tables import csv_texts

        for name, text in csv_texts(workbook).items():
            _write(file / name, text.encode("utf-8-sig"), language)
        return file
    _write(file, content_of(workbook, format, municipality=municipality, sources=texts_folder, language=language), language)
    return file


def _write(file: Path, content: bytes, language: str | None) -> None:
    from strategylib.formats.reading import ExchangeError

    beside: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", suffix=".tmp", delete=False) as temporary:
            beside = Path(temporary.name)
            temporary.write(content)
        beside.chmod(0o644)
        beside.replace(file)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise ExchangeError.of("cannot_write", language, file=file, said=error.strerror or error) from error


def read_graph(
    format: str,  # noqa: A002 - the word of the field
    path: str | PathLike[str],
    *,
    language: str | None = None,
) -> nx.MultiDiGraph[str]:
    """Read the graph that `export` wrote as `graphml`, `gexf`, `node-link` or `cytoscape`, also when another program has saved it anew.

    Returns
    -------
    MultiDiGraph
        As `Workbook.graph`: nodes and edges with their attributes, keys are relations.

    Raises
    ------
    ExchangeError
        When the format holds no graph, or the file is none of ours.
    """
    from strategylib.formats.reading import ExchangeError
    from strategylib.formats.safe import read_bytes

    form = format_named(format, language)
    if form.graph is None:
        graphs = (name for name, one in FORMATS.items() if one.graph)
        raise ExchangeError.of("no_format", language, format=format, formats=", ".join(graphs))
    graph: nx.MultiDiGraph[str] = form.function("graph")(read_bytes(Path(path), language), Path(path), language=language)
    return graph


def content_of(
    workbook: Workbook,
    format: str,  # noqa: A002 - the word of the field
    *,
    municipality: str | None = None,
    language: str | None = None,
    sources: Path | None = None,
) -> bytes:
    """Return what `export` writes, as bytes."""
    from strategylib.formats.reading import ExchangeError

    form = format_named(format, language)
    given: dict[str, Any] = {"language": language, "sources": sources}
    options = {name: given[name] for name in form.takes}
    if form.single:
        there = [one.municipality for one in workbook.corpus.strategies]
        chosen = municipality or (there[0] if len(there) == 1 else None)
        if chosen not in there:
            raise ExchangeError.of("which", language, format=format, municipalities=", ".join(there))
        options["municipality"] = chosen
    written: bytes = form.function("write")(workbook, **options)
    return written


__all__ = ["FORMATS", "Format", "content_of", "export", "format_named", "read_graph"]
