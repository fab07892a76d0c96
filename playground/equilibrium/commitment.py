"""Stackelberg commitment: what a player gets who moves first and is seen, with pure and mixed strategies.

The follower sees the strategy, mixed or not, and answers it best. If ties are broken as the leader would have
it, the best commitment is found by one linear program an answer (Conitzer and Sandholm 2006). If they are
broken against the leader, answers that are best only at the border of other answers' regions count for
nothing, and between answers that are always worth the same to the follower the leader gets the worst (von
Stengel and Zamir 2010, Leadership Games with Convex Strategy Sets, Games and Economic Behavior 69).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.integers import positive
from playground.equilibrium.simplex import Optimum, maximise
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import mixture
from playground.game import NormalForm, Profile
from playground.game.integers import Integers, whole_payoffs
from playground.problem import InputError
from playground.progress import Progress, silent

MOST_PROFILES = 900  # for mixed commitments; some seconds


class Program(NamedTuple):
    """Maximise objective · x with matrix · x ≤ bounds and x ≥ 0."""

    objective: list[int]
    matrix: list[list[int]]
    bounds: list[int]


class Commitment(NamedTuple):
    """A best commitment of `leader`: the `profile` of it and of the answer that is best for the leader among
    the follower's best ones, and the `payoffs` of both players. `worst`: the leader's with the worst of these
    answers; `sure`: what some commitment, this or another, is sure to bring with any of them, or to come as
    close to as desired."""

    leader: int
    mixed: bool
    profile: Profile
    payoffs: tuple[Fraction, ...]
    worst: Fraction
    sure: Fraction


@CONCEPTS.entry("stackelberg", "Stackelberg commitment", "What each player gains by moving first and being "
                "seen, with a pure strategy or a mixed one.",
                reference="von Stackelberg, H. (1934). Marktform und Gleichgewicht. Springer; Conitzer, V., "
                          "Sandholm, T. (2006). Computing the Optimal Strategy to Commit to. ACM EC.")
def _commitment(game: NormalForm, progress: Progress) -> Solution:
    everything = game.payoffs[0].size <= MOST_PROFILES
    lines, found, profiles, certified = [], [], [], True
    for leader in (0, 1):
        told = [pure_commitment(game, leader)]
        if everything:
            mixed, proven = _mixed(game, leader, progress)
            told.append(mixed)
            certified = certified and proven
        found += told
        certified = certified and all(_holds(game, each) for each in told)
        if everything and (told[1].payoffs[leader], told[1].sure) == (told[0].payoffs[leader], told[0].sure):
            told.pop()
        profiles += [each.profile for each in told]
        lines += [_sentence(game, each) for each in told]
        if everything and len(told) == 1:
            lines.append(f"A mixture is worth no more to {game.players[leader].name}.")
    profiles = list(dict.fromkeys(profiles))
    message = ("Complete: no commitment is worth more; others may be worth as much." if everything else
               "Not complete: pure commitments only; this game is too large for mixed ones.")
    message += (" Ties go as the leader would have them (strong Stackelberg equilibrium); where that matters "
                "the lines say so.")
    return solution_of(game, "stackelberg", "exact", profiles, tuple((i,) for i in range(len(profiles))),
                       everything, message, progress,
                       (("commitments", [_plain(game, each) for each in found]),), certified, lines)


def _sentence(game: NormalForm, found: Commitment) -> str:
    leader, follower = game.players[found.leader], game.players[1 - found.leader]
    played = mixture(leader.strategies, found.profile[found.leader])
    answer = mixture(follower.strategies, found.profile[1 - found.leader])
    value, other = found.payoffs[found.leader], found.payoffs[1 - found.leader]
    first = "commits to a mixture that is seen" if found.mixed else "moves first and is seen"
    text = (f"If {leader.name} {first}, {leader.name} plays {played} and gets {game.number_text(value)}; "
            f"{follower.name} answers {answer} and gets {game.number_text(other)}.")
    if found.worst == value:
        return text
    tie = f"{text} Other answers are as good for {follower.name} and worse for {leader.name}"
    if found.sure == value:
        return f"{tie}; another mixture avoids that at next to no cost."
    near = "be sure of, or as near as desired to," if found.mixed else "be sure of"
    return f"{tie}; whichever is taken, {leader.name} can {near} {game.number_text(found.sure)} at most."


def _plain(game: NormalForm, found: Commitment) -> dict[str, Any]:
    answer = found.profile.supports[1 - found.leader][0]
    return {"leader": game.players[found.leader].name, "mixed": found.mixed,
            "strategy": list(map(str, found.profile[found.leader])),
            "answer": game.players[1 - found.leader].strategies[answer],
            "payoffs": list(map(str, found.payoffs)), "worst": str(found.worst), "sure": str(found.sure)}


# --- the best commitments -----------------------------------------------------------------------------------


def pure_commitment(game: NormalForm, leader: int) -> Commitment:
    """The best pure strategy for `leader` to be seen playing and the answer to it, the first of those that
    ties harm least. Raises `InputError` unless there are two players."""
    own, theirs = _payoffs(game, leader)
    best = theirs == theirs.max(axis=1, keepdims=True)
    hoped = np.where(best, own, 0).max(axis=1)
    feared = np.where(best, own, own.max()).min(axis=1)
    at = max(range(len(own)), key=lambda i: (hoped[i], feared[i]))
    answer = int(np.argmax(best[at] & (own[at] == hoped[at])))
    strategy = [Fraction(int(i == at)) for i in range(len(own))]
    return _described(game, leader, False, strategy, answer, feared[at], feared.max())


def mixed_commitment(game: NormalForm, leader: int, progress: Progress = silent) -> Commitment:
    """A best strategy, mixed or pure, for `leader` to be seen playing, and the answer to it. Raises
    `InputError` unless there are two players and not too many strategies."""
    return _mixed(game, leader, progress)[0]


def _mixed(game: NormalForm, leader: int, progress: Progress) -> tuple[Commitment, bool]:
    """`mixed_commitment`, and whether the prices of every program prove that nothing is better."""
    own, theirs = _payoffs(game, leader)
    if own.size > MOST_PROFILES:
        raise InputError(f"{own.size:,} profiles are too many for the best mixed commitment; "
                         f"{MOST_PROFILES:,} are allowed")
    solved: list[tuple[Program, Optimum]] = []

    def solve(program: Program) -> Optimum:
        progress(None, "best commitments")
        solved.append((program, maximise(*program)))
        return solved[-1][1]

    hoped = [solve(_program(own, theirs, [j])) for j in range(own.shape[1])]
    answer = max(range(len(hoped)), key=lambda j: hoped[j].value)
    feared = [solve(_program(own, theirs, alike)).value for alike in _alike(theirs)
              if solve(_inner(theirs, alike)).value > 0]
    strategy = hoped[answer].x[:len(own)]
    found = _described(game, leader, True, strategy, answer, _worst(own, theirs, strategy), max(feared))
    return found, all(_proven(*each) for each in solved)


def _payoffs(game: NormalForm, leader: int) -> tuple[Integers, Integers]:
    """The leader's payoffs, lifted to be positive, and the follower's, in whole numbers; the leader's
    strategies are the rows."""
    if game.n_players != 2:
        raise InputError(f"commitment is for two players, a leader and a follower; this game has "
                         f"{game.n_players}")
    own, theirs = (whole_payoffs(game, k)[0] for k in (leader, 1 - leader))
    return (positive(own), theirs) if leader == 0 else (positive(own).T, theirs.T)


def _program(own: Integers, theirs: Integers, alike: Sequence[int]) -> Program:
    """The most the leader gets with a mixture to which the first of `alike` is a best answer, if the follower
    takes the worst of `alike`, which are always worth the same to the follower. Zero where there is none."""
    size = len(own)
    matrix = [[*(-own[:, j]).tolist(), 1] for j in alike]  # the value, last, is at most that of each
    matrix += [[*(theirs[:, j] - theirs[:, alike[0]]).tolist(), 0] for j in range(own.shape[1])]
    matrix.append([1] * size + [0])
    return Program([0] * size + [1], matrix, [0] * (len(matrix) - 1) + [1])


def _inner(theirs: Integers, alike: Sequence[int]) -> Program:
    """By how much `alike` can be better for the follower than all other answers."""
    size = len(theirs)
    matrix = [[*(theirs[:, j] - theirs[:, alike[0]]).tolist(), 1] for j in range(theirs.shape[1])
              if j not in alike]
    matrix += [[1] * size + [0], [0] * size + [1]]
    return Program([0] * size + [1], matrix, [0] * (len(matrix) - 2) + [1, 1])


def _alike(theirs: Integers) -> list[list[int]]:
    """The follower's answers, those together that are worth the same whatever the leader plays."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for j, column in enumerate(theirs.T.tolist()):
        groups.setdefault(tuple(column), []).append(j)
    return list(groups.values())


def _worst(own: Integers, theirs: Integers, strategy: Sequence[Fraction]) -> Fraction:
    """The leader's payoff with the worst of the follower's best answers."""
    mixed = np.array(strategy, dtype=object)
    earned = mixed @ theirs
    worst: Fraction = min((mixed @ own)[earned == earned.max()])
    return worst


def _described(game: NormalForm, leader: int, mixed: bool, strategy: Sequence[Fraction], answer: int,
               worst: Fraction, sure: Fraction) -> Commitment:
    """A commitment, with values as of `_payoffs` made the game's again."""
    whole, factor = whole_payoffs(game, leader)
    lift = 1 - int(whole.min())
    taken = [Fraction(int(j == answer)) for j in range(game.shape[1 - leader])]
    profile = Profile([strategy, taken] if leader == 0 else [taken, strategy])
    payoffs = tuple(Fraction(value) for value in profile.payoffs(game))
    return Commitment(leader, mixed, profile, payoffs,
                      *((Fraction(value) - lift) / factor for value in (worst, sure)))


# --- the certificate ----------------------------------------------------------------------------------------


def _holds(game: NormalForm, found: Commitment) -> bool:
    """Whether the answer is a best one, by the definition, and no better one for the leader is as good."""
    answers = found.profile.action_payoffs(game, 1 - found.leader)
    taken = found.profile.supports[1 - found.leader][0]
    strategy = found.profile[found.leader]
    values = [sum(p * game.payoff(found.leader, (i, j) if found.leader == 0 else (j, i))
                  for i, p in enumerate(strategy))
              for j, value in enumerate(answers) if value == max(answers)]
    return (sum(strategy) == 1 and min(strategy) >= 0 and answers[taken] == max(answers)
            and (max(values), min(values)) == (found.payoffs[found.leader], found.worst))


def _proven(program: Program, optimum: Optimum) -> bool:
    """Whether `optimum` is one: feasible, and worth what prices say that nothing exceeds (duality)."""
    objective, matrix, bounds = program
    x, prices = optimum.x, optimum.prices
    feasible = all(sum(a * v for a, v in zip(row, x) if v) <= bound for row, bound in zip(matrix, bounds))
    dear = all(sum(row[j] * price for row, price in zip(matrix, prices) if price) >= objective[j]
               for j in range(len(objective)))
    return (feasible and dear and min(x) >= 0 and min(prices) >= 0
            and sum(a * v for a, v in zip(objective, x)) == optimum.value
            and sum(bound * price for bound, price in zip(bounds, prices)) == optimum.value)
