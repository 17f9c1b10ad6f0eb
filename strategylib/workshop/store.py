"""Where are the events kept? In SQLite beside the server, or in PostgreSQL: what was acknowledged is on the disk, once.

`STRATEGYLIB_DATABASE_URL` names the database (`postgresql+psycopg://…` or `sqlite:///…`); without it a file in the user's own
folder for data. The tables are made and brought up to date when a store is opened.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from strategylib.environment import DATABASE_VARIABLE, data_home
from strategylib.model import StrategylibError
from strategylib.workshop.session import PIN_DIGITS, Event

CHANNEL = "strategylib_events"

_MIGRATIONS = Path(__file__).with_name("migrations")
_SECRET_BYTES = 24
_WAIT_SECONDS = 30

# The log of changes is brought into the file at a quiet moment (`settle`), or at this many pages (100 MB): each time takes the disk a tenth
# of a second. What is deleted is overwritten.
_SQLITE = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": 1000 * _WAIT_SECONDS,
    "wal_autocheckpoint": 25_000,
    "secure_delete": "ON",
}

_METADATA = sa.MetaData()
SESSIONS = sa.Table(
    "sessions",
    _METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("pin", sa.String(PIN_DIGITS), unique=True, nullable=False),
    sa.Column("facilitator", sa.String(64), unique=True, nullable=False),
    sa.Column("projector", sa.String(64), unique=True, nullable=False),
    sa.Column("created", sa.String(32), nullable=False),
    sa.Column("delete_after", sa.String(10)),
    sa.Column("seq", sa.Integer, nullable=False),
)
EVENTS = sa.Table(
    "events",
    _METADATA,
    sa.Column("session", sa.String(32), sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("key", sa.String(64)),
    sa.Column("body", sa.Text, nullable=False),
    sa.UniqueConstraint("session", "key"),
)


class DatabaseError(StrategylibError):
    """The database cannot be used; the message is the database's own."""


@dataclass(frozen=True, slots=True)
class New:
    """An event that is to be kept. The same `key` in the same session is kept once; `at` is now unless given."""

    session: str
    kind: str
    body: dict[str, Any]
    key: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was just made. The secrets are told here once; the store has only their hashes."""

    id: str
    pin: str
    facilitator: str
    projector: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A session in the store."""

    id: str
    pin: str
    created: str
    delete_after: str | None


class Store:
    """The sessions and their events in one database. Its methods block, and may be called from any thread."""

    def __init__(self, url: str | None = None) -> None:
        """Open the database and bring its tables up to date.

        Parameters
        ----------
        url
            SQLAlchemy's address of it; as the environment says unless given.

        Raises
        ------
        DatabaseError
            When it cannot be reached or made.
        """
        self.url = sa.make_url(url or os.environ.get(DATABASE_VARIABLE) or _own_file())
        try:
            self._engine = sa.create_engine(self.url)
            if self.is_sqlite:
                sa.event.listen(self._engine, "connect", _prepare_sqlite)
                sa.event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
            with self._engine.begin() as connection:
                _migrate(connection)
        except (sa.exc.SQLAlchemyError, ImportError, OSError) as error:
            raise DatabaseError(str(getattr(error, "orig", error))) from error

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine, which no other server shares."""
        return self.url.get_backend_name() == "sqlite"

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def create(self, title: str, language: str = "da", *, delete_after: dt.date | None = None) -> Opened:
        """Make a session with a PIN that no other has, and secrets for the facilitator's and the projector's links."""
        made = Opened(
            id=secrets.token_hex(8),
            pin="",
            facilitator=secrets.token_urlsafe(_SECRET_BYTES),
            projector=secrets.token_urlsafe(_SECRET_BYTES),
        )
        row = {
            "id": made.id,
            "facilitator": _hash(made.facilitator),
            "projector": _hash(made.projector),
            "created": _now(),
            "delete_after": delete_after.isoformat() if delete_after else None,
            "seq": 0,
        }
        while True:
            pin = "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))
            try:
                with self._engine.begin() as connection:
                    connection.execute(SESSIONS.insert().values(row | {"pin": pin}))
                break
            except sa.exc.IntegrityError:
                continue  # another session has the PIN
        self.append([New(made.id, "created", {"title": title, "language": language})])
        return Opened(made.id, pin, made.facilitator, made.projector)

    def by_pin(self, pin: str) -> str | None:
        """Return the session with this PIN."""
        return self._one(sa.select(SESSIONS.c.id).where(SESSIONS.c.pin == pin))

    def by_secret(self, secret: str, *, projector: bool = False) -> str | None:
        """Return the session whose facilitator (or projector) has this secret."""
        column = SESSIONS.c.projector if projector else SESSIONS.c.facilitator
        return self._one(sa.select(SESSIONS.c.id).where(column == _hash(secret)))

    def session(self, id_: str) -> Kept | None:
        """Return what is kept of a session beside its events."""
        found = self.sessions(id_)
        return found[0] if found else None

    def sessions(self, id_: str | None = None) -> list[Kept]:
        """Return all sessions, the newest first."""
        asked = sa.select(SESSIONS.c.id, SESSIONS.c.pin, SESSIONS.c.created, SESSIONS.c.delete_after).order_by(SESSIONS.c.created.desc())
        with self._engine.begin() as connection:
            return [Kept(*row) for row in connection.execute(asked if id_ is None else asked.where(SESSIONS.c.id == id_))]

    def append(self, new: Sequence[New]) -> list[Event | None]:
        """Keep events, all or none, and return each with its number; when this returns they are on the disk.

        An event whose key is there already is not kept again: the one that is there is returned. None stands for an event of a session
        that does not exist (any more).
        """
        with self._engine.begin() as connection:
            ids = sorted({one.session for one in new})
            held = sa.select(SESSIONS.c.id, SESSIONS.c.seq).where(SESSIONS.c.id.in_(ids)).order_by(SESSIONS.c.id).with_for_update()
            last: dict[str, int] = {row.id: row.seq for row in connection.execute(held)}
            before = dict(last)
            there = self._keyed(connection, [one for one in new if one.key is not None])
            made: list[Event | None] = []
            rows = []
            for one in new:
                if one.session not in last:
                    made.append(None)
                    continue
                event = there.get((one.session, one.key)) if one.key is not None else None
                if event is None:
                    last[one.session] += 1
                    event = Event(last[one.session], one.at or _now(), one.kind, one.body, one.key)
                    body = json.dumps(one.body, ensure_ascii=False)
                    rows.append({"session": one.session, "seq": event.seq, "at": event.at, "kind": one.kind, "key": one.key, "body": body})
                    if one.key is not None:
                        there[one.session, one.key] = event
                made.append(event)
            if rows:
                connection.execute(EVENTS.insert(), rows)
            for id_, seq in last.items():
                if seq != before[id_]:
                    connection.execute(SESSIONS.update().where(SESSIONS.c.id == id_).values(seq=seq))
                    if not self.is_sqlite:
                        connection.execute(sa.select(sa.func.pg_notify(CHANNEL, id_)))
        return made

    def events(self, session: str, after: int = 0) -> list[Event]:
        """Return a session's events after a number, in order."""
        asked = sa.select(EVENTS).where(EVENTS.c.session == session, EVENTS.c.seq > after).order_by(EVENTS.c.seq)
        with self._engine.begin() as connection:
            return [_event(row) for row in connection.execute(asked)]

    def settle(self) -> None:
        """Bring SQLite's log of changes into the file and empty it. Votes that come meanwhile wait: do it when few do."""
        if self.is_sqlite:
            with self._engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def erase(self, session: str) -> bool:
        """Delete a session with all that was said in it, from the disk too; tell whether it was there."""
        with self._engine.begin() as connection:
            connection.execute(EVENTS.delete().where(EVENTS.c.session == session))
            was = connection.execute(SESSIONS.delete().where(SESSIONS.c.id == session)).rowcount > 0
        self.settle()
        return was

    def erase_expired(self, today: dt.date) -> list[str]:
        """Delete the sessions whose day of deletion has passed; return their ids."""
        gone = [one.id for one in self.sessions() if one.delete_after and one.delete_after < today.isoformat()]
        for one in gone:
            self.erase(one)
        return gone

    @contextmanager
    def listening(self, heard: Callable[[str], None]) -> Iterator[None]:
        """Call `heard`, in a thread, with each session to which any server of this database adds events. Nothing comes from SQLite."""
        if self.is_sqlite:
            yield
            return
        stop = threading.Event()
        thread = threading.Thread(target=self._listen, args=(heard, stop), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(_WAIT_SECONDS)

    def _listen(self, heard: Callable[[str], None], stop: threading.Event) -> None:
        import psycopg

        address = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not stop.is_set():
            try:
                with psycopg.connect(address, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    for one in self.sessions():  # what came while nobody listened
                        heard(one.id)
                    while not stop.is_set():
                        for notice in connection.notifies(timeout=0.5):
                            heard(notice.payload)
            except (psycopg.OperationalError, sa.exc.SQLAlchemyError):
                stop.wait(1)

    def _keyed(self, connection: sa.Connection, new: Sequence[New]) -> dict[tuple[str, str | None], Event]:
        found: dict[tuple[str, str | None], Event] = {}
        for id_ in {one.session for one in new}:
            keys = [one.key for one in new if one.session == id_]
            asked = sa.select(EVENTS).where(EVENTS.c.session == id_, EVENTS.c.key.in_(keys))
            found |= {(id_, row.key): _event(row) for row in connection.execute(asked)}
        return found

    def _one(self, asked: sa.Select[Any]) -> str | None:
        with self._engine.begin() as connection:
            found: str | None = connection.execute(asked).scalar()
            return found


def _event(row: Any) -> Event:
    return Event(row.seq, row.at, row.kind, json.loads(row.body), row.key)


def _own_file() -> str:
    folder = data_home()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return f"sqlite:///{folder / 'workshops.sqlite'}"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins
    for name, value in _SQLITE.items():
        connection.execute(f"PRAGMA {name}={value}")


def _migrate(connection: sa.Connection) -> None:
    """Bring the tables up to date. One server at a time does it."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(0x5747)))
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _hash(secret: str) -> str:
    """Return what is kept of a secret. It is long and random, so a plain hash cannot be turned."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> str:
    return dt.datetime.now(tz=dt.UTC).isoformat(timespec="milliseconds")
