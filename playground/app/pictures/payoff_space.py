"""What two players can get: the convex hull of the pure payoffs, its Pareto frontier, the equilibria,
what each player can secure alone (maximin), and, laid over it as wished, what other concepts say.

Player 1's payoff runs across, player 2's up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from playground.app.pictures import paper
from playground.app.pictures.frame import Frame
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.game import NormalForm

Point = tuple[Fraction, Fraction]
MOST_LABELS = 9
# Concepts that can be laid over it, in the key.
LAYERS = {"correlated": "correlated", "coarse-correlated": "coarse correlated",
          "folk": "repeated, if patient", "bargaining": "agreement"}
MARKS = ("efficient", "most equal", "sustained", "greatest welfare")  # the larger marks first
EMPTY = 2.5  # times its range an axis may be long for the sake of one scale
QUICK = 64  # profiles up to which all equilibria are computed in the same event
PALE = 0.4  # how strong what is said of the game before is drawn
ALIKE = 3.0  # payoff ranges that differ by less share one scale, so that 45° is fair


@dataclass(frozen=True)
class Scene:
    """`points` are the distinct pure payoff pairs with the profiles that give them; `hull` the corners
    of the feasible region in order (two when it is a line, one when a point); `frontier` the Pareto
    frontier as a polyline; `equilibria` payoff pairs; `secured` each player's maximin, where known;
    `regions` the corners of what a concept of `LAYERS` allows; `agreements` the payoffs of bargaining
    solutions with their names; `stale`: these are of the game before, and pale; `profiles` all pure ones;
    `marks` the payoffs of profiles that are something of `MARKS`; `sums` the lines on which both together
    get so much, in words and the first of them the most there is."""

    players: tuple[str, str]
    points: tuple[tuple[Point, str], ...]
    hull: tuple[Point, ...]
    frontier: tuple[Point, ...]
    equilibria: tuple[Point, ...]
    secured: tuple[Fraction | float | None, Fraction | float | None] = (None, None)
    regions: tuple[tuple[str, tuple[Point, ...]], ...] = ()
    agreements: tuple[tuple[str, Point], ...] = ()
    stale: bool = False
    profiles: tuple[tuple[str, Point], ...] = ()
    marks: tuple[tuple[str, Point], ...] = ()
    sums: tuple[tuple[str, Fraction], ...] = ()
    alone: str = "secured alone"  # what `secured` is

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        at = " and ".join(_pair(point) for point in dict.fromkeys(self.equilibria))
        return "; ".join([
            f"Payoffs of {self.players[0]} and {self.players[1]}; equilibria pay {at or 'none known'}",
            *(f"{LAYERS[concept]}: between {' and '.join(map(_pair, corners))}"
              for concept, corners in self.regions),
            *(f"{name} agreement: {_pair(point)}" for name, point in self.agreements),
            *(f"{name}: {_pair(point)}" for name, point in self.marks),
            *(words for words, _total in self.sums)])

    def table(self) -> Rows:
        """Payoffs: of the profiles, the corners of regions, the equilibria, and the agreements."""
        lines: list[tuple[tuple[str, str], tuple[Fraction | float | None, ...]]] = [
            (("profile", name), point) for name, point in self.profiles]
        regions = [("feasible payoffs", self.hull), ("Pareto frontier", self.frontier),
                   *((LAYERS[concept], corners) for concept, corners in self.regions if not self.stale)]
        lines += [((name, f"corner {i}"), point) for name, corners in regions
                  for i, point in enumerate(corners, 1)]
        lines += [(("equilibrium", str(i)), point) for i, point in enumerate(self.equilibria, 1)]
        lines += [((self.alone, name), tuple(value if k == i else None for i in (0, 1)))
                  for k, (name, value) in enumerate(zip(self.players, self.secured)) if value is not None]
        lines += [(("agreement", name), point) for name, point in self.agreements if not self.stale]
        lines += [((name, str(i)), point) for i, (name, point) in enumerate(self.marks, 1)]
        return rows(("what", "which"), [f"{name}’s payoff" for name in self.players], lines)


def _pair(point: Point) -> str:
    return f"({paper.number(point[0])}, {paper.number(point[1])})"


def fits(game: NormalForm) -> bool:
    return game.n_players == 2


def scene(game: NormalForm, solution: Any = None) -> Scene:
    """The picture of a two-player game; `solution` as of `equilibrium.solve`, whose payoffs are marked."""
    from playground import equilibrium
    hull, frontier = equilibrium.payoff_region(game)
    found: dict[Point, list[str]] = {}
    one, two = game.players
    for i, row in enumerate(one.strategies):
        for j, column in enumerate(two.strategies):
            found.setdefault((game.payoffs[0, i, j], game.payoffs[1, i, j]), []).append(f"{row}, {column}")
    profiles = tuple((name, point) for point, names in found.items() for name in names)
    points = tuple((point, names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more")
                   for point, names in found.items())
    equilibria = solution.equilibria if solution is not None else ()
    paid = tuple(dict.fromkeys((e.payoffs[0], e.payoffs[1]) for e in equilibria))
    secured = (equilibrium.maximin(game, 0)[0], equilibrium.maximin(game, 1)[0])
    return Scene((one.name, two.name), points, tuple(hull), tuple(frontier), paid, secured,
                 profiles=profiles)


def equilibrium_payoffs(game: NormalForm) -> tuple[tuple[Fraction, ...], ...]:
    """What the equilibria pay, each pair once; of a game that is too large for this event, the pure ones."""
    from playground import equilibrium
    found = ([each.payoffs for each in equilibrium.solve(game).equilibria] if game.payoffs[0].size <= QUICK
             else [tuple(game.payoffs[(slice(None), *at)]) for at in equilibrium.pure_equilibria(game)])
    return tuple(dict.fromkeys(found))


def efficient(game: NormalForm, solution: Any) -> Scene:
    """What a Pareto solution says of a two-player game."""
    return _plain(game, [("efficient", each.payoffs) for each in solution.equilibria])


def welfare(game: NormalForm, solution: Any) -> Scene:
    """What a welfare solution says of a two-player game: where both together get the most, where the one
    who gets less gets the most, and what equilibria lose of that, with their prices."""
    details = dict(solution.details)
    marks = [(name, tuple(game.payoffs[:, i, j])) for name, key in
             (("most equal", "egalitarian"), ("greatest welfare", "welfare"))
             for row, column in details[key]["profiles"]
             for i, j in [(game.players[0].strategies.index(row), game.players[1].strategies.index(column))]]
    total = Fraction(details["welfare"]["value"])
    sums = [(f"greatest welfare {paper.number(total)}", total)]
    prices = details["prices"][-1]  # over as many equilibria as are known
    alike = prices["best"] == prices["worst"]
    for which, price in (("best", "stability"), ("worst", "anarchy"))[alike:]:
        if prices[which] not in (None, details["welfare"]["value"]):
            name = "equilibria" if alike else f"{which} equilibrium"
            ratio = prices[price]
            said = "" if ratio is None else f": price of {price} {paper.number(Fraction(ratio))}"
            value = Fraction(prices[which])
            sums.append((f"{name} {paper.number(value)}{said}", value))
    return replace(_plain(game, marks), sums=tuple(sums))


def repeated(game: NormalForm, solution: Any) -> Scene:
    """What the folk theorem says of a two-player game: what patient players can reach, and the pure profiles
    that are sustained at the δ that is asked for."""
    drawn = overlaid(replace(scene(game), equilibria=equilibrium_payoffs(game)), {"folk": solution}, False)
    return replace(drawn, marks=tuple(dict.fromkeys(
        ("sustained", (each.payoffs[0], each.payoffs[1])) for each in solution.equilibria)))


def agreed(game: NormalForm, solution: Any) -> Scene:
    """What bargaining solutions say of a two-player game, and where they begin."""
    plain = replace(scene(game), equilibria=equilibrium_payoffs(game))
    drawn = overlaid(plain, {"bargaining": solution}, False)
    begin = _point(dict(solution.details)["disagreement"])
    return drawn if begin == drawn.secured else replace(drawn, secured=begin, alone="without agreement")


def _plain(game: NormalForm, marks: Sequence[tuple[str, Any]]) -> Scene:
    """The picture with marks, and without what each player secures."""
    return replace(scene(game), equilibria=equilibrium_payoffs(game), secured=(None, None),
                   marks=tuple(dict.fromkeys((name, (point[0], point[1])) for name, point in marks)))


def overlaid(scene: Scene, layers: Mapping[str, Any], stale: bool) -> Scene:
    """The picture with what concepts of `LAYERS` say of the game, by their names, laid over it; `stale`: some
    say it of the game before."""
    details = {name: dict(layer.details) for name, layer in layers.items()}
    regions = tuple((name, tuple(map(_point, found["region"]))) for name, found in details.items()
                    if found.get("region"))
    agreements: dict[Point, list[str]] = {}
    for each in details.get("bargaining", {}).get("agreements", ()):
        agreements.setdefault(_point(each["payoffs"]), []).append(each["name"])
    return replace(scene, regions=regions, stale=stale, agreements=tuple(
        (", ".join(names), point) for point, names in agreements.items()))


def _point(texts: Sequence[str]) -> Point:
    return Fraction(texts[0]), Fraction(texts[1])


def place(rect: QRectF, unit: float, scene: Scene) -> Frame:
    """Where the data lies in `rect`; one scale for both axes unless the ranges differ much."""
    xs = [float(point[0]) for point, _name in scene.points]
    ys = [float(point[1]) for point, _name in scene.points]
    left = paper.tick_room((min(ys), max(ys))) + 0.2
    top = 2.4 + 1.4 * _lines(scene)
    box = rect.adjusted(unit * left, unit * top, -unit * 1.6, -unit * 3.3)
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    spans = [max(xs) - min(xs), max(ys) - min(ys)]
    spans = [span or max(spans) or 1.0 for span in spans]
    scale = max(spans[0] / max(box.width(), 1.0), spans[1] / max(box.height(), 1.0)) * 1.2
    alike = [scale * max(box.width(), 1.0), scale * max(box.height(), 1.0)]
    fair = max(spans) / min(spans) < ALIKE and all(a < EMPTY * span for a, span in zip(alike, spans))
    spans = alike if fair else [span * 1.2 for span in spans]
    return Frame(box, middle[0] - spans[0] / 2, middle[0] + spans[0] / 2,
                 middle[1] - spans[1] / 2, middle[1] + spans[1] / 2)


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    frame = place(rect, u, scene)
    _axes(painter, frame, scene, theme, frame.box.left() - rect.left() - u)
    accent, ink = theme.colour("accent"), theme.colour("text")
    corners = QPolygonF([frame.at(*corner) for corner in scene.hull])
    painter.setPen(paper.stroke(paper.faded(accent, 0.5), 1.2))
    painter.setBrush(paper.faded(accent, 0.12))
    if len(scene.hull) > 2:
        painter.drawPolygon(corners)
    else:
        painter.drawPolyline(corners)
    _secured(painter, frame, scene, theme)
    strength = PALE if scene.stale else 1.0
    for concept, region in scene.regions:
        pen = _pen(concept, theme)
        painter.setOpacity(strength)
        painter.setPen(pen)
        painter.setBrush(paper.faded(pen.color(), 0.14))
        painter.drawPolygon(QPolygonF([frame.at(*corner) for corner in region]))
        if len(region) == 1:
            painter.drawEllipse(frame.at(*region[0]), u * 0.8, u * 0.8)
        painter.setOpacity(1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(paper.stroke(theme.colour("good"), max(2.5, u * 0.28)))
    painter.drawPolyline(QPolygonF([frame.at(*corner) for corner in scene.frontier]))
    if len(scene.frontier) == 1:
        painter.drawEllipse(frame.at(*scene.frontier[0]), u * 0.62, u * 0.62)
    for i, (_words, total) in enumerate(scene.sums):
        x = max(frame.left, float(total) - frame.top), min(frame.right, float(total) - frame.bottom)
        if x[0] < x[1]:
            painter.setPen(_sum_pen(i, theme))
            painter.drawLine(frame.at(x[0], float(total) - x[0]), frame.at(x[1], float(total) - x[1]))
    for name, point in scene.marks:
        _mark(painter, frame.at(*point), name, u, theme)
    painter.setPen(paper.stroke(theme.colour("surface"), 1.2))
    painter.setBrush(theme.colour("muted"))
    for point, _name in scene.points:
        painter.drawEllipse(frame.at(*point), u * 0.3, u * 0.3)
    for point in scene.equilibria:
        painter.setPen(paper.stroke(theme.colour("surface"), max(1.5, u * 0.16)))
        painter.setBrush(ink)
        painter.drawEllipse(frame.at(*point), u * 0.42, u * 0.42)
    for _names, point in scene.agreements:
        painter.setOpacity(strength)
        painter.setPen(paper.stroke(theme.colour("surface"), 1.2))
        painter.setBrush(_pen("bargaining", theme).color())
        painter.drawPolygon(_diamond(frame.at(*point), u * 0.55))
        painter.setOpacity(1.0)
    _labels(painter, frame, scene, theme)
    _key(painter, frame, scene, theme)


def _pen(concept: str, theme: Theme) -> QPen:
    """How a concept's region is outlined: by colour and by dashes."""
    if concept == "folk":
        return paper.dashes(theme.colour("text"), 1.6, 2, 2)
    if concept == "bargaining":
        return paper.stroke(theme.colour("danger"), 1.6)
    dashed = concept == "coarse-correlated"
    return paper.dashes(theme.colour("warning"), 1.8, 5, 3) if dashed else paper.stroke(
        theme.colour("warning"), 1.8)


def _diamond(at: QPointF, radius: float) -> QPolygonF:
    return QPolygonF([at + QPointF(0, -radius), at + QPointF(radius, 0), at + QPointF(0, radius),
                      at + QPointF(-radius, 0)])


def _sum_pen(index: int, theme: Theme) -> QPen:
    """How the lines of equal welfare are drawn: that of the most, and those of equilibria."""
    if index == 0:
        return paper.stroke(theme.colour("accent"), 1.8)
    return paper.dashes(theme.colour("danger"), 1.6, *((5, 3) if index == 1 else (2, 2)))


def _mark(painter: QPainter, at: QPointF, name: str, unit: float, theme: Theme) -> None:
    """A ring, a frame or a diamond, so that all are seen where they meet, and a dot on them."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if name == "efficient":
        painter.setPen(paper.stroke(theme.colour("good"), max(1.8, unit * 0.18)))
        painter.drawEllipse(at, unit * 0.62, unit * 0.62)
    elif name == "sustained":
        painter.setPen(paper.stroke(theme.colour("accent"), max(1.8, unit * 0.18)))
        painter.drawEllipse(at, unit * 0.72, unit * 0.72)
    elif name == "most equal":
        painter.setPen(paper.stroke(theme.colour("warning"), max(1.8, unit * 0.18)))
        painter.drawRect(QRectF(at.x() - unit * 0.75, at.y() - unit * 0.75, unit * 1.5, unit * 1.5))
    else:
        painter.setPen(paper.stroke(theme.colour("surface"), 1.2))
        painter.setBrush(theme.colour("accent"))
        painter.drawPolygon(_diamond(at, unit * 0.72))


def _concepts(scene: Scene) -> list[str]:
    """What is laid over the picture, and has its place in the key: concepts, marks and sums."""
    return ([concept for concept, _region in scene.regions] + ["bargaining"] * bool(scene.agreements)
            + [name for name in MARKS if name in dict(scene.marks) and not (scene.sums and name == MARKS[-1])]
            + [words for words, _total in scene.sums])


def _short(scene: Scene) -> int:
    """How many of them share a line with another; sums of equilibria have a line each, for their prices."""
    return len(_concepts(scene)) - len(scene.sums[1:])


def _lines(scene: Scene) -> int:
    """How many lines of the key they take."""
    return (_short(scene) + 1) // 2 + len(scene.sums[1:])


def _key(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    """What the lines and marks are, above the picture; what is laid over it has lines of its own."""
    u, muted = paper.unit(painter), theme.colour("muted")
    small = paper.font(painter, 0.85)
    x, y = frame.box.left(), frame.box.top() - u * (1.1 + 1.4 * _lines(scene))
    entries = [("Pareto frontier", [paper.stroke(theme.colour("good"), max(2.5, u * 0.28))])]
    if scene.equilibria:
        entries.append(("equilibrium", []))
    if scene.secured != (None, None):
        entries.append((scene.alone, [_alone(k, theme) for k in (0, 1)]))
    for words, pens in entries:
        if x + u * 2 + paper.width(words, small) > frame.box.right() + u * 1.4:
            break
        if not pens:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text"))
            painter.drawEllipse(QPointF(x + u * 0.6, y), u * 0.36, u * 0.36)
        for i, pen in enumerate(pens):
            down = u * 0.22 * (2 * i - 1) if len(pens) > 1 else 0.0
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y + down), QPointF(x + u * 1.4, y + down))
        offset = u * 1.9 if pens else u * 1.2
        x = paper.text(painter, QPointF(x + offset, y), words, muted, small, across=0).right() + u * 1.1
    short = _short(scene)
    sums = [words for words, _total in scene.sums]
    for i, entry in enumerate(_concepts(scene)):
        column, line = (i % 2, i // 2) if i < short else (0, (short + 1) // 2 + i - short)
        at = QPointF(frame.box.left() + column * frame.box.width() / 2, y + u * 1.4 * (line + 1))
        middle = at + QPointF(u * 0.7, 0)
        if entry in MARKS:
            _mark(painter, middle, entry, u * 0.75, theme)
        elif entry == "bargaining":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_pen(entry, theme).color())
            painter.drawPolygon(_diamond(middle, u * 0.45))
        else:
            painter.setPen(_sum_pen(sums.index(entry), theme) if entry in sums else _pen(entry, theme))
            painter.drawLine(at, at + QPointF(u * 1.4, 0))
            if entry in sums[:1]:
                _mark(painter, middle, MARKS[-1], u * 0.6, theme)
        room = frame.box.width() / (2 if i < short else 1) - u * 2
        words = paper.elided(LAYERS.get(entry, entry), small, room)
        paper.text(painter, at + QPointF(u * 1.9, 0), words, muted, small, across=0)


def _axes(painter: QPainter, frame: Frame, scene: Scene, theme: Theme, title: float) -> None:
    u, box = paper.unit(painter), frame.box
    small, plain = paper.font(painter, 0.85), paper.font(painter, 0.95)
    one, two, line = theme.player(0), theme.player(1), theme.colour("line")
    painter.setPen(paper.stroke(line, 1.2))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    painter.drawLine(box.bottomLeft(), box.topLeft())
    for value in paper.ticks(frame.left, frame.right, max(2, int(box.width() / u / 4))):
        x = frame.at(value, frame.bottom).x()
        painter.setPen(paper.stroke(paper.faded(line, 0.5), 1.0))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        paper.text(painter, QPointF(x, box.bottom() + u * 0.95), paper.decimal(value), one, small)
    for value in paper.ticks(frame.bottom, frame.top, min(6, max(2, int(box.height() / u / 3)))):
        y = frame.at(frame.left, value).y()
        painter.setPen(paper.stroke(paper.faded(line, 0.5), 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        paper.text(painter, QPointF(box.left() - u * 0.45, y), paper.decimal(value), two, small, across=1)
    paper.text(painter, QPointF(box.center().x(), box.bottom() + u * 2.4),
               paper.elided(f"{scene.players[0]}’s payoff", plain, box.width()), one, plain)
    paper.text_up(painter, QPointF(box.left() - title, box.center().y()),
                  paper.elided(f"{scene.players[1]}’s payoff", plain, box.height()), two, plain)


def _secured(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    """Dashed lines at what each player can secure alone."""
    box = frame.box
    x, y = scene.secured
    if x is not None:
        at = frame.at(float(x), frame.bottom).x()
        painter.setPen(_alone(0, theme))
        painter.drawLine(QPointF(at, box.bottom()), QPointF(at, box.top()))
    if y is not None:
        at = frame.at(frame.left, float(y)).y()
        painter.setPen(_alone(1, theme))
        painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))


def _alone(player: int, theme: Theme) -> QPen:
    """How what a player secures alone is drawn."""
    return paper.dashes(theme.player(player), 1.3, 4, 3)


def _labels(painter: QPainter, frame: Frame, scene: Scene, theme: Theme) -> None:
    """Names of the agreements, where there are more than one, and of the pure payoffs, outwards."""
    u = paper.unit(painter)
    made = paper.font(painter, 0.85)
    places = [frame.at(*point) for point, _name in scene.points]
    agreed = [frame.at(*point) for _names, point in scene.agreements]
    middle = QPointF(sum(p.x() for p in places) / len(places), sum(p.y() for p in places) / len(places))
    dots = [*places, *agreed, *(frame.at(*point) for point in scene.equilibria)]
    edge = [*frame.along(scene.frontier), *frame.along((*scene.hull, *scene.hull[:1]))]
    labels = paper.Labels(painter, frame.box.adjusted(0, -u * 0.6, u * 1.4, 0),
                          paper.faded(theme.colour("surface"), 0.82), dots, edge)
    ink, red = theme.colour("text"), paper.faded(theme.colour("danger"), PALE if scene.stale else 1.0)
    named = [(at, names, red) for at, (names, _point) in zip(agreed, scene.agreements) if len(agreed) > 1]
    if len(places) <= MOST_LABELS:
        named += sorted(((at, name, ink) for at, (_point, name) in zip(places, scene.points)),
                        key=lambda each: each[0].y())
    for at, name, colour in named:
        labels.put(at, paper.elided(name, made, frame.box.width() * 0.5), colour, made, at - middle)
