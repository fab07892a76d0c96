"""How the Evolution page is laid out: portrait, readout and shares on the stage, controls beside it, or
below it where the page is narrow for its letters, as on a projector."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from playground.app.pages.evolution_controls import EvolutionControls
from playground.app.pictures import evolution as pictures
from playground.app.pictures import shares
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets.label import Label

NARROW = 42  # lines of text: a page less wide has its controls below


class Stage(QWidget):
    """The two pictures, what is read off them, and a note where there is no portrait."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.picture = PictureView(pictures.KINDS["triangle"].paint, "Phase portrait", theme=theme)
        self.plot = PictureView(shares.paint, "Shares over time", theme=theme)
        for view in (self.picture, self.plot):  # they share what height there is, whatever they would like
            view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.note = Label()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self.readout = Label()
        self.readout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.readout.setWordWrap(True)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.readout.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                             | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.readout.setAccessibleName("Shares at the end")
        column = QVBoxLayout(self)
        unit = self.fontMetrics().height()
        column.setContentsMargins(round(unit * 1.4), unit // 2, unit // 2, unit // 2)
        column.addWidget(self.note)
        column.addWidget(self.picture, 13)
        column.addWidget(self.readout)
        column.addWidget(self.plot, 5)

    def show_parts(self, portrait: bool, note: str = "") -> None:
        """Without a portrait the shares over time have all the room, below `note`."""
        self.picture.setVisible(portrait)
        self.note.setVisible(bool(note))
        self.note.setText(note)
        self.readout.show()
        self.plot.show()

    def show_words(self, text: str) -> None:
        """Nothing but `text`."""
        self.note.hide()
        self.readout.hide()
        self.plot.hide()
        self.picture.show()
        self.picture.show_scene(None, text)

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)
        self.plot.set_theme(theme)


class Fold(QScrollArea):
    """Stage and controls side by side; one above the other, scrolled as one, where that is too narrow."""

    def __init__(self, stage: Stage, controls: EvolutionControls) -> None:
        super().__init__()
        self.stage, self.controls = stage, controls
        body = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(stage, 1)
        self._row.addWidget(controls)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(body)
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    @property
    def is_narrow(self) -> bool:
        return self.width() < NARROW * self.fontMetrics().height()

    def arrange(self) -> None:
        """Put the controls where there is room, and give the pictures the least they need."""
        unit = self.fontMetrics().height()
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if self.is_narrow else way.LeftToRight)
        self.stage.picture.setMinimumHeight(round(max(12 * unit, min(self.height() * 0.9, 24 * unit)))
                                            if self.is_narrow else 12 * unit)
        self.stage.plot.setMinimumHeight(7 * unit)
        self.stage.setMinimumHeight(max(self.height(), 24 * unit) if self.is_narrow else 0)
        self.controls.set_below(self.is_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_row"):
            self.arrange()
