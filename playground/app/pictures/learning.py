"""What the players of a match learn: for each how likely it plays what, round by round, and what all earn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from playground.app.pictures import paper, shares
from playground.app.pictures.evolution import COLOURS
from playground.app.pictures.table import Rows, rows
from playground.app.theme import Theme
from playground.arena import Curve, Curves
from playground.equilibrium.words import listed
from playground.game import NormalForm

MOST_PLAYERS = 4  # more are too many panels
WINDOWS = 20  # what was played and earned is averaged over a part of this size
WIDE = 17  # units of the font that a panel needs


@dataclass(frozen=True, eq=False)
class Panel:
    """One part of the picture: what it shows, whose it is (None: everybody's), and its lines."""

    title: str
    player: int | None
    lines: shares.Scene


@dataclass(frozen=True, eq=False)
class Scene:
    """`words` says what is seen, for a screen reader."""

    panels: tuple[Panel, ...]
    words: str
    rows: Rows

    def table(self) -> Rows:
        """A row a sample."""
        return self.rows


def scene(game: NormalForm, curves: Curves) -> Scene | None:
    """The picture of curves; None before there are two samples of rounds, and for too many players."""
    if len(curves.rounds) < 3 or game.n_players > MOST_PLAYERS:
        return None
    names = [player.name for player in game.players]
    window = max(1, len(curves.rounds) // WINDOWS)
    recent = f"of the last {int(np.median(np.diff(curves.rounds))) * window:,} rounds"
    times = curves.rounds.astype(float)
    panels = []
    for k, (curve, name) in enumerate(zip(curves.players, names)):
        lines = tuple(shares.Line(label, i, dashed=i >= COLOURS)
                      for i, label in enumerate(_labels(game, k, curve)))
        # Nothing was played before the first round.
        drawn = ((times, curve.chances) if curve.learned else
                 (times[1:], _recent(curves, curve.chances, window)))
        panels.append(Panel(f"{name}: {_what(game, k, curve, recent)}", k, shares.Scene(
            *drawn, lines, titles=("round", "chance" if curve.learned else "share"))))
    paid = _recent(curves, curves.payoffs, window)
    low, high = float(paid.min()), float(paid.max())
    panels.append(Panel(f"Payoff, mean {recent}", None, shares.Scene(
        times[1:], paid, tuple(shares.Line(name, k) for k, name in enumerate(names)),
        titles=("round", "payoff"), span=(low, high) if low < high else (low - 1, high + 1))))
    words = "; ".join(f"{panel.title}: " + listed([f"{line.name} {value:.3g}" for line, value in
                                                   zip(panel.lines.lines, panel.lines.shares[-1].tolist())])
                      for panel in panels)
    return Scene(tuple(panels), f"After {curves.rounds[-1]:,} rounds. {words}", _table(game, curves))


def _recent(curves: Curves, values: npt.NDArray[np.float64], window: int) -> npt.NDArray[np.float64]:
    """Means over the rounds of the last `window` samples, of values a round since the sample before; without
    the start, where there are none."""
    rounds = np.diff(curves.rounds)[:, None]
    sums = np.vstack([np.zeros(values.shape[1]), np.cumsum(values[1:] * rounds, axis=0)])
    ends = np.arange(1, len(sums))
    begins = np.maximum(ends - window, 0)
    return np.asarray((sums[ends] - sums[begins]) / (curves.rounds[ends] - curves.rounds[begins])[:, None])


def _what(game: NormalForm, player: int, curve: Curve, recent: str) -> str:
    if not curve.learned:
        return f"shares {recent}"
    first = game.players[player].strategies[0]
    if len(set(curve.strategies)) > 1:
        return "chance of each strategy"
    return f"{first} after …" if curve.states[0] else f"chance of {first}"


def _labels(game: NormalForm, player: int, curve: Curve) -> list[str]:
    """A name for each line: what is remembered, short, and the strategy where there are several."""
    own = game.players[player].strategies
    letters = all(len({name[:1] for name in player.strategies}) == len(player.strategies)
                  for player in game.players)
    several = len(set(curve.strategies)) > 1
    made = []
    for state, strategy in zip(curve.states, curve.strategies):
        after = " ".join(_moves(game, played, letters) for played in state)
        made.append(f"{after}: {own[strategy]}" if after and several else after or own[strategy])
    return made


def _moves(game: NormalForm, played: Sequence[int], letters: bool) -> str:
    names = game.profile_names(tuple(played))
    return "".join(name[:1] for name in names) if letters else ", ".join(names)


def _table(game: NormalForm, curves: Curves) -> Rows:
    head = ["round"]
    for k, curve in enumerate(curves.players):
        name, own = game.players[k].name, game.players[k].strategies
        for state, strategy in zip(curve.states, curve.strategies):
            after = "".join(f" after {', '.join(game.profile_names(played))}" for played in state)
            head.append(f"{name}: {own[strategy]}{after}")
    head += [f"{player.name}: payoff" for player in game.players]
    numbers = np.column_stack([*(curve.chances for curve in curves.players), curves.payoffs])
    return rows((), head, (((), [at, *(None if math.isnan(value) else value for value in line)])
                           for at, line in zip(curves.rounds.tolist(), numbers.tolist())))


def paint(painter: QPainter, rect: QRectF, scene: Scene, theme: Theme) -> None:
    u = paper.unit(painter)
    across = max(1, min(len(scene.panels), int(rect.width() / u / WIDE)))
    down = -(-len(scene.panels) // across)
    wide, high = rect.width() / across, rect.height() / down
    bold = paper.font(painter, 0.9, bold=True)
    for i, panel in enumerate(scene.panels):
        part = QRectF(rect.left() + i % across * wide, rect.top() + i // across * high, wide, high)
        colour = theme.colour("text") if panel.player is None else theme.player(panel.player)
        paper.text(painter, QPointF(part.left() + u * 1.2, part.top() + u * 0.9),
                   paper.elided(panel.title, bold, wide - u * 2), colour, bold, across=0)
        shares.paint(painter, part.adjusted(0, u * 1.4, -u * 0.4, 0), panel.lines, theme)
