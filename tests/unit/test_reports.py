"""What a reader takes along: the same words in every kind of file, whole, editable, and harmless."""

from __future__ import annotations

import base64
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from pptx import Presentation

import strategylib as sl
from strategylib.environment import TEMPLATE_VARIABLE
from strategylib.formats import FORMATS as EXCHANGE
from strategylib.formats.reading import ExchangeError
from strategylib.locale import texts
from strategylib.reports import FORMATS
from strategylib.reports.document import Bars, Cell, Mark, Picture, Quotation, Quotations, Report, ReportError, Table, Words
from strategylib.widgets.handout import report, taken
from strategylib.widgets.leader import VIEWS
from strategylib.workbook import Workbook

from .invented import element, workbook

HOSTILE = '<img src=x onerror=alert(1)> #import "x" $a$ *b* =1+1 {{ 7*7 }}'
SHOWN = {"overblik": {"vi": "viborg"}, "roed-traad": {"sted": "hilleroed"}, "soeg": {"q": "teknologi"}}
RED, BLUE = Mark("Rødby", "#6b120e", "hexagon"), Mark("Blåby", "#2e8be6", "circle")
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'


@pytest.fixture(scope="module")
def wb() -> Workbook:
    return sl.open_workbook()


def made(*parts: Any, title: str = "Fundet", language: str = "da") -> Report:
    labels = texts(language).section("handout")
    return Report(
        title, "Hvad det hviler på", parts, ("Et forbehold",), ("Rødby: En strategi",), "27. november 2026", language, labels, "fil"
    )


def shapes(deck: Any) -> Iterator[Any]:
    for slide in deck.slides:
        yield from slide.shapes


def read_pptx(content: bytes) -> str:
    said = []
    for shape in shapes(Presentation(io.BytesIO(content))):
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        if shape.has_table:
            said += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


def read_docx(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def read_xlsx(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


def read_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def read_html(content: bytes) -> str:
    return html.unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", content.decode(), flags=re.DOTALL))


READ = {"pptx": read_pptx, "docx": read_docx, "xlsx": read_xlsx, "pdf": read_pdf, "html": read_html}


def plain(text: str) -> str:
    """Letters and digits only: where lines break is the format's own business."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("form", texts("da").section("handout.data_formats"))
def test_all_data_are_taken_along_from_any_view(form: str, wb: Workbook) -> None:
    name, media_type, content = taken(form, "soeg", VIEWS["soeg"][1](wb, texts("da"), {}))
    known = EXCHANGE[form.removeprefix("data-")]
    assert name.startswith(f"strategi-{form}-")
    assert name.endswith(known.ending)
    assert media_type == known.media_type
    assert len(content) > 1000


def test_data_in_no_format_are_refused(wb: Workbook) -> None:
    with pytest.raises(ExchangeError, match="exe"):
        taken("data-exe", "overblik", VIEWS["overblik"][1](wb, texts("da"), {}))


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_view_is_written_in_every_format_with_all_its_quotations(form: str, name: str, wb: Workbook) -> None:
    model = VIEWS[name][1](wb, texts("da"), SHOWN.get(name, {}))
    handout = report(name, model)
    said = plain(READ[form](FORMATS[form].write(handout)))
    quotations = [one for part in handout.parts if isinstance(part, Quotations) for one in part.items]
    assert quotations or name not in ("overblik", "sammenlign", "soeg")
    for one in quotations:
        for piece in one.text.split():  # a long one may stand on two slides
            assert plain(piece) in said
    assert plain(handout.title) in said
    assert all(plain(source) in said for source in handout.sources)


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_open_beside_the_view_comes_first(language: str, wb: Workbook) -> None:
    model = VIEWS["overblik"][1](wb, texts(language), {})
    model.asked = "tema/ledelse/viborg"
    first = report("overblik", model).parts[0]
    assert isinstance(first, Quotations)
    assert len(first.items) == 9
    assert first.items[0].mark == Mark("Viborg", "#d07f1f", "square")


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_words_stay_words(form: str) -> None:
    table = Table(HOSTILE, ("Navn", RED), ((Cell(HOSTILE), Cell("1", 1.0, 4)),), {0: HOSTILE}, HOSTILE)
    quoted = Quotations(HOSTILE, (Quotation(HOSTILE, "linje 1", RED, HOSTILE, HOSTILE),), HOSTILE)
    content = FORMATS[form].write(made(table, quoted, Words(HOSTILE, (HOSTILE,)), title=HOSTILE))
    assert plain(HOSTILE) in plain(READ[form](content))
    assert "49" not in READ[form](content)
    assert form != "html" or b"<img src=x" not in content


def test_the_page_to_mail_needs_nothing_from_outside(wb: Workbook) -> None:
    for name in VIEWS:
        page = FORMATS["html"].write(report(name, VIEWS[name][1](wb, texts("da"), SHOWN.get(name, {})))).decode()
        assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"|url\((?!data:)[^)]*\)|@import|<script', page) == []
        assert 'lang="da"' in page


@pytest.mark.parametrize("form", FORMATS)
def test_long_labels_and_many_municipalities_are_all_there(form: str) -> None:
    long = f"{'langt ' * 800}{'sammensatord' * 30}"
    columns = ("Tema", *(Mark(f"By{number}", "#0e4f45", "triangle") for number in range(98)))
    table = Table("Bred", columns, (tuple(Cell(str(number)) for number in range(99)),))
    tall = Table("Høj", ("Navn", "Ord"), tuple((Cell(f"række{number}"), Cell(long)) for number in range(3)))
    said = plain(READ[form](FORMATS[form].write(made(table, tall))))
    assert all(f"række{number}" in said for number in range(3))
    assert said.count("langt") >= 3 * 800
    assert "By97" in said


def test_nothing_runs_off_a_slide(wb: Workbook) -> None:
    for name in VIEWS:
        deck = Presentation(io.BytesIO(FORMATS["pptx"].write(report(name, VIEWS[name][1](wb, texts("da"), SHOWN.get(name, {}))))))
        for shape in shapes(deck):
            height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + height <= deck.slide_height


def test_slides_have_native_tables_and_charts_titles_and_words_for_pictures() -> None:
    table = Table("En tabel", ("Tema", RED, BLUE), ((Cell("Ledelse"), Cell("9 %", 0.09, 4), Cell("–")),))
    bars = Bars("Søjler", ("Ledelse", "Trivsel"), ((RED, (0.09, 0.02)), (BLUE, (0.27, 0.03))), percent=True, decimal=",", alt="To søjler")
    picture = Picture("Et billede", SVG, PNG, "Et sort felt", table)
    deck = Presentation(io.BytesIO(FORMATS["pptx"].write(made(table, bars, picture))))
    assert all(slide.shapes.title.text for slide in deck.slides)
    tables = [shape.table for shape in shapes(deck) if shape.has_table]
    assert [cell.text for cell in tables[0].rows[1].cells] == ["Ledelse", "9 %", "–"]
    assert str(tables[0].cell(1, 1).fill.fore_color.rgb) == "15506F"
    (chart,) = [shape for shape in shapes(deck) if shape.has_chart]
    assert [list(series.values) for series in chart.chart.plots[0].series] == [[0.09, 0.02], [0.27, 0.03]]
    alts = [shape.element.xpath(".//p:cNvPr")[0].get("descr") for shape in shapes(deck) if shape.has_chart or shape.shape_type == 13]
    assert alts == ["To søjler", "Et sort felt"]
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.01)


def test_a_municipality_can_use_its_own_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Presentation()  # python-pptx's own: 4:3, other layouts, in other places
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "Gammel side"
    own.save(str(tmp_path / "egen.pptx"))
    monkeypatch.setenv(TEMPLATE_VARIABLE, str(tmp_path / "egen.pptx"))
    content = FORMATS["pptx"].write(made(Words("Ord", ("Et afsnit",))))
    deck = Presentation(io.BytesIO(content))
    assert deck.slide_width == own.slide_width
    assert "Gammel side" not in read_pptx(content)
    assert "Et afsnit" in read_pptx(content)


@pytest.mark.parametrize("broken", ["findes-ikke.pptx", "tekst.pptx"])
def test_a_template_that_is_none_is_named_with_what_to_do(broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tekst.pptx").write_text("ikke en præsentation")
    monkeypatch.setenv(TEMPLATE_VARIABLE, str(tmp_path / broken))
    with pytest.raises(ReportError, match=rf"{re.escape(broken)} kan ikke bruges. Vælg en PowerPoint-fil"):
        FORMATS["pptx"].write(made())


def test_the_pdf_is_tagged_and_numbered(wb: Workbook) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].write(report("overblik", VIEWS["overblik"][1](wb, texts("da"), {})))))
    catalogue = pdf.trailer["/Root"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "da"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Kun to af fem siger, hvad resultatet skal kendes på"
    assert f"side {len(pdf.pages)} af {len(pdf.pages)}" in pdf.pages[-1].extract_text()


def test_the_spreadsheet_has_numbers_and_no_formulas() -> None:
    table = Table("Tal/med: [navn]", ("Tema", RED), ((Cell("=SUM(A1)"), Cell("9 %", 0.09)), (Cell("@x"), Cell("–"))))
    content = FORMATS["xlsx"].write(made(table, table))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[1]
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames) == 3
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=SUM(A1)", "s")
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.09, "0%")
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        assert not any(b"<f>" in inside.read(name) for name in inside.namelist())


@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_view_with_a_chart_gives_its_picture_and_others_say_that_they_have_none(form: str, wb: Workbook) -> None:
    name, _, content = taken(form, "overblik", VIEWS["overblik"][1](wb, texts("da"), {}))
    assert name.startswith("strategi-overblik-")
    assert name.endswith(form)
    assert content.startswith(b"\x89PNG" if form == "png" else b"<svg")
    with pytest.raises(ReportError, match="har intet billede"):
        taken(form, "soeg", VIEWS["soeg"][1](wb, texts("da"), {}))


def test_what_is_no_format_is_refused(wb: Workbook) -> None:
    with pytest.raises(ReportError):
        taken("exe", "overblik", VIEWS["overblik"][1](wb, texts("da"), {}))


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("form", FORMATS)
def test_odd_data_make_a_hand_out_too(form: str, name: str) -> None:
    for odd in (Workbook(sl.open_workbook().corpus.__class__()), workbook(element("a.vision-1", label=HOSTILE * 80))):
        assert FORMATS[form].write(report(name, VIEWS[name][1](odd, texts("da"), {"q": "import"})))
