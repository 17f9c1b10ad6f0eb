"""What can be done from a terminal? The commands; each only reads its arguments and calls the library.

Exit codes: 0 done, 1 the input has faults (all of them on stderr), 2 wrong usage or a port that cannot be used.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Sequence

from strategylib.cli import data, exchange, serving
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
    commands = parser.add_subparsers(required=True, metavar="validate | ingest | align | serve | workshop | lab | export | import")
    for group in (data, serving, exchange):
        for command in group.add(commands, words):
            command.add_argument("--language", choices=LANGUAGES, help=words("cli.language"))
    return parser
