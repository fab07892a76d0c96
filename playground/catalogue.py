"""Catalogues: strategies, dynamics, solution concepts … each a mapping from a stable name to an entry.

The app builds menus, sliders and help from a catalogue, the command line its choices, the docs their
tables. Adding an entry is adding one decorated function or one object: nothing else changes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from playground.game.expression import ExpressionError, number
from playground.problem import InputError, Problem

T = TypeVar("T")
Matrix = tuple[tuple[Fraction, ...], ...]
Settings = Mapping[str, Any]  # the value of every option: a Fraction, a Matrix, or None
NO_SETTINGS: Settings = MappingProxyType({})
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


def is_entry_name(name: str) -> bool:
    """Whether an entry may be called so: lower-case words and figures, with hyphens between."""
    return bool(_NAME.match(name))


class UnknownEntry(LookupError):
    """No entry of that name; the message lists the closest ones."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Option:
    """One typed parameter of an entry: what a slider or a command-line option needs to know."""

    name: str
    default: Fraction | None  # None: not set, which `meaning` explains
    minimum: Fraction
    maximum: Fraction
    meaning: str
    unit: str = ""
    whole: bool = False

    def read(self, text: str) -> Any:
        """The value that is written so. Raises `ExpressionError`."""
        return number(text)

    def written(self, value: Any) -> str:
        return str(value)

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "default": None if self.default is None else str(self.default),
                "min": str(self.minimum), "max": str(self.maximum), "meaning": self.meaning,
                "unit": self.unit}

    def refuses(self, value: Any) -> str:
        """Why the option cannot have this value; empty where it can."""
        if not self.minimum <= value <= self.maximum:
            return f"{self.name} is {value}, which is not from {self.minimum} to {self.maximum}"
        if self.whole and value.denominator != 1:
            return f"{self.name} is {value}, which is not a whole number"
        return ""


@dataclass(frozen=True)
class MatrixOption(Option):
    """A square table of probabilities, each row summing to 1: `9/10 1/10; 1/20 19/20`. While it is set, the
    option `instead` does not count."""

    instead: str = ""

    def read(self, text: str) -> Matrix:
        return tuple(tuple(map(number, row.split())) for row in text.split(";"))

    def written(self, value: Matrix) -> str:
        return "; ".join(" ".join(map(str, row)) for row in value)

    def refuses(self, value: Matrix) -> str:
        wrong = [why for j, row in enumerate(value) if (why := self._refuses_row(j, row, len(value)))]
        return "; ".join(wrong)

    def _refuses_row(self, j: int, row: Sequence[Fraction], size: int) -> str:
        place = f"row {j + 1} of {self.name}"
        if len(row) != size:
            return f"{place} has {len(row)} numbers where there are {size} rows"
        outside = [share for share in row if not 0 <= share <= 1]
        if outside:
            return f"{place} has {outside[0]}, which is no probability"
        return "" if sum(row) == 1 else f"{place} sums to {sum(row)}, not to 1"


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One thing of a catalogue. `make` is the callable or object that does the work."""

    name: str
    title: str
    summary: str
    make: T
    reference: str = ""
    options: tuple[Option, ...] = ()

    def settings(self, given: Settings) -> dict[str, Any]:
        """The value of every option: as given, or else its default. Raises `InputError`."""
        known = {option.name: option for option in self.options}
        allowed = f"it has {', '.join(known)}" if known else "it has none"
        problems = [Problem(f"options[{name}]", f"{self.name} has no option {name}; {allowed}")
                    if name not in known else Problem(f"options[{name}]", known[name].refuses(value))
                    for name, value in given.items() if name not in known or known[name].refuses(value)]
        if problems:
            raise InputError(problems)
        return {name: given.get(name, option.default) for name, option in known.items()}

    def text(self, given: Settings) -> str:
        """What `Catalogue.read` reads: the name, and the options that differ from the default."""
        options = [f"{option.name}={option.written(given[option.name])}" for option in self.options
                   if option.name in given and given[option.name] != option.default]
        return f"{self.name}:{','.join(options)}" if options else self.name

    def titled(self, settings: Settings) -> str:
        """The title with the options that differ from the default: `Q-Learning (memory 2, epsilon 1/20)`."""
        given = [f"{option.name} {option.written(settings[option.name])}" for option in self.options
                 if settings[option.name] != option.default]
        return f"{self.title} ({', '.join(given)})" if given else self.title

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "title": self.title, "summary": self.summary,
                "parameters": [option.as_dict() for option in self.options], "reference": self.reference}


class Catalogue(Mapping[str, Entry[T]]):
    """An ordered mapping from name to `Entry`; `kind` is the word used in messages ("strategy")."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, Entry[T]] = {}

    def add(self, name: str, title: str, summary: str, make: T, *, reference: str = "",
            options: tuple[Option, ...] = ()) -> Entry[T]:
        """Register one entry. Raises `ValueError` for a malformed or taken name."""
        if not is_entry_name(name):
            raise ValueError(f"{name!r} is not a lower-case, hyphenated name")
        if name in self._entries:
            raise ValueError(f"{self.kind} {name!r} is there already")
        entry = self._entries[name] = Entry(name, title, summary, make, reference, options)
        return entry

    def entry(self, name: str, title: str, summary: str, *, reference: str = "",
              options: tuple[Option, ...] = ()) -> Callable[[T], T]:
        """Decorator form of `add`."""
        def register(make: T) -> T:
            self.add(name, title, summary, make, reference=reference, options=options)
            return make
        return register

    def read(self, text: str) -> tuple[Entry[T], Settings]:
        """The entry that `text` names, and the value of every option: `q-learning`, or with some options set
        `q-learning:memory=2,epsilon=1/20`. Raises `UnknownEntry`, and `InputError` for settings that it does
        not take."""
        name, colon, rest = text.partition(":")
        entry = self[name.strip()]
        given: dict[str, Any] = {}
        problems = []
        known = {each.name: each for each in entry.options}
        for part in rest.split(",") if colon else ():
            option, equals, value = (each.strip() for each in part.partition("="))
            place = f"options[{option}]"
            if not equals:
                problems.append(Problem("options", f"{part.strip()!r} is no setting of {entry.name}; write "
                                                   "NAME:OPTION=VALUE,OPTION=VALUE"))
            elif option in given:
                problems.append(Problem(place, f"{option} of {entry.name} is set twice"))
            else:
                try:
                    given[option] = known[option].read(value) if option in known else None  # which is refused
                except ExpressionError as problem:
                    table = isinstance(known.get(option), MatrixOption)
                    problems.append(Problem(place, f"{option} of {entry.name}: {problem}" if table else
                                            f"{option} of {entry.name} is {value!r}, which is not a number"))
        if problems:
            raise InputError(problems)
        return entry, entry.settings(given)

    def chosen(self, text: str, place: str) -> tuple[Entry[T], Settings]:
        """As `read`, for what somebody gave at `place`: what is wrong with it is an `InputError` there."""
        try:
            return self.read(text)
        except UnknownEntry as problem:
            raise InputError([Problem(place, str(problem))]) from None
        except InputError as refused:
            raise InputError([Problem(place, problem.message) for problem in refused.problems]) from None

    def joined(self, entries: Iterable[Entry[T]]) -> Catalogue[T]:
        """A catalogue that has these entries too."""
        made: Catalogue[T] = Catalogue(self.kind)
        made._entries = self._entries | {entry.name: entry for entry in entries}
        return made

    def __getitem__(self, name: str) -> Entry[T]:
        try:
            return self._entries[name]
        except KeyError:
            close = difflib.get_close_matches(str(name), self._entries, n=3, cutoff=0.4)
            hint = ", ".join(close or list(self._entries)[:8])
            raise UnknownEntry(f"there is no {self.kind} {name!r}; did you mean one of: {hint}?") from None

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
