"""`playground vote`: what voters said, under every rule."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from playground import front
from playground.cli.grammar import Command, Parser, json_argument
from playground.cli.reading import as_options, load_votes, whole
from playground.console import Bar, print_json, print_table, say

if TYPE_CHECKING:
    from playground.files import VoteDocument

SHOWN = 5  # committees of a rule that are printed


def _vote(options: argparse.Namespace) -> None:
    from playground.choice import RULES

    document = load_votes(options.file)
    if options.lies is not None:
        _lies(options, document)
        return
    if options.seats is not None:
        _committee(options, document)
        return
    if document.budget is not None:
        _budget(options, document)
        return
    with Bar("counting") as bar, as_options():
        found = front.vote(document, options.rule, progress=bar)
    if options.json:
        print_json({"title": document.title, **found.as_dict()})
        return
    ballots = document.ballots
    winner = ballots.condorcet_winner
    best = "nobody beats all others" if winner is None else f"{ballots.candidates[winner]} beats all others"
    say(f"{document.title} · {ballots.size:,} candidates, {ballots.voters:,} voters; in pairs {best}\n")
    print_table(("rule", "who can win", ""), (
        (RULES.read(name)[0].title, ", ".join(found.winners(name)),
         _lottery(ballots.candidates, outcome.lottery) or outcome.note)
        for name, outcome in found.outcomes.items()))
    _say_refused({RULES[name].title: why for name, why in found.refused.items()})


def _committee(options: argparse.Namespace, document: VoteDocument) -> None:
    from playground.choice import COMMITTEES

    seats = whole(options.seats, "--seats")
    with Bar("counting") as bar, as_options(seats="--seats"):
        found = front.committee(document, seats, options.rule, progress=bar)
    if options.json:
        print_json({"title": document.title, **found.as_dict()})
        return
    say(f"{document.title} · {found.ballots.size:,} candidates, {found.ballots.voters:,} voters, "
        f"{seats:,} seat{'s' if seats > 1 else ''}\n")
    print_table(("rule", "elected", ""), (
        (COMMITTEES.read(name)[0].title if k == 0 else "  or", ", ".join(members),
         outcome.note if k == 0 else "")
        for name, outcome in found.outcomes.items()
        for k, members in enumerate(found.committees(name)[:SHOWN])))
    _say_refused({COMMITTEES[name].title: why for name, why in found.refused.items()})


def _lies(options: argparse.Namespace, document: VoteDocument) -> None:
    names = document.ballots.candidates
    size = whole(options.coalition, "--coalition")
    with Bar("lies") as bar, as_options(rule="--lies"):
        found = front.lies(document, options.lies, coalition=size, progress=bar)
    truths = [" > ".join(names[k] for members in classes for k in members)
              for classes, _ in document.ballots.groups]
    rows = [(truths[lie.ballot], lie.voters, " > ".join(names[k] for k in lie.lie), names[lie.before],
             names[lie.after]) for lie in found]
    if options.json:
        print_json({"title": document.title, "rule": options.lies, "coalition": size, "ties": list(names),
                    "lies": [dict(zip(("truth", "voters", "lie", "before", "after"), row)) for row in rows]})
        return
    who = "nobody" if size == 1 else f"no {size:,} or fewer with the same ballot"
    say(f"{document.title} · {options.lies}; ties are broken by the list of candidates\n")
    if not found:
        say(f"All lies were tried: {who} can gain.")
        return
    print_table(("truth", "voters", "lie", "in place of", "wins"), (
        (truth, f"{voters:,}", lie, before, after) for truth, voters, lie, before, after in rows))


def _budget(options: argparse.Namespace, document: VoteDocument) -> None:
    from playground.choice.budgets import BUDGETS

    assert document.budget is not None
    with Bar("counting") as bar, as_options():
        found = front.budget(document, options.rule, progress=bar)
    names, voters, limit = document.ballots.candidates, document.ballots.voters, document.budget.limit
    if options.json:
        print_json({"title": document.title, "candidates": list(names), "voters": voters,
                    "budget": str(limit), "costs": dict(zip(names, map(str, document.budget.costs))),
                    "results": {rule: outcome.as_dict(names) for rule, outcome in found.items()}})
        return
    say(f"{document.title} · {len(names):,} projects, {voters:,} voters, {limit} to spend\n")
    print_table(("rule", "projects", "spent", "voters with one", ""), (
        (BUDGETS.read(rule)[0].title, ", ".join(names[each.project] for each in outcome.projects),
         str(outcome.spent), f"{outcome.heard:,}", outcome.note) for rule, outcome in found.items()))


def _say_refused(refused: Mapping[str, str]) -> None:
    if refused:
        say("\nWithout a result for such ballots:\n")
        print_table(("rule", "why"), refused.items())


def _lottery(names: Sequence[str], chances: Sequence[Fraction] | None) -> str:
    return "" if chances is None else ", ".join(
        f"{name} {chance}" for name, chance in zip(names, chances) if chance)


def _vote_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="a .vote.json file, one of PrefLib's (.soc .soi .toc "
                                                     ".toi .cat .wmd) or Pabulib's (.pb), or a library vote "
                                                     "such as tennessee")
    parser.add_argument("--rule", metavar="NAME", nargs="+", action="extend", default=[],
                        help="these rules only, with options as in minimax:votes=1; see playground list "
                             "rules")
    parser.add_argument("--seats", metavar="K",
                        help="elect so many, by the rules of playground list committee-rules")
    parser.add_argument("--lies", metavar="RULE",
                        help="who gains by lying under this rule: all lies are tried")
    parser.add_argument("--coalition", metavar="N", default="1",
                        help="of --lies: so many voters with the same ballot may lie together (default: 1)")
    json_argument(parser)


COMMAND = Command(
    "Count what voters said, under every rule.",
    _vote_arguments, _vote,
    ("tennessee", "tennessee --rule irv:ties=1 maximal-lottery --json", "ballots.soc --rule schulze"))
