"""What does a person meet who must log in, with a keyboard, a screen reader or without JavaScript?"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from .conftest import LEADER, RunningServer, Start, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.integration]

RIGHT = "blåbær og æbler"


@pytest.fixture(scope="module")
def locked(start_server: Start) -> RunningServer:
    return start_server(environment={"STRATEGYLIB_PASSWORD": RIGHT})


def test_one_logs_in_without_javascript_and_lands_where_one_was_going(locked: RunningServer, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False, locale="da-DK")
    page.goto(f"{locked.url}{LEADER}")
    expect(page).to_have_title("Log ind – Strategiværkstedet")
    field = page.get_by_label("Adgangskode")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("autocomplete", "current-password")
    field.fill("forkert")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Adgangskoden er forkert. Prøv igen.")
    expect(page).to_have_title("Fejl: Adgangskoden er forkert. Prøv igen. – Log ind – Strategiværkstedet")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Adgangskoden er forkert. Prøv igen.")
    field.fill(RIGHT)
    page.get_by_role("button", name="Log ind").click()
    expect(page).to_have_url(f"{locked.url}{LEADER}", timeout=30_000)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_login_page(locked: RunningServer, browser: Browser, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, locale="da-DK")
    page.goto(locked.url)
    page.get_by_label("Adgangskode").fill("forkert")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).response["violations"]
    page.close()
    assert [one["help"] for one in found] == []


@pytest.mark.parametrize("path", ["", "findes/ikke", "login"])
def test_our_own_pages_keep_to_what_the_server_allows_the_browser(server: RunningServer, visitor: Visitor, path: str) -> None:
    said: list[str] = []
    visitor.page.on("console", lambda message: said.append(message.text))
    visitor.page.goto(f"{server.url}{path}")
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    visitor.page.wait_for_load_state("networkidle")
    assert [text for text in said if "Content Security Policy" in text] == []
    assert visitor.page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"IBM Plex Sans"')
    assert visitor.outside(server) == []


@pytest.mark.parametrize("width", [360, 1440, 1920])
def test_the_login_page_fits_the_screen(locked: RunningServer, visitor: Visitor, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.page.goto(locked.url)
    expect(visitor.page.get_by_role("button", name="Log ind")).to_be_visible()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
