"""What do running sentences say: a challenge, a goal, something decided, a way of working, how the strategy is steered?

Each sentence is taken for at most one element. The rules look for the verbs and turns that Danish administration uses; they are
unsure by nature, and the draft says so.
"""

from __future__ import annotations

import re

from strategylib.ingest.candidate import Candidate
from strategylib.ingest.cues import TERMS, lemma, type_of_word
from strategylib.ingest.sentences import sentences
from strategylib.ingest.vocabulary import prose_rules
from strategylib.model import ElementType as T

# What may follow a statement without being it: the reason, the consequence.
_REASON = re.compile(r",\s+(?:da|hvilket|idet|ligesom|fordi)\s")
_MEANS = re.compile(r"^(?:Det|Dette) (?:indebærer|betyder)(?: \w+)?,? at (?=(?:vi|du|medarbejder\w*|ledere\w*)\b)")
_SAYINGS = (
    ("ledestjerne", T.VALUE),
    ("motto", T.VALUE),
    ("værdigrundlag", T.VALUE),
    ("værdi", T.VALUE),
    ("mantra", T.VALUE),
    ("slogan", T.VALUE),
    ("vision", T.VISION),
    ("mission", T.CORE_TASK),
    ("kerneopgave", T.CORE_TASK),
    ("tilgang", T.PRINCIPLE),
    ("princip", T.PRINCIPLE),
)
_SAYING = re.compile(
    rf"\b((?:{'|'.join(word for word, _ in _SAYINGS)})\w{{0,4}})(?:\s+(?:er|lyder|om|som|hedder|at)){{0,2}}\s*[:,]?\s*"
    r"[”\"“»]([^”\"“»«]{10,220})[”\"“«]",
    re.IGNORECASE,
)
_COUNT = r"(?:to|tre|fire|fem|seks|syv|otte|ni|ti|\d{1,2})"
_ANNOUNCED = re.compile(rf"\b{_COUNT}\s+(?:\w+e\s+){{0,2}}(\w+)\s*:\s*([^.:]+?)\.?(?=$|\.\s)", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:er|handler om|beskriver|definerer|angiver|sætter) (?:et |en |vores |den |det )?(?:udtryk|beskrivelse|billede"
    r"|rettesnor|ramme|retning|fælles)\b|\bder er formuleret\b|\b(?:indeholder|består af|uddybes|er bygget op)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:borgmester|formand|god læselyst|tak til|læs mere|se mere|klik|foto|telefon|tlf|e-mail|side \d+"
    r"|på de (?:følgende|næste) sider)\b|@|www\.|https?:",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 25, 420  # characters of a sentence that can be an element


def candidates(text: str, block: int, area: Candidate | None, *, lead: bool = False, expected: T | None = None) -> list[Candidate]:
    """Return what the sentences of a paragraph say.

    `lead` leaves out the last one, which announces what follows; `expected` is what the heading above makes of one that no rule knows.
    """
    said = sentences(text)
    found = []
    for sentence in said[:-1] if lead else said:
        if saying := _said_so(sentence, block):
            found.append(saying)
        if not _SHORTEST <= len(sentence) <= _LONGEST or _LEFT_OUT.search(sentence):
            continue
        judged = classify(sentence) or (None if expected is None else (expected, 0.45, TERMS[expected]))
        if judged is not None:
            kind, sure, cue = judged
            found.append(
                Candidate(kind, TERMS[kind], _core(sentence, kind), block, named=False, confidence=sure, why="prose", cue=cue, parent=area)
            )
    return found


def classify(sentence: str, *, steering: bool = False) -> tuple[T, float, str] | None:
    """Return what a sentence says, how surely, and the words that tell; None when no rule fits. `steering` asks only how it is steered."""
    for kind, pattern, sure in prose_rules():
        if steering and kind is not T.GOVERNANCE_RULE:
            continue
        if match := pattern.search(sentence):
            return kind, sure, match[0]
    return None


def _core(sentence: str, kind: T) -> str:
    """Return the shortest part of a sentence that says it: without the reason after it, or the turn before it."""
    if kind is T.BEHAVIOUR and (match := _MEANS.match(sentence)):
        return sentence[match.end() :]
    cut = _REASON.search(sentence)
    return sentence[: cut.start()] if cut and cut.start() >= _SHORTEST else sentence


def _said_so(sentence: str, block: int) -> Candidate | None:
    """Return the words in quotation marks that a sentence calls a motto, a vision, an approach."""
    match = _SAYING.search(sentence)
    if match is None or len(match[2].split()) < 3:  # noqa: PLR2004 - a name
        return None
    kind = next(kind for word, kind in _SAYINGS if match[1].casefold().startswith(word))
    return Candidate(kind, lemma(match[1]), match[2].strip(), block, named=True, confidence=0.65, why="quoted", cue=match[1])


def tells_about(text: str, kind: T) -> bool:
    """Tell whether a paragraph explains what a vision, core task or goal is, instead of wording it."""
    most = {T.VISION: 3, T.CORE_TASK: 3, T.VALUE: 2}.get(kind)
    return bool(_ABOUT.search(text)) or (most is not None and len(sentences(text)) > most)


def announced(text: str) -> list[tuple[str, T, str]]:
    """Return the names that a sentence lists with their number and kind: `to grundpiller: ”Helhed” og ”Ledelse”`."""
    found = []
    for match in _ANNOUNCED.finditer(text):
        kind = type_of_word(match[1])
        if kind is not None:
            parts = (
                re.split(r",\s*|\s+(?:og|samt)\s+(?=[”\"»“])|\s+og\s+(?=[^,]+$)", match[2])
                if "”" not in match[2]
                else re.findall(r"[”\"“»]([^”\"“»«]+)[”\"“«]", match[2])
            )
            found += [(part.strip(' ”"»«“'), kind, lemma(match[1])) for part in parts if part.strip(' ”"»«“')]
    return found
