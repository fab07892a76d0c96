"""What Gambit's files `.nfg` and `.efg` share: words, texts and numbers, and the lines of what is wrong.

White space means nothing, commas between numbers may be left out; in a text, `\\"` is a quotation mark.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from playground.files.strict_json import MAX_PROBLEMS, Findings
from playground.game import Expression, ExpressionError
from playground.game.edits import MAX_PLAYERS
from playground.problem import InputError, Problem

_TOKEN = re.compile(r'\s*(?:(?P<text>"(?:\\.|[^"\\])*")|(?P<sign>[{},])|(?P<word>[^\s{},"]+))', re.DOTALL)
NUMBER = re.compile(r"-?[0-9]+/[0-9]+\Z|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")


@dataclass(frozen=True)
class Token:
    kind: str  # text, sign, word; empty at the end
    word: str
    at: int


class GambitReader:
    """A file of Gambit's, read word by word: `next` is the word ahead. Problems that leave the rest readable
    go to `findings`, what had to be changed to `remarks`."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.findings = Findings()
        self.remarks: list[str] = []
        self.tokens = self._tokens()
        self.next = next(self.tokens)

    def _tokens(self) -> Iterator[Token]:
        text, position, end = self.source, 0, len(self.source.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            if not match:  # only a quotation mark that is never closed
                self.fail(text.find('"', position), "a text begins here that does not end; "
                                                    "a closing quotation mark is missing")
            kind = match.lastgroup or ""
            yield Token(kind, match[kind], match.start(kind))
            position = match.end()
        while True:
            yield Token("", "the end of the file", end)

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

    def take(self) -> Token:
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

    def prologue(self, format: str, version: str, untitled: str) -> tuple[str, list[str]]:
        """Up to the players' names: the title and the names, as many as are allowed, not yet distinct."""
        self.header(format, version)
        title = self.text("the game's title in quotation marks")
        if not title.strip():
            title = untitled
            self.remarks.append("The game has no title in this file.")
        names = self.names("the players' names")
        if not names:
            self.expected("the name of a player")
        if len(names) > MAX_PLAYERS:
            self.fail(self.next.at, f"{len(names)} players; {MAX_PLAYERS} are allowed")
        return title, names

    def player_names(self, names: Sequence[str]) -> list[str]:
        return self.unique(names, [f"Player {i + 1}" for i in range(len(names))], "Players")

    def header(self, format: str, version: str) -> None:
        if self.next.word != format:
            self.expected(f"{format}, with which every such file begins,")
        self.take()
        if self.next.word != version:
            self.expected(f"version {version} of the format")
        self.take()
        if self.next.word not in ("R", "D"):
            self.expected("R or D, the kind of numbers,")
        self.take()

    def text(self, what: str) -> str:
        if self.next.kind != "text":
            self.expected(what)
        text = self.take().word[1:-1]
        return re.sub(r'\\(["\\])', r"\1", text) if "\\" in text else text

    def names(self, what: str) -> list[str]:
        """Texts in braces."""
        self.sign("{", f"'{{', then {what},")
        names = []
        while not self.ahead("}"):
            names.append(self.text("a name in quotation marks, or '}'"))
            self.commas()
        self.take()
        return names

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
            if not NUMBER.match(token.word):
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


def numbered(count: int) -> list[str]:
    """What strategies or actions without names are called, as in Gambit."""
    return [str(i + 1) for i in range(count)]
