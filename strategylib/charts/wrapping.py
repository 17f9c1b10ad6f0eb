"""How wide is a text, and where does it break? Vega breaks no lines, so the charts do it with the face's own widths."""

from __future__ import annotations

# Advance widths of IBM Plex Sans Regular in em, rounded to 0.01.
_WIDTHS = {
    character: width
    for width, characters in {
        0.25: " ijìíîïı'",
        0.27: ",.l‘’‚!¡:;",
        0.31: "‹›|[]f·(){}",
        0.36: "trIJ-/\\",
        0.45: '"*z°“”„?',
        0.5: "svLcyçýÿxJ«»",
        0.53: "agkàáâãäå",
        0.56: "eèéêëFoðòóôõö_",
        0.58: "TnhuùúûüøESZbdpqYñ–",
        0.61: "0123456789PVX+=<>~",
        0.65: "CKARBÀÁÂÃÄÅ",
        0.7: "DUGHNOQØ&#",
        0.79: "w—…",
        0.87: "mMæ%",
        0.9: "WÆ@",
    }.items()
    for character in characters
}
_SEMIBOLD = 1.045
_UNKNOWN = 0.62


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in the unit of `size`."""
    return sum(_WIDTHS.get(character, _UNKNOWN) for character in text) * size * (_SEMIBOLD if bold else 1.0)


def wrap(text: str, limit: float, size: float, *, lines: int | None = None, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `limit`; what does not fit in `lines` is cut and ends in an ellipsis."""
    broken = [""]
    for word in text.split():
        for part in _parts(word, limit, size, bold=bold):
            longer = f"{broken[-1]} {part}".strip()
            if not broken[-1] or width(longer, size, bold=bold) <= limit:
                broken[-1] = longer
            else:
                broken.append(part)
    if lines is None or len(broken) <= lines:
        return broken
    last = broken[lines - 1]
    while last and width(f"{last}…", size, bold=bold) > limit:
        # Whole words go first; only a single word is cut inside.
        last = last.rpartition(" ")[0] or last[:-1]
    return [*broken[: lines - 1], f"{last.rstrip(' ,;:.')}…"]


def _parts(word: str, limit: float, size: float, *, bold: bool) -> list[str]:
    """Return the word whole, or in pieces where it is wider than a line."""
    parts = []
    while width(word, size, bold=bold) > limit and len(word) > 2:  # noqa: PLR2004 - a piece has a letter and its hyphen
        cut = max(n for n in range(1, len(word)) if n == 1 or width(f"{word[:n]}-", size, bold=bold) <= limit)
        parts.append(f"{word[:cut]}-")
        word = word[cut:]
    return [*parts, word]
