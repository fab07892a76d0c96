"""A recorded match as a table for spreadsheets and statistics: one row a round."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

from playground.files.document import RecordedMatch
from playground.game import NormalForm
from playground.game.expression import decimal_text
from playground.problem import InputError, Problem


def match_csv(game: NormalForm, match: RecordedMatch) -> str:
    """CSV with a heading: the round from 1, each player's action, what was intended where noise
    flipped anything, and each player's payoff (a decimal where it ends, else `p/q`). Raises
    `InputError` for a match that is not of this game, as after strategies were renamed."""
    problems = [Problem(f"actions[{t}][{k}]", f"{name!r} is not a strategy of {game.players[k].name}")
                for t, names in enumerate(match.actions) for k, name in enumerate(names[:game.n_players])
                if name not in game.players[k].strategies]
    if len(match.players) != game.n_players:
        problems = [Problem("players", f"a match of {len(match.players)}, but the game has {game.n_players} "
                                       "players")]
    if problems:
        raise InputError(problems[:20])
    names = [player.name for player in game.players]
    heading = ["round", *(f"{name} ({who})" for name, who in zip(names, match.players))]
    if match.intended is not None:
        heading += [f"{name} intended" for name in names]
    heading += [f"{name} payoff" for name in names]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(map(_text, heading))
    for t, actions in enumerate(match.actions):
        profile = [player.strategies.index(name) for player, name in zip(game.players, actions)]
        intended = match.intended[t] if match.intended is not None else ()
        writer.writerow([t + 1, *map(_text, (*actions, *intended)),
                         *(_number(game.payoff(k, profile)) for k in range(game.n_players))])
    return table.getvalue()


def _text(name: str) -> str:
    """A name as a cell: a spreadsheet must not take it for a formula."""
    return f"'{name}" if name.lstrip()[:1] in ("=", "+", "-", "@") else name


def _number(value: Fraction) -> str:
    return decimal_text(value, 15) or str(value)
