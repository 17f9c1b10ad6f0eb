"""How is a draft written as YAML, in the order and manner of the bundled files?

Only for a file that is new: an edited one has comments to keep. Values are written plain where YAML reads them back as the same
text, otherwise in double quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

# Text that YAML reads as itself without quotation marks: it begins with a letter and holds nothing that parts keys or comments.
_PLAIN = re.compile(r"^[A-Za-zÆØÅæøåÉéÄäÖöÜü][^\n\t\[\]{}\"\\]*$")
_RISKY = re.compile(
    r":(?:\s|$)|\s#|^(?:true|false|null|yes|no|on|off|y|n|~|ja|nej)$|[\s:]$|[\u0085\u2028\u2029\ufeff\x00-\x1f\x7f-\x9f]", re.IGNORECASE
)
_IN_FLOW = re.compile(r"[,\[\]{}]")


def scalar(value: Any, *, flow: bool = False) -> str:
    """Return one value as YAML; `flow` where it stands between braces."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    if _PLAIN.match(text) and not _RISKY.search(text) and not (flow and _IN_FLOW.search(text)):
        return text
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\L").replace("\u2029", "\\P").replace("\x7f", "\\x7f")


def flow(values: Mapping[str, Any]) -> str:
    """Return a small mapping on one line: `{label: Sundhed, lines: 2}`."""
    return "{" + ", ".join(f"{key}: {_flow_value(value)}" for key, value in values.items()) + "}"


def _flow_value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(scalar(one, flow=True) for one in value) + "]"
    return _lines(value) if isinstance(value, str) and re.fullmatch(r"\d+-\d+", value) else scalar(value, flow=True)


def _lines(value: Any) -> str:
    return str(value)


def entries(items: Iterable[Mapping[str, Any]], indent: int = 0, *, spaced: bool = False) -> list[str]:
    """Return a list of mappings, each key on its line; `spaced` puts a blank line between them."""
    pad, lines = " " * indent, []
    for item in items:
        first = True
        for key, value in item.items():
            lead = f"{pad}- " if first else f"{pad}  "
            first = False
            if isinstance(value, list) and value and isinstance(value[0], Mapping):
                lines.append(f"{lead}{key}:")
                lines += entries(value, indent + 4)
            elif key == "lines":
                lines.append(f"{lead}lines: {value}")
            else:
                lines.append(f"{lead}{key}: {_flow_value(value) if isinstance(value, list | tuple) else scalar(value)}")
        if spaced:
            lines.append("")
    return lines
