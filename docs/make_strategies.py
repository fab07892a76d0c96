"""Writes docs/strategies.md from the catalogue: `python docs/make_strategies.py`."""

from __future__ import annotations

from pathlib import Path

from playground.strategy import STRATEGIES, Automaton

HEAD = """# The strategies

Every strategy of the catalogue, with where it comes from. This page is made from the catalogue by
`python docs/make_strategies.py`; [add-a-strategy.md](add-a-strategy.md) tells how to add one.

A strategy that is a **table** of states is worked out exactly in tournaments, against any other table;
the number of its states is given. A **rule** is simulated. History is always what was *played*, after
noise. Definitions that exist in [Axelrod-Python](https://axelrod.readthedocs.io/) 4.14 are compared with
it move by move, slips included ([tests/strategy/test_axelrod.py](../tests/strategy/test_axelrod.py));
where one differs on purpose, it says so.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for entry in STRATEGIES.values():
        kind = "a rule"
        if isinstance(entry.make, Automaton):
            count = len(entry.make.states)
            kind = f"a table of {count} state{'s' * (count > 1)}"
        source = f"\n\n{entry.reference}" if entry.reference else ""
        parts.append(f"## {entry.title}\n\n`{entry.name}`, {kind}. {entry.summary}{source}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    Path(__file__).with_name("strategies.md").write_text(page(), encoding="utf-8")
