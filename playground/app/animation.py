"""An animation as GIF or WebP: frames are painted between other events, and written beside them."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProgressDialog, QWidget

from playground.files import write_atomically
from playground.problem import InputError

FILTER = "Animation (*.webp);;Animation (*.gif)"
SUFFIXES = (".webp", ".gif")
RATE = 25  # frames a second


class Animation(QObject):
    """`frame(k)` paints one of `count` frames, each within a few hundredths of a second. finished: the file
    is written, or the message why not; empty where a person cancelled."""

    finished = Signal(str)

    def __init__(self, path: Path, count: int, frame: Callable[[int], QImage], parent: QWidget) -> None:
        """Raises `InputError` for an ending that is none of `SUFFIXES`."""
        if path.suffix.lower() not in SUFFIXES:
            raise InputError(f"{path.name}: an animation's name ends in {' or '.join(SUFFIXES)}")
        super().__init__(parent)
        self.path, self.count, self._frame = path, count, frame
        self._frames: list[bytes] = []
        self._size = (0, 0)
        self._problem = ""
        self._written: threading.Thread | None = None
        self._dialog = QProgressDialog("Painting frames …", "Cancel", 0, count + 1, parent)
        self._dialog.setMinimumDuration(300)
        self._dialog.setWindowTitle("Save Animation")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(0)

    def _go_on(self) -> None:
        if self._dialog.wasCanceled():
            self._end("")
        elif len(self._frames) < self.count:
            image = self._frame(len(self._frames)).convertToFormat(QImage.Format.Format_RGB888)
            self._size = (image.width(), image.height())
            wide = 3 * image.width()
            bits, line = bytes(image.constBits()), image.bytesPerLine()
            self._frames.append(bits if line == wide else b"".join(
                bits[row * line:row * line + wide] for row in range(image.height())))
            self._dialog.setValue(len(self._frames))
        elif self._written is None:
            self._dialog.setLabelText("Writing the file …")
            self._timer.setInterval(50)
            self._written = threading.Thread(target=self._write, daemon=True)
            self._written.start()
        elif not self._written.is_alive():
            self._end(self._problem or f"Saved {self.path}")

    def _write(self) -> None:
        """In a thread: nothing of Qt is touched here."""
        try:
            write_atomically(self.path, encoded(self._frames, self._size, self.path.suffix.lower()))
        except (InputError, OSError) as problem:
            self._problem = str(problem)

    def _end(self, told: str) -> None:
        self._timer.stop()
        self._dialog.close()
        self._dialog.deleteLater()
        self.finished.emit(told)
        self.deleteLater()


def encoded(frames: list[bytes], size: tuple[int, int], suffix: str) -> bytes:
    """Frames of RGB rows as one file that repeats for ever."""
    from PIL import Image

    first, *others = (Image.frombytes("RGB", size, frame) for frame in frames)
    target = io.BytesIO()
    more = {"lossless": True, "method": 2} if suffix == ".webp" else {}
    first.save(target, suffix[1:].upper(), save_all=True, append_images=others,
               duration=round(1000 / RATE), loop=0, **more)
    return target.getvalue()
