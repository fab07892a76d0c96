"""Rules by places: plurality, anti-plurality, Borda, Bucklin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from playground.catalogue import Settings
from playground.choice.ballots import UNRANKED, Ballots
from playground.choice.rule import RULES, Outcome, best, ready
from playground.progress import Progress


def extreme(ballots: Ballots, among: Sequence[int], lowest: bool = False) -> tuple[dict[int, Fraction], int]:
    """How many voters have each of these candidates first among them (or last), those tied sharing the vote;
    and how many voters rank none of them. Who is left out stands last, tied."""
    ranks = ballots.ranks[list(among)]
    edge = ranks.max(axis=0) if lowest else ranks.min(axis=0)
    silent = edge == UNRANKED
    there = ranks == edge
    if not lowest:
        there &= ~silent
    shared = np.add.reduce(there.view(np.int8), axis=0, dtype=np.int16)
    numbers = [many for many in np.flatnonzero(np.bincount(shared)).tolist() if many]
    found = {candidate: Fraction(0) for candidate in among}
    for many in numbers:
        alike = shared == many
        for row, candidate in zip(there, among):
            found[candidate] += Fraction(ballots.weigh(row & alike if len(numbers) > 1 else row), many)
    return found, 0 if lowest else ballots.weigh(silent)


def borda_scores(ballots: Ballots) -> list[Fraction]:
    """One point for each candidate below on each ballot, half a point for each tied."""
    beaten = ballots.margins.sum(axis=1).tolist()
    return [Fraction(row + ballots.voters * (ballots.size - 1), 2) for row in beaten]


@dataclass(frozen=True)
class Meeting:
    """Two who meet after a first round. `winners`: of every pair that ties for the two places allow; `votes`
    of the first such pair, and who is `out` before it."""

    winners: tuple[int, ...]
    votes: dict[int, Fraction]
    out: tuple[int, ...]
    note: str


def meeting(ballots: Ballots, scores: Mapping[int, Fraction]) -> Meeting:
    """The two with the highest scores of at least two candidates meet, and the majority decides."""
    ahead = best(scores)
    pairs = list(combinations(ahead, 2)) or [
        (ahead[0], behind) for behind in best(scores, [k for k in scores if k != ahead[0]])]
    winners = set()
    for a, b in pairs:
        margin = int(ballots.margins[a, b])
        winners |= {a, b} if margin == 0 else {a if margin > 0 else b}
    a, b = pairs[0]
    votes = {k: Fraction(int(ballots.support[k, a + b - k])) for k in sorted((a, b))}
    note = "" if len(pairs) == 1 else f"A tie lets {len(pairs)} pairs meet; the first of them is shown."
    return Meeting(tuple(sorted(winners)), votes, tuple(k for k in scores if k not in (a, b)), note)


@RULES.entry_of("plurality", "Plurality", "Whoever most voters put first.",
                "Those tied for the first place of a ballot share its vote; a ballot that ranks nobody "
                "counts for nobody.",
                reference="Laslier, J.-F. (2012). And the loser is… plurality voting. In: Electoral Systems, "
                          "Springer.")
def plurality(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    scores, _ = extreme(ballots, range(ballots.size))
    return ready(scores.values(), "first places")


@RULES.entry_of("anti-plurality", "Anti-plurality", "Whoever fewest voters put last; also called veto.",
                "Those tied for the last place share the veto; who is left out stands last.",
                reference="Nurmi, H. (1987). Comparing Voting Systems. Reidel.")
def anti_plurality(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    scores, _ = extreme(ballots, range(ballots.size), lowest=True)
    return ready([-score for score in scores.values()], "last places, as a loss")


@RULES.entry_of("borda", "Borda", "A point for every candidate that a voter puts below; most points win.",
                "A tie is half a point for each; who is left out stands last, tied.",
                reference="Borda, J.-C. de (1784). Mémoire sur les élections au scrutin. Histoire de "
                          "l'Académie Royale des Sciences pour 1781.")
def borda(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return ready(borda_scores(ballots), "points")


@RULES.entry_of("bucklin", "Bucklin", "Places are added, first, second, …, until somebody has a majority; "
"then whoever has most.",
                "A candidate's place is one more than how many stand above; who is left out has none. A "
                "majority is of those who rank somebody; where nobody ever has it, whoever has most in the "
                "end.",
                reference="Hoag, C. G. and Hallett, G. H. (1926). Proportional Representation. Macmillan.")
def bucklin(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    ranks, size = ballots.ranks, ballots.size
    if not ballots.is_strict:
        ranks = np.array([np.where(row == UNRANKED, UNRANKED, 1 + (ranks < row).sum(axis=0))
                          for row in ranks])
    majority = ballots.weigh((ranks != UNRANKED).any(axis=0)) // 2 + 1
    for depth in range(1, size + 1):
        votes = [ballots.weigh(row <= depth) for row in ranks]
        if max(votes) >= majority:
            break
    note = "" if max(votes) >= majority else "Nobody has a majority even with all places."
    return Outcome(best(votes), tuple(map(Fraction, votes)),
                   f"votes within the first {depth} places" if depth > 1 else "first places", note=note)
