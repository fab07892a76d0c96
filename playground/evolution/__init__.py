"""Population dynamics: how the shares of strategies change, and where they rest."""

# These fill the catalogue, in the order of menus.
# isort: off
from playground.evolution import replicator  # noqa: F401
from playground.evolution import best_response, logit, bnn, smith, projection, imitation  # noqa: F401
from playground.evolution import replicator_mutator, q_learning  # noqa: F401
# isort: on
from playground.evolution.dynamic import DYNAMICS, Dynamic, dynamic_of, velocity
from playground.evolution.evolve import EvolutionResult, evolve, rest_points, rest_set, trajectory
from playground.evolution.integrate import Trajectory
from playground.evolution.population import PopulationGame, Structure, population_game, structure, structures
from playground.evolution.portrait import Portrait, portrait, portrait_problem
from playground.evolution.rest import KINDS, Continuum, RestPoint, RestSet

__all__ = ["DYNAMICS", "KINDS", "Continuum", "Dynamic", "EvolutionResult", "PopulationGame", "Portrait",
           "RestPoint", "RestSet", "Structure", "Trajectory", "dynamic_of", "evolve", "population_game",
           "portrait", "portrait_problem", "rest_points", "rest_set", "structure", "structures",
           "trajectory", "velocity"]
