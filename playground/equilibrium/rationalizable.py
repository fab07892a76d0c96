"""Rationalizable strategies: best responses to beliefs about others who play best responses to beliefs, and
so on (Bernheim 1984; Pearce 1984).

A strategy is a best response to some belief exactly where no mixture dominates it strictly (Pearce 1984,
Lemma 3), so what iterated strict dominance leaves is what is rationalizable with beliefs in which the others
may be correlated. With two players there is only one other. With more, Bernheim and Pearce ask for
independent beliefs, which may leave less; where all that is left has independent ones, it is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np

from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.dominance import iterated_elimination, tables, within
from playground.equilibrium.elimination import (
    all_text,
    alone,
    elimination_details,
    holds,
    round_lines,
    strategy_names,
)
from playground.equilibrium.integers import whole
from playground.equilibrium.removal_orders import Left
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import amount, quoted
from playground.equilibrium.zero_sum import zero_sum
from playground.game import NormalForm
from playground.progress import Progress, silent

MOST_TOLD = 6  # profiles of a belief in a line; all of them are in the details

Belief = dict[tuple[int, ...], Fraction]  # of profiles, a strategy of each other player, in order


def belief(game: NormalForm, player: int, strategy: int, left: Sequence[Sequence[int]],
           progress: Progress = silent) -> Belief | None:
    """Probabilities of the others' profiles, among the strategies that are left, to which `strategy` is a
    best response of `player` among its own; None where there are none. A pure profile where there is one; or
    else the belief at which it is ahead by most, in which the others may be correlated."""
    own = left[player]
    others = list(product(*(left[k] for k in range(game.n_players) if k != player)))
    rows = within(tables(game), player, left)
    at = list(own).index(strategy)
    best = np.flatnonzero(rows[at] == rows.max(axis=0))
    if len(best):
        return {others[best[0]]: Fraction(1)}
    lead, _mixture, shares = zero_sum(np.delete(rows, at, axis=0) - rows[at], progress)
    return None if lead > 0 else {profile: p for profile, p in zip(others, shares) if p}


def point_rationalizable(game: NormalForm) -> Left:
    """What is left when strategies go, again and again, that are best against no pure profile of what is left
    (Bernheim 1984)."""
    rows = tables(game)
    left: Left = tuple(tuple(range(size)) for size in game.shape)
    while True:
        kept = [within(rows, k, left) for k in range(game.n_players)]
        smaller = tuple(tuple(i for i, row in zip(own, table) if (row == table.max(axis=0)).any())
                        for own, table in zip(left, kept))
        if smaller == left:
            return left
        left = smaller


@CONCEPTS.entry("rationalizable", "Rationalizable strategies", "What players may choose who believe that "
                "all others choose best responses to something, who believe the same, and so on.",
                reference="Bernheim, B. D. (1984). Rationalizable Strategic Behavior. Econometrica 52; "
                          "Pearce, D. G. (1984). Rationalizable Strategic Behavior and the Problem of "
                          "Perfection. Econometrica 52.")
def _rationalizable(game: NormalForm, progress: Progress) -> Solution:
    found = iterated_elimination(game, True, progress)
    left = found.survivors
    beliefs: dict[tuple[int, int], Belief] = {}
    certified = holds(game, found)
    for k, own in enumerate(left):
        for number, i in enumerate(own):
            progress(number / len(own), "looking for beliefs")
            held = belief(game, k, i, left, progress)
            certified = certified and held is not None and _is_best(game, k, i, left, held)
            beliefs[k, i] = held or {}
    independent = all(map(_is_product, beliefs.values())) or None
    points = point_rationalizable(game)
    lines = round_lines(game, found)
    if game.n_players > 1:
        lines += [f"{game.players[k].name}’s {quoted(game.players[k].strategies[i])} is best against "
                  f"{_belief_text(game, k, held)}." for (k, i), held in beliefs.items()]
        if points != left:
            lines.append(f"With beliefs in a single profile of the others only: {all_text(game, points)}.")
    details = (*elimination_details(game, found),
               ("beliefs", [{"player": game.players[k].name, "strategy": game.players[k].strategies[i],
                             "belief": [{"others": _others_text(game, k, profile), "probability": str(p)}
                                        for profile, p in held.items()]}
                            for (k, i), held in beliefs.items()]),
               ("independent", independent), ("point", strategy_names(game, points)))
    message = f"Rationalizable: {all_text(game, left)}.{_remark(game, independent)}"
    return solution_of(game, "rationalizable", "exact", *alone(game, left), True, message, progress, details,
                       certified, lines)


# --- by the definition --------------------------------------------------------------------------------------


def _is_best(game: NormalForm, player: int, strategy: int, left: Left, held: Belief) -> bool:
    """Whether it is a belief about what is left of the others, and `strategy` earns as much as any other of
    the player, those included that are gone."""
    rest = [left[k] for k in range(game.n_players) if k != player]
    if sum(held.values()) != 1 or min(held.values()) < 0 or not all(
            i in own for profile in held for i, own in zip(profile, rest)):
        return False
    table: Any = tables(game)[player].astype(object)
    columns = np.stack([table[(slice(None), *profile)] for profile in held], axis=1)
    earned = columns @ whole(held.values())[0]
    return bool(earned[strategy] == earned.max())


def _is_product(held: Belief) -> bool:
    """Whether the others choose independently in it."""
    single: list[dict[int, Fraction]] = [{} for _ in next(iter(held), ())]
    for profile, p in held.items():
        for shares, i in zip(single, profile):
            shares[i] = shares.get(i, Fraction(0)) + p
    return all(held.get(profile, 0) == prod(shares[i] for shares, i in zip(single, profile))
               for profile in product(*single))


# --- in words -----------------------------------------------------------------------------------------------


def _remark(game: NormalForm, independent: bool | None) -> str:
    """For which notion of beliefs it is exact."""
    if game.n_players < 3:
        return ""
    if independent:
        return " The same with correlated and with independent beliefs: each has an independent one."
    return (" This is for beliefs in which the others may be correlated; where they must be independent, "
            "some of these may not be.")


def _others_text(game: NormalForm, player: int, profile: Sequence[int]) -> str:
    others = [each for k, each in enumerate(game.players) if k != player]
    return ", ".join(each.strategies[i] for each, i in zip(others, profile))


def _belief_text(game: NormalForm, player: int, held: Mapping[tuple[int, ...], Fraction]) -> str:
    names = {profile: quoted(_others_text(game, player, profile)) for profile in held}
    if game.n_players > 2:
        names = {profile: f"({name})" for profile, name in names.items()}
    if len(held) == 1:
        return next(iter(names.values()))
    shown = [f"{amount(game, p)} {names[profile]}"
             for profile, p in sorted(held.items(), key=lambda each: -each[1])]
    if len(shown) > MOST_TOLD:
        shown[MOST_TOLD - 1:] = [f"{len(shown) - MOST_TOLD + 1} others"]
    return " + ".join(shown)
