"""`playground list`: the catalogues."""

from __future__ import annotations

import argparse
from typing import Any

from playground.catalogue import Catalogue
from playground.cli.grammar import Command, Parser, json_argument
from playground.cli.reading import library_name
from playground.console import print_json, print_table

LISTS = ("games", "votes", "concepts", "methods", "strategies", "lineups", "dynamics", "courses",
         "space-rules", "networks", "rules", "committee-rules", "budget-rules",
         "wishes", "features")


def _list(options: argparse.Namespace) -> None:
    rows = _games() if options.what == "games" else _votes() if options.what == "votes" else [
        entry.as_dict() for entry in _catalogue(options.what).values()]
    if options.json:
        print_json(rows)
        return
    print_table(("name", "title", "what it is"),
                ((row["name"], row["title"], row["summary"]) for row in rows), indent="")


def _catalogue(what: str) -> Catalogue[Any]:
    if what == "concepts":
        from playground.equilibrium import CONCEPTS
        return CONCEPTS
    if what == "methods":
        from playground.equilibrium import METHODS
        return METHODS
    if what == "strategies":
        from playground.strategy import STRATEGIES
        return STRATEGIES
    if what == "rules":
        from playground.choice import RULES as VOTING
        return VOTING
    if what == "budget-rules":
        from playground.choice.budgets import BUDGETS
        return BUDGETS
    if what == "committee-rules":
        from playground.choice import COMMITTEES
        return COMMITTEES
    if what == "lineups":
        from playground.arena import LINEUPS
        return LINEUPS
    if what in ("wishes", "features"):
        from playground.practice import FEATURES, WISHES
        return WISHES if what == "wishes" else FEATURES
    if what == "courses":
        from playground.evolution.courses import COURSES
        return COURSES
    if what in ("space-rules", "networks"):
        from playground.evolution.space import NETWORKS, RULES
        return RULES if what == "space-rules" else NETWORKS
    from playground.evolution import DYNAMICS
    from playground.evolution.finite import PROCESSES
    dynamics: Catalogue[Any] = DYNAMICS
    return dynamics.joined(PROCESSES.values())


def _games() -> list[dict[str, Any]]:
    from playground.files import library, load

    rows = []
    for file in library():
        document = load(file)
        game = document.game
        rows.append({
            "name": library_name(file), "title": document.title, "summary": document.summary,
            "parameters": [{"name": parameter.name, "default": str(parameter.value),
                            "min": None if parameter.minimum is None else str(parameter.minimum),
                            "max": None if parameter.maximum is None else str(parameter.maximum),
                            "meaning": parameter.meaning} for parameter in game.parameters],
            "tags": list(document.tags), "shape": list(game.shape)})
    return rows


def _votes() -> list[dict[str, Any]]:
    from playground.files import library, load_votes

    rows = []
    for file in library(".vote.json"):
        document = load_votes(file)
        rows.append({"name": library_name(file), "title": document.title, "summary": document.summary,
                     "tags": list(document.tags), "candidates": list(document.ballots.candidates),
                     "voters": document.ballots.voters})
    return rows


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("what", metavar="WHAT", help=f"one of {', '.join(LISTS)}", choices=LISTS)
    json_argument(parser)


COMMAND = Command(
    "Print a catalogue: games, concepts, methods, strategies, dynamics, and what else has names.",
    _list_arguments, _list,
    ("games", "strategies --json"))
