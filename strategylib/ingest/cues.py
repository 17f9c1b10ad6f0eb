"""Which words announce what follows in a Danish strategy, and which of the common types do they announce?

A cue is a word of the field (`fokusområder`, `succeskriterier`) or a phrase (`Det gør vi ved`, `Vi lykkes, når`). The table here is
the whole vocabulary of the recognition; it holds the field's words, not those of any one document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from strategylib.model import ElementType as T

# The ordinary Danish word for each type, for elements whose document has no word of its own.
TERMS = {
    T.VISION: "vision",
    T.CORE_TASK: "kerneopgave",
    T.CORE_TASK_TRANSLATION: "oversættelse af kerneopgaven",
    T.BEHAVIOUR: "adfærd",
    T.VALUE: "værdi",
    T.CHALLENGE: "udfordring",
    T.PILLAR: "grundpille",
    T.PRINCIPLE: "princip",
    T.FOCUS_AREA: "fokusområde",
    T.GOAL: "mål",
    T.INITIATIVE: "indsats",
    T.ACTIVITY: "aktivitet",
    T.INDICATOR: "indikator",
    T.KEYWORD: "nøgleord",
    T.POLICY: "politik",
    T.GOVERNANCE_RULE: "styringsregel",
    T.FORUM: "forum",
    T.CASCADE_LEVEL: "led",
    T.TARGET_GROUP: "målgruppe",
    T.PERIOD: "periode",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """What a heading or a lead-in announces.

    `many` tells that it names several (`fokusområder`), whose names then follow; `count` how many, when it says so. `phrase` tells
    that it is a saying, not a noun.
    """

    type: T
    term: str
    many: bool = False
    count: int | None = None
    phrase: bool = False


# Nouns: how the word ends in the singular, what its forms end in, and what it announces. The first that fits counts. A word may have
# anything before it, since Danish compounds carry their head last (`strategispor`, `effektmål`).
_NOUNS: tuple[tuple[str, str, T], ...] = (
    (r"kerneopgave", r"n|r|rne|ns", T.CORE_TASK),
    (r"mission", r"en|er|erne|s", T.CORE_TASK),
    (r"vision", r"en|er|erne|s", T.VISION),
    (r"fremtidsbillede", r"t|r|rne", T.VISION),
    (r"succeskriteri(?:um|e|er|et|erne|erier)", r"r|t|rne", T.INDICATOR),
    (r"indikator", r"en|er|erne", T.INDICATOR),
    (r"måltal", r"let|lene", T.INDICATOR),
    (r"målepunkt", r"et|er|erne", T.INDICATOR),
    (r"nøgletal", r"let|lene", T.INDICATOR),
    (r"effektmål", r"et|ene", T.INDICATOR),
    (r"nøgleord", r"et|ene", T.KEYWORD),
    (r"stikord", r"et|ene", T.KEYWORD),
    (r"målgruppe", r"n|r|rne", T.TARGET_GROUP),
    (r"(?:(?<!\w)|hoved|kerne|del|udviklings|strategi|fælles)udfordring", r"en|er|erne", T.CHALLENGE),
    (r"rammevilkår", r"et|ene", T.CHALLENGE),
    (r"problemstilling", r"en|er|erne", T.CHALLENGE),
    (r"tendens", r"en|er|erne", T.CHALLENGE),
    (r"grundpille", r"n|r|rne", T.PILLAR),
    (r"søjle", r"n|r|rne", T.PILLAR),
    (r"hjørnesten", r"en|ene", T.PILLAR),
    (r"byggesten", r"en|ene", T.PILLAR),
    (r"fundament", r"et|er|erne", T.PILLAR),
    (r"værdigrundlag", r"et|ene", T.VALUE),
    (r"menneskesyn", r"et|ene", T.VALUE),
    (r"ledestjerne", r"n|r|rne", T.VALUE),
    (r"værdi", r"en|er|erne", T.VALUE),
    (r"motto", r"et|er|erne", T.VALUE),
    (r"princip", r"pet|per|perne", T.PRINCIPLE),
    (r"(?:(?<!\w)|tværgående |arbejds|til)tilgang", r"en|e|ene", T.PRINCIPLE),
    (r"dogme", r"t|r|rne", T.PRINCIPLE),
    (r"rettesnor", r"en|e|ene", T.PRINCIPLE),
    (r"hjørneflag", r"et|ene", T.PRINCIPLE),
    (r"(?:leve|spille)regel", r"len|", T.PRINCIPLE),
    (r"(?:leve|spille)regler", r"ne", T.PRINCIPLE),
    (r"byggeklods", r"en|er|erne", T.PILLAR),
    (r"(?<!\w)forudsætning", r"en|er|erne", T.PILLAR),
    (r"(?<!\w)drøm", r"men|me|mene", T.VISION),
    (r"målbillede", r"t|r|rne", T.GOAL),
    (r"(?<!\w)(?:effekt|resultat)", r"en|et|er|erne", T.GOAL),
    (r"(?<!\w)(?:greb|virkemiddel|virkemidler)", r"et|ene|ne", T.INITIATIVE),
    (r"(?<!\w)projekt", r"et|er|erne", T.ACTIVITY),
    (r"ledetråd", r"en|e|ene", T.FOCUS_AREA),
    (r"(?<!\w)(?:løfte|hensigt)", r"t|r|rne|en|er|erne", T.GOAL),
    (r"fokuspunkt", r"et|er|erne", T.ACTIVITY),
    (r"(?:(?<!\w)|hoved|kerne|del|udviklings|strategi|fælles)aktivitet", r"en|er|erne", T.ACTIVITY),
    (r"milepæl", r"en|e|ene", T.ACTIVITY),
    (r"indsatsområde", r"t|r|rne", T.FOCUS_AREA),
    (r"indsatsspor", r"et|ene", T.FOCUS_AREA),
    (r"fokusområde", r"t|r|rne", T.FOCUS_AREA),
    (r"(?:strategi|mål|hoved|tema|politik|ambitions|udviklings|prioriterings)område", r"t|r|rne", T.FOCUS_AREA),
    (r"pejlemærke", r"t|r|rne", T.FOCUS_AREA),
    (r"prioritering", r"en|er|erne", T.FOCUS_AREA),
    (r"satsning", r"en|er|erne", T.FOCUS_AREA),
    (r"(?:(?<!\w)|strategi|udviklings|hoved|retnings|ind)spor", r"et|ene", T.FOCUS_AREA),
    (r"(?:(?<!\w)|hoved|strategi|udviklings)tema", r"et|er|erne", T.FOCUS_AREA),
    (r"delmål", r"et|ene", T.GOAL),
    (r"målsætning", r"en|er|erne", T.GOAL),
    (r"ambition", r"en|er|erne", T.GOAL),
    (r"(?:(?<!\w)|hoved|resultat|overordnede? |strategi|politiske? |udviklings|fælles)mål", r"et|ene|ene?", T.GOAL),
    (r"sigtepunkt", r"et|er|erne", T.GOAL),
    (r"(?:(?<!\w)|hoved|kerne|del|udviklings|strategi|fælles)indsats", r"en|er|erne", T.INITIATIVE),
    (r"(?:(?<!\w)|hoved|kerne|del|udviklings|strategi|fælles)tiltag", r"et|ene", T.INITIATIVE),
    (r"(?:(?<!\w)|hoved|kerne|del|udviklings|strategi|fælles)initiativ", r"et|er|erne", T.INITIATIVE),
    (r"(?<!\w)handling", r"en|er|erne", T.INITIATIVE),
    (r"politikker", r"ne", T.POLICY),
    (r"lovgivning", r"en", T.POLICY),
    (r"samarbejdspart(?:ner|nere|nerne|er|erne)", r"e", T.FORUM),
    (r"mødestruktur", r"en", T.FORUM),
    (r"(?:(?<!\w)|mødefor|rådgivende |samarbejds)(?:forum|fora|forummer|fora’er)", r"", T.FORUM),
    (r"(?:tværgående |styre|arbejds|projekt)grupper", r"ne", T.FORUM),
    (r"udvalg", r"ene", T.FORUM),
    (r"opbygning", r"en", T.CASCADE_LEVEL),
    (r"læsevejledning", r"en", T.CASCADE_LEVEL),
    (r"opfølgning", r"en", T.GOVERNANCE_RULE),
    (r"organisering", r"en", T.GOVERNANCE_RULE),
    (r"evaluering", r"en|er", T.GOVERNANCE_RULE),
    (r"implementering", r"en", T.GOVERNANCE_RULE),
    (r"udmøntning", r"en", T.GOVERNANCE_RULE),
    (r"forankring", r"en", T.GOVERNANCE_RULE),
    (r"revision", r"en", T.GOVERNANCE_RULE),
    (r"tilblivelse", r"n", T.GOVERNANCE_RULE),
)
_PLURAL_ENDINGS = frozenset(["r", "rne", "er", "erne", "ene", "e", "per", "perne", "ker", "kerne", "ne"])
_PLURAL = re.compile(
    r"(?:kriterier|kriterierne|parter|partnere|partnerne|grupper|grupperne|politikker|politikkerne|fora|forummer)$", re.IGNORECASE
)
# Words that are the same in the plural: only a number or an adjective tells.
_SAME = re.compile(r"(?:mål|spor|tal|ord|vilkår|tiltag|flag|sten|råd)$", re.IGNORECASE)

_SEVERAL = re.compile(r"^$|(?:^|\s)(?!den\b|det\b|en\b|et\b)\w*(?:e|vores)\s+$", re.IGNORECASE)

# Phrases, in the order they are tried. They count in a heading, and at the end of a paragraph that leads into a list.
_PHRASES: tuple[tuple[str, T], ...] = (
    (r"oversættelse af (?:den fælles )?kerneopgaven", T.CORE_TASK_TRANSLATION),
    (r"\b(?:i samarbejde med|inddraget|deltog|medvirket|inviteret)\s*:$", T.FORUM),
    (r"\bblevet til$|\btilblivelse", T.GOVERNANCE_RULE),
    (r"(?:sådan|hvordan|hvornår) (?:ved|ser|måler|kan) (?:vi|man|du|det)\b.*(?:lykkes|mål|virker|rigtige vej|effekt)?", T.INDICATOR),
    (r"\bvi (?:er )?lykkes?(?:t|des)?,? (?:med (?:det|dette),? )?når\b", T.INDICATOR),
    (r"\bvi er (?:i mål|på rette vej),? når\b", T.INDICATOR),
    (r"\bsådan følger (?:vi|kommunen|udvalget)\b|\bfra (?:strategi|ord|plan|politik) til (?:handling|virkelighed)\b", T.GOVERNANCE_RULE),
    (r"\bfor at (?:lykkes|nå|komme)\b.*\b(?:vil|skal) (?:vi|kommunen)\b", T.INITIATIVE),
    (r"\b(?:det )?kan (?:vi )?(?:ses|måles|aflæses|mærkes)\b", T.INDICATOR),
    (r"\bmåler vi\b|\btegn på\b|\bsådan måler\b|\bhvad måler\b", T.INDICATOR),
    (r"\b(?:det|dette) prioriterer (?:vi|kommunen|byrådet)\b", T.FOCUS_AREA),
    (r"\b(?:det|dette) (?:indebærer|betyder|kommer til udtryk)\b(?:.*\b(?:vi|ledere|medarbejder\w*|du)\b)?", T.BEHAVIOUR),
    (r"\b(?:i praksis|i hverdagen) (?:betyder|gør|vil|ser|kommer)\b|\bi hverdagen$", T.BEHAVIOUR),
    (r"\bdet (?:kan|skal) du (?:kunne )?(?:forvente|mærke|opleve)\b|\bdu kan forvente\b", T.BEHAVIOUR),
    (r"\b(?:som|for) (?:medarbejdere?|ledere?|ledelse)\b.*:$", T.BEHAVIOUR),
    (r"\b(?:hvad|hvordan|det|sådan)\b.*\bi praksis$", T.BEHAVIOUR),
    (r"\b(?:det|hvad) (?:skal|vil) vi lykkes med\b|\b(?:det lover vi|vi lover)\b", T.GOAL),
    (r"\bkommer (?:vi|man) (?:derhen|dertil|i mål)\b|\bvejen (?:derhen|dertil|til målet)\b", T.INITIATIVE),
    (r"\bdet arbejder vi\b|\bvi arbejder (?:for|med|på)\b.*[:…]$", T.INITIATIVE),
    (r"\bhvad (?:vil|ønsker) (?:vi|kommunen|byrådet)\b(?! gøre)", T.GOAL),
    (r"\b(?:vi vil opnå|vil vi opnå|ønsker vi at opnå|hvor vil vi hen|vil vi gerne hen)\b", T.GOAL),
    (r"\b(?:vores|vort|det er|derfor er) (?:overordnede )?mål(?:sætning)?(?:et|en)?\b", T.GOAL),
    (r"\b(?:mål|målsætning|målet|formålet)(?:et|en)?\b.{0,60}\ber(?: derfor)?(?:,? at)?\s*:$", T.GOAL),
    (r"\b(?:skal|vil) (?:borgerne|borgeren|de ældre|ældre|pårørende|medarbejderne) (?:kunne )?(?:opleve|mærke|have)\b", T.GOAL),
    (r"\b(?:det|sådan|dette|hvordan|hvad) gør vi\b", T.INITIATIVE),
    (r"\b(?:det|sådan|dette|derfor|hvad) vil (?:vi|kommunen|byrådet|udvalget|\w+ kommune)\b", T.INITIATIVE),
    (r"\bsådan (?:arbejder|kommer|skal|når|indfrier) vi\b", T.INITIATIVE),
    (r"\b(?:det|dette) (?:opnår|sker|sikrer|indfrier|understøtter) (?:vi )?(?:bl\.?a\.? |blandt andet )?(?:ved|gennem)\b", T.INITIATIVE),
    (r"\b(?:vi|kommunen|byrådet|udvalget) (?:vil|skal)(?: derfor| bl\.?a\.?| blandt andet| fortsat| også| særligt)*\s*[:…]$", T.INITIATIVE),
    (
        r"\b(?:vi|kommunen) (?:vil|skal) (?:have fokus på|arbejde (?:for|med|på|hen)|sætte fokus|styrke|sikre|prioritere)\b.*[:…]$",
        T.INITIATIVE,
    ),
    (r"\bkonkret(?:e)? (?:vil|gør|betyder|skal|arbejder)\b", T.INITIATIVE),
    (r"\b(?:fokus på|særligt fokus)\b.*:$", T.PRINCIPLE),
    (r"\b(?:vi (?:tror på|mener|lægger vægt på)|(?:tror|lægger) vi (?:på|vægt på))\b.*:$", T.PRINCIPLE),
    (r"\bhandler (?:det )?om\s*[:…]?$", T.PRINCIPLE),
    (r"\b(?:kræver|forudsætter)\b.*:$", T.PRINCIPLE),
    (r"\bderfor\s*:$", T.BEHAVIOUR),
    (r"\b(?:hviler på|bæres af|står på)\b.*:$", T.PILLAR),
    (r"^hvorfor (?:(?:en|et|har vi|skal vi have) )?(?:en |et )?(?:ny |fælles )?\w*(?:strategi|politik|plan)\b", T.CHALLENGE),
    (r"\b(?:bygget op|består af|opbygget|bygger på)\b.*:$", T.CASCADE_LEVEL),
    (r"\bfra \w+ til praksis$", T.CASCADE_LEVEL),
    (r"\b(?:hvem|hvordan) samarbejde[sr]?\b", T.FORUM),
    (r"\bhvad handler vi efter\b|\bsammenhæng (?:til|med) andre\b", T.POLICY),
    (r"\bhvad er vi til for\b", T.CORE_TASK),
)
_COUNTS = {"en": 1, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "tolv": 12}
_COUNTED = re.compile(rf"\b({'|'.join(_COUNTS)}|\d{{1,2}})\s+(?:\w+e\s+){{0,2}}$", re.IGNORECASE)
_COUNTED_LAST = re.compile(r"\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti)\s+(?:\w+e\s+){0,2}\w+$", re.IGNORECASE)
_TABLE = tuple((re.sub(r"\(\?<!\\w\)", "", base), ends) for base, ends, _ in _NOUNS)
_OWN_WORD = re.compile(
    rf"\b({'|'.join(one for one in _COUNTS if one not in ('en', 'et'))}|\d{{1,2}})\s+(?:\w+e\s+){{0,2}}"
    r"(?!dele\b|år|måned|trin|side|uge)(\w{4,}(?:er|e))\b",
    re.IGNORECASE,
)
_COMPILED = tuple((re.compile(rf"((\w*(?:{base}))({ends})?)(?=\W|$)", re.IGNORECASE), base, kind) for base, ends, kind in _NOUNS)
_SAID = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _PHRASES)
# Words after which a noun is no longer the head of its phrase: "kvalitet i kerneopgaven" is about quality.
_RELATES = frozenset(
    [
        "i",
        "på",
        "for",
        "af",
        "til",
        "med",
        "om",
        "ved",
        "fra",
        "under",
        "mod",
        "gennem",
        "uden",
        "over",
        "hos",
        "efter",
        "er",
        "skal",
        "vil",
        "kan",
        "som",
        "der",
        "at",
    ]
)
_DESCRIBES = re.compile(
    r"^(?:den|det|de|en|et|vores|vor|kommunens|byrådets|udvalgets|strategiens|politikkens|fælles|overordne\w+|strategisk\w*|politisk\w*|langsigtede?|samle\w+|central\w*"
    r"|vigtigste?|største|særlige?t?|primære?|faglige?t?|grundlæggende|tværgående|\w+s|og|ny|nye|,)$",
    re.IGNORECASE,
)
_FEW_WORDS = 7  # a heading that is a cue and little else
_LEAD_WORDS = 40  # the last sentence of a lead-in


def lemma(word: str) -> str:
    """Return a cue's noun as the singular in small letters: `Fokusområderne` gives `fokusområde`."""
    low = word.casefold()
    for ending in ("kriterierne", "kriterier", "kriteriet", "kriterie"):
        if low.endswith(ending):
            return low.removesuffix(ending) + "kriterium"
    for base, ends in _TABLE:
        if match := re.fullmatch(rf"(\w*{base})(?:{ends})?", low):
            return match[1]
    return low


def _noun(text: str, *, first: bool = False) -> tuple[Cue, re.Match[str]] | None:
    """Return the noun of the text that announces something: the last one, since it is the head of its phrase, or the first."""
    best: tuple[int, int, Cue, re.Match[str]] | None = None
    for rank, (pattern, _, kind) in enumerate(_COMPILED):
        for match in pattern.finditer(text):
            word = match[1].split()[-1]
            counted = _COUNTED.search(text[: match.start()])
            count = (_COUNTS.get(counted[1].casefold()) or (int(counted[1]) if counted[1].isdigit() else None)) if counted else None
            plural = (match[3] or "").casefold() in _PLURAL_ENDINGS or bool(_PLURAL.search(word))
            many = plural or bool(count and count > 1) or bool(_SAME.search(word) and _SEVERAL.search(text[: match.start()]))
            place = -match.end() if first else match.end()
            if best is None or (place, -rank) > best[:2]:
                best = (place, -rank, Cue(kind, lemma(word), many, count), match)
    return None if best is None else (best[2], best[3])


@lru_cache(maxsize=4096)
def heading_cue(text: str) -> Cue | None:
    """Return what a heading announces, when it is a cue and little else; None when the heading is a name of its own."""
    plain = re.sub(r"^[\s\d.):–-]+", "", text).strip(" :…?.–-")
    if not plain or len(plain.split()) > 2 * _FEW_WORDS:
        return None
    if text.endswith(":") and len(plain.split()) > _FEW_WORDS:
        return lead_cue(text)
    if text.endswith(":") and (counted := _counted(plain)) is not None:
        return counted
    for pattern, kind in _SAID:
        if pattern.search(text if text.endswith((":", "…")) else plain):
            return Cue(kind, TERMS[kind], many=True, phrase=True)
    told = _COUNTED_LAST.search(plain)  # "Vi bygger politikken på fire principper"
    return (None if told is None else _counted(told[0])) or _parted(plain)


def _parted(plain: str) -> Cue | None:
    """Return the cue that is the first or the last part of a heading."""
    # "Visionen - de fire pejlemærker", "Hvad sigter vi efter? - Pejlemærkerne": the word for it stands first, or else last.
    parts = [part.strip(" –-") for part in re.split(r"[?:]\s+|\s+[–-]\s+", plain)]
    for part in (parts[0], parts[-1]):
        cue = _head(part)
        if cue is not None and (len(parts) == 1 or ("," not in part and cue.type is not T.GOVERNANCE_RULE)):
            return cue
    return None


def _head(plain: str) -> Cue | None:
    """Return the cue that is the head of a short phrase: nothing before it but what describes it."""
    if not plain or len(plain.split()) > _FEW_WORDS:
        return None
    found = _noun(plain, first=True)
    if found is None:
        return None
    cue, match = found
    before, tail = plain[: match.start()].split(), plain[match.end() :].strip(" :")
    if any(word.casefold() in _RELATES for word in before) or len(before) > _FEW_WORDS - 3:
        return None
    # "Tidlig og rettidig indsats" is the name of one; "Tværgående indsatser" announces them.
    if not cue.many and not all(_DESCRIBES.match(word) for word in before):
        return None
    # "Visionen", "Vores værdier", "Strategiske fokusområder 2024-2027" announce; "Mål børn kan nå" names.
    if cue.count is not None and not before[1:]:
        return cue
    after = [word for word in tail.split() if word.isalpha()]
    belongs = not after or re.match(r"(?:i|for|på|og|til|under|med|mod|frem|–|-|,|&|\(|2\d{3})(?:\b|\s)", tail) is not None
    return cue if belongs and len(after) <= 5 else None  # noqa: PLR2004 - a short addition


@lru_cache(maxsize=4096)
def lead_cue(text: str) -> Cue | None:
    """Return what a paragraph that ends in a colon or dots announces."""
    last = re.split(r"(?<=[.!?])\s+", text.strip())[-1]
    if len(last.split()) > _LEAD_WORDS:
        return None
    unquoted = re.sub(r"[”\"“»][^”\"“»«]*[”\"“«]", " ", last).rstrip(" :….")
    counted = _counted(unquoted)
    if counted is not None:
        return counted
    for pattern, kind in _SAID:
        if pattern.search(last):
            return Cue(kind, TERMS[kind], many=True, phrase=True)
    found = _noun(unquoted)
    return _unknown(unquoted) if found is None else found[0]


def _unknown(text: str) -> Cue | None:
    """Return a cue for a counted word that the field does not know: `fire ledetråde` are taken for what a strategy gathers around."""
    match = _OWN_WORD.search(text)
    if match is None:
        return None
    count = _COUNTS.get(match[1].casefold()) or (int(match[1]) if match[1].isdigit() else None)
    word = match[2].casefold()
    return Cue(T.FOCUS_AREA, re.sub(r"(?<=\w{4})(?:er|e|r)$", "", word), many=True, count=count)


def _counted(text: str) -> Cue | None:
    """Return the cue that is counted, or that `følgende` points to: `disse tre tilgange`, `følgende centrale udfordringer`."""
    for pattern, _, kind in _COMPILED:
        for match in pattern.finditer(text):
            before = text[: match.start()]
            counted = _COUNTED.search(before)
            if counted or re.search(r"\bfølgende\s+(?:\w+e\s+){0,2}$", before, re.IGNORECASE):
                count = (
                    None if counted is None else _COUNTS.get(counted[1].casefold()) or (int(counted[1]) if counted[1].isdigit() else None)
                )
                return Cue(kind, lemma(match[1].split()[-1]), many=True, count=count)
    return None


def is_cue(text: str) -> bool:
    """Tell whether a line is a cue by itself."""
    return heading_cue(text) is not None


_NAMED = re.compile(r"^\s*(?:(\d{1,2}(?:\.\d{1,2})*)\.?\s+)?((?:[^\W\d_]+\s){0,2}[^\W\d_]{3,})\s*(?=:\s|\s[–—-]\s)\s?([:–—-])\s+(\S.*)$")
_TOLD = frozenset({T.VISION, T.CORE_TASK, T.VALUE})
_SECTIONS = frozenset({T.GOVERNANCE_RULE, T.CASCADE_LEVEL, T.TARGET_GROUP, T.FORUM, T.POLICY, T.VISION, T.CORE_TASK, T.VALUE})


def labelled(text: str) -> tuple[str, str, str] | None:
    """Split a heading such as `Pejlemærke 1: Borgeren først` into word, number and name; number or name may be empty."""
    if (match := _NAMED.match(text)) is not None and (cue := _head(match[2])) is not None and not cue.many:
        told = match[3] == ":" and cue.type in _TOLD and len(match[4].split()) > 3  # noqa: PLR2004 - "Vision: et godt liv for alle"
        if cue.type not in _SECTIONS or told:
            return match[2], match[1] or "", match[4].strip()
    match = re.match(
        r"^\s*((?:[A-Za-zÆØÅæøå]+\s){0,2}?[A-Za-zÆØÅæøå]{3,})\s+(\d{1,2}(?:\.\d{1,2})?|[IVX]{1,4}|[A-F])\s*(?:[:.–—-]+\s*(.*)|)$", text
    )
    if match is None:
        return None
    return match[1], match[2], (match[3] or "").strip()


def type_of_word(word: str) -> T | None:
    """Return the type that a word of the field announces."""
    found = _noun(word)
    return found[0].type if found and found[1].end() == len(word) else None
