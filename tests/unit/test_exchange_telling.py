"""Is a file's format told from its name and content, whoever wrote it?"""

import pytest

from strategylib import export
from strategylib.formats import FORMATS
from strategylib.formats.telling import told


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_exported_is_told_from_its_name(name, invented, tmp_path):
    form = FORMATS[name]
    written = export(
        invented, name, tmp_path / f"Fil fra kollegaen.{form.ending.upper()}", municipality="fjordlund" if form.single else None
    )
    assert told(written.name, written.read_bytes()) == name


@pytest.mark.parametrize(
    ("name", "content", "format_name"),
    [
        ("plan.xml", b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><p:StrategicPlan xmlns:p='urn:x'/>", "stratml"),
        ("plan.xml", b"<!DOCTYPE StrategicPlan [<!ENTITY a 'b'>]><StrategicPlan/>", "stratml"),
        ("codes.xml", b"<CodeBook xmlns='urn:QDA-XML:codebook:1.0'>", "qdc"),
        ("note.xml", b"<html/>", None),
        ("note.xml", b"not XML", None),
        ("note.xml", b"", None),
        ("themes.json", b'{"@graph": [{"@type": "http://www.w3.org/2004/02/skos/core#Concept"}]}', "skos-json"),
        ("note.jsonld", b"{}", None),
        ("graph.json", b"{}", "node-link"),
        ("note.docx", b"", None),
        ("note", b"", None),
    ],
)
def test_others_files_are_told_by_what_stands_in_them(name, content, format_name):
    assert told(name, content) == format_name
