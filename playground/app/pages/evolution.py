"""The Evolution page: a population's phase portrait, its way from a start that is dragged, its shares
over time, and the rest points with the reasons for their kind.

While something moves the page shows a quick trajectory; once it is quiet the way is computed with an
error bound, beside the window when that takes long.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QStyle, QVBoxLayout, QWidget

from playground.app.actions import Action
from playground.app.context import Context
from playground.app.pages import evolution_around as around
from playground.app.pages import evolution_words as words
from playground.app.pages.evolution_actions import EvolutionActions
from playground.app.pages.evolution_around import FINE, Around, Asked, axes, parameters
from playground.app.pages.evolution_controls import EvolutionControls
from playground.app.pages.evolution_face import Face, chosen_face
from playground.app.pages.evolution_layout import Stage
from playground.app.pages.evolution_solid import HINT, SolidPointer
from playground.app.pages.evolution_starts import (
    even_start,
    nudged,
    random_start,
    shares_csv,
    suggested_start,
)
from playground.app.pages.page import Page
from playground.app.pictures import bifurcation as strip_picture
from playground.app.pictures import evolution as pictures
from playground.app.pictures import flow, paper, shares
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets.fold import Fold
from playground.app.widgets.shares import Shares, rounded
from playground.evolution import (
    EvolutionResult,
    PopulationGame,
    Portrait,
    RestSet,
    Trajectory,
    dynamic_of,
    evolve,
    population_game,
    portrait,
    portrait_problem,
    structure,
    structures,
    trajectory,
    velocity,
)
from playground.evolution.basins import MOST_SHARES
from playground.evolution.integrate import BETWEEN
from playground.evolution.portrait import SOLIDS
from playground.game import NormalForm

QUIET = 90  # milliseconds without a change before the way is computed with an error bound
PREVIEW = (60, 240)  # steps of the quick trajectory: the second when the first ends too early
CHEAP_RATE = 60.0  # time × rate up to which the exact way is computed in the same event
CHEAP_SHARES = 6
MOST_POINTS = 2000
MOST_PREVIEWED = 24  # strategies up to which there is a quick trajectory at once
FRAME = 16  # milliseconds
RUN = 6.0  # seconds that the moving population takes for the whole time at speed 1
STRIP_STEPS = 200  # values to which the strip's line can be dragged
GRAB = 1.6  # units of the font: how near to the start a press must be to drag it
TURNS = (("Rotate corners", (1, 2, 0)), ("Swap the lower corners", (0, 2, 1)),
         ("Swap top and left corner", (1, 0, 2)), ("Swap top and right corner", (2, 1, 0)))


class EvolutionPage(Page):
    """Shows the document's game as a population game. Start, time and dynamic are the page's own and are
    no part of the document's history."""

    name = "evolution"
    title = "Evolution"
    icon = "evolution"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._whole: NormalForm | None = None  # the document's game
        self._game: NormalForm | None = None  # the same, or its face of the strategies that are present
        self._face: Face | None = None
        self._kind = ""  # "one", "two", or empty: what is usual for the game
        self._population: PopulationGame | None = None
        self._portrait: Portrait | None = None
        self._still: flow.Portrait | None = None
        self._rest: RestSet | None = None
        self._run: Trajectory | None = None
        self._start: Shares = ()
        self._problem = ""
        self._corners: pictures.Corners = (0, 1, 2)
        self._now: float | None = None
        self._dragging = False
        self._actions = EvolutionActions(self)
        self._cut_short = False  # the quick trajectory ended for want of steps
        self._around = Around(context, self._around_came, self._exact_failed)
        self._gestures = 0  # of dragging the strip's line
        self._build()

    # --- the page's parts ------------------------------------------------------------------------

    def _build(self) -> None:
        self.stage = Stage(self.context.theme)
        self.picture, self.plot, self.readout = self.stage.picture, self.stage.plot, self.stage.readout
        self.payoffs, self.strip = self.stage.payoffs, self.stage.strip
        self._solid = SolidPointer(self.picture, self._draw_portrait, self._start_from)
        self.picture.keyed.connect(self._solid.keyed)
        self.picture.pressed.connect(self._pressed)
        self.picture.moved.connect(self._moved)
        self.picture.released.connect(self._released)
        self.picture.double_clicked.connect(self._double_clicked)
        self.picture.left.connect(self._show_end)
        for plot in (self.plot, self.payoffs):
            plot.pressed.connect(lambda at, plot=plot: self._scrub_pressed(plot, at))
            plot.moved.connect(lambda at, plot=plot: self._scrub_moved(plot, at))
            plot.released.connect(self._scrub_released)
        self.strip.pressed.connect(self._strip_pressed)
        self.strip.moved.connect(self._strip_moved)
        self.strip.released.connect(self._strip_released)
        self._setting = False
        self._scrubbing = False
        self.controls = EvolutionControls(self.context)
        self.controls.dynamic_chosen.connect(self._recompute)
        self.controls.structure_chosen.connect(self._choose_structure)
        self.controls.face.changed.connect(self._recompute)
        self.controls.start_edited.connect(self._start_typed)
        self.controls.even_asked.connect(self.start_even)
        self.controls.random_asked.connect(self.start_random)
        self.controls.time_edited.connect(self._time_changed)
        self.controls.play_asked.connect(self.play_or_pause)
        self.controls.now_moved.connect(self._show_now)
        self.controls.step_asked.connect(self.step)
        self.controls.show_box.changed.connect(self._show_other_parts)
        self.controls.beside.changed.connect(self._beside_changed)
        self.controls.below.changed.connect(self._below_changed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Fold(self.stage, self.controls))
        self.setFocusProxy(self.controls.play_button)
        self._corner_actions: list[QAction] = []
        for text, order in TURNS:
            action = QAction(text, self)
            action.setData(order)
            action.triggered.connect(self._turn_corners)
            self._corner_actions.append(action)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(self._ask_exact)
        self._clock = QTimer(self)
        self._clock.setInterval(FRAME)
        self._clock.timeout.connect(self._tick)

    def presentation(self) -> QWidget:
        return self.main_view

    def set_theme(self, theme: Theme) -> None:
        shown = theme if self._face is None else self._face.coloured(theme)
        self.stage.set_theme(shown)
        self.controls.set_theme(shown)

    def hideEvent(self, event: object) -> None:
        self._pause()

    # --- from the document to results ------------------------------------------------------------

    def refresh(self) -> None:
        game = self.context.document.game
        if self._whole is None or game.players != self._whole.players:
            self._corners = (0, 1, 2)
        if self._whole is None or game.shape != self._whole.shape:
            self._kind = ""
        if self._kind not in structures(game):
            self._kind = ""
        self._whole = game
        self.controls.face.offer(game.players[0].strategies)
        self.controls.show_parameters(game)
        self._recompute()

    def _recompute(self) -> None:
        """Everything that depends on the game, the dynamic and the structure; then the way."""
        whole = self._whole
        if whole is None:
            return
        self._portrait = self._still = self._rest = self._run = None
        if not structure(whole).kind:
            self._game, self._population = whole, None
            self._show_misfit(words.explain_misfit(whole))
            return
        before = self._face
        self._face = chosen_face(whole, self._kind, self.dynamic, self.controls.face.chosen)
        if before is not None and before.strategies != self._face.strategies:
            self.set_theme(self.context.theme)
        game = self._game = self._face.game
        population = population_game(game, self._kind)
        if self._population is None or population.sizes != self._population.sizes:
            self._around.new_population()
            self._start = suggested_start(population)
            self._now = None
            self.controls.show_now(1.0)
        self._population = population
        self._around.forget()
        self.controls.show_game(game, population, structures(game))
        self.controls.show_face(population.kind, self._face.reason)
        self.controls.show_start(self._start)
        used = dynamic_of(self.dynamic)
        refused = used.refuses(population)
        self.controls.offer_to_mend(population if refused else None)
        self.controls.beside.offer(population, self.dynamic)
        self.controls.below.offer(parameters(game, self.dynamic), axes(game, population))
        if refused:
            self._show_refusal(refused)
            return
        self._problem = portrait_problem(whole, self._kind, self._face.strategies)
        if not self._problem:
            # Of a solid whose payoffs are not linear, the worker that follows the population finds the rest.
            searched = population.dimension == 3 and not population.linear
            self._portrait = portrait(whole, self.dynamic, self._kind, self._face.strategies, not searched)
            self._make_still()
            self._rest = None if searched else self._portrait.rest
            kind = pictures.KINDS[self._portrait.kind]
            self.picture.use(kind.paint, "Phase portrait", kind.layers)
        self._arrange()
        self._show_rest()
        self._follow()

    def _asked(self) -> Asked:
        assert self._game is not None and self._population is not None
        return Asked(self._game, self._population, self.dynamic, self._kind, self._start, self.end)

    def _make_still(self) -> None:
        """The part of the portrait that stays while the start is dragged; with coarse basins where these are
        to be seen and none are known."""
        if self._portrait is None:
            return
        shown = self.controls.show_box.shown
        if self.is_plane and shown.ground == "basins" and self._around.basins is None:
            self._around.coarse_basins(self._asked(), self._portrait)
        self._still = pictures.still(self._portrait, shown, self._around.basins)

    def _show_other_parts(self) -> None:
        """Another choice of what the portrait shows."""
        self._make_still()
        self._show_rest()
        self._draw()
        self._quiet.start()

    def _arrange(self) -> None:
        """A game without a portrait leaves its place to the shares over time."""
        fits = self._portrait is not None
        one = self._population is not None and self._population.kind == "one"
        note = HINT if self.is_solid else "" if fits else words.explain_no_portrait(self._problem, one)
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.is_solid else Qt.FocusPolicy.NoFocus)
        self.stage.show_parts(fits, note,
                              bool(self.controls.below.parameter))
        self.controls.show()
        self.controls.show_portrait_parts(self.is_plane)
        for action in self._corner_actions:
            if self.is_triangle:
                self.picture.addAction(action)
            else:
                self.picture.removeAction(action)

    def _show_misfit(self, text: str) -> None:
        self._stop()
        self.stage.show_words(words.FITS)
        self.controls.hide()
        self.headline = text

    def _show_refusal(self, text: str) -> None:
        """The dynamic cannot move this game; another can be chosen."""
        self._stop()
        self.stage.show_words(text)
        self.controls.show()
        self.controls.rest_points.show_rows(())
        self.headline = text

    def _stop(self) -> None:
        self._pause()
        self._quiet.stop()
        self.context.live.cancel("evolution")
        self._around.forget()

    # --- the way of the population ---------------------------------------------------------------

    @property
    def dynamic(self) -> str:
        return self.controls.dynamic

    @property
    def end(self) -> float:
        """How long the population is followed."""
        return float(self.controls.time)

    @property
    def run(self) -> Trajectory | None:
        """The way that is shown; its `error` is None while it is the quick one."""
        return self._run

    @property
    def start(self) -> Shares:
        """The start, flat."""
        return self._start

    def set_start(self, start: Shares) -> None:
        """Start from these shares, flat: population 1's, then population 2's."""
        self._start = start
        self.controls.show_start(start)
        self._follow()

    def _follow(self) -> None:
        """Show the quick trajectory now, and compute the way with its error once it is quiet."""
        game = self._game
        if game is None or self._population is None:
            return
        if sum(self._population.sizes) > MOST_PREVIEWED:
            self._run = None
            self.headline = "Following the population …"
            self.context.live.cancel("evolution")
            self._quiet.start()
            return
        for steps in PREVIEW:
            quick = trajectory(game, self.dynamic, self._start, self._kind, steps)
            self._cut_short = len(quick.times) > steps * BETWEEN  # otherwise it came to rest
            if quick.times[-1] >= self.end or not self._cut_short:
                break
        self._around.course = None
        if self._around.starts:
            self._around.follow_others(self._asked(), PREVIEW[-1])
        self._show_run(pictures.cut(quick, self.end))
        self.context.live.cancel("evolution")
        self._quiet.start()

    def _around_came(self) -> None:
        """Basins, a course or a branch of rest points have been worked out."""
        if self._around.course is not None:
            self.controls.beside.say(self._around.course.note)
        self._make_still()
        self._show_rest()
        self._draw()
        self._tell()

    def _beside_changed(self) -> None:
        self._around.course = None
        self.context.live.cancel("course")
        if self._population is not None:
            self.controls.beside.offer(self._population, self.dynamic)
        self._draw()
        self._quiet.start()

    def _below_changed(self) -> None:
        self._arrange()
        self._draw()
        self._quiet.start()

    def _ask_exact(self) -> None:
        """Compute the way with an error bound; small ones at once."""
        game, population = self._game, self._population
        if game is None or population is None:
            return
        effort = self.end * population.rate
        steps = min(MOST_POINTS, max(200, math.ceil(4 * effort)))
        cheap = effort <= CHEAP_RATE and sum(population.sizes) <= CHEAP_SHARES and (
            population.linear or population.dimension < 3)
        self.context.live.request("evolution", self.context.document.revision, evolve, game, self.dynamic,
                                  self._start, self.end, steps, self._kind, done=self._exact,
                                  failed=self._exact_failed, cheap=cheap)
        self._ask_around()

    def _ask_around(self) -> None:
        """What takes longer, where it is to be seen and not known yet."""
        asked, controls = self._asked(), self.controls
        known = self._around.basins
        wanted = self._basins_shown and (self.is_plane or self._rest is not None)
        if wanted and (known is None or len(known.labels) < FINE):
            self._around.ask_basins(asked)
        beside = controls.beside
        if beside.wanted and self._around.course is None:
            self._around.ask_course(asked, beside.wanted, beside.size.value(), beside.seed)
        if controls.below.parameter:
            self._around.ask_branch(asked, controls.below.parameter)

    def _exact(self, result: EvolutionResult) -> None:
        if self._rest is None and self._face is not None and self._whole is not None:
            self._rest = self._face.rest(self._whole, result.rest)
            if self._portrait is not None:
                self._portrait = replace(self._portrait, rest=self._rest)
                self._make_still()
            self._show_rest()
            self._ask_around()
        self._show_run(result.trajectory)

    def _exact_failed(self, message: str) -> None:
        self.readout.setText(message)

    def _show_run(self, run: Trajectory) -> None:
        self._run = run
        self._draw()
        self._show_end()
        self._tell()

    def _tell(self) -> None:
        """The headline: where the population goes."""
        game, population, rest, run = self._game, self._population, self._rest, self._run
        if game is None or population is None or run is None:
            return
        if rest is None:
            self.headline = "Following the population …"
        else:
            cycles = self._around.basins.cycles if self._around.basins is not None else ()
            headline = words.headline(game, population, rest, run, self._followed(run), cycles)
            self.headline = headline if self._face is None else self._face.told(headline)

    def _followed(self, run: Trajectory) -> float:
        """Up to when the way is known: to the end, also where it came to rest before."""
        early = run.error is None and self._cut_short and run.times[-1] < self.end
        return float(run.times[-1]) if early else self.end

    def _draw(self) -> None:
        game, population, run = self._game, self._population, self._run
        if game is None or population is None or run is None:
            return
        now = self._moment
        self._draw_portrait()
        if self.controls.below.parameter:
            self._draw_strip(game, population)
            return
        beside = run if self._around.course is None or self._portrait is not None else self._around.course
        self.plot.show_scene(pictures.shares_scene(game, population, beside, self.end, now),
                             description=self.readout.text())
        self.payoffs.show_scene(pictures.payoffs_scene(game, population, beside, self.end, now),
                                description="What each strategy earns over time")

    def _draw_portrait(self) -> None:
        if self._game is None or self._portrait is None or self._still is None or self._run is None:
            return
        path = pictures.path_of(self._portrait.sizes, self._run, self._moment, self._around.others,
                                self._around.course)
        scene = pictures.scene(self._game, self._portrait, self._still, path, self._corners,
                               self._solid.turn_of(self._portrait.kind))
        self.picture.show_scene(scene, description=f"{self.headline} {pictures.described(scene)}".strip())

    @property
    def _moment(self) -> float | None:
        """The moment that is shown; None: the end."""
        return None if self._now is None else min(self._now, self.end)

    def _draw_strip(self, game: NormalForm, population: PopulationGame) -> None:
        branch = self._around.branch
        if branch is None:
            self.strip.show_scene(None, "Looking for rest points …")
            return
        axis = int(self.controls.below.axis.currentData() or 0)
        shown = around.scene(game, population, self.dynamic, branch, axis, axes(game, population)[axis])
        self.strip.show_scene(shown, description=f"Rest points against {branch.name}")

    def _show_rest(self) -> None:
        game, population, rest = self._game, self._population, self._rest
        if game is None or population is None:
            return
        if rest is None:
            self.controls.rest_points.show_rows((), "Being computed …")
        else:
            basins = self._around.basins if self._basins_shown else None
            notes = filter(None, [rest.note, words.basins_note(basins)])
            self.controls.rest_points.show_rows(words.rows(game, population, rest, basins), " ".join(notes))

    @property
    def _basins_shown(self) -> bool:
        """In the plane where they are chosen; in space and without a portrait, in words, where they can be
        measured."""
        if (self._portrait is None or self.is_solid) and self._population is not None:
            return sum(self._population.sizes) <= MOST_SHARES
        return self.is_plane and self.controls.show_box.shown.ground == "basins"

    def _show_end(self) -> None:
        """The readout when nobody points at a state: where the population is at the end, or now."""
        game, population, run = self._game, self._population, self._run
        if game is None or population is None or run is None:
            return
        if self._now is not None:
            self._read_at(min(self._now, self.end))
            return
        told = words.measured(game, population, run.shares[-1].tolist(), run.error)
        self.readout.setText(f"At time {self._followed(run):.4g}:   {told}")

    # --- pointing, dragging, clicking ------------------------------------------------------------

    def _pressed(self, at: QPointF) -> None:
        shown = self.picture.scene
        if self._solid.pressed(at) or shown is None:
            return
        unit = self.picture.unit()
        here = pictures.point_of(self.picture.picture_rect(), unit, shown, list(map(float, self._start)))
        self._dragging = flow.distance(here, at) <= unit * GRAB

    def _moved(self, at: QPointF) -> None:
        if self._solid.moved(at):
            return
        if self._dragging:
            self._start_at(at)
        elif self.picture.scene is not None:
            self._read_pointer(at)

    def _released(self, _at: QPointF) -> None:
        self._solid.released()
        self._dragging = False

    def _double_clicked(self, at: QPointF) -> None:
        """Another start; the one before stays, with its way."""
        if self.picture.scene is not None and self._start:
            self._around.drop(self._start)
            self._start_at(at)

    def clear_others(self) -> None:
        """Only the start that can be dragged."""
        self._around.starts, self._around.others = (), ()
        self._draw()

    @property
    def has_others(self) -> bool:
        return bool(self._around.starts)

    def _start_at(self, at: QPointF) -> None:
        """Start at the state drawn there."""
        shown, rect = self.picture.scene, self.picture.picture_rect()
        self._start_from(pictures.state_at(rect, self.picture.unit(), shown, at))

    def _start_from(self, state: pictures.State) -> None:
        """Start at this state, in thousandths."""
        if self._population is not None:
            self.set_start(tuple(share for cut in self._population.slices for share in rounded(state[cut])))

    def _read_pointer(self, at: QPointF) -> None:
        """Say which state lies under the pointer and how fast it moves."""
        game, population = self._game, self._population
        if game is None or population is None or self.picture.scene is None:
            return
        if self.is_solid:
            marked = self._solid.rest_under(at)
            told = words.rest_at(game, population, self._rest, marked, 1e-9) if marked else ""
            if told:
                self.readout.setText(told)
            else:
                self._show_end()
            return
        rect, unit = self.picture.picture_rect(), self.picture.unit()
        state = pictures.state_at(rect, unit, self.picture.scene, at)
        near = pictures.point_of(rect, unit, self.picture.scene, state)
        if flow.distance(near, at) > unit * 2 and population.sizes != (2,):
            self._show_end()
            return
        at_rest = words.rest_at(game, population, self._rest, state, self._reach())
        if at_rest:
            self.readout.setText(at_rest)
            return
        speed = float(np.linalg.norm(velocity(population, dynamic_of(self.dynamic), np.array(state))))
        told = words.measured(game, population, state, None)
        self.readout.setText(f"Pointer:   {told}   speed {paper.decimal(speed)}")

    def _start_typed(self) -> None:
        self._start = self.controls.start
        self._follow()

    def start_even(self) -> None:
        """All strategies equally frequent; often a rest point."""
        if self._population is not None:
            self.set_start(even_start(self._population))

    def start_random(self) -> None:
        """Shares drawn evenly from all states."""
        if self._population is not None:
            self.set_start(random_start(self._population))

    def _choose_structure(self, kind: str) -> None:
        self._kind = kind
        self._recompute()

    def _turn_corners(self) -> None:
        action = self.sender()
        order = action.data() if isinstance(action, QAction) else (1, 2, 0)
        self.turn_corners(tuple(order))

    def turn_corners(self, order: tuple[int, ...] = (1, 2, 0)) -> None:
        """Show the strategies at other corners: `order[k]` is the corner that moves to corner k."""
        a, b, c = (self._corners[k] for k in order)
        self._corners = (a, b, c)
        self._draw()

    # --- time ------------------------------------------------------------------------------------

    def _time_changed(self) -> None:
        if self._now is not None:
            self._now = min(self._now, self.end)
            self.controls.show_now(self._now / self.end)
        self._follow()

    @property
    def is_playing(self) -> bool:
        return self._clock.isActive()

    def reduced_motion(self) -> bool:
        """Whether the system asks for no animations."""
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0

    def play_or_pause(self) -> None:
        """Let the population move along its way; where the system wants no motion, jump to the end."""
        if self.is_playing:
            self._pause()
        elif self._run is not None:
            if self.reduced_motion():
                self._show_now(0.0 if self._now is None else self.end)
                return
            self._now = self._now or 0.0
            self._clock.start()
            self.controls.show_playing(True)

    def _pause(self) -> None:
        self._clock.stop()
        self.controls.show_playing(False)

    def _tick(self) -> None:
        step = self.end * FRAME / 1000 / RUN * self.controls.speed
        now = min(self.end, (self._now or 0.0) + step)
        if now >= self.end:
            self._pause()
        self._show_now(now)

    def _show_now(self, now: float) -> None:
        """Move the population to its state at time `now`; at the end it is just where it ends."""
        self._now = now if now < self.end else None
        self.controls.show_now(now / self.end)
        self._read_at(now)
        self._draw()

    def _read_at(self, now: float) -> None:
        game, population, run = self._game, self._population, self._run
        if game is None or population is None or run is None:
            return
        state = [float(np.interp(now, run.times, column)) for column in run.shares.T]
        self.readout.setText(f"At time {now:.4g}:   {words.measured(game, population, state, None)}")

    def step(self, way: int) -> None:
        """A hundredth of the time on, or back (−1)."""
        if self._run is not None:
            self._pause()
            now = self.end if self._now is None else self._now
            self._show_now(min(max(now + way * self.end / 100, 0.0), self.end))

    def _scrub_pressed(self, plot: PictureView, at: QPointF) -> None:
        self._scrubbing = True
        self._pause()
        self._scrub_moved(plot, at)

    def _scrub_moved(self, plot: PictureView, at: QPointF) -> None:
        shown = plot.scene
        if shown is None:
            return
        time = shares.place(plot.picture_rect(), plot.unit(), shown).data(at)[0]
        if self._scrubbing:
            self._show_now(min(max(time, 0.0), self.end))
        elif 0 <= time <= self.end and not self.is_playing:
            self._read_at(time)

    def _scrub_released(self, _at: QPointF) -> None:
        self._scrubbing = False

    # --- the strip of rest points ----------------------------------------------------------------

    def _strip_pressed(self, at: QPointF) -> None:
        self._setting = self.strip.scene is not None
        self._gestures += 1
        self._strip_moved(at)

    def _strip_moved(self, at: QPointF) -> None:
        """The parameter is set to where the line is dragged, on a step of the strip."""
        shown = self.strip.scene
        if not self._setting or shown is None or self._game is None:
            return
        part = strip_picture.place(self.strip.picture_rect(), self.strip.unit(), shown).data(at)[0]
        steps = round((part - float(shown.low)) / float(shown.high - shown.low) * STRIP_STEPS)
        value = shown.low + (shown.high - shown.low) * Fraction(min(max(steps, 0), STRIP_STEPS), STRIP_STEPS)
        if value == around.value_of(self._game, self.dynamic, shown.parameter):
            return
        if shown.parameter in self._game.values:
            from playground.app.widgets.game_editing import GameEditing

            GameEditing(self.context.document, self.context.window.say).set_parameter(
                shown.parameter, str(value), f"strip {self._gestures}")
        else:
            self.controls.options.fields[shown.parameter].setText(str(value))

    def _strip_released(self, _at: QPointF) -> None:
        self._setting = False

    # --- out of the page -------------------------------------------------------------------------

    def actions(self) -> list[Action]:  # type: ignore[override]
        return self._actions.table()

    def frame(self, part: float) -> QImage:
        """The main picture as it is at this part of the time."""
        kept = self._now
        self._show_now(part * self.end)
        image = self.main_view.image()
        self._show_now(self.end if kept is None else kept)
        return image

    @property
    def main_view(self) -> PictureView:
        """What is copied and saved: the portrait, or else the shares over time."""
        return self.picture if self._portrait is not None else self.plot

    @property
    def is_plane(self) -> bool:
        """Whether the portrait is one in the plane."""
        return self._portrait is not None and self._portrait.kind in ("triangle", "square")

    @property
    def is_solid(self) -> bool:
        """Whether the portrait is one in space, which can be turned."""
        return self._portrait is not None and self._portrait.kind in SOLIDS

    def nudge(self) -> None:
        """From a rest point, a hundredth of the way to the middle."""
        if self._population is not None:
            self.set_start(tuple(share * Fraction(99, 100) + other / 100
                                 for share, other in zip(self._start, nudged(self._population))))

    def _reach(self) -> float:
        """How far from a rest point, in shares, the pointer still is on it."""
        rect = self.picture.picture_rect()
        return 0.9 * self.picture.unit() / max(1.0, min(rect.width(), rect.height()))

    @property
    def is_triangle(self) -> bool:
        return self._portrait is not None and self._portrait.kind == "triangle"

    def csv(self) -> str:
        """The way that is shown, as a table."""
        assert self._game is not None and self._population is not None and self._run is not None
        return shares_csv(self._game, self._population, self._run)
