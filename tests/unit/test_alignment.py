"""What several have, what one lacks, and how far two readers agree."""

from __future__ import annotations

import pandas as pd
import pytest

import strategylib as sl
from strategylib.analysis.agreement import alignment_agreement, alignment_disagreements, theme_agreement, theme_disagreements
from strategylib.analysis.alignment import ANY, SAME, aligned_groups, alignment_matrix, missing, unique_commitments
from strategylib.analysis.change import change
from strategylib.analysis.network import bridging_themes, theme_communities, theme_network
from strategylib.workbook import Workbook

from .invented import element, merged, workbook

ELEMENTS = (
    element("aa.goal-1"),
    element("aa.goal-2"),
    element("bb.goal-1"),
    element("bb.goal-2"),
    element("cc.goal-1"),
    element("cc.goal-2", named=False),
)
PAIRS = (("aa.goal-1", "bb.goal-1", "closeMatch"), ("bb.goal-1", "cc.goal-1", "closeMatch"), ("aa.goal-2", "bb.goal-2", "broadMatch"))


@pytest.fixture
def three() -> Workbook:
    return workbook(*ELEMENTS, alignments=PAIRS, codes={one.id: "omsorg" for one in ELEMENTS})


def test_the_matrix_is_the_share_of_the_rows_commitments_with_a_counterpart(three: Workbook) -> None:
    matrix = alignment_matrix(three)
    assert matrix.loc["aa"].to_dict() == {"aa": 1.0, "bb": 1.0, "cc": 0.0}
    assert matrix.loc["bb"].to_dict() == {"aa": 1.0, "bb": 1.0, "cc": 0.5}
    assert matrix.attrs["n"] == {"aa": 2, "bb": 2, "cc": 1}
    assert alignment_matrix(three, relations=SAME).loc["aa", "bb"] == 0.5


def test_groups_hold_each_ones_wording_and_a_chain_binds_nobody(three: Workbook) -> None:
    assert aligned_groups(three, relations=SAME).empty
    triangle = (*PAIRS, ("aa.goal-1", "cc.goal-1", "narrowMatch"))
    groups = aligned_groups(workbook(*ELEMENTS, alignments=triangle))
    assert groups.element.to_list() == ["aa.goal-1", "bb.goal-1", "cc.goal-1"]
    assert groups.municipalities.unique().tolist() == [3]
    assert groups.label.notna().all()
    assert aligned_groups(three, at_least=2, relations=ANY).group.nunique() == 2
    with pytest.raises(ValueError, match="at_least must be 2 or more"):
        aligned_groups(three, at_least=1)


def test_what_one_lacks_says_who_has_it(three: Workbook) -> None:
    lacking = missing(three, "cc")
    assert lacking.index.to_list() == ["aa.goal-1", "aa.goal-2", "bb.goal-2"]
    assert lacking.shared_by["aa.goal-2"] == ("aa", "bb")
    assert lacking.theme["aa.goal-2"] == "omsorg"
    with pytest.raises(ValueError, match="no strategy of 'dd'"):
        missing(three, "dd")


def test_unique_commitments_have_no_counterpart_at_all(three: Workbook) -> None:
    assert unique_commitments(three, "aa").empty
    assert unique_commitments(three, "cc", named=False).index.to_list() == ["cc.goal-2"]


def test_without_alignments_the_question_is_answered_in_words() -> None:
    with pytest.raises(ValueError, match="no alignments of coder 'redaktion'"):
        alignment_matrix(workbook(*ELEMENTS))


def test_agreement_is_computed_over_what_both_judged() -> None:
    codes = {"aa.goal-1": "omsorg", "aa.goal-2": "omsorg", "bb.goal-1": "ledelse", "bb.goal-2": "ledelse"}
    other = {"aa.goal-1": "omsorg", "aa.goal-2": "ledelse klima", "bb.goal-1": "ledelse", "bb.goal-2": "ledelse", "cc.goal-1": "klima"}
    wb = merged(workbook(*ELEMENTS, codes=codes), workbook(*ELEMENTS, codes=other, coder="kontrol"))
    agreement = theme_agreement(wb, "redaktion", "kontrol")
    assert (agreement.n == 4).all()
    assert agreement.value["share"] == 0.75
    assert agreement.value["kappa"] == pytest.approx(0.5)
    assert agreement.value["alpha"] == pytest.approx(1 - 7 * 2 / (3 * 5 * 2))
    assert agreement.value["jaccard"] == 0.75
    differences = theme_disagreements(wb, "redaktion", "kontrol")
    assert differences.index.to_list() == ["aa.goal-2"]
    assert differences.kontrol.iloc[0] == ("ledelse", "klima")


def test_broad_from_one_side_is_narrow_from_the_other(three: Workbook) -> None:
    turned = (
        ("bb.goal-1", "aa.goal-1", "closeMatch"),
        ("bb.goal-2", "aa.goal-2", "narrowMatch"),
        ("aa.goal-1", "bb.goal-2", "relatedMatch"),
    )
    wb = merged(three, workbook(*ELEMENTS, alignments=turned, coder="kontrol"))
    agreement = alignment_agreement(wb, "redaktion", "kontrol")
    assert agreement.loc["any relation", ["n_a", "n_b", "both"]].tolist() == [2, 3, 2]
    assert agreement.f1["any relation"] == pytest.approx(4 / 5)
    assert agreement.f1["broadMatch"] == 1.0
    assert alignment_disagreements(wb, "redaktion", "kontrol")[["a", "b"]].to_numpy().tolist() == [
        ["aa.goal-1", "bb.goal-2"],
        ["bb.goal-1", "cc.goal-1"],
    ]


def test_a_new_edition_adds_drops_moves_and_rewords() -> None:
    old = workbook(
        element("aa.focus_area-1", label="Mødet med borgeren"),
        element("aa.focus_area-2", label="Kvalitet i arbejdet"),
        element("aa.goal-1", label="Vi møder borgeren med respekt", parent="aa.focus_area-1"),
        element("aa.goal-2", label="Alle kender deres opgave", parent="aa.focus_area-1"),
        element("aa.goal-3", label="Klimaet skånes"),
    )
    new = workbook(
        element("aa.focus_area-1", label="Mødet med borgeren"),
        element("aa.focus_area-2", label="Kvalitet i arbejdet"),
        element("aa.goal-1", label="Vi møder altid borgeren med respekt", parent="aa.focus_area-1"),
        element("aa.goal-2", label="Alle kender deres opgave", parent="aa.focus_area-2"),
        element("aa.goal-4", label="Flere bruger telemedicin"),
    )
    found = change(old, new, "aa")
    assert found.set_index("new_label").change.dropna().to_dict() == {
        "Mødet med borgeren": "kept",
        "Kvalitet i arbejdet": "kept",
        "Vi møder altid borgeren med respekt": "reworded",
        "Alle kender deres opgave": "moved",
        "Flere bruger telemedicin": "added",
    } | dict.fromkeys(found.new_label[found.change == "dropped"], "dropped")
    assert found.old[found.change == "dropped"].to_list() == ["aa.goal-3"]


def test_networks_of_themes(three: Workbook) -> None:
    graph = theme_network(three)
    assert set(graph) == {"aa", "bb", "cc", "theme:omsorg"}
    assert graph.edges["aa", "theme:omsorg"] == {"weight": 2.0, "share": 1.0}
    assert bridging_themes(three).loc["omsorg"].tolist()[:2] == [3, pytest.approx(1.0)]
    assert theme_communities(three).to_dict("index") == {"omsorg": {"community": 1, "strength": 0}}


def test_every_number_can_be_traced_to_words_and_lines() -> None:
    wb = sl.open_workbook()
    behind = wb.trace(municipality="viborg", theme="ledelse", coder="redaktion")
    named = behind[behind.named]
    assert len(named) == sl.coverage(wb).loc["ledelse", "viborg"]
    assert named[["label", "line_start", "source", "coder"]].notna().all(axis=None)
    pair = wb.trace_pair("holstebro", "viborg", coder="redaktion")
    assert len(pair) == sum(
        {a.partition(".")[0], b.partition(".")[0]} == {"holstebro", "viborg"}
        for a, b in wb.alignments[wb.alignments.coder == "redaktion"][["a", "b"]].itertuples(index=False)
    )
    with pytest.raises(KeyError, match=r"holstebro\.nothing-1"):
        wb.trace("holstebro.nothing-1")


def test_the_two_readers_of_the_five_agree_well_enough_to_build_on() -> None:
    wb = sl.open_workbook()
    themes = theme_agreement(wb, "redaktion", "kontrol")
    assert themes.n.iloc[0] == 366
    assert themes.value["kappa"] > 0.8
    assert pd.notna(alignment_agreement(wb, "redaktion", "kontrol").f1["any relation"])
