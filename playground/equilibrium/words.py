"""Results in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction

from playground.equilibrium.best_response import gains
from playground.equilibrium.solution import Solution
from playground.equilibrium.strict_pair import strict_pair
from playground.game import NormalForm

_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
LONGEST_NUMBER = 15  # characters


def explain(game: NormalForm, profile: Sequence[int]) -> str:
    """Why a pure profile is, or is not, a Nash equilibrium: what each player would gain by a change of
    their own alone. `profile`: one strategy index a player."""
    tempted, tied = [], []
    for k, player in enumerate(game.players):
        gain = gains(game, k, profile)
        most = max(gain)
        if most > 0:
            tempted.append(f"{player.name} would gain {game.number_text(most)} by switching to "
                           f"{listed([player.strategies[i] for i, g in enumerate(gain) if g == most], 'or')}")
            continue
        ties = [player.strategies[i] for i, g in enumerate(gain) if not g and i != profile[k]]
        if ties:
            tied.append(f"{player.name} would lose nothing by switching to {listed(ties, 'or')}")
    if tempted:
        return "; ".join(tempted) + "."
    if game.n_players == 1:
        return f"{game.players[0].name} can do no better" + (f"; {tied[0]}." if tied else ".")
    if tied:
        return "A Nash equilibrium: nobody gains by switching alone. " + "; ".join(tied) + "."
    return "A strict Nash equilibrium: whoever switches alone loses."


def quoted(name: str) -> str:
    """A name beside numbers: one that is a number itself in quotation marks, as in `8/9 “9”`."""
    return f"“{name}”" if name[:1].isdigit() else name


def typeset(text: str) -> str:
    """A plain text with the signs that are printed: true minus signs, a dot for the product."""
    text = text.replace(" - ", "\u00a0−\u00a0")
    return re.sub(r"(?<=[\d)])\*(?=[pq(])", "·", re.sub(r"(?<![\w.)])-(?=\d)", "−", text))


def amount(game: NormalForm, value: Fraction) -> str:
    """An exact number as the game's author writes numbers; a long one is rounded, and says so."""
    text = game.number_text(value)
    return text if len(text) <= LONGEST_NUMBER else f"≈ {approximate(value, 6)}"


def approximate(value: Fraction, digits: int) -> str:
    """A number to so many significant places, also where it is beyond what a float holds."""
    try:
        return f"{float(value):.{digits}g}"
    except OverflowError:
        with localcontext(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN):
            return f"{Decimal(value.numerator) / Decimal(value.denominator):.{digits}g}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def counted(count: int, one: str, many: str = "") -> str:
    """`1 equilibrium`, `3 equilibria`; an `s` more where `many` is not given."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def mixture(names: Sequence[str], strategy: Sequence[object]) -> str:
    """A mixed strategy in words: `3/4 Stag + 1/4 Hare`; a pure one is its name alone. Floats are rounded."""
    played = [(text, name) for text, name in zip(map(rounded, strategy), names) if text != "0"]
    return played[0][1] if len(played) == 1 else " + ".join(f"{p} {quoted(name)}" for p, name in played)


def rounded(number: object) -> str:
    """An exact number as it is; a float to four decimals."""
    return f"{round(number, 4):g}" if isinstance(number, float) else str(number)


def summary(game: NormalForm, solution: Solution) -> str:
    """One line on the Nash equilibria that were found, claiming no more than is known."""
    pure = sum(each.kind == "pure" for each in solution.equilibria)
    mixed = len(solution.equilibria) - pure
    if game.n_players == 1:
        return f"{game.players[0].name} decides alone: {_count(pure, 'best choice')}."
    parts = [_count(pure, "pure equilibrium")] if pure or not mixed else []
    if mixed:
        parts.append(_count(mixed, "mixed") if pure else _count(mixed, "mixed equilibrium"))
    line = " and ".join([parts[0], *map(_lower, parts[1:])])
    if any(len(component) > 1 for component in solution.components):
        count = len(solution.components)
        line = (f"Infinitely many equilibria, between {_lower(line)}" if count == 1 else
                f"Infinitely many equilibria, in {count:,} components with these corners: {_lower(line)}")
    if solution.concept == "pure":
        line += "; mixed ones not counted"
    elif not solution.complete:
        line += "; there may be more"
    return line + _favourite(game, solution) + "."


def _favourite(game: NormalForm, solution: Solution) -> str:
    """In a 2×2 game with two strict equilibria: which is better for both, and which risk-dominates."""
    pair = strict_pair(game) if solution.complete else None
    if pair is None:
        return ""
    parts = [f"{named(game, pair.profiles[at])} {what}"
             for at, what in ((pair.payoff_dominant, "is better for both"),
                              (pair.risk_dominant, "risk-dominates")) if at is not None]
    return "; " + ", ".join(parts) if parts else ""


def named(game: NormalForm, profile: Sequence[int]) -> str:
    """`Stag` where all play the strategy of that name, otherwise `Stag, Hare`."""
    names = game.profile_names(profile)
    return names[0] if len(set(names)) == 1 else ", ".join(names)


def _count(number: int, what: str) -> str:
    word = _COUNTS[number] if number < len(_COUNTS) else f"{number:,}"
    if number != 1 and what != "mixed":
        what = what.replace("equilibrium", "equilibria").replace("choice", "choices")
    return f"{word} {what}"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
