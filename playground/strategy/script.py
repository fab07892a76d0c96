"""Scripts: strategies that a person writes in Starlark, a small Python without files, imports or clocks.

A script defines `move`, which is called once a round:

    def move(history, me, game, random):
        if not history:
            return "Cooperate"
        return history[-1][1 - me]

history
    The rounds *played*, after noise, oldest first; a round is a tuple of strategy names in the order of
    the players.
me
    The own seat, from 0.
game
    `players`, names; `strategies`, a list of names a player; `payoffs[round]`, a tuple of payoffs in the
    order of the players (whole numbers, or floats: Starlark has no fractions); `turns`, or None where
    nobody is told the end; `noise`, a float.
random
    random() draws a float from 0 to below 1, from the seat's own stream of luck.

It returns the name of one of its own strategies, or its index. Nothing but the history is kept from one
move to the next. A script that fails, or goes beyond a bound of the sandbox, forfeits the match.
"""

from __future__ import annotations

import itertools
import weakref
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from playground.catalogue import NO_SETTINGS, Settings
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent
from playground.strategy.player import Forfeit, View
from playground.strategy.sandbox import Sandbox, ScriptError, borrow, give_back

MAX_SOURCE = 100_000  # characters
MAX_PAYOFFS = 50_000  # that a script is told
_MAX_PAYOFF = 10 ** 300  # above it there are no floats


@dataclass(frozen=True)
class Script:
    """A strategy written in Starlark. `progress` is called every 50 ms while the script thinks."""

    source: str
    progress: Progress = field(default=silent, compare=False, repr=False)

    def check(self) -> None:
        """Read the script, and what stands outside its functions. Raises `InputError` with the place
        `line:column`."""
        if reason := too_long(self.source):
            raise InputError(reason)
        sandbox = borrow()
        try:
            sandbox.begin(self.source, progress=self.progress)
        except ScriptError as error:
            place = f"{error.line}:{error.column}" if error.line else ""
            raise InputError([Problem(place, error.message)]) from None
        finally:
            give_back(sandbox)

    def usable(self, game: NormalForm, settings: Settings = NO_SETTINGS) -> str:
        if game.payoffs.size > MAX_PAYOFFS:
            return f"needs a game of at most {MAX_PAYOFFS:,} payoffs: a script is told all of them."
        payoffs: Any = game.payoffs.flat
        if any(abs(payoff) > _MAX_PAYOFF for payoff in payoffs):
            return "needs payoffs up to 1e300: a script is told them as floats."
        return ""

    def new(self, game: NormalForm, player: int, settings: Settings = NO_SETTINGS) -> _Scripted:
        return _Scripted(self, game, player)


class _Scripted:
    """One seat of one match, played in a sandbox."""

    def __init__(self, script: Script, game: NormalForm, player: int) -> None:
        self._script, self._player = script, player
        # The number of a profile: player 1 counts most.
        self._weights = [int(np.prod(game.shape[k + 1:])) for k in range(game.n_players)]
        self._sandbox: Sandbox | None = None
        self._read = 0
        self._lost: ScriptError | None = None

    def choose(self, view: View, rng: np.random.Generator) -> int:
        try:
            if self._lost:
                raise self._lost
            if self._sandbox is None:
                self._sandbox = self._begin(view)
            rounds = [sum(map(int.__mul__, self._weights, profile)) for profile in view.history[self._read:]]
            self._read = len(view.history)
            return self._sandbox.ask(rounds, rng.random, self._script.progress)
        except ScriptError as error:
            self._lost = error
            raise Forfeit(self._player, str(error)) from None

    def _begin(self, view: View) -> Sandbox:
        if reason := too_long(self._script.source):
            raise ScriptError(reason)
        sandbox = borrow()
        weakref.finalize(self, give_back, sandbox).atexit = False  # the child ends with this process
        sandbox.begin(self._script.source, _told(view), self._player, self._script.progress)
        return sandbox


def too_long(source: str) -> str:
    """Empty, or why the source is longer than a script may be."""
    if len(source) <= MAX_SOURCE:
        return ""
    return f"the script has {len(source):,} characters; {MAX_SOURCE:,} are allowed"


def _told(view: View) -> dict[str, Any]:
    """What a script is told of a match, as JSON values."""
    game = view.game
    profiles = list(itertools.product(*map(range, game.shape)))
    return {"players": [player.name for player in game.players],
            "names": [list(player.strategies) for player in game.players], "numbers": profiles,
            "payoffs": [[_plain(game.payoff(k, profile)) for k in range(game.n_players)]
                        for profile in profiles],
            "turns": view.turns, "noise": float(view.noise)}


def _plain(payoff: Fraction) -> int | float:
    return payoff.numerator if payoff.denominator == 1 else float(payoff)
