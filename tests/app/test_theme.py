"""The look: readable everywhere, and one call for everything."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QFile, QIODevice
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel

from playground.app.icons import asset, pixmap
from playground.app.theme import DARK, LIGHT, Theme, apply_theme, blend, contrast, viridis


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the well-known near miss


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_background(theme: Theme):
    words = {"text": theme.text, "muted": theme.muted, "accent": theme.accent, "danger": theme.danger,
             "warning": theme.warning, "good": theme.good}
    words |= {f"player {k + 1}": colour for k, colour in enumerate(theme.players)}
    selected = theme.mix("accent", "raised", 0.13 + 0.06 * theme.dark).name()
    for name, colour in words.items():
        for ground in (theme.window, theme.surface, theme.raised):
            assert contrast(colour, ground) >= 4.5, f"{name} on {ground}"
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.text, selected) >= 4.5
    assert len(set(theme.players)) == 6


def test_the_first_player_is_blue_and_the_second_vermillion():
    assert LIGHT.players[0] == "#0072b2"
    for theme in (LIGHT, DARK):
        blue, vermillion = theme.player(0), theme.player(1)
        assert 190 <= blue.hue() <= 215 and 10 <= vermillion.hue() <= 35
        assert theme.player(6) == blue


def test_viridis_runs_from_dark_violet_to_yellow_and_clips():
    colours = viridis([0, 0.5, 1, 7])
    assert colours.dtype == np.uint8 and colours.shape == (4, 3)
    assert colours[0].tolist() == [0x44, 0x01, 0x54]
    assert colours[2].tolist() == colours[3].tolist() == [0xFD, 0xE7, 0x25]
    lightness = viridis(np.linspace(0, 1, 50)) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(lightness) > 0).all()


def test_blend():
    assert blend("#ffffff", "#000000", 0.5) == "#808080"
    assert blend("#123456", "#ffffff", 1) == "#123456"


def test_zoom_scales_the_font_and_every_length_of_the_sheet(qapp: QApplication):
    label = QLabel("Stag")
    sizes = {}
    for scale in (0.5, 1, 2, 3):
        apply_theme(qapp, LIGHT, scale)
        qapp.processEvents()
        sizes[scale] = QFontInfo(label.font()).pixelSize()
        assert qapp.palette().text().color() == LIGHT.colour("text")
    assert sizes[2] == pytest.approx(2 * sizes[1], abs=1) and sizes[3] > sizes[2] > sizes[1] > sizes[0.5]
    apply_theme(qapp, DARK, 1)
    assert qapp.palette().window().color() == DARK.colour("window")
    assert "$" not in qapp.styleSheet()
    label.deleteLater()


def test_figures_have_one_width(qapp: QApplication):
    apply_theme(qapp, LIGHT, 1)
    label = QLabel()
    label.ensurePolished()
    assert len({label.fontMetrics().horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1
    label.deleteLater()


def test_pictures_of_the_sheet_are_there_and_in_the_theme_s_colours(qapp: QApplication):
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme, 1)
        names = re.findall(r"url\(([^)]+)\)", qapp.styleSheet())
        assert len(names) >= 6
        for name in names:
            file = QFile(name)
            assert file.open(QIODevice.OpenModeFlag.ReadOnly), name
            text = bytes(file.readAll().data()).decode()
            used = set(re.findall(r"#[0-9a-f]{6}", text))
            assert used <= {theme.muted, theme.on_accent, theme.text}, name


def test_icons_take_the_colour_asked_for(qapp: QApplication):
    for name in ("library", "game", "play", "evolution", "undo", "redo", "search", "command"):
        assert asset(f"icons/{name}.svg").is_file()
        image = pixmap(name, "#ff0000", 24).toImage()
        colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
                   if image.pixelColor(x, y).alpha() == 255}
        assert colours == {"#ff0000"}
