"""docs/strategies.md is made from the catalogue.

    .venv/bin/python tests/strategy/test_page.py

makes it anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playground.strategy import STRATEGIES, Automaton
from playground.strategy.automaton import Family
from playground.strategy.counting import Count

PAGE = Path(__file__).parents[2] / "docs/strategies.md"


def page() -> str:
    entries = list(STRATEGIES.values())
    tables = [entry for entry in entries if isinstance(entry.make, Automaton)]
    counts = [entry for entry in entries if isinstance(entry.make, Count)]
    families = [entry for entry in entries if isinstance(entry.make, Family)]
    others = [entry for entry in entries if entry not in (*tables, *counts, *families)]
    return f"""# Strategies

The {len(entries)} strategies that can take a seat of a match: on the Play page, in `playground match`
and in `pg.match`.

Those of the repeated dilemma read a game's first strategy as cooperation, C, and its second as defection, D.
They see what was *played*, after noise. Nearly all were compared move by move, slips included, with
[Axelrod-Python](https://github.com/Axelrod-Python/Axelrod) 4.14
([how, and which not](../tests/strategy/test_axelrod.py)); where one differs on purpose, its source says so.
Of Axelrod's first tournament the programs are lost: a source says "a reconstruction" where a rule fills in
what the article leaves open, and results of the tournament are not reproduced.

## Tables of states

Finite automata: what they play depends on a state, and the state on what was played. The number is that of
states, the least possible.

{_rows(tables, states=True)}

One more is another table for each setting of its options, as in `press-dyson:chi=3,baseline=1`, and for the
payoffs of each game:

{_rows(families)}

The zero-determinant ones are made by `press_dyson` and `equalizer` of `playground.strategy`, for any payoffs
and slopes:

```python
>>> from playground.strategy import press_dyson
>>> str(press_dyson(chi=2, phi="1/18", kappa=1).states["C 8/9"].play[0])  # after CC
'8/9'
>>> press_dyson(chi=2, phi="1/8", kappa=1)
Traceback (most recent call last):
ValueError: phi is 1/8; it has to be above 0 and at most 1/9

```

## Rules that count

No number of states is enough for these.

{_rows(counts)}

## For any game

{_rows(others)}

[Add one](add-a-strategy.md). This page is made from the catalogue by
[tests/strategy/test_page.py](../tests/strategy/test_page.py).
"""


def _rows(entries: Iterable[Any], states: bool = False) -> str:
    head = "| name | | what it does | states | source |" if states else "| name | | what it does | source |"
    rows = [head, "| --- " * (head.count("|") - 1) + "|"]
    for entry in entries:
        cells = [f"`{entry.name}`", entry.title, entry.summary, entry.reference]
        if states:
            cells.insert(3, str(len(entry.make.states)))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def test_the_page_of_strategies_is_up_to_date():
    assert PAGE.read_text("utf-8") == page(), "run .venv/bin/python tests/strategy/test_page.py"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
