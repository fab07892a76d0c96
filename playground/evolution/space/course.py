"""A whole run in space: the shares of every generation, and where everybody is at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from playground.evolution.population import Floats
from playground.evolution.space.lattice import Lattice
from playground.evolution.space.meetings import space_problem
from playground.evolution.space.networks import NETWORKS, Network, network_of, read_edges
from playground.evolution.space.rules import rule_of
from playground.evolution.space.run import SpatialRun
from playground.evolution.space.sites import States
from playground.evolution.space.start import random_start, single_start
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_GENERATIONS = 100_000


@dataclass(frozen=True, eq=False)
class SpaceCourse:
    """shares
        Of each strategy, shape (generations + 1, strategies).
    states
        The strategy of every site at the end: shape (rows, columns), or (nodes,) of a network.
    mean_payoff
        What a site earns on average at the end, from all its meetings.
    """

    strategies: tuple[str, ...]
    rule: str
    updating: str
    place: str
    with_self: bool
    shares: Floats
    states: States
    mean_payoff: float
    seed: int

    def as_dict(self, states: bool = False) -> dict[str, Any]:
        """`states`: where everybody is at the end, too."""
        counts = np.bincount(self.states.ravel(), minlength=len(self.strategies))
        told: dict[str, Any] = {
            "strategies": list(self.strategies), "rule": self.rule, "updating": self.updating,
            "place": self.place, "self_interaction": self.with_self, "generations": len(self.shares) - 1,
            "shares": self.shares.tolist(), "counts": counts.tolist(), "mean_payoff": self.mean_payoff,
            "seed": self.seed}
        return told | {"states": self.states.tolist()} if states else told


def place_of(size: tuple[int, int], neighbourhood: str, walls: bool, network: str, seed: int
             ) -> Lattice | Network:
    """A lattice, or the network that is named or lies in a file. Raises `InputError`."""
    if not network:
        return Lattice(*size, neighbourhood, walls)
    if network.partition(":")[0].strip() not in NETWORKS and Path(network).is_file():
        return read_edges(network)
    return network_of(network, seed)


def started(sites: Lattice | Network, names: Sequence[str], shares: Sequence[Fraction] | None = None,
            single: Sequence[str] | None = None, seed: int = 1) -> States:
    """Random by these shares, equal ones where none are given; or, of `single`, one who plays the first among
    those who play the second. Raises `InputError`."""
    if single is not None:
        problems = [Problem("single", f"{name!r} is not a strategy of this game; use {', '.join(names)}")
                    for name in single if name not in names]
        if len(single) != 2:
            problems.append(Problem("single", "give two strategies: of the one, and of all others"))
        if problems:
            raise InputError(problems)
        return single_start(sites, names.index(single[0]), names.index(single[1]))
    if shares is None:
        shares = [Fraction(1, len(names))] * len(names)
    if len(shares) != len(names):
        raise InputError([Problem("start", f"{len(shares)} shares where {len(names)} are needed")])
    luck = np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0])
    return random_start(sites.size, shares, luck)


def course(game: NormalForm, rule: str = "imitate-the-best", generations: int = 100, *,
           size: tuple[int, int] = (100, 100), neighbourhood: str = "moore", walls: bool = False,
           network: str = "", updating: str = "", with_self: bool = True,
           start: Sequence[Fraction] | None = None, single: Sequence[str] | None = None, seed: int = 1,
           progress: Progress = silent) -> SpaceCourse:
    """So many generations, from where `started` says. Without `updating`, together if the rule can.
    Raises `InputError` with all that is wrong, and what `progress` raises."""
    problems: list[Problem] = []
    if not 1 <= generations <= MOST_GENERATIONS:
        problems.append(Problem("generations", f"{generations:,} is not from 1 to {MOST_GENERATIONS:,}"))
    if problem := space_problem(game):
        raise InputError([*problems, Problem("", problem)])
    if seed < 0:
        raise InputError([*problems, Problem("seed", f"{seed} is below 0; give a whole number from 0 on")])
    sites: Lattice | Network = Lattice()
    states = None
    names = game.players[0].strategies
    try:
        sites = place_of(size, neighbourhood, walls, network, seed)
    except InputError as error:
        problems += error.problems
    try:
        states = started(sites, names, start, single, seed)
    except InputError as error:
        problems += error.problems
    try:
        made = rule_of(rule)
        updating = updating or ("synchronous" if made.fitness is None else "asynchronous")
        run = SpatialRun(game, sites, made, states, updating=updating, with_self=with_self, seed=seed)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    shares = [run.shares]

    def told(done: float | None, text: str = "") -> None:
        progress((len(shares) - 1) / generations, f"generation {len(shares):,}")

    for _ in range(generations):
        run.step(1, told)
        shares.append(run.shares)
    shape = (sites.rows, sites.columns) if isinstance(sites, Lattice) else (sites.size,)
    return SpaceCourse(names, run.rule.name, updating, sites.words, with_self,
                       np.array(shares), run.states.reshape(shape), run.mean_payoff(), seed)
