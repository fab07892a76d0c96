"""What readers say of a text that they refuse."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from playground.problem import InputError


def problems_of(read: Callable[[str], object], text: str, seconds: float = 30, longest: int = 500
                ) -> list[tuple[str, str]]:
    """The problems of a text, each with its place: said in words of bearable length, and without a hang."""
    started = time.process_time()
    with pytest.raises(InputError) as error:
        read(text)
    assert time.process_time() - started < seconds
    problems = [(problem.place, problem.message) for problem in error.value.problems]
    assert problems and all(message.strip() and len(message) <= longest for _, message in problems)
    assert all(len(place) <= 2000 for place, _ in problems)
    str(error.value).encode()  # can be shown and logged
    return problems
