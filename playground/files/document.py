"""The document: everything one game file holds, as one immutable value (docs/file-format.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playground.arena.plan import KeptResults, TournamentPlan
from playground.arena.record import RecordedMatch
from playground.catalogue import Catalogue, Entry
from playground.game import NormalForm, Repetition
from playground.progress import Progress, silent
from playground.strategy import STRATEGIES, Script, Strategy

__all__ = ["KINDS", "GameDocument", "Kept", "KeptResults", "Parallel", "RecordedMatch", "TournamentPlan"]

KINDS = ("proof", "simulation", "data")


@dataclass(frozen=True)
class Parallel:
    """What in the world a game mirrors, where the analogy holds, where it breaks, and how it was
    validated: `kind` is "proof", "simulation" or "data", `source` who showed it. A question to ask,
    never a result to copy."""

    world: str
    holds: str
    breaks: str
    kind: str
    source: str


@dataclass(frozen=True)
class Kept:
    """What a file said beyond what this version knows, so that saving gives it back: unknown keys of
    known objects, and exact numbers in the form in which they were written.

    parameters, players
        By the parameter's name; by the player's name, in the file's order. A player's follow a rename
        as long as the number of players stays.
    strategies, states
        By the strategy's name; by the names of the strategy and the state.
    tournament, results
        Of the line-up, and of what came of it.
    matches
        With the match they belong to, in the file's order; all matches, if any has unknown keys.
    written
        By place ("repeated.noise"): the text that was read; used as long as the value is the same.
    """

    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    players: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    repeated: Mapping[str, Any] = field(default_factory=dict)
    parallel: Mapping[str, Any] = field(default_factory=dict)
    validation: Mapping[str, Any] = field(default_factory=dict)
    strategies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    states: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    tournament: Mapping[str, Any] = field(default_factory=dict)
    results: Mapping[str, Any] = field(default_factory=dict)
    matches: tuple[tuple[RecordedMatch, Mapping[str, Any]], ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GameDocument:
    """A game and all that a teacher hands to a colleague with it. Only the game is needed.

    `strategies` are the document's own: scripts, which nothing runs unasked, and tables of states.
    `known` (results from the literature) and `extra` (top-level keys that this version does not know)
    are plain JSON values and are never changed in place. `remarks` says what the reader had to change,
    such as a name that was there twice; it is not written and does not count in comparisons.
    """

    game: NormalForm
    title: str = "Untitled game"
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    repeated: Repetition | None = None
    parallel: Parallel | None = None
    known: Mapping[str, Any] | None = None
    notes: str = ""
    matches: tuple[RecordedMatch, ...] = ()
    strategies: tuple[Entry[Strategy], ...] = ()
    tournament: TournamentPlan | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    remarks: tuple[str, ...] = field(default=(), compare=False)

    @property
    def scripts(self) -> tuple[str, ...]:
        """The names of the strategies that are scripts."""
        return tuple(entry.name for entry in self.strategies if isinstance(entry.make, Script))

    def catalogue(self, progress: Progress = silent) -> Catalogue[Strategy]:
        """All strategies there are, and those of the document; its scripts tell `progress` while they
        think."""
        return STRATEGIES.joined(
            replace(entry, make=replace(entry.make, progress=progress))
            if isinstance(entry.make, Script) else entry for entry in self.strategies)
