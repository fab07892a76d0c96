"""`playground find`: games with wished properties, and exams made of them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground import front
from playground.cli.grammar import Command, Parser, json_argument
from playground.cli.reading import as_options, paired, unpaired, whole
from playground.cli.window import qt
from playground.console import Bar, print_json, print_table, say
from playground.problem import InputError, Problem

if TYPE_CHECKING:
    from playground.game import NormalForm


def _find(options: argparse.Namespace) -> None:
    from playground.equilibrium import summary
    from playground.practice import WISHES, describe, wish_of

    problems = unpaired(options.features, "FEATURE=VALUE, such as pure=2")
    if options.exam and Path(options.exam).suffix.lower() not in (".pdf", ".tex"):
        problems.append(Problem("--exam", "end the file name with .pdf or .tex"))
    if problems:
        raise InputError(problems)
    count, seed = whole(options.count, "--count"), whole(options.seed, "--seed")
    low, high = (None if text is None else whole(text, f"--{place}")
                 for text, place in ((options.low, "low"), (options.high, "high")))
    with Bar("looking for games") as bar, as_options():
        wish = wish_of(options.wish, _shape(options.shape), low, high, paired(options.features))
        games = front.find(wish, count, seed=seed, progress=bar)
    title = WISHES[options.wish].title if options.wish else "A game found"
    files = _keep(options, games, title, seed)
    if options.json:
        print_json({"seed": seed, "games": [
            {"players": [{"name": player.name, "strategies": player.strategies} for player in game.players],
             "payoffs": game.payoffs.tolist(), "features": describe(game)} for game in games],
            "files": list(map(str, files))})
        return
    for number, game in enumerate(games, 1):
        one, two = game.players
        say(f"{title} · {number} of {count}, seed {seed}\n")
        print_table(("", *two.strategies), (
            (name, *map("{}, {}".format, *game.payoffs[:, i])) for i, name in enumerate(one.strategies)))
        say(f"\n{summary(game, front.solve(game))}\n")
    for file in files:
        say(f"written to {file}")


def _shape(text: str | None) -> tuple[int, int] | None:
    """`3x4` as two numbers of strategies."""
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{1,3})[x×]([0-9]{1,3})", text)
    if not found:
        raise InputError([Problem("--shape", f"{text[:40]!r} is no shape; write one such as 3x3")])
    return int(found[1]), int(found[2])


def _keep(options: argparse.Namespace, games: Sequence[NormalForm], title: str, seed: int) -> list[Path]:
    """Write the games, or the exam made of them; the files, in order."""
    from playground.files import GameDocument, save, write_atomically

    files: list[Path] = []
    if options.out:
        folder = Path(options.out)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            why = f"the folder cannot be made ({getattr(error, 'strerror', None) or error}); choose another"
            raise InputError([Problem("--out", why)]) from None
        for number, game in enumerate(games, 1):
            files.append(folder / f"{options.wish or 'game'}-{seed}-{number:02}.game.json")
            save(GameDocument(game, title=f"{title} {number}", tags=("exercise",),
                              notes=f"Found with seed {seed}, number {number}."), files[-1])
    if options.exam:
        sheet = Path(options.exam)
        for solutions, file in ((False, sheet), (True, sheet.with_stem(f"{sheet.stem}-solutions"))):
            write_atomically(file, _sheet(file, games, options.title or title, solutions))
            files.append(file)
    return files


def _sheet(file: Path, games: Sequence[NormalForm], title: str, solutions: bool) -> bytes:
    """An exam or its solutions in the format of that file name."""
    with Bar("writing the exam") as bar:
        if file.suffix.lower() == ".tex":
            from playground.files import encode
            from playground.practice import exam

            return encode(exam(games, title, solutions, bar))
        with qt():
            from playground.app.exam import exam_pdf
        return exam_pdf(games, title, solutions, bar)


def _find_arguments(parser: Parser) -> None:
    parser.add_argument("--wish", metavar="NAME", default="", help="see playground list wishes")
    parser.add_argument("--with", dest="features", metavar="FEATURE=VALUE", nargs="+", action="extend",
                        default=[], help="what is wished, such as pure=2 or zero-sum=yes; =any drops a wish; "
                                         "see playground list features")
    parser.add_argument("--shape", metavar="MxN", help="how many strategies the players have, such as 3x3")
    parser.add_argument("--low", metavar="N", help="the lowest payoff, a whole number")
    parser.add_argument("--high", metavar="N", help="the highest payoff, a whole number")
    parser.add_argument("--count", metavar="N", default="1", help="how many different games (default: 1)")
    parser.add_argument("--seed", metavar="S", default="1",
                        help="a whole number; the same seed finds the same games (default: 1)")
    parser.add_argument("--out", metavar="DIR", help="write the games there, one .game.json each")
    parser.add_argument("--exam", metavar="FILE.pdf",
                        help="write an exam sheet, and FILE-solutions.pdf; LaTeX where FILE ends in .tex")
    parser.add_argument("--title", metavar="TEXT", default="", help="the title of the exam sheet")
    json_argument(parser)


COMMAND = Command(
    "Find games with wished properties, for exercises and exams.",
    _find_arguments, _find,
    ("--wish three-rounds", "--shape 3x3 --with equilibria=1 fully-mixed=yes denominator=6 --seed 7",
     "--wish one-mixed --count 10 --exam exam.pdf"))
