"""What the Evolution page says in words: names of states, the headline, the lines of the rest point list.

Every sentence is read off results; none says more than they do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from playground.app.pictures import paper
from playground.app.widgets.rest_points import Row
from playground.equilibrium.words import listed, quoted
from playground.evolution import Continuum, PopulationGame, RestPoint, RestSet, Trajectory, structure
from playground.evolution.basins import Basins
from playground.evolution.cycles import Cycle
from playground.game import NormalForm

NEAR = 0.02  # an end this near to a stable point counts as going there
STILL = 1e-12
SEEN = 5e-4  # the least part of a whole that is told

FITS = ("What fits: a symmetric game, played by one population in which groups meet; or any other game of "
        "two or three players, each of which becomes a population. Choose one in the Library, or change this "
        "one on the Game page.")

MOST_SHARES = 5  # that are read out


def explain_misfit(game: NormalForm) -> str:
    """Why there are no dynamics for this game; empty where there are."""
    found = structure(game)
    return "" if found.kind else found.reason


def explain_no_portrait(problem: str, one: bool) -> str:
    """Above the shares of a game that is too large for a picture of all states; of `one` population faces
    can be seen."""
    face = " Leave up to four of them ticked under Strategies present to see that face." if one else ""
    return f"{problem}{face} The shares over time are below."


def state_name(game: NormalForm, population: PopulationGame, at: Sequence[Fraction | float]) -> str:
    """A state in words: "all Stag", "3/4 Stag", "4/5 Red, 1/5 Blue", "Ann all Opera, Bob all Football"."""
    parts = [_mixture(player.strategies, at[cut]) for player, cut in zip(game.players, population.slices)]
    if len(parts) == 1:
        return parts[0]
    return ", ".join(f"{player.name} {part}" for player, part in zip(game.players, parts))


def _mixture(names: Sequence[str], shares: Sequence[Fraction | float]) -> str:
    present = [(quoted(name), share) for name, share in zip(names, shares) if share > 0]
    if len(present) == 1:
        return f"all {present[0][0]}"
    if len(names) == 2:
        present = present[:1]
    return ", ".join(f"{paper.share(share)} {name}" for name, share in present)


def measured(game: NormalForm, population: PopulationGame, state: Sequence[float],
             error: float | None = None) -> str:
    """A state in decimals, with how far they may be off."""
    parts = []
    for player, cut in zip(game.players, population.slices):
        shown = list(zip(player.strategies, state[cut]))
        total = sum(share > 0 for share in state[cut])
        if len(shown) > MOST_SHARES:  # the most frequent ones
            shown = sorted(shown, key=lambda pair: -pair[1])[:MOST_SHARES]
        words = " · ".join(f"{quoted(name)} {_decimals(share, total)}" for name, share in shown)
        words += " · …" if len(state[cut]) > MOST_SHARES else ""
        parts.append(words if population.kind == "one" else f"{player.name}: {words}")
    text = "   ".join(parts)
    if error is not None and error > 0:
        text += f"   (± {bound(error)})"
    return text


def _decimals(share: float, present: int) -> str:
    """Four decimals that never turn "almost all" into "all" while several strategies are present."""
    if share >= 0.99995 and present > 1:
        return "> 0.9999"
    return "< 0.0001" if 0 < share < 0.00005 else f"{share:.4f}"


def bound(error: float) -> str:
    """An error bound, rounded up to one digit: `2e−9`, `0.003`."""
    power = math.floor(math.log10(error))
    digit = math.ceil(error / 10.0**power - 1e-9)
    if digit == 10:
        digit, power = 1, power + 1
    return f"{digit}e−{-power}" if power < -4 else f"{digit * 10.0**power:g}"


def headline(game: NormalForm, population: PopulationGame, rest: RestSet, run: Trajectory, end: float,
             cycles: Sequence[Cycle] = ()) -> str:
    """The page's one line: where the population goes from here, what else is stable, where the threshold
    lies. `end` is the time up to which it was followed, `cycles` the ones that are known to attract."""
    if any(each.dimension == population.dimension for each in rest.continua):
        return "Every state is a rest point here: nothing ever moves."
    sentence, target = _destination(game, population, rest, run, end)
    round_it = next((cycle for cycle in cycles if cycle.distances(run.shares[-1:])[0] < NEAR), None)
    if round_it is not None and target is None:
        sentence = f"From here the population comes to a cycle, with a period of about {_period(round_it)}"
    stable = [point for point in rest.points if point.kind == "sink" and point is not target]
    if stable:
        names = [state_name(game, population, point.at) for point in stable[:3]]
        if len(stable) > 3:
            names.append(f"{len(stable) - 3} more")
        also = " too" if target is not None and target.kind == "sink" else ""
        sentence += f"; {listed(names)} {'is' if len(stable) == 1 else 'are'} stable{also}"
    elif rest.complete and not rest.continua and all(p.kind in ("source", "saddle") for p in rest.points):
        sentence += "; no rest point is stable"
    centres = [point for point in rest.points if point.kind == "centre" and point is not target]
    if centres:
        sentence += f"; nearby states circle around {state_name(game, population, centres[0].at)}"
    if population.sizes == (2,):
        for point in rest.points:
            if point.kind == "source" and point is not target and 0 < point.at[0] < 1:
                sentence += f"; {state_name(game, population, point.at)} is the threshold"
    return sentence + "."


def _destination(game: NormalForm, population: PopulationGame, rest: RestSet, run: Trajectory, end: float
                 ) -> tuple[str, RestPoint | None]:
    """Where the population goes, and the rest point that is meant."""
    first, last = run.shares[0], run.shares[-1]
    near = min(rest.points, key=lambda point: _distance(point.at, last), default=None)
    moved = float(np.abs(run.shares - first).max())
    if moved < STILL:
        here = near if near is not None and _distance(near.at, first) < 1e-9 else None
        name = state_name(game, population, here.at) if here else "This state"
        if here is None or here.kind == "degenerate":
            return f"The start, {name}, is a rest point: nothing moves" if here else \
                "The start is a rest point: nothing moves", here
        return f"The start, {name}, is a rest point, and {_WHAT[here.kind]}", here
    if near is not None and near.kind == "sink" and _distance(near.at, last) < NEAR:
        return f"From here the population ends at {state_name(game, population, near.at)}", near
    line = _on_continuum(rest.continua, last)
    slow = float(np.abs(run.shares[-1] - run.shares[max(0, len(run.shares) - 10)]).max()) < 1e-3
    if line and slow:
        return "From here the population comes to rest on a line of rest points", None
    if near is not None and _distance(near.at, last) < NEAR and slow:
        name = state_name(game, population, near.at)
        return f"At time {end:g} the population is close to {name}", near
    return f"At time {end:g} the population is still moving", None


_WHAT = {"sink": "it is stable", "source": "nearby states leave it",
         "centre": "nearby states circle around it",
         "saddle": "it is a saddle: most nearby states leave it"}


def _distance(at: Sequence[Any], state: Sequence[float]) -> float:
    return float(np.abs(np.array([float(share) for share in at]) - state).max())


def _on_continuum(continua: Sequence[Continuum], state: Sequence[float]) -> bool:
    """Whether the state lies on (or within a hair of) one of the segments of rest points."""
    for each in continua:
        for start, stop in each.segments:
            a, b = (np.array([float(share) for share in vertex]) for vertex in (start, stop))
            along = float(np.clip((state - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1))
            if float(np.abs(a + along * (b - a) - state).max()) < NEAR / 2:
                return True
    return False


def basins_note(basins: Basins | None) -> str:
    """What is said of basins below the list; empty where none are shown."""
    if basins is None:
        return ""
    if not basins.areas:
        return "No rest point is stable: no state leads to one."
    rest = f" {percent(basins.elsewhere)} of the states lead to none." if basins.elsewhere > SEEN else ""
    sure = max(basins.errors) < SEEN
    how = "" if not basins.drawn else f" drawn at random{'' if sure else '; ± is the standard error'}"
    return f"Basins are measured on {basins.states:,} states{how}.{rest}"


def percent(part: float) -> str:
    return f"{100 * part:.1f}\u2009%"


def _basin(area: float, error: float) -> str:
    """How large a basin is; an error that would not be seen is left out."""
    off = f" ± {percent(error)}" if error >= SEEN else ""
    return f"Basin: {percent(area)}{off} of all states."


def _period(cycle: Cycle) -> str:
    sure = cycle.error < SEEN * cycle.period
    return f"{cycle.period:.4g}" if sure else f"{cycle.period:.3g} ± {bound(cycle.error)}"


def _cycle_row(game: NormalForm, cycle: Cycle, basin: str) -> Row:
    earned = [paper.decimal(payoff) for payoff in cycle.payoffs]
    who = ["A member"] if len(earned) == 1 else [quoted(player.name) for player in game.players]
    gains = listed([f"{name} earns {payoff}" for name, payoff in zip(who, earned)])
    return Row("cycle", f"period about {_period(cycle)}",
               ("A way that comes round and draws in what is beside it, as seen from its returns.",
                f"{gains} on average.", basin), "")


def rest_at(game: NormalForm, population: PopulationGame, rest: RestSet | None, state: Sequence[float],
            reach: float) -> str:
    """What is told of the rest point at a state, within `reach`; empty where there is none."""
    points = rest.points if rest is not None else ()
    near = min(points, key=lambda point: _distance(point.at, state), default=None)
    if near is None or _distance(near.at, state) > reach:
        return ""
    return f"{'' if near.exact else '≈ '}{state_name(game, population, near.at)}:   {near.why}"


def rows(game: NormalForm, population: PopulationGame, rest: RestSet, basins: Basins | None = None
         ) -> tuple[Row, ...]:
    """One line a cycle and a rest point, isolated ones inside before those at the border, then the continua;
    with the part of all states that each one's basin has, where that is known."""
    sizes = [] if basins is None else [_basin(*each) for each in zip(basins.areas, basins.errors)]
    areas = {} if basins is None else {sink.at: size for sink, size in zip(basins.sinks, sizes)}
    found = []
    inside_first = sorted(rest.points, key=lambda p: (-sum(share > 0 for share in p.at), p.kind != "sink"))
    for point in inside_first:
        exactly = "" if point.exact else "≈ "
        details = (point.why,) if point.why else ()
        if point.at in areas:
            details = (*details, areas[point.at])
        tip = "exactly " + coordinates(point.at) if point.exact else "approximately " + coordinates(point.at)
        found.append(Row(point.kind, exactly + state_name(game, population, point.at), details, tip))
    if basins is not None:
        found = [*(_cycle_row(game, cycle, size)
                   for cycle, size in zip(basins.cycles, sizes[len(basins.sinks):])), *found]
    for each in rest.continua:
        ends = " — ".join(state_name(game, population, vertex) for vertex in each.vertices[:4])
        found.append(Row("continuum", ends, (_dimension(each.dimension),), ""))
    return tuple(found)


def coordinates(at: Sequence[Fraction | float]) -> str:
    told = (str(share) if isinstance(share, Fraction) else f"{share:.6g}" for share in at)
    return f"({', '.join(told)})"


def _dimension(size: int) -> str:
    shape = {1: "on the line between these", 2: "in the area between these"}.get(size, "between these")
    return f"Every state {shape} is a rest point."
