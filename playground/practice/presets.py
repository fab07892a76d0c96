"""Named wishes: games that teachers ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from playground.catalogue import Catalogue, UnknownEntry
from playground.practice.wish import Value, Wish
from playground.problem import InputError, Problem

WISHES: Catalogue[Wish] = Catalogue("wish")
ANY = "any"  # as the value of a feature: it is not wished any more

WISHES.add("one-mixed", "One equilibrium, fully mixed",
           "Nothing can be eliminated and no cell is stable: the indifference equations must be solved.",
           Wish((3, 3), 0, 9, {"equilibria": 1, "fully-mixed": True, "undominated": True, "denominator": 6}))
WISHES.add("coordination", "Better or safer",
           "Two pure equilibria and a mixed one: the one is better for both, the other less risky.",
           Wish((2, 2), 0, 9, {"pure": 2, "mixed": 1, "risk-conflict": True, "denominator": 6}))
WISHES.add("three-rounds", "Three rounds of elimination",
           "Solved by removing strictly dominated strategies, but only in the third round.",
           Wish((3, 3), 0, 9, {"rounds": 3}))
WISHES.add("battle", "Battle of the Sexes",
           "Both want to meet, each at another place: two pure equilibria and a mixed one.",
           Wish((2, 2), 0, 9, {"textbook": "battle-of-the-sexes", "equilibria": 3, "denominator": 6}))
WISHES.add("zero-sum-saddle", "Zero-sum with a saddle point",
           "No strategy is dominated, and one cell is the least of its row and the greatest of its column.",
           Wish((3, 3), -9, 9, {"zero-sum": True, "pure": 1, "undominated": True, "equilibria": 1}))
WISHES.add("zero-sum-mixed", "Zero-sum without a saddle point",
           "No cell is stable: each player must mix, and the value of the game is found by that.",
           Wish((3, 3), -5, 5, {"zero-sum": True, "pure": 0, "equilibria": 1, "denominator": 10}))
WISHES.add("prisoners-dilemma-like", "A dilemma of two",
           "Both have a dominant strategy, and both would be better off if neither played it.",
           Wish((2, 2), 0, 9, {"rounds": 1, "dilemma": True}))
WISHES.add("degenerate", "Infinitely many equilibria",
           "A tie makes a whole segment of equilibria: which mixtures are allowed, and why?",
           Wish((2, 3), 0, 6, {"infinite": True, "pure": 1, "denominator": 6}))
WISHES.add("seven", "Seven equilibria",
           "Three pure and four mixed ones, the most that a nondegenerate 3x3 game can have.",
           Wish((3, 3), 0, 9, {"pure": 3, "nondegenerate": True, "equilibria": 7, "denominator": 12}))


def wish_of(wish: str | Wish = "", shape: tuple[int, int] | None = None, low: int | None = None,
            high: int | None = None, features: Mapping[str, Value] | None = None) -> Wish:
    """That wish, the one of that name, or without a name a plain one, with what is given in place of its own;
    a feature with the value "any" is dropped. Raises `InputError`."""
    try:
        base = wish if isinstance(wish, Wish) else WISHES[wish].make if wish else Wish()
    except UnknownEntry as error:
        raise InputError([Problem("wish", str(error))]) from None
    wanted = {**base.features, **(features or {})}
    return replace(base, shape=base.shape if shape is None else shape,
                   low=base.low if low is None else low, high=base.high if high is None else high,
                   features={key: value for key, value in wanted.items() if value != ANY})
