"""What a leader sees and does in the leader app, in a real browser over the five real strategies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import strategylib as sl

from .conftest import LEADER, RunningServer, Start, Visitor

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


def test_the_page_names_its_steps_while_it_loads(start_server: Start, visitor: Visitor) -> None:
    start = "window.steps = []; const look = () => { const s = document.getElementById('sv-step'); "
    keep = "if (s?.textContent && steps.at(-1) !== s.textContent) steps.push(s.textContent); }; "
    watch = "new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });"
    visitor.page.add_init_script(start + keep + watch)
    page = visitor.open_app(start_server())  # nothing preheated: each step takes its time
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


@pytest.mark.parametrize(
    "choice",
    [
        ("#overblik", "nav[aria-label='Vi er'] a:has-text('Viborg')", "Enter", "vi=viborg"),
        ("#sammenlign", ".sv-pick:has-text('Norddjurs') input", "Space", "kommuner=holstebro+viborg+hilleroed+hedensted"),
        ("#sammenlign", "select[data-measure=b]", "ArrowDown", "b=dice"),
        ("#netvaerk", ".sv-pick:has-text('Viborg') input", "Space", "kommuner=holstebro+hilleroed+norddjurs+hedensted"),
        ("#roed-traad/holstebro", "nav.sv-choose a:has-text('Hillerød')", "Enter", "roed-traad/hilleroed"),
        ("#reformer", "nav.sv-choose a:has-text('Hedensted')", "Enter", "reformer/hedensted"),
    ],
)
def test_a_choice_by_keyboard_keeps_the_place(server: RunningServer, visitor: Visitor, choice: tuple[str, str, str, str]) -> None:
    fragment, control, key, then = choice
    page = visitor.open_app(server, fragment)
    chosen = page.locator(f"main {control}")
    chosen.focus()
    page.keyboard.press(key)
    page.wait_for_url(re.compile(re.escape(then)))
    page.wait_for_timeout(500)
    expect(chosen).to_be_focused()


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
    expect(dialog.get_by_role("heading", level=2)).to_have_text(re.compile("^Indikator"))
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
    page.get_by_role("navigation", name="Vælg kommune").get_by_role("link", name="Norddjurs").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Norddjurs")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Holstebro")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kun to af fem")


def test_themes_stand_in_groups_by_how_many_take_them_up_and_open_to_the_exact_sentences(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    expect(page.get_by_role("heading", name="7 af 25 temaer går igen hos alle fem")).to_be_visible()
    page.get_by_role("button", name="Ledelse hos Viborg: 27 %, 9 elementer").click()
    beside = page.get_by_role("dialog", name="Ledelse hos Viborg")
    expect(beside).to_contain_text("9 elementer · Kodet af: redaktion")
    expect(beside.locator("blockquote").first).to_contain_text("linje 112")
    expect(beside).to_contain_text("Temaer: Ledelse, Organisering og fælles retning")
    assert page.url.endswith("#overblik?se=tema/ledelse/viborg")
    page.reload()
    expect(page.get_by_role("dialog", name="Ledelse hos Viborg")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("#overblik$"))


def test_who_we_are_tells_what_the_others_have_and_we_have_not(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    expect(page.get_by_text("Vælg jeres kommune for at se")).to_be_visible()
    page.get_by_role("navigation", name="Vi er").get_by_role("link", name="Viborg").click()
    expect(page.get_by_text("løfter deler mindst to andre, men Viborg har dem ikke.")).to_be_visible()
    assert page.url.endswith("#overblik?vi=viborg")
    page.reload()
    expect(page.get_by_text("løfter deler mindst to andre, men Viborg har dem ikke.")).to_be_visible(timeout=30_000)


def test_two_are_compared_by_two_measures_and_in_both_wordings(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#sammenlign?kommuner=viborg+hilleroed")
    expect(page.get_by_role("heading", level=1)).to_have_text("Viborg og Hillerød: 48 par løfter hænger sammen")
    row = page.locator(".sv-pairs tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("0,34")
    expect(row).to_contain_text("n = 26 og 55")
    expect(page.locator(".sv-wordings tbody tr")).to_have_count(48)
    page.get_by_role("checkbox", name="Hedensted", exact=True).check()
    expect(page.locator(".sv-pairs tbody tr")).to_have_count(3)
    assert page.url.endswith("#sammenlign?kommuner=viborg+hilleroed+hedensted")
    page.get_by_label("Andet mål for lighed").select_option("cosine")
    expect(page.get_by_role("columnheader", name="Samme retning (cosinus)")).to_be_visible()
    page.get_by_role("button", name="Hillerød – Hedensted: 17 fælles temaer").click()
    expect(page.get_by_role("dialog", name="Fælles temaer: Hillerød og Hedensted").locator("blockquote").first).to_contain_text("linje")


def test_the_thread_says_what_holds_and_opens_what_hangs_loose(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#roed-traad/hilleroed")
    coherence = sl.coherence(sl.open_workbook(), "hilleroed").loc["goals_with_indicator"]
    row = page.locator(".sv-sight tr", has_text="Mål, som en indikator måler")
    expect(row).to_contain_text(f"{coherence.n} af {coherence.of}")
    row.get_by_role("button", name="gør ikke").click()
    loose = page.get_by_role("dialog", name="Ikke opfyldt: Mål, som en indikator måler")
    expect(loose.locator("blockquote")).to_have_count(int(coherence.of - coherence.n))


def test_reforms_score_card_and_check_list_speak_in_words(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#reformer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hillerød opfylder flest af de punkter, en god plan har: 17 af 20")
    page.get_by_role("navigation", name="Vælg kommune").get_by_role("link", name="Hillerød").click()
    expect(page.locator(".sv-audit li").first).to_contain_text("Noget er ikke sat ind")
    vision = page.locator(".sv-card-table tr", has=page.get_by_role("rowheader", name="Vision"))
    expect(vision.locator("td").first).to_contain_text("med")
    page.get_by_role("button", name="Borgerens selvbestemmelse hos Holstebro: 9 elementer").click()
    expect(page.get_by_role("dialog").locator("blockquote")).to_have_count(9)


def test_the_timeline_derives_the_next_time_and_says_what_is_missing(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#tidslinje")
    expect(page.get_by_text("Måneden mangler for 19 af 19 punkter: de stod i et billede, der ikke kan læses.")).to_be_visible()
    expect(page.get_by_text("Kan ikke regnes ud, for hyppigheden kan ikke læses i kilden.")).to_be_visible()
    page.get_by_role("button", name="Norddjurs: hvert halve år").click()
    expect(page.get_by_role("dialog")).to_contain_text("linje 63-65")


def test_search_finds_the_word_inside_a_compound_while_one_types(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#soeg")
    page.get_by_label("Skriv et eller flere ord").press_sequentially("teknologi", delay=20)
    expect(page.get_by_role("status").filter(has_text="11 steder med »teknologi«")).to_be_visible()
    expect(page.get_by_text("Ikke nævnt hos Norddjurs.")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("teknologi")
    assert page.url.endswith("#soeg?q=teknologi")
    page.reload()
    expect(page.locator("mark").first).to_have_text("teknologi", timeout=30_000)
    expect(page.get_by_label("Skriv et eller flere ord")).to_have_value("teknologi")


def test_the_page_about_the_figures_has_formulas_and_each_ones_own_words(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#om-tallene")
    expect(page.locator(".sv-formula", has_text="min(p, q)")).to_be_visible()
    page.get_by_role("button", name="Fokusområde hos Norddjurs: pejlemærke").click()
    expect(page.get_by_role("dialog").locator("blockquote").first).to_contain_text("fremhævet i dokumentet")


def test_language_and_words_are_one_switch_each_and_go_along(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#roed-traad/norddjurs")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Norddjurs: the thread")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator(".sv-box [lang=da]").count() > 0
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Only two of five")
    page.get_by_role("button", name="Hillerød, Focus area").click()
    level = page.get_by_role("dialog").locator("li .sv-meta").first
    expect(level).to_contain_text("Focus area")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Own words").click()
    page.get_by_role("button", name="Hillerød, Focus area").click()
    expect(level.get_by_text("prioritering", exact=True)).to_be_visible()
    expect(level.get_by_text("Focus area", exact=True)).to_be_hidden()
    assert "sprog=en&ord=egne" in page.url


OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll(".sv-net-node text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return boxes.flatMap(([name, a], place) => boxes.slice(place + 1).filter(([, b]) => meet(a, b)).map(([other]) => `${name} / ${other}`));
}"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("fragment", ["#netvaerk", "#netvaerk/hilleroed?efter=kaskade"])
def test_no_label_of_the_network_lies_on_another(server: RunningServer, visitor: Visitor, fragment: str, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    page = visitor.open_app(server, fragment)
    assert page.locator(".sv-net-node").count() > 20
    assert page.evaluate(OVERLAPS) == []


def test_the_network_is_walked_by_keyboard_and_opens_its_sentences(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#netvaerk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Syv temaer binder alle fem kommuner sammen")
    page.locator('.sv-net-node[tabindex="0"]').focus()
    focused = page.locator(".sv-net-node:focus")
    expect(focused).to_have_attribute("aria-label", "Holstebro tager 17 temaer op")
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_attribute("aria-label", "Klima og bæredygtighed: kun hos Holstebro")
    assert page.locator(".sv-net-edge.sv-linked").count() == 1
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Klima og bæredygtighed: kun hos Holstebro").locator("blockquote")).to_have_count(1)


def test_a_theme_is_found_and_highlighted_and_the_address_keeps_it(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#netvaerk")
    page.get_by_label("Find og fremhæv").fill("klima")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Klima og bæredygtighed hænger direkte sammen med: Holstebro.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Klima og bæredygtighed hænger direkte sammen med: Holstebro.")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Vis alt igen").click()
    expect(page.locator(".sv-net .sv-far")).to_have_count(0)
    page.get_by_role("checkbox", name="Viborg").uncheck()
    expect(page.get_by_role("heading", level=1)).to_contain_text("alle fire kommuner")


def test_the_view_is_taken_along_as_it_is_shown(server: RunningServer, visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open_app(server, "#sammenlign?kommuner=viborg+hilleroed")
    kept = {}
    for name in ("PowerPoint, kan redigeres", "PDF til print", "Excel med tallene", "Én fil til mail", "Billede (SVG)"):
        page.get_by_text("Tag med", exact=True).click()
        with page.expect_download() as coming:
            page.get_by_role("button", name=name).click()
        file = tmp_path / coming.value.suggested_filename
        coming.value.save_as(file)
        kept[file.suffix] = file
        expect(page.get_by_role("status").filter(has_text=f"Filen er gemt: {file.name}")).to_be_visible()
    assert [kept[ending].read_bytes()[:4] for ending in (".pptx", ".pdf", ".xlsx", ".svg")] == [b"PK\3\4", b"%PDF", b"PK\3\4", b"<svg"]
    page.goto(kept[".html"].as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Viborg og Hillerød: 48 par løfter hænger sammen")
    assert _violations(page) == []
    assert visitor.refused == []


def test_all_data_are_taken_along_for_other_programs(server: RunningServer, visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open_app(server, "#soeg?q=ledelse")
    page.get_by_text("Tag med", exact=True).click()
    page.get_by_text("Data til andre programmer", exact=True).click()
    assert _violations(page) == []
    with page.expect_download() as coming:
        page.get_by_role("button", name="Excel, kan rettes og læses ind igen").click()
    coming.value.save_as(tmp_path / "data.xlsx")
    assert sl.import_file("xlsx", tmp_path / "data.xlsx").rows == ()
    assert visitor.refused == []


def test_a_view_without_a_picture_says_so(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server, "#soeg?q=ledelse")
    page.get_by_text("Tag med", exact=True).click()
    page.get_by_role("button", name="Billede (PNG)").click()
    expect(page.get_by_role("status").filter(has_text="Denne side har intet billede.")).to_be_visible()


VIEWS = [
    "#overblik?vi=viborg",
    "#sammenlign",
    "#netvaerk",
    "#roed-traad/hilleroed",
    "#reformer",
    "#tidslinje",
    "#soeg?q=ledelse",
    "#om-tallene",
]
BESIDE = ["#roed-traad/viborg/goal-2", "#sammenlign?kommuner=viborg+hilleroed&se=par/viborg/hilleroed", "#netvaerk/viborg?efter=kaskade"]


def show(page: Page, fragment: str) -> None:
    """Go to another place in the app, and wait until it is drawn."""
    page.evaluate("(hash) => { document.documentElement.removeAttribute('data-app-ready'); location.hash = hash; }", fragment)
    page.wait_for_selector("html[data-app-ready]", timeout=30_000)


@pytest.mark.parametrize("width", [*WIDTHS, 720])  # 720: a screen of 1440 at 200 %
def test_nothing_sticks_out_of_the_screen(server: RunningServer, visitor: Visitor, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    page = visitor.open_app(server)
    for fragment in [*VIEWS, "#roed-traad/norddjurs/goal-1", "#overblik?se=tema/ledelse/viborg"]:
        show(page, fragment)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, fragment


def test_nothing_moves_for_those_who_asked_for_rest(server: RunningServer, browser: Browser) -> None:
    for reduced in (True, False):
        page = browser.new_page(reduced_motion="reduce" if reduced else "no-preference")
        Visitor(page).open_app(server, "#roed-traad/hilleroed")
        moves = page.evaluate(
            "[...document.querySelectorAll('*')].filter((one) => !/^(0s(, )?)+$/.test(getComputedStyle(one).transitionDuration)).length"
        )
        assert (moves == 0) is reduced
        assert page.evaluate("document.getAnimations().length") == 0
        page.close()


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_axe_finds_nothing_to_complain_of(server: RunningServer, browser: Browser, language: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, locale="da-DK")
    Visitor(page).open_app(server, f"#overblik?sprog={language}")
    found = {}
    for fragment in [*VIEWS, *BESIDE]:
        show(page, f"{fragment}{'&' if '?' in fragment else '?'}sprog={language}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        found[fragment] = _violations(page)
    page.close()
    assert {fragment: said for fragment, said in found.items() if said} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_landing_page(server: RunningServer, browser: Browser, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, locale="da-DK")
    page.goto(server.url)
    found = _violations(page)
    page.close()
    assert found == []


def test_on_paper_stands_what_is_said_and_no_control(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    page.emulate_media(media="print")
    for fragment in VIEWS:
        show(page, fragment)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Kilder: Holstebro: En fælles faglig retning")).to_be_visible()
        assert page.locator("input:visible, select:visible, nav:visible, .sv-take:visible").count() == 0, fragment
        assert page.evaluate("document.documentElement.scrollWidth") <= 718, fragment
