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
from strategylib.ingest.vocabulary import any_of, vocabulary
from strategylib.model import ElementType as T

_WORDS = vocabulary()["mentions"]
_POLICY = re.compile(rf"\b((?:(?:{any_of(_WORDS['before_policies'])}) )?[A-ZÆØÅa-zæøå-]{{3,}}(?:{any_of(_WORDS['policies'])}))\b")
_OWN = re.compile(rf"^(?:{any_of(_WORDS['no_policies'])})$", re.IGNORECASE)
_BODY = re.compile(
    rf"\b((?:(?:[Dd]en|[Dd]et|[Dd]e) (?:\w+e )?)?(?:[A-ZÆØÅ][a-zæøå]+-,? (?:og )?)?[A-ZÆØÅa-zæøå]{{3,}}-?(?:{any_of(_WORDS['bodies'])})"
    r"(?: (?:i|for) [A-ZÆØÅ]\w+(?: (?:og|&) [A-ZÆØÅ]\w+)*)?|(?:[A-ZÆØÅ]{1,3}-?|[A-ZÆØÅ][a-zæøå]+-)MED|[LO]?MU|OMU|MED-udvalg(?:et|ene)?)\b"
)
_ORGANISATION = re.compile(rf"\b({any_of(_WORDS['organisations'])})\b")
_NO_BODY = re.compile(any_of(_WORDS["no_bodies"]), re.IGNORECASE)
_PARTNER = re.compile(rf"\b({any_of(_WORDS['partners'])})\b")
_TOGETHER = re.compile(rf"\b(?:{any_of(_WORDS['together'])})", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:målgruppen? (?:er|for [^.]{3,60} er|omfatter)|henvender sig til|retter sig (?:mod|til)|er (?:mål)?rettet mod"
    r"|(?:politikken|strategien|planen)\w* gælder for(?! de næste| perioden| \d))"
    r" ((?:alle |de )?[^.,:;]{4,80})",
    re.IGNORECASE,
)
_GROUP = re.compile(rf"\b({any_of(_WORDS['groups'])})\b")
_HEAD = 12  # letters of a word that the document's own title may have in another form
_NAMES = 60  # characters of the longest name of a group


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
                its_own = kind is T.POLICY and comparable(name).split()[-1][:_HEAD] in own
                if len(name) > _NAMES or its_own or comparable(name) in own:
                    continue
                if key not in found:
                    found[key] = Candidate(kind, term, name, index, named=False, confidence=sure, why="mention", cue=name)
    return list(found.values())


def _stem(name: str) -> str:
    last = comparable(name).split()[-1]
    return re.sub(r"(?:kerne|erne|ene|ken|ker|en|et|er|ne|n|r|t|e)$", "", last)


def _named(sentence: str) -> list[tuple[T, str, str, float]]:
    policies = [match[1] for match in _POLICY.finditer(sentence) if not _OWN.match(match[1].split()[-1])]
    bodies = [match[1] for match in _BODY.finditer(sentence) if not _NO_BODY.search(re.split(r" (?:i|for) ", match[1])[0])]
    partners = [match[1] for match in _PARTNER.finditer(sentence)] if _TOGETHER.search(sentence) else []
    return [
        *((T.POLICY, _policy_term(name), name, 0.5) for name in policies),
        *((T.FORUM, "forum", name, 0.5) for name in bodies),
        *((T.FORUM, "samarbejdspartner", name, 0.4) for name in partners),
        *((T.FORUM, "samarbejdspartner", match[1], 0.5) for match in _ORGANISATION.finditer(sentence)),
        *((T.TARGET_GROUP, "målgruppe", match[1].strip(), 0.6) for match in _FOR.finditer(sentence)),
        *((T.TARGET_GROUP, "målgruppe", match[1], 0.4) for match in _GROUP.finditer(sentence)),
    ]


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
