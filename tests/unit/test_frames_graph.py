"""Do frames and graph say the same of the same strategies?"""

from dataclasses import replace

import networkx as nx
import pandas as pd
import pytest

from strategylib.graph import THEME_PREFIX, build_graph
from strategylib.model import RelationType

GOAL = "fjordlund.goal-1"


@pytest.fixture(params=["invented", "bundled"])
def workbook(request):
    return request.getfixturevalue(request.param)


def nodes(graph, kind):
    return [node for node, found in graph.nodes(data="kind") if found == kind]


def test_the_graph_is_a_directed_multigraph_of_elements_themes_and_municipalities(workbook):
    graph = workbook.graph
    assert type(graph) is nx.MultiDiGraph
    assert nodes(graph, "element") == [*workbook.elements.index]
    assert nodes(graph, "theme") == [f"{THEME_PREFIX}{theme}" for theme in workbook.themes.index]
    assert nodes(graph, "municipality") == [*workbook.municipalities.index]
    assert {kind for _, kind in graph.nodes(data="kind")} == {"element", "theme", "municipality"}


def test_a_node_has_the_columns_of_its_row(workbook):
    for element, row in workbook.elements.iterrows():
        attributes = dict(workbook.graph.nodes[element])
        assert attributes.pop("kind") == "element"
        assert [*attributes] == [*workbook.elements.columns]
        for column, value in row.items():
            assert attributes[column] == value or (attributes[column] is None and pd.isna(value))


def test_the_values_on_nodes_are_plain_python(workbook):
    assert {type(value) for _, values in workbook.graph.nodes(data=True) for value in values.values()} <= {str, int, bool, type(None)}


def test_every_relation_is_an_edge_with_its_type_as_key(workbook):
    kinds = {kind.value for kind in RelationType}
    edges = {(source, target, key) for source, target, key in workbook.graph.edges(keys=True) if key in kinds}
    assert edges == {tuple(row) for row in workbook.relations.itertuples(index=False)}


def test_every_element_belongs_to_its_municipality(workbook):
    for element, municipality in workbook.elements["municipality"].items():
        assert workbook.graph.has_edge(element, municipality, "belongs_to")
        assert element.startswith(f"{municipality}.")


def test_parents_lead_upwards_without_end_in_a_circle(workbook):
    parts = nx.DiGraph((source, target) for source, target, key in workbook.graph.edges(keys=True) if key == "part_of")
    assert nx.is_directed_acyclic_graph(parts)


def test_relations_stay_within_a_strategy(workbook):
    for row in workbook.relations.itertuples():
        assert row.source.partition(".")[0] == row.target.partition(".")[0]


def test_coders_who_agree_share_an_edge_that_has_the_best_rank(invented):
    assert invented.graph.edges[GOAL, "theme:mestring", "about"] == {"coders": ("anna", "bo"), "rank": 1}
    assert invented.graph.edges[GOAL, "theme:livskvalitet", "about"] == {"coders": ("anna",), "rank": 2}


def test_an_alignment_is_an_edge_between_municipalities(invented):
    assert invented.graph.edges[GOAL, "kornmark.goal-1", "relatedMatch"] == {"coders": ("anna",)}


def test_a_coder_who_judges_the_same_in_two_folders_is_named_once(invented):
    twice = replace(invented.corpus, codings=invented.corpus.codings * 2, alignments=invented.corpus.alignments * 2)
    graph = build_graph(twice)
    assert graph.edges[GOAL, "theme:mestring", "about"]["coders"] == ("anna", "bo")
    assert graph.edges[GOAL, "kornmark.goal-1", "relatedMatch"]["coders"] == ("anna",)


def test_changing_a_copy_of_a_frame_changes_nothing_else(invented):
    copy = invented.elements.copy()
    copy["label"] = "x"
    assert "x" not in set(invented.elements["label"])
    assert invented.graph.nodes[GOAL]["label"] == "Flere skal klare sig selv i eget hjem"


def test_the_graph_can_be_searched_as_networkx_does(invented):
    parts = nx.DiGraph(edge for *edge, key in invented.graph.edges(keys=True) if key == "part_of")
    assert nx.descendants(parts, "fjordlund.indicator-1") == {GOAL, "fjordlund.focus_area-1", "fjordlund.core_task-1", "fjordlund.vision-1"}
