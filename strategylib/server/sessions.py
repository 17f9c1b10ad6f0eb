"""How does a session begin, and what is taken home from it? For whoever leads it: a session made, copied or opened, and its files."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from strategylib.corpus import disk
from strategylib.workshop.exercises import LONGEST_TITLE, Refused, text

if TYPE_CHECKING:
    from strategylib.server.workshop import Lobbies
    from strategylib.workshop.room import Room
    from strategylib.workshop.store import Opened, Store

MINUTES = ("docx", "pptx", "xlsx", "pdf", "json", "results")
"""The files that a session is given as; `results` is what becomes a layer of the graph."""


class _LeadingHandler(APIHandler):
    """Serves whoever leads sessions."""

    def initialize(self, lobbies: Lobbies) -> None:
        """Take the lobbies."""
        self._lobbies = lobbies


class SessionsHandler(_LeadingHandler):
    """Makes a session, for whoever may open the apps."""

    @web.authenticated
    async def post(self) -> None:
        """Make a session and answer with its PIN and the secrets of its links."""
        given = self.get_json_body() or {}
        store = await self._lobbies.store()
        try:
            made = await self._made(given, store)
        except (Refused, ValueError) as error:
            raise web.HTTPError(400, str(error)) from error
        self.finish({"id": made.id, "pin": made.pin, "facilitator": made.facilitator, "projector": made.projector})

    async def _made(self, given: dict[str, Any], store: Store) -> Opened:
        """Make a session: blank, a copy of the one whose secret is given, or from a file."""
        from strategylib.workshop import exchange

        kept = {"delete_after": dt.date.fromisoformat(given["delete_after"]) if given.get("delete_after") else None}
        if "file" in given:
            return await asyncio.to_thread(exchange.restore, store, given["file"], **kept)
        if "copy" in given:
            found = await asyncio.to_thread(store.by_secret, str(given["copy"]))
            lobby = await self._lobbies.lobby(found) if found else None
            if lobby is None:
                raise Refused("unknown_session")
            return await asyncio.to_thread(exchange.copy, store, lobby.room.session, **kept)
        title = text(given.get("title"), "title", LONGEST_TITLE)
        return await asyncio.to_thread(store.create, title, "en" if given.get("language") == "en" else "da", **kept)


class MinutesHandler(_LeadingHandler):
    """Gives a session as a file, to whoever has its secret."""

    @web.authenticated
    async def post(self) -> None:
        """Answer with the minutes in the format that is asked for, or with the whole session as JSON."""
        given = self.get_json_body() or {}
        store = await self._lobbies.store()
        found = await asyncio.to_thread(store.by_secret, str(given.get("secret")))
        lobby, kept = (await self._lobbies.lobby(found), await asyncio.to_thread(store.session, found)) if found else (None, None)
        form = str(given.get("form"))
        if lobby is None or kept is None or form not in MINUTES:
            raise web.HTTPError(404)
        name, media_type, content = await asyncio.to_thread(_minutes, lobby.room, form, kept.delete_after)
        self.set_header("Content-Type", media_type)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("Cache-Control", "no-store")
        self.finish(content)


def _minutes(room: Room, form: str, delete_after: str | None) -> tuple[str, str, bytes]:
    session = room.session
    if form == "json":
        from strategylib.workshop.exchange import as_data

        return f"moede-{session.events[0].at[:10]}.json", "application/json", _json(as_data(session))
    if form == "results":
        from strategylib.workshop.results import file_name, results

        return file_name(session, room.id), "application/json", _json(results(session))
    from strategylib.reports import FORMATS
    from strategylib.reports.minutes import minutes

    report = minutes(session, delete_after=delete_after)
    return f"{report.name}.{FORMATS[form].ending}", FORMATS[form].media_type, FORMATS[form].write(report)


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


class ResultsHandler(_LeadingHandler):
    """Puts a session's results beside the strategies of the folder that is served, for whoever has its secret."""

    def initialize(self, lobbies: Lobbies, folder: Path | None = None) -> None:
        """Take the lobbies, and the folder of the user's own strategies."""
        super().initialize(lobbies)
        self._folder = folder

    @web.authenticated
    async def post(self) -> None:
        """Write `workshops/<name>.json`, in the place of what the same session gave before, and answer with its name."""
        if self._folder is None:
            raise web.HTTPError(409)
        given = self.get_json_body() or {}
        store = await self._lobbies.store()
        found = await asyncio.to_thread(store.by_secret, str(given.get("secret")))
        lobby = await self._lobbies.lobby(found) if found else None
        if lobby is None:
            raise web.HTTPError(404)
        name, _, content = await asyncio.to_thread(_minutes, lobby.room, "results", None)
        await asyncio.to_thread(_write, self._folder / "workshops" / name, content)
        self.finish({"name": name})


def _write(path: Path, content: bytes) -> None:
    """Write a file as a whole, or not at all."""
    disk.waiting(path, content).replace(path)
    disk.settle(path.parent)
