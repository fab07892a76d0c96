"""From the core's evolution results to pictures: which picture a game gets, and its scenes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from playground.app.pictures import flow, phase_line, shares, solid, square, triangle
from playground.app.pictures.export import Paint
from playground.evolution import PopulationGame, Portrait, Trajectory
from playground.evolution.basins import Basins
from playground.evolution.portrait import SOLIDS
from playground.game import NormalForm

Corners = tuple[int, int, int]
Scene = phase_line.Scene | triangle.Scene | square.Scene | solid.Scene
State = tuple[float, ...]  # flat: population 1's shares, then population 2's


@dataclass(frozen=True)
class Kind:
    """How one kind of portrait is painted: as a whole, and in two layers where that pays."""

    paint: Paint
    layers: tuple[Paint, Paint, Callable[[Any], Any]] | None = None


def _still(scene: triangle.Scene | square.Scene | solid.Scene) -> Any:
    return scene.still


COLOURS = 6  # of the theme; strategies beyond have dashed lines
KINDS = {"line": Kind(phase_line.paint),
         "triangle": Kind(triangle.paint, (triangle.paint_still, triangle.paint_moving, _still)),
         "square": Kind(square.paint, (square.paint_still, square.paint_moving, _still)),
         **dict.fromkeys(SOLIDS, Kind(solid.paint, (solid.paint_still, solid.paint_moving, _still)))}


@dataclass(frozen=True)
class Shown:
    """What a plane portrait shows: its ground, "speed", "basins" or "plain", and which lines."""

    ground: str = "speed"
    lines: bool = True
    separatrices: bool = True
    nullclines: bool = False


def still(portrait: Portrait, shown: Shown = Shown(), basins: Basins | None = None) -> flow.Portrait:
    """The part of a portrait that all pictures but the line draw."""
    points = tuple(flow.Rest(picture_point(portrait.sizes, point.at), point.kind)
                   for point in portrait.rest.points if not _within_continuum(point.at, portrait))
    continua = tuple((tuple(map(float, picture_point(portrait.sizes, a))),
                      tuple(map(float, picture_point(portrait.sizes, b))))
                     for each in portrait.rest.continua for a, b in each.segments)
    if portrait.kind == "line":
        return flow.Portrait(portrait.lines, portrait.speed, points, continua)
    if portrait.kind in SOLIDS:
        areas = tuple(np.array([picture_point(portrait.sizes, each) for each in area.vertices], dtype=float)
                      for area in portrait.rest.continua if area.dimension == 2)
        kept = flow.spaced(portrait.lines, solid.SHAPES[portrait.kind].axes, cells=solid.CELLS)
        return flow.Portrait(portrait.lines, None, points, continua, kept, areas=areas)
    plane = triangle.PLANE if portrait.kind == "triangle" else np.eye(2)
    separatrices = portrait.separatrices if shown.separatrices else ()
    lines = portrait.lines if shown.lines else portrait.lines[:0]
    return flow.Portrait(lines, portrait.speed if shown.ground == "speed" else None, points, continua,
                         flow.spaced(lines, plane, separatrices) if len(lines) else (), separatrices,
                         _mixed(portrait, basins) if basins and shown.ground == "basins" else None,
                         portrait.nullclines if shown.nullclines else (),
                         cycles=tuple(
                             cycle.points if portrait.kind == "triangle" else cycle.points[:, ::2]
                             for cycle in basins.cycles) if basins and shown.ground == "basins" else ())


def _mixed(portrait: Portrait, basins: Basins) -> flow.Basins:
    """A basin has the colours of the strategies that its end mixes; in the square, one of its own."""
    if portrait.kind == "triangle":
        ends = [np.array(sink.at, dtype=np.float64) for sink in basins.sinks]
        mixtures = np.array([*ends, *(cycle.points.mean(axis=0) for cycle in basins.cycles)]).reshape(-1, 3)
    else:
        mixtures = np.eye(max(2, len(basins.areas)))[:len(basins.areas)]
    return flow.Basins(basins.labels, mixtures)


def _within_continuum(at: Sequence[Any], portrait: Portrait) -> bool:
    """Whether the point is an end of a continuum that is drawn; its mark would be one too many, unless
    it is a corner."""
    return any(at in each.vertices for each in portrait.rest.continua) and any(0 < share < 1 for share in at)


def picture_point(sizes: tuple[int, ...], state: Sequence[Any]) -> tuple[Any, ...]:
    """A flat state in the picture's coordinates: all shares of three and more strategies, or the first share
    of each population of two."""
    return tuple(state[::2] if set(sizes) == {2} else state)


def whole_state(sizes: tuple[int, ...], point: Sequence[float]) -> State:
    """The inverse of `picture_point`."""
    if set(sizes) != {2}:
        return tuple(point)
    return tuple(share for first in point for share in (first, 1 - first))


def path_of(sizes: tuple[int, ...], trajectory: Trajectory, now: float | None,
            others: Sequence[Trajectory] = (), agents: Trajectory | None = None) -> flow.Path:
    """The way of a population, where it is `now`, ways from other starts, and the course of agents up to
    now."""
    def drawn(way: Trajectory) -> flow.Array:
        return way.shares[:, ::2] if set(sizes) == {2} else way.shares

    points, moving = drawn(trajectory), None
    if now is not None:
        moving = tuple(float(np.interp(now, trajectory.times, column)) for column in points.T)
    course = None
    if agents is not None:
        course = drawn(agents)[:len(agents.times) if now is None else
                               max(1, int(np.searchsorted(agents.times, now, "right")))]
    return flow.Path(points, moving, tuple(map(drawn, others)), course)


def scene(game: NormalForm, portrait: Portrait, kept: flow.Portrait, path: flow.Path | None,
          corners: Corners = (0, 1, 2), turn: solid.Turn | None = None) -> Scene:
    """The scene of a portrait. `kept` is `still(portrait)`, made once, so that the view can tell that the
    still layer is the same. A solid is seen as it is turned."""
    one = game.players[0]
    if portrait.kind in SOLIDS:
        players = game.players[:len(portrait.sizes)]
        return solid.Scene(portrait.kind, tuple(player.name for player in players),
                           tuple(player.strategies for player in players), kept, path,
                           turn or solid.TURNS[portrait.kind])
    if portrait.kind == "triangle":
        return triangle.Scene(_three(one.strategies), kept, path, corners)
    if portrait.kind == "square":
        two = game.players[1]
        return square.Scene((one.name, two.name), (_two(one.strategies), _two(two.strategies)), kept, path)
    return phase_line.Scene(_two(one.strategies), portrait.grid, portrait.payoffs, portrait.velocity,
                            kept.rest, bool(portrait.rest.continua), path)


def described(shown: Scene) -> str:
    """What is to be said of a picture to those who do not see how it is turned; else nothing."""
    return shown.words if isinstance(shown, solid.Scene) else ""


def _two(names: Sequence[str]) -> tuple[str, str]:
    first, second = names
    return first, second


def _three(names: Sequence[str]) -> tuple[str, str, str]:
    first, second, third = names
    return first, second, third


def lines_of(game: NormalForm, population: PopulationGame) -> tuple[shares.Line, ...]:
    """How each share is drawn over time, in the order of the flat state. Of populations with two
    strategies each, the first one's share says all."""
    if population.kind == "one":
        return tuple(shares.Line(name, k, dashed=k >= COLOURS)
                     for k, name in enumerate(game.players[0].strategies))
    players = list(enumerate(game.players))
    if set(population.sizes) == {2}:
        return tuple(shares.Line(f"{player.name}: {player.strategies[0]}", k, dashed=k > 0)
                     for k, player in players)
    return tuple(shares.Line(f"{player.name}: {name}", k, dashed=at > 0)
                 for at, player in players for k, name in enumerate(player.strategies))


def shares_scene(game: NormalForm, population: PopulationGame, trajectory: Trajectory, end: float,
                 now: float | None = None) -> shares.Scene:
    """Shares over time up to `end`. A trajectory that came to rest earlier stays where it is."""
    times, values = trajectory.times, trajectory.shares
    if times[-1] < end:
        times, values = np.append(times, end), np.vstack([values, values[-1:]])
    if population.kind != "one" and set(population.sizes) == {2}:
        values = values[:, ::2]
    return shares.Scene(times, values, lines_of(game, population), now)


def payoffs_scene(game: NormalForm, population: PopulationGame, trajectory: Trajectory, end: float,
                  now: float | None = None) -> shares.Scene:
    """What each strategy earns over time, and in one population the average."""
    times, states = trajectory.times, trajectory.shares
    if times[-1] < end:
        times, states = np.append(times, end), np.vstack([states, states[-1:]])
    earned = population.payoffs(states)
    lines = [shares.Line(f"{player.name}: {name}" if population.kind != "one" else name, k % COLOURS,
                         dashed=at > 0 or k >= COLOURS)
             for at, (player, size) in enumerate(zip(game.players, population.sizes))
             for k, name in enumerate(player.strategies)]
    low, high = float(earned.min()), float(earned.max())
    room = 0.06 * (high - low) or 1.0
    return shares.Scene(times, earned, tuple(lines), now, ("time", "payoff"), (low - room, high + room))


def cut(trajectory: Trajectory, end: float) -> Trajectory:
    """The trajectory up to time `end`."""
    if trajectory.times[-1] <= end:
        return trajectory
    keep = int(np.searchsorted(trajectory.times, end))
    last = [np.interp(end, trajectory.times, column) for column in trajectory.shares.T]
    return Trajectory(np.append(trajectory.times[:keep], end), np.vstack([trajectory.shares[:keep], last]),
                      trajectory.error, trajectory.note)


def state_at(rect: QRectF, unit: float, shown: Scene, point: QPointF) -> State:
    """The flat state drawn at `point`, or the nearest one; of a solid, the one on its surface."""
    if isinstance(shown, solid.Scene):
        return solid_state(shown, solid.place(rect, unit, shown).in_front(point))
    if isinstance(shown, triangle.Scene):
        return triangle.shares(triangle.place(rect, unit, shown.corners), point)
    if isinstance(shown, square.Scene):
        return whole_state((2, 2), square.shares(square.place(rect, unit), point))
    return whole_state((2,), (phase_line.share(phase_line.place(rect, unit, shown), point),))


def solid_state(shown: solid.Scene, point: flow.Array) -> State:
    """The flat state at a solid's coordinates."""
    return whole_state(tuple(map(len, shown.strategies)), point.tolist())


def point_of(rect: QRectF, unit: float, shown: Scene, state: Sequence[float]) -> QPointF:
    """Where a flat state is drawn."""
    if isinstance(shown, solid.Scene):
        return solid.place(rect, unit, shown).to.at(picture_point(tuple(map(len, shown.strategies)), state))
    if isinstance(shown, triangle.Scene):
        return triangle.place(rect, unit, shown.corners).at(state)
    if isinstance(shown, square.Scene):
        return square.place(rect, unit).at(picture_point((2, 2), state))
    return phase_line.place(rect, unit, shown).velocity.at(state[0], 0)
