"""A match as it is kept in a file or handed on: what was played, and how to have it again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class RecordedMatch:
    """A match by the names of the game's strategies, so that it stays readable whatever becomes of
    the game (docs/file-format.md, "Recorded matches").

    players
        Who sat where: "human" or a strategy's name, one a player of the game.
    actions
        What was played: one strategy name a player, a round.
    intended
        What was chosen before noise, in the same form; None where nothing was flipped.
    seed, noise
        The seed (None where it is not known), and the probability that a choice was flipped.
    when
        The moment it was kept, ISO 8601 in UTC; may be empty.
    """

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    intended: tuple[tuple[str, ...], ...] | None = None
    seed: int | None = None
    noise: Fraction = Fraction(0)
    when: str = ""
