"""`python -m benchmarks.ingest [FOLDER]`: how many elements of the five strategies does a draft find, how many are right, and how fast?

FOLDER holds the five source texts (default: `STRATEGYLIB_SOURCES`). The elements of `data/` are what is to be found. An element of the
draft and one of the data match when their words do: of the words that either has, both have at least half (Jaccard of the sets of
words >= 0.5), or all words of one are in the other and it has at least a third of them. An element matches once; pairs are taken from
the most alike down, those of the same type first. A quotation of an element counts as its words too. Precision is the share of the
draft's elements that match, recall the share of the data's, type the share of the matches whose type is the data's.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

import typst

import strategylib as sl
from benchmarks.matching import Found, found_in, matches
from benchmarks.timing import timed
from strategylib.corpus.source_text import SourceText
from strategylib.model import ElementType

_RUNS = 5


def drafted(file: Path, municipality: str) -> list[Found]:
    """Return the elements that `sl.ingest` drafts."""
    return found_in(sl.ingest(file, municipality=municipality).elements)


def every_point(file: Path, _: str) -> list[Found]:
    """Take every bullet and numbered line for an element of the commonest type that points have."""
    lines = file.read_text(encoding="utf-8").split("\n")
    points = [line for line in lines if re.match(r"\s*(?:[•\uf000-\uf0ff-]\s*|\d[\d.]*[.:)\s]\s*|Ø\s|ü(?=[A-ZÆØÅ]))\S", line)]
    return [Found("initiative", (re.sub(r"^\W*(?:\d[\d.]*)?\W*", "", line),), True) for line in points]  # noqa: FBT003 - a point is named


def every_sentence(file: Path, _: str) -> list[Found]:
    """Take every sentence for an element."""
    text = SourceText.of(file.read_text(encoding="utf-8"))
    whole = text.passage(1, len(text.lines))
    return [Found("principle", (one,), False) for one in re.split(r"(?<=[.!?:])\s+", whole) if len(one) > 10]  # noqa: FBT003, PLR2004


WAYS: dict[str, Callable[[Path, str], list[Found]]] = {"every point": every_point, "every sentence": every_sentence, "ingest": drafted}


def elements(workbook: sl.Workbook, municipality: str) -> list[Found]:
    """Return the elements of the data."""
    found = workbook.strategy(municipality).elements
    return [Found(one.type.value, (one.label,), one.named) for one in found]


def rows(folder: Path) -> Iterable[tuple[object, ...]]:
    """Yield the rows of the table: way, municipality, counts, and the six shares."""
    workbook = sl.open_workbook()
    for way, read in WAYS.items():
        whole: Counter[str] = Counter()
        for municipality in workbook.municipalities.index:
            draft, data = read(folder / f"{municipality}.txt", municipality), elements(workbook, municipality)
            found = matches(draft, data)
            counts = Counter(
                draft=len(draft),
                data=len(data),
                found=len(found),
                typed=sum(draft[i].type == data[j].type for i, j in found.items()),
                draft_named=sum(one.named and one.type != "cascade_level" for one in draft),
                found_named=sum(draft[i].named and draft[i].type != "cascade_level" for i in found),
                data_named=sum(one.named for one in data),
                reached_named=sum(data[j].named for j in found.values()),
                typed_named=sum(data[j].named and draft[i].type == data[j].type for i, j in found.items()),
            )
            whole += counts
            yield way, municipality, *_shares(counts)
        yield way, "**all five**", *_shares(whole)


def _shares(counts: Counter[str]) -> tuple[object, ...]:
    def share(part: str, of: str) -> str:
        return f"{counts[part] / counts[of]:.2f}" if counts[of] else "-"

    return (
        counts["draft"],
        counts["data"],
        share("found", "draft"),
        share("found", "data"),
        share("typed", "found"),
        share("found_named", "draft_named"),
        share("reached_named", "data_named"),
        share("typed_named", "reached_named"),
    )


def types(folder: Path) -> Iterable[tuple[object, ...]]:
    """Yield for each type how many the draft has, how many match an element of the data, and how many one of the same type."""
    workbook = sl.open_workbook()
    drafts, matched, right, there = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for municipality in workbook.municipalities.index:
        draft, data = drafted(folder / f"{municipality}.txt", municipality), elements(workbook, municipality)
        found = matches(draft, data)
        drafts.update(one.type for one in draft)
        there.update(one.type for one in data)
        matched.update(draft[i].type for i in found)
        right.update(draft[i].type for i, j in found.items() if draft[i].type == data[j].type)
    for kind in ElementType:
        yield kind.value, there[kind.value], drafts[kind.value], matched[kind.value], right[kind.value]


def speed(folder: Path) -> Iterable[tuple[object, ...]]:
    """Yield how long a draft takes: the longest of the five texts, and PDFs of 20 and 200 pages of its words."""
    longest = max(folder.glob("*.txt"), key=lambda file: file.stat().st_size)
    with tempfile.TemporaryDirectory() as temporary:
        files = [("text, 20 kB", longest)]
        words = re.sub(r"[^\w\s.,]", " ", longest.read_text(encoding="utf-8")).split()
        for pages in (20, 200):
            file = Path(temporary) / f"{pages}.pdf"
            drawn = Random(pages)
            shuffled = [" ".join(drawn.sample(words, 400)) for _ in range(pages)]
            body = "\n#pagebreak()\n".join(f"= Fokusområde {page}: {one[:30]}\n{one}" for page, one in enumerate(shuffled, 1))
            file.write_bytes(typst.compile(body.encode()))
            files.append((f"PDF, {pages} pages", file))
        for name, file in files:
            times = timed(lambda file=file: sl.ingest(file, municipality="Strandby"), _RUNS)  # type: ignore[misc]
            yield name, _RUNS, f"{statistics.median(times):.2f} ({min(times):.2f}-{max(times):.2f})"


def _print(head: Sequence[str], body: Iterable[Sequence[object]]) -> None:
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in body:
        print(f"| {' | '.join(map(str, row))} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("STRATEGYLIB_SOURCES"), help="the five source texts")
    asked = parser.parse_args()
    if asked.folder is None:
        parser.error("name the folder with the five source texts, or set STRATEGYLIB_SOURCES")
    shares = ("precision", "recall", "type", "named: precision", "named: recall", "named: type")
    _print(("way", "document", "in the draft", "in the data", *shares), rows(Path(asked.folder)))
    _print(("type", "in the data", "in the draft", "matching", "of the same type"), types(Path(asked.folder)))
    _print(("document", "n", "median s (min-max)"), speed(Path(asked.folder)))
