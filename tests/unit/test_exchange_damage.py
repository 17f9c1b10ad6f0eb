"""Whatever happened to a file on its way: it is read as far as it goes or refused in words, and the data stay sound."""

import io
import random
import shutil
import zipfile

import pytest

from strategylib import export, import_file, open_workbook
from strategylib.formats import FORMATS
from strategylib.formats.reading import ExchangeError
from strategylib.model import StrategylibError
from tests.conftest import CORPUS


def repacked(content, dice):
    """Return an archive with one of its files damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    hurt = dice.choice([name for name in files if files[name]])
    files[hurt] = damaged(files[hurt], dice)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, one in files.items():
            archive.writestr(name, one)
    return packed.getvalue()


def damaged(content, dice):
    """Return bytes of which some are changed, lost, doubled or moved."""
    start, end = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    end = min(end, start + 400)
    piece = content[start:end]
    return dice.choice(
        [
            content[:start],
            content[:start] + content[end:],
            content[:start] + piece + piece + content[end:],
            content[:start] + dice.randbytes(1) + content[start + 1 :],
            content[:start] + dice.choice([b'"', b"<", b"{", b"\0", b"9" * 5000, b"\xff"]) + content[start:],
        ]
    )


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.read])
def test_a_damaged_file_is_read_or_refused_and_harms_nothing(name, tmp_path):
    form, refused = FORMATS[name], 0
    path = export(open_workbook(CORPUS / "data"), name, tmp_path / "file", municipality="fjordlund" if form.single else None)
    content = path.read_bytes()
    for seed in range(40):
        dice = random.Random(f"{name} {seed}")
        archive = form.media_type.endswith(("zip", "sheet"))
        path.write_bytes(repacked(content, dice) if archive and seed % 4 else damaged(content, dice))
        folder = tmp_path / str(seed)
        shutil.copytree(CORPUS / "data", folder)
        try:
            taken = import_file(name, path, folder, municipality="fjordlund" if form.single else None)
            assert str(taken) or not taken.rows
            taken.apply()
        except StrategylibError:
            refused += 1
        open_workbook(folder)
        assert not [one for one in folder.rglob("*") if one.name.endswith(".tmp")]
    assert refused


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def zipped(**entries):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def poisoned(path, name, replacement):
    """Return a spreadsheet with one of its parts replaced."""
    with zipfile.ZipFile(path) as archive:
        entries = {one.filename: archive.read(one) for one in archive.infolist()}
    return zipped(**{**entries, name: replacement(entries.get(name, b""))})


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: b"", "beskadiget"),
        (lambda _: b"PK\x03\x04 not a zip", "beskadiget"),
        (lambda path: path.read_bytes()[:-2000], "beskadiget"),
        (lambda _: zipped(**{"a.txt": b"x"}), "regneark"),
        (lambda path: poisoned(path, "../../evil.txt", lambda _: b"x"), "uden for sig selv"),
        (lambda path: poisoned(path, "/etc/evil", lambda _: b"x"), "uden for sig selv"),
        (lambda path: poisoned(path, "C:\\evil", lambda _: b"x"), "uden for sig selv"),
        (lambda path: poisoned(path, "xl/bomb.bin", lambda _: bytes(80 * 2**20)), "pakkes ud"),
        (lambda path: poisoned(path, "xl/workbook.xml", lambda text: text.replace(b"<workbook", LAUGHS + b"<workbook", 1)), "DOCTYPE"),
        (lambda path: poisoned(path, "xl/workbook.xml", lambda text: text[:-20]), "hel XML"),
        (lambda path: poisoned(path, "xl/worksheets/sheet6.xml", lambda _: b"<worksheet/>"), None),
        (
            lambda path: poisoned(path, "xl/worksheets/sheet6.xml", lambda text: text.replace(b'r="3"', b'r="99999999999"', 1)),
            "1048576 rækker",
        ),
        (lambda _: zipped(**{f"f{number}": b"" for number in range(2500)}), "flere? end|mere end"),
    ],
)
def test_a_damaged_or_hostile_spreadsheet_is_refused_and_harms_nothing(make, words, corpus, tmp_path):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(make(export(corpus.open(), "xlsx", tmp_path / "made.xlsx")))
    before = files(corpus.data)
    if words is None:
        assert import_file("xlsx", path, corpus.data).rows == ()
    else:
        with pytest.raises(ExchangeError, match=words):
            import_file("xlsx", path, corpus.data)
    assert files(corpus.data) == before
    assert not (tmp_path.parent / "evil.txt").exists()
