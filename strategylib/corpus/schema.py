"""Has a data file the shape that its JSON Schema asks for, and if not, what is wrong where?

The schemas in `data/schemas/` are the one description of the format: editors complete and check with them while one
types, and this module checks with them when a folder is opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

import jsonschema_rs

from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.yaml_text import Document, Path, Problem


@cache
def load(name: str) -> dict[str, Any]:
    """Return the JSON Schema `name` (`strategy`, `municipalities`, `sources` or `themes`) as a dictionary."""
    path = bundled_folder() / "schemas" / f"{name}.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for(load(name))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _choices(error: Any) -> list[str]:
    """Return the values that an `enum`, or a `oneOf` of constants, allows at the error."""
    if error.kind.name == "enum":
        return [str(option) for option in error.kind.options]
    return [context.kind.expected_value for branch in error.kind.context for context in branch if context.kind.name == "const"]


def nearest(word: object, choices: list[str]) -> str | None:
    """Return the choice that `word` was probably meant to be."""
    found = get_close_matches(str(word), choices, n=1, cutoff=0.6)
    return found[0] if found else None


def problems(name: str, document: Document) -> Iterator[Problem]:
    """Yield everything in the document that the schema `name` does not allow."""
    for error in _validator(name).iter_errors(document.value):
        path: Path = tuple(error.instance_path)
        kind, found = error.kind.name, _at(document.value, path)
        if kind == "required":
            key = error.kind.property
            yield Problem(document.line(path), (*path, key), "required", {"key": key})
        elif kind == "additionalProperties":
            yield from _unknown_keys(name, path, error.kind.unexpected, document)
        else:
            shown = found if isinstance(found, str) else document.written.get(path, found)
            code, values = _wrong_value(error, found, shown)
            yield Problem(document.line(path), path, code, values)


def _unknown_keys(name: str, path: Path, unexpected: list[str], document: Document) -> Iterator[Problem]:
    known = _properties(name, path)
    for key in filter(None, unexpected):  # an empty key is named when the file is read
        where = (*path, key)
        guess = nearest(key, known)
        values: dict[str, object] = {"key": key, "known": ", ".join(known), "guess": guess}
        yield Problem(document.line(where), where, "unknown_key_guess" if guess else "unknown_key", values)


def _wrong_value(error: Any, found: Any, shown: object) -> tuple[str, dict[str, object]]:
    """Return the code and values of a value that the schema does not allow; `shown` is the value as it stands in the file."""
    kind = error.kind.name
    code, values = "form", {"value": shown}  # pattern, anyOf: the field's own text says which form is meant
    if found is None:
        code, values = ("empty" if error.instance_path else "empty_file"), {}
    elif kind in ("enum", "oneOf"):
        choices = _choices(error)
        guess = nearest(found, choices)
        code = "not_a_choice_guess" if guess else "not_a_choice"
        values |= {"choices": ", ".join(choices), "guess": guess}
    elif kind == "type":
        code = f"not_{_expected(error)}"
    elif kind == "minItems" or (kind == "pattern" and not found.strip()):
        code, values = "empty", {}
    elif kind in ("minimum", "maximum"):
        code = kind
        values |= {"limit": error.kind.limit}
    elif kind == "uniqueItems":
        code, values = "not_unique", {}
    return code, values


def _expected(error: Any) -> str:
    wanted = set(error.kind.types)
    names = {"object": "mapping", "array": "list", "string": "text", "boolean": "truth", "integer": "integer", "number": "number"}
    return next(names[w] for w in names if w in wanted)


def _properties(name: str, path: Path) -> list[str]:
    """Return the keys that the schema knows at a path, following `$ref`, `items` and `properties`."""
    schema = root = load(name)
    for step in path:
        schema = schema["items"] if isinstance(step, int) else schema["properties"][step]
        while "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return list(schema["properties"])
