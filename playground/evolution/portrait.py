"""A phase portrait: everything about a dynamic in a game that does not depend on where it starts.

For populations whose states have one, two or three coordinates: a line, a triangle or a square, a tetrahedron
or a cube; and of one population with more strategies for a face, where only some are present. All flow lines
are integrated together, as one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from playground.equilibrium.words import listed
from playground.evolution import faces, search
from playground.evolution.dynamic import Dynamic, dynamic_of, fitting, velocity
from playground.evolution.integrate import trajectory
from playground.evolution.population import Floats, PopulationGame, coordinates, population_game, structure
from playground.evolution.rest import RestSet
from playground.game import NormalForm
from playground.problem import InputError, Problem

LINES, STEPS = 12, 60  # start points along a side; steps of a line
LENGTH = 0.24  # of a line where the flow is fast
SIDE, SOLID_LENGTH, SOLID_STEPS = 4, 0.4, 80  # the same in a tetrahedron, in whose depth lines are fewer
CUBE_SIDE = 3  # and in a cube, which has more room
FIELD = 64  # points of the speed field along each coordinate
HAIR = 2e-3  # how far from a saddle its separatrices are begun


@dataclass(frozen=True, eq=False)
class Portrait:
    """kind
        "line" (one population, two strategies), "triangle" (one, three), "tetrahedron" (one, four), "square"
        (two, two each) or "cube" (three, two each).
    sizes
        How many strategies each population has; of a face, how many are present.
    lines
        Shape (lines, steps + 1, coordinates): flow lines in the direction of time, all of about the
        same length except near rest points. Coordinates: all shares of one population of three or four
        strategies; else the share of each population's first strategy.
    grid
        Shape (points,): values of a coordinate, from 0 to 1.
    speed
        Shape (points,) on a line; else (points, points), `speed[i, j]` where the first coordinate is
        grid[i] and the second grid[j]. Beyond a triangle's long edge it is that of the nearest state. Of
        a solid there is none.
    payoffs, velocity
        On a line, along `grid`: what each strategy earns, shape (points, 2), and the rate of change of
        the first one's share, shape (points,). Else of no rows.
    rest
        The rest points of the whole state space, or of the face, by the shares of those present; exact.
    separatrices
        The flow lines that lead into saddles and out of them through the inside, each of shape
        (points, coordinates), in the direction of time. The ones leading in bound the basins. Of a solid
        there are none, as there those that bound are surfaces.
    rates
        In the plane, the velocity at each state of the grid, shape (points, points, sum of sizes).
    """

    kind: str
    sizes: tuple[int, ...]
    lines: Floats
    grid: Floats
    speed: Floats
    payoffs: Floats
    velocity: Floats
    rest: RestSet
    separatrices: tuple[Floats, ...] = ()
    rates: Floats | None = None

    @cached_property
    def nullclines(self) -> tuple[Floats, ...]:
        """In the plane, for each coordinate the short segments of the lines where it does not change, shape
        (segments, 2, coordinates)."""
        return () if self.rates is None else _nullclines(self.kind, self.grid, self.rates)


KINDS = {(2,): "line", (3,): "triangle", (2, 2): "square", (4,): "tetrahedron", (2, 2, 2): "cube"}
SOLIDS = ("tetrahedron", "cube")


def portrait_problem(game: NormalForm, kind: str = "", strategies: Sequence[int] = ()) -> str:
    """Empty where `game`, or its face of these strategies, has a portrait; otherwise why not, and what to
    do."""
    usual = structure(game)
    if not usual.kind:
        return usual.reason
    try:
        population = population_game(game, kind)
    except InputError as problem:
        return str(problem)
    sizes = (len(strategies),) if strategies and population.kind == "one" else population.sizes
    if sizes in KINDS:
        return ""
    has = listed(list(map(str, sizes)))
    if population.kind == "one":
        what = "this face" if strategies else "this game"
        return f"A portrait needs two, three or four strategies; {what} has {has}."
    return f"A portrait of {population.kind} populations needs two strategies each; this game has {has}."


def portrait(game: NormalForm, dynamic: str | Dynamic = "replicator", kind: str = "",
             strategies: Sequence[int] = (), rest: bool = True) -> Portrait:
    """The phase portrait of `game`, or of the face where only `strategies` are present, by index. Without
    `rest` no rest points are looked for. Raises `InputError` where there is none."""
    names = game.players[0].strategies
    if strategies:
        faces.check(names, strategies)
    problem = portrait_problem(game, kind, strategies)
    if problem:
        raise InputError(problem)
    population, used = population_game(game, kind), dynamic_of(dynamic)
    fitting(population, used)
    if strategies:
        problem = faces.face_problem(population, used, strategies, names)
        if problem:
            raise InputError([Problem("strategies", problem)])
        whole, population = population, population.restricted(strategies)
    found = search.rest_set(population, used) if rest else RestSet((), (), False)
    if strategies:
        found = faces.with_absent(whole, strategies, found, names)
    picture = KINDS[population.sizes]
    if picture in SOLIDS:
        begun = _starts(picture)
        top = float(np.linalg.norm(velocity(population, used, begun), axis=-1).max())
        lines = flow_lines(population, used, begun, top, SOLID_LENGTH, SOLID_STEPS)
        none = np.empty(0)
        return Portrait(picture, population.sizes, coordinates(population, lines), none, none,
                        np.empty((0, 2)), none, found)
    grid = np.linspace(0.0, 1.0, FIELD)
    states = _field_states(picture, grid)
    rates = velocity(population, used, states)
    speed = np.linalg.norm(rates, axis=-1)
    lines = coordinates(population, flow_lines(population, used, _starts(picture), float(speed.max())))
    on_line = picture == "line"
    saddles = [np.array(point.at, dtype=np.float64) for point in found.points if point.kind == "saddle"]
    lines_through = [coordinates(population, line) for saddle in saddles
                     for line in separatrices(population, used, saddle)]
    return Portrait(picture, population.sizes, lines, grid, speed,
                    population.payoffs(states) if on_line else np.empty((0, 2)),
                    rates[..., 0] if on_line else np.empty(0), found,
                    tuple(lines_through), None if on_line else rates)


def flow_lines(population: PopulationGame, dynamic: Dynamic, starts: Floats, top: float,
               length: float = LENGTH, steps: int = STEPS) -> Floats:
    """Lines along the flow from each of `starts`, shape (lines, shares): (lines, steps + 1, shares).
    They are travelled at an even pace, slower only where the speed is far below `top`, so that they
    tell directions; the speed field tells speeds. The midpoint rule, one batch: off by far less than a
    pixel."""
    slow = 0.02 * top or 1.0
    step = length / steps

    def direction(states: Floats) -> Floats:
        rates = velocity(population, dynamic, states)
        speed = np.sqrt(np.einsum("ij,ij->i", rates, rates))
        unit: Floats = rates / (speed + slow)[:, np.newaxis]
        return unit

    lines = np.empty((len(starts), steps + 1, starts.shape[1]))
    lines[:, 0] = state = starts
    for i in range(1, steps + 1):
        state = state + step * direction(state + (step / 2) * direction(state))
        lines[:, i] = state
    return np.clip(lines, 0.0, 1.0)


def separatrices(population: PopulationGame, dynamic: Dynamic, saddle: Floats) -> list[Floats]:
    """The flow lines into and out of a saddle that run through the inside, in the direction of time.
    They start a hair's breadth away from it, along the eigenvectors of the flow."""
    last = [cut.stop - 1 for cut in population.slices for _ in range(cut.start, cut.stop - 1)]
    free = [i for cut in population.slices for i in range(cut.start, cut.stop - 1)]
    moves = np.zeros((len(free), len(saddle)))  # raise one share at the cost of its population's last one
    moves[np.arange(len(free)), free], moves[np.arange(len(free)), last] = 1.0, -1.0
    around = velocity(population, dynamic, saddle + HAIR * np.concatenate([moves, -moves]))
    derivative = ((around[:len(free)] - around[len(free):]) / (2 * HAIR))[:, free].T
    values, vectors = np.linalg.eig(derivative)
    lines = []
    for value, vector in zip(values.real, vectors.T.real):
        for sign in (1, -1):
            start = saddle + sign * HAIR * (vector @ moves)
            if start.min() > HAIR / 100:  # not along an edge, nor out of the state space
                way = trajectory(population, dynamic, start.tolist(), 200, bool(value < 0)).shares
                line = np.vstack([saddle, way])
                lines.append(line[::-1] if value < 0 else line)
    return lines


def _nullclines(picture: str, grid: Floats, rates: Floats) -> tuple[Floats, ...]:
    """Of each coordinate's rate of change on the grid; in a triangle up to its long edge."""
    triangle = picture == "triangle"
    found = []
    for k in range(3) if triangle else (0, 2):
        values = rates[..., k].copy()
        if triangle:  # a corner of a cell that lies beyond the edge goes on as the others of the cell do
            i = np.arange(1, len(grid))
            j = len(grid) - i
            inside = (j >= 1) & (j < len(grid))
            i, j = i[inside], j[inside]
            on_edge = (i[1:], len(grid) - 1 - i[1:])
            least = 1e-12 * float(np.abs(values).max())
            values[on_edge] = np.where(np.abs(values[on_edge]) <= least,
                                       values[on_edge[0] - 1, np.maximum(on_edge[1] - 1, 0)], values[on_edge])
            values[i, j] = values[i - 1, j] + values[i, j - 1] - values[i - 1, j - 1]
        segments = level_lines(_off_the_border(values), grid)
        if triangle:
            segments = segments[segments.sum(axis=2).max(axis=1) <= 1 + 0.5 / len(grid)]
            segments = np.concatenate([segments, 1 - segments.sum(axis=2, keepdims=True)], axis=2)
            stays = float(np.abs(rates[0, :, 0]).max()) <= 1e-12 * float(np.abs(rates).max())
            if stays:  # what was put beside the border in place of zeros draws no line
                segments = segments[segments.min(axis=(1, 2)) > 0.9 * (grid[1] - grid[0])]
        found.append(segments)
    return tuple(found)


def _off_the_border(values: Floats) -> Floats:
    """Where a strategy that is absent stays absent, the border is no line of interest: there the values next
    to it stand for those that are zero."""
    least = 1e-12 * float(np.abs(values).max())
    for edge, inner in (((0,), (1,)), ((-1,), (-2,)), ((slice(None), 0), (slice(None), 1)),
                        ((slice(None), -1), (slice(None), -2))):
        values[edge] = np.where(np.abs(values[edge]) <= least, values[inner], values[edge])
    return values


def level_lines(values: Floats, grid: Floats) -> Floats:
    """Where `values`, shape (n, n), pass through zero: segments within the cells of the grid, shape
    (segments, 2, 2), by linear interpolation along the cells' sides (marching squares; a saddle of values
    gets two segments)."""
    corners = [values[:-1, :-1], values[1:, :-1], values[1:, 1:], values[:-1, 1:]]
    offsets = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float64)
    base = np.stack(np.meshgrid(grid[:-1], grid[:-1], indexing="ij"), axis=-1)
    step = grid[1] - grid[0]
    crossed, points = [], []
    for k in range(4):
        a, b = corners[k], corners[(k + 1) % 4]
        cross = (a > 0) != (b > 0)
        part = np.divide(a, a - b, out=np.zeros_like(a), where=cross)[..., np.newaxis]
        crossed.append(cross)
        points.append(base + step * (offsets[k] + part * (offsets[(k + 1) % 4] - offsets[k])))
    found = []
    count = sum(cross.astype(int) for cross in crossed)
    for k in range(4):
        for other in range(k + 1, 4):
            both = crossed[k] & crossed[other] & ((count == 2) | ((k, other) in ((0, 1), (2, 3))))
            found.append(np.stack([points[k][both], points[other][both]], axis=1))
    return np.concatenate(found)


def _starts(picture: str) -> Floats:
    """Where flow lines begin: evenly over the inside and the edges."""
    if picture == "line":
        x = (np.arange(LINES) + 0.5) / LINES
        return np.column_stack([x, 1 - x])
    if picture == "square":
        side = (np.arange(LINES - 3) + 0.5) / (LINES - 3)
        x, y = (each.ravel() for each in np.meshgrid(side, side))
        return np.column_stack([x, 1 - x, y, 1 - y])
    if picture == "cube":
        firsts = np.array(list(product((0.0, *((np.arange(CUBE_SIDE) + 0.5) / CUBE_SIDE), 1.0), repeat=3)))
        firsts = firsts[((firsts == 0) | (firsts == 1)).sum(axis=1) < 3]  # corners are no beginning
        return np.stack([firsts, 1 - firsts], axis=-1).reshape(len(firsts), 6)
    if picture == "tetrahedron":
        inside = [each for each in product(range(SIDE + 1), repeat=4) if sum(each) == SIDE]
        border = [each for each in product(range(SIDE + 2), repeat=4) if sum(each) == SIDE + 1
                  and 0 < each.count(0) < 3]
        return np.concatenate([(np.array(inside) + 1 / 4) / (SIDE + 1), np.array(border) / (SIDE + 1)])
    counts = np.array([(i, j, LINES - i - j) for i in range(LINES + 1) for j in range(LINES + 1 - i)])
    return (counts + 1 / 3) / (LINES + 1)  # off the edges, where lines would hide under the outline


def _field_states(picture: str, grid: Floats) -> Floats:
    """The states at which speed is taken: shape (points, 2), (points, points, 3 or 4)."""
    if picture == "line":
        return np.column_stack([grid, 1 - grid])
    x, y = np.meshgrid(grid, grid, indexing="ij")
    if picture == "square":
        return np.stack([x, 1 - x, y, 1 - y], axis=-1)
    over = np.maximum(x + y - 1, 0) / 2
    x, y = np.clip(x - over, 0, 1), np.clip(y - over, 0, 1)
    return np.stack([x, y, np.clip(1 - x - y, 0, 1)], axis=-1)
