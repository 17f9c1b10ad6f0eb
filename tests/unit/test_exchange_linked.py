"""Do themes, alignments, quotations and elements go out as linked data and as a model, and come back?"""

import json
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SKOS

from strategylib import export, import_file
from strategylib.formats.annotations import read_annotations, write_annotations
from strategylib.formats.archimate import KINDS, NAMESPACE, write_archimate
from strategylib.formats.reading import ExchangeError
from strategylib.formats.skos import graph_of, read_skos, read_skos_json, write_skos, write_skos_json
from strategylib.model import Corpus, ElementType

from .invented import with_own_themes

INVENTED = Path(__file__).parent.parent / "corpus" / "sources"
GOLDEN = Path(__file__).parent.parent / "golden"
ALL = ("skos", "skos-json", "annotations", "archimate")
A = f"{{{NAMESPACE}}}"


def theme(own):
    return URIRef(f"urn:strategylib:theme:{own}")


@pytest.mark.parametrize("name", ALL)
def test_what_comes_back_unchanged_changes_nothing(name, bundled, corpus, tmp_path):
    own = import_file(name, export(corpus.open(), name, tmp_path / "own"), corpus.data)
    taken = import_file(name, export(bundled, name, tmp_path / "five"))
    assert (own.rows, own.deviations, taken.rows, taken.deviations) == ((), (), (), ())


@pytest.mark.parametrize(
    ("name", "ending"),
    [("skos", "ttl"), ("skos-json", "skos.jsonld"), ("annotations", "annotations.jsonld"), ("archimate", "archimate.xml")],
)
def test_the_invented_corpus_is_written_as_it_always_was(name, ending, invented, tmp_path):
    written = export(with_own_themes(invented), name, tmp_path / "file").read_text(encoding="utf-8")
    assert written == (GOLDEN / f"invented.{ending}").read_text(encoding="utf-8")


def test_both_writings_of_skos_say_the_same_triples(bundled):
    turtle = Graph().parse(data=write_skos(bundled), format="turtle")
    assert isomorphic(turtle, graph_of(bundled.corpus))
    value = json.loads(write_skos_json(bundled))
    assert len(value["@graph"]) == len(set(turtle.subjects()))
    read = {name: read_skos if name == "skos" else read_skos_json for name in ("skos", "skos-json")}
    content = {"skos": write_skos(bundled), "skos-json": write_skos_json(bundled)}
    one, other = (read[name](content[name], Path("x"), corpus=bundled.corpus) for name in read)
    assert {name: sheet.rows for name, sheet in one.sheets.items()} == {name: sheet.rows for name, sheet in other.sheets.items()}


def test_themes_are_concepts_with_names_in_both_languages_and_mappings_join_elements(bundled):
    graph = graph_of(bundled.corpus)
    assert {str(one) for one in graph.objects(theme("ledelse"), SKOS.prefLabel)} == {"Ledelse", "Leadership"}
    assert graph.value(theme("ledelse"), SKOS.notation) == Literal("ledelse")
    first = bundled.corpus.alignments[0]
    ends = [URIRef(f"urn:strategylib:element:{own}") for own in (first.a, first.b)]
    assert (ends[0], SKOS[first.relation.value], ends[1]) in graph
    assert len(set(graph.subjects(RDF.type, RDF.Statement))) == len(bundled.corpus.alignments)


def test_a_thesaurus_edited_elsewhere_changes_themes_and_judgments(corpus, tmp_path):
    graph = graph_of(corpus.open().corpus)
    graph.remove((theme("ledelse"), SKOS.prefLabel, Literal("Ledelse", lang="da")))
    graph.add((theme("ledelse"), SKOS.prefLabel, Literal("Ledelse og retning", lang="da")))
    graph.add((theme("ledelse"), SKOS.altLabel, Literal("chefer", lang="da")))
    graph.add((theme("ny"), RDF.type, SKOS.Concept))
    for predicate, text in ((SKOS.prefLabel, "Ny"), (SKOS.definition, "Når")):
        for language in ("da", "en"):
            graph.add((theme("ny"), predicate, Literal(text, lang=language)))
    graph.add((theme("halv"), RDF.type, SKOS.Concept))
    ends = [URIRef(f"urn:strategylib:element:{own}") for own in ("kornmark.goal-1", "fjordlund.initiative-1", "nowhere.goal-1")]
    graph.add((ends[0], SKOS.closeMatch, ends[1]))
    graph.add((ends[0], SKOS.closeMatch, ends[2]))
    (tmp_path / "edited.ttl").write_bytes(graph.serialize(format="turtle", encoding="utf-8"))
    taken = import_file("skos", tmp_path / "edited.ttl", corpus.data, language="en")
    assert [(one.table, one.change, one.key, one.column) for one in taken.rows] == [
        ("themes", "changed", "ledelse", "da"),
        ("themes", "changed", "ledelse", "alt_da"),
        ("themes", "added", "ny", None),
        ("alignments", "added", "uden-navn kornmark.goal-1 fjordlund.initiative-1", None),
    ]
    assert sorted(one.problem for one in taken.deviations) == [
        "halv is new but lacks da, en, definition_da, definition_en, and is left out",
        "nowhere.goal-1 is not in the file",
    ]
    taken.apply()
    assert corpus.open(strict=True).themes.loc["ledelse", "alt_da"][-1] == "chefer"


@pytest.mark.parametrize(
    ("read", "content", "words"),
    [
        (read_skos, b"not turtle {", "RDF"),
        (read_skos, b"\xff\xfe\x00", "RDF"),
        (read_skos, b"@prefix a: <urn:a:> . a:b a:c a:d .", "skos:Concept"),
        (read_skos, b"<urn:a> <urn:b> " + b"[ <urn:c> " * 3000, "RDF"),
        (read_skos_json, b"{", "JSON"),
        (read_skos_json, b"[" * 100_000, "JSON"),
        (read_skos_json, b"[" * 900 + b"]" * 900, "RDF|skos:Concept"),
        (read_skos_json, b"[" + b"[]," * 2_100_000 + b"[]]", "mere end 4000000 dele"),
        (read_skos_json, b'{"@context": "http://127.0.0.1:9/context.jsonld", "@id": "urn:a"}', "@context"),
        (read_skos_json, b'{"@graph": [{"@context": [{}, "file:///etc/passwd"], "@id": "urn:a"}]}', "@context"),
        (read_skos_json, b'{"@context": {"@import": "http://127.0.0.1:9/"}, "@id": "urn:a"}', "@context"),
        (read_skos_json, b'{"@id": "urn:a"}', "skos:Concept"),
    ],
)
def test_what_is_no_skos_or_reaches_out_is_refused(read, content, words):
    with pytest.raises(ExchangeError, match=words):
        read(content, Path("x.ttl"), corpus=Corpus())


def items(content):
    return json.loads(content)["first"]["items"]


@pytest.mark.parametrize("whole", [False, True])
def test_annotations_point_at_words_and_lines(whole, invented):
    content = write_annotations(invented, sources=INVENTED if whole else None)
    texts = {one.file: (INVENTED / one.file).read_text(encoding="utf-8") for one in invented.corpus.sources}
    kinds = Counter()
    for one in items(content):
        kinds[one["motivation"]] += 1
        if one["motivation"] == "tagging":
            assert one["creator"]["nickname"] in {coding.coder for coding in invented.corpus.codings}
            continue
        text = texts[one["target"]["source"].rpartition(":")[2]]
        selectors = {selector["type"]: selector for selector in one["target"]["selector"]}
        first, last = map(int, selectors["FragmentSelector"]["value"].removeprefix("line=").split(","))
        assert 0 <= first < last <= len(text.split("\n"))
        if whole:
            place = selectors["TextPositionSelector"]
            assert place["start"] >= len("\n".join(text.split("\n")[:first]))
            assert place["end"] <= len("\n".join(text.split("\n")[:last]))
            if "TextQuoteSelector" in selectors:
                assert text[: place["start"]].endswith(selectors["TextQuoteSelector"]["prefix"])
                assert text[place["end"] :].startswith(selectors["TextQuoteSelector"]["suffix"])
    assert kinds == {"identifying": len(invented.quotes), "tagging": len(invented.codings)}


def test_words_that_are_left_out_make_a_range(invented):
    one = next(one for one in items(write_annotations(invented)) if one["id"] == "urn:strategylib:quote:fjordlund.initiative-1:1")
    (selector,) = [selector for selector in one["target"]["selector"] if selector["type"] == "RangeSelector"]
    assert (selector["startSelector"]["exact"], selector["endSelector"]["exact"]) == ("sundhedstilbud", "tæt på borgeren")


def test_annotations_edited_elsewhere_change_quotations_and_codes(corpus, tmp_path):
    value = json.loads(write_annotations(corpus.open()))
    by_id = {one["id"]: one for one in value["first"]["items"]}
    by_id["urn:strategylib:quote:kornmark.goal-1:0"]["target"]["selector"] = [
        {"type": "TextQuoteSelector", "exact": "Borgerne møder få medarbejdere"},
        {"type": "FragmentSelector", "value": "line=4,6"},
    ]
    changed = [one for one in by_id.values() if one["id"] != "urn:strategylib:coding:anna:kornmark.goal-1:relation"]
    foreign = {"type": "Annotation", "body": "http://example.com/a", "target": "http://example.com/b"}
    lost = {"type": "Annotation", "body": {"source": "urn:strategylib:element:kornmark.goal-9"}, "target": "http://example.com/b"}
    (tmp_path / "edited.jsonld").write_text(json.dumps([*changed, foreign, lost]), encoding="utf-8")
    taken = import_file("annotations", tmp_path / "edited.jsonld", corpus.data, language="en")
    assert [(one.table, one.change, one.key, one.column, one.after) for one in taken.rows] == [
        ("elements", "changed", "kornmark.goal-1", "label", "Borgerne møder få medarbejdere"),
        ("elements", "changed", "kornmark.goal-1", "line_end", 6),
        ("codings", "removed", "anna kornmark.goal-1 relation", None, None),
    ]
    assert len(taken.deviations) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "JSON"), (b"[" * 100_000, "JSON"), (b"{}", "Annotation"), (b"3", "Annotation"), (b"[" * 900 + b"]" * 900, "Annotation")],
)
def test_what_holds_no_annotation_is_refused(content, words):
    with pytest.raises(ExchangeError, match=words):
        read_annotations(content, Path("x.jsonld"), corpus=Corpus())


def test_every_type_of_element_has_a_place_in_archimate():
    assert set(KINDS) == set(ElementType)


def test_a_model_is_in_the_order_that_the_format_asks_for_and_all_its_references_hold(bundled):
    root = etree.fromstring(write_archimate(bundled))
    assert [etree.QName(one).localname for one in root] == ["name", "elements", "relationships", "organizations", "propertyDefinitions"]
    ids = [one.get("identifier") for one in root.iter() if one.get("identifier")]
    assert len(ids) == len(set(ids))
    ends = {one.get(name) for one in root.iter() for name in ("source", "target", "identifierRef", "propertyDefinitionRef")} - {None}
    assert ends <= set(ids)
    assert len(root.find(f"{A}elements")) == len(bundled.elements)
    for one in root.find(f"{A}elements"):
        assert [etree.QName(child).localname for child in one] in (["name", "properties"], ["name", "documentation", "properties"])


def test_a_model_edited_elsewhere_changes_names_and_relations(corpus, tmp_path):
    root = etree.fromstring(write_archimate(corpus.open()))
    one = next(one for one in root.iter(f"{A}element") if one.get("identifier") == "id-kornmark.goal-1")
    one.find(f"{A}name").text = "Nye ord"
    new = etree.SubElement(root.find(f"{A}elements"), f"{A}element", identifier="id-1234")
    etree.SubElement(new, f"{A}name").text = "Tegnet i et andet program"
    link = etree.SubElement(
        root.find(f"{A}relationships"), f"{A}relationship", identifier="x", source="id-kornmark.goal-1", target="id-1234"
    )
    assert link is not None
    (tmp_path / "edited.xml").write_bytes(etree.tostring(root))
    taken = import_file("archimate", tmp_path / "edited.xml", corpus.data, language="en")
    assert str(taken).splitlines() == [
        "elements: 1 changed",
        "  ~ kornmark.goal-1.label: Borgerne møder få og kendte medarbejdere → Nye ord",
    ]
    assert [one.problem for one in taken.deviations] == [
        "Tegnet i et andet program corresponds to nothing here and is left out",
        "1234 is not in the file",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<model/>",
        b'<model xmlns="http://www.opengroup.org/xsd/archimate"/>',
        b'<!DOCTYPE a><model xmlns="urn:a"/>',
        b"<archimate:model/>",
    ],
)
def test_what_is_no_model_is_refused(content, tmp_path, corpus):
    (tmp_path / "x.xml").write_bytes(content)
    with pytest.raises(ExchangeError, match=r"x\.xml"):
        import_file("archimate", tmp_path / "x.xml", corpus.data)
