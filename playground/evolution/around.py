"""What the flow does on a small circle around a rest point: for dynamics whose derivative need not exist
there.

Near such a point the flow of Smith's dynamic and its like is that of a function that scales with the distance
from it, so that one circle tells all of it. Where the flow goes round, the logarithm of the distance grows by
∮ V_r / V_θ dθ a turn: below zero the point is a sink, above it a source. Where it does not go round, it runs
straight in or out along those rays where V_θ = 0, and the signs of V_r there decide as eigenvalues would.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from playground.evolution.dynamic import Dynamic, velocity
from playground.evolution.population import PopulationGame

Array = npt.NDArray[np.float64]
RADIUS = 1e-6
ANGLES = 720
EVEN = 1e-5  # growth a turn, in parts of the largest on the way, up to which nothing is decided


def around(flow: Callable[[Array], Array]) -> tuple[str, str]:
    """The kind of a rest point, a key of `rest.KINDS`, and as a clause what it was read off. `flow` gives the
    velocity at displacements from it, shapes (..., 2) both, in orthonormal coordinates."""
    angles = (np.arange(ANGLES) + 0.5) * (2 * math.pi / ANGLES)
    out = np.column_stack([np.cos(angles), np.sin(angles)])
    rates = flow(RADIUS * out)
    radial = np.einsum("ij,ij->i", rates, out)
    turning = out[:, 0] * rates[:, 1] - out[:, 1] * rates[:, 0]
    if (turning > 0).all() or (turning < 0).all():
        growth = radial / np.abs(turning)
        total = float(growth.mean())
        if abs(total) <= EVEN * float(np.abs(growth).max()):
            return "degenerate", "on a small circle around it the flow goes round without a gain or a loss"
        way = "nearer with each turn" if total < 0 else "farther away with each turn"
        return ("sink" if total < 0 else "source"), f"on a small circle around it the flow goes round, {way}"
    at = np.flatnonzero(turning * np.roll(turning, -1) <= 0)
    along = (radial + np.roll(radial, -1))[at]
    largest = float(np.abs(radial).max())
    if float(np.abs(along).min(initial=math.inf)) <= EVEN * largest:
        return "degenerate", "on a small circle around it the flow does not decide"
    if (along < 0).all():
        return "sink", "on a small circle around it the flow points inwards along every straight way"
    if (along > 0).all():
        return "source", "on a small circle around it the flow points outwards along every straight way"
    return "saddle", "on a small circle around it the flow points inwards along some straight ways and " \
                     "outwards along others"


def by_flow(population: PopulationGame, dynamic: Dynamic, state: Array) -> tuple[str, str]:
    """The kind of a rest point at which all strategies present earn the same, and why, as a clause: whether
    strategies that are absent would grow, and what the flow does among those present, where these leave one
    or two directions. For dynamics under which an absent strategy that earns less dies out, and one that
    earns more grows."""
    present = [i for i, share in enumerate(state) if share > 0]
    earned = population.payoffs(state)
    gains = [float(earned[i] - max(earned[k] for k in present if cut.start <= k < cut.stop))
             for cut in population.slices for i in range(cut.start, cut.stop) if i not in present]
    free = len(present) - len(population.sizes)
    if any(abs(gain) < 1e-9 * population.rate for gain in gains) or free > 2:
        return "degenerate", "no theorem tells whether nearby states come back"
    kinds = ["source" if gain > 0 else "sink" for gain in gains]
    reason = "what is absent earns " + (" or "
                                        "".join(sorted({"more" if gain > 0 else "less" for gain in gains})))
    if free:
        kind, reason = _within(population, dynamic, state, present)
        kinds.append(kind)
    kind = ("degenerate" if "degenerate" in kinds else kinds[0] if len(set(kinds)) == 1 else "saddle")
    return kind, {"sink": "nearby states come back", "source": "nearby states leave",
                  "saddle": "nearby states approach in some directions and leave in others",
                  "degenerate": "it is not decided whether nearby states come back"}[kind] + f" ({reason})"


def _within(population: PopulationGame, dynamic: Dynamic, state: Array, present: list[int]
            ) -> tuple[str, str]:
    """The kind within the face of the strategies present, which has one or two dimensions."""
    directions = []
    for cut in population.slices:
        own = [i for i in present if cut.start <= i < cut.stop]
        for i in own[:-1]:
            step = np.zeros(len(state))
            step[i], step[own[-1]] = 1.0, -1.0
            directions.append(step)
    basis = np.linalg.qr(np.array(directions).T)[0].T
    if len(basis) == 1:
        left, right = (float(velocity(population, dynamic, state + sign * RADIUS * basis[0]) @ basis[0])
                       for sign in (-1, 1))
        kind = "sink" if left > 0 > right else "source" if left < 0 < right else "degenerate"
        return kind, "from the flow on both sides of it"
    return around(lambda offsets: velocity(population, dynamic, state + offsets @ basis) @ basis.T)
