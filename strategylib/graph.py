"""How do strategies, themes and judgments read as one graph?

Nodes are elements (id as in the frames), themes (`theme:<id>`) and municipalities (their id); `kind` tells which. Edges
are keyed by the relation's type: `part_of`, `supports`, `measures`, `elaborates`, `refers_to` inside a strategy, `belongs_to` from an
element to its municipality, `about` from an element to a theme and the SKOS relations between elements of two municipalities.
Where coders judged, `coders` on the edge names them.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from strategylib.frames import all_relations, element_row
from strategylib.model import Corpus

THEME_PREFIX = "theme:"


def build_graph(corpus: Corpus) -> nx.MultiDiGraph[str]:
    """Return the corpus as a directed multigraph; edge keys are relation types, node attributes the element columns."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    elements = [element for strategy in corpus.strategies for element in strategy.elements]
    for municipality in corpus.municipalities:
        graph.add_node(municipality.id, kind="municipality", label=municipality.name, code=municipality.code)
    for theme in corpus.themes:
        graph.add_node(f"{THEME_PREFIX}{theme.id}", kind="theme", label=theme.da, label_en=theme.en)
    for element in elements:
        graph.add_node(element.id, kind="element", **element_row(element))
        graph.add_edge(element.id, element.municipality, key="belongs_to")
    for relation in all_relations(elements):
        graph.add_edge(relation.source, relation.target, key=relation.type.value)
    for coding in corpus.codings:
        _judge(graph, coding.element, f"{THEME_PREFIX}{coding.theme}", "about", coding.coder, rank=coding.rank)
    for alignment in corpus.alignments:
        _judge(graph, alignment.a, alignment.b, alignment.relation.value, alignment.coder)
    return graph


def _judge(graph: nx.MultiDiGraph[str], source: str, target: str, key: str, coder: str, **values: Any) -> None:
    """Add a coder's judgment; several coders who agree share one edge, and the best rank any gave stands on it."""
    if graph.has_edge(source, target, key):
        edge = graph.edges[source, target, key]
        edge["coders"] = tuple(dict.fromkeys((*edge["coders"], coder)))
        if "rank" in values:
            edge["rank"] = min(edge["rank"], values["rank"])
    else:
        graph.add_edge(source, target, key=key, coders=(coder,), **values)
