"""What the Tournament page says."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from playground.app.pictures import paper
from playground.app.pictures.standings import mean_text
from playground.arena import KeptResults, Tournament
from playground.arena.standings import MISSING, Standings
from playground.arena.tournament import COMPUTED, EXACT, SIMULATED
from playground.arena.uncertainty import joined, quantile
from playground.equilibrium.words import listed
from playground.problem import InputError
from playground.strategy import seat_title

NOBODY = "Nobody takes part yet. Tick strategies at the right, or choose a line-up there."
COMPUTING = "Computing…"
SAME = 1e-9
FEW = 3  # names in a line
SURE = 0.997  # that a gap is none of chance: three standard errors, of few matches more


def headline(asked: Tournament, found: Standings, titles: Sequence[str]) -> str:
    """Who is ahead."""
    ranking = found.ranking
    if not ranking:
        return "The table is being worked out."
    best = found.mean[ranking[0]]
    ahead = [titles[k] for k in ranking if abs(found.mean[k] - best) < SAME]
    earned = f"{mean_text(best, found.mean_errors[ranking[0]])} a turn"
    if len(ranking) == 1:
        return f"{titles[ranking[0]]} earns {earned}."
    if len(ahead) > 3:
        return f"{len(ahead)} of {len(ranking)} share the first place with {earned}."
    if len(ahead) > 1:
        return f"{' and '.join(ahead)} share the first place with {earned}."
    second = ranking[1]
    gap = best - found.mean[second]
    two = list(ranking[:2])
    half, freedom = joined(found.mean_errors[two].tolist(), found.mean_freedom[two].tolist(), [1, 1])
    chance = 2 * half * quantile(freedom, SURE) if half else 0.0
    close = ", too close to tell by these matches" if gap < chance else ""
    return f"{ahead[0]} wins with {earned}; {titles[second]} comes second{close}."


def cooperation(found: Standings, titles: Sequence[str], first: str) -> str:
    """Who plays the first strategy most and least often, in the mean over the others."""
    table = found.cooperation.copy()
    if len(table) > 1:
        np.fill_diagonal(table, np.nan)
    known = [k for k, row in enumerate(table) if not np.isnan(row).all()]
    if not known:
        return "The table is being worked out."
    often = {k: float(np.nanmean(table[k])) for k in known}
    most, least = max(known, key=lambda k: often[k]), min(known, key=lambda k: often[k])
    mean = sum(often.values()) / len(often)
    told = f"{first} is played {mean:.0%} of the time"
    if often[most] - often[least] < SAME:
        return f"{told}, by all alike."
    return f"{told}: most by {titles[most]}, {often[most]:.0%}, least by {titles[least]}, {often[least]:.0%}."


def left_out(titles: Sequence[str], most: int) -> str:
    """Of whom ranks by noise are not drawn, `most` of them by name."""
    if not titles:
        return ""
    names = list(titles) if len(titles) <= most else [*titles[:most - 1], f"{len(titles) - most + 1} more"]
    return f"Left out, as they are no tables of states and would have to be simulated: {listed(names)}"


def state(asked: Tournament, found: Standings, waiting: int, turns: float,
          groups: Sequence[str] | None = None) -> str:
    """How the table came about, and what is still to be done. `groups`: how those of three and more that are
    known were found."""
    kinds = list(groups) if groups is not None else [
        kind for i, row in enumerate(found.kinds) for kind in row[i:]]
    parts = [f"{kinds.count(kind):,} {name}" for kind, name in (
        (EXACT, "exact"), (COMPUTED, "computed (±10⁻¹²)"), (SIMULATED, f"simulated (seed {asked.seed})"))
        if kind in kinds]
    if waiting and asked.repetition.turns != 0:
        parts.append(f"{waiting:,} still to simulate, {amount(turns)} turns")
    elif MISSING in kinds:
        count = kinds.count(MISSING)
        parts.append(f"{count:,} cannot be worked out without end" if asked.repetition.endless
                     else f"{count:,} to come")
    if groups is not None and asked.seating.drawn:
        parts.append(f"drawn out of {asked.seating.count:,}")
    told = f"{asked.called.capitalize()}: " + ", ".join(parts) if parts else ""
    for k, reason in found.forfeits.items():
        told += f"{'. ' if told else ''}{seat_title(asked.players[k], asked.strategies)} is out: {reason}"
    return told


def waiting(scripts: int, results: bool) -> str:
    """Of scripts of the line-up that may not run yet; `results`: the file keeps some."""
    who, them = ("A script of the line-up waits", "it") if scripts == 1 else (
        f"{scripts} scripts of the line-up wait", "them")
    told = f"{who} for your permission; the table is without {them}"
    return f"{told}, the results that the file keeps are not" if results else told


def kept(results: KeptResults, current: bool) -> str:
    """Of results that the document keeps: `current`, of what is asked now."""
    day = f" of {results.when[:10]}" if results.when else ""
    if current:
        return f"Shown are the results{day} that the file keeps, until they are played again"
    return f"The results{day} that the file keeps are of another version of the game or other settings"


def amount(turns: float) -> str:
    for size, name in ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")):
        if turns >= size:
            return f"{turns / size:,.3g} {name}"
    return f"{turns:,.0f}"


def to_come(problem: InputError) -> str:
    """Why a picture of the whole table is not there yet."""
    return f"The picture waits for the whole table: {problem.problems[0].message}."


def pair(asked: Tournament, found: Standings, titles: Sequence[str], lit: tuple[int, int],
         exact: tuple[Fraction, Fraction] | None, match: bool = True) -> str:
    """What two earn from each other. `match`: one of theirs follows."""
    i, j = lit
    if np.isnan(found.payoffs[i, j]):
        return f"{titles[i]} against {titles[j]}: {_missing(found, lit)}."
    if exact is not None:
        earned = [paper.number(value, 12) for value in exact]
    else:
        earned = [mean_text(found.payoffs[a, b], found.errors[a, b]) for a, b in (lit, lit[::-1])]
    first = asked.game.players[0].strategies[0]
    often = f"{found.cooperation[i, j]:.0%}"
    after = " One such match:" if match else ""
    if i == j:
        return f"{titles[i]} against itself: {earned[0]} a turn; {first} {often} of the time.{after}"
    return (f"{titles[i]} against {titles[j]}: {earned[0]} to {earned[1]} a turn; {first} {often} and "
            f"{found.cooperation[j, i]:.0%} of the time.{after}")


def beside(asked: Tournament, found: Standings, titles: Sequence[str], lit: tuple[int, int]) -> str:
    """What a strategy earns in groups with another one."""
    return f"{cell(asked, found, titles, lit)}. The others of the group are drawn from the line-up."


def _missing(found: Standings, pair: tuple[int, int]) -> str:
    return "one of them could not go on" if found.forfeits.keys() & set(pair) else "still to come"


def cell(asked: Tournament, found: Standings, titles: Sequence[str], at: tuple[int, int]) -> str:
    """For the pointer over a cell."""
    i, j = at
    if np.isnan(found.payoffs[i, j]):
        return f"{titles[i]} against {titles[j]}: {_missing(found, at)}"
    who = f"from {titles[j]}" if asked.game.n_players == 2 else f"beside {titles[j] if i != j else 'itself'}"
    return (f"{titles[i]} gets {mean_text(found.payoffs[i, j], found.errors[i, j])} a turn {who} "
            f"({found.kinds[i][j]}) and plays {asked.game.players[0].strategies[0]} "
            f"{found.cooperation[i, j]:.0%} of the time")
