"""How does the graph go to programs that draw and measure networks, and come back as the graph it was?

GraphML (yEd, Gephi, Cytoscape, igraph), GEXF (Gephi), node-link JSON (networkx, D3) and Cytoscape JSON (Cytoscape, Cytoscape.js).
What those formats do not know is written so that they bear it: what is missing is left out, coders stand in one text, every edge has
an id of its own and its relation as `relation` and `label`. The readers undo just that.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from strategylib.formats.reading import ExchangeError
from strategylib.formats.safe import MOST_ELEMENTS, parse_json, refuse_document_type
from strategylib.frames import ELEMENT_COLUMNS
from strategylib.workbook import Workbook

_BETWEEN = "; "


def _plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return the graph with nothing but texts, numbers and truth values; edges are numbered, and bear their relation."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, values in graph.nodes(data=True):
        made.add_node(node, **{name: value for name, value in values.items() if value is not None})
    for number, (source, target, key, values) in enumerate(graph.edges(keys=True, data=True), 1):
        plain = {name: _BETWEEN.join(value) if isinstance(value, tuple) else value for name, value in values.items()}
        made.add_edge(source, target, key=f"e{number}", relation=key, label=key, **plain)
    return made


def _whole(graph: Any) -> nx.MultiDiGraph[str]:
    """Return the graph as `Workbook.graph` has it, from one that was written by `_plain`."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, values in graph.nodes(data=True):
        known = {name: value for name, value in values.items() if name not in ("id", "value", "name")}
        kept = dict.fromkeys(("kind", *ELEMENT_COLUMNS)) if known.get("kind") == "element" else {}
        made.add_node(str(node), **{**kept, **known})
    for source, target, values in graph.edges(data=True):
        kept = {name: value for name, value in values.items() if name in ("rank", "coders")}
        if "coders" in kept:
            kept["coders"] = tuple(str(kept["coders"]).split(_BETWEEN))
        made.add_edge(str(source), str(target), key=values["relation"], **kept)
    return made


def write_graphml(workbook: Workbook) -> bytes:
    """Return the graph as GraphML; `read_graphml` gives it back."""
    written = io.BytesIO()
    nx.write_graphml_xml(_plain(workbook.graph), written, named_key_ids=True, infer_numeric_types=False)
    return written.getvalue()


def read_graphml(content: bytes, file: Path, *, language: str | None = None) -> nx.MultiDiGraph[str]:
    """Return the graph of a GraphML file that `write_graphml` made, whatever programs it went through. Raises `ExchangeError`."""
    return _read(lambda: nx.read_graphml(io.BytesIO(content), force_multigraph=True), content, file, language)


def write_gexf(workbook: Workbook) -> bytes:
    """Return the graph as GEXF 1.2; `read_gexf` gives it back."""
    graph = _plain(workbook.graph)
    graph.graph["mode"] = "static"
    written = io.BytesIO()
    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    for meta in writer.xml.iter():
        if meta.tag.endswith("meta"):
            meta.attrib.pop("lastmodifieddate", None)  # the same data make the same file
    writer.write(written)
    return written.getvalue()


def read_gexf(content: bytes, file: Path, *, language: str | None = None) -> nx.MultiDiGraph[str]:
    """Return the graph of a GEXF file that `write_gexf` made. Raises `ExchangeError`."""
    return _read(lambda: nx.read_gexf(io.BytesIO(content), version="1.2draft"), content, file, language)


def _read(reading: Any, content: bytes, file: Path, language: str | None) -> nx.MultiDiGraph[str]:
    refuse_document_type(content, file, language, most=MOST_ELEMENTS)
    try:
        return _whole(reading())
    except (nx.NetworkXException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ExchangeError.of("no_graph", language, file=file, said=error) from error


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def write_node_link(workbook: Workbook) -> bytes:
    """Return the graph as node-link JSON (`nodes`, `edges`), as networkx and D3 read it; `read_node_link` gives it back."""
    return _json(nx.node_link_data(_plain(workbook.graph), edges="edges"))


def read_node_link(content: bytes, file: Path, *, language: str | None = None) -> nx.MultiDiGraph[str]:
    """Return the graph of a node-link file; `links` is read as `edges`. Raises `ExchangeError`."""
    value = parse_json(content, file, language)
    try:
        edges = "edges" if "edges" in value else "links"
        return _whole(nx.node_link_graph(value, directed=True, multigraph=True, edges=edges))
    except (nx.NetworkXException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ExchangeError.of("no_graph", language, file=file, said=error) from error


def write_cytoscape(workbook: Workbook) -> bytes:
    """Return the graph as Cytoscape JSON, as Cytoscape, Cytoscape.js and networkx read it; `read_cytoscape` gives it back."""
    graph = _plain(workbook.graph)
    nodes = [{"data": {**values, "id": node, "value": node, "name": values.get("label", node)}} for node, values in graph.nodes(data=True)]
    edges = [
        {"data": {**values, "id": key, "key": key, "source": source, "target": target}}
        for source, target, key, values in graph.edges(keys=True, data=True)
    ]
    return _json({"data": {}, "directed": True, "multigraph": True, "elements": {"nodes": nodes, "edges": edges}})


def read_cytoscape(content: bytes, file: Path, *, language: str | None = None) -> nx.MultiDiGraph[str]:
    """Return the graph of Cytoscape JSON, its elements in two groups or in one list. Raises `ExchangeError`."""
    value = parse_json(content, file, language)
    try:
        made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for data in _data(value["elements"] if isinstance(value, dict) else value):
            if "target" in data:
                ends = (data["source"], data["target"])
                made.add_edge(*ends, **{name: one for name, one in data.items() if name not in ("id", "key", "source", "target")})
            else:
                made.add_node(data["id"], **{name: one for name, one in data.items() if name != "id"})
        return _whole(made)
    except (nx.NetworkXException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ExchangeError.of("no_graph", language, file=file, said=error) from error


def _data(elements: Any) -> Iterator[dict[str, Any]]:
    if isinstance(elements, dict):
        elements = [*elements.get("nodes", ()), *elements.get("edges", ())]
    for one in elements:
        yield one["data"]
