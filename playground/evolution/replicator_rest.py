"""Rest points of the replicator dynamic, exactly, with the reasons for their kinds.

Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics, chapters 7 and 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, product

import numpy as np

from playground.evolution import line as lines
from playground.evolution import search
from playground.evolution.dynamic import Dynamic
from playground.evolution.population import PopulationGame
from playground.evolution.rest import (
    Continuum,
    Eigenvalue,
    Matrix,
    RestPoint,
    RestSet,
    continuum,
    rest_point,
    spectrum,
    stretches,
)
from playground.game.linear import Vector, equal_earners

MAX_FACES = 4_000  # of the state space: 11 strategies of one population, 6 and 6 of two
Support = tuple[int, ...]  # flat indices of the strategies present


def rest(population: PopulationGame, dynamic: Dynamic) -> RestSet:
    """All rest points: in each face of the state space those states where all strategies present earn
    the same; every corner is one. Where two meet, that is a linear system a face, solved exactly; on a line
    it is a polynomial, whose roots are all found; else what is not a corner is searched for."""
    if not population.linear:
        return _on_a_line(population) if population.sizes == (2,) else _searched(population, dynamic)
    faces = 1
    for size in population.sizes:
        faces *= 2**size - 1
    complete = faces <= MAX_FACES
    points: dict[Vector, None] = {}
    wide: list[tuple[Support, list[Vector]]] = []
    for supports in product(*(_supports(cut, complete) for cut in population.slices)):
        found = _face(population, supports)
        if len(found) == 1:
            points[found[0]] = None
        elif found:
            wide.append((tuple(chain.from_iterable(supports)), found))
    continua = tuple(
        _with_parts(population, continuum(vertices)) for support, vertices in wide
        if not any(set(support) < set(other) and all(_rests_on(population, each, other) for each in vertices)
                   for other, _ in wide))  # what lies in a larger one is part of that
    for vertex in chain.from_iterable(each.vertices for each in continua):
        points[vertex] = None
    note = "" if complete else "Only the corners were searched for rest points: there are too many faces."
    return RestSet(tuple(_rest_point(population, point, continua) for point in points), continua, complete,
                   note)


def _on_a_line(population: PopulationGame) -> RestSet:
    """Of two strategies in groups of any size."""
    found = lines.line(population)
    corners = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
    if not found.gain:
        return RestSet(tuple(_rest_point(population, corner, ()) for corner in corners),
                       (continuum(corners),))
    points = []
    for corner, towards in zip(corners, (found.signs[-1], -found.signs[0])):
        gain = -found.at(Fraction(1)) if corner[0] else found.at(Fraction(0))
        points.append(rest_point(corner, [Eigenvalue.of(gain)], gain <= 0, "",
                                 "nearby states come back, slowly" if towards > 0 else
                                 "nearby states leave, slowly"))
    for root, left, right in zip(found.roots, found.signs, found.signs[1:]):
        kind, why = lines.beside(left, right)
        share = root.middle
        slope = sum(i * coefficient * share ** (i - 1) for i, coefficient in enumerate(found.gain) if i)
        value = complex(float(share * (1 - share) * slope)) if left != right else 0j
        points.append(RestPoint(lines.state(root), kind, (value,), why, True, root.exact))
    return RestSet(tuple(points))


def _searched(population: PopulationGame, dynamic: Dynamic) -> RestSet:
    """The corners, exactly, and what a search finds, made exact where its fractions are small."""
    corners = [tuple(map(Fraction, chain.from_iterable(np.eye(size, dtype=int)[i].tolist()
                                                       for size, i in zip(population.sizes, at))))
               for at in product(*map(range, population.sizes))][:MAX_FACES]
    begun = search.starts(population)
    states, left = search.found_by_newton(population, dynamic, begun)
    points = [_rest_point(population, corner, ()) for corner in corners]
    for state in states:
        if max(state.tolist()) < 1 - search.SAME or any(0 < share < 1 - search.SAME for share in state):
            exactly = search.rational(population, state)
            point = search.numeric_point(population, dynamic, state)
            if exactly in corners:
                continue
            points.append(point if exactly is None else
                          replace(point, at=exactly, exact=True, nash=search.exact_nash(population, exactly)))
    note = (f"Every corner is a rest point; others were searched for from {len(begun):,} states, to a speed "
            f"of at most {max(left, 1e-16):.0e}, and that there are no more is not proven.")
    return RestSet(tuple(points), (), False, note)


def _supports(cut: slice, complete: bool) -> list[Support]:
    strategies = range(cut.start, cut.stop)
    sizes = range(1, len(strategies) + 1) if complete else (1,)
    return [support for size in sizes for support in combinations(strategies, size)]


def _face(population: PopulationGame, supports: Sequence[Support]) -> list[Vector]:
    """The extreme points of the rest states with exactly these strategies present; empty if none."""
    one = len(supports) == 1
    other = supports[::-1]
    sets: list[list[Vector]] = []  # of the population that is met: it makes the own strategies earn the same
    for k, (own, met) in enumerate(zip(supports, other)):
        matrix, row0 = population.whole[k], population.slices[k].start
        column0 = population.slices[0 if one else 1 - k].start
        rows = [[matrix[i - row0][j - column0] for j in met] for i in own]
        sets.append(equal_earners(rows))
        if not sets[-1]:
            return []
    states = []
    for parts in product(*sets[::-1]):
        state = [Fraction(0)] * sum(population.sizes)
        for support, part in zip(supports, parts):
            for i, share in zip(support, part):
                state[i] = share
        states.append(tuple(state))
    return states


def _rests_on(population: PopulationGame, state: Vector, support: Support) -> bool:
    """Whether in `state` all strategies of `support` earn the same, population by population."""
    payoffs = population.exact_payoffs(state)
    return all(len({payoffs[i] for i in support if cut.start <= i < cut.stop}) == 1
               for cut in population.slices)


def _with_parts(population: PopulationGame, found: Continuum) -> Continuum:
    if found.dimension != 1 or population.dimension != 2:
        return found

    def across(state: Vector) -> Fraction:
        """The trace: the eigenvalue along the segment is zero."""
        inside, outside = _derivative(population, state)
        return sum((row[i] for i, row in enumerate(inside)), Fraction(0)) + sum(outside, Fraction(0))
    return replace(found, parts=stretches((found.vertices[0], found.vertices[1]), across))


def _rest_point(population: PopulationGame, state: Vector, continua: Sequence[Continuum]) -> RestPoint:
    matrix, gains = _derivative(population, state)
    constant = "" if gains else _constant(population)
    on_line = any(state in each.vertices for each in continua)
    return rest_point(state, [*spectrum(matrix), *map(Eigenvalue.of, gains)],
                      all(gain <= 0 for gain in gains), constant, lambda: _beside(population, state, on_line))


def _derivative(population: PopulationGame, state: Vector) -> tuple[Matrix, list[Fraction]]:
    """The derivative of the dynamic at a rest point, in two parts that together have its eigenvalues.
    Within the face of the strategies present, a matrix in the directions that raise one share at the
    cost of the last one's; and out of it, for each strategy absent, what it would gain there."""
    payoffs = population.exact_payoffs(state)
    present = [[i for i in range(cut.start, cut.stop) if state[i]] for cut in population.slices]
    gains = [payoffs[i] - payoffs[own[0]] for own, cut in zip(present, population.slices)
             for i in range(cut.start, cut.stop) if not state[i]]
    pure = all(len(own) == 1 for own in present)
    return [] if pure else _inside(population, state, present), gains


def _inside(population: PopulationGame, state: Vector, present: list[list[int]]) -> Matrix:
    if len(population.sizes) == 1:
        (own,), matrix = present, population.tables[0]
        # ∂V_i/∂x_j = x_i (a_ij − π_j − (Aᵀx)_j); the π_j are equal, so they cancel in a difference
        back = {j: sum((state[i] * matrix[i, j] for i in own), Fraction(0)) for j in own}
        full = {(i, j): state[i] * (matrix[i, j] - back[j]) for i in own for j in own}
        return [[full[i, j] - full[i, own[-1]] for j in own[:-1]] for i in own[:-1]]
    # With two populations only the other one's shares matter: the derivative is [[0, P], [Q, 0]].
    first, second = present
    a, b = population.tables
    n = population.sizes[0]

    def block(own: list[int], other: list[int], entry: dict[tuple[int, int], Fraction]) -> Matrix:
        mean = {j: sum((state[i] * entry[i, j] for i in own), Fraction(0)) for j in other}
        full = {(i, j): state[i] * (entry[i, j] - mean[j]) for i in own for j in other}
        return [[full[i, j] - full[i, other[-1]] for j in other[:-1]] for i in own[:-1]]
    p = block(first, second, {(i, j): a[i, j - n] for i in first for j in second})
    q = block(second, first, {(j, i): b[j - n, i] for i in first for j in second})
    rows, columns = len(first) - 1, len(second) - 1
    return ([[Fraction(0)] * rows + row for row in p] + [row + [Fraction(0)] * columns for row in q])


def _constant(population: PopulationGame) -> str:
    """Why purely imaginary eigenvalues at an interior rest point mean a centre; empty if not known."""
    if population.sizes == (3,) and population.linear:
        return ("for three strategies the dynamic then has a constant of motion, as a planar Lotka–Volterra "
                "equation has: Hofbauer and Sigmund 1998")
    if population.sizes == (2, 2):
        return "for two strategies each the dynamic has a constant of motion: Hofbauer and Sigmund 1998"
    if not population.linear:
        return ""
    matrix = population.tables[0]
    if len(population.sizes) == 1:
        sums = matrix + matrix.T
        gap = 2 * sums - np.add.outer(sums.diagonal(), sums.diagonal())
    else:
        sums = matrix + population.tables[1].T
        gap = sums - sums[:1] - sums[:, :1] + sums[0, 0]
    if not np.any(gap):
        return "in zero-sum games the relative entropy to it is a constant of motion"
    return ""


def _beside(population: PopulationGame, state: Vector, on_line: bool) -> str:
    """What can be said where the eigenvalues do not decide."""
    if on_line:
        return "rest points without a gap run through it"
    if population.sizes == (2,):
        # The share of the other strategy grows near this corner just if that strategy earns more there.
        other = 0 if state[1] == 1 else 1
        inner = tuple((share + 1) / 3 for share in state)
        first, second = population.exact_payoffs(inner)
        gain = (first - second) * (1 if other == 0 else -1)
        return ("nearby states come back, slowly, as the other strategy earns less there" if gain < 0 else
                "nearby states leave, slowly, as the other strategy earns more there")
    return ""
