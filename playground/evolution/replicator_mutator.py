"""The replicator–mutator dynamic: offspring inherit their parent's strategy, or now and then another one.

ẋ_i = Σ_j x_j f_j q_ji − x_i f̄ with f = b + π, where q_ji is the probability that a child of j plays i.
Hadeler, K. P. (1981). Stable polymorphisms in a selection model with mutation. SIAM J. Applied Mathematics
41, 1–7; Page, K. M. and Nowak, M. A. (2002). Unifying evolutionary dynamics. J. Theoretical Biology 219,
93–98. """

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from playground.catalogue import Matrix, MatrixOption, Option
from playground.evolution.dynamic import DYNAMICS, Dynamic
from playground.evolution.population import Floats, PopulationGame
from playground.evolution.replicator import BACKGROUND, too_low
from playground.problem import InputError, Problem

MUTATION = Option("mutation", Fraction(1, 100), Fraction(0), Fraction(1),
                  "probability that a child plays another strategy, each equally likely")

MATRIX = MatrixOption("matrix", None, Fraction(0), Fraction(1),
                      "probabilities that a child of the row's strategy plays the column's; each row sums "
                      "to 1", instead="mutation")


def mutating(matrix: Sequence[Sequence[Fraction | float | str]], background: Fraction = Fraction(0)
             ) -> Dynamic:
    """With the mutation matrix q: `matrix[j][i]` is the probability that a child of j plays i, each row
    summing to 1. Raises `InputError`."""
    exact = [[Fraction(value) for value in row] for row in matrix]
    problems = [Problem(f"matrix[{j}]", "probabilities must not be below 0 and must sum to 1, one a strategy")
                for j, row in enumerate(exact) if len(row) != len(exact) or min(row) < 0
                or abs(sum(row, Fraction(0)) - 1) > Fraction(1, 10**9)]
    if problems:
        raise InputError(problems)
    table = np.array(exact, dtype=np.float64)
    low = too_low(background)

    def refuses(population: PopulationGame) -> str:
        if any(size != len(table) for size in population.sizes):
            return (f"The mutation matrix is of {len(table)} strategies, and the populations have "
                    f"{', '.join(map(str, population.sizes))}.")
        return low(population)
    return _of(lambda _size: table, background, refuses)


def _of(matrix: Callable[[int], Floats], background: Fraction, refuses: Callable[[PopulationGame], str]
        ) -> Dynamic:
    given = float(background)

    def velocity(shares: Floats, payoffs: Floats) -> Floats:
        offspring = shares * (given + payoffs)
        total = offspring.sum(axis=-1, keepdims=True)
        rates: Floats = offspring @ matrix(shares.shape[-1]) - shares * total
        return rates
    return Dynamic(velocity, refuses=refuses, rate=lambda p: p.rate + abs(float(p.lowest)) + given)


@DYNAMICS.entry(
    "replicator-mutator", "Replicator–Mutator",
    "Payoffs are offspring, who inherit their parent's strategy or mutate to another one.",
    reference="Page, K. M. and Nowak, M. A. (2002). Unifying evolutionary dynamics. J. Theoretical Biology "
              "219, 93–98.", options=(MUTATION, BACKGROUND, MATRIX))
def replicator_mutator(mutation: Fraction, background: Fraction, matrix: Matrix | None) -> Dynamic:
    if matrix is not None:
        return mutating(matrix, background)
    rate = float(mutation)

    def uniform(size: int) -> Floats:
        found: Floats = np.full((size, size), rate / (size - 1) if size > 1 else 0.0)
        np.fill_diagonal(found, 1 - rate if size > 1 else 1.0)
        return found
    return _of(uniform, background, too_low(background))
