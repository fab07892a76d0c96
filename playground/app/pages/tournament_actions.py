"""The Tournament page's entries in menus and palette."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.actions import Action
from playground.app.pictures.view import FILTER
from playground.app.widgets.game_side import SHORTCUT
from playground.files import write_atomically
from playground.files.strict_json import as_json
from playground.problem import InputError

if TYPE_CHECKING:
    from playground.app.pages.tournament import TournamentPage

MENU = "Tournament"


class TournamentActions:
    """What can be done on the page from menus."""

    def __init__(self, page: TournamentPage) -> None:
        self.page = page

    def table(self) -> list[Action]:
        page, alive = self.page, self._has_table
        return [
            Action("play", "Simulate or Halt", MENU, page.run.play_or_halt, "Ctrl+Space",
                   "Play the matches that have to be simulated", enabled=self._can_play),
            Action("watch", "Play the Chosen Match", MENU, page.watch_match, "Ctrl+R",
                   "Open the two on the Play page", enabled=self._has_pair),
            Action("about", "About the Strategy…", MENU, page.about, "Ctrl+I",
                   "What the one in the chosen row does, and where it comes from", enabled=self._has_pair),
            Action("up", "Look at the Row Above", MENU, page.look_up, "Ctrl+Up", enabled=self._has_pair),
            Action("down", "Look at the Row Below", MENU, page.look_down, "Ctrl+Down",
                   enabled=self._has_pair),
            Action("left", "Look at the Column Before", MENU, page.look_left, "Ctrl+Left",
                   enabled=self._has_pair),
            Action("right", "Look at the Next Column", MENU, page.look_right, "Ctrl+Right",
                   enabled=self._has_pair),
            Action("rounds", "Round by Round", MENU, page.look_round_by_round, "",
                   "The chosen match, every round of it", enabled=self._has_pair),
            Action("enlarge", "Enlarge the Picture", MENU, page.set_enlarged, SHORTCUT,
                   "It fills the page; then F11 presents it", checked=lambda: page.enlarged),
            Action("keep", "Keep These Results", MENU, page.keep_results, "",
                   "The table stands in the game’s file, beside the line-up", enabled=self._can_keep,
                   section="export"),
            Action("copy-picture", "Copy Picture", MENU, page.picture.copy, "",
                   "As an image and as SVG", enabled=alive, section="export"),
            Action("copy-table", "Copy Table", MENU, page.copy_table, "", "For a spreadsheet",
                   enabled=alive, section="export"),
            Action("save-picture", "Save Picture…", MENU, page.picture.ask_and_save, "", FILTER.split(";")[0],
                   enabled=alive, section="export"),
            Action("save-table", "Save Table as CSV…", MENU, page.picture.ask_and_save_data, "",
                   "Every pair and the means", enabled=alive, section="export"),
            Action("save-json", "Save Results as JSON…", MENU, self.save_json, "",
                   "With fractions, as the command line prints them", enabled=alive, section="export"),
        ]

    def _has_table(self) -> bool:
        return self.page.found is not None

    def _has_pair(self) -> bool:
        return self.page.found is not None and self.page.lit is not None

    def _can_keep(self) -> bool:
        return self.page.can_keep

    def _can_play(self) -> bool:
        return self.page.can_play

    def save_json(self) -> None:
        window = self.page.context.window
        path = window.ask_save_path("Save results", "Results (*.json)", "tournament.json")
        made = self.page.table()
        if path is None or made is None:
            return
        try:
            write_atomically(Path(path) if path.suffix else path.with_suffix(".json"),
                             (as_json(made.as_dict()) + "\n").encode())
        except InputError as problem:
            window.error("The file was not written.", str(problem))
        else:
            window.say(f"Saved {path}")
