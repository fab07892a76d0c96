"""What the command line shows: tables, JSON, errors one line each, and a progress bar on a terminal."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from playground.problem import InputError

BAR_AFTER = 0.5  # seconds of work before a bar is worth looking at
BAR_EVERY = 0.1  # seconds between two drawings


def print_json(value: Any) -> None:
    """One JSON value on one line. Fractions become texts "p/q"; a float that is not finite, null."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(_plain(value), ensure_ascii=not utf8, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]], indent: str = "  ") -> None:
    """Columns aligned on the left, one line a row."""
    texts = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    for row in texts:
        print((indent + "  ".join(text.ljust(width) for text, width in zip(row, widths))).rstrip())


def print_error(error: InputError | str) -> None:
    """One line a problem on stderr: `playground: error: PLACE: what is wrong and what to do`."""
    lines = [error] if isinstance(error, str) else [str(problem) for problem in error.problems]
    for line in lines:
        print(f"playground: error: {' '.join(line.split())}", file=sys.stderr)


class Bar:
    """A progress hook that draws a bar on stderr when that is a terminal and the work takes long."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._live = sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + BAR_AFTER
        self._shown = False

    def __call__(self, done: float | None, text: str = "") -> None:
        now = time.monotonic()
        if not self._live or now < self._next:
            return
        self._next = now + BAR_EVERY
        self._shown = True
        if done is None:
            line = f"{self.title} … {text}"
        else:
            full = round(24 * min(max(done, 0.0), 1.0))
            line = f"{self.title} [{'#' * full}{'.' * (24 - full)}] {100 * done:3.0f}% {text}"
        sys.stderr.write(f"\r\x1b[K{line.rstrip()[:100]}")
        sys.stderr.flush()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
