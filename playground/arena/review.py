"""Looking back on a match: what one could have earned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from playground.arena.match import HUMAN, Match
from playground.strategy import table_of
from playground.strategy.automaton import Automaton

MOST_TURNS = 2_000  # of a match whose best reply is worked out


@dataclass(frozen=True)
class Review:
    """Of one player. `hindsight`: the strategy that, played all the time against what the others did play,
    would have earned most, and `regret` how much more a turn than was earned, at least 0 where that is best
    (Hannan 1957); `opponent`: the table of states that was played against, to which there is a `best_reply`;
    None where the opponent is no automaton, there are several, or it would take too long."""

    player: int
    hindsight: int
    regret: Fraction
    opponent: Automaton | None


def review(match: Match, player: int) -> Review:
    """What `player` could have earned in the rounds played so far; for none, all zero."""
    game = match.game
    counts = Counter(played.actions for played in match.rounds)
    earned = sum((count * game.payoff(player, at) for at, count in counts.items()), Fraction(0))
    fixed = [sum((count * game.payoff(player, (*at[:player], choice, *at[player + 1:]))
                  for at, count in counts.items()), Fraction(0)) for choice in range(game.shape[player])]
    hindsight = max(range(len(fixed)), key=fixed.__getitem__)
    turns = max(len(match.rounds), 1)
    return Review(player, hindsight, (fixed[hindsight] - earned) / turns, _opponent(match, player))


def _opponent(match: Match, player: int) -> Automaton | None:
    repetition = match.repetition
    if len(match.seats) != 2 or (repetition.turns or 0) > MOST_TURNS:
        return None
    seat = match.seats[1 - player]
    return None if seat == HUMAN else table_of(seat, match.game, match.strategies)


def reviews(match: Match) -> Sequence[Review]:
    """Of all people in the match."""
    return [review(match, k) for k, seat in enumerate(match.seats) if seat == HUMAN]
