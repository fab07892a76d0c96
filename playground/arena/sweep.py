"""One tournament over a grid of one or two settings: noise, length, or parameters of the game.

Every point has the same seed, so that neighbours differ by their settings and not by their luck. """

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any

from playground.arena.tournament import Tournament, TournamentResult, play_each
from playground.game import NormalForm, Repetition
from playground.game.edits import set_parameters
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_POINTS = 2_000
MOST_SETTINGS = 2
LENGTHS = ("turns", "continuation")
SETTINGS = ("noise", *LENGTHS)  # anything else is a parameter of the game


@dataclass(frozen=True)
class Sweep:
    """What is asked: a tournament at each point of a grid. `axes`: the values of each setting, "noise",
    "continuation", "turns" or a parameter of the game, in place of what `base` has. Raises `InputError`."""

    base: Tournament
    axes: Mapping[str, tuple[Fraction, ...]]

    def __post_init__(self) -> None:
        problems = []
        if not 1 <= len(self.axes) <= MOST_SETTINGS:
            problems.append(Problem("sweep", f"{len(self.axes)} settings are swept; name one or two"))
        if all(name in self.axes for name in LENGTHS):
            problems.append(Problem("sweep", "matches have either turns or continuation; sweep one of them"))
        problems += [Problem(f"sweep {name}", "no value is given")
                     for name, values in self.axes.items() if not values]
        if problems:
            raise InputError(problems)
        count = len(self.points)
        if count > MOST_POINTS:
            raise InputError([Problem("sweep", f"{count:,} points; {MOST_POINTS:,} are allowed")])
        for name, values in self.axes.items():  # one setting at a time, so that all mistakes are found
            for value in values:
                try:
                    self._settings({name: value})
                except InputError as error:
                    problems += [Problem(f"sweep {name}={value}", problem.message)
                                 for problem in error.problems]
        if problems:
            raise InputError(problems)

    @property
    def points(self) -> tuple[dict[str, Fraction], ...]:
        """The settings of each point; the last one moves first."""
        return tuple(dict(zip(self.axes, values)) for values in product(*self.axes.values()))

    def tournaments(self, progress: Progress = silent) -> list[Tournament]:
        """One a point, in their order. Raises `InputError` where settings make no sense together, or with the
        players; and what `progress` raises."""
        made = []
        for number, point in enumerate(self.points):
            progress(None, f"point {number + 1:,}")
            game, repetition = self._settings(point)
            made.append(replace(self.base, game=game, repetition=repetition))
        return made

    def _settings(self, point: Mapping[str, Fraction]) -> tuple[NormalForm, Repetition]:
        game, repetition = self.base.game, self.base.repetition
        texts = {name: str(value) for name, value in point.items() if name not in SETTINGS}
        if texts:
            game = set_parameters(game, texts)
        if "turns" in point:
            turns = point["turns"]
            if turns.denominator != 1:
                raise InputError([Problem("turns", f"{turns} is not a whole number")])
            repetition = replace(repetition, turns=turns.numerator, continuation=None)
        if "continuation" in point:
            repetition = replace(repetition, turns=None, continuation=point["continuation"])
        if "noise" in point:
            repetition = replace(repetition, noise=point["noise"])
        return game, repetition


@dataclass(frozen=True)
class SweepResult:
    """What came of a sweep: the result of each of its points, in their order."""

    sweep: Sweep
    results: tuple[TournamentResult, ...]

    @property
    def players(self) -> tuple[str, ...]:
        return self.sweep.base.players

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground tournament --sweep … --json`."""
        base = self.sweep.base
        points = []
        for at, found in zip(self.sweep.points, self.results):
            told = found.as_dict()
            points.append({"at": {name: str(value) for name, value in at.items()}, **{
                key: told[key] for key in ("mean", "mean_errors", "mean_margins", "ranking", "order",
                                           "forfeits", "exact")}})
        return {"players": list(self.players),
                "axes": {name: list(map(str, values)) for name, values in self.sweep.axes.items()},
                "points": points, "seed": base.seed, "repetitions": base.repetitions,
                "self_play": base.self_play, "weights": [str(weight) for weight in base.weights] or None}

    def rows(self) -> list[list[str | Fraction | float | int | None]]:
        """For a spreadsheet: a head, and a row for each strategy at each point."""
        head = [*self.sweep.axes, "strategy", "rank", "mean", "standard error", "95 % margin", "how"]
        made: list[list[str | Fraction | float | int | None]] = [[*head]]
        for at, found in zip(self.sweep.points, self.results):
            margins = found.mean_margins
            for k, name in enumerate(found.players):
                rank = found.ranking.index(k) + 1 if k in found.ranking else None
                made.append([*at.values(), name, rank, found.mean[k], found.mean_errors[k], margins[k],
                             found.how(k)])
        return made


def play_sweep(sweep: Sweep, progress: Progress = silent, executor: Executor | None = None) -> SweepResult:
    """All points; with an `executor` beside each other, with the same numbers. Raises `InputError`, and what
    `progress` raises."""
    return SweepResult(sweep, tuple(play_each(sweep.tournaments(progress), progress, executor)))

