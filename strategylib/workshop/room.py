"""How do many people vote at once in one process? One room a session: events are kept in batches, then shown to all who listen.

A room is asked from one event loop. What comes while a batch is being written is the next batch; nobody is told that a vote counts
before it is on the disk. Other servers of the same database tell when they have added events; a room then reads on from where it is.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from strategylib.workshop.exercises import Refused
from strategylib.workshop.session import Event, Session
from strategylib.workshop.store import New, Store

MOST_WAITING = 20_000
"""How many events may wait to be written before more are refused."""

MOST_IN_BATCH = 500
_TIDY_SECONDS = 3600
_QUIET_SECONDS = 3.0
_RARELY = (10_000, 50, 1_000)
"""How seldom Python looks for garbage while people vote: a full look at all objects stops everyone, half a second with 2,000 phones."""

Listener = Callable[[Event], None]


@dataclass(slots=True)
class Room:
    """A session as this process sees it, and who wants to hear of it."""

    id: str
    session: Session = field(default_factory=Session)
    listeners: set[Listener] = field(default_factory=set)
    refused: dict[int, Refused] = field(default_factory=dict)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    def apply(self, event: Event) -> None:
        """Take the next event and tell everyone."""
        refused = self.session.apply(event)
        if refused:
            self.refused[event.seq] = refused
        for heard in tuple(self.listeners):
            heard(event)


class Rooms:
    """The rooms of a process over one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._rooms: dict[str, Room] = {}
        self._waiting: list[tuple[New, asyncio.Future[Event | None]]] = []
        self._come = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._reading: set[asyncio.Task[None]] = set()
        self._heard = ExitStack()
        self._kept_at = time.monotonic()

    def start(self) -> None:
        """Begin to write, and to listen to other servers. Call it in the event loop."""
        loop = asyncio.get_running_loop()
        gc.collect()
        gc.freeze()  # what is there now stays: the library's own
        gc.set_threshold(*_RARELY)
        self._tasks = [loop.create_task(one) for one in (self._write(), self._tidy(), self._rest())]

        def heard(session: str) -> None:
            loop.call_soon_threadsafe(self._changed, session)

        self._heard.enter_context(self.store.listening(heard))

    async def stop(self) -> None:
        """Write what waits, and end."""
        while self._tasks and self._waiting:  # noqa: ASYNC110 - at the end only
            await asyncio.sleep(0.01)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._heard.close)

    async def room(self, id_: str) -> Room | None:
        """Return the room of a session as far as it has come; None when there is no such session."""
        if id_ not in self._rooms and await asyncio.to_thread(self.store.session, id_) is None:
            return None
        room = self._rooms.setdefault(id_, Room(id_))
        if not room.session.seq:  # nobody may see it before it is read, whoever asked first
            await self._catch_up(room)
        return room

    async def add(self, room: Room, kind: str, body: dict[str, Any], key: str | None = None) -> Event:
        """Keep an event and return it once it is on the disk and counts.

        Raises
        ------
        Refused
            When the session does not take it; nothing is written when that is clear beforehand.
        """
        if key is not None and key in room.session.keys:  # its sender did not hear that it was kept, and asks again
            return self._counted(room, room.session.events[room.session.keys[key] - 1])
        refused = room.session.refuses(kind, body)
        if refused:
            raise refused
        if len(self._waiting) >= MOST_WAITING:
            raise Refused("busy")
        kept: asyncio.Future[Event | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((New(room.id, kind, body, key), kept))
        self._come.set()
        event = await kept
        if event is None:
            raise Refused("erased")
        return self._counted(room, event)

    @staticmethod
    def _counted(room: Room, event: Event) -> Event:
        if event.seq in room.refused:
            raise room.refused[event.seq]
        return event

    async def _tidy(self) -> None:
        """Erase the sessions whose day has passed, now and every hour."""
        while True:
            for gone in await asyncio.to_thread(self.store.erase_expired, dt.datetime.now(tz=dt.UTC).date()):
                self._rooms.pop(gone, None)
            await asyncio.sleep(_TIDY_SECONDS)

    async def _rest(self) -> None:
        """Do what would hold up those who vote when nobody has voted for a moment: garbage, and the database's log of changes."""
        rested = self._kept_at
        while True:
            await asyncio.sleep(_QUIET_SECONDS)
            if rested < self._kept_at < time.monotonic() - _QUIET_SECONDS:
                rested = self._kept_at
                gc.collect()
                await asyncio.to_thread(self.store.settle)

    async def _write(self) -> None:
        while True:
            await self._come.wait()
            self._come.clear()
            while self._waiting:
                batch = self._waiting[:MOST_IN_BATCH]
                del self._waiting[:MOST_IN_BATCH]
                await self._keep(batch)

    async def _keep(self, batch: list[tuple[New, asyncio.Future[Event | None]]]) -> None:
        try:
            events = await asyncio.to_thread(self.store.append, [new for new, _ in batch])
        except Exception as error:  # noqa: BLE001 - whoever waits is told, and the next batch is tried
            for _, kept in batch:
                if not kept.done():
                    kept.set_exception(error)
            return
        self._kept_at = time.monotonic()
        for (new, kept), event in zip(batch, events, strict=True):
            room = self._rooms.get(new.session)
            if event is not None and room is not None and event.seq > room.session.seq:
                if event.seq == room.session.seq + 1:
                    room.apply(event)
                else:
                    await self._catch_up(room)
            if not kept.done():
                kept.set_result(event)

    def _changed(self, id_: str) -> None:
        room = self._rooms.get(id_)
        if room is not None:
            task = asyncio.create_task(self._catch_up(room))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)

    async def _catch_up(self, room: Room) -> None:
        async with room.reading:
            for event in await asyncio.to_thread(self.store.events, room.id, room.session.seq):
                if event.seq == room.session.seq + 1:
                    room.apply(event)
