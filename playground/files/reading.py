"""What readers of JSON documents share: texts, lists and numbers, each problem with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.files.document import KINDS, Parallel
from playground.files.strict_json import Findings, Written, key_place
from playground.problem import InputError, Problem


def check_format(data: dict[str, Any], name: str, newest: int, what: str) -> None:
    """Refuse another format than `name`, and versions that this program does not read."""
    found = data.get("format")
    if found != name:
        said = "is missing" if "format" not in data else f"is {short_text(found)}"
        raise InputError([Problem("format", f'{said}; {what} file says "format": "{name}"')])
    version = data.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > newest:
        raise InputError([Problem("version", f"{short_text(version)} is newer than this program, which reads "
                                             f"version {newest}; update the program")])
    if version != newest or isinstance(version, bool):
        said = "is missing" if "version" not in data else f"is {short_text(version)}"
        raise InputError([Problem("version", f"{said}; this program reads version {newest}")])


@dataclass
class Reader:
    """One reading of one file: `data` is walked key by key, what is wrong goes to `findings`."""

    data: dict[str, Any]
    findings: Findings

    def wrong(self, place: str, wanted: str, found: Any) -> None:
        self.findings.add(place, f"{wanted} is expected, not {kind_of(found)}")

    def text(self, data: Mapping[str, Any], key: str, place: str = "", required: bool = False) -> str:
        at = key_place(place, key)
        value = data.get(key)
        if value is None and not (required or key in data):
            return ""
        if key not in data:
            self.findings.add(at, "is missing")
        elif not isinstance(value, str):
            self.wrong(at, "text in quotation marks", value)
        elif required and not value.strip():
            self.findings.add(at, "must not be empty")
        else:
            return value
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "a list of texts", value)
            return ()
        for i, item in enumerate(value):
            if not isinstance(item, str):
                self.wrong(f"{key}[{i}]", "text in quotation marks", item)
        return tuple(item for item in value if isinstance(item, str))

    def objects(self, key: str) -> list[tuple[str, dict[str, Any]]]:
        """The objects of a list, each with its place."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "a list", value)
            return []
        for i, item in enumerate(value):
            if not isinstance(item, dict):
                self.wrong(f"{key}[{i}]", "an object", item)
        return [(f"{key}[{i}]", item) for i, item in enumerate(value) if isinstance(item, dict)]

    def number_text(self, value: Any, place: str) -> str | None:
        """An exact number as the text that was written: in quotation marks or not."""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, Written):
            return value.text
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        self.wrong(place, 'a number such as "3", "-1/2" or "0.25"', value)
        return None

    def whole(self, data: Mapping[str, Any], key: str, place: str, least: int) -> int | None:
        """An optional whole number."""
        value = data.get(key)
        if key in data and (not isinstance(value, int) or isinstance(value, bool) or value < least):
            self.wrong(f"{place}.{key}", f"a whole number from {least}", value)
            return None
        return value

    def flag(self, data: Mapping[str, Any], key: str, place: str, default: bool) -> bool:
        value = data.get(key, default)
        if not isinstance(value, bool):
            self.wrong(f"{place}.{key}", "true or false", value)
            return default
        return value

    def distinct(self, names: Sequence[tuple[str, Any]], what: str) -> None:
        first: dict[str, str] = {}
        for place, name in names:
            if not isinstance(name, str) or not name.strip():
                continue
            if name in first:
                self.findings.add(place, f"the name {short_text(name)} is taken by {first[name]}; "
                                         f"give this {what} another one")
            first.setdefault(name, place)

    def parallel(self) -> tuple[Parallel | None, dict[str, Any], dict[str, Any]]:
        if "parallel" not in self.data:
            return None, {}, {}
        value = self.data["parallel"]
        if not isinstance(value, dict):
            self.wrong("parallel", "an object", value)
            return None, {}, {}
        texts = [self.text(value, key, "parallel", required=True) for key in ("world", "holds", "breaks")]
        validation = value.get("validation")
        if not isinstance(validation, dict):
            if "validation" in value:
                self.wrong("parallel.validation", "an object", validation)
            else:
                self.findings.add("parallel.validation", "is missing; say how the parallel was validated")
            return None, {}, {}
        place = "parallel.validation"
        kind = self.text(validation, "kind", place, required=True)
        source = self.text(validation, "source", place, required=True)
        if kind and kind not in KINDS:
            self.findings.add(f"{place}.kind", f"{short_text(kind)} is none of proof, simulation and data")
        return (Parallel(texts[0], texts[1], texts[2], kind, source),
                rest_of(value, "world", "holds", "breaks", "validation"),
                rest_of(validation, "kind", "source"))


def rest_of(entry: Mapping[str, Any], *known: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in known}


def kind_of(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "text" if value else "empty text"
        case Written():
            return f"the number {value.text[:40]}"
        case int():
            return f"the number {str(value)[:40]}"
        case list():
            return "a list"
    return "an object"


def short_text(value: Any) -> str:
    match value:
        case Written():
            shown = value.text
        case None | bool():
            shown = json.dumps(value)
        case _:
            shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
