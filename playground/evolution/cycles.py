"""Attracting cycles: ways that come round to where they were and draw in what is beside them.

Found by Poincaré's map: from a state, the way is followed until it passes the plane across it again, in the
same direction. Where such returns draw together in place and in time, and those of states to all sides of
them come nearer, there is a cycle that attracts. That is numerical evidence, no proof, and none is looked for
where time goes by in generations. A way round along saddles, slower each time, has no period, and a centre's
orbits draw nothing in: neither is taken for one. Section 1.5 of Guckenheimer, J. and Holmes, P. (1983),
Nonlinear Oscillations, Dynamical Systems, and Bifurcations of Vector Fields.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.evolution.dynamic import Dynamic, Field, field_of
from playground.evolution.integrate import on_simplex, runge_kutta
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.search import moves
from playground.progress import Progress, silent

ARC, TURN = 0.02, 0.2  # longest step: along the way, and in units of 1 / the dynamic's rate
REST = 1e-7  # speed, in parts of the rate, that counts as rest
ROUND = 20_000  # steps of a way that may yet come back
RETURNS = 60  # until they draw together
SAME, AS_LONG = 1e-7, 1e-5  # of two returns: apart, and of their periods, relatively
ASIDE = 0.01  # how far beside a cycle it is asked whether it attracts
FINE = 8  # into how many parts steps are cut for what is told
NEARER, WITHIN = 0.8, 6  # to what part a state beside it must have come after so many returns


@dataclass(frozen=True, eq=False)
class Cycle:
    """points
        Once round, in the direction of time, shape (points, sum of sizes); the last is the first.
    period, payoffs
        How long that takes, and what each population earns on average meanwhile.
    error
        Of the period: its difference with steps that are `FINE` times as long.
    """

    points: Floats
    period: float
    payoffs: tuple[float, ...]
    error: float

    def distances(self, states: Floats) -> Floats:
        """How far, in the share that differs most, each of the states is from it."""
        some = self.points[::max(1, len(self.points) // 200)]
        found: Floats = np.abs(states[:, np.newaxis] - some).max(axis=2).min(axis=1)
        return found


@dataclass(frozen=True)
class _Turn:
    """Once round: the states, and when."""

    states: list[list[float]]
    times: list[float]


class _Section:
    """The plane across the way at `centre`, and the returns to it."""

    def __init__(self, population: PopulationGame, dynamic: Dynamic, centre: Sequence[float],
                 progress: Progress) -> None:
        self.field: Field = field_of(population, dynamic)
        self.sizes, self.rate = population.sizes, dynamic.rate(population)
        self.centre, self.progress = centre, progress
        velocity = self.field(centre)
        self.normal = np.array(velocity) / (math.hypot(*velocity) or 1.0)
        self.across: list[float] = self.normal.tolist()

    def side(self, state: Sequence[float]) -> float:
        """Above 0 once the plane is passed."""
        return sum(n * (s - c) for n, s, c in zip(self.across, state, self.centre))

    def turn(self, start: Sequence[float], fine: int = 1) -> _Turn | None:
        """From a state of the plane until it is passed again; None where the way comes to rest, or not back.
        `fine`: into how many parts steps are cut."""
        state, now, widest, before = list(start), 0.0, 0.0, 0.0
        states, times = [state], [now]
        for count in range(ROUND * fine):
            if count % 256 == 0:
                self.progress(0.0, "cycles")
            velocity = self.field(state)
            speed = math.hypot(*velocity)
            if speed < REST * self.rate:
                return None
            step = min(ARC / speed, TURN / self.rate) / fine
            after = on_simplex(runge_kutta(self.field, state, velocity, step), self.sizes)
            side, far = self.side(after), math.dist(after, self.centre)
            widest = max(widest, far)
            if before < 0 <= side and far < widest / 2:
                for _ in range(4):  # to the plane, by false position
                    step *= before / (before - side) if before != side else 1.0
                    after = on_simplex(runge_kutta(self.field, state, velocity, step), self.sizes)
                    side = self.side(after)
                    if abs(side) < 1e-12:
                        break
                return _Turn([*states, after], [*times, now + step])
            state, now, before = after, now + step, side
            states.append(state)
            times.append(now)
        return None

    def settled(self, start: Sequence[float], fine: int = 1) -> _Turn | None:
        """The turn that returns draw together to, in place and time."""
        last: _Turn | None = None
        for _ in range(RETURNS):
            here = self.turn(last.states[-1] if last else start, fine)
            if here is None:
                return None
            same = math.dist(here.states[0], here.states[-1]) < SAME
            if last and same and abs(here.times[-1] - last.times[-1]) < AS_LONG * here.times[-1]:
                return here
            last = here
        return None

    def attracts(self, turn: _Turn, along: Floats) -> bool:
        """Whether states of the plane a little to each side come nearer."""
        at = np.array(turn.states[-1])
        for move in along:
            across = move - (move @ self.normal) * self.normal
            if np.linalg.norm(across) < 1e-6:
                continue
            across /= np.linalg.norm(across)
            for sign in (ASIDE, -ASIDE):
                falls = sign * across < -1e-12
                room = float(np.min(at[falls] / -(sign * across)[falls], initial=2.0))
                state = (at + sign * min(1.0, room / 2) * across).tolist()  # half-way to the border at most
                first = math.dist(state, at)
                for _ in range(WITHIN):
                    back = self.turn(state)
                    if back is None:
                        return False
                    state = back.states[-1]
                    if math.dist(state, at) < NEARER * first:
                        break
                else:
                    return False
        return True


def attracting_cycle(population: PopulationGame, dynamic: Dynamic, start: Sequence[float],
                     progress: Progress = silent) -> Cycle | None:
    """The cycle that the way from `start` runs into; None where none was found."""
    if dynamic.discrete:
        return None
    section = _Section(population, dynamic, start, progress)
    rough = section.settled(start)
    if rough is None:
        return None
    section = _Section(population, dynamic, rough.states[-1], progress)  # which the cycle passes
    along = moves(population)
    if not section.attracts(rough, along):
        return None
    fine = section.settled(rough.states[-1], FINE)
    if fine is None:
        return None
    points, times = np.array(fine.states), np.array(fine.times)
    payoffs = population.payoffs(points)
    means = tuple(float(np.trapezoid((points[:, cut] * payoffs[:, cut]).sum(axis=1), times) / times[-1])
                  for cut in population.slices)
    period = fine.times[-1]
    return Cycle(points, period, means, abs(period - rough.times[-1]) + 1e-9 * period)
