"""Rules by places: plurality, anti-plurality, Borda, Bucklin."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

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
    counted = ballots.counts if lowest else np.where(edge == UNRANKED, 0, ballots.counts)
    there = ranks == edge
    shared = there.sum(axis=0)
    found = {candidate: Fraction(0) for candidate in among}
    for many in np.unique(shared).tolist():
        alike = np.where(shared == many, counted, 0)
        for row, candidate in enumerate(among):
            found[candidate] += Fraction(int(alike[there[row]].sum()), many)
    return found, 0 if lowest else ballots.voters - int(counted.sum())


def borda_scores(ballots: Ballots) -> list[Fraction]:
    """One point for each candidate below on each ballot, half a point for each tied."""
    beaten = ballots.margins.sum(axis=1).tolist()
    return [Fraction(row + ballots.voters * (ballots.size - 1), 2) for row in beaten]


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
                "A candidate's place is one more than how many stand above; who is left out has none. Where "
                "nobody ever has a majority, whoever has most in the end.",
                reference="Hoag, C. G. and Hallett, G. H. (1926). Proportional Representation. Macmillan.")
def bucklin(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    ranks, size = ballots.ranks, ballots.size
    places = np.array([1 + (ranks < row).sum(axis=0) for row in ranks])
    places[ranks == UNRANKED] = size + 1
    for depth in range(1, size + 1):
        votes = [ballots.weigh(row <= depth) for row in places]
        if 2 * max(votes) > ballots.voters or depth == size:
            break
    note = "" if 2 * max(votes) > ballots.voters else "Nobody has a majority even with all places."
    return Outcome(best(votes), tuple(map(Fraction, votes)),
                   f"votes within the first {depth} places" if depth > 1 else "first places", note=note)
