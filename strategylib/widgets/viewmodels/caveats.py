"""Where does a comparison of these strategies limp: how old they are, what they cover, and how they are written?"""

from __future__ import annotations

from strategylib.locale import wording
from strategylib.widgets.viewmodels.base import ViewModel

_LISTED = 8


def caveats(model: ViewModel, municipalities: list[str] | None = None) -> list[str]:
    """Return the reservations for comparing these municipalities (all unless given), a sentence each."""
    texts = model.texts
    names = {one.id: one.name for one in model.workbook.corpus.municipalities}
    chosen = [one for one in model.workbook.corpus.strategies if municipalities is None or one.municipality in municipalities]
    dated = sorted((one for one in chosen if one.published), key=lambda one: one.published or "")
    undated = [names[one.municipality] for one in chosen if not one.published]
    said = []
    if len(dated) > 1:
        first, last = dated[0], dated[-1]
        said.append(
            texts(
                "overview.caveat_age",
                oldest=wording.date(first.published or "", texts),
                oldest_name=names[first.municipality],
                newest=wording.date(last.published or "", texts),
                newest_name=names[last.municipality],
            )
        )
    if undated:
        said.append(texts.count("overview.caveat_undated", len(undated), names=wording.listing(undated, texts)))
    scopes = [f"{names[one.municipality]} ({one.scope_quote.text})" for one in chosen if one.scope_quote]
    different = len({one.scope_quote.text for one in chosen if one.scope_quote})
    if different > _LISTED:
        said.append(texts("overview.caveat_scopes", n=different))
    elif different > 1:
        said.append(texts("overview.caveat_scope", scopes=wording.listing(scopes, texts)))
    return [*said, texts("overview.caveat_form")] if chosen else []
