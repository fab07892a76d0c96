"""The numbers behind a picture, as rows for a spreadsheet.

A scene that has such numbers has a method `table()`, which gives them as `Rows`: the heading first, and
nothing below it where there is nothing to say just then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from playground.files.csv_table import Cell, csv_cell, csv_table

Rows = list[list[Cell]]
Number = Fraction | float | None


def rows_of(scene: Any) -> Rows:
    """The rows of a scene; none where it has none."""
    made: Rows = scene.table() if hasattr(scene, "table") else []
    return made if len(made) > 1 else []


def rows(words: Sequence[str], numbers: Sequence[str], lines: Iterable[tuple[Sequence[str], Sequence[Number]]]
         ) -> Rows:
    """A heading and a row a line: its words, then its numbers. Where some are exact, all have two columns:
    `p/q`, empty for a float, and the decimal."""
    found = list(lines)
    if not any(isinstance(value, Fraction) for _words, values in found for value in values):
        return [[*words, *numbers], *([*each, *values] for each, values in found)]
    return [[*words, *numbers, *(f"{name} (decimal)" for name in numbers)],
            *([*each, *(value if isinstance(value, Fraction) else None for value in values),
               *(None if value is None else float(value) for value in values)] for each, values in found)]


def as_csv(made: Rows) -> bytes:
    return csv_table(made).encode("utf-8", "replace")


def as_lines(made: Rows) -> str:
    """Tabs between cells: what a spreadsheet takes from the clipboard."""
    return "\n".join("\t".join(" ".join(csv_cell(cell).split()) for cell in row) for row in made)
