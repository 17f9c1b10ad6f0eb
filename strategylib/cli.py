"""What can be done from a terminal? The commands; each only reads its arguments and calls the library.

Exit codes: 0 done, 1 the input has faults (all of them on stderr), 2 wrong usage or a port that cannot be used.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from strategylib.environment import DEFAULT_PORT, LAB_PORT, LOG_LEVELS, LOOPBACK, ROOM_PORT
from strategylib.locale import LANGUAGES, Texts, default_language, texts
from strategylib.model import StrategylibError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. Wrong usage ends in `SystemExit(2)`, as argparse does it."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    _write_anything()
    words = texts(_language(arguments))
    asked = _parser(words).parse_args(arguments)
    try:
        code: int = asked.run(asked, words)
    except StrategylibError as error:
        print(error, file=sys.stderr)
        return 2
    return code


def _write_anything() -> None:
    """Let a terminal that lacks some letter show it as an escape instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _language(arguments: Sequence[str]) -> str:
    """Find the language before the parser exists, since the parser's own texts are in it."""
    seeker = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    seeker.add_argument("--language")
    with contextlib.suppress(argparse.ArgumentError):
        asked: str | None = seeker.parse_known_args(arguments)[0].language
        if asked in LANGUAGES:
            return asked
    return default_language()


def _parser(words: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="strategylib", description=words("cli.description"), allow_abbrev=False)
    commands = parser.add_subparsers(required=True, metavar="validate | serve | workshop | lab | align")

    validate = commands.add_parser("validate", help=words("cli.validate"), description=words("cli.validate"), allow_abbrev=False)
    validate.add_argument("folder", nargs="?", type=Path, help=words("cli.validate_folder"))
    validate.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    validate.add_argument("--sources", type=Path, metavar="FOLDER", help=words("cli.validate_sources"))
    validate.set_defaults(run=_validate)

    serve = commands.add_parser("serve", help=words("cli.serve"), description=words("cli.serve"), allow_abbrev=False)
    serve.add_argument("folder", nargs="?", type=Path, help=words("cli.serve_folder"))
    serve.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    serve.add_argument("--apps", type=Path, metavar="FOLDER", help=words("cli.apps"))
    serve.add_argument("--pool", type=_count, metavar="N", help=words("cli.pool"))
    serve.add_argument("--idle", type=_count, metavar="MINUTES", help=words("cli.idle"))
    serve.add_argument("--password-file", type=Path, metavar="FILE", help=words("cli.password_file"))
    serve.add_argument("--proxy", action="append", default=[], metavar="ADDRESS", help=words("cli.proxy"))
    serve.add_argument("--user-header", metavar="NAME", help=words("cli.user_header"))
    serve.add_argument("--base-url", default="/", metavar="PATH", help=words("cli.base_url"))
    serve.add_argument("--template", type=Path, metavar="FILE", help=words("cli.template"))
    serve.add_argument("--log", choices=LOG_LEVELS, default=LOG_LEVELS[0], help=words("cli.log"))
    serve.set_defaults(run=_serve)

    lab = commands.add_parser("lab", help=words("cli.lab"), description=words("cli.lab"), allow_abbrev=False)
    lab.set_defaults(run=_lab)

    workshop = commands.add_parser("workshop", help=words("cli.workshop"), description=words("cli.workshop"), allow_abbrev=False)
    workshop.add_argument("folder", nargs="?", type=Path, help=words("cli.serve_folder"))
    workshop.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    workshop.add_argument("--pool", type=_count, metavar="N", help=words("cli.pool"))
    workshop.add_argument("--room-port", type=int, default=ROOM_PORT, metavar="PORT", help=words("cli.room_port", port=ROOM_PORT))
    workshop.add_argument("--room-address", metavar="IP", help=words("cli.room_address"))
    workshop.add_argument("--sessions", action="store_true", help=words("cli.sessions"))
    workshop.add_argument("--erase", metavar="ID", help=words("cli.erase"))
    workshop.add_argument("--log", choices=LOG_LEVELS, default=LOG_LEVELS[0], help=words("cli.log"))
    workshop.set_defaults(run=_workshop, ip=LOOPBACK)

    align = commands.add_parser("align", help=words("cli.align"), description=words("cli.align"), allow_abbrev=False)
    align.add_argument("folder", nargs="?", type=Path, help=words("cli.align_folder"))
    align.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    align.add_argument("--themes", action="store_true", help=words("cli.align_themes"))
    align.add_argument("--least", type=_share, default=0.25, metavar="SCORE", help=words("cli.align_least"))
    align.add_argument("--top", type=_count, metavar="N", help=words("cli.align_top"))
    align.add_argument("--coder", metavar="NAME", help=words("cli.align_coder"))
    align.add_argument("--write", action="store_true", help=words("cli.align_write"))
    align.set_defaults(run=_align)

    for server, port in ((serve, DEFAULT_PORT), (lab, LAB_PORT), (workshop, DEFAULT_PORT)):
        server.add_argument("--port", type=int, default=port, help=words("cli.port", port=port))
        if server is not workshop:
            server.add_argument("--ip", default=LOOPBACK, help=words("cli.ip"))
        server.add_argument("--no-browser", action="store_true", help=words("cli.no_browser"))
    for command in (validate, serve, workshop, lab, align):
        command.add_argument("--language", choices=LANGUAGES, help=words("cli.language"))
    return parser


def _count(text: str) -> int:
    """Return a whole number from 0 up. Raises `ValueError`, which argparse puts into words."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _share(text: str) -> float:
    """Return a number from 0 to 1. Raises `ValueError`, which argparse puts into words."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def _validate(asked: argparse.Namespace, words: Texts) -> int:
    from strategylib.workbook import open_workbook

    if asked.sources and not os.path.isdir(asked.sources):  # noqa: PTH112 - never raises, whatever the name
        print(words("cli.no_sources", folder=asked.sources), file=sys.stderr)
        return 2
    workbook = open_workbook(asked.folder, with_bundled=asked.with_bundled, sources=asked.sources, strict=False, language=words.language)
    for fault in workbook.faults:
        print(fault, file=sys.stderr)
    checked = "cli.quotes_checked" if asked.sources else "cli.quotes_unchecked"
    print(words(checked, folder=asked.sources))
    if workbook.faults:
        print(words.count("cli.faults", len(workbook.faults)), file=sys.stderr)
        return 1
    strategies = workbook.corpus.strategies
    print(words.count("cli.ok", len(strategies), elements=sum(len(one.elements) for one in strategies)))
    return 0


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


def _align(asked: argparse.Namespace, words: Texts) -> int:
    """Print what is suggested as a table of comma-separated values, or write it into the folder."""
    from strategylib.analysis.suggestions import suggest_alignments, suggest_themes
    from strategylib.corpus.judging import write_suggestions
    from strategylib.workbook import open_workbook

    if asked.write and asked.folder is None:
        print(words("cli.align_where"), file=sys.stderr)
        return 2
    workbook = open_workbook(asked.folder, with_bundled=asked.with_bundled, strict=False, language=words.language)
    if workbook.faults:
        for fault in workbook.faults:
            print(fault, file=sys.stderr)
        print(words.count("cli.faults", len(workbook.faults)), file=sys.stderr)
        return 1
    suggest = suggest_themes if asked.themes else suggest_alignments
    found = suggest(workbook, least=asked.least, coder=asked.coder, language=words.language)
    if asked.top is not None:
        found = found.sort_values("score", ascending=False, kind="stable").head(asked.top)
    if asked.write:
        rows = found.to_dict("records")
        alignments, codings = (None, rows) if asked.themes else (rows, None)
        for path in write_suggestions(asked.folder, alignments=alignments, codings=codings):
            print(words.count("cli.align_written", len(rows), file=path))
    else:
        found.to_csv(sys.stdout, index=False, lineterminator="\n")
    return 0


def _lab(asked: argparse.Namespace, words: Texts) -> int:
    from strategylib.server.lab import lab

    return lab(port=asked.port, ip=asked.ip, open_browser=not asked.no_browser, language=words.language)
