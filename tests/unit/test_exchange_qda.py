"""Do codebook, quotations and codes go to programs for qualitative analysis as REFI-QDA, and do codes come back?"""

import io
import os
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from strategylib import export, import_file
from strategylib.corpus.source_text import heal
from strategylib.formats.qda import guid, write_qdc, write_qdpx
from strategylib.formats.qda_back import read_qdpx
from strategylib.formats.reading import ExchangeError
from strategylib.model import Corpus

from .invented import with_own_themes

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
STANDARDS = Path(os.environ.get("STRATEGYLIB_STANDARDS", SHARED / "standards"))
SOURCES = Path(os.environ.get("STRATEGYLIB_SOURCES", SHARED / "sources"))
INVENTED = Path(__file__).parent.parent / "corpus" / "sources"
GOLDEN = Path(__file__).parent.parent / "golden"
Q = "{urn:QDA-XML:project:1.0}"


def opened(content):
    """Return a project's root and its texts by source."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return etree.fromstring(files["project.qde"]), {name.partition("/")[2]: text.decode() for name, text in files.items()}


@pytest.fixture
def edited(corpus, tmp_path):
    """Write the invented corpus as a project, change it with a function of its root and its files, and return the file."""

    def edit(change):
        with zipfile.ZipFile(io.BytesIO(write_qdpx(corpus.open()))) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        root = etree.fromstring(files["project.qde"])
        change(root, files)
        files["project.qde"] = etree.tostring(root)
        with zipfile.ZipFile(tmp_path / "edited.qdpx", "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return tmp_path / "edited.qdpx"

    return edit


def selection(root, element):
    return next(one for one in root.iter(f"{Q}PlainTextSelection") if one.get("name") == element)


def code(theme, user, own="11111111-1111-4111-8111-111111111111"):
    made = etree.Element(f"{Q}Coding", guid=own, creatingUser=user)
    etree.SubElement(made, f"{Q}CodeRef", targetGUID=guid("theme", theme))
    return made


@pytest.mark.parametrize("whole", [False, True])
def test_a_project_of_the_five_is_valid(whole, bundled):
    if not (STANDARDS / "REFI-QDA_Project.xsd").is_file() or (whole and not list(SOURCES.glob("*.txt"))):
        pytest.skip("not checked against the published schema: set STRATEGYLIB_STANDARDS and STRATEGYLIB_SOURCES")
    root, _ = opened(write_qdpx(bundled, sources=SOURCES if whole else None))
    etree.XMLSchema(etree.parse(str(STANDARDS / "REFI-QDA_Project.xsd"))).assertValid(root)


@pytest.mark.parametrize("whole", [False, True])
def test_every_selection_holds_the_words_of_its_element(whole, invented):
    root, texts = opened(write_qdpx(invented, sources=INVENTED if whole else None))
    found = 0
    for source in root.iter(f"{Q}TextSource"):
        text = texts[source.get("plainTextPath").removeprefix("internal://")]
        for one in source.iter(f"{Q}PlainTextSelection"):
            words = heal(text[int(one.get("startPosition")) : int(one.get("endPosition"))].split("\n"))
            element = invented.element(one.get("name"))
            said = [quote.text for quote in (element.quote, *element.quotes)]
            assert words in said or any(quote.replace(" [...]", "") in words or "[...]" in quote for quote in said)
            found += 1
    assert found == len(invented.quotes)


def test_selections_stand_at_the_words_themselves_in_whole_documents(bundled):
    if not list(SOURCES.glob("*.txt")):
        pytest.skip("there are no source texts: set STRATEGYLIB_SOURCES")
    root, texts = opened(write_qdpx(bundled, sources=SOURCES))
    exact = []
    for source in root.iter(f"{Q}TextSource"):
        text = texts[source.get("plainTextPath").removeprefix("internal://")]
        for one in source.iter(f"{Q}PlainTextSelection"):
            words = heal(text[int(one.get("startPosition")) : int(one.get("endPosition"))].split("\n"))
            element = bundled.element(one.get("name"))
            exact.append(any(len(words) == len(quote.text) for quote in (element.quote, *element.quotes)))
    assert sum(exact) / len(exact) > 0.98  # the rest leave words out


def test_codes_coders_ranks_and_notes_stand_in_the_project(invented):
    root, _ = opened(write_qdpx(invented, language="en"))
    assert sorted(one.get("name") for one in root.iter(f"{Q}User")) == sorted({one.coder for one in invented.corpus.codings})
    themes = {one.get("guid"): one for one in root.iter(f"{Q}Code")}
    assert themes[guid("theme", "mestring")].get("name") == "Independence, rehabilitation and coping"
    coded = [one for one in selection(root, "fjordlund.goal-1").iter(f"{Q}Coding") if one.get("creatingUser") == guid("coder", "anna")]
    assert [one.find(f"{Q}CodeRef").get("targetGUID") for one in coded] == [guid("theme", "mestring"), guid("theme", "livskvalitet")]
    (note,) = [one for one in root.iter(f"{Q}Note") if one.get("guid") == coded[0].find(f"{Q}NoteRef").get("targetGUID")]
    assert note.find(f"{Q}PlainTextContent").text == "Klare sig selv, i eget hjem"


@pytest.mark.parametrize("name", ["qdpx", "qdc"])
def test_what_comes_back_unchanged_changes_nothing(name, bundled, corpus, tmp_path):
    own = import_file(name, export(corpus.open(), name, tmp_path / "own"), corpus.data)
    path = export(bundled, name, tmp_path / "file")
    taken = import_file(name, path)
    assert (own.rows, own.deviations, taken.rows, taken.deviations) == ((), (), (), ())
    assert path.read_bytes() == export(bundled, name, tmp_path / "again").read_bytes()


def test_the_codebook_is_written_as_it_always_was(invented):
    assert write_qdc(with_own_themes(invented)).decode() == (GOLDEN / "codebook.qdc").read_text(encoding="utf-8")


def test_codes_that_come_go_or_change_their_order_do_so_here(corpus, edited):
    def change(root, _):
        user = guid("coder", "anna")
        own = selection(root, "fjordlund.goal-1")
        first, second = [one for one in own.iter(f"{Q}Coding") if one.get("creatingUser") == user]
        own.remove(first)
        own.append(first)
        own.append(code("ledelse", user))
        kornmark = selection(root, "kornmark.goal-1")
        kornmark.remove(kornmark.find(f"{Q}Coding"))
        assert second is not None

    taken = import_file("qdpx", edited(change), corpus.data)
    assert sorted((one.change, one.key, one.column, one.after if one.column else None) for one in taken.rows) == [
        ("added", "anna fjordlund.goal-1 ledelse", None, None),
        ("changed", "anna fjordlund.goal-1 livskvalitet", "rank", 1),
        ("changed", "anna fjordlund.goal-1 mestring", "rank", 2),
        ("removed", "anna kornmark.goal-1 relation", None, None),
    ]
    taken.apply()
    assert [(one.theme, one.rank) for one in corpus.open(strict=True).corpus.codings if one.coder == "anna"] == [
        ("mestring", 2),
        ("livskvalitet", 1),
        ("ledelse", 3),
    ]


def test_new_coders_and_selections_known_by_their_words_are_taken_in_without_anyones_name(corpus, edited):
    def change(root, files):
        users = root.find(f"{Q}Users")
        users.append(etree.Element(f"{Q}User", guid="{22222222-2222-4222-8222-222222222222}", name="Anne Berg"))
        source = next(one for one in root.iter(f"{Q}TextSource") if one.get("guid") == guid("source", "kornmark"))
        text = files[f"Sources/{source.get('guid')}.txt"].decode()
        words = "Faste teams i hele kommunen"
        for element in list(source.iter(f"{Q}PlainTextSelection")):
            source.remove(element)
        start = text.index(words)
        new = etree.SubElement(source, f"{Q}PlainTextSelection", guid="33333333-3333-4333-8333-333333333333")
        new.set("startPosition", str(start))
        new.set("endPosition", str(start + len(words)))
        new.append(code("relation", "22222222-2222-4222-8222-222222222222"))

    taken = import_file("qdpx", edited(change), corpus.data, language="en")
    assert [(one.change, one.key) for one in taken.rows] == [("added", "koder-1 kornmark.initiative-1 relation")]
    assert [one.problem for one in taken.deviations] == ["the user's name may be a person's, so the coder is called koder-1"]
    assert [path.name for path in taken.apply()] == ["koder-1.csv"]
    assert not any("Anne" in str(one) for one in (*taken.rows, *taken.deviations))


def test_what_cannot_be_placed_is_named_and_left_out(corpus, edited):
    def change(root, _):
        sources = root.find(f"{Q}Sources")
        etree.SubElement(sources, f"{Q}PDFSource", guid="44444444-4444-4444-8444-444444444444", name="billeder.pdf")
        codes = next(root.iter(f"{Q}Codes"))
        etree.SubElement(codes, f"{Q}Code", guid="55555555-5555-4555-8555-555555555555", name="Egen kode", isCodable="true")
        own = selection(root, "fjordlund.goal-1")
        foreign = code("mestring", guid("coder", "anna"), "66666666-6666-4666-8666-666666666666")
        foreign.find(f"{Q}CodeRef").set("targetGUID", "55555555-5555-4555-8555-555555555555")
        own.append(foreign)
        own.append(code("ledelse", "77777777-7777-4777-8777-777777777777"))
        for theme in ("ledelse", "klima"):
            own.append(code(theme, guid("coder", "anna")))
        lost = selection(root, "kornmark.goal-1")
        lost.set("name", "Citat 12")
        lost.set("guid", "88888888-8888-4888-8888-888888888888")
        lost.set("startPosition", "0")
        lost.set("endPosition", "3")

    taken = import_file("qdpx", edited(change), corpus.data, language="en")
    assert sorted(one.problem for one in taken.deviations) == [
        "billeder.pdf is no plain text and is not read",
        "fjordlund.goal-1 has more than three themes, and klima is left out",
        "the code Egen kode is no theme of the codebook and is left out",
        "the coder is not known, so the code is ascribed to uden-navn",
        "the selection Citat 12 corresponds to no element, so its codes are left out",
    ]
    assert [one.key for one in taken.rows] == ["anna fjordlund.goal-1 ledelse", "uden-navn fjordlund.goal-1 ledelse"]


def test_a_codebook_changed_elsewhere_changes_names_and_definitions(corpus, tmp_path):
    text = write_qdc(corpus.open()).decode()
    changed = text.replace('name="Ledelse"', 'name="Ledelse tæt på"').replace(
        "</Codes>", '<Code guid="x" name="Ny" isCodable="true"/></Codes>'
    )
    (tmp_path / "codes.qdc").write_text(changed, encoding="utf-8")
    taken = import_file("qdc", tmp_path / "codes.qdc", corpus.data, language="en")
    assert str(taken).splitlines() == ["themes: 1 changed", "  ~ ledelse.da: Ledelse → Ledelse tæt på"]
    assert [one.problem for one in taken.deviations] == ["the code Ny is no theme of the codebook and is left out"]


def zipped(**entries):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a zip", "beskadiget"),
        (zipped(**{"other.xml": b"<a/>"}), "project.qde"),
        (zipped(**{"project.qde": b"<a/>"}), "begynder med a"),
        (zipped(**{"project.qde": b"<Project"}), "hel XML"),
        (zipped(**{"project.qde": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>'}), "DOCTYPE"),
        (zipped(**{"project.qde": b"<Project/>", "Sources/../../../evil.txt": b"x"}), "uden for sig selv"),
        (zipped(**{"project.qde": b"<Project/>", "..\\evil.txt": b"x"}), "uden for sig selv"),
        (zipped(**{"project.qde": b"<Project/>", "Sources/bomb.txt": bytes(70 * 2**20)}), "pakkes ud"),
    ],
)
def test_hostile_and_broken_projects_are_refused(content, words):
    with pytest.raises(ExchangeError, match=words):
        read_qdpx(content, Path("x.qdpx"), corpus=Corpus())


def test_a_source_text_that_is_not_there_is_said(invented, tmp_path):
    with pytest.raises(ExchangeError, match=r"fjordlund\.txt kan ikke læses"):
        write_qdpx(invented, sources=tmp_path)
