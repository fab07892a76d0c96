"""The way of one population: the classical Runge–Kutta method of order four.

`integrate` gives the state at even times, with an estimate of the error: it halves the step until two
runs agree, and reports a fifth of their difference. In theory the finer run is off by a fifteenth of it
(Hairer, Nørsett and Wanner 1993, Solving Ordinary Differential Equations I, section II.4); the rest is
caution. `trajectory` gives a line for a picture that follows the pointer: even steps along the way
rather than in time, within a millisecond.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.evolution.dynamic import Dynamic, Field, field_of
from playground.evolution.population import Floats, PopulationGame
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

TOLERANCE = 1e-8
MAX_WORK = 100_000  # Runge–Kutta steps of a call: about a second
REST = 1e-5  # a trajectory stops where it is slower than this part of the game's rate
ARC = 0.05  # how far a step of a trajectory goes
BETWEEN = 4  # points drawn a step


@dataclass(frozen=True, eq=False)
class Trajectory:
    """times
        Shape (points,), from 0 on.
    shares
        Shape (points, sum of sizes): the state at each time, each population's shares summing to 1.
    error
        The largest estimated absolute error of a share; None where it was not estimated.
    note
        What the reader should know, a sentence; may be empty.
    """

    times: Floats
    shares: Floats
    error: float | None = None
    note: str = ""


def integrate(population: PopulationGame, dynamic: Dynamic, start: Sequence[float], time: float, steps: int,
              progress: Progress = silent) -> Trajectory:
    """The way from `start` for `time`, at `steps` + 1 even times, or in each generation. Raises `InputError`
    where that would take too long."""
    problems = []
    if not (math.isfinite(time) and time > 0):
        problems.append(Problem("time", f"{time} is not a time; give a number above 0"))
    if not 1 <= steps <= MAX_WORK // 10:
        problems.append(Problem("steps", f"{steps} is not from 1 to {MAX_WORK // 10:,}"))
    if problems:
        raise InputError(problems)
    if dynamic.discrete:
        return _generations(population, dynamic, start, time, progress)
    rate = dynamic.rate(population)
    inner = max(1, math.ceil(time / steps * rate))  # a step of at most one unit of its rate
    if inner * steps * 3 > MAX_WORK:
        longest = float(f"{MAX_WORK / 3 / rate:.2g}")
        raise InputError([Problem("time", f"{time:,.10g} is too long for payoffs this far apart; "
                                          f"at most about {longest:,.6g} can be followed")])
    field = field_of(population, dynamic)
    sizes = population.sizes
    work = inner * steps
    coarse = _run(field, sizes, start, time, steps, inner, progress)
    while True:
        inner *= 2
        work += inner * steps
        fine = _run(field, sizes, start, time, steps, inner, progress)
        error = float(np.abs(fine - coarse).max()) / 5 + 1e-16 * inner * steps  # and rounding
        if error <= TOLERANCE or work + 2 * inner * steps > MAX_WORK:
            break
        coarse = fine
    note = "" if error <= TOLERANCE else f"The shares may be off by {error:.1g}; a shorter time is safer."
    return Trajectory(np.linspace(0.0, time, steps + 1), fine, error, note)


def _generations(population: PopulationGame, dynamic: Dynamic, start: Sequence[float], time: float,
                 progress: Progress) -> Trajectory:
    """The state in each generation up to `time`."""
    if not (time.is_integer() and time <= MAX_WORK):
        raise InputError([Problem("time", f"{time:g} is no number of generations; give a whole number up to "
                                          f"{MAX_WORK:,}")])
    field, state = field_of(population, dynamic), [float(share) for share in start]
    rows = [state]
    for done in range(int(time)):
        if done % 256 == 0:
            progress(done / time, "generations")
        state = on_simplex([share + step for share, step in zip(state, field(state))], population.sizes)
        rows.append(state)
    return Trajectory(np.arange(len(rows), dtype=np.float64), np.array(rows))


def _run(field: Field, sizes: Sequence[int], start: Sequence[float], time: float, steps: int, inner: int,
         progress: Progress) -> Floats:
    """`steps` even times, `inner` Runge–Kutta steps between two of them."""
    state = [float(share) for share in start]
    rows = [state]
    step = time / (steps * inner)
    for done in range(steps):
        if done % 64 == 0:
            progress(done / steps, "integrating")
        for _ in range(inner):
            state = on_simplex(runge_kutta(field, state, field(state), step), sizes)
        rows.append(state)
    return np.array(rows)


def runge_kutta(field: Field, state: Sequence[float], k1: Sequence[float], step: float) -> list[float]:
    """One step of order four; `k1` is the velocity at `state`."""
    half, sixth = step / 2, step / 6
    k2 = field([s + half * k for s, k in zip(state, k1)])
    k3 = field([s + half * k for s, k in zip(state, k2)])
    k4 = field([s + step * k for s, k in zip(state, k3)])
    return [s + sixth * (a + 2.0 * (b + c) + d) for s, a, b, c, d in zip(state, k1, k2, k3, k4)]


def on_simplex(state: list[float], sizes: Sequence[int]) -> list[float]:
    """The state with rounding taken away: no share below 0, each population's sum 1."""
    if min(state) < 0.0:
        state = [max(share, 0.0) for share in state]
    if len(sizes) == 1:
        total = sum(state)
        return [share / total for share in state]
    whole: list[float] = []
    for size in sizes:
        part = state[len(whole):len(whole) + size]
        total = sum(part)
        whole += [share / total for share in part]
    return whole


def trajectory(population: PopulationGame, dynamic: Dynamic, start: Sequence[float], steps: int = 96,
               backward: bool = False) -> Trajectory:
    """A line from `start` for a picture: `steps` steps of even length along the way, with points put between
    them, until it comes to rest; in generations, as many of them. `backward` goes where the state came from;
    times then count into the past. No error is estimated; it is far below a pixel."""
    if dynamic.discrete:
        return _generations(population, dynamic, start, float(steps), silent)
    forward = field_of(population, dynamic)
    field: Field = (lambda state: [-rate for rate in forward(state)]) if backward else forward
    sizes, rate = population.sizes, dynamic.rate(population)
    slowest, longest = REST * rate, 1.5 / rate
    state = [float(share) for share in start]
    velocity = field(state)
    states, velocities, lengths = [state], [velocity], []
    for _ in range(steps):
        speed = math.hypot(*velocity)
        if speed < slowest:
            break
        step = min(ARC / speed, longest)
        state = on_simplex(runge_kutta(field, state, velocity, step), sizes)
        velocity = field(state)
        states.append(state)
        velocities.append(velocity)
        lengths.append(step)
    return _smooth(np.array(states), np.array(velocities), np.array(lengths))


def _smooth(states: Floats, velocities: Floats, lengths: Floats) -> Trajectory:
    """Points between the steps, by cubic Hermite interpolation; cut off where it would leave [0, 1]."""
    times = np.concatenate([[0.0], np.cumsum(lengths)])
    if not len(lengths):
        return Trajectory(times, states)
    s = np.linspace(0.0, 1.0, BETWEEN, endpoint=False)[:, np.newaxis]
    h = lengths[:, np.newaxis, np.newaxis]
    a, b = states[:-1, np.newaxis], states[1:, np.newaxis]
    va, vb = velocities[:-1, np.newaxis] * h, velocities[1:, np.newaxis] * h
    between = (a * (1 + 2 * s) * (1 - s) ** 2 + va * s * (1 - s) ** 2
               + b * s**2 * (3 - 2 * s) + vb * s**2 * (s - 1))
    points = np.concatenate([between.reshape(-1, states.shape[1]), states[-1:]])
    moments = np.concatenate([(times[:-1, np.newaxis] + s.T * lengths[:, np.newaxis]).ravel(), times[-1:]])
    return Trajectory(moments, np.clip(points, 0.0, 1.0))
