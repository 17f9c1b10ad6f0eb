"""What the page does for any notebook: shows it, keeps its connection, and comes back when its kernel or server is gone."""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Page, expect

from .conftest import LEADER, RunningServer, Start, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.integration]

APPS = Path(__file__).parent / "apps"
LONG = 30_000


@pytest.fixture(scope="module")
def apps(start_server: Start) -> RunningServer:
    return start_server("--apps", str(APPS))


def shown(visitor: Visitor, server: RunningServer, notebook: str) -> Page:
    visitor.page.goto(f"{server.url}voila/render/{notebook}")
    visitor.page.wait_for_selector("html[data-app-ready]", timeout=LONG)
    return visitor.page


class Cable:
    """The line between browser and server, to be cut and mended: a relay on a port of its own."""

    def __init__(self, url: str) -> None:
        self._to = (urlsplit(url).hostname, urlsplit(url).port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._whole = True
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if not self._whole:
                near.close()
                continue
            far = socket.create_connection(self._to)
            self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        finally:
            one.close()
            other.close()

    def cut(self) -> None:
        self._whole = False
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def mend(self) -> None:
        self._whole = True

    def remove(self) -> None:
        self.cut()
        self._listening.close()


@pytest.fixture
def cable(server: RunningServer) -> Iterator[Cable]:
    cable = Cable(server.url)
    yield cable
    cable.remove()


def listen(page: Page) -> None:
    """Remember everything that the page says in its corner; good news is there for four seconds only."""
    page.evaluate(
        """() => {
            const notice = document.getElementById("sv-notice");
            window.said = [];
            const listening = new MutationObserver(() => window.said.push(notice.textContent));
            listening.observe(notice, { childList: true, characterData: true, subtree: true });
        }"""
    )


def wait_until_said(page: Page, text: str) -> None:
    late = time.monotonic() + LONG / 1000
    while text not in (said := " | ".join(page.evaluate("said"))):
        assert time.monotonic() < late, f"{text!r} is not in {said!r}"
        page.wait_for_timeout(100)


def test_every_core_widget_is_drawn(apps: RunningServer, visitor: Visitor) -> None:
    page = shown(visitor, apps, "widgets.ipynb")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alle widgets")
    expect(page.get_by_text("ikke med: []")).to_be_visible()
    count = int(re.findall(r"\bmed: (\d+)", page.locator("pre").first.inner_text())[0])
    core = page.locator(".sv-cell").nth(1).locator(".widget-vbox").first
    expect(core.locator("> .lm-Widget")).to_have_count(count)
    expect(page.locator(".jupyter-widgets-error-widget")).to_have_count(0)
    assert (
        core.evaluate("core => [...core.children].filter((one) => !one.getBoundingClientRect().height).map((one) => one.className)") == []
    )
    expect(page.get_by_role("button", name="Tryk").locator("i.fa-check")).to_have_css("font-family", '"Font Awesome 5 Free"')
    assert visitor.outside(apps) == []
    assert visitor.refused == []


def test_a_choice_goes_to_python_and_back_and_what_is_printed_has_its_place(apps: RunningServer, visitor: Visitor) -> None:
    page = shown(visitor, apps, "widgets.ipynb")
    handle = page.locator(".sv-cell").nth(2).get_by_role("slider")
    handle.focus()
    for step in (2, 3):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text(f"valgt: {step}", exact=True)).to_be_visible()
        expect(page.locator(".sv-output")).to_have_text(f"skrevet {step}")


def test_a_fault_while_answering_a_choice_is_said_in_danish(apps: RunningServer, visitor: Visitor) -> None:
    page = shown(visitor, apps, "widgets.ipynb")
    page.get_by_role("button", name="Læg sammen").click()
    expect(page.locator(".sv-output").get_by_role("alert")).to_have_text(
        "Noget gik galt i beregningen. ZeroDivisionError: division by zero"
    )


def test_outputs_are_shown_and_what_cannot_be_shown_is_named(apps: RunningServer, visitor: Visitor) -> None:
    page = shown(visitor, apps, "outputs.ipynb")
    expect(page.get_by_text("Med fed tekst.")).to_be_visible()
    expect(page.get_by_text("skrevet ud")).to_be_visible()
    expect(page.get_by_role("cell", name="en celle")).to_be_visible()
    expect(page.get_by_text("Dette kan ikke vises her (application/vnd.plotly.v1+json).")).to_be_visible()
    expect(page.get_by_text("en figur")).to_be_visible()
    expect(page.get_by_text("Dette kan ikke vises her (application/x-ukendt).")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert visitor.refused  # the notebook's own attempts


def test_an_anywidget_that_is_not_ours_works(apps: RunningServer, visitor: Visitor) -> None:
    page = shown(visitor, apps, "outputs.ipynb")
    page.get_by_role("button", name="talt: 0").click()
    expect(page.get_by_role("button", name="talt: 1")).to_be_visible()
    expect(page.get_by_text("dobbelt: 2")).to_be_visible()
    assert any(url.startswith(f"{apps.url}modules/") for url in visitor.requests)


def test_a_cell_that_fails_says_so_and_what_came_before_it_is_shown(apps: RunningServer, visitor: Visitor) -> None:
    page = shown(visitor, apps, "fejl.ipynb")
    expect(page.get_by_role("alert").first).to_contain_text("Siden kunne ikke vises")
    expect(page.get_by_text("før fejlen")).to_be_visible()
    assert "ZeroDivisionError" not in page.content()


def test_the_frame_is_sent_before_the_kernel_answers(apps: RunningServer) -> None:
    connection = http.client.HTTPConnection(urlsplit(apps.url).netloc, timeout=30)
    connection.request("GET", "/voila/render/outputs.ipynb")
    answer = connection.getresponse()
    first = answer.read1().decode()
    assert "Henter siden…" in first
    assert "Starter regnemaskinen…" in first
    assert "sv-kernel" not in first
    assert "sv-end" in answer.read().decode()
    connection.close()


def test_files_of_the_front_end_are_packed_and_kept_for_good(apps: RunningServer, visitor: Visitor) -> None:
    answers = {}
    visitor.page.on("response", lambda answer: answers.setdefault(urlsplit(answer.url).path, answer))
    shown(visitor, apps, "outputs.ipynb")
    built = {path: answer for path, answer in answers.items() if path.startswith("/assets/build/")}
    assert {path.rpartition(".")[2] for path in built} >= {"js", "css", "woff2"}
    for path, answer in built.items():
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (answer.headers.get("content-encoding") == "gzip") is not path.endswith(".woff2")
    page = answers["/voila/render/outputs.ipynb"]
    assert page.headers["content-encoding"] == "gzip"
    assert page.headers["cache-control"] == "no-store"


def test_a_lost_connection_is_said_and_healed(server: RunningServer, cable: Cable, visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{cable.url}{LEADER}#roed-traad/viborg")
    page.wait_for_selector("html[data-app-ready]", timeout=LONG)
    kernels = server.kernels()
    listen(page)
    cable.cut()
    notice = page.locator("#sv-notice")
    expect(notice).to_have_text("Forbindelsen er afbrudt. Siden prøver igen …", timeout=LONG)
    cable.mend()
    wait_until_said(page, "Forbindelsen er tilbage.")
    page.get_by_role("link", name="Hedensted", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hedensted")
    expect(notice).to_be_hidden(timeout=LONG)
    assert all(kernel.is_running() for kernel in kernels)


def test_a_dead_kernel_is_replaced_and_the_page_is_where_it_was(start_server: Start, visitor: Visitor) -> None:
    server = start_server()
    page = visitor.open_app(server, "#roed-traad/norddjurs")
    (kernel,) = server.kernels()
    id_before = page.locator("#sv-kernel").get_attribute("data-id") or ""
    listen(page)
    kernel.kill()
    expect(page.locator("#sv-kernel")).not_to_have_attribute("data-id", id_before, timeout=LONG)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Norddjurs", timeout=LONG)
    expect(page.locator("main")).to_have_count(1)
    page.get_by_role("link", name="Viborg", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Viborg")
    assert len(server.kernels()) == 1
    wait_until_said(page, "Starter den igen")


def test_a_server_that_comes_back_gets_its_page_back(start_server: Start, visitor: Visitor) -> None:
    server = start_server()
    page = visitor.open_app(server, "#roed-traad/hedensted")
    listen(page)
    server.stop()
    expect(page.locator("#sv-notice")).to_have_text("Forbindelsen er afbrudt. Siden prøver igen …", timeout=LONG)
    again = start_server("--port", str(urlsplit(server.url).port))
    assert again.url == server.url
    wait_until_said(page, "Forbindelsen er tilbage.")
    page.get_by_role("link", name="Overblik").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kun to af fem siger, hvad resultatet skal kendes på")


def test_a_kernel_that_dies_again_and_again_is_not_started_for_ever(start_server: Start, visitor: Visitor, tmp_path: Path) -> None:
    notebook = (
        (APPS / "fejl.ipynb")
        .read_text(encoding="utf-8")
        .replace("1 / 0", "import os, threading; threading.Timer(1, os._exit, (1,)).start()")
    )
    (tmp_path / "doer.ipynb").write_text(notebook, encoding="utf-8")
    page = shown(visitor, start_server("--apps", str(tmp_path)), "doer.ipynb")
    expect(page.get_by_role("alert")).to_contain_text("Siden kunne ikke vises", timeout=2 * LONG)


def test_pages_are_kept_ready_and_made_again_when_one_was_given_out(start_server: Start, visitor: Visitor) -> None:
    server = start_server("--pool", "2")
    ready = 2 * len(list((Path(__file__).parents[2] / "apps").glob("*.ipynb")))
    server.wait_for_kernels(ready)
    before = {kernel.pid for kernel in server.kernels()}
    visitor.open_app(server)
    server.wait_for_kernels(ready + 1)
    assert before < {kernel.pid for kernel in server.kernels()}
    visitor.page.close(run_before_unload=True)
    server.wait_for_kernels(ready)


def test_a_page_can_only_be_closed_with_its_token(server: RunningServer, visitor: Visitor) -> None:
    page = visitor.open_app(server)
    kernel = page.locator("#sv-kernel").get_attribute("data-id")
    address = f"{server.url}voila/api/shutdown/{kernel}"
    assert page.evaluate("address => fetch(address, { method: 'POST' }).then((answer) => answer.status)", address) == 403
    page.get_by_role("link", name="Den røde tråd", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Holstebro")


def test_a_page_that_is_ready_but_dead_is_not_given_out(start_server: Start, visitor: Visitor, tmp_path: Path) -> None:
    shutil.copy(APPS / "outputs.ipynb", tmp_path)
    server = start_server("--pool", "1", "--apps", str(tmp_path))
    server.wait_for_ready(1)
    dead = server.kernels()
    dead[0].kill()
    psutil.wait_procs(dead, timeout=10)
    page = shown(visitor, server, "outputs.ipynb")
    expect(page.get_by_text("skrevet ud")).to_be_visible()
    page.get_by_role("button", name="talt: 0").click()
    expect(page.get_by_text("dobbelt: 2")).to_be_visible()
