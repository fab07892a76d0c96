"""Phase portraits, from payoffs to pixels, at 640×600 in the real widget.

The yardstick is pyqtgraph with one curve item a flow line and an image item for the speed: the usual way
to draw such a picture in Qt. Aims: a whole triangle, from payoffs on, within 1.6 times what pyqtgraph takes
for the pixels alone, and a frame of dragging the start within half of it (on the machine they were set on:
12 and 5 ms).
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from fractions import Fraction

WIDTH, HEIGHT = 640, 600
REPEATS = 40
WHOLE, FRAME = 1.6, 0.5  # times the yardstick


def milliseconds(call: Callable[[], object]) -> float:
    """The median of many calls, after two that warm up."""
    call(), call()
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from playground.app.pictures import evolution as pictures
    from playground.app.pictures.view import PictureView
    from playground.evolution import portrait, trajectory
    from playground.game import NormalForm

    app = QApplication.instance() or QApplication(["benchmark"])
    zeeman = [[0, 6, -4], [-3, 0, 5], [-1, 3, 0]]
    games = {
        "triangle": (NormalForm.from_arrays(zeeman, [list(column) for column in zip(*zeeman)]),
                     ("1/2", "3/10", "1/5")),
        "square": (NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]]),
                   ("7/10", "3/10", "3/5", "2/5")),
        "line": (NormalForm.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]]), ("3/5", "2/5")),
    }
    figures: dict[str, tuple[float, float]] = {}
    for name, (game, texts) in games.items():
        kind = pictures.KINDS[name]
        view = PictureView(kind.paint, name, layers=kind.layers)
        view.resize(WIDTH, HEIGHT)
        target = QPixmap(WIDTH, HEIGHT)
        start = tuple(map(Fraction, texts))
        kept: list[object] = []

        def whole(game=game, start=start, view=view, target=target, kept=kept) -> None:
            found = portrait(game)
            still = pictures.still(found)
            kept[:] = [found, still]
            way = trajectory(game, "replicator", start)
            view.show_scene(pictures.scene(game, found, still, pictures.path_of(found.sizes, way, None)))
            view.render(target)

        def frame(game=game, start=start, view=view, target=target, kept=kept) -> None:
            found, still = kept
            way = trajectory(game, "replicator", start)
            view.show_scene(pictures.scene(game, found, still, pictures.path_of(found.sizes, way, None)))
            view.render(target)

        figures[name] = milliseconds(whole), milliseconds(frame)
        whole_time, frame_time = figures[name]
        print(f"{name:9} payoffs to pixels {whole_time:5.1f} ms   drag frame {frame_time:5.1f} ms")
    peer = _pyqtgraph(games["triangle"][0])
    whole_ratio, frame_ratio = (figure / peer for figure in figures["triangle"])
    print(f"pyqtgraph, the triangle's flow lines and speed, pixels alone {peer:.1f} ms")
    print(f"triangle: whole {whole_ratio:.2f} times that (aim {WHOLE}), "
          f"drag frame {frame_ratio:.2f} (aim {FRAME})")
    app.processEvents()
    return 0 if whole_ratio <= WHOLE and frame_ratio <= FRAME else 1


def _pyqtgraph(game: object) -> float:
    """Flow lines and speed of the same portrait as pyqtgraph items, set and painted."""
    import numpy as np
    import pyqtgraph
    from PySide6.QtGui import QPainter, QPixmap

    from playground.app.pictures import triangle
    from playground.evolution import portrait

    found = portrait(game)  # type: ignore[arg-type]
    lines = found.lines @ triangle.PLANE
    pyqtgraph.setConfigOptions(antialias=True, background="w")
    widget = pyqtgraph.PlotWidget()
    widget.resize(WIDTH, HEIGHT)
    image = pyqtgraph.ImageItem(np.ascontiguousarray(found.speed))
    image.setColorMap(pyqtgraph.colormap.get("viridis"))
    image.setRect(0, 0, 1, triangle.HEIGHT)
    widget.addItem(image)
    curves = [widget.plot(pen=pyqtgraph.mkPen("k", width=1)) for _ in lines]
    widget.setRange(xRange=(0, 1), yRange=(0, triangle.HEIGHT))
    target = QPixmap(WIDTH, HEIGHT)
    shift = [0.0]

    def draw() -> None:
        shift[0] += 1e-6  # other numbers each time, as after an edit
        image.setImage(found.speed + shift[0], autoLevels=True)
        for curve, line in zip(curves, lines):
            curve.setData(line[:, 0] + shift[0], line[:, 1])
        painter = QPainter(target)
        widget.render(painter)
        painter.end()

    taken = milliseconds(draw)
    widget.close()
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
