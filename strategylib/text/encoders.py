"""How does a better reader of texts plug in? One protocol: texts in, one vector each out; and two that speak it.

Nothing is fetched from the network unless asked for: a model is read from this machine, and a server is called where the caller says it is.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from strategylib.locale import texts as words
from strategylib.model import StrategylibError


@runtime_checkable
class Encoder(Protocol):
    """Anything that turns n texts into an array (n, d) of numbers, alike texts into vectors of like direction."""

    def encode(self, texts: Sequence[str]) -> NDArray[Any]:
        """Return one row for each text."""


class SentenceTransformerEncoder:
    """A model of the library sentence-transformers (extra `encoder`).

    Parameters
    ----------
    model
        Name or folder of a model that is on this machine.
    prefix
        Put before every text, as some models ask for (`query: ` for the e5 family).
    download
        Whether a model that is not here may be fetched from the network.

    Raises
    ------
    StrategylibError
        When the library is not installed or the model cannot be loaded.
    """

    def __init__(self, model: str, *, prefix: str = "", download: bool = False) -> None:
        try:
            library: Any = import_module("sentence_transformers")
        except ImportError as error:
            raise StrategylibError(words()("encoders.no_library")) from error
        try:
            self._model = library.SentenceTransformer(model, local_files_only=not download)
        except (OSError, ValueError) as error:
            raise StrategylibError(words()("encoders.no_model", model=model, said=error)) from error
        self._prefix = prefix

    def encode(self, texts: Sequence[str]) -> NDArray[Any]:
        """Return one row for each text, of length 1."""
        return np.asarray(self._model.encode([self._prefix + text for text in texts], normalize_embeddings=True, show_progress_bar=False))


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: texts and key go to the address that was given."""

    def redirect_request(self, *_: Any) -> None:
        """Take a redirection for a refusal."""


class ServerEncoder:
    """A server that speaks OpenAI's embeddings interface, such as one on the municipality's own machine.

    Parameters
    ----------
    url
        Where the interface begins, such as `http://localhost:8000/v1`; texts are sent there and nowhere else.
    model
        The model's name on that server.
    key
        Sent as `Authorization: Bearer`, when the server asks for one.
    at_once
        How many texts go in one request.
    timeout
        Seconds to wait for an answer.

    Raises
    ------
    StrategylibError
        When the address is none. `encode` raises it when the server cannot be reached, refuses, or answers something else than vectors.
    """

    def __init__(self, url: str, model: str, *, key: str | None = None, at_once: int = 64, timeout: float = 60) -> None:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise StrategylibError(words()("encoders.no_address", url=url))
        self._url, self._model, self._key = f"{url.rstrip('/')}/embeddings", model, key
        self._at_once, self._timeout = at_once, timeout

    def encode(self, texts: Sequence[str]) -> NDArray[Any]:
        """Return one row for each text, as the server gives it."""
        parts = [self._ask(texts[start : start + self._at_once]) for start in range(0, len(texts), self._at_once)]
        if len({part.shape[1] for part in parts}) > 1:
            raise StrategylibError(words()("encoders.odd_answer", url=self._url))
        return np.concatenate(parts) if parts else np.zeros((0, 0))

    def _ask(self, texts: Sequence[str]) -> NDArray[Any]:
        body = json.dumps({"model": self._model, "input": list(texts), "encoding_format": "float"}).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        request = urllib.request.Request(self._url, data=body, headers=headers)  # noqa: S310 - http or https, seen to above
        try:
            with urllib.request.build_opener(_StayHere).open(request, timeout=self._timeout) as answer:
                given = json.load(answer)
        except urllib.error.HTTPError as error:
            raise StrategylibError(words()("encoders.refused", url=self._url, status=error.code)) from error
        except OSError as error:
            raise StrategylibError(words()("encoders.no_server", url=self._url, said=error)) from error
        except ValueError as error:
            raise StrategylibError(words()("encoders.odd_answer", url=self._url)) from error
        try:
            ordered = sorted(given["data"], key=lambda one: one["index"])
            rows = np.array([one["embedding"] for one in ordered], dtype=np.float64)
        except (KeyError, TypeError, ValueError) as error:
            raise StrategylibError(words()("encoders.odd_answer", url=self._url)) from error
        if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():  # noqa: PLR2004 - texts and numbers
            raise StrategylibError(words()("encoders.odd_answer", url=self._url))
        return rows


def encoded(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the encoder's rows, centred on their mean and of length 1: what all texts have in common says nothing about any.

    Raises `StrategylibError` when the encoder does not give one row of finite numbers for each text.
    """
    rows = np.asarray(encoder.encode(texts), dtype=np.float64)
    if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():  # noqa: PLR2004 - texts and numbers
        raise StrategylibError(words()("encoders.odd_rows", n=len(texts), shape=rows.shape))
    centred = rows - rows.mean(axis=0, keepdims=True) if len(rows) else rows
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    result: NDArray[np.float64] = centred / np.where(length == 0, 1, length)
    return result
