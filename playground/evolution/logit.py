"""The logit dynamic: best answers, with noise. ẋ_i = exp(π_i / η) / Σ_j exp(π_j / η) − x_i.

Its rest points are the logit equilibria (quantal response) of noise η. Fudenberg, D. and Levine, D. K.
(1998). The Theory of Learning in Games, chapter 4; Hofbauer, J. and Sandholm, W. H. (2002). On the Global
Convergence of Stochastic Fictitious Play. Econometrica 70, 2265–2294. """

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from playground.catalogue import Option
from playground.evolution.dynamic import DYNAMICS, Dynamic
from playground.evolution.population import Floats

NOISE = Option("noise", Fraction(1, 5), Fraction(1, 1000), Fraction(10),
               "η: how large differences of payoffs are often overlooked", "payoff")


def chosen(payoffs: Floats, noise: float) -> Floats:
    """The probabilities of choice, shape (..., strategies)."""
    weights = np.exp((payoffs - payoffs.max(axis=-1, keepdims=True)) / noise)
    found: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return found


REFERENCE = ("Fudenberg, D. and Levine, D. K. (1998). The Theory of Learning in Games, chapter 4.")


@DYNAMICS.entry("logit", "Logit", "Members who revise take better answers more often, and err with some "
"noise.",
                reference=REFERENCE, options=(NOISE,))
def logit(noise: Fraction) -> Dynamic:
    eta = float(noise)

    def velocity(shares: Floats, payoffs: Floats) -> Floats:
        rates: Floats = chosen(payoffs, eta) - shares
        return rates

    def plain(shares: Sequence[float], payoffs: Sequence[float]) -> list[float]:
        top = max(payoffs)
        weights = [math.exp((payoff - top) / eta) for payoff in payoffs]
        total = sum(weights)
        return [weight / total - share for weight, share in zip(weights, shares)]

    def switches(shares: Floats, payoffs: Floats) -> Floats:
        return np.broadcast_to(chosen(payoffs, eta)[..., np.newaxis, :], (*shares.shape, shares.shape[-1]))
    return Dynamic(velocity, None, plain, switches, rate=lambda population: 1 + population.rate / (4 * eta))


@DYNAMICS.entry("logit-discrete", "Logit in Generations",
                "Each generation answers the last one, better answers being taken more often.",
                reference=REFERENCE, options=(NOISE,))
def logit_discrete(noise: Fraction) -> Dynamic:
    continuous = logit(noise)
    return Dynamic(continuous.velocity, None, continuous.plain, rate=lambda _population: 1.0, discrete=True)
