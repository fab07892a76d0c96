"""Rest points against a parameter: where they are, of what kind, and where one becomes several.

The parameter is one of the game's or an option of the dynamic. At each of many values all rest points are
found, as for a single one (replicator and the dynamics that rest at equilibria: exactly). """

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from playground.catalogue import MatrixOption
from playground.evolution.dynamic import DYNAMICS, dynamic_of
from playground.evolution.population import population_game
from playground.evolution.rest import RestSet
from playground.evolution.search import rest_set
from playground.game import NormalForm
from playground.game.edits import set_parameter
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST = 2_000


@dataclass(frozen=True)
class Branch:
    """`rests[k]` are the rest points at `values[k]`; None where the dynamic cannot move the game there, or
    the game is not defined."""

    name: str
    values: tuple[Fraction, ...]
    rests: tuple[RestSet | None, ...]


def bifurcation(game: NormalForm, dynamic: str, name: str, values: Sequence[Fraction], kind: str = "",
                progress: Progress = silent) -> Branch:
    """The rest points of `game` as the parameter or option `name` has each of `values`. Raises `InputError`:
    there is no such parameter, or too many values."""
    entry, settings = DYNAMICS.read(dynamic)
    own = {option.name for option in entry.options if not isinstance(option, MatrixOption)}
    if name not in own and name not in game.values:
        raise InputError([Problem("parameter", f"neither the game nor {entry.name} has a parameter {name}")])
    if not 1 <= len(values) <= MOST:
        raise InputError([Problem("values", f"{len(values):,} values; from 1 to {MOST:,} can be drawn")])
    found: list[RestSet | None] = []
    for k, value in enumerate(values):
        progress(k / len(values), f"rest points at {name} = {value}")
        try:
            if name in own:
                used = dynamic_of(entry.text({**settings, name: value}))
                population = population_game(game, kind)
            else:
                used = dynamic_of(dynamic)
                population = population_game(set_parameter(game, name, str(value)), kind)
            found.append(None if used.refuses(population) else rest_set(population, used))
        except InputError:
            found.append(None)
    return Branch(name, tuple(values), tuple(found))
