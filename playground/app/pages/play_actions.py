"""The Play page's entries in menus and palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.actions import Action

if TYPE_CHECKING:
    from playground.app.pages.play import PlayPage

MENU = "Play"


def actions(page: PlayPage) -> list[Action]:
    def begun() -> bool:
        return page.is_own and page.sitting is not None and page.sitting.begun

    def known() -> bool:
        return page.guessing.riddle is None

    def can_undo() -> bool:
        return page.is_own and page.sitting is not None and page.sitting.can_undo

    def can_run() -> bool:
        return page.replay is not None or page.can_step()

    return [
        Action("again", "Start Again", MENU, page.restart, "Ctrl+R",
               "A new match with the settings shown, and other luck", enabled=begun),
        Action("same-luck", "Start Again with the Same Luck", MENU, page.restart_with_same_luck,
               "Ctrl+Shift+R", "From the same seed: where the same is chosen, the same happens",
               enabled=known),
        Action("undo-round", "Undo Round", MENU, page.undo_round, "Ctrl+Backspace",
               "Take back the last round, luck included", enabled=can_undo),
        Action("step", "Next Round", MENU, page.step, "Ctrl+.", "Strategies play one round",
               enabled=page.can_step, section="run"),
        Action("run", "Play or Pause", MENU, page.run_or_pause, "Ctrl+Space",
               "Play round after round, or show what was played so", enabled=can_run, section="run"),
        Action("end", "To the End", MENU, page.run_to_end, "Ctrl+End", "Play all rounds that are left",
               enabled=page.can_step, section="run"),
        Action("look-back", "Look Back", MENU, page.look_back, "", "The finished match, round by round",
               enabled=page.can_look_back, section="keep"),
        Action("keep", "Save Match in the Game", MENU, page.keep, "",
               "Keep this match in the game's file", enabled=page.has_rounds, section="keep"),
        Action("export", "Export Match as CSV…", MENU, page.export, "", "The rounds as a table",
               enabled=page.has_record, section="keep"),
    ]
