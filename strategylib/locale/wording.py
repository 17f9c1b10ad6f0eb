"""How are dates, numbers and lists written for the reader?"""

from __future__ import annotations

from collections.abc import Sequence

from strategylib.locale import Texts


def number(value: float, texts: Texts) -> str:
    """Return a number as the reader writes it: `1.234,5` in Danish, `1,234.5` in English."""
    plain = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    return plain.translate(str.maketrans(",.", texts("numbers.thousands") + texts("numbers.decimal")))


def decimals(value: float, places: int, texts: Texts) -> str:
    """Return a number with so many decimals: `0,61` in Danish, `0.61` in English."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", texts("numbers.thousands") + texts("numbers.decimal")))


def count_word(n: int, texts: Texts) -> str:
    """Return a small count as a word with a capital (`Fem`), a larger one as digits."""
    words = texts.section("numbers")["words"]
    return str(words[n]) if n < len(words) else number(n, texts)


def date(iso: str, texts: Texts) -> str:
    """Return an ISO date of any precision in words: `2018`, `juni 2018` or `1. juli 2025`."""
    year, *rest = iso.split("-")
    if not rest:
        return year
    month = texts.section("numbers")["months"][int(rest[0]) - 1]
    return texts("numbers.day", day=int(rest[1]), month=month, year=year) if len(rest) > 1 else f"{month} {year}"


def listing(words: Sequence[str], texts: Texts) -> str:
    """Return words as a list in running text: `Viborg`, `Viborg og Hillerød`, `Viborg, Hillerød og Norddjurs`."""
    if len(words) < 2:  # noqa: PLR2004 - one word is no list
        return "".join(words)
    return f"{', '.join(words[:-1])} {texts('numbers.and')} {words[-1]}"


def lines(first: int, last: int, texts: Texts) -> str:
    """Return a place in a document: `linje 438` or `linje 199-202`."""
    if first == last:
        return texts("evidence.line", first=first)
    return texts("evidence.lines", first=first, last=last)


def cadence(months: int, texts: Texts) -> str:
    """Return how often something happens: `hvert år`, `hvert 2. år`, `hvert halve år`, `hver 3. måned`."""
    if months % 12 == 0:
        years = months // 12
        return texts("details.every.year") if years == 1 else texts("details.every.years", n=years)
    if months == 6:  # noqa: PLR2004 - half a year
        return texts("details.every.half_year")
    return texts.count("details.every", months)
