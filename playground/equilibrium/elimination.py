"""What is left when dominated strategies are removed again and again: the concepts of strict and of weak
dominance."""

from __future__ import annotations

from typing import Any

from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.dominance import Domination, iterated_elimination
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import counted, mixture, quoted
from playground.game import NormalForm, Profile
from playground.progress import Progress


@CONCEPTS.entry("dominance", "Iterated strict dominance", "What is left when strictly dominated strategies "
                "(by mixed ones too) are removed again and again.",
                reference="Luce, R. D., Raiffa, H. (1957). Games and Decisions. Wiley.")
def _dominance(game: NormalForm, progress: Progress) -> Solution:
    return _elimination(game, True, progress)


@CONCEPTS.entry("weak-dominance", "Iterated weak dominance", "What is left when all weakly dominated "
                "strategies are removed at once, again and again; another order may leave others.",
                reference="Moulin, H. (1979). Dominance Solvable Voting Schemes. Econometrica 47.")
def _weak_dominance(game: NormalForm, progress: Progress) -> Solution:
    return _elimination(game, False, progress)


def _elimination(game: NormalForm, strict: bool, progress: Progress) -> Solution:
    result = iterated_elimination(game, strict, progress)
    names = [[player.strategies[i] for i in left] for player, left in zip(game.players, result.survivors)]
    left = "; ".join(f"{player.name}: {', '.join(own)}" for player, own in zip(game.players, names))
    steps = [[_step(game, each) for each in found] for found in result.rounds]
    rounds = counted(len(steps), "round", "rounds")
    nothing = f"No strategy is {'strictly' if strict else 'weakly'} dominated."
    message = f"Left after {rounds}: {left}." if steps else nothing
    alone = [Profile.pure(game, [left[0] for left in result.survivors])] if all(
        len(left) == 1 for left in result.survivors) else []
    concept = "dominance" if strict else "weak-dominance"
    lines = [f"Round {number}: " + "; ".join(_step_text(game, each) for each in found) + "."
             for number, found in enumerate(result.rounds, 1)]
    if not strict and steps:
        lines.append("With weak dominance the order matters: removing one at a time may leave others.")
    return solution_of(game, concept, "exact", alone, tuple((i,) for i in range(len(alone))), True, message,
                     progress, (("survivors", names), ("rounds", steps)), lines=lines)


def _step_text(game: NormalForm, each: Domination) -> str:
    names = game.players[each.player].strategies
    return (f"{game.players[each.player].name}’s {quoted(names[each.strategy])} goes, dominated by "
            f"{mixture(names, each.by)}")


def _step(game: NormalForm, each: Domination) -> dict[str, Any]:
    player = game.players[each.player]
    return {"player": player.name, "strategy": player.strategies[each.strategy],
            "by": {player.strategies[i]: str(p) for i, p in enumerate(each.by) if p}, "strict": each.strict}
