"""Matches: players over a repeated game, with noise and a fixed or random end."""

from playground.arena.record import RecordedMatch

__all__ = ["RecordedMatch"]
