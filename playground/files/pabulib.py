"""Pabulib's files, `.pb`, read: participatory budgets with their ballots.

Three sections, each a bare word and a header row, columns set off by semicolons: META (`key;value`), PROJECTS
(`project_id;cost;…`) and VOTES (`voter_id;vote;…`), a vote being a list of project ids with commas, and for
points another of numbers (Faliszewski and others 2023, Participatory budgeting: data, tools and analysis,
IJCAI, 2667–2674; and the reader of pabutools).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction

from playground.choice.ballot_text import MOST_ROWS, SHOWN
from playground.choice.ballots import (
    APPROVALS,
    MOST_CANDIDATES,
    ORDERS,
    SCORES,
    Ballots,
    from_classes,
    from_scores,
)
from playground.game import ExpressionError, number
from playground.problem import InputError, Problem

SECTIONS = ("META", "PROJECTS", "VOTES")
TYPES = {"approval": APPROVALS, "choose-1": APPROVALS, "ordinal": ORDERS, "cumulative": SCORES,
         "scoring": SCORES}
Row = tuple[int, dict[str, str]]  # the line, and what stands in each column


def loads_pabulib(text: str) -> tuple[Ballots, tuple[Fraction, ...], Fraction, str]:
    """Ballots over the projects, their costs, the limit, and the description. Raises `InputError` with the
    problems and their lines."""
    problems: list[Problem] = []
    sections = _sections(text, problems)
    missing = [name for name in SECTIONS if name not in sections]
    if missing:
        problems.append(Problem(missing[0], "this section is missing; a file has META, PROJECTS and VOTES"))
        raise InputError(problems)
    meta = {row.get("key", "").strip().lower(): row.get("value", "").strip() for _, row in sections["META"]}
    limit = _amount(meta.get("budget", ""), "META budget", problems)
    written = meta.get("vote_type", "").lower()
    kind = TYPES.get(written)
    if kind is None:
        problems.append(Problem("META vote_type", f"{written[:20]!r} is none of {', '.join(TYPES)}"))
    names: dict[str, int] = {}
    titles, costs = [], []
    for line, row in sections["PROJECTS"]:
        key = row.get("project_id", "").strip()
        if not key or key in names:
            said = f"the project_id {key[:20]!r} stands there twice" if key else "a project_id is missing"
            problems.append(Problem(f"line {line}", said))
        names.setdefault(key, len(names))
        titles.append(" ".join(row.get("name", "").replace('"', "'").split()) or key)
        costs.append(_amount(row.get("cost", ""), f"line {line}", problems))
    for key, place in (("num_projects", "PROJECTS"), ("num_votes", "VOTES")):
        said, there = meta.get(key, ""), len(sections[place])
        if said.isascii() and said.isdigit() and len(said) < 12 and int(said) != there:
            problems.append(Problem(f"META {key}", f"says {int(said):,}, but {there:,} follow"))
    if not 1 <= len(names) <= MOST_CANDIDATES:
        problems.append(Problem("PROJECTS", f"{len(names):,} are not from 1 to {MOST_CANDIDATES:,}"))
    if problems or limit is None or kind is None:
        raise InputError(problems[:SHOWN])
    ballots = _votes(_distinct(titles, list(names)), names, sections["VOTES"], kind, problems)
    if problems or ballots is None:
        raise InputError(problems)
    return ballots, tuple(cost for cost in costs if cost is not None), limit, meta.get("description", "")


def _sections(text: str, problems: list[Problem]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    name, header = "", None
    lines = text.removeprefix("\ufeff").splitlines()
    try:
        for line, cells in enumerate(csv.reader(lines, delimiter=";"), 1):
            if not any(cell.strip() for cell in cells):
                continue
            word = cells[0].strip().upper()
            if word in SECTIONS and not any(cell.strip() for cell in cells[1:]):
                if word in found:
                    problems.append(Problem(f"line {line}", f"the section {word} begins a second time"))
                name, header = word, None
                found[name] = []
            elif not name:
                problems.append(Problem(f"line {line}", "this stands before the section META"))
                break
            elif header is None:
                header = [cell.strip().lower() for cell in cells]
            else:
                found[name].append((line, dict(zip(header, cells))))
                if len(found[name]) > MOST_ROWS:
                    problems.append(Problem(name, f"more than {MOST_ROWS:,} rows are too many"))
                    break
    except csv.Error as error:
        problems.append(Problem("", f"the rows cannot be read: {error}"))
    return found


def _amount(text: str, place: str, problems: list[Problem]) -> Fraction | None:
    try:
        value = number(text.strip().replace(",", "."))
    except ExpressionError:
        value = Fraction(-1)
    if value < 0:
        problems.append(Problem(place, f"{text.strip()[:20]!r} is not an amount of money"))
        return None
    return value


def _distinct(titles: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Titles, with the id where two are alike."""
    return [title if titles.count(title) == 1 else f"{title} ({key})" for title, key in zip(titles, keys)]


def _votes(titles: Sequence[str], names: dict[str, int], rows: list[Row], kind: str,
           problems: list[Problem]) -> Ballots | None:
    orders: list[tuple[list[list[int]], int]] = []
    scores: list[tuple[list[Fraction | None], int]] = []
    for line, row in rows:
        keys = [key.strip() for key in row.get("vote", "").split(",") if key.strip()]
        unknown = next((key for key in keys if key not in names), None)
        if unknown is not None or len(set(keys)) < len(keys):
            said = ("a project stands there twice" if unknown is None
                    else f"there is no project {unknown[:20]!r}")
            problems.append(Problem(f"line {line}", said))
        elif kind == SCORES:
            points = [_amount(text, f"line {line}", problems) for text in row.get("points", "").split(",")
                      if text.strip()]
            if len(points) != len(keys):
                problems.append(Problem(f"line {line}", f"{len(keys)} projects, but {len(points)} points"))
            given = {names[key]: value for key, value in zip(keys, points)}
            scores.append(([given.get(k) for k in range(len(names))], 1))
        elif kind == ORDERS:
            orders.append(([[names[key]] for key in keys], 1))
        else:
            orders.append(([[names[key] for key in keys]] if keys else [], 1))
        if len(problems) > SHOWN:
            problems.append(Problem("VOTES", "there may be more problems in the rows below"))
            break
    if problems:
        return None
    return from_scores(titles, scores) if kind == SCORES else from_classes(titles, orders, kind)
