"""The Space page: everybody has a site of a lattice or a network, meets the neighbours, and takes over what
does well there, while one watches, changes the payoffs and paints.

The run lives in a thread of its own; the page shows the newest generation, 60 times a second at most.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.actions import Action
from playground.app.context import Context
from playground.app.pages.page import Page
from playground.app.pages.space_actions import SpaceActions
from playground.app.pages.space_controls import FILE, SpaceControls
from playground.app.pictures import lattice as pictures
from playground.app.pictures import shares
from playground.app.pictures.view import PictureView
from playground.app.space_runner import Moment, Runner
from playground.app.theme import Theme
from playground.app.widgets.fold import Fold
from playground.app.widgets.label import Label
from playground.evolution.space import (
    RULES,
    UPDATINGS,
    Lattice,
    Network,
    SpatialRun,
    network_of,
    read_edges,
    space_problem,
    started,
)
from playground.evolution.space.networks import MOST_DRAWN
from playground.game import NormalForm
from playground.problem import InputError

FRAME = 16  # milliseconds
LAYOUT = "space-layout"
LINES_EVERY = 6  # frames between two drawings of the lines over time
DRAWN_TOO_MANY = "{:,} nodes are too many to draw; at most {:,} are. Below are the shares."


class Stage(QWidget):
    """The lattice or network, a line of words, and the shares and payoffs over time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.picture = PictureView(pictures.paint, "Lattice", theme=theme)
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot = PictureView(shares.paint, "Shares over generations", theme=theme)
        self.payoffs = PictureView(shares.paint, "Mean payoff over generations", theme=theme)
        self.readout = Label()
        self.readout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.readout.setWordWrap(True)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.readout.setProperty("role", "muted")
        self.readout.setAccessibleName("What is shown")
        self.below = QWidget()
        row = QHBoxLayout(self.below)
        row.setContentsMargins(0, 0, 0, 0)
        for view in (self.plot, self.payoffs):
            row.addWidget(view, 1)
        for view in (self.picture, self.plot, self.payoffs, self.below):
            view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        unit = self.fontMetrics().height()
        column.setContentsMargins(round(unit * 1.4), unit // 2, unit // 2, unit // 2)
        column.addWidget(self.picture, 13)
        column.addWidget(self.readout)
        column.addWidget(self.below, 4)

    def give_room(self, narrow: bool, height: int) -> None:
        unit = self.fontMetrics().height()
        tall = round(max(12 * unit, min(height * 0.9, 24 * unit))) if narrow else 12 * unit
        self.picture.setMinimumHeight(tall)
        self.below.setMinimumHeight(7 * unit)
        self.setMinimumHeight(max(height, tall + 12 * unit) if narrow else 0)

    def set_theme(self, theme: Theme) -> None:
        for view in (self.picture, self.plot, self.payoffs):
            view.set_theme(theme)


class SpacePage(Page):
    """Place, rule and start are the page's own and no part of the document's history; the game is the
    document's, and a run takes up its changes as it goes."""

    name = "space"
    title = "Space"
    icon = "space"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.runner = Runner()
        self._game: NormalForm | None = None
        self._opened = -1  # how many documents were, when this one came
        self._made: tuple[object, ...] = ()  # what the sites were made from
        self._sites: Lattice | Network | None = None
        self._places: npt.NDArray[np.float64] | None = None
        self._shown: Moment | None = None
        self._back: Moment | None = None  # a past generation that is looked at
        self._told: InputError | None = None
        self._stroke: tuple[int, int] | None = None
        self._frames = 0
        self._late = False  # the lines are behind
        self._actions = SpaceActions(self)
        self.stage = Stage(context.theme)
        self.picture = self.stage.picture
        self.picture.pressed.connect(self._pressed)
        self.picture.moved.connect(self._moved)
        self.picture.released.connect(self._released)
        self.picture.keyed.connect(self._keyed)
        self.controls = SpaceControls(context)
        self.controls.begun_anew.connect(self.begin)
        self.controls.lived_on.connect(self._live_on)
        self.controls.play_asked.connect(self.play_or_pause)
        self.controls.step_asked.connect(self.step)
        self.controls.speed_changed.connect(self._speed_changed)
        self.controls.moment_chosen.connect(self.look_back)
        self.controls.file_asked.connect(self._actions.open_network)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Fold(self.stage, self.controls))
        self.setFocusProxy(self.controls.play_button)
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.setInterval(FRAME)
        self._clock.timeout.connect(self._tick)
        context.window.closed.connect(self._closed)

    # --- Page ------------------------------------------------------------------------------------

    def presentation(self) -> QWidget:
        return self.picture

    def set_theme(self, theme: Theme) -> None:
        self.stage.set_theme(theme)
        self.controls.set_theme(theme)

    def actions(self) -> list[Action]:  # type: ignore[override]
        return self._actions.table()

    def hideEvent(self, event: object) -> None:
        self.pause()
        self._clock.stop()

    def showEvent(self, event: object) -> None:
        self._clock.start()

    def _closed(self, _window: object) -> None:
        self._clock.stop()
        self.runner.stop()

    def rehearse(self) -> None:
        """What a visitor does first."""
        self.step(20)

    def refresh(self) -> None:
        game = self.context.document.game
        before, self._game = self._game, game
        opened, self._opened = self._opened, self.context.document.opened
        problem = space_problem(game)
        self.controls.setEnabled(not problem)
        if not problem:
            self.controls.show_game(game)
        else:
            self.runner.pause()
            self._show_words(problem)
            return
        alike = before is not None and not space_problem(before) and before.shape == game.shape
        if alike and opened == self._opened and self.runner.newest is not None:
            self._live_on()
            self._draw(self._back or self.runner.newest)
        else:
            self.begin()

    # --- the run ---------------------------------------------------------------------------------

    @property
    def is_shown(self) -> bool:
        return self._shown is not None

    def begin(self) -> None:
        """Start again from the start that is chosen; a run that plays, plays on."""
        game, controls = self._game, self.controls
        if game is None or space_problem(game):
            return
        self._back = None
        try:
            network, rule = controls.network, controls.rule
            if not network:
                rows, columns = controls.size
                wanted: tuple[object, ...] = (rows, columns, controls.hood_box.currentData(),
                                              controls.walls_box.currentData())
                sites = Lattice(*wanted) if wanted != self._made else self._sites  # type: ignore[arg-type]
            else:
                wanted = (network, controls.path, controls.seed if network != FILE else 0)
                sites = self._sites if wanted == self._made else None
        except (InputError, ValueError) as problem:
            self.context.window.say(str(problem))
            return
        if wanted != self._made:
            self._places = None
        self._made, self._sites = wanted, sites
        start = (controls.start_box.currentData(), controls.start, controls.invader_box.currentData(),
                 controls.resident_box.currentData())
        self.runner.begin(partial(_made, game, sites, network, controls.path, rule, start,
                                  controls.updating_box.currentData(), controls.self_box.isChecked(),
                                  controls.seed))

    def _live_on(self) -> None:
        """The run takes up another game, rule, or way of counting."""
        game, controls = self._game, self.controls
        if game is None or space_problem(game):
            return
        try:
            rule = controls.rule
        except ValueError as problem:
            self.context.window.say(str(problem))
            return
        self.runner.change(partial(_changed, game=game, with_self=controls.self_box.isChecked(), rule=rule,
                                   updating=controls.updating_box.currentData()))

    def play_or_pause(self) -> None:
        if self.runner.is_playing:
            self.pause()
        elif self.is_shown:
            self._back = None
            self.runner.play(self.controls.rate)
            self.controls.show_playing(True)

    def pause(self) -> None:
        self.runner.pause()
        self.controls.show_playing(False)

    def step(self, generations: int = 1) -> None:
        """So many generations on, at once; below zero: look so many back."""
        if generations < 0:
            moment = self._back or self._shown
            if moment is not None:
                self.pause()
                self.look_back(moment.generation + generations)
            return
        if self._back is not None:
            self.look_back(self._back.generation + generations)
            return
        self.runner.step(generations)

    def look_back(self, generation: int) -> None:
        """Show a generation that is kept; the newest: go on showing what comes."""
        first, last = self.runner.kept
        self.pause()
        generation = min(max(generation, first), last)
        self._back = None if generation == last else self.runner.at(generation)
        moment = self._back or self.runner.newest
        if moment is not None:
            self._draw(moment)
            self._draw_lines()

    def _speed_changed(self) -> None:
        if self.runner.is_playing:
            self.runner.play(self.controls.rate)

    # --- what is seen ----------------------------------------------------------------------------

    def _tick(self) -> None:
        if (failure := self.runner.failure) is not None:
            self.runner.failure = None
            raise failure  # it is unexpected, and told as such
        newest, problem = self.runner.newest, self.runner.problem
        if problem is not None and problem is not self._told:
            self.context.window.say(str(problem))
            if newest is None:
                self._show_words(str(problem))
        self._told = problem
        self.controls.show_playing(self.runner.is_playing)
        self._frames += 1
        if newest is None or newest is self._shown:
            if self._frames % LINES_EVERY == 0 and self._late:
                self._draw_lines()
            return
        self._shown = newest
        if self._back is None:
            self._draw(newest)
        self._late = True
        if self._frames % LINES_EVERY == 0 or self.runner.is_idle:
            self._draw_lines()

    def _draw(self, moment: Moment) -> None:
        assert self._game is not None
        sites = moment.run.sites
        if self._sites is not sites and isinstance(sites, Network):
            self._places = None
        self._sites = sites
        names = self._game.players[0].strategies
        if moment.run.strategies != len(names):
            return  # of the game before
        if isinstance(sites, Network):
            self.picture.use(pictures.paint_network, "Network",
                             (pictures.paint_links, pictures.paint_nodes, pictures.still_of))
            self._ask_places(sites)
            empty = (DRAWN_TOO_MANY.format(sites.size, MOST_DRAWN) if sites.size > MOST_DRAWN
                     else "The network is being laid out …")
        else:
            self.picture.use(pictures.paint, "Lattice")
            empty = ""
        self.headline = words_of(moment, names)
        scene = pictures.Scene(sites, moment.states, moment.previous, names, self._places)
        self.picture.show_scene(None if empty and self._places is None else scene, empty, self.headline)
        kept = self.runner.kept
        self.controls.show_moment(moment.generation, kept, self.runner.most_kept)
        rule, updating = RULES[moment.run.rule.name.partition(":")[0]], moment.run.updating
        parts = f", in {sites.parts:,} parts" if isinstance(sites, Network) and sites.parts > 1 else ""
        own = ", meeting itself too" if moment.run.meetings.with_self else ""
        earned = "" if moment.payoff is None else f"; mean payoff {moment.payoff:.4g}"
        self.stage.readout.setText(f"{rule.title}, {UPDATINGS[updating].partition(':')[0].lower()}; "
                                   f"{sites.words}{parts}{own}{earned}")

    def _draw_lines(self) -> None:
        self._late = False
        times, values, measured, payoffs = self.runner.series()
        if self._game is None or values.shape[-1] != len(self._game.players[0].strategies) or not len(times):
            return
        lines = tuple(shares.Line(name, k, k >= pictures.SERIES)
                      for k, name in enumerate(self._game.players[0].strategies))
        now = float(self._back.generation) if self._back is not None else None
        title = "generation"
        self.stage.plot.show_scene(shares.Scene(times, values, lines, now, (title, "share")))
        if len(payoffs):
            low, high = float(payoffs.min()), float(payoffs.max())
            room = (high - low) * 0.1 or max(abs(high) * 0.1, 1.0)
            self.stage.payoffs.show_scene(shares.Scene(measured, payoffs[:, np.newaxis],
                                                       (shares.Line("mean", 4),), now, (title, "mean payoff"),
                                                       (low - room, high + room)))

    def _ask_places(self, network: Network) -> None:
        if self._places is None and network.size <= MOST_DRAWN and not self.context.live.is_busy(LAYOUT):
            self.context.live.request(LAYOUT, self.context.document.revision, _layout, network,
                                      done=partial(self._laid_out, network))

    def _laid_out(self, network: Network, places: npt.NDArray[np.float64]) -> None:
        if self._sites is network:
            self._places = places
            if (moment := self._back or self._shown) is not None:
                self._draw(moment)

    def _show_words(self, text: str) -> None:
        self._shown = self._back = None
        self.controls.show_playing(False)
        self.picture.show_scene(None, text)
        self.stage.plot.show_scene(None)
        self.stage.payoffs.show_scene(None)
        self.stage.readout.setText("")
        self.headline = text

    # --- the brush -------------------------------------------------------------------------------

    def _pressed(self, at: QPointF) -> None:
        self._stroke = None
        self._paint_at(at)

    def _moved(self, at: QPointF) -> None:
        if self._stroke is not None:
            self._paint_at(at)

    def _released(self, _at: QPointF) -> None:
        self._stroke = None

    def _paint_at(self, at: QPointF) -> None:
        """Paint the sites under the brush, and those between here and where it was."""
        scene = self.picture.scene
        if scene is None:
            return
        self._back = None
        rect, unit = self.picture.picture_rect(), self.picture.unit()
        strategy = int(self.controls.brush_box.currentData())
        if isinstance(scene.sites, Network):
            node = pictures.node_at(rect, unit, scene.places, at)
            if node is not None:
                self._stroke = (node, 0)
                self.runner.change(partial(SpatialRun.paint, sites=np.array([node]), strategy=strategy))
            return
        found = pictures.site_at(pictures.place(rect, unit, scene.sites), scene.sites, at)
        if found is not None:
            reach = int(self.controls.width_box.currentData())
            sites = brushed(scene.sites, self._stroke or found, found, reach)
            self._stroke = found
            self.runner.change(partial(SpatialRun.paint, sites=sites, strategy=strategy))

    def _keyed(self, event: QKeyEvent) -> None:
        """On the picture: the space bar plays, arrows step, figures choose the brush."""
        key, brush = event.key(), self.controls.brush_box
        if key == Qt.Key.Key_Space:
            self.play_or_pause()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.step(1 if key == Qt.Key.Key_Right else -1)
        elif 0 <= key - Qt.Key.Key_1 < brush.count():
            brush.setCurrentIndex(key - Qt.Key.Key_1)
        else:
            return
        event.accept()

    # --- what leaves the page --------------------------------------------------------------------

    def use_network(self, path: object) -> None:
        """A network from a file; None: none was chosen."""
        if path is None and self.controls.path is None:
            self.controls.choose(self.controls.place_box, "")
            return
        self.controls.path = path or self.controls.path  # type: ignore[assignment]
        self.controls.show_place()
        self.begin()

    def csv(self) -> str:
        """Generations, shares and mean payoffs, as far as they are kept."""
        from playground.files.csv_table import csv_table

        assert self._game is not None
        times, values, measured, payoffs = self.runner.series()
        earned = dict(zip(measured.tolist(), payoffs.tolist()))
        head = ["generation", *self._game.players[0].strategies, "mean payoff"]
        return csv_table([head, *([int(at), *row, earned.get(at)]
                                  for at, row in zip(times.tolist(), values.tolist()))])

    def frame(self, generation: int) -> QImage:
        """The picture of a generation that is kept."""
        moment, kept = self.runner.at(generation), self._back or self._shown
        if moment is not None:
            self._draw(moment)
        image = self.picture.image()
        if kept is not None:
            self._draw(kept)
        return image


def words_of(moment: Moment, names: tuple[str, ...]) -> str:
    """`After 200 generations 31.8% play Cooperate and 68.2% Defect.`"""
    found = sorted(zip(moment.shares.tolist(), names), key=lambda each: -each[0]) if len(names) > 2 else list(
        zip(moment.shares.tolist(), names))
    alone = [name for part, name in found if part == 1]
    when = ("At the start" if not moment.generation else "After one generation" if moment.generation == 1
            else f"After {moment.generation:,} generations")
    if alone:
        return f"{when} all play {alone[0]}."
    told = [f"{part:.1%}{' play' if not k else ''} {name}" for k, (part, name) in enumerate(found[:3])]
    more = f" and {len(found) - 3} more strategies" if len(found) > 3 else ""
    return f"{when} {', '.join(told[:-1])}{',' if more else ' and'} {told[-1]}{more}."


def brushed(lattice: Lattice, begin: tuple[int, int], end: tuple[int, int], reach: int
            ) -> npt.NDArray[np.int64]:
    """The sites that a square brush covers on its way; on a torus it goes on across the border."""
    steps = max(abs(end[0] - begin[0]), abs(end[1] - begin[1]), 1)
    way = np.rint(np.linspace(begin, end, steps + 1)).astype(np.int64)
    side = np.arange(-reach, reach + 1)
    rows = (way[:, 0, np.newaxis, np.newaxis] + side[:, np.newaxis] + 0 * side).ravel()
    columns = (way[:, 1, np.newaxis, np.newaxis] + side + 0 * side[:, np.newaxis]).ravel()
    if lattice.walls:
        inside = (rows >= 0) & (rows < lattice.rows) & (columns >= 0) & (columns < lattice.columns)
        rows, columns = rows[inside], columns[inside]
    return np.unique(rows % lattice.rows * lattice.columns + columns % lattice.columns)


def _made(game: NormalForm, sites: Lattice | Network | None, network: str, path: object, rule: str,
          start: tuple[Any, ...], updating: str, with_self: bool, seed: int) -> SpatialRun:
    """In the runner's thread."""
    if sites is None:
        sites = read_edges(path) if network == FILE else network_of(network, seed)  # type: ignore[arg-type]
    kind, given, invader, resident = start
    names = game.players[0].strategies
    single = (names[invader], names[resident]) if kind == "single" else None
    states = started(sites, names, given, single, seed)
    return SpatialRun(game, sites, rule, states, updating=updating, with_self=with_self, seed=seed)


def _changed(run: SpatialRun, game: NormalForm, with_self: bool, rule: str, updating: str) -> None:
    run.set_rule(rule, updating)
    run.set_game(game, with_self)


def _layout(network: Network) -> npt.NDArray[np.float64]:
    """In a worker."""
    return network.layout()
