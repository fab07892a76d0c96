"""Exact shares that always sum to one: a name, a slider and a box for each strategy."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSlider, QWidget

from playground.app.theme import Theme
from playground.app.widgets.label import Label, tip
from playground.game import ExpressionError, number

TICKS = 1000
Shares = tuple[Fraction, ...]


def changed(shares: Shares, k: int, value: Fraction) -> Shares:
    """`shares` with entry k set to `value` and the others scaled so that all sum to one. Others that
    were all zero share the rest equally. One strategy alone stays at one.

    >>> changed((Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)), 0, Fraction(0))
    (Fraction(0, 1), Fraction(1, 2), Fraction(1, 2))
    """
    if len(shares) == 1:
        return (Fraction(1),)
    value = min(max(value, Fraction(0)), Fraction(1))
    rest, before = 1 - value, 1 - shares[k]
    made = [value if i == k else (s * rest / before if before else rest / (len(shares) - 1))
            for i, s in enumerate(shares)]
    if max(s.denominator for s in made) > TICKS * TICKS:  # many drags must not grow endless fractions
        others = iter(rounded([float(s / rest) for i, s in enumerate(made) if i != k]) if rest else
                      [Fraction(0)] * (len(shares) - 1))
        made = [value if i == k else rest * next(others) for i in range(len(shares))]
    return tuple(made)


def rounded(shares: Sequence[float], parts: int = TICKS) -> Shares:
    """Exact shares in whole `parts` that sum to one and lie nearest to the floats (largest remainder)."""
    scaled = [max(0.0, s) * parts for s in shares]
    whole = [int(s) for s in scaled]
    order = sorted(range(len(shares)), key=lambda i: whole[i] - scaled[i])
    for i in range(parts - sum(whole)):
        whole[order[i % len(order)]] += 1
    return tuple(Fraction(w, parts) for w in whole)


class SharesBox(QWidget):
    """Edits the shares of one population. `edited` fires when a person changed them, not `show_shares`."""

    edited = Signal()
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._colours: tuple[int, ...] = ()
        self.shares: Shares = ()
        self._before: tuple[int, Shares] | None = None  # the entry being changed, and all before that
        self._labels: list[QLabel] = []
        self._sliders: list[QSlider] = []
        self._boxes: list[QLineEdit] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)

    def set_strategies(self, names: Sequence[str], colours: Sequence[int]) -> None:
        """One line a strategy; `colours` are places in the theme's series."""
        while len(self._labels) > len(names):
            for widget in (self._labels.pop(), self._sliders.pop(), self._boxes.pop()):
                self._grid.removeWidget(widget)
                widget.deleteLater()
        while len(self._labels) < len(names):
            self._add_line(len(self._labels))
        self._names, self._colours = tuple(names), tuple(colours)
        for label, slider, box, name in zip(self._labels, self._sliders, self._boxes, names):
            label.setToolTip(tip(name))
            slider.setAccessibleName(f"Share of {name}")
            box.setAccessibleName(f"Exact share of {name}")
        self._fit()
        self.set_theme(self._theme)

    def show_shares(self, shares: Shares) -> None:
        """Show `shares`; a box being typed in is left alone."""
        self._before = None
        self._show(shares)

    def _show(self, shares: Shares) -> None:
        self.shares = shares
        for value, slider, box in zip(shares, self._sliders, self._boxes):
            slider.blockSignals(True)
            slider.setValue(round(value * TICKS))
            slider.blockSignals(False)
            if not (box.hasFocus() and box.isModified()):
                box.setText(_text(value))
                _mark(box, "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Boxes as wide as a fraction needs, names no wider than half a line, at any zoom."""
        metrics = self.fontMetrics()
        for label, box, name in zip(self._labels, self._boxes, self._names):
            box.setFixedWidth(metrics.horizontalAdvance("000/0000") + metrics.height() * 2)
            label.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight,
                                             metrics.averageCharWidth() * 16))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for label, colour in zip(self._labels, self._colours):
            label.setStyleSheet(f"color: {theme.player(colour).name()}; font-weight: 600;")

    def _add_line(self, k: int) -> None:
        label, box = Label(), QLineEdit()
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, TICKS)
        slider.setPageStep(TICKS // 10)
        slider.setSingleStep(TICKS // 100)
        slider.valueChanged.connect(self._slid)
        box.setToolTip("An exact share: 1/3, 0.25, 40/100")
        box.textEdited.connect(self._typed)
        box.editingFinished.connect(self._left)
        self._grid.addWidget(label, k, 0)
        self._grid.addWidget(slider, k, 1)
        self._grid.addWidget(box, k, 2)
        self._labels.append(label)
        self._sliders.append(slider)
        self._boxes.append(box)

    def _change(self, k: int, value: Fraction) -> None:
        """Scale the others as they were before this entry was touched: "1" on the way to "1/7" takes
        nothing from them for good."""
        if self._before is None or self._before[0] != k:
            self._before = (k, self.shares)
        self._show(changed(self._before[1], k, value))
        self.edited.emit()

    def _slid(self, value: int) -> None:
        self._change(self._sliders.index(self.sender()), Fraction(value, TICKS))  # type: ignore[arg-type]

    def _typed(self, text: str) -> None:
        box = self.sender()
        assert isinstance(box, QLineEdit)
        try:
            value = number(text)
        except ExpressionError:
            _mark(box, "A share from 0 to 1, such as 1/3 or 0.25")  # half-typed is no error yet
            return
        if not 0 <= value <= 1:
            _mark(box, "A share lies between 0 and 1")
            return
        _mark(box, "")
        self._change(self._boxes.index(box), value)

    def _left(self) -> None:
        box = self.sender()
        assert isinstance(box, QLineEdit)
        if box.property("invalid"):
            typed = box.text().strip()[:20]
            self.refused.emit(f"{typed!r} is no share: a number from 0 to 1 is, such as 1/3")
        box.setModified(False)
        box.setText(_text(self.shares[self._boxes.index(box)]))
        _mark(box, "")


def _text(value: Fraction) -> str:
    """The share as typed: a fraction with a small denominator, otherwise a decimal that is exact."""
    if value.denominator <= 100 or TICKS % value.denominator:
        return str(value)
    return f"{float(value):.3f}"


def _mark(box: QLineEdit, problem: str) -> None:
    if bool(box.property("invalid")) != bool(problem):
        box.setProperty("invalid", bool(problem))
        box.style().unpolish(box)
        box.style().polish(box)
    box.setToolTip(problem or "An exact share: 1/3, 0.25, 40/100")
