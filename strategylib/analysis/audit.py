"""Where does a strategy contradict itself, and what was left undone in it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import pandas as pd

from strategylib.analysis import audit_thread, audit_words
from strategylib.analysis.audit_words import Finding
from strategylib.analysis.coherence import coherence
from strategylib.analysis.strategies import chosen
from strategylib.locale import Texts, texts
from strategylib.locale.wording import lines, listing
from strategylib.model import Quote, Strategy
from strategylib.workbook import Workbook

_COLUMNS = ["municipality", "kind", "severity", "message", "elements", "evidence", "note"]
_SEVERITIES = ("problem", "notice", "info")


def audit(
    wb: Workbook, municipality: str | Sequence[str] | None = None, *, today: date | None = None, language: str | None = None
) -> pd.DataFrame:
    """Find inner contradictions and leftovers in the strategies, each with the words that show it.

    Parameters
    ----------
    wb
        The workbook.
    municipality
        One or several municipalities; all unless given.
    today
        The day by which a period is over; the present day unless given.
    language
        Language of `message` and `evidence`, `da` or `en`.

    Returns
    -------
    DataFrame
        One row a finding, the gravest first within a municipality. Columns `municipality, kind, severity` (`problem, notice, info`),
        `message` (a sentence), `elements` (ids), `evidence` (quotations with their lines) and `note` (what the editors say about it, if
        anything). Kinds:

        - `reworded`: a quotation repeats an element with another word in one place; a problem in visions, core tasks and goals
        - `left_out`: a quotation repeats an element but for some words; `noted_wording`: the editors noted two wordings
        - `spelling`: one wording in two spellings; `near_duplicate`: two commitments in nearly the same words
        - `placeholder`: words that hold a place for something that never came
        - `term_levels`: one of the municipality's words names elements of several common types
        - `goals_without_indicator, goals_without_action`: as in `coherence`, named and read goals together
        - `indicators_without_target, indicators_measure_nothing`: without a number to reach, without an element they measure
        - `missing_detail`: details that are announced or were lost in a figure
        - `period_over, period_open, no_period, undated, no_review`: time and follow-up

    Raises
    ------
    ValueError
        When a municipality has no strategy here.

    Notes
    -----
    Wordings are compared word by word without case and punctuation. A quotation repeats an element when it shares 0.75 of the shorter one's
    words; two commitments are nearly the same when 2M / T over their words of four letters or more is at least 0.75 (Ratcliff & Metzener
    1988). The rules are cautious: they find neither contradictions in meaning nor what is said in quite other words. A finding is a
    question to the document, not a fault of the work.
    """
    words, day = texts(language), today or datetime.now(tz=UTC).date()
    rows = []
    for strategy in chosen(wb, municipality):
        found = sorted(_findings(wb, strategy, day), key=lambda one: _SEVERITIES.index(one.severity))
        rows += [_row(strategy.municipality, one, words) for one in found]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _findings(wb: Workbook, strategy: Strategy, today: date) -> Iterator[Finding]:
    yield from audit_words.two_wordings(strategy)
    yield from audit_words.placeholders(strategy)
    yield from audit_thread.lacking_goals(strategy, coherence(wb, strategy.municipality, named=None))
    yield from audit_thread.weak_indicators(strategy)
    yield from audit_thread.unreadable_details(strategy)
    yield from audit_thread.time(strategy, today)
    yield from audit_thread.review(strategy)
    yield from audit_words.two_spellings(strategy)
    yield from audit_words.near_duplicates(strategy)
    yield from audit_words.terms_at_several_levels(strategy)


def _row(municipality: str, found: Finding, words: Texts) -> tuple[object, ...]:
    evidence = tuple(_evidence(quote, words) for quote in found.quotes)
    return (municipality, found.kind, found.severity, _message(found, words), found.elements, evidence, found.note)


def _message(found: Finding, words: Texts) -> str:
    values = dict(found.values)
    if "field" in values:
        values["field"] = words(f"details.{values['field']}").casefold()
    if "types" in values:
        kinds = values["types"]
        values["types"] = listing([words(f"types.{kind}.one") for kind in kinds], words) if isinstance(kinds, tuple) else kinds
    key = f"audit.{found.kind}"
    n = values.pop("n", None)
    return words.count(key, n, **values) if isinstance(n, int) else words(key, **values)


def _evidence(quote: Quote, words: Texts) -> str:
    return words("audit.evidence", text=quote.text, place=lines(quote.line_start, quote.line_end, words))
