"""The Tournament page's picture of one match, round by round, to scrub through and to watch."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QSlider, QVBoxLayout, QWidget

from playground.app.pages.tournament_view import View, choice, offer, row
from playground.app.pictures import timeline as pictures
from playground.app.widgets.label import Label
from playground.app.widgets.spin import SpinBox
from playground.arena import Tournament
from playground.arena.timeline import Timeline, timeline
from playground.game import Repetition
from playground.progress import Progress, silent

if TYPE_CHECKING:
    from playground.app.pages.tournament import TournamentPage

BEAT = 120  # milliseconds between two steps while it plays
MOST_MATCHES = 1_000  # of a pair, to look at
STEPS = 300  # so many steps at most, from the first round in sight to the last
KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


class TimeLine(View):
    """The chosen pair's match: what both did in each round, what it came to, and what was to be expected."""

    title = "Round by round"
    tip = "One match of the chosen two: every round, what both earned so far, and what was to be expected"
    paint = pictures.paint
    layers = (pictures.paint_still, pictures.paint_moving, pictures.still_of)

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._kept: tuple[Any, Timeline | None] = (None, None)
        self._scene: pictures.Scene | None = None
        self._hold = ""  # what the pressed button moves: the round, or which rounds are shown
        self.boxes = [choice(name, (), partial(self._chosen, k))
                      for k, name in enumerate(("The one", "The other"))]
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Round")
        self.slider.setToolTip("The round looked at: arrow keys, Page up and down, Home and End")
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.valueChanged.connect(self.go)
        self.play = QPushButton("Play")
        self.play.setToolTip("Step through the rounds (Space)")
        self.play.clicked.connect(self.play_or_pause)
        self.zoom = [QPushButton(text) for text in ("+", "−", "All")]
        for button, factor, key, words in zip(self.zoom, (0.5, 2.0, math.inf), "+−0",
                                              ("Fewer rounds", "More rounds", "All rounds")):
            button.setAccessibleName(words)
            button.setToolTip(f"{words}, around the one looked at (key {key})")
            button.clicked.connect(partial(self._zoom, factor))
        self.number = SpinBox()
        self.number.setRange(1, MOST_MATCHES)
        self.number.setPrefix("match ")
        self.number.setAccessibleName("Which match of the two")
        self.number.setToolTip("Each has luck of its own; the same number and seed give the same match")
        self.number.valueChanged.connect(self._another)
        self._timer = QTimer(page)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)
        self.bar = QWidget()
        column = QVBoxLayout(self.bar)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.slider)
        column.addWidget(row(self.play, self.boxes[0], Label("against"), self.boxes[1], self.number,
                             *self.zoom))

    # --- what is shown ----------------------------------------------------------------------------------

    def show(self) -> None:
        page, asked = self.page, self.page.asked
        assert asked is not None
        if page.lit is None:
            self._scene = None
            self._say("It takes two: let another strategy take part.")
            return
        for box, place in zip(self.boxes, page.lit):
            offer(box, page.titles(), place)
        with QSignalBlocker(self.number):
            self.number.setValue(page.number)
        repetition, seed = page.match_of(page.lit)
        key = (asked.game, tuple(asked.players[k] for k in page.lit), repetition, seed, asked.own)
        if self._kept[0] == key and self._kept[1] is not None:
            self._draw()
            return
        self._pause()
        self._later(key, lined_up, asked, page.lit, repetition, seed)
        if self._scene is None:
            self._say("Being played…")
        else:  # the last one stays until the next is there, and is said to be the last one
            page.picture.show_scene(self._scene, description=self._scene.words)
            page.picture.dim("Being played…")

    def take(self, key: Any, found: Timeline) -> None:
        self._kept, self._scene = (key, found), None
        if not found.length:
            self._say(found.forfeit or "No round was played.")
            return
        self._draw()

    def _draw(self) -> None:
        page, found = self.page, self._kept[1]
        asked = page.asked
        assert asked is not None and found is not None and page.lit is not None
        if not found.length:
            return
        if self._scene is None or self._scene.found is not found:
            titles = page.titles()
            self._scene = pictures.scene([titles[k] for k in page.lit],
                                         [player.strategies for player in asked.game.players], found)
        self._set(self._scene)

    def _set(self, scene: pictures.Scene) -> None:
        self._scene = scene
        self.page.picture.dim("")
        self._put(scene)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, scene.found.length - 1)
            self.slider.setPageStep(max(1, scene.count // 10))
            self.slider.setValue(scene.now)
        able = scene.count > pictures.CLOSEST, not scene.whole, not scene.whole
        for button, each in zip(self.zoom, able):
            button.setEnabled(each)

    def headline(self, scene: pictures.Scene) -> str:
        return scene.headline

    def end(self) -> None:
        self._pause()
        self.page.picture.dim("")

    # --- moving about -----------------------------------------------------------------------------------

    def go(self, now: int) -> None:
        """Look at another round, from 0."""
        if self._scene is not None:
            self._set(pictures.at(self._scene, now))

    def _zoom(self, factor: float) -> None:
        if self._scene is not None:
            factor = min(factor, self._scene.found.length / self._scene.count)
            self._set(pictures.zoomed(self._scene, factor))

    def _chosen(self, seat: int, place: int) -> None:
        lit = list(self.page.lit or (0, 0))
        lit[seat] = place
        self.page.look_at((lit[0], lit[1]))

    def _another(self, number: int) -> None:
        self.page.number = number
        if self._scene is not None:
            self.show()

    def play_or_pause(self) -> None:
        if self._timer.isActive():
            self._pause()
        elif self._scene is not None:
            if self._scene.now >= self._scene.found.length - 1:
                self.go(0)
            self._timer.start()
            self.play.setText("Pause")

    def _pause(self) -> None:
        self._timer.stop()
        self.play.setText("Play")

    def _beat(self) -> None:
        scene = self._scene
        if scene is None or scene.now >= scene.found.length - 1:
            self._pause()
            return
        self.go(scene.now + math.ceil(scene.count / STEPS))

    def keyed(self, event: QKeyEvent) -> None:
        scene, key = self._scene, event.key()
        if scene is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return
        if key in KEYS:
            self.go(scene.now + KEYS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go(0 if key == Qt.Key.Key_Home else scene.found.length - 1)
        elif key == Qt.Key.Key_Space:
            self.play_or_pause()
        elif event.text() in ("+", "-", "0"):
            self._zoom({"+": 0.5, "-": 2.0, "0": math.inf}[event.text()])
        else:
            return
        event.accept()

    def pressed(self, at: QPointF) -> None:
        scene = self._scene
        if scene is None:
            return
        self._pause()
        self._hold = "shown" if pictures.first_at(*self._where(), scene, at) is not None else "round"
        self.moved(at)

    def moved(self, at: QPointF) -> None:
        scene = self._scene
        if scene is None or not self._hold:
            return
        if self._hold == "shown":
            whole = pictures.place(*self._where(), scene).whole
            first = pictures.first_at(*self._where(), scene, QPointF(at.x(), whole.center().y()))
            if first is not None:
                self._set(pictures.moved(scene, first))
        elif (now := pictures.round_at(*self._where(), scene, at)) is not None:
            self.go(now)

    def released(self) -> None:
        self._hold = ""


def lined_up(asked: Tournament, pair: tuple[int, int], repetition: Repetition, seed: int,
             progress: Progress = silent) -> Timeline:
    """Runs in a worker."""
    seats = [asked.players[k] for k in pair]
    return timeline(asked.game, seats, repetition, seed, asked.strategies, progress)
