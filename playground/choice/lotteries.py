"""Rules that draw: maximal lotteries, random dictatorship."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from playground.catalogue import Settings
from playground.choice.ballots import Ballots, Whole
from playground.choice.pairwise import PAIRS
from playground.choice.positional import extreme
from playground.choice.rule import RULES, Outcome, at_most
from playground.equilibrium.polytope import optimum
from playground.equilibrium.zero_sum import zero_sum
from playground.game import NormalForm, Player
from playground.progress import Progress

MOST_DRAWN = 40  # candidates in the game of margins, solved exactly


def _somebody(ballots: Ballots) -> str:
    return "" if (ballots.ranks.min(axis=0) == 1).any() else "nobody ranks anybody"


def margin_game(ballots: Ballots) -> NormalForm:
    """Two parties name a candidate each; one gets the margin of its own over the other's."""
    margins = ballots.margins.astype(object)
    return NormalForm.from_arrays(margins, -margins, players=[
        Player(name, ballots.candidates) for name in ("One party", "The other party")])


@RULES.entry_of("maximal-lottery", "Maximal lottery", "Chances such that no other lottery is ahead on "
"average: the equilibrium of the game of margins.", PAIRS,
                reference="Fishburn, P. C. (1984), Review of Economic Studies 51, 683–692; Brandl, Brandt "
                          "and Seedig (2016), Econometrica 84, 1839–1880.",
                refuses=at_most(MOST_DRAWN))
def maximal_lottery(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    """Who can win: everybody who has a chance in some maximal lottery. Of several, the one that is given is a
    mean of them in which all these have one."""
    margins = ballots.margins
    chances = zero_sum(margins.astype(object), progress).rows
    lotteries = [chances]
    if not _is_odd(margins):
        # All maximal lotteries: q ≥ 0, q · margins ≥ 0. As much as each candidate can have in one of them.
        limits = [[-int(value) for value in column] for column in margins.T.tolist()]
        for k in range(ballots.size):
            progress(k / ballots.size, "other lotteries")
            found = optimum([int(i == k) for i in range(ballots.size)], [*limits, [1] * ballots.size],
                            [0] * ballots.size + [1], progress)
            if found.value:
                lotteries.append(tuple(found.x))
        lotteries = list(dict.fromkeys(lotteries))
    mean = tuple(sum(column, Fraction(0)) / len(lotteries) for column in zip(*lotteries))
    assert all(sum(chance * int(row[j]) for chance, row in zip(mean, margins)) >= 0 for j in range(len(mean)))
    note = "" if len(lotteries) == 1 else (
        f"There are others; this is the mean of {len(lotteries)} of them, in which all who have a chance in "
        "some have one.")
    return Outcome(tuple(k for k, chance in enumerate(mean) if chance), lottery=mean, note=note)


def _is_odd(margins: Whole) -> bool:
    """Whether all margins are odd: then there is one maximal lottery (Laffond, Laslier and Le Breton 1997, A
    theorem on symmetric two-player zero-sum games, Journal of Economic Theory 72, 426–431)."""
    return bool((margins[~np.eye(len(margins), dtype=bool)] % 2 != 0).all())


@RULES.entry_of("random-dictatorship", "Random dictatorship", "One ballot is drawn, and its first place "
"wins: nobody gains by lying.",
                "Those tied for the first place are drawn among; ballots that rank nobody are not drawn.",
                reference="Gibbard, A. (1977). Manipulation of schemes that mix voting with chance. "
                          "Econometrica 45, 665–681.",
                refuses=_somebody)
def random_dictatorship(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    scores, silent = extreme(ballots, range(ballots.size))
    chances = tuple(score / (ballots.voters - silent) for score in scores.values())
    return Outcome(tuple(k for k, chance in enumerate(chances) if chance), lottery=chances)
