"""Strategies: how a player of a repeated game decides. `STRATEGIES` is the catalogue."""

from playground.strategy import (  # isort: skip  (they fill the catalogue, in this order)
    memory_one,  # noqa: F401
    machines,  # noqa: F401
    counting,  # noqa: F401
    first_tournament,  # noqa: F401
    general,  # noqa: F401
)
from playground.strategy.automaton import Automaton, State
from playground.strategy.memory_one import equalizer, press_dyson
from playground.strategy.player import STRATEGIES, Decider, Rule, Strategy, View, usable

__all__ = ["STRATEGIES", "Automaton", "Decider", "Rule", "State", "Strategy", "View", "equalizer",
           "press_dyson", "usable"]
