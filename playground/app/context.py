"""What a page is given: the document, the live results, the settings, the look, and its window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.app.document import Document
    from playground.app.live import Live
    from playground.app.settings import Settings
    from playground.app.theme import Theme
    from playground.app.window import Window


@dataclass
class Context:
    """One a window. `theme` is the current one; the window sets it before it tells the pages."""

    document: Document
    live: Live
    settings: Settings
    theme: Theme
    window: Window
