"""A recorded match as a table for spreadsheets and statistics: one row a round."""

from __future__ import annotations

from fractions import Fraction

from playground.files.csv_table import csv_name, csv_row
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
    table = [csv_row(map(csv_name, heading))]
    for t, actions in enumerate(match.actions):
        profile = [player.strategies.index(name) for player, name in zip(game.players, actions)]
        intended = match.intended[t] if match.intended is not None else ()
        table.append(csv_row([t + 1, *map(csv_name, (*actions, *intended)),
                              *(_number(game.payoff(k, profile)) for k in range(game.n_players))]))
    return "".join(table)


def _number(value: Fraction) -> str:
    return decimal_text(value, 15) or str(value)
