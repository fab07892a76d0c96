"""Strategies: how a player of a repeated game decides. `STRATEGIES` is the catalogue."""

# They fill the catalogue, in this order.
from playground.strategy import classics, general, no_regret, reinforcement, lola  # noqa: F401, I001
from playground.strategy.automaton import Automaton, State
from playground.strategy.player import (
    STRATEGIES,
    Decider,
    Learner,
    Lesson,
    Rule,
    Settings,
    Strategy,
    View,
    decider,
    seat_text,
    seat_title,
    strategy_of,
    usable,
)

__all__ = ["STRATEGIES", "Automaton", "Decider", "Learner", "Lesson", "Rule", "Settings", "State", "Strategy",
           "View", "decider", "seat_text", "seat_title", "strategy_of", "usable"]
