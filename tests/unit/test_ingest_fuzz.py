"""Whatever bytes a file holds, is the answer a draft that can be read again, or a refusal in words with nothing written?"""

import copy
import io
import shutil
import tempfile
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from strategylib.corpus.loader import read_corpus
from strategylib.ingest import IngestError, ingest
from tests.unit import ingest_documents as made

KINDS = ("pdf", "docx", "pptx", "html", "txt")
FILES = 14  # read by one process, so that a run is cheap
EXAMPLES = 8

SCRAPS = [b"\x00", b"\xff\xfe", b"<", b">", b"&#xD800;", b"]]>", b"\r", b"99999999999", b" " * 5000, "\u2028M\xe5l\n• ".encode()]
VALUES = ["", "-1", "x", "99999999999", "0.5", "rId99", "true", "../../a.xml", "file:///etc/hostname"]

# A kind, whether the parts of a packed file are changed in their elements rather than its bytes, and what the changes are drawn from.
spoilt = st.tuples(st.sampled_from(KINDS), st.booleans(), st.integers(0, 2**63))
raw = st.tuples(st.sampled_from(KINDS), st.binary(max_size=300))


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The invented strategy in every kind of file, as bytes."""
    folder = tmp_path_factory.mktemp("hele")
    made.docx_file(folder / "a.docx")
    made.pptx_file(folder / "a.pptx")
    packed = {kind: (folder / f"a.{kind}").read_bytes() for kind in ("docx", "pptx")}
    return {"pdf": made.pdf(made.Layout()), "html": made.html().encode(), "txt": made.text().encode(), **packed}


def changed(content, random):
    """Cut off, put in, overwrite, repeat or take away some bytes."""
    start = random.randrange(len(content))
    end = min(len(content), start + random.randrange(1, 300))
    scrap = random.choice([*SCRAPS, random.randbytes(20)])
    kept, gone, rest = content[:start], content[start:end], content[end:]
    several = [kept, kept + scrap + gone + rest, kept + scrap + content[start + len(scrap) :], kept + gone * 20 + rest, kept + rest]
    return random.choice(several) or scrap


def moved(part, random):
    """Change elements of an XML part, so that it is still XML: take away, repeat, put elsewhere, or give another value."""
    root = etree.fromstring(part)
    for _ in range(random.randrange(1, 6)):
        inner = [one for one in root.iter() if one.getparent() is not None]
        if not inner:
            break
        one, other = random.choice(inner), random.choice(inner)
        how = random.choice(["away", "again", "elsewhere", "value", "value"])
        if how == "away":
            one.getparent().remove(one)
        elif how == "again":
            one.getparent().extend(copy.deepcopy(one) for _ in range(20))
        elif how == "elsewhere":
            other.append(copy.deepcopy(one))
        elif one.attrib:
            one.set(random.choice(list(one.attrib)), random.choice(VALUES))
    return etree.tostring(root)


def spoil(content, inside, random):
    """Change a file's bytes or, in a packed one, the elements of one of its parts."""
    if not inside or not content.startswith(b"PK"):
        for _ in range(random.randrange(1, 4)):
            content = changed(content, random)
        return content
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        parts = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        text = [name for name in parts if name.endswith(("document.xml", "slide1.xml", "numbering.xml", "styles.xml"))]
        hit = random.choice([*parts, *text * 5])
        for name in old.namelist():
            new.writestr(name, moved(old.read(name), random) if name == hit else old.read(name))
    return whole.getvalue()


def refused(files, folder):
    """Ingest the files; return those that were refused, after checking what was said and what was written."""
    try:
        draft = ingest(files, municipality="Strandby", folder=folder)
    except IngestError as refusal:
        faults = refusal.faults
    else:
        faults = ()
    if faults:
        assert not folder.exists()
        assert all(fault.problem and fault.remedy for fault in faults)
        return {Path(fault.file) for fault in faults}
    assert draft.elements
    assert read_corpus(folder, sources=folder / "sources").faults == ()
    shutil.rmtree(folder)
    return set()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(st.lists(spoilt, min_size=FILES, max_size=FILES), st.lists(raw, min_size=3, max_size=3))
def test_a_spoilt_file_becomes_a_draft_or_a_refusal(sound, several, loose):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        contents = [(kind, spoil(sound[kind], inside, Random(seed))) for kind, inside, seed in several] + loose
        for number, (kind, content) in enumerate(contents):
            files.append(folder / f"{number}.{kind}")
            files[-1].write_bytes(content)
        # Those that were not refused are drafted together: what a reader let through, the rest must bear.
        while files and (gone := refused(files, folder / "kladde")):
            files = [one for one in files if one not in gone]
        assert sorted(one.name for one in folder.iterdir()) == sorted(f"{number}.{kind}" for number, (kind, _) in enumerate(contents))
