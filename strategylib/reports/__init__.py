"""What can a reader take along? The view on the screen as slides, Word document, PDF, spreadsheet or one HTML file that opens from a mail.

    from strategylib.reports import FORMATS

    FORMATS["pdf"].write(report)

Slides, Word, PDF and spreadsheet need the extra `reports` (python-pptx, python-docx, typst, XlsxWriter), loaded only when one is
written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from strategylib.reports.document import Report

_LIBRARIES = ("docx", "pptx", "typst", "xlsxwriter")


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the ending of its name, its media type, and the module that writes it."""

    ending: str
    media_type: str
    module: str

    def write(self, report: Report) -> bytes:
        """Return the file's content. Raises `ModuleNotFoundError` that says what to install; `ReportError` for an unusable template."""
        try:
            writer = import_module(f"{__name__}.{self.module}")
        except ModuleNotFoundError as missing:
            if missing.name not in _LIBRARIES:
                raise
            raise ModuleNotFoundError('reports need more: pip install "strategylib[reports]"', name=missing.name) from missing
        written: bytes = writer.write(report)
        return written


FORMATS: Mapping[str, Format] = {
    "pptx": Format("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "slides"),
    "docx": Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "letters"),
    "pdf": Format("pdf", "application/pdf", "pages"),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "sheets"),
    "html": Format("html", "text/html", "html"),
}
