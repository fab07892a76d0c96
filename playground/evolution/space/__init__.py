"""Games in space: everybody has a site of a lattice or network, and meets only the neighbours."""

from playground.evolution.space.course import SpaceCourse, course, started
from playground.evolution.space.lattice import NEIGHBOURHOODS, Lattice
from playground.evolution.space.meetings import MOST_STRATEGIES, space_problem
from playground.evolution.space.networks import NETWORKS, Network, network_of, read_edges
from playground.evolution.space.rules import RULES, Rule, rule_of
from playground.evolution.space.run import UPDATINGS, SpatialRun
from playground.evolution.space.start import STARTS, random_start, single_start

__all__ = ["MOST_STRATEGIES", "NEIGHBOURHOODS", "NETWORKS", "RULES", "STARTS", "UPDATINGS", "Lattice",
           "Network", "Rule", "SpaceCourse", "SpatialRun", "course", "network_of", "random_start",
           "read_edges", "rule_of", "single_start", "space_problem", "started"]
