"""Matches and tournaments: players over a repeated game, with noise, and a fixed or random end."""

from playground.arena.guess import Suspect, drawn, suspects
from playground.arena.learning import Curve, Curves, Diary, curves
from playground.arena.lineups import LINEUPS
from playground.arena.match import HUMAN, Match, Round, fresh_seed, seat_problems
from playground.arena.plan import KeptResults, TournamentPlan, digest_of, kept, plan_of
from playground.arena.play import MatchResult, play
from playground.arena.record import RecordedMatch
from playground.arena.review import Review, review, reviews
from playground.arena.sweep import Sweep, SweepResult, play_sweep
from playground.arena.tournament import Tournament, TournamentResult, play_all, result

__all__ = ["HUMAN", "LINEUPS", "Curve", "Curves", "Diary", "KeptResults", "Match", "MatchResult",
           "RecordedMatch", "Review", "Round", "Suspect", "Sweep", "SweepResult", "Tournament",
           "TournamentPlan", "TournamentResult", "curves", "digest_of", "drawn", "fresh_seed", "kept",
           "plan_of", "play", "play_all", "play_sweep", "result", "review", "reviews", "seat_problems",
           "suspects"]
