"""`python -m benchmarks.ingest [FOLDER]`: how many elements of the five strategies does a draft find, how many are right, and how fast?

FOLDER holds the five source texts (default: `STRATEGYLIB_SOURCES`). What is to be found are the elements of `data/`, and those of the
documents of `benchmarks.unseen`, in files of several programs (LibreOffice where it is installed). `benchmarks.matching` tells when an
element of the draft and one of these match. Precision is the share of the draft's elements that match, recall the share of those to be
found, type the share of the matches that have the same type.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from random import Random

import typst

import strategylib as sl
from benchmarks.matching import Found, found_in, matches
from benchmarks.renderings import renderings
from benchmarks.timing import timed
from benchmarks.unseen import HELD, MENDED, Gold, Judged, document, judged
from strategylib.corpus.source_text import SourceText
from strategylib.model import ElementType
from tests.browser.conftest import chromium

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


def unseen(made: Mapping[tuple[str, str], Path]) -> Iterable[tuple[object, ...]]:
    """Yield the rows for the documents that no rule was written from: which of them, which kind of file, counts and shares."""
    for which, names in (("mended", MENDED), ("held", HELD)):
        kinds = sorted({kind for name, kind in made if name in names})
        for kind in kinds:
            yield which, kind, *_unseen_shares(_judged(made, names, (kind,)))
        yield which, "**all**", *_unseen_shares(_judged(made, names, kinds))


def _judged(made: Mapping[tuple[str, str], Path], names: Iterable[str], kinds: Iterable[str]) -> list[Judged]:
    files = [(name, made[name, kind]) for name in names for kind in kinds if (name, kind) in made]
    return [judged(sl.ingest(file, municipality="Fjordby"), document(name).gold) for name, file in files]


def _unseen_shares(found: Sequence[Judged]) -> tuple[object, ...]:
    def share(part: str, of: str) -> str:
        return f"{sum(getattr(one, part) for one in found) / max(sum(getattr(one, of) for one in found), 1):.2f}"

    pairs = (
        ("matching", "drafted"),
        ("matching", "held"),
        ("typed", "matching"),
        ("named_reached", "named"),
        ("prose_matching", "prose_drafted"),
        ("prose_reached", "prose_held"),
        ("right_area", "under_area"),
    )
    return len(found), sum(one.held for one in found), *(share(*pair) for pair in pairs)


def surely(folder: Path, made: Mapping[tuple[str, str], Path]) -> Iterable[tuple[object, ...]]:
    """Yield for each band of confidence how many elements have it, and which share of them has the right words and type."""
    workbook = sl.open_workbook()
    five = []
    for municipality in workbook.municipalities.index:
        draft = sl.ingest(folder / f"{municipality}.txt", municipality=municipality)
        data = [Gold(one.type, one.wordings[0], named=one.named) for one in elements(workbook, municipality)]
        five.append(judged(draft, data))
    sets = (("the five", five), ("mended", _judged(made, MENDED, ("docx", "pptx"))), ("held", _judged(made, HELD, ("docx", "pptx"))))
    for which, found in sets:
        bands = [band for one in found for band in one.bands]
        for least, below in ((0.7, 1.01), (0.5, 0.7), (0.0, 0.5)):
            right = [is_right for sure, is_right in bands if least <= sure < below]
            yield which, f"{least:.1f}-{min(below, 1.0):.1f}", len(right), f"{sum(right) / max(len(right), 1):.2f}"


def speed(folder: Path) -> Iterable[tuple[object, ...]]:
    """Yield how long a draft takes: the longest of the five texts, and PDFs of 20 and 300 pages of its words."""
    longest = max(folder.glob("*.txt"), key=lambda file: file.stat().st_size)
    with tempfile.TemporaryDirectory() as temporary:
        files = [("text, 20 kB", longest)]
        words = re.sub(r"[^\w\s.,]", " ", longest.read_text(encoding="utf-8")).split()
        for pages in (20, 300):
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
    with tempfile.TemporaryDirectory() as temporary:
        made = renderings((*MENDED, *HELD), Path(temporary), chromium=chromium(), office=shutil.which("soffice") is not None)
        judged_as = ("precision", "recall", "type", "named: recall", "prose: precision", "prose: recall", "under its area")
        _print(("documents", "file", "n", "to be found", *judged_as), unseen(made))
        _print(("documents", "confidence", "n", "right"), surely(Path(asked.folder), made))
