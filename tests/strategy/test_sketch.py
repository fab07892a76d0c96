"""Automata while they are written: every edit of a right one gives a right one, and mistakes have a place."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.catalogue import Entry
from playground.problem import InputError
from playground.strategy import STRATEGIES, Automaton, State
from playground.strategy import sketch as sketches
from playground.strategy.sketch import Sketch

AUTOMATA = [entry for entry in STRATEGIES.values() if isinstance(entry.make, Automaton)]


@st.composite
def automata(draw: st.DrawFn) -> Automaton:
    size, count = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    names = [f"s{i}" for i in range(count)]
    states = {}
    for name in names:
        weights = draw(st.lists(st.integers(0, 5), min_size=size, max_size=size).filter(any))
        after = draw(st.lists(st.sampled_from(names), min_size=size ** 2, max_size=size ** 2))
        states[name] = State(tuple(Fraction(weight, sum(weights)) for weight in weights), tuple(after))
    return Automaton(draw(st.sampled_from(names)), states)


def edited(draw: st.DrawFn, sketch: Sketch) -> Sketch:
    """The sketch after any edit."""
    name, other = (draw(st.sampled_from(list(sketch.rows))) for _ in range(2))
    match draw(st.sampled_from(["add", "remove", "rename", "play", "connect", "start", "put"])):
        case "add":
            made, new = sketches.add_state(sketch)
            assert list(made.rows) == [*sketch.rows, new] and made.start == sketch.start
            return made
        case "remove":
            made = sketches.remove_state(sketch, name)
            assert (name in made.rows) == (len(sketch.rows) == 1) and name not in made.places
            return made
        case "rename":
            new = draw(st.sampled_from(["", "new", other]))
            made = sketches.rename(sketch, name, new)
            assert sketches.rename(made, new, name) == sketch or made == sketch
            return made
        case "play":
            return sketches.set_play(sketch, name, sketch.rows[other].play)
        case "connect":
            cells = draw(st.sets(st.integers(0, sketch.size ** 2 - 1)))
            made = sketches.connect(sketch, name, other, cells)
            assert all(made.rows[name].after[i] == (other if i in cells else end)
                       for i, end in enumerate(sketch.rows[name].after))
            return made
        case "start":
            return sketches.set_start(sketch, name)
        case _:
            made = sketches.put(sketch, name, (draw(st.floats(-2, 2)), 0.25))
            assert made.rows == sketch.rows and 0 <= made.places[name][0] <= 1
            return made


@given(automata(), st.data())
def test_every_edit_of_an_automaton_gives_an_automaton(automaton: Automaton, data: st.DataObject) -> None:
    sketch = sketches.sketch_of(automaton)
    assert sketches.automaton_of(sketch) == automaton
    for _ in range(data.draw(st.integers(1, 6))):
        sketch = edited(data.draw, sketch)
        made = sketches.automaton_of(sketch)  # raises where it is none
        assert sketches.placed(sketch).keys() == made.states.keys() >= sketch.places.keys()
        apart = sketches.unreachable(sketch)
        assert made.start not in apart
        assert not any(end in apart for name, state in made.states.items() if name not in apart
                       for end in state.after)


@pytest.mark.parametrize("entry", AUTOMATA, ids=lambda entry: entry.name)
def test_the_catalogue_survives_and_has_no_state_in_vain(entry: Entry[Automaton]) -> None:
    sketch = sketches.sketch_of(entry.make)
    assert sketches.automaton_of(sketch) == entry.make and sketches.unreachable(sketch) == ()


def test_what_is_wrong_is_kept_and_has_its_place() -> None:
    sketch, new = sketches.add_state(sketches.blank(2))
    assert new == "2" and sketches.unreachable(sketch) == ("2",)
    sketch = sketches.set_play(sketch, "1", ("1/3", "1/2"))
    sketch = sketches.connect(sketch, "2", "nowhere", {3})
    with pytest.raises(InputError) as refused:
        sketches.automaton_of(sketch)
    assert [str(problem) for problem in refused.value.problems] == [
        "state 1: the probabilities sum to 5/6, not to 1",
        "state 2: it goes on to 'nowhere', and there is no such state"]
    assert sketch.rows["1"].play == ("1/3", "1/2")
    for play, words in ((("x", "1"), "'x' is not a number"), (("3/2", "-1/2"), "3/2 is not a probability")):
        assert words in sketches.wrong_play(play)
    assert sketches.wrong_play(("", "100 %")) == "" and sketches.wrong_play(("0,25", "3/4")) == ""


def test_arrows_to_a_state_that_is_removed_lead_to_the_start() -> None:
    sketch = sketches.sketch_of(STRATEGIES["tit-for-tat"].make)  # type: ignore[arg-type]
    left = sketches.automaton_of(sketches.remove_state(sketch, "D"))
    assert left == Automaton("C", {"C": State((Fraction(1), Fraction(0)), ("C",) * 4)})
    left = sketches.automaton_of(sketches.remove_state(sketch, "C"))
    assert left.start == "D" and left.states["D"].after == ("D",) * 4
