"""Gambit's `.efg`, games in extensive form, read as their reduced normal forms.

    EFG 2 R "title" { "player" … } "optional comment"       then the nodes, each before those below it:
    c "node" set "name" { "action" 1/2 … } outcome           a chance move, with its probabilities
    p "node" player set "name" { "action" … } outcome        a player's move at an information set
    t "node" outcome                                         an end
    outcome:  0 for none  or  number "name" { 1, -1 }        payoffs add up from the root to the end

A set's name and actions, and an outcome's name and payoffs, may be left out after they stood once.
Format: https://gambitproject.readthedocs.io, "The extensive game (.efg) file format".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from playground.files.document import GameDocument
from playground.files.gambit_text import NUMBER, GambitReader, numbered
from playground.game import Expression, NormalForm, Player
from playground.game.expression import decimal_text
from playground.game.normal_form import MAX_PAYOFFS
from playground.game.reduced_form import MANY, MAX_BITS, NEVER, ROOT, Choices, Plans, payoff_table
from playground.problem import InputError

MAX_TREE = 600_000  # nodes times players
_LABEL = 60  # characters of an action that a strategy's name shows
_SHOWN = 12  # information sets of a player that the notes list; remarks
_HOW = ("Read from an extensive game as its reduced normal form: what a player would do at information sets "
        "that this player's own earlier choices rule out is left out.")
CHANCE = -1  # in the place of a player's index


def loads_efg(text: str, untitled: str = "Untitled game") -> GameDocument:
    """The reduced normal form of the game in the text of an `.efg` file, which its `remarks` and `notes`
    say; `untitled` is for a game without a title. Raises `InputError` with every problem and its line."""
    return _Reader(text.removeprefix("\ufeff")).document(untitled)


@dataclass(frozen=True)
class _Set:
    """An information set, or the event of a chance move (then with probabilities)."""

    at: int  # where in the file it stands first
    name: str
    written: list[str]  # the actions as they stand there
    actions: list[str]  # made distinct
    chances: list[Fraction]


@dataclass(frozen=True)
class _Way:
    """How a node is reached: its probability, the players' sequences, what they were paid on the way."""

    chance: Fraction
    sequences: tuple[int, ...]
    paid: tuple[Fraction, ...]


@dataclass
class _Node:
    """A node of which the nodes below are being read."""

    at: int
    player: int
    number: int  # of its set
    moves: _Set
    way: _Way
    open: bool = False  # whether there is something to choose that was not chosen at this set on the way
    below: int = 0  # how many nodes below it were begun


@dataclass
class _Seat:
    """What a player has in the tree."""

    choices: Choices = field(default_factory=Choices)
    chosen: dict[int, int] = field(default_factory=dict)  # on the way to the node that is read
    shown: list[str] = field(default_factory=list)  # the first information sets, for the notes


class _Reader(GambitReader):
    def document(self, untitled: str) -> GameDocument:
        title, names = self.prologue("EFG", "2", untitled)
        players = self.player_names(names)
        description = self.text("") if self.next.kind == "text" else ""
        self.seats = [_Seat() for _ in players]
        self.sets: dict[tuple[int, int], _Set] = {}
        self.payoffs: dict[int, tuple[int, tuple[Fraction, ...]]] = {}  # by outcome, with its first place
        self.weighted: dict[tuple[int, ...], list[Fraction]] = {}
        self.nothing = (Fraction(0),) * len(players)
        self.decimals = False
        self.nodes = 1
        self.tree()
        if self.findings:
            raise self.findings.error()
        return self.reduced(title, players, description)

    # --- the tree -------------------------------------------------------------------------------------

    def tree(self) -> None:
        """All nodes, with a stack instead of recursion: trees may be deep."""
        n = len(self.seats)
        way = _Way(Fraction(1), (ROOT,) * n, self.nothing)
        stack: list[_Node] = []
        while True:
            if self.next.word not in ("c", "p", "t"):
                self.missing(stack)
            node = self.node(way)
            if node:
                stack.append(node)
            while stack and stack[-1].below == len(stack[-1].moves.actions):
                done = stack.pop()
                if done.open:
                    self.seats[done.player].chosen.pop(done.number, None)
            if not stack:
                break
            way = self.below(stack[-1])
        if self.next.kind:
            self.expected("the end of the file, for the tree is complete,")

    def missing(self, stack: list[_Node]) -> None:
        what = "c, p or t, the kind of a node,"
        if stack and not self.next.kind:
            lacking = sum(len(node.moves.actions) - node.below for node in stack) + 1
            at, action = stack[-1].at, stack[-1].moves.actions[stack[-1].below - 1]
            nodes = "one more node" if lacking == 1 else f"{lacking:,} more nodes"
            what = (f"the tree is not complete: at least {nodes} must follow, first that after "
                    f"{_line(action)!r} of {self.line(at)}; c, p or t")
        self.expected(what)

    def below(self, node: _Node) -> _Way:
        """How the next node below is reached; once something is wrong, nodes are only read."""
        action, way, player = node.below, node.way, node.player
        node.below += 1
        if self.findings or len(node.moves.actions) == 1:
            return way
        if player == CHANCE:
            chance = self.within(node.at, way.chance * node.moves.chances[action])
            return _Way(chance, way.sequences, way.paid)
        own, seat = way.sequences[player], self.seats[player]
        if node.open:
            seat.chosen[node.number] = action
            own = seat.choices.following(own, node.number, action)
        elif own != NEVER and seat.chosen[node.number] != action:
            own = NEVER
        return _Way(way.chance, (*way.sequences[:player], own, *way.sequences[player + 1:]), way.paid)

    def node(self, way: _Way) -> _Node | None:
        """A node, and None for an end, whose payoffs are added."""
        n = len(self.seats)
        kind, at = self.next.word, self.take().at
        name = self.text("the node's name in quotation marks")
        if kind == "t":
            self.end(at, self.outcome(way))
            return None
        player = CHANCE
        if kind == "p":
            where = self.next.at
            player = self.whole("the number of a player") - 1
            if not 0 <= player < n:
                self.problem(where, f"there is no player {player + 1}; they go from 1 to {n}")
                player = n
        number = self.whole(f"the number of the {'event' if player == CHANCE else 'information set'}")
        moves = self.moves(player, number, at, name)
        self.nodes += len(moves.actions)
        if self.nodes * n > MAX_TREE:
            self.fail(at, f"a tree of more than {MAX_TREE // n:,} nodes; so many are allowed for "
                          f"{n} {'player' if n == 1 else 'players'}")
        way = self.outcome(way)
        if self.findings or player == CHANCE or len(moves.actions) == 1 or way.sequences[player] == NEVER:
            return _Node(at, player, number, moves, way)
        seat = self.seats[player]
        if number in seat.chosen:  # a player who has forgotten having been here
            seat.choices.perfect_recall = False
            return _Node(at, player, number, moves, way)
        seat.choices.meet(way.sequences[player], number, moves.actions)
        return _Node(at, player, number, moves, way, open=True)

    def whole(self, what: str) -> int:
        if self.next.kind != "word" or not re.fullmatch("[0-9]{1,9}", self.next.word):
            self.expected(what)
        return int(self.take().word)

    def moves(self, player: int, number: int, at: int, node: str) -> _Set:
        """The actions at a node: as they stand here, or as they stood where its set came first."""
        name = self.text("") if self.next.kind == "text" else ""
        known = self.sets.get((player, number))
        if not self.ahead("{"):
            if known is None:
                self.expected("'{', then the actions, for this set has not stood before,")
            return known
        written, chances = self.actions(player == CHANCE)
        if known is None:
            of = "chance" if player == CHANCE else f"player {player + 1}"
            made = self.unique([_line(action) for action in written], numbered(len(written)),
                               f"Actions of {of} at set {number}")
            known = self.sets[player, number] = _Set(at, name, written, made, chances)
            if not self.findings and player != CHANCE and len(made) > 1:
                shown = self.seats[player].shown
                if len(shown) <= _SHOWN:
                    label = _line(name) or _line(node) or f"set {number}"
                    shown.append(f"{label} ({_line(' / '.join(made))})")
        elif (written, chances) != (known.written, known.chances):
            differ = "actions" if written != known.written else "probabilities"
            self.problem(at, f"other {differ} than in {self.line(known.at)}, where the same set stands; they "
                             "are the same at all its nodes, or left out")
            return _Set(at, name, written, written, chances)  # to read on
        return known

    def actions(self, chance: bool) -> tuple[list[str], list[Fraction]]:
        at, problems = self.next.at, len(self.findings.problems)
        self.sign("{")
        actions: list[str] = []
        chances: list[Fraction] = []
        total = Fraction(0)
        while not self.ahead("}"):
            actions.append(self.text("an action in quotation marks, or '}'"))
            self.commas()
            if chance:
                if self.next.kind != "word":
                    self.expected("the probability of the action")
                chances.append(self.number("probability"))
                total = self.within(at, total + chances[-1])
                if chances[-1] < 0:
                    self.problem(at, f"{actions[-1][:40]!r} has a negative probability")
                self.commas()
        self.take()
        if not actions:
            self.fail(at, "no actions; a node that is no end has at least one")
        if chance and total != 1 and problems == len(self.findings.problems):
            self.problem(at, f"the probabilities sum to {_number(total, self.decimals)[:40]}, not to 1; "
                             "instead of rounded decimals write fractions such as 1/3")
        return actions, chances

    # --- payoffs --------------------------------------------------------------------------------------

    def outcome(self, way: _Way) -> _Way:
        """The way with what is paid at this node."""
        at, n = self.next.at, len(self.seats)
        number = self.whole("the number of an outcome, or 0,")
        if self.next.kind == "text":
            self.take()
        if self.ahead("{"):
            self.take()
            paid: list[Fraction] = []
            while self.next.kind == "word":
                paid.append(self.number("number"))
                self.commas()
            self.sign("}", "a payoff or '}'")
            if number == 0:
                self.problem(at, "outcome 0 means that nothing is paid; give this one another number")
            elif len(paid) != n:
                self.problem(at, f"outcome {number} has {len(paid)} payoffs, but there are {n} players")
            elif number in self.payoffs and self.payoffs[number][1] != tuple(paid):
                first = self.line(self.payoffs[number][0])
                self.problem(at, f"outcome {number} has other payoffs in {first}")
            self.payoffs.setdefault(number, (at, tuple(paid)))
        elif number and number not in self.payoffs:
            self.problem(at, f"the payoffs of outcome {number} are not given, here or before")
        if self.findings or not number:
            return way
        _, now = self.payoffs[number]
        if way.paid == self.nothing:
            return _Way(way.chance, way.sequences, now)
        return _Way(way.chance, way.sequences,
                    tuple(self.within(at, before + more) for before, more in zip(way.paid, now)))

    def number(self, what: str) -> Fraction:
        token = self.take()
        if not NUMBER.match(token.word):
            self.problem(token.at, f"{token.word[:40]!r} is not a {what}")
            return Fraction(0)
        self.decimals = self.decimals or "." in token.word
        return self.within(token.at, self.cell(token.word, token.at).value({}))

    def within(self, at: int, value: Fraction) -> Fraction:
        """The number, unless it has too many digits; then a problem."""
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
            self.problem(at, "the probabilities or payoffs on the way to here make a number of more than "
                             "300 digits")
            return Fraction(0)
        return value

    def end(self, at: int, way: _Way) -> None:
        """Add what is paid on this way, if there is such a way, to what is paid after the same choices."""
        if self.findings or NEVER in way.sequences or not way.chance or way.paid == self.nothing:
            return
        sums = self.weighted.setdefault(way.sequences, list(self.nothing))
        for player, paid in enumerate(way.paid):
            if paid:
                sums[player] = self.within(at, sums[player] + way.chance * paid)

    # --- the normal form ------------------------------------------------------------------------------

    def reduced(self, title: str, names: list[str], description: str) -> GameDocument:
        plans = self.plans(names)
        players = tuple(Player(name, tuple(self.unique(own.names, own.names, f"Strategies of {name}")))
                        for name, own in zip(names, plans))
        exact = payoff_table(plans, self.weighted)
        written: dict[Fraction, Expression] = {}
        cells = np.empty(exact.shape, dtype=object)
        flat = cells.reshape(-1)
        for i, value in enumerate(exact.reshape(-1)):
            if value not in written:
                written[value] = Expression(_number(value, self.decimals))
            flat[i] = written[value]
        more = len(self.remarks) - _SHOWN
        remarks = [_HOW, *self.remarks[:_SHOWN], *([f"And {more:,} more such changes."] if more > 0 else [])]
        return GameDocument(NormalForm(players, cells), title, description=description,
                            notes=self.notes(names), remarks=tuple(remarks))

    def plans(self, names: list[str]) -> list[Plans]:
        """Every player's reduced strategies, counted before they are listed."""
        most = MAX_PAYOFFS // len(names)
        counts = [seat.choices.count() if seat.choices.perfect_recall else None for seat in self.seats]
        found: list[Plans] = []
        if math.prod(count or 1 for count in counts) <= most:
            for seat in self.seats:
                plans = seat.choices.plans(most // math.prod(map(len, found)))
                if plans is None:
                    break
                found.append(plans)
            else:
                return found
        sizes = ", ".join(f"{name[:_LABEL]} {_many(count)}" for name, count in zip(names, counts))
        raise InputError(f"the reduced normal form is too large. Strategies: {sizes}; "
                         f"{MAX_PAYOFFS:,} payoffs are allowed in all")

    def notes(self, names: list[str]) -> str:
        """How the game was read, and what the parts of the strategies' names are about."""
        lines = [_HOW + " A strategy names its choices in the order of these information sets; what follows "
                 "only from one of several choices stands in brackets after it.", ""]
        for name, seat in zip(names, self.seats):
            shown = seat.shown[:_SHOWN] + ["…"] * (len(seat.shown) > _SHOWN)
            lines.append(f"- {_line(name)}: {'; '.join(shown) or 'no choice'}")
        forgetful = [_line(name) for name, seat in zip(names, self.seats) if not seat.choices.perfect_recall]
        if forgetful:
            lines += ["", f"Without perfect recall: {', '.join(forgetful)}. There, a mixed strategy is not "
                      "the same as choosing at random at each information set."]
        return "\n".join(lines)


def _number(value: Fraction, decimals: bool) -> str:
    """As the file's author writes numbers."""
    return (decimals and decimal_text(value, 6)) or str(value)


def _many(count: int | None) -> str:
    if count is None:
        return "many"
    return f"{count:,}" if count < MANY else "more than 10^30"


def _line(text: str) -> str:
    """A label in one line, shortened."""
    text = " ".join(text.split())
    return text if len(text) <= _LABEL else f"{text[:_LABEL - 1]}…"
