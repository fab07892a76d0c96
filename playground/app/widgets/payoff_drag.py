"""What dragging a payoff with the pointer means: by which step its number changes, and what is written.

A plain number changes itself, in steps of its own last place; a cell that is just a parameter's name
changes the parameter, within its bounds; any other expression stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from playground.game import Draft, NormalForm
from playground.game.expression import decimal_text


@dataclass(frozen=True)
class Drag:
    """`parameter` is the name of the one that changes, empty where the cell itself does."""

    start: Fraction
    step: Fraction
    parameter: str = ""
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    as_fraction: bool = False

    def text(self, ticks: int, fine: bool = False) -> str:
        """What stands there `ticks` steps from the start: on the grid of the step, or of a tenth of it
        when `fine`."""
        step = self.step / 10 if fine else self.step
        value = round(self.start / step + ticks) * step if ticks else self.start
        if self.minimum is not None:
            value = max(value, self.minimum)
        if self.maximum is not None:
            value = min(value, self.maximum)
        return str(value) if self.as_fraction else as_decimal(value)


def plan(game: NormalForm, player: int, profile: Sequence[int]) -> Drag | None:
    """How the payoff can be dragged; None where it cannot."""
    cell = game.cells[(player, *profile)]
    if isinstance(cell, Draft):
        return None
    text = str(cell).strip()
    if not cell.names:
        value = game.payoff(player, profile)
        return Drag(value, natural_step(text, value), as_fraction="/" in text)
    for parameter in game.parameters:
        if parameter.name == text and not parameter.value.names:
            value = game.values[text]
            step = parameter.step or natural_step(str(parameter.value), value)
            return Drag(value, step, text, parameter.minimum, parameter.maximum, "/" in str(parameter.value))
    return None


def natural_step(text: str, value: Fraction) -> Fraction:
    """One unit of the last place somebody cared for: 1 for 3, 1/100 for 0.25, 1/6 for 5/6; for numbers
    from 100 on a tenth of their size."""
    if value.denominator != 1 and "/" in text:
        return Fraction(1, value.denominator)
    if "." in text and value.denominator != 1:
        places = -int(Decimal(as_decimal(value)).as_tuple().exponent)
        return Fraction(1, 10 ** min(places, 6))
    digits = len(str(abs(int(value))))
    return Fraction(10) ** (digits - 2) if digits > 2 else Fraction(1)


def as_decimal(value: Fraction) -> str:
    """The number in decimal figures where that is exact, otherwise as a fraction."""
    return decimal_text(value, 9) or str(value)
