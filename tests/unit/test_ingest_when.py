"""Is it found how often, and in which months, something happens, and only where it is said plainly?"""

import pytest

from strategylib.ingest.when import every_months, months_of


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("Udvalget følger op hvert kvartal.", 3),
        ("Der gøres status to gange om året.", 6),
        ("Rådet drøfter hvert forår, hvordan det går.", 12),
        ("Planen evalueres hvert andet år.", 24),
        ("Strategien revideres én gang i hver valgperiode.", 48),
        ("Der gøres status hvert kvartal og evalueres hvert andet år.", None),
        ("Strategien evalueres i 2026.", None),
    ],
)
def test_a_span_is_found_when_there_is_just_one(said, months):
    assert every_months(said) == months


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("Sundhedsudvalget får status i maj og november", [5, 11]),
        ("Ældrerådet får hvert år i september en status.", [9]),
        ("Politikken er vedtaget i juni 2024.", []),
        ("Målet er, at flere kan bo hjemme.", []),
    ],
)
def test_months_of_a_sentence_are_those_that_come_again(said, months):
    assert months_of(said) == months


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("Marts 2024", [3]),
        ("Maj-oktober 2025", [5, 6, 7, 8, 9, 10]),
        ("august", [8]),
        ("2. kvartal 2024", []),
        ("Løbende", []),
        ("Fra januar 2024", []),
    ],
)
def test_months_of_a_cell_are_those_it_names_and_nothing_else(said, months):
    assert months_of(said, alone=True) == months
