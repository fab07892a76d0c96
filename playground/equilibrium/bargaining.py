"""Four solutions of the bargaining problem that a two-player game poses, exactly.

The players may agree on any lottery over pure profiles; without agreement each gets what it can secure alone,
the maximin value. Every equilibrium gives both as much, so there is always something to agree on. All four
solutions lie on the Pareto frontier above that point, a polyline with rational corners.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from operator import eq
from typing import Any, NamedTuple

from playground.catalogue import Option
from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.maximin import maximin
from playground.equilibrium.pareto import Point, payoff_region
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import mixture
from playground.game import NormalForm
from playground.problem import InputError
from playground.progress import Progress

Lottery = tuple[tuple[Fraction, tuple[int, ...]], ...]  # probabilities of pure profiles
Line = tuple[Point, ...]  # from player 2's best to player 1's
NASH, KALAI_SMORODINSKY, EGALITARIAN, UTILITARIAN = NAMES = (
    "Nash", "Kalai–Smorodinsky", "Egalitarian", "Utilitarian")
BOTH = (0, 1)
MOST_PAID = Fraction(10**12)
MOST_PROFILES = 4_000  # some seconds for the maximin values


class Agreement(NamedTuple):
    """One solution: what the players get, and a `lottery` over one or two pure profiles that gives it."""

    name: str
    payoffs: Point
    lottery: Lottery


class Bargain(NamedTuple):
    """A bargaining problem and its solutions. `ideal`: the most either can get while the other gets what
    `disagreement` gives; `frontier`: the efficient payoffs that give both as much; `most`: the ends of its
    part in which the sum is greatest."""

    disagreement: Point
    ideal: Point
    frontier: Line
    most: tuple[Point, Point]
    agreements: tuple[Agreement, ...]


@CONCEPTS.entry("bargaining", "Bargaining solutions", "What players who can sign a contract would agree on: "
                "Nash, Kalai–Smorodinsky, egalitarian and utilitarian.",
                reference="Nash, J. (1950). The Bargaining Problem. Econometrica 18; Kalai, E., Smorodinsky, "
                          "M. (1975). Other Solutions to Nash’s Bargaining Problem. Econometrica 43.",
                options=tuple(Option(f"disagreement-{k}", None, -MOST_PAID, MOST_PAID, f"what player {k} "
                                     "gets without an agreement; not set: what it can secure alone", "payoff")
                              for k in (1, 2)))
def _bargaining(game: NormalForm, progress: Progress, options: Mapping[str, Fraction | None]) -> Solution:
    progress(None, "bargaining")
    given = [options[f"disagreement-{k + 1}"] for k in BOTH]
    found = bargain(game, given if any(value is not None for value in given) else None)
    lines = [_disagreement(game, found, given), *(_sentence(game, found, each) for each in found.agreements),
             "The last two compare one player’s gains with the other’s, the first two do not need a unit."]
    message = ("Complete: each solution is unique." if found.most[0] == found.most[1] else
               "Complete: each solution is unique, but for the utilitarian one: that with the most equal "
               "gains is shown.")
    return solution_of(game, "bargaining", "exact", [], (), True, message, progress, _details(game, found),
                       all(_holds(game, found, each) for each in found.agreements), lines)


def bargain(game: NormalForm, disagreement: Sequence[Fraction | None] | None = None) -> Bargain:
    """The four solutions. `disagreement`: what either gets without agreement; None: the maximin value.
    Raises `InputError` unless there are two players, not too many profiles, and something gives
    both as much."""
    if game.n_players != 2:
        raise InputError(f"these bargaining solutions are for two players; this game has {game.n_players}")
    count = game.payoffs[0].size
    if count > MOST_PROFILES:
        raise InputError(f"{count:,} profiles are too many to bargain about; {MOST_PROFILES:,} are allowed")
    one, other = disagreement or (None, None)
    start = (maximin(game, 0).value if one is None else one,
             maximin(game, 1).value if other is None else other)
    whole = payoff_region(game)[1]
    frontier = _above(whole, start)
    if not frontier:
        raise InputError(f"no lottery gives both players as much as {start[0]}, {start[1]}")
    ideal = frontier[-1][0], frontier[0][1]
    greatest = max(map(sum, frontier))
    most = tuple(point for point in frontier if sum(point) == greatest)

    def lead(point: Point) -> Fraction:  # of player 1's gain
        return (point[0] - start[0]) - (point[1] - start[1])

    def share(point: Point) -> Fraction:  # the lead of player 1's share of the greatest gain
        return ((point[0] - start[0]) * (ideal[1] - start[1])
                - (point[1] - start[1]) * (ideal[0] - start[0]))

    places: dict[Point, tuple[int, ...]] = {}
    for at in product(*map(range, game.shape)):
        places.setdefault((game.payoff(0, at), game.payoff(1, at)), at)
    points = (_greatest_product(frontier, start), _balanced(frontier, share), _balanced(frontier, lead),
              _balanced(most, lead))
    return Bargain(start, ideal, frontier, (most[0], most[-1]), tuple(
        Agreement(name, point, _lottery(places, whole, point)) for name, point in zip(NAMES, points)))


def _above(line: Line, least: Point) -> Line:
    """The part of a frontier that gives both at least this."""
    for k in BOTH:
        kept: list[Point] = []
        for i, point in enumerate(line):
            if i and (line[i - 1][k] < least[k]) != (point[k] < least[k]):
                before = line[i - 1]
                kept.append(_between(before, point, (least[k] - before[k]) / (point[k] - before[k])))
            if point[k] >= least[k]:
                kept.append(point)
        line = tuple(dict.fromkeys(kept))
    return line


def _between(a: Point, b: Point, part: Fraction) -> Point:
    return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])


def _greatest_product(line: Line, start: Point) -> Point:
    """Where the product of gains is greatest: on each edge a parabola."""
    points = list(line)
    for a, b in pairwise(line):
        up, down = b[0] - a[0], b[1] - a[1]
        part = -(up * (a[1] - start[1]) + down * (a[0] - start[0])) / (2 * up * down)
        points.append(_between(a, b, min(max(part, Fraction(0)), Fraction(1))))
    return max(points, key=lambda point: (point[0] - start[0]) * (point[1] - start[1]))


def _balanced(line: Line, lead: Callable[[Point], Fraction]) -> Point:
    """Where `lead`, which rises linearly on each edge, is zero, or else the end at which it is closest."""
    if lead(line[0]) >= 0:
        return line[0]
    for a, b in pairwise(line):
        if lead(b) >= 0:
            return _between(a, b, lead(a) / (lead(a) - lead(b)))
    return line[-1]


def _lottery(places: Mapping[Point, tuple[int, ...]], whole: Line, point: Point) -> Lottery:
    """The profile with these payoffs, or else a lottery over those at the ends of their edge of the frontier.
    `places`: a profile for the payoffs that have one."""
    if point in places:
        return ((Fraction(1), places[point]),)
    a, b = next((a, b) for a, b in pairwise(whole) if a[0] < point[0] < b[0])
    part = (point[0] - a[0]) / (b[0] - a[0])
    return (1 - part, places[a]), (part, places[b])


# --- in words -----------------------------------------------------------------------------------------------


def _disagreement(game: NormalForm, found: Bargain, given: Sequence[Fraction | None]) -> str:
    one, other = _amounts(game, found.disagreement)
    how = " what it can secure alone" if given == [None, None] else ""
    text = f"Without agreement each gets{how}: {one}, {other}."
    if len(found.frontier) == 1 and any(map(eq, found.frontier[0], found.disagreement)):
        return f"{text} No lottery is better for both: there is nothing to bargain about."
    return text


def _sentence(game: NormalForm, found: Bargain, each: Agreement) -> str:
    one, other = _amounts(game, each.payoffs)
    names = [f"({', '.join(game.profile_names(at))})" for _p, at in each.lottery]
    lottery = mixture(names, [p for p, _at in each.lottery])
    return f"{each.name}: {one}, {other} by {lottery}; {_reason(game, found, each)}."


def _reason(game: NormalForm, found: Bargain, each: Agreement) -> str:
    gains = [each.payoffs[k] - found.disagreement[k] for k in BOTH]
    if each.name == NASH:
        return f"the product of gains, {game.number_text(gains[0] * gains[1])}, is greatest"
    if each.name == KALAI_SMORODINSKY:
        shares = [gain / (most - least) for gain, most, least in zip(gains, found.ideal, found.disagreement)
                  if most > least]
        if not shares:
            return "nobody can gain"
        return f"each gets {'' if shares[0] == 1 else f'{shares[0]} of '}the greatest gain possible"
    if each.name == EGALITARIAN:
        if gains[0] == gains[1]:
            return f"both gain {game.number_text(gains[0])}"
        least = 0 if gains[0] < gains[1] else 1
        name = game.players[least].name
        return f"{name} gains less, {game.number_text(gains[least])}, but cannot gain more"
    ends = " to ".join(", ".join(map(game.number_text, point)) for point in found.most)
    several = f", as from {ends}" if found.most[0] != found.most[1] else ""
    return f"the sum, {game.number_text(sum(each.payoffs, Fraction(0)))}, is greatest{several}"


def _amounts(game: NormalForm, point: Point) -> Iterator[str]:
    return (f"{player.name} {game.number_text(value)}" for player, value in zip(game.players, point))


def _details(game: NormalForm, found: Bargain) -> tuple[tuple[str, Any], ...]:
    return (("disagreement", list(map(str, found.disagreement))), ("ideal", list(map(str, found.ideal))),
            ("frontier", [list(map(str, point)) for point in found.frontier]),
            ("agreements", [{"name": each.name, "payoffs": list(map(str, each.payoffs)),
                             "lottery": [{"probability": str(p), "profile": list(game.profile_names(at))}
                                         for p, at in each.lottery]} for each in found.agreements]))


# --- the certificate ----------------------------------------------------------------------------------------


def _holds(game: NormalForm, found: Bargain, each: Agreement) -> bool:
    """Whether the lottery gives what it should, nothing is better for both, and the solution is what its
    definition says: without the frontier, from the corners of the region of payoffs alone."""
    corners, start, point = payoff_region(game)[0], found.disagreement, each.payoffs
    earned = tuple(sum(p * game.payoff(k, at) for p, at in each.lottery) for k in BOTH)
    gains = [point[k] - start[k] for k in BOTH]
    if (sum(p for p, _at in each.lottery) != 1 or min(p for p, _at in each.lottery) < 0 or earned != point
            or min(gains) < 0 or any(_most(corners, k, point[1 - k]) != point[k] for k in BOTH)):
        return False
    ideal = [_most(corners, k, start[1 - k]) for k in BOTH]
    if each.name == NASH:  # all of the region is on one side of the tangent to the curve of equal products
        return any(most == least for most, least in zip(ideal, start)) or all(
            gains[1] * (corner[0] - point[0]) + gains[0] * (corner[1] - point[1]) <= 0 for corner in corners)
    if each.name == KALAI_SMORODINSKY:
        return gains[0] * (ideal[1] - start[1]) == gains[1] * (ideal[0] - start[0])
    if each.name == EGALITARIAN:
        return gains[0] == gains[1] or any(gains[k] < gains[1 - k] and point[k] == ideal[k] for k in BOTH)
    rivals = [corner for corner in corners if all(corner[k] >= start[k] for k in BOTH)]
    ends = [(start[0], _most(corners, 1, start[0])), (_most(corners, 0, start[1]), start[1])]
    return all(sum(rival) <= sum(point) for rival in (*rivals, *ends))


def _most(corners: Sequence[Point], player: int, least: Fraction) -> Fraction:
    """The most that a player can get if the other gets at least this: at a corner, or between two."""
    other = 1 - player
    values = [corner[player] for corner in corners if corner[other] >= least]
    for a, b in product(corners, corners):
        if a[other] < least < b[other]:
            values.append(a[player] + (least - a[other]) / (b[other] - a[other]) * (b[player] - a[player]))
    return max(values)
