"""Courses that can be laid over a portrait: what agents do, or two who learn, beside the mean dynamic.

An entry of `COURSES` takes a `Task` and gives a `Trajectory` in the portrait's states; of those who learn, it
is how often each strategy was played so far. In one population it is the first learner's of two. """

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.catalogue import Catalogue, UnknownEntry
from playground.evolution.crowd import Crowd
from playground.evolution.dynamic import dynamic_of, fitting
from playground.evolution.finite import PROCESSES, path, process_of
from playground.evolution.integrate import Trajectory
from playground.evolution.population import Floats, PopulationGame, population_game
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_ROUNDS = 100_000


@dataclass(frozen=True)
class Task:
    """`size`: how many agents, or rounds. `start` is flat; those who learn begin with it, as if they had seen
    it once. The course is told at `steps` + 1 even times up to `time`."""

    game: NormalForm
    population: PopulationGame
    dynamic: str
    start: tuple[float, ...]
    size: int
    time: float
    steps: int
    seed: int


@dataclass(frozen=True)
class Course:
    """`refuses`: why not in this population, as a sentence; empty where it can. `unit` is what `size`
    counts."""

    run: Callable[[Task, Progress], Trajectory]
    refuses: Callable[[PopulationGame, str], str]
    unit: str = "rounds"


COURSES: Catalogue[Course] = Catalogue("course")


def course(game: NormalForm, name: str, dynamic: str, start: tuple[float, ...], size: int, time: float,
           steps: int, seed: int, kind: str = "", progress: Progress = silent) -> Trajectory:
    """The course `name` from `start`. Raises `InputError`."""
    population = population_game(game, kind)
    try:
        made = COURSES[name].make
    except UnknownEntry as problem:
        raise InputError([Problem("course", str(problem))]) from None
    refused = made.refuses(population, dynamic)
    if refused:
        raise InputError([Problem("course", refused)])
    if made.unit == "rounds" and not 1 <= size <= MOST_ROUNDS:
        raise InputError([Problem("size", f"{size:,} rounds; from 1 to {MOST_ROUNDS:,} can be played")])
    task = Task(game, population, dynamic, tuple(map(float, start)), size, time, steps, seed)
    return made.run(task, progress)


# --- agents -------------------------------------------------------------------------------------------------


def _no_rule(_population: PopulationGame, dynamic: str) -> str:
    if dynamic_of(dynamic).switches is not None:
        return ""
    return "How members revise is not known for this dynamic; imitation, logit or Smith have agents."


def _agents(task: Task, progress: Progress) -> Trajectory:
    used = dynamic_of(task.dynamic)
    fitting(task.population, used)
    crowd = Crowd(task.population, used, task.start, task.size, task.seed)
    times = np.linspace(0.0, task.time, task.steps + 1)
    rows = []
    for k, moment in enumerate(times.tolist()):
        progress(k / (task.steps + 1), f"{task.size:,} agents")
        crowd.advance(moment)
        rows.append(crowd.shares)
    return Trajectory(times, np.array(rows))


COURSES.add("agents", "Agents of this dynamic", "A population of so many, who revise by chance as its rule "
"says.",
            Course(_agents, _no_rule, "agents"),
            reference="Benaïm, M. and Weibull, J. (2003). Deterministic approximation of stochastic "
                      "evolution in games. Econometrica 71, 873–903.")


# --- finite populations -------------------------------------------------------------------------------------


def _process(name: str) -> Course:
    def text(population: PopulationGame, size: int) -> str:
        """With payoffs as fitness, or where some are negative, as exp(π)."""
        negative = bool(population.lowest < 0) and any(option.name == "exponential"
                                                       for option in PROCESSES[name].options)
        return f"{name}:population={size}{',exponential=1' if negative else ''}"

    def refuses(population: PopulationGame, _dynamic: str) -> str:
        return process_of(text(population, 100)).refuses(population)

    def run(task: Task, progress: Progress) -> Trajectory:
        asked = text(task.population, task.size)
        found = path(task.game, asked, list(task.start), task.time, task.steps, task.seed,
                     task.population.kind, progress)
        told = "exp(payoff) as fitness" if "exponential" in asked else "payoffs as fitness"
        note = f"Time is in generations of {task.size:,}" + ("." if name == "fermi" else f", with {told}.")
        return Trajectory(np.asarray(found.times, dtype=np.float64), found.shares, note=note)
    return Course(run, refuses, "agents")


for _entry in PROCESSES.values():
    COURSES.add(_entry.name, f"{_entry.title}, a finite population", _entry.summary, _process(_entry.name),
                reference=_entry.reference)


# --- two who learn ------------------------------------------------------------------------------------------


def _pairs_only(population: PopulationGame, _dynamic: str) -> str:
    return "" if population.linear else "These are rules for two who learn."


def _two(task: Task) -> tuple[Floats, Floats, Floats, Floats]:
    """What each of the two earns, own strategies as rows, and what each has begun with."""
    first, *second = task.population.floats
    one = len(task.population.sizes) == 1
    start = np.array(task.start)
    return (first, first if one else second[0], start[task.population.slices[0]],
            start[task.population.slices[-1]])


def _told(task: Task, one: Floats, two: Floats, note: str = "") -> Trajectory:
    """From the frequencies after each round, shape (rounds + 1, strategies), to even times."""
    at = np.linspace(0, len(one) - 1, task.steps + 1).round().astype(int)
    shares = one[at] if len(task.population.sizes) == 1 else np.concatenate([one[at], two[at]], axis=1)
    return Trajectory(np.linspace(0.0, task.time, task.steps + 1), shares, note=note)


def _frequencies(start: Floats, played: npt.NDArray[np.int64]) -> Floats:
    """After each round, what was begun with counting as one."""
    chosen = np.zeros((len(played) + 1, len(start)))
    chosen[0] = start
    chosen[np.arange(1, len(played) + 1), played] = 1.0
    found: Floats = chosen.cumsum(axis=0) / np.arange(1, len(played) + 2)[:, np.newaxis]
    return found


def _fictitious(task: Task, progress: Progress) -> Trajectory:
    """Each answers best what the other has done so far; of several best answers, the first."""
    a, b, seen_one, seen_two = _two(task)
    worth_one, worth_two = a @ seen_two, b @ seen_one
    played = np.empty((task.size, 2), dtype=np.int64)
    for k in range(task.size):
        if k % 1024 == 0:
            progress(k / task.size, "fictitious play")
        i, j = int(worth_one.argmax()), int(worth_two.argmax())
        played[k] = i, j
        worth_one = worth_one + a[:, j]
        worth_two = worth_two + b[:, i]
    return _told(task, _frequencies(seen_one, played[:, 0]), _frequencies(seen_two, played[:, 1]))


COURSES.add("fictitious-play", "Fictitious play of two", "Each answers best what the other has played so "
"far.",
            Course(_fictitious, _pairs_only),
            reference="Brown, G. W. (1951). Iterative solution of games by fictitious play. In: Activity "
                      "Analysis of Production and Allocation, 374–376.")


def _regret(task: Task, progress: Progress) -> Trajectory:
    """Who has last played i turns to j with a probability in proportion to what always having played j
    instead of i would have earned more, on average; μ is twice the most that all these can sum to."""
    a, b, start_one, start_two = _two(task)
    random = np.random.default_rng(np.random.SeedSequence(task.seed))
    draws = random.random((task.size, 2))
    tables = (a, b)
    scales = [2 * max(float(np.ptp(table)), 1e-12) * len(table) for table in tables]
    missed = [np.zeros((len(table), len(table))) for table in tables]
    last = [int(draws[0, 0] * len(a)), int(draws[0, 1] * len(b))]
    played = np.empty((task.size, 2), dtype=np.int64)
    joint = np.zeros((len(a), len(b)))
    for k in range(task.size):
        if k % 512 == 0:
            progress(k / task.size, "regret matching")
        if k:
            for who in (0, 1):
                turn = np.maximum(missed[who][last[who]], 0.0) / (k * scales[who])
                stops = np.cumsum(turn)
                at = int(np.searchsorted(stops, draws[k, who], "right"))
                last[who] = at if at < len(turn) else last[who]
        i, j = last
        played[k] = i, j
        joint[i, j] += 1
        missed[0][i] += a[:, j] - a[i, j]
        missed[1][j] += b[:, i] - b[j, i]
    joint /= task.size
    gap = max(0.0, *(float(np.max(each)) / task.size for each in missed))
    note = (f"After {task.size:,} rounds nobody could gain more than {gap:.3g} a round by always playing one "
            "strategy in place of another: the joint play is a correlated equilibrium up to that.")
    return _told(task, _frequencies(start_one, played[:, 0]), _frequencies(start_two, played[:, 1]), note)


COURSES.add("regret-matching", "Regret matching of two",
            "Each turns to what would have earned more so far, the more the likelier; the joint play comes "
            "near the correlated equilibria.", Course(_regret, _pairs_only),
            reference="Hart, S. and Mas-Colell, A. (2000). A simple adaptive procedure leading to correlated "
                      "equilibrium. Econometrica 68, 1127–1150.")


# --- nashpy's -----------------------------------------------------------------------------------------------


def _nashpy(name: str) -> Callable[[Task, Progress], Trajectory]:
    def run(task: Task, progress: Progress) -> Trajectory:
        import nashpy

        a, b, start_one, start_two = _two(task)
        state = np.random.get_state()
        np.random.seed(task.seed % 2**32)  # nashpy draws from numpy's global generator
        try:
            game = nashpy.Game(a, b.T)
            counts = getattr(game, name)(task.size, play_counts=(start_one, start_two))
            one, two = [start_one], [start_two]
            for k, each in enumerate(counts):
                if k % 256 == 0:
                    progress(k / (task.size + 1), "nashpy")
                counted = each[0] if name == "stochastic_fictitious_play" else each
                if k:
                    one.append(np.asarray(counted[0]) / np.sum(counted[0]))
                    two.append(np.asarray(counted[1]) / np.sum(counted[1]))
        finally:
            np.random.set_state(state)
        return _told(task, np.array(one), np.array(two))
    return run


NASHPY = "Knight, V. and Campbell, J. (2018). Nashpy. Journal of Open Source Software 3, 904."
COURSES.add("nashpy-fictitious-play", "Fictitious play of two (nashpy)",
            "The same by nashpy, which draws among several best answers.",
            Course(_nashpy("fictitious_play"), _pairs_only), reference=NASHPY)
COURSES.add("nashpy-stochastic-fictitious-play", "Stochastic fictitious play of two (nashpy)",
            "Best answers to payoffs with noise of size 1/10, by nashpy.",
            Course(_nashpy("stochastic_fictitious_play"), _pairs_only), reference=NASHPY)
