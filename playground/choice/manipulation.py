"""Who gains by lying: every lie of one voter, or of some who think alike, is tried.

A voter compares winners, ties broken by an order of candidates that is known to all. For three candidates or
more no rule without a dictator is free of such gains that can elect each of three (Gibbard 1973, Econometrica
41, 587–601; Satterthwaite 1975, Journal of Economic Theory 10, 187–217).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, islice, permutations

import numpy as np

from playground.choice.ballots import Ballots, Ranks, of_orders
from playground.choice.rule import RULES, elect
from playground.game import NormalForm, Player
from playground.game.normal_form import MAX_PAYOFFS
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_LYING = 7  # candidates of whom every order is tried: 5,040 lies
MOST_LIES = 200_000  # outcomes that are worked out
MOST_PROFILES = 20_000  # that are gone through for an exact index
MOST_VOTING = 6  # voters in a voting game


@dataclass(frozen=True)
class Lie:
    """`ballot`: which of the different ballots these voters have, by place; `voters`: how many of them say
    `lie` instead, an order of candidates, best first; so that `after` wins in place of `before`, whom they
    like less."""

    ballot: int
    voters: int
    lie: tuple[int, ...]
    before: int
    after: int


def lies(ballots: Ballots, rule: str, ties: Sequence[int], coalition: int = 1,
         progress: Progress = silent) -> tuple[Lie, ...]:
    """One gainful lie of each kind of ballot and winner that can be had by it, by up to `coalition` voters
    who have the same ballot and say the same lie; the fewest who can. All lies were tried: where there are
    none, nobody of these can gain. `ties`: an order of all candidates, best first. Raises `InputError` where
    there are too many to try, and what `progress` raises."""
    orders = _orders(ballots)
    counts = ballots.counts.tolist()
    tried = len(orders) * sum(min(coalition, count) for count in counts)
    if tried > MOST_LIES:
        raise InputError([Problem("ballots", f"{tried:,} lies are too many to try; at most {MOST_LIES:,} "
        "are")])
    before = elect(ballots, rule, progress).first(ties)
    found, done = [], 0
    for column, count in enumerate(counts):
        truth = ballots.ranks[:, column]
        won: set[int] = set()
        for liars in range(1, min(coalition, count) + 1):
            for order, ranks in orders:
                progress((done := done + 1) / tried, "lies")
                if (ranks == truth).all():
                    continue
                after = elect(_with(ballots, column, liars, ranks), rule).first(ties)
                if truth[after] < truth[before] and after not in won:
                    won.add(after)
                    found.append(Lie(column, liars, order, before, after))
    return tuple(found)


def _orders(ballots: Ballots) -> list[tuple[tuple[int, ...], Ranks]]:
    """Every order of all candidates, with its ranks."""
    if not ballots.is_linear:
        raise InputError([Problem("ballots", "lies are tried for orders of all candidates, without ties")])
    if ballots.size > MOST_LYING:
        raise InputError([Problem("candidates", f"every order of at most {MOST_LYING} candidates is tried as "
        f"a lie, not of {ballots.size:,}")])
    found = []
    for order in permutations(range(ballots.size)):
        ranks = np.empty(ballots.size, dtype=np.int16)
        ranks[list(order)] = np.arange(1, ballots.size + 1)
        found.append((order, ranks))
    return found


def _with(ballots: Ballots, column: int, liars: int, lie: Ranks) -> Ballots:
    """The ballots when so many voters say something else."""
    counts = np.append(ballots.counts, liars)
    counts[column] -= liars
    ranks = np.concatenate([ballots.ranks, lie[:, np.newaxis]], axis=1)
    stay = counts > 0
    return of_orders(ballots.candidates, ranks[:, stay], counts[stay])


@dataclass(frozen=True)
class Index:
    """The share of profiles in which some voter gains by a lie, all profiles being equally likely (Nitzan
    1985, Public Choice 47, 349–370; Kelly 1993, Social Choice and Welfare 10, 161–175). `exact`: all were
    gone through; otherwise `error` is the standard error of a sample of `profiles`."""

    share: Fraction
    profiles: int
    exact: bool
    error: float = 0.0


def manipulability(rule: str, candidates: int, voters: int, samples: int = 2_000, seed: int = 1,
                   progress: Progress = silent) -> Index:
    """How often somebody gains by lying, ties broken by the order of candidates. Exact where the profiles are
    few enough to go through them all, else of a sample by `seed`. Raises `InputError`, and what `progress`
    raises."""
    problems = [Problem(name, f"{value} is not from {low} to {high}") for name, value, low, high in (
        ("candidates", candidates, 2, 5), ("voters", voters, 1, 1_000), ("samples", samples, 1, 10**6))
        if not low <= value <= high]
    if problems:
        raise InputError(problems)
    RULES.read(rule)
    kinds = math.factorial(candidates)
    count = math.comb(voters + kinds - 1, voters)  # profiles, whoever said what
    exact = count <= MOST_PROFILES
    total, good = 0, 0
    profiles = _all(kinds, voters) if exact else _drawn(kinds, voters, samples, seed)
    for done, (profile, weight) in enumerate(profiles):
        progress(done / (count if exact else samples), "profiles")
        total += weight
        good += weight * _gains(profile, candidates, rule)
    share = Fraction(good, total)
    error = 0.0 if exact else math.sqrt(float(share * (1 - share)) / samples)
    return Index(share, count if exact else samples, exact, error)


def _all(kinds: int, voters: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every profile as sorted orders, with in how many ways its voters can have them."""
    for profile in combinations_with_replacement(range(kinds), voters):
        ways = math.factorial(voters)
        for kind in set(profile):
            ways //= math.factorial(profile.count(kind))
        yield profile, ways


def _drawn(kinds: int, voters: int, samples: int, seed: int) -> Iterator[tuple[tuple[int, ...], int]]:
    random = np.random.default_rng(seed)
    for _ in range(samples):
        yield tuple(random.integers(kinds, size=voters).tolist()), 1


def _gains(profile: Sequence[int], candidates: int, rule: str) -> bool:
    orders = list(permutations(range(candidates)))
    kinds = sorted(set(profile))
    ranks = np.empty((candidates, len(kinds)), dtype=np.int16)
    for column, kind in enumerate(kinds):
        ranks[list(orders[kind]), column] = np.arange(1, candidates + 1)
    ballots = of_orders([str(k) for k in range(candidates)], ranks, [profile.count(kind) for kind in kinds])
    return bool(lies(ballots, rule, range(candidates)))


def voting_game(ballots: Ballots, rule: str, ties: Sequence[int], progress: Progress = silent) -> NormalForm:
    """Voting as a game: each voter is a player who may hand in any order of the candidates (of more than
    three: put any of them first and leave the rest as it is); its payoff is how many candidates it likes less
    than the winner. Raises `InputError` where the game is too large, and what `progress` raises."""
    if not ballots.is_linear:
        raise InputError([Problem("ballots", "a voting game is made of orders of all candidates, without "
        "ties")])
    size, voters = ballots.size, ballots.voters
    kinds = np.argsort(ballots.ranks, axis=0, kind="stable").T.tolist()
    truths = [truth for truth, count in zip(kinds, ballots.counts.tolist())
              for _ in range(min(count, MOST_VOTING + 1))]
    offers = [list(permutations(range(size))) if size <= 3 else
              [(k, *(j for j in truth if j != k)) for k in truth] for truth in truths]
    cells = math.prod(map(len, islice(offers, MOST_VOTING)))
    if voters > MOST_VOTING or cells * voters > MAX_PAYOFFS:
        raise InputError([Problem("ballots", f"{voters:,} voters over {size:,} candidates make too large a "
        f"game; up to {MOST_VOTING} voters, fewer where there are more candidates")])
    shape = tuple(map(len, offers))
    payoffs = np.empty((voters, *shape), dtype=object)
    for done, profile in enumerate(np.ndindex(shape)):
        progress(done / cells, "outcomes")
        ranks = np.empty((size, voters), dtype=np.int16)
        for voter, choice in enumerate(profile):
            ranks[list(offers[voter][choice]), voter] = np.arange(1, size + 1)
        winner = elect(of_orders(ballots.candidates, ranks, np.ones(voters)), rule).first(ties)
        for voter, truth in enumerate(truths):
            payoffs[(voter, *profile)] = size - 1 - truth.index(winner)
    names = [[" > "
    "".join(ballots.candidates[k] for k in order) if size <= 3 else f"{ballots.candidates[order[0]]} "
    "first"
              for order in offer] for offer in offers]
    return NormalForm.from_arrays(*payoffs, players=[
        Player(f"Voter {voter}", tuple(offer)) for voter, offer in enumerate(names, 1)])
