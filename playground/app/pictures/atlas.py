"""The atlas of 2×2 games: twelve by twelve cells in four layers, the place of one game ringed in it.

A cell shows its game as an order graph: the four outcomes with player 1's rank to the right and player 2's
upwards, so that what is better for both lies to the upper right. Outcomes between which one player chooses
are joined by a line in that player's colour; pure equilibria are the big dots. A cell's colour is the family
of its game; the colours are those of Okabe and Ito (2008), safe for colour-blind eyes.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.app.pictures import paper
from playground.app.pictures.table import Rows
from playground.app.theme import Theme
from playground.game import NormalForm, atlas
from playground.game.atlas import FAMILIES, PATTERNS, SIZE, Place

# The families that stand out: colour, and how much of it lies on a light and on a dark surface. The amounts
# keep families apart in lightness as well, so that no kind of colour blindness takes two for one.
FILLS = {"win-win": ("#009e73", 0.7, 0.6), "second-best": ("#808080", 0.35, 0.35),
         "dilemma": ("#d55e00", 0.35, 0.4), "coordination": ("#56b4e9", 0.35, 0.25),
         "opposed": ("#f0e442", 0.7, 0.35), "cyclic": ("#cc79a7", 0.7, 0.65)}
_LEFT, _BOTTOM, _TOP, _GAP, _EDGE, _LINE = 2.9, 2.5, 2.7, 1.2, 0.5, 1.4  # in units
_ROOM = 22  # units that the shorter side has at least


@dataclass(frozen=True)
class Scene:
    """`places` is where the game lies: one, or the games between which its ties put it. `cursor` is the cell
    that the person looks at, if any."""

    players: tuple[str, str]
    places: tuple[Place, ...]
    cursor: Place | None = None

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        return f"The 144 strict 2×2 games; this one: {atlas.words(self.places)}"

    def table(self) -> Rows:
        """A row a game: its place, its ranks cell by cell, and whether it is this one."""
        cells = ("upper left", "upper right", "lower left", "lower right")
        made: Rows = [["game", "family", "layer", "row", "column",
                       *(f"{name}: {cell}" for name in self.players for cell in cells), "this game"]]
        for each in atlas.places():
            one, two = atlas.ranks(each)
            made.append([atlas.title(each), atlas.family(each).title, each.layer, each.row, each.column,
                         *one, *two, "yes" if each in self.places else ""])
        return made


@dataclass(frozen=True)
class Grid:
    """Where the cells lie: `corner` is the upper left one's, `cell` its side, `gap` what lies between layers.
    `key` is where the families are named, one below the other if `upright`. `unit` is the height of the text:
    that of the font, or less where the cells would have no room beside it."""

    unit: float
    corner: QPointF
    cell: float
    gap: float
    key: QRectF
    upright: bool

    @property
    def side(self) -> float:
        return SIZE * self.cell + self.gap

    def at(self, place: Place) -> QRectF:
        """The cell of a place."""
        down = SIZE - 1 - place.up
        return QRectF(self.corner.x() + self._offset(place.across), self.corner.y() + self._offset(down),
                      self.cell, self.cell)

    def place_at(self, point: QPointF) -> Place | None:
        """The place whose cell is there; None beside the cells."""
        across, down = (self._index(each) for each in (point.x() - self.corner.x(),
                                                       point.y() - self.corner.y()))
        return atlas.place_of(across, SIZE - 1 - down) if across is not None and down is not None else None

    def _offset(self, index: int) -> float:
        return index * self.cell + (self.gap if index >= SIZE // 2 else 0.0)

    def _index(self, offset: float) -> int | None:
        return next((i for i in range(SIZE) if 0 <= offset - self._offset(i) < self.cell), None)


def fits(game: NormalForm) -> bool:
    return game.shape == (2, 2) and not game.drafts


def scene(game: NormalForm, cursor: Place | None = None) -> Scene:
    """The atlas with the place of a 2×2 game."""
    first, second = game.players
    return Scene((first.name, second.name), atlas.locate(game), cursor)


def place(rect: QRectF, unit: float) -> Grid:
    """The largest table that `rect` holds, with the key below or, where there is more room, on the right."""
    found = []
    unit = min(unit, min(rect.width(), rect.height()) / _ROOM)
    for upright in (False, True):
        beside, below = (unit * 9.0, 0.0) if upright else (0.0, unit * _LINE * 2)
        wide = rect.width() - unit * (_LEFT + _EDGE) - beside
        high = rect.height() - unit * (_TOP + _BOTTOM) - below
        found.append((max(min(wide, high), unit * 4), beside, below, upright))
    side, beside, below, upright = max(found)
    gap, edge = unit * _GAP, unit * _EDGE
    left = rect.left() + unit * _LEFT + max(0.0, rect.width() - unit * (_LEFT + _EDGE) - beside - side) / 2
    top = rect.top() + unit * _TOP + max(0.0, rect.height() - unit * (_TOP + _BOTTOM) - below - side) / 2
    key = (QRectF(left + side + unit, top, beside - unit, side) if upright
           else QRectF(rect.left() + edge, top + side + unit * _BOTTOM, rect.width() - edge * 2, below))
    return Grid(unit, QPointF(left, top), (side - gap) / SIZE, gap, key, upright)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The whole picture."""
    paint_table(painter, rect, scene, theme)
    paint_marks(painter, rect, scene, theme)


def paint_table(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """What is the same for every game of these players."""
    painter.save()
    grid = _measured(painter, rect)
    for each in atlas.places():
        _cell(painter, grid.at(each), each, theme)
    _frame(painter, grid, scene, theme)
    _key(painter, grid, theme)
    painter.restore()


def paint_marks(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    """The game's name, its place and neighbours, and the cursor."""
    painter.save()
    grid = _measured(painter, rect)
    u = grid.unit
    painter.setBrush(Qt.BrushStyle.NoBrush)
    sure = len(scene.places) == 1
    wide = max(2.0, grid.cell * 0.07)
    centre = scene.cursor or (scene.places[0] if sure else None)
    if centre is not None:
        for near in atlas.neighbours(centre):
            _ring(painter, grid.at(near.place), theme.player(near.player), wide * 0.8, theme)
    for each in scene.places:
        _ring(painter, grid.at(each), theme.colour("accent"), wide * (1.4 if sure else 0.9), theme, sure)
    if scene.cursor is not None:
        box = grid.at(scene.cursor).adjusted(wide, wide, -wide, -wide)
        painter.setPen(paper.dashes(theme.colour("text"), max(1.5, wide * 0.6), 2.0, 1.5))
        painter.drawRect(box)
    bold = paper.font(painter, 1.1, bold=True)
    y = grid.corner.y() - u * (_TOP - 0.75)
    box = QRectF(grid.corner.x(), y - u * 0.45, u * 0.9, u * 0.9)
    painter.setPen(paper.stroke(theme.colour("accent"), u * 0.2))
    painter.drawRoundedRect(box, u * 0.2, u * 0.2)
    room = rect.right() - box.right() - u * 1.5
    name = atlas.title(scene.places[0]) if sure else f"Between {len(scene.places)} games"
    paper.text(painter, QPointF(box.right() + u * 0.5, y), paper.elided(name, bold, room),
               theme.colour("text"), bold, across=0)
    painter.restore()


def fill(family: str, theme: Theme) -> QColor:
    """The ground of a family's cells."""
    if family not in FILLS:
        return theme.mix("text", "surface", 0.04)
    colour, light, dark = FILLS[family]
    return paper.mixed(theme.colour("surface"), QColor(colour), dark if theme.dark else light)


def _measured(painter: QPainter, rect: QRectF) -> Grid:
    """Where the cells lie; the painter's font is that of its text from now on."""
    grid = place(rect, paper.unit(painter))
    painter.setFont(paper.font(painter, grid.unit / paper.unit(painter)))
    return grid


def _cell(painter: QPainter, box: QRectF, there: Place, theme: Theme) -> None:
    """One game's order graph."""
    painter.setPen(Qt.PenStyle.NoPen)
    gap = max(0.5, box.width() * 0.02)
    ground = box.adjusted(gap, gap, -gap, -gap)
    painter.setBrush(fill(atlas.family(there).name, theme))
    painter.drawRect(ground)
    one, two = atlas.ranks(there)
    step = box.width() * 0.62 / 3
    left, bottom = box.left() + box.width() * 0.19, box.bottom() - box.width() * 0.19
    dots = [QPointF(left + (a - 1) * step, bottom - (b - 1) * step) for a, b in zip(one, two)]
    thin = max(0.8, box.width() * 0.035)
    for player, pairs in ((0, ((0, 2), (1, 3))), (1, ((0, 1), (2, 3)))):
        painter.setPen(paper.stroke(theme.player(player), thin))
        for i, j in pairs:
            painter.drawLine(dots[i], dots[j])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("text"))
    found = atlas.equilibria(there)
    for dot, pair in zip(dots, zip(one, two)):
        radius = max(1.6, box.width() * 0.1) if pair in found else max(0.7, box.width() * 0.035)
        painter.drawEllipse(dot, radius, radius)


def _frame(painter: QPainter, grid: Grid, scene: Scene, theme: Theme) -> None:
    """The patterns' signs along both edges, whose they are, the layers' numbers, and the diagonal."""
    u = grid.unit
    small = paper.font(painter, min(0.8, grid.cell / u * 0.55))
    edge = grid.corner.y() + grid.side
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for i, pattern in enumerate(PATTERNS):
        box = grid.at(atlas.place_of(i, i))
        painter.setPen(paper.stroke(theme.colour("muted"), max(1.0, grid.cell * 0.025)))
        painter.drawRect(box)
        paper.text(painter, QPointF(box.center().x(), edge + u * 0.75), pattern.sign, theme.player(0), small)
        paper.text(painter, QPointF(grid.corner.x() - u * 0.4, box.center().y()), pattern.sign,
                   theme.player(1), small, across=1)
    plain = paper.font(painter, 0.85)
    mine, theirs = (paper.elided(f"{name}’s ranks", plain, grid.side) for name in scene.players)
    middle = grid.corner + QPointF(grid.side / 2, grid.side / 2)
    paper.text(painter, QPointF(middle.x(), edge + u * 1.85), mine, theme.player(0), plain)
    paper.text_up(painter, QPointF(grid.corner.x() - u * 2.35, middle.y()), theirs, theme.player(1), plain)
    caption = paper.font(painter, 0.75)
    for layer, (across, up) in {4: (0, 6), 3: (6, 6), 1: (0, 0), 2: (6, 0)}.items():
        top = grid.at(atlas.place_of(across, up + 5))
        paper.text(painter, top.topLeft() - QPointF(0, u * 0.58), f"Layer {layer}", theme.colour("muted"),
                   caption, across=0)


def _key(painter: QPainter, grid: Grid, theme: Theme) -> None:
    """The families' colours."""
    u = grid.unit
    made = paper.font(painter, 0.85)
    gaps = u * 1.9
    rows = [list(FAMILIES.values())]
    if grid.upright:
        rows = [[family] for family in FAMILIES.values()]
    elif sum(paper.width(family.title, made) + gaps for family in rows[0]) > grid.key.width():
        rows = [rows[0][:4], rows[0][4:]]
    y = grid.key.top() + u * 0.5
    for row in rows:
        taken = sum(paper.width(family.title, made) + gaps for family in row) - u * 0.8
        x = grid.key.left() if grid.upright else grid.key.left() + max(0.0, grid.key.width() - taken) / 2
        for family in row:
            swatch = QRectF(x, y - u * 0.4, u * 0.8, u * 0.8)
            painter.setPen(paper.stroke(theme.colour("line"), 1.0))
            painter.setBrush(fill(family.name, theme))
            painter.drawRect(swatch)
            box = paper.text(painter, QPointF(swatch.right() + u * 0.3, y), family.title,
                             theme.colour("text"), made, across=0)
            x = box.right() + u * 0.8
        y += u * _LINE


def _ring(painter: QPainter, box: QRectF, colour: QColor, wide: float, theme: Theme,
          outside: bool = False) -> None:
    """A frame round a cell, set off from what is under it."""
    shift = wide / 2 if outside else -wide / 2
    drawn = box.adjusted(-shift, -shift, shift, shift)
    for ink, broad in ((theme.colour("surface"), wide * 1.9), (colour, wide)):
        painter.setPen(paper.stroke(ink, broad))
        painter.drawRect(drawn)
