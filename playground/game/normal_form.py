"""The normal form: named players and strategies, one exact payoff a player for every profile.

A game holds what its author typed (`cells`, expressions over `parameters`) and what that is worth
(`payoffs`, Fractions). It never changes; `playground.game.edits` makes new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.game.expression import Draft, Expression, ExpressionError, decimal_text, number
from playground.problem import InputError, Problem

Cell = Expression | Draft
Exact = npt.NDArray[np.object_]  # an array of Fractions
MAX_PAYOFFS = 500_000
MOST_PROFILES = 20_000  # of a game that populations play
MAX_NAME = 200  # characters


@dataclass(frozen=True)
class Player:
    """A seat at the table: its name and the names of its strategies, all distinct."""

    name: str
    strategies: tuple[str, ...]


@dataclass(frozen=True)
class Parameter:
    """A named number that payoffs are written in. `value` may use other parameters; the bounds and
    the step say what a slider offers, and bind nobody who types."""

    name: str
    value: Expression
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    step: Fraction | None = None
    meaning: str = ""


def parameter_values(parameters: Sequence[Parameter]) -> dict[str, Fraction]:
    """The exact value of each parameter. Raises `InputError`: unknown names, cycles, no value."""
    expressions = {parameter.name: parameter.value for parameter in parameters}
    values: dict[str, Fraction] = {}
    failed: set[str] = set()
    problems: list[Problem] = []

    def fail(name: str, message: str) -> None:
        failed.add(name)
        problems.append(Problem(f"parameters.{name}.value", message))

    for first in expressions:
        path = {first: None}  # each is written in the next; no recursion, however long
        while path:
            name = next(reversed(path))
            expression = expressions[name]
            wanted = next((other for other in sorted(expression.names) if other not in values), None)
            if name in values or name in failed:
                path.popitem()
            elif wanted is None:
                try:
                    values[name] = expression.value(values)
                except ExpressionError as problem:
                    fail(name, str(problem))
            elif wanted not in expressions:
                fail(name, f"{wanted!r} is not a parameter of this game")
            elif wanted in failed:
                failed.add(name)  # said there
            elif wanted in path:
                cycle = list(path)[list(path).index(wanted):]
                shown = cycle if len(cycle) <= 10 else [*cycle[:5], "…", *cycle[-4:]]
                fail(wanted, f"{' → '.join((*shown, wanted))} is a cycle; "
                             "one of them needs a value of its own")
                failed.update(cycle)
            else:
                path[wanted] = None
    if problems:
        raise InputError(problems)
    return values


@dataclass(frozen=True, eq=False)
class NormalForm:
    """A game in normal form.

    players
        One or more `Player`s; player 1 chooses the row.
    cells
        Object array of shape (n_players, s_1, …, s_n), each an `Expression` or `Draft`; read-only.
    parameters
        The `Parameter`s that cells are written in.

    Raises `InputError`, with every problem and its place, for names that are empty or doubled, cells
    that do not fit the players, or expressions without an exact value.
    """

    players: tuple[Player, ...]
    cells: Exact
    parameters: tuple[Parameter, ...] = ()
    values: Mapping[str, Fraction] = field(init=False)
    payoffs: Exact = field(init=False)

    def __post_init__(self) -> None:
        problems = _name_problems(self.players, self.parameters)
        shape = (len(self.players), *(len(player.strategies) for player in self.players))
        if self.cells.shape != shape:
            problems.append(Problem("payoffs", f"shape {self.cells.shape} where the players need {shape}"))
        if self.cells.size > MAX_PAYOFFS:
            problems.append(Problem("payoffs", f"{self.cells.size:,} numbers; {MAX_PAYOFFS:,} are allowed"))
        if problems:
            raise InputError(problems)
        values = parameter_values(self.parameters)
        payoffs = np.empty(shape, dtype=object)
        flat, cells = payoffs.reshape(-1), self.cells.reshape(-1)
        known: dict[int, Fraction] = {}  # in a symmetric game most cells are the same few expressions
        for at, cell in enumerate(cells):
            try:
                if id(cell) not in known:
                    known[id(cell)] = cell.value(values)
                flat[at] = known[id(cell)]
            except ExpressionError as problem:
                player, *profile = (int(i) for i in np.unravel_index(at, shape))
                problems.append(Problem(payoff_place(player, profile), str(problem)))
        if problems:
            raise InputError(problems)
        payoffs.setflags(write=False)
        self.cells.setflags(write=False)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "payoffs", payoffs)

    def __eq__(self, other: object) -> bool:
        """The same players, parameters and typed payoffs."""
        return (isinstance(other, NormalForm) and self.players == other.players
                and self.parameters == other.parameters and self.cells.shape == other.cells.shape
                and all(a == b for a, b in zip(self.cells.flat, other.cells.flat)))

    def __hash__(self) -> int:
        return hash((self.players, self.parameters, tuple(self.cells.flat)))

    def __reduce__(self) -> tuple[Any, ...]:
        return (NormalForm, (self.players, self.cells, self.parameters))

    @classmethod
    def from_arrays(cls, *payoffs: Any, players: Sequence[Player] = ()) -> NormalForm:
        """A game from one payoff array a player: ints, Fractions, decimal or expression texts, or
        floats (taken exactly as written: 0.1 is 1/10). One two-dimensional array alone is a zero-sum
        game, as in nashpy; a one-dimensional one is a decision of one player."""
        if len(payoffs) == 1 and np.ndim(np.asarray(payoffs[0], dtype=object)) == 2:
            first = _exact_texts(payoffs[0])
            arrays = [first, _negated(first)]
        else:
            arrays = [_exact_texts(array) for array in payoffs]
        if not arrays or any(array.shape != arrays[0].shape or array.ndim != len(arrays) for array in arrays):
            raise InputError("give one payoff array a player, all of the same shape, one axis a player")
        if not players:
            players = [Player(name, tuple(default_strategy_names(count)))
                       for name, count in zip(default_player_names(len(arrays)), arrays[0].shape)]
        return cls(tuple(players), cells_from_texts(np.stack(arrays)))

    @property
    def n_players(self) -> int:
        return len(self.players)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many strategies each player has."""
        return tuple(len(player.strategies) for player in self.players)

    def payoff(self, player: int, profile: Sequence[int]) -> Fraction:
        """What `player` gets when each plays the strategy of that index."""
        value: Fraction = self.payoffs[(player, *profile)]
        return value

    @cached_property
    def floats(self) -> npt.NDArray[np.float64]:
        """The payoffs as floats, for plots and dynamics; shape as `payoffs`; read-only. Raises `InputError`
        where some are beyond floats."""
        try:
            floats = self.payoffs.astype(np.float64)
        except OverflowError:
            raise InputError([Problem("payoffs", "some are beyond 10^308, too large for floating "
                                                 "point")]) from None
        floats.setflags(write=False)
        return floats

    @cached_property
    def _in_decimals(self) -> bool:
        texts = (*map(str, self.cells.flat), *(str(parameter.value) for parameter in self.parameters))
        return any("." in text for text in texts)

    def number_text(self, value: Fraction) -> str:
        """An exact number as this game's author writes numbers: a decimal, where it ends after at most six
        places and payoffs or parameters are written so; else `p/q`."""
        return (self._in_decimals and decimal_text(value, 6)) or str(value)

    @cached_property
    def is_zero_sum(self) -> bool:
        """Whether the payoffs of every profile sum to zero."""
        return not np.any(self.payoffs.sum(axis=0))

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether all players have the same number of strategies and only what is played counts, not
        by whom: exchanging any two players exchanges their payoffs."""
        if len(set(self.shape)) > 1:
            return False
        codes: dict[Fraction, int] = {}
        known: dict[int, int] = {}  # the same few objects, mostly
        flat = [known[id(value)] if id(value) in known else
                known.setdefault(id(value), codes.setdefault(value, len(codes)))
                for value in self.payoffs.ravel().tolist()]
        payoffs = np.array(flat).reshape(self.payoffs.shape)
        for other in range(1, self.n_players):
            swapped = np.swapaxes(payoffs, 1, 1 + other)
            if not (np.array_equal(payoffs[0], swapped[other])
                    and all(np.array_equal(payoffs[k], swapped[k])
                            for k in range(1, self.n_players) if k != other)):
                return False
        return True

    @cached_property
    def drafts(self) -> tuple[tuple[int, tuple[int, ...], Draft], ...]:
        """The cells whose text is no expression: (player, profile, draft)."""
        places = [i for i, cell in enumerate(self.cells.ravel().tolist()) if isinstance(cell, Draft)]
        found = (tuple(map(int, np.unravel_index(i, self.cells.shape))) for i in places)
        return tuple((at[0], at[1:], self.cells[at]) for at in found)

    def profile_names(self, profile: Sequence[int]) -> tuple[str, ...]:
        return tuple(player.strategies[i] for player, i in zip(self.players, profile))


def payoff_place(player: int, profile: Iterable[int]) -> str:
    """Where a payoff stands in a file: `payoffs[1][0][0]` (the profile, then the player)."""
    return "payoffs" + "".join(f"[{i}]" for i in (*profile, player))


def cells_from_texts(texts: npt.NDArray[Any]) -> Exact:
    """An array of `Expression`s from an array of texts, shape (n_players, s_1, …). Raises
    `InputError` naming each text that is none."""
    cells = np.empty(texts.shape, dtype=object)
    problems = []
    for at, text in np.ndenumerate(texts):
        try:
            cells[at] = Expression(str(text))
        except ExpressionError as problem:
            problems.append(Problem(payoff_place(at[0], at[1:]), str(problem)))
    if problems:
        raise InputError(problems)
    return cells


def default_player_names(count: int) -> list[str]:
    names = ["Ann", "Bob", "Carl", "Dora", "Emil", "Fay"]
    return [names[i] if i < len(names) else f"Player {i + 1}" for i in range(count)]


def default_strategy_names(count: int) -> list[str]:
    return [chr(ord("A") + i) if i < 26 else f"S{i + 1}" for i in range(count)]


def _negated(texts: Exact) -> Exact:
    negated = np.empty_like(texts)
    problems = []
    for at, text in np.ndenumerate(texts):
        try:
            negated[at] = str(-number(text))
        except ExpressionError as problem:
            problems.append(Problem(f"{list(at)}", str(problem)))
    if problems:
        raise InputError(problems)
    return negated


def _exact_texts(array: Any) -> Exact:
    """Numbers of any kind as exact texts."""
    source = np.asarray(array, dtype=object)
    texts = np.empty(source.shape, dtype=object)
    for at, value in np.ndenumerate(source):
        if isinstance(value, (float, np.floating)):
            if not np.isfinite(value):
                raise InputError([Problem(f"{list(at)}", f"{value} is not a number a payoff can have")])
            texts[at] = format(Decimal(repr(float(value))), "f")
        else:
            texts[at] = str(value)
    return texts


def _name_problems(players: Sequence[Player], parameters: Sequence[Parameter]) -> list[Problem]:
    problems = []
    if not players:
        problems.append(Problem("players", "a game needs at least one player"))

    def check(names: Sequence[str], place: str, what: str) -> None:
        seen: set[str] = set()
        for i, name in enumerate(names):
            if len(name) > MAX_NAME:
                problems.append(Problem(place.format(i),
                                        f"a name of {len(name):,} characters; {MAX_NAME} are allowed"))
            elif not name.strip():
                problems.append(Problem(place.format(i), f"a {what} needs a name"))
            elif name in seen:
                problems.append(Problem(place.format(i), f"the name {name!r} is there twice; each {what} "
                                                         "needs one of its own"))
            seen.add(name)

    check([player.name for player in players], "players[{}].name", "player")
    for p, player in enumerate(players):
        if not player.strategies:
            problems.append(Problem(f"players[{p}].strategies", "a player needs at least one strategy"))
        check(player.strategies, f"players[{p}].strategies[{{}}]", "strategy")
    check([parameter.name for parameter in parameters], "parameters", "parameter")
    return problems
