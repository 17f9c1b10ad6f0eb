"""Does the server work behind nginx as docs/server.md says? The documented configuration runs here, in Debian's own nginx."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.asking import PROXY, ask, needs_two_addresses

from .conftest import LEADER, RunningServer, Start

pytestmark = [pytest.mark.browser, pytest.mark.integration, needs_two_addresses]

DOCUMENT = Path(__file__).parents[2] / "docs" / "server.md"
UNPACKED = Path(sys.prefix, "share", "strategylib", "nginx", "usr", "sbin", "nginx")
USER = {"username": "anna", "password": "æblegrød"}

# What stands around a site's configuration in Debian's nginx.conf, with every path in the test's own folder.
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def nginx() -> str:
    """Return nginx's path. Where it cannot be had its tests are skipped, but not where changes are judged."""
    found = [shutil.which("nginx"), *(str(path) for path in (Path("/usr/sbin/nginx"), UNPACKED) if path.exists())]
    path = next(filter(None, found), None)
    if path is None:
        missing = "No nginx found; `make programs` gets it or says what to install."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return path


def documented(**places: str) -> str:
    """Return the configuration of docs/server.md with some of its places replaced; each stands there once."""
    text = re.findall(r"^```nginx\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]
    for place, here in places.items():
        assert text.count(place) == 1, place
        text = text.replace(place, here)
    return text


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(frozen=True)
class Behind:
    """A server and the address that nginx gives it."""

    server: RunningServer
    url: str
    log: Path


@pytest.fixture(scope="module")
def behind(start_server: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    program, folder = nginx(), tmp_path_factory.mktemp("nginx")
    log = folder / "server.log"
    server = start_server("--base-url", "/strategi/", "--proxy", PROXY, "--user-header", "X-Remote-User", "--log", "info", log=log)
    certificate = ["-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
    keys = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(["openssl", "req", *certificate, *keys], check=True, capture_output=True)  # noqa: S607 - whichever there is
    (folder / "htpasswd").write_text(f"{USER['username']}:{{PLAIN}}{USER['password']}\n", encoding="utf-8")
    port = free_port()
    places = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/certs/strategi.pem": str(folder / "certificate.pem"),
        "/etc/ssl/private/strategi.key": str(folder / "key.pem"),
        "/etc/nginx/strategi.htpasswd": str(folder / "htpasswd"),
        "http://127.0.0.1:8866": server.url.removesuffix("/strategi/"),
    }
    (folder / "site.conf").write_text(documented(**places), encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
    process = subprocess.Popen([program, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        wait_for(lambda: process.poll() is not None or answers(port))
        assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
        yield Behind(server, f"https://127.0.0.1:{port}/strategi/", log)
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(happened: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    import time

    until = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def at_the_proxy(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that logs in at the proxy."""
    context = browser.new_context(ignore_https_errors=True, http_credentials=USER, locale="da-DK")
    yield context
    context.close()


def test_the_app_opens_through_nginx(behind: Behind, at_the_proxy: BrowserContext) -> None:
    page = at_the_proxy.new_page()
    sockets: list[str] = []
    page.on("websocket", lambda one: sockets.append(one.url))
    page.goto(behind.url)
    page.get_by_role("link", name="Åbn lederappen").click()
    page.wait_for_selector("html[data-app-ready]", timeout=30_000)
    assert page.url == f"{behind.url}{LEADER}"
    assert sockets
    assert all(url.startswith(behind.url.replace("https", "wss")) for url in sockets)
    page.get_by_role("link", name="Den røde tråd", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Holstebro", timeout=30_000)


def test_who_has_not_logged_in_at_nginx_gets_nowhere(behind: Behind, browser: Browser) -> None:
    context = browser.new_context(ignore_https_errors=True)
    for path in ("", LEADER, "health"):
        assert context.request.get(f"{behind.url}{path}").status == 401
    context.close()


def test_a_header_that_the_browser_writes_itself_does_not_pass_nginx(behind: Behind, at_the_proxy: BrowserContext) -> None:
    forged = {"X-Remote-User": "bo", "X-Forwarded-Host": "attacker.example", "X-Request-Id": "chosen-by-the-sender"}
    reply = at_the_proxy.request.get(behind.url, headers=forged)
    assert reply.status == 200
    assert re.fullmatch(r"[0-9a-f]{32}", reply.headers["x-request-id"])


def test_past_nginx_nobody_is_let_in(behind: Behind) -> None:
    for headers in ({}, {"X-Remote-User": "anna"}, {"X-Remote-User": "anna", "X-Forwarded-For": PROXY}):
        refused = ask(behind.server, "/strategi/", headers=headers)
        assert refused.status == 403
        assert "Ingen adgang" in refused.text
    assert ask(behind.server, "/strategi/health").status == 200


def test_the_log_does_not_name_the_user(behind: Behind, at_the_proxy: BrowserContext) -> None:
    number = at_the_proxy.request.get(behind.url).headers["x-request-id"]
    late = time.monotonic() + 20
    while number not in (log := behind.log.read_text(encoding="utf-8")):  # the line is written when the answer has gone
        assert time.monotonic() < late, log
        time.sleep(0.05)
    assert USER["username"] not in log
