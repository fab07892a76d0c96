"""Gambit's `.nfg`: both forms read and written, numbers exact and in the form in which they stand.

    NFG 1 R "title" { "player" … } { { "strategy" … } … }    or counts:  { 3 2 }
    "optional description"
    number …                                     every player's payoff, contingency by contingency
    or  { { "outcome" 1, 1 } … }  number …       outcomes, then which one each contingency has, 0 for none

Contingencies are in the order in which the *first* player's strategy changes fastest. White space means
nothing; in a text, `\\"` is a quotation mark. Format: https://gambitproject.readthedocs.io, "File formats".
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence

import numpy as np

from playground.files.document import GameDocument
from playground.files.gambit_text import NUMBER, GambitReader, numbered
from playground.files.game_writer import refuse_drafts
from playground.game import Expression, NormalForm, Player
from playground.game.normal_form import MAX_PAYOFFS

_WRITTEN = re.compile(r"-?[0-9]+/[0-9]+\Z|-?(?:[0-9]+|[0-9]*\.[0-9]+)(?:[eE]-?[0-9]+)?\Z")
_LABEL = re.compile(r"[!-~]+(?: [!-~]+)*\Z")  # what Gambit 16.7 and newer accept as a name
_MISREAD = re.compile(r'\\(?=["\\]|\Z)')  # where Gambit's reader takes a backslash for another


def loads_nfg(text: str, untitled: str = "Untitled game") -> GameDocument:
    """The game in the text of an `.nfg` file, with what had to be changed (names that were empty or
    there twice) as its `remarks`; `untitled` is for a game without a title. Raises `InputError` with
    the line."""
    return _Reader(text.removeprefix("\ufeff")).document(untitled)


def dumps_nfg(document: GameDocument, outcomes: bool = False) -> str:
    """The text of an `.nfg` file in the payoff form, or in the outcome form with equal payoffs as one
    outcome. Payoffs are written at the parameters' present values; plain numbers as they were typed.
    Title and description go along, the rest is lost (`nfg_remarks`). Raises `InputError` for drafts."""
    game = document.game
    refuse_drafts(game)
    lines = [f"NFG 1 R {_quoted(document.title)} {_braces(player.name for player in game.players)}", "", "{"]
    lines += [f"  {_braces(player.strategies)}" for player in game.players]
    lines += ["}", _quoted(document.description), ""]
    rows = [" ".join(_number_text(game, player, profile) for player in range(game.n_players))
            for profile in _contingencies(game.shape)]
    if not outcomes:
        return "\n".join(lines + rows) + "\n"
    nothing = " ".join(["0"] * game.n_players)
    numbers = {nothing: 0}
    for row in rows:
        numbers.setdefault(row, len(numbers))
    table = [f'  {{ "" {row.replace(" ", ", ")} }}' for row in numbers if row != nothing]
    return "\n".join([*lines, "{", *table, "}", " ".join(str(numbers[row]) for row in rows)]) + "\n"


def nfg_remarks(document: GameDocument) -> tuple[str, ...]:
    """What of this document an `.nfg` file cannot hold, one sentence each."""
    remarks = []
    game = document.game
    if game.parameters:
        names = ", ".join(parameter.name for parameter in game.parameters)
        remarks.append(f"The payoffs are written as numbers; the parameters ({names}) are not kept.")
    parts = {"summary": document.summary, "tags": document.tags, "references": document.references,
             "repetition": document.repeated, "strategies": document.strategies,
             "tournament": document.tournament,
             "parallel": document.parallel, "known results": document.known, "notes": document.notes,
             "matches": document.matches, "other keys": document.extra}
    lost = [name for name, part in parts.items() if part]
    if lost:
        remarks.append(f"Not kept: {', '.join(lost)}.")
    names_of = [name for player in game.players for name in (player.name, *player.strategies)]
    odd = [name for name in dict.fromkeys(names_of) if not _LABEL.match(name)]
    if odd:
        shown = ", ".join(repr(name) for name in odd[:3]) + ("…" if len(odd) > 3 else "")
        remarks.append(f"Gambit 16.7 and newer read only names in plain ASCII with single spaces: {shown}.")
    if any(_MISREAD.search(text) for text in (document.title, document.description, *names_of)):
        remarks.append("Gambit misreads a backslash before a quotation mark, before another backslash and at "
                       "the end of a text.")
    lists = [[player.name for player in game.players], *(player.strategies for player in game.players)]
    # Its reader numbers them first, then names one after the other, and finds the second 2 in {"2" "3"}.
    misnumbered = [name for names in lists for i, name in enumerate(names)
                   if re.fullmatch("[1-9][0-9]{0,5}", name) and i + 1 < int(name) <= len(names)]
    if misnumbered:
        remarks.append(f"Gambit 16.7 refuses a name that is the number of a later one: {misnumbered[0]!r}.")
    return tuple(remarks)


class _Reader(GambitReader):
    def document(self, untitled: str) -> GameDocument:
        title, names = self.prologue("NFG", "1", untitled)
        strategies = self.strategies(len(names))
        names = self.player_names(names)
        players = tuple(Player(name, tuple(self.unique(own, numbered(len(own)), f"Strategies of {name}")))
                        for name, own in zip(names, strategies))
        description = self.text("") if self.next.kind == "text" else ""
        cells = self.outcomes(players) if self.ahead("{") else self.payoffs(players)
        if self.findings:
            raise self.findings.error()
        return GameDocument(NormalForm(players, cells), title, description=description,
                            remarks=tuple(self.remarks))

    def strategies(self, n: int) -> list[list[str]]:
        self.sign("{", "'{', then the strategies,")
        at = self.next.at
        found: list[list[str]] = []
        while not self.ahead("}"):
            if self.ahead("{"):
                found.append(self.names("a player's strategies"))
            elif self.next.kind == "word" and re.fullmatch("[0-9]{1,6}", self.next.word):
                found.append(numbered(min(int(self.take().word), MAX_PAYOFFS + 1)))
            else:
                self.expected("a number of strategies, or their names in braces,")
            self.commas()
        self.take()
        if len(found) != n:
            self.fail(at, f"strategies for {len(found)} players, but {n} players have names")
        for i, own in enumerate(found):
            if not own:
                self.fail(at, f"player {i + 1} has no strategy; a player needs at least one")
        size = n * math.prod(map(len, found))
        if size > MAX_PAYOFFS:
            self.fail(at, f"a game of {size:,} payoffs; {MAX_PAYOFFS:,} are allowed")
        return found

    def end(self) -> None:
        if self.next.kind:
            self.expected("a number or the end of the file")

    def payoffs(self, players: Sequence[Player]) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
        shape = tuple(len(player.strategies) for player in players)
        at = self.next.at
        numbers = self.numbers("number")
        self.end()
        wanted = len(players) * math.prod(shape)
        if len(numbers) != wanted:
            self.fail(at, f"{len(numbers)} payoffs, but {_sizes(players)} need {wanted}")
        if self.findings:
            raise self.findings.error()
        cells = np.empty((len(players), *shape), dtype=object)
        given = iter(numbers)
        for profile in _contingencies(shape):
            for player in range(len(players)):
                cells[(player, *profile)] = self.cell(*next(given))
        return cells

    def outcomes(self, players: Sequence[Player]) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
        shape = tuple(len(player.strategies) for player in players)
        self.take()
        rows = [[Expression("0")] * len(players)]
        while self.ahead("{"):
            at = self.take().at
            self.text("the outcome's name in quotation marks")
            self.commas()
            numbers = self.numbers("number")
            self.sign("}")
            self.commas()
            if len(numbers) != len(players):
                self.problem(at, f"outcome {len(rows)} has {len(numbers)} payoffs, "
                                 f"but there are {len(players)} players")
            rows.append([self.cell(*number) for number in numbers] if not self.findings else [])
        self.sign("}", "another outcome or '}'")
        at = self.next.at
        numbers = self.numbers("whole number, the number of an outcome")
        self.end()
        if len(numbers) != math.prod(shape):
            self.fail(at, f"{len(numbers)} outcome numbers, but {_sizes(players)} need {math.prod(shape)}")
        for word, where in numbers:
            if NUMBER.match(word) and not (re.fullmatch("[0-9]{1,9}", word) and int(word) < len(rows)):
                self.problem(where, f"there is no outcome {word[:40]}; they go from 1 to {len(rows) - 1}, "
                                    "and 0 means 0 for all")
        if self.findings:
            raise self.findings.error()
        cells = np.empty((len(players), *shape), dtype=object)
        for (word, _), profile in zip(numbers, _contingencies(shape)):
            for player, expression in enumerate(rows[int(word)]):
                cells[(player, *profile)] = expression
        return cells


def _contingencies(shape: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """All pure profiles, player 1's strategy changing fastest."""
    for profile in itertools.product(*(range(size) for size in reversed(shape))):
        yield profile[::-1]


def _sizes(players: Sequence[Player]) -> str:
    return f"{' × '.join(str(len(player.strategies)) for player in players)} strategies"


def _number_text(game: NormalForm, player: int, profile: tuple[int, ...]) -> str:
    text = str(game.cells[(player, *profile)])
    return text if _WRITTEN.match(text) else str(game.payoff(player, profile))


def _braces(names: Sequence[str] | Iterator[str]) -> str:
    return "{ " + " ".join(map(_quoted, names)) + " }"


def _quoted(text: str) -> str:
    """A quotation mark gets a backslash; a backslash only where it would be taken for such a one,
    since Gambit reads a doubled one as three."""
    escaped = _MISREAD.sub(r"\\\\", text)
    return '"' + escaped.replace('"', r"\"") + '"'
