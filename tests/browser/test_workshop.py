"""A session in the room: phones that answer, a projector that shows, and a server that is killed in the middle."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import os
import re
import signal
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tornado.websocket import WebSocketClientConnection, websocket_connect

from strategylib.workshop.exercises import Item
from strategylib.workshop.session import fold
from strategylib.workshop.store import Opened, Store

from .conftest import RunningServer, Start, violations

pytestmark = [pytest.mark.browser, pytest.mark.integration]

HOSTILE = "<img src=x onerror=window.hacked=1>"
ITEMS = [
    {"id": "a", "text": "Et godt liv", "source": "Hillerød, linje 9-10", "elements": ["hilleroed.vision-1"]},
    {"id": "b", "text": "Stærk borgerorientering", "elements": ["viborg.principle-1"]},
    {"id": "c", "text": f"Hjemmesiden {HOSTILE}", "elements": []},
]
PHONE_KB = 60


class Facilitator:
    """Who leads the session, by a socket of its own in a thread of its own."""

    def __init__(self, url: str, secret: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._url, self._secret = url, secret
        self.state: dict[str, Any] = {}
        self._socket: WebSocketClientConnection = self._run(self._connect())

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)

    async def _connect(self) -> WebSocketClientConnection:
        socket = await websocket_connect(f"{self._url.replace('http', 'ws')}facilitator/ws")
        await socket.write_message(json.dumps({"secret": self._secret}))
        return socket

    async def _do(self, kind: str, body: dict[str, Any]) -> str | None:
        await self._socket.write_message(json.dumps({"kind": kind, "body": body, "key": os.urandom(12).hex()}))
        while True:
            said = json.loads(await asyncio.wait_for(self._socket.read_message(), 10) or "{}")
            if said["t"] == "state":
                self.state = said["state"]
            else:
                return said.get("code")

    def do(self, kind: str, **body: Any) -> str | None:
        """Take a step; return the code when it is refused."""
        return self._run(self._do(kind, body))  # type: ignore[no-any-return]

    def ask(self, kind: str, **fields: Any) -> None:
        """Make an exercise of a kind, under the kind's name, and open it."""
        own = kind.replace("_", "-")
        assert self.do("exercise", exercise={"id": own, "kind": kind, "title": f"Hvad først? {kind}", "items": ITEMS} | fields) is None
        assert self.do("opened", exercise_id=own) is None

    def close(self) -> None:
        """Leave."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._socket.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'møder.sqlite'}"


@pytest.fixture
def meeting(database: str) -> Opened:
    store = Store(database)
    made = store.create("Fællesledermøde 2027")
    store.close()
    return made


@pytest.fixture
def room(start_server: Start, database: str) -> Iterator[RunningServer]:
    server = start_server(environment={"STRATEGYLIB_DATABASE_URL": database})
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture
def facilitator(room: RunningServer, meeting: Opened) -> Iterator[Facilitator]:
    leads = Facilitator(room.url, meeting.facilitator)
    yield leads
    leads.close()


def _joined(visit: Callable[..., Page], room: RunningServer, meeting: Opened) -> Page:
    page = visit(f"{room.url}deltag#pin={meeting.pin}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er med")
    return page


def _said(page: Page) -> Any:
    return expect(page.locator("#said"))


def test_three_phones_answer_and_the_projector_shows_it_once_it_is_revealed(
    visit: Callable[..., Page], room: RunningServer, meeting: Opened, facilitator: Facilitator
) -> None:
    projector = visit(f"{room.url}skaerm#{meeting.projector}", 1920, 1080)
    expect(projector.get_by_text(f"PIN {meeting.pin[:4]} {meeting.pin[4:]}")).to_be_visible()
    phones = [_joined(visit, room, meeting) for _ in range(3)]
    expect(projector.get_by_text("3 er med")).to_be_visible()
    facilitator.ask("dots", dots=2)
    for phone in phones:
        phone.get_by_role("button", name="Flere: Stærk").click()
        phone.get_by_role("button", name="Send svar").click()
        _said(phone).to_contain_text("Dit svar er modtaget")
    expect(projector.locator(".count").last).to_have_text("3")
    assert "prikker" not in projector.locator("main").inner_text()
    assert facilitator.do("revealed", exercise_id="dots") is None
    for page in (projector, phones[0]):
        expect(page.locator(".result li").first).to_contain_text("Stærk borgerorientering")
        expect(page.locator(".result li").first).to_contain_text("3 prikker")
    assert [page.evaluate("window.hacked") for page in (projector, phones[0])] == [None, None]


def test_every_exercise_is_answered_by_keyboard(
    visit: Callable[..., Page], room: RunningServer, meeting: Opened, facilitator: Facilitator, database: str
) -> None:
    phone = visit(f"{room.url}deltag")
    phone.keyboard.type("00000000")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("alert")).to_contain_text("Den PIN-kode er der intet møde med.")
    phone.keyboard.type(f"{meeting.pin[:4]} {meeting.pin[4:]}")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Du er med")
    pairs = [{"id": "a", "text": "Ens?", "elements": ["viborg.core_task-1", "hilleroed.vision-1"]}]
    for kind, control, keys in (
        ("dots", "button[aria-label^='Flere: Et godt']", ["Enter"]),
        ("points", "input[type=number] >> nth=1", [*"100", "Tab"]),
        ("ranking", "li[data-id=c] button[data-by='-1']", ["Enter", "Enter"]),
        ("matrix", "input[name=m-b-0] >> nth=0", ["Space", "ArrowRight", "Tab", "Space"]),
        ("statements", "input[name=i-a] >> nth=0", ["Space"]),
        ("alignment", "input[name=i-a] >> nth=0", ["Space", "ArrowDown"]),
        ("follow_up", "input[name=i-b] >> nth=0", ["Space", "ArrowDown"]),
        ("translation", "textarea", [*"spørger først"]),
    ):
        facilitator.ask(kind, items=pairs if kind == "alignment" else ITEMS)
        expect(phone.get_by_role("heading", level=1)).to_have_text(f"Hvad først? {kind}")
        phone.locator(control).focus()
        for key in keys:
            phone.keyboard.press(key) if len(key) > 1 else phone.keyboard.insert_text(key)
        phone.locator("button.act").focus()
        phone.keyboard.press("Enter")
        _said(phone).to_contain_text("er modtaget")
    store = Store(database)
    rounds = fold(store.events(meeting.id)).rounds
    store.close()
    answers = {id_: next(iter(one.ballots.values()), None) for id_, one in rounds.items()}
    assert answers == {
        "dots": {"a": 1},
        "points": {"b": 100},
        "ranking": ["c", "a", "b"],
        "matrix": {"b": [2, 1]},
        "statements": {"a": "agree"},
        "alignment": {"a": "broader"},
        "follow-up": {"b": "yellow"},
        "translation": None,
    }
    assert [one.text for one in rounds["translation"].ideas.values()] == ["spørger først"]


def test_a_phone_resumes_after_a_reload_and_counts_once(
    visit: Callable[..., Page], room: RunningServer, meeting: Opened, facilitator: Facilitator
) -> None:
    phone = _joined(visit, room, meeting)
    facilitator.ask("statements")
    phone.get_by_label("Uenig").first.check()
    phone.get_by_role("button", name="Send svar").click()
    _said(phone).to_contain_text("er modtaget")
    phone.reload()
    expect(phone.get_by_label("Uenig").first).to_be_checked()
    phone.get_by_label("Enig", exact=True).first.check()
    phone.get_by_role("button", name="Send det ændrede svar").click()
    _said(phone).to_contain_text("er modtaget")
    facilitator.do("closed", exercise_id="statements")
    (only,) = facilitator.state["exercises"]
    assert (only["done"], only["result"]["items"][0]["agree"]) == (1, 1)


def test_what_is_sent_without_a_connection_arrives_when_it_is_back(
    *, visit: Callable[..., Page], room: RunningServer, meeting: Opened, facilitator: Facilitator, start_server: Start, database: str
) -> None:
    phone = _joined(visit, room, meeting)
    facilitator.ask("follow_up")
    expect(phone.get_by_label("Rødt").first).to_be_visible()
    port = room.url.rstrip("/").rpartition(":")[2]
    facilitator.close()
    room.process.send_signal(signal.SIGKILL)
    room.process.communicate()
    expect(phone.locator("#line")).to_contain_text("Forbindelsen er væk")
    phone.get_by_label("Rødt").first.check()
    phone.get_by_role("button", name="Send svar").click()
    _said(phone).to_contain_text("Sender…")
    again = start_server("--port", port, environment={"STRATEGYLIB_DATABASE_URL": database})
    _said(phone).to_contain_text("er modtaget", timeout=20_000)
    expect(phone.locator("#line")).to_be_hidden()
    again.stop()
    store = Store(database)
    assert list(fold(store.events(meeting.id)).rounds["follow-up"].ballots.values()) == [{"a": "red"}]
    store.close()


def test_the_phones_page_is_light_accessible_and_asks_nobody_else(
    browser: Browser, room: RunningServer, meeting: Opened, facilitator: Facilitator
) -> None:
    asked: list[str] = []
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{room.url}deltag")
        found = violations(page)
        page.fill("#pin", meeting.pin)
        page.keyboard.press("Enter")
        for kind in ("dots", "ranking", "matrix", "statements", "ideas"):
            facilitator.ask(kind)
            expect(page.get_by_role("heading", level=1)).to_contain_text(kind)
            found += violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, kind
            facilitator.do("revealed", exercise_id=kind)
            expect(page.locator("main")).to_contain_text("har svaret")
            found += violations(page)
        assert found == []
        context.close()
    assert all(url.startswith(room.url) for url in asked)
    files = {url.partition("#")[0] for url in asked if "/ws/" not in url and "/pin" not in url}
    package = Path(__file__).parents[2] / "strategylib" / "page" / "static"
    sizes = [len(gzip.compress((package / url.partition("/assets/")[2]).read_bytes())) for url in files if "/assets/" in url]
    assert len(sizes) >= 3
    assert sum(sizes) + 6_000 < 1000 * PHONE_KB  # with the page itself and its words


def test_nobody_without_the_secret_leads_or_sees(room: RunningServer, meeting: Opened) -> None:
    for secret in ("", meeting.pin, meeting.projector, meeting.id):
        stranger = Facilitator(room.url, secret)
        assert stranger.do("ended") == "unknown_session"
        stranger.close()


def _items_of_the_ended(database: str) -> list[Item]:
    store = Store(database)
    session = fold(store.events(store.sessions()[0].id))
    store.close()
    assert session.ended
    return [item for one in session.rounds.values() for item in one.exercise.items]


def test_a_facilitator_prepares_from_the_graph_and_leads_to_a_decision(
    visit: Callable[..., Page], room: RunningServer, database: str
) -> None:
    page = visit(f"{room.url}voila/render/facilitator.ipynb", 1440, 900)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Mødets navn").fill("Årets fokus i Viborg")
    page.get_by_role("button", name="Opret mødet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Årets fokus i Viborg")
    page.locator(".sv-agenda select").nth(0).select_option("viborg")
    page.locator(".sv-agenda select").nth(1).select_option("hvad-mangler-vi")
    page.get_by_role("button", name="Hent øvelserne").click()
    expect(page.locator(".sv-exercise h3")).to_have_text(
        ["1. Skal det med hos os?", "2. Hvad er vigtigst at tage ind?", "3. Hvad betyder det i hverdagen?"]
    )
    pin = page.locator(".sv-pin").inner_text().replace(" ", "")
    phone = visit(f"{room.url}deltag#pin={pin}")
    expect(page.locator(".sv-lead-bar dd").nth(1)).to_have_text("1")

    page.get_by_role("button", name="Ny øvelse").click()
    page.locator(".sv-editor select").first.select_option("ranking")
    page.get_by_label("Overskrift").fill("Rækkefølge")
    page.locator(".sv-finder input").fill("pårørende")
    page.get_by_role("button", name="Find", exact=True).click()
    found = page.locator(".sv-finder li")
    expect(found.first).to_contain_text("linje")
    for number in range(2):
        found.nth(number).get_by_role("button").click()
    expect(page.get_by_label("Overskrift")).to_have_value("Rækkefølge")
    page.get_by_role("button", name="Gem", exact=True).click()
    last = page.locator(".sv-exercise").nth(3)
    last.get_by_role("button", name="Åbn for svar").click()
    phone.get_by_role("button", name="Send svar").click()
    _said(phone).to_contain_text("er modtaget")
    expect(last).to_contain_text("1 har svaret")
    last.get_by_role("button", name="Vis resultatet").click()
    expect(phone.locator(".result li").first).to_contain_text("Nr. 1")

    last.get_by_text("Skriv en beslutning").first.click()
    last.get_by_label("Beslutning").first.fill("Vi laver en pårørendepolitik")
    last.locator(".sv-decide select").first.select_option("head")
    last.get_by_role("button", name="Gem", exact=True).first.click()
    expect(last.get_by_text("Besluttet: Vi laver en pårørendepolitik · Chef")).to_be_visible()

    page.locator(".sv-exercise").nth(2).get_by_role("button", name="Åbn for svar").click()
    phone.locator("textarea").fill("spørger hver dag")
    phone.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Vis: spørger hver dag").click()
    expect(page.locator(".sv-idea.sv-shown")).to_contain_text("spørger hver dag")
    page.get_by_role("button", name="Fortryd", exact=True).click()
    expect(page.locator(".sv-idea.sv-waiting")).to_contain_text("spørger hver dag")
    page.get_by_role("button", name="Afslut mødet").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mødet er slut")

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Årets fokus i Viborg", timeout=30_000)
    assert violations(page) == []
    items = _items_of_the_ended(database)
    assert len(items) > 10
    assert all(item.elements and item.source for item in items)


def test_the_local_network_reaches_the_rooms_pages_and_nothing_else(
    visit: Callable[..., Page], start_server: Start, database: str, meeting: Opened
) -> None:
    command = [sys.executable, "-m", "strategylib", "workshop", "--room-address", "127.0.0.1", "--room-port", "0"]
    server = start_server(command=command, environment={"STRATEGYLIB_DATABASE_URL": database})
    said = server.process.stdout.readline() if server.process.stdout else ""
    found = re.search(r"http://127\.0\.0\.1:(\d+)/deltag", said)
    assert found
    port = int(found[1])

    def status(path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={"Host": "192.168.137.1:8867", "Connection": "Upgrade", "Upgrade": "websocket"})
        answer = connection.getresponse().status
        connection.close()
        return answer

    assert {path: status(path) for path in ("/deltag", "/skaerm", "/assets/room/room.css", "/assets/icon.svg")} == dict.fromkeys(
        ("/deltag", "/skaerm", "/assets/room/room.css", "/assets/icon.svg"), 200
    )
    closed = [
        "/",
        "/health",
        "/voila/render/leder.ipynb",
        "/voila/render/facilitator.ipynb",
        "/api/kernels",
        "/facilitator/ws",
        "/facilitator/sessions",
    ]
    closed += ["/assets/build/x", "/deltag/../health", "/assets/room/../../health", "/modules/x"]
    assert {path: status(path) for path in closed} == dict.fromkeys(closed, 404)

    projector = visit(f"{server.url}skaerm#{meeting.projector}", 1920, 1080)
    expect(projector.locator(".join")).to_contain_text(f"127.0.0.1:{port}/deltag")
    phone = visit(f"http://127.0.0.1:{port}/deltag#pin={meeting.pin}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Du er med")
    expect(projector.get_by_text("1 er med")).to_be_visible()
    server.stop()


def test_pins_cannot_be_guessed_from_one_place(room: RunningServer, meeting: Opened) -> None:
    def tried(pin: str) -> int:
        request = urllib.request.Request(f"{room.url}deltag/pin", data=json.dumps({"pin": pin}).encode())  # noqa: S310 - the server under test
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    assert tried(meeting.pin) == 200
    assert [tried(f"{number:08}") for number in range(11)] == [404] * 10 + [429]
    assert tried(meeting.pin) == 429
