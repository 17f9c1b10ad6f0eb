"""How is a page opened and watched? Chromium with nothing cached, that reaches no other machine than this one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.servers import Running
from tests.browser.conftest import chromium

_FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
]
LAUNCH: dict[str, Any] = {
    "args": [*_FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else _FLAGS,
}
CONTEXT: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "da-DK"}
IN_PAGE = Path(__file__).with_name("in_page.js")
MILLISECONDS = 60_000
_LOOPBACK = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")
_AFTER_READY = 1_000
NETWORK = {"offline": False, "latency": 40, "downloadThroughput": 20e6 / 8, "uploadThroughput": 20e6 / 8}


@dataclass
class Traffic:
    """What a page sent for: bytes over HTTP as transferred, heads included, answers, and bytes received over WebSockets."""

    http: float = 0
    answers: int = 0
    socket: float = 0
    outside: set[str] = field(default_factory=set)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), **LAUNCH)
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, traffic: Traffic) -> Iterator[Page]:
    """Give a page of a visitor who was never here; note the addresses it asks for on other machines."""
    context = browser.new_context(**CONTEXT)
    context.set_default_timeout(MILLISECONDS)
    page = context.new_page()
    page.on("request", lambda request: None if request.url.startswith(_LOOPBACK) else traffic.outside.add(request.url))
    yield page
    context.close()


def open_ready(page: Page, server: Running, fragment: str = "") -> float:
    """Open the server's page and return the seconds until it is ready. Raises Playwright's `TimeoutError` after a minute."""
    start = time.perf_counter()
    page.goto(server.address + fragment, wait_until="commit")
    for selector in server.side.ready:
        page.locator(selector).first.wait_for(state="attached")
    return time.perf_counter() - start


def throttle(page: Page) -> None:
    """Give the page a line of 20 Mbit/s with 40 ms to the server and back. Chromium does not slow WebSockets."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)


def weigh(page: Page, server: Running, traffic: Traffic) -> None:
    """Open the server's page and add up what comes, until a second after it is ready."""
    session = page.context.new_cdp_session(page)

    def came(event: dict[str, Any]) -> None:
        traffic.http += event["encodedDataLength"]
        traffic.answers += 1

    def received(event: dict[str, Any]) -> None:
        traffic.socket += len(event["response"]["payloadData"])

    session.on("Network.loadingFinished", came)
    session.on("Network.webSocketFrameReceived", received)
    session.send("Network.enable")
    open_ready(page, server)
    page.wait_for_timeout(_AFTER_READY)
