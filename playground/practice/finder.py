"""Find games that are as wished: many random ones at once, the quick looks first, the exact engine last.

The same wish and seed give the same games on every machine: PCG64 from one `numpy.random.SeedSequence`, and
limits that count games, not seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from playground.game import NormalForm, Player
from playground.game.normal_form import default_player_names, default_strategy_names
from playground.practice.wish import FEATURES, Batch, Facts, Wish, shown
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

BATCH = 1024  # games drawn at once
MOST_DRAWN = 512 * BATCH  # without finding one
MOST_EXAMINED = 3_000  # by the exact engine, without finding one
MOST_GAMES = 1_000
Test = tuple[str, str]  # a feature's name, and whether it was looked at quickly or measured
_DIFFERENT = ("", "whether it was found before")


def find(wish: Wish, seed: int, progress: Progress = silent) -> NormalForm:
    """A game that is as wished. Raises `InputError` where none is found, saying which feature failed most
    often, and what `progress` raises."""
    return find_many(wish, 1, seed, progress)[0]


def find_many(wish: Wish, count: int, seed: int, progress: Progress = silent) -> tuple[NormalForm, ...]:
    """That many games that are as wished, the first being the one that `find` gives. No two differ only in
    the order of strategies and players. Raises as `find`."""
    if not 1 <= count <= MOST_GAMES:
        raise InputError([Problem("count", f"{count} games; 1 to {MOST_GAMES:,} can be found at once")])
    if seed < 0:
        raise InputError([Problem("seed", f"the seed {seed} is negative; give a whole number from 0")])
    found: list[NormalForm] = []

    def hook(done: float | None, text: str = "") -> None:
        progress(len(found) / count, text)

    for game in islice(_search(wish, seed, hook), count):
        found.append(game)
    return tuple(found)


def _search(wish: Wish, seed: int, progress: Progress) -> Iterator[NormalForm]:
    """All games of the stream of random ones that are as wished, each once."""
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    seen: set[Any] = set()
    tally = _Tally()
    while tally.drawn < MOST_DRAWN and tally.examined < MOST_EXAMINED:
        progress(None, f"{tally.drawn:,} games drawn")
        tally.drawn += BATCH
        for one, two in zip(*_likely(wish, *_drawn(generator, wish), tally)):
            progress(None, f"{tally.drawn:,} games drawn")
            tally.examined += 1
            game = _game(wish, one, two)
            if _is_as_wished(wish, game, tally):
                kind = _kind(one, two)
                if tally.note(_DIFFERENT, 1, int(kind not in seen)):
                    seen.add(kind)
                    yield game
                    tally = _Tally()
    raise InputError([tally.problem(wish, len(seen))])


def _drawn(generator: np.random.Generator, wish: Wish) -> tuple[Batch, Batch]:
    first, second = generator.integers(wish.low, wish.high, size=(2, BATCH, *wish.shape), endpoint=True)
    for name, wished in wish.features.items():
        impose = FEATURES[name].make.impose
        if impose and wished:
            first, second = impose(generator, wish, first, second)
    within = (first >= wish.low).all(axis=(1, 2))  # a zero-sum game's second player gets other payoffs
    return first[within], second[within]


def _likely(wish: Wish, first: Batch, second: Batch, tally: _Tally) -> tuple[Batch, Batch]:
    """Those that no quick look rules out."""
    for name, wished in wish.features.items():
        quick = FEATURES[name].make.quick
        if quick:
            good = quick(first, second, wished)
            tally.note((name, "quick"), len(good), int(good.sum()))
            first, second = first[good], second[good]
    return first, second


def _is_as_wished(wish: Wish, game: NormalForm, tally: _Tally) -> bool:
    facts = Facts(game)
    for name, wished in wish.features.items():
        feature = FEATURES[name].make
        if not tally.note((name, "exact"), 1, int(feature.holds(feature.measure(facts), wished))):
            return False
    return True


class _Tally:
    """How many games were drawn and examined, and how many of those that came to a feature had it."""

    def __init__(self) -> None:
        self.drawn = self.examined = 0
        self.tested: Counter[Test] = Counter()
        self.good: Counter[Test] = Counter()

    def note(self, test: Test, tested: int, good: int) -> int:
        self.tested[test] += tested
        self.good[test] += good
        return good

    def problem(self, wish: Wish, found: int) -> Problem:
        """Why there are no more games: the feature that the largest part of the games lacked."""
        so_far = f"only {found:,} found, then no other" if found else "no such game"
        line = f"{so_far} among {self.drawn:,} with payoffs from {wish.low} to {wish.high}"
        tested = [test for test, count in self.tested.items() if count]
        if not tested:
            return Problem("low", f"{line}: these payoffs do not fit the features; allow others")
        worst = min(tested, key=lambda test: (self.good[test] / self.tested[test], -self.tested[test]))
        if worst == _DIFFERENT:
            return Problem("count", f"{line}: the same came again; find fewer, or allow more payoffs")
        name, _ = worst
        entry = FEATURES[name]
        value = f"{'at most ' if entry.make.at_most else ''}{shown(wish.features[name])}"
        had = f"{self.good[worst]:,}" if self.good[worst] else "none"
        return Problem(f"features[{name}]", f"{line}; what failed most often: {entry.title}, {value} ({had} "
                                            f"of {self.tested[worst]:,} had it). Change that, or the payoffs")


def _game(wish: Wish, first: Batch, second: Batch) -> NormalForm:
    """The game with names that tell the players' strategies apart: A, B, C against X, Y, Z; in a symmetric
    game both have the same."""
    rows, columns = wish.shape
    names = [default_strategy_names(rows), list("XYZ"[:columns] if columns <= 3 else "UVWXYZ"[:columns])]
    if wish.features.get("symmetric"):
        names[1] = names[0]
    players = [Player(name, tuple(own)) for name, own in zip(default_player_names(2), names)]
    return NormalForm.from_arrays(first, second, players=players)


def _kind(first: Batch, second: Batch) -> Any:
    """A value that games share which differ in the order of strategies and players only: the payoffs of each
    row and of each column, in order of size. Very few others share it too, and are taken for the same."""
    def sides(pairs: list[list[tuple[int, int]]]) -> tuple[Any, Any]:
        return tuple(sorted(map(sorted, pairs))), tuple(sorted(map(sorted, zip(*pairs))))

    one, two = first.tolist(), second.tolist()
    as_it_is = sides([list(zip(*rows)) for rows in zip(one, two)])
    turned = sides([list(zip(*rows)) for rows in zip(zip(*two), zip(*one))])
    return str(min(as_it_is, turned))
