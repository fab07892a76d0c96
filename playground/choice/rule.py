"""Voting rules: a rule is one function of ballots in the catalogue `RULES`.

A rule elects all who can win by its definition: where it leaves a tie, all who are tied. Whoever has to name
one breaks the tie in the open, by an order of candidates (`Outcome.first`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from playground.catalogue import NO_SETTINGS, Catalogue, Option, Settings
from playground.choice.ballots import Ballots
from playground.problem import InputError, Problem
from playground.progress import Progress, silent


@dataclass(frozen=True)
class Round:
    """One round of a rule that takes several. `scores`: of those who are still in, by candidate; `out`: who
    leaves after it; `exhausted`: how many voters rank nobody who is still in."""

    scores: Mapping[int, Fraction]
    out: tuple[int, ...] = ()
    exhausted: int = 0


@dataclass(frozen=True)
class Outcome:
    """winners
        Indices of all who can win, in the order of candidates.
    scores
        One a candidate, where the rule has them; `meaning` says what they are.
    rounds
        Where it takes several.
    lottery
        The probability of each candidate, where the rule draws.
    orders
        Rankings from best to worst, where the rule finds some; perhaps not all of them.
    note
        What should be known of this result: a tie, a bound, what was not found.
    """

    winners: tuple[int, ...]
    scores: tuple[Fraction, ...] | None = None
    meaning: str = ""
    rounds: tuple[Round, ...] = ()
    lottery: tuple[Fraction, ...] | None = None
    orders: tuple[tuple[int, ...], ...] = ()
    note: str = ""

    def first(self, order: Sequence[int]) -> int:
        """The winner when ties are broken by an order of candidates, best first."""
        return min(self.winners, key=list(order).index)

    def as_dict(self, candidates: Sequence[str]) -> dict[str, Any]:
        """As printed by `playground vote --json`."""
        def named(values: Sequence[Fraction] | None) -> dict[str, str] | None:
            return None if values is None else dict(zip(candidates, map(str, values)))
        return {
            "winners": [candidates[k] for k in self.winners], "scores": named(self.scores),
            "meaning": self.meaning, "lottery": named(self.lottery),
            "rounds": [{"scores": {candidates[k]: str(score) for k, score in each.scores.items()},
                        "out": [candidates[k] for k in each.out], "exhausted": each.exhausted}
                       for each in self.rounds],
            "orders": [[candidates[k] for k in order] for order in self.orders], "note": self.note}


Elect = Callable[[Ballots, Settings, Progress], Outcome]


def takes_all(ballots: Ballots) -> str:
    """Refuses no ballots."""
    return ""


@dataclass(frozen=True)
class Rule:
    """A voting rule for one winner.

    elect
        Called with ballots, the values of the entry's options and a progress hook.
    treats
        A sentence: what it makes of ties and of who is left out.
    refuses
        Why it has no result for some ballots; empty where it has.
    """

    elect: Elect
    treats: str
    refuses: Callable[[Ballots], str] = takes_all


class Rules(Catalogue[Rule]):
    """The catalogue of voting rules."""

    def entry_of(self, name: str, title: str, summary: str, treats: str, *, reference: str,
                 options: tuple[Option, ...] = (), refuses: Callable[[Ballots], str] = takes_all
                 ) -> Callable[[Elect], Elect]:
        """Decorator: a function is a rule."""
        def register(elect: Elect) -> Elect:
            self.add(name, title, summary, Rule(elect, treats, refuses), reference=reference, options=options)
            return elect
        return register


RULES = Rules("voting rule")
T = TypeVar("T")


def at_most(candidates: int) -> Callable[[Ballots], str]:
    """Refuses ballots with more of them: no quick way to work the rule out is known."""
    def refuses(ballots: Ballots) -> str:
        return "" if ballots.size <= candidates else (
            f"it is worked out for at most {candidates} candidates, as the work doubles with each")
    return refuses


def elect(ballots: Ballots, rule: str, progress: Progress = silent) -> Outcome:
    """The outcome of a rule, named with its options as in `minimax:votes=1`. Raises `InputError` where the
    rule has no result for such ballots, `UnknownEntry`, and what `progress` raises."""
    entry, settings = RULES.read(rule)
    if not ballots.voters:
        raise InputError([Problem("ballots", "nobody has voted yet")])
    reason = entry.make.refuses(ballots)
    if reason:
        raise InputError([Problem(entry.name, reason)])
    return entry.make.elect(ballots, settings or NO_SETTINGS, progress)


def outcomes_of(names: Sequence[str], asked: bool, work: Callable[[str], T], progress: Progress
                ) -> tuple[dict[str, T], dict[str, str]]:
    """What `work` makes of each of these rules, and why the others have nothing for such ballots. Where the
    rules were `asked` for by name, or where it is the ballots or seats that are wrong, that is raised."""
    found: dict[str, T] = {}
    refused: dict[str, str] = {}
    for done, name in enumerate(names):
        progress(done / len(names), name)
        try:
            found[name] = work(name)
        except InputError as error:
            problem = error.problems[0]
            if asked or problem.place in ("ballots", "seats"):
                raise
            refused[name] = problem.message
    return found, refused


def best(scores: Sequence[Any] | Mapping[int, Any], among: Sequence[int] | None = None) -> tuple[int, ...]:
    """Indices of the highest scores."""
    places = range(len(scores)) if among is None else among
    top = max(scores[k] for k in places)
    return tuple(k for k in places if scores[k] == top)


def ready(scores: Any, meaning: str, **rest: Any) -> Outcome:
    """The outcome of a rule by which the highest score wins."""
    exact = tuple(map(Fraction, scores))
    return Outcome(best(exact), exact, meaning, **rest)
