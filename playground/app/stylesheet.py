"""The style of every standard control, as one Qt style sheet."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir

from playground.app.icons import asset

if TYPE_CHECKING:
    from playground.app.theme import Theme

_TEMPLATE = Template("""
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QDialog, QMessageBox { background: $window; }
QWidget#rail { background: $window; border: none; }
QWidget#header, QWidget#stage { background: $surface; }
QWidget#stage { border-left: 1px solid $line; }
QDialog#palette { background: $raised; border: 1px solid $edge; }
QDialog#palette QListWidget { background: $raised; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="subtitle"] { font-size: ${subtitle}px; font-weight: 600; }
QLabel[role="muted"], QLabel[role="caption"] { color: $muted; }
QLabel[role="caption"] { font-size: ${small}px; font-weight: 600; }
QLabel[role="headline"] { font-size: ${headline}px; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="warning"] { color: $warning; }
QLabel:disabled { color: $faint; }
QFrame[role="card"] { background: $raised; border: 1px solid $line; border-radius: ${r}px; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QLabel#note { background: $text; color: $surface; border-radius: ${r}px; padding: ${p1}px ${p3}px; }
QFrame#bar { background: $soft_stage; border: none; border-bottom: 1px solid $line; }

QPushButton, QToolButton { background: $raised; border: 1px solid $edge; border-radius: ${r}px;
    padding: ${p1}px ${p3}px; min-height: ${line_h}px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $press; }
QPushButton:checked, QToolButton:checked { background: $soft; border-color: $soft_edge; color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $window; border-color: $line; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: ${p1f}px ${p3f}px; }
QPushButton[role="primary"], QPushButton:default { background: $accent; color: $on_accent;
    border: 1px solid $accent; }
QPushButton[role="primary"] { font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus, QPushButton:default:focus { border: 2px solid $accent_ring; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled { background: $press; color: $faint;
    border-color: $press; }
QPushButton[role="flat"], QToolButton[role="flat"] { background: transparent; border: 1px solid transparent; }
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: $hover; }
QPushButton[role="flat"]:checked, QToolButton[role="flat"]:checked { background: $soft; color: $accent; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border: 2px solid $accent; }
QPushButton[role="flat"]:disabled, QToolButton[role="flat"]:disabled { background: transparent; }
QPushButton[role="chip"] { background: transparent; border: 1px solid $line; border-radius: ${chip}px;
    padding: ${p0}px ${p2}px; color: $muted; min-height: 0; }
QPushButton[role="chip"]:hover { background: $hover; color: $text; }
QPushButton[role="chip"]:checked { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[role="chip"]:focus { border: 1px solid $accent; }
QPushButton[role="chip"]:checked:focus { border: 2px solid $accent_ring; padding: ${p0}px ${p2f}px; }
QToolButton[role="flat"] { padding: ${p1}px; }
QToolButton[role="flat"]:focus { padding: ${p1f}px; }
QToolButton#cross { background: transparent; border: none; padding: 0; min-height: 0; }
QToolButton#cross:hover { background: $hover; border-radius: ${r_s}px; }
QToolButton::menu-indicator { image: none; }
QToolButton#rail-button { background: transparent; border: 2px solid transparent; border-radius: ${r}px;
    padding: ${p1}px ${p2}px; color: $muted; text-align: left; }
QToolButton#rail-button:hover { background: $hover_window; color: $text; }
QToolButton#rail-button:checked { background: $rail_on; color: $text; font-weight: 600; }
QToolButton#rail-button:focus { border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox { background: $field;
    border: 1px solid $edge; border-radius: ${r}px; padding: ${p1}px ${p2}px; color: $text;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QAbstractSpinBox, QComboBox { min-height: ${line_h}px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { background: transparent; border: none; padding: 0;
    min-height: 0; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $edge_hover; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border: 2px solid $accent; padding: ${p1f}px ${p2f}px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
    color: $faint; background: $window; border-color: $line; }
QLineEdit[role="cell"] { border-radius: 0; padding: 0 ${p0}px; min-height: 0; }
QComboBox[role="cell"] { border-radius: 0; padding: 0 ${p0}px; min-height: 0; }
QLineEdit[invalid="true"] { border: 2px solid $danger; padding: ${p1f}px ${p2f}px; }
QTextBrowser, QTextEdit[role="reading"] { background: transparent; border: none; padding: 0; }
QTextBrowser:focus { border: none; padding: 0; }
QComboBox::drop-down { border: none; width: ${drop}px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url($chevron_down); width: ${icon}px; height: ${icon}px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; border-radius: ${r}px;
    padding: ${p0}px; selection-background-color: $soft; selection-color: $text; }
QAbstractSpinBox, QAbstractSpinBox:focus { padding: 0 ${drop}px 0 ${p2}px; min-height: ${spin_h}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; border: none;
    width: ${drop}px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; margin-right: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; margin-right: 2px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url($chevron_up); width: ${icon_s}px; height: ${icon_s}px; }
QAbstractSpinBox::down-arrow { image: url($chevron_down); width: ${icon_s}px; height: ${icon_s}px; }

QCheckBox, QRadioButton { spacing: ${p2}px; background: transparent; padding: 2px;
    border: 2px solid transparent; border-radius: ${r}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator, QTableView::indicator {
    width: ${box}px; height: ${box}px; background: $field; border: 1px solid $edge_hover;
    border-radius: ${box_r}px; }
QRadioButton::indicator { border-radius: ${box_h}px; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {
    background: $accent; border-color: $accent; image: url($check); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url($dot); }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QGroupBox { border: none; margin-top: ${lead}px; padding-top: ${p1}px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: $muted; }

QSlider { min-height: ${knob2}px; background: transparent; }
QSlider::groove:horizontal { height: ${groove}px; background: $track; border-radius: ${groove_r}px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: ${groove_r}px; }
QSlider::groove:vertical { width: ${groove}px; background: $track; border-radius: ${groove_r}px; }
QSlider::add-page:vertical { background: $accent; border-radius: ${groove_r}px; }
QSlider::handle { background: $knob_fill; border: 1px solid $edge_hover; }
QSlider::handle:horizontal { width: ${knob}px; height: ${knob}px; margin: -${knob_m}px 0;
    border-radius: ${knob_r}px; }
QSlider::handle:vertical { width: ${knob}px; height: ${knob}px; margin: 0 -${knob_m}px;
    border-radius: ${knob_r}px; }
QSlider::handle:hover, QSlider::handle:focus { border: 2px solid $accent; }
QSlider::sub-page:disabled, QSlider::add-page:disabled { background: $edge; }
QProgressBar { background: $track; border: none; border-radius: ${groove_r}px; max-height: ${groove}px; }
QProgressBar::chunk { background: $accent; border-radius: ${groove_r}px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > #qt_scrollarea_viewport > QWidget { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QScrollBar:vertical { background: transparent; width: ${bar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${bar}px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: ${bar_r}px; margin: 3px; }
QScrollBar::handle:vertical { min-height: ${knob2}px; }
QScrollBar::handle:horizontal { min-width: ${knob2}px; }
QScrollBar::handle:hover { background: $thumb_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractItemView { background: $surface; border: none; alternate-background-color: $window;
    selection-background-color: $soft; selection-color: $text; }
QListView::item, QTreeView::item { padding: ${p1}px ${p2}px; border-radius: ${r}px;
    border: 2px solid transparent; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:disabled, QTreeView::item:disabled { color: $faint; background: transparent; }
QListView::indicator:disabled, QTreeView::indicator:disabled { image: none; border-color: transparent; }
QListView::item:selected, QTreeView::item:selected { background: $soft; color: $text; }
QListView::item:focus, QTreeView::item:focus { border: 2px solid $accent; }
QTableView { gridline-color: $line; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; border: none; padding: ${p1}px ${p2}px; color: $muted; }
QTableCornerButton::section { background: transparent; border: none; }

QMenuBar { background: $window; border: none; padding: 2px ${p1}px; }
QMenuBar::item { background: transparent; padding: ${p0}px ${p2}px; border-radius: ${r_s}px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover_window; }
QMenu { background: $raised; border: 1px solid $line; border-radius: ${r}px; padding: ${p0}px; }
QMenu::item { padding: ${p0}px ${p4}px ${p0}px ${p2}px; border-radius: ${r_s}px; min-height: ${line_h}px; }
QMenu::item:selected { background: $soft; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: ${p0}px ${p1}px; }
QMenu::indicator { width: ${icon}px; height: ${icon}px; padding-left: ${p0}px; }
QMenu::indicator:checked { image: url($check_menu); }
QMenu::right-arrow { image: url($chevron_right); width: ${icon}px; height: ${icon}px; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: ${p0}px ${p1}px; }
QStatusBar { background: $window; color: $muted; }
QStatusBar::item { border: none; }

QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: ${p1}px ${p1}px; margin-right: ${p0}px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { border-bottom: 2px solid $accent; }
QSplitter { background: transparent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
""")


def stylesheet(theme: Theme, line_height: float) -> str:
    """The sheet for a theme, all sizes in proportion to the font's line height in pixels."""
    # A search path, since Qt's parser takes no path with quotation marks, commas or accents in it.
    QDir.setSearchPaths("controls", [str(asset("icons/controls"))])

    def size(part: float, least: int = 1) -> int:
        return max(least, round(line_height * part))

    def mix(role: str, into: str, amount: float) -> str:
        return theme.mix(role, into, amount).name()

    def control(name: str) -> str:
        return f"controls:{name}-{theme.name}.svg"

    pads = {"p0": size(0.22), "p1": size(0.34), "p2": size(0.6), "p3": size(0.85), "p4": size(1.6)}
    box, groove, bar = size(0.95, 9), size(0.24, 3), size(0.68, 9)
    knob = size(0.95, 10)
    knob += (knob - groove) % 2  # or else it is no circle, and Qt draws a square
    values = {
        **{role: getattr(theme, role) for role in
           ("window", "surface", "raised", "text", "muted", "line", "accent", "on_accent", "danger",
            "warning")},
        **pads, **{f"{name}f": max(0, pad - 1) for name, pad in pads.items()},
        "field": theme.raised, "faint": mix("muted", "surface", 0.62), "edge": mix("text", "surface", 0.17),
        "edge_hover": mix("text", "surface", 0.34),
        "hover": mix("text", "surface", 0.055 + 0.03 * theme.dark),
        "press": mix("text", "surface", 0.1), "hover_window": mix("text", "window", 0.06),
        "rail_on": mix("text", "window", 0.085 + 0.03 * theme.dark),
        "soft": mix("accent", "raised", 0.13 + 0.06 * theme.dark),
        "soft_stage": mix("accent", "surface", 0.09 + 0.05 * theme.dark),
        "soft_edge": mix("accent", "raised", 0.5), "accent_hover": mix("text", "accent", 0.12),
        "accent_ring": mix("text", "accent", 0.55), "track": mix("text", "surface", 0.13),
        "thumb": mix("text", "surface", 0.17), "thumb_hover": mix("text", "surface", 0.32),
        "knob_fill": theme.raised if not theme.dark else theme.text,
        "title": size(1.42), "subtitle": size(1.08), "headline": size(0.92), "small": size(0.72),
        "r": size(0.4), "r_s": size(0.3), "chip": size(0.6), "line_h": size(1.02),
        "spin_h": size(1.02) + 2 * size(0.34), "lead": size(1.1),
        "drop": size(1.5), "icon": size(0.8), "icon_s": size(0.62), "box": box, "box_r": round(box * 0.28),
        "box_h": box // 2 + 1, "knob": knob, "knob2": size(1.5), "knob_m": (knob - groove) // 2 + 1,
        "knob_r": knob // 2 + 1, "groove": groove, "groove_r": groove // 2, "bar": bar,
        "bar_r": max(2, (bar - 6) // 2),
        **{name.replace("-", "_"): control(name) for name in
           ("chevron-down", "chevron-up", "chevron-right", "check", "check-menu", "dot")},
    }
    return _TEMPLATE.substitute(values)
