"""Rules that take several rounds: runoff, instant runoff, Coombs, Nanson, Baldwin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from playground.catalogue import Option, Settings
from playground.choice.ballots import Ballots
from playground.choice.positional import extreme, meeting
from playground.choice.rule import RULES, Outcome, Round, best
from playground.problem import InputError, Problem
from playground.progress import Progress

MOST_STATES = 20_000  # sets of candidates that may be left, when every order of breaking ties is followed
TIES = Option("ties", Fraction(0), Fraction(0), Fraction(2),
              "0: all who are tied for the last place leave together; 1: each of them may leave, and all are "
              "elected who win in some order (parallel universes); 2: of them the last in the list of "
              "candidates leaves", whole=True)

Scoring = Callable[[Ballots, Sequence[int]], tuple[dict[int, Fraction], int]]
Leaving = Callable[[dict[int, Fraction]], tuple[int, ...]]


def _last(scores: dict[int, Fraction]) -> tuple[int, ...]:
    """Who has the lowest score."""
    low = min(scores.values())
    return tuple(k for k, score in scores.items() if score == low)


def _together(ballots: Ballots, scoring: Scoring, leaving: Leaving, progress: Progress) -> Outcome:
    """Rounds in which all who are tied leave together; all win who would leave nobody behind."""
    left = list(range(ballots.size))
    rounds = []
    while True:
        progress(1 - len(left) / ballots.size, "rounds")
        scores, exhausted = scoring(ballots, left)
        out = leaving(scores)
        if len(left) == 1 or len(out) in (0, len(left)):
            rounds.append(Round(scores, (), exhausted))
            tied = "They are tied in the last round." if len(left) > 1 else ""
            return Outcome(tuple(left), rounds=tuple(rounds), note=tied)
        rounds.append(Round(scores, out, exhausted))
        left = [k for k in left if k not in out]


def _in_some_order(ballots: Ballots, scoring: Scoring, progress: Progress) -> Outcome:
    """All who win when one of those tied leaves, in some order."""
    states = {frozenset(range(ballots.size))}
    seen = 0
    for size in range(ballots.size, 1, -1):
        following: set[frozenset[int]] = set()
        for left in states:
            seen += 1
            progress(1 - size / ballots.size, "orders of leaving")
            following |= {left - {out} for out in _last(scoring(ballots, sorted(left))[0])}
        states = following
        if seen + len(states) > MOST_STATES:
            raise InputError([Problem("ties", f"there are more than {MOST_STATES:,} ways to break these "
            "ties; let those who are tied leave together, with ties=0")])
    winners = tuple(sorted(k for left in states for k in left))
    one = _one_way(ballots, scoring)
    return Outcome(winners, rounds=one, note="The rounds are those in which of the tied the last in the list "
                   "leaves first." if len(winners) > 1 or seen > ballots.size - 1 else "")


def _one_way(ballots: Ballots, scoring: Scoring) -> tuple[Round, ...]:
    left, rounds = list(range(ballots.size)), []
    while True:
        scores, exhausted = scoring(ballots, left)
        out = (_last(scores)[-1],) if len(left) > 1 else ()
        rounds.append(Round(scores, out, exhausted))
        if not out:
            return tuple(rounds)
        left.remove(out[0])


def _rounds(ballots: Ballots, settings: Settings, scoring: Scoring, progress: Progress) -> Outcome:
    if settings["ties"] == 2:
        rounds = _one_way(ballots, scoring)
        tied = any(len(_last(dict(each.scores))) > 1 for each in rounds[:-1])
        return Outcome(tuple(rounds[-1].scores), rounds=rounds,
                       note="Ties were broken by the list of candidates." if tied else "")
    if settings["ties"]:
        return _in_some_order(ballots, scoring, progress)
    return _together(ballots, scoring, _last, progress)


@RULES.entry_of("runoff", "Runoff", "The two with most first places meet, and the majority decides.",
                "As plurality in the first round; whoever ranks neither of the two abstains in the second. "
                "Ties for the two places: every pair that they allow.",
                reference="Brams, S. J. and Fishburn, P. C. (2002). Voting procedures. Handbook of Social "
                          "Choice and Welfare 1, 173–236.")
def runoff(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    scores, exhausted = extreme(ballots, range(ballots.size))
    if ballots.size == 1:
        return Outcome((0,), rounds=(Round(scores, (), exhausted),))
    final = meeting(ballots, scores)
    abstain = ballots.voters - int(sum(final.votes.values()))
    return Outcome(final.winners, rounds=(
        Round(scores, final.out, exhausted), Round(final.votes, (), abstain)), note=final.note)


@RULES.entry_of("irv", "Instant runoff", "Whoever has fewest first places leaves, until one is left; also "
"called ranked choice or alternative vote.",
                "Those tied for the first place of a ballot share its vote; a ballot that ranks nobody who "
                "is left is exhausted.", options=(TIES,),
                reference="Ware, W. R. (1871); Tideman, N. (2006). Collective Decisions and Voting. Ashgate.")
def irv(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return _rounds(ballots, settings, extreme, progress)


@RULES.entry_of("coombs", "Coombs", "Whoever has most last places leaves, until somebody has a majority of "
"first places.",
                "Those tied for a place share it; who is left out stands last. All who are tied for most "
                "last places leave together; a majority is of all voters.",
                reference="Coombs, C. H. (1964). A Theory of Data. Wiley.")
def coombs(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    left = list(range(ballots.size))
    rounds = []
    while True:
        progress(1 - len(left) / ballots.size, "rounds")
        firsts, exhausted = extreme(ballots, left)
        lasts, _ = extreme(ballots, left, lowest=True)
        out = best(lasts, left)
        if 2 * max(firsts.values()) > ballots.voters or len(out) == len(left):
            rounds.append(Round(firsts, (), exhausted))
            winners = tuple(k for k in left if 2 * firsts[k] > ballots.voters) or tuple(left)
            return Outcome(winners, rounds=tuple(rounds),
                           note="They are tied in the last round." if len(winners) > 1 else "")
        rounds.append(Round({k: -lasts[k] for k in left}, out, exhausted))
        left = [k for k in left if k not in out]


def _points(ballots: Ballots, among: Sequence[int]) -> tuple[dict[int, Fraction], int]:
    """Borda's points among these."""
    margins = ballots.margins[list(among)][:, list(among)].sum(axis=1).tolist()
    return {k: Fraction(row + ballots.voters * (len(among) - 1), 2) for k, row in zip(among, margins)}, 0


def _below_average(scores: dict[int, Fraction]) -> tuple[int, ...]:
    mean = sum(scores.values()) / len(scores)
    return tuple(k for k, score in scores.items() if score < mean)


@RULES.entry_of("nanson", "Nanson", "All whose Borda points are below the average leave, until all left are "
"alike.",
                "As Borda. Who has exactly the average stays.",
                reference="Nanson, E. J. (1882). Methods of election. Transactions and Proceedings of the "
                          "Royal Society of Victoria 19, 197–240; Niou, E. M. S. (1987), Public Choice 55, "
                          "245–249.")
def nanson(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return _together(ballots, _points, _below_average, progress)


@RULES.entry_of("baldwin", "Baldwin", "Whoever has fewest Borda points leaves, until one is left.",
                "As Borda.", options=(TIES,),
                reference="Baldwin, J. M. (1926). The technique of the Nanson preferential majority system "
                          "of election. Proceedings of the Royal Society of Victoria 39, 42–52.")
def baldwin(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return _rounds(ballots, settings, _points, progress)
