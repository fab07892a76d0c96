"""Matches and tournaments: players over a repeated game, with noise, and a fixed or random end."""

from playground.arena.guess import Suspect, drawn, suspects
from playground.arena.learning import Curve, Curves, Diary, curves
from playground.arena.lineups import LINEUPS
from playground.arena.match import HUMAN, Match, Round, fresh_seed, seat_problems
from playground.arena.play import MatchResult, play
from playground.arena.record import RecordedMatch
from playground.arena.review import Review, review, reviews
from playground.arena.tournament import Tournament, TournamentResult, play_all, result

__all__ = ["HUMAN", "LINEUPS", "Curve", "Curves", "Diary", "Match", "MatchResult", "RecordedMatch", "Review",
           "Round", "Suspect", "Tournament", "TournamentResult", "curves", "drawn", "fresh_seed", "play",
           "play_all", "result", "review", "reviews", "seat_problems", "suspects"]
