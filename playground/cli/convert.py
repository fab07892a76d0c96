"""`playground convert`: from one file format to another."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground import front
from playground.cli.grammar import Command, Parser
from playground.cli.reading import load_game
from playground.console import Bar, say


def _convert(options: argparse.Namespace) -> None:
    from playground.files import encode, latex_document, nfg_remarks, save, write_atomically

    document = load_game(options.source)
    target = Path(options.target)
    if target.suffix.lower() == ".tex":
        with Bar("solving") as bar:
            solution = front.solve(document, progress=bar)
        write_atomically(target, encode(latex_document(document.title, document.game, solution)))
    else:
        save(document, target)
    say(f"{document.title}: written to {target}")
    if target.suffix.lower() == ".nfg":
        for remark in nfg_remarks(document):
            say(remark)


def _convert_arguments(parser: Parser) -> None:
    parser.add_argument("source", metavar="IN", help="a game file, or a library game's name")
    parser.add_argument("target", metavar="OUT",
                        help="the file to write: NAME.game.json, NAME.nfg or NAME.tex")


COMMAND = Command(
    "Write a game in another file format.",
    _convert_arguments, _convert,
    ("stag-hunt stag-hunt.nfg", "old.nfg new.game.json", "tree.efg table.nfg"))
