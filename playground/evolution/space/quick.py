"""Imitating the best, all at once, with two strategies on a lattice: a generation in a byte a site.

What a site earns depends on its strategy and on how many neighbours play the second one, and how many are
there; the few possible payoffs are ranked exactly, and a generation compares ranks. The rank's last bit tells
whose it is, so that the highest rank around is who is imitated.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from playground.evolution.space.lattice import RINGS, Lattice
from playground.evolution.space.meetings import Meetings
from playground.evolution.space.sites import States
from playground.progress import Progress, silent

BAND = 1 << 19  # sites at a time: they stay in the processor's cache, and calls are few


class Quick:
    """For states of 0 and 1 of this lattice."""

    def __init__(self, lattice: Lattice, meetings: Meetings) -> None:
        self.lattice = lattice
        self._met = lattice.most_neighbours + 1  # with itself
        self._outside = self._met + 1 if lattice.walls else 0  # what a place beyond the walls counts
        self._span = self._met * max(self._outside, 1) + 1
        earned = self._payoffs(meetings)
        rank = {payoff: 2 * place + 2 for place, payoff in enumerate(sorted(set(earned.values())))}
        owners = [{payoff for key, payoff in earned.items() if key // self._span == own} for own in (0, 1)]
        self._tables = []
        # Where both strategies can earn the same, who looks decides whom it sees first: itself.
        for preferred in (0, 1) if owners[0] & owners[1] else (1,):
            table = bytearray(256)
            for key, payoff in earned.items():
                table[key] = rank[payoff] + (key // self._span == preferred)
            self._tables.append(bytes(table))
        shape = lattice.rows + 2 * RINGS, lattice.columns + 2 * RINGS
        self._board = np.full(shape, self._outside, np.uint8)

    def _payoffs(self, meetings: Meetings) -> dict[int, int]:
        """What is earned under each key. Who plays s, with n around who play the second strategy, itself
        included, and m places without anybody, has the key span s + outside m + n."""
        table = meetings.table.tolist()
        found = {}
        absent = range(self._met if self._outside else 1)
        for own, second, nobody in product((0, 1), range(self._met + 1), absent):
            first = self._met - second - nobody
            if first >= (own == 0) and second >= own:
                earned = first * table[own][0] + second * table[own][1]
                found[self._span * own + self._outside * nobody + second] = (
                    earned if meetings.with_self else earned - table[own][own])
        return found

    def step(self, states: States, out: States, progress: Progress = silent) -> None:
        """The generation after `states`, in `out`; both flat."""
        rows, columns, board = self.lattice.rows, self.lattice.columns, self._board
        board[RINGS:-RINGS, RINGS:-RINGS] = states.reshape(rows, columns)
        if not self.lattice.walls:
            board[:RINGS], board[-RINGS:] = board[-2 * RINGS:-RINGS], board[RINGS:2 * RINGS]
            board[:, :RINGS], board[:, -RINGS:] = board[:, -2 * RINGS:-RINGS], board[:, RINGS:2 * RINGS]
        after, band = out.reshape(rows, columns), max(1, BAND // columns)
        for top in range(0, rows, band):
            if rows > band:
                progress(top / rows, "sites")
            part = board[top:top + band + 2 * RINGS]
            own = part[1:-1, 1:-1]
            keys = self.lattice.spread(part, np.add, top)
            keys += own * np.uint8(self._span)
            plain = keys.tobytes()
            best = [self._highest(plain.translate(table), top, own.shape) for table in self._tables]
            target = after[top:top + band]
            np.bitwise_and(best[-1], 1, out=target)
            if len(best) == 2:
                here = own[1:-1, 1:-1]
                np.bitwise_or(target & here, (1 - here) & ~best[0] & 1, out=target)

    def _highest(self, ranks: bytes, top: int, shape: tuple[int, ...]) -> States:
        """The highest rank around each site of a band."""
        table = np.frombuffer(ranks, dtype=np.uint8).reshape(shape)
        if self.lattice.walls:  # nobody earns nothing
            table = table.copy()
            table[:, 0] = table[:, -1] = 0
            if top == 0:
                table[0] = 0
            if top + shape[0] - 2 >= self.lattice.rows:
                table[-1] = 0
        return self.lattice.spread(table, np.maximum, top + 1)
