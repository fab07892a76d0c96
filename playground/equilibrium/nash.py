"""All extreme Nash equilibria of a two-player game, exactly, and how they hang together.

A pair of vertices of the two best-response polytopes is an extreme equilibrium exactly when every
pure strategy is unplayed or a best response: when their labels together are complete. Every equilibrium
is a mixture of extreme ones that share a *maximal Nash subset* (Winkels 1979; Avis, Rosenberg, Savani and
von Stengel 2010, Enumeration of Nash Equilibria for Two-Player Games, Economic Theory 42).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.equilibrium import labels as labels_of
from playground.equilibrium.integers import positive, shares
from playground.equilibrium.labels import Index
from playground.equilibrium.vertices import MAX_RAYS, TooLarge, Vertices, vertices
from playground.game import NormalForm, Profile
from playground.game.integers import Integers, whole_payoffs
from playground.problem import InputError
from playground.progress import Progress, silent

Members = npt.NDArray[np.bool_]  # (vertices, labels): which labels a vertex has
_CHUNK = 8_000_000
MAX_EQUILIBRIA = 100_000
MAX_SUBSETS = 5_000


def extreme_equilibria(game: NormalForm, progress: Progress = silent, most: int = MAX_RAYS) -> list[Profile]:
    """All extreme equilibria of a two-player game, those that play earlier strategies more coming
    first. Raises `TooLarge` where there are too many, or more than `most` vertices to go through;
    `Cancelled` when the hook says so."""
    (first, _), (second, _) = whole_payoffs(game, 0), whole_payoffs(game, 1)
    m, n = first.shape
    if 1 in (m, n):  # one of them has no choice: the other plays any mixture of what is best
        best = np.argwhere((first == first.max(axis=0)) & (second == second.max(axis=1, keepdims=True)))
        return [Profile.pure(game, place) for place in best.tolist()]
    rows, columns = _worth_playing(first, second)
    if len(rows) < m or len(columns) < n:
        return _padded(game, rows, columns, progress, most)
    one = vertices(positive(second), progress, most)
    two = vertices(np.ascontiguousarray(positive(first).T), progress, most)
    members_one = labels_of.table(one.labels, m + n)  # player 1's labels first
    members_two = np.roll(labels_of.table(two.labels, m + n), m, axis=1)
    found: list[tuple[int, int]] = []
    for i, j in _complete_pairs(members_one, members_two, progress):
        played = ~members_one[i, :m].all(axis=1) & ~members_two[j, m:].all(axis=1)
        found += zip(i[played].tolist(), j[played].tolist())
        if len(found) > MAX_EQUILIBRIA:
            raise TooLarge(f"more than {MAX_EQUILIBRIA:,} extreme equilibria are too many for a list")
    first_mixed, first_place = _in_order(one, {i for i, _ in found})
    second_mixed, second_place = _in_order(two, {j for _, j in found})
    progress(None, "sorting equilibria")
    places = sorted((first_place[i], second_place[j]) for i, j in found)
    return [Profile((first_mixed[a], second_mixed[b])) for a, b in places]


def _worth_playing(first: Integers, second: Integers) -> tuple[Index, Index]:
    """The strategies left when those that a pure one strictly dominates are taken out, again and again: no
    equilibrium plays the others."""
    rows, columns = np.arange(first.shape[0]), np.arange(first.shape[1])
    while True:
        own, theirs = first[np.ix_(rows, columns)], second[np.ix_(rows, columns)].T
        good, fine = _undominated(own), _undominated(theirs)
        if good.all() and fine.all():
            return rows, columns
        rows, columns = rows[good], columns[fine]


def _undominated(payoffs: Integers) -> npt.NDArray[np.bool_]:
    """Which rows no other row beats everywhere."""
    kept = np.zeros(len(payoffs), dtype=bool)
    kept[np.nonzero(payoffs == payoffs.max(axis=0))[0]] = True  # these are best somewhere
    for i in np.flatnonzero(~kept):
        kept[i] = not (payoffs > payoffs[i]).all(axis=1).any()
    return kept


def _padded(game: NormalForm, rows: Index, columns: Index, progress: Progress, most: int) -> list[Profile]:
    """The equilibria of the game with these strategies alone, as profiles of the whole."""
    smaller = NormalForm.from_arrays(*(payoffs[np.ix_(rows, columns)] for payoffs in game.payoffs))
    profiles = []
    for pair in extreme_equilibria(smaller, progress, most):
        whole = [[Fraction(0)] * size for size in game.shape]
        for own, kept, strategy in zip(whole, (rows, columns), pair):
            for i, p in zip(kept.tolist(), strategy):
                own[i] = Fraction(p)
        profiles.append(Profile(whole))
    return profiles


def _in_order(found: Vertices, wanted: set[int]) -> tuple[list[tuple[Fraction, ...]], dict[int, int]]:
    """The mixed strategies at some vertices, the largest first, and the place of each vertex among them."""
    weights = {i: found.rays[i, :-1].tolist() for i in sorted(wanted)}
    # Rounded quotients keep the order and compare much faster; two that round alike stay as they came.
    order = sorted(weights, key=lambda i: [weight / sum(weights[i]) for weight in weights[i]], reverse=True)
    return [shares(weights[i]) for i in order], {i: place for place, i in enumerate(order)}


def _complete_pairs(one: Members, two: Members, progress: Progress) -> Iterator[tuple[Index, Index]]:
    """Pairs of vertices that have all labels together, in blocks. Where both have just as many as needed, the
    one's are those that the other lacks; pairs with a vertex that has more are compared one by one."""
    size = one.shape[1]
    words = labels_of.random_words(size)
    counts_one, counts_two = one.sum(axis=1), two.sum(axis=1)
    least_one, least_two = int(counts_one.min()), int(counts_two.min())
    few_one, few_two = np.flatnonzero(counts_one == least_one), np.flatnonzero(counts_two == least_two)
    everything_one, everything_two = np.arange(len(one)), np.arange(len(two))
    rest = [(everything_one, everything_two)]
    if least_one + least_two == size:
        i, j = labels_of.matches(labels_of.keys(one[few_one], words), labels_of.keys(~two[few_two], words))
        i, j = few_one[i], few_two[j]
        whole = (one[i] | two[j]).all(axis=1)
        yield i[whole], j[whole]
        rest = [(np.flatnonzero(counts_one > least_one), everything_two),
                (few_one, np.flatnonzero(counts_two > least_two))]
    for these, those in rest:
        # Floats, since their product is the fast one.
        lacking = (~two[those]).astype(np.float32).T
        step = max(1, _CHUNK // max(1, len(those)))
        for start in range(0, len(these) if len(those) else 0, step):
            progress(None, "pairing vertices")
            part = these[start:start + step]
            i, j = np.nonzero((~one[part]).astype(np.float32) @ lacking == 0)
            yield part[i], those[j]


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
