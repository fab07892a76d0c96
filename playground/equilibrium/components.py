"""What the components of a two-player game's equilibria are like: their parts, dimension and index.

The index counts equilibria with a sign; over all components it adds up to one. An equilibrium with supports
of size k that a small change of payoffs does not destroy has the index (−1)^(k+1) · sign det A · sign det B,
A and B being the positive payoffs on the supports (Shapley 1974, A Note on the Lemke–Howson Algorithm). The
index of any component is the sum over the equilibria of a game near by that are close to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from playground.equilibrium.integers import positive
from playground.equilibrium.nash import extreme_equilibria, maximal_nash_subsets
from playground.equilibrium.solution import Solution
from playground.game import NormalForm, Profile
from playground.game.integers import Integers, whole_payoffs
from playground.game.linear import dimension, eliminated, reduce
from playground.problem import InputError
from playground.progress import Progress, silent

MAX_PERTURBED = 64  # cells of a degenerate game up to which the index is computed


@dataclass(frozen=True)
class Component:
    """members
        Indices of its extreme equilibria.
    subsets
        Its maximal Nash subsets, each as such indices: within one, every mixture of the players' own extreme
        strategies is an equilibrium too.
    dimension
        Of the largest subset: 0 for a single equilibrium, 1 for a segment.
    index
        None where it is not computed: of large degenerate games.
    """

    members: tuple[int, ...]
    subsets: tuple[tuple[int, ...], ...]
    dimension: int
    index: int | None

    @property
    def index_text(self) -> str:
        """"+1", "0", "−1"; "?" where it is not computed."""
        if self.index is None:
            return "?"
        return f"{self.index:+d}".replace("-", "−") if self.index else "0"

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"members": list(self.members), "subsets": [list(subset) for subset in self.subsets],
                "dimension": self.dimension, "index": self.index}


def components_of(game: NormalForm, solution: Solution, progress: Progress = silent
                  ) -> tuple[Component, ...]:
    """What the components of a complete solution of a two-player game are like. Raises `InputError` where
    there are too many subsets, and for other solutions."""
    if game.n_players != 2 or not solution.complete or solution.concept != "nash":
        raise InputError("components are known of complete lists of two players' equilibria")
    profiles, components = [each.profile for each in solution.equilibria], solution.components
    home = {i: number for number, members in enumerate(components) for i in members}
    subsets: list[list[tuple[int, ...]]] = [[] for _ in components]
    for subset in maximal_nash_subsets(profiles):
        subsets[home[subset[0]]].append(subset)
    indices = _indices(game, profiles, components, home, progress)
    return tuple(
        Component(tuple(members), tuple(parts), max(_dimension(profiles, part) for part in parts), index)
        for members, parts, index in zip(components, subsets, indices))


def _dimension(profiles: Sequence[Profile], subset: Sequence[int]) -> int:
    """Of the product of the two players' own strategies."""
    points = ([tuple(Fraction(p) for p in profiles[i][player]) for i in subset] for player in (0, 1))
    return sum(map(dimension, points))


def _indices(game: NormalForm, profiles: Sequence[Profile], components: Sequence[Sequence[int]],
             home: dict[int, int], progress: Progress) -> list[int | None]:
    first, second = (positive(whole_payoffs(game, k)[0]) for k in (0, 1))
    known = [_index(first, second, profiles[members[0]]) if len(members) == 1
             and _is_regular(first, second, profiles[members[0]]) else None for members in components]
    if None not in known:
        return known
    if known.count(None) == 1:  # all of them together make one
        at = known.index(None)
        known[at] = 1 - sum(index for index in known if index is not None)
        return known
    if first.size > MAX_PERTURBED:
        return known
    number = {profile: home[i] for i, profile in enumerate(profiles)}
    sums = [0] * len(components)
    for near in extreme_equilibria(_perturbed(first, second), progress):
        sums[number[_limit(first, second, near)]] += _index(first, second, near)
    return list(sums)


def _index(first: Integers, second: Integers, profile: Profile) -> int:
    rows, columns = profile.supports
    part = np.ix_(rows, columns)
    sign = 1 if len(rows) % 2 else -1
    return sign * _sign(first[part].tolist()) * _sign(second[part].tolist())


def _is_regular(first: Integers, second: Integers, profile: Profile) -> bool:
    """Whether the equilibrium stays, and stays alone, when payoffs change a little: supports of one size,
    no best response outside them, and one mixture only on them."""
    rows, columns = profile.supports
    if len(rows) != len(columns):
        return False
    part = np.ix_(rows, columns)
    if not _sign(first[part].tolist()) or not _sign(second[part].tolist()):
        return False
    for payoffs, strategy, own in ((first, profile[1], rows), (second.T, profile[0], columns)):
        earned = [sum(p * int(value) for p, value in zip(strategy, row) if p) for row in payoffs.tolist()]
        if sum(value == max(earned) for value in earned) > len(own):
            return False
    return True


def _sign(rows: list[list[int]]) -> int:
    """The sign of a determinant."""
    determinant, _ = eliminated([[*map(int, row), 0] for row in rows])
    return (determinant > 0) - (determinant < 0)


def _perturbed(first: Integers, second: Integers) -> NormalForm:
    """A game near by that is not degenerate: each strategy's payoffs divided by 1 + ε to the power of its
    number. That is von Stengel's (2002) lexicographic perturbation of the right sides; ε is so small that the
    first power that does not vanish decides, since minors are bounded (Hadamard 1893)."""
    size = min(first.shape)
    largest = int(max(first.max(), second.max()))
    bound = (size + 1) * (largest * largest * size) ** ((size + 1) // 2)
    tiny = Fraction(1, 2 * (bound + 1))
    m, n = first.shape
    one = [[Fraction(int(value)) / (1 + tiny ** (i + 1)) for value in row] for i, row in enumerate(first)]
    two = [[Fraction(int(value)) / (1 + tiny ** (j + 1)) for j, value in enumerate(row)] for row in second]
    return NormalForm.from_arrays(np.array(one, dtype=object).reshape(m, n),
                                  np.array(two, dtype=object).reshape(m, n))


def _limit(first: Integers, second: Integers, near: Profile) -> Profile:
    """The equilibrium of the game itself with the same bases as one of the perturbed game."""
    rows, columns = near.supports
    mixed = []
    for payoffs, own, size in ((second.T[np.ix_(columns, rows)], rows, first.shape[0]),
                               (first[np.ix_(rows, columns)], columns, first.shape[1])):
        found = reduce([[*map(int, row), 1] for row in payoffs.tolist()], len(own))
        assert found is not None, "the payoffs on the supports have an inverse"
        weights = [Fraction(row[-1], row[i]) for i, row in enumerate(found[0])]
        whole = [Fraction(0)] * size
        for i, weight in zip(own, weights):
            whole[i] = weight / sum(weights)
        mixed.append(whole)
    return Profile(mixed)
