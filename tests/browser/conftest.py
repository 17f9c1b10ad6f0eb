"""A real server in a process of its own, and Chromium that drives it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

expect.set_options(timeout=20_000)  # what is expected comes; how soon is for the benchmarks

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LEADER = "voila/render/leder.ipynb"


def chromium() -> str:
    """Return the browser's path; its absence fails the tests, it does not skip them."""
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, _CHROMIUM), str(_MAC) if _MAC.exists() else None]
    path = next(filter(None, found), None)
    if path is None:
        pytest.fail("No Chromium found; `make programs` installs it or says what to install.")
    return path


@dataclass
class RunningServer:
    """A server that was started for a test."""

    url: str
    process: subprocess.Popen[str]

    def kernels(self) -> list[psutil.Process]:
        """Return the kernels: those of their own, and the children of the process that kernels fork from."""
        below = psutil.Process(self.process.pid).children()
        forked = [child for parent in below if "strategylib.server.fork" in _command(parent) for child in parent.children()]
        return [child for child in below if "strategylib.server.kernel" in _command(child)] + forked

    def wait_for_kernels(self, count: int, seconds: float = 30) -> None:
        """Wait until the server has that many kernels."""
        late = time.monotonic() + seconds
        while (there := len(self.kernels())) != count:
            assert time.monotonic() < late, f"{there} kernels, not {count}"
            time.sleep(0.1)

    def wait_for_ready(self, count: int, seconds: float = 30) -> None:
        """Wait until the server has that many pages ready."""
        late = time.monotonic() + seconds
        while (there := json.load(urllib.request.urlopen(f"{self.url}health"))["ready"]) != count:  # noqa: S310 - the server under test
            assert time.monotonic() < late, f"{there} pages ready, not {count}"
            time.sleep(0.1)

    def stop(self, sign: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Stop the server as a user does; return its exit code and what it said last."""
        self.process.send_signal(sign)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said


def _command(process: psutil.Process) -> list[str]:
    """Return the command line of a process; nothing for one that has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.cmdline()
    return []


Start = Callable[..., RunningServer]


@pytest.fixture(scope="session")
def start_server() -> Iterator[Start]:
    """Return a function that starts `strategylib serve` on a free port and waits for its address; its log may go to a file."""
    started: list[RunningServer] = []

    def start(
        *arguments: str, command: list[str] | None = None, environment: dict[str, str] | None = None, log: Path = Path(os.devnull)
    ) -> RunningServer:
        line = command or [sys.executable, "-m", "strategylib", "serve"]
        with log.open("a", encoding="utf-8") as stderr:
            process = subprocess.Popen(
                [*line, "--no-browser", "--port", "0", "--pool", "0", *arguments],
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                encoding="utf-8",
                env={**os.environ, **(environment or {})},
            )
        assert process.stdout is not None
        first = process.stdout.readline()
        url = re.search(r"http://\S+", first)
        assert url, f"the server said: {first!r}"
        started.append(RunningServer(url.group(), process))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture(scope="session")
def server(start_server: Start) -> RunningServer:
    """The server over the bundled five, with a page kept ready."""
    return start_server("--pool", "1")


@dataclass
class Lab:
    """A JupyterLab that was started for a test, as from a terminal: the head of a process group."""

    process: subprocess.Popen[str]
    config: Path
    url: str
    token: str

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; return the exit code and what was said last."""
        os.killpg(self.process.pid, signal.SIGINT)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said


StartLab = Callable[..., Lab]


@pytest.fixture(scope="module")
def start_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartLab]:
    """Return a function that starts `strategylib lab` on a free port, with no settings of the user's."""
    started: list[Lab] = []

    def start(**environment: str) -> Lab:
        home = tmp_path_factory.mktemp("jupyter")
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        process = subprocess.Popen(
            [sys.executable, "-m", "strategylib", "lab", "--no-browser", "--port", "0"],
            env=os.environ | {name: str(home / name) for name in names} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        assert process.stdout is not None
        first = process.stdout.readline()
        address = re.search(r"(http://\S+/)\?token=(\w+)", first)
        assert address, f"JupyterLab said: {first!r}"
        started.append(Lab(process, home / names[0], *address.groups()))
        return started[-1]

    yield start
    for lab in started:
        if lab.process.poll() is None:
            lab.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return one browser for the tests of this folder; others need the thread's event loop, which Playwright keeps running."""
    with sync_playwright() as playwright:
        flags = [*_FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else _FLAGS
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        yield browser
        browser.close()


class Visitor:
    """A person at the browser: opens pages, and remembers what went wrong on the way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.refused: list[str] = []  # what the page's policy forbade
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note_what_was_refused)
        page.on("request", self._remember)

    def _note_what_was_refused(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)

    def _remember(self, request: Request) -> None:
        self.requests.append(request.url)

    def open_app(self, server: RunningServer, fragment: str = "") -> Page:
        """Open the leader app and wait until its first view can be used."""
        self.page.goto(f"{server.url}{LEADER}{fragment}")
        self.page.wait_for_selector("html[data-app-ready]", timeout=30_000)
        return self.page

    def outside(self, server: RunningServer) -> list[str]:
        """Return the requests that left the server."""
        return [url for url in self.requests if not url.startswith((server.url, "data:", "blob:"))]


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="da-DK")
    visitor = Visitor(context.new_page())
    yield visitor
    context.close()
    assert visitor.errors == []


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as somebody new; it fails the test when the page had an error."""
    contexts, errors = [], []

    def opened(url: str, width: int = 360, height: int = 740) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, locale="da-DK"))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for one in contexts:
        one.close()
    assert errors == []


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.1 AA and good practice on a page."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]
