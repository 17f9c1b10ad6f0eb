"""What does a chart give its reader: a picture, the table behind it, and words for who cannot see it?"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
import vl_convert
from altair import LayerChart


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its table and its words.

    `chart` is the Altair chart for who wants to change it, `table` what it shows as a frame with the reader's own words, `alt` says in
    words what one sees. JupyterLab shows it as a picture that was drawn here: Altair's own display would fetch a program from the net.
    """

    chart: LayerChart
    table: pd.DataFrame
    alt: str

    def to_table(self) -> pd.DataFrame:
        """Return what the picture shows as a frame, in the order in which it shows it."""
        return self.table.copy()

    def save_png(self, path: str | PathLike[str], *, scale: float = 2.0) -> Path:
        """Write the picture as PNG; `scale` 2 prints well at half the page, 4 at the whole. Return the path."""
        written = Path(path)
        written.write_bytes(self._png(scale))
        return written

    def save_svg(self, path: str | PathLike[str]) -> Path:
        """Write the picture as SVG and return the path. Text stays text: it needs IBM Plex Sans where it is opened, or takes another."""
        _register_fonts()
        written = Path(path)
        written.write_text(vl_convert.vegalite_to_svg(self.chart.to_dict()), encoding="utf-8")
        return written

    def _png(self, scale: float) -> bytes:
        _register_fonts()
        return _packed(vl_convert.vegalite_to_png(self.chart.to_dict(), scale=scale))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ARG002
        png = self._png(2.0)
        width, height = struct.unpack(">II", png[16:24])
        shown = {"width": width // 2, "height": height // 2, "alt": self.alt}
        return {"image/png": png, "text/plain": self.alt}, {"image/png": shown}


def _packed(png: bytes) -> bytes:
    """Return the same picture packed as well as PNG can: the renderer packs in haste, and notebooks keep every picture they show."""
    at, before, pixels, after = 8, png[:8], b"", b""
    while at < len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            pixels += png[at + 8 : end - 4]
        elif pixels:
            after += png[at:end]
        else:
            before += png[at:end]
        at = end
    packed = b"IDAT" + zlib.compress(zlib.decompress(pixels), 9)
    return before + struct.pack(">I", len(packed) - 4) + packed + struct.pack(">I", zlib.crc32(packed)) + after


@cache
def _register_fonts() -> None:
    # The renderer reads no woff2, which the page uses; the same faces stand beside it as ttf.
    vl_convert.register_font_directory(str(resources.files("strategylib") / "page" / "static" / "fonts"))
