"""The fingerprint of a strategy: what it earns against all mixtures of a probe with chance.

At the point (x, y) of the unit square the other player cooperates with probability x, defects with
probability y, and otherwise does what the probe, such as Tit for Tat, would do: the Joss-Ann strategy
JA(probe, x, y). For x + y > 1 it is JA(dual of the probe, 1 − y, 1 − x), the dual being the one that always
does the opposite. In both parts it cooperates with probability x + (1 − x − y) p where the probe would with
probability p.

Ashlock and Kim (2008), Fingerprinting, IEEE Transactions on Evolutionary Computation 12, 647–659. A probe
that looks at its own moves has the dual of the Axelrod library: it takes its moves for their opposites. """

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arena.field import Field, both_seats
from playground.catalogue import Catalogue
from playground.game import NormalForm, Repetition
from playground.problem import InputError, Problem
from playground.progress import Progress, silent
from playground.strategy import STRATEGIES, Automaton, Strategy, table_of
from playground.strategy.automaton import State, cooperate

ENDLESS = Repetition(continuation=Fraction(1))
MOST_POINTS = 201  # along a side


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """`payoffs[i, j]` is the payoff a turn at x = i / (n − 1), y = j / (n − 1), in the mean of both seats
    where these differ. Rounding errors are below about 1e-10: `n` is so small that no chain is close to
    falling apart."""

    payoffs: npt.NDArray[np.floating[Any]]

    @property
    def n(self) -> int:
        return len(self.payoffs)


def joss_ann(probe: Automaton, x: Fraction, y: Fraction) -> Automaton:
    """The strategy met at (x, y)."""
    turned = x + y > 1
    return Automaton(probe.start, {
        name: State(cooperate(x + (1 - x - y) * state.play[0]),
                    state.after[2:] + state.after[:2] if turned else state.after)
        for name, state in probe.states.items()})


def fingerprint(game: NormalForm, strategy: str, probe: str = "tit-for-tat", n: int = 41,
                repetition: Repetition = ENDLESS, progress: Progress = silent,
                strategies: Catalogue[Strategy] = STRATEGIES) -> Fingerprint:
    """Of one of `strategies`, at n × n points. Raises `InputError` unless both are automata and the
    game is for them, and what `progress` raises."""
    made = {place: table_of(name, game, strategies)
            for place, name in (("strategy", strategy), ("probe", probe))}
    problems = [Problem(place, "is no table of states") for place, each in made.items()
                if each is None]
    if game.shape != (2, 2):
        problems.append(Problem("game", "a fingerprint needs two players with two strategies each"))
    if not 2 <= n <= MOST_POINTS:
        problems.append(Problem("n", f"{n:,} is not from 2 to {MOST_POINTS}"))
    own, met = made.values()
    if problems or own is None or met is None:
        raise InputError(problems)
    paid = both_seats(game)
    payoffs = np.empty((n, n))
    meets = np.zeros((n + 1, n + 1), dtype=np.bool_)
    meets[0, 1:] = True
    for i in range(n):
        progress(i / n, f"{i:,} of {n:,} columns")
        row = [joss_ann(met, Fraction(i, n - 1), Fraction(j, n - 1)) for j in range(n)]
        table = Field([own, *row], meets).frequencies(repetition)[0, 1:]
        payoffs[i] = np.einsum("jab,ab->j", table, paid)
    return Fingerprint(payoffs)
