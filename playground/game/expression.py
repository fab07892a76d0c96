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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")

MAX_LENGTH = 1000
MAX_DEPTH = 50
MAX_BITS = 4096  # size of a numerator or denominator: about 1,200 digits
MAX_EXPONENT = 1000

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<op>[-+*/^(),−·×]))")
_SIGNS = {"−": "-", "·": "*", "×": "*"}  # as word processors and people write them
_PLAIN = re.compile(r"[-+]?[0-9]{1,18}\Z")  # what most cells hold; needs no parser
_NAME = re.compile(r"[^\W\d_]\w*\Z")
FUNCTIONS = {"min": min, "max": max}


class ExpressionError(ValueError):
    """The text is not an expression, or has no exact value; the message says why."""


@dataclass(frozen=True)
class _Step:
    """One step of an expression in postfix order: `3 4 +`. A list of steps, unlike a tree, is worked
    off without recursion, however long a sum is and however deep the caller's stack."""

    kind: str  # number, name, neg, + - * / ^, min, max
    value: Fraction | str | None = None
    takes: int = 0  # how many results of earlier steps it uses up


_BINARY = {sign: _Step(sign, takes=2) for sign in "+-*/^"}
_NEGATION = _Step("neg", takes=1)


def is_name(text: str) -> bool:
    """Whether `text` may name a parameter: a letter, then letters, digits and `_`."""
    return bool(_NAME.match(text)) and text.isidentifier() and text not in FUNCTIONS


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


def probability(text: str) -> Fraction:
    """A probability as people write it: `1/3`, `0.25`, `0,25`, `25 %`; nothing is 0. Raises
    `ExpressionError`."""
    text = text.strip().replace(",", ".")
    return number(text[:-1]) / 100 if text.endswith("%") else number(text or "0")


def decimal_text(value: Fraction, digits: int = 30) -> str | None:
    """The number as an exact decimal; None where it needs more than `digits` after the point."""
    for places in range(digits + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            figures = f"{abs(scaled.numerator):0{places + 1}d}"
            whole, rest = figures[:len(figures) - places], figures[len(figures) - places:]
            return f"{'-' if value < 0 else ''}{whole}{'.' if rest else ''}{rest}"
    return None


class Expression:
    """A parsed expression. Keeps the text as typed, so that a file shows what its author wrote.

    `names` are the parameters it uses. Two expressions are equal when their texts are.
    Raises `ExpressionError` when the text is not an expression, or has no exact value whatever the
    parameters (`1/0`, `2^999999999`).
    """

    __slots__ = ("_constant", "_steps", "names", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: frozenset[str] = frozenset()
        self._constant: Fraction | None = None
        self._steps: tuple[_Step, ...] = ()
        if _PLAIN.match(text):
            self._constant = Fraction(int(text))
            return
        self._steps = _parse(text)
        self.names = frozenset(str(step.value) for step in self._steps if step.kind == "name")
        if not self.names:
            self._constant = _evaluate(self._steps, {})

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
        return self._constant if self._constant is not None else _evaluate(self._steps, values)


    def fold(self, number: Callable[[Fraction], T], name: Callable[[str], T],
             combine: Callable[[str, list[T]], T]) -> T:
        """The value in another arithmetic: of numbers, of names, and of an operation ("+", "-", "*", "/",
        "^", "neg", "min", "max") on values."""
        if self._constant is not None:
            return number(self._constant)
        results: list[T] = []
        for step in self._steps:
            arguments = results[len(results) - step.takes:]
            del results[len(results) - step.takes:]
            if isinstance(step.value, Fraction):
                results.append(number(step.value))
            else:
                named = step.kind == "name"
                results.append(name(str(step.value)) if named else combine(step.kind, arguments))
        return results[0]


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


def _parse(text: str) -> tuple[_Step, ...]:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression of {len(text)} characters; {MAX_LENGTH} are allowed")
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.steps: list[_Step] = []
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

    def parse(self) -> tuple[_Step, ...]:
        if not self.tokens:
            raise ExpressionError("empty: a number such as 3, -1/2 or 0.25 is expected")
        self.sum()
        if self.at < len(self.tokens):
            raise self.error(f"unexpected {self.tokens[self.at][1]!r}{self.hint()}")
        return tuple(self.steps)

    def hint(self) -> str:
        """What was meant, perhaps, by what comes next."""
        word = self.tokens[self.at][1]
        if word == ",":
            return "; a decimal point is written 3.5"
        if self.at and (word == "(" or word[0].isalpha()):
            return f"; write * to multiply, as in 2*{word if word != '(' else '(a + b)'}"
        return ""

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

    # Each rule reads its part and appends the steps that leave its value.

    def sum(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply")
        self.term()
        while op := self.take("+", "-"):
            self.term()
            self.steps.append(_BINARY[op])
        self.depth -= 1

    def term(self) -> None:
        self.unary()
        while op := self.take("*", "/"):
            self.unary()
            self.steps.append(_BINARY[op])

    def unary(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply")
        if op := self.take("+", "-"):
            self.unary()
            if op == "-":
                self.steps.append(_NEGATION)
        else:
            self.power()
        self.depth -= 1

    def power(self) -> None:
        self.atom()
        if self.take("^"):
            self.unary()
            self.steps.append(_BINARY["^"])

    def atom(self) -> None:
        if self.at >= len(self.tokens):
            raise self.error("it ends too early")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            self.steps.append(_Step("number", _decimal(word)))
        elif kind == "name" and word in FUNCTIONS:
            if not self.take("("):
                raise self.error(f"{word} needs parentheses, as in {word}(a, b)")
            self.sum()
            count = 1
            while self.take(","):
                self.sum()
                count += 1
            self.close()
            self.steps.append(_Step(word, takes=count))
        elif kind == "name" and word.isidentifier():
            self.steps.append(_Step("name", word))
        elif word == "(":
            self.sum()
            self.close()
        elif word == "*" and self.tokens[self.at - 2:self.at] == [("op", "*"), ("op", "*")]:
            raise self.error("a power is written with ^, as in 2^3")
        else:
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


def _evaluate(steps: tuple[_Step, ...], values: Mapping[str, Fraction]) -> Fraction:
    results: list[Fraction] = []
    for step in steps:
        arguments = results[len(results) - step.takes:]
        del results[len(results) - step.takes:]
        results.append(_result(step, arguments, values))
    return results[0]


def _result(step: _Step, arguments: list[Fraction], values: Mapping[str, Fraction]) -> Fraction:
    match step.kind:
        case "number":
            assert isinstance(step.value, Fraction)
            return step.value
        case "name":
            if step.value not in values:
                raise ExpressionError(f"{step.value!r} is not a parameter of this game")
            return values[str(step.value)]
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
    return FUNCTIONS[step.kind](arguments)


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise ExpressionError("a power needs a whole number as exponent, to stay exact")
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(exponent) > MAX_EXPONENT or size * abs(exponent) > MAX_BITS:
        raise ExpressionError("the power is too large to work with")
    if base == 0 and exponent < 0:
        raise ExpressionError("division by zero")
    return Fraction(base ** int(exponent))
