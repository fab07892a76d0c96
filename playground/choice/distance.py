"""Rules by the fewest changes: Kemeny, Slater, Young, Dodgson."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.catalogue import Settings
from playground.choice.ballots import Ballots, Whole
from playground.choice.pairwise import PAIRS
from playground.choice.rule import RULES, Outcome, at_most, ready
from playground.problem import InputError, Problem
from playground.progress import Progress

MOST_ORDERED = 18  # candidates of whom the best order is found: 2¹⁸ sets
MOST_KINDS, MOST_COUNTED = 3_000, 1_000_000  # different ballots, and voters, in a program of whole numbers
PATIENCE = 20  # seconds that a program may take
SHOWN = 20  # orders that are given


@RULES.entry_of("kemeny", "Kemeny", "The top of the order that contradicts the voters least, pair by "
"pair.", PAIRS,
                reference="Kemeny, J. G. (1959). Mathematics without numbers. Daedalus 88, 577–591.",
                refuses=at_most(MOST_ORDERED))
def kemeny(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return _best_orders(ballots.support, "pairs of voters and candidates are contradicted", progress)


@RULES.entry_of("slater", "Slater", "The top of the order that contradicts the fewest majorities.", PAIRS,
                reference="Slater, P. (1961). Inconsistencies in a schedule of paired comparisons. "
                          "Biometrika 48, 303–312.", refuses=at_most(MOST_ORDERED))
def slater(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return _best_orders((ballots.margins > 0).astype(np.int64), "majorities are contradicted", progress)


def _best_orders(weight: Whole, what: str, progress: Progress) -> Outcome:
    """All tops of the orders with the least sum of weight[a, b] over those with b above a: dynamic
    programming over who is placed already."""
    size = len(weight)
    whole = (1 << size) - 1
    sets = np.arange(1 << size)
    # [k, set]: how much the set's wish to stand above k weighs.
    against = np.stack([_sums(weight[:, k]) for k in range(size)])
    members = np.array([sets >> k & 1 for k in range(size)], dtype=bool)
    many = members.sum(axis=0)
    costs = np.zeros(1 << size, dtype=np.int64)  # of ordering a set, its first one contradicted by the others
    for count in range(1, size + 1):
        progress(count / size, "orders")
        layer = sets[many == count]
        low = np.full(len(layer), np.iinfo(np.int64).max)
        for k in range(size):
            there = members[k, layer]
            rest = layer[there] ^ (1 << k)
            low[there] = np.minimum(low[there], against[k, rest] + costs[rest])
        costs[layer] = low

    def firsts(left: int) -> list[int]:
        return [k for k in range(size) if left >> k & 1
                and against[k, left ^ (1 << k)] + costs[left ^ (1 << k)] == costs[left]]

    orders: list[tuple[int, ...]] = []

    def walk(left: int, order: tuple[int, ...]) -> None:
        if len(orders) > SHOWN:
            return
        if not left:
            orders.append(order)
        for k in firsts(left) if left else ():
            walk(left ^ (1 << k), (*order, k))

    walk(whole, ())
    several = f"; {len(orders)} orders do" if 1 < len(orders) <= SHOWN else (
        f"; more than {SHOWN} orders do" if len(orders) > SHOWN else "")
    return Outcome(tuple(firsts(whole)), orders=tuple(orders[:SHOWN]), note=f"{costs[whole]:,} "
                                                                            f"{what}{several}.")


def _sums(weights: Whole) -> Whole:
    """Of each set, as bits, the sum of its weights."""
    found = np.zeros(1, dtype=np.int64)
    for weight in weights:
        found = np.concatenate([found, found + weight])
    return found


def _few_kinds(ballots: Ballots) -> str:
    if len(ballots.counts) > MOST_KINDS or ballots.voters > MOST_COUNTED:
        return (f"a program of whole numbers is solved for at most {MOST_KINDS:,} different ballots and "
                f"{MOST_COUNTED:,} voters")
    return ""


@RULES.entry_of("young", "Young", "Whoever needs the fewest voters to stay away to lose to nobody.",
                PAIRS + " To be tied with somebody is no loss.",
                reference="Young, H. P. (1977). Extending Condorcet's rule. Journal of Economic Theory 16, "
                          "335–353.", refuses=_few_kinds)
def young(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    scores = []
    signs = _signs(ballots)
    for k in range(ballots.size):
        progress(k / ballots.size, "who would have to stay away")
        others = [i for i in range(ballots.size) if i != k and ballots.margins[i, k] > 0]
        if not others:
            scores.append(0)
            continue
        # As many voters stay as can, such that nobody is ahead of k.
        everybody = [i for i in range(ballots.size) if i != k]
        stay = _program(-np.ones(len(ballots.counts)), signs[k, everybody], np.zeros(len(everybody)),
                        ballots.counts)
        scores.append(int(stay.sum()) - ballots.voters)
    return ready(scores, "voters who would have to stay away, as a loss")


def _signs(ballots: Ballots) -> Any:
    """[a, b, ballot]: 1 where a stands above b, −1 below."""
    ranks = ballots.ranks.astype(np.int64)
    return np.sign(ranks[np.newaxis] - ranks[:, np.newaxis])


def _program(costs: Any, rows: Any, least: Any, most: Any) -> Whole:
    """Whole numbers from 0 to `most` with rows · x ≥ least and the lowest costs, by HiGHS. That they fit is
    checked in whole numbers; that none cost less is the solver's word."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(costs, integrality=np.ones(len(costs)), bounds=Bounds(0, most),
                 constraints=[LinearConstraint(rows, least, np.inf)],
                 options={"mip_rel_gap": 0, "time_limit": PATIENCE})
    whole: Whole | None = None if found.x is None or found.status else np.rint(found.x).astype(np.int64)
    if whole is None or (np.asarray(rows) @ whole < np.asarray(least)).any():
        raise InputError([Problem("", f"no solution was found within {PATIENCE} seconds; use a rule that "
        "needs no program of whole numbers")])
    return whole


def _linear(ballots: Ballots) -> str:
    return _few_kinds(ballots) or ("" if ballots.is_linear else "it takes orders of all candidates, without "
    "ties")


@RULES.entry_of("dodgson", "Dodgson", "Whoever needs the fewest exchanges of neighbours on ballots to beat "
"all others.", "Only orders of all candidates without ties: elsewhere it is not said what an "
                "exchange "
                "is.", reference="Dodgson, C. L. (1876). A method of taking votes on more than two issues. "
                                 "Oxford; Bartholdi, Tovey and Trick (1989), Social Choice and Welfare 6, "
                                 "157–165.", refuses=_linear)
def dodgson(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    size = ballots.size
    orders = np.argsort(ballots.ranks, axis=0, kind="stable").T.tolist()
    scores = []
    for k in range(size):
        progress(k / size, "exchanges")
        others = [i for i in range(size) if i != k]
        # Each exchange with i moves the margin by two; it has to be above zero.
        lacking = np.array([max(0, int(ballots.margins[i, k]) // 2 + 1) for i in others])
        if not lacking.any():
            scores.append(0)
            continue
        moves = [(column, up, order[place - up:place]) for column, order in enumerate(orders)
                 for place in (order.index(k),) for up in range(1, place + 1)]
        costs = np.array([up for _, up, _ in moves])
        passed = np.array([[i in over for i in others] for _, _, over in moves], dtype=np.int64).T
        # Of each kind of ballot no more can be changed than there are.
        kinds = np.zeros((len(orders), len(moves)), dtype=np.int64)
        kinds[[column for column, _, _ in moves], np.arange(len(moves))] = -1
        many = _program(costs, np.vstack([passed, kinds]), np.concatenate([lacking, -ballots.counts]),
                        ballots.counts[[column for column, _, _ in moves]])
        scores.append(-int(costs @ many))
    return ready(scores, "exchanges, as a loss")
