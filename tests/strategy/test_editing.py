"""Changes of automata: each makes one that is whole."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground.strategy import STRATEGIES, Automaton, editing

AUTOMATA = [entry.make for entry in STRATEGIES.values() if isinstance(entry.make, Automaton)]


@given(data=some.data(), begun=some.sampled_from([*AUTOMATA, editing.blank(3)]))
@settings(max_examples=60)
def test_whatever_is_changed_leaves_a_whole_automaton(data, begun):
    """`Automaton` refuses what is none, so that each step is checked."""
    automaton = begun
    for _ in range(data.draw(some.integers(1, 12))):
        names = list(automaton.states)
        name = data.draw(some.sampled_from(names))
        step = data.draw(some.sampled_from(["add", "remove", "rename", "connect", "play", "start", "move"]))
        count = len(names)
        if step == "add":
            automaton, new = editing.with_state(automaton, data.draw(some.sampled_from([None, (0.2, 0.7)])))
            assert new in automaton.states and len(automaton.states) == count + 1
        elif step == "remove" and count > 1:
            automaton = editing.without(automaton, name)
            assert name not in automaton.states and name not in automaton.places
        elif step == "rename":
            to = data.draw(some.text(min_size=1, max_size=4))
            if to.strip() and to not in names:
                automaton = editing.renamed(automaton, name, to)
                assert list(automaton.states)[names.index(name)] == to
        elif step == "connect":
            end, size = data.draw(some.sampled_from(names)), automaton.size
            outcomes = editing.outcomes_of(size, None, data.draw(some.integers(0, size - 1)))
            automaton = editing.connected(automaton, name, outcomes, end)
            assert all((to == end) >= (k in outcomes) for k, to in enumerate(automaton.states[name].after))
        elif step == "play":
            size = automaton.size
            weights = data.draw(some.lists(some.integers(1, 5), min_size=size, max_size=size))
            mix = tuple(Fraction(weight, sum(weights)) for weight in weights)
            automaton = editing.playing(automaton, name, mix)
        elif step == "start":
            automaton = editing.starting(automaton, name)
            assert automaton.start == name
        else:
            automaton = editing.moved(automaton, name, (0.5, 0.5))
        assert set(automaton.places) <= set(automaton.states)
        assert automaton.start not in editing.unreachable(automaton)


def test_fortress_3_is_drawn_from_nothing():
    """1D→2, 2D→3, 3C→3, all else to 1; played D, D, C."""
    made = editing.blank(2)
    for _ in range(2):
        made, _name = editing.with_state(made)
    made = editing.playing(made, "1", (Fraction(0), Fraction(1)))
    made = editing.playing(made, "3", (Fraction(1), Fraction(0)))
    seen = {"C": editing.outcomes_of(2, None, 0), "D": editing.outcomes_of(2, None, 1)}
    for start, other, end in (("1", "C", "1"), ("1", "D", "2"), ("2", "C", "1"), ("2", "D", "3"),
                              ("3", "C", "3"), ("3", "D", "1")):
        made = editing.connected(made, start, seen[other], end)
    assert [state.after for state in made.states.values()] == [
        state.after for state in STRATEGIES["fortress-3"].make.states.values()]
    assert made == STRATEGIES["fortress-3"].make


def test_what_cannot_be_is_refused():
    one = editing.blank(2)
    for change, told in ((lambda: editing.without(one, "1"), "the only one"),
                         (lambda: editing.renamed(editing.with_state(one)[0], "1", "2"), "a state 2 already"),
                         (lambda: editing.renamed(one, "1", "  "), "needs a name"),
                         (lambda: editing.playing(one, "1", (Fraction(2), Fraction(-1))), "sum to 1")):
        with pytest.raises(ValueError, match=told):
            change()
    many = one
    for _ in range(editing.MOST_STATES - 1):
        many, _name = editing.with_state(many)
    with pytest.raises(ValueError, match="as many as can be edited"):
        editing.with_state(many)
