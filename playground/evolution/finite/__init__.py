"""Finite populations: fixation, the long run, α-rank, and populations of agents."""

from playground.evolution.finite.agents import Agents, Simulated, simulated_fixation
from playground.evolution.finite.alpha_rank import AlphaRank, alpha_rank, alpha_sweep
from playground.evolution.finite.fixation import Fixation, fixation
from playground.evolution.finite.path import FinitePath, counts_of, path
from playground.evolution.finite.process import PROCESSES, Process, process_of
from playground.evolution.finite.stationary import Stationary, stationary

__all__ = ["PROCESSES", "Agents", "AlphaRank", "FinitePath", "Fixation", "Process", "Simulated", "Stationary",
           "alpha_rank", "alpha_sweep", "counts_of", "fixation", "path", "process_of", "simulated_fixation",
           "stationary"]
