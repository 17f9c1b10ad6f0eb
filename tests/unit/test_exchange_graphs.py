"""Does the graph come back as it was from every format that bears it, and can other programs read what is written?"""

import io
import json
from pathlib import Path

import networkx as nx
import pytest

from strategylib import export, import_file, read_graph
from strategylib.formats import graphs
from strategylib.formats.reading import ExchangeError
from tests.unit.invented import with_own_themes

GOLDEN = Path(__file__).parent.parent / "golden"
KINDS = {"graphml": "graphml", "gexf": "gexf", "node-link": "node_link", "cytoscape": "cytoscape"}


def parts(graph):
    return dict(graph.nodes(data=True)), sorted(graph.edges(keys=True, data=True), key=repr)


def read(name, path):
    return read_graph(name, path, language="en")


@pytest.mark.parametrize("name", KINDS)
def test_the_graph_comes_back_as_it_was(name, bundled, invented, tmp_path):
    for number, workbook in enumerate((bundled, invented)):
        path = export(workbook, name, tmp_path / f"graph-{number}")
        assert parts(read(name, path)) == parts(workbook.graph)


@pytest.mark.parametrize("name", KINDS)
def test_the_same_data_make_the_same_file(name, invented, tmp_path):
    assert export(invented, name, tmp_path / "a").read_bytes() == export(invented, name, tmp_path / "b").read_bytes()


@pytest.mark.parametrize("name", KINDS)
def test_every_edge_has_an_id_of_its_own_and_says_its_relation(name, invented):
    text = getattr(graphs, f"write_{KINDS[name]}")(invented)
    if name == "graphml":
        graph = nx.read_graphml(io.BytesIO(text), force_multigraph=True)
    elif name == "gexf":
        graph = nx.read_gexf(io.BytesIO(text), version="1.2draft")
    elif name == "node-link":
        graph = nx.node_link_graph(json.loads(text), edges="edges")
    else:
        graph = nx.cytoscape_graph(json.loads(text))
    assert graph.number_of_nodes() == invented.graph.number_of_nodes()
    assert graph.number_of_edges() == invented.graph.number_of_edges()
    keys = [key for _, _, key in graph.edges(keys=True)]
    assert len(set(keys)) == len(keys)
    assert {values["relation"] for _, _, values in graph.edges(data=True)} == {key for _, _, key in invented.graph.edges(keys=True)}


def test_cytoscape_js_takes_a_flat_list_and_so_do_we(invented, tmp_path):
    value = json.loads(graphs.write_cytoscape(invented))
    nodes, edges = value["elements"]["nodes"], value["elements"]["edges"]
    assert {one["data"]["source"] for one in edges} | {one["data"]["target"] for one in edges} <= {one["data"]["id"] for one in nodes}
    flat = json.dumps([*edges, *nodes]).encode()
    assert parts(graphs.read_cytoscape(flat, tmp_path)) == parts(invented.graph)


def test_node_link_of_older_programs_calls_edges_links(invented, tmp_path):
    value = json.loads(graphs.write_node_link(invented))
    value["links"] = value.pop("edges")
    assert parts(graphs.read_node_link(json.dumps(value).encode(), tmp_path)) == parts(invented.graph)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[1, 2]",
        b'{"nodes": 3}',
        b"<a/>",
        b"<a>",
        b"[" * 100_000,
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><graphml>&b;</graphml>',
    ],
)
def test_what_is_no_graph_is_refused(name, content, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ExchangeError, match="file"):
        read(name, path)


@pytest.mark.parametrize("name", ["xlsx", "nonsense"])
def test_what_holds_no_graph_says_which_formats_do(name, tmp_path):
    with pytest.raises(ExchangeError, match=name):
        read_graph(name, tmp_path / "file")


def test_a_graph_does_not_go_into_the_data(bundled, tmp_path):
    with pytest.raises(ExchangeError, match="graphml kan ikke læses ind"):
        import_file("graphml", export(bundled, "graphml", tmp_path / "file"))


@pytest.mark.parametrize(("name", "ending"), [("node-link", "node-link.json"), ("cytoscape", "cyjs")])
def test_the_invented_corpus_is_written_as_it_always_was(name, ending, invented, tmp_path):
    written = export(with_own_themes(invented, coded=False), name, tmp_path / "file").read_text(encoding="utf-8")
    assert written == (GOLDEN / f"invented.{ending}").read_text(encoding="utf-8")
