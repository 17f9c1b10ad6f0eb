"""Which lines make one paragraph, one heading or one point of a list?

Text from a PDF or a text file comes in lines that were broken to fit a page. What belongs together is told by hyphens, small
letters, sentence ends and how full the line above is, and by sizes and white space where the format has them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from strategylib.corpus.source_text import heal
from strategylib.ingest.cues import is_cue, labelled
from strategylib.ingest.extract import Line

BULLETS = "•·▪●○■□◦‣⁃►▶➢➔→❖✓✔★◆*\uf000-\uf0ff"
_BULLET = re.compile(rf"^\s*(?:[{BULLETS}]\s*|[-–—]\s+|o\s+(?=\w)|Ø\s+(?=[A-ZÆØÅ])|ü\s*(?=[A-ZÆØÅ]))(?=\S)")
_LONE_BULLET = re.compile(rf"^\s*(?:[{BULLETS}]|[-–—o])\s*$")
_NUMBER = re.compile(r"^\s*\(?(\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\s*[.:)]\s*\D)|[a-h](?=\)))\s*[.:)]*\s*[-–]?\s*(?=\S)")
_CONNECTS = re.compile(
    r"(?:^|\s)(?:og|eller|samt|men|i|på|for|til|af|at|med|om|ved|fra|under|over|mod|mellem|hos|uden|efter|inden|den|det|de|en|et|som|der|vores|sin|sit"
    r"|sine|deres|hvor|når|så|er|skal|vil|kan|har|bliver|via|gennem|både|fx|bl\.a\.|herunder|hvordan|hvilke)$|[,&/–-]$",
    re.IGNORECASE,
)
# Words that are written with a capital only where something begins.
_BEGINNING = re.compile(
    r"^(?:Vi|Kommunen|Der|Det|Den|De|Alle|At|Flere|Færre|En|Et|Ingen|Hver|Hvert|Vores|Borger\w*|Medarbejder\w*|Ledere\w*|Pårørende|Hvordan|Hvad|Hvorfor|Derfor|Når|Hvis|Ved|Som|Fra"
    r"|Gennem|Øget|Øge|Styrke\w*|Skabe|Udvikle|Sikre|Bedre|Mere|Nye|Fokus|Indsats\w*|Mål\w*)\b"
)
_ENDS = re.compile(r"[.!?:…][”\"’»)]*$")
_OPENING, _CLOSING = '”"“„»«', '”"“«»'
_HYPHENATED = re.compile(r"\w-$")
_SHORTENED = ("…", "bl.a.", "fx.", "evt.", "mv.", "ca.")  # ends that end no sentence
_QUOTE_LINES = 8  # a quotation that is shown is short
_FULL = 0.82  # of the width around it: such a line was broken because it was full
_BOLD_LEVEL = 7  # a paragraph in bold letters stands below every real heading
_FAR = 3  # blank lines, or heights of white
_NARROW = 45  # characters; in narrower columns a full line tells nothing
_NEAR = 10  # lines before and after that tell how wide the column is
_WHITE = 0.75  # line heights of white that part paragraphs
_LONGEST_HEADING = 110  # characters
_MOST_WORDS = 14
_SHORTEST_NAME = 8  # characters
_FEW_WORDS = 8  # of a heading that looks like text and is known by its words alone


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or point of a list, healed.

    `kind` is `heading`, `item` or `text`; `level` is a heading's level from 1 where the format or the letters' size tells it.
    `mark` is how a point is marked: its bullet, `number`, `letter`, or empty. `number` is the document's own. `file` counts the files
    it was read from. `apart` is 2 when it stands far below what is above it, 1 when it begins a page or column or is set in, else 0.
    `row` is the text of the whole row where it stands in a table.
    """

    text: str
    page: int
    kind: str
    level: int | None = None
    mark: str = ""
    number: str | None = None
    file: int = 0
    apart: int = 0
    row: str | None = None

    @property
    def leads(self) -> bool:
        """Whether the block announces what follows."""
        return self.text.endswith((":", "…", "..."))


@dataclass(slots=True)
class _Open:
    """A block that lines are still added to."""

    first: Line
    last: Line
    text: str
    mark: str
    number: str | None
    lines: int = 1


@dataclass(frozen=True, slots=True)
class _Flow:
    """How the lines of a document flow: whether blank lines stand inside sentences, and which lines are whole by themselves."""

    spread: bool
    again: frozenset[str]
    heads: frozenset[int]


def blocks(lines: Sequence[Line]) -> list[Block]:
    """Join the lines of a document into blocks, in their order."""
    lines = _with_bullets_joined(lines)
    widths, body = _widths(lines), _body_size(lines)
    flow = _Flow(_double_spaced(lines), _again(lines), _heads(lines))
    opened: list[_Open] = []
    for index, line in enumerate(lines):
        mark, number, text = _marked(line)
        current = opened[-1] if opened else None
        joins = current is not None and index not in flow.heads and _continues(current, line, widths[index - 1], flow, marked=bool(mark))
        if current is not None and joins:
            whole = f"{text}" if not mark else line.text
            current.text, current.last, current.lines = heal([current.text, whole]), line, current.lines + 1
        else:
            opened.append(_Open(line, line, heal([text]), mark, number))
    levels = _levels(opened, body)
    return [_closed(one, levels, body) for one in opened if one.text]


def _with_bullets_joined(lines: Sequence[Line]) -> list[Line]:
    """Put a bullet that stands alone on its line before the next line."""
    joined: list[Line] = []
    lone: Line | None = None
    for line in lines:
        if _LONE_BULLET.match(line.text) and not line.whole:
            lone = line
            continue
        joined.append(replace(line, text=f"• {line.text}", begins=True) if lone is not None else line)
        lone = None
    return joined


def _marked(line: Line) -> tuple[str, str | None, str]:
    """Return how a line is marked as a point, its number, and the text without the mark."""
    if match := _BULLET.match(line.text):
        return match[0].strip() or "•", None, line.text[match.end() :]
    if match := _NUMBER.match(line.text):
        return "number" if match[1][0].isdigit() else "letter", match[1], line.text[match.end() :]
    return ("•" if line.item else ""), None, line.text


def _widths(lines: Sequence[Line]) -> list[float]:
    """Return for each line how wide the column around it is, in characters or points."""
    own = [len(line.text) if line.right is None or line.left is None else line.right - line.left for line in lines]
    return [_high(own[max(0, index - _NEAR) : index + _NEAR + 1]) for index in range(len(lines))]


def _high(values: Sequence[float]) -> float:
    return sorted(values)[int(0.85 * (len(values) - 1))]


def _double_spaced(lines: Sequence[Line]) -> bool:
    """Tell whether blank lines stand between the lines of a sentence, so that they part nothing."""
    gaps = [line.gap for line in lines if line.left is None and line.gap is not None and line.text[:1].islower()]
    return len(gaps) >= 5 and sum(gap >= 1 for gap in gaps) > len(gaps) / 2  # noqa: PLR2004 - fewer tell nothing


def _body_size(lines: Sequence[Line]) -> float | None:
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.size is not None:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _continues(current: _Open, line: Line, width: float, flow: _Flow, *, marked: bool) -> bool:
    """Tell whether a line goes on with the block above it."""
    if line.whole or current.last.whole:
        return False
    if _capitals(current, line) or (_open_quote(current.text) and current.lines < _QUOTE_LINES):
        return True
    if marked or _differs(current.last, line):
        return False
    if current.text.endswith("\u00ad") or (_HYPHENATED.search(current.text) and line.text[:1].islower()):
        return True
    if line.text[:1].islower():
        return not _ENDS.search(current.text) or current.text.endswith(_SHORTENED)
    return _continues_with_capital(current, line, width, flow)


def _continues_with_capital(current: _Open, line: Line, width: float, flow: _Flow) -> bool:
    """Tell whether a line that begins with a capital goes on with a sentence, or with a paragraph."""
    above, text = current.text, line.text
    whole = _unmarked(text) in flow.again or (current.lines == 1 and _unmarked(current.last.text) in flow.again)
    ended, numbered = bool(_ENDS.search(above)), labelled(text)
    waits = not ended and bool(_CONNECTS.search(above)) and not (numbered and numbered[1])
    if whole or (not waits and (_stands_alone(text) or _stands_alone(above))):
        return False
    parted = line.begins or _parted(line, spread=flow.spread) or (not ended and bool(_BEGINNING.match(text)))
    filled = _filled(current, width) and not above.endswith((":", "…")) and (line.left is not None or width >= _NARROW)
    return waits or (not parted and filled)


def _capitals(current: _Open, line: Line) -> bool:
    """Tell whether two lines are a heading in capitals."""
    short = len(current.text) + len(line.text) < _LONGEST_HEADING
    return short and current.text.isupper() and line.text.isupper() and not current.mark and not line.gap


def _unmarked(text: str) -> str:
    return _NUMBER.sub("", _BULLET.sub("", text)).casefold().strip(" .:")


def _again(lines: Sequence[Line]) -> frozenset[str]:
    """Return the short lines that stand in the document more than once, as a point and as a heading: each is whole by itself."""
    short = [line.text for line in lines if _SHORTEST_NAME < len(line.text) <= _LONGEST_HEADING]
    counts = Counter(map(_unmarked, short))
    points = {_unmarked(text) for text in short if _BULLET.match(text) or _NUMBER.match(text)}
    return frozenset(text for text in points if counts[text] > 1)


def _heads(lines: Sequence[Line]) -> frozenset[int]:
    """Return the places of lines between two sentences that are none: after a full stop, without one, and before a capital."""
    found = set()
    for index, (above, line, below) in enumerate(zip(lines, lines[1:], lines[2:], strict=False), 1):
        between = bool(_ENDS.search(above.text)) and below.text[:1].isupper()
        short = len(line.text) <= _LONGEST_HEADING and not _ENDS.search(line.text) and not _CONNECTS.search(line.text)
        if between and short and line.text[:1].isupper():
            found.add(index)
    return frozenset(found)


def _stands_alone(text: str) -> bool:
    """Tell whether a line is a heading by its words or its capitals, so that nothing joins it."""
    if len(text) > _LONGEST_HEADING:
        return False
    return is_cue(text) or labelled(text) is not None or (text.isupper() and len(text) > 3)  # noqa: PLR2004 - an abbreviation


def _open_quote(text: str) -> bool:
    """Tell whether a quotation that began the text has not ended."""
    if text[:1] not in _OPENING or len(text) > 500:  # noqa: PLR2004 - no quotation runs over a page
        return False
    return not any(letter in _CLOSING for letter in text[1:])


def _differs(one: Line, two: Line) -> bool:
    """Tell whether the letters of two lines are of different kinds."""
    if one.size is None or two.size is None:
        return False
    return abs(one.size - two.size) > 0.08 * max(one.size, two.size) or (one.bold != two.bold)


def _parted(line: Line, *, spread: bool) -> bool:
    if line.gap is None:
        return False
    if line.left is None:
        return line.gap >= (2 if spread else 1)
    return line.gap > _WHITE


def _filled(current: _Open, width: float) -> bool:
    last = current.last
    own = len(last.text) if last.right is None or last.left is None else last.right - last.left
    return own >= _FULL * width


def _levels(opened: Sequence[_Open], body: float | None) -> dict[float, int]:
    """Return the level of each size of letters that is larger than the body's."""
    if body is None:
        return {}
    sizes = {round(one.first.size * 2) / 2 for one in opened if one.first.size is not None and one.first.size > 1.08 * body}
    return {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1)}


def _closed(one: _Open, levels: dict[float, int], body: float | None) -> Block:
    """Return the finished block with its kind."""
    line, text = one.first, " ".join(one.text.split())
    level = line.level
    short = len(text) <= _LONGEST_HEADING and len(text.split()) <= _MOST_WORDS
    if level is None and line.size is not None and short and any(letter.isalpha() for letter in text):
        level = levels.get(round(line.size * 2) / 2)
        if level is None and line.bold and one.mark in ("", "number", "letter") and not text.endswith((".", ",", ";")):
            level = len(levels) + 1
    if level is None and line.whole and line.bold and short and not one.mark and not text.endswith((".", ",", ";")):
        level = _BOLD_LEVEL
    if level is not None and one.mark in ("", "number", "letter"):
        kind = "heading"
    elif one.mark:
        kind = "item"
    elif (short and not text.endswith((".", ",", ";")) and len(text.split()) <= _FEW_WORDS and (is_cue(text) or labelled(text))) or (
        short and body is None and not line.whole and not text.endswith((".", ",", ";")) and not text[:1].islower()
    ):
        kind = "heading"
    else:
        kind = "text"
    apart = 2 if (line.gap or 0) >= _FAR else int(line.begins)
    return Block(text, line.page, kind, level, one.mark, one.number, apart=apart, row=line.row)
