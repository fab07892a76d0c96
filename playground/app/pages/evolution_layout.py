"""What stands on the Evolution page's stage: portrait, readout and shares."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.pictures import bifurcation, shares
from playground.app.pictures import evolution as pictures
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets.label import Label


class Stage(QWidget):
    """The two pictures, what is read off them, and a note where there is no portrait."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.picture = PictureView(pictures.KINDS["triangle"].paint, "Phase portrait", theme=theme)
        self.plot = PictureView(shares.paint, "Shares over time", theme=theme)
        self.payoffs = PictureView(shares.paint, "Payoffs over time", theme=theme)
        self.strip = PictureView(bifurcation.paint, "Rest points against a parameter", theme=theme)
        self.below = QWidget()
        row = QHBoxLayout(self.below)
        row.setContentsMargins(0, 0, 0, 0)
        for view in (self.plot, self.payoffs, self.strip):
            row.addWidget(view, 1)
        self.below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        # They share what height there is, whatever they would like.
        for view in (self.picture, self.plot, self.payoffs, self.strip):
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
        column.addWidget(self.below, 5)

    def show_parts(self, portrait: bool, note: str = "", strip: bool = False) -> None:
        """Without a portrait what is below has all the room, under `note`: the shares and payoffs over time,
        or the `strip` of rest points."""
        self.picture.setVisible(portrait)
        self.plot.setVisible(not strip)
        self.payoffs.setVisible(not strip)
        self.strip.setVisible(strip)
        self.note.setVisible(bool(note))
        self.note.setText(note)
        self.readout.show()
        self.below.show()

    def show_words(self, text: str) -> None:
        """Nothing but `text`."""
        self.note.hide()
        self.readout.hide()
        self.below.hide()
        self.picture.show()
        self.picture.show_scene(None, text)

    def set_theme(self, theme: Theme) -> None:
        for view in (self.picture, self.plot, self.payoffs, self.strip):
            view.set_theme(theme)

    def give_room(self, narrow: bool, height: int) -> None:
        """The least that the pictures need."""
        unit = self.fontMetrics().height()
        tall = round(max(12 * unit, min(height * 0.9, 24 * unit))) if narrow else 12 * unit
        self.picture.setMinimumHeight(tall)
        for view in (self.plot, self.payoffs, self.strip):
            view.setMinimumHeight(7 * unit)
        self.below.setMinimumHeight(7 * unit)
        self.setMinimumHeight(max(height, tall + 12 * unit) if narrow else 0)
