"""The widget that shows a picture, copies it and saves it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFont,
    QFontInfo,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QSizePolicy, QWidget

from playground.app.pictures import export, paper, table
from playground.app.pictures.export import Paint
from playground.app.theme import LIGHT, Theme
from playground.files import latex_rows, write_atomically
from playground.problem import InputError

SIDE = 26  # letters: how large a picture would like to be
TIGHT = 19  # letters: below this, words would cover the drawing
SHRUNK, GROWN = 0.5, 2.0  # how much smaller and larger letters get at most
FILTER = "Scalable picture (*.svg);;PDF (*.pdf);;Image (*.png)"


class PictureView(QWidget):
    """Shows one scene. Positions in signals are in the widget's coordinates.

    A picture in two layers gives `layers=(paint_still, paint_moving, still_of)`: `still_of(scene)` is the
    part that the first layer is drawn from; as long as that stays equal, the layer is kept. Actions added
    to the widget stand on top of its context menu. With `grows` letters and lines are larger where there is
    more room than the picture needs, and smaller where there is too little.
    """

    pressed = Signal(QPointF)
    moved = Signal(QPointF)  # also without a button down
    released = Signal(QPointF)
    double_clicked = Signal(QPointF)
    left = Signal()
    keyed = Signal(object)  # a key that was pressed: a QKeyEvent, which whoever uses it accepts

    def __init__(self, paint: Paint, name: str, parent: QWidget | None = None,
                 layers: tuple[Paint, Paint, Callable[[Any], Any]] | None = None,
                 theme: Theme = LIGHT, grows: bool = False) -> None:
        super().__init__(parent)
        self._paint = paint
        self._layers = layers
        self._theme = theme
        self._grows = grows
        self._scene: Any = None
        self._empty = ""
        self._dimmed = ""
        self._kept: tuple[Any, tuple[Any, ...], QPixmap] | None = None
        self._failed: Any = None
        self.name = name
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._copy_action = QAction("Copy picture", self)
        self._copy_action.triggered.connect(self.copy)
        self._save_action = QAction("Save picture as…", self)
        self._save_action.triggered.connect(self.ask_and_save)
        self._print_action = QAction("Save picture for print (light)…", self)
        self._print_action.triggered.connect(self.ask_and_save_light)
        self._copy_data_action = QAction("Copy data", self)
        self._copy_data_action.triggered.connect(self.copy_data)
        self._copy_latex_action = QAction("Copy data as LaTeX", self)
        self._copy_latex_action.triggered.connect(self.copy_latex)
        self._save_data_action = QAction("Save data as CSV…", self)
        self._save_data_action.triggered.connect(self.ask_and_save_data)

    @property
    def scene(self) -> Any:
        return self._scene

    @property
    def theme(self) -> Theme:
        return self._theme

    def use(self, paint: Paint, name: str,
            layers: tuple[Paint, Paint, Callable[[Any], Any]] | None = None) -> None:
        """Show another kind of picture from the next scene on."""
        if (self._paint, self._layers) != (paint, layers):
            self._paint, self._layers = paint, layers
            self._scene = self._kept = self._failed = None
        self.name = name
        self.setAccessibleName(name)

    def show_scene(self, scene: Any, empty: str = "", description: str = "") -> None:
        """Show `scene`; without one, the words of `empty`. `description` is for screen readers."""
        self._scene, self._empty = scene, empty
        self._failed = None
        self.setAccessibleDescription(description or ("" if scene is not None else empty))
        self.update()

    @property
    def dimmed(self) -> str:
        """Why the picture stands back; empty where it does not."""
        return self._dimmed

    def dim(self, words: str) -> None:
        """Let the picture stand back behind `words` on the screen, because it is of before; none: no more."""
        if words != self._dimmed:
            self._dimmed = words
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._kept = None
        self.update()

    def unit(self) -> float:
        """The measure the picture is drawn with; see `paper.unit`."""
        letters = self._letters()
        if not self._grows:
            return letters
        side = min(self.width(), self.height()) / letters
        # They grow more slowly than the picture, whose drawing shall gain from the room as well.
        factor = side / TIGHT if side < TIGHT else (side / SIDE) ** (2 / 3) if side > SIDE else 1.0
        return float(round(letters * min(max(SHRUNK, factor), GROWN)))

    def _letters(self) -> float:
        """The size of the widget's letters in pixels."""
        return float(QFontInfo(self.font()).pixelSize())

    def picture_rect(self) -> QRectF:
        return QRectF(self.rect())

    def sizeHint(self) -> QSize:
        side = round(self._letters() * SIDE)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        side = round(self._letters() * SIDE / 2)
        return QSize(side, side)

    # --- drawing ---------------------------------------------------------------------------------

    def _pixel_font(self) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(round(self.unit()))
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing
                                   | QPainter.RenderHint.SmoothPixmapTransform)
            painter.setFont(self._pixel_font())
            if self._scene is None:
                self._say(painter, self._empty)
            elif self._failed is self._scene:
                self._say(painter, "This picture could not be drawn.")
            elif self._layers is None:
                self._paint(painter, self.picture_rect(), self._scene, self._theme)
            else:
                painter.drawPixmap(QPointF(0, 0), self._still_layer())
                self._layers[1](painter, self.picture_rect(), self._scene, self._theme)
            if self._dimmed and self._scene is not None:
                self._veil(painter)
        except Exception:
            self._failed = self._scene  # reported once, not at every repaint
            raise
        finally:
            painter.end()

    def _still_layer(self) -> QPixmap:
        assert self._layers is not None
        still, _moving, still_of = self._layers
        source = still_of(self._scene)
        key = (self.size(), self.devicePixelRatioF(), self._theme, self.font().toString())
        if self._kept is None or self._kept[0] != source or self._kept[1] != key:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(self._theme.colour("surface"))
            painter = QPainter(pixmap)
            try:
                painter.setRenderHints(QPainter.RenderHint.Antialiasing
                                       | QPainter.RenderHint.SmoothPixmapTransform)
                painter.setFont(self._pixel_font())
                still(painter, self.picture_rect(), self._scene, self._theme)
            finally:
                painter.end()
            self._kept = (source, key, pixmap)
        return self._kept[2]

    def _veil(self, painter: QPainter) -> None:
        surface = self._theme.colour("surface")
        painter.fillRect(self.rect(), paper.faded(surface, 0.6))
        paper.text(painter, self.picture_rect().center(), self._dimmed, self._theme.colour("text"),
                   paper.font(painter, 1.1), plate=surface)

    def _say(self, painter: QPainter, words: str) -> None:
        margin = self.unit() * 2
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(self.picture_rect().adjusted(margin, margin, -margin, -margin),
                         Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    # --- mouse -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.moved.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.released.emit(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.keyed.emit(event)

    def leaveEvent(self, event: Any) -> None:
        self.left.emit()

    # --- copy and save ---------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """The context menu, made anew."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.actions():
            made.addActions(self.actions())
            made.addSeparator()
        made.addActions([self._copy_action, self._save_action])
        if self._theme.dark:
            made.addAction(self._print_action)
        for action in (self._copy_action, self._save_action, self._print_action):
            action.setEnabled(self._scene is not None)
        if table.rows_of(self._scene):
            made.addSeparator()
            made.addActions([self._copy_data_action, self._copy_latex_action, self._save_data_action])
        return made

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def copy(self) -> None:
        """Put the picture on the clipboard, as an image and as SVG."""
        if self._scene is None:
            return
        data = QMimeData()
        arguments = (self._paint, self.size(), self._scene, self._theme, self._pixel_font())
        data.setImageData(export.image(*arguments))
        data.setData("image/svg+xml", export.svg(*arguments, title=self.name))
        QGuiApplication.clipboard().setMimeData(data)

    def image(self) -> QImage:
        """The picture as it is shown, a pixel a logical one."""
        return export.image(self._paint, self.size(), self._scene, self._theme, self._pixel_font(), 1.0)

    def save(self, path: str | Path, theme: Theme | None = None) -> None:
        """Write .svg, .pdf or .png, by the name's ending. Raises `InputError`."""
        if self._scene is None:
            raise InputError("there is no picture to save yet")
        export.save(path, self._paint, self.size(), self._scene, theme or self._theme, self._pixel_font(),
                    self.name)

    def copy_data(self) -> None:
        """Put the numbers behind the picture on the clipboard, for a spreadsheet and as CSV."""
        made = table.rows_of(self._scene)
        if not made:
            return
        data = QMimeData()
        data.setText(table.as_lines(made))
        data.setData("text/csv", table.as_csv(made))
        QGuiApplication.clipboard().setMimeData(data)

    def copy_latex(self) -> None:
        """Put the numbers behind the picture on the clipboard, as a `tabular`."""
        made = table.rows_of(self._scene)
        if made:
            QGuiApplication.clipboard().setText(latex_rows(made))

    def save_data(self, path: str | Path) -> None:
        """Write the numbers behind the picture as CSV. Raises `InputError`."""
        made = table.rows_of(self._scene)
        if not made:
            raise InputError("there are no numbers behind this picture")
        write_atomically(Path(path), table.as_csv(made))

    def ask_and_save_data(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save data", f"{self.name}.csv", "Table (*.csv)")
        if not path:
            return
        try:
            self.save_data(path if Path(path).suffix else f"{path}.csv")
        except InputError as problem:
            QMessageBox.warning(self, "Save data", str(problem))

    def ask_and_save(self) -> None:
        self._ask(self._theme)

    def ask_and_save_light(self) -> None:
        self._ask(LIGHT)

    def _ask(self, theme: Theme) -> None:
        path, chosen = QFileDialog.getSaveFileName(self, "Save picture", f"{self.name}.svg", FILTER)
        if not path:
            return
        if Path(path).suffix.lower() not in export.SUFFIXES:
            path += next(suffix for suffix in export.SUFFIXES if f"*{suffix}" in chosen)
        try:
            self.save(path, theme)
        except InputError as problem:
            QMessageBox.warning(self, "Save picture", str(problem))
