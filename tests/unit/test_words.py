"""Danish words: their ground forms, what is inside compounds, and which concepts of the field they speak of."""

from __future__ import annotations

import pytest

from strategylib.text.lexicon import lexicon
from strategylib.text.words import content_words, key, lemma, split_compound, stem, stop_words, words
from strategylib.workbook import open_workbook


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("velfærdsteknologier", ("velfærds", "teknologi")),
        ("pårørendepolitik", ("pårørende", "politik")),
        ("plejehjemmene", ("pleje", "hjem")),
        ("rehabiliteringsforløbet", ("rehabiliterings", "forløb")),
        ("it-koordineringsgruppe", ("it", "koordinerings", "gruppe")),
    ],
)
def test_a_compound_is_split_into_words(word: str, parts: tuple[str, ...]) -> None:
    assert tuple(lemma(part) if part == parts[-1] else part for part in split_compound(word)) == parts


@pytest.mark.parametrize("word", ["muligheder", "understøtter", "borgerens", "hverdagen", "frivillige", "vejledninger", "tid"])
def test_endings_and_prefixes_are_no_parts(word: str) -> None:
    assert split_compound(word) == (word,)


def test_forms_of_a_word_have_the_same_key() -> None:
    assert len({key(form) for form in ("sygefravær", "sygefraværet", "sygefraværets")}) == 1
    assert stem("teknologierne") == stem("teknologi")
    assert key("rettigheder") != key("rette")


def test_a_text_is_read_in_its_order_whatever_its_letters() -> None:
    assert [word.text for word in words("Ældre\u00adpleje § 83a – DE  pårørende!")] == ["ældrepleje", "§ 83a", "de", "pårørende"]
    composed, apart = "på tværs", "pa\u030a tværs"
    assert words(composed) == words(apart)
    assert words("") == ()
    assert not {word.text for word in content_words("Vi skal sikre, at borgeren og de pårørende")} & stop_words()


def test_concepts_are_found_in_other_forms_in_compounds_and_across_words() -> None:
    found = lexicon().find("Hverdagsrehabiliteringens forløb støtter, at borgeren er med til at bestemme over sit liv")
    assert found["rehabilitering"] == "hverdagsrehabiliteringens"
    assert "mestring" in lexicon().ancestors("rehabilitering")
    assert lexicon().find("Vi vil nedbringe sygefraværet").keys() >= {"sygefravaer"}
    assert "set_hoert_forstaaet" in lexicon().find("at borgeren føler sig set, hørt og forstået")
    assert lexicon().find("xyzzy") == {}


def test_different_words_for_the_same_meet_in_a_concept() -> None:
    for one, other in (
        ("fastholde medarbejdere", "tilknytning til arbejdspladsen"),
        ("hjemløse", "housing first"),
        ("skærmbesøg", "telemedicin"),
    ):
        assert set(lexicon().find(one)) & set(lexicon().find(other)), (one, other)


def test_the_lexicon_is_whole() -> None:
    concepts, themes = lexicon().concepts, set(open_workbook().themes.index)
    assert len(concepts) >= 200
    for concept in concepts.values():
        assert concept.broader is None or concept.broader in concepts, concept
        assert concept.id not in lexicon().ancestors(concept.id)
        assert set(concept.themes) <= themes, concept
        assert all(term.strip() == term != "" for term in concept.terms), concept
        assert len(set(concept.terms)) == len(concept.terms), concept
        assert concept.id in lexicon().find(concept.terms[0]), concept
    assert themes == {theme for concept in concepts.values() for theme in concept.themes}
