"""A match that was played, in means over its rounds: how often each cooperated, or played what, what all
earned, and how much more the best single choice would have earned (the regret, Hannan 1957)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from playground.app.pictures import shares
from playground.app.pictures.evolution import COLOURS
from playground.app.pictures.learning import MOST_PLAYERS, Panel, Scene
from playground.app.pictures.table import rows
from playground.app.widgets.match_tally import Mark
from playground.arena.learning import MOST_LINES
from playground.equilibrium.words import listed
from playground.game import NormalForm

Floats = npt.NDArray[np.float64]
MOST_PAID = 10 ** 300  # payoffs beyond are not drawn


def scene(players: Sequence[str], strategies: Sequence[Sequence[str]], marks: Sequence[Mark],
          cooperation: bool, game: NormalForm | None, now: int | None = None) -> Scene | None:
    """`marks`: the match after some of its rounds, the last one after all. `cooperation`: the first strategy
    is cooperation. `game`: where payoffs are known. `now`: the round that is looked at, with a line. None
    before there are two rounds, and for too many players."""
    marks = [mark for mark in marks if mark.rounds]
    if not marks or marks[-1].rounds < 2 or len(players) > MOST_PLAYERS:
        return None
    profiles = list(marks[-1].counts)
    rounds = np.array([mark.rounds for mark in marks], float)
    means = np.array([[mark.counts.get(at, 0) for at in profiles] for mark in marks]) / rounds[:, None]
    moves = np.array(profiles)
    played = [np.column_stack([means[:, moves[:, k] == i].sum(axis=1) for i in range(len(own))])
              for k, own in enumerate(strategies)]
    panels = []

    def panel(title: str, player: int | None, values: Floats, names: Sequence[str], axis: str,
              span: tuple[float, float] = (0.0, 1.0)) -> None:
        lines = tuple(shares.Line(name, i % COLOURS, dashed=i >= COLOURS) for i, name in enumerate(names))
        panels.append(Panel(title, player, shares.Scene(rounds, values, lines, now or None, ("round", axis),
                                                        span)))

    if cooperation:
        panel("Cooperation, mean so far", None, np.column_stack([each[:, 0] for each in played]), players,
              "share")
    else:
        for k, (name, own) in enumerate(zip(players, strategies)):
            most = np.sort(np.argsort(-played[k][-1], kind="stable")[:MOST_LINES])
            panel(f"{name}: shares so far", k, played[k][:, most], [own[i] for i in most], "share")
    if game is not None and (earned := _earned(game, profiles)):
        paid = np.column_stack([means @ each.own for each in earned])
        panel("Payoff, mean so far", None, paid, players, "payoff", _span(paid))
        missed = np.column_stack([(means @ each.always).max(axis=1) - means @ each.own for each in earned])
        # Differences of rounded numbers: what is no regret shall not be one.
        missed[np.abs(missed) < 1e-12 * max(1.0, float(np.abs(paid).max()))] = 0.0
        panel("Regret, mean so far", None, missed, players, "payoff", _span(np.append(missed, 0.0)))
    words = "; ".join(f"{each.title}: " + listed([
        f"{line.name} {value:.3g}" for line, value in zip(each.lines.lines, each.lines.shares[-1].tolist())])
        for each in panels)
    numbers = np.column_stack([each.lines.shares for each in panels])
    table = rows(("round",), [f"{each.title}: {line.name}" for each in panels for line in each.lines.lines],
                 (((str(mark.rounds),), line) for mark, line in zip(marks, numbers.tolist())))
    return Scene(tuple(panels), f"After {marks[-1].rounds:,} rounds. {words}", table)


class _Earned:
    """What a player got in each profile, and would have got by each of its strategies all the same."""

    def __init__(self, game: NormalForm, player: int, profiles: Sequence[tuple[int, ...]]) -> None:
        self.own = np.array([float(game.payoff(player, at)) for at in profiles])
        self.always = np.array([[float(game.payoff(player, (*at[:player], i, *at[player + 1:])))
                                 for i in range(game.shape[player])] for at in profiles])


def _earned(game: NormalForm, profiles: Sequence[tuple[int, ...]]) -> list[_Earned]:
    """Of each player; none where payoffs are beyond floats."""
    if any(abs(payoff) > MOST_PAID for payoff in game.payoffs.flat):
        return []
    return [_Earned(game, k, profiles) for k in range(game.n_players)]


def _span(values: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low, high) if low < high else (low - 1, high + 1)
