"""Exact numbers and expressions over named parameters.

One small grammar, parsed by hand and never evaluated as code:

    sum     = term  (('+' | '-') term)*
    term    = unary (('*' | '/') unary)*
    unary   = ('+' | '-') unary | power
    power   = atom ('^' unary)?
    atom    = number | name | ('min' | 'max') '(' sum (',' sum)* ')' | '(' sum ')'

Numbers are decimal, with an optional exponent (`3`, `.5`, `2.5e-3`), and exact: every value is a
`fractions.Fraction`. Bounds on depth, length and the size of results keep hostile text harmless.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

MAX_LENGTH = 1000
MAX_DEPTH = 50
MAX_BITS = 4096  # size of a numerator or denominator: about 1,200 digits
MAX_EXPONENT = 1000

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<op>[-+*/^(),−·×]))")
_SIGNS = {"−": "-", "·": "*", "×": "*"}  # as word processors and people write them
_PLAIN = re.compile(r"[-+]?[0-9]{1,18}\Z")  # what most cells hold; needs no parser
_NAME = re.compile(r"[^\W\d]\w*\Z")
FUNCTIONS = {"min": min, "max": max}


class ExpressionError(ValueError):
    """The text is not an expression, or has no exact value; the message says why."""


@dataclass(frozen=True)
class _Node:
    kind: str  # number, name, neg, + - * / ^, min, max
    value: Fraction | str | None = None
    children: tuple[_Node, ...] = ()


_NOTHING = _Node("nothing")


def is_name(text: str) -> bool:
    """Whether `text` may name a parameter."""
    return bool(_NAME.match(text)) and text not in FUNCTIONS


def substitute(text: str, names: Mapping[str, str]) -> str:
    """`text` with names replaced by other texts, all else as it is. Text that is no sequence of
    numbers, names and signs comes back unchanged."""
    pieces: list[str] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if not match:
            return text
        word = match["name"]
        pieces += [text[position:match.start("name")], names.get(word, word)] if word else [match.group()]
        position = match.end()
    return "".join(pieces) + text[position:]


def number(text: str) -> Fraction:
    """The exact value of an expression without names. Raises `ExpressionError`."""
    expression = Expression(text)
    if expression.names:
        raise ExpressionError(f"{text.strip()!r} is not a number: {min(expression.names)!r} is a name")
    return expression.value({})


class Expression:
    """A parsed expression. Keeps the text as typed, so that a file shows what its author wrote.

    `names` are the parameters it uses. Two expressions are equal when their texts are.
    Raises `ExpressionError` when the text is not an expression, or has no exact value whatever the
    parameters (`1/0`, `2^999999999`).
    """

    __slots__ = ("_constant", "_tree", "names", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: frozenset[str] = frozenset()
        self._constant: Fraction | None = None
        self._tree = _NOTHING
        if _PLAIN.match(text):
            self._constant = Fraction(int(text))
            return
        self._tree = _parse(text)
        self.names = frozenset(_names(self._tree))
        if not self.names:
            self._constant = _evaluate(self._tree, {})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def __reduce__(self) -> tuple[type[Expression], tuple[str]]:
        return (Expression, (self.text,))

    @property
    def problem(self) -> str:
        """Empty: an expression is valid. See `Draft`."""
        return ""

    @property
    def is_constant(self) -> bool:
        return self._constant is not None

    def value(self, values: Mapping[str, Fraction]) -> Fraction:
        """The exact value, given the parameters' values. Raises `ExpressionError`."""
        return self._constant if self._constant is not None else _evaluate(self._tree, values)


@dataclass(frozen=True)
class Draft:
    """Text typed where an expression belongs that is none (yet). It stays as typed; until it is
    mended, the cell counts as the expression that stood there before. Never written to a file."""

    text: str
    problem: str
    last: Expression

    @property
    def names(self) -> frozenset[str]:
        return self.last.names

    def __str__(self) -> str:
        return self.text

    def value(self, values: Mapping[str, Fraction]) -> Fraction:
        return self.last.value(values)


def _parse(text: str) -> _Node:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression of {len(text)} characters; {MAX_LENGTH} are allowed")
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.depth = 0
        position, end = 0, len(self.text.rstrip())
        while position < end:
            match = _TOKEN.match(self.text, position)
            if not match or not match.group().strip():
                unexpected = self.text[position:].strip()[:1]
                raise ExpressionError(f"{text.strip()!r} is not an expression: unexpected {unexpected!r}")
            kind = match.lastgroup or ""
            word = match.group(kind)
            self.tokens.append((kind, _SIGNS.get(word, word)))
            position = match.end()

    def parse(self) -> _Node:
        if not self.tokens:
            raise ExpressionError("empty: a number such as 3, -1/2 or 0.25 is expected")
        tree = self.sum()
        if self.at < len(self.tokens):
            raise self.error(f"unexpected {self.tokens[self.at][1]!r}")
        return tree

    def error(self, why: str) -> ExpressionError:
        return ExpressionError(f"{self.text.strip()!r} is not an expression: {why}")

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *options: str) -> str:
        found = self.peek()
        if found and found in options:
            self.at += 1
            return found
        return ""

    def sum(self) -> _Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply")
        left = self.term()
        while op := self.take("+", "-"):
            left = _Node(op, children=(left, self.term()))
        self.depth -= 1
        return left

    def term(self) -> _Node:
        left = self.unary()
        while op := self.take("*", "/"):
            left = _Node(op, children=(left, self.unary()))
        return left

    def unary(self) -> _Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply")
        if op := self.take("+", "-"):
            inner = self.unary()
            node = _Node("neg", children=(inner,)) if op == "-" else inner
        else:
            node = self.power()
        self.depth -= 1
        return node

    def power(self) -> _Node:
        base = self.atom()
        if self.take("^"):
            return _Node("^", children=(base, self.unary()))
        return base

    def atom(self) -> _Node:
        if self.at >= len(self.tokens):
            raise self.error("it ends too early")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return _Node("number", _decimal(word))
        if kind == "name" and word in FUNCTIONS:
            if not self.take("("):
                raise self.error(f"{word} needs parentheses, as in {word}(a, b)")
            arguments = [self.sum()]
            while self.take(","):
                arguments.append(self.sum())
            self.close()
            return _Node(word, children=tuple(arguments))
        if kind == "name":
            return _Node("name", word)
        if word == "(":
            inner = self.sum()
            self.close()
            return inner
        raise self.error(f"unexpected {word!r}")

    def close(self) -> None:
        if not self.take(")"):
            raise self.error("a closing parenthesis is missing")


def _decimal(word: str) -> Fraction:
    exponent = re.search(r"[eE]([+-]?\d+)\Z", word)
    if exponent and (len(exponent[1]) > 5 or abs(int(exponent[1])) > MAX_EXPONENT):
        raise ExpressionError(f"the exponent of {word!r} is too large")
    return _bounded(Fraction(word))


def _bounded(value: Fraction) -> Fraction:
    if value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS:
        raise ExpressionError("the number is too large to work with")
    return value


def _names(node: _Node) -> set[str]:
    if node.kind == "name":
        return {str(node.value)}
    return set().union(*(_names(child) for child in node.children)) if node.children else set()


def _evaluate(node: _Node, values: Mapping[str, Fraction]) -> Fraction:
    if node.kind == "number":
        assert isinstance(node.value, Fraction)
        return node.value
    if node.kind == "name":
        if node.value not in values:
            raise ExpressionError(f"{node.value!r} is not a parameter of this game")
        return values[str(node.value)]
    arguments = [_evaluate(child, values) for child in node.children]
    match node.kind:
        case "neg":
            return -arguments[0]
        case "+":
            return _bounded(arguments[0] + arguments[1])
        case "-":
            return _bounded(arguments[0] - arguments[1])
        case "*":
            return _bounded(arguments[0] * arguments[1])
        case "/":
            if arguments[1] == 0:
                raise ExpressionError("division by zero")
            return _bounded(arguments[0] / arguments[1])
        case "^":
            return _power(*arguments)
    return FUNCTIONS[node.kind](arguments)


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise ExpressionError("a power needs a whole number as exponent, to stay exact")
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(exponent) > MAX_EXPONENT or size * abs(exponent) > MAX_BITS:
        raise ExpressionError("the power is too large to work with")
    if base == 0 and exponent < 0:
        raise ExpressionError("division by zero")
    return Fraction(base ** int(exponent))
