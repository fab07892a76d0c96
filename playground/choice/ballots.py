"""Ballots: what people said of the candidates, equal ballots counted together.

An order ranks candidates, best first; some may be tied, and who is left out stands below all that are ranked,
tied there. An approval names those that a voter accepts, a score gives each a number. Every kind can be read
as orders: approved above the others, the higher score above the lower one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from playground.problem import InputError, Problem

ORDERS, APPROVALS, SCORES = "orders", "approvals", "scores"
KINDS = (ORDERS, APPROVALS, SCORES)
UNRANKED = 32_767  # the rank of who is left out: below all others
MOST_CANDIDATES = 1_000
MOST_VOTERS = 10**12  # so that sums stay far within 64 bits

_TOGETHER = 100_000  # ranks that are compared with a candidate's in one go: what a cache holds

Ranks = npt.NDArray[np.int16]
Whole = npt.NDArray[np.int64]
_BITS = np.array([0, *(1 << k for k in range(62)), 0])  # of each rank; none of `UNRANKED`, cut to 63


@dataclass(frozen=True, eq=False)
class Ballots:
    """candidates
        Their names, all different.
    ranks
        Shape (candidates, different ballots): 1 for the first; equal ranks are ties, `UNRANKED` who is left
        out. Each ballot's ranks are counted without gaps.
    counts
        Shape (different ballots,): how many voters cast each, at least 1.
    kind
        What voters wrote: one of `KINDS`.
    scores
        Of that kind alone, like `ranks`, whole numbers in units of 1 / `unit`; 0 where none was given.
    """

    candidates: tuple[str, ...]
    ranks: Ranks
    counts: Whole
    kind: str = ORDERS
    scores: Whole | None = None
    unit: int = 1

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return len(self.candidates)

    @cached_property
    def voters(self) -> int:
        return int(self.counts.sum())

    @cached_property
    def _single(self) -> bool:
        """Whether no two voters said the same, so that counting is enough."""
        return len(self.counts) == self.voters

    def weigh(self, chosen: npt.NDArray[np.bool_]) -> int:
        """How many voters cast the ballots of this mask."""
        return int(np.count_nonzero(chosen)) if self._single else int(np.einsum("i,i", chosen, self.counts))

    @cached_property
    def support(self) -> Whole:
        """[a, b]: how many voters rank a above b; who is left out stands below who is not."""
        found = np.zeros((self.size, self.size), dtype=np.int64)
        step = max(_TOGETHER // self.size, 1)
        for start in range(0, len(self.counts), step):
            ranks, counts = self.ranks[:, start:start + step], self.counts[start:start + step]
            for a, row in enumerate(ranks):
                found[a] += np.einsum("ij,j->i", row < ranks, counts)
        return _frozen(found)

    @cached_property
    def margins(self) -> Whole:
        """[a, b]: by how many voters a is ahead of b."""
        return _frozen(self.support - self.support.T)

    @cached_property
    def condorcet_winner(self) -> int | None:
        """Who beats everybody else, in pairs; None where nobody does."""
        ahead = (self.margins > 0).sum(axis=1)
        best = np.flatnonzero(ahead == self.size - 1)
        return int(best[0]) if len(best) else None

    @cached_property
    def is_strict(self) -> bool:
        """Whether no ballot ties two candidates that it ranks."""
        return not any(bool(((ranks == self.ranks[k + 1:]) & (ranks != UNRANKED)).any())
                       for k, ranks in enumerate(self.ranks))

    @cached_property
    def is_complete(self) -> bool:
        """Whether every ballot ranks every candidate."""
        return bool((self.ranks != UNRANKED).all())

    @cached_property
    def is_linear(self) -> bool:
        """Whether every ballot ranks all candidates, no two alike; the last one may be left out."""
        return self.is_strict and bool(((self.ranks == UNRANKED).sum(axis=0) <= 1).all())

    @cached_property
    def groups(self) -> list[tuple[tuple[tuple[int, ...], ...], int]]:
        """Each different ballot as classes of candidates, best first, those left out not among them, with how
        many voters cast it."""
        found = []
        for ranks, count in zip(self.ranks.T.tolist(), self.counts.tolist()):
            top = max((rank for rank in ranks if rank != UNRANKED), default=0)
            classes: list[list[int]] = [[] for _ in range(top)]
            for candidate, rank in enumerate(ranks):
                if rank != UNRANKED:
                    classes[rank - 1].append(candidate)
            found.append((tuple(map(tuple, classes)), count))
        return found

    def recast(self, ballot: int, ranks: Sequence[int]) -> Ballots:
        """The same ballots when one of the voters of this ballot, by its place, casts another one, of orders
        or approvals; ranks as above. Margins that are known are known of the new ones too."""
        if self.scores is not None:
            raise ValueError("a ballot of scores is not cast by ranks")
        old, new = self.ranks[:, ballot], dense(np.asarray(ranks, dtype=np.int16)[:, np.newaxis])
        same = np.flatnonzero((self.ranks == new).all(axis=0))
        there, counts = self.ranks, self.counts.copy()
        counts[ballot] -= 1
        if len(same):
            counts[same[0]] += 1
        elif counts[ballot]:
            there, counts = np.append(there, new, axis=1), np.append(counts, 1)
        else:
            there = there.copy()
            there[:, ballot], counts[ballot] = new[:, 0], 1
        if not counts[ballot]:
            there, counts = np.delete(there, ballot, axis=1), np.delete(counts, ballot)
        found = Ballots(self.candidates, there, counts, self.kind)
        if "support" in self.__dict__:
            column = new[:, 0]
            found.__dict__["support"] = _frozen(self.support - (old[:, np.newaxis] < old)
                                                + (column[:, np.newaxis] < column))
        return found

    def without(self, candidates: Iterable[int]) -> Ballots:
        """The same ballots when these candidates withdraw: ranks close up, who said nothing else still
        counts as a voter."""
        gone = set(candidates)
        stay = [k for k in range(self.size) if k not in gone]
        return of_orders([self.candidates[k] for k in stay], self.ranks[stay], self.counts, self.kind,
                         None if self.scores is None else self.scores[stay], self.unit)


def of_orders(candidates: Sequence[str], ranks: npt.ArrayLike, counts: npt.ArrayLike, kind: str = ORDERS,
              scores: Whole | None = None, unit: int = 1) -> Ballots:
    """Ballots by ranks, shape (candidates, ballots): gaps are closed, equal ballots become one. Raises
    `InputError` for counts that are none, or too many voters."""
    given, many = dense(np.ascontiguousarray(ranks, dtype=np.int16)), _counts(counts)
    first, which = _distinct(given if scores is None else [*given, *scores])
    if len(first) == len(many):
        return Ballots(tuple(candidates), given, many, kind, scores, unit)
    total = np.zeros(len(first), dtype=np.int64)
    np.add.at(total, which, many)
    return Ballots(tuple(candidates), np.ascontiguousarray(given[:, first]), total, kind,
                   None if scores is None else np.ascontiguousarray(scores[:, first]), unit)


def _counts(counts: npt.ArrayLike) -> Whole:
    given = np.asarray(counts)
    if given.dtype == object or (given.size and (given < 1).any()):
        raise InputError([Problem("ballots", "each is cast by a whole number of voters, from 1 to "
                                             f"{MOST_VOTERS:,}")])
    if given.sum(dtype=np.float64) > MOST_VOTERS:
        raise InputError([Problem("ballots", f"more than {MOST_VOTERS:,} voters are too many")])
    return given.astype(np.int64)


def _distinct(rows: Iterable[npt.NDArray[np.integer]]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Of each different column the first place, in the order in which they come; and which one each is."""
    keys, many = np.zeros(1, dtype=np.int64), 1
    first = which = np.zeros(0, dtype=np.intp)
    for row in rows:
        if not len(row):
            return first, which
        low, span = int(row.min()), int(row.max()) - int(row.min()) + 1
        if many * span >= 1 << 62:  # the key would not fit: number those that there are
            first, keys = _numbered(keys)
            many = len(first)
        keys, many = keys * span + (row.astype(np.int64) - low), many * span
    first, which = _numbered(keys)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order], place[which]


def _numbered(keys: Whole) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Of each different key the first place, keys rising; and which one each is. As `numpy.unique`, by a sort
    that need not be stable, ten times as fast."""
    order = np.argsort(keys)
    listed = keys[order]
    new = np.concatenate([[True], listed[1:] != listed[:-1]])
    which = np.empty_like(order)
    which[order] = np.cumsum(new) - 1
    return np.minimum.reduceat(order, np.flatnonzero(new)), which


def dense(ranks: Ranks) -> Ranks:
    """Ranks 1, 2, 3, … without gaps, the same order and ties; `UNRANKED` stays."""
    if _is_dense(ranks):
        return ranks
    order = np.argsort(ranks, axis=0, kind="stable")
    listed = np.take_along_axis(ranks, order, axis=0)
    steps = np.cumsum(np.diff(listed, axis=0, prepend=0) != 0, axis=0)
    found = np.empty_like(ranks)
    np.put_along_axis(found, order, np.where(listed == UNRANKED, UNRANKED, steps).astype(np.int16), axis=0)
    return found


def _is_dense(ranks: Ranks) -> bool:
    """Whether there are no gaps, as far as a set of ranks fits the bits of a number."""
    if len(ranks) > 62 or (ranks < 1).any():
        return False
    sets = np.zeros(ranks.shape[1], dtype=np.int64)
    for row in ranks:
        if ((row > 62) & (row != UNRANKED)).any():
            return False
        sets |= _BITS[np.minimum(row, 63)]
    return not (sets & (sets + 1)).any()


def from_classes(candidates: Sequence[str], ballots: Iterable[tuple[Sequence[Sequence[int]], int]],
                 kind: str = ORDERS) -> Ballots:
    """Ballots from classes of candidates by index, best first, each with how many voters cast it."""
    listed = list(ballots)
    ranks = np.full((len(candidates), len(listed)), UNRANKED, dtype=np.int16)
    for column, (classes, _) in enumerate(listed):
        for rank, members in enumerate(classes, 1):
            ranks[list(members), column] = rank
    return of_orders(candidates, ranks, [count for _, count in listed], kind)


def from_scores(candidates: Sequence[str],
                ballots: Iterable[tuple[Sequence[Fraction | None], int]]) -> Ballots:
    """Ballots from a number for each candidate, None where it got none: that counts as 0, the lowest of all
    where numbers are not negative."""
    listed = list(ballots)
    rows = [[value or Fraction(0) for value in values] for values, _ in listed]
    unit = 1
    for denominator in {value.denominator for row in rows for value in row}:
        unit = math.lcm(unit, denominator)
        if unit > MOST_VOTERS:
            raise _too_fine()
    whole = np.array([[int(value * unit) for value in row] for row in rows], dtype=object)
    if whole.size and max(abs(int(whole.min())), abs(int(whole.max()))) > 10**6:
        raise _too_fine()
    scores = whole.reshape(len(listed), len(candidates)).T.astype(np.int64)
    return of_orders(candidates, ranked(scores), [count for _, count in listed], SCORES, scores, unit)


def _too_fine() -> InputError:
    return InputError([Problem("ballots", "scores need a common denominator that makes them whole numbers up "
                                          "to 1,000,000; round them")])


def ranked(scores: Whole) -> Ranks:
    """The order that scores say, highest first; shape (candidates, ballots)."""
    found = np.empty(scores.shape, dtype=np.int16)
    for k, row in enumerate(scores):
        found[k] = 1 + (scores > row).sum(axis=0)
    return dense(found)


def _frozen(found: Whole) -> Whole:
    found.flags.writeable = False
    return found
