"""New games: blank, random with a seed, and small templates to start from.

The same seed gives the same game on every machine: PCG64 from one `numpy.random.SeedSequence`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from playground.catalogue import Catalogue
from playground.game.edits import MAX_PLAYERS, symmetrise
from playground.game.expression import Expression, number
from playground.game.normal_form import (
    MAX_PAYOFFS,
    NormalForm,
    Parameter,
    Player,
    default_player_names,
    default_strategy_names,
)
from playground.problem import InputError, Problem


def blank(shape: Sequence[int]) -> NormalForm:
    """A game of that many strategies a player in which everybody always gets 0. Raises `InputError`
    for no player, a player without strategies, and sizes beyond what a game may have."""
    players = _players(shape)
    cells = np.empty((len(players), *shape), dtype=object)
    cells.fill(Expression("0"))
    return NormalForm(players, cells)


def random_game(shape: Sequence[int], low: int, high: int, seed: int) -> NormalForm:
    """Payoffs independent and uniform among the whole numbers from `low` to `high`, both included.
    Raises `InputError` as `blank`, and where `low` is above `high` or the seed is negative."""
    return _from_numbers(_players(shape), _draw((len(shape), *shape), low, high, seed))


def random_zero_sum(shape: Sequence[int], low: int, high: int, seed: int) -> NormalForm:
    """The payoffs of all players but the last as in `random_game`; the last gets minus their sum.
    Raises `InputError` as `random_game`, and for a single player."""
    if len(shape) < 2:
        raise InputError([Problem("players", "a zero-sum game needs at least two players")])
    players = _players(shape)
    numbers = _draw((len(shape) - 1, *shape), low, high, seed)
    return _from_numbers(players, np.concatenate([numbers, -numbers.sum(axis=0, keepdims=True)]))


def random_symmetric(size: int, low: int, high: int, seed: int, players: int = 2) -> NormalForm:
    """A symmetric game of `size` strategies, player 1's payoffs as in `random_game`. With more players
    it counts how many play what, not who. Raises `InputError` as `random_game`."""
    return symmetrise(random_game((size,) * players, low, high, seed))


def _players(shape: Sequence[int]) -> tuple[Player, ...]:
    if not 1 <= len(shape) <= MAX_PLAYERS:
        raise InputError([Problem("players", f"{len(shape)} players; 1 to {MAX_PLAYERS} are allowed")])
    if min(shape) < 1:
        raise InputError([Problem("players", "a player needs at least one strategy")])
    size = len(shape) * math.prod(shape)
    if size > MAX_PAYOFFS:
        raise InputError([Problem("payoffs", f"{size:,} numbers; {MAX_PAYOFFS:,} are allowed")])
    return tuple(Player(name, tuple(default_strategy_names(count)))
                 for name, count in zip(default_player_names(len(shape)), shape))


def _draw(shape: tuple[int, ...], low: int, high: int, seed: int) -> npt.NDArray[np.int64]:
    if low > high:
        raise InputError(f"the lowest payoff, {low}, is above the highest, {high}")
    if max(abs(low), abs(high)) > 10**15:
        raise InputError(f"random payoffs go from {-10**15:,} to {10**15:,}")
    if seed < 0:
        raise InputError(f"the seed {seed} is negative; give a whole number from 0")
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    return generator.integers(low, high, size=shape, endpoint=True)


def _from_numbers(players: tuple[Player, ...], numbers: npt.NDArray[np.int64]) -> NormalForm:
    cells = np.empty(numbers.shape, dtype=object)
    cells.reshape(-1)[:] = [Expression(str(value)) for value in numbers.reshape(-1).tolist()]
    return NormalForm(players, cells)


# --- templates --------------------------------------------------------------------------------------

Make = Callable[[], NormalForm]
TEMPLATES: Catalogue[Make] = Catalogue("template")


def _symmetric(strategies: Sequence[str], own: Sequence[Sequence[str]], *parameters: Parameter) -> NormalForm:
    """The symmetric game of two players in which `own` is what each gets."""
    return _bimatrix(strategies, strategies, own, list(zip(*own)), *parameters)


def _bimatrix(rows: Sequence[str], columns: Sequence[str], first: Sequence[Sequence[str]],
              second: Sequence[Sequence[str]], *parameters: Parameter) -> NormalForm:
    cells = np.empty((2, len(rows), len(columns)), dtype=object)
    for k, texts in enumerate((first, second)):
        for i, row in enumerate(texts):
            for j, text in enumerate(row):
                cells[k, i, j] = Expression(text)
    names = default_player_names(2)
    return NormalForm((Player(names[0], tuple(rows)), Player(names[1], tuple(columns))), cells, parameters)


def _parameter(name: str, value: str, low: str, high: str, step: str, meaning: str) -> Parameter:
    return Parameter(name, Expression(value), number(low), number(high), number(step), meaning)


@TEMPLATES.entry("dilemma", "Dilemma of two",
                 "Each does better by defecting; both would rather both cooperate.",
                 reference="Rapoport, A. and Chammah, A. M. (1965). Prisoner's Dilemma. Michigan.")
def _dilemma() -> NormalForm:
    return _symmetric(
        ("Cooperate", "Defect"), (("R", "S"), ("T", "P")),
        _parameter("T", "5", "0", "10", "1/10", "temptation: defecting against a cooperator"),
        _parameter("R", "3", "0", "10", "1/10", "reward: both cooperate"),
        _parameter("P", "1", "0", "10", "1/10", "punishment: both defect"),
        _parameter("S", "0", "0", "10", "1/10", "sucker's payoff: cooperating against a defector"))


@TEMPLATES.entry("giving", "Giving and receiving", "Giving costs c and brings the other b.",
                 reference="Nowak, M. A. (2006). Five rules for the evolution of cooperation. Science 314.")
def _giving() -> NormalForm:
    return _symmetric(
        ("Give", "Keep"), (("b - c", "-c"), ("b", "0")),
        _parameter("b", "3", "0", "10", "1/10", "what the other gains"),
        _parameter("c", "1", "0", "10", "1/10", "what giving costs"))


@TEMPLATES.entry("coordination", "Coordination", "Doing the same pays, the first way more than the second.")
def _coordination() -> NormalForm:
    return _symmetric(("A", "B"), (("a", "0"), ("0", "b")),
                      _parameter("a", "2", "0", "10", "1/10", "both do A"),
                      _parameter("b", "1", "0", "10", "1/10", "both do B"))


@TEMPLATES.entry("conflict", "Hawk and dove", "Two want the same thing of value V; a fight costs C.",
                 reference="Maynard Smith, J. and Price, G. R. (1973). The logic of animal conflict. "
                           "Nature 246.")
def _conflict() -> NormalForm:
    return _symmetric(("Hawk", "Dove"), (("(V - C)/2", "V"), ("0", "V/2")),
                      _parameter("V", "2", "0", "10", "1/10", "value of what both want"),
                      _parameter("C", "4", "0", "10", "1/10", "cost of a fight to the loser"))


@TEMPLATES.entry("hide-and-seek", "Hide and seek", "The seeker wants to match, the hider to differ.",
                 reference="von Neumann, J. (1953). In: Contributions to the Theory of Games II. Princeton.")
def _hide_and_seek() -> NormalForm:
    places = ("Left", "Middle", "Right")
    return _bimatrix(places, places, [[str(int(i == j)) for j in range(3)] for i in range(3)],
                     [[str(-int(i == j)) for j in range(3)] for i in range(3)])


@TEMPLATES.entry("cycle", "Three in a circle", "Each of three strategies beats one and loses to one.")
def _cycle() -> NormalForm:
    return _symmetric(("Rock", "Paper", "Scissors"), (("0", "-l", "w"), ("w", "0", "-l"), ("-l", "w", "0")),
                      _parameter("w", "1", "0", "5", "1/10", "what winning brings"),
                      _parameter("l", "1", "0", "5", "1/10", "what losing costs"))


@TEMPLATES.entry("public-good", "Public good of three",
                 "What is paid in grows by the factor r and is shared by all.",
                 reference="Olson, M. (1965). The Logic of Collective Action. Harvard.")
def _public_good() -> NormalForm:
    names = ("Contribute", "Keep")
    cells = np.empty((3, 2, 2, 2), dtype=object)
    for profile in np.ndindex(2, 2, 2):
        paid = profile.count(0)
        for k, choice in enumerate(profile):
            share = f"{paid}*r/3" if paid else "0"
            cells[(k, *profile)] = Expression(share if choice else f"{share} - 1")
    return NormalForm(tuple(Player(name, names) for name in default_player_names(3)), cells,
                      (_parameter("r", "2", "1", "4", "1/10", "factor by which the pot grows"),))
