"""What is left when dominated strategies are removed again and again: the concepts of strict and of weak
dominance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.dominance import (
    Domination,
    Elimination,
    domination,
    iterated_elimination,
    tables,
    within,
)
from playground.equilibrium.integers import whole
from playground.equilibrium.removal_orders import EndResults, Left, end_results, removed
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import counted, listed, mixture, quoted
from playground.game import NormalForm, Profile
from playground.game.integers import Integers
from playground.progress import Progress

MOST_TOLD = 12  # results in lines; all of them are in the details


@CONCEPTS.entry("dominance", "Iterated strict dominance", "What is left when strictly dominated strategies "
                "(by mixed ones too) are removed again and again.",
                reference="Luce, R. D., Raiffa, H. (1957). Games and Decisions. Wiley.")
def _dominance(game: NormalForm, progress: Progress) -> Solution:
    found = iterated_elimination(game, True, progress)
    message = f"{left_text(game, found)}." if found.rounds else "No strategy is strictly dominated."
    return solution_of(game, "dominance", "exact", *alone(game, found.survivors), True, message, progress,
                       elimination_details(game, found), holds(game, found), round_lines(game, found))


@CONCEPTS.entry("weak-dominance", "Iterated weak dominance", "What is left when all weakly dominated "
                "strategies are removed at once, again and again; and all that any other order leaves.",
                reference="Moulin, H. (1979). Dominance Solvable Voting Schemes. Econometrica 47; Marx, L. "
                          "M., Swinkels, J. M. (1997). Order Independence for Iterated Weak Dominance. GEB "
                          "18.")
def _weak_dominance(game: NormalForm, progress: Progress) -> Solution:
    found = iterated_elimination(game, False, progress)
    ends = end_results(game, progress)
    told = ends.ways[:MOST_TOLD]
    matters = True if len(ends.survivors) > 1 else False if ends.complete else None
    remark = "" if matters is False else " Other orders leave others." if matters else \
        " Not every order was looked at."
    message = f"{left_text(game, found)}.{remark}" if found.rounds else "No strategy is weakly dominated."
    lines = round_lines(game, found)
    if found.rounds:
        lines += _end_lines(game, ends, told)
    details = (*elimination_details(game, found),
               ("ends", [strategy_names(game, left) for left in ends.survivors]), ("order_matters", matters))
    certified = holds(game, found) and all(_is_way(game, way, progress) for way in told)
    return solution_of(game, "weak-dominance", "exact", *alone(game, found.survivors), ends.complete, message,
                       progress, details, certified, lines)


# --- by the definition --------------------------------------------------------------------------------------


def holds(game: NormalForm, found: Elimination) -> bool:
    """Whether each strategy was dominated when it went, by what was left then."""
    rows = tables(game)
    left: Left = tuple(tuple(range(size)) for size in game.shape)
    for dominations in found.rounds:
        if not all(_dominates(rows, each, left) for each in dominations):
            return False
        left = _without(left, [(each.player, each.strategy) for each in dominations])
    return left == found.survivors


def _dominates(rows: Sequence[Integers], each: Domination, left: Left) -> bool:
    """The definition, for every choice of the others."""
    own = left[each.player]
    kept = within(rows, each.player, left).astype(object)
    shares, scale = whole(each.by[i] for i in own)
    lead = shares @ kept - scale * kept[own.index(each.strategy)]
    return bool(sum(shares) == scale and min(shares) >= 0 and each.by[each.strategy] == 0
                and (lead.min() > 0 if each.strict else lead.min() >= 0 and lead.max() > 0))


def _is_way(game: NormalForm, way: Sequence[Left], progress: Progress) -> bool:
    """Whether each strategy that goes on the way is dominated then."""
    rows = tables(game)
    for left, gone in zip(way, removed(way)):
        for player, strategy in gone:
            each = domination(rows, player, strategy, left, False, progress)
            if each is None or not _dominates(rows, each, left):
                return False
    return True


def _without(left: Left, gone: Sequence[tuple[int, int]]) -> Left:
    return tuple(tuple(i for i in own if (player, i) not in gone) for player, own in enumerate(left))


# --- in words -----------------------------------------------------------------------------------------------


def alone(game: NormalForm, left: Left) -> tuple[list[Profile], tuple[tuple[int, ...], ...]]:
    """The profile and its component, where a single one is left."""
    single = all(len(own) == 1 for own in left)
    return ([Profile.pure(game, [own[0] for own in left])], ((0,),)) if single else ([], ())


def strategy_names(game: NormalForm, left: Left) -> list[list[str]]:
    return [[player.strategies[i] for i in own] for player, own in zip(game.players, left)]


def all_text(game: NormalForm, left: Left) -> str:
    """`Ann: Stag, Hare; Bob: Hare`."""
    return "; ".join(f"{player.name}: {', '.join(own)}"
                     for player, own in zip(game.players, strategy_names(game, left)))


def left_text(game: NormalForm, found: Elimination) -> str:
    return f"Left after {counted(len(found.rounds), 'round')}: {all_text(game, found.survivors)}"


def elimination_details(game: NormalForm, found: Elimination) -> tuple[tuple[str, Any], ...]:
    return (("survivors", strategy_names(game, found.survivors)),
            ("rounds", [[_step(game, each) for each in dominations] for dominations in found.rounds]))


def round_lines(game: NormalForm, found: Elimination) -> list[str]:
    return [f"Round {number}: " + "; ".join(_step_text(game, each) for each in dominations) + "."
            for number, dominations in enumerate(found.rounds, 1)]


def _step_text(game: NormalForm, each: Domination) -> str:
    names = game.players[each.player].strategies
    return (f"{game.players[each.player].name}’s {quoted(names[each.strategy])} goes, dominated by "
            f"{mixture(names, each.by)}")


def _step(game: NormalForm, each: Domination) -> dict[str, Any]:
    player = game.players[each.player]
    return {"player": player.name, "strategy": player.strategies[each.strategy],
            "by": {player.strategies[i]: str(p) for i, p in enumerate(each.by) if p}, "strict": each.strict}


def _end_lines(game: NormalForm, ends: EndResults, told: Sequence[Sequence[Left]]) -> list[str]:
    """Whether the order matters, and what there can be left, each with one way there."""
    count = len(ends.survivors)
    if count == 1:
        return ["Here the order does not matter: every order leaves these." if ends.complete else
                f"Whether the order matters is not known: {ends.looked:,} games on the way were looked at, "
                "and these are not all."]
    lines = [f"The order matters: {counted(count, 'result')} can be left." if ends.complete else
             f"The order matters: at least these {count:,} results can be left; {ends.looked:,} games on the "
             "way were looked at, and these are not all."]
    lines += [f"{all_text(game, way[-1])}, when {_way_text(game, way)}." for way in told]
    if count > len(told):
        lines.append(f"{count - len(told):,} more are not shown here.")
    if len({frozenset(_payoffs(game, left)) for left in ends.survivors}) == 1:
        lines.append("In each of them the same payoffs are possible.")
    return lines


def _way_text(game: NormalForm, way: Sequence[Left]) -> str:
    """`Ann’s T and Bob’s L go, then Ann’s B`."""
    steps = []
    for gone in removed(way):
        own = [[quoted(player.strategies[i]) for other, i in gone if other == k]
               for k, player in enumerate(game.players)]
        steps.append(listed([f"{player.name}’s {listed(names)}" for player, names in zip(game.players, own)
                             if names]))
    verb = "goes" if len(removed(way)[0]) == 1 else "go"
    return f"{steps[0]} {verb}" + "".join(f", then {step}" for step in steps[1:])


def _payoffs(game: NormalForm, left: Left) -> list[tuple[Any, ...]]:
    """What each player gets, in all profiles that are left."""
    return list(zip(*(payoffs[np.ix_(*left)].reshape(-1).tolist() for payoffs in game.payoffs)))
