"""The Evolution page's entries in menus and palette: play, starts, corners, and what leaves the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from playground.app import animation
from playground.app.actions import Action
from playground.app.pictures.view import FILTER
from playground.files import write_atomically
from playground.problem import InputError

if TYPE_CHECKING:
    from playground.app.pages.evolution import EvolutionPage

MENU = "Evolution"
ANIMATED = 6.0  # seconds


class EvolutionActions:
    """What can be done on the page from menus."""

    def __init__(self, page: EvolutionPage) -> None:
        self.page = page

    def table(self) -> list[Action]:
        page, alive = self.page, self._has_run
        return [
            Action("play", "Play or Pause", MENU, page.play_or_pause, "Ctrl+Space",
                   "Let the population move along its way", enabled=alive),
            Action("even", "Start with Equal Shares", MENU, page.start_even, "Ctrl+E",
                   "All strategies equally frequent", enabled=alive),
            Action("random", "Start Anywhere", MENU, page.start_random, "Ctrl+R",
                   "A start drawn from all states", enabled=alive),
            Action("nudge", "Nudge the Start", MENU, page.nudge, "",
                   "A hundredth of the way off, as from a rest point, where nothing moves", enabled=alive),
            Action("clear-starts", "Remove the Other Starts", MENU, page.clear_others, "",
                   "Keep the start that can be dragged", enabled=self._has_others),
            Action("step", "A Step On", MENU, lambda: page.step(1), "Ctrl+.", "A hundredth of the time",
                   enabled=alive),
            Action("step-back", "A Step Back", MENU, lambda: page.step(-1), "Ctrl+,",
                   "A hundredth of the time", enabled=alive),
            Action("rotate", "Rotate the Triangle’s Corners", MENU, page.turn_corners, "Ctrl+T",
                   "Show the strategies at other corners", enabled=self._is_triangle),
            Action("copy-picture", "Copy Picture", MENU, self.copy_picture, "",
                   "As an image and as SVG", enabled=alive, section="export"),
            Action("save-picture", "Save Picture…", MENU, self.save_picture, "",
                   "SVG, PDF or PNG", enabled=alive, section="export"),
            Action("save-animation", "Save Animation…", MENU, self.save_animation, "",
                   "The population on its way, as WebP or GIF", enabled=alive, section="export"),
            Action("save-shares", "Save Shares as CSV…", MENU, self.save_shares, "",
                   "Times and shares of the way that is shown", enabled=alive, section="export"),
            Action("copy-rest-points", "Copy Rest Points", MENU, self.copy_rest_points, "",
                   "The list as text", enabled=alive, section="export"),
        ]

    def _has_run(self) -> bool:
        return self.page.run is not None

    def _has_others(self) -> bool:
        return self.page.has_others

    def _is_triangle(self) -> bool:
        return self.page.is_triangle

    def copy_picture(self) -> None:
        self.page.main_view.copy()
        self.page.context.window.say("The picture is on the clipboard.")

    def copy_rest_points(self) -> None:
        QGuiApplication.clipboard().setText(self.page.controls.rest_points.text())
        self.page.context.window.say("The rest points are on the clipboard.")

    def save_picture(self) -> None:
        self._save("Save picture", FILTER, "svg", self.page.main_view.save)

    def save_shares(self) -> None:
        self._save("Save shares", "Table (*.csv)", "csv", self._write_shares)

    def save_animation(self) -> None:
        """The main picture from the start to the end, as it plays."""
        page = self.page
        window = page.context.window
        path = window.ask_save_path("Save animation", animation.FILTER, f"{self._file_name()}.webp")
        if path is None:
            return
        count = round(ANIMATED * animation.RATE)
        try:
            made = animation.Animation(path if path.suffix else path.with_suffix(".webp"), count,
                                       lambda k: page.frame(k / (count - 1)), page)
        except InputError as problem:
            window.error("The file was not written.", str(problem))
            return
        made.finished.connect(lambda told: window.say(told) if told else None)

    def _write_shares(self, path: Path) -> None:
        write_atomically(path, self.page.csv().encode())

    def _save(self, caption: str, kinds: str, suffix: str, write: Callable[[Path], None]) -> None:
        """Ask where, and write there; a name without an ending gets one."""
        window = self.page.context.window
        path = window.ask_save_path(caption, kinds, f"{self._file_name()}.{suffix}")
        if path is None:
            return
        if not path.suffix:
            path = path.with_suffix(f".{suffix}")
        try:
            write(path)
        except InputError as problem:
            window.error("The file was not written.", str(problem))
        else:
            window.say(f"Saved {path}")

    def _file_name(self) -> str:
        name = self.page.context.document.display_name.lower()
        kept = "".join(character if character.isalnum() else "-" for character in name).strip("-")
        return f"{kept or 'game'}-{self.page.dynamic}"
