"""Blocks of payoffs pasted from a spreadsheet, a paper or a mail.

`parse_table(text)` returns one list a row, holding one tuple a cell, holding the cell's texts: how many
they are, the same in the whole block, is how many payoffs stand together. Texts are as typed, without
the white space around; whether they are numbers is for the caller to see (`edits.set_payoffs` keeps a
text that is none as a draft). What is read as what:

- Tabs separate cells, as spreadsheets copy them. In a cell, a comma, a semicolon or white space
  separates payoffs: `3,0`, `3; 0`, `3 0`.
- Without tabs, semicolons separate cells, then white space, then commas: `3,0  5,1` are two cells of
  two payoffs, `3, 0, 5, 1` four of one. In `b - c` and `b-c` the white space separates nothing; in
  `3 -1` it does.
- `(3, 0)` and `[3, 0]` are one cell of two payoffs, with anything or nothing between cells. `"3,0"` too.
- A comma is never a decimal point. Blocks in which it might be one are refused, and say so: `3,5;0,5`
  without brackets, `3,05`, `1.000,5`, and `3,5` beside a cell of one number.

A block of single numbers may be payoffs in turn, `3⇥0⇥5⇥1`: `alternating` groups those of a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from playground.game.normal_form import MAX_PAYOFFS
from playground.problem import InputError, Problem

MAX_LENGTH = 2_000_000  # characters
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,0[0-9]|-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]")
_AFTER_COMMA = re.compile(r"0[0-9]+\Z")  # nobody writes a payoff of 5 as 05
_TOUCHING = re.compile(r"([)\]])\s*([(\[])")  # brackets back to back multiply nothing
_HINT = "if a comma is a decimal point here, write 3.5 for 3,5"
_OPEN, _CLOSE = "([", ")]"
_OPERATORS = "+-−*/^·×"

Table = list[list[tuple[str, ...]]]


def parse_table(text: str) -> Table:
    """The cells of a pasted block (see above). Empty lines above, below and between are left out.
    Raises `InputError` for no block, rows of different lengths, cells with different numbers of
    payoffs, empty cells and commas that may be decimal points, with the row and column counted from 1.
    """
    if len(text) > MAX_LENGTH:
        raise InputError(f"{len(text):,} characters are too many to paste; {MAX_LENGTH:,} are allowed")
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise InputError("there is nothing to paste; copy a block of payoffs first")
    separator = _separator(lines)
    rows = [_cells(line, separator, row) for row, line in enumerate(lines)]
    _check(rows)
    return [[payoffs for _, payoffs in row] for row in rows]


def alternating(table: Table, players: int) -> Table:
    """The block with each `players` neighbouring cells of one number as one cell: `3⇥0⇥5⇥1` is two
    cells for two players. A block whose cells hold more is returned as it is. Raises `InputError`
    where the columns do not divide."""
    if any(len(cell) > 1 for row in table for cell in row):
        return table
    width = len(table[0])
    if width % players:
        raise InputError(f"{width} columns cannot be shared by {players} players in turn")
    return [[tuple(text for cell in row[i:i + players] for text in cell) for i in range(0, width, players)]
            for row in table]


Cell = tuple[str, tuple[str, ...]]  # as it stood, and its payoffs


def _separator(lines: Sequence[str]) -> str:
    """What separates cells throughout: a tab, a semicolon, a space or a comma."""
    if any("\t" in line for line in lines):
        return "\t"
    for separator in "; ":
        if any(len(_split(_TOUCHING.sub(r"\1 \2", line.strip()), separator)) > 1 for line in lines):
            return separator
    return ","


def _cells(line: str, separator: str, row: int) -> list[Cell]:
    if separator != "\t":
        line = _TOUCHING.sub(r"\1 \2", line).strip()
    pieces = _split(line, separator)
    if separator == ";" and len(pieces) > 1 and not pieces[-1]:
        pieces.pop()  # a semicolon at the end of the line
    if separator == " ":
        pieces = [piece for part in pieces for piece in _brackets(part.strip(","))]
    cells = []
    for column, piece in enumerate(pieces):
        place = f"row {row + 1}, column {column + 1}"
        if not piece:
            raise InputError([Problem(place, "the cell is empty; leave headings out, write 0 for nothing")])
        inner, wrapped = _unwrapped(piece)
        doubtful = _DECIMAL_COMMA.search(inner) or (separator == "," and _AFTER_COMMA.match(inner))
        if not wrapped and doubtful:
            raise InputError([Problem(place, f"{piece!r} could be one number or two; {_HINT}")])
        if not wrapped and separator == ";" and len(_split(inner, ",")) > 1:
            raise InputError([Problem(place, f"{piece!r} could be one number or two payoffs; write 3.5 for a "
                                             f"number, or ({inner}) for two payoffs")])
        payoffs = (piece,) if separator == "," and not wrapped else _payoffs(inner)
        if any(len(_split(payoff, ",")) > 1 for payoff in payoffs):
            raise InputError([Problem(place, f"{piece!r} mixes commas and semicolons; {_HINT}")])
        if not all(payoffs):
            raise InputError([Problem(place, f"{piece!r} lacks a payoff")])
        cells.append((piece, payoffs))
    return cells


def _payoffs(inner: str) -> tuple[str, ...]:
    """The payoffs of one cell, at the strongest sign that separates any."""
    for separator in ";, ":
        parts = _split(inner, separator)
        if len(parts) > 1:
            return tuple(parts)
    return (inner,)


def _split(text: str, separator: str) -> list[str]:
    """The pieces between separators outside brackets and quotation marks, stripped. A space separates
    unless it stands beside a comma or in an expression: in `b - c`, not in `3 -1`."""
    pieces, depth, quoted, start = [], 0, False, 0
    for i, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in _OPEN:
            depth += 1
        elif not quoted and character in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and not quoted and (
                _is_gap(text, i) if separator == " " else character == separator):
            pieces.append(text[start:i].strip())
            start = i + 1
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece] if separator == " " else pieces


def _is_gap(text: str, at: int) -> bool:
    """Whether the white space at `at` ends a run that separates."""
    if not text[at].isspace() or (at + 1 < len(text) and text[at + 1].isspace()):
        return False
    left, right = text[:at].rstrip(), text[at + 1:]
    if not left or not right or left[-1] in ",;" or right[0] in ",;":
        return False
    if left[-1] in _OPERATORS:
        return False
    sign_of_number = right[0] in "+-−" and len(right) > 1 and not right[1].isspace()
    return right[0] not in _OPERATORS or sign_of_number


def _brackets(piece: str) -> list[str]:
    """`(3,0)(5,1)` and `(3,0),(5,1)` as two pieces."""
    parts = _split(piece, ",")
    if len(parts) > 1 and all(_unwrapped(part)[1] for part in parts):
        return parts
    return [piece]


def _unwrapped(piece: str) -> tuple[str, bool]:
    """What stands in the brackets or quotation marks round a whole cell, and whether there are any. A
    pair of brackets round one expression belongs to it."""
    if len(piece) > 1 and piece[0] == piece[-1] == '"':
        return _unwrapped(piece[1:-1].strip())[0], True
    if len(piece) > 1 and piece[0] in _OPEN and piece[-1] == _CLOSE[_OPEN.index(piece[0])]:
        inner = piece[1:-1].strip()
        if _balanced(inner) and len(_payoffs(inner)) > 1:
            return inner, True
    return piece, False


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth < 0:
            return False
    return depth == 0


def _check(rows: Sequence[Sequence[Cell]]) -> None:
    """Raise `InputError` unless all rows are as long and all cells hold as many payoffs."""
    width, (first, payoffs) = len(rows[0]), rows[0][0]
    problems = []
    for i, row in enumerate(rows):
        if len(row) != width:
            problems.append(Problem(f"row {i + 1}", f"{len(row)} cells, but row 1 has {width}"))
        for j, (piece, own) in enumerate(row):
            if len(own) != len(payoffs) and len(problems) < 20:
                doubt = f"; {_HINT}" if "," in piece or "," in first else ""
                problems.append(Problem(
                    f"row {i + 1}, column {j + 1}",
                    f"{piece!r} holds {_count(len(own))}, but {first!r} holds {len(payoffs)}{doubt}"))
    if problems:
        raise InputError(problems[:20])
    size = len(rows) * width * len(payoffs)
    if size > MAX_PAYOFFS:
        raise InputError(f"a block of {size:,} payoffs; {MAX_PAYOFFS:,} are allowed")


def _count(number: int) -> str:
    return "one payoff" if number == 1 else f"{number} payoffs"
