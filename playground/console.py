"""What the command line shows: tables, JSON, errors one line each, and a progress bar on a terminal.

Names come from files that strangers wrote: what a terminal would take for a command is shown as `\\x1b`.
"""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
import time
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from playground.files.strict_json import as_json
from playground.problem import InputError

# Control characters but for the ends of lines; marks that turn the direction of writing round.
_COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
                       "\ud800-\udfff]")
GAP = "  "  # between two columns
BAR_AFTER = 0.5  # seconds of work before a bar is worth looking at
BAR_EVERY = 0.1  # seconds between two drawings


def safe(text: str) -> str:
    """The text with everything spelt out that could move a terminal's cursor or turn its writing round."""
    return _COMMANDS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def say(text: str = "", file: TextIO | None = None) -> None:
    """Print lines of text, names of any kind in them."""
    print(safe(text), file=file)


def print_json(value: Any) -> None:
    """One JSON value on one line, as `as_json` has it."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = as_json(value, ascii_only=not utf8)
    print(_COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]], indent: str = "  ") -> None:
    """Columns aligned on the left. On a terminal a long last column goes on below itself."""
    texts = [list(map(safe, head)), *([safe(str(cell)).replace("\n", "\\n") for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    left = len(indent) + sum(widths[:-1]) + len(GAP) * (len(head) - 1)
    room = shutil.get_terminal_size().columns - left if sys.stdout.isatty() else 0
    for row in texts:
        last = textwrap.wrap(row[-1], room) if room >= 20 else [row[-1]]
        cells = [text.ljust(width) for text, width in zip(row[:-1], widths)]
        print((indent + GAP.join([*cells, *last[:1]])).rstrip())
        for more in last[1:]:
            print(" " * left + more)


def print_error(error: InputError | str) -> None:
    """One line a problem on stderr: `playground: error: PLACE: what is wrong and what to do`."""
    lines = [error] if isinstance(error, str) else [str(problem) for problem in error.problems]
    for line in lines:
        say(f"playground: error: {' '.join(line.split())}", sys.stderr)


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
