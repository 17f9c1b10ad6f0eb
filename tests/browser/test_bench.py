"""What an analyst does at the coding bench in JupyterLab: by keyboard alone, and with the files on the disk to show for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

import strategylib as sl
from tests.browser.conftest import Lab, Start, StartLab, Visitor
from tests.conftest import Copy

pytestmark = [pytest.mark.browser, pytest.mark.integration]

SECONDS = 1000
APPS = Path(__file__).parent / "apps"
NOTEBOOK = "07-kod-en-ny-kommune.ipynb"


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the notebook makes its draft."""
    return tmp_path_factory.mktemp("drafts")


@pytest.fixture(scope="module")
def lab(start_lab: StartLab, drafts: Path) -> Lab:
    return start_lab(TMPDIR=str(drafts))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="da-DK")
    context.set_default_timeout(30 * SECONDS)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(f"**/api/contents/notebooks/{NOTEBOOK}*", _unsaved)
    yield page
    context.close()
    assert errors == []


def _unsaved(route: Route) -> None:
    """Let the notebook be read, and not saved."""
    if route.request.method == "GET":
        route.continue_()
    else:
        route.abort()


@pytest.fixture
def bench(lab: Lab, page: Page, drafts: Path) -> Locator:
    """The bench of the notebook, whose cells were run."""
    for old in drafts.glob("strandby-*"):
        old.rename(old.with_name(f"old-{old.name}"))
    page.goto(f"{lab.url}lab/tree/notebooks/{NOTEBOOK}?token={lab.token}&reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    expect(page.get_by_text("Python 3 (ipykernel) | Ledig")).to_be_visible(timeout=60 * SECONDS)
    page.get_by_role("menuitem", name="Kør", exact=True).click()
    page.get_by_text("Kør alle celler", exact=True).first.click()
    found = page.locator(".sv-bench")
    found.wait_for(timeout=90 * SECONDS)
    expect(page.locator(".jp-OutputArea-output table").last).to_be_attached(timeout=90 * SECONDS)
    found.evaluate("node => node.scrollIntoView({block: 'start'})")
    return found


@pytest.fixture
def folder(bench: Locator, drafts: Path) -> Path:  # noqa: ARG001 - the notebook has run
    (made,) = drafts.glob("strandby-*")
    return made


@pytest.fixture
def press(page: Page) -> Callable[..., None]:
    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    return press


def choose(bench: Locator, words: str) -> None:
    """Go to an element with the keyboard, from wherever one is in the list."""
    bench.page.keyboard.press("Home")
    for _ in range(40):
        if words in (bench.locator("[role=treeitem][aria-selected=true]").text_content() or ""):
            return
        bench.page.keyboard.press("j")
    raise AssertionError(words)


def said(bench: Locator, words: str) -> None:
    expect(bench.locator(".sv-bench-said")).to_contain_text(words)


def saved(bench: Locator) -> None:
    expect(bench.locator(".sv-bench-status")).to_contain_text("Gemt kl.")


def strategy(folder: Path) -> str:
    return (folder / "strategies" / "strandby.yaml").read_text(encoding="utf-8")


def _is_as_coded(folder: Path) -> None:
    """Look at the files, with the eyes of everybody else."""
    wb = sl.open_workbook(folder, with_bundled=True)
    assert sl.open_workbook(folder, sources=folder / "sources").faults == ()
    mine = {one.id.partition(".")[2]: one for one in wb.strategy("strandby").elements}
    assert mine["indicator-2"].label == "90 % af borgerne kender deres faste medarbejdere"
    assert mine["initiative-1"].label == "samle medarbejderne i faste teams"
    assert mine["initiative-6"].label == "og lade dem planlægge dagen"
    merged = mine["initiative-2"]
    assert merged.label == "holde en forventningssamtale med borger og pårørende inden for to uger"
    assert (merged.quote.line_start, merged.quote.line_end) == (25, 26)
    assert not {"goal-6", "initiative-3"} & mine.keys()
    codes = wb.codings[wb.codings.coder == "koder-1"]
    assert codes[["element", "theme", "rank"]].to_numpy().tolist() == [
        ["strandby.initiative-2", "relation", 1],
        ["strandby.initiative-2", "paaroerende", 2],
    ]
    (aligned,) = [one for one in wb.corpus.alignments if one.coder == "koder-1"]
    assert (aligned.a, aligned.relation) == ("strandby.initiative-2", "relatedMatch")
    assert [row.split(",")[0] for row in (folder / "unsure.csv").read_text(encoding="utf-8").splitlines()[1:]] == [
        "strandby.governance_rule-1"
    ]


def test_an_analyst_codes_a_draft_with_the_keyboard_alone(  # noqa: PLR0915 - one sitting
    bench: Locator, folder: Path, press: Callable[..., None]
) -> None:
    page, before = bench.page, strategy(folder)
    cells = page.locator(".jp-Cell").count()
    expect(bench.locator("header .sv-meta").first).to_have_text("5 af 19 er usikre")
    bench.locator("[role=treeitem]").first.focus()
    press("Home", "f")
    expect(bench.get_by_role("treeitem")).to_have_count(5)

    choose(bench, "Vi bliver flere ældre")
    press("a")
    said(bench, "Godkendt: »Vi bliver flere ældre")
    expect(bench.get_by_role("treeitem")).to_have_count(4)

    choose(bench, "90 % af borgerne")
    press("r")
    page.keyboard.type("indik")
    press("Enter")
    said(bench, "Ny type, Indikator: »90 % af borgerne")

    press("f")
    choose(bench, "samle medarbejderne")
    press("s", "ArrowLeft", "ArrowRight", "Enter")
    said(bench, "Delt i to: »samle medarbejderne i faste teams« og »og lade dem planlægge dagen«")

    choose(bench, "holde en forventningssamtale")
    press("m")
    page.keyboard.type("to uger")
    press("Enter")
    said(bench, "Slået sammen: »holde en forventningssamtale med borger og pårørende« og »inden for to uger«")

    press("t")
    page.keyboard.type("relation")
    press("Enter")
    said(bench, "Temaer: Møde, relation og kommunikation")
    page.keyboard.type("pårør")
    press("Enter")
    said(bench, "og Pårørende og netværk")
    press("Escape", "l")
    page.keyboard.type("forventning")
    expect(bench.locator(".sv-panel [role=option]").first).to_contain_text("forventning")
    other = bench.locator(".sv-panel [role=option]").first.locator("strong").inner_text().split(" · ")[0]
    press("Enter")
    expect(bench.locator(".sv-panel h4")).to_contain_text("Hvordan svarer de til hinanden?")
    page.keyboard.type("beslægt")
    press("Enter")
    said(bench, f"Sammenlignet med {other} (beslægtet: samme formål)")

    press("x")
    said(bench, "Fjernet")
    press("u")
    said(bench, "Fortrudt: Fjernet")
    saved(bench)

    _is_as_coded(folder)
    after = strategy(folder)
    assert after.startswith("# Udkast, lavet af dokumentets tekst; rettes på kodebænken\n")
    untouched = [line for line in before.split("\n") if "fokusområde" in line or "Pårørende er med" in line]
    assert [line for line in after.split("\n") if line in untouched] == untouched
    assert page.locator(".jp-Cell").count() == cells  # no key was taken for one of JupyterLab's
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_words_marked_with_the_mouse_or_the_keyboard_become_an_element(bench: Locator, folder: Path, press: Callable[..., None]) -> None:
    page = bench.page
    line = bench.locator("[data-line='33']")
    line.scroll_into_view_if_needed()
    line.locator("span").click(click_count=3)
    bench.locator("[data-does=new]").click()
    page.keyboard.type("indsats")
    press("Enter")
    said(bench, "Nyt element, Indsats: »aftale faste konferencer med de praktiserende læger«")

    document = bench.get_by_role("listbox", name="Dokumentet")
    document.focus()
    press("Home", *["ArrowDown"] * 15, "Shift+ArrowDown")
    said(bench, "Linje 16-17 er valgt")
    press("n")
    page.keyboard.type("princip")
    press("Enter")
    said(bench, "Nyt element, Princip: »Borgeren kender bedst sit eget liv.")
    saved(bench)
    found = {one.id.partition(".")[2]: one for one in sl.open_workbook(folder, sources=folder / "sources").strategy("strandby").elements}
    assert found["initiative-6"].quote.line_start == 33
    assert found["principle-1"].label.endswith("der er vigtigt for den enkelte.")
    assert (found["principle-1"].quote.line_start, found["principle-1"].quote.line_end) == (16, 17)


def test_nothing_typed_into_a_field_is_taken_for_a_key_and_fields_are_saved(
    bench: Locator, folder: Path, press: Callable[..., None]
) -> None:
    bench.locator("[role=treeitem]").first.click()
    bench.get_by_label("Bemærkning").click()
    bench.page.keyboard.type("jaxtu dd: #set")
    press("Tab")
    said(bench, "Bemærkning er ændret")
    saved(bench)
    assert sl.open_workbook(folder).element("strandby.vision-1").note == "jaxtu dd: #set"
    expect(bench.get_by_role("treeitem")).to_have_count(19)


def test_anothers_edit_is_said_and_kept(bench: Locator, folder: Path, press: Callable[..., None]) -> None:
    path = folder / "strategies" / "strandby.yaml"
    theirs = strategy(folder).replace("term: opfølgning", "term: styring")
    path.write_text(theirs, encoding="utf-8")
    bench.locator("[role=treeitem]").first.click()
    press("r")
    bench.page.keyboard.type("værdi")
    press("Enter")
    alert = bench.get_by_role("alert")
    expect(alert).to_contain_text("strategies/strandby.yaml")
    assert strategy(folder) == theirs
    bench.get_by_role("button", name="hent filerne igen").click()
    said(bench, "Filerne er læst igen, og dine ændringer er med")
    saved(bench)
    assert "term: styring" in strategy(folder)
    assert "  - id: value-1\n" in strategy(folder)


@pytest.mark.parametrize("panel", ["", "r", "s", "m", "t", "l", "p", "?"])
def test_it_has_no_faults_of_accessibility(bench: Locator, press: Callable[..., None], panel: str) -> None:
    bench.locator("[role=treeitem]").first.click()
    press(*panel)
    bench.page.wait_for_timeout(300)
    found: dict[str, Any] = Axe().run(bench.page, context=".sv-bench").response
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]] == []


def test_it_works_on_a_page_of_ours_too(start_server: Start, visitor: Visitor, corpus: Copy) -> None:
    shutil.copytree(corpus.sources, corpus.data / "sources")
    server = start_server("--apps", str(APPS), environment={"BENCH_FOLDER": str(corpus.data)})
    page = visitor.page
    page.goto(f"{server.url}voila/render/kodebaenk.ipynb")
    bench = page.locator(".sv-bench")
    bench.get_by_role("treeitem").filter(has_text="Flere skal klare sig selv").click()
    page.keyboard.press("r")
    page.keyboard.type("fokus")
    page.keyboard.press("Enter")
    said(bench, "Ny type, Fokusområde")
    saved(bench)
    assert "  - id: focus_area-2\n" in corpus.read("strategies/fjordlund.yaml")
    assert visitor.refused == []
    assert visitor.outside(server) == []
