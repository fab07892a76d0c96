"""Q-learning as a mean dynamic: what populations of Boltzmann learners do who update often and by little.

ẋ_i = x_i (π_i − π̄ − T (ln x_i − Σ_j x_j ln x_j)): selection by payoffs, and exploration at temperature T.
Its rest points are the logit equilibria of noise T. Sato, Y. and Crutchfield, J. P. (2003). Coupled
replicator equations for the dynamics of learning in multiagent systems. Physical Review E 67, 015206; Tuyls,
K., Verbeeck, K. and Lenaerts, T. (2003). A selection-mutation model for Q-learning in multi-agent systems.
AAMAS 2003. """

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from playground.catalogue import Option
from playground.evolution.dynamic import DYNAMICS, Dynamic
from playground.evolution.logit import logit
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.rest import RestSet
from playground.evolution.search import numeric_point, searched

TEMPERATURE = Option("temperature", Fraction(1, 5), Fraction(1, 1000), Fraction(10),
                     "T: how much is explored", "payoff")
NEVER = 1e-300  # keeps the logarithm finite where a share is 0


@DYNAMICS.entry(
    "q-learning-mean", "Q-Learning (Mean Field)",
    "What many Boltzmann Q-learners do on average: selection by payoffs, and exploration.",
    reference="Tuyls, K., Verbeeck, K. and Lenaerts, T. (2003). A selection-mutation model for Q-learning in "
              "multi-agent systems. AAMAS 2003.", options=(TEMPERATURE,))
def q_learning(temperature: Fraction) -> Dynamic:
    heat = float(temperature)

    def velocity(shares: Floats, payoffs: Floats) -> Floats:
        logs = np.log(np.maximum(shares, NEVER))
        worth = payoffs - heat * logs
        rates: Floats = shares * (worth - np.einsum("...i,...i->...", shares, worth)[..., np.newaxis])
        return rates

    def rest(population: PopulationGame, dynamic: Dynamic) -> RestSet:
        """Inside, the logit equilibria. At the border nothing is explored that is not done; a search there
        would find rest points that no population with all strategies stays near."""
        found = searched(population, replace(logit(temperature), name="logit"))
        points = tuple(numeric_point(population, dynamic, np.array(point.at, dtype=np.float64))
                       for point in found.points)
        return replace(found, points=points, note=f"Inside only. {found.note}")
    return Dynamic(velocity, rest, rate=lambda population: population.rate + heat)
