"""Encoders plug in behind one protocol; a server is a real process here."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import strategylib as sl
from strategylib.model import StrategylibError
from strategylib.text.encoders import Encoder, SentenceTransformerEncoder, ServerEncoder, encoded

from .invented import element, workbook

TEXTS = ["Velfærdsteknologi i hjemmet", "Teknologi i borgerens hjem", "Nærværende ledelse", "", "Ledelse tæt på praksis"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    script = Path(__file__).parents[1] / "embedding_server.py"
    with subprocess.Popen([sys.executable, str(script), "secret"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
        server.terminate()


def test_a_server_gives_a_row_for_each_text_in_their_order(address: str) -> None:
    one_by_one = ServerEncoder(address, "pairs", key="secret", at_once=1).encode(TEXTS)
    together = ServerEncoder(f"{address}/", "pairs", key="secret", at_once=3).encode(TEXTS)
    assert together.shape == (5, 64)
    assert np.array_equal(one_by_one, together)
    assert isinstance(ServerEncoder(address, "pairs"), Encoder)
    assert ServerEncoder(address, "pairs").encode([]).shape[0] == 0


@pytest.mark.parametrize(
    ("model", "key", "said"),
    [
        ("pairs", "wrong", "afviser med kode 401"),
        ("nothing", "secret", "afviser med kode 404"),
        ("moved", "secret", "afviser med kode 302"),
        ("broken", "secret", "en vektor af tal for hver tekst"),
        ("words", "secret", "en vektor af tal for hver tekst"),
    ],
)
def test_what_a_server_does_wrong_is_said_in_words(address: str, model: str, key: str, said: str) -> None:
    with pytest.raises(StrategylibError, match=said):
        ServerEncoder(address, model, key=key).encode(TEXTS)


def test_a_server_that_is_not_there_and_an_address_that_is_none() -> None:
    with pytest.raises(StrategylibError, match="svarer ikke"):
        ServerEncoder("http://127.0.0.1:9/v1", "pairs", timeout=5).encode(TEXTS)
    for address in ("localhost:8000", "file:///etc/passwd", "http://"):
        with pytest.raises(StrategylibError, match="ikke en adresse"):
            ServerEncoder(address, "pairs")


@pytest.mark.skipif(importlib.util.find_spec("sentence_transformers") is not None, reason="the library is installed")
def test_without_its_library_it_says_what_to_install() -> None:
    with pytest.raises(StrategylibError, match=r"strategylib\[encoder\]"):
        SentenceTransformerEncoder("a-model")


class Short:
    """An encoder that loses a text."""

    def encode(self, texts: Sequence[str]) -> Any:
        return np.ones((len(texts) - 1, 3))


def test_rows_are_centred_and_of_length_one() -> None:
    class Twos:
        def encode(self, texts: Sequence[str]) -> Any:
            return [[len(text), 2.0] for text in texts]

    rows = encoded(Twos(), TEXTS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert np.allclose(rows[:, 1], 0)
    with pytest.raises(StrategylibError, match="én række tal for hver tekst"):
        encoded(Short(), TEXTS)


def test_an_encoder_has_a_say_in_suggestions_and_finds_neighbours(address: str) -> None:
    wb = workbook(
        element("aa.goal-1", label=TEXTS[0]),
        element("aa.goal-2", label=TEXTS[2]),
        element("bb.goal-1", label=TEXTS[1]),
        element("bb.goal-2", label=TEXTS[4]),
    )
    encoder = ServerEncoder(address, "pairs", key="secret")
    nearest = sl.nearest_elements(wb, k=1, encoder=encoder)
    assert dict(zip(nearest.element, nearest.other, strict=True)) == {
        "aa.goal-1": "bb.goal-1",
        "aa.goal-2": "bb.goal-2",
        "bb.goal-1": "aa.goal-1",
        "bb.goal-2": "aa.goal-2",
    }
    plain = sl.suggest_alignments(wb, least=0).set_index(["a", "b"]).score
    heard = sl.suggest_alignments(wb, least=0, encoder=encoder).set_index(["a", "b"]).score
    assert heard["aa.goal-1", "bb.goal-1"] > plain["aa.goal-1", "bb.goal-1"]
    assert heard["aa.goal-1", "bb.goal-2"] < 0.01
