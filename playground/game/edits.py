"""Edits: pure functions from a game and what is wanted to the new game.

Every function leaves the old game as it is and raises `InputError`, with places, where the new one
would be none. Two things hold throughout: cells keep the form in which they were typed as long as
their meaning allows it, and a draft (text that is no expression yet) moves along with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

import numpy as np

from playground.game.expression import (
    Draft,
    Expression,
    ExpressionError,
    decimal_text,
    is_name,
    substitute,
)
from playground.game.normal_form import (
    MAX_PAYOFFS,
    Cell,
    Exact,
    NormalForm,
    Parameter,
    Player,
    default_player_names,
    default_strategy_names,
    payoff_place,
)
from playground.problem import InputError, Problem

MAX_PLAYERS = 30  # an array has at most 64 axes; long before that nobody can read the table
_ATOM = re.compile(r"\s*(?:[0-9]+\.?[0-9]*|\.[0-9]+|[^\W\d]\w*)\s*\Z")
_DECIMAL = re.compile(r"\s*[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)\s*\Z")
_ZERO = Expression("0")
_T = TypeVar("_T")

# --- payoffs ----------------------------------------------------------------------------------------


def set_payoff(game: NormalForm, player: int, profile: Sequence[int], text: str) -> NormalForm:
    """The game with `text` as what `player` gets at `profile`. Text that has no exact value becomes a
    `Draft` with the reason; until it is mended the cell counts as the expression before."""
    return set_payoffs(game, [(player, profile, text)])


def set_payoffs(game: NormalForm, changes: Iterable[tuple[int, Sequence[int], str]]) -> NormalForm:
    """`set_payoff` for many (player, profile, text) at once. Raises `InputError` for a cell that the
    game does not have, never for a text."""
    cells = game.cells.copy()
    for player, profile, text in changes:
        at = (player, *profile)
        if len(at) != cells.ndim or any(not 0 <= i < size for i, size in zip(at, cells.shape)):
            raise InputError([Problem(payoff_place(player, profile), "the game has no such cell")])
        cells[at] = _cell(text, _last(cells[at]), game)
    return NormalForm(game.players, cells, game.parameters)


def discard_drafts(game: NormalForm) -> NormalForm:
    """The game with every draft replaced by the expression that stood there before."""
    return _map_cells(game, _last) if game.drafts else game


def scale(game: NormalForm, factor: Fraction | int, shift: Fraction | int = 0,
          player: int | None = None) -> NormalForm:
    """Payoffs times `factor` plus `shift`, for one player or all. A positive factor leaves every
    best response and every equilibrium as it is."""
    factor, shift = Fraction(factor), Fraction(shift)

    def scaled(expression: Expression) -> Expression:
        if expression.is_constant:
            return Expression(_number_text(expression.value({}) * factor + shift, expression.text))
        text = expression.text if factor == 1 else _times(expression.text, factor)
        if shift:
            text += f" {'+' if shift > 0 else '-'} {_number_text(abs(shift))}"
        return Expression(text)

    return _map_expressions(game, scaled, player)


def negate(game: NormalForm, player: int | None = None) -> NormalForm:
    """Payoffs with the other sign, for one player or all."""
    return scale(game, -1, 0, player)


def make_zero_sum(game: NormalForm) -> NormalForm:
    """The game in which the last player gets minus what the others get together."""
    if game.n_players < 2:
        raise InputError([Problem("players", "a zero-sum game needs at least two players; add one")])
    cells = game.cells.copy()
    for profile in np.ndindex(*game.shape):
        others = [_last(cell) for cell in cells[(slice(-1), *profile)]]
        cells[(-1, *profile)] = _minus_sum(others, payoff_place(game.n_players - 1, profile))
    return NormalForm(game.players, cells, game.parameters)


def symmetrise(game: NormalForm) -> NormalForm:
    """The symmetric game in which everybody gets what player 1 would get in their place. With more
    than two players, what player 1 gets against the others' strategies *in order* decides. All
    players' strategies are named as player 1's. Raises `InputError` where their numbers differ."""
    if len(set(game.shape)) > 1:
        sizes = ", ".join(f"{player.name} has {len(player.strategies)}" for player in game.players)
        raise InputError([Problem("players", f"in a symmetric game all have as many strategies; {sizes}")])
    cells = np.empty_like(game.cells)
    for profile in np.ndindex(*game.shape):
        for k, own in enumerate(profile):
            others = sorted((*profile[:k], *profile[k + 1:]))
            cells[(k, *profile)] = game.cells[(0, own, *others)]
    names = game.players[0].strategies
    return NormalForm(tuple(replace(player, strategies=names) for player in game.players), cells,
                      game.parameters)


# --- players and strategies -------------------------------------------------------------------------


def rename_player(game: NormalForm, player: int, name: str) -> NormalForm:
    """Raises `InputError` for an empty or taken name."""
    _check_player(game, player)
    return NormalForm(_with(game.players, player, replace(game.players[player], name=name.strip())),
                      game.cells, game.parameters)


def rename_strategy(game: NormalForm, player: int, index: int, name: str) -> NormalForm:
    """Raises `InputError` for an empty name, or one that the player has already."""
    _check_strategy(game, player, index)
    names = _with(game.players[player].strategies, index, name.strip())
    return _with_strategies(game, player, names, game.cells)


def add_strategy(game: NormalForm, player: int, name: str = "", at: int | None = None) -> NormalForm:
    """One strategy more for `player`, before index `at` (at the end without), with payoffs 0 for all.
    Without a name it gets the first letter that is free."""
    _check_player(game, player)
    names = game.players[player].strategies
    at = len(names) if at is None else max(0, min(at, len(names)))
    _check_size(game.cells.size // len(names) * (len(names) + 1))
    name = name.strip() or _free(names, default_strategy_names(len(names) + 1))
    cells = np.insert(game.cells, at, np.full(1, _ZERO, dtype=object), axis=1 + player)
    return _with_strategies(game, player, (*names[:at], name, *names[at:]), cells)


def remove_strategy(game: NormalForm, player: int, index: int) -> NormalForm:
    """The game without a strategy. Raises `InputError` for a player's last one."""
    _check_strategy(game, player, index)
    names = game.players[player].strategies
    if len(names) == 1:
        raise InputError([Problem(f"players[{player}].strategies", f"{names[0]!r} is the only strategy of "
                                  f"{game.players[player].name}; a player needs at least one")])
    return _with_strategies(game, player, (*names[:index], *names[index + 1:]),
                            np.delete(game.cells, index, axis=1 + player))


def move_strategy(game: NormalForm, player: int, index: int, to: int) -> NormalForm:
    """The strategy of that index at the place `to`, the others closed up in their order."""
    _check_strategy(game, player, index)
    _check_strategy(game, player, to)
    order = list(range(game.shape[player]))
    order.insert(to, order.pop(index))
    names = game.players[player].strategies
    return _with_strategies(game, player, tuple(names[i] for i in order),
                            game.cells.take(order, axis=1 + player))


def add_player(game: NormalForm, name: str = "") -> NormalForm:
    """One player more, the last, with two strategies. The newcomer gets 0 everywhere and does not
    matter to the others yet: their payoffs are the same whatever the newcomer plays."""
    n = game.n_players
    if n >= MAX_PLAYERS:
        raise InputError([Problem("players", f"{n + 1} players; {MAX_PLAYERS} are allowed")])
    _check_size(game.cells.size // n * (n + 1) * 2)
    names = [player.name for player in game.players]
    name = name.strip() or _free(names, default_player_names(n + 1))
    own = np.full((1, *game.shape), _ZERO, dtype=object)
    cells = np.concatenate([game.cells, own])
    cells = np.repeat(cells[..., np.newaxis], 2, axis=-1)
    return NormalForm((*game.players, Player(name, tuple(default_strategy_names(2)))), cells, game.parameters)


def remove_player(game: NormalForm, player: int, keep: int = 0) -> NormalForm:
    """The game of the others, with the payoffs they have where `player` plays strategy `keep`.
    Raises `InputError` for the last player."""
    _check_strategy(game, player, keep)
    if game.n_players == 1:
        raise InputError([Problem("players", f"{game.players[0].name} is the only player; a game needs one")])
    cells = np.delete(game.cells, player, axis=0)[(slice(None),) * (1 + player) + (keep,)]
    return NormalForm((*game.players[:player], *game.players[player + 1:]), cells, game.parameters)


def reorder_players(game: NormalForm, order: Sequence[int]) -> NormalForm:
    """The same game with its players listed as `order` says (indices of the present ones): only the
    seats change, player 1 chooses the row. Raises `InputError` unless it is a permutation."""
    if sorted(order) != list(range(game.n_players)):
        raise InputError(f"{list(order)} does not name each of the {game.n_players} players once")
    cells = game.cells[list(order)].transpose(0, *(1 + k for k in order))
    return NormalForm(tuple(game.players[k] for k in order), np.ascontiguousarray(cells), game.parameters)


def transpose(game: NormalForm) -> NormalForm:
    """Two players exchange their roles: each keeps name and seat and gets the other's strategies and
    payoffs. (`reorder_players` exchanges the seats.) Raises `InputError` for other numbers."""
    if game.n_players != 2:
        raise InputError([Problem("players", "only a game of two players can be transposed; "
                                             "reorder the players instead")])
    swapped = reorder_players(game, (1, 0))
    players = tuple(replace(role, name=seat.name) for role, seat in zip(swapped.players, game.players))
    return NormalForm(players, swapped.cells, game.parameters)


# --- parameters -------------------------------------------------------------------------------------


def set_parameter(game: NormalForm, name: str, text: str) -> NormalForm:
    """The game with another value of a parameter: a number or an expression over other parameters.
    Raises `InputError` where the text, or a payoff with this value, has no exact value."""
    return set_parameters(game, {name: text})


def set_parameters(game: NormalForm, texts: Mapping[str, str]) -> NormalForm:
    """`set_parameter` for several at once: only the values together need to make sense."""
    parameters = game.parameters
    for name, text in texts.items():
        index = _parameter(game, name)
        try:
            value = Expression(text.strip())
        except ExpressionError as problem:
            raise InputError([Problem(f"parameters.{name}.value", str(problem))]) from None
        parameters = _with(parameters, index, replace(parameters[index], value=value))
    return _settled(game, game.cells, parameters)


def add_parameter(game: NormalForm, parameter: Parameter) -> NormalForm:
    """One parameter more. Drafts that only lacked it become expressions. Raises `InputError` for a
    name that is taken or is none."""
    _check_name(game, parameter.name)
    return _settled(game, game.cells, (*game.parameters, parameter))


def remove_parameter(game: NormalForm, name: str) -> NormalForm:
    """The game without a parameter; its present value is written where it was used."""
    index = _parameter(game, name)
    value = game.values[name]
    text = str(value)
    whole = value.denominator == 1 and value >= 0
    return _renamed(game, {name: text if whole else f"({text})"}, {name: text},
                    (*game.parameters[:index], *game.parameters[index + 1:]))


def rename_parameter(game: NormalForm, old: str, new: str) -> NormalForm:
    """The game with a parameter called otherwise, in every expression. Raises `InputError` for a name
    that is taken or is none."""
    index = _parameter(game, old)
    new = new.strip()
    if new == old:
        return game
    _check_name(game, new)
    parameters = _with(game.parameters, index, replace(game.parameters[index], name=new))
    return _renamed(game, {old: new}, {old: new}, parameters)


# --- how it is done ---------------------------------------------------------------------------------


def _cell(text: str, last: Expression, game: NormalForm) -> Cell:
    try:
        expression = Expression(text.strip())
        expression.value(game.values)
    except ExpressionError as problem:
        return Draft(text, str(problem), last)
    return expression


def _last(cell: Cell) -> Expression:
    return cell.last if isinstance(cell, Draft) else cell


def _settled(game: NormalForm, cells: Exact, parameters: tuple[Parameter, ...]) -> NormalForm:
    """The game with these parameters; drafts that have a value now are expressions now."""
    made = NormalForm(game.players, cells, parameters)
    if not made.drafts:
        return made
    cells = cells.copy()
    for player, profile, draft in made.drafts:
        cells[(player, *profile)] = _cell(draft.text, draft.last, made)
    return NormalForm(game.players, cells, parameters)


def _map_cells(game: NormalForm, change: Callable[[Cell], Cell], player: int | None = None) -> NormalForm:
    """The game with `change` applied to every cell, or to those of one player."""
    cells = game.cells.copy()
    problems = []
    for at, cell in np.ndenumerate(game.cells):
        if player is None or at[0] == player:
            try:
                cells[at] = change(cell)
            except ExpressionError as problem:
                problems.append(Problem(payoff_place(at[0], at[1:]), str(problem)))
    if problems:
        raise InputError(problems)
    return NormalForm(game.players, cells, game.parameters)


def _map_expressions(game: NormalForm, change: Callable[[Expression], Expression],
                     player: int | None = None) -> NormalForm:
    """`_map_cells` for what counts: a draft stays as typed and what it counts as is changed."""
    def changed(cell: Cell) -> Cell:
        return replace(cell, last=change(cell.last)) if isinstance(cell, Draft) else change(cell)

    return _map_cells(game, changed, player)


def _renamed(game: NormalForm, names: dict[str, str], alone: dict[str, str],
             parameters: tuple[Parameter, ...]) -> NormalForm:
    """The game over `parameters` with names replaced in every expression; `alone` is what replaces a
    name that is the whole expression."""
    def text_of(text: str) -> str:
        return alone.get(text.strip()) or substitute(text, names)

    def expression_of(expression: Expression) -> Expression:
        return Expression(text_of(expression.text)) if expression.names & names.keys() else expression

    def cell_of(cell: Cell) -> Cell:
        if isinstance(cell, Draft):
            return Draft(text_of(cell.text), cell.problem, expression_of(cell.last))
        return expression_of(cell)

    try:
        parameters = tuple(replace(parameter, value=expression_of(parameter.value))
                           for parameter in parameters)
    except ExpressionError as problem:
        raise InputError([Problem("parameters", str(problem))]) from None
    cells = game.cells.copy()
    problems = []
    for at, cell in np.ndenumerate(game.cells):
        try:
            cells[at] = cell_of(cell)
        except ExpressionError as problem:
            problems.append(Problem(payoff_place(at[0], at[1:]), str(problem)))
    if problems:
        raise InputError(problems)
    return _settled(game, cells, parameters)


def _times(text: str, factor: Fraction) -> str:
    """The text of factor · text. What is negated twice is itself again."""
    if factor == -1 and text.startswith("-(") and _closes_at_end(text, 1):
        return text[2:-1]
    if factor == -1 and text.startswith("-") and _ATOM.match(text[1:]):
        return text[1:]
    inner = text.strip() if _ATOM.match(text) else f"({text})"
    if factor == -1:
        return f"-{inner}"
    number = str(factor) if factor.denominator == 1 else f"({factor})"
    return f"{number}*{inner}"


def _closes_at_end(text: str, at: int) -> bool:
    """Whether the parenthesis that opens at `at` closes with the last character."""
    depth = 0
    for i in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return i == len(text) - 1
    return False


def _minus_sum(others: Sequence[Expression], place: str) -> Expression:
    constant = -sum((e.value({}) for e in others if e.is_constant), Fraction(0))
    terms = [e.text for e in others if not e.is_constant]
    try:
        if not terms:
            return Expression(_number_text(constant, *(e.text for e in others)))
        total = terms[0] if len(terms) == 1 else " + ".join(t if _ATOM.match(t) else f"({t})" for t in terms)
        text = _times(total, Fraction(-1))
        if constant:
            text += f" {'+' if constant > 0 else '-'} {_number_text(abs(constant))}"
        return Expression(text)
    except ExpressionError as problem:
        raise InputError([Problem(place, str(problem))]) from None


def _number_text(value: Fraction, *like: str) -> str:
    """A number as text; as a decimal where a text it comes from is one and it ends."""
    exact = decimal_text(value) if any(map(_DECIMAL.match, like)) else None
    return exact or str(value)


def _with(items: tuple[_T, ...], index: int, item: _T) -> tuple[_T, ...]:
    return (*items[:index], item, *items[index + 1:])


def _with_strategies(game: NormalForm, player: int, names: tuple[str, ...], cells: Exact) -> NormalForm:
    changed = replace(game.players[player], strategies=names)
    return NormalForm(_with(game.players, player, changed), cells, game.parameters)


def _free(taken: Sequence[str], candidates: Sequence[str]) -> str:
    return next(name for name in candidates if name not in taken)


def _parameter(game: NormalForm, name: str) -> int:
    for index, parameter in enumerate(game.parameters):
        if parameter.name == name:
            return index
    known = ", ".join(parameter.name for parameter in game.parameters)
    raise InputError([Problem("parameters", f"{name!r} is not a parameter of this game; "
                              + (f"it has {known}" if known else "it has none"))])


def _check_name(game: NormalForm, name: str) -> None:
    if not is_name(name):
        raise InputError([Problem("parameters", f"{name!r} cannot name a parameter: a letter followed by "
                                  f"letters, digits and _ can, but not min or max")])
    if any(parameter.name == name for parameter in game.parameters):
        raise InputError([Problem("parameters", f"there is a parameter {name!r} already")])


def _check_player(game: NormalForm, player: int) -> None:
    if not 0 <= player < game.n_players:
        raise InputError([Problem(f"players[{player}]", f"the game has {game.n_players} players")])


def _check_strategy(game: NormalForm, player: int, index: int) -> None:
    _check_player(game, player)
    if not 0 <= index < game.shape[player]:
        raise InputError([Problem(f"players[{player}].strategies[{index}]",
                                  f"{game.players[player].name} has {game.shape[player]} strategies")])


def _check_size(payoffs: int) -> None:
    if payoffs > MAX_PAYOFFS:
        raise InputError([Problem("payoffs", f"{payoffs:,} numbers; {MAX_PAYOFFS:,} are allowed")])
