"""All extreme Nash equilibria of a two-player game, exactly, and how they hang together.

A pair of vertices of the two best-response polytopes is an extreme equilibrium exactly when every
pure strategy is unplayed or a best response: when their labels together are complete. Every equilibrium
is a mixture of extreme ones that share a *maximal Nash subset* (Winkels 1979; Avis, Rosenberg, Savani and
von Stengel 2010, Enumeration of Nash Equilibria for Two-Player Games, Economic Theory 42).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.equilibrium.integers import positive, shares
from playground.equilibrium.vertices import MAX_RAYS, Vertices, vertices
from playground.game import NormalForm, Profile
from playground.game.integers import whole_payoffs
from playground.problem import InputError
from playground.progress import Progress, silent

_CHUNK = 8_000_000
MAX_EQUILIBRIA = 100_000
MAX_SUBSETS = 5_000


def extreme_equilibria(game: NormalForm, progress: Progress = silent, most: int = MAX_RAYS) -> list[Profile]:
    """All extreme equilibria of a two-player game, those that play earlier strategies more coming
    first. Raises `InputError` where there are too many, or more than `most` vertices to go through;
    `Cancelled` when the hook says so."""
    (first, _), (second, _) = whole_payoffs(game, 0), whole_payoffs(game, 1)
    m, n = first.shape
    if 1 in (m, n):  # one of them has no choice: the other plays any mixture of what is best
        best = np.argwhere((first == first.max(axis=0)) & (second == second.max(axis=1, keepdims=True)))
        return [Profile.pure(game, place) for place in best.tolist()]
    one = vertices(positive(second), progress, most)
    two = vertices(np.ascontiguousarray(positive(first).T), progress, most)
    # What is missing, as 0 and 1: player 1's vertex lists x's labels first, player 2's y's.
    missing_one = 1 - _bits(one, m + n)
    missing_two = np.roll(1 - _bits(two, m + n), m, axis=1)
    played_one, played_two = ([any(ray[:-1].tolist()) for ray in found.rays] for found in (one, two))
    found = []
    step = max(1, _CHUNK // len(missing_two))
    for start in range(0, len(missing_one), step):
        progress(None, "pairing vertices")
        lacking = missing_one[start:start + step] @ missing_two.T
        for i, j in np.argwhere(lacking == 0).tolist():
            if played_one[start + i] and played_two[j]:
                found.append((start + i, j))
        if len(found) > MAX_EQUILIBRIA:
            raise InputError(f"more than {MAX_EQUILIBRIA:,} extreme equilibria: too many for a list")
    first_mixed, first_place = _in_order(one, {i for i, _ in found})
    second_mixed, second_place = _in_order(two, {j for _, j in found})
    progress(None, "sorting equilibria")
    places = sorted((first_place[i], second_place[j]) for i, j in found)
    return [Profile((first_mixed[a], second_mixed[b])) for a, b in places]


def _in_order(found: Vertices, wanted: set[int]) -> tuple[list[tuple[Fraction, ...]], dict[int, int]]:
    """The mixed strategies at some vertices, the largest first, and the place of each vertex among them."""
    weights = {i: found.rays[i, :-1].tolist() for i in sorted(wanted)}
    # Rounded quotients keep the order and compare much faster; two that round alike stay as they came.
    order = sorted(weights, key=lambda i: [weight / sum(weights[i]) for weight in weights[i]], reverse=True)
    return [shares(weights[i]) for i in order], {i: place for place, i in enumerate(order)}


def _bits(found: Vertices, count: int) -> npt.NDArray[np.float32]:
    """Labels as 0 and 1, shape (vertices, count). Floats, since their product is the fast one."""
    words = found.labels.astype("<u8").view(np.uint8)
    return np.unpackbits(words, axis=1, bitorder="little")[:, :count].astype(np.float32)


def connected_components(profiles: Sequence[Profile]) -> tuple[tuple[int, ...], ...]:
    """The connected components of a two-player game's equilibria, as indices of the extreme ones. Two
    that share a player's strategy are joined by the line of equilibria between them."""
    parent = list(range(len(profiles)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[tuple[int, Any], int] = {}
    for i, profile in enumerate(profiles):
        for player, strategy in enumerate(profile):
            other = seen.setdefault((player, strategy), i)
            low, high = sorted((root(i), root(other)))
            parent[high] = low
    groups: dict[int, list[int]] = {}
    for i in range(len(profiles)):
        groups.setdefault(root(i), []).append(i)
    return tuple(map(tuple, groups.values()))


def maximal_nash_subsets(profiles: Sequence[Profile]) -> tuple[tuple[int, ...], ...]:
    """The maximal Nash subsets of a two-player game, each as the indices of its extreme equilibria: the
    largest sets in which every strategy of player 1 is in equilibrium with every one of player 2, so
    that all mixtures are equilibria too. `profiles` are all extreme equilibria. Raises `InputError`
    where there are too many."""
    partners: dict[Any, frozenset[Any]] = {}
    for x, y in profiles:
        partners[x] = partners.get(x, frozenset()) | {y}
    closed = set(partners.values())
    fresh = list(closed)
    while fresh:  # intersections of neighbourhoods, until there are no new ones
        some = fresh.pop()
        for other in list(partners.values()):
            common = some & other
            if common and common not in closed:
                closed.add(common)
                fresh.append(common)
                if len(closed) > MAX_SUBSETS:
                    raise InputError(f"more than {MAX_SUBSETS:,} maximal Nash subsets")
    number = {tuple(profile): i for i, profile in enumerate(profiles)}
    return tuple(sorted(
        tuple(sorted(number[x, y] for x, ys in partners.items() if columns <= ys for y in columns))
        for columns in closed))
