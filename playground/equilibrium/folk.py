"""The folk theorem: what players who meet again and again can sustain, and how patient they must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from playground.catalogue import Option
from playground.equilibrium.best_response import gains, pure_equilibria
from playground.equilibrium.certify import earnings
from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.maximin import Security, maximin
from playground.equilibrium.nash import extreme_equilibria
from playground.equilibrium.pareto import Point, hull, payoff_region
from playground.equilibrium.solution import Solution
from playground.equilibrium.vertices import TooLarge
from playground.equilibrium.words import amount, counted, listed, mixture, quoted
from playground.equilibrium.zero_sum import zero_sum
from playground.game import NormalForm, Profile
from playground.game.integers import whole_payoffs
from playground.problem import InputError
from playground.progress import Progress, silent

MAX_PROFILES = 20_000
MOST_PATIENT = Fraction(999, 1000)
MOST_TOLD = 24  # profiles in lines; all of them are in the details


@dataclass(frozen=True)
class Sustained:
    """A pure profile that is to be played in every round. `grim`: the least discount factor at which nobody
    leaves it if the others then play, for ever, the one-round equilibrium that is worst for whoever left;
    None where no patience is enough. `bound`: below it no punishment is enough, as nobody can be held to less
    than their minimax payoff."""

    profile: tuple[int, ...]
    grim: Fraction | None
    bound: Fraction


@CONCEPTS.entry("folk", "Folk theorem", "What can be sustained when the game is repeated: how far "
                "each can be punished, and from which discount factor the threat of it is enough.",
                reference="Friedman, J. W. (1971). A Non-cooperative Equilibrium for Supergames. Review of "
                          "Economic Studies 38.",
                options=(Option("discount", None, Fraction(0), MOST_PATIENT, "the discount factor δ at which "
                                "profiles are to be sustained; not set: from which δ on each is"),))
def folk(game: NormalForm, progress: Progress, options: Mapping[str, Fraction | None]) -> Solution:
    count = prod(game.shape)
    if game.n_players == 1:
        raise InputError("the folk theorem is about two or more players; this game has one")
    if count > MAX_PROFILES:
        raise InputError(f"{count:,} profiles are too many for the folk theorem; {MAX_PROFILES:,} are "
                         "allowed")
    pure = [pure_minimax(game, k) for k in range(game.n_players)]
    mixed = [minimax(game, k, progress) for k in range(2)] if game.n_players == 2 else []
    details: list[tuple[str, Any]] = [("minimax", [
        {"player": player.name, "pure": str(pure[k][0]), "mixed": str(mixed[k].value) if mixed else None}
        for k, player in enumerate(game.players)])]
    lines = [_minimax_line(game, k, pure[k], mixed[k] if mixed else None) for k in range(game.n_players)]
    if mixed:
        corners = rational_region(game, (mixed[0].value, mixed[1].value))
        details.append(("region", [list(map(str, corner)) for corner in corners]))
        lines.append(_region_line(game, corners))
    threats, unsearched = _threats(game, progress)
    paid = list(earnings(game, threats))
    worst = [_worst(threats, [earned[k] for earned, _ in paid]) for k in range(game.n_players)
             ] if threats else []
    floor = [paid[i][0][k] for k, i in enumerate(worst)]
    lines += [_threat_line(game, threats[i], [k for k, other in enumerate(worst) if other == i], paid[i][0])
              for i in dict.fromkeys(worst)] or ["No threat: no equilibrium of one round is known."]
    held = [each.value for each in mixed] if mixed else [value for value, _by in pure]
    found = _sustained(game, floor, held, progress)
    patience = options["discount"]
    kind = "" if mixed else "pure "
    lines += (_sustained_lines(game, found, kind) if patience is None else
              _sustained_at(game, found, patience, kind))
    details += [
        ("threats", [{"player": player.name, "payoff": str(floor[k]),
                      "profile": [list(map(str, strategy)) for strategy in threats[i]]}
                     for k, (player, i) in enumerate(zip(game.players, worst))]),
        ("sustained", [{"profile": list(game.profile_names(each.profile)),
                        "payoffs": [str(game.payoff(k, each.profile)) for k in range(game.n_players)],
                        "grim": None if each.grim is None else str(each.grim), "bound": str(each.bound)}
                       for each in found])]
    grim = [each for each in found if each.grim is not None]
    certified = (all(stable for _, stable in paid) and all(_is_least(game, each, floor) for each in grim)
                 and all(_is_minimax(game, k, each, progress) for k, each in enumerate(mixed)))
    shown = [each for each in grim if patience is None or (each.grim or 0) <= patience]
    who = "for patient players" if patience is None else f"at δ = {patience}"
    count_text = counted(len(shown), "pure profile", "pure profiles")
    message = (f"Complete: grim trigger sustains {count_text} {who}." if not unsearched else
               f"Grim trigger sustains {count_text} {who}. {unsearched}")
    return solution_of(game, "folk", "exact", [Profile.pure(game, each.profile) for each in shown],
                       tuple((i,) for i in range(len(shown))), not unsearched, message, progress,
                       tuple(details), certified, lines)


# --- how far each can be punished ---------------------------------------------------------------------------


def pure_minimax(game: NormalForm, player: int) -> tuple[Fraction, tuple[int, ...]]:
    """The least that the others can hold `player` to with pure strategies, and a profile where they do."""
    table = np.moveaxis(game.payoffs[player], player, 0)
    best = table.max(axis=0)
    value = best.min()
    others = np.argwhere(best == value)[0].tolist()
    answer = table[(slice(None), *others)].tolist().index(value)
    return value, (*others[:player], answer, *others[player:])


def minimax(game: NormalForm, player: int, progress: Progress = silent) -> Security:
    """Of two players the least that the other can hold `player` to, and the mixed strategy of the other
    that does; an exact linear program (von Neumann 1928)."""
    payoffs, factor = whole_payoffs(game, player)
    value, _answer, strategy = zero_sum(payoffs.T if player else payoffs, progress)
    return Security(value / factor, strategy)


def rational_region(game: NormalForm, least: Point) -> tuple[Point, ...]:
    """Of two players the corners of what can be reached together (in the long run, by taking turns) and gives
    each at least `least`, anticlockwise from the left; two where it is a line, one where it is a point."""
    corners, _frontier = payoff_region(game)
    for k in (0, 1):
        kept = []
        for a, b in zip(corners, (*corners[1:], corners[0])):
            if a[k] >= least[k]:
                kept.append(a)
            if (a[k] - least[k]) * (b[k] - least[k]) < 0:
                share = (least[k] - a[k]) / (b[k] - a[k])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        corners = hull(kept)
    return corners


def _is_minimax(game: NormalForm, player: int, found: Security, progress: Progress) -> bool:
    """The punishment holds the player to the value, and the player has a strategy that secures it."""
    answers = np.moveaxis(game.payoffs[player], player, 0) @ np.array(found.strategy, dtype=object)
    return bool(max(answers) == found.value == maximin(game, player, progress).value)


# --- what the threat sustains -------------------------------------------------------------------------------


def _threats(game: NormalForm, progress: Progress) -> tuple[list[Profile], str]:
    """The one-round equilibria that are known, and what is to be said of others. Of two players the extreme
    ones: for each player one of them is the worst of all, payoffs being bilinear within a maximal Nash
    subset."""
    why = "Mixed equilibria of more than two players are not used as threats, and might be harsher threats."
    if game.n_players == 2:
        try:
            return extreme_equilibria(game, progress), ""
        except TooLarge as error:
            why = f"Mixed equilibria might be harsher threats, but {error}."
    return [Profile.pure(game, at) for at in _worst_pure(game)], why


def _worst(threats: Sequence[Profile], pays: Sequence[Fraction]) -> int:
    """Which threat pays least; a pure one if there is."""
    return min(range(len(threats)), key=lambda i: (pays[i], not threats[i].is_pure))


def _worst_pure(game: NormalForm) -> list[tuple[int, ...]]:
    """Pure equilibria, for each player one that is worst."""
    stable = pure_equilibria(game)
    return list(dict.fromkeys(min(stable, key=lambda at: game.payoff(k, at))
                              for k in range(game.n_players) if stable))


def _sustained(game: NormalForm, floor: Sequence[Fraction], held: Sequence[Fraction], progress: Progress
               ) -> list[Sustained]:
    """All pure profiles that some patience might sustain: first those that grim trigger does, and first among
    these those with the greatest welfare. `floor`: what the worst one-round equilibrium pays each, if there
    is any; `held`: the minimax payoffs."""
    best = [game.payoffs[k].max(axis=k, keepdims=True) for k in range(game.n_players)]
    found = []
    for number, at in enumerate(np.ndindex(*game.shape)):
        if not number % 256:
            progress(number / game.payoffs[0].size, "discount factors")
        earned = [game.payoff(k, at) for k in range(game.n_players)]
        most = [table[(*at[:k], 0, *at[k + 1:])] for k, table in enumerate(best)]
        bound = _patience(earned, most, held)
        if bound is not None:
            grim = _patience(earned, most, floor) if floor else None
            found.append(((grim is None, -sum(earned)), Sustained(at, grim, bound)))
    found.sort(key=lambda each: each[0])
    return [each for _order, each in found]


def _patience(earned: Sequence[Fraction], most: Sequence[Fraction], after: Sequence[Fraction]
              ) -> Fraction | None:
    """The least discount factor at which `earned` in every round is as good for each as `most` once and what
    comes `after` for ever: e ≥ (1 − δ)·m + δ·a. None where none below 1 is enough."""
    least = Fraction(0)
    for e, m, a in zip(earned, most, after):
        if e < a or e == a < m:
            return None
        if e < m:
            least = max(least, (m - e) / (m - a))
    return least


def _is_least(game: NormalForm, found: Sustained, floor: Sequence[Fraction]) -> bool:
    """Whether nobody gains by any change, in any round, at that discount factor, and somebody gains at any
    smaller one: what is gained once against what is lost in all later rounds."""
    delta = found.grim
    if delta is None or not 0 <= delta < 1:
        return False
    tight = delta == 0
    for k in range(game.n_players):
        loss = (game.payoff(k, found.profile) - floor[k]) * delta / (1 - delta)
        once = max(gains(game, k, found.profile))
        if once > loss or loss < 0:
            return False
        tight = tight or once == loss > 0
    return tight


# --- in words -----------------------------------------------------------------------------------------------


def _minimax_line(game: NormalForm, k: int, pure: tuple[Fraction, tuple[int, ...]], mixed: Security | None
                  ) -> str:
    value, at = pure
    name = game.players[k].name
    if mixed is None:
        others = ", ".join(f"{player.name}’s {quoted(player.strategies[i])}"
                           for other, (player, i) in enumerate(zip(game.players, at)) if other != k)
        return f"{name} can be held to {amount(game, value)} by {others}; mixed strategies might do more."
    other = game.players[1 - k]
    if mixed.value == value:
        by = quoted(other.strategies[at[1 - k]])
        return f"{name} can be held to {amount(game, value)} by {other.name}’s {by}."
    return (f"{name} can be held to {amount(game, mixed.value)} by {other.name}’s "
            f"{mixture(other.strategies, mixed.strategy)}; to {amount(game, value)} by a pure strategy.")


def _region_line(game: NormalForm, corners: Sequence[Point]) -> str:
    shown = ", ".join(f"({amount(game, a)}, {amount(game, b)})" for a, b in corners)
    kind = {1: "only", 2: "the line between"}.get(len(corners), "the region with the corners")
    return f"Feasible and individually rational payoffs: {kind} {shown}."


def _threat_line(game: NormalForm, threat: Profile, against: Sequence[int], pays: Sequence[Fraction]) -> str:
    plays = ", ".join(quoted(player.strategies[strategy.index(1)]) if 1 in strategy else
                      mixture(player.strategies, strategy) for player, strategy in zip(game.players, threat))
    names = listed([game.players[k].name for k in against])
    values = listed([amount(game, pays[k]) for k in against])
    return (f"The threat against {names}: ({plays}) for ever, an equilibrium of one round that pays "
            f"{'them' if len(against) > 1 else game.players[against[0]].name} {values}.")


def _sustained_at(game: NormalForm, found: Sequence[Sustained], patience: Fraction, kind: str) -> list[str]:
    """What grim trigger sustains at one discount factor, what nothing does, and what is between."""
    grim = [each for each in found if each.grim is not None and each.grim <= patience]
    lines = [f"({', '.join(map(quoted, game.profile_names(each.profile)))}), paying "
             f"{', '.join(amount(game, game.payoff(k, each.profile)) for k in range(game.n_players))}: "
             f"sustained at δ = {patience}, as from {each.grim} on." for each in grim[:MOST_TOLD]]
    if len(grim) > MOST_TOLD:
        lines.append(f"{len(grim) - MOST_TOLD:,} more are not shown here.")
    between = sum(each.bound <= patience for each in found) - len(grim)
    if between:
        lines.append(f"{counted(between, 'other profile')}: not by grim trigger, perhaps by harsher "
                     f"{kind}punishments.")
    beyond = prod(game.shape) - len(grim) - between
    if beyond:
        lines.append(f"{counted(beyond, 'profile')}: at this δ by no {kind}punishment whatever.")
    return lines


def _sustained_lines(game: NormalForm, found: Sequence[Sustained], kind: str) -> list[str]:
    lines = []
    grim = [each for each in found if each.grim is not None]
    for each in grim[:MOST_TOLD]:
        pays = ", ".join(amount(game, game.payoff(k, each.profile)) for k in range(game.n_players))
        if each.grim == 0:
            said = "an equilibrium of one round, for any δ"
        elif each.grim == each.bound:
            said = f"from δ = {each.grim}, and by no other {kind}punishment below that"
        else:
            said = f"from δ = {each.grim}; harsher {kind}punishments might do, at best from δ = {each.bound}"
        lines.append(f"({', '.join(map(quoted, game.profile_names(each.profile)))}), paying {pays}: {said}.")
    if len(grim) > MOST_TOLD:
        lines.append(f"{len(grim) - MOST_TOLD:,} more are not shown here.")
    if len(found) > len(grim):
        others = counted(len(found) - len(grim), "other profile", "other profiles")
        least = min(each.bound for each in found[len(grim):])
        lines.append(f"{others} cannot be sustained so; harsher {kind}punishments might do, at best from "
                     f"δ = {least}.")
    return lines
