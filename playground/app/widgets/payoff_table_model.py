"""What the payoff table shows and where its cursor may go: plain values, without any Qt.

The table is one slice of the game: player 1 down, player 2 across, the others' strategies fixed. A
`Spot` is a place the cursor can be; `TableModel` answers what stands there and how it is marked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from playground.game import Draft, NormalForm, Profile
from playground.game.normal_form import Cell

MOST_CHARACTERS = 16  # of a payoff in a cell; the tooltip has it whole


@dataclass(frozen=True)
class Spot:
    """A place in the table. kind "payoff": `player`'s number at (row, column); "strategy": the name
    of strategy `row` of player 1, or `column` of player 2; "player": the name of `player`."""

    kind: str
    player: int
    row: int = 0
    column: int = 0

    @property
    def index(self) -> int:
        """Of a strategy: which one of its player."""
        return self.row if self.player == 0 else self.column


@dataclass(frozen=True, eq=False)
class TableModel:
    """A game as it is laid out on the table.

    others
        The fixed strategies of players 3, 4, …
    best
        Whether a strategy is a best response: bool, shape (n_players, s_1, …); None: not known.
    dominated
        (player, strategy) → why, in words; dimmed when `dim`.
    highlight
        A profile whose probabilities are written beside the strategies.
    formulas
        Of payoffs that are expressions show the text and "= 3" after it, or the value alone.
    marked
        The cells with a dot; None: those where everybody plays a best response.
    arrows
        Show who would move where: in a 2×2 game from every cell, in others from the selected one.
    """

    game: NormalForm
    others: tuple[int, ...] = ()
    best: Any = None
    dominated: dict[tuple[int, int], str] | None = None
    dim: bool = False
    highlight: Profile | None = None
    formulas: bool = True
    arrows: bool = False
    marked: Collection[tuple[int, ...]] | None = None

    @cached_property
    def rows(self) -> int:
        return self.game.shape[0]

    @cached_property
    def columns(self) -> int:
        return self.game.shape[1] if self.game.n_players > 1 else 1

    @cached_property
    def has_columns(self) -> bool:
        """Whether a second player chooses the column."""
        return self.game.n_players > 1

    @cached_property
    def n_players(self) -> int:
        return self.game.n_players

    def _slice(self, array: Any) -> list[list[list[Any]]]:
        """What an array of shape (n_players, s_1, …) has for this table, by player, row and column."""
        everything = slice(None)
        where = (everything, everything, everything, *self.others) if self.has_columns else (..., None)
        return list(array[where].tolist())

    @cached_property
    def _cells(self) -> list[list[list[Cell]]]:
        return self._slice(self.game.cells)

    @cached_property
    def _best(self) -> list[list[list[bool]]] | None:
        return None if self.best is None else self._slice(self.best)

    def profile(self, row: int, column: int) -> tuple[int, ...]:
        return (row, column, *self.others) if self.has_columns else (row,)

    def distinct(self, player: int, column: int) -> list[int]:
        """Rows whose payoffs of a player in a column are written differently, one of each."""
        return list({line[column].text: row for row, line in enumerate(self._cells[player])}.values())

    def text(self, player: int, row: int, column: int) -> str:
        """The payoff as typed."""
        return self._cells[player][row][column].text

    def cell_text(self, row: int, column: int) -> str:
        """All payoffs of a cell as typed, `(3, 0)`: what is copied."""
        texts = [self.text(k, row, column) for k in range(self.n_players)]
        return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"

    def shown(self, player: int, row: int, column: int) -> str:
        """The payoff as typed, with a true minus sign, shortened where it is long; without `formulas`
        the value of an expression."""
        if not self.formulas and self.is_expression(player, row, column):
            return value_text(self.game, self.game.payoff(player, self.profile(row, column)))
        return shorten(self.text(player, row, column))

    def is_expression(self, player: int, row: int, column: int) -> bool:
        """Whether the payoff is written in parameters."""
        cell = self._cells[player][row][column]
        return bool(cell.names) and not isinstance(cell, Draft)

    def note(self, player: int, row: int, column: int) -> str:
        """"= 3" where the payoff is an expression over parameters; empty otherwise."""
        if not self.formulas or not self.is_expression(player, row, column):
            return ""
        text = value_text(self.game, self.game.payoff(player, self.profile(row, column)))
        return text if text.startswith("≈") else f"= {text}"

    def draft(self, player: int, row: int, column: int) -> Draft | None:
        cell = self._cells[player][row][column]
        return cell if isinstance(cell, Draft) else None

    def is_best(self, player: int, row: int, column: int) -> bool:
        """Whether the player's strategy here is a best response to the others'."""
        return self._best is not None and self._best[player][row][column]

    def moves(self, row: int, column: int) -> list[tuple[int, int, int]]:
        """Who would leave the cell alone, and where to: (player, row, column) of each better best response
        in the table."""
        found = []
        for player, size in ((0, self.rows), (1, self.columns if self.has_columns else 0)):
            if self._best is None or self.is_best(player, row, column):
                continue
            for i in range(size):
                at = (i, column) if player == 0 else (row, i)
                if self.is_best(player, *at):
                    found.append((player, *at))
        return found

    def is_equilibrium(self, row: int, column: int) -> bool:
        """Whether the cell has a dot."""
        if self.marked is not None:
            return self.profile(row, column) in self.marked
        return self._best is not None and all(table[row][column] for table in self._best)

    def name(self, spot: Spot) -> str:
        """The name of a player or strategy."""
        player = self.game.players[spot.player]
        return player.name if spot.kind == "player" else player.strategies[spot.index]

    def content(self, spot: Spot) -> str:
        """What an editor opened here starts with."""
        return self.text(spot.player, spot.row, spot.column) if spot.kind == "payoff" else self.name(spot)

    def why_dominated(self, player: int, strategy: int) -> str:
        """Why a strategy is dominated, in words; empty when it is not."""
        return (self.dominated or {}).get((player, strategy), "")

    def is_dimmed(self, player: int, strategy: int) -> bool:
        return self.dim and bool(self.why_dominated(player, strategy))

    def is_cell_dimmed(self, row: int, column: int) -> bool:
        return any(self.is_dimmed(k, i) for k, i in enumerate(self.profile(row, column)))

    def probability(self, player: int, strategy: int) -> Fraction | float | None:
        """What the highlighted profile gives the strategy; None: nothing is highlighted."""
        if self.highlight is None:
            return None
        return self.highlight[player][strategy]

    def weight(self, row: int, column: int) -> float:
        """How likely the highlighted profile reaches this cell: 0 to 1."""
        if self.highlight is None:
            return 0.0
        chance = 1.0
        for k, i in enumerate(self.profile(row, column)):
            chance *= float(self.highlight[k][i])
        return chance

    @cached_property
    def strategies(self) -> tuple[tuple[str, ...], ...]:
        return tuple(player.strategies for player in self.game.players)

    # --- where the cursor goes ----------------------------------------------------------------------

    def clamp(self, spot: Spot) -> Spot:
        """The nearest spot that exists."""
        player = min(spot.player, (self.n_players if spot.kind == "payoff" else min(self.n_players, 2)) - 1)
        return Spot(spot.kind, player, min(spot.row, self.rows - 1), min(spot.column, self.columns - 1))

    def step(self, spot: Spot, down: int, right: int) -> Spot:
        """One step by an arrow key. Above the first row are the column names, left of the first column
        the row names, above those the players' names."""
        row, column = spot.row + down, spot.column + right
        if spot.kind == "payoff":
            if row < 0:
                return Spot("strategy", 1, 0, spot.column) if self.has_columns else spot
            if column < 0:
                return Spot("strategy", 0, spot.row, 0)
            return Spot("payoff", spot.player, min(row, self.rows - 1), min(column, self.columns - 1))
        if spot.kind == "strategy" and spot.player == 0:
            if right > 0:
                return Spot("payoff", 0, spot.row, 0)
            if row < 0:
                return Spot("player", 0)
            return Spot("strategy", 0, min(row, self.rows - 1), 0)
        if spot.kind == "strategy":
            if down > 0:
                return Spot("payoff", 1, 0, spot.column)
            if down < 0:
                return Spot("player", 1, 0, spot.column)
            return Spot("player", 0) if column < 0 else Spot("strategy", 1, 0, min(column, self.columns - 1))
        if spot.player == 0:
            if down > 0:
                return Spot("strategy", 0, 0, 0)
            return Spot("strategy", 1, 0, 0) if right > 0 and self.has_columns else spot
        if down > 0:
            return Spot("strategy", 1, 0, min(spot.column, self.columns - 1))
        return Spot("player", 0) if right < 0 else spot

    def following(self, spot: Spot, by: int) -> Spot | None:
        """The next payoff (`by` 1) or the one before (−1), player by player, cell by cell, row by row;
        None past the ends."""
        if spot.kind != "payoff":
            return Spot("payoff", 0, 0, 0) if by > 0 else None
        at = (spot.row * self.columns + spot.column) * self.n_players + spot.player + by
        if not 0 <= at < self.rows * self.columns * self.n_players:
            return None
        cell, player = divmod(at, self.n_players)
        return Spot("payoff", player, *divmod(cell, self.columns))

    def cells(self) -> Iterator[tuple[int, int]]:
        for row in range(self.rows):
            for column in range(self.columns):
                yield row, column

    # --- words --------------------------------------------------------------------------------------

    def words(self, spot: Spot) -> str:
        """What stands at a spot, in a sentence: for tooltips and screen readers."""
        player = self.game.players[spot.player]
        if spot.kind == "player":
            return f"Player {spot.player + 1}: {player.name}"
        if spot.kind == "strategy":
            lines = [f"{player.name}’s strategy {player.strategies[spot.index]}"]
            chance = self.probability(spot.player, spot.index)
            if chance is not None:
                lines.append(f"played with probability {number_text(chance)}{decimals(chance)}")
            if why := self.why_dominated(spot.player, spot.index):
                lines.append(why)
            return "\n".join(lines)
        profile = self.profile(spot.row, spot.column)
        value = self.game.payoff(spot.player, profile)
        text = self.text(spot.player, spot.row, spot.column)
        names = ", ".join(self.game.profile_names(profile))
        if draft := self.draft(spot.player, spot.row, spot.column):
            return (f"{player.name} at {names}\n{draft.problem}\n"
                    f"Until it is mended, {number_text(draft.last.text)} counts.")
        shown = number_text(text)
        if str(value) != text and number_text(value) != shown:
            shown += f" = {number_text(value)}"
        lines = [f"{player.name}’s payoff at {names}: {shown}{decimals(value)}"]
        if self.is_best(spot.player, spot.row, spot.column):
            lines.append("A best response")
        if self.is_equilibrium(spot.row, spot.column):
            lines.append("A Nash equilibrium")
        return "\n".join(lines)


def number_text(value: Fraction | float | str) -> str:
    """A number or an expression with true minus signs; floats with four significant places."""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return text.replace("-", "−")


def value_text(game: NormalForm, value: Fraction) -> str:
    """A value where room is scarce: exact where it is short, otherwise "≈ 0.3333"."""
    exact = game.number_text(value)
    return number_text(exact) if len(exact) <= 7 else f"≈ {number_text(float(value))}"


def decimals(value: Fraction | float) -> str:
    """" ≈ 0.3333" for a fraction that no whole number equals; empty otherwise."""
    if not isinstance(value, Fraction) or value.denominator == 1:
        return ""
    exact = Fraction(f"{float(value):.4g}") == value
    return f" {'=' if exact else '≈'} {number_text(f'{float(value):.4g}')}"


@lru_cache(4096)
def shorten(text: str) -> str:
    """Text with true minus signs, cut with … at `MOST_CHARACTERS`."""
    text = number_text(" ".join(text.split()))
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS - 1] + "…"
