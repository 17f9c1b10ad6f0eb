"""How well does a draft of documents agree with what they hold, when the rules were written without them, whatever program made the file?

The floors are a little below what was measured; the figures stand in `docs/benchmarks.md`.
"""

import docx
import pytest
import typst

import strategylib as sl
from benchmarks.renderings import as_docx, as_html, as_pptx, as_text, as_typst, printed
from benchmarks.unseen import HELD, MENDED, document, judged
from tests.browser.conftest import chromium

FILES = {
    "txt": lambda one, file: file.write_text(as_text(one), encoding="utf-8"),
    "html": lambda one, file: file.write_text(as_html(one), encoding="utf-8"),
    "pdf": lambda one, file: file.write_bytes(as_typst(one)),
    "docx": as_docx,
    "pptx": as_pptx,
}


def drafted(name, ending, folder):
    """The draft of a document in a kind of file."""
    file = folder / f"{name}.{ending}"
    FILES[ending](document(name), file)
    return sl.ingest(file, municipality="Fjordby")


@pytest.mark.parametrize("name", [*MENDED, *HELD])
def test_most_elements_are_found_and_right_in_a_document_that_no_rule_was_written_from(name, tmp_path):
    ending = "pptx" if "slides" in document(name).layout else "pdf"
    found = judged(drafted(name, ending, tmp_path), document(name).gold)
    assert found.matching >= 0.85 * found.drafted
    assert found.matching >= 0.7 * found.held
    assert found.typed >= 0.85 * found.matching
    assert found.named_reached >= 0.7 * found.named


@pytest.mark.parametrize("name", ["aeldrepolitik", "handicappolitik", "tabelstrategi"])
def test_the_same_words_give_the_same_elements_whatever_program_made_the_file(name, tmp_path):
    printed([(as_html(document(name)), tmp_path / "printed.pdf")], chromium())
    files = [drafted(name, ending, tmp_path) for ending in ("docx", "html", "pdf")]
    files.append(sl.ingest(tmp_path / "printed.pdf", municipality="Fjordby"))
    as_docx(document(name), tmp_path / "by-hand.docx", styled=False)
    files.append(sl.ingest(tmp_path / "by-hand.docx", municipality="Fjordby"))
    found = [{(one["type"], one["label"]) for one in draft.elements if one["type"] not in ("cascade_level", "period")} for draft in files]
    for other in found[1:]:
        assert len(found[0] & other) >= 0.9 * len(found[0] | other), sorted(found[0] ^ other)


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "txt"])
def test_a_row_of_a_table_tells_who_does_what_to_which_goal_and_how_it_is_measured(ending, tmp_path):
    by_label = {one["label"]: one for one in drafted("tabelstrategi", ending, tmp_path).elements}
    goal, done, sign = (
        by_label[label] for label in ("Botilbuddene er trygge", "Uddannelse i konflikthåndtering", "Voldsepisoder falder med 20 %")
    )
    assert done["relations"] == [{"type": "supports", "target": goal["id"]}]
    assert sign["relations"] == [{"type": "measures", "target": goal["id"]}]
    assert done["responsible"] == "Botilbuddene"
    assert "relations" not in goal
    assert "Botilbuddene" not in by_label


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "txt"])
def test_a_plan_tells_when_and_who_and_neither_is_an_element(ending, tmp_path):
    by_label = {one["label"]: one for one in drafted("handleplan", ending, tmp_path).elements}
    assert by_label["Mentorordning i alle teams"]["months"] == [8]
    assert by_label["Mentorordning i alle teams"]["responsible"] == "Teamlederne"
    assert by_label["Forsøg med firedages arbejdsuge"]["months"] == [5, 6, 7, 8, 9, 10]
    assert "months" not in by_label["Fælles annoncer på sociale medier"]
    assert not {"Teamlederne", "HR", "Løbende", "August 2024"} & set(by_label)


def test_how_often_and_when_is_followed_up_is_a_field(tmp_path):
    by_label = {one["label"]: one for one in drafted("slides", "pptx", tmp_path).elements}
    assert by_label["Styregruppen følger op hvert kvartal"]["every_months"] == 3
    assert by_label["Sundhedsudvalget får status i maj og november"]["months"] == [5, 11]


def test_what_a_citizen_says_is_no_element(tmp_path):
    draft = drafted("handicappolitik", "pdf", tmp_path)
    assert not [one for one in draft.elements if "håndbold" in one["label"] or "egen dør" in one["label"] or "kantine" in one["label"]]


def test_the_draft_opens_with_its_relations_and_months(tmp_path):
    for name, ending in (("tabelstrategi", "pdf"), ("handleplan", "docx")):
        FILES[ending](document(name), tmp_path / f"{name}.{ending}")
        sl.ingest(tmp_path / f"{name}.{ending}", municipality="Fjordby", folder=tmp_path / name)
        assert not sl.open_workbook(tmp_path / name, sources=tmp_path / name / "sources").faults


def test_columns_of_text_under_two_words_of_the_field_are_no_table(tmp_path):
    left = "Vi vil gøre det let at leve sundt, og derfor begynder vi i hverdagen, hvor folk bor, arbejder og mødes. Sundhed er ikke noget, "
    left += "man får på et rådhus. Den bliver til ved køkkenbordet, i klubhuset og på legepladsen, og den bliver til sammen med andre."
    right = "Kommunen samarbejder med foreninger, skoler og virksomheder om tilbud, der ligger tæt på. Nogle af dem findes i forvejen og "
    right += "skal blot have flere med, mens andre må vokse frem, efterhånden som vi lærer, hvad der virker for hvem, og hvornår på året."
    source = f"#grid(columns: (1fr, 1fr), gutter: 20pt, [*Mål*\n\n{left}], [*Indsatser*\n\n{right}])"
    (tmp_path / "columns.pdf").write_bytes(typst.compile(source.encode()))
    draft = sl.ingest(tmp_path / "columns.pdf", municipality="Fjordby")
    assert left.replace("  ", " ") in draft.text
    assert right in draft.text
    assert not [one for one in draft.elements if one.get("relations")]


def test_a_cell_of_several_lines_is_one_paragraph_and_a_word_that_was_parted_is_healed(tmp_path):
    rows = "[Mål], [Indsats], [Flere borgere deltager i kommunens rehabiliteringsforløb], [Hjemmetræneren besøger borgeren]"
    source = f'#set text(lang: "da", hyphenate: true)\n#table(columns: (3.2cm, 3.2cm), {rows})'
    (tmp_path / "cells.pdf").write_bytes(typst.compile(source.encode()))
    labels = [one["label"] for one in sl.ingest(tmp_path / "cells.pdf", municipality="Fjordby").elements]
    assert "Flere borgere deltager i kommunens rehabiliteringsforløb" in labels
    assert "Hjemmetræneren besøger borgeren" in labels


def test_headings_that_are_only_large_have_levels_where_no_style_says_so(tmp_path):
    made = docx.Document()
    for text, size in (("Handicappolitik", 26), ("Bolig", 18), ("Mål", 13), ("Flere bor godt og trygt", 11), ("Fritid", 18), ("Mål", 13)):
        made.add_paragraph().add_run(text).font.size = docx.shared.Pt(size)
    made.add_paragraph().add_run("Alle kan gå til noget i deres fritid").font.size = docx.shared.Pt(11)
    made.save(tmp_path / "large.docx")
    by_label = {one["label"]: one for one in sl.ingest(tmp_path / "large.docx", municipality="Fjordby").elements}
    assert by_label["Alle kan gå til noget i deres fritid"]["parent"] == by_label["Fritid"]["id"]


def test_letters_that_are_set_as_one_sign_are_all_read(tmp_path):
    said = "Effekten af differentierede offentlige tilbud, grafiske oversigter, flere finesser, affjedring og afhjælpning."
    (tmp_path / "signs.pdf").write_bytes(
        typst.compile(f'#set text(lang: "da")\n= Offentlig fjernelse af fjer\n{said}\n== Mål\n- Færre falder'.encode())
    )
    draft = sl.ingest(tmp_path / "signs.pdf", municipality="Fjordby")
    assert said in draft.text
    assert "Offentlig fjernelse af fjer" in draft.text


def test_the_head_of_a_table_over_several_pages_is_no_running_head(tmp_path):
    names = [
        f"{who} {does}"
        for who in ("Ældre", "Unge", "Pårørende", "Naboer", "Frivillige")
        for does in ("trives", "mødes", "hjælper", "lærer")
    ]
    rows = ", ".join(f"[Flere {name.casefold()} i hverdagen], [Vi støtter, når {name.casefold()}]" for name in names)
    source = f"#set page(height: 5.5cm, margin: 5mm)\n= Ældrepolitik\n#table(columns: 2, table.header([Mål], [Indsats]), {rows})"
    (tmp_path / "long.pdf").write_bytes(typst.compile(source.encode()))
    draft = sl.ingest(tmp_path / "long.pdf", municipality="Fjordby")
    assert max(place.page for place in draft.places) > 2
    assert sum(one["type"] == "goal" for one in draft.elements) == len(names)
    assert sum(bool(one.get("relations")) for one in draft.elements) == len(names)
