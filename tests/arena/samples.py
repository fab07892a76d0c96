"""Automata of all kinds, for tests that try what holds for every one."""

from __future__ import annotations

from fractions import Fraction as F

from hypothesis import strategies as st

from playground.strategy import Automaton
from playground.strategy.automaton import State


@st.composite
def automata(draw, size=2, most=4):
    names = [str(i) for i in range(draw(st.integers(1, most)))]

    def mix():
        weights = draw(st.lists(st.sampled_from([0, 0, 1, 3]), min_size=size, max_size=size).filter(any))
        return tuple(F(weight, sum(weights)) for weight in weights)

    state = st.sampled_from(names)
    return Automaton("0", {name: State(mix(), tuple(draw(state) for _ in range(size * size)))
                           for name in names})


noises = st.sampled_from([F(0), F(1, 20), F(1)])
