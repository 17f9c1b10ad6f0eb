"""How do phones, projector and facilitator reach a session? Pages without a kernel, and a WebSocket each.

A message is a JSON object of at most a few kilobytes. The first one says who it is: a participant's own random id, or the secret of the
facilitator's or the projector's link, which stands in the link's fragment and so in no log. What is refused is answered with a code and
its words, and changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from strategylib.locale import LANGUAGES, texts
from strategylib.server.access import Public
from strategylib.workshop import views
from strategylib.workshop.exercises import Refused
from strategylib.workshop.session import FACILITATOR_EVENTS, PARTICIPANT_EVENTS, PIN_DIGITS, Event

if TYPE_CHECKING:
    from strategylib.workshop.room import Room, Rooms
    from strategylib.workshop.store import Store

ROOM = Path(__file__).resolve().parents[1] / "page" / "static" / "room"
PARTICIPANT_BYTES, FACILITATOR_BYTES = 8_192, 262_144
"""How large a message may be."""

_SHOW_EVERY = 0.25  # seconds between two pictures of the counts, for projector and facilitator
_AT_ONCE = 50  # phones that are told before others get a turn
_PER_SECOND, _AT_MOST = 20, 60  # messages of one connection
_WRONG_PINS, _WRONG_SECONDS, _WRONG_OF_ALL = 10, 60.0, 300
_PING_SECONDS = 20.0


class Lobby:
    """Who is connected to a room, and what they are told when."""

    def __init__(self, room: Room, pin: str) -> None:
        self.room = room
        self.pin = pin
        self.phones: set[ParticipantSocket] = set()
        self.watchers: set[Watcher] = set()
        self._telling: asyncio.Task[None] | None = None
        self._showing: asyncio.Task[None] | None = None
        self._again = False
        room.listeners.add(self.heard)

    @property
    def here(self) -> int:
        """How many participants are connected, each counted once."""
        return len({one.participant for one in self.phones})

    def heard(self, event: Event) -> None:
        """Tell the phones what the facilitator did; show the counts to those who watch."""
        if event.kind not in PARTICIPANT_EVENTS:
            self.tell()
        self.show()

    def tell(self) -> None:
        """Send what is on now to every phone, a few at a time. Once more when something happens meanwhile."""
        self._again = True
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._again:
            self._again = False
            said = json.dumps({"t": "state", "state": views.for_participant(self.room.session)}, ensure_ascii=False)
            for place, phone in enumerate(list(self.phones), 1):
                phone.say(said)
                if place % _AT_ONCE == 0:
                    await asyncio.sleep(0)

    def show(self) -> None:
        """Let projector and facilitator see how things stand, a few times a second at most."""
        if self._showing is None or self._showing.done():
            self._showing = asyncio.create_task(self._show())

    async def _show(self) -> None:
        await asyncio.sleep(_SHOW_EVERY)
        for one in list(self.watchers):
            one.show()


class Lobbies:
    """The lobbies of this process, and who guesses PINs. The database is opened when the first one asks.

    `address` is where phones reach this server, when it is another than where the projector does; it ends in a slash.
    """

    def __init__(self, address: str | None = None) -> None:
        self.address = address
        self._rooms: Rooms | None = None
        self._opening = asyncio.Lock()
        self._lobbies: dict[str, Lobby] = {}
        self._wrong: dict[str, deque[float]] = {}
        self._wrong_of_all: deque[float] = deque()

    async def rooms(self) -> Rooms:
        """Return the rooms over the database that the environment names. Raises `DatabaseError`."""
        async with self._opening:
            if self._rooms is None:
                from strategylib.workshop.room import Rooms  # loaded by the first workshop, not by every start of the server
                from strategylib.workshop.store import Store

                rooms = Rooms(await asyncio.to_thread(Store))
                rooms.start()
                self._rooms = rooms
            return self._rooms

    async def store(self) -> Store:
        """Return the store behind the rooms."""
        return (await self.rooms()).store

    async def stop(self) -> None:
        """Write what waits, and let go of the database."""
        if self._rooms is not None:
            await self._rooms.stop()
            self._rooms.store.close()

    async def lobby(self, session: str) -> Lobby | None:
        """Return the lobby of a session; None when there is no such session."""
        if session not in self._lobbies:
            rooms = await self.rooms()
            room = await rooms.room(session)
            kept = await asyncio.to_thread(rooms.store.session, session)
            if room is None or kept is None:
                return None
            if session not in self._lobbies:  # made by nobody meanwhile: each listens to its room
                self._lobbies[session] = Lobby(room, kept.pin)
        return self._lobbies[session]

    def may_try(self, address: str) -> bool:
        """Tell whether one more PIN may be tried from an address. Addresses are kept in memory only, for a minute."""
        now = time.monotonic()
        for key in [key for key, times in self._wrong.items() if times[-1] < now - _WRONG_SECONDS]:
            del self._wrong[key]
        while self._wrong_of_all and self._wrong_of_all[0] < now - _WRONG_SECONDS:
            self._wrong_of_all.popleft()
        return len(self._wrong.get(address, ())) < _WRONG_PINS and len(self._wrong_of_all) < _WRONG_OF_ALL

    def was_wrong(self, address: str) -> None:
        """Remember a wrong PIN for a minute."""
        self._wrong.setdefault(address, deque(maxlen=_WRONG_PINS)).append(time.monotonic())
        self._wrong_of_all.append(time.monotonic())


class PinHandler(Public):
    """Tells the session behind a PIN."""

    def initialize(self, lobbies: Lobbies) -> None:
        """Take the lobbies."""
        self._lobbies = lobbies

    def check_xsrf_cookie(self) -> None:
        """Nothing is changed here, and a phone that comes for the first time has no cookie."""

    async def post(self) -> None:
        """Answer with the session's id."""
        address = str(self.request.remote_ip)
        if not self._lobbies.may_try(address):
            raise web.HTTPError(429)
        try:
            pin = "".join(one for one in str(json.loads(self.request.body)["pin"]) if one.isdigit())
        except (ValueError, KeyError, TypeError):
            raise web.HTTPError(400) from None
        store = await self._lobbies.store()
        found = await asyncio.to_thread(store.by_pin, pin) if len(pin) == PIN_DIGITS else None
        if found is None:
            self._lobbies.was_wrong(address)
            raise web.HTTPError(404)
        self.set_header("Cache-Control", "no-store")
        self.finish({"session": found})


class RoomPage(Public):
    """A page of the room: one file, the same for everyone."""

    def initialize(self, path: Path) -> None:
        """Take the file."""
        self._path = path

    def get(self) -> None:
        """Answer with the page, its words in every language in it."""
        words = {language: texts(language).section("workshop.page") for language in LANGUAGES}
        said = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(self._path.read_text(encoding="utf-8").replace("{{words}}", said))


def handlers(base: str, lobbies: Lobbies) -> list[Any]:
    """Return the addresses that phones and projectors reach without a login; `base` is a pattern that ends in a slash."""
    given = {"lobbies": lobbies}
    return [
        (rf"{base}deltag", RoomPage, {"path": ROOM / "participant.html"}),
        (rf"{base}deltag/pin", PinHandler, given),
        (rf"{base}deltag/ws/([0-9a-f]{{16}})", ParticipantSocket, given),
        (rf"{base}skaerm", RoomPage, {"path": ROOM / "projector.html"}),
        (rf"{base}skaerm/ws", ProjectorSocket, given),
    ]


class _RoomSocket(WebSocketHandler):
    """A connection to a room. Another origin than our own is turned away (tornado's `check_origin`)."""

    largest = PARTICIPANT_BYTES
    ping_interval = ping_timeout = _PING_SECONDS

    def initialize(self, lobbies: Lobbies) -> None:
        """Take the lobbies."""
        self._lobbies = lobbies
        self.lobby: Lobby | None = None
        self._allowed, self._since = float(_AT_MOST), time.monotonic()

    @property
    def max_message_size(self) -> int:
        """How large a message may be; tornado closes the connection on a larger one."""
        return self.largest

    def get_compression_options(self) -> dict[str, Any] | None:
        """Messages are sent as they are: small, and packing takes memory for each connection."""
        return None

    def say(self, message: str | dict[str, Any]) -> None:
        """Send a message, unless the other side has gone."""
        try:
            self.write_message(message if isinstance(message, str) else json.dumps(message, ensure_ascii=False))
        except WebSocketClosedError:
            self.on_close()

    def no(self, refused: Refused, key: object = None) -> None:
        """Say why something was not taken."""
        language = self.lobby.room.session.language if self.lobby else "da"
        words = texts(language)(f"workshop.refused.{refused.code}", **{"field": "", "n": "", "least": "", "most": ""} | refused.values)
        self.say({"t": "no", "key": key if isinstance(key, str) else None, "code": refused.code, "say": words})

    async def on_message(self, message: str | bytes) -> None:
        """Read a message and do what it asks; whatever is none is refused."""
        now = time.monotonic()
        self._allowed, self._since = min(float(_AT_MOST), self._allowed + (now - self._since) * _PER_SECOND), now
        if self._allowed < 1:
            self.no(Refused("too_fast"))
            return
        self._allowed -= 1
        said: Any = None
        try:
            said = json.loads(message)
            if isinstance(said, dict):
                await (self.do(self.lobby, said) if self.lobby else self.hello(said))
            else:
                self.no(Refused("form", field="message"))
        except Refused as refused:
            self.no(refused, said.get("key") if isinstance(said, dict) else None)
        except (ValueError, RecursionError):
            self.no(Refused("form", field="message"))

    async def hello(self, said: dict[str, Any]) -> None:
        """Take the first message."""
        raise NotImplementedError

    async def do(self, lobby: Lobby, said: dict[str, Any]) -> None:
        """Take a later one."""
        raise NotImplementedError


class ParticipantSocket(_RoomSocket):
    """A phone in the room."""

    async def open(self, session: str) -> None:
        """Wait for the first message."""
        self._session = session
        self.participant = ""

    async def hello(self, said: dict[str, Any]) -> None:
        """Let a participant in, and show what is on and what they have answered."""
        participant = said.get("participant")
        if not isinstance(participant, str) or not 16 <= len(participant) <= 64 or not participant.isascii():  # noqa: PLR2004
            raise Refused("form", field="participant")
        lobby = await self._lobbies.lobby(self._session)
        if lobby is None:
            self.no(Refused("unknown_session"))
            self.close(4404, "unknown session")
            return
        session = lobby.room.session
        if session.locked and participant not in session.participants and participant not in {one.participant for one in lobby.phones}:
            raise Refused("locked")
        self.participant, self.lobby = participant, lobby
        lobby.phones.add(self)
        self.say({"t": "state", "state": views.for_participant(session), "own": views.own_answers(session, participant)})
        lobby.show()

    async def do(self, lobby: Lobby, said: dict[str, Any]) -> None:
        """Keep an answer or an idea; the same key is kept once."""
        kind, key = said.get("t"), said.get("key")
        if not isinstance(kind, str) or kind not in PARTICIPANT_EVENTS:
            raise Refused("unknown_event")
        if not isinstance(key, str) or not 16 <= len(key) <= 64:  # noqa: PLR2004
            raise Refused("form", field="key")
        fields = ("exercise_id", "round", "ballot") if kind == "ballot" else ("exercise_id", "round", "text", "item", "id")
        body = {name: said[name] for name in fields if name in said} | {"participant": self.participant}
        rooms = await self._lobbies.rooms()
        await rooms.add(lobby.room, kind, body, key)
        self.say({"t": "ack", "key": key})

    def on_close(self) -> None:
        """Let go of the phone; what it sent is kept."""
        if self.lobby is not None:
            self.lobby.phones.discard(self)
            self.lobby.show()


class Watcher(_RoomSocket):
    """Somebody who sees the counts move: the projector or the facilitator. The secret of the link comes first."""

    projector: bool

    async def hello(self, said: dict[str, Any]) -> None:
        """Let in whoever has the secret."""
        store = await self._lobbies.store()
        found = await asyncio.to_thread(store.by_secret, str(said.get("secret")), projector=self.projector)
        lobby = await self._lobbies.lobby(found) if found else None
        if lobby is None:
            self.no(Refused("unknown_session"))
            self.close(4404, "unknown session")
            return
        self.lobby = lobby
        lobby.watchers.add(self)
        self.show()

    async def do(self, lobby: Lobby, said: dict[str, Any]) -> None:  # noqa: ARG002
        """Take nothing more from a projector."""
        raise Refused("unknown_event")

    def show(self) -> None:
        """Send how things stand."""
        if self.lobby is not None:
            self.say({"t": "state", "state": self.seen(self.lobby)})

    def seen(self, lobby: Lobby) -> dict[str, Any]:
        """Return what is shown."""
        raise NotImplementedError

    def on_close(self) -> None:
        """Let go."""
        if self.lobby is not None:
            self.lobby.watchers.discard(self)


class ProjectorSocket(Watcher):
    """What the room sees, with the way in for phones."""

    projector = True

    def seen(self, lobby: Lobby) -> dict[str, Any]:
        """Return how things stand, and the address with its QR code."""
        base = self._lobbies.address or f"{self.request.protocol}://{self.request.host}{self.application.settings['base_url']}"
        join = f"{base}deltag#pin={lobby.pin}"
        qr = segno.make(join, error="m").svg_data_uri(scale=8, border=3)
        return views.for_projector(lobby.room.session, pin=lobby.pin, here=lobby.here) | {"join": join, "qr": qr}


class FacilitatorSocket(Watcher):
    """Who leads the session."""

    largest = FACILITATOR_BYTES
    projector = False

    def seen(self, lobby: Lobby) -> dict[str, Any]:
        """Return the whole session as it stands."""
        return views.for_facilitator(lobby.room.session, pin=lobby.pin, here=lobby.here)

    async def do(self, lobby: Lobby, said: dict[str, Any]) -> None:
        """Do a step, keep it, and say that it is done."""
        kind, body, key = said.get("kind"), said.get("body"), said.get("key")
        if not isinstance(kind, str) or kind not in FACILITATOR_EVENTS or not isinstance(body, dict):
            raise Refused("unknown_event")
        if key is not None and (not isinstance(key, str) or not 16 <= len(key) <= 64):  # noqa: PLR2004
            raise Refused("form", field="key")
        rooms = await self._lobbies.rooms()
        await rooms.add(lobby.room, kind, body, key or secrets.token_hex(16))
        self.show()
        self.say({"t": "ack", "key": key})
