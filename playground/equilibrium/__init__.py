"""Solution concepts: exact, certified, and honest about what is missing."""

# The catalogue lists the concepts in the order of these imports.
from playground.equilibrium.rationalizable import belief, point_rationalizable

# isort: split
from playground.equilibrium.maximin import maximin

# isort: split
from playground.equilibrium.bargaining import Agreement, Bargain, bargain
from playground.equilibrium.best_response import best_responses, gains, pure_equilibria
from playground.equilibrium.certify import certify
from playground.equilibrium.commitment import Commitment, mixed_commitment, pure_commitment
from playground.equilibrium.components import Component, components_of
from playground.equilibrium.concepts import CONCEPTS, METHODS, first_equilibria, methods_for, solve
from playground.equilibrium.correlated import coarse_correlated_equilibria, correlated_equilibria
from playground.equilibrium.dominance import Domination, Elimination, dominated, iterated_elimination
from playground.equilibrium.efficiency import Prices, efficiency
from playground.equilibrium.evolutionary import Stability, stability, symmetric_equilibria
from playground.equilibrium.folk import folk, minimax, pure_minimax
from playground.equilibrium.lemke_howson import lemke_howson, walk
from playground.equilibrium.level_k import Levels, cognitive_hierarchy, reasoning_levels
from playground.equilibrium.mixed import MixedEquilibria, mixed_equilibria
from playground.equilibrium.nash import connected_components, extreme_equilibria, maximal_nash_subsets
from playground.equilibrium.parameter_map import ParameterMap, parameter_map
from playground.equilibrium.pareto import pareto_efficient, payoff_region
from playground.equilibrium.quantal_response import Branch, logit_branch
from playground.equilibrium.region_map import RegionMap, region_map
from playground.equilibrium.regions import Region, best_response_regions
from playground.equilibrium.removal_orders import EndResults, end_results
from playground.equilibrium.selection import equilibrium_selection
from playground.equilibrium.solution import Equilibrium, Solution
from playground.equilibrium.strict_pair import StrictPair, strict_pair
from playground.equilibrium.words import explain, summary
from playground.equilibrium.worked import worked

__all__ = ["CONCEPTS", "METHODS", "Agreement", "Bargain", "Branch", "Commitment", "Component", "Domination",
           "Elimination", "EndResults", "Equilibrium", "Levels", "MixedEquilibria", "ParameterMap", "Prices",
           "Region", "RegionMap", "Solution", "Stability", "StrictPair", "bargain", "belief",
           "best_response_regions", "best_responses", "certify", "coarse_correlated_equilibria",
           "cognitive_hierarchy", "components_of", "connected_components", "correlated_equilibria",
           "dominated", "efficiency", "end_results", "equilibrium_selection", "explain", "extreme_equilibria",
           "first_equilibria", "folk", "gains", "iterated_elimination", "lemke_howson", "logit_branch",
           "maximal_nash_subsets", "maximin", "methods_for", "minimax", "mixed_commitment",
           "mixed_equilibria", "parameter_map", "pareto_efficient", "payoff_region", "point_rationalizable",
           "pure_commitment", "pure_equilibria", "pure_minimax", "reasoning_levels", "region_map", "solve",
           "stability", "strict_pair", "summary", "symmetric_equilibria", "walk", "worked"]
