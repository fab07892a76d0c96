"""What can be wished of a game: the table of features, and a wish made of them.

A feature says how it is measured of one game, exactly. It may also say how to rule out most of many random
games at once (`quick`, which never rules out a game that has it), and how to draw games that are likely to
have it (`impose`). Adding one is adding one entry to `FEATURES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.catalogue import Catalogue, UnknownEntry
from playground.equilibrium import labels as labels_of
from playground.equilibrium.best_response import pure_equilibria
from playground.equilibrium.dominance import dominated, iterated_elimination
from playground.equilibrium.integers import positive
from playground.equilibrium.nash import connected_components, extreme_equilibria
from playground.equilibrium.vertices import vertices
from playground.game import NormalForm, Profile
from playground.game.classify import TITLES, classify
from playground.game.integers import whole_payoffs
from playground.problem import InputError, Problem

Value = int | bool | str
Batch = npt.NDArray[Any]  # (games, rows, columns): one player's payoffs in many games, whole numbers
Mask = npt.NDArray[np.bool_]  # (games,)
FEWEST, MOST = 2, 6  # strategies a player
LARGEST = 10**6  # payoff, in size
COMMON_DENOMINATOR = 12  # of the mixtures that are drawn where the wish names no largest denominator
POOL = 50_000  # rows of payoffs to choose from


class Facts:
    """What is known of a two-player game, each thing computed when it is first asked for."""

    def __init__(self, game: NormalForm) -> None:
        self.game = game

    @cached_property
    def batch(self) -> tuple[Batch, Batch]:
        """The payoffs as whole numbers, as a batch of one game."""
        return whole_payoffs(self.game, 0)[0][None], whole_payoffs(self.game, 1)[0][None]

    @cached_property
    def equilibria(self) -> list[Profile]:
        """The extreme equilibria."""
        return extreme_equilibria(self.game)

    @cached_property
    def infinite(self) -> bool:
        """Whether there are equilibria between the extreme ones."""
        return len(connected_components(self.equilibria)) < len(self.equilibria)


@dataclass(frozen=True)
class Form:
    """The values that a feature can have: those of `choices` by their names, or else whole numbers from
    `least`."""

    hint: str
    choices: Mapping[str, Value] = field(default_factory=dict)
    least: int = 0

    def read(self, text: str) -> Value | None:
        """The value of that text; None where it is none."""
        if self.choices:
            return self.choices.get(text)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        return number if number >= self.least else None


YES_NO = Form("yes or no", {"yes": True, "no": False})
COUNT = Form("a whole number from 0")
POSITIVE = Form("a whole number from 1", least=1)
NAME = Form(f"one of {', '.join(TITLES)}", {name: name for name in TITLES})


def shown(value: Value | None) -> str:
    """A value as people write it: `yes`, `3`; `–` where a game has none."""
    if value is None:
        return "–"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Feature:
    """form
        The values that can be wished.
    measure
        The value that a game has; None where the question makes no sense of it.
    quick
        Of a batch of games those that may have the wished value.
    impose
        From random payoffs others, drawn so that many of them have the feature, where it is wished (yes).
    at_most
        Whether the wished value is an upper bound.
    only
        The shapes of which it can be asked: a key of `SHAPES`.
    """

    form: Form
    measure: Callable[[Facts], Value | None]
    quick: Callable[[Batch, Batch, Any], Mask] | None = None
    impose: Callable[[np.random.Generator, Wish, Batch, Batch], tuple[Batch, Batch]] | None = None
    at_most: bool = False
    only: str = ""

    def holds(self, value: Value | None, wished: Value) -> bool:
        """Whether a game with that value is as wished."""
        if isinstance(value, int) and isinstance(wished, int) and self.at_most:
            return value <= wished
        return value == wished


SHAPES: dict[str, Callable[[tuple[int, int]], bool]] = {
    "2x2": lambda shape: shape == (2, 2), "square": lambda shape: shape[0] == shape[1]}
FEATURES: Catalogue[Feature] = Catalogue("feature")


@dataclass(frozen=True)
class Wish:
    """shape
        How many strategies each of the two players has.
    low, high
        Between which whole numbers the payoffs are; in zero-sum games, those of player 1.
    features
        What is wished, by the names in `FEATURES`: numbers, truth values or names, or their texts.

    Raises `InputError` with everything that is wrong.
    """

    shape: tuple[int, int] = (2, 2)
    low: int = 0
    high: int = 9
    features: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = []
        if len(self.shape) != 2 or not all(FEWEST <= size <= MOST for size in self.shape):
            problems.append(Problem("shape", f"two players with {FEWEST} to {MOST} strategies each, such as "
                                             f"3x3; not {'x'.join(map(str, self.shape))}"))
        problems += [Problem(place, f"{str(payoff)[:40]} is no whole number from {-LARGEST:,} to {LARGEST:,}")
                     for place, payoff in (("low", self.low), ("high", self.high))
                     if not isinstance(payoff, int) or abs(payoff) > LARGEST]
        if self.low >= self.high:
            problems.append(Problem("low", f"the lowest payoff, {self.low}, must be below the highest, "
                                           f"{self.high}"))
        features: dict[str, Value] = {}
        for name, value in self.features.items():
            try:
                feature = FEATURES[name].make
            except UnknownEntry as error:
                problems.append(Problem(f"features[{name}]", str(error)))
                continue
            read = feature.form.read(shown(value))
            if read is None:
                problems.append(Problem(f"features[{name}]", f"{name} is {feature.form.hint}, "
                                                             f"not {shown(value)[:40]!r}"))
            elif feature.only and len(self.shape) == 2 and not SHAPES[feature.only](self.shape):
                problems.append(Problem(f"features[{name}]", f"{name} is for {feature.only} games only"))
            else:
                features[name] = read
        if problems:
            raise InputError(problems)
        object.__setattr__(self, "features", {name: features[name] for name in FEATURES if name in features})


def describe(game: NormalForm) -> dict[str, Value | None]:
    """Every feature of a two-player game, by name. Raises `InputError` for other games."""
    if game.n_players != 2:
        raise InputError(f"features are known of games with two players; this one has {game.n_players}")
    facts, shape = Facts(game), (game.shape[0], game.shape[1])
    return {name: None if entry.make.only and not SHAPES[entry.make.only](shape)
            else entry.make.measure(facts) for name, entry in FEATURES.items()}


# --- quick looks at many games ----------------------------------------------------------------------------


def _pure_count(first: Batch, second: Batch) -> npt.NDArray[np.int64]:
    best = (first == first.max(axis=1, keepdims=True)) & (second == second.max(axis=2, keepdims=True))
    count: npt.NDArray[np.int64] = best.sum(axis=(1, 2))
    return count


def _untied(first: Batch, second: Batch) -> Mask:
    """Where there is one best response to each pure strategy."""
    one = (first == first.max(axis=1, keepdims=True)).sum(axis=1)
    two = (second == second.max(axis=2, keepdims=True)).sum(axis=2)
    untied: Mask = (one == 1).all(axis=1) & (two == 1).all(axis=1)
    return untied


def _undominated(first: Batch, second: Batch) -> Mask:
    """Where no pure strategy dominates another, not even weakly."""
    free = np.ones(len(first), dtype=bool)
    for own in (first, second.swapaxes(1, 2)):
        lead = own[:, :, None, :] - own[:, None, :, :]
        free &= ~((lead >= 0).all(axis=3) & (lead > 0).any(axis=3)).reshape(len(lead), -1).any(axis=1)
    return free


def _all_different(first: Batch, second: Batch) -> Mask:
    """Where no player gets the same in two outcomes."""
    ordered = [np.sort(payoffs.reshape(len(payoffs), -1), axis=1) for payoffs in (first, second)]
    different: Mask = np.all([(each[:, 1:] != each[:, :-1]).all(axis=1) for each in ordered], axis=0)
    return different


def _agreement(first: Batch, second: Batch) -> npt.NDArray[np.int64]:
    """Of 2x2 games with two strict equilibria, one of them better for both: 1 where that one also
    risk-dominates, -1 where the other does (Harsanyi and Selten 1988, section 3.9); 0 of all others."""
    result = np.zeros(len(first), dtype=np.int64)
    for one, two in ((first, second), (first[:, :, ::-1], second[:, :, ::-1])):
        losses = (one[:, 0, 0] - one[:, 1, 0], two[:, 0, 0] - two[:, 0, 1],
                  one[:, 1, 1] - one[:, 0, 1], two[:, 1, 1] - two[:, 1, 0])
        strict = np.min(losses, axis=0) > 0
        better = np.sign(one[:, 0, 0] - one[:, 1, 1])
        common = np.where(better == np.sign(two[:, 0, 0] - two[:, 1, 1]), better, 0)
        risk = np.sign(losses[0] * losses[1] - losses[2] * losses[3])
        result += np.where(strict, common * risk, 0).astype(np.int64)
    return result


# --- drawing games that are likely to have a feature ------------------------------------------------------


def _draw_different(generator: np.random.Generator, wish: Wish, first: Batch, second: Batch
                    ) -> tuple[Batch, Batch]:
    """Each player's payoffs drawn without putting back, where the range is so small that it matters."""
    size, width = first[0].size, wish.high - wish.low + 1
    if not size <= width <= 20 * size:
        return first, second
    everything = np.tile(np.arange(wish.low, wish.high + 1), (len(first), 1))
    one, two = (generator.permuted(everything, axis=1)[:, :size].reshape(first.shape) for _ in range(2))
    return one, two


def _draw_indifferent(generator: np.random.Generator, wish: Wish, first: Batch, second: Batch
                      ) -> tuple[Batch, Batch]:
    """Payoffs of which a fully mixed profile with a small denominator is an equilibrium: all strategies pay
    the same against it."""
    most = int(wish.features.get("denominator", COMMON_DENOMINATOR))
    if most < max(wish.shape):
        return first, second  # no mixture of all strategies has so small a denominator
    count, rows, columns = first.shape
    one = _rows_worth_the_same(generator, wish, _weights(generator, columns, most), (count, rows))
    two = _rows_worth_the_same(generator, wish, _weights(generator, rows, most), (count, columns))
    return one, two.swapaxes(1, 2)


def _weights(generator: np.random.Generator, size: int, most: int) -> npt.NDArray[np.int64]:
    """Positive whole numbers, as many as `size`, whose sum is at most `most`."""
    total = int(generator.integers(size, min(most, COMMON_DENOMINATOR * size), endpoint=True))
    cuts = np.sort(generator.choice(np.arange(1, total), size - 1, replace=False))
    return np.diff(np.concatenate([[0], cuts, [total]]))


def _rows_worth_the_same(generator: np.random.Generator, wish: Wish, weights: npt.NDArray[np.int64],
                         shape: tuple[int, int]) -> Batch:
    """For each game rows of payoffs that have the same sum with these weights; shape (*shape, weights)."""
    width, size = wish.high - wish.low + 1, len(weights)
    if width ** size <= POOL:
        pool = np.indices((width,) * size).reshape(size, -1).T + wish.low
    else:
        pool = generator.integers(wish.low, wish.high, size=(POOL, size), endpoint=True)
    worth = pool @ weights
    order = np.argsort(worth, kind="stable")
    pool, worth = pool[order], worth[order]
    chosen = worth[generator.integers(len(pool), size=shape[0])]
    start, end = np.searchsorted(worth, chosen, "left"), np.searchsorted(worth, chosen, "right")
    places = start[:, None] + (generator.random(shape) * (end - start)[:, None]).astype(np.int64)
    rows: Batch = pool[places]
    return rows


def _draw_symmetric(generator: np.random.Generator, wish: Wish, first: Batch, second: Batch
                    ) -> tuple[Batch, Batch]:
    return first, first.swapaxes(1, 2)


def _draw_zero_sum(generator: np.random.Generator, wish: Wish, first: Batch, second: Batch
                   ) -> tuple[Batch, Batch]:
    if wish.features.get("symmetric"):  # what is below the diagonal is minus what is above
        first = np.triu(first, 1) - np.triu(first, 1).swapaxes(1, 2)
    return first, -first


# --- the table: in the order in which games are drawn and tested ------------------------------------------


def _is_nondegenerate(facts: Facts) -> bool:
    """No vertex of the best-response polytopes has more labels than dimensions: no mixed strategy has more
    pure best responses than it plays strategies (von Stengel 2002, section 2)."""
    (first,), (second,) = facts.batch
    return all(int(labels_of.count(vertices(positive(matrix)).labels).max()) == len(matrix)
               for matrix in (second, np.ascontiguousarray(first.T)))


def _risk_conflict(facts: Facts) -> bool | None:
    return {1: False, -1: True}.get(int(_agreement(*facts.batch)[0]))


def _textbook(facts: Facts) -> str | None:
    found = classify(facts.game)
    return found.name if found else None


def _rounds(facts: Facts) -> int | None:
    result = iterated_elimination(facts.game)
    return len(result.rounds) if all(len(left) == 1 for left in result.survivors) else None


def _total(facts: Facts) -> int | None:
    return None if facts.infinite else len(facts.equilibria)


def _mixed(facts: Facts) -> int | None:
    return None if facts.infinite else sum(not profile.is_pure for profile in facts.equilibria)


def _is_fully_mixed(facts: Facts) -> bool:
    return any(all(map(all, profile)) for profile in facts.equilibria)


def _denominator(facts: Facts) -> int:
    return max(p.denominator for profile in facts.equilibria for strategy in profile for p in strategy
               if not isinstance(p, float))


def _is_dilemma(facts: Facts) -> bool | None:
    """Whether of every equilibrium some outcome is better for both."""
    if facts.infinite:
        return None
    one, two = facts.game.payoffs
    earned = [profile.payoffs(facts.game) for profile in facts.equilibria]
    return all(bool(np.any((one > mine) & (two > theirs))) for mine, theirs in earned)


FEATURES.add("different", "payoffs all different", "No player gets the same in two outcomes.",
             Feature(YES_NO, lambda facts: bool(_all_different(*facts.batch)[0]),
                     lambda first, second, wished: _all_different(first, second) == wished, _draw_different))
FEATURES.add("pure", "number of pure equilibria", "How many cells are equilibria.",
             Feature(COUNT, lambda facts: len(pure_equilibria(facts.game)),
                     lambda first, second, wished: _pure_count(first, second) == wished))
FEATURES.add("fully-mixed", "a fully mixed equilibrium", "In some equilibrium both play all strategies.",
             Feature(YES_NO, _is_fully_mixed, impose=_draw_indifferent))
FEATURES.add("symmetric", "symmetric", "Only what is played counts, not by whom.",
             Feature(YES_NO, lambda facts: facts.game.is_symmetric, impose=_draw_symmetric, only="square"))
FEATURES.add("zero-sum", "zero-sum", "What one gets, the other pays.",
             Feature(YES_NO, lambda facts: facts.game.is_zero_sum, impose=_draw_zero_sum))
FEATURES.add("risk-conflict", "payoff and risk dominance disagree",
             "Of two strict equilibria one is better for both, the other less risky; no: it is the same one.",
             Feature(YES_NO, _risk_conflict, lambda first, second, wished:
                     _agreement(first, second) == (-1 if wished else 1), only="2x2"),
             reference="Harsanyi, J. C., Selten, R. (1988). A General Theory of Equilibrium Selection in "
                       "Games. MIT Press.")
FEATURES.add("textbook", "the textbook's name", "What the game is called, by the order of its payoffs.",
             Feature(NAME, _textbook, only="2x2"))
FEATURES.add("undominated", "no dominated strategy",
             "No strategy is dominated, not even weakly or by a mixture.",
             Feature(YES_NO, lambda facts: not dominated(facts.game), lambda first, second, wished:
                     _undominated(first, second) | (not wished)))
FEATURES.add("rounds", "rounds of elimination",
             "So many rounds, in which all strictly dominated strategies go at once, leave one outcome.",
             Feature(POSITIVE, _rounds, lambda first, second, wished: _pure_count(first, second) == 1))
FEATURES.add("nondegenerate", "nondegenerate",
             "No mixed strategy has more pure best responses than it plays strategies.",
             Feature(YES_NO, _is_nondegenerate, lambda first, second, wished:
                     _untied(first, second) | (not wished)),
             reference="von Stengel, B. (2002). Computing Equilibria for Two-Person Games. Handbook of Game "
                       "Theory 3.")
FEATURES.add("equilibria", "number of equilibria", "How many there are in all; never infinitely many.",
             Feature(POSITIVE, _total, lambda first, second, wished: _pure_count(first, second) <= wished))
FEATURES.add("mixed", "number of mixed equilibria", "How many there are; never infinitely many.",
             Feature(COUNT, _mixed))
FEATURES.add("infinite", "infinitely many equilibria", "There are equilibria between others.",
             Feature(YES_NO, lambda facts: facts.infinite))
FEATURES.add("denominator", "largest denominator", "No probability of an extreme equilibrium has a larger.",
             Feature(POSITIVE, _denominator, at_most=True))
FEATURES.add("dilemma", "a dilemma", "Whatever the equilibrium, some outcome is better for both.",
             Feature(YES_NO, _is_dilemma))
