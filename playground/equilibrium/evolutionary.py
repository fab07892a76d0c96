"""Evolutionarily stable and neutrally stable strategies of symmetric two-player games, exactly.

A strategy x is *evolutionarily stable* when (x, x) is an equilibrium and x does better than each other best
answer y to x does against y: (x − y)·Ay > 0 (Maynard Smith and Price 1973); *neutrally stable* with ≥. With
z = y − x that asks whether −z·Az is strictly copositive on the cone of directions z that lead to best answers
(Haigh 1975, Abakuks 1980, Bomze 1992). The cone, and so the answer, depends only on what x plays and what is
best against x: on the inside of a face of symmetric equilibria all strategies get the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from playground.equilibrium import labels as labels_of
from playground.equilibrium.concepts import CONCEPTS, solution_of
from playground.equilibrium.integers import positive, shares
from playground.equilibrium.solution import Solution
from playground.equilibrium.vertices import vertices
from playground.equilibrium.words import counted, mixture
from playground.game import NormalForm, Profile
from playground.game.integers import whole_payoffs
from playground.problem import InputError
from playground.progress import Progress, silent

Strategy = tuple[Fraction, ...]
Form = list[list[Fraction]]  # a symmetric matrix
Direction = tuple[Fraction, list[Fraction]]  # z·Mz and z
ESS, NSS, UNSTABLE = "evolutionarily stable", "neutrally stable", "unstable"
MOST_ANSWERS = 12  # best answers not played: the test goes through all their subsets
MOST_FACES = 4_096
MOST_LINES = 40


class Stability(NamedTuple):
    """`verdict`: ESS, NSS or UNSTABLE. Where it is not ESS, a `mutant` that earns as much against the
    strategy as the strategy itself; what it `earns` against itself, and the strategy (`resident`) against
    it: no less."""

    verdict: str
    mutant: Strategy | None = None
    earns: Fraction | None = None
    resident: Fraction | None = None


class Face(NamedTuple):
    """Symmetric equilibria that play the same strategies and have the same best answers: the inside of the
    convex hull of some extreme ones, `members`."""

    played: frozenset[int]
    best: frozenset[int]
    members: tuple[int, ...]


@CONCEPTS.entry("ess", "Evolutionarily stable strategies", "Strategies of a symmetric game "
                "that no small group of mutants can invade.",
                reference="Maynard Smith, J., Price, G. R. (1973). The Logic of Animal Conflict. Nature 246; "
                          "Bomze, I. M. (1992). Detecting All Evolutionarily Stable Strategies. J. "
                          "Optimization Theory and Applications 75.")
def _evolutionarily_stable(game: NormalForm, progress: Progress) -> Solution:
    strategies = symmetric_equilibria(game, progress)
    verdicts = [stability(game, strategy, progress) for strategy in strategies]
    found = [strategy for strategy, verdict in zip(strategies, verdicts) if verdict.verdict == ESS]
    faces = faces_of(game, strategies, progress)
    insides = [stability(game, _middle(strategies, face), progress) for face in faces or ()]
    names = game.players[0].strategies
    lines = [_sentence(game, strategy, verdict) for strategy, verdict in zip(strategies, verdicts)]
    for face, verdict in zip(faces or (), insides):
        ends = "; ".join(mixture(names, strategies[i]) for i in face.members)
        lines.append(f"What mixes all of these equilibria is {verdict.verdict}: {ends}.")
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"And {len(lines) - MOST_LINES:,} more, all of which the JSON has."]
    plain = [{"strategy": list(map(str, strategy)), **_plain(verdict)}
             for strategy, verdict in zip(strategies, verdicts)]
    between = None if faces is None else [
        {"ends": list(face.members), **_plain(verdict)} for face, verdict in zip(faces, insides)]
    return solution_of(game, "ess", "exact", [Profile([each, each]) for each in found],
                       tuple((i,) for i in range(len(found))), True,
                       _message(len(strategies), len(found), [*verdicts, *insides], faces), progress,
                       (("candidates", plain), ("between", between)),
                       None if all(_has_the_minors(game, each) for each in found) else False, lines)


def _message(candidates: int, found: int, verdicts: Iterable[Stability], faces: list[Face] | None) -> str:
    """What is complete, and why."""
    count = counted(found, "evolutionarily stable strategy", "evolutionarily stable strategies")
    every = "the only one was" if candidates == 1 else f"all {candidates:,} were"
    message = (f"Complete: {count if found else 'no evolutionarily stable strategy'}. Such a strategy is an "
               f"extreme symmetric equilibrium, and {every} tested.")
    if faces is None:
        return f"{message} Mixtures of them were not: there are more than {MOST_FACES:,} sets of those."
    if not any(verdict.verdict == NSS for verdict in verdicts):
        return f"{message} No other symmetric equilibrium is neutrally stable."
    return f"{message} What is neutrally stable among all symmetric equilibria is complete, too."


def _sentence(game: NormalForm, strategy: Strategy, found: Stability) -> str:
    names = game.players[0].strategies
    subject = f"{mixture(names, strategy)} is {found.verdict}"
    if found.mutant is None or found.earns is None or found.resident is None:
        if _is_strict(game, strategy):
            return f"{subject}: it is the only best answer to itself, so every mutant earns less."
        return (f"{subject}: no mutant earns more against it, and against those that earn as much it does "
                "better than they do among themselves.")
    mutants = f"mutants with {mixture(names, found.mutant)}"
    text = f"{mutants} earn {game.number_text(found.earns)} among themselves"
    if found.verdict == NSS:
        return f"{subject}, not evolutionarily stable: {text}, as it does against them."
    return f"{subject}: {text}, and it only {game.number_text(found.resident)} against them."


def _is_strict(game: NormalForm, strategy: Strategy) -> bool:
    """Whether nothing else is as good an answer to the strategy as itself."""
    if max(strategy) < 1:
        return False
    at = list(strategy).index(Fraction(1))
    column = game.payoffs[0, :, at].tolist()
    return bool(column.count(max(column)) == 1 and column[at] == max(column))


def _plain(found: Stability) -> dict[str, Any]:
    return {"verdict": found.verdict, "mutant": found.mutant and list(map(str, found.mutant)),
            "mutant_earns": found.mutant and str(found.earns),
            "resident_earns": found.mutant and str(found.resident)}


# --- symmetric equilibria -----------------------------------------------------------------------------------


def symmetric_equilibria(game: NormalForm, progress: Progress = silent) -> list[Strategy]:
    """The strategies of all extreme symmetric equilibria of a symmetric two-player game, those that play
    earlier strategies more coming first: the vertices of the best-response polytope at which each pure
    strategy is unplayed or a best answer. Raises `InputError` for other games and those too large."""
    if game.n_players != 2 or not game.is_symmetric:
        raise InputError("evolutionary stability is asked of symmetric games of two players; in others it "
                         "comes to strict equilibria (Selten 1980), which are among the pure ones")
    payoffs, _factor = whole_payoffs(game, 0)
    size = len(payoffs)
    found = vertices(np.ascontiguousarray(positive(payoffs).T), progress)
    members = labels_of.table(found.labels, 2 * size)
    complete = (members[:, :size] | members[:, size:]).all(axis=1) & ~members[:, :size].all(axis=1)
    return sorted((shares(ray) for ray in found.rays[complete, :-1]), reverse=True)


def faces_of(game: NormalForm, strategies: Sequence[Strategy], progress: Progress) -> list[Face] | None:
    """The faces of symmetric equilibria that are more than a point, the smaller first; None where there are
    too many."""
    table = game.payoffs[0]
    points = [(frozenset(i for i, p in enumerate(each) if p), frozenset(_best(table, each)))
              for each in strategies]
    fresh, faces = list(dict.fromkeys(points)), {}
    while fresh:
        progress(None, "faces of equilibria")
        played, best = fresh.pop()
        for more, fewer in points:
            key = played | more, best & fewer
            if key[0] <= key[1] and key not in faces and key not in points:
                faces[key] = Face(*key, tuple(i for i, (own, answers) in enumerate(points)
                                              if own <= key[0] and key[1] <= answers))
                fresh.append(key)
                if len(faces) > MOST_FACES:
                    return None
    return sorted(faces.values(), key=lambda face: (len(face.members), face.members))


def _best(table: Any, strategy: Strategy) -> list[int]:
    """The best answers to a strategy."""
    earned = list(table @ np.array(strategy, dtype=object))
    return [i for i, value in enumerate(earned) if value == max(earned)]


def _middle(strategies: Sequence[Strategy], face: Face) -> Strategy:
    return tuple(sum(column, Fraction(0)) / len(face.members)
                 for column in zip(*(strategies[i] for i in face.members)))


# --- the test -----------------------------------------------------------------------------------------------


def stability(game: NormalForm, strategy: Strategy, progress: Progress = silent) -> Stability:
    """Whether a strategy that is a best answer to itself is evolutionarily or neutrally stable, and a
    mutant where it is not; a pure one where there is one. Raises `InputError` where too many strategies
    are best answers without being played."""
    table = game.payoffs[0]
    best, x = _best(table, strategy), np.array(strategy, dtype=object)
    played = [i for i in best if strategy[i]]
    if len(best) - len(played) > MOST_ANSWERS:
        raise InputError(f"{len(best) - len(played)} best answers are not played in an equilibrium; "
                         f"{MOST_ANSWERS} are allowed for the test of evolutionary stability")
    others = [*played[1:], *(i for i in best if not strategy[i])]
    found = _lowest(_form(table, played[0], others), len(played) - 1, progress)
    if found is None:
        return Stability(ESS)
    lead, direction = found
    pure = next((i for i in best if strategy[i] != 1
                 and (table[i, i] > x @ table[:, i] if lead < 0 else table[i, i] == x @ table[:, i])), None)
    if pure is not None:
        y = np.array([Fraction(int(i == pure)) for i in range(len(x))], dtype=object)
    else:
        z = np.array([Fraction(0)] * len(x), dtype=object)
        z[others] = direction
        z[played[0]] = -sum(direction)
        y = x + z * min(-p / step for p, step in zip(x, z) if step < 0)
    return Stability(UNSTABLE if lead < 0 else NSS, tuple(y), y @ table @ y, x @ table @ y)


def _form(table: Any, base: int, others: Sequence[int]) -> Form:
    """Twice −z·Az as a form in what z adds to `others`, all of which is taken from `base`."""
    gain = [[table[i, j] - table[base, j] - table[i, base] + table[base, base] for j in others]
            for i in others]
    return [[-gain[i][j] - gain[j][i] for j in range(len(others))] for i in range(len(others))]


def _lowest(form: Form, free: int, progress: Progress) -> Direction | None:
    """A direction z ≠ 0, its first `free` entries of any sign and the others not negative, with z·Mz < 0
    where there is one, or else with z·Mz = 0; None where there is none either. Free entries are taken at
    their best, one after the other, which leaves a form in the others (a Schur complement)."""
    if not free:
        return _lowest_of_positive(form, progress)
    size = len(form)
    at = next((i for i in range(free) if form[i][i]), 0)
    own, row = form[at][at], form[at]
    unit = [Fraction(int(i == at)) for i in range(size)]
    if own < 0:
        return own, unit
    if not own:
        other = next((j for j in range(size) if row[j]), None)
        if other is not None:  # falls without bound
            unit[at] = -(form[other][other] + 1) / (2 * row[other])
            unit[other] = Fraction(1)
            return Fraction(-1), unit
    rest = [i for i in range(size) if i != at]
    found = _lowest([[form[i][j] - (row[i] * row[j] / own if own else 0) for j in rest] for i in rest],
                    free - 1, progress)
    if found is None:
        return None if own else (own, unit)
    value, z = found
    z.insert(at, -sum((row[i] * step for i, step in zip(rest, z)), Fraction(0)) / own if own else Fraction(0))
    return value, z


def _lowest_of_positive(form: Form, progress: Progress) -> Direction | None:
    """The same for z ≥ 0. Of a form that is positive on all smaller sets of coordinates, the least value on
    the simplex is below zero where Mu = 1 has a solution u < 0, and zero where Mu = 0 has one u > 0."""
    flat = None
    for count in range(1, len(form) + 1):
        for some in combinations(range(len(form)), count):
            progress(None, "looking for mutants")
            part, singular = _solved([form[i] for i in some], some)
            if not all(value > 0 if singular else value < 0 for value in part) or (singular and flat):
                continue
            total = sum(part, Fraction(0))
            z = [Fraction(0)] * len(form)
            for i, value in zip(some, part):
                z[i] = value / total
            if not singular:
                return 1 / total, z
            flat = Fraction(0), z
    return flat


def _solved(rows: Form, columns: Sequence[int]) -> tuple[list[Fraction], bool]:
    """The solution of Mu = 1, or of Mu = 0 with u ≠ 0 and True where M, these columns of `rows`, is
    singular."""
    table = [[row[j] for j in columns] + [Fraction(1)] for row in rows]
    size = len(table)
    for k in range(size):
        pivot = next((i for i in range(k, size) if table[i][k]), None)
        if pivot is None:
            return [-table[i][k] for i in range(k)] + [Fraction(int(i == k)) for i in range(k, size)], True
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [value / table[k][k] for value in table[k]]
        for i in range(size):
            if i != k and table[i][k]:
                factor = table[i][k]
                table[i] = [a - factor * b for a, b in zip(table[i], table[k])]
    return [row[-1] for row in table], False


# --- the certificate ----------------------------------------------------------------------------------------


def _has_the_minors(game: NormalForm, strategy: Strategy) -> bool:
    """The conditions of Haigh (1975), as corrected by Abakuks (1980), on the minors of the form: positive
    where only strategies that are played count; with more, one that is not comes with a cofactor that is
    not positive (Hadeler 1983). Another base strategy than in the search, and no equations solved."""
    best = _best(game.payoffs[0], strategy)
    base = max(i for i in best if strategy[i])
    played = [i for i in best if strategy[i] and i != base]
    rest = [i for i in best if not strategy[i]]
    form = _form(game.payoffs[0], base, [*played, *rest])
    inner = list(range(len(played)))
    if any(_determinant(form, inner[:k], inner[:k]) <= 0 for k in range(1, len(inner) + 1)):
        return False
    outer = range(len(played), len(form))
    for count in range(1, len(rest) + 1):
        for some in combinations(outer, count):
            whole = [*inner, *some]
            if _determinant(form, whole, whole) <= 0 and all(
                    (-1) ** (whole.index(i) + whole.index(j)) * _determinant(
                        form, [k for k in whole if k != i], [k for k in whole if k != j]) > 0
                    for i in some for j in some):
                return False
    return True


def _determinant(form: Form, rows: Sequence[int], columns: Sequence[int]) -> Fraction:
    """A minor, by elimination."""
    table = [[form[i][j] for j in columns] for i in rows]
    value = Fraction(1)
    while table:
        pivot = next((i for i, row in enumerate(table) if row[0]), None)
        if pivot is None:
            return Fraction(0)
        first = table.pop(pivot)
        value *= first[0] * (-1) ** pivot
        table = [[a - row[0] * b / first[0] for a, b in zip(row[1:], first[1:])] for row in table]
    return value
