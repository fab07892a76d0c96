"""Equilibria in words, line by line: what the list beside the table shows and what is copied from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from playground.app.widgets.payoff_table_model import number_text
from playground.equilibrium.words import quoted
from playground.game import NormalForm

MOST_ROWS = 400
HOVER = ("Equilibria that hang together: beside the extreme ones listed here,\n"
         "mixtures of them that share a maximal Nash subset are equilibria too.")
INDEX = ("The indices of all components add up to +1. One whose index is 0 may vanish\n"
         "when payoffs change ever so little.")
LONGEST = 13  # characters of a probability that is written out
LONGEST_PAYOFF = 9


@dataclass(frozen=True)
class Row:
    """kind "component" (a heading), "equilibrium", or "note" (what is not shown). `lines` are one text
    a player; `hover` has everything, decimals included; `index` is the equilibrium's in the solution."""

    kind: str
    title: str = ""
    lines: tuple[str, ...] = ()
    payoffs: tuple[str, ...] = ()
    badge: str = ""
    index: int = -1
    hover: str = ""


def rows(game: NormalForm, solution: Any, components: Sequence[Any] = ()) -> list[Row]:
    """The list of a solution: grouped by component where a component has more than one member. `components`,
    as far as they are known: what those are like."""
    found: list[Row] = []
    groups = solution.components if any(len(c) > 1 for c in solution.components) else ()
    if not groups:
        order: list[tuple[str, Sequence[int]]] = [("", range(len(solution.equilibria)))]
    else:
        known = list(components) or [None] * len(groups)
        order = [(_component_title(i, len(members), len(groups), known[i]), members)
                 for i, members in enumerate(groups)]
    for title, members in order:
        if len(found) >= MOST_ROWS:
            break
        if title:
            texts = [HOVER] * (len(members) > 1) + [INDEX] * bool(components)
            found.append(Row("component", title, hover="\n".join(texts)))
        found += [row(game, solution.equilibria[i], i) for i in members[:MOST_ROWS]]
    missing = len(solution.equilibria) - sum(r.kind == "equilibrium" for r in found)
    if missing > 0:
        found.append(Row("note", f"and {missing:,} more; copy all to see them"))
    return found


def _component_title(number: int, size: int, of: int, component: Any) -> str:
    title = f"Component {number + 1} of {of}: "
    title += "one equilibrium" if size == 1 else f"{size} extreme equilibria"
    if component is not None and size > 1:
        title += f", dimension {component.dimension}"
    return title if component is None else f"{title}, index {component.index_text}"


def row(game: NormalForm, equilibrium: Any, index: int) -> Row:
    payoffs = tuple(short(payoff, game, LONGEST_PAYOFF) for payoff in equilibrium.payoffs)
    name = "" if equilibrium.kind == "pure" else "{}: "
    lines = tuple(name.format(player.name) + mixture(player.strategies, strategy)
                  for player, strategy in zip(game.players, equilibrium.profile))
    return Row("equilibrium", lines=lines, payoffs=payoffs, badge=equilibrium.kind, index=index,
               hover=hover(game, equilibrium))


def mixture(names: Sequence[str], strategy: Sequence[Fraction | float], exact: bool = False) -> str:
    """`3/4 Stag + 1/4 Hare`; a pure strategy is its name alone."""
    played = [(name, p) for name, p in zip(names, strategy) if p]
    if len(played) == 1:
        return played[0][0]
    return " + ".join(f"{number_text(p) if exact else short(p)} {quoted(name)}" for name, p in played)


def short(value: Fraction | float, game: NormalForm | None = None, longest: int = LONGEST) -> str:
    """The exact number where it is of readable length, otherwise a decimal that says so. `game`: it is
    one of its payoffs."""
    exact = game is not None and isinstance(value, Fraction)
    text = number_text(game.number_text(value) if exact else value)
    return text if len(text) <= longest else f"≈ {number_text(float(value))}"


def hover(game: NormalForm, equilibrium: Any) -> str:
    """Exact numbers and decimals of everything, a line each."""
    lines = []
    for k, player in enumerate(game.players):
        for name, p in zip(player.strategies, equilibrium.profile[k]):
            if p:
                lines.append(f"{player.name} plays {name}: {_both(p)}")
    lines += [f"{player.name} gets {_both(payoff)}"
              for player, payoff in zip(game.players, equilibrium.payoffs)]
    return "\n".join(lines)


def _both(value: Fraction | float) -> str:
    if isinstance(value, Fraction) and value.denominator != 1:
        rounded = f"{float(value):.6g}"
        return f"{number_text(value)} {'=' if Fraction(rounded) == value else '≈'} {number_text(rounded)}"
    return number_text(value)


def as_text(game: NormalForm, equilibrium: Any) -> str:
    """One equilibrium, in a line, with plain minus signs, to paste elsewhere."""
    parts = [f"{player.name}: {mixture(player.strategies, strategy, exact=True)}"
             for player, strategy in zip(game.players, equilibrium.profile)]
    payoffs = ", ".join(str(payoff) for payoff in equilibrium.payoffs)
    return "; ".join(parts).replace("−", "-") + f"; payoffs {payoffs}"


def as_table(game: NormalForm, equilibria: Sequence[Any]) -> str:
    """Equilibria as a tab-separated table: a column a strategy, a column a payoff, exact numbers."""
    heads = [f"{player.name}: {name}" for player in game.players for name in player.strategies]
    heads += [f"payoff of {player.name}" for player in game.players]
    lines = ["\t".join(heads)]
    lines += ["\t".join(str(p) for p in (*(p for strategy in e.profile for p in strategy), *e.payoffs))
              for e in equilibria]
    return "\n".join(lines)
