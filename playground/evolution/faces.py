"""Faces of the state space of one population: states where only some of its strategies are present.

Under imitation and the replicator dynamic an absent strategy stays absent, so that a face is a game of its
own: Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics, chapter 7. Dynamics by
which members think of strategies that nobody plays lead out of it. Which of both, the velocity tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from playground.equilibrium.words import listed
from playground.evolution.dynamic import Dynamic, velocity
from playground.evolution.population import PopulationGame
from playground.evolution.rest import RestPoint, RestSet
from playground.game import NormalForm, Player
from playground.problem import InputError, Problem

SAMPLES = 60  # states of the face at which the velocity is looked at
ENTERS = 1e-12  # speed of an absent strategy, in parts of the dynamic's rate, from which on it comes in
EVEN = 1e-9  # payoff difference, in parts of the game's, up to which a state in floats leaves it open


def check(names: Sequence[str], strategies: Sequence[int]) -> None:
    """Raises `InputError` unless these are indices of strategies, in order."""
    if list(strategies) != sorted(set(strategies) & set(range(len(names)))) or not strategies:
        raise InputError([Problem("strategies", f"{list(strategies)} are not strategies of this game; give "
                                  f"some of 0 to {len(names) - 1}, in order")])


def face(game: NormalForm, strategies: Sequence[int]) -> NormalForm:
    """The symmetric `game` where everybody has only these strategies, by index. Raises `InputError`."""
    check(game.players[0].strategies, strategies)
    players = tuple(Player(player.name, tuple(player.strategies[k] for k in strategies))
                    for player in game.players)
    cells = game.cells[np.ix_(range(game.n_players), *[strategies] * game.n_players)]
    return NormalForm(players, cells, game.parameters)


def face_problem(population: PopulationGame, dynamic: Dynamic, strategies: Sequence[int],
                 names: Sequence[str]) -> str:
    """Empty where strategies that are absent stay absent, so that the face of `strategies` is a flow of its
    own; otherwise why not, as a sentence."""
    if population.kind != "one":
        return "A face is one of the states of one population."
    drawn = np.random.default_rng(1).dirichlet(np.ones(len(strategies)), SAMPLES)
    states = np.zeros((len(drawn) + len(strategies) + 1, population.sizes[0]))
    states[:, strategies] = np.vstack([drawn, np.eye(len(strategies)), np.full(len(strategies),
                                                                              1 / len(strategies))])
    rates = np.abs(velocity(population, dynamic, states)).max(axis=0)
    enter = [names[k] for k in range(len(names))
             if k not in strategies and rates[k] > ENTERS * dynamic.rate(population)]
    if not enter:
        return ""
    return (f"Under this dynamic {listed(enter[:3])} would come in by "
            f"{'itself' if len(enter) == 1 else 'themselves'} where absent, so that this face has no flow of "
            "its own; under the replicator dynamic or imitation it has.")


def with_absent(population: PopulationGame, strategies: Sequence[int], found: RestSet, names: Sequence[str]
                ) -> RestSet:
    """The rest points of a face of `population`, whose kinds are those of the flow within it, with a sentence
    more each: which of the absent strategies would grow there."""
    absent = [k for k in range(len(names)) if k not in strategies]

    def told(point: RestPoint) -> RestPoint:
        state = whole_state(population.sizes[0], strategies, point.at)
        present = strategies[next(k for k, share in enumerate(point.at) if share)]
        earned: Sequence[Fraction | float]
        if point.exact:
            earned, even = population.exact_payoffs([Fraction(share) for share in state]), 0.0
        else:
            earned = population.payoffs(np.array(state, dtype=np.float64)).tolist()
            even = EVEN * population.rate
        more = [names[k] for k in absent if earned[k] - earned[present] > even]
        if more:
            verb = "earns" if len(more) == 1 else "earn"
            words = f"{listed(more)}, absent here, {verb} more and would come in."
        else:
            words = "Nothing that is absent here earns more."
        return replace(point, why=f"{point.why} {words}", nash=point.nash and not more)
    return replace(found, points=tuple(map(told, found.points))) if absent else found


def whole_state(size: int, strategies: Sequence[int], shares: Sequence[Fraction | float]
                ) -> tuple[Fraction | float, ...]:
    """A state of the face as one of the whole population, where the others' shares are 0."""
    state: list[Fraction | float] = [Fraction(0)] * size
    for k, share in zip(strategies, shares):
        state[k] = share
    return tuple(state)
