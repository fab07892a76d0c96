"""A population's evolution from a start, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.evolution import courses, integrate, search
from playground.evolution.dynamic import Dynamic, dynamic_of, fitting
from playground.evolution.integrate import Trajectory
from playground.evolution.population import Floats, State, default_start, population_game, state_of
from playground.evolution.rest import Continuum, RestPoint, RestSet
from playground.game import ExpressionError, NormalForm, number
from playground.problem import InputError, Problem
from playground.progress import Progress, silent


@dataclass(frozen=True, eq=False)
class Beside:
    """A course of agents or learners from the same start: a key of `COURSES`, how many of what `unit` counts,
    and the seed."""

    name: str
    size: int
    unit: str
    seed: int
    trajectory: Trajectory

    def as_dict(self) -> dict[str, Any]:
        return {"course": self.name, "size": self.size, "unit": self.unit, "seed": self.seed,
                "times": self.trajectory.times.tolist(), "shares": self.trajectory.shares.tolist(),
                "note": self.trajectory.note}


@dataclass(frozen=True, eq=False)
class EvolutionResult:
    """What evolved.

    structure
        "one" or "two": how many populations.
    times, shares
        Shapes (steps + 1,) and (steps + 1, sum of sizes); population 1's shares, then population 2's.
    error
        The largest estimated absolute error of a share.
    rest
        All rest points and continua of the game under this dynamic.
    beside
        What agents or learners do from the same start, where that was asked for.
    """

    dynamic: str
    structure: str
    start: State
    trajectory: Trajectory
    rest: RestSet
    note: str = ""
    beside: Beside | None = None

    @property
    def times(self) -> Floats:
        return self.trajectory.times

    @property
    def shares(self) -> Floats:
        return self.trajectory.shares

    @property
    def error(self) -> float:
        return self.trajectory.error or 0.0

    @property
    def rest_points(self) -> tuple[RestPoint, ...]:
        return self.rest.points

    @property
    def continua(self) -> tuple[Continuum, ...]:
        return self.rest.continua

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground evolve --json`."""
        return {
            "dynamic": self.dynamic, "structure": self.structure,
            "start": [str(share) for share in self.start],
            "times": self.times.tolist(), "shares": self.shares.tolist(), "error": self.error,
            "rest_points": [
                {"at": [str(share) if point.exact else share for share in point.at], "kind": point.kind,
                 "eigenvalues": [[value.real, value.imag] for value in point.eigenvalues],
                 "nash": point.nash, "why": point.why}
                for point in self.rest_points],
            "continua": [[[str(share) for share in vertex] for vertex in each.vertices]
                         for each in self.continua],
            "note": self.note,
            **({} if self.beside is None else {"beside": self.beside.as_dict()})}


def evolve(game: NormalForm, dynamic: str | Dynamic = "replicator", start: Any = None, time: Any = 20,
           steps: int = 200, kind: str = "", progress: Progress = silent, beside: str = "", size: int = 1000,
           seed: int = 0) -> EvolutionResult:
    """How shares change from `start` for `time`, told at `steps` + 1 even times.

    start
        Shares, flat or one list a population, in any exact form; None: falling shares, off the centre.
    kind
        "one", "two" or "three" populations; the usual structure of `game` if empty.
    beside
        A key of `COURSES`: what `size` agents, or two who learn for so many rounds, do as well, by `seed`.

    Raises `InputError`: no structure fits, shares that are none, a time that is none or too long.
    """
    used = dynamic_of(dynamic)
    population = population_game(game, kind)
    fitting(population, used)
    state = default_start(population) if start is None else state_of(population, start)
    try:
        span = float(number(time)) if isinstance(time, str) else float(time)
    except (ExpressionError, OverflowError):
        raise InputError([Problem("time", f"{time!r} is not a time; give a number above 0")]) from None
    run = integrate.integrate(population, used, [float(share) for share in state], span, steps, progress)
    rest = search.rest_set(population, used)
    notes = [run.note, rest.note, "The start is a rest point." if _rests(run) else ""]
    course = None
    if beside:
        way = courses.course(game, beside, used.name, tuple(map(float, state)), size, span, steps, seed, kind,
                             progress)
        course = Beside(beside, size, courses.COURSES[beside].make.unit, seed, way)
    note = " ".join(filter(None, notes))
    return EvolutionResult(used.name, population.kind, state, run, rest, note, course)


def _rests(run: Trajectory) -> bool:
    return float(abs(run.shares - run.shares[0]).max()) < 1e-12


def rest_set(game: NormalForm, dynamic: str | Dynamic = "replicator", kind: str = "") -> RestSet:
    """All rest points and continua of `game` under a dynamic. Raises `InputError`."""
    population, used = population_game(game, kind), dynamic_of(dynamic)
    fitting(population, used)
    return search.rest_set(population, used)


def rest_points(game: NormalForm, dynamic: str | Dynamic = "replicator", kind: str = ""
                ) -> tuple[RestPoint, ...]:
    """The rest points alone. Raises `InputError`."""
    return rest_set(game, dynamic, kind).points


def trajectory(game: NormalForm, dynamic: str | Dynamic = "replicator", start: Any = None, kind: str = "",
               steps: int = 96) -> Trajectory:
    """A line from `start` for a picture, fast enough to follow the pointer. `start` as for `evolve`, or
    floats near the simplex. Raises `InputError`."""
    population, used = population_game(game, kind), dynamic_of(dynamic)
    fitting(population, used)
    state = default_start(population) if start is None else state_of(population, start)
    return integrate.trajectory(population, used, [float(share) for share in state], steps)
