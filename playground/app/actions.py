"""One table of actions feeds the menus, the command palette and the shortcut sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MENUS = ("File", "Edit", "Game", "View", "Play", "Tournament", "Evolution", "Space", "Practice", "Help")


@dataclass(frozen=True)
class Action:
    """Something a person can do.

    name: stable, lower-case, hyphenated; title: as in a menu; menu: one of `MENUS`, with "/Name" for a
    submenu, or empty for the palette only; run: called without arguments; shortcut: as Qt writes it,
    several separated by "; "; tip: one sentence; enabled, checked: asked when a menu opens; a
    non-None `checked` makes it a check mark; section: a line is drawn between sections of a menu.
    """

    name: str
    title: str
    menu: str
    run: Callable[[], object]
    shortcut: str = ""
    tip: str = ""
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    section: str = ""

    @property
    def is_enabled(self) -> bool:
        return self.enabled is None or self.enabled()
