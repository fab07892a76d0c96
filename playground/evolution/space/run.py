"""A population in space, generation by generation.

Together: all sites look at once, and change at once. One by one: a site is drawn at random, looks at what is
earned now, and changes; as many such updates as there are sites are a generation. (In Moran's birth–death
process as many births are, and who gives birth is found by drawing sites and accepting them in proportion to
fitness.)

Updates one by one are computed in groups, with the result that the same draws have one after the other: an
update reads what lies at most two steps away and changes what lies at most one, so those whose sites are more
than two steps apart can be taken together; a draw waits for all earlier ones that are nearer.
"""

from __future__ import annotations

import numpy as np

from playground.evolution.population import Floats
from playground.evolution.space.lattice import Lattice
from playground.evolution.space.meetings import Meetings, meetings_of
from playground.evolution.space.networks import Network
from playground.evolution.space.quick import Quick
from playground.evolution.space.rules import Hood, Rule, rule_of
from playground.evolution.space.sites import Around, Indices, States, shares_of
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

UPDATINGS = {"synchronous": "Together: all look at the same moment, and change at once",
             "asynchronous": "One by one: a site drawn at random looks and changes; as many times as there "
                             "are sites in a generation"}
BAND = 1 << 14  # sites at a time
DRAWS = 24  # parts of a generation that are drawn at a time, when one by one
LATE = np.iinfo(np.int64).max


class SpatialRun:
    """states
        The strategy of every site, flat; never changed in place.
    previous
        The states one generation ago.
    generation
        How many have passed.
    """

    def __init__(self, game: NormalForm, sites: Lattice | Network, rule: str | Rule = "imitate-the-best",
                 start: States | None = None, *, updating: str = "synchronous", with_self: bool = True,
                 seed: int = 1) -> None:
        """`start` is the first strategy everywhere where none is given. Raises `InputError` with all that is
        wrong."""
        problems = [] if seed >= 0 else [
            Problem("seed", f"{seed} is below 0; give a whole number from 0 on")]
        self.sites, self.seed, self.generation = sites, seed, 0
        try:
            self.meetings = meetings_of(game, with_self, sites.most_neighbours)
        except InputError as error:
            problems += error.problems
        try:
            self.rule, self.updating = rule_of(rule), updating
            if not problems:
                _fitting(self.rule, updating, self.meetings, sites)
        except InputError as error:
            problems += error.problems
        if problems:
            raise InputError(problems)
        self._changed()
        states = np.array(np.zeros(sites.size) if start is None else start, dtype=np.uint8).ravel()
        if states.size != sites.size or states.max(initial=0) >= self.strategies:
            raise InputError([Problem("start", f"give a strategy from 0 to {self.strategies - 1} for each of "
                                               f"{sites.size:,} sites")])
        self.states = self.previous = states
        self._luck = np.random.default_rng(np.random.SeedSequence(seed))

    # --- what can be changed on the way ---------------------------------------------------------

    def set_game(self, game: NormalForm, with_self: bool) -> None:
        """Play another game from now on, of as many strategies. Raises `InputError`, and changes nothing
        then."""
        meetings = meetings_of(game, with_self, self.sites.most_neighbours)
        if meetings.strategies != self.strategies:
            raise InputError([Problem("game", f"{meetings.strategies} strategies where {self.strategies} are "
                                              "played; begin anew")])
        _fitting(self.rule, self.updating, meetings, self.sites)
        self.meetings = meetings
        self._changed()

    def set_rule(self, rule: str | Rule, updating: str) -> None:
        """Live by another rule from now on. Raises `InputError`, changing nothing."""
        made = rule_of(rule)
        _fitting(made, updating, self.meetings, self.sites)
        self.rule, self.updating = made, updating
        self._changed()

    def paint(self, sites: Indices, strategy: int) -> None:
        """Let these sites play this strategy."""
        self.states = self.states.copy()
        self.states[sites] = strategy
        self._earned: Indices | None = None

    def _changed(self) -> None:
        self._earned = None
        quick = self.rule.best and self.updating == "synchronous" and self.strategies == 2
        self._quick = Quick(self.sites, self.meetings) if quick and isinstance(self.sites, Lattice) else None

    # --- what is seen -----------------------------------------------------------------------------

    @property
    def strategies(self) -> int:
        return self.meetings.strategies

    @property
    def shares(self) -> Floats:
        """How large a part of the sites plays each strategy."""
        return shares_of(self.states, self.strategies)

    def mean_payoff(self) -> float:
        """What a site earns on average from all its meetings."""
        table = self.meetings.table.astype(float) / self.meetings.scale
        mean = float((table * self.sites.pairs(self.states, self.strategies)).sum()) / self.sites.size
        return mean + float(table.diagonal() @ self.shares) if self.meetings.with_self else mean

    # --- time -----------------------------------------------------------------------------------

    def step(self, generations: int = 1, progress: Progress = silent) -> None:
        """So many generations on. What `progress` raises ends it at the last whole generation."""
        for done in range(generations):
            progress(done / generations, "generations")
            states = self.states
            if self.updating == "asynchronous":
                states = self._one_by_one(states.copy(), progress)
            elif self._quick is not None:
                states = np.empty_like(states)
                self._quick.step(self.states, states, progress)
            else:
                states = self._together(states, progress)
            self.previous, self.states = self.states, states
            self.generation += 1

    def _bands(self) -> list[Indices]:
        size = self.sites.size
        return [np.arange(begin, min(begin + BAND, size)) for begin in range(0, size, BAND)]

    def _all_earned(self, states: States, progress: Progress) -> Indices:
        earned = np.empty(self.sites.size, dtype=np.int64)
        for part in self._bands():
            progress(None, "payoffs")
            earned[part] = self.meetings.earned(states, self.sites.around(part))
        return earned

    def _hood(self, states: States, earned: Indices, around: Around) -> Hood:
        flat = around.flat
        return Hood(states[flat[around.starts]], states[flat], earned[flat], around.starts, around.counts,
                    self.meetings.scale)

    def _together(self, states: States, progress: Progress) -> States:
        earned, after = self._all_earned(states, progress), np.empty_like(states)
        for part in self._bands():
            progress(None, "sites")
            after[part] = self.rule.become(self._hood(states, earned, self.sites.around(part)), self._luck)
        return after

    def _one_by_one(self, states: States, progress: Progress) -> States:
        """`states`, changed in place. The payoffs are kept, as few of them change."""
        size = self.sites.size
        earned = self._all_earned(states, progress) if self._earned is None else self._earned
        self._earned = None  # until the end, lest a cancelled generation leaves those of another
        left, most = size, max(1, min(BAND, size // DRAWS))
        turns = np.full(size, LATE)
        while left:
            waiting = self._luck.integers(size, size=min(left, most))
            if self.rule.fitness is None:
                left -= len(waiting)
            order = np.arange(len(waiting))
            reach = self.sites.reach(waiting)
            while len(waiting):
                progress(None, "updates")
                turns[waiting[::-1]] = order[::-1]  # of several draws of a site the first is written last
                soonest = np.minimum.reduceat(turns[reach.flat], reach.starts)
                turns[waiting] = LATE
                ready = soonest == order
                if self.rule.fitness is None:
                    self._update(states, earned, waiting[ready])
                else:
                    left -= self._births(states, earned, waiting[ready])
                waiting, order = waiting[~ready], order[~ready]
                if len(waiting):
                    reach = self.sites.reach(waiting)
        self._earned = earned
        return states

    def _update(self, states: States, earned: Indices, at: Indices) -> None:
        hood = self._hood(states, earned, self.sites.around(at))
        self._put(states, earned, at, self.rule.become(hood, self._luck))

    def _births(self, states: States, earned: Indices, at: Indices) -> int:
        """Those who are drawn give birth with a probability in proportion to their fitness; how many did."""
        assert self.rule.fitness is not None
        scale = self.meetings.scale
        highest = float(self.rule.fitness(self.meetings.range(self.sites.most_neighbours)[1]))
        chance = self.rule.fitness(earned[at] / scale) / highest
        parents = at[self._luck.random(len(at)) < chance]
        if len(parents):
            around = self.sites.around(parents)
            hood = self._hood(states, earned, around)
            self._put(states, earned, around.flat[hood.one_of(self._luck)], hood.own)
        return len(parents)

    def _put(self, states: States, earned: Indices, at: Indices, strategies: States) -> None:
        """Let these sites, no two the same, play something else; what they and others earn follows."""
        differ = states[at] != strategies
        at, strategies = at[differ], strategies[differ]
        if not len(at):
            return
        around = self.sites.around(at)
        table, before = self.meetings.table, states[at]
        gains = (table[:, strategies] - table[:, before]).T  # of whoever meets them, by its own strategy
        each = np.repeat(np.arange(len(at)), around.counts)
        np.add.at(earned, around.flat, gains[each, states[around.flat]])
        states[at] = strategies
        earned[at] = self.meetings.earned(states, around)


def _fitting(rule: Rule, updating: str, meetings: Meetings, sites: Lattice | Network) -> None:
    problems = []
    if updating not in UPDATINGS:
        problems.append(Problem("updating", f"there is no {updating!r}; use {' or '.join(UPDATINGS)}"))
    elif rule.fitness is not None and updating != "asynchronous":
        problems.append(Problem("updating", f"in {rule.name.partition(':')[0]} one is born after the other; "
                                            "use asynchronous"))
    if refused := rule.refuses(*meetings.range(sites.most_neighbours)):
        problems.append(Problem("rule", refused))
    if problems:
        raise InputError(problems)



