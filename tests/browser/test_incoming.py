"""How does a file come into one's own data from the leader app? By keyboard, shown first, and nowhere that others are served."""

from __future__ import annotations

import base64
import io
import re
import secrets
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, Route, expect

import strategylib as sl
from strategylib.widgets.viewmodels.incoming import MOST_BYTES, PIECE_BYTES
from tests.conftest import Copy
from tests.sheets import cell, files

from .conftest import RunningServer, Start, Visitor, violations

pytestmark = [pytest.mark.browser, pytest.mark.integration]

STRATEGY = "strategies/kornmark.yaml"
LABEL = "Borgerne møder få og faste medarbejdere"
DROP = """([name, letters]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(atob(letters), (one) => one.charCodeAt(0))], name));
    const drag = (kind) => new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
    for (const kind of ["dragover", "drop"]) document.querySelector(".sv-incoming-file").dispatchEvent(drag(kind));
}"""


def _in_pieces(path: Path) -> bytes:
    """Return a spreadsheet with so much beside its sheets that it comes in three pieces."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("docProps/custom.bin", secrets.token_bytes(2 * PIECE_BYTES))
    return path.read_bytes()


def test_a_spreadsheet_that_was_edited_comes_in_by_keyboard_and_the_page_shows_it(  # noqa: PLR0915 - one sitting
    start_server: Start, visitor: Visitor, corpus: Copy, tmp_path: Path
) -> None:
    corpus.edit(STRATEGY, "kendte medarbejdere\n", "kendte medarbejdere  # talt op i marts\n")
    corpus.edit(STRATEGY, "  - id: goal-1\n", "  # Målet drøftes igen til efteråret\n  - id: goal-1\n")
    log = tmp_path / "log"
    server = start_server(str(corpus.data), "--log", "debug", log=log)
    page = visitor.open_app(server, "#roed-traad/kornmark")
    button = page.get_by_role("button", name="Hent ind")
    assert not [
        url for url in visitor.requests if "/modules/" in url and b"sv-incoming" in page.request.get(url).body()
    ]  # fetched when opened

    page.get_by_text("Tag med", exact=True).click()
    page.get_by_text("Data til andre programmer", exact=True).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Excel, kan rettes og læses ind igen").click()
    coming.value.save_as(tmp_path / "data.xlsx")
    book = openpyxl.load_workbook(tmp_path / "data.xlsx")
    cell(book["elements"], "kornmark.goal-1", "label").value = LABEL
    cell(book["elements"], "kornmark.goal-1", "line_end").value = "hemmeligt-ord"
    book.save(tmp_path / "data.xlsx")
    content = {"name": "data.xlsx", "mimeType": "", "buffer": _in_pieces(tmp_path / "data.xlsx")}
    before = files(corpus.data)

    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Hent en fil ind")
    expect(dialog.get_by_role("heading", name="Hent en fil ind")).to_be_focused()
    expect(dialog).to_contain_text("Højst 16 MB.")
    assert violations(page) == []
    for _ in range(2):  # past the button that closes
        page.keyboard.press("Tab")
    chosen = dialog.get_by_label("Vælg en fil")
    expect(chosen).to_be_focused()
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Space")
    choosing.value.set_files([content])
    table = dialog.get_by_role("table", name="Ændringerne i data")
    rows = table.get_by_role("row")
    expect(rows).to_have_count(2)
    expect(rows.nth(1).get_by_role("cell")).to_have_text(
        ["~ ÆndretElement", "kornmark.goal-1label", "Borgerne møder få og kendte medarbejdere", LABEL]
    )
    expect(dialog.get_by_role("status")).to_have_text("1 ændring i data. 1 ændret. Et sted i filen kunne ikke forstås og er sprunget over")
    expect(dialog).to_contain_text("elements!F10: hemmeligt-ord er ikke nummeret på en linje")
    assert violations(page) == []
    assert files(corpus.data) == before

    broken = {"name": "data.xlsx", "mimeType": "", "buffer": content["buffer"][:5_000]}
    chosen.set_input_files([broken])
    expect(dialog.get_by_role("alert")).to_contain_text("data.xlsx er beskadiget eller i et andet format")
    expect(dialog.get_by_role("button", name="Anvend")).to_be_hidden()
    (tmp_path / "stor.xlsx").write_bytes(bytes(MOST_BYTES + 1))
    chosen.set_input_files(tmp_path / "stor.xlsx")
    expect(dialog.get_by_role("alert")).to_have_text("Filen er større end 16 MB. Læs den fra terminalen i stedet: strategylib import")
    assert files(corpus.data) == before

    chosen.set_input_files([content])
    expect(rows).to_have_count(2)
    corpus.write("municipalities.yaml", corpus.read("municipalities.yaml") + "# en andens\n")
    dialog.get_by_role("button", name="Anvend").press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("municipalities.yaml er ændret, siden filen blev sammenlignet med data.")
    dialog.get_by_role("button", name="Vis ændringerne igen").press("Enter")
    expect(rows).to_have_count(2)
    dialog.get_by_role("button", name="Anvend").press("Enter")
    expect(dialog.get_by_role("heading", name="Ændringerne er skrevet i en fil")).to_be_focused()
    expect(dialog.get_by_role("listitem")).to_have_text([STRATEGY])
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()

    assert {name for name, raw in files(corpus.data).items() if raw != before[name]} == {STRATEGY, "municipalities.yaml"}
    assert corpus.read(STRATEGY) == before[STRATEGY].decode().replace("få og kendte", "få og faste")
    assert sl.open_workbook(corpus.data).element("kornmark.goal-1").label == LABEL
    assert page.url.endswith("#roed-traad/kornmark")
    expect(page.locator("main")).to_contain_text(LABEL)
    expect(page.locator("main")).not_to_contain_text("få og kendte medarbejdere")
    page.reload()
    expect(page.locator("main")).to_contain_text(LABEL)
    assert visitor.refused == []
    assert visitor.outside(server) == []
    said = log.read_text(encoding="utf-8")
    assert said
    assert not re.search("hemmeligt-ord|faste medarbejdere", said)


def test_a_file_is_dropped_on_a_narrow_dark_page_in_english(start_server: Start, browser: Browser, corpus: Copy) -> None:
    server = start_server(str(corpus.data), "--with-bundled")
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme="dark", locale="da-DK")
    visitor = Visitor(page)
    visitor.open_app(server, "#overblik?sprog=en")
    page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog", name="Import a file")
    expect(dialog).to_contain_text("The five strategies that come with the package are not changed")
    both = io.BytesIO()
    path = sl.export(sl.open_workbook(corpus.data, with_bundled=True), "csv", corpus.data.parent / "both.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(both, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8-sig")
            new.writestr(name, text.replace("få og kendte", "få og faste").replace("Viborg", "Viborgs"))
    page.evaluate(DROP, ["both.zip", base64.b64encode(both.getvalue()).decode("ascii")])
    expect(dialog.get_by_role("heading", name="change in the data")).to_have_text("1 change in the data 1 changed")
    expect(dialog.get_by_role("table").get_by_role("cell").nth(3)).to_have_text(LABEL)
    rightmost = "Math.max(...[...document.querySelectorAll('.sv-incoming *')].map((one) => one.getBoundingClientRect().right))"
    assert page.evaluate(rightmost) <= 360
    assert violations(page) == []
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    assert visitor.errors == visitor.refused == []
    page.close()


def _with_the_button(page: Page) -> None:
    """Draw the button although Python did not offer it, so that its message can be sent by hand."""

    def changed(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("brings ? bring(texts)", "true ? bring(texts)"))

    page.route("**/modules/*.js", changed)


def _is_refused(page: Page) -> None:
    button = page.get_by_role("button", name="Hent ind")
    expect(button).to_have_count(1)
    button.click()
    expect(page.get_by_role("status").filter(has_text="Her kan filer ikke hentes ind")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_bundled_data_are_not_offered_and_python_refuses_what_is_sent_by_hand(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    expect(page.get_by_text("Tag med", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Hent ind")).to_have_count(0)
    _with_the_button(page)
    visitor.open_app(server, "#overblik?vi=viborg")
    page.reload()
    _is_refused(page)


def test_where_one_logs_in_it_is_not_offered_either(start_server: Start, visitor: Visitor, corpus: Copy) -> None:
    server = start_server(str(corpus.data), environment={"STRATEGYLIB_PASSWORD": "blåbær"})
    page = visitor.page
    page.goto(server.url)
    page.get_by_label("Adgangskode").fill("blåbær")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Åbn lederappen")).to_be_visible()
    visitor.open_app(server)
    expect(page.get_by_text("Tag med", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Hent ind")).to_have_count(0)
    _with_the_button(page)
    page.reload()
    page.wait_for_selector("html[data-app-ready]", timeout=30_000)
    _is_refused(page)
