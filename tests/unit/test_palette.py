"""The colours of the municipalities and of the shares: the same everywhere, readable, and apart for everyone."""

import itertools
import re
from importlib import resources

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from strategylib.charts.palette import DARK, LIGHT, SHAPES, Palette, mark

TOKENS = (resources.files("strategylib") / "widgets" / "styles" / "tokens.css").read_text(encoding="utf-8")
GROUNDS = {"light": LIGHT, "dark": DARK}
SIGHTS = {
    "normal": None,
    "deuteranomaly": {"name": "sRGB1+CVD", "cvd_type": "deuteranomaly", "severity": 100},
    "protanomaly": {"name": "sRGB1+CVD", "cvd_type": "protanomaly", "severity": 100},
    "tritanomaly": {"name": "sRGB1+CVD", "cvd_type": "tritanomaly", "severity": 100},
}

on_both_grounds = pytest.mark.parametrize("palette", GROUNDS.values(), ids=GROUNDS)


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = rgb(colour)
        return float(np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722])

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(*, dark: bool) -> dict[str, str]:
    light_part, dark_part = TOKENS.split("prefers-color-scheme: dark", 1)
    return dict(re.findall(r"--sv-([\w-]+):\s*(#[0-9a-f]{6})", dark_part if dark else light_part))


@pytest.mark.parametrize(("palette", "dark"), [(LIGHT, False), (DARK, True)], ids=["light", "dark"])
def test_python_has_the_colours_of_the_screen(palette: Palette, *, dark: bool) -> None:
    found = tokens(dark=dark)
    plain = {name: found[name.replace("_", "-")] for name in ("ground", "surface", "line", "control", "ink", "ink_soft", "thread")}
    assert {name: getattr(palette, name) for name in plain} == plain
    assert palette.heat == tuple(found[f"heat-{step}"] for step in range(1, 6))
    assert palette.heat_ink == (found["heat-ink"],) * 4 + (found["heat-ink-5"],)
    assert palette.municipalities == tuple(found[f"m{number}"] for number in range(5))


@on_both_grounds
def test_marks_stand_out_from_the_ground_and_texts_can_be_read(palette: Palette) -> None:
    assert min(contrast(colour, palette.ground) for colour in palette.municipalities) >= 3
    assert contrast(palette.control, palette.ground) >= 3
    assert min(contrast(ink, ground) for ink in (palette.ink, palette.ink_soft) for ground in (palette.ground, palette.surface)) >= 4.5
    assert contrast(palette.thread, palette.ground) >= 4.5


@on_both_grounds
def test_the_number_in_a_cell_can_be_read_on_every_step(palette: Palette) -> None:
    assert min(contrast(ink, step) for ink, step in zip(palette.heat_ink, palette.heat, strict=True)) >= 4.5


@on_both_grounds
def test_the_steps_run_one_way(palette: Palette) -> None:
    away = [contrast(step, palette.ground) for step in palette.heat]
    assert away == sorted(away)


@on_both_grounds
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_colours_stay_apart_for_every_kind_of_sight(palette: Palette, sight: str) -> None:
    def seen(colour: str) -> np.ndarray:
        space = SIGHTS[sight]
        return rgb(colour) if space is None else np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)

    for one, other in itertools.combinations(palette.municipalities, 2):
        assert deltaE(seen(one), seen(other), input_space="sRGB1", uniform_space="CAM02-UCS") >= 10, (one, other)


def test_25_municipalities_differ_in_colour_or_shape() -> None:
    assert len({mark(place) for place in range(25)}) == 25
    assert {shape for _, shape in map(mark, range(25))} == set(range(len(SHAPES)))
