"""Profiles of ballots as documents, `.vote.json`; PrefLib's and Pabulib's files, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from playground.choice.ballot_text import candidate_problems, read_ballots, written
from playground.choice.ballots import KINDS, ORDERS, Ballots
from playground.choice.budgets import Budget
from playground.files.disk import encode, read_text, write_atomically
from playground.files.document import Parallel
from playground.files.layout import layout
from playground.files.pabulib import loads_pabulib
from playground.files.preflib import loads_preflib
from playground.files.reading import Reader, check_format, kind_of, rest_of, short_text
from playground.files.strict_json import Findings, key_place, parse
from playground.files.vote_names import FORMAT, PABULIB, PREFLIB, SUFFIX
from playground.game import ExpressionError, number
from playground.problem import InputError, Problem

VERSION = 1
KEYS = ("format", "version", "title", "summary", "description", "tags", "references", "candidates", "kind",
        "ballots", "costs", "budget", "parallel", "known", "notes")


@dataclass(frozen=True)
class VoteDocument:
    """Ballots and all that a teacher hands to a colleague with them. Only the ballots are needed. `budget`:
    where candidates are projects that cost something. `known` and `extra` are plain JSON values and never
    changed in place; `remarks` says what the reader had to change."""

    ballots: Ballots
    title: str = "Untitled vote"
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    parallel: Parallel | None = None
    known: Mapping[str, Any] | None = None
    notes: str = ""
    budget: Budget | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    parallel_rest: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})
    remarks: tuple[str, ...] = field(default=(), compare=False)


def load_votes(path: Path | str) -> VoteDocument:
    """The document in a `.vote.json` file, one of PrefLib's or Pabulib's; what stands in it decides. Raises
    `InputError` with every problem and its place, never anything else."""
    path = Path(path)
    text = read_text(path)
    if path.suffix.lower() in PREFLIB and not text.lstrip().startswith("{"):
        ballots, title, remarks = loads_preflib(text, path.suffix.lower()[1:])
        return VoteDocument(ballots, title or path.stem, remarks=remarks)
    if path.suffix.lower() == PABULIB and not text.lstrip().startswith("{"):
        ballots, costs, limit, title = loads_pabulib(text)
        return VoteDocument(ballots, title or path.stem, budget=Budget(ballots, costs, limit))
    return loads_votes(text)


def save_votes(document: VoteDocument, path: Path | str) -> None:
    """Write a `.vote.json` file, in one step or not at all. Raises `InputError` saying what to do."""
    path = Path(path)
    if path.suffix.lower() != ".json":
        raise InputError([Problem(path.name, f"end the file name with {SUFFIX}")])
    write_atomically(path, encode(dumps_votes(document)))


def loads_votes(text: str) -> VoteDocument:
    """The document in the text of a `.vote.json` file. Raises `InputError` with every problem."""
    findings = Findings()
    data = parse(text.removeprefix("\ufeff"), findings)
    if not isinstance(data, dict):
        if "" in findings.void:
            raise findings.error()
        raise InputError(f"a file of votes holds one object {{…}}, not {kind_of(data)}")
    check_format(data, FORMAT, VERSION, "a file of votes")
    document = _Reader(data, findings).document()
    if findings or document is None:
        raise findings.error()
    return document


class _Reader(Reader):
    def document(self) -> VoteDocument | None:
        data = self.data
        title = self.text(data, "title", required=True)
        summary, description, notes = (self.text(data, key) for key in ("summary", "description", "notes"))
        tags, references = self.texts("tags"), self.texts("references")
        candidates = self.texts("candidates")
        self.findings.extend(candidate_problems(candidates))
        kind = data.get("kind", ORDERS)
        if kind not in KINDS:
            self.findings.add("kind", f"{short_text(kind)} is none of {', '.join(KINDS)}")
        if "ballots" not in data:
            self.findings.add("ballots", "is missing; give a list such as [\"42: Ann > Bob\"]")
        rows = self.texts("ballots")
        costs, limit = self.costs(candidates)
        parallel, rest, validation = self.parallel()
        known = data.get("known")
        if "known" in data and not isinstance(known, dict):
            self.wrong("known", "an object", known)
        if self.findings:
            return None
        try:
            ballots = read_ballots(candidates, rows, kind)
        except InputError as error:
            self.findings.extend(error.problems)
            return None
        budget = None if limit is None else Budget(ballots, costs, limit)
        return VoteDocument(ballots, title, summary, description, tags, references, parallel, known, notes,
                            budget, rest_of(data, *KEYS), (rest, validation))

    def costs(self, candidates: Sequence[str]) -> tuple[tuple[Fraction, ...], Fraction | None]:
        """What each candidate costs, and what there is to spend; none where neither is said."""
        data = self.data
        if "costs" not in data and "budget" not in data:
            return (), None
        given = data.get("costs")
        if not isinstance(given, dict):
            self.wrong("costs", "an object with a number for each candidate", given)
            return (), None
        for name in given:
            if name not in candidates:
                self.findings.add(key_place("costs", name), "this is no candidate")
        costs = [self.amount(given.get(name), key_place("costs", name), least=1) for name in candidates]
        limit = self.amount(data.get("budget"), "budget", least=0)
        return tuple(cost or Fraction(0) for cost in costs), limit

    def amount(self, value: Any, place: str, least: int) -> Fraction | None:
        """An exact number from 0 on, or above 0 where `least` is 1."""
        text = None if value is None else self.number_text(value, place)
        if value is None:
            self.findings.add(place, "is missing")
        if text is None:
            return None
        try:
            found = number(text)
        except ExpressionError as problem:
            self.findings.add(place, str(problem))
            return None
        if found < 0 or (least and not found):
            self.findings.add(place, f"{text[:40]} is not above 0" if least else f"{text[:40]} is below 0")
            return None
        return found


def dumps_votes(document: VoteDocument) -> str:
    """The text of a `.vote.json` file; ends with a newline. Raises `InputError` for an empty title."""
    if not document.title.strip():
        raise InputError([Problem("title", "the vote needs a title before it can be saved")])
    ballots, parallel = document.ballots, document.parallel
    values: dict[str, Any] = {"format": FORMAT, "version": VERSION, "title": document.title}
    optional = {"summary": document.summary, "description": document.description, "tags": list(document.tags),
                "references": list(document.references)}
    values |= {key: value for key, value in optional.items() if value}
    values["candidates"] = list(ballots.candidates)
    if ballots.kind != ORDERS:
        values["kind"] = ballots.kind
    values["ballots"] = written(ballots)
    if document.budget is not None:
        values["costs"] = dict(zip(ballots.candidates, map(str, document.budget.costs)))
        values["budget"] = str(document.budget.limit)
    if parallel is not None:
        rest, validation = document.parallel_rest
        values["parallel"] = {"world": parallel.world, "holds": parallel.holds, "breaks": parallel.breaks,
                              "validation": {"kind": parallel.kind, "source": parallel.source, **validation},
                              **rest}
    if document.known is not None:
        values["known"] = document.known
    if document.notes:
        values["notes"] = document.notes
    values |= {key: value for key, value in document.extra.items() if key not in values}
    return layout(values) + "\n"
