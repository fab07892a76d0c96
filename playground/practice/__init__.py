"""Practice: games found as wished, solved by hand step by step, and made into exam sheets."""

from playground.practice.exercise import TITLES, Exercise, Feedback
from playground.practice.finder import find, find_many
from playground.practice.presets import WISHES, wish_of
from playground.practice.sheet import exam
from playground.practice.wish import FEATURES, Feature, Wish, describe

__all__ = ["FEATURES", "TITLES", "WISHES", "Exercise", "Feature", "Feedback", "Wish", "describe", "exam",
           "find", "find_many", "wish_of"]
