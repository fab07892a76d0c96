"""The app's own pictures: line icons in the theme's colours, and where asset files lie."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

_PACKAGE = Path(__file__).resolve().parents[1]


def asset(name: str) -> Path:
    """The path of a file in assets/: of the checkout, or of the installed package."""
    checkout = _PACKAGE.parent / "assets"
    root = checkout if checkout.is_dir() else _PACKAGE / "_data" / "assets"
    return root / name


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 2.0) -> QPixmap:
    """The line icon assets/icons/NAME.svg drawn in one colour, `size` logical pixels square."""
    from PySide6.QtSvg import QSvgRenderer

    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    path = asset(f"icons/{name}.svg")
    if path.is_file():
        source = path.read_text(encoding="utf-8").replace("#000000", colour)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(picture.rect()))
        painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: QColor | str, size: int = 20, active: QColor | str | None = None) -> QIcon:
    """An icon in `colour`; `active` is its colour when checked."""
    result = QIcon(pixmap(name, QColor(colour).name(), size))
    if active is not None:
        result.addPixmap(pixmap(name, QColor(active).name(), size), QIcon.Mode.Normal, QIcon.State.On)
    return result


def app_icon() -> QIcon:
    return QIcon(str(asset("icons/playground.svg")))
