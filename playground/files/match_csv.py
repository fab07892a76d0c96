"""A recorded match as a table for spreadsheets and statistics: one row a round."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from fractions import Fraction

from playground.files.document import RecordedMatch
from playground.game import NormalForm
from playground.game.expression import decimal_text
from playground.problem import InputError, Problem


def match_csv(game: NormalForm, match: RecordedMatch) -> str:
    """CSV with a heading: the round from 1, each player's action, what was intended where noise
    flipped anything, and each player's payoff (a decimal where it ends, else `p/q`). Raises
    `InputError` for a match that is not of this game, as after strategies were renamed."""
    played = {"actions": match.actions, "intended": match.intended or ()}
    problems = [Problem(f"{key}[{t}][{k}]", f"{name!r} is not a strategy of {game.players[k].name}")
                for key, rounds in played.items() for t, names in enumerate(rounds)
                for k, name in enumerate(names[:game.n_players]) if name not in game.players[k].strategies]
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
    table = [_row(map(_text, heading))]
    for t, actions in enumerate(match.actions):
        profile = [player.strategies.index(name) for player, name in zip(game.players, actions)]
        intended = match.intended[t] if match.intended is not None else ()
        table.append(_row([t + 1, *map(_text, (*actions, *intended)),
                           *(_number(game.payoff(k, profile)) for k in range(game.n_players))]))
    return "".join(table)


def _row(cells: Iterable[object]) -> str:
    """One line. Python quotes a cell for the characters of the line's end alone, and reads \\r as one."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def _text(name: str) -> str:
    """A name as a cell: a spreadsheet must not take it for a formula."""
    return f"'{name}" if name.lstrip()[:1] in ("=", "+", "-", "@") else name


def _number(value: Fraction) -> str:
    return decimal_text(value, 15) or str(value)
