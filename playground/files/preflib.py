"""PrefLib's files, read: `.soc .soi .toc .toi` (orders), `.cat` (categories), `.wmd` (a graph of majorities).

Header lines are `# KEY: value`; the body of orders `count: 1,{2,3},4`, of categories one slot a category,
`count: {1,2},3,{}`; of a graph `a, b, weight` (Mattei and Walsh 2013, PrefLib: a library for preferences,
https://preflib.org/format; and the readers of preflibtools).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from playground.choice.ballot_text import SHOWN, candidate_problems, size_problems
from playground.choice.ballots import (
    MOST_CANDIDATES,
    ORDERS,
    UNRANKED,
    Ballots,
    Whole,
    of_orders,
)
from playground.problem import InputError, Problem

_KEY = re.compile(r"([A-Z][A-Z ]*?) *(\d*)")
MOST_GRAPHED = 100  # alternatives in a graph of majorities: ballots are made up for each pair
_SLOT = re.compile(r"\s*(?:\{([\d,\s]*)\}|(\d+))\s*(?:,|\Z)")


def loads_preflib(text: str, kind: str) -> tuple[Ballots, str, tuple[str, ...]]:
    """The ballots in such a file, its title, and remarks. `kind`: the ending of its name, which counts where
    the file does not say DATA TYPE. Raises `InputError` with the problems and their lines."""
    header, names, body, problems = _split(text)
    kind = header.get("DATA TYPE", kind).strip().lower() or kind
    if kind not in ("soc", "soi", "toc", "toi", "cat", "wmd"):
        problems.append(Problem("DATA TYPE", f"{kind[:20]!r} is none of soc, soi, toc, toi, cat, wmd"))
    stated = _number(header, "NUMBER ALTERNATIVES", problems)
    size = stated if stated is not None else max(names, default=0)
    if size > MOST_CANDIDATES:
        problems.append(Problem("NUMBER ALTERNATIVES", f"{size:,} are too many; {MOST_CANDIDATES:,} are "
        "allowed"))
    if size < 1:
        problems.append(Problem("NUMBER ALTERNATIVES", "is missing, or 0; a file of ballots names who can be "
        "chosen"))
    problems += size_problems(size, len(body), "")
    extra = sorted(k for k in names if not 1 <= k <= size)
    if extra:
        problems.append(Problem(f"ALTERNATIVE NAME {extra[0]}", f"is not from 1 to {size:,}"))
    if problems:
        raise InputError(problems)
    candidates = [names.get(k, f"Alternative {k}") for k in range(1, size + 1)]
    problems += candidate_problems(candidates)
    if kind == "wmd":
        ballots = _graph(candidates, body, problems)
        remarks: tuple[str, ...] = ("A graph of majorities holds no ballots: those that are here were made "
                                    "up to have the same margins, doubled where they are odd.",)
    else:
        ballots, remarks = _orders(candidates, body, kind, problems), ()
        said = _number(header, "NUMBER VOTERS", problems)
        if said is not None and not problems and said != ballots.voters:
            problems.append(Problem("NUMBER VOTERS", f"says {said:,}, but the ballots below are "
            f"{ballots.voters:,}"))
    if problems:
        raise InputError(problems)
    return ballots, header.get("TITLE", "").strip(), remarks


def _split(text: str) -> tuple[dict[str, str], dict[int, str], list[tuple[int, str]], list[Problem]]:
    header: dict[str, str] = {}
    names: dict[int, str] = {}
    body: list[tuple[int, str]] = []
    problems: list[Problem] = []
    for line, row in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if row.startswith("#"):
            key, colon, value = row[1:].partition(":")
            match = _KEY.fullmatch(key.strip()[:60]) if colon else None
            if match and match[1] == "ALTERNATIVE NAME" and match[2]:
                place = int(match[2][:9])
                if place in names and len(problems) <= SHOWN:
                    problems.append(Problem(f"line {line}", f"alternative {place} has a name already"))
                names[place] = value.strip().replace('"', "'")
            elif match and not match[2]:
                header.setdefault(match[1], value)
        elif row.strip():
            body.append((line, row))
    return header, names, body, problems


def _number(header: dict[str, str], key: str, problems: list[Problem]) -> int | None:
    text = header.get(key, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        problems.append(Problem(key, f"{text[:20]!r} is not a whole number"))
        return None
    return int(text)


def _orders(candidates: Sequence[str], body: list[tuple[int, str]], kind: str,
            problems: list[Problem]) -> Ballots:
    size = len(candidates)
    ranks = np.full((size, len(body)), UNRANKED, dtype=np.int16)
    counts = np.ones(len(body), dtype=np.int64)
    for column, (line, row) in enumerate(body):
        try:
            count, slots = _row(row, size)
            if kind != "cat" and any(not slot for slot in slots):
                raise ValueError("a place {} is empty")
            if kind in ("soc", "soi") and any(len(slot) > 1 for slot in slots):
                raise ValueError(f"a tie stands in a file of strict orders ({kind})")
            if kind in ("soc", "toc") and sum(map(len, slots)) < size:
                raise ValueError(f"somebody is left out in a file of complete orders ({kind})")
            counts[column] = count
            for rank, slot in enumerate(slots, 1):
                ranks[[k - 1 for k in slot], column] = rank
        except ValueError as problem:
            problems.append(Problem(f"line {line}", str(problem)))
            if len(problems) > SHOWN:
                problems.append(Problem("", "there may be more problems in the lines below"))
                break
    if not problems:
        try:
            return of_orders(candidates, ranks, counts, ORDERS)
        except InputError as error:
            problems += error.problems
    return of_orders(candidates, [[]] * size, [])


def _row(row: str, size: int) -> tuple[int, list[list[int]]]:
    head, colon, rest = row.partition(":")
    digits = head.strip()
    if not colon or not digits.isascii() or not digits.isdigit() or len(digits) > 15 or int(digits) < 1:
        raise ValueError("“count: 1,2,3” is expected, the count a whole number from 1")
    slots: list[list[int]] = []
    at, rest = 0, rest.strip()
    while at < len(rest):
        match = _SLOT.match(rest, at)
        if match is None:
            raise ValueError(f"{rest[at:at + 20]!r} cannot be read; ties stand in braces, as in 1,{{2,3}},4")
        texts = [match[2]] if match[2] else [text for text in match[1].split(",") if text.strip()]
        if not all(text.strip().isdigit() for text in texts):
            raise ValueError(f"{match[1][:20]!r} is no list of alternatives")
        slots.append([int(text) if len(text.strip()) < 9 else 0 for text in texts])
        at = match.end()
        if len(slots) > 2 * MOST_CANDIDATES or sum(map(len, slots[-1:])) > size:
            raise ValueError(f"there are more places than {size:,} alternatives can have")
    listed = [k for slot in slots for k in slot]
    if not all(1 <= k <= size for k in listed):
        raise ValueError(f"an alternative is not from 1 to {size:,}")
    if len(set(listed)) < len(listed):
        twice = next(k for at, k in enumerate(listed) if k in listed[:at])
        raise ValueError(f"alternative {twice} stands there twice")
    return int(head), slots


def _graph(candidates: Sequence[str], body: list[tuple[int, str]], problems: list[Problem]) -> Ballots:
    size = len(candidates)
    if size > MOST_GRAPHED:
        problems.append(Problem("NUMBER ALTERNATIVES", f"{size:,} are too many in a graph of majorities; "
                                                       f"{MOST_GRAPHED} are allowed"))
        return of_orders(candidates, [[]] * size, [])
    margins = np.zeros((size, size), dtype=np.int64)
    for line, row in body:
        parts = [part.strip() for part in row.split(",")]
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            problems.append(Problem(f"line {line}", "“a, b, weight” is expected, all whole numbers"))
        else:
            a, b, weight = map(int, parts)
            if not (1 <= a <= size and 1 <= b <= size) or a == b:
                problems.append(Problem(f"line {line}", f"two different alternatives from 1 to {size:,} are "
                "expected"))
            elif margins[a - 1, b - 1]:
                problems.append(Problem(f"line {line}", f"{a} and {b} have a weight already"))
            else:
                margins[a - 1, b - 1], margins[b - 1, a - 1] = weight, -weight
        if len(problems) > SHOWN:
            break
    return with_margins(candidates, margins)


def with_margins(candidates: Sequence[str], margins: Whole) -> Ballots:
    """Ballots with these margins, or twice them where some are odd: of each pair two orders that agree on it
    and are opposite elsewhere (McGarvey 1953, A theorem on the construction of voting paradoxes, Econometrica
    21, 608–610)."""
    size = len(candidates)
    wanted = margins if not (margins % 2).any() else 2 * margins
    columns, counts = [], []
    for a in range(size):
        for b in range(size):
            if wanted[a, b] > 0:
                others = [k for k in range(size) if k not in (a, b)]
                for order in ([a, b, *others], [*reversed(others), a, b]):
                    ranks = np.empty(size, dtype=np.int16)
                    ranks[order] = np.arange(1, size + 1)
                    columns.append(ranks)
                    counts.append(int(wanted[a, b]) // 2)
    if not columns:  # all are tied: one voter who says so
        columns, counts = [np.ones(size, dtype=np.int16)], [1]
    return of_orders(candidates, np.array(columns).T, counts)
