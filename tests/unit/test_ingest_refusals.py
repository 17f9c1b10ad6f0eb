"""Is a file that cannot or must not be read refused in plain words, within bounds, and with nothing written?"""

import contextlib
import io
import struct
import zipfile
import zlib

import docx
import pptx
import pypdf
import pytest
import typst

from strategylib.ingest import IngestError, ingest, limits, sandbox
from strategylib.model import Municipality, StrategylibError
from tests.unit import ingest_documents as made


@pytest.fixture
def refusal(tmp_path):
    """Ingest a file of these bytes; return the one fault, after checking that nothing was written."""

    def refuse(name, content):
        file, folder = tmp_path / name, tmp_path / "kladde"
        file.write_bytes(content)
        with pytest.raises(IngestError) as caught:
            ingest(file, municipality="Strandby", folder=folder)
        assert [one.name for one in tmp_path.iterdir()] == [name]
        file.unlink()
        (fault,) = caught.value.faults
        assert str(file) in str(fault)
        assert fault.remedy
        return fault.problem

    return refuse


def packed(parts, base=None):
    """A packed document: a real Word file with these parts added or replaced."""
    start = io.BytesIO()
    if base is None:
        docx.Document().save(start)
    else:
        base.save(start)
    whole = io.BytesIO()
    with zipfile.ZipFile(start) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part, old.read(part))
        for name, content in parts.items():
            new.writestr(name, content)
    return whole.getvalue()


def picture():
    """A grey PNG."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x99" * 200 for _ in range(280))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 200, 280, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def pictured(tmp_path, before=""):
    """A PDF whose last page is a picture."""
    (tmp_path / "p.png").write_bytes(picture())
    source = tmp_path / "p.typ"
    source.write_text(f'{before}\n#pagebreak(weak: true)\n#image("p.png", width: 100%)')
    content = typst.compile(str(source))
    source.unlink()
    (tmp_path / "p.png").unlink()
    return content


def test_a_locked_pdf_is_refused(refusal):
    writer = pypdf.PdfWriter(io.BytesIO(made.pdf(made.Layout())))
    writer.encrypt("hemmelig", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    assert "adgangskode" in refusal("a.pdf", locked.getvalue())


def test_a_locked_office_file_is_refused(refusal):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert "adgangskode" in refusal("a.docx", ole + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    assert "gammelt" in refusal("a.docx", ole + bytes(512))


def test_a_scanned_pdf_is_refused(refusal, tmp_path):
    assert "scannet" in refusal("a.pdf", pictured(tmp_path))


def test_a_page_that_is_a_picture_is_told_as_missing(tmp_path):
    prose = "= Vores mål\n- Alle borgere skal have et godt liv\n- Færre skal være alene"
    content = pictured(tmp_path, prose)
    (tmp_path / "a.pdf").write_bytes(content)
    draft = ingest(tmp_path / "a.pdf", municipality="Strandby")
    assert any("side 2 er et billede" in one.why for one in draft.doubts)
    assert draft.strategy["gaps"] == [
        {"what": "Teksten på side 2", "why": "Siden er et billede. Tekst, der står i billeder, er ikke læst."}
    ]


def test_ten_thousand_pages_are_refused(refusal):
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    for _ in range(9_999):
        writer.add_page(page)
    whole = io.BytesIO()
    writer.write(whole)
    assert refusal("a.pdf", whole.getvalue()) == "filen har 10000 sider, og grænsen er 1000"


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", made.pdf(made.Layout())[:3000], b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>"],
)
def test_a_broken_pdf_is_refused(refusal, content):
    assert "i stykker" in refusal("a.pdf", content) or "ord" in refusal("a.pdf", content)


def test_a_broken_package_is_refused(refusal):
    whole = packed({})
    assert "i stykker" in refusal("a.docx", whole[: len(whole) // 2])
    assert "i stykker" in refusal("a.docx", packed({"word/document.xml": b"<w:document><w:body>"}))


def test_an_empty_file_and_one_without_words_are_refused(refusal):
    assert refusal("a.txt", b"") == "filen er tom"

    assert "ingen ord" in refusal("a.docx", packed({}))


def test_text_that_is_no_strategy_is_refused(refusal):
    assert "ligner en strategi" in refusal("a.txt", b"Hej du der.\n")


def test_bytes_that_are_no_text_are_refused(refusal):
    assert "ikke tekst" in refusal("a.txt", bytes(range(1, 32)) * 200)


def test_a_bomb_is_refused_before_it_is_unpacked(refusal):
    assert "pakker sig ud" in refusal("a.docx", packed({"word/media/x.bin": bytes(150 * 2**20)}))
    assert "pakker sig ud" in refusal("a.docx", packed({"word/document.xml": b"<a>" + b" " * (60 * 2**20) + b"</a>"}))


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused(refusal, entity):
    body = f'<?xml version="1.0"?>{entity}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert "DTD" in refusal("a.docx", packed({"word/document.xml": body}))
    assert "DTD" in refusal("a.docx", packed({"word/document.xml": body.encode("utf-16")}))
    assert "DTD" in refusal("a.pptx", packed({"ppt/slides/slide1.xml": body}, pptx.Presentation()))


@pytest.mark.parametrize("name", ["../../ude.xml", "/etc/ude.xml", "C:\\ude.xml", "word\\..\\ude.xml"])
def test_paths_that_lead_out_are_refused(refusal, name):
    assert "fører ud" in refusal("a.docx", packed({name: b"<a/>"}))


def test_macros_are_refused(refusal):
    assert "makroer" in refusal("a.docm", packed({}))
    assert "makroer" in refusal("a.docx", packed({"word/vbaProject.bin": b"x"}))
    kinds = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    kinds += 'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert "makroer" in refusal("a.docx", packed({"[Content_Types].xml": kinds}))


def test_a_name_that_promises_something_else_is_refused(refusal):
    assert refusal("a.docx", made.pdf(made.Layout())) == "filen hedder .docx, men indholdet er pdf"
    assert refusal("a.txt", made.html().encode()) == "filen hedder .txt, men indholdet er html"
    assert "kan ikke læses" in refusal("a.exe", b"MZ")


def test_every_refused_file_is_named_at_once(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(IngestError) as caught:
        ingest([tmp_path / "a.txt", tmp_path / "findes-ikke.pdf", tmp_path], municipality="Strandby")
    assert len(caught.value.faults) == 3


def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    (tmp_path / "a.txt").write_text(made.text())
    with pytest.raises(sandbox.Refused) as caught:
        sandbox.draft(Municipality("strandby", "Strandby", 999), [(tmp_path / "a.txt", "txt")], "da", seconds=0.001)
    ((place, refusal),) = caught.value.refusals
    assert (place, refusal.code) == (0, "too_slow")


def test_a_text_of_endless_lines_is_given_up(refusal):
    assert "mere, end en strategi" in refusal("a.txt", b"Vi vil\n" * (limits.MOST_LINES + 10))


def test_html_as_deep_as_a_well_is_read_without_falling_in(tmp_path):
    deep = f"<html><body>{'<div>' * 50_000}<h1>Vores mål</h1><ul><li>Alle skal have det godt i byen</li></ul></body></html>"
    (tmp_path / "a.html").write_text(deep)
    try:
        ingest(tmp_path / "a.html", municipality="Strandby")
    except IngestError as error:
        assert error.faults[0].remedy  # noqa: PT017 - either way, in words


def test_nothing_is_written_over_a_folder_that_holds_something(tmp_path):
    (tmp_path / "a.txt").write_text(made.text())
    folder = tmp_path / "mappe"
    folder.mkdir()
    (folder / "min.yaml").write_text("mit arbejde")
    with pytest.raises(StrategylibError, match="er ikke tom"):
        ingest(tmp_path / "a.txt", municipality="Strandby", folder=folder)
    assert [one.name for one in folder.iterdir()] == ["min.yaml"]


def test_a_page_with_millions_of_words_is_given_up(tmp_path):
    stream = zlib.compress(zlib.compress(b"BT /F1 9 Tf (Vi vil) Tj ET\n" * 1_500_000, 9), 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ),
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    (tmp_path / "a.pdf").write_bytes(body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF")
    with pytest.raises(IngestError) as caught:
        ingest(tmp_path / "a.pdf", municipality="Strandby", folder=tmp_path / "kladde")
    assert caught.value.faults[0].remedy
    assert not (tmp_path / "kladde").exists()


def test_a_text_made_to_keep_a_reader_busy_is_given_up_in_time(tmp_path):
    (tmp_path / "a.txt").write_text("Vores mål\n\n" + "strategien " * 400_000 + "\n", encoding="utf-8")
    with contextlib.suppress(sandbox.Refused):
        sandbox.draft(Municipality("strandby", "Strandby", 999), [(tmp_path / "a.txt", "txt")], "da", seconds=5)
