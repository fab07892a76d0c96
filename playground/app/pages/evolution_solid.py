"""Pointing at a solid on the Evolution page: turning it, moving the start in it, and what lies under the
pointer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from playground.app.pictures import evolution as pictures
from playground.app.pictures import flow, solid
from playground.app.pictures.view import PictureView

HINT = ("Drag the solid or press arrow keys to turn it, Home to turn it back. Drag the green start, or "
        "double-click to start on the surface.")
KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
KEY_STEP = 0.1  # radians
GRAB = 1.6  # units of the font: how near to the start a press must be to move it
ON_MARK = 0.9  # the same for a rest point


class SolidPointer:
    """Answers the picture's mouse and keys while a solid is shown. What is dragged is what lies under the
    press: the start, which moves parallel to the screen, or else the solid, which turns.

    redraw
        Called when the solid has turned.
    start_at
        Called with the flat state to which the start was moved.
    """

    def __init__(self, picture: PictureView, redraw: Callable[[], None],
                 start_at: Callable[[pictures.State], None]) -> None:
        self._picture, self._redraw, self._start_at = picture, redraw, start_at
        self._turns = dict(solid.TURNS)
        self._last: QPointF | None = None  # where the pointer was when the solid turned last
        self._depth: float | None = None  # of the start that is dragged

    def turn_of(self, kind: str) -> solid.Turn | None:
        """How a kind of portrait is seen; None for those that are not turned."""
        return self._turns.get(kind)

    @property
    def shown(self) -> solid.Scene | None:
        scene = self._picture.scene
        return scene if isinstance(scene, solid.Scene) else None

    def _view(self, scene: solid.Scene) -> solid.View:
        return solid.place(self._picture.picture_rect(), self._picture.unit(), scene)

    def pressed(self, at: QPointF) -> bool:
        """Whether a solid is shown, so that what follows is its own."""
        scene = self.shown
        if scene is None:
            return False
        view = self._view(scene)
        self._last, self._depth = at, None
        if scene.path is not None:
            start = scene.path.points[0]
            if flow.distance(view.to.at(start), at) <= self._picture.unit() * GRAB:
                self._depth = float(view.nearness(start))
        return True

    def moved(self, at: QPointF) -> bool:
        """Whether something is dragged."""
        scene = self.shown
        if scene is None or self._last is None:
            return False
        view = self._view(scene)
        if self._depth is not None:
            self._start_at(pictures.solid_state(scene, view.at_depth(at, self._depth)))
        else:
            way = (at - self._last) / view.radius
            self._turn(scene, way.x(), way.y())
        self._last = at
        return True

    def released(self) -> None:
        self._last = self._depth = None

    def keyed(self, event: QKeyEvent) -> None:
        scene = self.shown
        if scene is None:
            return
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self._turns[scene.kind] = solid.TURNS[scene.kind]
            self._redraw()
        elif key in KEYS:
            across, down = KEYS[key]
            self._turn(scene, across * KEY_STEP, down * KEY_STEP)
        else:
            return
        event.accept()

    def _turn(self, scene: solid.Scene, across: float, down: float) -> None:
        self._turns[scene.kind] = solid.turned(self._turns[scene.kind], across, down)
        self._redraw()

    def rest_under(self, at: QPointF) -> pictures.State | None:
        """The rest point whose mark lies under the pointer, the nearest of several to who looks."""
        scene = self.shown
        if scene is None:
            return None
        view, reach = self._view(scene), self._picture.unit() * ON_MARK
        states = [np.array(rest.at, dtype=np.float64) for rest in scene.portrait.rest]
        under = [state for state in states if flow.distance(view.to.at(state), at) <= reach]
        return pictures.solid_state(scene, max(under, key=lambda state: float(view.nearness(state)))) \
            if under else None
