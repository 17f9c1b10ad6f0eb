"""Is what is written valid StratML, and is what others wrote read as far as it goes, with every deviation named?"""

import os
import random
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from lxml import etree

from strategylib import export, import_file, open_workbook
from strategylib.formats.reading import ExchangeError
from strategylib.formats.safe import XmlDeviations, parse_xml
from strategylib.formats.stratml import write_stratml, write_stratml2
from strategylib.formats.stratml_draft import read_stratml
from strategylib.formats.stratml_shape import PART_1, PART_2, check
from strategylib.model import Corpus, ElementType
from strategylib.workbook import Workbook

STANDARDS = Path(os.environ.get("STRATEGYLIB_STANDARDS", Path(__file__).resolve().parents[2].parent / "shared" / "standards"))
SCHEMAS = {"stratml": "StratML_Part1_StrategicPlanISOVersion20140401.xsd", "stratml2": "StratML_Part2_PerformancePlanOrReport20160216.xsd"}
WRITERS = {"stratml": write_stratml, "stratml2": write_stratml2}
MUNICIPALITIES = ("holstebro", "viborg", "hilleroed", "norddjurs", "hedensted")
GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.fixture(scope="module")
def schemas():
    """The two published schemas, by format."""
    if not (STANDARDS / SCHEMAS["stratml"]).is_file():
        pytest.skip("not checked against the published schemas: set STRATEGYLIB_STANDARDS to their folder")
    return {name: etree.XMLSchema(etree.parse(str(STANDARDS / file))) for name, file in SCHEMAS.items()}


@pytest.fixture
def begun(tmp_path):
    """A data folder in which only a municipality stands."""
    folder = tmp_path / "begun"
    folder.mkdir()
    (folder / "municipalities.yaml").write_text("- {id: noerreby, name: Nørreby, code: 999}\n", encoding="utf-8")
    return folder


def deviations(content):
    found = XmlDeviations("file.xml", "en")
    check(parse_xml(content, Path("file.xml")), found)
    return found.sorted()


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_what_is_written_is_valid_and_has_no_deviation(name, municipality, bundled, schemas):
    content = WRITERS[name](bundled, municipality=municipality)
    schemas[name].assertValid(etree.fromstring(content))
    assert deviations(content) == ()


@pytest.mark.parametrize("name", WRITERS)
def test_the_invented_strategy_is_written_as_it_always_was(name, invented):
    written = WRITERS[name](invented, municipality="fjordlund")
    assert written.decode() == (GOLDEN / f"fjordlund.{name}.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_no_wording_is_lost(municipality, bundled):
    said = " ".join(" ".join(etree.fromstring(write_stratml(bundled, municipality=municipality)).itertext()).split())
    assert [one.id for one in bundled.strategy(municipality).elements if " ".join(one.label.split()) not in said] == []


def test_targets_units_and_baselines_stand_in_part_2(invented):
    root = etree.fromstring(write_stratml2(invented, municipality="fjordlund"))
    (indicator,) = root.iter(f"{{{PART_2}}}PerformanceIndicator")
    assert [(etree.QName(one).localname, one.text) for one in indicator.iter() if one.text and one.text.strip()] == [
        ("MeasurementDimension", "Andelen af borgere, der klarer sig selv, skal stige med 5 % fra 2024."),
        ("UnitOfMeasurement", "%"),
        ("ReferentIdentifier", "fjordlund.goal-1"),
        ("Name", "measures"),
        ("NumberOfUnits", "5"),
    ]


@pytest.mark.parametrize("name", WRITERS)
def test_a_strategy_that_comes_back_changes_nothing_or_what_was_changed(name, bundled, tmp_path):
    path = export(bundled, name, tmp_path / "viborg.xml", municipality="viborg")
    assert import_file(name, path).rows == ()
    goal = bundled.strategy("viborg").elements[
        next(n for n, one in enumerate(bundled.strategy("viborg").elements) if one.type == "focus_area")
    ]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"<Name>{goal.label}</Name>", "<Name>Nye ord</Name>"), encoding="utf-8")
    assert str(import_file(name, path, language="en")).splitlines()[1] == f"  ~ {goal.id}.label: {goal.label} → Nye ord"


def test_a_strategy_without_anything_to_reach_is_refused(invented):
    strategy = invented.strategy("kornmark")
    bare = replace(strategy, elements=strategy.elements[:1])
    workbook = Workbook(replace(invented.corpus, strategies=(bare,)))
    with pytest.raises(ExchangeError, match="kornmark"):
        write_stratml(workbook, municipality="kornmark")


def mutated(content, seed):
    """Return a document with one random fault or harmless change."""
    dice, root = random.Random(seed), etree.fromstring(content)
    one = dice.choice([element for element in root.iter() if element is not root])
    parent = one.getparent()
    match dice.randrange(9):
        case 0:
            parent.remove(one)
        case 1:
            parent.append(etree.fromstring(etree.tostring(one)))
        case 2:
            parent.insert(0, one)
        case 3:
            one.tag = one.tag.replace("}", "}Other")
        case 4:
            one.set("StakeholderTypeType", dice.choice(["Person", "person"]))
        case 5:
            one.text = dice.choice(["", "1abc", "2024-02-30", "abc", "2024-01-31", "1.5"])
        case 6:
            one.tail = "stray"
        case 7:
            root.attrib.clear()
        case _:
            one.append(etree.Element(dice.choice([element.tag for element in root.iter()])))
    return etree.tostring(root)


def unique_ids(root):
    """Tell whether no xsd:ID is there twice; libxml2 does not look."""
    ids = [" ".join((one.text or "").split()) for one in root.iter("{*}Identifier") if etree.QName(one).namespace in (PART_1, PART_2)]
    return len(ids) == len(set(ids))


@pytest.mark.parametrize("name", WRITERS)
def test_a_document_deviates_exactly_when_it_is_not_valid(name, invented, bundled, schemas):
    told = Counter()
    for content in (WRITERS[name](invented, municipality="fjordlund"), WRITERS[name](bundled, municipality="hilleroed")):
        for seed in range(250):
            changed = mutated(content, seed)
            root = etree.fromstring(changed)
            valid = schemas[name].validate(root) and unique_ids(root)
            assert (deviations(changed) == ()) == valid, (seed, schemas[name].error_log, deviations(changed))
            told[valid] += 1
    assert min(told.values()) > 20


def test_a_valid_plan_of_elsewhere_has_no_deviation(schemas):
    content = (STANDARDS / "samples" / "PMOAI.xml").read_bytes()
    assert schemas["stratml"].validate(etree.fromstring(content))
    assert deviations(content) == ()


def test_a_report_with_faults_is_read_as_far_as_it_goes_and_every_fault_is_named(begun, schemas):
    path = STANDARDS / "samples" / "SMLC2011.xml"
    assert not schemas["stratml2"].validate(etree.parse(str(path)))
    taken = import_file("stratml2", path, begun, municipality="noerreby", language="en")
    found = Counter((one.field.rpartition("/")[2].partition("[")[0], one.problem.partition(" is ")[2]) for one in taken.deviations)
    assert found["Identifier", "no valid xsd:ID"] == 18
    assert found["PerformanceIndicator", ""] == 11  # an attribute that Part 2 does not know
    assert {one.problem for one in taken.deviations if one.field.endswith("Name") and "Submitter" in one.field} == {
        "FirstName does not belong in Submitter",
        "LastName does not belong in Submitter",
    }
    assert all(one.line >= 2 and one.field.startswith("/PerformancePlanOrReport") for one in taken.deviations)
    taken.apply()
    made = open_workbook(begun).strategy("noerreby")
    assert Counter(one.type.value for one in made.elements) == {
        "indicator": 11,
        "goal": 10,
        "value": 5,
        "focus_area": 3,
        "vision": 1,
        "core_task": 1,
    }
    target = next(one for one in made.elements if one.label == "Part 2 Forms")
    assert (target.type, target.baseline, target.unit) == (ElementType.INDICATOR, 2, "Number Available")


def test_a_plan_of_elsewhere_becomes_a_draft_whose_words_stand_at_its_lines(begun):
    if not (STANDARDS / "samples").is_dir():
        pytest.skip("no sample is there: set STRATEGYLIB_STANDARDS")
    import_file("stratml", STANDARDS / "samples" / "PMOAI.xml", begun, municipality="noerreby").apply()
    workbook = open_workbook(begun)
    made = workbook.strategy("noerreby")
    assert made.title.text == "Presidential Memorandum on The White House Office of American Innovation"
    lines = [" ".join(line.split()) for line in (STANDARDS / "samples" / "PMOAI.xml").read_text(encoding="utf-8").split("\n")]
    assert len(made.elements) > 5
    for one in made.elements:
        assert one.label in unescape(" ".join(lines[one.quote.line_start - 1 : one.quote.line_end]))


def test_a_draft_needs_a_municipality_that_is_known_and_free(begun, corpus, invented, tmp_path):
    path = export(invented, "stratml", tmp_path / "plan.xml", municipality="fjordlund")
    with pytest.raises(ExchangeError, match="Fjordlund"):
        import_file("stratml", path, begun)
    foreign = path.read_text(encoding="utf-8").replace("fjordlund.", "other.")
    path.write_text(foreign, encoding="utf-8")
    with pytest.raises(ExchangeError, match="fjordlund har allerede en strategi"):
        import_file("stratml", path, corpus.data)
    path.write_text(foreign.replace("Fjordlund</Name>", "Nørreby Kommune</Name>"), encoding="utf-8")
    assert len(import_file("stratml", path, begun).rows) > 5


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('<StrategicPlan xmlns="http://www.stratml.net"/>', "www.stratml.net"),
        ("<StrategicPlan/>", "StrategicPlan"),
        (f'<PerformancePlanOrReport xmlns="{PART_1}"/>', "PerformancePlanOrReport"),
        (f'<Goal xmlns="{PART_2}"/>', "Goal"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
    ],
)
def test_a_dialect_is_refused_by_name(text, named):
    with pytest.raises(ExchangeError, match=named):
        read_stratml(text.encode(), Path("plan.xml"), corpus=Corpus())


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><StrategicPlan xmlns="{PART_1}"><Name>&l9;</Name></StrategicPlan>',
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><StrategicPlan xmlns="{PART_1}"><Name>&x;</Name></StrategicPlan>',
        f'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><StrategicPlan xmlns="{PART_1}"/>',
        f'<StrategicPlan xmlns="{PART_1}"><Name>&undefined;</Name></StrategicPlan>',
        "<a>" * 5000,
        "",
        "no xml",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_and_broken_xml_is_refused(text, encoding):
    with pytest.raises(ExchangeError, match=r"plan\.xml"):
        read_stratml(text.encode(encoding), Path("plan.xml"), corpus=Corpus())


def test_xml_of_more_parts_than_memory_should_hold_is_refused():
    wide = f'<StrategicPlan xmlns="{PART_1}">' + "<a/>" * 1_000_001 + "</StrategicPlan>"
    with pytest.raises(ExchangeError, match="mere end 1000000 dele"):
        read_stratml(wide.encode(), Path("plan.xml"), corpus=Corpus())


def test_a_file_that_is_nothing_but_faults_is_refused():
    wrong = f'<StrategicPlan xmlns="{PART_1}">' + "<a/>" * 10_001 + "</StrategicPlan>"
    with pytest.raises(ExchangeError, match="mere end 10000 steder"):
        read_stratml(wrong.encode(), Path("plan.xml"), corpus=Corpus())


def test_deep_xml_is_refused():
    deep = f'<StrategicPlan xmlns="{PART_1}">' + "<a>" * 5000 + "</a>" * 5000 + "</StrategicPlan>"
    with pytest.raises(ExchangeError, match=r"plan\.xml"):
        read_stratml(deep.encode(), Path("plan.xml"), corpus=Corpus())
