"""The `playground` command: the window, and every capability without a screen.

Each command is one function `_NAME(options) -> None` that reads its input, calls the core and prints; what
goes wrong with the input is an `InputError`, which `main` turns into one line a problem.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from playground import __version__, front
from playground.catalogue import Catalogue, UnknownEntry
from playground.console import Bar, print_error, print_json, print_table, say
from playground.problem import InputError, Problem
from playground.progress import Cancelled

if TYPE_CHECKING:
    from playground.equilibrium import Component, Solution
    from playground.evolution import EvolutionResult
    from playground.evolution.finite import FinitePath
    from playground.files import GameDocument
    from playground.game import NormalForm

QUIET_END = 130  # what a shell reports after Ctrl-C
BAD_INPUT = 2
MOST_DESCRIBED = 300  # equilibria whose components are described
MOST_TURNS = 30  # that a match shows
LISTS = ("games", "concepts", "methods", "strategies", "lineups", "dynamics", "wishes", "features")
# What the core calls things, and the options that set them.
OPTIONS = {"start": "--from", "repeated.turns": "--turns", "repeated.continuation": "--continuation",
           "repeated.noise": "--noise", "features": "--with", "options": "--with",
           **dict.fromkeys(("process", "population", "strength", "mutation", "exponential"), "--dynamic"),
           **{name: f"--{name}" for name in (
               "concept", "method", "players", "turns", "continuation", "noise", "seed", "dynamic", "time",
               "repetitions", "weights", "wish", "shape", "low", "high", "count")}}

ABOUT = f"""Playground {__version__}: a laboratory for games and coordination.

  playground               open the window
  playground FILE...       open it on games: files, or names of library games such as stag-hunt
  playground COMMAND ...   work without a window:
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit status: 0, 2 after bad input, 130 when cut off."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _dispatch(arguments)
        if sys.stdout is not None:  # there is none under pythonw on Windows
            sys.stdout.flush()
        return status
    except InputError as error:
        print_error(error)
        return BAD_INPUT
    except (KeyboardInterrupt, Cancelled):
        return QUIET_END
    except OSError as error:
        # Python would try to flush once more on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return QUIET_END  # nobody reads any more
        print_error(f"the output cannot be written: {error.strerror or error}")
        return BAD_INPUT


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in COMMANDS or first.startswith("-"):
        options = _parser().parse_args(arguments)
        options.run(options)
        return 0
    return _open_window(arguments)


def _open_window(names: list[str]) -> int:
    """The app, on the given files."""
    files = [_path(name) for name in names]
    _need_screen()
    with _qt():
        from playground.app.main import run
    return run([str(file) for file in files])


@contextmanager
def _qt() -> Iterator[None]:
    """Around imports of the app: say what to do where Qt, or a library it needs, is missing."""
    try:
        yield
    except ImportError as error:
        if "PySide6" not in str(error) and ".so" not in str(error):
            raise
        raise InputError(f"Qt cannot load ({error}); in a checkout, `python3 dev.py run` installs what is "
                         "missing, or prints the command that does") from None


def _path(name: str) -> Path:
    """The file of that name, or the library game's. Raises `InputError` with the nearest names."""
    from playground.files import library

    path = Path(name)
    try:
        if path.is_dir():
            raise InputError([Problem(name, "this is a folder; give a game file in it")])
        if os.path.lexists(path):
            return path  # whether it can be read, the reader says
    except OSError as error:
        raise InputError([Problem(name[:80], f"{error.strerror}; give the name of a game file")]) from None
    games = {_library_name(file): file for file in library()}
    if name in games:
        return games[name]
    if path.suffix or len(path.parts) > 1:
        raise InputError([Problem(name, "there is no such file")])
    close = difflib.get_close_matches(name, [*COMMANDS, *games], n=3)
    hint = f"did you mean {' or '.join(close)}?" if close else "see playground --help, playground list games"
    raise InputError([Problem(name[:80], f"neither a command, a file nor a library game; {hint}")])


def _library_name(file: Path) -> str:
    return file.name.removesuffix(".game.json")


def _need_screen() -> None:
    """Qt aborts where there is no display; say so first."""
    if _has_display() or os.environ.get("QT_QPA_PLATFORM"):
        return
    raise InputError("there is no screen here for a window; `playground tour DIR` saves pictures of every "
                     "page, and `playground --help` shows what works without one")


def _has_display() -> bool:
    if sys.platform in ("darwin", "win32") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return _answers(os.environ.get("DISPLAY", ""))


def _answers(display: str) -> bool:
    """Whether an X server is there. Of one on another machine Qt itself finds out."""
    local = re.match(r"(?:unix)?:(\d+)", display)
    if not local or not hasattr(socket, "AF_UNIX"):
        return bool(display)
    path = f"/tmp/.X11-unix/X{local[1]}"
    for address in (path, f"\0{path}"):  # Linux has it in its abstract namespace too
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(address)
                return True
            except OSError:
                continue
    return False


# --- commands -------------------------------------------------------------------------------------------


def _list(options: argparse.Namespace) -> None:
    rows = _games() if options.what == "games" else [
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
    if what == "lineups":
        from playground.arena import LINEUPS
        return LINEUPS
    if what in ("wishes", "features"):
        from playground.practice import FEATURES, WISHES
        return WISHES if what == "wishes" else FEATURES
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
            "name": _library_name(file), "title": document.title, "summary": document.summary,
            "parameters": [{"name": parameter.name, "default": str(parameter.value),
                            "min": None if parameter.minimum is None else str(parameter.minimum),
                            "max": None if parameter.maximum is None else str(parameter.maximum),
                            "meaning": parameter.meaning} for parameter in game.parameters],
            "tags": list(document.tags), "shape": list(game.shape)})
    return rows


def _solve(options: argparse.Namespace) -> None:
    document = _document(options)
    from playground.equilibrium.words import mixture, rounded

    if problems := _unpaired(options.options, "NAME=VALUE, such as lambda=2"):
        raise InputError(problems)
    with Bar("solving") as bar, _as_options():
        solution = front.solve(document, options.concept, options.method, bar, _paired(options.options))
    game = document.game
    structure = _structure(game, solution)
    if options.json:
        more = {"structure": [component.as_dict() for component in structure]} if structure else {}
        print_json({"title": document.title, **solution.as_dict(), **more})
        return
    say(f"{document.title} · {_catalogue('concepts')[options.concept].title}"
          f"{f', {solution.method}' if options.concept == 'nash' else ''}\n")
    if solution.equilibria:
        several = options.concept == "nash" and len(solution.components) < len(solution.equilibria)
        head = ("", *(player.name for player in game.players), "payoffs", *(["component"] if several else []))
        print_table(head, (
            (number, *(mixture(player.strategies, strategy)
                       for strategy, player in zip(equilibrium.profile, game.players)),
             ", ".join(map(rounded, equilibrium.payoffs)), *([equilibrium.component + 1] if several else []))
            for number, equilibrium in enumerate(solution.equilibria, 1)))
        say()
    if any(len(component.members) > 1 for component in structure):
        print_table(("component", "extreme equilibria", "maximal Nash subsets", "dimension", "index"), (
            (number, len(each.members), len(each.subsets), each.dimension, each.index_text)
            for number, each in enumerate(structure, 1)))
        say()
    for line in solution.lines:
        say(f"  {line}")
    if solution.lines:
        say()
    say(solution.message)


def _unpaired(given: Sequence[str], form: str) -> list[Problem]:
    """What is wrong with the values of `--with`, which are to be of this form."""
    return [Problem("--with", f"{each!r} has no '='; write {form}") for each in given if "=" not in each]


def _paired(given: Sequence[str]) -> dict[str, str]:
    """What `--with NAME=VALUE` gives."""
    return {name.strip(): value.strip() for name, _, value in (each.partition("=") for each in given)}


def _structure(game: NormalForm, solution: Solution) -> tuple[Component, ...]:
    """What the components of equilibria are like, as far as that is known and not too long."""
    from playground.equilibrium import components_of

    if (solution.concept != "nash" or not solution.complete or game.n_players != 2
            or len(solution.equilibria) > MOST_DESCRIBED):
        return ()
    try:
        return components_of(game, solution)
    except InputError:
        return ()


def _match(options: argparse.Namespace) -> None:
    document = _document(options)
    given = _repetition(options)
    _check_scripts(document, options.players, options.allow_scripts)
    with Bar("playing") as bar, _as_options():
        result = front.match(document, options.players, **given, progress=bar,
                             allow_scripts=options.allow_scripts)
    shown = result.as_dict()
    if options.json:
        print_json(shown)
        return
    game = document.game
    say(f"{document.title} · {len(result.actions)} turns, seed {shown['seed']}\n")
    print_table(("", "player", "payoff a turn", f"share of {game.players[0].strategies[0]}"), (
        (player.name, name, f"{payoff} ({float(payoff):.4g})", f"{float(cooperation):.1%}")
        for player, name, payoff, cooperation in
        zip(game.players, result.players, result.payoffs, result.cooperation)))
    say()
    if result.forfeit:
        loser = result.forfeit.seat
        say(f"  {game.players[loser].name} forfeits: {result.players[loser]}: {result.forfeit.reason}\n")
    for k, player in enumerate(game.players):
        first = " ".join(str(row[k] + 1) for row in result.actions[:MOST_TURNS])
        say(f"  {player.name}: {first}{' …' if len(result.actions) > MOST_TURNS else ''}")
    for k, player in enumerate(game.players):
        if k == 0 or player.strategies != game.players[0].strategies:
            legend = ", ".join(f"{i} {name}" for i, name in enumerate(player.strategies, start=1))
            say(f"  ({'' if k == 0 else f'{player.name}: '}{legend})")


def _check_scripts(document: GameDocument, players: Sequence[str], allowed: bool) -> None:
    if not allowed and any(name in document.scripts for name in players):
        names = ", ".join(name for name in dict.fromkeys(players) if name in document.scripts)
        raise InputError([Problem("--players", f"{names}: a script of this file; if you trust who wrote it, "
                                               "add --allow-scripts to run it in the sandbox")])


def _tournament(options: argparse.Namespace) -> None:
    from playground.arena import LINEUPS

    document = _document(options)
    given = _repetition(options)
    if (options.players is None) == (options.lineup is None):
        raise InputError([Problem("--players", "name strategies, or a line-up with --lineup; "
                                               f"line-ups: {', '.join(LINEUPS)}")])
    players = options.players
    if players is None:
        try:
            players = LINEUPS[options.lineup].make(document.game)
        except UnknownEntry as problem:
            raise InputError([Problem("--lineup", str(problem))]) from None
    _check_scripts(document, players, options.allow_scripts)
    weights = options.weights.split(",") if options.weights else ()
    with Bar("playing") as bar, _as_options():
        result = front.tournament(document, players, **given, exact=options.exact, weights=weights,
                                  repetitions=_whole(options.repetitions, "--repetitions"),
                                  self_play=options.self_play, progress=bar,
                                  allow_scripts=options.allow_scripts)
    if options.json:
        print_json(result.as_dict())
        return
    say(f"{document.title} · {len(players)} strategies, "
        f"{'expected payoffs' if result.exact else f'seed {result.seed}'}\n")
    print_table(("", "strategy", "payoff a turn", "standard error", "how"), (
        (str(place), result.players[k], f"{float(result.mean[k] or 0):.6g}",
         f"± {result.mean_errors[k]:.2g}" if result.mean_errors[k] else "",
         ", ".join(sorted({kind for kind in result.kinds[k] if kind})))
        for place, k in enumerate(result.ranking, start=1)))
    for k, reason in result.forfeits.items():
        say(f"  {result.players[k]} is out: {reason}")


def _repetition(options: argparse.Namespace) -> dict[str, Any]:
    """What of a repeated game, and of its luck, is given."""
    turns = None if options.turns is None else _whole(options.turns, "--turns")
    seed = None if options.seed is None else _whole(options.seed, "--seed")
    if turns is not None and options.continuation is not None:
        raise InputError([Problem("--turns", "give either --turns or --continuation, not both")])
    return {"turns": turns, "continuation": options.continuation, "noise": options.noise, "seed": seed}


def _evolve(options: argparse.Namespace) -> None:
    document = _document(options)
    from playground.evolution.finite import FinitePath
    from playground.evolution.population import KINDS

    start: Any = None
    if options.start is not None:
        start = [part.split(",") for part in options.start.split(":")]
    with Bar("evolving") as bar, _as_options():
        seed = None if options.seed is None else _whole(options.seed, "--seed")
        result = front.evolve(document, options.dynamic, start, options.time, seed=seed, progress=bar)
    shown = result.as_dict()
    if options.json:
        print_json(shown)
        return
    populations = document.game.players[:KINDS.index(result.structure) + 1]
    several = len(populations) > 1
    names = [f"{player.name}: {name}" if several else name
             for player in populations for name in player.strategies]
    drawn = f" of {result.population:,}, seed {result.seed}" if isinstance(result, FinitePath) else ""
    say(f"{document.title} · {options.dynamic}, {result.structure} population{'s' if several else ''}"
        f"{drawn}\n")
    print_table(("time", *names), (
        (f"{result.times[i]:g}", *(f"{share:.4f}" for share in result.shares[i]))
        for i in range(0, len(result.times), max(1, len(result.times) // 10))))
    if isinstance(result, FinitePath):
        _say_exact(names, result)
    else:
        _say_rest(names, result)
    if result.note:
        say(f"\n{result.note}")


def _say_rest(names: Sequence[str], result: EvolutionResult) -> None:
    if result.rest_points:
        say("\nRest points:\n")
        print_table((*names, "kind"), (
            (*(share if point.exact else f"{share:.6g}" for share in point.at), point.kind)
            for point in result.rest_points))
    for continuum in result.continua:
        ends = " to ".join(f"({', '.join(map(str, vertex))})" for vertex in continuum.vertices)
        say(f"  every state from {ends}")


def _say_exact(names: Sequence[str], result: FinitePath) -> None:
    """What is known of a finite population without chance."""
    if result.fixation:
        say("\nOne mutant of a row takes over residents of a column with the probability:\n")
        print_table(("", *names), ((name, *(f"{chance:.6g}" for chance in row))
                                   for name, row in zip(names, result.fixation.takes_over)))
    if result.stationary:
        rare = ", where mutants are rare" if result.stationary.method == "rare mutants" else ""
        say(f"\nMean shares in the long run{rare}:\n")
        print_table(names, [[f"{share:.6g}" for share in result.stationary.shares]])


def _convert(options: argparse.Namespace) -> None:
    from playground.files import encode, latex_document, nfg_remarks, save, write_atomically

    document = _load(options.source)
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


def _find(options: argparse.Namespace) -> None:
    from playground.equilibrium import summary
    from playground.practice import WISHES, describe, wish_of

    problems = _unpaired(options.features, "FEATURE=VALUE, such as pure=2")
    if options.exam and Path(options.exam).suffix.lower() not in (".pdf", ".tex"):
        problems.append(Problem("--exam", "end the file name with .pdf or .tex"))
    if problems:
        raise InputError(problems)
    count, seed = _whole(options.count, "--count"), _whole(options.seed, "--seed")
    low, high = (None if text is None else _whole(text, f"--{place}")
                 for text, place in ((options.low, "low"), (options.high, "high")))
    with Bar("looking for games") as bar, _as_options():
        wish = wish_of(options.wish, _shape(options.shape), low, high, _paired(options.features))
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
        with _qt():
            from playground.app.exam import exam_pdf
        return exam_pdf(games, title, solutions, bar)


def _tour(options: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with _qt():
        from playground.app.tour import run
    try:
        run(Path(options.folder))
    except OSError as error:
        why = f"the pictures cannot be written ({error.strerror or error}); choose another folder"
        raise InputError([Problem(options.folder, why)]) from None


def _load(name: str) -> GameDocument:
    """The game of that name. What its reader had to change is told on stderr."""
    from playground.files import load

    document = load(_path(name))
    for remark in document.remarks:
        say(f"playground: note: {remark}", file=sys.stderr)
    return document


def _document(options: argparse.Namespace) -> GameDocument:
    """The opened game, with every `--set NAME=VALUE` applied."""
    from playground.game.edits import set_parameter

    document = _load(options.file)
    game = document.game
    problems: list[Problem] = []
    for setting in options.set:
        name, sign, value = setting.partition("=")
        if not sign:
            problems.append(Problem("--set", f"{setting!r} has no '='; write NAME=VALUE, such as b=3"))
            continue
        try:
            game = set_parameter(game, name.strip(), value)
        except InputError as error:
            problems += [Problem(f"--set {name}", problem.message) for problem in error.problems]
    if problems:
        raise InputError(problems)
    return replace(document, game=game)


@contextmanager
def _as_options() -> Iterator[None]:
    """Name the places of problems as the options they came in by."""
    try:
        yield
    except InputError as error:
        raise InputError([replace(problem, place=OPTIONS.get(problem.place.partition("[")[0], problem.place))
                          for problem in error.problems]) from None


def _whole(text: str, place: str) -> int:
    value = front.fraction(text, place)
    if value.denominator != 1:
        raise InputError([Problem(place, f"{text} is not a whole number")])
    return value.numerator


# --- the grammar of the command line --------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """argparse with our form of errors: one line, the place first."""

    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix("playground").strip()
        if message.startswith("argument "):
            place, _, message = message.removeprefix("argument ").partition(": ")
        elif message.startswith("the following arguments are required: "):
            place, message = message.removeprefix("the following arguments are required: "), "missing"
            choices = [", ".join(action.choices) for action in self._actions
                       if action.metavar == place and action.choices and not action.option_strings]
            message += f", one of {choices[0]}" if choices else ""
        elif message.startswith("unrecognized arguments: "):
            place, message = message.removeprefix("unrecognized arguments: "), "not expected here"
        else:
            place = command
        raise InputError([Problem(place, f"{message}; type {self.prog} --help")])


def _parser() -> _Parser:
    parser = _Parser(prog="playground", description=ABOUT, allow_abbrev=False,
                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=f"playground {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    for name, (summary, arguments, run, examples) in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=summary, allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog="examples:\n" + "\n".join(f"  playground {name} {example}" for example in examples))
        arguments(command)
        command.set_defaults(run=run)
    return parser


def _json(parser: _Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON value instead of a table")


def _file(parser: _Parser) -> None:
    parser.add_argument("file", metavar="FILE",
                        help="a .game.json, .nfg or .efg file, or a library game's name")
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[],
                        help="give a parameter of the game another value; may be repeated")
    _json(parser)


def _list_arguments(parser: _Parser) -> None:
    parser.add_argument("what", metavar="WHAT", help=f"one of {', '.join(LISTS)}", choices=LISTS)
    _json(parser)


def _solve_arguments(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("--concept", default="nash", help="see playground list concepts (default: nash)")
    parser.add_argument("--method", default="exact",
                        help="how Nash equilibria are found; see playground list methods (default: exact)")
    parser.add_argument("--with", metavar="NAME=VALUE", dest="options", action="append", default=[],
                        help="an option of the concept, such as lambda=2 for quantal; may be repeated")


def _match_arguments(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("--players", metavar="NAME", nargs="+", required=True,
                        help="a strategy for each player: one of the file's own, or see playground list "
                             "strategies")
    _repetition_arguments(parser)
    _scripts_argument(parser)


def _scripts_argument(parser: _Parser) -> None:
    parser.add_argument("--allow-scripts", action="store_true",
                        help="let the file's own scripts run, in a sandbox")


def _repetition_arguments(parser: _Parser) -> None:
    parser.add_argument("--turns", metavar="N", help="play N turns")
    parser.add_argument("--continuation", metavar="D", help="after each turn, go on with probability D")
    parser.add_argument("--noise", metavar="E", help="probability that a choice is replaced by another")
    parser.add_argument("--seed", metavar="S", help="a whole number; the same seed plays the same matches")


def _tournament_arguments(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("--players", metavar="NAME", nargs="+",
                        help="strategies; see playground list strategies")
    parser.add_argument("--lineup", metavar="NAME", help="a line-up; see playground list lineups")
    parser.add_argument("--exact", action="store_true",
                        help="work out expected payoffs where both are automata; simulate the others")
    parser.add_argument("--repetitions", metavar="K", default="10", help="matches of each pair (default: 10)")
    parser.add_argument("--self-play", action="store_true", help="count matches against itself, too")
    parser.add_argument("--weights", metavar="W,W,…", help="how often each player is met, a number each")
    _repetition_arguments(parser)
    _scripts_argument(parser)


def _evolve_arguments(parser: _Parser) -> None:
    _file(parser)
    parser.add_argument("--dynamic", default="replicator",
                        help="see playground list dynamics (default: replicator)")
    parser.add_argument("--from", dest="start", metavar="SHARES",
                        help="the shares at the start, such as 1/2,1/4,1/4; two populations: 1/2,1/2:1/3,2/3")
    parser.add_argument("--time", metavar="T", default="20",
                        help="how long; of a finite population, in generations (default: 20)")
    parser.add_argument("--seed", metavar="S",
                        help="a whole number; the same seed gives the same way of a finite population")


def _convert_arguments(parser: _Parser) -> None:
    parser.add_argument("source", metavar="IN", help="a game file, or a library game's name")
    parser.add_argument("target", metavar="OUT",
                        help="the file to write: NAME.game.json, NAME.nfg or NAME.tex")


def _find_arguments(parser: _Parser) -> None:
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
    _json(parser)


def _tour_arguments(parser: _Parser) -> None:
    parser.add_argument("folder", metavar="DIR", help="where the pictures go; made when missing")


Command = tuple[str, Callable[[_Parser], None], Callable[[argparse.Namespace], None], tuple[str, ...]]
COMMANDS: dict[str, Command] = {
    "list": ("Print a catalogue: games, concepts, methods, strategies, dynamics, wishes or features.",
             _list_arguments, _list, ("games", "strategies --json")),
    "solve": ("Find the equilibria of a game, or another solution concept.", _solve_arguments, _solve,
              ("stag-hunt", "prisoners-dilemma --set R=6", "my-game.nfg --json",
               "travelers-dilemma --concept dominance")),
    "match": ("Play one match between strategies.", _match_arguments, _match,
              ("prisoners-dilemma --players tit-for-tat defector --turns 10",
               "stag-hunt --players grim random --continuation 9/10 --noise 1/20 --seed 1")),
    "tournament": ("Play everybody against everybody.", _tournament_arguments, _tournament,
                   ("prisoners-dilemma --lineup four --turns 200",
                    "prisoners-dilemma --lineup automata --exact --continuation 1 --noise 1/100 --json",
                    "stag-hunt --players tit-for-tat grim fictitious-play --noise 1/20 --seed 1")),
    "evolve": ("Follow how a population's shares of strategies change.", _evolve_arguments, _evolve,
               ("hawk-dove --from 9/10,1/10", "rock-paper-scissors --from 1/2,1/4,1/4 --time 40 --json",
                "stag-hunt --dynamic moran:population=50,strength=1/10 --seed 1")),
    "convert": ("Write a game in another file format.", _convert_arguments, _convert,
                ("stag-hunt stag-hunt.nfg", "old.nfg new.game.json", "tree.efg table.nfg")),
    "find": ("Find games with wished properties, for exercises and exams.", _find_arguments, _find,
             ("--wish three-rounds", "--shape 3x3 --with equilibria=1 fully-mixed=yes denominator=6 --seed 7",
              "--wish one-mixed --count 10 --exam exam.pdf")),
    "tour": ("Walk through every page of the app and save a picture of each.", _tour_arguments, _tour,
             ("tour/",)),
}
