"""One picture to SVG, PDF, PNG: the same `paint` as on the screen, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QFont, QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from playground.app.theme import Theme
from playground.files import write_atomically
from playground.problem import InputError

Paint = Callable[[QPainter, QRectF, Any, Theme], None]
SUFFIXES = (".svg", ".pdf", ".png")
PNG_SCALE = 2
PDF_RESOLUTION = 1200  # dots an inch; only how finely the writer rounds


def draw(device: QPaintDevice, paint: Paint, size: QSize, scene: Any, theme: Theme, font: QFont,
         scale: float = 1.0) -> None:
    """Ground and picture at `size` logical pixels, each `scale` units of the device."""
    rect = QRectF(0, 0, size.width(), size.height())
    painter = QPainter(device)
    try:  # a painter that outlives its device ends the process
        painter.scale(scale, scale)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
                               | QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.fillRect(rect, theme.colour("surface"))
        paint(painter, rect, scene, theme)
    finally:
        painter.end()


def image(paint: Paint, size: QSize, scene: Any, theme: Theme, font: QFont,
          scale: float = PNG_SCALE) -> QImage:
    made = QImage(size * scale, QImage.Format.Format_RGB32)
    made.setDotsPerMeterX(round(96 * scale / 0.0254))
    made.setDotsPerMeterY(round(96 * scale / 0.0254))
    made.setDevicePixelRatio(scale)
    draw(made, paint, size, scene, theme, font)
    return made


def svg(paint: Paint, size: QSize, scene: Any, theme: Theme, font: QFont, title: str = "") -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QSvgGenerator()
    writer.setOutputDevice(buffer)
    writer.setResolution(96)
    writer.setSize(size)
    writer.setViewBox(QRectF(0, 0, size.width(), size.height()))
    writer.setTitle(title)
    writer.setDescription("Drawn by Playground")
    draw(writer, paint, size, scene, theme, font)
    return bytes(buffer.data().data())


def pdf(paint: Paint, size: QSize, scene: Any, theme: Theme, font: QFont, title: str = "") -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(PDF_RESOLUTION)
    points = QSizeF(size) * 0.75  # 96 logical pixels an inch, 72 points
    exactly = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "picture", exactly))
    writer.setPageMargins(QMarginsF())
    draw(writer, paint, size, scene, theme, font, PDF_RESOLUTION / 96)
    return bytes(buffer.data().data())


def save(path: str | Path, paint: Paint, size: QSize, scene: Any, theme: Theme, font: QFont,
         title: str = "") -> None:
    """Write the picture in the format that the name's ending asks for. Raises `InputError`."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".svg":
        data = svg(paint, size, scene, theme, font, title)
    elif suffix == ".pdf":
        data = pdf(paint, size, scene, theme, font, title)
    elif suffix == ".png":
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image(paint, size, scene, theme, font).save(buffer, "PNG")
        data = bytes(buffer.data().data())
    else:
        raise InputError(f"{path.name}: a picture's name ends in {', '.join(SUFFIXES)}")
    write_atomically(path, data)
