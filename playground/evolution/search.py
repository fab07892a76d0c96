"""Rest points found by search: for dynamics of which no theorem tells where they are.

Newton's method is begun at many states at once. What it finds is checked, and told with the speed that is
left; that nothing was missed is not claimed. The derivative is taken numerically, by central differences,
good to about ten digits. """

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.evolution.dynamic import Dynamic, velocity
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.rest import Eigenvalue, RestPoint, RestSet, classify, falling
from playground.game.linear import Vector

Numbers = npt.NDArray[Any]  # real or complex
GRID = {1: 401, 2: 20}  # states a side from which is searched, by how many coordinates are free
DRAWN = 400  # and with more coordinates
STEPS = 30
STEP = 1e-6
SPEED = 1e-11  # that counts as rest, in parts of the dynamic's rate
SAME = 1e-7  # distance
NASH = 1e-9
CROWD = 40  # undecided rest points up to which a search lists them


def rest_set(population: PopulationGame, dynamic: Dynamic) -> RestSet:
    """All rest points of the dynamic in this population, or those that were found, as its note says."""
    return uncrowded(dynamic.rest(population, dynamic) if dynamic.rest else searched(population, dynamic))


def uncrowded(found: RestSet) -> RestSet:
    """Where states rest without a gap, a search ends at a different one from each start. So many undecided
    ones are left out, but for the corners, and the note says so."""
    def crowd(point: RestPoint) -> bool:
        return point.kind == "degenerate" and any(0 < share < 1 for share in point.at)

    count = sum(map(crowd, found.points))
    if found.complete or count <= CROWD:
        return found
    note = (f"{found.note} {count:,} more were found that eigenvalues do not decide; where there are so "
            "many, states rest without a gap.")
    return replace(found, points=tuple(point for point in found.points if not crowd(point)), note=note)


def moves(population: PopulationGame) -> Floats:
    """The directions in which shares can move, shape (dimension, shares): one share rises, at the cost of its
    population's last one."""
    found = np.zeros((population.dimension, sum(population.sizes)))
    row = 0
    for cut in population.slices:
        for i in range(cut.start, cut.stop - 1):
            found[row, i], found[row, cut.stop - 1] = 1.0, -1.0
            row += 1
    return found


def jacobian(population: PopulationGame, dynamic: Dynamic, states: Floats) -> Floats:
    """The derivative of the velocity at states, shape (..., shares), in the coordinates of `moves`; shape
    (..., dimension, dimension)."""
    along = moves(population)
    free = np.flatnonzero((along > 0).any(axis=0))
    near = states[..., np.newaxis, :] + STEP * np.concatenate([along, -along])
    rates = velocity(population, dynamic, near)[..., free]
    half = len(along)
    found: Floats = np.swapaxes(rates[..., :half, :] - rates[..., half:, :], -1, -2) / (2 * STEP)
    return found


def starts(population: PopulationGame) -> Floats:
    """States all over the space: even ones, those near the corners, and the centre."""
    parts = []
    if population.dimension == 1:
        x = np.linspace(0, 1, GRID[1])
        parts.append(np.column_stack([x, 1 - x]))
    elif population.sizes == (3,):
        side = GRID[2]
        counts = np.array([(i, j, side - i - j) for i in range(side + 1) for j in range(side + 1 - i)])
        parts.append(counts / side)
    elif population.sizes == (2, 2):
        x, y = (each.ravel() for each in np.meshgrid(*[np.linspace(0, 1, 15)] * 2))
        parts.append(np.column_stack([x, 1 - x, y, 1 - y]))
    else:
        random = np.random.default_rng(1)
        for spread in (0.3, 1.0):
            parts.append(np.concatenate([random.dirichlet(np.full(size, spread), DRAWN)
                                         for size in population.sizes], axis=1))
        corners = [np.eye(size)[np.arange(max(population.sizes)) % size] for size in population.sizes]
        parts.append(np.concatenate(corners, axis=1))
    parts.append(np.concatenate([np.full((1, size), 1 / size) for size in population.sizes], axis=1))
    return np.concatenate(parts)


def found_by_newton(population: PopulationGame, dynamic: Dynamic, begun: Floats) -> tuple[Floats, float]:
    """Different states of rest, shape (points, shares), and the largest speed left at one of them."""
    along = moves(population)
    free = np.flatnonzero((along > 0).any(axis=0))
    slow = SPEED * dynamic.rate(population)
    states, settled = begun, []
    for _ in range(STEPS):
        rates = velocity(population, dynamic, states)
        resting = np.abs(rates).max(axis=1) <= slow
        settled.append(states[resting])
        states, rates = states[~resting], rates[~resting]
        if not len(states):
            break
        matrices = jacobian(population, dynamic, states)
        flat = np.abs(np.linalg.det(matrices)) < 1e-200
        matrices[flat] = np.eye(len(free))
        steps = np.linalg.solve(matrices, -rates[:, free, np.newaxis])[..., 0] @ along
        long = np.maximum(1.0, np.abs(steps).max(axis=1, keepdims=True) / 0.3)
        states = states + steps / long
        inside = (states.min(axis=1) > -0.05) & ~flat & np.isfinite(states).all(axis=1)
        states = np.clip(states[inside], 0, None)
        for cut in population.slices:
            states[:, cut] /= states[:, cut].sum(axis=1, keepdims=True)
    found = np.concatenate([states[:0], *settled])
    different: list[Floats] = []
    for state in found[np.lexsort(np.round(found.T, 6))]:
        if all(np.abs(state - other).max() > SAME for other in different):
            different.append(state)
    points = np.array(different).reshape(-1, sum(population.sizes))
    left = float(np.abs(velocity(population, dynamic, points)).max()) if len(points) else 0.0
    return points, left


def searched(population: PopulationGame, dynamic: Dynamic) -> RestSet:
    """What is found from many starts."""
    begun = starts(population)
    points, left = found_by_newton(population, dynamic, begun)
    note = (f"Searched from {len(begun):,} states, to a speed of at most {max(left, 1e-16):.0e}; that there "
            "are no others is not proven.")
    return RestSet(tuple(numeric_point(population, dynamic, point) for point in points), (), False, note)


def numeric_point(population: PopulationGame, dynamic: Dynamic, state: Floats) -> RestPoint:
    """A rest point known in floats, by its numerical derivative."""
    values = np.linalg.eigvals(jacobian(population, dynamic, state))
    least = 1e-7 * max(float(np.abs(values).max()), 1e-300)
    if dynamic.discrete:
        return discrete_point(population, tuple(state.tolist()), values + 1, False)
    eigenvalues = [Eigenvalue(complex(value), int(np.sign(value.real)) if abs(value.real) > least else 0,
                              sure=False) for value in values]
    kind, why = classify(eigenvalues)
    ordered = tuple(each.value for each in sorted(eigenvalues, key=falling))
    return RestPoint(tuple(state.tolist()), kind, ordered, why, is_nash(population, state), exact=False)


def discrete_point(population: PopulationGame, state: Vector | tuple[float, ...], multipliers: Numbers,
                   exact: bool) -> RestPoint:
    """A rest point of a dynamic in generations: nearby differences are multiplied each time, so that it is
    the sizes of the multipliers, below or above 1, that count."""
    sizes = np.abs(multipliers)
    ordered = sorted(map(complex, multipliers), key=lambda value: (-abs(value), -value.imag))
    listed = ", ".join(f"{value.real:.4g}" if abs(value.imag) < 1e-12 else
                       f"{value.real:.4g} ± {value.imag:.4g}i" for value in ordered if value.imag >= -1e-12)
    told = f"(differences are multiplied by {listed} in a generation)"
    near = np.abs(sizes - 1) < 1e-9
    if (sizes < 1).all() and not near.any():
        kind, why = "sink", f"Sink: nearby states come back {told}."
    elif near.any():
        kind, why = "degenerate", f"Degenerate: multipliers alone do not decide {told}."
    elif (sizes > 1).all():
        kind, why = "source", f"Source: nearby states leave {told}."
    else:
        kind, why = "saddle", f"Saddle: nearby states approach in some directions and leave in others {told}."
    return RestPoint(state, kind, tuple(ordered), why, is_nash(population, np.array(state, dtype=np.float64)),
                     exact)


def is_nash(population: PopulationGame, state: Floats) -> bool:
    """Whether nobody could earn more, up to rounding."""
    earned = population.payoffs(state)
    scale = NASH * max(population.rate, 1e-300)
    return all(float(earned[cut].max()) - float(earned[cut][state[cut] > NASH].min()) <= scale
               for cut in population.slices)


def exact_nash(population: PopulationGame, state: Vector) -> bool:
    """Whether nobody could earn more."""
    earned = population.exact_payoffs(state)
    return all(earned[i] == max(earned[cut]) for cut in population.slices
               for i in range(cut.start, cut.stop) if state[i])


def rational(population: PopulationGame, state: Floats) -> Vector | None:
    """The state of small fractions that is meant, if those present earn exactly the same in it."""
    guess = [Fraction(share).limit_denominator(10_000) for share in state.tolist()]
    if any(abs(float(share) - value) > 1e-9 for share, value in zip(guess, state)) or any(
            sum(guess[cut], Fraction(0)) != 1 for cut in population.slices):
        return None
    earned = population.exact_payoffs(tuple(guess))
    same = all(len({earned[i] for i in range(cut.start, cut.stop) if guess[i]}) == 1
               for cut in population.slices)
    return tuple(guess) if same else None
