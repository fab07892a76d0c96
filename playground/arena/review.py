"""Looking back on a match: what one could have earned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from playground.arena.best_reply import Number, best_reply
from playground.arena.match import HUMAN, Match
from playground.strategy import table_of

MOST_TURNS = 2_000  # of a match whose best reply is worked out


@dataclass(frozen=True)
class Review:
    """Of one player. `hindsight`: the strategy that, played all the time against what the others did play,
    would have earned most, and `regret` how much more a turn than was earned, at least 0 where that is best
    (Hannan 1957); `best`: what the best reply to the opponent's table of states earns a turn, expected; None
    where the opponent is no automaton, or there are several."""

    player: int
    hindsight: int
    regret: Fraction
    best: Number | None


def review(match: Match, player: int) -> Review:
    """What `player` could have earned in the rounds played so far; for none, all zero."""
    game = match.game
    counts = Counter(played.actions for played in match.rounds)
    earned = sum((count * game.payoff(player, at) for at, count in counts.items()), Fraction(0))
    fixed = [sum((count * game.payoff(player, (*at[:player], choice, *at[player + 1:]))
                  for at, count in counts.items()), Fraction(0)) for choice in range(game.shape[player])]
    hindsight = max(range(len(fixed)), key=fixed.__getitem__)
    turns = max(len(match.rounds), 1)
    return Review(player, hindsight, (fixed[hindsight] - earned) / turns, _best(match, player))


def _best(match: Match, player: int) -> Number | None:
    repetition = match.repetition
    if len(match.seats) != 2 or (repetition.turns or 0) > MOST_TURNS:
        return None
    seat = match.seats[1 - player]
    opponent = None if seat == HUMAN else table_of(seat, match.game, match.strategies)
    return None if opponent is None else best_reply(match.game, player, opponent, repetition).payoff


def reviews(match: Match) -> Sequence[Review]:
    """Of all people in the match."""
    return [review(match, k) for k, seat in enumerate(match.seats) if seat == HUMAN]
