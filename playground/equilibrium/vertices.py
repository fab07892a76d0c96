"""The vertices of a best-response polytope, exactly, by the double description method in integers.

For a payoff matrix with positive integers the polytope {x ≥ 0 : Mᵀx ≤ 1} holds the mixed strategies of
one player, scaled by the payoff that the other can get. Its vertices are the extreme rays of the cone
{(x, t) : x ≥ 0, t − (Mᵀx)ⱼ ≥ 0}. Rays are whole numbers; a ray's *labels* are the inequalities that
hold with equality, as bits of machine words, and decide which rays are adjacent (Fukuda and Prodon 1996,
Double Description Method Revisited, Proposition 7); in games that are not degenerate that is a matter of
finding labels that agree but for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.equilibrium import labels as labels_of
from playground.equilibrium.labels import Index, Words
from playground.problem import InputError
from playground.progress import Progress, silent

Integers = npt.NDArray[Any]  # int64, or object holding Python ints once those could overflow
TASK = "vertices of the best-response polytope"
_SAFE = 2**62
_CHUNK = 2_000_000  # entries of the largest temporary array
MAX_RAYS = 300_000
MAX_ENTRIES = 6_000_000  # numbers in all rays: less than 1 GB


class TooLarge(InputError):
    """There are more vertices than can be kept."""


@dataclass(frozen=True)
class Vertices:
    """`rays`, shape (count, m + 1): the vertex is rays[:, :m] / rays[:, m:]. `labels`, bit sets of the
    m + n inequalities: bit i < m where xᵢ = 0, bit m + j where constraint j is tight."""

    rays: Integers
    labels: Words


def vertices(matrix: Integers, progress: Progress = silent, most: int = MAX_RAYS) -> Vertices:
    """All vertices of {x ≥ 0 : Mᵀx ≤ 1} for an (m, n) matrix of positive integers, the origin included.
    Raises `TooLarge` when there are more than `most` to go on with."""
    m, n = matrix.shape
    most = min(most, MAX_ENTRIES // (m + 1))
    rays, labels = _first_rays(matrix)
    for j in range(1, n):
        progress(j / n, TASK)
        normal = np.append(-matrix[:, j], 1).astype(matrix.dtype)
        rays, labels = _cut(rays, labels, normal, m + j, m, most, progress)
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


def _cut(rays: Integers, labels: Words, normal: Integers, bit: int, dimension: int, most: int,
         progress: Progress) -> tuple[Integers, Words]:
    """The rays of the cone cut by normal · r ≥ 0, whose label is `bit`."""
    rays, normal = _room(rays, normal)
    height = rays @ normal
    above, on, below = height > 0, height == 0, height < 0
    _set(labels, bit, on)
    if not below.any():
        return rays, labels
    p, q = _adjacent(labels, np.flatnonzero(above), np.flatnonzero(below), dimension - 1, progress)
    keep = above | on
    if np.count_nonzero(keep) + len(p) > most:
        raise TooLarge(f"more than {most:,} vertices are too many for a complete list")
    rays, height = _room(rays, height)
    made = np.empty((len(p), rays.shape[1]), dtype=rays.dtype)
    step = max(1, _CHUNK // (10 * rays.shape[1]))
    for at in range(0, len(p), step):
        progress(None, TASK)
        a, b = p[at:at + step], q[at:at + step]
        made[at:at + step] = _reduced(rays[b] * height[a, None] - rays[a] * height[b, None])
    made_labels = labels[p] & labels[q]
    _set(made_labels, bit, np.ones(len(made), dtype=bool))
    return np.concatenate([rays[keep], made]), np.concatenate([labels[keep], made_labels])


def _adjacent(labels: Words, above: Index, below: Index, needed: int, progress: Progress
              ) -> tuple[Index, Index]:
    """Pairs of rays, one on either side, that span an edge.

    A *simple* ray has as many labels as the cone has dimensions less one, all independent: with another ray
    it spans an edge exactly when they share all labels but one. Two rays that are not simple do when no third
    ray has all their common labels."""
    simple = labels_of.count(labels) == needed + 1
    p, q = _sharing_all_but_one(labels, above[simple[above]], below[simple[below]])
    found = [(p, q)]
    for these, those in ((above[~simple[above]], below), (above[simple[above]], below[~simple[below]])):
        found += _compared(labels, these, those, simple, needed, progress)
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


def _sharing_all_but_one(labels: Words, above: Index, below: Index) -> tuple[Index, Index]:
    """Pairs of simple rays that differ in one label each."""
    if not len(above) or not len(below):
        return above[:0], below[:0]
    size = labels.shape[1] * 64
    words = labels_of.random_words(size)
    sides = []
    for rays in (above, below):
        members = labels_of.table(labels[rays], size)
        which = np.nonzero(members)[1].reshape(len(rays), -1)
        sides.append((labels_of.keys(members, words)[:, None] ^ words[which]).ravel())
    width = len(sides[0]) // len(above)
    i, j = labels_of.matches(*sides)
    p, q = above[i // width], below[j // width]
    same = labels_of.count(labels[p] & labels[q]) == width - 1
    return p[same], q[same]


def _compared(labels: Words, above: Index, below: Index, simple: npt.NDArray[np.bool_], needed: int,
              progress: Progress) -> list[tuple[Index, Index]]:
    """The pairs that span an edge, by comparing every two."""
    found = []
    words = labels.shape[1]
    step = max(1, _CHUNK // (max(1, len(below)) * words))
    for start in range(0, len(above) if len(below) else 0, step):
        progress(None, TASK)
        part = above[start:start + step]
        common = labels[part][:, None, :] & labels[below][None, :, :]
        near_p, near_q = np.nonzero(np.bitwise_count(common).sum(axis=2) >= needed)
        common = common[near_p, near_q]
        near_p, near_q = part[near_p], below[near_q]
        edge = simple[near_p] | simple[near_q]
        doubtful = np.flatnonzero(~edge)
        inner = max(1, _CHUNK // (len(labels) * words))
        for at in range(0, len(doubtful), inner):
            progress(None, TASK)
            some = doubtful[at:at + inner]
            block = common[some]
            holders = np.ones((len(block), len(labels)), dtype=bool)
            for word in range(words):
                holders &= (labels[None, :, word] & block[:, None, word]) == block[:, None, word]
            edge[some] = np.count_nonzero(holders, axis=1) == 2
        found.append((near_p[edge], near_q[edge]))
    return found


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
