"""The graph of an automaton, to be drawn with the mouse or with keys alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from playground.app.pictures import automaton as pictures
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets.automaton_model import AutomatonModel
from playground.strategy import sketch as sketches

HINT = ("Drag a state to move it, from its rim to another to connect them; a double-click on empty ground "
        "adds one. Keys: arrows or Tab choose, Alt+arrows move, N adds, C connects, S starts here, F2 edits, "
        "Delete removes.")
ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
STRIDE = 0.05  # how far a key moves a state, of the ground's width or height


class AutomatonGraph(PictureView):
    """naming: a person wants to write the chosen state's name; connecting_changed: the tool is on or off."""

    naming = Signal()
    connecting_changed = Signal(bool)

    def __init__(self, model: AutomatonModel, theme: Theme) -> None:
        super().__init__(pictures.paint, "States of the automaton", theme=theme, grows=True)
        self.model = model
        self.connecting = False  # the tool: the next drag, or the next two states chosen, connect
        self.menu_of_moves: QMenu | None = None
        self._origin = ""  # where an arrow that is being drawn begins
        self._held = ""  # the state that is being moved
        self._offset = QPointF()
        self._left = False  # whether the pointer has been outside the state it pulls from
        self._drags = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(HINT)
        model.changed.connect(self.show_model)
        self.pressed.connect(self._press)
        self.moved.connect(self._move)
        self.released.connect(self._release)
        self.double_clicked.connect(self._double)
        self.show_model()

    def show_model(self) -> None:
        count = len(self.model.sketch.rows)
        if count > pictures.MOST_PUT:
            self.show_scene(None, f"{count} states are too many to draw. The table has them all.")
            return
        scene = pictures.sketched(self.model.sketch, self.model.moves, self.model.chosen)
        words = pictures.describe(scene)
        self.show_scene(scene, description=f"State {self.model.chosen} is chosen. {words}")

    # --- the mouse ----------------------------------------------------------------------------------------

    def name_at(self, at: QPointF) -> tuple[str, bool]:
        """The state under a point of the widget, empty for none, and whether the point is on its rim."""
        if self.scene is None:
            return "", False
        i, rim = pictures.state_at(self.scene, self.picture_rect(), self.unit(), at)
        return ("", False) if i is None else (self.scene.names[i], rim)

    def point_of(self, name: str) -> QPointF:
        """The middle of a state."""
        at, _radius = pictures.points(self.scene, self.picture_rect(), self.unit())
        return at[self.scene.names.index(name)]

    def _press(self, at: QPointF) -> None:
        name, rim = self.name_at(at)
        if self._origin and self.connecting:  # an arrow that keys began
            self._end_at(name, at)
            return
        if not name:
            return
        self.model.choose(name)
        if rim or self.connecting:
            self._origin, self._left = name, False
        else:
            self._held, self._offset = name, at - self.point_of(name)
            self._drags += 1

    def _move(self, at: QPointF) -> None:
        if self._held:
            place = pictures.place_of(self.scene, self.picture_rect(), self.unit(), at - self._offset)
            self.model.edit(sketches.put(self.model.sketch, self._held, place), f"put {self._drags}")
        elif self._origin:
            self._left = self._left or self.name_at(at)[0] != self._origin
            self._pull_to(at)
        else:
            name, rim = self.name_at(at)
            self.setCursor(Qt.CursorShape.CrossCursor if rim or (name and self.connecting) else
                           Qt.CursorShape.OpenHandCursor if name else Qt.CursorShape.ArrowCursor)

    def _release(self, at: QPointF) -> None:
        self._held = ""
        if self._origin and (self._left or not self.connecting):
            self._end_at(self.name_at(at)[0] if self._left else "", at)

    def _double(self, at: QPointF) -> None:
        name, _rim = self.name_at(at)
        if self.scene is None:
            return
        if name:
            self.naming.emit()
        else:
            x, y = pictures.place_of(self.scene, self.picture_rect(), self.unit(), at)
            self.model.add((round(min(max(x, 0.0), 1.0), 3), round(min(max(y, 0.0), 1.0), 3)))

    def _pull_to(self, at: QPointF) -> None:
        pull = (self.scene.names.index(self._origin), (at.x(), at.y()))
        self.show_scene(replace(self.scene, pull=pull), description=self.accessibleDescription())

    def _end_at(self, target: str, at: QPointF) -> None:
        origin, self._origin = self._origin, ""
        self.set_connecting(False)
        self.show_model()
        if target:
            self.ask_when(origin, target, at)

    # --- connecting ---------------------------------------------------------------------------------------

    def set_connecting(self, on: bool) -> None:
        """Take up the tool, or put it down."""
        if on != self.connecting:
            self.connecting = on
            if not on:
                self._origin = ""
                self.show_model()
            self.connecting_changed.emit(on)

    def connect_chosen(self) -> None:
        """Begin an arrow at the chosen state; the next one that is chosen and taken with Enter ends it."""
        if self.scene is None:
            self.connecting_changed.emit(False)
            return
        self.set_connecting(True)
        self._origin, self._left = self.model.chosen, True
        self._pull_to(self.point_of(self._origin) + QPointF(0, -4 * self.unit()))

    def ask_when(self, origin: str, target: str, at: QPointF) -> None:
        """A menu: after which moves the arrow is followed."""
        sketch, moves = self.model.sketch, self.model.moves
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = menu.addAction(f"{origin} → {target}, after")
        heading.setEnabled(False)

        def offer(into: QMenu, words: str, cells: tuple[int, ...]) -> None:
            action = into.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(all(sketch.rows[origin].after[cell] == target for cell in cells))
            action.triggered.connect(partial(self._connect, origin, target, cells))

        offer(menu, "whatever is played", tuple(range(sketch.size ** 2)))
        if sketch.size > 1:
            for other, move in enumerate(moves):
                offer(menu, f"the other’s {move}", sketches.cells_of(sketch, other))
            menu.addSeparator()
            for own, move in enumerate(moves):
                into = menu if sketch.size == 2 else menu.addMenu(f"own {move.replace('&', '&&')} and")
                for other, answer in enumerate(moves):
                    words = f"own {move}, the other’s {answer}" if into is menu else f"the other’s {answer}"
                    offer(into, words, (sketch.size * own + other,))
        self.menu_of_moves = menu
        menu.popup(self.mapToGlobal(QPoint(round(at.x()), round(at.y()))))
        menu.setActiveAction(menu.actions()[1])

    def _connect(self, origin: str, target: str, cells: tuple[int, ...]) -> None:
        self.model.edit(sketches.connect(self.model.sketch, origin, target, cells))
        self.setFocus()

    # --- keys ---------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        return (self.hasFocus() and self._step(1 if forward else -1)) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, model = event.key(), self.model
        if self.scene is None:
            super().keyPressEvent(event)
            return
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in ARROWS and alt:
            x, y = sketches.placed(model.sketch)[model.chosen]
            dx, dy = ARROWS[key]
            model.edit(sketches.put(model.sketch, model.chosen, (x + dx * STRIDE, y + dy * STRIDE)), "keys")
        elif key in ARROWS:
            self._step_towards(*ARROWS[key])
        elif key in (Qt.Key.Key_N, Qt.Key.Key_Insert):
            model.add()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            model.remove(model.chosen)
        elif key == Qt.Key.Key_S:
            model.edit(sketches.set_start(model.sketch, model.chosen))
        elif key == Qt.Key.Key_C:
            self.connect_chosen()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._origin:
            self._end_at(model.chosen, self.point_of(model.chosen))
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.naming.emit()
        elif key == Qt.Key.Key_Escape and self.connecting:
            self.set_connecting(False)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> bool:
        origin = self._origin
        done = self.model.step(by)
        if origin:
            self._pull_to(self.point_of(self.model.chosen))
        return done

    def _step_towards(self, dx: int, dy: int) -> None:
        """Choose the nearest state that lies in a direction."""
        here, ahead = self.point_of(self.model.chosen), {}
        for name in self.scene.names:
            away = self.point_of(name) - here
            along, aside = away.x() * dx + away.y() * dy, abs(away.x() * dy - away.y() * dx)
            if along > 1:
                ahead[name] = along + 2 * aside
        if ahead:
            self.model.choose(min(ahead, key=lambda name: ahead[name]))
            if self._origin:
                self._pull_to(self.point_of(self.model.chosen))
