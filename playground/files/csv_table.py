"""Rows as CSV, for spreadsheets and statistics."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction

Cell = str | Fraction | float | int | None


def csv_table(rows: Iterable[Sequence[Cell]]) -> str:
    """One line a row."""
    return "".join(csv_row(map(csv_cell, row)) for row in rows)


def csv_cell(cell: Cell) -> str:
    """A name that is no formula, an exact number as `p/q`, a float with full precision; None is empty."""
    return csv_name(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def csv_row(cells: Iterable[object]) -> str:
    """One line. Python quotes a cell for the characters of the line's end alone, and reads \\r as one."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def csv_name(name: str) -> str:
    """A name as a cell: a spreadsheet must not take it for a formula."""
    return f"'{name}" if name.lstrip()[:1] in ("=", "+", "-", "@") else name
