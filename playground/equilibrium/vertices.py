"""The vertices of a best-response polytope, exactly, by the double description method in integers.

For a payoff matrix with positive integers the polytope {x ≥ 0 : Mᵀx ≤ 1} holds the mixed strategies of
one player, scaled by the payoff that the other can get. Its vertices are the extreme rays of the cone
{(x, t) : x ≥ 0, t − (Mᵀx)ⱼ ≥ 0}. Rays are whole numbers; a ray's *labels* are the inequalities that
hold with equality, as bits of machine words, and decide which rays are adjacent (Fukuda and Prodon 1996,
Double Description Method Revisited, Proposition 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.problem import InputError
from playground.progress import Progress, silent

Integers = npt.NDArray[Any]  # int64, or object holding Python ints once those could overflow
Words = npt.NDArray[np.uint64]  # (count, words): bit sets
_SAFE = 2**62
_CHUNK = 2_000_000  # entries of the largest temporary array
MAX_RAYS = 60_000
MAX_ENTRIES = 3_000_000  # numbers in the rays of large games


@dataclass(frozen=True)
class Vertices:
    """`rays`, shape (count, m + 1): the vertex is rays[:, :m] / rays[:, m:]. `labels`, bit sets of the
    m + n inequalities: bit i < m where xᵢ = 0, bit m + j where constraint j is tight."""

    rays: Integers
    labels: Words


def vertices(matrix: Integers, progress: Progress = silent, most: int = MAX_RAYS) -> Vertices:
    """All vertices of {x ≥ 0 : Mᵀx ≤ 1} for an (m, n) matrix of positive integers, the origin included.
    Raises `InputError` when there are more than `most` to go on with."""
    m, n = matrix.shape
    most = min(most, MAX_ENTRIES // (m + 1))
    rays, labels = _first_rays(matrix)
    for j in range(1, n):
        progress(j / n, "vertices of the best-response polytope")
        normal = np.append(-matrix[:, j], 1).astype(matrix.dtype)
        rays, labels = _cut(rays, labels, normal, m + j, m, progress)
        if len(rays) > most:
            raise InputError(f"This game has more than {most:,} vertices, too many for a complete list; "
                             "the method Lemke–Howson (nashpy-lemke-howson) finds some equilibria")
    return Vertices(rays, labels)


def _first_rays(matrix: Integers) -> tuple[Integers, Words]:
    """The simplicial cone of x ≥ 0 and the first constraint: each ray lacks one of the labels."""
    m, n = matrix.shape
    rays = np.zeros((m + 1, m + 1), dtype=matrix.dtype)
    rays[0, m] = 1  # the origin
    for i in range(m):
        rays[1 + i, i] = 1
        rays[1 + i, m] = matrix[i, 0]
    labels = np.zeros((m + 1, (m + n + 63) // 64), dtype=np.uint64)
    for i in range(m):
        _set(labels, i, np.arange(m + 1) != 1 + i)
    _set(labels, m, np.arange(m + 1) > 0)
    return _reduced(rays), labels


def _cut(rays: Integers, labels: Words, normal: Integers, bit: int, dimension: int, progress: Progress
         ) -> tuple[Integers, Words]:
    """The rays of the cone cut by normal · r ≥ 0, whose label is `bit`."""
    rays, normal = _room(rays, normal)
    height = rays @ normal
    above, on, below = height > 0, height == 0, height < 0
    _set(labels, bit, on)
    if not below.any():
        return rays, labels
    p, q = _adjacent(labels, np.flatnonzero(above), np.flatnonzero(below), dimension - 1, progress)
    rays, height = _room(rays, height)
    made = np.empty((len(p), rays.shape[1]), dtype=rays.dtype)
    step = max(1, _CHUNK // (10 * rays.shape[1]))
    for at in range(0, len(p), step):
        progress(None, "vertices of the best-response polytope")
        a, b = p[at:at + step], q[at:at + step]
        made[at:at + step] = _reduced(rays[b] * height[a, None] - rays[a] * height[b, None])
    made_labels = labels[p] & labels[q]
    _set(made_labels, bit, np.ones(len(made), dtype=bool))
    keep = above | on
    return np.concatenate([rays[keep], made]), np.concatenate([labels[keep], made_labels])


def _adjacent(labels: Words, above: Any, below: Any, needed: int, progress: Progress) -> tuple[Any, Any]:
    """Pairs of rays, one on either side, that span an edge: no third ray has all their common labels."""
    found_p, found_q = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    words = labels.shape[1]
    step = max(1, _CHUNK // (max(1, len(below)) * words))
    for start in range(0, len(above), step):
        progress(None, "vertices of the best-response polytope")
        part = above[start:start + step]
        common = labels[part][:, None, :] & labels[below][None, :, :]
        near_p, near_q = np.nonzero(np.bitwise_count(common).sum(axis=2) >= needed)
        common = common[near_p, near_q]
        near_p, near_q = part[near_p], below[near_q]
        inner = max(1, _CHUNK // (len(labels) * words))
        for at in range(0, len(common), inner):
            progress(None, "vertices of the best-response polytope")
            block = common[at:at + inner]
            holders = np.ones((len(block), len(labels)), dtype=bool)
            for word in range(words):
                holders &= (labels[None, :, word] & block[:, None, word]) == block[:, None, word]
            edge = np.count_nonzero(holders, axis=1) == 2
            found_p.append(near_p[at:at + inner][edge])
            found_q.append(near_q[at:at + inner][edge])
    return np.concatenate(found_p), np.concatenate(found_q)


def _room(a: Integers, b: Integers) -> tuple[Integers, Integers]:
    """Both arrays as they are where products of their entries, added up, fit 64 bits; or else as
    Python integers, which always fit."""
    if a.dtype == object or b.dtype == object:
        return a.astype(object), b.astype(object)
    largest = int(np.abs(a).max(initial=0)) * int(np.abs(b).max(initial=0)) * (a.shape[-1] + 1)
    return (a, b) if largest < _SAFE else (a.astype(object), b.astype(object))


def _reduced(rays: Integers) -> Integers:
    """Each ray divided by the greatest common divisor of its entries."""
    if not len(rays):
        return rays
    reduced: Integers = rays // np.gcd.reduce(rays, axis=1)[:, None]
    return reduced


def _set(labels: Words, bit: int, where: Any) -> None:
    labels[where, bit // 64] |= np.uint64(1 << (bit % 64))
