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


def _clustered(matrix: Matrix) -> tuple[int, ...]:
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    rows = np.array([[np.nan if value is None else float(value) for value in row] for row in matrix])
    known = ~np.isnan(rows)
    means = np.where(known, rows, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    rows = np.where(known, rows, means)  # what is still to come tells nobody apart
    tree = linkage(pdist(rows), "average", optimal_ordering=len(rows) <= MOST_TURNED)
    return tuple(leaves_list(tree).tolist())
