"""One player of a match: who sits there, the score, what was played last, and the buttons to choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.theme import Theme
from playground.app.widgets.label import Label
from playground.app.widgets.match_look import colour_label, font, line_height, mark_icon

MOST_BUTTONS = 12  # more strategies are chosen from a list
ACROSS = 3


class SeatPanel(QFrame):
    """chosen(seat, action): a person chose. Nothing of the panel shows what was chosen in a round that is
    still open."""

    chosen = Signal(int, int)

    def __init__(self, seat: int, theme: Theme) -> None:
        super().__init__()
        self.seat, self.theme = seat, theme
        self.setProperty("role", "card")
        self.name, self.who, self.score = Label(), Label(), Label()
        self.rate, self.last, self.status = Label(), Label(), Label()
        for label in (self.who, self.rate):
            label.setProperty("role", "muted")
        for label in (self.name, self.who, self.rate, self.last, self.status):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self.list = QComboBox()
        self.take = QPushButton("Choose")
        self.take.setProperty("role", "primary")
        self.take.clicked.connect(self._take)
        self._choices = QWidget()
        self._grid = QGridLayout(self._choices)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.list, 0, 0, 1, 2)
        self._grid.addWidget(self.take, 0, 2)
        head = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.who)
        head.addLayout(names, 1)
        head.addWidget(self.score, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        pad = round(line_height() * 0.7)
        column.setContentsMargins(pad, pad, pad, pad)
        column.addLayout(head)
        column.addWidget(self.rate)
        column.addWidget(self.last)
        column.addWidget(self.status)
        column.addWidget(self._choices)
        column.addStretch(1)

    def show_seat(self, name: str, strategies: Sequence[str], keys: str, alone: bool) -> None:
        """`keys`: the key of each strategy, as far as there are; `alone`: this is the only person who
        plays here, so that the keyboard may rest on a button without telling anybody anything."""
        self.name.setText(name)
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        focus = Qt.FocusPolicy.StrongFocus if alone else Qt.FocusPolicy.NoFocus
        if len(strategies) <= MOST_BUTTONS:
            across = 1 if len(strategies) <= 3 else min(ACROSS, len(strategies))
            for i, strategy in enumerate(strategies):
                key = keys[i:i + 1]
                button = QPushButton(f"  {strategy}" + (f"   [{key}]" if key else ""))
                button.setAccessibleName(f"{name}: {strategy}")
                button.setFocusPolicy(focus)
                button.setStyleSheet("text-align: left; font-size: large;")
                button.clicked.connect(self._clicked)
                self._grid.addWidget(button, i // across, i % across)
                button.show()  # at once, also where the panel is visible already
                self.buttons.append(button)
            for column in range(ACROSS):
                self._grid.setColumnStretch(column, int(column < across))
        else:
            self.list.clear()
            self.list.addItems(list(strategies))
            self.list.setAccessibleName(f"Choice of {name}")
        for widget in (self.list, self.take):
            widget.setVisible(not self.buttons)
        self.set_theme(self.theme)

    def show_state(self, who: str, score: str, rate: str, last: str, status: str, open_: bool, choices: bool
                   ) -> None:
        """`open_`: this person may choose now; `choices`: buttons are shown at all."""
        self.who.setText(who)
        self.score.setText(score)
        self.rate.setText(rate)
        self.last.setText(last)
        self.status.setText(status)
        self.status.setVisible(bool(status))
        self.last.setVisible(bool(last))
        self.rate.setVisible(bool(rate))
        self._choices.setVisible(choices)
        for widget in (*self.buttons, self.list, self.take):
            widget.setEnabled(open_)

    def wait(self) -> None:
        """Nothing can be chosen just now."""
        for widget in (*self.buttons, self.list, self.take):
            widget.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        colour = theme.player(self.seat)
        colour_label(self.name, colour, 1.25, bold=True)
        colour_label(self.score, colour, 1.9, bold=True)
        colour_label(self.last, theme.colour("text"), 1.0)
        colour_label(self.status, theme.colour("accent"), 1.0, bold=True)
        side = round(line_height() * 1.1)
        for i, button in enumerate(self.buttons):
            button.setFont(font(1.2))
            button.setIcon(mark_icon(i, colour, theme.colour("raised"), side))
            button.setIconSize(QSize(side, side))

    def _clicked(self) -> None:
        for i, button in enumerate(self.buttons):
            if button is self.sender():
                self.chosen.emit(self.seat, i)

    def _take(self) -> None:
        self.chosen.emit(self.seat, self.list.currentIndex())
