"""Games to solve by hand: found by what is wished of them, worked on step by step, printed as exams. Qt-free."""

from playground.practice.exercise import TITLES, Exercise, Feedback

__all__ = ["TITLES", "Exercise", "Feedback"]
