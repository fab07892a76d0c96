"""The one place where the look is decided: colours, the font, and the style of every standard control.

A `Theme` is a set of named colours; `apply_theme` turns it and a zoom factor into palette, style sheet
and font. Widgets take sizes from their font's metrics, never from pixels, so that zoom is one call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from playground.app.stylesheet import stylesheet

BASE_POINTS = 10.5
MIN_ZOOM, MAX_ZOOM = 0.5, 3.0


@dataclass(frozen=True)
class Theme:
    """Named colours as "#rrggbb".

    window: behind everything; surface: what is worked on; raised: controls and cards on a surface;
    text, muted: primary and secondary words; line: hairlines; accent, on_accent: the one accent and
    what is written on it; danger, warning, good: meanings. `players`: one colour a player, safe for
    colour-blind eyes. All text colours have a contrast of at least 4.5 : 1 on window, surface, raised.
    """

    name: str
    dark: bool
    window: str
    surface: str
    raised: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    danger: str
    warning: str
    good: str
    players: tuple[str, str, str, str, str, str]

    def colour(self, role: str) -> QColor:
        """The colour of a role named above."""
        return QColor(getattr(self, role))

    def player(self, k: int) -> QColor:
        """The colour of player k, counted from 0; after six they start again."""
        return QColor(self.players[k % len(self.players)])

    def mix(self, role: str, into: str = "surface", amount: float = 0.12) -> QColor:
        """`amount` of one role's colour in another's: tints for selections, marks and hover."""
        return QColor(blend(getattr(self, role), getattr(self, into), amount))


# The players' colours are those of Okabe and Ito (2008), darkened on light and lightened on dark
# surfaces as far as text needs.
LIGHT = Theme("light", False, window="#f5f5f3", surface="#ffffff", raised="#ffffff", text="#1b1c20",
              muted="#62656d", line="#e3e3df", accent="#5150c8", on_accent="#ffffff", danger="#c02a37",
              warning="#8a5700", good="#1a7a4c",
              players=("#0072b2", "#b65000", "#007d5b", "#b1407f", "#0e759f", "#8f6300"))
DARK = Theme("dark", True, window="#151619", surface="#1c1d21", raised="#25262b", text="#ececee",
             muted="#9b9ea8", line="#34353c", accent="#9d9cf5", on_accent="#14141c", danger="#f07a83",
             warning="#e3a437", good="#4fc08b",
             players=("#4fabea", "#f2854a", "#34b98f", "#d98bb9", "#7fcbf3", "#e9b13c"))

_VIRIDIS = ("#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58",
            "#b5de2b", "#fde725")


def viridis(t: npt.ArrayLike) -> npt.NDArray[np.uint8]:
    """The viridis colours at t in [0, 1] (clipped): shape (n, 3), bytes red green blue."""
    stops = np.array([[int(c[i:i + 2], 16) for i in (1, 3, 5)] for c in _VIRIDIS], dtype=float)
    at = np.clip(np.asarray(t, dtype=float).reshape(-1), 0, 1) * (len(stops) - 1)
    low = np.minimum(at.astype(int), len(stops) - 2)
    part = (at - low)[:, None]
    return np.rint(stops[low] * (1 - part) + stops[low + 1] * part).astype(np.uint8)


def blend(a: str, b: str, amount: float) -> str:
    """`amount` of colour a over colour b, as "#rrggbb"."""
    pairs = ((int(a[i:i + 2], 16), int(b[i:i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(x * amount + y * (1 - amount)):02x}" for x, y in pairs)


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours by WCAG 2.1: 1 to 21."""
    def luminance(colour: str) -> float:
        parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def system_theme() -> Theme:
    """What the system asks for; light where it does not say."""
    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def base_font(scale: float = 1.0) -> QFont:
    """The system's font with figures of equal width, at the app's size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    # Where all there is is DejaVu, its condensed cut is the calmer one.
    if font.family().startswith(("DejaVu Sans", "Sans")) and "Condensed" in " ".join(
            QFontDatabase.styles("DejaVu Sans")):
        font.setFamily("DejaVu Sans")
        font.setStretch(QFont.Stretch.SemiCondensed)
    font.setPointSizeF(BASE_POINTS * scale)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def palette(theme: Theme) -> QPalette:
    """Qt's palette, for what the style sheet does not reach and for what custom painters ask."""
    roles: dict[QPalette.ColorRole, Any] = {
        QPalette.ColorRole.Window: theme.window, QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface, QPalette.ColorRole.AlternateBase: theme.window,
        QPalette.ColorRole.Text: theme.text, QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.raised, QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.danger, QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent, QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text, QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent, QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Midlight: theme.line, QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Dark: theme.line, QPalette.ColorRole.Shadow: theme.line,
        QPalette.ColorRole.Accent: theme.accent}
    result = QPalette()
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    faint = QColor(blend(theme.muted, theme.surface, 0.65))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return result


def apply_theme(app: QApplication, theme: Theme, scale: float) -> None:
    """Give the whole app the theme at a zoom of `scale` (1 is 100 %)."""
    if not app.styleSheet():  # the first time; later the style is ours, wrapped in the sheet's
        app.setStyle(QStyleFactory.create("Fusion"))
    font = base_font(scale)
    app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(stylesheet(theme, QFontMetricsF(font).height()))
