"""The Space page's entries in menus and palette: play, starts, and what leaves the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from playground.app import animation
from playground.app.actions import Action
from playground.files import write_atomically
from playground.problem import InputError

if TYPE_CHECKING:
    from playground.app.pages.space import SpacePage

MENU = "Space"
MOST_FRAMES = 200  # of an animation
EDGES = "List of links (*.txt *.csv *.tsv *.edges *.edgelist);;All files (*)"


class SpaceActions:
    def __init__(self, page: SpacePage) -> None:
        self.page = page

    def table(self) -> list[Action]:
        page = self.page

        def alive() -> bool:
            return page.is_shown

        return [
            Action("play", "Play or Pause", MENU, page.play_or_pause, "Ctrl+Space", "Let generations pass",
                   enabled=alive),
            Action("step", "A Generation On", MENU, lambda: page.step(1), "Ctrl+.", "One generation",
                   enabled=alive),
            Action("step-back", "A Generation Back", MENU, lambda: page.step(-1), "Ctrl+,",
                   "Look at the generation before", enabled=alive),
            Action("again", "Start Again", MENU, page.begin, "Ctrl+R", "From the start, with the same seed",
                   enabled=alive),
            Action("new-seed", "New Seed", MENU, lambda: page.controls.draw_seed(), "Ctrl+E", "Another "
                                                                                              "random start",
                   enabled=alive),
            Action("network", "Network From a File…", MENU, self.open_network, "",
                   "A text with one link a line"),
            Action("copy-picture", "Copy Picture", MENU, self.copy_picture, "", "As an image and as SVG",
                   enabled=alive, section="export"),
            Action("save-picture", "Save Picture…", MENU, page.picture.ask_and_save, "", "PNG, SVG or PDF",
                   enabled=alive, section="export"),
            Action("save-animation", "Save Animation…", MENU, self.save_animation, "",
                   f"The last generations that are kept, up to {MOST_FRAMES}, as WebP or GIF", enabled=alive,
                   section="export"),
            Action("save-shares", "Save Shares as CSV…", MENU, self.save_shares, "",
                   "Generations, shares and mean payoffs", enabled=alive, section="export"),
        ]

    def copy_picture(self) -> None:
        self.page.picture.copy()
        self.page.context.window.say("The picture is on the clipboard.")

    def open_network(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self.page, "Open a network", "", EDGES)
        self.page.use_network(Path(path) if path else None)

    def save_shares(self) -> None:
        window = self.page.context.window
        path = window.ask_save_path("Save shares", "Table (*.csv)", "shares.csv")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".csv")
        try:
            write_atomically(path, self.page.csv().encode())
        except InputError as problem:
            window.error("The file was not written.", str(problem))
        else:
            window.say(f"Saved {path}")

    def save_animation(self) -> None:
        """The last generations, one a frame."""
        page = self.page
        window = page.context.window
        page.pause()
        path = window.ask_save_path("Save animation", animation.FILTER, "space.webp")
        if path is None:
            return
        first, last = page.runner.kept
        first = max(first, last - MOST_FRAMES + 1)
        try:
            made = animation.Animation(path if path.suffix else path.with_suffix(".webp"), last - first + 1,
                                       lambda k: page.frame(first + k), page)
        except InputError as problem:
            window.error("The file was not written.", str(problem))
            return
        made.finished.connect(lambda told: window.say(told) if told else None)
