"""What every dynamic of the catalogue promises, whatever its rule."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from playground.evolution import DYNAMICS, dynamic_of, population_game, velocity
from playground.evolution.dynamic import field_of
from playground.evolution.search import rest_set
from playground.game import NormalForm, generators

GAMES = {
    "hawk and dove": NormalForm.from_arrays([[-1, 2], [0, 1]], [[-1, 0], [2, 1]]),
    "good circle": NormalForm.from_arrays([[0, -1, 2], [2, 0, -1], [-1, 2, 0]],
                                          [[0, 2, -1], [-1, 0, 2], [2, -1, 0]]),
    "random, three strategies": generators.random_symmetric(3, -4, 4, 2),
    "random, four strategies": generators.random_symmetric(4, -9, 9, 5),
    "pennies": NormalForm.from_arrays([[1, -1], [-1, 1]]),
    "random, two populations": generators.random_game((3, 2), -5, 5, 7),
}
# The lowest payoff is −9: where payoffs are offspring, everybody has ten more.
TEXTS = [f"{name}:background=10" if any(option.name == "background" for option in entry.options) else name
         for name, entry in DYNAMICS.items()]
every = pytest.mark.parametrize("name", TEXTS)
games = pytest.mark.parametrize("game", GAMES.values(), ids=list(GAMES))


def states(sizes: tuple[int, ...], count: int = 200) -> np.ndarray:
    """States from everywhere, faces and corners among them."""
    rng = np.random.default_rng(1)
    parts = []
    for size in sizes:
        part = rng.dirichlet(np.full(size, 0.7), count)
        part[::3] *= rng.random((len(part[::3]), size)) < 0.6
        part[part.sum(axis=1) == 0, 0] = 1
        parts.append(part / part.sum(axis=1, keepdims=True))
    return np.concatenate(parts, axis=1)


@every
@games
def test_shares_stay_shares(name: str, game: NormalForm) -> None:
    population, dynamic = population_game(game), dynamic_of(name)
    where = states(population.sizes)
    rates = velocity(population, dynamic, where)
    assert rates.shape == where.shape and np.isfinite(rates).all()
    for cut in population.slices:
        assert np.abs(rates[:, cut].sum(axis=1)).max() < 1e-12
    assert rates[where == 0].min(initial=0.0) >= 0, "nobody falls below nothing"
    plain = field_of(population, dynamic)
    for state, rate in zip(where[:40], rates[:40]):
        assert plain(state.tolist()) == pytest.approx(rate.tolist(), abs=1e-12, rel=1e-12)


@every
@games
def test_rest_points_rest_with_the_eigenvalues_of_the_jacobian(name: str, game: NormalForm) -> None:
    population, dynamic = population_game(game), dynamic_of(name)
    found = rest_set(population, dynamic)
    assert found.complete or found.note
    tangent = np.zeros((sum(population.sizes), population.dimension))
    column = 0
    for cut, size in zip(population.slices, population.sizes):
        for i in range(size - 1):
            tangent[cut.start + i, column], tangent[cut.stop - 1, column] = 1, -1
            column += 1
    for point in found.points:
        at = np.array(point.at, dtype=float)
        assert np.abs(velocity(population, dynamic, at)).max() < 1e-9
        assert not point.exact or all(isinstance(share, Fraction) for share in point.at)
        if len(point.eigenvalues) != population.dimension:
            continue  # not told for each direction
        step = 1e-6
        ahead, behind = (velocity(population, dynamic, at + sign * step * tangent.T) for sign in (1, -1))
        moved = (ahead - behind) / (2 * step)
        matrix = np.linalg.lstsq(tangent, moved.T, rcond=None)[0]
        values = np.linalg.eigvals(matrix) + (1 if dynamic.discrete else 0)
        mine = sorted(values, key=lambda z: (round(z.real, 4), round(z.imag, 4)))
        told = sorted(point.eigenvalues, key=lambda z: (round(z.real, 4), round(z.imag, 4)))
        assert np.allclose(mine, told, atol=1e-5), point
