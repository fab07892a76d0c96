"""Changes of an automaton, each of which makes another one that is whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

from playground.strategy.automaton import Automaton, Mix, State

MOST_STATES = 200


def blank(size: int) -> Automaton:
    """One state that plays the first of `size` strategies and stays."""
    play = tuple(Fraction(int(move == 0)) for move in range(size))
    return Automaton("1", {"1": State(play, ("1",) * size ** 2)})


def free_name(automaton: Automaton) -> str:
    """The first number that is no state's name."""
    return next(str(number) for number in range(1, len(automaton.states) + 2)
                if str(number) not in automaton.states)


def with_state(automaton: Automaton, at: tuple[float, float] | None = None) -> tuple[Automaton, str]:
    """With another state, which plays the last strategy and stays; and its name. `at` is its place in the
    picture. Raises `ValueError` where there are too many."""
    if len(automaton.states) >= MOST_STATES:
        raise ValueError(f"there are {MOST_STATES} states, which is as many as can be edited")
    name = free_name(automaton)
    size = automaton.size
    play = tuple(Fraction(int(move == size - 1)) for move in range(size))
    places = automaton.places if at is None else {**automaton.places, name: at}
    return replace(automaton, states={**automaton.states, name: State(play, (name,) * size ** 2)},
                   places=places), name


def without(automaton: Automaton, name: str) -> Automaton:
    """Without a state: what led there leads to where play begins, which is the first one left if need be.
    Raises `ValueError` for the only one."""
    rows = {each: state for each, state in automaton.states.items() if each != name}
    if not rows:
        raise ValueError("an automaton needs a state to be in; this is the only one")
    start = automaton.start if automaton.start != name else next(iter(rows))
    places = {each: place for each, place in automaton.places.items() if each != name}
    return Automaton(start, _leading(rows, name, start), places)


def renamed(automaton: Automaton, old: str, new: str) -> Automaton:
    """With another name for a state. Raises `ValueError` for one that is empty or taken."""
    if not new.strip():
        raise ValueError("a state needs a name")
    if new != old and new in automaton.states:
        raise ValueError(f"there is a state {new} already")
    rows = {new if each == old else each: state for each, state in automaton.states.items()}
    places = {new if each == old else each: place for each, place in automaton.places.items()}
    return Automaton(new if automaton.start == old else automaton.start, _leading(rows, old, new), places)


def _leading(rows: Mapping[str, State], old: str, new: str) -> dict[str, State]:
    """What led to `old` leads to `new`."""
    return {name: replace(state, after=tuple(new if end == old else end for end in state.after))
            for name, state in rows.items()}


def starting(automaton: Automaton, name: str) -> Automaton:
    """With play beginning in another state."""
    return replace(automaton, start=name)


def connected(automaton: Automaton, name: str, outcomes: Collection[int], end: str) -> Automaton:
    """With `end` as the state after these pairs of moves, counted as `State.after` is."""
    state = automaton.states[name]
    after = tuple(end if k in outcomes else to for k, to in enumerate(state.after))
    return _with_row(automaton, name, replace(state, after=after))


def playing(automaton: Automaton, name: str, play: Mix) -> Automaton:
    """With another mixture. Raises `ValueError` for one that is none."""
    if min(play) < 0 or sum(play) != 1:
        raise ValueError(f"{', '.join(map(str, play))} are not probabilities that sum to 1")
    return _with_row(automaton, name, replace(automaton.states[name], play=play))


def moved(automaton: Automaton, name: str, at: tuple[float, float]) -> Automaton:
    """With another place of a state in the picture."""
    return replace(automaton, places={**automaton.places, name: at})


def unreachable(automaton: Automaton) -> list[str]:
    """The states that play never gets to, in their order."""
    reached, new = {automaton.start}, [automaton.start]
    while new:
        for end in automaton.states[new.pop()].after:
            if end not in reached:
                reached.add(end)
                new.append(end)
    return [name for name in automaton.states if name not in reached]


def outcomes_of(size: int, own: int | None, other: int | None) -> tuple[int, ...]:
    """The pairs of moves in which these were played; None: whatever."""
    return tuple(size * i + j for i in range(size) for j in range(size)
                 if own in (None, i) and other in (None, j))


def _with_row(automaton: Automaton, name: str, row: State) -> Automaton:
    return replace(automaton, states={each: row if each == name else state
                                      for each, state in automaton.states.items()})
