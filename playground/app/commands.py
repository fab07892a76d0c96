"""The window's own table of actions. Pages add theirs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from playground.app.actions import Action

if TYPE_CHECKING:
    from playground.app.window import Window


def window_actions(window: Window) -> list[Action]:
    """What can be done on every page, with titles and states as they are now."""
    app, filing, document = window.application, window.filing, window.document
    stack, settings = document.undo_stack, window.context.settings
    dialogs = _Dialogs(window)
    table = [
        Action("new-game", "New Game…", "File", dialogs.new_game, "Ctrl+N",
               "A game of any size, or from a template"),
        Action("new-window", "New Window", "File", dialogs.new_window, "Ctrl+Shift+N",
               "The same document in a window of its own, as a copy"),
        Action("open", "Open…", "File", filing.open, "Ctrl+O", "A .game.json or a Gambit .nfg or .efg file"),
    ]
    table += [Action(f"recent-{i}", str(path.name), "File/Open Recent", partial(filing.open_path, path),
                     tip=str(path)) for i, path in enumerate(settings.recent)]
    table += [
        Action("clear-recent", "Clear This List", "File/Open Recent", dialogs.clear_recent, section="clear",
               enabled=dialogs.has_recent),
        Action("save", "Save", "File", filing.save, "Ctrl+S", section="save"),
        Action("save-as", "Save As…", "File", filing.save_as, "Ctrl+Shift+S", section="save"),
        Action("close", "Close Window", "File", window.close, "Ctrl+W", section="end"),
        Action("quit", "Quit", "File", app.quit, "Ctrl+Q", section="end"),
        Action("undo", f"Undo {stack.undoText()}".strip(), "Edit", stack.undo, "Ctrl+Z",
               enabled=stack.canUndo),
        Action("redo", f"Redo {stack.redoText()}".strip(), "Edit", stack.redo, "Ctrl+Shift+Z; Ctrl+Y",
               enabled=stack.canRedo),
        Action("details", "Title and Story…", "Edit", dialogs.details, "F2",
               "Title, summary, tags, story and notes of this game", section="details"),
    ]
    table.append(Action("strategies", "Strategies of This Game…", "Game", dialogs.strategies,
                        tip="Write strategies as scripts, and try them", section="strategies"))
    table += [Action(f"page-{name}", name.capitalize(), "View", partial(window.show_page, name),
                     f"Ctrl+{i}", section="pages") for i, name in enumerate(window.page_names, start=1)]
    table += [
        Action("zoom-in", "Larger", "View", app.zoom_in, "Ctrl++; Ctrl+=", "Everything larger",
               section="zoom"),
        Action("zoom-out", "Smaller", "View", app.zoom_out, "Ctrl+-", "Everything smaller", section="zoom"),
        Action("zoom-reset", f"Normal Size ({app.zoom:.0%} now)", "View", app.reset_zoom, "Ctrl+0",
               section="zoom"),
        Action("present", "Presentation", "View", window.presentation.toggle, "F11",
               "The picture and its one line, nothing else; Esc leaves", section="present"),
    ]
    table += [Action(f"appearance-{name}", title, "View/Appearance", partial(app.set_appearance, name),
                     checked=partial(_is_appearance, window, name), section="look")
              for name, title in (("system", "As the System"), ("light", "Light"), ("dark", "Dark"))]
    table += [
        Action("commands", "All Commands…", "Help", window.open_palette, "Ctrl+K; Ctrl+Shift+P",
               "Find everything there is to do by its name"),
        Action("shortcuts", "Keyboard Shortcuts", "Help", dialogs.shortcuts, "F1; ?"),
        Action("about", "About Playground", "Help", dialogs.about, section="about"),
    ]
    return table


def _is_appearance(window: Window, name: str) -> bool:
    return window.context.settings.appearance == name


class _Dialogs:
    """Actions that open a dialog, imported when they do."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def new_game(self) -> None:
        from playground.app.widgets.new_game import NewGameDialog

        dialog = NewGameDialog(self.window)
        if dialog.exec() and dialog.document is not None and self.window.open_document(dialog.document):
            self.window.show_page("game")

    def new_window(self) -> None:
        self.window.application.new_window(self.window.document.state, page="game")

    def clear_recent(self) -> None:
        self.window.context.settings.clear_recent()
        self.window.rebuild_menus()

    def has_recent(self) -> bool:
        return bool(self.window.context.settings.recent)

    def details(self) -> None:
        from playground.app.dialogs import DetailsDialog

        DetailsDialog(self.window).exec()

    def strategies(self) -> None:
        self.window.consent.show()

    def shortcuts(self) -> None:
        from playground.app.palette import ShortcutSheet

        ShortcutSheet(self.window, self.window.actions_table()).exec()

    def about(self) -> None:
        from playground.app.dialogs import AboutDialog

        AboutDialog(self.window).exec()
