"""What concepts say cell by cell: who would advise what, what each level plays, what is eliminated when.

A table of shaded cells with a number in each; the stronger the shade, the greater the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from playground.app.pictures import invasion, paper
from playground.app.theme import Theme
from playground.equilibrium.words import mixture
from playground.game import NormalForm

MOST_ROWS, MOST_COLUMNS = 24, 24
MOST_LEVELS = 12
WIDE, HIGH = 8.0, 3.2  # of a cell at most, in letters
ROOMY = 0.8  # how much of the room a small table takes
Name = tuple[str, int | None]  # and whose it is; None: nobody's


@dataclass(frozen=True)
class Scene:
    """`shades` are from 0 to 1 and `texts` stand in the cells, row by row. Rows and columns that are crossed
    out have the reason beside them. `lit` is a cell to look at."""

    rows: tuple[Name, ...]
    columns: tuple[Name, ...]
    texts: tuple[tuple[str, ...], ...]
    shades: tuple[tuple[float, ...], ...]
    title: str = ""
    crossed_rows: Mapping[int, str] = field(default_factory=dict)
    crossed_columns: Mapping[int, str] = field(default_factory=dict)
    lit: tuple[int, int] | None = None
    words: str = ""

    def table(self) -> list[list[str]]:
        """The numbers, with the names around them."""
        head = ["", *(name for name, _player in self.columns)]
        return [head, *([name, *texts] for (name, _player), texts in zip(self.rows, self.texts))]


def _names(game: NormalForm, player: int) -> tuple[Name, ...]:
    return tuple((name, player) for name in game.players[player].strategies)


def fits(game: NormalForm) -> bool:
    """Whether a game of two players is small enough for a table of its cells."""
    return game.n_players == 2 and game.shape[0] <= MOST_ROWS and game.shape[1] <= MOST_COLUMNS


def advice(game: NormalForm, device: Mapping[str, Any], lit: tuple[int, int] | None = None) -> Scene:
    """The probabilities with which a mediator draws what to advise; `device` is one of the "distributions" of
    a correlated solution."""
    places = [{name: i for i, name in enumerate(player.strategies)} for player in game.players]
    chances = {(places[0][row], places[1][column]): Fraction(p)
               for row, column, p in device["distribution"]}
    cells = [[chances.get((i, j), Fraction(0)) for j in range(game.shape[1])] for i in range(game.shape[0])]
    most = max(chances.values())
    return Scene(_names(game, 0), _names(game, 1),
                 tuple(tuple(paper.number(p) if p else "" for p in row) for row in cells),
                 tuple(tuple(float(p / most) for p in row) for row in cells),
                 f"Advice with {device['what']}", lit=lit,
                 words="; ".join(f"({row}, {column}) with probability {p}"
                                 for row, column, p in device["distribution"]))


def levels(game: NormalForm, profiles: Sequence[Sequence[Sequence[Any]]], first: int = 1) -> Scene | None:
    """What each level of reasoning plays, of the strategies that any of them does; None where these are too
    many."""
    shown = profiles[:MOST_LEVELS]
    played = [(name, k, i) for k in range(game.n_players) for i, (name, _player) in enumerate(_names(game, k))
              if any(profile[k][i] for profile in shown)]
    if not 0 < len(played) <= MOST_ROWS:
        return None
    rows = tuple((name, k) for name, k, _i in played)
    shown = [[Fraction(profile[k][i]) for _name, k, i in played] for profile in shown]
    return Scene(rows, tuple((str(first + i), None) for i in range(len(shown))),
                 tuple(tuple(paper.number(p, 5) if p else "" for p in row) for row in zip(*shown)),
                 tuple(tuple(map(float, row)) for row in zip(*shown)), "Level")


def secured(game: NormalForm, solution: Any) -> Scene | None:
    """With which mixture each player secures the maximin; None where too many strategies are played."""
    profile = solution.equilibria[0].profile
    names = [(*name, profile[k][i]) for k in range(game.n_players) for i, name in enumerate(_names(game, k))
             if profile[k][i]]
    if len(names) > MOST_ROWS:
        return None
    values = dict(solution.details)["values"]
    told = "; ".join(f"{player.name} secures {paper.number(Fraction(value))} with "
                     f"{mixture(player.strategies, strategy)}"
                     for player, value, strategy in zip(game.players, values, profile))
    return Scene(tuple((name, k) for name, k, _p in names), (("probability", None),),
                 tuple((paper.number(p),) for _name, _k, p in names),
                 tuple((float(p),) for _name, _k, p in names), "What secures the most", words=told)


def commitments(game: NormalForm, solution: Any) -> Scene | None:
    """What both get when one of them leads, and with which strategies; beside it, the answer."""
    found = dict(solution.details)["commitments"]
    leaders = [[player.name for player in game.players].index(each["leader"]) for each in found]
    paid = [tuple(map(Fraction, each["payoffs"])) for each in found]
    kinds = ["mixed" if each["mixed"] else "pure" for each in found]
    ranges = [(min(column), max(column)) for column in zip(*paid)]
    played = [mixture(game.players[k].strategies, list(map(Fraction, each["strategy"])))
              for k, each in zip(leaders, found)]
    return Scene(tuple((f"{each['leader']}, {kind}", k) for each, k, kind in zip(found, leaders, kinds)),
                 ((game.players[0].name, 0), (game.players[1].name, 1)),
                 tuple(tuple(map(paper.number, pair)) for pair in paid),
                 tuple(tuple(float((value - low) / (high - low)) if high > low else 0.5
                             for value, (low, high) in zip(pair, ranges)) for pair in paid),
                 "What both get, by who leads",
                 words="; ".join(f"{each['leader']} leads with {own} ({kind}), the answer is "
                                 f"{each['answer']}: {paper.number(one)} and {paper.number(two)}"
                                 for each, own, kind, (one, two) in zip(found, played, kinds, paid)))


def candidates(game: NormalForm, solution: Any) -> Scene | None:
    """What the symmetric equilibria play, and which are evolutionarily stable; None where there are too
    many of them."""
    found = dict(solution.details)["candidates"]
    names = _names(game, 0)
    if len(found) > MOST_COLUMNS or len(names) > MOST_ROWS:
        return None
    shares = [[Fraction(p) for p in each["strategy"]] for each in found]
    return Scene(names, tuple((invasion.SHORT.get(each["verdict"], each["verdict"]), None) for each in found),
                 tuple(tuple(paper.number(p, 5) if p else "" for p in row) for row in zip(*shares)),
                 tuple(tuple(map(float, row)) for row in zip(*shares)), "Symmetric equilibria, one a column",
                 words="; ".join(f"{mixture(game.players[0].strategies, share)}: {each['verdict']}"
                                 for each, share in zip(found, shares)))


def elimination(game: NormalForm, rounds: Sequence[Sequence[Mapping[str, Any]]]) -> Scene:
    """Which strategies are eliminated, and in which round; `rounds` as a dominance solution's details have
    them."""
    texts = tuple(tuple(", ".join(paper.number(game.payoff(k, (i, j)), 6) for k in (0, 1))
                        for j in range(game.shape[1])) for i in range(game.shape[0]))
    empty = Scene(_names(game, 0), _names(game, 1), texts, tuple((0.0,) * len(row) for row in texts))
    gone: tuple[dict[int, str], dict[int, str]] = ({}, {})
    names = [player.name for player in game.players]
    for number, found in enumerate(rounds, 1):
        for each in found:
            player = names.index(each["player"])
            gone[player][game.players[player].strategies.index(each["strategy"])] = f"{number}"
    shades = tuple(tuple(float(i not in gone[0] and j not in gone[1]) * 0.6 for j in range(game.shape[1]))
                   for i in range(game.shape[0]))
    return replace(empty, shades=shades, crossed_rows=gone[0], crossed_columns=gone[1],
                   title="Crossed out, and in which round" if rounds else "Nothing is crossed out")


# --- painting -----------------------------------------------------------------------------------------------


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    keep = painter.font()
    painter.setFont(paper.font(painter, _scale(painter, rect, scene)))
    u = paper.unit(painter)
    small, plain = paper.font(painter, 0.85), paper.font(painter, 0.95)
    ink, muted, accent = theme.colour("text"), theme.colour("muted"), theme.colour("accent")
    inner = rect.adjusted(u * 0.6, u * 0.4, -u * 0.6, -u * 0.6)
    if scene.title:
        paper.text(painter, QPointF(inner.left(), inner.top() + u * 0.8),
                   paper.elided(scene.title, small, inner.width()), muted, small, across=0)
    left = min(max(paper.width(name, plain) for name, _player in scene.rows) + u * 0.8, inner.width() * 0.34)
    aside = u * 1.5 if scene.crossed_rows else 0.0
    below = u * 1.5 if scene.crossed_columns else 0.0
    box = inner.adjusted(left, u * 3.4, -aside, -below)
    wide = min(box.width() / len(scene.columns), u * WIDE)
    high = min(box.height() / len(scene.rows), u * HIGH)
    longest = max(paper.width(name, plain) for name, _player in scene.columns)
    heads = small if longest > wide - u * 0.3 else plain
    for j, (name, player) in enumerate(scene.columns):
        at = QPointF(box.left() + (j + 0.5) * wide, box.top() - u * 0.8)
        colour = muted if player is None else theme.player(player)
        paper.text(painter, at, paper.elided(name, heads, wide - u * 0.2), colour, heads)
    for i, (name, player) in enumerate(scene.rows):
        colour = muted if player is None else theme.player(player)
        at = QPointF(box.left() - u * 0.5, box.top() + (i + 0.5) * high)
        paper.text(painter, at, paper.elided(name, plain, left - u * 0.6), colour, plain, across=1)
        for j, shade in enumerate(scene.shades[i]):
            cell = QRectF(box.left() + j * wide, box.top() + i * high, wide, high)
            painter.setPen(paper.stroke(theme.colour("line"), 1.0))
            painter.setBrush(paper.faded(accent, 0.45 * shade))
            painter.drawRect(cell)
            text = scene.texts[i][j]
            if text and paper.width(text, small) < wide - 2 and high > u * 0.9:
                paper.text(painter, cell.center(), text, ink, small)
    ends = box.left() + wide * len(scene.columns), box.top() + high * len(scene.rows)
    painter.setPen(paper.stroke(theme.colour("danger"), max(1.6, u * 0.14)))
    for i in scene.crossed_rows:
        y = box.top() + (i + 0.5) * high
        painter.drawLine(QPointF(box.left() - u * 0.3, y), QPointF(ends[0] + u * 0.2, y))
    for j in scene.crossed_columns:
        x = box.left() + (j + 0.5) * wide
        painter.drawLine(QPointF(x, box.top() - u * 0.2), QPointF(x, ends[1] + u * 0.2))
    for i, reason in scene.crossed_rows.items():
        at = QPointF(ends[0] + u * 0.9, box.top() + (i + 0.5) * high)
        paper.text(painter, at, reason, theme.colour("danger"), small)
    for j, reason in scene.crossed_columns.items():
        at = QPointF(box.left() + (j + 0.5) * wide, ends[1] + u * 0.9)
        paper.text(painter, at, reason, theme.colour("danger"), small)
    players = [player for _name, player in scene.rows]
    painter.setPen(paper.stroke(ink, 1.6))
    for i in range(1, len(players)):
        if players[i] != players[i - 1]:
            y = box.top() + i * high
            painter.drawLine(QPointF(box.left(), y), QPointF(ends[0], y))
    if scene.lit is not None:
        i, j = scene.lit
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(paper.stroke(theme.colour("good"), max(2.5, u * 0.25)))
        painter.drawRoundedRect(QRectF(box.left() + j * wide, box.top() + i * high, wide, high), 3, 3)
    painter.setFont(keep)


def _scale(painter: QPainter, rect: QRectF, scene: Scene) -> float:
    """How much larger a small table is drawn where there is much room."""
    u = paper.unit(painter)
    names = max(paper.width(name, painter.font()) for name, _player in scene.rows)
    across = rect.width() / (names + u * (WIDE * len(scene.columns) + 3))
    down = rect.height() / (u * (HIGH * len(scene.rows) + (6 if scene.crossed_columns else 4.5)))
    return min(max(1.0, ROOMY * min(across, down)), 2.0)
