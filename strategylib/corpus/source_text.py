"""What do the lines of a source document say, with line breaks and hyphenation healed?

The sources are text extracted from published documents. A word may be hyphenated over a line break, a
list marker may be glued to its text and blank lines stand in the middle of sentences. `SourceText` reads
such a text once and answers two questions: how a range of lines reads when healed, and whether a quotation
stands there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# How a quotation marks words of the source that it leaves out: [...], also as the one character that some programs make of it.
_OMISSION = re.compile(r"\[(?:\.\.\.|…)\]")

# Bullets as they come out of the documents: real bullets, a private-use glyph, and the letters that the
# Wingdings arrows and ticks turned into. The letters count only directly before a capital.
_MARKER = re.compile(r"^\s*(?:[•·▪]\s*|[\uf000-\uf0ff]\s*|Ø\s+(?=[A-ZÆØÅ])|ü(?=[A-ZÆØÅ]))")
_HYPHENATED = re.compile(r"\w-$")
_ELLIPTIC = re.compile(r"^(?:og|eller|samt|men)\b")
_SPACED_DASH = re.compile(r"\s*([–—])\s*")
_QUOTE_MARKS = str.maketrans({"”": '"', "“": '"', "„": '"', "»": '"', "«": '"', "’": "'", "‘": "'", "\u00a0": " ", "\u00ad": ""})


def heal(lines: list[str]) -> str:
    """Join lines of a document into running text.

    A hyphen at the end of a line goes when the word continues in lower case (`vi-`, `den` gives `viden`),
    also over blank lines, and so does a soft hyphen. It stays before and after a digit or a capital (`2024-`, `2027`;
    `IT-`, `system`) and before a joining word (`pleje-`, `og`). List markers at the start of a line go.
    """
    text = ""
    for raw in lines:
        line = " ".join(_MARKER.sub("", raw).split())
        if not line:
            continue
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif _HYPHENATED.search(text) and not _ELLIPTIC.match(line):
            text = (text[:-1] if text[-2].islower() and line[0].islower() else text) + line
        else:
            text = f"{text} {line}" if text else line
    return text


def _comparable(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).translate(_QUOTE_MARKS)
    return " ".join(_SPACED_DASH.sub(r" \1 ", plain).split())


def _position(part: str, text: str, start: int) -> int:
    """Return where `part` ends in `text` as whole words, from `start` on, or -1."""
    while (found := text.find(part, start)) >= 0:
        end = found + len(part)
        before, after = text[found - 1 : found], text[end : end + 1]
        # Two entries may be glued together ("handleplanSundhedspolitik"): a capital starts a new word.
        starts = not (before.isalnum() and part[0].isalnum()) or (before.islower() and part[0].isupper())
        ends = not (after.isalnum() and part[-1].isalnum()) or (part[-1].islower() and after.isupper())
        if starts and ends:
            return end
        start = found + 1
    return -1


@dataclass(frozen=True, slots=True)
class Span:
    """Some characters of one line of a source: the line from 1, the first character from 0 and the one after the last."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class SourceText:
    """One source document as lines; line numbers count from 1."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> SourceText:
        """Split the text of a file at its line feeds; letters that were taken apart from their accents are joined."""
        lines = unicodedata.normalize("NFC", text).split("\n")
        return cls(tuple(lines[:-1] if lines[-1] == "" else lines))

    def passage(self, start: int, end: int) -> str:
        """Return lines `start` to `end` (both included, from 1) as healed text."""
        return heal(list(self.lines[start - 1 : end]))

    def holds(self, quotation: str, start: int, end: int) -> bool:
        """Tell whether `quotation` stands word for word in lines `start` to `end`.

        Line breaks, hyphenation, list markers, the shape of quotation marks and the spaces around dashes are not
        compared; everything else is. Parts around `[...]` must stand in that order.
        """
        text, position = _comparable(self.passage(start, end)), 0
        for part in _OMISSION.split(quotation):
            wanted = _comparable(part)
            if not wanted:
                continue
            position = _position(wanted, text, position)
            if position < 0:
                return False
        return True

    def spans(self, quotation: str, start: int, end: int) -> tuple[Span, ...]:
        """Return where the words of `quotation` stand in lines `start` to `end`, a span for each line; none where they do not."""
        places = [(line, column, one) for line in range(start, min(end, len(self.lines)) + 1) for column, one in self._letters(line)]
        letters, position, found = "".join(one for _, _, one in places), 0, list[Span]()
        for part in _OMISSION.split(unicodedata.normalize("NFC", quotation)):
            wanted = "".join(filter(str.isalnum, part))
            at = self._whole_words(places, letters, wanted, position)
            if at < 0:
                return ()
            position = at + len(wanted)
            for line in sorted({line for line, _, _ in places[at:position]}):
                columns = [column for other, column, _ in places[at:position] if other == line]
                found.append(Span(line, columns[0], columns[-1] + 1))
            found[-1:] = [self._with_stop(one, part) for one in found[-1:]]
        return tuple(found)

    def selection(self, first: Span, last: Span) -> tuple[str, int, int]:
        """Return the healed words from the start of `first` to the end of `last` as whole words, and their lines.

        The words are empty when there are none between the two.
        """
        cut = []
        for line in range(max(first.line, 1), min(last.line, len(self.lines)) + 1):
            text = self.lines[line - 1]
            start = _word_start(text, first.start) if line == first.line else 0
            cut.append((line, text[start : _word_end(text, last.end) if line == last.line else None]))
        spoken = [(line, text) for line, text in cut if any(map(str.isalnum, text))]
        if not spoken:
            return "", first.line, first.line
        return heal([text for _, text in spoken]), spoken[0][0], spoken[-1][0]

    def _letters(self, line: int) -> list[tuple[int, str]]:
        """Return the letters and digits of a line with their columns; those of a list marker are none."""
        text = self.lines[line - 1]
        marker = _MARKER.match(text)
        return [(column, one) for column, one in enumerate(text) if one.isalnum() and not (marker and column < marker.end())]

    def _whole_words(self, places: list[tuple[int, int, str]], letters: str, wanted: str, position: int) -> int:
        """Return where letters stand in others, rather as whole words than inside one; -1 where they do not."""
        anywhere = at = letters.find(wanted, position)
        while at >= 0 and wanted:
            line, column, _ = places[at]
            last_line, last_column, _ = places[at + len(wanted) - 1]
            if not (self._inside(line, column - 1) or self._inside(last_line, last_column + 1)):
                return at
            at = letters.find(wanted, at + 1)
        return anywhere

    def _inside(self, line: int, column: int) -> bool:
        return column >= 0 and self.lines[line - 1][column : column + 1].isalnum()

    def _with_stop(self, span: Span, part: str) -> Span:
        """Return a span with the sentence's stop, when the quotation has it."""
        after = self.lines[span.line - 1][span.end : span.end + 1]
        return Span(span.line, span.start, span.end + 1) if after and part.rstrip().endswith(after) else span


def _in_word(text: str, at: int) -> bool:
    """Tell whether a word goes on over a place between two characters; a capital after a small letter begins a new one."""
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    return before.isalnum() and after.isalnum() and not (before.islower() and after.isupper())


def _word_start(text: str, at: int) -> int:
    while _in_word(text, at):
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while _in_word(text, at):
        at += 1
    return at
