"""Which sides and parts shall be measured, and with which commands? The arguments that the benchmarks of pages share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.sides import ROOT, Side, sides


def parser(description: str, parts: Iterable[str], *, runs: int) -> argparse.ArgumentParser:
    """Return a parser of the shared arguments; others can be added."""
    found = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--only", default="", help="ids of the sides to measure, with commas; one stands for all that begin with it")
    found.add_argument("--parts", default=",".join(parts), help="what to measure, with commas (default: %(default)s)")
    found.add_argument("--runs", type=int, default=runs, help="how often (default: %(default)s)")
    found.add_argument("--tables", action="store_true", help="measure nothing; print what was measured last")
    found.add_argument("--ours", default=f"{sys.executable} -m strategylib serve", help="what serves the leader app")
    found.add_argument("--cold", default="--pool 0", help="what turns its preheated kernels off")
    found.add_argument("--pool", type=int, default=2, help="how many kernels plain Voila keeps preheated (default: %(default)s)")
    found.add_argument("--rivals", type=Path, default=ROOT / "build" / "rivals", help="the virtual environment of the other frameworks")
    return found


def asked(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Read the arguments of the command line; parts that do not exist end it as wrong usage."""
    known = parser.get_default("parts").split(",")
    options = parser.parse_args()
    options.parts = options.parts.split(",")
    if unknown := set(options.parts) - set(known):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if not options.tables and not chosen(options):
        parser.error(f"no side begins with {options.only}")
    return options


def chosen(options: argparse.Namespace) -> dict[str, Side]:
    """Return the sides that were asked for, by id."""
    every = sides(ours=options.ours, cold=options.cold, pool=options.pool, rivals=options.rivals)
    return {key: side for key, side in every.items() if key.startswith(tuple(options.only.split(",")))}
