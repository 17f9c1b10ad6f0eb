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
