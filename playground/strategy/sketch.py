"""Automata while somebody writes them: texts, which may be wrong, and pure functions that change them.

Probabilities are kept as they were typed and targets as they were named, so nothing is lost that is not
right yet; `problems` says what is wrong and where. An edit of a sketch without problems gives one without,
except for what `set_play` and `connect` are told.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playground.game.expression import ExpressionError, probability
from playground.problem import InputError, Problem
from playground.strategy.automaton import Automaton, Mix, State

Point = tuple[float, float]  # shares of the width and the height of the ground, from 0 to 1


@dataclass(frozen=True)
class Row:
    """A state: the probability of each own move as a text, and the next state after each pair of moves
    played, the own one first. `rest` is what else its file says of it, and stays with it."""

    play: tuple[str, ...]
    after: tuple[str, ...]
    rest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sketch:
    """A table of states as it stands. `places`: where states were put; the others are laid out."""

    start: str
    rows: Mapping[str, Row]
    places: Mapping[str, Point] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many moves each player has."""
        return len(self.rows[self.start].play)


def blank(size: int) -> Sketch:
    """One state that always plays the first of `size` moves."""
    return Sketch("1", {"1": Row(_first(size), ("1",) * size ** 2)})


def sketch_of(automaton: Automaton, places: Mapping[str, Point] | None = None) -> Sketch:
    return Sketch(automaton.start, {name: Row(tuple(map(str, state.play)), state.after)
                                   for name, state in automaton.states.items()}, places or {})


def automaton_of(sketch: Sketch) -> Automaton:
    """The automaton. Raises `InputError` with the problems."""
    found = problems(sketch)
    if found:
        raise InputError(found)
    return Automaton(sketch.start, {name: State(mix_of(row.play), row.after)
                                    for name, row in sketch.rows.items()})


def mix_of(play: Collection[str]) -> Mix:
    """Texts as probabilities, an empty one as 0. Raises `ExpressionError`."""
    return tuple(map(probability, play))


def wrong_play(play: Collection[str]) -> str:
    """What is wrong with a mixture, as a sentence without its full stop; empty where nothing is."""
    for text in play:
        try:
            chance = probability(text)
        except ExpressionError:
            return f"{text!r} is not a number; write one such as 1/3 or 0.25"
        if not 0 <= chance <= 1:
            return f"{text.strip()} is not a probability, which is from 0 to 1"
    total = sum(mix_of(play))
    return "" if total == 1 else f"the probabilities sum to {total}, not to 1"


def wrong_target(sketch: Sketch, end: str) -> str:
    """Why one cannot go on to `end`, as a sentence without its full stop; empty where one can."""
    if end in sketch.rows:
        return ""
    return f"it goes on to {end!r}, and there is no such state" if end else "it does not say where it goes on"


def problems(sketch: Sketch) -> list[Problem]:
    """What is wrong, with the state as the place."""
    plays = [Problem(f"state {name}", wrong) for name, row in sketch.rows.items()
             if (wrong := wrong_play(row.play))]
    return plays + [Problem(f"state {name}", wrong) for name, row in sketch.rows.items()
                    for end in dict.fromkeys(row.after) if (wrong := wrong_target(sketch, end))]


def unreachable(sketch: Sketch) -> tuple[str, ...]:
    """The states to which no arrows lead from the start, whatever is played."""
    reached, new = set(), {sketch.start}
    while new:
        reached |= new
        new = {end for name in new for end in sketch.rows[name].after if end in sketch.rows} - reached
    return tuple(name for name in sketch.rows if name not in reached)


def placed(sketch: Sketch) -> dict[str, Point]:
    """A place for every state: where it was put, or else on a ring."""
    count = len(sketch.rows)
    wide = 0.0 if count == 1 else 0.3 if count == 2 else 0.42
    angles = [2 * math.pi * i / count for i in range(count)]
    return {name: sketch.places.get(name, (round(0.5 - wide * math.cos(angle), 3),
                                           round(0.5 - wide * math.sin(angle), 3)))
            for name, angle in zip(sketch.rows, angles)}


def add_state(sketch: Sketch, place: Point | None = None) -> tuple[Sketch, str]:
    """With one more state, and its name: the least free number. It plays the first move and stays where it
    is. Without a place it gets one far from the others, which stay where they are."""
    name = next(str(i) for i in range(1, len(sketch.rows) + 2) if str(i) not in sketch.rows)
    row = Row(_first(sketch.size), (name,) * sketch.size ** 2)
    taken = placed(sketch)
    if place is None:
        free = [(x / 10, y / 10) for x in range(9, 0, -1) for y in range(2, 9)]
        place = max(free, key=lambda point: min(  # the ground is about twice as wide as high
            math.hypot(2 * (point[0] - other[0]), point[1] - other[1]) for other in taken.values()))
    return replace(sketch, rows={**sketch.rows, name: row}, places={**taken, name: place}), name


def remove_state(sketch: Sketch, name: str) -> Sketch:
    """Without a state: what led to it leads to the start. Where it was the start, the first of the others
    is. The last state stays."""
    rows = {other: row for other, row in sketch.rows.items() if other != name}
    if not rows:
        return sketch
    start = sketch.start if sketch.start in rows else next(iter(rows))
    return Sketch(start, {other: replace(row, after=tuple(start if end == name else end for end in row.after))
                         for other, row in rows.items()},
                 {other: place for other, place in sketch.places.items() if other != name})


def wrong_name(sketch: Sketch, old: str, new: str) -> str:
    """Why the state `old` cannot be called `new`, as a sentence without its full stop; empty where it can."""
    if not new:
        return "a state needs a name"
    return f"there is a state {new} already" if new != old and new in sketch.rows else ""


def rename(sketch: Sketch, old: str, new: str) -> Sketch:
    """With another name of a state, in all places; unchanged where the name cannot be."""
    if wrong_name(sketch, old, new):
        return sketch

    def named(name: str) -> str:
        return new if name == old else name

    return Sketch(named(sketch.start), {named(name): replace(row, after=tuple(map(named, row.after)))
                                      for name, row in sketch.rows.items()},
                 {named(name): place for name, place in sketch.places.items()})


def set_play(sketch: Sketch, name: str, play: Collection[str]) -> Sketch:
    return _with(sketch, name, replace(sketch.rows[name], play=tuple(play)))


def connect(sketch: Sketch, name: str, target: str, cells: Collection[int]) -> Sketch:
    """From state `name` to `target` after these pairs of moves: the own move's index times `size`, plus the
    opponent's."""
    row = sketch.rows[name]
    return _with(sketch, name, replace(row, after=tuple(
        target if i in cells else end for i, end in enumerate(row.after))))


def set_start(sketch: Sketch, name: str) -> Sketch:
    return replace(sketch, start=name)


def put(sketch: Sketch, name: str, place: Point) -> Sketch:
    """With a state at another place, kept inside the ground."""
    x, y = (round(min(max(share, 0.0), 1.0), 3) for share in place)
    return replace(sketch, places={**placed(sketch), name: (x, y)})


def cells_of(sketch: Sketch, move: int) -> tuple[int, ...]:
    """The pairs of moves in which the opponent's is `move`."""
    return tuple(range(move, sketch.size ** 2, sketch.size))


def _with(sketch: Sketch, name: str, row: Row) -> Sketch:
    return replace(sketch, rows={**sketch.rows, name: row})


def _first(size: int) -> tuple[str, ...]:
    return ("1",) + ("0",) * (size - 1)
