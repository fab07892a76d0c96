"""The atlas of 2×2 games beside the table: where the game lies, what is around it, and a way to go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.pictures import atlas as picture
from playground.app.pictures.view import PictureView
from playground.app.widgets.label import Label, tip
from playground.game import NormalForm, atlas
from playground.game.atlas import Place

if TYPE_CHECKING:
    from playground.app.theme import Theme

LONGEST = 16  # signs of a player's name in a line of words
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class AtlasPanel(QWidget):
    """A click or the arrow keys move a cursor and say what is there; Enter or a double click ask for it.
    wanted(game, title): the payoffs of that game are wanted, turned like those of the game shown;
    line_changed: `line` is another."""

    wanted = Signal(object, str)
    line_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = PictureView(picture.paint, name="Atlas of 2×2 games", grows=True, layers=(
            picture.paint_table, picture.paint_marks, lambda scene: scene.players))
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture.pressed.connect(self._pressed)
        self.picture.moved.connect(self._hovered)
        self.picture.double_clicked.connect(self._double_clicked)
        self.text = Label()
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.text.setAccessibleName("Place in the atlas")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.go_action = QAction("Go to this game", self)
        self.go_action.triggered.connect(self.go)
        self.picture.addAction(self.go_action)
        self._game: NormalForm | None = None
        self._places: tuple[Place, ...] = ()
        self._cursor: Place | None = None
        self._hit = False  # whether the last click was on a cell
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.text)

    @staticmethod
    def fits(game: NormalForm) -> bool:
        return picture.fits(game)

    @property
    def cursor_place(self) -> Place | None:
        """The place looked at; None as long as it is the game's own."""
        return self._cursor

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)

    def set_presenting(self, presenting: bool) -> None:
        """The picture alone, for an audience."""
        self.text.setVisible(not presenting)

    @property
    def line(self) -> str:
        """What is at the cursor, without the swaps."""
        return self.text.text().split("\n")[0]

    def show_game(self, game: NormalForm) -> None:
        """Show where a 2×2 game lies. The cursor stays only while the game is the same."""
        if game != self._game:
            self._cursor = None
        self._game, self._places = game, atlas.locate(game)
        self._draw()

    def look_at(self, place: Place) -> None:
        """Move the cursor."""
        self._cursor = None if self._places == (place,) else place
        self._draw()

    def go(self) -> None:
        """Ask for the game under the cursor."""
        if self._game is not None and self._cursor is not None:
            self.wanted.emit(atlas.at(self._cursor, self._game), atlas.title(self._cursor))

    def _draw(self) -> None:
        if self._game is None:
            return
        made = picture.scene(self._game, self._cursor)
        self.picture.show_scene(made, description=made.words)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * 4)  # cells stay where they are
        self.text.setText(told(self._game, self._places, self._cursor))
        self.go_action.setEnabled(self._cursor is not None)
        self.line_changed.emit()

    # --- pointer and keys ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._places and key in _STEPS:
            across, up = _STEPS[key]
            start = self._cursor or self._places[0]
            self.look_at(atlas.place_of(_inside(start.across + across), _inside(start.up + up)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go()
        elif key == Qt.Key.Key_Escape and self._cursor is not None:
            self._cursor = None
            self._draw()
        else:
            super().keyPressEvent(event)

    def _place_at(self, point: QPointF) -> Place | None:
        return picture.place(self.picture.picture_rect(), self.picture.unit()).place_at(point)

    def _pressed(self, point: QPointF) -> None:
        there = self._place_at(point)
        self._hit = there is not None
        if there is not None and self._places:
            self.look_at(there)

    def _double_clicked(self) -> None:
        if self._hit:  # where the first click went; the words below may have moved the cells since
            self.go()

    def _hovered(self, point: QPointF) -> None:
        there = self._place_at(point)
        self.picture.setToolTip("" if there is None or self._game is None else tip(hint(self._game, there)))


def told(game: NormalForm, places: tuple[Place, ...], cursor: Place | None = None) -> str:
    """What is at the cursor, or else at the game's own place: name, place, family, and swaps."""
    if cursor is None and len(places) > 1:
        return (f"{atlas.words(places)}: some payoffs are equal, and these games break the ties. "
                f"{_families(places)}")
    there = cursor or places[0]
    family = atlas.family(there)
    lines = [f"{_title(there)}: layer {there.layer}, row {there.row}, column {there.column}. "
             f"{family.title}: {family.summary}."]
    for player in (0, 1):
        swaps = ", ".join(f"{near.swap}↔{near.swap + 1} {atlas.short_title(near.place)}"
                          for near in atlas.neighbours(there) if near.player == player)
        lines.append(f"{_brief(game.players[player].name)} swaps {swaps}")
    return "\n".join(lines)


def hint(game: NormalForm, there: Place) -> str:
    """A place in words: name, ranks, equilibria, layer, source."""
    one, two = atlas.ranks(there)
    a, b, c, d = (f"{mine}, {theirs}" for mine, theirs in zip(one, two))
    kind = atlas.family(there)
    first, second = (_brief(player.name) for player in game.players)
    gains = " or ".join(f"{first} {mine}, {second} {theirs}" for mine, theirs in atlas.equilibria(there))
    return (f"{_title(there)}\nRanks: {a} | {b} above {c} | {d}\n{kind.title}: {kind.summary}"
            + (f" (ranks: {gains})" if gains else "")
            + f"\nLayer {there.layer}: {atlas.LAYERS[there.layer]}\nName: {atlas.source(there)}"
            "\nDouble-click to give the game these ranks as payoffs")


def _title(there: Place) -> str:
    """The name, and what the more usual name says of it."""
    from playground.game.classify import TITLES

    usual = TITLES.get(atlas.PATTERNS[there.across].kind, "") if there.is_symmetric else ""
    title = atlas.title(there)
    return title if not usual or usual.startswith(title) else f"{title}, a kind of {usual}"


def _brief(name: str) -> str:
    return name if len(name) <= LONGEST else name[:LONGEST - 1] + "…"


def _families(places: tuple[Place, ...]) -> str:
    kinds = {atlas.family(there) for there in places}
    if len(kinds) == 1:
        kind, = kinds
        return f"All are of one family, {kind.title}: {kind.summary}."
    return "Their families: " + ", ".join(sorted(kind.title for kind in kinds)) + "."


def _inside(index: int) -> int:
    return max(0, min(index, atlas.SIZE - 1))
