"""Which of two strict equilibria to expect in a 2×2 game: payoff dominance and risk dominance."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.solution import Solution
from playground.equilibrium.strict_pair import StrictPair, strict_equilibria, strict_pair
from playground.equilibrium.words import counted, mixture, named
from playground.game import NormalForm, Profile
from playground.problem import InputError
from playground.progress import Progress, silent

BOTH = (0, 1)


@CONCEPTS.entry("risk-dominance", "Risk and payoff dominance", "Of two strict equilibria of a 2×2 game, the "
                "one that is better for both and the one that is less risky.",
                reference="Harsanyi, J. C., Selten, R. (1988). A General Theory of Equilibrium Selection in "
                          "Games. MIT Press.")
def equilibrium_selection(game: NormalForm, progress: Progress = silent) -> Solution:
    """The equilibria that dominate, or the mixed one where neither does. Raises `InputError` unless the game
    is 2×2 and has two strict equilibria."""
    pair = strict_pair(game)
    if pair is None:
        raise InputError("payoff and risk dominance compare the two strict equilibria of a 2×2 game; "
                         f"{_why(game)}")
    needed = [tuple(pair.losses[1 - at][k] / (pair.losses[0][k] + pair.losses[1][k]) for k in BOTH)
              for at in BOTH]
    at_risk = Profile([_mixed(pair, k, needed[0][1 - k]) for k in BOTH])
    dominant = sorted({at for at in (pair.payoff_dominant, pair.risk_dominant) if at is not None})
    profiles = [Profile.pure(game, pair.profiles[at]) for at in dominant] or [at_risk]
    names = [named(game, profile) for profile in pair.profiles]
    selected = pair.risk_dominant if pair.payoff_dominant is None else pair.payoff_dominant
    lines = [*(_losses(game, pair, at) for at in BOTH),
             *(_beliefs(game, pair, needed[at], at) for at in BOTH),
             _payoff_dominance(game, pair, names), _risk_dominance(pair, names)]
    if selected is None:
        mixed = ", ".join(mixture(player.strategies, strategy)
                          for player, strategy in zip(game.players, at_risk))
        message = f"Neither dominates: Harsanyi and Selten’s theory selects the mixed equilibrium, {mixed}."
    else:
        reason = "since payoff dominance comes first" if selected == pair.payoff_dominant else "for its risk"
        message = f"Harsanyi and Selten’s theory selects {names[selected]}, {reason}."
    details = (("strict", [_plain(game, pair, needed[at], at) for at in BOTH]),
               ("payoff_dominant", pair.payoff_dominant), ("risk_dominant", pair.risk_dominant),
               ("selected", selected))
    return solution_of(game, "risk-dominance", "exact", profiles, tuple((i,) for i in range(len(profiles))),
                       True, f"Complete: the two strict equilibria are compared. {message}", progress,
                       details, lines=lines)


def _why(game: NormalForm) -> str:
    if game.shape != (2, 2):
        return f"this game is {'×'.join(map(str, game.shape))}"
    return f"this game has {counted(len(strict_equilibria(game)), 'strict equilibrium', 'strict equilibria')}"


def _mixed(pair: StrictPair, player: int, first: Fraction) -> list[Fraction]:
    """The strategy that plays as in the first equilibrium with probability `first`."""
    return [first if i == pair.profiles[0][player] else 1 - first for i in BOTH]


def _losses(game: NormalForm, pair: StrictPair, at: int) -> str:
    one, other = (f"{player.name} {game.number_text(loss)}"
                  for player, loss in zip(game.players, pair.losses[at]))
    return (f"Unilateral departure from {named(game, pair.profiles[at])} costs {one} and {other}; the "
            f"product of these losses is {game.number_text(pair.products[at])}.")


def _beliefs(game: NormalForm, pair: StrictPair, needed: Sequence[Fraction], at: int) -> str:
    """How sure each must be of the other to play along: the equilibrium is p-dominant for these p."""
    one, other = game.players
    own, theirs = game.profile_names(pair.profiles[at])
    return (f"{one.name}’s {own} is best if {other.name} plays {theirs} with probability {needed[0]} or "
            f"more; {other.name}’s {theirs}, if {one.name} plays {own} with {needed[1]} or more.")


def _payoff_dominance(game: NormalForm, pair: StrictPair, names: Sequence[str]) -> str:
    if pair.payoff_dominant is None:
        return "Neither payoff-dominates: none is better for both."
    better, worse = (", ".join(game.number_text(game.payoff(k, pair.profiles[at])) for k in BOTH)
                     for at in (pair.payoff_dominant, 1 - pair.payoff_dominant))
    return f"{names[pair.payoff_dominant]} payoff-dominates: {better} instead of {worse}."


def _risk_dominance(pair: StrictPair, names: Sequence[str]) -> str:
    if pair.risk_dominant is None:
        return "Neither risk-dominates: the products of losses are equal."
    return f"{names[pair.risk_dominant]} risk-dominates: its product of losses is larger."


def _plain(game: NormalForm, pair: StrictPair, needed: Sequence[Fraction], at: int) -> dict[str, Any]:
    return {"profile": list(game.profile_names(pair.profiles[at])), "losses": list(map(str, pair.losses[at])),
            "product": str(pair.products[at]), "probabilities": list(map(str, needed))}
