"""Which other policies, groups and people does the text name in passing?

A municipality's strategy refers to laws and plans, to boards and partners, and to those it is for. Each is taken once, where
it is first named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from strategylib.ingest.blocks import Block
from strategylib.ingest.candidate import Candidate, comparable
from strategylib.ingest.sentences import sentences
from strategylib.model import ElementType as T

_POLICY = re.compile(
    r"\b((?:(?:ny|nye|den nye|kommunens|Regeringens|KL’s) )?"
    r"[A-ZÆØÅa-zæøå-]{3,}(?:politik(?:ken|ker|kerne)?|strategi(?:en)?|aftale(?:n|r)?|reform(?:en|er)?|lov(?:en)?|kodeks|plan(?:en)?|analyse(?:n)?"
    r"|konvention(?:en)?|standarder(?:ne)?|grundlag(?:et)?|kommissionens rapport))\b"
)
_OWN = re.compile(
    r"^(?:\w*(?:handle|tids|strategi|handlings|års|grund)plan\w*|(?:kommune|del|under|denne|vores|hele|lands)strategi\w*|\w*(?:dan|be|vidensgrund|beslutningsgrund"
    r"|datagrund|værdigrund|forsørgelses|videns|evidens)(?:grund)?lag\w*|politik\w*)$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b((?:(?:[Dd]en|[Dd]et|[Dd]e) (?:\w+e )?)?(?:[A-ZÆØÅ][a-zæøå]+-,? (?:og )?)?[A-ZÆØÅa-zæøå]{3,}-?(?:udvalg(?:et|ene)?|råd(?:et|ene)?|gruppe(?:n|r|rne)?|bestyrelse(?:n|r)?|møde(?:r|rne|t)?"
    r"|tilsyn(?:et)?|styrelsen)(?: (?:i|for) [A-ZÆØÅ]\w+(?: (?:og|&) [A-ZÆØÅ]\w+)*)?|[A-ZÆØÅ]{1,3}-?MED|[LO]?MU|OMU|MED-udvalg(?:et|ene)?)\b"
)
_NO_BODY = re.compile(
    r"(?:mål|alders|borger|risiko|bruger|undervise|års|beho|til|for|an|om|be|hver|senior|lære|område|fag|personale|medarbejder|faggr)(?:gruppe|råd|møde)\w*$|^\w*(?:område|forebygg)"
    r"\w*$|\bmøde[rt]?$|(?:for|ud|i)møde\w*$|\btil ?råd\w*$|\bstempel|uråd|^stør|ernæring|kostråd|forråd|netværksmøde|koordineringsmøde",
    re.IGNORECASE,
)
_PARTNER = re.compile(
    r"\b((?:[Dd]e )?pårørende|(?:lokale |andre )?samarbejdspartnere|frivillige(?: foreninger)?|(?:lokale |frivillige )?foreninger(?:ne)?|civilsamfund(?:et|saktører)?"
    r"|patientforeninger(?:ne)?|(?:almene )?boligorganisationer(?:ne)?|boligforeninger|(?:praktiserende|alment praktiserende) læger|almen praksis|praksissektor(?:en)?"
    r"|region(?:en)?|hospital(?:et|er|erne)|sygehus(?:et|e|ene)?|erhvervsliv(?:et)?|(?:lokale )?virksomheder(?:ne)?|uddannelsesinstitutioner(?:ne)?|andre (?:sektorer"
    r"|forvaltningsområder|forvaltninger|kommuner|myndigheder)|interesseorganisationer|brugerorganisationer|faglige organisationer)\b"
)
_TOGETHER = re.compile(r"\bsamarbejd|\binddrag|\bpartner|\bsammen med|\bi samspil|\binvolver|\bdialog|\bkoordin", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:målgruppen? (?:er|for [^.]{3,60} er|omfatter)|henvender sig til|retter sig (?:mod|til)|er (?:mål)?rettet mod) ((?:alle |de )?[^.,:;]{4,80})",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b((?:de )?(?:mest )?(?:sårbare|udsatte|socialt udsatte|svækkede) (?:borgere|ældre)|(?:borgere|mennesker|personer|voksne|ældre) med (?:mere |[a-zæøå]+(?:e|sk|ig) ){0,2}(?!behov for|deres|vores|mere)[a-zæøå]{4,}"
    r"|elever og studerende)\b"
)
_NAMES = 40  # the longest name of a group


def mentions(blocks: Sequence[Block], title: str) -> list[Candidate]:
    """Return the policies, forums and target groups that the prose and points name, each where it is first named."""
    found: dict[tuple[T, str], Candidate] = {}
    own = comparable(title)
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            continue
        for sentence in sentences(block.text):
            for kind, term, name, sure in _named(sentence):
                key = (kind, comparable(name) if kind is T.TARGET_GROUP else _stem(name))
                if len(name) > _NAMES + 20 or comparable(name) in own:
                    continue
                if key not in found:
                    found[key] = Candidate(kind, term, name, index, named=False, confidence=sure, why="mention", cue=name)
    return list(found.values())


def _stem(name: str) -> str:
    last = comparable(name).split()[-1]
    return re.sub(r"(?:kerne|erne|ene|ken|ker|en|et|er|ne|n|r|t|e)$", "", last)


def _named(sentence: str) -> list[tuple[T, str, str, float]]:
    found: list[tuple[T, str, str, float]] = []
    for match in _POLICY.finditer(sentence):
        if not _OWN.match(match[1].split()[-1]):
            found.append((T.POLICY, _policy_term(match[1]), match[1], 0.5))
    for match in _BODY.finditer(sentence):
        if not _NO_BODY.search(match[1].split(" i ")[0].split(" for ")[0]):
            found.append((T.FORUM, "forum", match[1], 0.5))
    if _TOGETHER.search(sentence):
        found += [(T.FORUM, "samarbejdspartner", match[1], 0.4) for match in _PARTNER.finditer(sentence)]
    for match in _FOR.finditer(sentence):
        found.append((T.TARGET_GROUP, "målgruppe", match[1].strip(), 0.6))
    found += [(T.TARGET_GROUP, "målgruppe", match[1], 0.4) for match in _GROUP.finditer(sentence)]
    return found


def _policy_term(name: str) -> str:
    for part, term in (
        ("politik", "politik"),
        ("strategi", "strategi"),
        ("aftale", "aftale"),
        ("reform", "reform"),
        ("lov", "lov"),
        ("plan", "plan"),
    ):
        if part in name.casefold():
            return term
    return "ramme"
