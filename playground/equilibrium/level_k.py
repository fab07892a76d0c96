"""Steps of reasoning: level-k (Nagel 1995; Stahl and Wilson 1995) and the cognitive hierarchy (Camerer, Ho
and Chong 2004). Both start from players who choose anything with the same probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, factorial

import numpy as np

from playground.catalogue import Option
from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.solution import Solution
from playground.equilibrium.words import counted, mixture
from playground.game import NormalForm, Profile
from playground.problem import InputError
from playground.progress import Progress, silent

LISTED = Fraction(5)  # levels that are shown; people are rarely found beyond the third
MOST_LEVELS = 200  # that are looked at for a repetition
STEPS = Fraction(3, 2)  # τ: a median over many games (Camerer, Ho and Chong 2004)
RARE = Fraction(1, 10**6)  # of the population may think further than the hierarchy's last level
MAX_PAYOFFS = 60_000

Supports = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Levels:
    """Level 0, 1, 2, … as the strategies each player chooses among, all with the same probability. Where
    `again` is a number, the level after the last is level `again` once more."""

    supports: tuple[Supports, ...]
    again: int | None


def reasoning_levels(game: NormalForm, most: int = MOST_LEVELS, progress: Progress = silent) -> Levels:
    """Level 0 chooses among everything; level k among all best responses to the others' level k − 1, exactly.
    At most `most` levels beyond level 0."""
    found: dict[Supports, int] = {tuple(tuple(range(size)) for size in game.shape): 0}
    last = next(iter(found))
    for level in range(1, most + 1):
        progress(level / most, f"level {level}")
        # Against players who choose uniformly, a strategy earns the mean over a block of the table.
        last = tuple(_best([game.payoffs[k][np.ix_(*last[:k], [i], *last[k + 1:])].sum()
                            for i in range(size)]) for k, size in enumerate(game.shape))
        if last in found:
            return Levels(tuple(found), found[last])
        found[last] = level
    return Levels(tuple(found), None)


def cognitive_hierarchy(game: NormalForm, steps: Fraction = STEPS, most: int = 10, progress: Progress = silent
                        ) -> tuple[Profile, ...]:
    """Levels 0 to `most` of the Poisson cognitive hierarchy, exactly: level k answers others who are
    independently of level h < k with probability proportional to steps**h / h!, uniformly over ties."""
    found = [_uniform(game, tuple(tuple(range(size)) for size in game.shape))]
    for level in range(1, most + 1):
        progress(level / (most + 1), f"hierarchy, level {level}")
        belief = _mean(found, _weights(steps, level))
        found.append(_uniform(game, tuple(_best(belief.action_payoffs(game, k))
                                          for k in range(game.n_players))))
    return tuple(found)


def _weights(steps: Fraction, count: int) -> list[Fraction]:
    """A Poisson distribution with mean `steps`, cut off after `count` values: rational."""
    weights = [steps**h / factorial(h) for h in range(count)]
    return [weight / sum(weights) for weight in weights]


def _mean(profiles: Sequence[Profile], weights: Sequence[Fraction]) -> Profile:
    return Profile([[sum((w * p for w, p in zip(weights, shares) if p), Fraction(0))
                     for shares in zip(*strategies)] for strategies in zip(*profiles)])


def _best(earned: Sequence[object]) -> tuple[int, ...]:
    most = max(earned)  # type: ignore[type-var]
    return tuple(i for i, value in enumerate(earned) if value == most)


def _uniform(game: NormalForm, supports: Supports) -> Profile:
    return Profile([[Fraction(int(i in support), len(support)) for i in range(size)]
                    for size, support in zip(game.shape, supports)])


@CONCEPTS.entry("level-k", "Level-k", "Who thinks k steps answers those who think k − 1; level 0 chooses "
                "anything with the same probability.",
                reference="Nagel, R. (1995). Unraveling in Guessing Games. AER 85; Stahl, D. O., Wilson, P. "
                          "W. (1995). On Players’ Models of Other Players. GEB 10.",
                options=(Option("levels", LISTED, Fraction(1), Fraction(MOST_LEVELS),
                                "how many levels beyond level 0 are listed", whole=True),))
def _level_k(game: NormalForm, progress: Progress, options: Mapping[str, Fraction]) -> Solution:
    _check(game, "level-k")
    most = int(options["levels"])
    found = reasoning_levels(game, progress=progress)
    # Level 0 is no result, unless a later level comes back to it.
    distinct = (*found.supports[1:], *(found.supports[:1] if found.again == 0 else ()))
    profiles = [_uniform(game, supports) for supports in distinct[:most]]
    lines = [*_level_lines(game, profiles), *_repetition(found)]
    complete = found.again is not None and len(distinct) <= most
    rest = "higher levels repeat them" if complete else "higher levels are not shown"
    message = f"{counted(len(profiles), 'level', 'levels')}, exact, ties split evenly; {rest}."
    details = (
        ("levels", [[list(map(str, strategy)) for strategy in profile] for profile in profiles]),
        ("cycle", None if found.again is None else [found.again, len(found.supports) - found.again]))
    earlier = [_uniform(game, found.supports[0]), *profiles]
    certified = all(_answers(game, belief, profile) for belief, profile in zip(earlier, profiles))
    return solution_of(game, "level-k", "exact", profiles, _apart(profiles), complete, message, progress,
                       details, certified, lines)


@CONCEPTS.entry("cognitive-hierarchy", "Cognitive hierarchy", "Who thinks k steps answers a mixture of all "
                "who think less; on average people think τ steps.",
                reference="Camerer, C., Ho, T.-H., Chong, J.-K. (2004). A Cognitive Hierarchy Model of "
                          "Games. QJE 119.",
                options=(Option("tau", STEPS, Fraction(0), Fraction(10), "how many steps people think on "
                                "average", "steps"),))
def _hierarchy(game: NormalForm, progress: Progress, options: Mapping[str, Fraction]) -> Solution:
    _check(game, "the cognitive hierarchy")
    steps = options["tau"]
    most = _last_level(steps)
    found = cognitive_hierarchy(game, steps, most, progress)
    mean = _mean(found, _weights(steps, most + 1))
    rounded = [[round(float(p), 4) for p in strategy] for strategy in mean]
    settled = next(level for level in range(most + 1) if len(set(found[level:])) == 1)
    shown = found[1:max(settled, 1) + 1]
    lines = _level_lines(game, shown)
    if settled < most:
        lines.append(f"All who think further play as level {max(settled, 1)} does.")
    lines.append(f"All together, {steps} steps on average, in decimals: {_all_play(game, rounded)}.")
    message = (f"Levels up to {most}, exact, ties split evenly; fewer than one in a million think further, "
               "and they are left out.")
    certified = all(_answers(game, _mean(found[:level], _weights(steps, level)), found[level])
                    for level in range(1, most + 1))
    details = (("levels", [[list(map(str, strategy)) for strategy in profile] for profile in found]),
               ("population", [[float(p) for p in strategy] for strategy in mean]), ("tau", str(steps)))
    return solution_of(game, "cognitive-hierarchy", "exact", shown, _apart(shown), settled < most, message,
                       progress, details, certified, lines)


def _check(game: NormalForm, what: str) -> None:
    if game.payoffs.size > MAX_PAYOFFS:
        raise InputError(f"{what} looks at games of up to {MAX_PAYOFFS:,} payoffs and this one has "
                         f"{game.payoffs.size:,}; remove strategies that nobody would play")


def _last_level(steps: Fraction) -> int:
    """The level beyond which fewer than one in a million think."""
    weight = total = 1.0
    level = 0
    while 1 - total * exp(-float(steps)) > RARE:
        level += 1
        weight *= float(steps) / level
        total += weight
    return max(level, 2)  # so that it shows whether further ones repeat them


def _apart(profiles: Sequence[Profile]) -> tuple[tuple[int, ...], ...]:
    return tuple((i,) for i in range(len(profiles)))


def _level_lines(game: NormalForm, profiles: Sequence[Profile]) -> list[str]:
    return [f"Level {level}: {_all_play(game, profile)}." for level, profile in enumerate(profiles, 1)]


def _answers(game: NormalForm, belief: Profile, profile: Profile) -> bool:
    """Whether everybody plays all best responses to `belief` equally, by the definition."""
    for k, strategy in enumerate(profile):
        earned = belief.action_payoffs(game, k)
        ties = [value == max(earned) for value in earned]
        if any(p != Fraction(int(tie), sum(ties)) for p, tie in zip(strategy, ties)):
            return False
    return True


def _all_play(game: NormalForm, profile: Sequence[Sequence[object]]) -> str:
    texts = [mixture(player.strategies, strategy) for player, strategy in zip(game.players, profile)]
    if len(texts) > 1 and len(set(texts)) == 1:
        return f"all play {texts[0]}"
    return "; ".join(f"{player.name} plays {text}" for player, text in zip(game.players, texts))


def _repetition(found: Levels) -> list[str]:
    if found.again is None:
        return [f"No level up to {len(found.supports) - 1} repeats an earlier one."]
    level, length = len(found.supports), len(found.supports) - found.again
    if length == 1:
        return [f"Level {level} is level {found.again} again, as are all above it: a Nash equilibrium."]
    return [f"Level {level} is level {found.again} again: from there they go round in a cycle of {length}."]
