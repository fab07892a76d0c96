"""Who was it? How likely each of several strategies is to have played a match, given what was seen.

What is seen are the moves *played*: whether one was meant or slipped is not. Bayes' rule from equal chances,

    P(candidate | moves) ∝ Π over the rounds of P(the move played | candidate, the rounds before),

and with noise ε a move that is chosen with probability p is played with (1 − ε) p + ε (1 − p) / (n − 1). What
the others do depends on the rounds before only, the same for every candidate, and cancels.

- An automaton's state follows from what was played: its chances are exact.
- A learner tells what it would play: its chances are floats, and so are then all that are compared, with an
  error of about 1e-12 for a thousand rounds.
- Another strategy is asked anew for each round. As long as it draws no lot its moves are certain, and exact.
- One that draws lots outside of a table has chances that are not known, and takes no part.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from playground.arena.chain import noisy
from playground.catalogue import Catalogue
from playground.game import NormalForm, Repetition
from playground.progress import Progress, silent
from playground.strategy import (
    STRATEGIES,
    Decider,
    Forfeit,
    Learner,
    Strategy,
    View,
    decider,
    table_of,
)
from playground.strategy.automaton import Automaton, Mix

Number = Fraction | float
UNKNOWN = "it leaves moves to chance, and is no table of states"
_LOTS = 1  # of the streams of a seed: the one that draws who plays


@dataclass(frozen=True)
class Suspect:
    """One candidate. `chance`: how likely it is, among those that are known; None where it is not known, and
    `unknown` says why. `likelihood`: the natural logarithm of the probability of all its moves, −∞ where it
    would not have made one. `cleared`: the number of the first such round, from 1."""

    name: str
    chance: Number | None = None
    likelihood: float | None = None
    cleared: int | None = None
    unknown: str = ""


def drawn(candidates: Sequence[str], seed: int) -> str:
    """One of the candidates, each with the same chance. The lot is independent of the luck of a match of the
    same seed."""
    lots = np.random.default_rng(np.random.SeedSequence((seed, _LOTS)))
    return candidates[int(lots.random() * len(candidates))]


def suspects(game: NormalForm, seat: int, candidates: Sequence[str], history: Sequence[tuple[int, ...]],
             repetition: Repetition, strategies: Catalogue[Strategy] = STRATEGIES,
             progress: Progress = silent) -> tuple[Suspect, ...]:
    """Of each candidate, in their order, how likely it is to have been in `seat` of a match in which these
    profiles were played. Where nobody known can have played so, all chances are 0. Raises as
    `Catalogue.read`, and what `progress` raises."""
    found: list[tuple[Suspect, Counter[Number]]] = []
    for k, name in enumerate(candidates):
        progress(k / len(candidates), f"asking {name}")
        found.append(_ask(game, seat, name, history, repetition, strategies, progress))
    known = [factors for suspect, factors in found if not suspect.unknown]
    weights = iter(_weights(known))
    return tuple(suspect if suspect.unknown else replace(suspect, chance=next(weights))
                 for suspect, _factors in found)


def _weights(known: Sequence[Counter[Number]]) -> list[Number]:
    """Products of factors with how often they come, as shares of their sum."""
    if all(isinstance(factor, Fraction) for factors in known for factor in factors):
        exact = [math.prod((factor ** count for factor, count in factors.items()), start=Fraction(1))
                 for factors in known]
        total = sum(exact, Fraction(0)) or Fraction(1)
        return [weight / total for weight in exact]
    logs = [_log(factors) for factors in known]
    top = max(logs)
    if top == -math.inf:
        return [0.0] * len(logs)
    weights = [math.exp(log - top) for log in logs]
    whole = math.fsum(weights)
    return [weight / whole for weight in weights]


def _log(factors: Counter[Number]) -> float:
    if any(not factor for factor in factors):
        return -math.inf
    return math.fsum(count * (math.log(factor.numerator) - math.log(factor.denominator)
                              if isinstance(factor, Fraction) else math.log(factor))
                     for factor, count in factors.items())


def _ask(game: NormalForm, seat: int, name: str, history: Sequence[tuple[int, ...]], repetition: Repetition,
         strategies: Catalogue[Strategy], progress: Progress) -> tuple[Suspect, Counter[Number]]:
    """A candidate without its chance, and the probabilities of its moves."""
    seen: list[tuple[int, ...]] = []
    view = View(game, seat, seen, repetition.turns, repetition.noise)
    table = table_of(name, game, strategies)
    tell = (partial(_told, decider(name, game, seat, strategies)) if table is None
            else _Follower(table, seat))
    factors: Counter[Number] = Counter()
    cleared = None
    for turn, profile in enumerate(history):
        progress(None, f"asking {name}, round {turn + 1:,}")
        try:
            mix = tell(view)
        except _Lot:
            return Suspect(name, unknown=UNKNOWN), Counter()
        except Forfeit:  # who cannot go on has not played this
            mix = (Fraction(0),) * game.shape[seat]
            factors[Fraction(0)] += 1
            cleared = turn + 1
            break
        factor = _played(mix, repetition.noise)[profile[seat]]
        factors[factor] += 1
        if not factor:
            cleared = turn + 1
            break
        seen.append(profile)
    return Suspect(name, likelihood=_log(factors), cleared=cleared), factors


def _played(mix: Sequence[Number], noise: Fraction) -> Sequence[Number]:
    """The chances of what is played, after noise."""
    exact = tuple(chance for chance in mix if isinstance(chance, Fraction))
    if len(exact) == len(mix):
        return noisy(exact, noise)
    slip, others = float(noise), max(len(mix) - 1, 1)
    return [float(chance) * (1 - slip) + (1 - float(chance)) * slip / others for chance in mix]


class _Follower:
    """Goes through a table along what was played."""

    def __init__(self, automaton: Automaton, seat: int) -> None:
        self._automaton, self._seat = automaton, seat
        self._state, self._read = automaton.start, 0

    def __call__(self, view: View) -> Mix:
        table = self._automaton
        for profile in view.history[self._read:]:
            own, other = profile[self._seat], profile[1 - self._seat]
            self._state = table.states[self._state].after[table.size * own + other]
        self._read = len(view.history)
        return table.states[self._state].play


class _Lot(Exception):
    """A strategy wants to draw a lot."""


class _NoLuck(np.random.Generator):
    """Lets nobody draw."""

    def random(self, *_args: object, **_more: object) -> float:  # type: ignore[override]
        raise _Lot


def _told(asked: Decider, view: View) -> Sequence[Number]:
    """The chances of a decider's next choice. Raises `_Lot` where they are not known."""
    if isinstance(asked, Learner):
        return asked.chances(view)
    choice = asked.choose(view, _NoLuck(np.random.PCG64(0)))
    return tuple(Fraction(int(i == choice)) for i in range(view.game.shape[view.player]))
