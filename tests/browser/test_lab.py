"""What an analyst meets in JupyterLab: Danish, help in the YAML files, nothing from outside, and nothing left behind."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import TimeoutError as Late

from strategylib.model import ElementType
from strategylib.server import yaml_help
from tests.browser.conftest import Lab, StartLab

pytestmark = [pytest.mark.browser, pytest.mark.integration]

SECONDS = 1000
needs_yaml_help = pytest.mark.skipif(not yaml_help.servers(), reason="yaml-language-server is not installed; `make lab` installs it")


@pytest.fixture(scope="module")
def lab(start_lab: StartLab) -> Lab:
    return start_lab()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="da-DK")
    context.set_default_timeout(30 * SECONDS)
    page = context.new_page()
    # What is typed here is not for saving, not even by JupyterLab itself after a while
    page.route("**/api/contents/**", _read_only)
    yield page
    context.close()


def _read_only(route: Route) -> None:
    if route.request.method == "GET":
        route.continue_()
    elif route.request.url.partition("?")[0].endswith("/checkpoints"):
        # JupyterLab opens no file before it has a checkpoint of it.
        route.fulfill(status=201, json={"id": "checkpoint", "last_modified": "2026-01-01T00:00:00Z"})
    else:
        route.abort()


def _open(page: Page, lab: Lab, path: str = "") -> None:
    page.goto(f"{lab.url}{path}?token={lab.token}")
    page.locator(".jp-DirListing-content").wait_for()
    page.wait_for_load_state("networkidle")


def _open_strategy(page: Page, lab: Lab) -> None:
    """Open a strategy in the text editor, and wait until its language server is ready."""
    _open(page, lab, "lab/tree/data/strategies")
    page.locator(".jp-DirListing-item", has_text="viborg.yaml").dblclick()
    expect(page.locator(".lsp-status-message")).to_have_text("Klar", timeout=60 * SECONDS)


def _suggestions(page: Page) -> list[str]:
    """Ask for suggestions as often as it takes: JupyterLab drops an answer that comes after a second."""
    suggested = page.locator(".jp-Completer-item")
    for _ in range(10):
        page.keyboard.press("Control+Space")
        try:
            suggested.first.wait_for(timeout=3 * SECONDS)
        except Late:
            continue
        return page.locator(".jp-Completer-match").all_inner_texts()
    return []


def test_it_opens_the_notebooks_in_danish_and_asks_nobody_outside(lab: Lab, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _open(page, lab)
    expect(page.locator(".lm-MenuBar-itemLabel")).to_have_text(
        ["Filer", "Rediger", "Vis", "Kør", "Kerne", "Faner", "Indstillinger", "Hjælp"]
    )
    assert page.url == f"{lab.url}lab/tree/notebooks"
    expect(page.locator("html")).to_have_attribute("lang", "da")
    page.get_by_role("menuitem", name="Filer", exact=True).click()
    for label in ("Ny", "Åbn fra sti …", "Arbejdsområder"):
        expect(page.locator(".lm-Menu-itemLabel").get_by_text(label, exact=True)).to_be_visible()
    assert [url for url in asked if not url.startswith((lab.url, "data:", "blob:"))] == []
    assert [path.name for path in lab.config.iterdir()] == ["strategylib"]


@needs_yaml_help
def test_a_wrong_type_is_marked_and_the_right_ones_are_offered(lab: Lab, page: Page) -> None:
    _open_strategy(page, lab)
    page.locator(".jp-FileEditor .cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n  - id: goal-99\n    type: ")
    page.keyboard.type("maal")
    wrong = page.locator(".cm-lintRange-error", has_text="maal")
    wrong.hover()
    expect(page.locator(".cm-diagnostic", has_text='Value must be "vision" | "core_task"')).to_be_visible()

    for _ in "maal":
        page.keyboard.press("Backspace")
    assert {one.value for one in ElementType} <= set(_suggestions(page))
    page.locator(".jp-Completer-item[data-value='goal']").click()
    expect(page.locator(".cm-line").last).to_have_text("    type: goal")
    expect(wrong).to_have_count(0)

    page.keyboard.insert_text("\n    ")
    assert "quotes" in _suggestions(page)
    page.locator(".jp-Completer-item[data-value='quotes:']").click()
    expect(page.locator(".cm-line").last).to_have_text("    quotes:")


def test_ctrl_c_ends_the_kernels_and_the_language_server(start_lab: StartLab, page: Page) -> None:
    lab = start_lab()
    if yaml_help.servers():
        _open_strategy(page, lab)
    assert page.request.post(f"{lab.url}api/kernels", headers={"Authorization": f"token {lab.token}"}).ok
    left = lab.children()
    started = " ".join(part for child in left for part in child.cmdline())
    assert "ipykernel_launcher" in started
    assert ("yaml-language-server" in started) is bool(yaml_help.servers())
    code, said = lab.stop()
    assert code == 0
    assert said.split() == ["Stopper", "…", "Stoppet."]
    assert psutil.wait_procs(left, timeout=10)[1] == []


def test_a_port_in_use_is_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = [sys.executable, "-m", "strategylib", "lab", "--no-browser", "--port", str(port)]
        ended = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr == f"Port {port} er optaget af et andet program. Vælg en anden: strategylib lab --port {port + 1}\n"
