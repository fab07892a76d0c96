"""Words that come and go: a passing note at the bottom, a bar with a question at the top."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from playground.app.widgets.label import Label

SHOWN = 5000  # milliseconds


class Note(Label):
    """One line over the bottom of its parent, gone after a few seconds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setObjectName("note")
        self.setAccessibleName("Message")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)

    def say(self, text: str) -> None:
        self.setText(text)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._timer.start(SHOWN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        parent = self.parentWidget()
        space = self.fontMetrics().height()
        self.setWordWrap(False)
        width = min(self.sizeHint().width(), parent.width() - 2 * space)
        self.setWordWrap(True)
        height = self.heightForWidth(width)
        self.setGeometry((parent.width() - width) // 2, parent.height() - height - space, width, height)


class Bar(QFrame):
    """A line with answers to click, in the flow of the page, until one of them is chosen."""

    def __init__(self, text: str, answers: list[tuple[str, Callable[[], object]]],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAccessibleName(text)
        space = self.fontMetrics().height()
        row = QHBoxLayout(self)
        row.setContentsMargins(space, space // 3, space, space // 3)
        row.setSpacing(space // 2)
        self.label = Label(text)
        self.label.setWordWrap(True)
        row.addWidget(self.label, 1)
        self._answers: dict[QPushButton, Callable[[], object]] = {}
        for i, (title, run) in enumerate(answers):
            button = QPushButton(title)
            button.setAccessibleName(title)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.setProperty("role", "primary" if i == 0 else "flat")
            button.clicked.connect(self._answered)
            self._answers[button] = run
            row.addWidget(button)

    def _answered(self) -> None:
        run = self._answers[self.sender()]  # type: ignore[index]
        self.hide()
        self.deleteLater()
        run()
