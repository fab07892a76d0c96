"""Line-ups: who takes part, by one name."""

from __future__ import annotations

from collections.abc import Callable

from playground.catalogue import Catalogue
from playground.game import NormalForm
from playground.strategy import STRATEGIES, Automaton, usable

LINEUPS: Catalogue[Callable[[NormalForm], tuple[str, ...]]] = Catalogue("line-up")


@LINEUPS.entry("every", "Everybody", "All strategies of the catalogue that can play the game.")
def _every(game: NormalForm) -> tuple[str, ...]:
    return tuple(name for name in STRATEGIES if not usable(name, game))


@LINEUPS.entry("automata", "All automata", "All that are tables of states, so that every number is exact.")
def _automata(game: NormalForm) -> tuple[str, ...]:
    return tuple(name for name in _every(game) if isinstance(STRATEGIES[name].make, Automaton))


@LINEUPS.entry("classics", "The classics", "A dozen that every account of the repeated dilemma tells of.")
def _classics(game: NormalForm) -> tuple[str, ...]:
    names = ("cooperator", "defector", "random", "tit-for-tat", "suspicious-tit-for-tat",
             "generous-tit-for-tat", "tit-for-two-tats", "grim", "win-stay-lose-shift", "joss", "prober",
             "zd-extort-2")
    return tuple(name for name in names if name in STRATEGIES and not usable(name, game))


@LINEUPS.entry("four", "Four to begin with", "Always Cooperate, Always Defect, Tit for Tat and Grim.")
def _four(game: NormalForm) -> tuple[str, ...]:
    return ("cooperator", "defector", "tit-for-tat", "grim")
