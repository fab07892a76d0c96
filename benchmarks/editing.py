"""Live editing, from a key press in a payoff to the repainted table, equilibria and pictures.

Every key goes through the real window's event queue: the editor opens, the number is parsed, the game
solved exactly, and everything that is seen is painted before the clock stops. The aims are absolute,
because a person's patience is: 60 pictures a second at the median, no key above 50 ms.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

SIZES = (2, 3, 4, 5)
KEYS = 240
MEDIAN, WORST = 16.0, 50.0  # milliseconds
TYPED = "7-312/4"


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from playground.app.application import Application
    from playground.app.main import make_qapplication
    from playground.app.settings import Folders

    qapplication = make_qapplication()
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        application = Application(qapplication, Folders(Path(folder) / "config", Path(folder) / "recovery"))
        print(f"{'game':8}{'median':>10}{'95 %':>10}{'worst':>10}   milliseconds a key, {KEYS} keys")
        for size in SIZES:
            times = sorted(keys(application, size))
            median, worst = statistics.median(times), times[-1]
            print(f"{f'{size}×{size}':8}{median:10.1f}{times[int(len(times) * 0.95)]:10.1f}{worst:10.1f}")
            missed |= median >= MEDIAN or worst >= WORST
        application.stop()
        QApplication.processEvents()
    print(f"aim: median below {MEDIAN:.0f} ms, worst below {WORST:.0f} ms: {'missed' if missed else 'met'}")
    return int(missed)


def keys(application: object, size: int) -> list[float]:
    """Milliseconds for each of `KEYS` keys typed into the cells of a random size × size game, the
    pictures beside the table changing places meanwhile."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from playground.app.widgets.payoff_table_model import Spot
    from playground.files import GameDocument
    from playground.game import generators

    game = generators.random_game((size, size), -9, 9, seed=size)
    window = application.new_window(GameDocument(game, "Benchmark"), page="game")  # type: ignore[attr-defined]
    window.resize(1280, 800)
    window.activateWindow()
    page = window.page
    page.table.setFocus()
    settled = time.monotonic() + 0.4
    while time.monotonic() < settled or len(window.pages) < len(window.page_names):
        QApplication.processEvents()  # the window makes its other pages while nobody types yet
        time.sleep(0.02)
    times: list[float] = []
    while len(times) < KEYS + len(TYPED):
        page.side.show_tab(("responses", "payoffs")[len(times) // 40 % 2] if size == 2 else "payoffs")
        QApplication.processEvents()
        for key in TYPED:
            begun = time.perf_counter()
            QTest.keyClick(QApplication.focusWidget(), key)
            QApplication.processEvents()
            times.append((time.perf_counter() - begun) * 1000)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if not page.table.hasFocus():  # past the last payoff
            page.table.setFocus()
            page.table.set_cursor(Spot("payoff", 0))
        QApplication.processEvents()
    window.document.undo_stack.setClean()
    window.close()
    return times[len(TYPED):]


if __name__ == "__main__":
    raise SystemExit(main())
