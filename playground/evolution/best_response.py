"""The best response dynamic: now and then a member looks up and takes the best answer to what all do.

ẋ = β(x) − x with β(x) the best answers; where there are several, who plays one of them stays and the others
take all of them equally often, which is one of the solutions of the differential inclusion (Gilboa, I. and
Matsui, A. 1991, Social Stability and Equilibrium, Econometrica 59, 859–867; Hofbauer 1995). In logarithmic
time it is fictitious play. """

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from playground.evolution.dynamic import DYNAMICS, Dynamic
from playground.evolution.nash_rest import nash_rest
from playground.evolution.population import Floats

TIE = 1e-12  # relative difference of payoffs that counts as none


def best(payoffs: Floats) -> npt.NDArray[np.bool_]:
    """Which answers are best, shape (..., strategies)."""
    top = payoffs.max(axis=-1, keepdims=True)
    found: npt.NDArray[np.bool_] = payoffs >= top - TIE * np.maximum(1.0, np.abs(top))
    return found


def switches(shares: Floats, payoffs: Floats) -> Floats:
    """ρ_ij: 1 in all, to best answers, of those who do not play one."""
    ties = best(payoffs)
    rates: Floats = ~ties[..., np.newaxis] * (ties / ties.sum(axis=-1, keepdims=True))[..., np.newaxis, :]
    return rates


def velocity(shares: Floats, payoffs: Floats) -> Floats:
    ties = best(payoffs)
    moving = np.where(ties, 0.0, shares).sum(axis=-1, keepdims=True)
    rates: Floats = np.where(ties, moving / ties.sum(axis=-1, keepdims=True), -shares)
    return rates


def plain(shares: Sequence[float], payoffs: Sequence[float]) -> list[float]:
    top = max(payoffs)
    least = top - TIE * max(1.0, abs(top))
    ties = [payoff >= least for payoff in payoffs]
    moving = sum(share for share, tie in zip(shares, ties) if not tie) / sum(ties)
    return [moving if tie else -share for share, tie in zip(shares, ties)]


@DYNAMICS.entry(
    "best-response", "Best Response",
    "Members who revise take a best answer to what all others do now.",
    reference="Gilboa, I. and Matsui, A. (1991). Social Stability and Equilibrium. Econometrica 59, 859–867.")
def best_response() -> Dynamic:
    return Dynamic(velocity, nash_rest, plain, switches, rate=lambda _population: 1.0)
