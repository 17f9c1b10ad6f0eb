"""How do strategies, themes and judgments read as one graph?

Nodes are elements (id as in the frames), themes (`theme:<id>`) and municipalities (their id); `kind` tells which. Edges
are keyed by the relation's type: `part_of`, `supports`, `measures`, `elaborates`, `refers_to` inside a strategy, `belongs_to` from an
element to its municipality, `about` from an element to a theme and the SKOS relations between elements of two municipalities.
Where coders judged, `coders` on the edge names them.

What rooms said is a layer of its own: a node for each session (`workshop:<id>`, kind `workshop`) and for each idea that was shown there
(`workshop:<id>/<exercise>/<item>`, kind `proposal`, with the attribute `exercise`). An edge from the session to an element has the key
`voted_on/<exercise>/<item>`, to a proposal `proposed`; from a proposal to the element it was written under `proposed_for`; and between
the two elements of a pair `judged/<session>/<exercise>/<item>`. On the edge stand `workshop, exercise, kind, n` and the figures.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from strategylib.frames import all_relations, element_row
from strategylib.model import Corpus, Workshop

THEME_PREFIX, WORKSHOP_PREFIX = "theme:", "workshop:"
WRITTEN = ("ideas", "translation")
"""The exercises that people answer in their own words."""


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
    for workshop in corpus.workshops:
        _add_workshop(graph, workshop)
    return graph


def _add_workshop(graph: nx.MultiDiGraph[str], workshop: Workshop) -> None:
    """Add what a room said of elements that are here, and what it proposed."""
    room = f"{WORKSHOP_PREFIX}{workshop.id}"
    graph.add_node(room, kind="workshop", label=workshop.title, date=workshop.date, people=workshop.people)
    for one in workshop.exercises:
        about = {"workshop": workshop.id, "exercise": one.id, "kind": one.kind, "n": one.n}
        for item in one.items:
            here = [element for element in item.elements if element in graph]
            said: dict[str, Any] = {**item.figures, **about}
            if one.kind in WRITTEN:
                idea = f"{room}/{one.id}/{item.id}"
                graph.add_node(idea, kind="proposal", label=item.text, exercise=one.kind)
                graph.add_edge(room, idea, key="proposed", **said)
                for element in here:
                    graph.add_edge(idea, element, key="proposed_for", **said)
            elif one.kind == "alignment":
                if len(here) == len(item.elements):
                    ours, theirs = here
                    graph.add_edge(ours, theirs, key=f"judged/{workshop.id}/{one.id}/{item.id}", most=item.most, **said)
            else:
                for element in here:
                    graph.add_edge(room, element, key=f"voted_on/{one.id}/{item.id}", **said)


def _judge(graph: nx.MultiDiGraph[str], source: str, target: str, key: str, coder: str, **values: Any) -> None:
    """Add a coder's judgment; several coders who agree share one edge, and the best rank any gave stands on it."""
    if graph.has_edge(source, target, key):
        edge = graph.edges[source, target, key]
        edge["coders"] = tuple(dict.fromkeys((*edge["coders"], coder)))
        if "rank" in values:
            edge["rank"] = min(edge["rank"], values["rank"])
    else:
        graph.add_edge(source, target, key=key, coders=(coder,), **values)
