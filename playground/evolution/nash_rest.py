"""Rest points of the dynamics that rest at the equilibria of a game, and nowhere else: best response,
Brown–von Neumann–Nash, Smith, projection (Sandholm 2010, sections 5.5 to 5.7 and 6.1: Nash stationarity).

They are exact, as the equilibria are, with their continua. Their kinds come from theorems where one is known:
strict equilibria and regular evolutionarily stable strategies attract under all of them (Sandholm 2010, Local
stability under evolutionary game dynamics, Theoretical Economics 5, 27–50; best response: Hofbauer 1995,
Stability for the best response dynamics; projection: Lahkar and Sandholm 2008, Games and Economic Behavior
64, 565–590). Else from the flow on a small circle around (`around`), and where that does not apply they are
called degenerate. """

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from playground.equilibrium.evolutionary import ESS, faces_of, stability, symmetric_equilibria
from playground.equilibrium.nash import extreme_equilibria, maximal_nash_subsets
from playground.evolution import line as lines
from playground.evolution import replicator_rest
from playground.evolution.around import by_flow
from playground.evolution.dynamic import Dynamic
from playground.evolution.population import PopulationGame
from playground.evolution.rest import Continuum, RestPoint, RestSet, continuum
from playground.evolution.search import moves
from playground.game import NormalForm
from playground.game.linear import Vector
from playground.progress import silent

_STABLE = ("Sink: all states come back (the game is a stable one, and this its only equilibrium: Hofbauer "
           "and Sandholm 2009).")


def nash_rest(population: PopulationGame, dynamic: Dynamic, in_stable_games: bool = True) -> RestSet:
    """The (symmetric) equilibria of the game. Where it is a stable one and has just one, that attracts,
    unless the dynamic is none of which this is known (not `in_stable_games`)."""
    if population.sizes == (2,):
        return _on_a_line(population)
    if not population.linear:
        found = replicator_rest.rest(population, dynamic)
        points = tuple(_point(population, dynamic, point.at, point.exact, False)
                       for point in found.points if point.nash)
        return RestSet(points, (), False, found.note)
    states, continua = _equilibria(population)
    if in_stable_games and len(states) == 1 and is_stable(population):
        return RestSet((RestPoint(states[0], "sink", (), _STABLE, True),))
    ends = {vertex for each in continua for vertex in each.vertices}
    return RestSet(tuple(_point(population, dynamic, state, True, state in ends) for state in states),
                   continua)


def is_stable(population: PopulationGame) -> bool:
    """Whether nobody gains as others do as they do: z·DF z ≤ 0 for all moves z, exactly. Zero-sum games are
    such ones."""
    rows = moves(population).astype(int).tolist()
    size = len(rows)

    def gain(row: list[int], other: list[int]) -> Fraction:
        """row·DF other."""
        total = Fraction(0)
        for own, met, table in zip(population.slices, population.met, population.tables):
            there = other[population.slices[met[0]]]
            total += sum((a * b * table[i, j] for i, a in enumerate(row[own]) if a
                          for j, b in enumerate(there) if b), Fraction(0))
        return total
    form = [[-gain(a, b) - gain(b, a) for b in rows] for a in rows]
    for k in range(size):  # it must not fall below 0: by elimination
        pivot = form[k][k]
        if pivot < 0 or (pivot == 0 and any(form[k][k:])):
            return False
        if pivot:
            for i in range(k + 1, size):
                factor = form[i][k] / pivot
                form[i] = [a - factor * b for a, b in zip(form[i], form[k])]
    return True


def _on_a_line(population: PopulationGame) -> RestSet:
    found = lines.line(population)
    if not found.gain:
        ends = ((Fraction(0), Fraction(1)), (Fraction(1), Fraction(0)))
        why = "Degenerate: every state is a rest point."
        return RestSet(tuple(RestPoint(end, "degenerate", (), why, True) for end in ends),
                       (Continuum(ends, 1),))
    points = []
    if found.at(Fraction(1)) >= 0:  # all play the first
        points.append(_corner((Fraction(1), Fraction(0)), found.signs[-1]))
    if found.at(Fraction(0)) <= 0:
        points.append(_corner((Fraction(0), Fraction(1)), -found.signs[0]))
    for root, left, right in zip(found.roots, found.signs, found.signs[1:]):
        points.append(RestPoint(lines.state(root), *_kind(left, right), True, root.exact))
    return RestSet(tuple(points))


def _kind(left: int, right: int) -> tuple[str, tuple[complex, ...], str]:
    kind, why = lines.beside(left, right)
    return kind, (), why


def _corner(state: Vector, towards: int) -> RestPoint:
    """All play alike; `towards` tells whether nearby states move there (1) or away."""
    if towards > 0:
        return RestPoint(state, "sink", (), "Sink: nearby states come back (the strategy earns more than the "
                                            "other beside it).", True)
    return RestPoint(state, "source", (), "Source: nearby states leave (the strategy earns less than the "
    "other beside it, though no less where all play it).", True)


def _equilibria(population: PopulationGame) -> tuple[list[Vector], tuple[Continuum, ...]]:
    """All extreme ones, and the continua between them that are part of no larger one."""
    if len(population.sizes) == 1:
        table = population.tables[0]
        game = NormalForm.from_arrays(table, table.T)
        states = symmetric_equilibria(game)
        groups = [face.members for face in faces_of(game, states, silent) or ()]
        groups = [group for group in groups if not any(set(group) < set(other) for other in groups)]
    else:
        game = NormalForm.from_arrays(population.tables[0], population.tables[1].T)
        profiles = extreme_equilibria(game)
        states = [tuple(Fraction(share) for part in profile for share in part) for profile in profiles]
        groups = [group for group in maximal_nash_subsets(profiles) if len(group) > 1]
    return states, tuple(continuum([states[i] for i in group]) for group in groups)


def _point(population: PopulationGame, dynamic: Dynamic, state: Vector | tuple[float, ...], exact: bool,
           on_line: bool) -> RestPoint:
    kind, why = _told(population, dynamic, state, exact, on_line)
    return RestPoint(state, kind, (), f"{kind.capitalize()}: {why}.", True, exact)


def _told(population: PopulationGame, dynamic: Dynamic, state: Vector | tuple[float, ...], exact: bool,
          on_line: bool) -> tuple[str, str]:
    """The kind of a rest point, and why, as a clause."""
    if on_line:
        return "degenerate", "rest points without a gap run through it"
    if exact and _is_strict(population, state):
        return "sink", "nearby states come back (a strict equilibrium attracts)"
    if exact and population.linear and len(population.sizes) == 1 and _is_quasi_strict(population, state):
        table = population.tables[0]
        if stability(NormalForm.from_arrays(table, table.T), fractions(state)).verdict == ESS:
            return "sink", "nearby states come back (a regular evolutionarily stable strategy attracts)"
    return by_flow(population, dynamic, np.array(state, dtype=np.float64))


def fractions(state: Sequence[Fraction | float]) -> Vector:
    return tuple(Fraction(share) for share in state)


def _is_quasi_strict(population: PopulationGame, state: Sequence[Fraction | float]) -> bool:
    """Whether all that is absent earns less."""
    earned = population.exact_payoffs(fractions(state))
    return all(share or earned[i] < max(earned) for i, share in enumerate(state))


def _is_strict(population: PopulationGame, state: Sequence[Fraction | float]) -> bool:
    if any(share not in (0, 1) for share in state):
        return False
    earned = population.exact_payoffs(fractions(state))
    return all(sum(value == max(earned[cut]) for value in earned[cut]) == 1 for cut in population.slices)
