"""Dragging a best response in the picture of a 2×2 game: the place where it turns follows the pointer, and
with it a payoff, and the equilibria.

A player's best response turns at the other's mixture that makes both own strategies worth the same. What is
at stake on either side of it is a difference of two payoffs; a drag towards a side makes the stake there
smaller, down to nothing at the edge and to its reverse beyond, where one strategy dominates and the turn is
gone. So a single payoff changes, and never by much more than is at stake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from math import floor, hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QGuiApplication

from playground.app.pictures import best_response
from playground.app.pictures.best_response import Point, advantage, stair
from playground.app.pictures.view import PictureView
from playground.app.widgets.payoff_drag import as_decimal
from playground.game import Draft, NormalForm, edits
from playground.problem import InputError

if TYPE_CHECKING:
    from playground.app.widgets.game_editing import GameEditing

REACH = 0.7  # how near the pointer must be, in units of the font
BEYOND = Fraction(1, 4)  # how far out of the square a turn is dragged
FARTHEST = Fraction(3, 4)  # from its edge, where it starts there
STEPS = 20  # how many there are at least from what is at stake to nothing
CURSORS = {(): Qt.CursorShape.ArrowCursor, (0,): Qt.CursorShape.SizeVerCursor,
           (1,): Qt.CursorShape.SizeHorCursor, (0, 1): Qt.CursorShape.SizeAllCursor}


class ResponseDrag(QObject):
    """Lets the person drag in `view`, a picture of best responses, as undo steps of `editing`."""

    def __init__(self, view: PictureView, editing: GameEditing) -> None:
        super().__init__(view)
        self.view, self.editing = view, editing
        self._held: tuple[int, ...] = ()
        view.setToolTip("Drag where a best response turns, or the crossing of both: a payoff follows")
        view.pressed.connect(self._press)
        view.moved.connect(self._move)
        view.released.connect(self._release)

    def near(self, point: QPointF) -> tuple[int, ...]:
        """The players whose best responses turn there."""
        game = self.editing.game
        if self.view.scene is None or not best_response.fits(game):
            return ()
        unit = self.view.unit()
        frame = best_response.place(self.view.picture_rect(), unit)
        found = []
        for player in (0, 1):
            ends = handle(game, player)
            if ends is not None:
                places = [frame.at(*(end if player == 0 else end[::-1])) for end in ends]
                across = _outside(point.x(), [place.x() for place in places])
                up = _outside(point.y(), [place.y() for place in places])
                found += [player] * (hypot(across, up) <= REACH * unit)
        return tuple(found)

    def _press(self, point: QPointF) -> None:
        self._held = self.near(point)
        if self._held:
            self.editing.begin_turn()

    def _move(self, point: QPointF) -> None:
        if not self._held:
            self.view.setCursor(CURSORS[self.near(point)])
            return
        p, q = best_response.place(self.view.picture_rect(), self.view.unit()).data(point)
        fine = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        to = {0: q, 1: p}
        self.editing.turn([(k, Fraction(to[k]).limit_denominator(1000)) for k in self._held], fine)

    def _release(self, _point: QPointF) -> None:
        if self._held:
            self._held = ()
            self.editing.end_drag()


def _outside(value: float, ends: Iterable[float]) -> float:
    """How far a number lies outside an interval."""
    low, *_, high = sorted(ends)
    return max(low - value, value - high, 0.0)


def handle(game: NormalForm, player: int) -> tuple[Point, Point] | None:
    """The piece of the best response that can be dragged, by its ends (own, other's probability of the first
    strategy): where it turns, or, where it never does, its end at the edge where less is at stake. None where
    the player is always indifferent."""
    first, second = advantage(game, player)
    curve = stair(first, second)
    if not curve:
        return None
    if len(curve) == 2:
        end = curve[0] if abs(second) <= abs(first) else curve[1]
        return end, end
    return (curve[1], curve[2]) if len(curve) == 4 or first == 0 else (curve[0], curve[1])


def turned(game: NormalForm, player: int, at: Fraction, fine: bool = False) -> tuple[NormalForm, str]:
    """The game in which the player's best response turns near `at`, the other's probability of the first
    strategy, and what changed, in words: one payoff, or a parameter where there are formulas. Below 0 and
    above 1 there is no turn. On a grid that is ten times as dense when `fine`. Raises `InputError` where
    formulas do not allow it."""
    ends = handle(game, player)
    if ends is None:
        raise InputError(f"{game.players[player].name} is always indifferent: there is no turn to drag")
    start, (first, second) = ends[0][1], advantage(game, player)
    side = int(at < start if first * second < 0 else abs(second) <= abs(first))
    if side:
        at = min(max(at, -BEYOND), max(start, FARTHEST))
        stake = -first * at / (1 - at)
    else:
        at = max(min(at, 1 + BEYOND), min(start, 1 - FARTHEST))
        stake = -second * (1 - at) / at
    grid = _power_of_ten(max(abs(first), abs(second)) / STEPS) / (10 if fine else 1)
    profiles = [(i, side) if player == 0 else (side, i) for i in (0, 1)]
    paid = [game.payoff(player, profile) for profile in profiles]
    plain = [i for i in (0, 1) if not isinstance(cell := game.cells[(player, *profiles[i])], Draft)
             and not cell.names]
    if not plain:
        alone = {str(game.cells[(player, *profile)]).strip() for profile in profiles}
        return _with_parameter(game, player, at, grid, alone)
    own = max(plain, key=lambda i: paid[i])  # the better one is lowered, where both may change
    value = paid[1 - own] + (stake if own == 0 else -stake)
    text = _on_grid(value, paid[own], grid, "/" in str(game.cells[(player, *profiles[own])]))
    where = f"{game.players[player].name}’s payoff at {', '.join(game.profile_names(profiles[own]))}"
    if not text:
        return game, f"{where}: as it was"
    return edits.set_payoff(game, player, profiles[own], text), f"{where}: {text.replace('-', '−')}"


def _with_parameter(game: NormalForm, player: int, at: Fraction, grid: Fraction, alone: Collection[str]
                    ) -> tuple[NormalForm, str]:
    """The same where the payoffs are formulas: with their only parameter, or one that stands in a cell
    `alone`; where they are linear in it."""
    used = {name for cell in game.cells[player].flat if not isinstance(cell, Draft) for name in cell.names}
    free = [parameter for parameter in game.parameters if not parameter.value.names
            and parameter.name in used and (len(used) == 1 or parameter.name in alone)]
    whose = f"{game.players[player].name}’s payoffs here are formulas"
    if not free:
        raise InputError(f"{whose} in {', '.join(sorted(used))}: drag a parameter below the table instead")
    parameter = free[0]
    value = game.values[parameter.name]

    def balance(there: Fraction) -> Fraction:
        """Zero where the player is indifferent at `at`."""
        one, two = advantage(edits.set_parameter(game, parameter.name, str(there)), player)
        return at * one + (1 - at) * two

    here, next_one, last = (balance(value + i * grid) for i in range(3))
    if next_one - here != last - next_one or next_one == here:
        raise InputError(f"{whose} that are not linear in {parameter.name}: drag it below the table instead")
    wanted = value - here * grid / (next_one - here)
    wanted = wanted if parameter.minimum is None else max(wanted, parameter.minimum)
    wanted = wanted if parameter.maximum is None else min(wanted, parameter.maximum)
    text = _on_grid(wanted, value, min(grid, parameter.step or grid), "/" in str(parameter.value))
    if not text:
        return game, f"{parameter.name}: as it was"
    return edits.set_parameter(game, parameter.name, text), f"{parameter.name} = {text.replace('-', '−')}"


def _power_of_ten(value: Fraction) -> Fraction:
    """One that is no greater than the value, and not much smaller."""
    return Fraction(10) ** (len(str(floor(value))) - 1 if value >= 1 else -len(str(floor(1 / value))))


def _on_grid(value: Fraction, before: Fraction, grid: Fraction, as_fraction: bool) -> str:
    """The nearest number of the grid, written as its author writes numbers; empty where none is nearer than
    what stands there."""
    if abs(value - before) < grid / 2:
        return ""
    nearest = round(value / grid) * grid
    return str(nearest) if as_fraction else as_decimal(nearest)
