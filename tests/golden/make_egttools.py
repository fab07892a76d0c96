"""Records what EGTtools works out for finite populations into egttools.json, beside this file.

    python -m venv /tmp/egt && /tmp/egt/bin/pip install egttools==0.1.14.2
    /tmp/egt/bin/python tests/golden/make_egttools.py

The process is pairwise comparison, Playground's `fermi`. Of each game are kept the fixation probabilities
[mutant][resident] and, with mutation, the mean shares of the stationary distribution.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from egttools import sample_simplex
from egttools.analytical import PairwiseComparison
from egttools.games import Matrix2PlayerGameHolder
from egttools.utils import calculate_stationary_distribution

CASES = [  # rows, population, strength of selection, mutation
    ([[1.1, 1.1], [1, 1]], 100, 1, 0.01),
    ([[4, 0], [3, 3]], 20, 0.5, 0.05),
    ([[-1, 4], [0, 2]], 50, 0.1, 0.001),
    ([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], 30, 1, 0.01),
    ([[0, 6, -4], [-3, 0, 5], [-1, 3, 0]], 24, 0.2, 0.02),
    ([[3, 0, 3], [5, 1, 1], [3, 1, 3]], 16, 1, 0.1),
]


def record(rows, people, strength, mutation):
    size = len(rows)
    game = Matrix2PlayerGameHolder(size, np.array(rows, dtype=float))
    model = PairwiseComparison(people, game)
    takes_over = [[None if i == j else model.calculate_fixation_probability(i, j, strength)
                   for j in range(size)] for i in range(size)]
    matrix = model.calculate_transition_matrix(strength, mutation)
    settled = calculate_stationary_distribution(matrix.T.toarray())
    states = np.array([sample_simplex(k, people, size) for k in range(model.nb_states())])
    return {"rows": rows, "population": people, "strength": strength, "mutation": mutation,
            "takes_over": takes_over, "shares": (settled @ states / people).tolist()}


def main():
    about = f"Made by make_egttools.py with EGTtools {version('egttools')}"
    cases = ",\n".join(f"  {json.dumps(record(*case))}" for case in CASES)
    file = Path(__file__).with_name("egttools.json")
    file.write_text(f'{{\n"about": {json.dumps(about)},\n"cases": [\n{cases}\n]\n}}\n', "utf-8")


if __name__ == "__main__":
    main()
