"""Make the slides' template: white, 16:9, IBM Plex Sans, an opening slide and one with only a title.

python tools/make_template.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

TARGET = Path(__file__).parents[1] / "strategylib" / "reports" / "templates" / "strategi.pptx"
KEPT = ("Title Slide", "Title Only")
INK = RGBColor(0x1D, 0x23, 0x26)


def main() -> None:
    """Write the template."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    for page in [*deck.slide_layouts, deck.slide_master]:
        for place in list(page.placeholders):
            _put(place, opening=page.name == KEPT[0])
    for part in deck.part.package.iter_parts():
        if "theme" in str(part.partname):
            part._blob = part.blob.replace(b'typeface="Calibri"', b'typeface="IBM Plex Sans"')  # noqa: SLF001
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    deck.save(str(TARGET))


def _put(place: Any, *, opening: bool) -> None:
    """Put a placeholder where it belongs, in our type; what our slides write themselves is left out."""
    kind = place.placeholder_format.type
    if kind in (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
        place.element.getparent().remove(place.element)
        return
    title = kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    top, height, size = {True: (0.4, 0.9, 24), False: (1.5, 5.4, 12)}[title]
    if opening:
        top, height, size = {True: (2.2, 1.8, 36), False: (4.1, 1.6, 20)}[title]
    place.left, place.width, place.top, place.height = Inches(0.5), Inches(12.333), Inches(top), Inches(height)
    for paragraph in place.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(size), title, INK


if __name__ == "__main__":
    main()
