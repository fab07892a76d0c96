"""What a solver gives: equilibria with their payoffs, and what is known of the list as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from playground.game import Profile
from playground.game.profile import Number


@dataclass(frozen=True)
class Equilibrium:
    """One profile of a solution. `component`: which of the solution's connected components it is in."""

    profile: Profile
    payoffs: tuple[Number, ...]
    component: int = 0

    @property
    def kind(self) -> str:
        """"pure" or "mixed"."""
        return "pure" if self.profile.is_pure else "mixed"


@dataclass(frozen=True)
class Solution:
    """The result of a solution concept.

    exact
        Every number is a Fraction.
    complete
        The list is proven to hold all there is: of Nash equilibria all *extreme* ones, of which every
        other is a mixture.
    certified
        Every profile was checked against the concept's definition, independently of the method.
    equilibria
        The profiles, those that play earlier strategies more coming first.
    components
        For Nash equilibria the connected components, each as indices into `equilibria`.
    message
        In plain words what is known of the list, and why.
    missed
        How many extreme equilibria the method did not find; None where that is not known.
    lines
        What a concept has to say beyond profiles, a sentence each, for people.
    details
        The same as plain JSON values by name (survivors, values, …).
    """

    concept: str
    method: str
    exact: bool
    complete: bool
    certified: bool
    equilibria: tuple[Equilibrium, ...]
    components: tuple[tuple[int, ...], ...]
    message: str
    missed: int | None = None
    seconds: float = 0.0
    details: tuple[tuple[str, Any], ...] = ()
    lines: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: exact numbers as text "p/q", floats as numbers."""
        return {
            "concept": self.concept, "method": self.method, "exact": self.exact, "complete": self.complete,
            "certified": self.certified, "seconds": self.seconds,
            "equilibria": [{"profile": [list(map(_plain, strategy)) for strategy in each.profile],
                            "payoffs": list(map(_plain, each.payoffs)), "component": each.component}
                           for each in self.equilibria],
            "components": [list(component) for component in self.components],
            "message": self.message, "missed": self.missed, **dict(self.details)}


def _plain(value: Number) -> str | float:
    return str(value) if isinstance(value, Fraction) else float(value)
