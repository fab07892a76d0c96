"""JSON as people read and compare it.

What has at most two levels of brackets and fits into 110 columns stands on one line; anything else has one
item a line, indented by two spaces. So a row of a payoff table is one line, and so are a player, an
equilibrium and the list of tags.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from playground.files.strict_json import Written

WIDTH = 110


def layout(value: Any, key: str | None = None, indent: int = 0) -> str:
    """`value` as JSON text, to be put after `indent` spaces and `key`, if any."""
    start = f"{json.dumps(key, ensure_ascii=False)}: " if key is not None else ""
    if not isinstance(value, (Mapping, list, tuple)):
        return start + _scalar(value)
    if _depth(value) <= 2 and not _holds_objects(value):
        line = start + _line(value)
        if indent + len(line) + 1 <= WIDTH:  # a comma may follow
            return line
    inner = " " * (indent + 2)
    if isinstance(value, Mapping):
        rows = [layout(item, name, indent + 2) for name, item in value.items()]
    else:
        rows = [layout(item, None, indent + 2) for item in value]
    opening, closing = "{}" if isinstance(value, Mapping) else "[]"
    if not rows:
        return f"{start}{opening}{closing}"
    return f"{start}{opening}\n" + ",\n".join(inner + row for row in rows) + f"\n{' ' * indent}{closing}"


def _line(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {_line(item)}"
                               for name, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_line, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, Written):
        return value.text
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _depth(value: Any) -> int:
    """How many levels of brackets; counted up to 3."""
    if not isinstance(value, (Mapping, list, tuple)):
        return 0
    items: Sequence[Any] = list(value.values()) if isinstance(value, Mapping) else value
    deepest = 0
    for item in items:
        if isinstance(item, (Mapping, list, tuple)):
            inside = item.values() if isinstance(item, Mapping) else item
            deepest = max(deepest, 2 if any(isinstance(x, (Mapping, list, tuple)) for x in inside) else 1)
            if deepest == 2:
                break
    return 1 + deepest


def _holds_objects(value: Any) -> bool:
    """Whether an object holds objects: those have one a line, like parameters."""
    return isinstance(value, Mapping) and any(isinstance(item, Mapping) for item in value.values())
