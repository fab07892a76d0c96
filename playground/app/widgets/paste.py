"""What a block from a spreadsheet does to the game: which payoffs it sets, and how the table grows."""

from __future__ import annotations

from playground.files.table import Table, alternating
from playground.game import NormalForm, edits
from playground.problem import InputError


def paste(game: NormalForm, block: Table, player: int, row: int, column: int,
          others: tuple[int, ...]) -> tuple[NormalForm, str]:
    """The game with the block's first cell at (row, column) of the slice that `others` choose, and a
    sentence on what was done. Cells hold one payoff a player; cells of single numbers are `player`'s
    payoffs, unless the block is as wide as the table with a column a payoff. Raises `InputError`."""
    n = game.n_players
    sizes = {len(cell) for line in block for cell in line}
    if len(sizes) != 1 or not sizes <= {1, n}:
        found = ", ".join(map(str, sorted(sizes)))
        raise InputError(f"the cells hold {found} numbers; this game needs {n} in each, or 1 to set "
                         f"{game.players[player].name}’s payoffs alone")
    if n == 1:
        lines = [cell for line in block for cell in line]
        game, grown = _grow(game, 0, row + len(lines))
        game = edits.set_payoffs(game, [(0, (row + i,), cell[0]) for i, cell in enumerate(lines)])
        return game, _sentence(f"Pasted {len(lines)} payoffs", game, grown)
    if sizes == {1} and _is_side_by_side(game, block, row, column):
        block = alternating(block, n)
    alone = len(block[0][0]) == 1
    high, wide = len(block), len(block[0])
    game, grown_down = _grow(game, 0, row + high)
    game, grown_across = _grow(game, 1, column + wide)
    changes = []
    for i, line in enumerate(block):
        for j, cell in enumerate(line):
            profile = (row + i, column + j, *others)
            changes += [(player if alone else k, profile, text) for k, text in enumerate(cell)]
    what = f"{high} × {wide} payoffs of {game.players[player].name}" if alone else f"{high} × {wide} cells"
    game = edits.set_payoffs(game, changes)
    return game, _sentence(f"Pasted {what}", game, grown_down or grown_across)


def _is_side_by_side(game: NormalForm, block: Table, row: int, column: int) -> bool:
    """Whether a block of single numbers has a spreadsheet column a payoff rather than a cell."""
    n, wide = game.n_players, len(block[0])
    down, across = game.shape[0] - row, game.shape[1] - column
    if wide % n:
        return False
    if wide == n * across:
        return True
    return not (len(block) <= down and wide <= across)


def _grow(game: NormalForm, player: int, size: int) -> tuple[NormalForm, bool]:
    grown = size > game.shape[player]
    while size > game.shape[player]:
        game = edits.add_strategy(game, player)
    return game, grown


def _sentence(done: str, game: NormalForm, grown: bool) -> str:
    drafts = len(game.drafts)
    parts = [done]
    if grown:
        parts.append(f"the table grew to {' × '.join(map(str, game.shape))}; one undo takes it back")
    if drafts:
        parts.append(f"{drafts} not a number" if drafts == 1 else f"{drafts} are not numbers")
    return "; ".join(parts)
