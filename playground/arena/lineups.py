"""Line-ups: who takes part, by one name."""

from __future__ import annotations

from collections.abc import Callable

from playground.catalogue import Catalogue
from playground.game import NormalForm
from playground.strategy import STRATEGIES, Automaton, Strategy, table_of, usable

MOST_STATES = 60

LINEUPS: Catalogue[Callable[[NormalForm], tuple[str, ...]]] = Catalogue("line-up")


def small_automaton(name: str, game: NormalForm, strategies: Catalogue[Strategy] = STRATEGIES
                    ) -> Automaton | None:
    """The table of a strategy in a game, where it has one of at most `MOST_STATES` states."""
    made = table_of(name, game, strategies)
    return made if made is not None and len(made.states) <= MOST_STATES else None


@LINEUPS.entry("every", "Everybody", "All strategies of the catalogue that can play the game.")
def _every(game: NormalForm) -> tuple[str, ...]:
    return tuple(name for name in STRATEGIES if not usable(name, game))


@LINEUPS.entry("automata", "All automata", f"All that are tables of at most {MOST_STATES} states, so that "
"every pair can be worked out.")
def _automata(game: NormalForm) -> tuple[str, ...]:
    return tuple(name for name in _every(game) if small_automaton(name, game))


@LINEUPS.entry("first-tournament", "The first tournament", "The fifteen of Axelrod’s first tournament "
"(1980), as far as they are known; most are reconstructions, and its results are not reproduced.")
def _first(game: NormalForm) -> tuple[str, ...]:
    names = ("tit-for-tat", "tideman-chieruzzi", "nydegger", "grofman", "shubik", "stein-rapoport", "grim",
             "davis", "graaskamp", "downing", "feld", "joss", "tullock", "name-withheld", "random")
    return tuple(name for name in names if not usable(name, game))


@LINEUPS.entry("classics", "The classics", "A dozen that every account of the repeated dilemma tells of.")
def _classics(game: NormalForm) -> tuple[str, ...]:
    names = ("cooperator", "defector", "random", "tit-for-tat", "suspicious-tit-for-tat",
             "generous-tit-for-tat", "tit-for-two-tats", "grim", "win-stay-lose-shift", "joss", "prober",
             "zd-extort-2")
    return tuple(name for name in names if not usable(name, game))


@LINEUPS.entry("four", "Four to begin with", "Always Cooperate, Always Defect, Tit for Tat and Grim.")
def _four(game: NormalForm) -> tuple[str, ...]:
    return ("cooperator", "defector", "tit-for-tat", "grim")
