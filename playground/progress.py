"""The hook every long call takes: report how far it is, and learn that nobody waits any more.

A hook is called with the fraction done (0 to 1, or None where it cannot be known) and a short text.
It raises `Cancelled` to stop the call; a computation lets that through and leaves nothing half-done.
"""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """The caller no longer wants the result."""


class Progress(Protocol):
    def __call__(self, done: float | None, text: str = "") -> None: ...


def silent(done: float | None, text: str = "") -> None:
    """The hook that hears nothing and never cancels."""
