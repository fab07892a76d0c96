"""Strategies: how a player of a repeated game decides. `STRATEGIES` is the catalogue."""

# ruff: isort: off
# The first line fills the catalogue, in this order.
from playground.strategy import memory_one, machines, counting, first_tournament, general  # noqa: F401
from playground.strategy.automaton import Automaton, State
from playground.strategy.memory_one import equalizer, press_dyson
from playground.strategy.player import STRATEGIES, Decider, Rule, Strategy, View, usable

__all__ = ["STRATEGIES", "Automaton", "Decider", "Rule", "State", "Strategy", "View", "equalizer",
           "press_dyson", "usable"]
