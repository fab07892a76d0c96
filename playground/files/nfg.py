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
from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from playground.files.document import GameDocument
from playground.files.game_writer import refuse_drafts
from playground.files.strict_json import MAX_PROBLEMS, Findings
from playground.game import Expression, ExpressionError, NormalForm, Player
from playground.game.edits import MAX_PLAYERS
from playground.game.normal_form import MAX_PAYOFFS
from playground.problem import InputError, Problem

_TOKEN = re.compile(r'\s*(?:(?P<text>"(?:\\.|[^"\\])*")|(?P<sign>[{},])|(?P<word>[^\s{},"]+))', re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+/[0-9]+\Z|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")
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
             "repetition": document.repeated, "parallel": document.parallel, "known results": document.known,
             "notes": document.notes, "matches": document.matches, "other keys": document.extra}
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
    numbered = [name for names in lists for i, name in enumerate(names)
                if re.fullmatch("[1-9][0-9]{0,5}", name) and i + 1 < int(name) <= len(names)]
    if numbered:
        remarks.append(f"Gambit 16.7 refuses a name that is the number of a later one: {numbered[0]!r}.")
    return tuple(remarks)


@dataclass(frozen=True)
class _Token:
    kind: str  # text, sign, word; empty at the end
    word: str
    at: int


class _Reader:
    def __init__(self, text: str) -> None:
        self.source = text
        self.findings = Findings()
        self.remarks: list[str] = []
        self.tokens = self._tokens()
        self.next = next(self.tokens)

    def _tokens(self) -> Iterator[_Token]:
        text, position, end = self.source, 0, len(self.source.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            if not match:  # only a quotation mark that is never closed
                self.fail(text.find('"', position), "a text begins here that does not end; "
                                                    "a closing quotation mark is missing")
            kind = match.lastgroup or ""
            yield _Token(kind, match[kind], match.start(kind))
            position = match.end()
        while True:
            yield _Token("", "the end of the file", end)

    def line(self, at: int) -> str:
        return f"line {self.source.count(chr(10), 0, at) + 1}"

    def problem(self, at: int, message: str) -> None:
        """Note it and read on. Lines are counted only for what will be shown: a file may have millions."""
        self.findings.add(self.line(at) if len(self.findings.problems) < MAX_PROBLEMS else "", message)

    def fail(self, at: int, message: str) -> NoReturn:
        raise InputError([*self.findings.problems, Problem(self.line(at), message)])

    def expected(self, what: str) -> NoReturn:
        found = self.next.word if len(self.next.word) <= 40 else f"{self.next.word[:40]}…"
        self.fail(self.next.at, f"{what} is expected, not {found if not self.next.kind else repr(found)}")

    def take(self) -> _Token:
        token, self.next = self.next, next(self.tokens)
        return token

    def sign(self, sign: str, what: str = "") -> None:
        if (self.next.kind, self.next.word) != ("sign", sign):
            self.expected(what or repr(sign))
        self.take()

    def ahead(self, sign: str) -> bool:
        return (self.next.kind, self.next.word) == ("sign", sign)

    def commas(self) -> None:
        while self.ahead(","):
            self.take()

    def document(self, untitled: str) -> GameDocument:
        self.header()
        title = self.text("the game's title in quotation marks")
        if not title.strip():
            title = untitled
            self.remarks.append("The game has no title in this file.")
        names = self.names("the players' names")
        if not names:
            self.expected("the name of a player")
        if len(names) > MAX_PLAYERS:
            self.fail(self.next.at, f"{len(names)} players; {MAX_PLAYERS} are allowed")
        strategies = self.strategies(len(names))
        names = self.unique(names, [f"Player {i + 1}" for i in range(len(names))], "Players")
        players = tuple(Player(name, tuple(self.unique(own, _counted(len(own)), f"Strategies of {name}")))
                        for name, own in zip(names, strategies))
        description = self.text("") if self.next.kind == "text" else ""
        cells = self.outcomes(players) if self.ahead("{") else self.payoffs(players)
        if self.findings:
            raise self.findings.error()
        return GameDocument(NormalForm(players, cells), title, description=description,
                            remarks=tuple(self.remarks))

    def header(self) -> None:
        if self.next.word != "NFG":
            self.expected("NFG, with which every such file begins,")
        self.take()
        if self.next.word != "1":
            self.expected("version 1 of the format")
        self.take()
        if self.next.word not in ("R", "D"):
            self.expected("R or D, the kind of numbers,")
        self.take()

    def text(self, what: str) -> str:
        if self.next.kind != "text":
            self.expected(what)
        return re.sub(r'\\(["\\])', r"\1", self.take().word[1:-1])

    def names(self, what: str) -> list[str]:
        """Texts in braces."""
        self.sign("{", f"'{{', then {what},")
        names = []
        while not self.ahead("}"):
            names.append(self.text("a name in quotation marks, or '}'"))
            self.commas()
        self.take()
        return names

    def strategies(self, n: int) -> list[list[str]]:
        self.sign("{", "'{', then the strategies,")
        at = self.next.at
        found: list[list[str]] = []
        while not self.ahead("}"):
            if self.ahead("{"):
                found.append(self.names("a player's strategies"))
            elif self.next.kind == "word" and re.fullmatch("[0-9]{1,6}", self.next.word):
                found.append(_counted(min(int(self.take().word), MAX_PAYOFFS + 1)))
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

    def unique(self, names: Sequence[str], instead: Sequence[str], what: str) -> list[str]:
        """The names, each made distinct; what was changed goes to the remarks."""
        made: dict[str, None] = {}
        taken = {name for name in names if name.strip()}
        following: dict[str, Iterator[int]] = {}
        for name, default in zip(names, instead):
            base = name if name.strip() else default
            chosen = base
            while chosen in made or (chosen != name and chosen in taken):
                chosen = f"{base} ({next(following.setdefault(base, itertools.count(2)))})"
            made[chosen] = None
            if not name.strip():
                self.remarks.append(f"{what}: an empty name is now {chosen!r}.")
            elif chosen != name:
                self.remarks.append(f"{what}: {name!r} was there twice; one is now {chosen!r}.")
        return list(made)

    def numbers(self, what: str) -> list[tuple[str, int]]:
        """Numbers up to what is none, each with where it stands; `what` is said of those that are none."""
        found = []
        while self.next.kind == "word":
            token = self.take()
            if not _NUMBER.match(token.word):
                self.problem(token.at, f"{token.word[:40]!r} is not a {what}")
            found.append((token.word, token.at))
            self.commas()
        return found

    def cell(self, text: str, at: int) -> Expression:
        try:
            return Expression(text)
        except ExpressionError as problem:
            self.problem(at, str(problem))
            return Expression("0")

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
            if _NUMBER.match(word) and not (re.fullmatch("[0-9]{1,9}", word) and int(word) < len(rows)):
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


def _counted(count: int) -> list[str]:
    """What strategies without names are called, as in Gambit."""
    return [str(i + 1) for i in range(count)]


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
