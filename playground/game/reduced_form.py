"""From a game tree to its reduced normal form.

A *sequence* is what one player has chosen on the way to a node: pairs (information set, action). A *plan*,
or reduced strategy, says an action at each of the player's information sets that the plan's own earlier
choices leave possible. A terminal node is reached when every player's plan holds the sequence that leads
there, and the chance moves go its way; its payoffs count with the probability of these.

Source: von Stengel, B. (2002), "Computing equilibria for two-person games", Handbook of Game Theory 3.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from playground.game.normal_form import Exact
from playground.problem import InputError

ROOT = 0  # the sequence before a player's first choice
NEVER = -1  # no plan leads there: it would choose twice differently at one information set
MAX_BITS = 1024  # of a numerator or denominator on the way: about 300 digits
MAX_TERMS = 20_000_000  # that the payoffs of all profiles are the sums of
MAX_STEPS = 10_000_000  # in search of a player's plans; with perfect recall about 12 a plan
MAX_TABLE_BITS = 200_000_000  # of all payoffs together: 25 MB
MANY = 10**30  # beyond it plans are no longer counted exactly
_NAME = 180  # characters of a plan's name
Weighted = Mapping[tuple[int, ...], Sequence[Fraction]]  # the sequences of all players: what they add


@dataclass(frozen=True)
class Plans:
    """A player's reduced strategies: their names, and which of them hold a sequence, as index ranges."""

    names: list[str]
    spans: list[list[tuple[int, int]]]

    def __len__(self) -> int:
        return len(self.names)

    def how_many(self, sequence: int) -> int:
        return sum(end - start for start, end in self.spans[sequence])


class Choices:
    """What one player can choose in a tree, noted down while it is read from the root."""

    def __init__(self) -> None:
        self.labels: dict[int, Sequence[str]] = {}  # of the actions, by information set, in the order met
        self.open: list[list[int]] = [[]]  # by sequence: the information sets where it may be continued
        self.perfect_recall = True
        self._following: dict[tuple[int, int, int], int] = {}
        self._before: dict[int, int] = {}

    def meet(self, sequence: int, at: int, labels: Sequence[str]) -> None:
        """A node of the information set `at`, after that sequence."""
        if self._before.setdefault(at, sequence) != sequence:
            self.perfect_recall = False
        if (sequence, at, 0) not in self._following:
            self.labels[at] = labels
            self.open[sequence].append(at)
            for action in range(len(labels)):
                self._following[sequence, at, action] = len(self.open)
                self.open.append([])

    def following(self, sequence: int, at: int, action: int) -> int:
        """The sequence that goes on with this action."""
        return self._following[sequence, at, action]

    def count(self) -> int:
        """How many plans there are, at most `MANY`; more than there are without perfect recall."""
        counts = [1] * len(self.open)
        for sequence in reversed(range(len(counts))):
            for at in self.open[sequence]:
                ways = sum(counts[self._following[sequence, at, action]]
                           for action in range(len(self.labels[at])))
                counts[sequence] = min(MANY, counts[sequence] * ways)
        return counts[ROOT]

    def plans(self, limit: int) -> Plans | None:
        """All plans, or None where there are more than `limit`. In a name, choices stand in the order in
        which the player meets them; what follows only from one of several stands in brackets after it:
        "Check (Fold), Bet". Such names are distinct when the actions of an information set are."""
        return _Walk(self, limit).plans()


class _Walk:
    """Depth first through all plans, choice by choice, without recursion: trees may be deep. Plans that
    begin alike follow one another, so that those that hold a sequence are few ranges."""

    def __init__(self, choices: Choices, limit: int) -> None:
        self.choices = choices
        self.limit = limit
        self.path: list[str] = []  # pieces of the name
        self.chosen: dict[int, int] = {}
        self.names: list[str] = []
        self.spans: list[list[tuple[int, int]]] = [[] for _ in choices.open]

    def plans(self) -> Plans | None:
        # What is still to choose is a linked list, for it is shared by all that begins alike:
        # (information set or None for a closing bracket, sequence, text before it, alone, the rest).
        steps = 0
        stack: list[tuple[str, Any]] = [("enter", (ROOT, True, None))]
        while stack:
            steps += 1
            what, data = stack.pop()
            if what == "leave":
                sequence, start = data
                spans = self.spans[sequence]
                if spans and spans[-1][1] == start:
                    start = spans.pop()[0]
                spans.append((start, len(self.names)))
            elif what == "unsay":
                self.path.pop()
                self.chosen.pop(data, None)
            elif what == "choose":
                at, sequence, action, before, alone, rest = data
                self.chosen[at] = action
                self.path.append((before if self.path else "") + self.choices.labels[at][action])
                following = self.choices.following(sequence, at, action)
                stack += [("unsay", at), ("enter", (following, alone, rest))]
            elif what == "enter":
                sequence, alone, rest = data
                steps += len(self.choices.open[sequence])
                stack += [("leave", (sequence, len(self.names))), ("go", self.opened(sequence, alone, rest))]
            elif data is None:
                if len(self.names) == self.limit:
                    return None
                self.names.append(self.name())
            else:
                at, sequence, before, alone, rest = data
                if at is None:
                    self.path.append(before)
                    stack += [("unsay", None), ("go", rest)]
                elif at in self.chosen:  # forgotten what was known before, but the plan says one thing
                    following = self.choices.following(sequence, at, self.chosen[at])
                    stack.append(("enter", (following, alone, rest)))
                else:
                    stack += [("choose", (at, sequence, action, before, alone, rest))
                              for action in reversed(range(len(self.choices.labels[at])))]
            if steps > MAX_STEPS:
                return None
        return Plans(self.names, self.spans)

    def opened(self, sequence: int, alone: bool, rest: Any) -> Any:
        """What is to choose after a sequence, before the rest. `alone`: nothing stands beside its last
        choice, so what follows needs no brackets."""
        sets = self.choices.open[sequence]
        flat = alone or not self.choices.perfect_recall
        if not flat and sets:
            rest = (None, sequence, ")", False, rest)
        for i in reversed(range(len(sets))):
            before = ", " if flat or i else " ("
            rest = (sets[i], sequence, before, len(sets) == 1, rest)
        return rest

    def name(self) -> str:
        pieces = self.path
        text = "".join(pieces if len(pieces) <= _NAME else [*pieces[:_NAME], *pieces[-_NAME:]])
        if len(text) > _NAME or len(pieces) > _NAME:
            text = f"{text[:_NAME - 60]} … {text[-55:]}"
        return text or "no choice"


def payoff_table(plans: Sequence[Plans], weighted: Weighted) -> Exact:
    """Every player's exact payoff for every profile of plans, shape (n_players, n_1, …). `weighted`: what
    the terminal nodes after the same sequences add, each times its probability. Raises `InputError`
    where that is too much to compute."""
    n = len(plans)
    shape = (n, *map(len, plans))
    terms = sum(n * math.prod(own.how_many(sequence) for own, sequence in zip(plans, sequences))
                for sequences in weighted)
    if terms > MAX_TERMS:
        raise InputError(f"the payoffs of all profiles are sums of {terms:,} terms; "
                         f"{MAX_TERMS:,} are allowed")
    scale = _common_denominator(value for values in weighted.values() for value in values)
    whole = {sequences: [int(value * scale) for value in values] for sequences, values in weighted.items()}
    largest = sum(max(map(abs, values)) for values in whole.values())
    if (scale.bit_length() + largest.bit_length()) * math.prod(shape) > MAX_TABLE_BITS:
        raise InputError(f"{math.prod(shape):,} payoffs with so many digits are too large to work with")
    table = np.zeros(shape, dtype=np.int64 if largest < 2**62 else object)
    places: dict[tuple[int, int], np.ndarray[Any, Any]] = {}

    def where(player: int, sequence: int) -> np.ndarray[Any, Any]:
        if (player, sequence) not in places:
            spans = plans[player].spans[sequence]
            places[player, sequence] = np.concatenate([np.arange(*span, dtype=np.int32) for span in spans])
        return places[player, sequence]

    for sequences, values in whole.items():
        if all(plans[player].spans[sequence] for player, sequence in enumerate(sequences)):
            block = np.ix_(np.arange(n), *(where(*each) for each in enumerate(sequences)))
            table[block] += np.array(values, dtype=table.dtype).reshape((n,) + (1,) * n)
    exact = np.empty(shape, dtype=object)
    known: dict[int, Fraction] = {}
    flat = exact.reshape(-1)
    for i, value in enumerate(table.reshape(-1).tolist()):
        if value not in known:
            known[value] = Fraction(value, scale)
        flat[i] = known[value]
    return exact


def _common_denominator(values: Iterable[Fraction]) -> int:
    scale = 1
    for value in values:
        if scale % value.denominator:
            scale = math.lcm(scale, value.denominator)
            if scale.bit_length() > MAX_BITS:
                raise InputError("the payoffs' common denominator has more than 300 digits")
    return scale
