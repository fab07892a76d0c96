"""What every picture of the Tournament page is, and the small fields that some have below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from playground.app.pages import tournament_words as words
from playground.app.widgets.flow import FlowLayout
from playground.game import ExpressionError, number

if TYPE_CHECKING:
    from playground.app.pages.tournament import TournamentPage


class View:
    """One picture. `show` is called whenever results changed; `bar`: what can be set, below the picture;
    `of_pair`: the chosen pair and a match of theirs are told of below."""

    title = ""
    tip = ""
    paint: Any = None
    layers: Any = None
    of_pair = False
    bar: QWidget | None = None

    def __init__(self, page: TournamentPage) -> None:
        self.page = page
        self._pending: Any = None  # what is being computed

    def begin(self) -> None:
        """The view is chosen."""
        self.page.picture.use(type(self).paint, self.title, self.layers)
        self.show()

    def end(self) -> None:
        """Another view is chosen, or the page has nothing to show."""

    def show(self) -> None:
        raise NotImplementedError

    def moved(self, at: QPointF) -> None:
        """The pointer moved, with a button down or not."""

    def pressed(self, at: QPointF) -> None:
        """A press of the mouse."""

    def released(self) -> None:
        """The button is up again."""

    def left(self) -> None:
        """The pointer left the picture."""

    def keyed(self, event: QKeyEvent) -> None:
        """A key, with the picture in focus: accepted if it is used."""

    def headline(self, scene: Any) -> str:
        """What is seen, in one line."""
        return self._winner()

    def _winner(self) -> str:
        page = self.page
        assert page.asked is not None and page.found is not None
        return words.headline(page.asked, page.found, page.titles())

    def _whole(self) -> tuple[tuple[int, ...], list[list[float]], list[list[float]]]:
        """The places, payoffs and errors of those whose table will be whole: without who is out, and in an
        endless game without who cannot be worked out."""
        found, asked = self.page.found, self.page.asked
        assert found is not None and asked is not None
        places = tuple(k for k in range(len(found.players)) if k not in found.forfeits and not (
            asked.repetition.endless and asked.is_simulated((k, k))))
        where = np.ix_(places, places)
        return places, found.payoffs[where].tolist(), found.errors[where].tolist()

    def _titles(self, places: Sequence[int]) -> tuple[str, ...]:
        titles = self.page.titles()
        return tuple(titles[k] for k in places)

    def _say(self, text: str) -> None:
        self.page.picture.show_scene(None, text)
        self.page.headline = self._winner()

    def _put(self, scene: Any) -> None:
        self.page.picture.show_scene(scene, description=scene.words)
        self.page.headline = self.headline(scene)

    def _where(self) -> tuple[Any, float]:
        picture = self.page.picture
        return picture.picture_rect(), picture.unit()

    def _later(self, key: Any, call: Any, *args: Any) -> None:
        """Compute beside the window; `take` gets the answer, `_say` why there is none."""
        page = self.page
        if page.context.live.is_busy("tournament-view") and self._pending == key:
            return
        self._pending = key
        page.context.live.request("tournament-view", page.next_revision(), call, *args,
                                  done=partial(self.take, key), failed=self._say)

    def take(self, key: Any, found: Any) -> None:
        raise NotImplementedError


def row(*widgets: QWidget) -> QWidget:
    """Widgets side by side, in several lines where there is no room."""
    made = QWidget()
    flow = FlowLayout(made)
    for widget in widgets:
        flow.addWidget(widget)
    return made


def choice(name: str, entries: Sequence[str], chosen: Callable[[int], object], tip: str = "") -> QComboBox:
    """A box of `entries`; `chosen` hears the place of the one a person takes."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(tip)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    made.addItems(list(entries))
    made.activated.connect(chosen)
    return made


def offer(box: QComboBox, entries: Sequence[str], current: int) -> None:
    """Let a box have these entries, which are only made anew where they are others."""
    if [box.itemText(k) for k in range(box.count())] != list(entries):
        box.clear()
        box.addItems(list(entries))
    box.setCurrentIndex(current)


class NumberBox(QLineEdit):
    """An exact number from `low` to `high`, typed. `changed` fires for what a person typed, as soon as it is
    one; what is none is marked, and says in the tooltip what would be."""

    changed = Signal(object)

    def __init__(self, name: str, low: Fraction, high: Fraction, tip: str) -> None:
        super().__init__()
        self._low, self._high, self._tip = low, high, tip
        self.value = low
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * 14)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._left)

    def show_value(self, value: Fraction) -> None:
        """Show a number, unless one is being typed."""
        self.value = value
        if not (self.hasFocus() and self.isModified()):
            self._left()

    def _typed(self, text: str) -> None:
        try:
            value = number(text.strip().replace(",", "."))
        except ExpressionError:
            self._mark(True)
            return
        fits = self._low <= value <= self._high
        self._mark(not fits)
        if fits and value != self.value:
            self.value = value
            self.changed.emit(value)

    def _left(self) -> None:
        """What was typed is over: the number that counts stands there."""
        self.setModified(False)
        short = self.value.denominator <= 1000
        self.setText(str(self.value) if short else f"{float(self.value):.4g}")
        self._mark(False)

    def _mark(self, invalid: bool) -> None:
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(f"A number from {self._low} to {self._high}, such as 1/3 or 0.25" if invalid
                        else self._tip)
