"""`export` and `import`: where can the data go, and what comes back?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from strategylib.formats import FORMATS
from strategylib.locale import Texts
from strategylib.model import WorkbookError


def add(commands: Any, words: Texts) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """Add the commands and return their parsers; both list the formats that they know."""
    listed = words.section("exchange.formats")
    made = []
    for name in ("export", "import"):
        known = [one for one, form in FORMATS.items() if name == "export" or form.read]
        lines = [words("exchange.cli.formats"), *(f"  {one:<12} {listed[one]}" for one in known)]
        help_ = words(f"exchange.cli.{name}")
        command = commands.add_parser(
            name,
            help=help_,
            description=help_,
            epilog="\n".join(lines),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_argument("format", choices=known, metavar="FORMAT", help=words("exchange.cli.format"))
        command.add_argument("--municipality", metavar="ID", help=words("exchange.cli.municipality"))
        made.append(command)
    export, import_ = made
    export.add_argument("folder", nargs="?", type=Path, help=words("exchange.cli.folder"))
    export.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=words("exchange.cli.output"))
    export.add_argument("--sources", type=Path, metavar="FOLDER", help=words("exchange.cli.sources"))
    import_.add_argument("--sources", type=Path, metavar="FOLDER", help=words("exchange.cli.import_sources"))
    export.set_defaults(run=_export)
    import_.add_argument("file", type=Path, help=words("exchange.cli.file"))
    import_.add_argument("folder", nargs="?", type=Path, help=words("exchange.cli.import_folder"))
    import_.add_argument("--with-bundled", action="store_true", help=words("exchange.cli.beside_bundled"))
    import_.add_argument("--apply", action="store_true", help=words("exchange.cli.apply"))
    import_.set_defaults(run=_import)
    return export, import_


def _export(asked: argparse.Namespace, words: Texts) -> int:
    from strategylib.formats import export
    from strategylib.workbook import open_workbook

    try:
        workbook = open_workbook(asked.folder, with_bundled=asked.with_bundled, language=words.language)
    except WorkbookError as error:
        print(error, file=sys.stderr)
        return 1
    more = {"municipality": asked.municipality, "sources": asked.sources, "language": words.language}
    print(words("exchange.cli.written", file=export(workbook, asked.format, asked.output, **more)))
    return 0


def _import(asked: argparse.Namespace, words: Texts) -> int:
    from strategylib.formats.importing import import_file

    try:
        taken = import_file(
            asked.format,
            asked.file,
            asked.folder,
            municipality=asked.municipality,
            sources=asked.sources,
            with_bundled=asked.with_bundled,
            language=words.language,
        )
        for deviation in taken.deviations:
            print(deviation, file=sys.stderr)
        print(taken if taken.rows else words("exchange.cli.no_changes"))
        if asked.apply:
            for file in taken.apply():
                print(words("exchange.cli.written", file=file))
        elif taken.rows:
            print(words("exchange.cli.ask"))
    except WorkbookError as error:
        print(error, file=sys.stderr)
        return 1
    if taken.deviations:
        print(words.count("exchange.cli.deviations", len(taken.deviations)), file=sys.stderr)
    return 1 if taken.deviations else 0
