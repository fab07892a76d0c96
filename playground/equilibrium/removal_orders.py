"""Every order in which weakly dominated strategies can be removed, and all that can be left.

At each step any of the strategies that are weakly dominated then, of one player or of several, are removed;
it ends where none is. On any such way, whether a strategy is dominated does not depend on what else its
player has lost: what went was dominated by a mixture of what stayed, which is never worse after the others
lose strategies either, and can stand in for it. So domination is looked for once for each strategy and all
that the others may have left.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from playground.equilibrium.dominance import how_dominated, tables, within
from playground.game import NormalForm
from playground.progress import Progress, silent

MOST_GAMES = 50_000  # on the way that are looked at
MOST_STEPS = 25  # times as many may lead to them
MOST_ENTRIES = 1_000_000  # of tables in which a strategy is looked at

Left = tuple[tuple[int, ...], ...]  # of each player the strategies that are left


@dataclass(frozen=True)
class EndResults:
    """`survivors`: what can be left; `ways`: for each the games on a way to it, from the first one on, a
    shortest way if `complete`: no order was left out. `looked`: how many games on the way were looked at."""

    survivors: tuple[Left, ...]
    ways: tuple[tuple[Left, ...], ...]
    complete: bool
    looked: int


class _Enough(Exception):
    """A bound was reached."""


def end_results(game: NormalForm, progress: Progress = silent, most: int = MOST_GAMES) -> EndResults:
    """All that removing weakly dominated strategies in any order can leave. At most `most` games on the way
    are looked at; where that is not enough, some orders are followed to their ends, among them that which
    always removes all."""
    search = _Search(game, progress)
    start = search.everything
    came: dict[int, int] = {start: start}  # from which game each was reached
    ends: dict[int, list[int]] = {}
    ahead = deque([start])
    complete = True
    try:
        while ahead:
            left = ahead.popleft()
            progress(None, f"orders of removal: {len(came):,} games, {len(ends):,} ends")
            gone = search.dominated(left, bounded=left != start)
            if not gone:
                ends[left] = _way(came, left)
            for some in _parts(gone):
                search.step(most)
                if left & ~some not in came:
                    if len(came) >= most:
                        raise _Enough
                    came[left & ~some] = left
                    ahead.append(left & ~some)
    except _Enough:
        complete = False
        for choice in range(2 + game.n_players):
            way = search.follow(choice)
            if way:
                ends.setdefault(way[-1], way)
    # Those that leave most come first; of equal size those that leave earlier strategies.
    order = sorted((tuple(map(search.plain, way)) for way in ends.values()),
                   key=lambda way: (-sum(map(len, way[-1])), way[-1]))
    return EndResults(tuple(way[-1] for way in order), tuple(order), complete, len(came))


class _Search:
    """Games as whole numbers, in which each strategy that is left is a bit, player after player."""

    def __init__(self, game: NormalForm, progress: Progress) -> None:
        self._tables = tables(game)
        self._progress = progress
        self._entries = self._steps = 0
        self._known: dict[tuple[int, int], bool] = {}
        self._bits = []
        at = 0
        for size in game.shape:
            self._bits.append(range(at, at + size))
            at += size
        self._own = [sum(1 << bit for bit in bits) for bits in self._bits]
        self.everything = (1 << at) - 1

    def plain(self, left: int) -> Left:
        return tuple(tuple(i for i, bit in enumerate(bits) if left >> bit & 1) for bits in self._bits)

    def step(self, most: int) -> None:
        self._steps += 1
        if not self._steps % 4096:
            self._progress(None, "orders of removal")
        if self._steps > MOST_STEPS * most:
            raise _Enough

    def dominated(self, left: int, bounded: bool) -> int:
        """The strategies that are weakly dominated in this game."""
        kept = self.plain(left)
        gone = 0
        for player, (bits, own) in enumerate(zip(self._bits, self._own)):
            others = left & ~own
            rows = None
            for at, i in enumerate(kept[player]):
                key = (bits[i], others)
                if key not in self._known:
                    rows = within(self._tables, player, kept) if rows is None else rows
                    self._entries += rows.size
                    if bounded and self._entries > MOST_ENTRIES:
                        raise _Enough
                    self._known[key] = how_dominated(rows, at, False, self._progress) is not None
                gone |= self._known[key] << bits[i]
        return gone

    def follow(self, choice: int) -> list[int]:
        """The games on one way to an end: 0 removes all that is dominated, always; 1 one at a time, the
        first; the others all of one player's while there are any. Empty where a bound is reached first."""
        way = [self.everything]
        try:
            while gone := self.dominated(way[-1], bounded=choice > 0):
                first = gone & -gone if choice == 1 else gone & self._own[choice - 2] if choice else gone
                way.append(way[-1] & ~(first or gone))
        except _Enough:
            return []
        return way


def _parts(mask: int) -> Iterator[int]:
    """Every choice of some of its bits, beginning with all."""
    part = mask
    while part:
        yield part
        part = (part - 1) & mask


def _way(came: dict[int, int], end: int) -> list[int]:
    way = [end]
    while came[way[-1]] != way[-1]:
        way.append(came[way[-1]])
    return way[::-1]


def removed(way: Sequence[Left]) -> list[list[tuple[int, int]]]:
    """Of the games on a way, the player and the strategy of each that goes from one to the next."""
    return [[(player, i) for player, (own, kept) in enumerate(zip(before, after)) for i in own
             if i not in kept] for before, after in pairwise(way)]
