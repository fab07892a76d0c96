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

import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from playground.game.expression import ExpressionError, number
from playground.game.normal_form import MAX_PAYOFFS
from playground.problem import InputError, Problem

MAX_LENGTH = 2_000_000  # characters
_GROUPED = r"(?<![0-9.])[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+(?![0-9.])"  # 1.000,5
_DECIMAL_COMMA = re.compile(rf"[0-9],0[0-9]|{_GROUPED}")
_PLAIN = re.compile(r'[^\s,;"()\[\]]+\Z')  # one payoff, whatever separates cells
_SPACE = re.compile(r"\s|[)\]][(\[]")
_CLOSED = re.compile(r'[)\]"]\s*,')
_AFTER_COMMA = re.compile(r"0[0-9]+\Z")  # nobody writes a payoff of 5 as 05
_HINT = "if a comma is a decimal point here, write 3.5 for 3,5"
_OPEN, _CLOSE = "([", ")]"
_MARKS = {separator: re.compile(rf'["()\[\]]|{separator}') for separator in "\t;,"} | {
    " ": re.compile(r'["()\[\]]|\s+')}
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
    if len(lines) > MAX_PAYOFFS:
        raise InputError(f"a block of {len(lines):,} rows; {MAX_PAYOFFS:,} payoffs are allowed")
    if not any("\t" in line for line in lines):
        lines = [line.strip() for line in lines]
    separator = _separator(lines)
    rows: list[list[Cell]] = []
    size = 0
    for row, line in enumerate(lines):
        rows.append(_cells(line, separator, row))
        size += len(rows[-1]) * len(rows[0][0][1])
        _refuse_many(size)
    _check(rows)
    return [[payoffs for _, payoffs in row] for row in rows]


def read_numbers(text: str) -> tuple[tuple[Fraction, ...], ...]:
    """A block of single numbers, such as a CSV file or what a spreadsheet copies. Raises `InputError` as
    `parse_table`, and for each text that is no number."""
    problems: list[Problem] = []
    found: list[list[Fraction]] = []
    for i, row in enumerate(parse_table(text)):
        found.append([])
        for j, cell in enumerate(row):
            try:
                found[-1].append(number(" ".join(cell)))
            except ExpressionError as problem:
                problems.append(Problem(f"row {i + 1}, column {j + 1}", str(problem)))
    if problems:
        raise InputError(problems[:20])
    return tuple(map(tuple, found))


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
        if any(True for line in lines for _ in _gaps(line, separator)):
            return separator
    return ","


def _cells(line: str, separator: str, row: int) -> list[Cell]:
    if separator == " ":
        line = line.removesuffix(",")  # a comma at the end of the line
    pieces = _split(line, separator)
    if separator == ";" and len(pieces) > 1 and not pieces[-1]:
        pieces.pop()  # a semicolon at the end of the line
    if separator == " ":
        pieces = [piece for part in pieces for piece in _brackets(part)]
    cells: list[Cell] = []
    if not pieces:
        raise InputError([Problem(f"row {row + 1}", "there is no payoff in it")])
    _refuse_many(len(pieces))
    for column, pair in enumerate(map(",".join, itertools.pairwise(pieces)) if separator == "," else ()):
        if re.search(_GROUPED, pair) and pair in line and not any(mark in pair for mark in '"(['):
            raise InputError([Problem(f"row {row + 1}, column {column + 1}",
                                      f"{_short(pair)} could be one number or two; {_HINT}")])
    for column, piece in enumerate(pieces):
        if _PLAIN.match(piece) and not (separator == "," and _AFTER_COMMA.match(piece)):
            cells.append((piece, (piece,)))
            continue
        if cells:
            _refuse_many(len(cells) * len(cells[0][1]))
        place = f"row {row + 1}, column {column + 1}"
        if not piece:
            raise InputError([Problem(place, "the cell is empty; leave headings out, write 0 for nothing")])
        inner, wrapped = _unwrapped(piece)
        doubtful = _DECIMAL_COMMA.search(inner) or (separator == "," and _AFTER_COMMA.match(inner))
        if not wrapped and doubtful:
            raise InputError([Problem(place, f"{_short(piece)} could be one number or two; {_HINT}")])
        if not wrapped and separator == ";" and len(_split(inner, ",")) > 1:
            raise InputError([Problem(place, f"{_short(piece)} could be one number or two payoffs; write 3.5 "
                                             f"for a number, or ({_short(inner)[1:-1]}) for two payoffs")])
        payoffs = (piece,) if separator == "," and not wrapped else _payoffs(inner)
        if any("," in payoff and len(_split(payoff, ",")) > 1 for payoff in payoffs):
            raise InputError([Problem(place, f"{_short(piece)} mixes commas and semicolons; {_HINT}")])
        if not all(payoffs):
            raise InputError([Problem(place, f"{_short(piece)} lacks a payoff")])
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
    """The pieces between separators, stripped; none is empty if white space separates."""
    start, pieces = 0, []
    for begin, end in _gaps(text, separator):
        pieces.append(text[start:begin].strip())
        start = end
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece] if separator == " " else pieces


def _gaps(text: str, separator: str) -> Iterator[tuple[int, int]]:
    """Where separators outside brackets and quotation marks begin and end. A space separates unless it
    stands beside a comma or in an expression: in `b - c`, not in `3 -1`. Brackets back to back multiply
    nothing: between them is as good as a space."""
    if separator not in text if separator != " " else not _SPACE.search(text):
        return
    depth, quoted = 0, False
    for mark in _MARKS[separator].finditer(text):
        character = mark.group()
        if character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth -= depth > 0
            if depth == 0 and separator == " " and text[mark.end():mark.end() + 1] in ("(", "["):
                yield mark.end(), mark.end()
        elif depth == 0 and (separator != " " or _is_gap(text, mark.start(), mark.end())):
            yield mark.span()


def _is_gap(text: str, start: int, end: int) -> bool:
    """Whether the run of white space from `start` to `end` separates."""
    left, right, after = text[start - 1:start], text[end:end + 1], text[end + 1:end + 2]
    if not left or not right or left in ",;" or right in ",;" or left in _OPERATORS:
        return False
    sign_of_number = right in "+-−" and bool(after) and not after.isspace()
    return right not in _OPERATORS or sign_of_number


def _brackets(piece: str) -> list[str]:
    """`(3,0),(5,1)` as two pieces."""
    parts = _split(piece, ",") if _CLOSED.search(piece) else []
    if len(parts) > 1 and all(_unwrapped(part)[1] for part in parts):
        return parts
    return [piece]


def _unwrapped(piece: str) -> tuple[str, bool]:
    """What stands in the brackets or quotation marks round a whole cell, and whether there are any. A
    pair of brackets round one expression belongs to it."""
    if len(piece) > 1 and piece[0] == piece[-1] == '"':
        return _in_brackets(piece[1:-1].strip())[0], True
    return _in_brackets(piece)


def _in_brackets(piece: str) -> tuple[str, bool]:
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
    problems: list[Problem] = []
    for i, row in enumerate(rows):
        if len(problems) >= 20:
            break
        if len(row) != width:
            problems.append(Problem(f"row {i + 1}", f"{len(row)} cells, but row 1 has {width}"))
        for j, (piece, own) in enumerate(row):
            if len(own) != len(payoffs) and len(problems) < 20:
                doubt = f"; {_HINT}" if "," in piece or "," in first else ""
                problems.append(Problem(
                    f"row {i + 1}, column {j + 1}",
                    f"{_short(piece)} holds {_count(len(own))}, but {_short(first)} holds "
                    f"{_count(len(payoffs))}{doubt}"))
    if problems:
        raise InputError(problems)


def _refuse_many(payoffs: int) -> None:
    if payoffs > MAX_PAYOFFS:
        raise InputError(f"a block of {payoffs:,} payoffs or more; {MAX_PAYOFFS:,} are allowed")


def _short(piece: str) -> str:
    return repr(piece if len(piece) <= 60 else f"{piece[:59]}…")


def _count(number: int) -> str:
    return "one payoff" if number == 1 else f"{number} payoffs"
