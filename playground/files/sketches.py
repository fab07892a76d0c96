"""The automata of a document as sketches and back: where states were put stands in the file, in `at`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.files.document import GameDocument
from playground.strategy import Automaton
from playground.strategy.sketch import Point, Row, Sketch, automaton_of, sketch_of

AT = "at"


def sketch_in(document: GameDocument, name: str) -> Sketch | None:
    """The automaton of that name among the document's own strategies; None where it is a script."""
    made = next(entry.make for entry in document.strategies if entry.name == name)
    if not isinstance(made, Automaton):
        return None
    bare = sketch_of(made)
    rests = {state: document.kept.states.get((name, state), {}) for state in made.states}
    places = {state: point for state, rest in rests.items() if (point := _point(rest)) is not None}
    return Sketch(bare.start, {state: Row(row.play, row.after, _without_place(rests[state]))
                               for state, row in bare.rows.items()}, places)


def with_sketch(document: GameDocument, name: str, sketch: Sketch) -> GameDocument:
    """The document with that automaton as it was written. Raises `InputError` with its problems."""
    made = automaton_of(sketch)
    states = {key: rest for key, rest in document.kept.states.items() if key[0] != name}
    for state, row in sketch.rows.items():
        place = {AT: list(sketch.places[state])} if state in sketch.places else {}
        if rest := {**row.rest, **place}:
            states[name, state] = rest
    return replace(document, kept=replace(document.kept, states=states), strategies=tuple(
        replace(entry, make=made) if entry.name == name else entry for entry in document.strategies))


def _point(rest: Mapping[str, Any]) -> Point | None:
    """Where a state was put; None where that is not said, or makes no sense."""
    match rest.get(AT):
        case [int() | float() as x, int() | float() as y] if 0 <= x <= 1 and 0 <= y <= 1:
            return float(x), float(y)
    return None


def _without_place(rest: Mapping[str, Any]) -> dict[str, Any]:
    """What else is said; a place that makes no sense as well."""
    return {key: value for key, value in rest.items() if key != AT or _point(rest) is None}
