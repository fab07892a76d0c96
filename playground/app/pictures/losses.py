"""Risk dominance drawn: each strict equilibrium of a 2×2 game as a rectangle whose sides are what either
player loses by leaving it alone. The larger area, the product of losses, risk-dominates (Harsanyi and Selten
1988). Below, how sure a player must be of the other to play along.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from playground.app.pictures import paper
from playground.app.pictures.payoff_space import ALIKE
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.equilibrium.strict_pair import strict_pair
from playground.equilibrium.words import named
from playground.game import NormalForm

BAR = 4.1  # the height a bar needs with its words, in units of the font
LEAST = 11  # what the rectangles need with theirs


@dataclass(frozen=True)
class Bar:
    """What a player believes of the other, from 0 to 1: below `turn` the strategy `low` is best, above it
    `high`. `player` None: the share of one population."""

    title: str
    low: str
    high: str
    turn: Fraction
    player: int | None


@dataclass(frozen=True)
class Scene:
    """`losses[i]` is what players 1 and 2 lose by leaving equilibrium i; `risk` and `payoff`: which of the
    two dominates, if any."""

    players: tuple[str, str]
    equilibria: tuple[str, str]
    losses: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    risk: int | None
    payoff: int | None
    bars: tuple[Bar, ...]

    @property
    def products(self) -> tuple[Fraction, ...]:
        return tuple(one * two for one, two in self.losses)

    def verdict(self, at: int) -> str:
        """What one equilibrium has over the other."""
        risk = "equal products" if self.risk is None else "risk-dominates" if at == self.risk else ""
        return ", ".join(filter(None, (risk, "better for both" if at == self.payoff else "")))

    @property
    def words(self) -> str:
        """What is seen, for a screen reader."""
        parts = [f"{name}: {self.players[0]} loses {one} by leaving, {self.players[1]} {two}, product "
                 f"{product}" + (f", {self.verdict(i)}" if self.verdict(i) else "")
                 for i, (name, (one, two), product) in
                 enumerate(zip(self.equilibria, self.losses, self.products))]
        parts += [f"{bar.title}: {bar.low} is best up to {bar.turn}, {bar.high} above" for bar in self.bars]
        return "; ".join(parts)

    def table(self) -> Rows:
        """The losses and their products, and where beliefs turn."""
        lines = [(("equilibrium", name), (*losses, product, None))
                 for name, losses, product in zip(self.equilibria, self.losses, self.products)]
        lines += [((bar.title, bar.high), (None, None, None, bar.turn)) for bar in self.bars]
        return rows(("what", "which"), [*(f"{name}’s loss" for name in self.players), "product of losses",
                                        "best from"], lines)


def scene(game: NormalForm, solution: Any = None) -> Scene | None:
    """The picture of a game; None unless it is 2×2 and has two strict equilibria."""
    pair = strict_pair(game)
    if pair is None:
        return None
    one, two = game.players
    first, second = (game.profile_names(profile) for profile in pair.profiles)
    bars = []
    for k, other in ((0, two), (1, one)):
        here, there = pair.losses[0][k], pair.losses[1][k]
        bars.append(Bar(f"{game.players[k].name}’s belief that {other.name} plays {first[1 - k]}",
                        second[k], first[k], there / (here + there), k))
    if game.is_symmetric and first[0] == first[1]:  # one population: what all drift to
        title = f"Share of the population that plays {first[0]}"
        bars = [Bar(title, second[0], first[0], bars[0].turn, None)]
    return Scene((one.name, two.name), (named(game, pair.profiles[0]), named(game, pair.profiles[1])),
                 pair.losses, pair.risk_dominant, pair.payoff_dominant, tuple(bars))


@dataclass(frozen=True)
class Place:
    """Where the rectangles lie, and the bars with their words."""

    areas: tuple[QRectF, ...]
    bars: tuple[QRectF, ...]


def place(rect: QRectF, unit: float, scene: Scene) -> Place:
    """Both rectangles have the same scales; as far as the losses allow, one for both axes."""
    inner = rect.adjusted(unit, unit * 0.6, -unit, -unit * 0.4)
    fit = min(len(scene.bars), max(0, int((inner.height() / unit - LEAST) / BAR)))
    shown = fit if fit == len(scene.bars) else 0
    upper = inner.adjusted(0, unit * 4.2, 0, -unit * (BAR * shown + 2.0))
    most = [max(loss[k] for loss in scene.losses) for k in (0, 1)]
    room = (upper.width() / 2 - unit * 2.6, upper.height())
    shares = [[loss / top for loss, top in zip(losses, most)] for losses in scene.losses]  # of the greatest
    across, up = (max(space, 1.0) for space in room)
    if max(most) < ALIKE * min(most):
        scale = min(across * float(max(most) / most[0]), up * float(max(most) / most[1]))
        across, up = (scale * float(each / max(most)) for each in most)
    areas = []
    for i, (one, two) in enumerate(shares):
        wide, high = max(float(one) * across, 1.0), max(float(two) * up, 1.0)
        middle = inner.left() + inner.width() * (0.25 + 0.5 * i) + unit * 0.6
        areas.append(QRectF(middle - wide / 2, upper.bottom() - high, wide, high))
    top = inner.bottom() - BAR * unit * shown
    bars = [QRectF(inner.left() + unit * 0.5, top + unit * (BAR * i + 1.45), inner.width() - unit, unit * 1.2)
            for i in range(shown)]
    return Place(tuple(areas), tuple(bars))


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    where = place(rect, u, scene)
    ink, good, accent = theme.colour("text"), theme.colour("good"), theme.colour("accent")
    small, plain, bold = paper.font(painter, 0.85), paper.font(painter), paper.font(painter, 1.0, bold=True)
    half = rect.width() / 2 - u * 1.4
    for i, (area, (one, two)) in enumerate(zip(where.areas, scene.losses)):
        x, y = rect.left() + rect.width() * (0.25 + 0.5 * i), rect.top()
        paper.text(painter, QPointF(x, y + u * 1.2), paper.elided(scene.equilibria[i], bold, half), ink, bold)
        product = f"{paper.number(one)} × {paper.number(two)} = {paper.number(one * two)}"
        paper.text(painter, QPointF(x, y + u * 2.5), paper.elided(product, plain, half), ink, plain)
        paper.text(painter, QPointF(x, y + u * 3.7), paper.elided(scene.verdict(i), small, half), good, small)
        larger = i == scene.risk
        painter.setBrush(paper.faded(accent, 0.45 if larger else 0.14))
        painter.setPen(paper.stroke(good, max(2.5, u * 0.25)) if larger
                       else paper.stroke(theme.colour("muted"), 1.4))
        painter.drawRect(area)
        loss = paper.elided(f"{scene.players[0]} loses {paper.number(one)}", small, half)
        paper.text(painter, QPointF(x + u * 0.6, area.bottom() + u * 1.1), loss, theme.player(0), small)
        loss = paper.elided(f"{scene.players[1]} loses {paper.number(two)}", small,
                            area.bottom() - rect.top() - u * 4.2)
        middle = min(area.center().y(), area.bottom() - paper.width(loss, small) / 2)
        paper.text_up(painter, QPointF(area.left() - u * 0.9, middle), loss, theme.player(1), small)
    for bar, box in zip(scene.bars, where.bars):
        _bar(painter, box, bar, theme)


def _bar(painter: QPainter, box: QRectF, bar: Bar, theme: Theme) -> None:
    u = paper.unit(painter)
    small, ink = paper.font(painter, 0.85), theme.colour("text")
    colour = theme.colour("muted") if bar.player is None else theme.player(bar.player)
    title = paper.elided(bar.title, small, box.width())
    paper.text(painter, QPointF(box.left(), box.top() - u * 0.75), title, colour, small, across=0)
    x = box.left() + box.width() * float(bar.turn)
    parts = (QRectF(box.left(), box.top(), x - box.left(), box.height()),
             QRectF(x, box.top(), box.right() - x, box.height()))
    for part, name, strength in zip(parts, (bar.low, bar.high), (0.12, 0.4)):
        painter.setPen(paper.stroke(theme.colour("line"), 1.0))
        painter.setBrush(paper.faded(theme.colour("accent"), strength))
        painter.drawRect(part)
        if part.width() > u * 2:
            paper.text(painter, part.center(), paper.elided(name, small, part.width() - u * 0.6), ink, small)
    painter.setPen(paper.stroke(ink, max(1.6, u * 0.16), cap=Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(x, box.top() - u * 0.15), QPointF(x, box.bottom() + u * 0.25))
    for at, words in ((0.0, "0"), (1.0, "1"), (float(bar.turn), paper.share(bar.turn))):
        end = box.left() + box.width() * at
        if at in (0.0, 1.0) and abs(end - x) < u * 2.2:
            continue
        paper.text(painter, QPointF(end, box.bottom() + u * 0.8), words, ink if end == x else colour, small)
