"""Participatory budgets: projects with costs, a limit, and rules that say which projects are paid for.

What a project is worth to a voter is a number: of who approves it 1, or its cost; of scores, the score. Ties
are broken by the order of projects, and the outcome says so. What nobody wants is not bought.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from playground.catalogue import Catalogue, Option, Settings
from playground.choice.ballots import SCORES, UNRANKED, Ballots
from playground.choice.graded import needs_approvals
from playground.choice.payment import rate_of
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_RAISES = 20_000  # times that every purse is raised


@dataclass(frozen=True, eq=False)
class Budget:
    """`costs`: one a project, that is, a candidate of `ballots`, above 0; `limit`: what there is to spend."""

    ballots: Ballots
    costs: tuple[Fraction, ...]
    limit: Fraction


@dataclass(frozen=True)
class Purchase:
    """A project that is paid for. `value`: what decided, in the words of the outcome's `meaning`."""

    project: int
    value: Fraction


@dataclass(frozen=True)
class BudgetOutcome:
    """projects
        Which are paid for, in the order in which the rule took them.
    spent
        Their costs.
    heard
        How many voters approve, or give points to, at least one of them.
    """

    projects: tuple[Purchase, ...]
    spent: Fraction
    heard: int
    meaning: str = ""
    note: str = ""

    def as_dict(self, names: Sequence[str]) -> dict[str, Any]:
        """As printed by `playground vote --json`."""
        bought = [{"project": names[each.project], "value": str(each.value)} for each in self.projects]
        return {"projects": bought,
                "spent": str(self.spent), "heard": self.heard, "meaning": self.meaning, "note": self.note}


Spend = Callable[[Budget, Settings, Progress], BudgetOutcome]


@dataclass(frozen=True)
class BudgetRule:
    """As `Rule`, for projects with costs."""

    spend: Spend


BUDGETS: Catalogue[BudgetRule] = Catalogue("budget rule")


def _rule(name: str, title: str, summary: str, reference: str, *options: Option) -> Callable[[Spend], Spend]:
    def register(spend: Spend) -> Spend:
        BUDGETS.add(name, title, summary, BudgetRule(spend), reference=reference, options=options)
        return spend
    return register


def spend(budget: Budget, rule: str, progress: Progress = silent) -> BudgetOutcome:
    """What a rule pays for. Raises `InputError` for ballots or costs that it cannot use, `UnknownEntry`, and
    what `progress` raises."""
    entry, settings = BUDGETS.read(rule)
    problems = budget_problems(budget)
    if not problems and budget.ballots.kind != SCORES and (reason := needs_approvals(budget.ballots)):
        problems.append(Problem(entry.name, reason))
    if problems:
        raise InputError(problems)
    return entry.make.spend(budget, settings, progress)


def budget_problems(budget: Budget) -> list[Problem]:
    """What is wrong with costs and limit."""
    found = []
    if not budget.ballots.voters:
        found.append(Problem("ballots", "nobody has voted yet"))
    if len(budget.costs) != budget.ballots.size:
        found.append(Problem("costs", f"{budget.ballots.size:,} are expected, one a project, not "
                                      f"{len(budget.costs):,}"))
    found += [Problem(f"costs[{name}]", f"{cost} is not above 0")
              for name, cost in zip(budget.ballots.candidates, budget.costs) if cost <= 0]
    if budget.limit < 0:
        found.append(Problem("budget", f"{budget.limit} is below 0"))
    if budget.ballots.scores is not None and (budget.ballots.scores < 0).any():
        found.append(Problem("ballots", "a project cannot have less than 0 points"))
    return found


BY_COST = Option("cost", Fraction(1), Fraction(0), Fraction(1),
                 "of approvals: 1: a project is worth its cost to who approves it; 0: it is worth 1. Scores "
                 "are worth what they say", whole=True)


def _worths(budget: Budget, by_cost: bool) -> list[dict[int, Fraction]]:
    """Of each project what it is worth to each ballot that it is worth anything to."""
    ballots = budget.ballots
    found = []
    for k in range(ballots.size):
        if ballots.scores is not None:
            points = enumerate(ballots.scores[k].tolist())
            found.append({i: Fraction(value, ballots.unit) for i, value in points if value > 0})
        else:
            worth = budget.costs[k] if by_cost else Fraction(1)
            found.append({i: worth for i, rank in enumerate(ballots.ranks[k].tolist()) if rank != UNRANKED})
    return found


def _told(budget: Budget, bought: Sequence[Purchase], meaning: str, *notes: str) -> BudgetOutcome:
    worths = _worths(budget, by_cost=False)
    heard = set().union(*(worths[each.project] for each in bought))
    counts = budget.ballots.counts
    return BudgetOutcome(tuple(bought), sum((budget.costs[each.project] for each in bought), Fraction(0)),
                         int(sum(int(counts[i]) for i in heard)), meaning, " ".join(filter(None, notes)))


TIED = "Ties were broken by the order of projects."


@_rule("greedy", "Greedy", "Projects in the order of how many approve them, each if it can still be paid; "
"the rule of most cities.", "Talmon, N. and Faliszewski, P. (2019). A framework for approval-based budgeting "
       "methods. AAAI 33, 2181–2188.")
def greedy(budget: Budget, settings: Settings, progress: Progress) -> BudgetOutcome:
    bought, tied = _greedily(budget, [], budget.limit)
    what = "points" if budget.ballots.scores is not None else "voters who approve"
    return _told(budget, bought, what, TIED if tied else "")


def _greedily(budget: Budget, bought: list[Purchase], limit: Fraction) -> tuple[list[Purchase], bool]:
    """Add what has most votes, or points, and can be paid."""
    worths, counts = _worths(budget, by_cost=False), budget.ballots.counts.tolist()
    votes = [sum((worth * counts[i] for i, worth in each.items()), Fraction(0)) for each in worths]
    left = limit - sum((budget.costs[each.project] for each in bought), Fraction(0))
    have = {each.project for each in bought}
    order = sorted((k for k in range(len(votes)) if votes[k] and k not in have), key=lambda k: (-votes[k], k))
    found, tied = list(bought), False
    for place, k in enumerate(order):
        if budget.costs[k] <= left:
            # A tie matters where the other one is then too dear.
            rivals = [j for j in order[place + 1:] if votes[j] == votes[k]]
            tied = tied or any(left - budget.costs[k] < budget.costs[j] <= left for j in rivals)
            found.append(Purchase(k, votes[k]))
            left -= budget.costs[k]
    return found, tied


@_rule("equal-shares", "Method of equal shares", "Each voter has the same purse; a project is paid for by "
"those to whom it is worth something, in proportion, the best value for them first.",
       "Peters, D., Pierczyński, G. and Skowron, P. (2021). Proportional participatory budgeting with "
       "additive utilities. NeurIPS 34, 12726–12737.", BY_COST,
       Option("completion", Fraction(2), Fraction(0), Fraction(2),
              "of money that is left: 0 leaves it; 1 buys what most approve; 2 first raises every purse by "
              "1, again and again while all that is bought can be paid, and then buys what most "
              "approve", whole=True))
def equal_shares(budget: Budget, settings: Settings, progress: Progress) -> BudgetOutcome:
    completion = settings["completion"] or 0
    worths = _worths(budget, bool(settings["cost"]))
    purse = budget.limit / budget.ballots.voters
    bought, tied = _shared(budget, worths, purse, progress)
    raises = 0
    while completion == 2 and raises < MOST_RAISES and len(bought) < budget.ballots.size:
        progress(None, "purses are raised")
        more, also = _shared(budget, worths, purse + raises + 1, progress)
        if sum((budget.costs[each.project] for each in more), Fraction(0)) > budget.limit:
            break
        bought, tied, raises = more, also, raises + 1
    notes = [f"Every purse was raised by {raises:,}." if raises else ""]
    if completion:
        count = len(bought)
        bought, also = _greedily(budget, bought, budget.limit)
        tied = tied or also
        if len(bought) > count:
            notes.append(f"The last {len(bought) - count:,} were bought with money left, by votes.")
    return _told(budget, bought, "what one unit of worth costs its supporters, or votes at the end", *notes,
                 TIED if tied else "")


def _shared(budget: Budget, worths: list[dict[int, Fraction]], purse: Fraction, progress: Progress
            ) -> tuple[list[Purchase], bool]:
    counts = budget.ballots.counts.tolist()
    purses = [purse] * len(counts)
    bought: list[Purchase] = []
    waiting = set(range(budget.ballots.size))
    tied = False
    while True:
        progress(None, "projects are paid for")
        rates = {k: rate for k in sorted(waiting)
                 if (rate := rate_of(budget.costs[k], worths[k], purses, counts)) is not None}
        if not rates:
            return bought, tied
        low = min(rates.values())
        first = next(k for k, rate in rates.items() if rate == low)
        tied = tied or sum(rate == low for rate in rates.values()) > 1
        for i, worth in worths[first].items():
            purses[i] -= min(purses[i], low * worth)
        bought.append(Purchase(first, low))
        waiting = {k for k in rates if k != first}  # who cannot be paid now never can


@_rule("phragmen", "Phragmén, in sequence", "Every voter earns money at the same rate; as soon as a "
"project's supporters have its cost together they pay for it. It ends with the first project that there is "
"no money for.",
       "Los, M., Christoff, Z. and Grossi, D. (2022). Proportional budget allocations: towards a "
       "systematization. IJCAI, 398–404.")
def phragmen(budget: Budget, settings: Settings, progress: Progress) -> BudgetOutcome:
    supporters = [frozenset(each) for each in _worths(budget, by_cost=False)]
    counts = budget.ballots.counts.tolist()
    since = [Fraction(0)] * len(counts)  # the time at which each ballot's purse was empty last
    left, bought, tied = budget.limit, [], False
    waiting = {k for k in range(len(supporters)) if supporters[k] and budget.costs[k] <= left}
    while waiting:
        progress(None, "projects are paid for")
        # At the time t supporters have the sum of t − since: it is the cost at
        times = {k: (budget.costs[k] + sum((since[i] * counts[i] for i in supporters[k]), Fraction(0)))
                 / sum(counts[i] for i in supporters[k]) for k in sorted(waiting)}
        now = min(times.values())
        alike = [k for k in times if times[k] == now]
        if budget.costs[alike[0]] > left:
            break
        tied = tied or len(alike) > 1
        for i in supporters[alike[0]]:
            since[i] = now
        bought.append(Purchase(alike[0], now))
        left -= budget.costs[alike[0]]
        waiting.remove(alike[0])
    return _told(budget, bought, "what each voter had earned by then", TIED if tied else "")


