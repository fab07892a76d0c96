"""Matches: players over a repeated game, with noise and a fixed or random end."""

from playground.arena.learning import Curve, Curves, Diary, curves
from playground.arena.match import HUMAN, Match, Round, fresh_seed, seat_problems
from playground.arena.play import MatchResult, play
from playground.arena.record import RecordedMatch

__all__ = ["HUMAN", "Curve", "Curves", "Diary", "Match", "MatchResult", "RecordedMatch", "Round", "curves",
           "fresh_seed", "play", "seat_problems"]
