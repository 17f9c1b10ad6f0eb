"""How do the documents of `benchmarks.unseen` look from the programs that people write with?"""

from __future__ import annotations

import html
import json
import subprocess
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

import docx
import pptx
import typst
from docx.shared import Pt

from benchmarks.unseen import Document, Part, document

_ABOVE = """<header><a href=/>Forside</a> <form><label>Søg</label><input></form></header>
<nav><ul><li><a href=/b>Borger</a></li><li><a href=/e>Erhverv</a></li><li><a href=/p>Politik</a></li></ul></nav>
<div id=cookie-consent>Vi bruger cookies til statistik. <button>Accepter alle</button></div><div class=content>"""
_BELOW = """</div><aside><h2>Kontakt</h2><p>Borgerservice, tlf. 12 34 56 78</p></aside>
<footer><p>Rådhusgade 1</p><ul><li>Tilgængelighedserklæring</li><li>Privatlivspolitik</li></ul></footer>"""
_OFFICE = (("docx", "pdf"), ("docx-by-hand", "pdf"), ("pptx", "pdf"), ("docx", "odt"))


def _runs(parts: Iterable[Part]) -> list[list[Part]]:
    """Gather the points of a list, the rows of a table, into one."""
    runs: list[list[Part]] = []
    for part in parts:
        if runs and part.kind == runs[-1][0].kind and part.kind in ("li", "ol", "row"):
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def as_text(one: Document) -> str:
    """As plain text at 78 characters, points marked with bullets, tables set in columns."""
    lines: list[str] = []
    for run in _runs(one.parts):
        for number, part in enumerate(run, 1):
            mark = {"li": "• ", "ol": f"{number}. "}.get(part.kind, "")
            if part.cells:
                wide = [max(len(row.cells[column]) for row in run) for column in range(len(part.cells))]
                lines.append("   ".join(cell.ljust(width) for cell, width in zip(part.cells, wide, strict=True)).rstrip())
            else:
                lines += textwrap.wrap(mark + part.text, 78)
        lines.append("")
    return "\n".join(lines)


def as_html(one: Document) -> str:
    """As a web page; with the layout `web` in the midst of a site's own."""
    body = []
    for run in _runs(one.parts):
        first, texts = run[0], [html.escape(part.text) for part in run]
        if first.kind == "row":
            rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in part.cells) for part in run]
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        elif first.kind in ("li", "ol"):
            tag = "ul" if first.kind == "li" else "ol"
            body.append(f"<{tag}>{''.join(f'<li>{text}</li>' for text in texts)}</{tag}>")
        else:
            tag = {"h": f"h{first.level}", "p": "p", "q": "blockquote"}[first.kind]
            body.append(f"<{tag}>{f'<strong>{texts[0]}</strong>' if first.leads else texts[0]}</{tag}>")
    content = "\n".join(body)
    if "web" in one.layout:
        content = f"{_ABOVE}{content}{_BELOW}"
    columns = f"body{{columns:{one.layout['columns']}}}" if "columns" in one.layout else ""
    style = f"body{{font:11pt serif;hyphens:auto}}td{{border:1px solid;padding:4px;vertical-align:top}}{columns}"
    head = f"<head><meta charset=utf-8><title>Dokument</title><style>{style}</style></head>"
    return f"<!doctype html><html lang=da>{head}<body>{content}</body></html>"


def as_typst(one: Document) -> bytes:
    """As a PDF that typst sets, with running heads and page numbers."""
    said = json.dumps(one.layout.get("running", ""), ensure_ascii=False)
    source = [
        '#set text(lang: "da", size: 10.5pt, hyphenate: true)\n#set par(justify: true)',
        f"#set page(margin: 2.2cm, header: text({said}), footer: context align(right, counter(page).display()))",
    ]
    if "columns" in one.layout:
        source.append(f"#show: body => columns({one.layout['columns']}, body)")
    for run in _runs(one.parts):
        first, texts = run[0], [f"text({json.dumps(part.text, ensure_ascii=False)})" for part in run]
        if first.kind == "row":
            cells = [json.dumps(cell, ensure_ascii=False) for part in run for cell in part.cells]
            source.append(f"#table(columns: {len(first.cells)}, {', '.join(cells)})")
        elif first.kind in ("li", "ol"):
            source.append(f"#{'list' if first.kind == 'li' else 'enum'}({', '.join(texts)})")
        elif first.kind == "h":
            source.append(f"#heading(level: {first.level}, {texts[0]})")
        else:
            source.append(f"#par({f'strong({texts[0]})' if first.leads else texts[0]})")
    return typst.compile("\n\n".join(source).encode())


def as_docx(one: Document, path: Path, *, styled: bool = True) -> None:
    """As a Word document with styles and lists, or with letters made large and bold by hand and bullets of a font for symbols."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = one.layout.get("running", "")
    for run in _runs(one.parts):
        if run[0].kind == "row":
            table = made.add_table(rows=0, cols=len(run[0].cells))
            for part in run:
                for cell, text in zip(table.add_row().cells, part.cells, strict=True):
                    cell.text = text
            continue
        for number, part in enumerate(run, 1):
            if styled:
                style = {"h": f"Heading {part.level}", "li": "List Bullet", "ol": "List Number", "q": "Quote"}.get(part.kind)
                made.add_paragraph(style=style).add_run(part.text).bold = True if part.leads else None
            else:
                mark = {"li": "\uf0b7\t", "ol": f"{number}.\t"}.get(part.kind, "")
                piece = made.add_paragraph().add_run(mark + part.text)
                piece.bold = True if part.leads or part.kind == "h" else None
                piece.font.size = Pt({"h": 26 - 4 * part.level}.get(part.kind, 11))
    made.save(str(path))


def as_pptx(one: Document, path: Path) -> None:
    """As slides: one for each heading."""
    deck = pptx.Presentation()
    body = None
    for part in one.parts:
        if part.kind == "h":
            slide = deck.slides.add_slide(deck.slide_layouts[0 if part.level == 1 else 1])
            slide.shapes.title.text = part.text
            body = slide.placeholders[1].text_frame
        elif body is not None:
            (body.paragraphs[0] if not body.text else body.add_paragraph()).text = part.text
    deck.save(str(path))


def printed(pages: Iterable[tuple[str, Path]], program: str) -> None:
    """Print pages (their HTML, and the PDF to write) with Chromium, `program` being where it is."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        page = browser.new_page()
        for content, path in pages:
            page.set_content(content)
            page.pdf(path=path, format="A4", margin={"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"})
        browser.close()


def converted(files: Iterable[Path], kind: str, folder: Path) -> None:
    """Convert files with LibreOffice, where it is installed."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603 - the program of this machine


def renderings(names: Iterable[str], folder: Path, *, chromium: str | None = None, office: bool = False) -> dict[tuple[str, str], Path]:
    """Write documents as files of every kind, and return them by document and kind; slides only as slides."""
    made: dict[tuple[str, str], Path] = {}

    def path(name: str, kind: str, ending: str) -> Path:
        (folder / kind).mkdir(exist_ok=True, parents=True)
        made[name, kind] = folder / kind / f"{name}.{ending}"
        return made[name, kind]

    pages = []
    for name in names:
        one = document(name)
        if "slides" in one.layout:
            as_pptx(one, path(name, "pptx", "pptx"))
            continue
        path(name, "txt", "txt").write_text(as_text(one), encoding="utf-8")
        path(name, "html", "html").write_text(as_html(one), encoding="utf-8")
        path(name, "pdf-typst", "pdf").write_bytes(as_typst(one))
        as_docx(one, path(name, "docx", "docx"))
        as_docx(one, path(name, "docx-by-hand", "docx"), styled=False)
        if chromium is not None:
            pages.append((as_html(one), path(name, "pdf-chromium", "pdf")))
    if chromium is not None:
        printed(pages, chromium)
    return {**made, **(_by_office(made, folder) if office else {})}


def _by_office(made: Mapping[tuple[str, str], Path], folder: Path) -> dict[tuple[str, str], Path]:
    """Write what LibreOffice makes of the Word documents and slides: PDFs, and Word documents of its own by way of ODT."""
    found = {}
    for kind, to in _OFFICE:
        sources = {name: file for (name, way), file in made.items() if way == kind}
        into = folder / f"{to}-office-{kind}"
        if sources:
            converted(sources.values(), to, into)
            if to == "odt":
                converted((into / f"{name}.odt" for name in sources), "docx", into)
            found.update({(name, into.name): into / f"{name}.{'docx' if to == 'odt' else to}" for name in sources})
    return found
