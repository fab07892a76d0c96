"""What a worker does for the script editor. No Qt: a worker loads this quickly."""

from __future__ import annotations

from playground.arena import MatchResult, play
from playground.files.document import GameDocument
from playground.problem import InputError
from playground.progress import Progress
from playground.strategy import Script

TRY_SEED = 1


def problem_of(source: str) -> tuple[int, int, str]:
    """The line and column, from 1 or both 0, and the words of what is wrong with a script; all empty where
    it can be read."""
    try:
        Script(source).check()
    except InputError as error:
        problem = error.problems[0]
        line, _, column = problem.place.partition(":")
        return int(line or 0), int(column or 0), problem.message
    return 0, 0, ""


def try_out(document: GameDocument, name: str, opponent: str, rounds: int, progress: Progress) -> MatchResult:
    """A match of strategy `name` as the first player against `opponent` in all other seats."""
    seats = (name, *[opponent] * (document.game.n_players - 1))
    return play(document.game, seats, turns=rounds, seed=TRY_SEED, progress=progress,
                strategies=document.catalogue(progress))
