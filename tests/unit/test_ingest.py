"""Does a published strategy become a draft with the right elements, whatever kind of file it comes in?"""

import csv
import io
import re

import docx
import pypdf
import pytest
from docx.oxml import parse_xml

import strategylib as sl
from strategylib.corpus.source_text import SourceText
from strategylib.ingest import kinds
from tests.unit import ingest_documents as made

LAYOUTS = {
    "one column": made.Layout(),
    "two columns": made.Layout(columns=2, numbered=True, heads=("Målsætninger", "Indsatser", "Indikatorer"), parts="Fokusområde"),
    "narrow": made.Layout(
        columns=2, contents=False, heads=("Det vil vi opnå", "Sådan arbejder vi", "Tegn på at vi lykkes"), parts="Tema", page="a5"
    ),
}


@pytest.fixture(scope="module", params=["txt", "html", "docx", "pptx", *LAYOUTS])
def published(request, tmp_path_factory):
    """The invented strategy in one kind of file."""
    kind = request.param
    file = tmp_path_factory.mktemp("published") / f"strategi.{'pdf' if kind in LAYOUTS else kind}"
    if kind in LAYOUTS:
        file.write_bytes(made.pdf(LAYOUTS[kind]))
    elif kind == "docx":
        made.docx_file(str(file))
    elif kind == "pptx":
        made.pptx_file(str(file))
    else:
        file.write_text(made.text() if kind == "txt" else made.html(), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def written(published, tmp_path_factory):
    """The folder that the strategy's draft was written to, and the draft."""
    folder = tmp_path_factory.mktemp("written") / "ny" / "mappe"
    return folder, sl.ingest(published, municipality="Ny Kommune", folder=folder)


@pytest.fixture
def draft(written):
    """The draft of the strategy."""
    return written[1]


@pytest.fixture
def ingested(tmp_path):
    """Ingest plain text given as lines."""

    def ingest(*lines, name="a.txt", encoding="utf-8"):
        (tmp_path / name).write_bytes("\n".join(lines).encode(encoding))
        return sl.ingest(tmp_path / name, municipality="Strandby")

    return ingest


def found(draft, kind):
    """The labels of a type."""
    return [one["label"] for one in draft.elements if one["type"] == kind]


def same(one, two):
    """Whether two labels are the same but for punctuation."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", two.casefold())


def test_every_element_is_found_with_its_type_and_nothing_else_is_named(draft):
    named = [(one["type"], one["label"]) for one in draft.elements if one["named"] and one["type"] != "cascade_level"]
    for kind, label in made.EXPECTED:
        assert any(kind == own and same(label, words) for own, words in named), (kind, label)
    assert len(named) == len(made.EXPECTED)


def test_goals_and_initiatives_stand_under_their_track(draft):
    by_id = {one["id"]: one for one in draft.elements}
    for track in made.TRACKS:
        for words in (*track.goals, *track.initiatives, *track.signs):
            element = next(one for one in draft.elements if same(one["label"], words))
            assert by_id[element["parent"]]["label"] == track.name


def test_the_draft_is_a_data_folder_that_opens_beside_the_five(written):
    folder, draft = written
    workbook = sl.open_workbook(folder, with_bundled=True)
    assert len(workbook.elements[workbook.elements.municipality == "nykommune"]) == len(draft.elements)
    alone = sl.open_workbook(folder, sources=folder / "sources")
    assert alone.strategy("nykommune").period_from == 2025
    assert alone.strategy("nykommune").period_to == 2029


def test_every_label_stands_in_the_line_that_is_named_and_every_line_has_its_place(published, draft):
    source = SourceText.of(draft.text)
    for one in draft.elements:
        assert source.holds(one["label"], one["lines"], one["lines"])
    written = [number for number, line in enumerate(draft.text.split("\n"), 1) if line]
    assert [place.line for place in draft.places] == written
    pages = [place.page for place in draft.places]
    assert pages == sorted(pages)
    assert (max(pages) > 1) == (published.suffix in (".pdf", ".pptx"))


def test_no_name_of_a_person_and_no_furniture_of_the_page_is_in_the_draft(draft):
    whole = "\n".join(draft.files.values())
    for word in (*made.SIGNED.split(), "Side 3", "Indhold\n", "cookies", "alert", "Havnen"):
        assert word not in whole
    assert "........" not in whole


def test_each_doubt_is_told_with_its_reason(written):
    folder, draft = written
    rows = list(csv.DictReader((folder / "unsure.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["element"] for row in rows if row["element"]} == {one["id"] for one in draft.elements}
    assert all(row["why"] for row in rows)
    sure = [float(row["confidence"]) for row in rows if row["element"]]
    assert sure == sorted(sure)
    assert any("ikke blandt de 98" in row["why"] for row in rows if not row["element"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le"])
def test_danish_letters_survive_every_encoding(ingested, encoding):
    draft = ingested("Vores mål", "", "- Ældre på Ærø får en værdig hverdag å la carte", "- Færre må vente", encoding=encoding)
    assert found(draft, "goal") == ["Ældre på Ærø får en værdig hverdag å la carte", "Færre må vente"]


def test_text_that_was_mangled_is_healed_and_the_reader_told(ingested):
    lines = [one.encode().decode("cp1252") for one in ("Vores mål", "", "• Ældre får en værdig hverdag", "• Børn har nære voksne")]
    draft = ingested(*lines)
    assert found(draft, "goal") == ["Ældre får en værdig hverdag", "Børn har nære voksne"]
    assert any("ikke gemt som UTF-8" in one.why for one in draft.doubts)


def test_the_municipality_is_known_by_its_name_and_a_bundled_one_gets_a_name_of_its_own(ingested, tmp_path):
    ingested("Vores mål", "", "• Alle skal have det godt")
    own = sl.ingest(tmp_path / "a.txt", municipality="Faaborg-Midtfyn Kommune").municipality
    assert (own.id, own.name, own.code) == ("faaborgmidtfyn", "Faaborg-Midtfyn", 430)
    assert sl.ingest(tmp_path / "a.txt", municipality="københavns kommune").municipality.code == 101
    again = sl.ingest(tmp_path / "a.txt", municipality="Viborg", folder=tmp_path / "viborg").municipality
    assert (again.id, again.code) == ("viborgkladde", 791)
    assert len(sl.open_workbook(tmp_path / "viborg", with_bundled=True).municipalities) == 6


def test_several_files_are_parts_of_one_document(tmp_path):
    (tmp_path / "a.txt").write_text("Vores vision\n\nAlle borgere lever et godt og trygt liv hos os.\n", encoding="utf-8")
    (tmp_path / "b.html").write_text("<h1>Mål</h1><ul><li>Færre er ensomme i hverdagen</li></ul>", encoding="utf-8")
    draft = sl.ingest([tmp_path / "a.txt", tmp_path / "b.html"], municipality="Strandby")
    assert found(draft, "vision")
    assert found(draft, "goal") == ["Færre er ensomme i hverdagen"]
    assert {place.file for place in draft.places} == {"a.txt", "b.html"}


def test_what_the_document_does_not_tell_is_missing_and_said(ingested):
    draft = ingested("Vores mål", "", "• Alle skal have det godt")
    assert not {"published", "period", "scope"} & set(draft.strategy)
    assert len([one for one in draft.doubts if one.element is None and "ikke" in one.why]) >= 3


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("Vedtaget af byrådet den 24. maj 2023", "2023-05-24"),
        ("Godkendt i juni 2021", "2021-06"),
        ("Juni 2018", "2018-06"),
        ("Vedtaget 2020.", "2020"),
    ],
)
def test_the_date_of_adoption_is_read_as_precisely_as_it_is_told(ingested, said, date):
    assert ingested("Vores mål", "", "• Alle skal have det godt", "", said).strategy["published"]["date"] == date


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Det gør vi ved at:", "initiative"),
        ("Sådan gør vi", "initiative"),
        ("Vi vil:", "initiative"),
        ("Derfor vil vi:", "initiative"),
        ("Indsatser", "initiative"),
        ("Sådan ved vi, at vi lykkes", "indicator"),
        ("Vi lykkes, når:", "indicator"),
        ("Succeskriterier", "indicator"),
        ("Indikatorer", "indicator"),
        ("Det betyder, at vi:", "behaviour"),
        ("Vores værdier", "value"),
        ("Principper for arbejdet", "principle"),
        ("Fokusområder", "focus_area"),
        ("Pejlemærker", "focus_area"),
        ("De fire udfordringer", "challenge"),
        ("Målsætninger", "goal"),
        ("Delmål", "goal"),
        ("Nøgleord", "keyword"),
        ("Aktiviteter", "activity"),
        ("Samarbejdspartnere", "forum"),
        ("Grundpiller", "pillar"),
    ],
)
def test_what_stands_under_a_cue_is_what_the_cue_says(ingested, head, kind):
    draft = ingested("En strategi for alle", "", head, "", "• den første ting, der står her", "• og så den anden af dem")
    assert found(draft, kind) == ["den første ting, der står her", "og så den anden af dem"]


def test_a_heading_that_only_holds_a_word_of_the_field_is_a_name(ingested):
    draft = ingested("Fokusområde 1: Endnu højere kvalitet i kerneopgaven", "", "Mål", "", "• Alle borgere er trygge")
    assert found(draft, "focus_area") == ["Endnu højere kvalitet i kerneopgaven"]
    assert found(draft, "core_task") == []


def test_numbered_goals_keep_their_numbers_and_words_parted_over_lines_are_joined(ingested):
    draft = ingested(
        "Målsætninger",
        "",
        "1.1 Vi samarbejder med fri-",
        "villige om det gode hver-",
        "dagsliv",
        "",
        "1.2 Vi har en pleje-",
        "og omsorgsplan",
    )
    goals = [one for one in draft.elements if one["type"] == "goal"]
    assert [(one["number"], one["label"]) for one in goals] == [
        ("1.1", "Vi samarbejder med frivillige om det gode hverdagsliv"),
        ("1.2", "Vi har en pleje- og omsorgsplan"),
    ]


def test_a_numbered_list_goes_on_after_what_stands_under_its_points(ingested):
    draft = ingested(
        *("Vores principper", "", "1. Respekt", "Det betyder, at vi:", "• lytter til borgeren hver gang", ""),
        *("2. Faglighed", "Det betyder, at vi:", "• deler vores viden med andre"),
    )
    assert found(draft, "principle") == ["Respekt", "Faglighed"]
    assert found(draft, "behaviour") == ["lytter til borgeren hver gang", "deler vores viden med andre"]


def test_words_in_a_column_before_their_heading_are_keywords(ingested):
    draft = ingested(
        "Om området",
        "",
        "Vi vil gerne have en god hverdag for alle.",
        "",
        "Faglig ledelse",
        "",
        "Mod til nyt",
        "",
        "Nøgleord",
        "",
        "Mål",
        "",
        "• Alle er med",
    )
    assert found(draft, "keyword") == ["Faglig ledelse", "Mod til nyt"]


def test_a_pdf_that_lies_on_its_side_is_read_upright(tmp_path):
    writer = pypdf.PdfWriter(io.BytesIO(made.pdf(LAYOUTS["two columns"])))
    for page in writer.pages:
        page.rotate(90)
        page.transfer_rotation_to_content()
    writer.write(tmp_path / "a.pdf")
    assert found(sl.ingest(tmp_path / "a.pdf", municipality="Strandby"), "focus_area") == [one.name for one in made.TRACKS]


def test_the_title_over_an_article_and_the_buttons_of_its_headings_are_read(tmp_path):
    body = "<header>Kommunen</header><article><header><h1>Vores strategi</h1></header>"
    body += "<h2><button>Mål</button></h2><ul><li>Alle er med her</li></ul></article>"
    (tmp_path / "a.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    draft = sl.ingest(tmp_path / "a.html", municipality="Strandby")
    assert draft.strategy["title"]["label"] == "Vores strategi"
    assert found(draft, "goal") == ["Alle er med her"]


def test_text_with_marked_headings_has_their_levels(ingested):
    draft = ingested("# En strategi", "## Fokusområder", "### Mere nærvær", "Vi har tid.", "### Mere frihed", "Vi har plads.", name="a.md")
    assert found(draft, "focus_area") == ["Mere nærvær", "Mere frihed"]


def test_what_was_deleted_and_what_stands_in_boxes_of_a_word_file(tmp_path):
    document = docx.Document()
    document.add_heading("Mål", 1)
    paragraph = document.add_paragraph("Alle har det godt ", style="List Bullet")._element  # noqa: SLF001 - python-docx writes no tracked changes
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph.append(parse_xml(f"<w:del {namespace}><w:r><w:delText>næsten</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {namespace}><w:r><w:t>hver dag</w:t></w:r></w:ins>"))
    lines = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in ("Nøgleord:", "Nærvær"))
    document.add_paragraph()._element.append(parse_xml(f"<w:r {namespace}><w:pict><w:txbxContent>{lines}</w:txbxContent></w:pict></w:r>"))  # noqa: SLF001 - nor boxes
    document.save(tmp_path / "a.docx")
    draft = sl.ingest(tmp_path / "a.docx", municipality="Strandby")
    assert found(draft, "goal") == ["Alle har det godt hver dag"]
    assert "Nærvær" in draft.text


def test_nothing_is_taken_from_the_folder_one_stands_in(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('taken from the folder')")
    (tmp_path / "a.txt").write_text(made.text(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert sl.ingest("a.txt", municipality="Strandby").elements


def test_the_ending_of_a_file_may_be_written_in_capitals(tmp_path):
    file = tmp_path / "STRATEGI.PDF"
    file.write_bytes(made.pdf(made.Layout()))
    assert kinds.kind(file) == "pdf"
