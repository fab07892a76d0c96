"""In which order the strategies of a tournament stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.arena.ecology import Number

ORDERS = {"lineup": "as in the line-up", "rank": "by rank", "name": "by name", "cluster": "by likeness"}
MOST_TURNED = 200  # strategies, up to which neighbouring groups are turned to meet with their likest members
Matrix = Sequence[Sequence[Number | None]]


def order(by: str, titles: Sequence[str], matrix: Matrix, ranking: Sequence[int]) -> tuple[int, ...]:
    """Places in the line-up, for a key of `ORDERS`; a permutation, also where payoffs are still to come (None
    or NaN). By likeness: the leaves of a tree of clusters (average linkage of the Euclidean distances between
    rows of payoffs; Sokal and Michener 1958), so that those who earn alike against everybody are
    neighbours."""
    every = range(len(titles))
    if by == "rank":
        return *ranking, *(k for k in every if k not in set(ranking))
    if by == "name":
        return tuple(sorted(every, key=lambda k: titles[k].casefold()))
    return _clustered(matrix) if by == "cluster" and len(every) > 2 else tuple(every)


def round_order(links: Sequence[tuple[int, int]], start: Sequence[int]) -> tuple[int, ...]:
    """Places round a circle such that few of the `links`, pairs of places, cross: from `start` on, each is
    put where the fewest cross, again and again until nothing gets better (sifting; Baur and Brandes 2004,
    Graph-Theoretic Concepts in Computer Science, 332–343). Where nothing gets better it stays."""
    best = list(start)
    pairs = np.array([pair for pair in {tuple(sorted(pair)) for pair in links} if pair[0] != pair[1]])
    if len(pairs) < 2:
        return tuple(best)
    least = _crossings(best, pairs)
    better = True
    while better and least:
        better = False
        for k in start:
            others = [each for each in best if each != k]
            for at in range(len(others)):  # the last place is beside the first
                tried = [*others[:at], k, *others[at:]]
                count = _crossings(tried, pairs)
                if count < least:
                    best, least, better = tried, count, True
    return tuple(best)


def _crossings(placed: Sequence[int], pairs: np.ndarray) -> int:
    where = np.empty(len(placed), dtype=np.intp)
    where[list(placed)] = np.arange(len(placed))
    ends = np.sort(where[pairs], axis=1)
    low, high = ends[:, 0, None], ends[:, 1, None]
    return int(((low < low.T) & (high > low.T) & (high < high.T)).sum())


def _clustered(matrix: Matrix) -> tuple[int, ...]:
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    rows = np.array([[np.nan if value is None else float(value) for value in row] for row in matrix])
    known = ~np.isnan(rows)
    means = np.where(known, rows, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    rows = np.where(known, rows, means)  # what is still to come tells nobody apart
    tree = linkage(pdist(rows), "average", optimal_ordering=len(rows) <= MOST_TURNED)
    return tuple(leaves_list(tree).tolist())
