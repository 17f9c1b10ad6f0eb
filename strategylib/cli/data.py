"""`validate`, `ingest` and `align`: what is in a data folder, in a document that is none yet, and what is alike in it?"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from strategylib.cli.arguments import count, share
from strategylib.locale import Texts


def add(commands: Any, words: Texts) -> tuple[argparse.ArgumentParser, ...]:
    """Add the commands and return their parsers."""
    validate = commands.add_parser("validate", help=words("cli.validate"), description=words("cli.validate"), allow_abbrev=False)
    validate.add_argument("folder", nargs="?", type=Path, help=words("cli.validate_folder"))
    validate.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    validate.add_argument("--sources", type=Path, metavar="FOLDER", help=words("cli.validate_sources"))
    validate.set_defaults(run=_validate)

    ingest = commands.add_parser("ingest", help=words("ingest.cli.help"), description=words("ingest.cli.help"), allow_abbrev=False)
    ingest.add_argument("files", nargs="+", type=Path, metavar="FILE", help=words("ingest.cli.files"))
    ingest.add_argument("-m", "--municipality", required=True, metavar="NAME", help=words("ingest.cli.municipality"))
    ingest.add_argument("-o", "--folder", type=Path, metavar="FOLDER", help=words("ingest.cli.folder"))
    ingest.set_defaults(run=_ingest)

    align = commands.add_parser("align", help=words("cli.align"), description=words("cli.align"), allow_abbrev=False)
    align.add_argument("folder", nargs="?", type=Path, help=words("cli.align_folder"))
    align.add_argument("--with-bundled", action="store_true", help=words("cli.with_bundled"))
    align.add_argument("--themes", action="store_true", help=words("cli.align_themes"))
    align.add_argument("--least", type=share, default=0.25, metavar="SCORE", help=words("cli.align_least"))
    align.add_argument("--top", type=count, metavar="N", help=words("cli.align_top"))
    align.add_argument("--coder", metavar="NAME", help=words("cli.align_coder"))
    align.add_argument("--write", action="store_true", help=words("cli.align_write"))
    align.set_defaults(run=_align)
    return validate, ingest, align


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


def _ingest(asked: argparse.Namespace, words: Texts) -> int:
    from strategylib.ingest import SURE, IngestError, default_folder, ingest

    folder = asked.folder or default_folder(asked.municipality)
    try:
        draft = ingest(asked.files, municipality=asked.municipality, folder=folder, language=words.language)
    except IngestError as error:
        print(error, file=sys.stderr)
        return 1
    unsure = sum(sure < SURE for sure in draft.confidence.values())
    print(words.count("ingest.done", len(draft.elements), folder=folder, unsure=unsure))
    for doubt in draft.doubts:
        if doubt.element is None:
            print(f"- {doubt.why}")
    print(words("ingest.next", folder=folder))
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
