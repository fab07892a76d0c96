"""Strategies: how a player of a repeated game decides. `STRATEGIES` is the catalogue."""

from playground.strategy import classics, general  # noqa: F401  (they fill the catalogue, in this order)
from playground.strategy.automaton import Automaton, State
from playground.strategy.player import STRATEGIES, Decider, Forfeit, Rule, Strategy, View, usable
from playground.strategy.script import Script

__all__ = ["STRATEGIES", "Automaton", "Decider", "Forfeit", "Rule", "Script", "State",
           "Strategy", "View", "usable"]
