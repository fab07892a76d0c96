"""`python -m playground.app.shots DIR`: every page and dialog, light and dark, in two sizes."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

SIZES = ((1280, 800), (1920, 1080))
BROKEN = ("payoffs[1][0][0]: 'x+' is not an expression: it ends too early\n"
          "players[0].strategies[1]: the name 'Stag' is there twice; each strategy needs one of its own\n"
          "repeated.continuation: 3/2 is not from 0 to 1")


def take(folder: Path) -> list[Path]:
    """Take all pictures; the files, in order."""
    from playground.app.tour import staged

    files: list[Path] = []
    for theme in ("light", "dark"):
        for size in SIZES:
            with staged(folder, theme, size) as stage:
                _pages(stage, f"{theme}-{size[0]}x{size[1]}")
                if size == SIZES[0]:
                    _states(stage, theme)
                    _dialogs(stage, theme)
                files += stage.files
        with staged(folder, theme, SIZES[0], zoom=2.0) as stage:
            _pages(stage, f"{theme}-200-percent")
            files += stage.files
    return files


def _pages(stage, suffix: str) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtTest import QTest

    from playground.app.tour import _play_a_little

    QTest.qWait(500)
    for page in stage.window.page_names:
        stage.show(page)
        _play_a_little(stage, page)
        stage.shoot(f"{page}-{suffix}")
        if page == "game":
            _tabs(stage, suffix)
        if page == "evolution":
            stage.show(page, "rock-paper-scissors")
            stage.shoot(f"{page}-triangle-{suffix}")
            stage.show(page, "battle-of-the-sexes")
            stage.shoot(f"{page}-square-{suffix}")
            stage.show(page, "feeble-twin")
            stage.shoot(f"{page}-tetrahedron-{suffix}")
            stage.show(page, "stag-hunt")


def _tabs(stage, suffix: str) -> None:  # type: ignore[no-untyped-def]
    """Each picture beside the table."""
    for name, game in (("payoffs", "chicken"), ("map", "chicken"), ("atlas", "chicken"),
                       ("concepts", "chicken"), ("story", "chicken"), ("regions", "rock-paper-scissors")):
        stage.show("game", game)
        stage.window.page.side.show_tab(name)
        stage.settle()
        stage.shoot(f"game-{name}-{suffix}")
    stage.show("game", "stag-hunt")
    stage.window.page.side.show_tab("responses")
    stage.settle()


def _states(stage, theme: str) -> None:  # type: ignore[no-untyped-def]
    from playground.app.widgets.notices import Bar

    window = stage.window
    stage.show("library")
    library = window.pages["library"]
    library.search.setText("zebra")
    stage.shoot(f"library-nothing-{theme}")
    library.show_all()
    bar = Bar(f"Playground did not end properly last time. “Stag Hunt”, changed {datetime.now():%d %B} at "
              "10:32, can be recovered.", [("Recover", stage.settle), ("Discard", stage.settle)])
    window.show_bar(bar)
    window.say("Saved to stag-hunt.game.json")
    stage.settle()
    stage.shoot(f"recovery-{theme}")
    bar.deleteLater()
    window.note.hide()
    for page in window.page_names[1:]:
        stage.show(page, "stag-hunt")
        window.presentation.enter(full_screen=False)
        stage.settle()
        stage.shoot(f"presentation-{page}-{theme}")
        window.presentation.leave()


def _dialogs(stage, theme: str) -> None:  # type: ignore[no-untyped-def]
    from playground.app.crash import versions
    from playground.app.dialogs import AboutDialog, CrashDialog, DetailsDialog, ErrorDialog
    from playground.app.pages.practice_exam import ExamDialog
    from playground.app.palette import Palette, ShortcutSheet
    from playground.app.widgets.new_game import NewGameDialog

    window = stage.window
    stage.show("library")
    palette = Palette(window, window.actions_table())
    palette.line.setText("un")
    report = f"Traceback (most recent call last):\n  …\nZeroDivisionError: division by zero\n\n{versions()}"
    for name, dialog in (
            ("commands", palette),
            ("shortcuts", ShortcutSheet(window, window.actions_table())),
            ("new-game", NewGameDialog(window)),
            ("details", DetailsDialog(window)),
            ("about", AboutDialog(window)),
            ("exam", ExamDialog(window.pages["practice"])),
            ("problems", ErrorDialog(window, "“dilemma.game.json” cannot be opened. 3 things are wrong:",
                                     BROKEN)),
            ("crash", CrashDialog(window, "division by zero", report))):
        stage.shoot_dialog(dialog, f"dialog-{name}-{theme}")
    document = window.document
    document.edit("Rename", replace(document.state, title="Stag Hunt, Monday"))
    stage.shoot_dialog(window.filing.question(offer_window=True), f"dialog-save-{theme}")
    document.undo_stack.undo()


def main(arguments: list[str]) -> int:
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print("usage: python3 dev.py shots [DIR]", file=sys.stderr)
        return 2
    folder = Path(arguments[0] if arguments else "shots")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for file in take(folder):
        print(file)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
