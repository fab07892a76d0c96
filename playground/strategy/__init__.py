"""Strategies: how a player of a repeated game decides. `STRATEGIES` is the catalogue."""

# ruff: isort: off
# They fill the catalogue, in this order.
from playground.strategy import memory_one, machines, counting, first_tournament  # noqa: F401
from playground.strategy import general, no_regret, reinforcement, lola  # noqa: F401
# ruff: isort: on
from playground.strategy.automaton import Automaton, State, table_of
from playground.strategy.memory_one import equalizer, press_dyson
from playground.strategy.player import (
    STRATEGIES,
    Decider,
    Forfeit,
    Learner,
    Lesson,
    Rule,
    Strategy,
    View,
    decider,
    seat_title,
    usable,
)
from playground.strategy.script import Script

__all__ = ["STRATEGIES", "Automaton", "Decider", "Forfeit", "Learner", "Lesson", "Rule", "Script",
           "State", "Strategy", "View", "decider", "equalizer", "press_dyson", "seat_title",
           "table_of", "usable"]
