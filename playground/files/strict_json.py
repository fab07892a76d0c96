"""JSON, read strictly: nothing is guessed, nothing is lost, every problem has its place.

Python's own parser does the work; what it lets pass is caught here: doubled keys, NaN and Infinity,
halves of characters, any depth. Numbers remember how they were written.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from playground.problem import InputError, Problem

MAX_DEPTH = 100
MAX_KEY = 60  # characters of a key that a place shows
MAX_PROBLEMS = 200  # more help nobody; the rest is counted
_SURROGATE = re.compile("[\ud800-\udfff]")
_BARE = re.compile(r"[^\W\d]\w*\Z")


class Written(float):
    """A JSON number that a float or int would not give back as it was written (`1.10`, `1e400`)."""

    text: str

    def __new__(cls, text: str) -> Written:
        made = super().__new__(cls, text)
        made.text = text
        return made

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]
        return (self.text,)


class Findings:
    """Problems as they are found, each with its place."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.more = 0
        self.void: set[str] = set()  # places without a value, of which all is said

    def add(self, place: str, message: str) -> None:
        if place in self.void:
            return
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(place, message))
        else:
            self.more += 1

    def add_void(self, place: str, message: str) -> None:
        """A problem after which nothing more is to be said of that place."""
        self.add(place, message)
        self.void.add(place)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem.place, problem.message)

    def __bool__(self) -> bool:
        return bool(self.problems)

    def error(self) -> InputError:
        rest = [Problem("", f"and {self.more:,} more problems")] if self.more else []
        return InputError([*self.problems, *rest])


class _Object(dict[str, Any]):
    doubled: tuple[str, ...] = ()


class _Constant:
    """NaN, Infinity or -Infinity: Python's parser accepts them, JSON has none."""

    def __init__(self, word: str) -> None:
        self.word = word


def parse(text: str, findings: Findings) -> Any:
    """The JSON value in `text`: dict, list, str, bool, None, int, or `Written`. Problems of single
    values go to `findings`; raises `InputError` where the text is no JSON at all."""
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_Constant,
                           parse_int=_whole, parse_float=Written)
    except json.JSONDecodeError as error:
        raise InputError([_syntax(text, error)]) from None
    except RecursionError:
        raise InputError(f"brackets are nested too deeply; {MAX_DEPTH} levels are allowed") from None
    return _checked(value, "", 0, findings)


def key_place(place: str, key: str) -> str:
    """The place of a key in an object: `parameters.h`, or `extra["a b"]` where it is no plain word. Of a
    key too long to read the beginning."""
    if len(key) > MAX_KEY:
        key = f"{key[:MAX_KEY - 1]}…"
    if _BARE.match(key):
        return f"{place}.{key}" if place else key
    return f"{place}[{json.dumps(key)}]"


def _whole(text: str) -> int | Written:
    return int(text) if len(text) <= 300 and text != "-0" else Written(text)


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        made.doubled = tuple(key for key, count in counts.items() if count > 1)
    return made


def _checked(value: Any, place: str, depth: int, findings: Findings) -> Any:
    if isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            findings.add(place, "holds half of a character (a lone surrogate); write the text anew")
        return value
    if isinstance(value, _Constant):
        findings.add_void(place, f"{value.word} is not a number")
        return None
    if not isinstance(value, (dict, list)):
        return value
    if depth >= MAX_DEPTH:
        findings.add_void(place, f"brackets are nested too deeply; {MAX_DEPTH} levels are allowed")
        return None
    if isinstance(value, list):
        return [_checked(item, f"{place}[{i}]", depth + 1, findings) for i, item in enumerate(value)]
    for key in getattr(value, "doubled", ()):
        findings.add(key_place(place, key), "this key is there twice; keep one of them")
    made = {}
    for key, item in value.items():
        at = key_place(place, key)
        if not key.isascii() and _SURROGATE.search(key):
            findings.add(at, "holds half of a character (a lone surrogate); write the key anew")
        made[key] = _checked(item, at, depth + 1, findings)
    return made


def _syntax(text: str, error: json.JSONDecodeError) -> Problem:
    """What a JSON error means to a person, at its line and column."""
    if not text.strip():
        return Problem("", "the file is empty")
    place = f"line {error.lineno}, column {error.colno}"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return Problem(place, "the file ends in the middle or a quotation mark is missing; "
                              "it may not have been copied whole")
    if error.msg == "Extra data":
        return Problem(place, "something follows after the end of the game; one file holds one game")
    found = text[error.pos:error.pos + 1]
    wanted = {"Expecting value": "a value is missing", "Expecting ',' delimiter": "a comma is missing",
              "Expecting ':' delimiter": "a colon is missing",
              "Expecting property name enclosed in double quotes": "a key in quotation marks is missing",
              "Illegal trailing comma before end of object": "there is a comma too many",
              "Illegal trailing comma before end of array": "there is a comma too many",
              "Invalid control character at": "a line break in a text is written \\n, a tab \\t; one stands"}
    if error.msg.startswith("Invalid \\"):
        return Problem(place, "a backslash in a text is written twice; what stands here after one means "
                              "nothing in JSON")
    message = wanted.get(error.msg, error.msg)
    return Problem(place, f"{message} before {found!r}; this is not valid JSON")


# --- writing --------------------------------------------------------------------------------------------


def as_json(value: Any, ascii_only: bool = False) -> str:
    """One JSON value on one line. Fractions become texts "p/q"; a float that is not finite, null."""
    return json.dumps(_plain(value), ensure_ascii=ascii_only, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value
