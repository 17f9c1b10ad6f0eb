"""Are dates, numbers, lists and cadences written as a Danish reader writes them?"""

import pytest

from strategylib.locale import texts, wording

DANISH = texts("da")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (5, "5"),
        (5.0, "5"),
        (2.5, "2,5"),
        (-1.25, "-1,25"),
        (0.1 + 0.2, "0,3"),
        (999, "999"),
        (1000, "1.000"),
        (1234.5, "1.234,5"),
        (1234567, "1.234.567"),
        (123456789012, "123.456.789.012"),
    ],
)
def test_a_number_has_a_comma_for_its_decimals_and_dots_for_its_thousands(value, written):
    assert wording.number(value, DANISH) == written


@pytest.mark.parametrize(("n", "written"), [(0, "Ingen"), (1, "Én"), (5, "Fem"), (10, "Ti"), (11, "11"), (1200, "1.200")])
def test_a_small_count_is_a_word(n, written):
    assert wording.count_word(n, DANISH) == written


@pytest.mark.parametrize(
    ("iso", "written"),
    [("2018", "2018"), ("2018-06", "juni 2018"), ("2025-07-01", "1. juli 2025"), ("2024-12-31", "31. december 2024")],
)
def test_a_date_is_as_precise_as_the_document(iso, written):
    assert wording.date(iso, DANISH) == written


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ([], ""),
        (["Viborg"], "Viborg"),
        (["Viborg", "Hillerød"], "Viborg og Hillerød"),
        (["Viborg", "Hillerød", "Norddjurs"], "Viborg, Hillerød og Norddjurs"),
    ],
)
def test_a_list_is_running_text(words, written):
    assert wording.listing(words, DANISH) == written


@pytest.mark.parametrize(("first", "last", "written"), [(438, 438, "linje 438"), (199, 202, "linje 199-202")])
def test_a_place_is_a_line_or_a_range_of_lines(first, last, written):
    assert wording.lines(first, last, DANISH) == written


@pytest.mark.parametrize(
    ("months", "written"),
    [
        (1, "hver måned"),
        (2, "hver 2. måned"),
        (3, "hver 3. måned"),
        (6, "hvert halve år"),
        (12, "hvert år"),
        (18, "hver 18. måned"),
        (24, "hvert 2. år"),
        (36, "hvert 3. år"),
    ],
)
def test_a_cadence_is_said_as_people_say_it(months, written):
    assert wording.cadence(months, DANISH) == written
