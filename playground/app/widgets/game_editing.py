"""What a person does to the game, as named undo steps of the document.

Everything that changes the game goes through here: the table's keys and gestures, the parameters'
sliders, the menu. Each method makes at most one step; typing in one cell, one drag and one slider
movement each are a single step however long they take.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from playground.app.widgets.paste import paste, read_block
from playground.app.widgets.payoff_drag import Drag, plan
from playground.app.widgets.payoff_table_model import number_text
from playground.app.widgets.response_drag import turned
from playground.equilibrium.words import listed
from playground.game import Draft, NormalForm, Parameter, edits
from playground.problem import InputError

if TYPE_CHECKING:
    from playground.app.document import Document


class GameEditing:
    """`say` tells the person what happened, in one line."""

    def __init__(self, document: Document, say: Callable[[str], None]) -> None:
        self.document = document
        self.say = say
        self._drag: Drag | None = None
        self._dragged: tuple[int, tuple[int, ...]] = (0, ())
        self._gestures = 0
        self._start: NormalForm | None = None

    @property
    def game(self) -> NormalForm:
        return self.document.game

    def _edit(self, text: str, make: Callable[[], NormalForm], merge: str = "", quiet: bool = False) -> str:
        """Make the step; what is wrong where it cannot be made, said aloud unless `quiet`."""
        try:
            game = make()
        except InputError as problem:
            message = "; ".join(p.message for p in problem.problems)
            message = message[:1].upper() + message[1:]
            if not quiet:
                self.say(message)
            return message
        if game == self.game and not quiet:
            self.say(f"{text}: it is so already")
        self._push(text, game, merge)
        return ""

    def _push(self, text: str, game: NormalForm, merge: str = "") -> None:
        """One undo step, which goes on with the last one where that has the same `merge`: a gesture is
        one step even if the person paused in its midst for longer than a burst of `Document`."""
        stack = self.document.undo_stack
        last = stack.command(stack.index() - 1) if merge and stack.canUndo() else None
        if last is not None and getattr(last, "merge", "") == merge:
            last.at = time.monotonic()
        self.document.edit_game(text, game, merge)

    def _where(self, player: int, profile: tuple[int, ...]) -> str:
        names = ", ".join(self.game.profile_names(profile))
        return f"{self.game.players[player].name}’s payoff at {names}"

    # --- payoffs ------------------------------------------------------------------------------------

    def type_payoff(self, player: int, profile: tuple[int, ...], text: str, visit: int) -> str:
        """Put `text` in as it is typed. Text that is no number (yet) is kept as a draft; returns why."""
        game = edits.set_payoff(self.game, player, profile, text)
        self._push(f"Set {self._where(player, profile)}", game, f"cell {visit}")
        cell = game.cells[(player, *profile)]
        return cell.problem if isinstance(cell, Draft) else ""

    def restore(self, player: int, profile: tuple[int, ...], text: str, visit: int) -> None:
        """Typing was called off: what stood there before is back, and no step remains."""
        if str(self.game.cells[(player, *profile)]) != text:
            game = edits.set_payoff(self.game, player, profile, text)
            self._push(f"Set {self._where(player, profile)}", game, f"cell {visit}")

    def clear(self, cells: list[tuple[int, tuple[int, ...]]]) -> None:
        what = self._where(*cells[0]) if len(cells) == 1 else f"{len(cells)} payoffs"
        self._edit(f"Set {what} to 0", lambda: edits.set_payoffs(self.game, [(*at, "0") for at in cells]))

    def paste(self, text: str, player: int, row: int, column: int, others: tuple[int, ...]) -> None:
        """Put a block from a spreadsheet in; the table grows where it must."""
        try:
            game, sentence = paste(self.game, read_block(text, self.game), player, row, column, others)
        except InputError as error:
            first, more = error.problems[0], len(error.problems) - 1
            place = f"{first.place}: " if first.place else ""
            self.say(f"Nothing was pasted. {place}{first.message}" + (f" (and {more} more)" if more else ""))
            return
        self.document.edit_game("Paste payoffs", game)
        self.say(sentence)

    def begin_drag(self, player: int, profile: tuple[int, ...]) -> bool:
        """Whether the payoff follows the pointer from now on."""
        self._drag = plan(self.game, player, profile)
        self._dragged = (player, profile)
        self._gestures += 1
        self._start = self.game
        if self._drag is None:
            text = number_text(str(self.game.cells[(player, *profile)]))
            self.say(f"{text} is a formula: drag one of its parameters, or double-click to rewrite it")
        return self._drag is not None

    def drag(self, ticks: int, fine: bool) -> None:
        """The pointer is `ticks` steps from where it started."""
        drag, (player, profile) = self._drag, self._dragged
        if drag is None or self._start is None:
            return
        merge = f"drag {self._gestures}"
        text = drag.text(ticks, fine)
        if drag.parameter:
            made = self._start if ticks == 0 else edits.set_parameter(self._start, drag.parameter, text)
            self._push(f"Change {drag.parameter}", made, merge)
            self.say(f"{drag.parameter} = {number_text(text)}")
        else:
            made = self._start if ticks == 0 else edits.set_payoff(self._start, player, profile, text)
            self._push(f"Change {self._where(player, profile)}", made, merge)
            self.say(f"{self._where(player, profile)}: {number_text(text)}")

    def begin_turn(self) -> None:
        """Best responses follow the pointer from now on."""
        self._gestures += 1
        self._start = self.game

    def turn(self, to: Sequence[tuple[int, Fraction]], fine: bool) -> None:
        """Each of these players' best response turns at that mixture of the other; see `turned`."""
        if self._start is None:
            return
        made, said = self._start, []
        try:
            for player, at in to:
                made, words = turned(made, player, at, fine)
                said.append(words)
        except InputError as problem:
            self.say(str(problem))
            return
        whose = listed([f"{self.game.players[player].name}’s" for player, _at in to])
        self._push(f"Turn {whose} best response", made, f"drag {self._gestures}")
        self.say("; ".join(said))

    def end_drag(self) -> None:
        self._drag = self._start = None

    # --- players and strategies ---------------------------------------------------------------------

    def rename(self, kind: str, player: int, index: int, text: str) -> str:
        """Give a player or a strategy another name; what is wrong with it, if anything."""
        if kind == "player":
            old = self.game.players[player].name
            return self._edit(f"Rename {old} to {text}", lambda: edits.rename_player(self.game, player, text))
        old = self.game.players[player].strategies[index]
        return self._edit(f"Rename {old} to {text}",
                          lambda: edits.rename_strategy(self.game, player, index, text))

    def add_strategy(self, player: int, at: int | None = None) -> None:
        self._edit(f"Add a strategy for {self.game.players[player].name}",
                   lambda: edits.add_strategy(self.game, player, at=at))

    def remove_strategy(self, player: int, index: int) -> None:
        name = self.game.players[player].strategies[index]
        self._edit(f"Remove {name}", lambda: edits.remove_strategy(self.game, player, index))

    def move_strategy(self, player: int, index: int, to: int) -> None:
        name = self.game.players[player].strategies[index]
        self._edit(f"Move {name}", lambda: edits.move_strategy(self.game, player, index, to))

    def add_player(self) -> None:
        self._edit("Add a player", lambda: edits.add_player(self.game))

    def remove_player(self, player: int) -> None:
        """Take a player out; the others' payoffs stay as they are at the selected strategy."""
        keep = self.document.selected[player]
        self._edit(f"Remove {self.game.players[player].name}",
                   lambda: edits.remove_player(self.game, player, keep))

    # --- the whole game -----------------------------------------------------------------------------

    def swap_players(self) -> None:
        order = [1, 0, *range(2, self.game.n_players)]
        self._edit("Swap the players", lambda: edits.reorder_players(self.game, order))

    def transpose(self) -> None:
        self._edit("Transpose", lambda: edits.transpose(self.game))

    def scale(self, factor: Fraction, shift: Fraction, player: int | None) -> None:
        whose = "all payoffs" if player is None else f"{self.game.players[player].name}’s payoffs"
        self._edit(f"Rescale {whose}", lambda: edits.scale(self.game, factor, shift, player))

    def negate(self) -> None:
        self._edit("Negate all payoffs", lambda: edits.negate(self.game))

    def symmetrise(self) -> None:
        self._edit("Make symmetric", lambda: edits.symmetrise(self.game))

    def make_zero_sum(self) -> None:
        self._edit("Make zero-sum", lambda: edits.make_zero_sum(self.game))

    def go_to(self, other: NormalForm, title: str) -> None:
        """Take the payoffs of another game of the same shape; players and strategies keep their names."""
        changes = [(k, profile, str(payoff)) for (k, *profile), payoff in np.ndenumerate(other.payoffs)]
        self._edit(f"Go to {title}", lambda: edits.set_payoffs(self.game, changes))

    def discard_drafts(self) -> None:
        self._edit("Discard unfinished payoffs", lambda: edits.discard_drafts(self.game))

    # --- parameters ---------------------------------------------------------------------------------

    def set_parameter(self, name: str, text: str, merge: str = "") -> str:
        """What is wrong with the text, if anything: not said aloud, it may be half-typed."""
        return self.set_parameters({name: text}, merge)

    def set_parameters(self, texts: Mapping[str, str], merge: str = "") -> str:
        """`set_parameter` for several in one step."""
        return self._edit(f"Set {listed(list(texts))}", lambda: edits.set_parameters(self.game, texts), merge,
                          quiet=True)

    def add_parameter(self, parameter: Parameter) -> str:
        return self._edit(f"Add the parameter {parameter.name}",
                          lambda: edits.add_parameter(self.game, parameter))

    def remove_parameter(self, name: str) -> None:
        self._edit(f"Remove the parameter {name}", lambda: edits.remove_parameter(self.game, name))

    def change_parameter(self, old: str, parameter: Parameter) -> str:
        """Give a parameter another name, value, range or meaning."""
        def make() -> NormalForm:
            game = self.game
            if parameter.name != old:
                game = edits.rename_parameter(game, old, parameter.name)
            kept = tuple(parameter if p.name == parameter.name else p for p in game.parameters)
            return NormalForm(game.players, game.cells, kept)

        return self._edit(f"Change the parameter {parameter.name}", make)
