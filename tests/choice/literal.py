"""Voting rules as their definitions read, by trying everything; voters one by one, a tuple of ranks each,
`LAST` for who is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, permutations, product

from playground.choice import Ballots

LAST = 99
Voters = list[tuple[int, ...]]
Winners = set[int]


def voters_of(ballots: Ballots) -> Voters:
    return [tuple(min(rank, LAST) for rank in ranks) for ranks, count in
            zip(ballots.ranks.T.tolist(), ballots.counts.tolist()) for _ in range(count)]


def lead(voters: Voters, a: int, b: int) -> int:
    return sum((v[a] < v[b]) - (v[b] < v[a]) for v in voters)


def votes(voters: Voters, a: int, b: int) -> int:
    return sum(v[a] < v[b] for v in voters)


def beats(voters: Voters, a: int, b: int) -> bool:
    return lead(voters, a, b) > 0


def best(scores: dict[int, Fraction] | dict[int, int]) -> Winners:
    return {k for k, score in scores.items() if score == max(scores.values())}


def shares(voters: Voters, among: Iterable[int], edge: Callable[..., int] = min) -> dict[int, Fraction]:
    among = list(among)
    found = dict.fromkeys(among, Fraction(0))
    for v in voters:
        place = edge(v[k] for k in among)
        there = [k for k in among if v[k] == place]
        if edge is max or place != LAST:
            for k in there:
                found[k] += Fraction(1, len(there))
    return found


def points(voters: Voters, among: Iterable[int]) -> dict[int, Fraction]:
    among = list(among)
    return {a: sum((Fraction((v[a] < v[b]) * 2 + (v[a] == v[b]), 2) for v in voters for b in among if a != b),
                   Fraction(0)) for a in among}


def condorcet(voters: Voters, size: int) -> Winners:
    return {a for a in range(size) if all(beats(voters, a, b) for b in range(size) if a != b)}


def plurality(voters: Voters, size: int) -> Winners:
    return best(shares(voters, range(size)))


def anti_plurality(voters: Voters, size: int) -> Winners:
    return best({k: -share for k, share in shares(voters, range(size), max).items()})


def borda(voters: Voters, size: int) -> Winners:
    return best(points(voters, range(size)))


def bucklin(voters: Voters, size: int) -> Winners:
    heard = [v for v in voters if min(v) < LAST]
    for depth in range(1, size + 1):
        count = {k: sum(v[k] < LAST and 1 + sum(v[i] < v[k] for i in range(size)) <= depth for v in heard)
                 for k in range(size)}
        if 2 * max(count.values()) > len(heard):
            break
    return best(count)


def runoff(voters: Voters, size: int) -> Winners:
    scores = shares(voters, range(size))
    won: Winners = {0} if size == 1 else set()
    for a, b in permutations(range(size), 2):
        if scores[a] >= scores[b] and all(scores[b] >= scores[k] for k in range(size) if k not in (a, b)):
            won |= {k for k in (a, b) if lead(voters, k, a + b - k) >= 0}
    return won


Scoring = Callable[[Voters, Iterable[int]], dict[int, Fraction]]


def together(scoring: Scoring) -> Callable[[Voters, int], Winners]:
    def rule(voters: Voters, size: int) -> Winners:
        left = set(range(size))
        while True:
            scores = scoring(voters, left)
            out = {k for k in left if scores[k] == min(scores.values())}
            if out == left:
                return left
            left -= out
    return rule


def in_some_order(scoring: Scoring) -> Callable[[Voters, int], Winners]:
    def winners(voters: Voters, left: frozenset[int]) -> Winners:
        if len(left) == 1:
            return set(left)
        scores = scoring(voters, left)
        return {winner for k in left if scores[k] == min(scores.values())
                for winner in winners(voters, left - {k})}
    return lambda voters, size: winners(voters, frozenset(range(size)))


def coombs(voters: Voters, size: int) -> Winners:
    left = set(range(size))
    while True:
        firsts, lasts = shares(voters, left), shares(voters, left, max)
        if won := {k for k in left if 2 * firsts[k] > len(voters)}:
            return won
        out = best(lasts)
        if out == left:
            return left
        left -= out


def nanson(voters: Voters, size: int) -> Winners:
    left = set(range(size))
    while True:
        scores = points(voters, left)
        out = {k for k in left if scores[k] * len(left) < sum(scores.values())}
        if not out:
            return left
        left -= out


def black(voters: Voters, size: int) -> Winners:
    return condorcet(voters, size) or borda(voters, size)


def copeland(voters: Voters, size: int) -> Winners:
    return best({a: sum(beats(voters, a, b) - beats(voters, b, a) for b in range(size)) for a in range(size)})


Strength = Callable[[Voters, int, int], int]


def minimax(strength: Strength) -> Callable[[Voters, int], Winners]:
    return lambda voters, size: best({a: -max([strength(voters, b, a) for b in range(size)
                                              if beats(voters, b, a)] or [0]) for a in range(size)})


def paths(size: int, a: int, b: int) -> Iterator[tuple[int, ...]]:
    others = [k for k in range(size) if k not in (a, b)]
    for many in range(len(others) + 1):
        for between in permutations(others, many):
            yield (a, *between, b)


def width(strength: Strength, voters: Voters, path: Sequence[int]) -> int:
    return min(strength(voters, a, b) if beats(voters, a, b) else 0 for a, b in pairwise(path))


def schulze(strength: Strength) -> Callable[[Voters, int], Winners]:
    def rule(voters: Voters, size: int) -> Winners:
        def widest(a: int, b: int) -> int:
            return max(width(strength, voters, path) for path in paths(size, a, b))
        return {a for a in range(size) if all(widest(a, b) >= widest(b, a) for b in range(size) if a != b)}
    return rule


def defeats(strength: Strength, voters: Voters, among: Sequence[int], a: int, b: int) -> bool:
    """a beats b, and in every cycle with that victory some other one is weaker."""
    own = strength(voters, a, b)
    others = [k for k in among if k not in (a, b)]
    return beats(voters, a, b) and not any(
        width(strength, voters, (b, *between, a)) >= own
        for many in range(1, len(others) + 1) for between in permutations(others, many))


def split_cycle(strength: Strength) -> Callable[[Voters, int], Winners]:
    return lambda voters, size: {b for b in range(size) if not any(
        defeats(strength, voters, range(size), a, b) for a in range(size))}


def stable_voting(voters: Voters, size: int) -> Winners:
    def winners(left: tuple[int, ...]) -> Winners:
        if len(left) == 1:
            return set(left)
        able = [b for b in left if not any(defeats(lead, voters, left, a, b) for a in left)]
        found = {(lead(voters, a, b), a) for a in able for b in left
                 if a != b and a in winners(tuple(k for k in left if k != b))}
        return {a for margin, a in found if margin == max(found)[0]}
    return winners(tuple(range(size)))


def ranked_pairs(strength: Strength) -> Callable[[Voters, int], Winners]:
    def rule(voters: Voters, size: int) -> Winners:
        victories = [(strength(voters, a, b), a, b) for a, b in permutations(range(size), 2)
                     if beats(voters, a, b)]
        levels = sorted({level for level, _, _ in victories}, reverse=True)
        won: Winners = set()
        for order in product(*(permutations([(a, b) for s, a, b in victories if s == level])
                               for level in levels)):
            above: set[tuple[int, int]] = set()
            for a, b in (pair for level in order for pair in level):
                if (b, a) not in above:
                    up = {a} | {k for k in range(size) if (k, a) in above}
                    down = {b} | {k for k in range(size) if (b, k) in above}
                    above |= set(product(up, down))
            won |= {b for b in range(size) if not any((a, b) in above for a in range(size))}
        return won
    return rule


def nearest(cost: Callable[[Voters, int, int], int]) -> Callable[[Voters, int], Winners]:
    """Tops of the orders with the lowest sum of the cost of having b above a."""
    def rule(voters: Voters, size: int) -> Winners:
        costs = {order: sum(cost(voters, b, a) for a, b in combinations(order, 2))
                 for order in permutations(range(size))}
        return {order[0] for order, each in costs.items() if each == min(costs.values())}
    return rule


def young(voters: Voters, size: int) -> Winners:
    for many in range(len(voters), -1, -1):
        won = {a for stay in combinations(voters, many) for a in range(size)
               if all(lead(list(stay), a, b) >= 0 for b in range(size))}
        if won:
            return won
    raise AssertionError("without voters nobody is beaten")


def dodgson(voters: Voters, size: int) -> Winners:
    """All profiles at a distance of 0, 1, 2, … exchanges of neighbours, until somebody beats all."""
    order = [tuple(sorted(range(size), key=lambda k: v[k])) for v in voters]
    layer = {tuple(sorted(order))}
    seen = set(layer)
    while True:
        ranks = [[tuple(ballot.index(k) for k in range(size)) for ballot in profile] for profile in layer]
        if won := set().union(*(condorcet(each, size) for each in ranks)):
            return won
        layer = {tuple(sorted((*profile[:i], (*ballot[:j], ballot[j + 1], ballot[j], *ballot[j + 2:]),
                               *profile[i + 1:])))
                 for profile in layer for i, ballot in enumerate(profile) for j in range(size - 1)} - seen
        seen |= layer


def uncovered(voters: Voters, size: int) -> Winners:
    def covers(a: int, b: int) -> bool:
        return beats(voters, a, b) and all(beats(voters, k, b) for k in range(size) if beats(voters, k, a))
    return {b for b in range(size) if not any(covers(a, b) for a in range(size))}


def top_cycle(voters: Voters, size: int) -> Winners:
    for many in range(1, size + 1):
        for inside in combinations(range(size), many):
            if all(beats(voters, a, b) for a in inside for b in range(size) if b not in inside):
                return set(inside)
    raise AssertionError("all of them beat whoever is outside")


def banks(voters: Voters, size: int) -> Winners:
    chains = [chain for many in range(1, size + 1) for chain in permutations(range(size), many)
              if all(beats(voters, a, b) for a, b in combinations(chain, 2))]
    return {chain[0] for chain in chains if not any(set(chain) < set(other) for other in chains)}


def lottery(voters: Voters, size: int) -> Winners:
    """Everybody who has a chance in some maximal lottery."""
    from scipy.optimize import linprog
    against = [[-lead(voters, a, b) for a in range(size)] for b in range(size)]
    return {k for k in range(size) if linprog(
        [-(i == k) for i in range(size)], against, [0] * size, [[1] * size], [1]).fun < -1e-7}


def dictators(voters: Voters, size: int) -> Winners:
    return {k for k, share in shares(voters, range(size)).items() if share}


def approval(voters: Voters, size: int) -> Winners:
    return best({k: sum(v[k] < LAST for v in voters) for k in range(size)})


ORDERED: dict[str, Callable[[Voters, int], Winners]] = {
    "plurality": plurality, "anti-plurality": anti_plurality, "borda": borda, "bucklin": bucklin,
    "runoff": runoff, "irv": together(shares), "irv:ties=1": in_some_order(shares), "coombs": coombs,
    "nanson": nanson, "baldwin": together(points), "baldwin:ties=1": in_some_order(points), "black": black,
    "copeland": copeland, "minimax": minimax(lead), "minimax:votes=1": minimax(votes),
    "schulze": schulze(lead), "schulze:votes=1": schulze(votes), "split-cycle": split_cycle(lead),
    "split-cycle:votes=1": split_cycle(votes), "stable-voting": stable_voting,
    "ranked-pairs": ranked_pairs(lead), "ranked-pairs:votes=1": ranked_pairs(votes), "kemeny": nearest(votes),
    "slater": nearest(beats), "young": young, "dodgson": dodgson, "uncovered-set": uncovered,
    "top-cycle": top_cycle, "banks": banks, "maximal-lottery": lottery, "random-dictatorship": dictators,
    "approval": approval}

Grades = list[tuple[Fraction, ...]]


def score(grades: Grades, size: int) -> Winners:
    return best({k: sum((row[k] for row in grades), Fraction(0)) for k in range(size)})


def star(grades: Grades, size: int) -> Winners:
    totals = {k: sum((row[k] for row in grades), Fraction(0)) for k in range(size)}
    won: Winners = {0} if size == 1 else set()
    for a, b in permutations(range(size), 2):
        if totals[a] >= totals[b] and all(totals[b] >= totals[k] for k in range(size) if k not in (a, b)):
            margin = sum((row[a] > row[b]) - (row[b] > row[a]) for row in grades)
            won |= ({a} if margin >= 0 else set()) | ({b} if margin <= 0 else set())
    return won


def majority_judgment(grades: Grades, size: int) -> Winners:
    """Balinski and Laraki (2011): those with the best lower median lose one such grade each; and so on."""
    left, lists = set(range(size)), {k: sorted(row[k] for row in grades) for k in range(size)}
    for _ in grades:
        medians = {k: lists[k][(len(lists[k]) - 1) // 2] for k in left}
        left = best(medians)  # type: ignore[arg-type]
        for k in left:
            lists[k].remove(medians[k])
    return left


GRADED: dict[str, Callable[[Grades, int], Winners]] = {
    "score": score, "star": star, "majority-judgment": majority_judgment}
