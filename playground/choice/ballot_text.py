"""Ballots as people write them, a row for those who said the same.

`42: Memphis > Nashville = Knoxville` is an order, `12: Memphis, Knoxville` an approval, `3: Memphis 5,
Knoxville 1/2` scores; before the colon stands how many voters said so, 1 if left out. A name in which one of
`> = , :` stands, or which ends in a number where scores are meant, is put in quotation marks.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from fractions import Fraction

from playground.choice.ballots import (
    APPROVALS,
    MOST_CANDIDATES,
    MOST_VOTERS,
    ORDERS,
    SCORES,
    Ballots,
    from_classes,
    from_scores,
)
from playground.game import ExpressionError, number
from playground.problem import InputError, Problem

_COUNT = re.compile(r"\s*(\d[\d_]*)\s*:(.*)\Z", re.S)
_PART = re.compile(r'\s*+("[^"]*+"|[^">=,]*+)\s*+([>=,]|\Z)', re.S)
_BARE = re.compile(r'[^">=,:\s\d](?:[^">=,:\s]| (?=[^\s]))*\Z')
MOST_ROWS = 200_000
MOST_RANKS = 20_000_000  # candidates times rows
MOST_LETTERS = 200  # of a name
MOST_TRIED = 1_000  # rows that are looked at where something else is wrong already
SHOWN = 20  # problems that are told


def candidates_in(rows: Sequence[str]) -> tuple[str, ...]:
    """The names in these ballots, in the order in which they come."""
    found: dict[str, None] = {}
    for row in rows:
        body = _counted(row)[1]
        scored = _kind(body) == SCORES
        for name in (name for _, name in _parts(body)):
            bare = _unquoted(_without_score(name)[0] if scored else name)
            if bare:
                found.setdefault(bare)
    return tuple(found)


def kind_of_rows(rows: Sequence[str]) -> str:
    """What people seem to have written: the kind of the first row that shows it."""
    for row in rows:
        body = _counted(row)[1]
        if body.strip():
            return _kind(body)
    return ORDERS


def _kind(body: str) -> str:
    parts = _parts(body)
    if any(sign in ">=" and sign for sign, _ in parts):
        return ORDERS
    if parts and all(_without_score(name)[1] is not None for _, name in parts):
        return SCORES
    return APPROVALS if len(parts) > 1 else ORDERS


def read_ballots(candidates: Sequence[str], rows: Sequence[str], kind: str = ORDERS, place: str = "ballots"
                 ) -> Ballots:
    """The ballots in rows of text, of one kind. Raises `InputError` with each problem and its row."""
    places = {name: k for k, name in enumerate(candidates)}
    problems = [*candidate_problems(candidates)]
    problems += size_problems(len(candidates), len(rows), place)
    if problems:
        rows = rows[:MOST_TRIED]
    orders: list[tuple[list[list[int]], int]] = []
    scores: list[tuple[list[Fraction | None], int]] = []
    voters = 0
    for i, row in enumerate(rows):
        at = f"{place}[{i}]"
        try:
            count, body = _counted(row)
            voters += count
            if kind == SCORES:
                scores.append((_scored(body, places), count))
            else:
                orders.append((_ordered(body, places, kind), count))
        except ValueError as problem:
            problems.append(Problem(at, str(problem)))
        if len(problems) > SHOWN:
            problems.append(Problem(place, "there may be more problems in the rows below"))
            break
    if voters > MOST_VOTERS:
        problems.append(Problem(place, f"{voters:,} voters are too many; {MOST_VOTERS:,} are allowed"))
    if problems:
        raise InputError(problems)
    return from_scores(candidates, scores) if kind == SCORES else from_classes(candidates, orders, kind)


def size_problems(candidates: int, rows: int, place: str) -> list[Problem]:
    """What is wrong with so many ballots."""
    if rows > MOST_ROWS:
        return [Problem(place, f"{rows:,} rows are too many; {MOST_ROWS:,} are allowed")]
    if candidates <= MOST_CANDIDATES and candidates * rows > MOST_RANKS:
        return [Problem(place, f"{rows:,} rows of {candidates:,} candidates are too many; {MOST_RANKS:,} "
                               "ranks are allowed")]
    return []


def candidate_problems(candidates: Sequence[str]) -> list[Problem]:
    """What is wrong with a list of names."""
    found = []
    if not candidates:
        found.append(Problem("candidates", "there are none; name those who can be chosen"))
    if len(candidates) > MOST_CANDIDATES:
        found.append(Problem("candidates", f"{len(candidates):,} are too many; {MOST_CANDIDATES:,} are "
        "allowed"))
    first: dict[str, int] = {}
    for k, name in enumerate(candidates[:MOST_CANDIDATES]):
        at = f"candidates[{k}]"
        if not name.strip() or name != name.strip():
            found.append(Problem(at, f"{name!r} is no name: give some letters, with no space at the ends"))
        elif '"' in name or not name.isprintable():
            found.append(Problem(at, f"{name[:40]!r} has a quotation mark or a character that cannot be "
                                     "seen; leave it out"))
        elif len(name) > MOST_LETTERS:
            found.append(Problem(at, f"{name[:40]!r}… has {len(name):,} letters; {MOST_LETTERS} are allowed"))
        elif name in first:
            found.append(Problem(at, f"the name {name[:40]!r} is taken by candidates[{first[name]}]"))
        first.setdefault(name, k)
        if len(found) > SHOWN:
            found.append(Problem("candidates", "there may be more problems with the names that follow"))
            break
    return found


def _counted(row: str) -> tuple[int, str]:
    match = _COUNT.match(row)
    if match is None:
        return 1, row
    digits = match[1].replace("_", "")
    if len(digits) > 15 or int(digits) < 1:
        raise ValueError(f"{match[1][:20]} is not how many voters said so; give a whole number from 1")
    return int(digits), match[2]


def _parts(body: str) -> list[tuple[str, str]]:
    """Names with the sign that stands before each, none before the first."""
    found: list[tuple[str, str]] = []
    at, sign = 0, ""
    # More names than there can be candidates: one of them is found to stand there twice.
    while len(found) <= MOST_CANDIDATES and (at or body.strip()):
        match = _PART.match(body, at)
        if match is None:
            found.append((sign, body[at:].strip()))
            break
        found.append((sign, match[1].strip()))
        sign, at = match[2], match.end()
        if not sign:
            break
    return found


def _unquoted(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] == '"' else name


def _without_score(name: str) -> tuple[str, str | None]:
    """A name and the number behind it."""
    head, _, last = name.rpartition(" ")
    if not head or not last:
        return name, None
    try:
        number(last)
    except ExpressionError:
        return name, None
    return head.strip(), last


def _place(name: str, places: dict[str, int]) -> int:
    bare = _unquoted(name)
    if bare in places:
        return places[bare]
    if not bare:
        raise ValueError("a name is missing beside one of > = ,")
    close = difflib.get_close_matches(bare[:60], places, n=2, cutoff=0.5)
    hint = f"; did you mean {' or '.join(close)}?" if close else "; add it to the candidates, or leave it out"
    raise ValueError(f"{bare[:40]!r} is no candidate{hint}")


def _ordered(body: str, places: dict[str, int], kind: str) -> list[list[int]]:
    classes: list[list[int]] = []
    seen = set()
    for sign, name in _parts(body):
        if (kind == APPROVALS and sign in (">", "=")) or (kind == ORDERS and sign == ","):
            said = "approvals are written with commas" if kind == APPROVALS else "orders with > and ="
            raise ValueError(f"{sign!r} stands before {name[:40]!r}; {said}")
        k = _place(name, places)
        if k in seen:
            raise ValueError(f"{_unquoted(name)[:40]} stands there twice")
        seen.add(k)
        if sign in ("", ">"):
            classes.append([k])
        else:
            classes[-1].append(k)
    return classes


def _scored(body: str, places: dict[str, int]) -> list[Fraction | None]:
    found: list[Fraction | None] = [None] * len(places)
    for sign, name in _parts(body):
        if sign in (">", "="):
            raise ValueError(f"{sign!r} stands before {name[:40]}; scores are written “Ann 5, Bob 2”")
        bare, text = _without_score(name)
        if text is None:
            raise ValueError(f"the score of {name[:40]!r} is missing; write it behind the name: “Ann 5, Bob "
                             "2”")
        k = _place(bare, places)
        if found[k] is not None:
            raise ValueError(f"{_unquoted(bare)[:40]} has two scores")
        found[k] = number(text)
    return found


def written(ballots: Ballots) -> list[str]:
    """The rows that `read_ballots` reads, in the order of `ballots`."""
    names = [_quoted(name) for name in ballots.candidates]
    rows = []
    for column, (classes, count) in enumerate(ballots.groups):
        if ballots.kind == SCORES:
            assert ballots.scores is not None
            values = ballots.scores[:, column].tolist()
            body = ", ".join(f"{name} {Fraction(value, ballots.unit)}"
                             for name, value in zip(names, values) if value)
        elif ballots.kind == APPROVALS:
            body = ", ".join(names[k] for k in sorted(k for members in classes for k in members))
        else:
            body = " > ".join(" = ".join(names[k] for k in members) for members in classes)
        rows.append(f"{count}: {body}".rstrip())
    return rows


def _quoted(name: str) -> str:
    return name if _BARE.match(name) else f'"{name}"'
