"""A real server in a process of its own, and Chromium that drives it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

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
        return [
            child
            for child in psutil.Process(self.process.pid).children(recursive=True)
            if "ipykernel_launcher" in " ".join(child.cmdline())
        ]

    def stop(self, sign: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Stop the server as a user does; return its exit code and what it said last."""
        self.process.send_signal(sign)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said


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
                [*line, "--no-browser", "--port", "0", *arguments],
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
    """The server over the bundled five."""
    return start_server()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
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
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._remember)

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
