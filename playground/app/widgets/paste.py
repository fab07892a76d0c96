"""What a block from a spreadsheet does to the game: which payoffs it sets, and how the table grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.files.table import Table, alternating, parse_table
from playground.game import Expression, ExpressionError, NormalForm, edits
from playground.problem import InputError


@dataclass(frozen=True)
class Block:
    """What was pasted: payoffs, and the names that stood at the left and above, if any did."""

    table: Table
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def read_block(text: str, game: NormalForm) -> Block:
    """A block as it comes from a spreadsheet, perhaps with the strategies' names at the left and above:
    they are names where what they surround are payoffs and they themselves are none. Raises
    `InputError`."""
    try:
        whole = Block(parse_table(text))
    except InputError:
        whole = None
        if "\t" not in text:
            raise
    if whole is not None and ("\t" not in text or _all_payoffs(whole.table, game)):
        return whole
    lines = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
    for left, above in ((1, 1), (1, 0), (0, 1)):
        inner = "\n".join("\t".join(line[left:]) for line in lines[above:])
        try:
            table = parse_table(inner)
        except InputError:
            continue
        rows = tuple(line[0] for line in lines[above:]) if left else ()
        columns = tuple(lines[0][left:]) if above else ()
        if _all_payoffs(table, game) and all(map(_is_name, (*rows, *columns))):
            return Block(table, rows, columns)
    return whole or Block(parse_table(text))


def _is_name(text: str) -> bool:
    """Whether it reads as a name: numbers that could not be read are no names."""
    return any(character.isalpha() for character in text)


def _all_payoffs(table: Table, game: NormalForm) -> bool:
    known = {parameter.name for parameter in game.parameters}
    try:
        return all(Expression(text).names <= known for line in table for cell in line for text in cell)
    except ExpressionError:
        return False


def paste(game: NormalForm, pasted: Block, player: int, row: int, column: int,
          others: tuple[int, ...]) -> tuple[NormalForm, str]:
    """The game with the block's first cell at (row, column) of the slice that `others` choose, and a
    sentence on what was done. Cells hold one payoff a player; cells of single numbers are `player`'s
    payoffs, unless the block is as wide as the table with a column a payoff. Raises `InputError`."""
    n = game.n_players
    block = pasted.table
    sizes = {len(cell) for line in block for cell in line}
    if len(sizes) != 1 or not sizes <= {1, n}:
        found = ", ".join(map(str, sorted(sizes)))
        raise InputError(f"the cells hold {found} numbers; this game needs {n} in each, or 1 to set "
                         f"{game.players[player].name}’s payoffs alone")
    if n == 1:
        lines = [cell for line in block for cell in line]
        game, grown = _grow(game, 0, row + len(lines))
        game = edits.set_payoffs(game, [(0, (row + i,), cell[0]) for i, cell in enumerate(lines)])
        game = _named(game, 0, row, pasted.rows)
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
    game = _named(_named(game, 0, row, pasted.rows), 1, column, pasted.columns)
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


def _named(game: NormalForm, player: int, at: int, names: Sequence[str]) -> NormalForm:
    """The strategies from number `at` on with these names, where there are as many."""
    own = list(game.players[player].strategies)
    if not names or len(names) > len(own) - at:
        return game
    own[at:at + len(names)] = names
    if len(set(own)) < len(own):
        raise InputError("the block names two strategies alike; give each a name of its own")
    for index in range(at, at + len(names)):  # by way of names that nobody has
        game = edits.rename_strategy(game, player, index, f"\0{index}")
    for index, name in enumerate(names, start=at):
        game = edits.rename_strategy(game, player, index, name)
    return game


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
