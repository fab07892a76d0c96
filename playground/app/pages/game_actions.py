"""What the Game page adds to the menus and the palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from playground.app.actions import Action
from playground.app.widgets.game_dialogs import RescaleDialog
from playground.app.widgets.game_side import SHORTCUT
from playground.app.widgets.payoff_table_model import Spot

if TYPE_CHECKING:
    from playground.app.pages.game import GamePage


def game_actions(page: GamePage) -> list[Action]:
    editing = page.editing

    def two() -> bool:
        return page.game.n_players == 2

    def several() -> bool:
        return page.game.n_players > 1

    def square() -> bool:
        return two() and page.game.shape[0] == page.game.shape[1]

    def action(name: str, title: str, run: object, *, menu: str = "Game", **more: object) -> Action:
        return Action(name, title, menu, run, **more)  # type: ignore[arg-type]

    def add(player: int) -> None:
        editing.add_strategy(player)

    def remove(player: int) -> None:
        editing.remove_strategy(player, page.document.selected[player])

    def removable(player: int) -> bool:
        return player < page.game.n_players and page.game.shape[player] > 1

    table = page.table

    def seen() -> bool:
        """Not while a picture is presented instead."""
        return table.isVisibleTo(page)

    return [
        action("copy", "Copy Cells", table.copy, menu="Edit", shortcut="Ctrl+C", section="cells",
               tip="The chosen cells, for a spreadsheet or another game", enabled=seen),
        action("paste", "Paste Cells", table.paste, menu="Edit", shortcut="Ctrl+V", section="cells",
               tip="A block from a spreadsheet, with or without names, from the selected cell on",
               enabled=seen),
        action("clear", "Set Cells to 0", table.clear, menu="Edit", shortcut="Del", section="cells",
               enabled=seen),
        action("choose-all", "Choose All Cells", table.choose_all, menu="Edit", shortcut="Ctrl+A",
               section="cells", enabled=seen),
        action("edit-payoff", "Edit the Selected Payoff", partial(edit_payoff, page), section="cell",
               tip="Or just type"),
        action("rename-row", "Rename the Selected Row", partial(rename, page, 0), section="cell"),
        action("rename-column", "Rename the Selected Column", partial(rename, page, 1), section="cell",
               enabled=several),
        action("add-row", "Add a Row", partial(add, 0), section="size", shortcut="Ctrl+Shift+Down",
               tip="Another strategy for player 1"),
        action("add-column", "Add a Column", partial(add, 1), section="size", shortcut="Ctrl+Shift+Right",
               tip="Another strategy for player 2", enabled=several),
        action("remove-row", "Remove the Selected Row", partial(remove, 0), section="size",
               shortcut="Ctrl+Shift+Up", enabled=partial(removable, 0)),
        action("remove-column", "Remove the Selected Column", partial(remove, 1), section="size",
               shortcut="Ctrl+Shift+Left", enabled=partial(removable, 1)),
        action("add-player", "Add a Player", editing.add_player, section="players",
               tip="Payoffs start as copies, whatever the new player does"),
        action("swap-players", "Swap the Players", editing.swap_players, section="players", enabled=several,
               tip="Player 2 becomes player 1, with everything"),
        action("transpose", "Transpose the Table", editing.transpose, section="players", enabled=two),
        action("rescale", "Rescale Payoffs…", partial(rescale, page), section="numbers"),
        action("negate", "Negate Payoffs", editing.negate, section="numbers", tip="Wins become losses"),
        action("symmetrise", "Make Symmetric", editing.symmetrise, section="numbers", enabled=square,
               tip="Player 2 gets player 1’s payoffs, mirrored"),
        action("zero-sum", "Make Zero-Sum", editing.make_zero_sum, section="numbers", enabled=two,
               tip="Player 2 gets the opposite of player 1’s payoffs"),
        action("discard-drafts", "Discard Unfinished Payoffs", editing.discard_drafts, section="numbers",
               enabled=lambda: bool(page.game.drafts), tip="Marked cells go back to the number that counts"),
        action("add-parameter", "Add a Parameter…", page.parameters.ask_new, section="words"),
        action("copy-equilibria", "Copy Equilibria", page.equilibria.copy_all, section="copy",
               enabled=lambda: page.equilibria.solution is not None),
        action("copy-equilibria-latex", "Copy Equilibria as LaTeX", page.equilibria.copy_latex,
               section="copy", enabled=lambda: page.equilibria.solution is not None),
        action("copy-table-latex", "Copy Table as LaTeX", partial(copy_latex, page), section="copy",
               tip="The payoffs as a tabular, best responses underlined"),
        action("enlarge", "Enlarge the Game’s Picture", page.set_enlarged, menu="View", shortcut=SHORTCUT,
               checked=lambda: page.enlarged, section="game",
               tip="It fills the page, with a small table beside it; then F11 presents the picture"),
        action("working", "Working of the Equilibrium", lambda: page.show_working(), menu="View",
               section="game", enabled=lambda: bool(page.equilibria.solution
                                                    and page.equilibria.solution.equilibria),
               tip="How the chosen equilibrium is worked out, line by line"),
        action("dim-dominated", "Dim Dominated Strategies", page.set_dim, menu="View", shortcut="Ctrl+D",
               checked=lambda: page.dim, section="game"),
        action("arrows", "Arrows to Best Responses", page.set_arrows, menu="View", shortcut="Ctrl+M",
               checked=lambda: page.arrows, section="game",
               tip="Who would move where: from every cell of a 2×2 game, else from the selected one"),
        action("formulas", "Show Formulas in Cells", page.set_formulas, menu="View",
               checked=lambda: page.table.model.formulas, section="game"),
        *(action(f"show-{name}", title, partial(page.side.show_tab, name), menu="View", section="game",
                 enabled=partial(has_tab, page, name))
          for name, title in (("responses", "Best Responses"), ("regions", "Best-Response Regions"),
                              ("payoffs", "Payoffs"), ("map", "Equilibrium Map"),
                              ("atlas", "Atlas of 2×2 Games"),
                              ("concepts", "Solution Concepts"), ("story", "Story"))),
    ]


def copy_latex(page: GamePage) -> None:
    from playground.files import latex_table

    QGuiApplication.clipboard().setText(latex_table(page.game))
    page.context.window.say("The table is on the clipboard, as LaTeX")


def has_tab(page: GamePage, name: str) -> bool:
    from playground.app.widgets.game_side import ORDER

    return page.side.tabs.isTabVisible(ORDER.index(name))


def edit_payoff(page: GamePage) -> None:
    page.table.setFocus()
    cursor = page.table.cursor
    page.table.edit(cursor if cursor.kind == "payoff" else Spot("payoff", 0, *_at(page)))


def rename(page: GamePage, player: int) -> None:
    page.table.setFocus()
    page.table.edit(Spot("strategy", player, *_at(page)))


def rescale(page: GamePage) -> None:
    RescaleDialog(page.editing, page.window()).open()


def _at(page: GamePage) -> tuple[int, int]:
    selected = page.document.selected
    return selected[0], selected[1] if len(selected) > 1 else 0
