r"""A game and its equilibria as LaTeX, for a paper or an exam sheet; it needs no special packages."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from playground.files.csv_table import Cell
from playground.game import NormalForm

_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
            "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}",
            ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}", "−": "-",
            "·": r"\textperiodcentered{}"}
# What the words beside numbers have, and LaTeX does not know as letters.
_SYMBOLS = {"≈": r"$\approx$", "±": r"$\pm$", "×": r"$\times$", "…": r"\dots{}", "λ": r"$\lambda$",
            "δ": r"$\delta$", "τ": r"$\tau$"}


def latex(text: str) -> str:
    """Text as LaTeX shows it: special signs escaped, control characters left out."""
    return "".join(_SPECIAL.get(c, c) for c in text if unicodedata.category(c)[0] != "C")


def latex_number(value: Fraction | float) -> str:
    """An exact number for mathematical mode; a float to six figures."""
    if not isinstance(value, Fraction):
        return f"{value:.6g}"
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def latex_table(game: NormalForm, underlined: bool = True) -> str:
    """The payoff table as `tabular`, with best responses `underlined`; of more than two players one for each
    choice of the others, of one player one column."""
    from playground.equilibrium import best_responses

    best = [best_responses(game, k) & underlined for k in range(game.n_players)]
    tables = []
    for others in itertools.product(*map(range, game.shape[2:])):
        caption = ", ".join(f"{latex(game.players[k].name)}: {latex(game.players[k].strategies[i])}"
                            for k, i in enumerate(others, start=2))
        tables.append((f"{caption}\n\n" if caption else "") + _table(game, best, others))
    return "\n\n".join(tables) + "\n"


def _table(game: NormalForm, best: Sequence[Any], others: tuple[int, ...]) -> str:
    rows = game.players[0].strategies
    columns = game.players[1].strategies if game.n_players > 1 else ("",)
    count = len(columns)
    lines = [rf"\begin{{tabular}}{{rr|{'c|' * count}}}"]
    empty = r"\multicolumn{2}{c}{} & "
    if game.n_players > 1:
        lines.append(rf"{empty}\multicolumn{{{count}}}{{c}}{{{latex(game.players[1].name)}}} \\")
        names = " & ".join(rf"\multicolumn{{1}}{{c}}{{{latex(name)}}}" for name in columns)
        lines.append(rf"{empty}{names} \\ \cline{{3-{count + 2}}}")
    else:
        lines.append(r"\cline{3-3}")
    for i, name in enumerate(rows):
        cells = []
        for j in range(count):
            at = (i, j, *others) if game.n_players > 1 else (i,)
            payoffs = [latex_number(game.payoff(k, at)) for k in range(game.n_players)]
            cells.append("$" + ",\\, ".join(rf"\underline{{{text}}}" if best[k][at] else text
                                            for k, text in enumerate(payoffs)) + "$")
        who = latex(game.players[0].name) if i == 0 else ""
        lines.append(rf"{who} & {latex(name)} & {' & '.join(cells)} \\ \cline{{3-{count + 2}}}")
    lines.append(r"\end{tabular}")
    return "\n".join(lines)


def latex_equilibria(game: NormalForm, solution: Any) -> str:
    """The equilibria of a solution as `tabular`: each player's mixture and the payoffs, and what is known of
    the list below it."""
    heads = " & ".join([*(latex(player.name) for player in game.players), "payoffs"])
    lines = [rf"\begin{{tabular}}{{{'l' * (game.n_players + 1)}}}", rf"\hline {heads} \\ \hline"]
    for each in solution.equilibria:
        cells = [_mixture(player.strategies, strategy)
                 for player, strategy in zip(game.players, each.profile)]
        payoffs = ",\\, ".join(map(latex_number, each.payoffs))
        lines.append(" & ".join([*cells, f"${payoffs}$"]) + r" \\")
    lines += [r"\hline", r"\end{tabular}"]
    return "\n".join(lines) + f"\n\n{latex(solution.message)}\n"


def _mixture(names: Sequence[str], strategy: Sequence[Any]) -> str:
    played = [(p, latex(name)) for p, name in zip(strategy, names) if p]
    if len(played) == 1:
        return played[0][1]
    return " $+$ ".join(f"${latex_number(p)}$ {name}" for p, name in played)


def latex_rows(rows: Sequence[Sequence[Cell]]) -> str:
    """Rows as `tabular`, the heading first: the numbers behind a picture."""
    head, *body = rows
    numbers = [all(not isinstance(row[k], str) for row in body) for k in range(len(head))]
    lines = [" & ".join(map(_cell, row)) + r" \\" for row in body]
    return "\n".join([rf"\begin{{tabular}}{{{''.join('r' if number else 'l' for number in numbers)}}}",
                      " & ".join(map(_cell, head)) + r" \\", r"\hline", *lines, r"\end{tabular}", ""])


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return "".join(_SYMBOLS.get(c) or latex(c) for c in cell)
    return "" if cell is None else f"${latex_number(Fraction(cell) if isinstance(cell, int) else cell)}$"


def latex_document(title: str, game: NormalForm, solution: Any) -> str:
    """A whole file that compiles as it is: the table and, where there is one, the solution."""
    body = [rf"\section*{{{latex(title)}}}", latex_table(game)]
    if solution is not None:
        body.append(latex_equilibria(game, solution))
    return latex_file(body)


def latex_file(body: Sequence[str]) -> str:
    """A whole file of these lines, with all that the texts of this module need."""
    return "\n".join([r"\documentclass{article}", r"\usepackage{amsmath}", r"\usepackage[T1]{fontenc}",
                      r"\begin{document}", *body, r"\end{document}", ""])
