"""An exam sheet and its solutions: the questions, every answer exact, and both as LaTeX documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playground.equilibrium import Solution, dominated, pure_equilibria, solve, worked
from playground.equilibrium.words import mixture, quoted
from playground.files.latex import latex, latex_equilibria, latex_file, latex_table
from playground.game import NormalForm
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

MOST_WORKED = 20  # equilibria of one game that are worked out line by line
QUESTIONS = (
    "Which strategies are dominated, and by what? Remove strictly dominated strategies, round after round: "
    "what is left?",
    "Mark each player's best responses in the table. Which cells are Nash equilibria?",
    "Find all Nash equilibria, the mixed ones too. What does each player get in them?",
)
_TERMS = re.compile(r"[-+*/()\dpq ]+")  # the sums that `worked` writes


@dataclass(frozen=True)
class Answers:
    """What there is to say to each of `QUESTIONS` about one game, in plain words.

    dominance
        One line or more: the rounds of elimination, what is left, what is dominated weakly.
    cells
        Where the best responses meet.
    solution
        The Nash equilibria.
    working
        Of the first `MOST_WORKED` of them, the lines of `worked`.
    """

    dominance: tuple[str, ...]
    cells: str
    solution: Solution
    working: tuple[tuple[str, ...], ...]

    @property
    def rest(self) -> str:
        """What is said of the equilibria that are not worked out; empty where all are."""
        more = len(self.solution.equilibria) > len(self.working)
        return f"The first {MOST_WORKED} are worked out here; the others go likewise." if more else ""


def answers(game: NormalForm, progress: Progress = silent) -> Answers:
    """The answers to the questions about a game. Raises what `progress` raises."""
    solution = solve(game, progress=progress)
    working = tuple(worked(game, each.profile) for each in solution.equilibria[:MOST_WORKED])
    return Answers(_dominance(game, progress), _cells(game), solution, working)


def heading(games: Sequence[NormalForm], title: str, solutions: bool) -> str:
    """What stands on top of a sheet. Raises `InputError` where there is no game."""
    if not games:
        raise InputError([Problem("games", "an exam needs at least one game")])
    return f"{title}{': solutions' if solutions else ''}"


def exam(games: Sequence[NormalForm], title: str, solutions: bool, progress: Progress = silent) -> str:
    """A LaTeX document that compiles as it is: each game's table and the questions; with `solutions` the best
    responses underlined and every question answered. Raises `InputError` where there is no game."""
    body = [rf"\section*{{{latex(heading(games, title, solutions))}}}"]
    if not solutions:
        body.append("\\noindent Name: \\hrulefill\\par\\bigskip")
    for number, game in enumerate(games, 1):
        progress((number - 1) / len(games), f"game {number}")
        if solutions:
            body += _block(number, game, True, _answered(game, answers(game, progress)))
        else:  # a game and its questions stay on one page
            body += ["\\noindent\\begin{minipage}{\\linewidth}",
                     *_block(number, game, False, map(latex, QUESTIONS)), "\\end{minipage}\\par\\medskip"]
    return latex_file(body)


def _block(number: int, game: NormalForm, underlined: bool, items: Iterable[str]) -> list[str]:
    return [rf"\subsection*{{Game {number}}}", r"\begin{center}",
            latex_table(game, underlined) + r"\end{center}",
            r"\begin{enumerate}", *(rf"\item {item}" for item in items), r"\end{enumerate}"]


def _answered(game: NormalForm, found: Answers) -> tuple[str, str, str]:
    """An answer to each of the questions, in LaTeX."""
    parts = ["The equilibria, and what they pay:", latex_equilibria(game, found.solution).rstrip()]
    for number, lines in enumerate(found.working, 1):
        first, *others = map(_line, lines)
        parts += [rf"\textit{{Equilibrium {number}.}} {first}", *others]
    if found.rest:
        parts.append(found.rest)
    return "\n\n".join(map(latex, found.dominance)), latex(found.cells), "\n\n".join(parts)


def _dominance(game: NormalForm, progress: Progress) -> tuple[str, ...]:
    elimination = solve(game, "dominance", progress=progress)
    found = dominated(game, progress)
    if not found:
        return ("No strategy is dominated, not even weakly.",)
    lines = [*elimination.lines, elimination.message]
    weak = [f"{game.players[each.player].name}’s {quoted(names[each.strategy])} by {mixture(names, each.by)}"
            for each in found if not each.strict for names in [game.players[each.player].strategies]]
    if weak:
        lines.append(f"In the whole game weakly dominated, but not strictly: {'; '.join(weak)}.")
    return tuple(lines)


def _cells(game: NormalForm) -> str:
    cells = [f"({', '.join(game.profile_names(profile))})" for profile in pure_equilibria(game)]
    if not cells:
        return "The best responses are underlined above. They meet in no cell: there is no pure equilibrium."
    return ("The best responses are underlined above. They meet in "
            f"{'this cell' if len(cells) == 1 else 'these cells'}: {', '.join(cells)}.")


def _line(text: str) -> str:
    """A line of `worked`: of what it indents, sums of probabilities are mathematics and indented here too."""
    name, colon, terms = text.strip().rpartition(": ")
    if text.startswith("  ") and colon and _TERMS.fullmatch(terms):
        formula = re.sub(r"([pq])(\d+)", r"\1_{\2}", terms.replace("*", r"\,"))
        return rf"\quad {latex(name)}: ${formula}$"
    return latex(text.strip())
