"""Which lines of a document belong to its pages and not to its words: page numbers, running heads, the table of contents?"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from strategylib.ingest.cues import is_cue
from strategylib.ingest.extract import Line

_PAGE_NUMBER = re.compile(r"^(?:side|s\.|page|-|–)?\s*\d{1,3}\s*(?:(?:af|of|/)\s*\d{1,3})?\s*[-–]?$", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.{3,}|…{2,}|(?:\. ){3,}|_{3,})\s*\d{0,3}$")
_TRAILING_NUMBER = re.compile(r"\s\d{1,3}$")
_CONTENTS = re.compile(r"^(?:indhold|indholdsfortegnelse|indholdsoversigt|contents)\s*:?(?:\s*\d+)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:https?://|www\.|link til )\S*|^\S+@\S+\.\w+$", re.IGNORECASE)

_MONTHS = re.compile(r"^(?:(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zæøå]*\.?\s*){4,}$", re.IGNORECASE)

_LABEL_NUMBER = re.compile(r"\s*\d{1,2}$")

_BOX, _BOXES = 30, 8  # characters of a box's line, and lines in a row, from which on it is a drawing
_OUTER = 0.15  # of a page's height, from its top or foot
_EDGE = 3  # lines from the top or foot of a page where a running head stands
_REPEATED = 3  # pages that bear the same line before it is a running head
_EDGES = (0.08, 0.92)  # of a page's height
_SHORT = 6  # pages
_SHARE = 0.3  # and the share of all pages
_LONGEST_TABLE = 120  # lines of a table of contents
_RUN = 4  # lines that stand elsewhere too before they are a table of contents
_MARGIN = 0.15  # the share of a document, from either end, where a table of contents without numbers stands


# Characters that nobody sees: controls, marks of direction and joining, what is no character at all. A soft hyphen parts a word and stays.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]")


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are the document's own words, without characters that nobody sees."""
    lines = [replace(line, text=_UNSEEN.sub("", unicodedata.normalize("NFC", line.text)).strip()) for line in lines]
    lines = [line for line in lines if line.text]
    heads = _running_heads(lines)
    kept = [line for index, line in enumerate(lines) if index not in heads and not _mechanical(line)]
    contents = _contents(kept) | _diagrams(kept)
    return [line for index, line in enumerate(kept) if index not in contents]


def _diagrams(lines: Sequence[Line]) -> set[int]:
    """Return the places of lines that were boxes of a drawing: many short ones in a row, most of them several times."""
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(lines) + 1):
        if index < len(lines) and len(lines[index].text) <= _BOX and lines[index].level is None and not lines[index].item:
            run.append(index)
            continue
        counts = Counter(_LABEL_NUMBER.sub("", lines[one].text).casefold().strip() for one in run)
        again = [one for one in run if counts[_LABEL_NUMBER.sub("", lines[one].text).casefold().strip()] > 1]
        if len(run) >= _BOXES and len(again) > len(run) / 2:
            found |= set(again)
        run = []
    return found


def _mechanical(line: Line) -> bool:
    text = line.text.strip()
    return bool(_PAGE_NUMBER.match(text) or _ADDRESS.match(text) or _MONTHS.match(text)) or not any(letter.isalnum() for letter in text)


def _plain(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold().strip(" #|-–•.\t")


def _running_heads(lines: Sequence[Line]) -> set[int]:
    """Return the places of lines that stand at the same edge of many pages."""
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.row is None:  # the head of a table that goes on comes again on each page, and is read each time
            pages[line.page].append(index)
    at: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for page, indices in pages.items():
        for index in _edges(lines, indices):
            if (plain := _plain(lines[index].text)) and not _LEADERS.search(lines[index].text):
                at[plain].add((page, index))
    found: set[int] = set()
    for plain, places in at.items():
        heights = [lines[index].top for _, index in places]
        known = [height for height in heights if height is not None]
        same = not known or _same_height(known)
        # Of a few pages two are enough, where the lines stand at the very edge.
        least = 2 if known and len(pages) <= _SHORT and not _EDGES[0] <= _usual(known) <= _EDGES[1] else _REPEATED
        many = len({page for page, _ in places}) >= max(least, _SHARE * len(pages))
        if many and same and not (is_cue(plain) and not known):
            usual = _usual(known) if known else None
            found |= {index for _, index in places if usual is None or _near(lines[index].top, usual)}
    return found


def _edges(lines: Sequence[Line], indices: Sequence[int]) -> set[int]:
    """Return the lines at the top and foot of a page: by their height where it is known, else the first and last."""
    known = {index for index in indices if (top := lines[index].top) is not None and not _OUTER <= top <= 1 - _OUTER}
    return known if any(lines[index].top is not None for index in indices) else {*indices[:_EDGE], *indices[-_EDGE:]}


def _same_height(heights: Sequence[float]) -> bool:
    """Tell whether most of the lines stand equally far down their pages, and near an edge."""
    usual = _usual(heights)
    same = sum(_near(height, usual) for height in heights)
    return same >= 0.6 * len(heights) and not _OUTER <= usual <= 1 - _OUTER


def _usual(heights: Sequence[float]) -> float:
    return Counter(round(height, 2) for height in heights).most_common(1)[0][0]


def _near(height: float | None, usual: float) -> bool:
    return height is not None and abs(height - usual) < 0.02  # noqa: PLR2004 - a line's height


def _contents(lines: Sequence[Line]) -> set[int]:
    """Return the places of the lines of a table of contents."""
    bare = [_TRAILING_NUMBER.sub("", _LEADERS.sub("", line.text)).strip(" .").casefold() for line in lines]
    # A heading may be broken over two lines where it stands, and whole in the table.
    whole = [f"{one} {two}" for one, two in pairwise(bare)]
    counts = Counter(bare) + Counter(whole)
    leaders = [bool(_LEADERS.search(line.text)) for line in lines]
    numbered = [bool(_TRAILING_NUMBER.search(line.text)) for line in lines]
    found = {index for index, leads in enumerate(leaders) if leads}
    index = 0
    while index < len(lines):
        if _CONTENTS.match(lines[index].text):
            end = index + 1
            while end < len(lines) and end - index < _LONGEST_TABLE:
                told = leaders[end] or numbered[end]
                # Where the first entry comes again, or a page without numbers begins, the document itself has begun.
                begun = end > index + 1 and bare[end] == bare[index + 1]
                if not told and (begun or lines[end].page != lines[index].page or counts[bare[end]] < 2):  # noqa: PLR2004 - it stands elsewhere too
                    break
                end += 1
            found |= set(range(index, end))
            index = end
            continue
        end = index
        while end < len(lines) and counts[bare[end]] > 1 and lines[end].level is None:
            end += 1
        outer = index < _MARGIN * len(lines) or end > (1 - _MARGIN) * len(lines)
        if end - index > _RUN and outer:
            found |= set(range(index, end))
        index = max(end, index + 1)
    return found
