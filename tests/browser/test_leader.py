"""What a leader sees and does in the leader app, in a real browser over the five real strategies."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import strategylib as sl

from .conftest import LEADER, RunningServer, Visitor

pytestmark = pytest.mark.browser

WIDTHS = [1440, 1920, 360]


def test_the_landing_page_leads_to_the_app_and_names_the_five(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.page
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("lang", "da")
    expect(page.get_by_text("Holstebro, Viborg, Hillerød, Norddjurs og Hedensted")).to_be_visible()
    page.get_by_role("link", name="Åbn lederappen").click()
    page.wait_for_selector("html[data-app-ready]", timeout=30_000)
    assert page.url.startswith(f"{server.url}{LEADER}")
    expect(page.locator("html")).to_have_attribute("lang", "da")
    assert visitor.outside(server) == []
    assert visitor.refused == []


def test_the_page_names_its_steps_while_it_loads(server: RunningServer, visitor: Visitor) -> None:
    start = "window.steps = []; const look = () => { const s = document.getElementById('sv-step'); "
    keep = "if (s?.textContent && steps.at(-1) !== s.textContent) steps.push(s.textContent); }; "
    watch = "new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });"
    visitor.page.add_init_script(start + keep + watch)
    page = visitor.open_app(server)
    steps = page.evaluate("steps")
    assert steps[0] == "Henter siden…"
    assert "Læser strategierne…" in steps
    expect(page.locator("#sv-loading")).to_be_hidden()


def test_the_overview_says_its_finding_and_where_the_comparison_limps(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kun to af fem siger, hvad resultatet skal kendes på")
    expect(
        page.get_by_text("Den ældste daterede strategi er fra juni 2018 (Viborg), den nyeste fra april 2025 (Hillerød).")
    ).to_be_visible()
    expect(page.get_by_text("Holstebro, Norddjurs og Hedensted er ikke daterede.")).to_be_visible()


def test_every_count_of_the_overview_is_the_number_of_elements_behind_it(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    elements = sl.open_workbook().elements
    for municipality, name in (("viborg", "Viborg"), ("hilleroed", "Hillerød")):
        count = int(((elements.municipality == municipality) & (elements.type == "indicator")).sum())
        page.get_by_role("button", name=f"{name}, Indikator: {count} fremhævet").click()
        shown = page.get_by_role("dialog")
        expect(shown.locator("blockquote")).to_have_count(count)
        expect(shown.get_by_text(f"{count} elementer")).to_be_visible()
        page.keyboard.press("Escape")
        expect(shown).to_be_hidden()


def test_evidence_opens_from_the_keyboard_and_gives_the_focus_back(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    first = page.locator(".sv-levels td button").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    walked = page.locator(".sv-levels td button:focus")
    name = walked.get_attribute("aria-label")
    assert name != first.get_attribute("aria-label")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("footer").first).to_contain_text("linje")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name


def test_only_what_the_document_names_can_be_counted(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    goals = page.get_by_role("button", name="Viborg, Mål: 0 fremhævet i dokumentet, 4 læst ud af teksten")
    expect(goals).to_be_visible()
    page.get_by_label("Tæl kun det, dokumentet selv fremhæver").check()
    expect(goals).to_have_count(0)


def test_the_thread_says_what_is_missing_and_draws_it_as_an_empty_place(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#roed-traad/viborg")
    expect(page.get_by_role("heading", level=1)).to_have_text("Viborg: tråden mangler en vision")
    expect(page.locator(".sv-empty", has_text="Ingen vision i dokumentet")).to_be_visible()
    expect(page.get_by_text("4 elementer under fokusområdet, kun læst ud af teksten")).to_have_count(0)
    page.get_by_role("link", name="Hedensted").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hedensted: tråden mangler en vision, fokusområder, mål og indikatorer")


def test_a_box_opens_to_its_words_its_line_and_its_neighbours(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#roed-traad/hilleroed")
    page.get_by_role("button", name="korttidssygefravær på 5%").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("linje 273-276")
    expect(dialog).to_contain_text("5 %")
    expect(dialog).to_contain_text("Lige før i dokumentet")
    assert page.url.endswith("#roed-traad/hilleroed/indicator-10")
    dialog.get_by_role("button", name="Lederne følger systematisk op").click()
    expect(dialog).to_contain_text("linje 278-281")
    page.reload()
    page.wait_for_selector("html[data-app-ready]", timeout=30_000)
    expect(page.get_by_role("dialog")).to_contain_text("linje 278-281")


def test_what_was_in_a_lost_picture_is_shown_as_missing(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#roed-traad/hedensted/activity-15")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("KMD vagtplan")
    expect(dialog.locator("dd.sv-missing")).to_have_text(["Kan ikke læses i kilden"] * 2)


def test_what_was_read_from_prose_shows_when_asked_for(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#roed-traad/norddjurs")
    prose = page.get_by_role("button", name="Vi skal turde at fejle, tænke om og prøve igen")
    expect(prose).to_have_count(0)
    page.get_by_label("Vis også det, der er læst ud af teksten").check()
    expect(prose).to_be_visible()


def test_the_table_twin_holds_every_element(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#roed-traad/holstebro")
    page.get_by_text("Vis som tabel").click()
    count = int((sl.open_workbook().elements.municipality == "holstebro").sum())
    expect(page.locator(".sv-twin tbody tr")).to_have_count(count)


def test_the_address_leads_back_to_what_was_shown(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    page.get_by_role("link", name="Den røde tråd", exact=True).click()
    page.get_by_role("link", name="Norddjurs", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Norddjurs")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Holstebro")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kun to af fem")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("fragment", ["", "#roed-traad/hilleroed", "#roed-traad/norddjurs/goal-1"])
def test_nothing_sticks_out_of_the_screen(server: RunningServer, visitor: Visitor, width: int, fragment: str) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    page = visitor.open_app(server, fragment)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", [None, "", "#roed-traad/hilleroed", "#roed-traad/viborg/goal-2"])
def test_axe_finds_nothing_to_complain_of(server: RunningServer, browser: Browser, scheme: str, fragment: str | None) -> None:
    page = browser.new_page(color_scheme=scheme, locale="da-DK")
    if fragment is None:
        page.goto(server.url)
    else:
        Visitor(page).open_app(server, fragment)
    found = _violations(page)
    page.close()
    assert found == []
