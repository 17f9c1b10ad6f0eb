"""Does a draft stay valid, whatever a person does to it, and do judgments and relations follow?"""

import pytest

from strategylib.corpus.draft import Draft
from strategylib.corpus.source_text import SourceText, Span
from strategylib.corpus.writer import FolderWriter
from strategylib.locale import texts
from strategylib.model import AlignmentRelation, ElementType, StrategylibError
from tests.unit.test_yaml_edit import changed_lines

STRATEGY = "strategies/fjordlund.yaml"


@pytest.fixture
def draft(corpus):
    corpus.write("unsure.csv", "element,confidence,why\nfjordlund.goal-1,0.4,uklart\nindicator-1,0.3,\ngoal-1,0.2,også dette\n")
    writer = FolderWriter(corpus.data, sources=corpus.sources)
    text = SourceText.of((corpus.sources / "fjordlund.txt").read_text(encoding="utf-8"))
    return Draft(writer, "fjordlund", text, "anna", texts("da"))


def element(draft, own):
    return next(one for one in draft.elements() if one["id"] == own)


def saved(draft, corpus):
    """Save, and return the strategy as the loader reads it; the whole folder must be without faults."""
    draft.writer.save()
    assert corpus.faults(sources=True) == ()
    return corpus.open(strict=True, sources=True).strategy("fjordlund")


def test_what_is_accepted_is_no_longer_unsure_and_the_rest_still_is(draft, corpus):
    assert draft.unsure().keys() == {"goal-1", "indicator-1"}
    draft.accept("goal-1")
    saved(draft, corpus)
    assert corpus.read("unsure.csv") == "element,confidence,why\nindicator-1,0.3,\n"


def test_a_new_type_gives_a_new_id_which_all_follow(draft, corpus):
    before = corpus.read(STRATEGY)
    assert draft.retype("goal-1", ElementType.FOCUS_AREA) == "focus_area-2"
    strategy = saved(draft, corpus)
    gone, added = changed_lines(before, corpus.read(STRATEGY))
    assert "  - id: focus_area-2" in added
    assert len(gone) == len(added) == 5  # id, type, two parents and a relation
    assert {one.parent for one in strategy.elements if one.id.endswith(("initiative-1", "indicator-1"))} == {"fjordlund.focus_area-2"}
    assert "fjordlund.focus_area-2,mestring,1" in corpus.read("codings/anna.csv")
    assert "fjordlund.focus_area-2,kornmark.goal-1" in corpus.read("alignments/anna.csv")
    assert draft.unsure().keys() == {"indicator-1"}


def test_children_that_may_not_stand_under_a_new_type_move_up(draft, corpus):
    draft.retype("goal-1", ElementType.INDICATOR)
    strategy = saved(draft, corpus)
    parents = {one.id.partition(".")[2]: one.parent for one in strategy.elements}
    assert parents["initiative-1"] == "fjordlund.focus_area-1"
    assert parents["indicator-1"] == "fjordlund.indicator-2"


def test_a_type_outside_the_cascade_stands_alone(draft, corpus):
    draft.retype("focus_area-1", ElementType.POLICY)
    parents = {one.id.partition(".")[2]: one.parent for one in saved(draft, corpus).elements}
    assert parents["policy-2"] is None
    assert parents["goal-1"] is None


def test_an_id_is_never_given_twice(draft):
    draft.remove("goal-1")
    assert draft.retype("initiative-1", ElementType.GOAL) == "goal-2"
    draft.remove("goal-2")
    assert draft.add(ElementType.GOAL, "mål", Span(14, 0, 0), Span(14, 0, 21)) == "goal-3"


def test_single_fields_are_changed_and_taken_away(draft, corpus):
    draft.change("goal-1", term="  delmål ", number="1.10", note="Set på: mødet", named=False)
    draft.change("focus_area-1", number="")
    found = {one.id.partition(".")[2]: one for one in saved(draft, corpus).elements}
    assert (found["goal-1"].term, found["goal-1"].number, found["goal-1"].note, found["goal-1"].named) == (
        "delmål",
        "1.10",
        "Set på: mødet",
        False,
    )
    assert found["focus_area-1"].number is None
    with pytest.raises(StrategylibError, match="tomt"):
        draft.change("goal-1", term=" ")


def test_a_wording_must_stand_in_the_document(draft, corpus):
    draft.change("vision-1", label="Alle i Fjordlund skal have [...] frihed til at vælge selv", lines="6-8")
    saved(draft, corpus)
    for label, lines in (("Alle i Fjordby", "6-8"), ("Alle i Fjordlund", "8-6"), ("Alle i Fjordlund", "6-800"), ("Alle", "x")):
        with pytest.raises(StrategylibError):
            draft.change("vision-1", label=label, lines=lines)


def test_an_element_is_put_where_it_may_stand_and_nowhere_else(draft, corpus):
    draft.move("indicator-1", "initiative-1")
    draft.move("core_task-1", None)
    parents = {one.id.partition(".")[2]: one.parent for one in saved(draft, corpus).elements}
    assert (parents["indicator-1"], parents["core_task-1"]) == ("fjordlund.initiative-1", None)
    for own, parent in (("vision-1", "vision-1"), ("focus_area-1", "initiative-1"), ("goal-1", "policy-1"), ("goal-1", "goal-99")):
        with pytest.raises(StrategylibError):
            draft.move(own, parent)


def test_two_elements_of_one_type_do_not_stand_under_each_other(draft):
    second = draft.split("initiative-1", len("Pleje- og sundhedstilbud skal ligge "))
    draft.move(second, "initiative-1")
    with pytest.raises(StrategylibError, match="under sig selv"):
        draft.move("initiative-1", second)


def test_who_is_removed_leaves_the_children_to_the_parent(draft, corpus):
    draft.remove("goal-1")
    parents = {one.id.partition(".")[2]: one.parent for one in saved(draft, corpus).elements}
    assert parents["initiative-1"] == "fjordlund.focus_area-1"
    assert "fjordlund.goal-1" not in "".join(corpus.read(name) for name in ("codings/anna.csv", "alignments/anna.csv", "unsure.csv"))


def test_a_split_gives_each_part_its_own_lines(draft, corpus):
    second = draft.split("indicator-1", len("Andelen af borgere, der klarer "))
    strategy = saved(draft, corpus)
    one, two = (next(each for each in strategy.elements if each.id == f"fjordlund.{own}") for own in ("indicator-1", second))
    assert (one.label, one.quote.line_start, one.quote.line_end) == ("Andelen af borgere, der klarer", 19, 19)
    assert (two.label, two.quote.line_start, two.quote.line_end) == ("sig selv, skal stige med 5 % fra 2024.", 20, 20)
    assert two.parent == one.parent
    assert one.every_months == 6
    assert two.every_months is None


@pytest.mark.parametrize("at", [0, 3, 500, len("Pleje- og sundhed")])
def test_a_word_is_not_split(draft, at):
    before = draft.writer.state()
    with pytest.raises(StrategylibError):
        draft.split("initiative-1", at)
    assert draft.writer.is_at(before)


def test_what_was_split_becomes_one_again(draft, corpus):
    label = element(draft, "initiative-1")["label"]
    second = draft.split("initiative-1", label.index("tæt"))
    draft.move(second, "initiative-1")
    draft.merge("initiative-1", second)
    strategy = saved(draft, corpus)
    assert next(one for one in strategy.elements if one.id == "fjordlund.initiative-1").label == label
    assert sum(one.type is ElementType.INITIATIVE for one in strategy.elements) == 1


def test_words_between_two_wordings_are_left_out_visibly(draft, corpus):
    draft.merge("goal-1", "initiative-1")
    merged = next(one for one in saved(draft, corpus).elements if one.id == "fjordlund.goal-1")
    assert merged.label == "Flere skal klare sig selv i eget hjem Pleje- og sundhedstilbud skal ligge tæt på borgeren"
    assert [quote.text for quote in merged.quotes] == ["sundhedstilbud [...] tæt på borgeren"]
    assert {relation.target for relation in merged.relations} == {"fjordlund.vision-1", "fjordlund.policy-1"}


def test_wordings_far_from_each_other_stay_two_quotations(draft, corpus):
    draft.merge("vision-1", "focus_area-1")
    vision = saved(draft, corpus).elements[0]
    assert vision.label.startswith("Alle i Fjordlund")
    assert [quote.text for quote in vision.quotes] == ["Nærhed"]


def test_an_element_may_take_over_what_it_stands_under(draft, corpus):
    draft.merge("goal-1", "core_task-1")
    parents = {one.id.partition(".")[2]: one.parent for one in saved(draft, corpus).elements}
    assert parents["goal-1"] == "fjordlund.vision-1"
    assert parents["focus_area-1"] == "fjordlund.vision-1"  # a focus area does not stand under a goal
    assert parents["initiative-1"] == "fjordlund.goal-1"


def test_judgments_of_both_are_kept_once_each_and_at_most_three_themes(draft, corpus):
    draft.code("initiative-1", ["mestring", "klima", "trivsel"])
    draft.align("initiative-1", "kornmark.goal-1", AlignmentRelation.CLOSE)
    draft.align("initiative-1", "kornmark.principle-1", AlignmentRelation.RELATED)
    draft.merge("goal-1", "initiative-1")
    saved(draft, corpus)
    assert draft.themes()["goal-1"] == ["mestring", "livskvalitet", "klima"]
    assert draft.aligned()["goal-1"] == [("kornmark.goal-1", "relatedMatch"), ("kornmark.principle-1", "relatedMatch")]


def test_a_new_element_has_whole_words_and_stands_in_the_documents_order(draft, corpus):
    own = draft.add(ElementType.ACTIVITY, "opfølgning", Span(19, 4, 4), Span(19, 26, 26))
    strategy = saved(draft, corpus)
    made = next(one for one in strategy.elements if one.id == f"fjordlund.{own}")
    assert (made.label, made.quote.line_start, made.named) == ("følger op hvert halve år", 19, False)
    assert [one.id.partition(".")[2] for one in strategy.elements][4:7] == ["initiative-1", "indicator-1", own]
    with pytest.raises(StrategylibError, match="ingen ord"):
        draft.add(ElementType.GOAL, "mål", Span(7, 0, 0), Span(7, 0, 0))


def test_a_hyphenated_word_is_healed_in_a_new_element(draft):
    own = draft.add(ElementType.VALUE, "værdi", Span(6, 43, 43), Span(8, 0, 10))
    assert element(draft, own)["label"] == "frihed til at"
    assert element(draft, own)["lines"] == "6-8"


def test_themes_are_coded_in_order_and_notes_stay(draft, corpus):
    draft.code("goal-1", ["livskvalitet", "mestring"])
    saved(draft, corpus)
    assert corpus.read("codings/anna.csv").split("\n")[1:3] == [
        'fjordlund.goal-1,mestring,2,"Klare sig selv, i eget hjem"',
        "fjordlund.goal-1,livskvalitet,1,",
    ]
    with pytest.raises(StrategylibError, match="3"):
        draft.code("goal-1", ["klima", "ledelse", "trivsel", "mestring"])
    draft.code("goal-1", [])
    saved(draft, corpus)
    assert corpus.read("codings/anna.csv") == "element,theme,rank,note\nkornmark.goal-1,relation,1,Kendte medarbejdere\n"


def test_an_alignment_is_read_from_ours_to_theirs_whichever_way_it_stands(draft, corpus):
    corpus.write("alignments/anna.csv", "a,b,relation\nkornmark.goal-1,fjordlund.goal-1,broadMatch\n")
    assert draft.aligned()["goal-1"] == [("kornmark.goal-1", "narrowMatch")]
    draft.align("goal-1", "kornmark.goal-1", AlignmentRelation.BROAD)
    saved(draft, corpus)
    assert corpus.read("alignments/anna.csv") == "a,b,relation\nkornmark.goal-1,fjordlund.goal-1,narrowMatch\n"
    draft.align("goal-1", "kornmark.goal-1", None)
    saved(draft, corpus)
    assert corpus.read("alignments/anna.csv") == "a,b,relation\n"
    with pytest.raises(StrategylibError, match="anden kommune"):
        draft.align("goal-1", "fjordlund.vision-1", AlignmentRelation.CLOSE)


def test_wordings_are_found_in_the_document_over_line_breaks_and_hyphens(draft):
    assert draft.spans(element(draft, "vision-1")) == (Span(6, 0, 46), Span(8, 0, 22))
    assert draft.spans(element(draft, "goal-1")) == (Span(15, 2, 39),)
    assert draft.spans(element(draft, "policy-1")) == (Span(22, 19, 34),)
