"""Where does one sentence of Danish prose end and the next begin?"""

from __future__ import annotations

import re

# A full stop after these ends no sentence.
_SHORT = (
    r"(?:bl\.?a|fx|f\.eks|evt|ca|jf|mv|m\.v|m\.fl|mfl|osv|inkl|ekskl|pkt|nr|stk|kap|kr|mio|mia|pct|dvs|d\.v\.s|hhv|ift|ifm|pga|vedr|o\.l|mht|tlf"
    r"|max|min|udg|s|kl|dr)"
)
_END = re.compile(r"(?<=[.!?])[”\"’»)]*\s+(?=[A-ZÆØÅ0-9”\"“»«(–-])")
_FALSE_END = re.compile(rf"(?:\b{_SHORT}\.|\b\d{{1,2}}\.|\b[A-ZÆØÅ]\.)$", re.IGNORECASE)
_FALSE_UPPER = re.compile(r"\b\d{1,2}\.$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph, word for word."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.start()].rstrip()
        following = text[match.end() : match.end() + 1]
        if _FALSE_END.search(piece) and not (
            _FALSE_UPPER.search(piece) is None and following.isupper() and piece.endswith(("mv.", "osv.", "m.v."))
        ):
            continue
        closing = match[0].rstrip()
        found.append(piece + closing)
        start = match.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found
