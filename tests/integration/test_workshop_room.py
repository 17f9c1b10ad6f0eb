"""What does the room's server do when it is killed while many vote, and when somebody sends it anything at all?"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from strategylib.server.workshop import PARTICIPANT_BYTES
from strategylib.workshop.exchange import as_data
from strategylib.workshop.session import fold
from strategylib.workshop.store import New, Opened, Store
from tests.browser.conftest import RunningServer, Start

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("room")]

PHONES, VOTES = 100, 30
ITEMS = [{"id": f"i{number}", "text": f"Emne {number}", "elements": []} for number in range(8)]
HOSTILE = "<img src=x onerror=alert(1)>"
ME = "participant-of-the-test"


@dataclass
class Meeting:
    """A session that is on, its database, and the server that shows it."""

    server: RunningServer
    opened: Opened
    store: Store
    database: str

    @property
    def phones(self) -> str:
        """Where phones connect."""
        return f"{self.server.url.replace('http', 'ws')}deltag/ws/{self.opened.id}"

    def kept(self) -> str:
        """All that is kept, to be compared."""
        return json.dumps(as_data(fold(self.store.events(self.opened.id))), sort_keys=True)


@pytest.fixture(scope="module")
def meeting(start_server: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    database = f"sqlite:///{tmp_path_factory.mktemp('rum') / 'rum.sqlite'}"
    store = Store(database)
    opened = store.create("Fællesledermøde")
    for kind in ("dots", "ideas"):
        store.append([New(opened.id, "exercise", {"exercise": {"id": kind, "kind": kind, "title": kind, "items": ITEMS}})])
    store.append([New(opened.id, "opened", {"exercise_id": "dots"})])
    server = start_server(environment={"STRATEGYLIB_DATABASE_URL": database})
    yield Meeting(server, opened, store, database)
    if server.process.poll() is None:
        server.stop()
    store.close()


async def _leave(socket: WebSocketClientConnection) -> None:
    """Close a connection and wait until it is; of one that the server ended nothing more is heard."""
    socket.close()
    with contextlib.suppress(TimeoutError):
        while await asyncio.wait_for(socket.read_message(), 1) is not None:
            pass


@dataclass
class Phone:
    """Votes again and again, sends anew what was not acknowledged, and comes back when the server is gone."""

    number: int
    heard: Callable[[], None]
    acknowledged: dict[str, str] = field(default_factory=dict)
    reconnected: int = 0

    async def vote(self, address: str) -> None:
        choice, socket = random.Random(self.number), None
        for vote in range(VOTES):
            key, item = f"key-{self.number:06}-{vote:06}", choice.choice(ITEMS)["id"]
            message = {"t": "ballot", "key": key, "exercise_id": "dots", "round": 1, "ballot": {item: 1}}
            while key not in self.acknowledged:
                try:
                    socket = socket or await self._connect(address)
                    await socket.write_message(json.dumps(message))
                    while (said := await socket.read_message()) is not None:
                        answer = json.loads(said)
                        if answer.get("key") == key:
                            assert answer["t"] == "ack", answer
                            self.acknowledged[key] = item
                            self.heard()
                            break
                    else:
                        raise WebSocketClosedError  # noqa: TRY301 - as when writing
                except (OSError, WebSocketClosedError):
                    self.reconnected += 1
                    if socket is not None:
                        await _leave(socket)
                    socket = None
                    await asyncio.sleep(0.1)
            await asyncio.sleep(choice.random() / 20)
        if socket is not None:
            await _leave(socket)

    async def _connect(self, address: str) -> WebSocketClientConnection:
        socket = await websocket_connect(address)
        await socket.write_message(json.dumps({"participant": f"participant-{self.number:06}"}))
        await socket.read_message()
        return socket


async def _said(address: str, *messages: str | bytes, first: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Send messages as a participant and return what is answered to each; an answer that never comes is a closed connection."""
    socket = await websocket_connect(address)
    await socket.write_message(json.dumps(first or {"participant": ME}))
    answers = [json.loads(await asyncio.wait_for(socket.read_message(), 10) or "{}")]
    for message in messages:
        with contextlib.suppress(WebSocketClosedError):
            await socket.write_message(message, binary=isinstance(message, bytes))
        said = await asyncio.wait_for(socket.read_message(), 10)
        while said is not None and json.loads(said)["t"] == "state":
            said = await asyncio.wait_for(socket.read_message(), 10)
        answers.append({"t": "closed"} if said is None else json.loads(said))
    await _leave(socket)
    return answers


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["dots", "i1", ME, HOSTILE]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("t", "key", "exercise_id", "round", "ballot", "text", "item", "id", "participant", "kind", "body", "secret")
ALMOST = st.fixed_dictionaries(
    {"t": st.sampled_from(["ballot", "idea", "opened", "revealed", "undone", "created", "ack"]) | JSON},
    optional={name: JSON | st.just({"i1": 2}) | st.just("a" * 16) for name in FIELDS[1:]},
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(JSON, ALMOST).map(json.dumps) | st.text(max_size=50) | st.binary(max_size=50), min_size=1, max_size=5))
def test_whatever_is_sent_is_answered_in_words_and_changes_nothing(meeting: Meeting, messages: list[str | bytes]) -> None:
    before = meeting.kept()
    answers = asyncio.run(_said(meeting.phones, *messages))
    assert answers[0]["t"] == "state"
    for answer in answers[1:]:
        assert answer["t"] == "no", answer
        assert answer["say"]
        assert "{" not in answer["say"]
    assert meeting.kept() == before


def _vote(**fields: Any) -> str:
    return json.dumps({"t": "ballot", "key": "k" * 20, "exercise_id": "dots", "round": 1, "ballot": {"i1": 1}} | fields)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (_vote(exercise_id="ideas"), "not_open"),  # out of its phase
        (_vote(round=2), "earlier_round"),
        (_vote(ballot={"i1": 2}), "out_of_range"),
        (_vote(ballot={HOSTILE: 1}), "unknown_item"),
        (_vote(key="short"), "form"),
        (json.dumps({"t": "opened", "key": "k" * 20, "exercise_id": "ideas"}), "unknown_event"),  # what a facilitator does
        (json.dumps({"t": "idea", "key": "k" * 20, "exercise_id": "dots", "round": 1, "id": "i" * 16, "text": "x"}), "not_written"),
        ("[" * 4000, "form"),
        ('{"t": "ballot", "round": NaN}', "form"),
    ],
)
def test_a_message_that_breaks_the_rules_is_refused_and_changes_nothing(meeting: Meeting, message: str, code: str) -> None:
    before = meeting.kept()
    assert asyncio.run(_said(meeting.phones, message))[1]["code"] == code
    assert meeting.kept() == before


def test_a_message_that_is_too_large_closes_the_connection_and_changes_nothing(meeting: Meeting) -> None:
    before = meeting.kept()
    assert asyncio.run(_said(meeting.phones, _vote(text="x" * PARTICIPANT_BYTES)))[1] == {"t": "closed"}
    assert meeting.kept() == before


def test_a_replay_is_acknowledged_again_and_kept_once(meeting: Meeting) -> None:
    message = _vote(key="replayed-" + "k" * 16)
    once, again = asyncio.run(_said(meeting.phones, message, message))[1:]
    assert once == again == {"t": "ack", "key": json.loads(message)["key"]}
    other = asyncio.run(_said(meeting.phones, message, first={"participant": "somebody-else-entirely"}))
    assert other[1]["t"] == "ack"  # a key is its sender's; whoever copies one changes nothing
    events = [one for one in meeting.store.events(meeting.opened.id) if one.key == json.loads(message)["key"]]
    assert [one.body["participant"] for one in events] == [ME]


def test_messages_that_come_too_fast_are_refused(meeting: Meeting) -> None:
    answers = asyncio.run(_said(meeting.phones, *["{}"] * 80))
    codes = [one["code"] for one in answers[1:]]
    assert set(codes[:59]) == {"unknown_event"}
    assert "too_fast" in codes[59:]


def test_a_page_of_another_origin_cannot_connect(meeting: Meeting) -> None:
    from tornado.httpclient import HTTPClientError, HTTPRequest

    async def connect() -> None:
        await websocket_connect(HTTPRequest(meeting.phones, headers={"Origin": "http://elsewhere.example"}))

    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(connect())


def test_a_server_killed_in_the_middle_of_voting_loses_no_acknowledged_vote_and_counts_none_twice(
    meeting: Meeting, start_server: Start
) -> None:
    a_third, heard = asyncio.Event(), itertools.count(1)
    phones = [Phone(number, lambda: a_third.set() if next(heard) > PHONES * VOTES // 3 else None) for number in range(PHONES)]
    port = meeting.server.url.rstrip("/").rpartition(":")[2]
    before: dict[str, str] = {}
    under_way: set[int] = set()

    async def kill_and_start_again() -> None:
        await a_third.wait()
        meeting.server.process.send_signal(signal.SIGKILL)
        meeting.server.process.communicate()
        for one in phones:
            before.update(one.acknowledged)
        under_way.update(one.number for one in phones if len(one.acknowledged) < VOTES)
        environment = {"STRATEGYLIB_DATABASE_URL": meeting.database}
        meeting.server = await asyncio.to_thread(start_server, "--port", port, environment=environment)

    async def all_of_it() -> None:
        await asyncio.gather(kill_and_start_again(), *(one.vote(meeting.phones) for one in phones))

    asyncio.run(all_of_it())
    events = [one for one in meeting.store.events(meeting.opened.id) if str(one.key).startswith("key-")]
    kept = {one.key: next(iter(one.body["ballot"])) for one in events}
    assert len(before) >= PHONES * VOTES // 3
    assert before.items() <= kept.items()
    assert len(kept) == len(events) == PHONES * VOTES
    assert under_way
    assert all(one.reconnected for one in phones if one.number in under_way)
    counted = fold(meeting.store.events(meeting.opened.id)).rounds["dots"].ballots
    assert {f"participant-{one.number:06}": {list(one.acknowledged.values())[-1]: 1} for one in phones}.items() <= counted.items()
