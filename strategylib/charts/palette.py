"""Which colour and which shape does a municipality have, and how dark is a share? The one place in Python.

The same values stand in `widgets/styles/tokens.css` for the screen; a test holds the two together and measures contrast and difference.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one ground. `heat` runs from little to much; `heat_ink` is the ink that can be read on each step."""

    ground: str
    surface: str
    line: str
    control: str
    ink: str
    ink_soft: str
    thread: str
    heat: tuple[str, ...]
    heat_ink: tuple[str, ...]
    municipalities: tuple[str, ...]


LIGHT = Palette(
    ground="#ffffff",
    surface="#f6f5f2",
    line="#d9d6cf",
    control="#767269",
    ink="#1d2326",
    ink_soft="#565d60",
    thread="#b3261e",
    heat=("#eaf1f6", "#cfe0ec", "#a9c8dd", "#7dabc9", "#15506f"),
    heat_ink=("#1d2326",) * 4 + ("#ffffff",),
    municipalities=("#2e8be6", "#d07f1f", "#0e4f45", "#8e36b0", "#6b120e"),
)

DARK = Palette(
    ground="#14181c",
    surface="#1c2227",
    line="#3a434a",
    control="#8b959c",
    ink="#eceff1",
    ink_soft="#b3bcc2",
    thread="#ff8f85",
    heat=("#1d2c36", "#213d4e", "#255068", "#2a6482", "#a9d3ec"),
    heat_ink=("#eceff1",) * 4 + ("#10181d",),
    municipalities=("#4b86e8", "#fcb040", "#c4f5e3", "#cda9f2", "#d65a42"),
)

# The hexagon is a path, since Vega has none; it fills the same square as the others.
SHAPES = ("circle", "square", "triangle-up", "diamond", "M-0.5,-0.87L0.5,-0.87L1,0L0.5,0.87L-0.5,0.87L-1,0Z")


def mark(place: int) -> tuple[int, int]:
    """Return the number of the colour and of the shape of the municipality at this place of `municipalities.yaml`.

    After five the shapes shift, so that 25 municipalities differ.
    """
    return place % 5, (place + place // 5) % 5
