"""Rules for several seats: STV, proportional approval, Phragmén, equal shares, k-Borda, Chamberlin–Courant.

A rule elects every committee that it can: where it leaves a tie on its way, all ways are followed, up to a
bound that is said when it is met.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from playground.catalogue import Catalogue, Option, Settings
from playground.choice.ballots import UNRANKED, Ballots
from playground.choice.graded import needs_approvals
from playground.choice.payment import rate_of
from playground.choice.positional import borda_scores
from playground.choice.rule import outcomes_of, takes_all
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_COMMITTEES = 500  # that are followed, or told, where there are ties
MOST_COMPARED = 300_000  # committees of which the best are found by comparing all
State = TypeVar("State", bound=Hashable)
Flags = npt.NDArray[np.bool_]
Loads = tuple[Fraction, ...]


@dataclass(frozen=True)
class Step:
    """A candidate who is elected, or leaves (`elected` off), on the way to the first of the committees.
    `value`: what decided, in the words of the outcome's `meaning`."""

    candidate: int
    value: Fraction
    elected: bool = True


@dataclass(frozen=True)
class CommitteeOutcome:
    """committees
        All that can be elected, each by index in the order of candidates; perhaps of fewer than the seats
        (`note` says why).
    steps
        The way to the first of them, where the rule has one.
    score
        Of all of them alike, where the rule compares committees.
    """

    committees: tuple[tuple[int, ...], ...]
    steps: tuple[Step, ...] = ()
    score: Fraction | None = None
    meaning: str = ""
    note: str = ""

    def as_dict(self, candidates: Sequence[str]) -> dict[str, Any]:
        """As printed by `playground vote --seats --json`."""
        return {"committees": [[candidates[k] for k in committee] for committee in self.committees],
                "steps": [{"candidate": candidates[step.candidate], "value": str(step.value),
                           "elected": step.elected} for step in self.steps],
                "score": None if self.score is None else str(self.score), "meaning": self.meaning,
                "note": self.note}


Choose = Callable[[Ballots, int, Settings, Progress], CommitteeOutcome]


@dataclass(frozen=True)
class CommitteeRule:
    """As `Rule`, for several seats."""

    choose: Choose
    treats: str
    refuses: Callable[[Ballots], str]


class CommitteeRules(Catalogue[CommitteeRule]):
    """The catalogue of rules for several seats."""

    def entry_of(self, name: str, title: str, summary: str, treats: str, *, reference: str,
                 options: tuple[Option, ...] = (), refuses: Callable[[Ballots], str] = needs_approvals
                 ) -> Callable[[Choose], Choose]:
        """Decorator: a function is a rule."""
        def register(choose: Choose) -> Choose:
            self.add(name, title, summary, CommitteeRule(choose, treats, refuses), reference=reference,
                     options=options)
            return choose
        return register


COMMITTEES = CommitteeRules("committee rule")


def choose(ballots: Ballots, rule: str, seats: int, progress: Progress = silent) -> CommitteeOutcome:
    """The committees of so many seats that a rule elects. Raises `InputError` where it has none for such
    ballots, `UnknownEntry`, and what `progress` raises."""
    entry, settings = COMMITTEES.read(rule)
    problems = []
    if not ballots.voters:
        problems.append(Problem("ballots", "nobody has voted yet"))
    if not 1 <= seats <= ballots.size:
        problems.append(Problem("seats", f"{seats:,} is not from 1 to {ballots.size:,}, the number of "
        "candidates"))
    if not problems and (reason := entry.make.refuses(ballots)):
        problems.append(Problem(entry.name, reason))
    if problems:
        raise InputError(problems)
    return entry.make.choose(ballots, seats, settings, progress)


@dataclass(frozen=True, eq=False)
class CommitteeResult:
    """`outcomes` by the rule's name, in the order asked for; `refused`: why the others have none."""

    ballots: Ballots
    seats: int
    outcomes: dict[str, CommitteeOutcome]
    refused: dict[str, str]

    def committees(self, rule: str) -> tuple[tuple[str, ...], ...]:
        """The names in each committee that the rule can elect."""
        return tuple(tuple(self.ballots.candidates[k] for k in committee)
                     for committee in self.outcomes[rule].committees)

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground vote --seats --json`."""
        names = self.ballots.candidates
        return {"candidates": list(names), "voters": self.ballots.voters, "seats": self.seats,
                "results": {name: outcome.as_dict(names) for name, outcome in self.outcomes.items()},
                "refused": self.refused}


def committee(ballots: Ballots, seats: int, rules: Sequence[str] = (),
              progress: Progress = silent) -> CommitteeResult:
    """The committees of each of these rules, or of all that have one for such ballots. Raises `InputError`
    where a rule that is named has none, and what `progress` raises."""
    names = tuple(dict.fromkeys(rules)) or tuple(COMMITTEES)
    return CommitteeResult(ballots, seats, *outcomes_of(
        names, bool(rules), lambda name: choose(ballots, name, seats, progress), progress))


# --- ways with ties -----------------------------------------------------------------------------------------


def _ways(start: State, seats: int, elected: Callable[[State], frozenset[int]],
          onward: Callable[[State], list[tuple[Step, State]]], progress: Progress
          ) -> tuple[tuple[tuple[int, ...], ...], tuple[Step, ...], str]:
    """All committees at the end of the ways from `start`, the steps of the first way, and a note. `onward`:
    what may come next, one entry for each that is tied; none: the way ends."""
    committees: dict[tuple[int, ...], None] = {}
    first: tuple[Step, ...] = ()
    waiting: list[tuple[State, tuple[Step, ...]]] = [(start, ())]
    seen = {start}
    cut = False
    while waiting:
        progress(None, "committees")
        state, steps = waiting.pop()
        following = onward(state)
        if not following:
            if not committees:
                first = steps
            committees[tuple(sorted(elected(state)))] = None
        for step, after in reversed(following):
            if after in seen:
                continue
            if len(seen) >= MOST_COMMITTEES * 20 or len(committees) >= MOST_COMMITTEES:
                cut = True
                continue
            seen.add(after)
            waiting.append((after, (*steps, step)))
    notes = []
    if cut:
        notes.append("There are more ways to break ties than were followed: other committees may be "
                     "possible.")
    if any(len(committee) < seats for committee in committees):
        notes.append("Seats stay empty.")
    return tuple(committees), first, " ".join(notes)


def _tied(values: dict[int, Fraction], lowest: bool = False) -> list[int]:
    edge = min(values.values()) if lowest else max(values.values())
    return [k for k, value in values.items() if value == edge]


# --- approvals ----------------------------------------------------------------------------------------------


def _approvals(ballots: Ballots) -> Flags:
    """[candidate, ballot]"""
    found: Flags = ballots.ranks != UNRANKED
    return found


def _harmonic(seats: int) -> tuple[list[int], int]:
    """1 + 1/2 + … for each number of seats from 0 on, as whole numbers of a unit, and the unit's inverse."""
    unit = math.lcm(*range(1, seats + 1))
    sums = [0]
    for k in range(1, seats + 1):
        sums.append(sums[-1] + unit // k)
    return sums, unit


def _compared(ballots: Ballots, seats: int, worth: Callable[[list[int]], Any], unit: int, meaning: str,
              progress: Progress) -> CommitteeOutcome:
    """The committees of the highest worth, all of them compared. `worth` gives that of each ballot, as whole
    numbers."""
    many = math.comb(ballots.size, seats)
    if many > MOST_COMPARED:
        raise InputError([Problem("committees", f"{many:,} are too many to compare; at most "
        f"{MOST_COMPARED:,} are. A rule that fills seats one by one takes them")])
    top, found = None, []
    for done, committee in enumerate(combinations(range(ballots.size), seats)):
        if done % 500 == 0:
            progress(done / many, "committees")
        value = int((worth(list(committee)) * ballots.counts).sum())
        if top is None or value > top:
            top, found = value, [committee]
        elif value == top:
            found.append(committee)
    note = "" if len(found) <= MOST_COMMITTEES else f"{MOST_COMMITTEES:,} of {len(found):,} committees are "
    "told."
    return CommitteeOutcome(tuple(found[:MOST_COMMITTEES]), score=Fraction(top or 0, unit), meaning=meaning,
                            note=note)


@COMMITTEES.entry_of("pav", "Proportional approval (PAV)", "The committee with the greatest sum of 1 + 1/2 + "
"… + 1/j over voters, j being how many of its members a voter approves.",
                     "In orders, all who are ranked are approved, where some are left out.",
                     reference="Thiele, T. N. (1895). Om Flerfoldsvalg. Oversigt over det Kongelige Danske "
                               "Videnskabernes Selskabs Forhandlinger, 415–441.")
def pav(ballots: Ballots, seats: int, settings: Settings, progress: Progress) -> CommitteeOutcome:
    approvals = _approvals(ballots)
    sums, unit = _harmonic(seats)
    table = np.array(sums, dtype=object if seats > 40 else np.int64)
    return _compared(ballots, seats, lambda committee: table[approvals[committee].sum(axis=0)], unit,
                     "sum over voters of 1 + 1/2 + …", progress)


@COMMITTEES.entry_of("sequential-pav", "Sequential PAV", "Seats are filled one by one, each by whoever adds "
"most to the sum that PAV makes greatest.",
                     "In orders, all who are ranked are approved, where some are left out.",
                     reference="Thiele, T. N. (1895), as for PAV; Lackner, M. and Skowron, P. (2023). "
                               "Multi-Winner Voting with Approval Preferences. Springer.")
def sequential_pav(ballots: Ballots, seats: int, settings: Settings, progress: Progress) -> CommitteeOutcome:
    approvals = _approvals(ballots)

    def onward(chosen: frozenset[int]) -> list[tuple[Step, frozenset[int]]]:
        if len(chosen) == seats:
            return []
        have = approvals[sorted(chosen)].sum(axis=0)
        gains = {k: sum((Fraction(ballots.weigh(approvals[k] & (have == j)), j + 1)
                         for j in np.unique(have).tolist()), Fraction(0))
                 for k in range(ballots.size) if k not in chosen}
        return [(Step(k, gains[k]), chosen | {k}) for k in _tied(gains)]

    nobody: frozenset[int] = frozenset()
    committees, steps, note = _ways(nobody, seats, lambda chosen: chosen, onward, progress)
    return CommitteeOutcome(committees, steps, meaning="what each adds", note=note)


@COMMITTEES.entry_of("phragmen", "Phragmén, in sequence", "Every member is a load of 1 that its supporters "
"share; seats are filled one by one so that the greatest load stays as small as it can.",
                     "In orders, all who are ranked are approved, where some are left out. Seats for which "
                     "nobody with a supporter is left go to any others.",
                     reference="Phragmén, E. (1894). Sur une méthode nouvelle pour réaliser, dans les "
                               "élections, la représentation proportionelle des partis. Öfversigt af "
                               "Kongliga Vetenskaps-Akademiens Förhandlingar 51, 133–137.")
def phragmen(ballots: Ballots, seats: int, settings: Settings, progress: Progress) -> CommitteeOutcome:
    start: tuple[frozenset[int], Loads] = (frozenset(), (Fraction(0),) * len(ballots.counts))
    committees, steps, note = _ways(start, seats, lambda state: state[0], _phragmen(ballots, seats), progress)
    return CommitteeOutcome(committees, steps, meaning="the load of each one's supporters", note=note)


def _phragmen(ballots: Ballots, seats: int) -> Callable[[Any], list[tuple[Step, Any]]]:
    supporters = _supporters(ballots)
    counts = ballots.counts.tolist()

    def onward(state: tuple[frozenset[int], Loads]) -> list[tuple[Step, tuple[frozenset[int], Loads]]]:
        chosen, loads = state
        after = {k: (1 + sum((loads[i] * counts[i] for i in supporters[k]), Fraction(0)))
                 / sum(counts[i] for i in supporters[k])
                 for k in range(ballots.size) if k not in chosen and supporters[k]}
        if len(chosen) == seats:
            return []
        if not after:  # whoever is left has no supporters: any of them fills a seat
            left = [k for k in range(ballots.size) if k not in chosen]
            return [(Step(k, Fraction(0)), (chosen | {k}, loads)) for k in left]
        found = []
        for k in _tied(after, lowest=True):
            new = tuple(after[k] if i in supporters[k] else load for i, load in enumerate(loads))
            found.append((Step(k, after[k]), (chosen | {k}, new)))
        return found

    return onward


def _supporters(ballots: Ballots) -> list[frozenset[int]]:
    return [frozenset(np.flatnonzero(row).tolist()) for row in _approvals(ballots)]


COMPLETION = Option("completion", Fraction(1), Fraction(0), Fraction(1),
                    "of seats that stay empty: 1 fills them by Phragmén's rule, beginning with what each "
                    "voter has spent; 0 leaves them empty", whole=True)


@COMMITTEES.entry_of("equal-shares", "Method of equal shares", "Each voter has the same budget; a member is "
"paid for by its supporters, as equally as they can, the cheapest for each first.",
                     "In orders, all who are ranked are approved, where some are left "
                     "out.", options=(COMPLETION,),
                     reference="Peters, D. and Skowron, P. (2020). Proportionality and the limits of "
                               "welfarism. Proceedings of EC 2020, 793–794.")
def equal_shares(ballots: Ballots, seats: int, settings: Settings, progress: Progress) -> CommitteeOutcome:
    supporters, counts = _supporters(ballots), ballots.counts.tolist()
    alike = [dict.fromkeys(each, Fraction(1)) for each in supporters]
    share = Fraction(seats, ballots.voters)

    def onward(state: tuple[frozenset[int], Loads]) -> list[tuple[Step, tuple[frozenset[int], Loads]]]:
        chosen, purses = state
        prices = {k: price for k in range(ballots.size) if k not in chosen
                  and (price := rate_of(Fraction(1), alike[k], purses, counts)) is not None}
        if not prices or len(chosen) == seats:
            return []
        return [(Step(k, prices[k]), (chosen | {k}, tuple(
            max(purse - prices[k], Fraction(0)) if i in supporters[k] else purse
            for i, purse in enumerate(purses)))) for k in _tied(prices, lowest=True)]

    def then(state: tuple[frozenset[int], Loads]) -> list[tuple[Step, tuple[frozenset[int], Loads]]]:
        """The rule itself, and when it ends Phragmén's, where what was spent is the load."""
        found = onward(state)
        if found or not settings["completion"]:
            return found
        loads = tuple(share - purse for purse in state[1])
        return [(step, (chosen, tuple(share - load for load in after)))
                for step, (chosen, after) in _phragmen(ballots, seats)((state[0], loads))]

    start: tuple[frozenset[int], Loads] = (frozenset(), (share,) * len(counts))
    committees, steps, note = _ways(start, seats, lambda state: state[0], then, progress)
    return CommitteeOutcome(committees, steps, meaning="the most that one of its supporters pays", note=note)


# --- orders -------------------------------------------------------------------------------------------------


@COMMITTEES.entry_of("k-borda", "k-Borda", "The candidates with most Borda points.", "As Borda.",
                     reference="Faliszewski, P., Skowron, P., Slinko, A. and Talmon, N. (2017). Multiwinner "
                               "voting: a new challenge for social choice theory. In: Trends in "
                               "Computational Social Choice.",
                     refuses=takes_all)
def k_borda(ballots: Ballots, seats: int, settings: Settings, progress: Progress) -> CommitteeOutcome:
    points = borda_scores(ballots)
    edge = sorted(points, reverse=True)[seats - 1]
    safe = [k for k, score in enumerate(points) if score > edge]
    tied = [k for k, score in enumerate(points) if score == edge]
    many = math.comb(len(tied), seats - len(safe))
    found: list[tuple[int, ...]] = []
    for more in combinations(tied, seats - len(safe)):
        if len(found) == MOST_COMMITTEES:
            break
        found.append(tuple(sorted((*safe, *more))))
    ranked = sorted(found[0], key=lambda k: -points[k])
    return CommitteeOutcome(tuple(found), tuple(Step(k, points[k]) for k in ranked), meaning="points",
                            score=sum((points[k] for k in found[0]), Fraction(0)),
                            note="" if many == len(found) else f"{len(found):,} of {many:,} committees are "
                            "told.")


@COMMITTEES.entry_of("chamberlin-courant", "Chamberlin–Courant", "Each voter is represented by the member it "
"likes best: the greatest sum of their Borda points, or of voters who approve somebody.",
                     "Orders: one point for each candidate below, half a point for each tied, who is left "
                     "out stands last. Approvals: a voter counts once, if any member is approved.",
                     reference="Chamberlin, J. R. and Courant, P. N. (1983). Representative deliberations "
                               "and representative decisions. American Political Science Review 77, 718–733.",
                     refuses=takes_all)
def chamberlin_courant(ballots: Ballots, seats: int, settings: Settings,
                       progress: Progress) -> CommitteeOutcome:
    if ballots.kind == "approvals":
        points, unit, meaning = _approvals(ballots).astype(np.int64), 1, "voters who approve a member"
    else:
        ranks = ballots.ranks.astype(np.int64)
        below = (ranks[:, np.newaxis] < ranks[np.newaxis]).sum(axis=1)
        tied = (ranks[:, np.newaxis] == ranks[np.newaxis]).sum(axis=1) - 1
        points, unit, meaning = 2 * below + tied, 2, "points of those who represent"
    return _compared(ballots, seats, lambda committee: points[committee].max(axis=0), unit, meaning, progress)


Count = tuple[frozenset[int], frozenset[int], Loads]  # who is elected, who is still in, ballots' weights


@COMMITTEES.entry_of("stv", "Single transferable vote", "Whoever reaches the quota is elected, and what is "
"above it moves on; where nobody does, whoever has least leaves.",
                     "Strict orders, which may leave candidates out: a ballot that ranks nobody who is left "
                     "is exhausted. Droop quota; of a surplus, all of one's ballots move on with the same "
                     "fraction of their weight, exactly.",
                     reference="Tideman, N. (1995). The single transferable vote. Journal of Economic "
                               "Perspectives 9, 27–38.",
                     refuses=lambda ballots: "" if ballots.is_strict else "it takes orders without ties")
def stv(ballots: Ballots, seats: int, settings: Settings, progress: Progress) -> CommitteeOutcome:
    counts = [Fraction(count) for count in ballots.counts.tolist()]
    preferences = [[k for members in classes for k in members] for classes, _ in ballots.groups]
    quota = ballots.voters // (seats + 1) + 1

    def onward(state: Count) -> list[tuple[Step, Count]]:
        chosen, hopeful, weights = state
        if len(chosen) == seats or not hopeful:
            return []
        votes = dict.fromkeys(sorted(hopeful), Fraction(0))
        first = [next((k for k in order if k in hopeful), None) for order in preferences]
        for k, weight in zip(first, weights):
            if k is not None:
                votes[k] += weight
        if len(chosen) + len(hopeful) <= seats:  # as many as there are seats
            top = _tied(votes)[0]
            return [(Step(top, votes[top]), (chosen | {top}, hopeful - {top}, weights))]
        if max(votes.values()) >= quota:
            found = []
            for k in _tied(votes):
                rest = (votes[k] - quota) / votes[k]
                moved = tuple(weight * rest if one == k else weight for one, weight in zip(first, weights))
                found.append((Step(k, votes[k]), (chosen | {k}, hopeful - {k}, moved)))
            return found
        return [(Step(k, votes[k], elected=False), (chosen, hopeful - {k}, weights))
                for k in _tied(votes, lowest=True)]

    start: Count = (frozenset(), frozenset(range(ballots.size)), tuple(counts))
    committees, steps, note = _ways(start, seats, lambda state: state[0], onward, progress)
    return CommitteeOutcome(committees, steps, meaning=f"votes; the quota is {quota:,}", note=note)
