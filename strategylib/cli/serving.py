"""`serve`, `workshop` and `lab`: who shall see it, in which room, or work with it?"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path
from typing import Any

from strategylib.cli.arguments import count
from strategylib.environment import DEFAULT_PORT, LAB_PORT, LOG_LEVELS, LOOPBACK, ROOM_PORT
from strategylib.locale import Texts


def add(commands: Any, words: Texts) -> tuple[argparse.ArgumentParser, ...]:
    """Add the commands and return their parsers."""
    serve = commands.add_parser("serve", help=words("cli.serve"), description=words("cli.serve"), allow_abbrev=False)
    serve.add_argument("folder", nargs="?", type=Path, help=words("cli.serve_folder"))
    serve.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    serve.add_argument("--apps", type=Path, metavar="FOLDER", help=words("cli.apps"))
    serve.add_argument("--pool", type=count, metavar="N", help=words("cli.pool"))
    serve.add_argument("--idle", type=count, metavar="MINUTES", help=words("cli.idle"))
    serve.add_argument("--password-file", type=Path, metavar="FILE", help=words("cli.password_file"))
    serve.add_argument("--proxy", action="append", default=[], metavar="ADDRESS", help=words("cli.proxy"))
    serve.add_argument("--user-header", metavar="NAME", help=words("cli.user_header"))
    serve.add_argument("--base-url", default="/", metavar="PATH", help=words("cli.base_url"))
    serve.add_argument("--template", type=Path, metavar="FILE", help=words("cli.template"))
    serve.add_argument("--log", choices=LOG_LEVELS, default=LOG_LEVELS[0], help=words("cli.log"))
    serve.set_defaults(run=_serve)

    workshop = commands.add_parser("workshop", help=words("cli.workshop"), description=words("cli.workshop"), allow_abbrev=False)
    workshop.add_argument("folder", nargs="?", type=Path, help=words("cli.serve_folder"))
    workshop.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    workshop.add_argument("--pool", type=count, metavar="N", help=words("cli.pool"))
    workshop.add_argument("--room-port", type=int, default=ROOM_PORT, metavar="PORT", help=words("cli.room_port", port=ROOM_PORT))
    workshop.add_argument("--room-address", metavar="IP", help=words("cli.room_address"))
    workshop.add_argument("--sessions", action="store_true", help=words("cli.sessions"))
    workshop.add_argument("--erase", metavar="ID", help=words("cli.erase"))
    workshop.add_argument("--log", choices=LOG_LEVELS, default=LOG_LEVELS[0], help=words("cli.log"))
    workshop.set_defaults(run=_workshop, ip=LOOPBACK)

    lab = commands.add_parser("lab", help=words("cli.lab"), description=words("cli.lab"), allow_abbrev=False)
    lab.set_defaults(run=_lab)

    for server, port in ((serve, DEFAULT_PORT), (lab, LAB_PORT), (workshop, DEFAULT_PORT)):
        server.add_argument("--port", type=int, default=port, help=words("cli.port", port=port))
        if server is not workshop:
            server.add_argument("--ip", default=LOOPBACK, help=words("cli.ip"))
        server.add_argument("--no-browser", action="store_true", help=words("cli.no_browser"))
    return serve, workshop, lab


def _serve(asked: argparse.Namespace, words: Texts) -> int:
    from strategylib.server.app import serve

    for folder, key in ((asked.folder, "cli.no_data"), (asked.apps, "cli.no_apps")):
        if folder and not os.path.isdir(folder):  # noqa: PTH112 - never raises, whatever the name
            print(words(key, folder=folder), file=sys.stderr)
            return 2
    if asked.template and not os.path.isfile(asked.template):  # noqa: PTH113 - never raises, whatever the name
        print(words("cli.no_template", file=asked.template), file=sys.stderr)
        return 2
    serve(
        asked.folder,
        with_bundled=asked.with_bundled,
        port=asked.port,
        ip=asked.ip,
        open_browser=not asked.no_browser,
        language=words.language,
        apps=asked.apps,
        pool=asked.pool,
        idle_minutes=asked.idle,
        password_file=asked.password_file,
        proxies=asked.proxy,
        user_header=asked.user_header,
        base_url=asked.base_url,
        template=asked.template,
        log=asked.log,
    )
    return 0


def _workshop(asked: argparse.Namespace, words: Texts) -> int:
    if asked.sessions or asked.erase:
        return _kept_sessions(asked, words)
    from strategylib.server.app import serve

    if asked.folder and not os.path.isdir(asked.folder):  # noqa: PTH112 - never raises, whatever the name
        print(words("cli.no_data", folder=asked.folder), file=sys.stderr)
        return 2
    serve(
        asked.folder,
        with_bundled=asked.with_bundled,
        port=asked.port,
        open_browser=not asked.no_browser,
        language=words.language,
        room=True,
        pool=asked.pool,
        room_port=asked.room_port,
        room_ip=asked.room_address,
        log=asked.log,
    )
    return 0


def _kept_sessions(asked: argparse.Namespace, words: Texts) -> int:
    """List the sessions that are kept, or erase one."""
    from strategylib.workshop.session import fold
    from strategylib.workshop.store import Store

    with contextlib.closing(Store()) as store:
        if asked.erase:
            gone = store.erase(asked.erase)
            print(words("cli.erased" if gone else "cli.no_session", id=asked.erase), file=sys.stdout if gone else sys.stderr)
            return 0 if gone else 2
        for one in store.sessions():
            title = fold(store.events(one.id)).title
            print(words("cli.session", id=one.id, title=title, created=one.created[:10], delete_after=one.delete_after or "–"))
    return 0


def _lab(asked: argparse.Namespace, words: Texts) -> int:
    from strategylib.server.lab import lab

    return lab(port=asked.port, ip=asked.ip, open_browser=not asked.no_browser, language=words.language)
