"""An equilibrium worked out line by line, as one writes it on a board: who makes whom indifferent, and why
nobody gains by anything else."""

from __future__ import annotations

from fractions import Fraction

from playground.equilibrium.words import listed, mixture, quoted
from playground.game import NormalForm, Profile
from playground.problem import InputError

_LETTERS = ("p", "q")


def worked(game: NormalForm, profile: Profile) -> tuple[str, ...]:
    """Lines that show why an exact profile is, or is not, a Nash equilibrium: for each player what the
    strategies pay against the others, and of two players the equations that give the mixtures. Raises
    `InputError` for floats and for profiles of another game."""
    if tuple(map(len, profile)) != game.shape or not all(
            isinstance(p, Fraction) for strategy in profile for p in strategy):
        raise InputError("only exact profiles of this game can be worked out")
    lines: list[str] = []
    regrets = profile.regrets(game)
    for k in range(game.n_players):
        lines += _two(game, profile, k) if game.n_players == 2 and not regrets[k] else []
        lines += _comparison(game, profile, k)
    return tuple(lines)


def _two(game: NormalForm, profile: Profile, player: int) -> list[str]:
    """The equations by which the other player's mixture makes this one indifferent."""
    other = 1 - player
    own, mixed = profile.supports[player], profile.supports[other]
    if len(own) < 2 or len(mixed) < 2:
        return []
    me, them = game.players[player], game.players[other]
    letter = _LETTERS[other]
    if len(mixed) == 2:
        weights = [letter, f"(1 - {letter})"]
        lines = [f"Let {them.name} play {quoted(them.strategies[mixed[0]])} with probability {letter} and "
                 f"{quoted(them.strategies[mixed[1]])} with 1 - {letter}. {me.name} mixes, so these must "
                 "pay the same:"]
    else:
        weights = [f"{letter}{j + 1}" for j in mixed]
        named = ", ".join(f"{quoted(them.strategies[j])} with {weight}" for j, weight in zip(mixed, weights))
        lines = [f"Let {them.name} play {named}. {me.name} mixes, so these must pay the same:"]
    rows = [[game.payoff(player, (i, j) if player == 0 else (j, i)) for j in mixed] for i in own]
    for i, row in zip(own, rows):
        terms = " + ".join(f"{payoff}*{weight}" for payoff, weight in zip(row, weights))
        lines.append(f"  {quoted(me.strategies[i])}: {terms.replace('+ -', '- ')}")
    if len(mixed) == 2:
        here = f"{letter} = {profile[other][mixed[0]]}"
        same = all(row == rows[0] for row in rows)
        lines.append(f"  They do whatever {letter} is; here {here}." if same else f"  They do where {here}.")
    else:
        values = ", ".join(f"{weight} = {profile[other][j]}" for j, weight in zip(mixed, weights))
        lines.append(f"  They do, the probabilities adding up to 1, where {values}.")
    return lines


def _comparison(game: NormalForm, profile: Profile, player: int) -> list[str]:
    """What each strategy pays against what the others play."""
    me, own = game.players[player], profile.supports[player]
    earned = profile.action_payoffs(game, player)
    others = " and ".join(f"{each.name}’s {mixture(each.strategies, strategy)}"
                          for k, (each, strategy) in enumerate(zip(game.players, profile)) if k != player)
    pays = ", ".join(f"{quoted(name)} {value}" for name, value in zip(me.strategies, earned))
    start = f"Against {others}, {me.name}’s strategies pay: " if others else f"{me.name}’s strategies pay: "
    best = [i for i, value in enumerate(earned) if value == max(earned)]
    played = listed([quoted(me.strategies[i]) for i in own])
    worse = [quoted(me.strategies[i]) for i in own if i not in best]
    if worse:
        are = "is" if len(worse) == 1 else "are"
        return [f"{start}{pays}. {listed(worse)} {are} not best: this is no equilibrium."]
    if len(own) > 1:
        how = "both" if len(own) == 2 else "all"
        return [f"{start}{pays}. {played} are {how} best, so any mixture of them is."]
    also = [quoted(me.strategies[i]) for i in best if i not in own]
    tied = f"; {listed(also)} would do as well" if also else ""
    return [f"{start}{pays}. {played} is best{tied}."]
