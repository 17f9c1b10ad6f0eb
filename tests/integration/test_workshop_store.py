"""The store keeps the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from strategylib.workshop.exercises import Refused
from strategylib.workshop.room import Rooms
from strategylib.workshop.session import PIN_DIGITS, fold
from strategylib.workshop.store import DatabaseError, New, Store
from tests.postgres import postgres

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("postgres")]

ITEMS = [{"id": one, "text": one, "elements": []} for one in "abc"]
EXERCISE = {"exercise": {"id": "x", "kind": "dots", "title": "Hvad først?", "items": ITEMS}}


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'rum.sqlite'}" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


def ballot(session: str, number: int, key: str | None = None, **answer: int) -> New:
    body = {"exercise_id": "x", "round": 1, "participant": f"participant-{number:06}", "ballot": answer or {"a": 1}}
    return New(session, "ballot", body, key)


def opened(store: Store) -> str:
    session = store.create("Fællesledermøde").id
    store.append([New(session, "exercise", EXERCISE), New(session, "opened", {"exercise_id": "x"})])
    return session


def test_a_session_is_found_by_its_pin_and_its_secrets_and_by_nothing_else(store: Store) -> None:
    one, other = store.create("Én"), store.create("En anden", "en", delete_after=dt.date(2027, 1, 31))
    assert len(one.pin) == PIN_DIGITS
    assert one.pin != other.pin
    assert store.by_pin(one.pin) == store.by_secret(one.facilitator) == store.by_secret(one.projector, projector=True) == one.id
    assert store.by_secret(one.projector) is None
    assert store.by_secret(one.facilitator, projector=True) is None
    assert store.by_pin("") is None
    kept = store.session(other.id)
    assert kept is not None
    assert kept.delete_after == "2027-01-31"
    assert fold(store.events(other.id)).language == "en"


def test_events_come_back_in_order_with_their_words(store: Store) -> None:
    session = opened(store)
    store.append([ballot(session, 1), New(session, "idea", {"text": 'Ærø & "å" \\ 🌱'})])
    events = store.events(session)
    assert [one.seq for one in events] == [1, 2, 3, 4, 5]
    assert events[-1].body == {"text": 'Ærø & "å" \\ 🌱'}
    assert [one.seq for one in store.events(session, after=3)] == [4, 5]


def test_the_same_key_is_kept_once_also_within_a_batch(store: Store) -> None:
    session, other = opened(store), opened(store)
    first, again = store.append([ballot(session, 1, "k" * 16), ballot(session, 1, "k" * 16, b=1)])
    assert first == again
    (once_more,) = store.append([ballot(session, 1, "k" * 16)])
    assert once_more == first
    (elsewhere,) = store.append([ballot(other, 1, "k" * 16)])
    assert elsewhere is not None
    assert len(store.events(session)) == 4
    assert len(store.events(other)) == 4


def test_many_writers_at_once_lose_nothing_and_share_no_number(store: Store) -> None:
    session = opened(store)

    def write(writer: int) -> None:
        for number in range(20):
            store.append([ballot(session, writer, f"writer-{writer}-number-{number}")])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    events = store.events(session)
    assert [one.seq for one in events] == list(range(1, 164))
    assert len(fold(events).rounds["x"].ballots) == 8


def test_an_erased_session_leaves_nothing(store: Store) -> None:
    session, other = opened(store), opened(store)
    assert store.erase(session)
    assert not store.erase(session)
    assert store.events(session) == []
    assert store.append([ballot(session, 1), ballot(other, 1)])[0] is None
    assert len(store.events(other)) == 4


def test_sessions_go_when_their_day_has_passed(store: Store) -> None:
    today = dt.date(2026, 11, 27)
    old = store.create("Gammel", delete_after=today - dt.timedelta(days=1))
    due, kept = store.create("I dag", delete_after=today), store.create("Uden dato")
    assert store.erase_expired(today) == [old.id]
    assert {due.id, kept.id} <= {one.id for one in store.sessions()}


def test_a_store_that_is_opened_again_has_all_of_it(url: str) -> None:
    first = Store(url)
    session = opened(first)
    first.close()
    second = Store(url)
    assert len(second.events(session)) == 3
    second.close()


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path / 'findes' / 'ikke.sqlite'}", "postgresql+psycopg://nobody@127.0.0.1:1/none", "nosuch://x"):
        with pytest.raises(DatabaseError):
            Store(url)


# Rooms


def test_a_vote_counts_when_it_is_kept_and_is_counted_once(url: str) -> None:
    async def vote() -> None:
        rooms = Rooms(store)
        rooms.start()
        room = await rooms.room(session)
        assert room is not None
        votes = [ballot(session, number) for number in range(300)]
        await asyncio.gather(*(rooms.add(room, one.kind, one.body, f"key-{number:016}") for number, one in enumerate(votes)))
        again = await rooms.add(room, votes[7].kind, votes[7].body, f"key-{7:016}")
        assert again.body == votes[7].body
        assert room.session.rounds["x"].done == 300
        await rooms.add(room, "closed", {"exercise_id": "x"})
        with pytest.raises(Refused, match="not_open"):
            await rooms.add(room, "ballot", ballot(session, 999).body, "late-vote-0000000")
        assert (await rooms.add(room, votes[7].kind, votes[7].body, f"key-{7:016}")).seq == again.seq  # kept before the closing
        await rooms.stop()

    store = Store(url)
    session = opened(store)
    asyncio.run(vote())
    assert len(store.events(session)) == 304
    assert fold(store.events(session)).rounds["x"].done == 300
    store.close()


def test_all_who_come_back_at_once_find_the_session_as_it_stands(url: str) -> None:
    async def first_sight() -> None:
        rooms = Rooms(store)
        rooms.start()
        seen = []

        async def look() -> None:
            room = await rooms.room(session)
            seen.append(room.session.title if room else None)

        await asyncio.gather(*(look() for _ in range(20)))
        assert seen == ["Fællesledermøde"] * 20
        await rooms.stop()

    store = Store(url)
    session = opened(store)
    asyncio.run(first_sight())
    store.close()


def test_two_servers_on_one_postgresql_show_the_same_session(postgres_url: str) -> None:
    async def both() -> None:
        servers = [Rooms(Store(postgres_url)) for _ in range(2)]
        for one in servers:
            one.start()
        here, there = [await one.room(session) for one in servers]
        assert here is not None
        assert there is not None
        heard = asyncio.Event()
        there.listeners.add(lambda event: heard.set() if event.kind == "ballot" else None)
        await asyncio.sleep(0.5)
        await servers[0].add(here, "ballot", ballot(session, 1).body, "a-vote-here-00001")
        await asyncio.wait_for(heard.wait(), 10)
        await asyncio.gather(
            *(servers[n % 2].add((here, there)[n % 2], "ballot", ballot(session, n).body, f"a-vote-{n:012}") for n in range(2, 100))
        )
        await servers[1].add(there, "closed", {"exercise_id": "x"})
        async with asyncio.timeout(10):
            while here.session.seq != there.session.seq:  # noqa: ASYNC110 - what is waited for comes from a thread
                await asyncio.sleep(0.05)
        assert here.session.rounds == there.session.rounds
        assert here.session.rounds["x"].done == 99
        for one in servers:
            await one.stop()
            one.store.close()

    maker = Store(postgres_url)
    session = opened(maker)
    maker.close()
    asyncio.run(both())


def test_what_is_added_elsewhere_is_heard_by_a_thread(postgres_url: str) -> None:
    store, heard = Store(postgres_url), threading.Event()
    session = opened(store)
    with store.listening(lambda id_: heard.set() if id_ == session else None):
        late = time.monotonic() + 10
        while not heard.is_set() and time.monotonic() < late:
            store.append([ballot(session, 1)])
            heard.wait(0.2)
    assert heard.is_set()
    store.close()
