"""A tournament as a document keeps it: who plays and how, and what came of it last."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction

from playground.arena.tournament import COMPUTED, EXACT, Number, Tournament, TournamentResult
from playground.catalogue import Entry
from playground.game import Repetition
from playground.strategy import Strategy

MOST_KEPT = 200  # players of whom every pair is kept; of more the means alone
MOST_DIGITS = 40  # of an exact number that is kept; a longer one is kept in floating point

Row = tuple[Number | None, ...]
Table = tuple[Row, ...]


@dataclass(frozen=True)
class KeptResults:
    """What came of a tournament of these players, perhaps not those who take part now: `TournamentResult`,
    without its matches. `digest` tells of which game,
    players and settings (`digest_of`); `when`, a moment in ISO 8601. Tables are empty where there were too
    many players."""

    digest: str
    players: tuple[str, ...]
    mean: Row
    mean_errors: Row = ()
    matrix: Table = ()
    cooperation: Table = ()
    errors: Table = ()
    kinds: tuple[tuple[str | None, ...], ...] = ()
    when: str = ""


@dataclass(frozen=True)
class TournamentPlan:
    """A line-up and its settings, as in `Tournament`; `seed` None: drawn each time. Whether its players can
    play the game is not asked before they do."""

    players: tuple[str, ...]
    repetition: Repetition
    repetitions: int = 10
    seed: int | None = None
    exact: bool = True
    self_play: bool = False
    weights: tuple[Fraction, ...] = ()
    results: KeptResults | None = None


def plan_of(asked: Tournament, results: KeptResults | None = None) -> TournamentPlan:
    return TournamentPlan(asked.players, asked.repetition, asked.repetitions, asked.seed, asked.exact,
                          asked.self_play, asked.weights, results)


def digest_of(asked: Tournament) -> str:
    """Sixteen hexadecimal figures, the same for the same game, players and settings, and hardly ever for
    others: the beginning of SHA-256 of all that its numbers depend on."""
    game, names = asked.game, {name.partition(":")[0].strip() for name in asked.players}
    own: Sequence[Entry[Strategy]] = [entry for entry in asked.own if entry.name in names]
    parts = (*(player.strategies for player in game.players), *map(str, game.payoffs.ravel()), asked.players,
             asked.repetition, asked.repetitions, asked.seed, asked.exact, asked.self_play,
             [str(weight) for weight in asked.weights], [(entry.name, entry.make) for entry in own])
    return hashlib.sha256("\n".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def kept(found: TournamentResult) -> KeptResults:
    """What a document keeps of a result."""
    made = KeptResults(digest_of(found.tournament), found.players, _short(found.mean), found.mean_errors,
                       when=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    if len(found.players) > MOST_KEPT:
        return made
    kinds = tuple(tuple(COMPUTED if kind == EXACT and _is_long(value) else kind for kind, value in zip(*rows))
                  for rows in zip(found.kinds, found.matrix))
    return replace(made, matrix=tuple(map(_short, found.matrix)), errors=found.errors, kinds=kinds,
                   cooperation=tuple(map(_short, found.cooperation)))


def _short(row: Row) -> Row:
    return tuple(float(value) if value is not None and _is_long(value) else value for value in row)


def _is_long(value: Number | None) -> bool:
    return isinstance(value, Fraction) and len(str(value)) > MOST_DIGITS
