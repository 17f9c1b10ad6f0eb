"""Is a file that was made to do harm met with words, in bounded time, and with nothing read that it points at?"""

import os
import time
import zlib

import pptx
import pytest

from strategylib.corpus.loader import read_corpus
from strategylib.ingest import IngestError, ingest
from tests.unit import ingest_documents as made
from tests.unit.test_ingest_refusals import packed

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECONDS = 10  # far above what any of them takes, far below a hang


def paragraphs(*texts):
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


SOUND = paragraphs("Vores mål", "Alle borgere skal have et godt liv i byen")


def word(body, before="", relations=""):
    """A Word document with this body, with something before its first element, and with these relations."""
    document = f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>'
    parts = {"word/document.xml": f'<?xml version="1.0"?>{before}{document}'}
    if relations:
        parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
    return packed(parts)


@pytest.fixture
def faults(tmp_path):
    """Ingest a file; return what was said of it, after checking that it took no time and that nothing was written."""

    def ingested(path):
        before, began = sorted(tmp_path.iterdir()), time.monotonic()
        with pytest.raises(IngestError) as caught:
            ingest(path, municipality="Strandby", folder=tmp_path / "kladde")
        assert time.monotonic() - began < SECONDS
        assert sorted(tmp_path.iterdir()) == before
        return caught.value.faults[0].problem

    return ingested


@pytest.fixture
def drafted(tmp_path):
    """Ingest a file of this name and these bytes; return the draft, after checking that what was written can be read."""

    def ingested(name, content):
        (tmp_path / name).write_bytes(content)
        folder, began = tmp_path / "kladde", time.monotonic()
        draft = ingest(tmp_path / name, municipality="Strandby", folder=folder)
        assert time.monotonic() - began < SECONDS
        assert read_corpus(folder, sources=folder / "sources").faults == ()
        return draft

    return ingested


def labels(draft):
    return [one["label"] for one in draft.elements]


@pytest.mark.parametrize("comment", [b"<!---->", b"<!-- - -- -->\n"])
def test_a_row_of_comments_does_not_keep_the_program_busy_before_the_file_is_read(tmp_path, faults, comment):
    (tmp_path / "a.html").write_bytes(comment * 250 + b"<p>hej</p>")
    assert "ligner en strategi" in faults(tmp_path / "a.html")
    (tmp_path / "a.txt").write_bytes(comment * 200 + b"<html><p>hej")
    assert faults(tmp_path / "a.txt") == "filen hedder .txt, men indholdet er html"


def test_entities_behind_a_long_comment_are_refused(tmp_path, faults):
    entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    (tmp_path / "a.docx").write_bytes(word(SOUND + paragraphs("&x;"), before=f"<!--{'a' * 20_000}-->{entity}"))
    assert "DTD" in faults(tmp_path / "a.docx")


def test_macros_under_another_name_are_refused(tmp_path, faults):
    kinds = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / "a.docx").write_bytes(packed({"word/x.bin": b"x", "[Content_Types].xml": kinds.encode(encoding)}))
        assert "makroer" in faults(tmp_path / "a.docx")
    (tmp_path / "a.pptm").write_bytes(packed({}, pptx.Presentation()))
    assert "makroer" in faults(tmp_path / "a.pptm")


def test_a_cell_over_a_milliard_of_columns_is_refused_before_it_is_laid_out(tmp_path, faults):
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{paragraphs("x")}</w:tc>'
    (tmp_path / "a.docx").write_bytes(word(f"{SOUND}<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>"))
    assert "mere, end en strategi" in faults(tmp_path / "a.docx")


def test_elements_a_hundred_thousand_deep_are_refused(tmp_path, faults):
    (tmp_path / "a.docx").write_bytes(word("<w:sdt>" * 100_000))
    assert "i stykker" in faults(tmp_path / "a.docx")
    for opened in ("<table><tr><td>", "<b>", "<ul><li>"):
        (tmp_path / "a.html").write_text(f"<html><body>{opened * 100_000}hej", encoding="utf-8")
        assert "ord" in faults(tmp_path / "a.html")


def test_a_file_put_into_another_is_not_read_and_is_told_as_missing(tmp_path, drafted):
    secret = tmp_path / "hemmelig.html"
    secret.write_text("<h1>Vores vision</h1><p>Det hemmelige skal ingen se</p>", encoding="utf-8")
    relation = f'<Relationship Id="rId9" Type="{OFFICE}/aFChunk" Target="{secret.as_uri()}" TargetMode="External"/>'
    draft = drafted("a.docx", word(f'{SOUND}<w:altChunk r:id="rId9"/>', relations=relation))
    assert labels(draft) == ["Alle borgere skal have et godt liv i byen"]
    assert "hemmelige" not in draft.text
    assert [one.why for one in draft.doubts if "sat ind" in one.why] == [
        "a.docx har filer sat ind i sig (1): tekst, der står i dem, mangler."
    ]


def test_a_pdf_whose_object_stream_is_a_bomb_is_refused(tmp_path, faults):
    bomb = zlib.compress(zlib.compress(b"1 0 " + b" " * 2**28, 1), 9)
    body = b"%%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4/Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(bomb)
    (tmp_path / "a.pdf").write_bytes(body + bomb + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 2>>\n%%EOF")
    assert faults(tmp_path / "a.pdf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"])
def test_a_text_is_read_in_the_letters_it_was_saved_in(drafted, encoding):
    told = made.text().encode(encoding)
    expected = [text for _, text in made.EXPECTED]
    assert set(expected) <= {label.rstrip(".") for label in labels(drafted("a.txt", told))}


def test_letters_that_no_one_sees_do_not_spoil_the_draft(drafted):
    hidden = "Vores mål\n\n• Alle borgere\u2028 skal\u0085 have et \ufeffgodt \ufffeliv\n• Færre\u200b skal\u202e være alene\x07 i byen\n"
    assert len(drafted("a.txt", hidden.encode()).elements) == 2


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be given there")
@pytest.mark.parametrize(
    "name", [b"\xff.txt", b"a\nb\x1b[31m.txt", b"'; - {a: b} # .txt", b"=1+1.txt", b"-o.txt", "\u202etxt.txt".encode()]
)
def test_a_file_may_be_called_anything(drafted, name):
    draft = drafted(os.fsdecode(name), made.text().encode())
    assert len(draft.elements) >= len(made.EXPECTED)
    assert all(line.isprintable() for line in draft.files["places.csv"].splitlines())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path, faults):
    os.mkfifo(tmp_path / "roer.txt")
    (tmp_path / "mappe.pdf").mkdir()
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    (tmp_path / "endeloes.txt").symlink_to("/dev/zero")
    assert [faults(tmp_path / name) for name in ("roer.txt", "mappe.pdf", "endeloes.txt")] == ["dette er ikke en fil"] * 3
    assert faults(tmp_path / "ring.txt") == "filen findes ikke"
    assert faults(tmp_path / "nul\0.txt") == "filen findes ikke"


def test_a_link_is_read_as_what_it_leads_to(tmp_path, faults):
    (tmp_path / "a.pdf").write_bytes(made.pdf(made.Layout()))
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.pdf")
    assert faults(tmp_path / "b.txt") == "filen hedder .txt, men indholdet er pdf"
