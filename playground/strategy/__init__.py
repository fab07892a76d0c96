"""Strategies: how a player of a repeated game decides. `STRATEGIES` is the catalogue."""

# The first modules fill the catalogue, in this order.
from playground.strategy import memory_one  # noqa: F401  # isort: split
from playground.strategy import machines  # noqa: F401  # isort: split
from playground.strategy import counting  # noqa: F401  # isort: split
from playground.strategy import first_tournament  # noqa: F401  # isort: split
from playground.strategy import general  # noqa: F401  # isort: split
from playground.strategy.automaton import Automaton, State
from playground.strategy.memory_one import equalizer, press_dyson
from playground.strategy.player import STRATEGIES, Decider, Rule, Strategy, View, usable

__all__ = ["STRATEGIES", "Automaton", "Decider", "Rule", "State", "Strategy", "View", "equalizer", "press_dyson",
           "usable"]
