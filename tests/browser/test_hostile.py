"""Every view with data that nobody should have: markup for words, words without end, a strategy of one vision, 98 municipalities."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.invented import write_folder

from .conftest import RunningServer, Start, Visitor
from .test_leader import show

pytestmark = [pytest.mark.browser, pytest.mark.integration]

DATA = Path(__file__).parents[2] / "data"
HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
LONG = ("ord " * 1250, "langt" * 1000)
VISION = f"""municipality: alene
source: alene
title: {{label: "{HOSTILE}", lines: 1}}
elements:
  - {{id: vision-1, type: vision, term: "{HOSTILE}", label: "{HOSTILE}", lines: 1, named: true}}
"""
OWN_PLACES = [
    "#overblik?vi=viborg",
    "#overblik?se=tema/ledelse/viborg",
    "#sammenlign?kommuner=viborg+hilleroed",
    "#sammenlign?kommuner=viborg+alene+hedensted",
    "#netvaerk",
    "#netvaerk/viborg?efter=kaskade",
    "#netvaerk/alene?efter=kaskade",
    "#roed-traad/viborg/pillar-2",
    "#roed-traad/alene",
    "#reformer/alene",
    "#reformer/viborg",
    "#tidslinje",
    "#soeg?q=onerror",
    "#soeg?q=langt",
    "#om-tallene",
]
MANY_PLACES = [
    "#overblik?vi=kommune7",
    "#sammenlign",
    "#sammenlign?kommuner=kommune3+kommune97",
    "#netvaerk",
    "#netvaerk/kommune5?efter=kaskade",
    "#roed-traad/kommune98",
    "#reformer/kommune98",
    "#tidslinje",
    "#soeg?q=teknologi",
    "#om-tallene",
]


def _hostile(folder: Path) -> Path:
    """Put markup before every label of Viborg's strategy, two labels without end in it, and a municipality of one vision beside it."""
    shutil.copytree(DATA, folder)
    endless = itertools.chain(LONG, itertools.repeat(""))
    file = folder / "strategies" / "viborg.yaml"
    text = re.sub(
        r"^    label: ['\"]?(.*?)['\"]?$",
        lambda found: "    label: '{}'".format(f"{HOSTILE} {next(endless)} {found[1]}".replace("'", "''")),
        file.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    file.write_text(text.replace("term: grundpille", f'term: "{HOSTILE}"'), encoding="utf-8")
    (folder / "strategies" / "alene.yaml").write_text(VISION, encoding="utf-8")
    for name, old, new in (
        ("municipalities.yaml", "name: Viborg", f'name: "{HOSTILE}"'),
        ("municipalities.yaml", "- id: holstebro", "- {id: alene, name: Alene, code: 999}\n\n- id: holstebro"),
        ("sources.yaml", "- id: holstebro", "- {id: alene, municipality: alene, title: Alene, file: alene.txt}\n\n- id: holstebro"),
        ("themes.yaml", "da: Ledelse", f'da: "{HOSTILE}"'),
    ):
        register = folder / name
        register.write_text(register.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile(start_server: Start, tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    return start_server(str(_hostile(tmp_path_factory.mktemp("hostile") / "data")))


@pytest.fixture(scope="module")
def many(start_server: Start, tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    return start_server(str(write_folder(tmp_path_factory.mktemp("many") / "data", 98, judged=True)))


def _walk(browser: Browser, server: RunningServer, width: int, places: list[str]) -> Page:
    """Open every place at this width; each has a heading, stays within the screen, and nothing in it was run."""
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="da-DK")
    visitor = Visitor(page)
    visitor.open_app(server)
    for place in places:
        show(page, place)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.get_by_role("alert").count() == 0, place
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        assert page.locator("img[src=x]").count() == 0, place
    assert page.evaluate("window.hacked") is None
    assert visitor.errors == []
    assert visitor.outside(server) == []
    return page


@pytest.mark.parametrize("width", [1440, 360])
def test_every_view_shows_hostile_words_as_words(hostile: RunningServer, browser: Browser, width: int) -> None:
    page = _walk(browser, hostile, width, OWN_PLACES)
    show(page, "#roed-traad/viborg/pillar-2")
    expect(page.get_by_role("dialog").locator("blockquote").first).to_contain_text(HOSTILE)
    show(page, "#soeg?q=onerror")
    expect(page.locator("main mark").first).to_have_text("onerror")
    page.close()


def test_the_landing_page_shows_hostile_words_as_words(hostile: RunningServer, visitor: Visitor) -> None:
    visitor.page.goto(hostile.url)
    expect(visitor.page.get_by_text(HOSTILE)).to_be_visible()
    assert visitor.page.evaluate("window.hacked") is None


@pytest.mark.parametrize("width", [1440, 360])
def test_every_view_bears_98_municipalities(many: RunningServer, browser: Browser, width: int) -> None:
    page = _walk(browser, many, width, MANY_PLACES)
    show(page, "#overblik")
    expect(page.locator(".sv-chain thead th")).to_have_count(99)
    show(page, "#roed-traad/kommune1")
    page.get_by_label("Vælg kommune").select_option("kommune98")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kommune 98")
    page.close()
