"""The logit quantal response equilibrium (McKelvey and Palfrey 1995): people err, the less the more it costs.

With precision λ every strategy is played with a probability proportional to exp(λ · what it earns). The
principal branch leads from λ = 0, where all is uniform, to a Nash equilibrium, in almost every game. It is
followed in log-probabilities and λ (Turocy 2005) by a predictor along the tangent and Newton's corrector
(Allgower and Georg 1990), also where λ turns back for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

import numpy as np

from playground.catalogue import Option
from playground.equilibrium.concepts import CONCEPTS
from playground.equilibrium.newton import Floats, against, nearest_exact, unit_payoffs
from playground.equilibrium.solution import Equilibrium, Solution
from playground.game import NormalForm, Profile
from playground.game.integers import whole_payoffs
from playground.problem import InputError
from playground.progress import Progress, silent

MAX_STRATEGIES = 200  # of all players together
MAX_PAYOFFS = 60_000
SHOWN = 1_000  # times 1/spread: the precision up to which profiles are listed
DECIDED = 3.0  # λ times a difference in payoff from which on that difference matters
END = 100_000  # times 1/spread: the precision up to which the branch is followed to its limit
SETTLED = 1e-10  # regret, in spreads, at which that may stop
MOST_STEPS = 20_000
FIRST_STEP, SHORTEST = 0.03, 1e-9
STRAIGHT = 0.97  # cosine of the angle between one tangent and the next
CLOSE = 1e-9  # a Newton step after which the next would be beyond floats
MOST_PRECISE = Fraction(10**6)
DRAWN = 400  # points of the branch that are given for a picture
EXACT = 1e-15  # what floats leave of equations that hold, per size of what is subtracted


@dataclass(frozen=True)
class Branch:
    """Points of the principal branch, in its order. `residual`: the most by which a probability differs from
    the logit answer to the profile it belongs to. `turns`: the λ at which the branch turns back or forth."""

    lambdas: tuple[float, ...]
    profiles: tuple[Profile, ...]
    residual: float
    turns: tuple[float, ...] = ()


def logit_branch(game: NormalForm, highest: float, progress: Progress = silent,
                 lambdas: Sequence[float] = ()) -> Branch:
    """The principal branch from 0 until λ is `highest`, in units of one over payoff: the points of the steps
    that were made, or those where it first reaches each of `lambdas`. Raises `InputError` where the game is
    too large or the branch cannot be followed so far."""
    _check(game)
    tables, spread = unit_payoffs(game, _spread(game)), float(_spread(game))
    wanted = sorted({value * spread for value in (*lambdas, highest)})
    given = {value * spread for value in lambdas}
    points, turns = [], []
    for point, kind in _trace(tables, wanted, progress):
        if kind == "turn":
            turns.append(float(point[-1]) / spread)
        elif not lambdas or (kind == "wanted" and point[-1] in given):
            points.append(point)
        if point[-1] == wanted[-1]:
            break
    residual = max((_residual(tables, point) for point in points), default=0.0)
    return Branch(tuple(float(point[-1]) / spread for point in points),
                  tuple(_profile(game.shape, point) for point in points), residual, tuple(turns))


def _check(game: NormalForm) -> None:
    _ = game.floats  # raises where payoffs are too large for it
    if sum(game.shape) > MAX_STRATEGIES or game.payoffs.size > MAX_PAYOFFS:
        raise InputError(f"the logit branch is followed in games of up to {MAX_STRATEGIES} strategies and "
                         f"{MAX_PAYOFFS:,} payoffs, and this one has {sum(game.shape):,} and "
                         f"{game.payoffs.size:,}; remove strategies that nobody would play")


def _spread(game: NormalForm) -> Fraction:
    """The greatest difference between two payoffs of one player; 1 where nobody has any."""
    most: Fraction = max(payoffs.max() - payoffs.min() for payoffs in game.payoffs)
    return most or Fraction(1)


def _trace(tables: Sequence[Floats], wanted: Sequence[float], progress: Progress
           ) -> Iterator[tuple[Floats, str]]:
    """Points (log-probabilities, λ) along the branch, "step" by step, those where λ first is each of `wanted`
    ("wanted"; ascending), and those where it turns ("turn"). λ in units of one over the tables'."""
    point = np.concatenate([*(np.full(size, -np.log(size)) for size in tables[0].shape), [0.0]])
    ahead = list(wanted)
    if ahead[0] == 0:
        yield point, "wanted"
        ahead.pop(0)
    else:
        yield point, "step"
    direction = np.zeros(len(point))
    direction[-1] = 1
    direction = _tangent(tables, point, direction)
    length = FIRST_STEP
    for count in range(MOST_STEPS):
        if not ahead:
            return
        if not count % 8:
            done = float(np.log1p(point[-1]) / np.log1p(wanted[-1]))
            progress(min(1.0, max(0.0, done)), "following the logit branch")
        length = min(length, 0.1 * (1 + point[-1]))
        guess = point + length * direction
        crossing = guess[-1] >= ahead[0]
        if crossing:  # aim at it
            guess = point + (ahead[0] - point[-1]) / direction[-1] * direction
            guess[-1] = ahead[0]
        found = _corrected(tables, guess, fixed=crossing)
        turned = None if found is None else _tangent(tables, found, direction)
        if found is None or turned is None or turned @ direction < STRAIGHT or found[-1] > ahead[0]:
            length /= 2
            if length < SHORTEST:
                break
            continue
        if turned[-1] * direction[-1] < 0:
            yield found, "turn"
        point, direction = found, turned
        yield point, ("wanted" if crossing else "step")
        if crossing:
            ahead.pop(0)
        else:
            length *= 1.5
    raise InputError("The logit branch could not be followed to its end: in floats, payoffs of this game are "
                     "too close to a tie")


def _corrected(tables: Sequence[Floats], guess: Floats, fixed: bool) -> Floats | None:
    """The point of the branch near `guess`; with the same λ where `fixed`, otherwise the nearest. None where
    Newton's steps do not shrink fast."""
    point, last = guess.copy(), 0.3
    for _ in range(8):
        equations, slopes = _system(tables, point)
        # Also just where two branches meet, and the slopes are singular.
        if np.abs(equations).max() < EXACT * (1 + np.abs(point).max()):
            return point
        try:
            if fixed:
                step = np.append(np.linalg.solve(slopes[:, :-1], -equations), 0)
            else:
                q, r = np.linalg.qr(slopes.T)
                step = q @ np.linalg.solve(r.T, -equations)
        except np.linalg.LinAlgError:
            return None
        size = float(np.max(np.abs(step) / (1 + np.abs(point))))
        if not size <= last:
            return None
        point += step
        if size < CLOSE:
            return point
        last = size / 2
    return None


def _tangent(tables: Sequence[Floats], point: Floats, along: Floats) -> Floats:
    """The unit vector along the branch that points the same way as `along`; where branches meet, the one
    that goes straight on."""
    slopes = _system(tables, point)[1]
    q, r = np.linalg.qr(slopes.T, mode="complete")
    pivots = np.abs(r.diagonal())
    found: Floats = q[:, -1]
    if pivots.min() < 1e-8 * pivots.max():
        _u, values, v = np.linalg.svd(slopes)
        flat = v[np.append(values, 0) < 1e-8 * values[0]]
        found = flat.T @ (flat @ along)
        found = found / np.linalg.norm(found)
    return found if found @ along > 0 else -found


def _system(tables: Sequence[Floats], point: Floats) -> tuple[Floats, Floats]:
    """Turocy's equations, zero on the branch, and their derivatives. For each player: probabilities sum to
    one; the log-odds of each strategy to the first are λ times what it earns more."""
    shape, precision = tables[0].shape, point[-1]
    at = np.concatenate([[0], np.cumsum(shape)])
    played = np.exp(np.minimum(point[:-1], 50))
    mixed = [played[None, at[k]:at[k + 1]] for k in range(len(shape))]
    equations, slopes = np.zeros(at[-1]), np.zeros((at[-1], at[-1] + 1))
    for i, table in enumerate(tables):
        own, rest = slice(at[i], at[i + 1]), slice(at[i] + 1, at[i + 1])
        earned = against(table, mixed, i)[0]
        logs = point[own]
        equations[at[i]] = mixed[i].sum() - 1
        equations[rest] = logs[1:] - logs[0] - precision * (earned[1:] - earned[0])
        slopes[at[i], own] = mixed[i][0]
        slopes[rest, at[i]] = -1
        slopes[rest, rest] = np.eye(shape[i] - 1)
        slopes[rest, -1] = earned[0] - earned[1:]
        for j in range(len(shape)):
            if j != i:
                both = against(table, mixed, i, j)[0]
                both = both if i < j else both.T
                slopes[rest, at[j]:at[j + 1]] = -precision * (both[1:] - both[:1]) * mixed[j]
    return equations, slopes


def _strategies(shape: Sequence[int], point: Floats) -> list[Floats]:
    """The probabilities of a point, summing to one."""
    found, at = [], 0
    for size in shape:
        played = np.exp(point[at:at + size])
        found.append(played / played.sum())
        at += size
    return found


def _profile(shape: Sequence[int], point: Floats) -> Profile:
    return Profile([map(float, strategy) for strategy in _strategies(shape, point)])


def _residual(tables: Sequence[Floats], point: Floats) -> float:
    """By how much the profile differs from the logit answer to it, by the definition."""
    strategies = _strategies(tables[0].shape, point)
    worst = 0.0
    for k, (table, strategy) in enumerate(zip(tables, strategies)):
        earned = against(table, [each[None] for each in strategies], k)[0]
        answer = np.exp(point[-1] * (earned - earned.max()))
        worst = max(worst, float(np.abs(answer / answer.sum() - strategy).max()))
    return worst


def _regret(tables: Sequence[Floats], point: Floats) -> float:
    strategies = _strategies(tables[0].shape, point)
    mixed = [each[None] for each in strategies]
    return max(float(earned.max() - earned @ strategy) for earned, strategy in (
        (against(table, mixed, k)[0], strategies[k]) for k, table in enumerate(tables)))


def shown_lambdas(game: NormalForm) -> list[float]:
    """0 and the round numbers 1, 2, 5 times a power of ten from 1/spread to 1000/spread, where the spread is
    the greatest difference between two payoffs of one player: from nearly blind to nearly faultless."""
    spread = float(_spread(game))
    power = floor(log10(1 / spread))
    rounds = [float(f"{digit}e{exponent}") for exponent in range(power, power + 5) for digit in (1, 2, 5)]
    return [0.0, *(each for each in rounds if 1 - 1e-12 <= each * spread <= SHOWN)]


@CONCEPTS.entry("quantal", "Logit quantal response", "Everybody errs, the less the more it costs; "
                "from blind play at λ = 0 to a Nash equilibrium.",
                reference="McKelvey, R. D., Palfrey, T. R. (1995). Quantal Response Equilibria for Normal "
                          "Form Games. GEB 10; Turocy, T. L. (2005). A Dynamic Homotopy Interpretation of "
                          "the Logistic Quantal Response Equilibrium Correspondence. GEB 51.",
                options=(Option("lambda", None, Fraction(0), MOST_PRECISE, "the precision at which the "
                                "branch is read; not set: at round numbers, nearly blind to nearly faultless",
                                "1/payoff"),))
def _quantal_response(game: NormalForm, progress: Progress, options: Mapping[str, Fraction | None]
                      ) -> Solution:
    _check(game)
    spread = float(_spread(game))
    tables = unit_payoffs(game, _spread(game))
    given = options["lambda"]
    lambdas = shown_lambdas(game) if given is None else [float(given)]
    by = {value * spread: value for value in lambdas}
    points, path, turns, last, lost = [], [], [], None, ""
    try:
        for point, kind in _trace(tables, sorted({*by, max(END, *by)}), progress):
            last = point
            path.append(point)
            if kind == "turn":
                turns.append(float(point[-1]) / spread)
            elif kind == "wanted" and point[-1] in by:
                points.append(point)
            if len(points) == len(by) and _regret(tables, point) < SETTLED:
                break
    except InputError as error:
        lost = f" {error}."
    assert last is not None
    if not points:  # not even the precision that was asked for was reached
        raise InputError(lost.strip(" ."))
    residual = max(_residual(tables, point) for point in points)
    profiles = [_profile(game.shape, point) for point in points]
    progress(1.0, "looking for the limit")
    limit = nearest_exact(game, _profile(game.shape, last))
    lines = [f"Profile {number}: λ = {by[point[-1]]:g}." for number, point in enumerate(points, 1)]
    if given is not None:
        lines = [f"At λ = {lambdas[0]:g} every strategy is played, the better the more often."]
    elif limit is not None:
        profiles.append(limit[0])
        lines.append(f"Profile {len(profiles)}: the exact Nash equilibrium that the branch comes to within "
                     f"{_about(limit[1])} of, at λ = {last[-1] / spread:.4g}.")
    else:
        profiles.append(_profile(game.shape, last))
        lines.append(f"Profile {len(profiles)}: λ = {last[-1] / spread:.4g}, where nobody can gain more than "
                     f"{_about(_regret(tables, last) * spread)} alone.")
    for way, each in zip(("back", "forth") * len(turns), turns):
        lines.append(f"Near λ = {each:.6g} the branch turns {way}: of several answers there, the first is "
                     "listed.")
    found = ("no exact Nash equilibrium was found at its end" if limit is None else
             "the equilibrium at its end is exact and certified" if _is_far(game, last[-1] / spread) else
             "the exact equilibrium near the last profile is certified, but some payoffs differ by so little "
             "that the branch may go on to another")
    message = (f"The principal branch only, in floats: each probability is within {_about(residual)} of the "
               f"logit answer to its profile; {found}.{lost}")
    path = path[::max(1, len(path) // DRAWN)]
    details = (("lambdas", [by[point[-1]] for point in points]), ("residual", residual), ("turns", turns),
               ("limit", None if limit is None else [list(map(str, each)) for each in limit[0]]),
               ("branch", {"lambdas": [float(point[-1]) / spread for point in path],
                           "profiles": [[each.tolist() for each in _strategies(game.shape, point)]
                                        for point in path]}))
    equilibria = tuple(Equilibrium(profile, profile.payoffs(game), i) for i, profile in enumerate(profiles))
    return Solution("quantal", "logit branch", False, False, False, equilibria,
                    tuple((i,) for i in range(len(equilibria))), message, details=details, lines=tuple(lines))


def _is_far(game: NormalForm, precision: float) -> bool:
    """Whether at that λ even the smallest difference between payoffs that are compared counts."""
    for k in range(game.n_players):
        payoffs, factor = whole_payoffs(game, k)
        steps = np.diff(np.sort(payoffs, axis=k), axis=k)
        if (steps > 0).any() and precision * float(Fraction(int(steps[steps > 0].min())) / factor) < DECIDED:
            return False
    return True


def _about(distance: float) -> str:
    return f"{max(distance, 1e-15):.0e}"
