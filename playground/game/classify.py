"""What the textbook calls a 2×2 game: computed from its numbers, never from its title.

Only the order of each player's payoffs counts, and names of strategies and players do not. A game that
is symmetric in these orders is read as R (both play the first strategy), S (alone in playing it), T
(alone in not playing it) and P (nobody plays it), the first strategy being the one with R ≥ P. Names as
in Rapoport, Guyer and Gordon (1976), The 2×2 Game, and Bruns (2015), Names for Games, Games 6(4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from playground.game.normal_form import NormalForm

Table = tuple[tuple[int, int], tuple[int, int]]  # ranks, own strategies as rows

TITLES = {
    "prisoners-dilemma": "Prisoner’s Dilemma", "stag-hunt": "Stag Hunt", "chicken": "Chicken (Hawk–Dove)",
    "battle-of-the-sexes": "Battle of the Sexes", "hero": "Hero",
    "pure-coordination": "Pure Coordination", "coordination": "Coordination game", "harmony": "Harmony",
    "deadlock": "Deadlock", "matching-pennies": "Matching Pennies",
}
# Words of a title that promise a game, and the names that keep the promise.
_PROMISES = (
    (r"prisoner", {"prisoners-dilemma"}), (r"stag hunt|assurance", {"stag-hunt"}),
    (r"chicken|hawk.dove", {"chicken"}),
    (r"battle of the sexes|bach or stravinsky|^leader\b", {"battle-of-the-sexes"}),
    (r"matching pennies", {"matching-pennies"}), (r"deadlock", {"deadlock"}), (r"harmony", {"harmony"}),
    (r"pure coordination", {"pure-coordination"}), (r"^hero\b", {"hero"}),
)


@dataclass(frozen=True)
class Classification:
    """`name` is stable, `title` for people, `sentence` says it of the numbers at hand."""

    name: str
    title: str
    alike: bool = False  # only best answers are as in that game, and payoffs are not

    @property
    def named(self) -> str:
        """The title as a sentence has it: "Chicken", "a Stag Hunt"."""
        plain = self.name in ("chicken", "hero", "harmony", "deadlock", "matching-pennies",
                              "pure-coordination")
        return self.title if plain else f"a {self.title}"

    @property
    def sentence(self) -> str:
        return f"Best answers are as in {self.named}." if self.alike else f"These numbers are {self.named}."


def classify(game: NormalForm) -> Classification | None:
    """The textbook's name for a 2×2 game; None for other sizes, and for numbers that have none."""
    if game.shape != (2, 2):
        return None
    one, two = _table(game.payoffs[0].tolist()), _table(game.payoffs[1].T.tolist())
    name = _symmetric_name(one, two) or _general_name(one, two)
    return Classification(name, TITLES[name], name == "matching-pennies" and not _is_constant_sum(game)
                          ) if name else None


def _is_constant_sum(game: NormalForm) -> bool:
    return len({*game.payoffs.sum(axis=0).flat}) == 1


def disagrees(title: str, game: NormalForm) -> str:
    """A warning where the title promises a classic 2×2 game that the numbers are not; otherwise empty."""
    if game.shape != (2, 2):
        return ""
    words = title.casefold().replace("’", "'")
    for pattern, names in _PROMISES:
        if re.search(pattern, words):
            found = classify(game)
            if found is not None and found.name in names:
                return ""
            promised = TITLES[min(names)]
            now = f"they are {found.named}" if found else "they have no textbook name"
            return f"The title says {promised}, but these numbers are not: {now}."
    return ""


def _table(rows: Sequence[Sequence[Fraction]]) -> Table:
    """A player's payoffs, own strategies as rows, as ranks from the lowest, 0."""
    order = sorted({payoff for row in rows for payoff in row})
    (a, b), (c, d) = [[order.index(payoff) for payoff in row] for row in rows]
    return (a, b), (c, d)


def _symmetric_name(one: Table, two: Table) -> str:
    """The name of a game that is symmetric, perhaps after exchanging one player's strategies."""
    for other in (two, _turned(two)):
        mine = one if other is two else ((one[0][1], one[0][0]), (one[1][1], one[1][0]))
        if mine == other:
            (r, s), (t, p) = mine
            if r < p:
                r, s, t, p = p, t, s, r
            if name := _name(r, s, t, p) or (_name(p, t, s, r) if r == p else ""):
                return name
    return ""


def _turned(table: Table) -> Table:
    """The same player's payoffs with their own strategies exchanged."""
    return table[1], table[0]


def _name(r: int, s: int, t: int, p: int) -> str:
    if t > r > p > s:
        return "prisoners-dilemma"
    if t > r > s > p:
        return "chicken"
    if r > t >= p > s:
        return "stag-hunt"
    if r == p and s == t:
        return "pure-coordination" if r != s else ""
    if r > t and p > s:
        return "coordination"
    if r > max(s, t) and s > p:
        return "harmony"
    if s > r > p > t:
        return "deadlock"  # as usually written: T > P > R > S
    if min(s, t) > r and min(s, t) > p:
        if s == t:
            return "coordination"
        return "battle-of-the-sexes" if t > s or r == p else "hero"
    return ""


def _general_name(one: Table, two: Table) -> str:
    """The name of a game that is not symmetric, by each player's best responses."""
    # For each player: the sign of the gain from strategy 1 over 2, the other playing 1, then 2.
    signs = [tuple(_sign(table[0][j] - table[1][j]) for j in (0, 1)) for table in (one, two)]
    if any(0 in pair for pair in signs):
        return ""
    coordinates = [pair[0] != pair[1] for pair in signs]
    if all(coordinates):
        if signs[0] != signs[1]:
            return "matching-pennies"  # each best response leads on round the square
        places = ((0, 0), (1, 1)) if signs[0] == (1, -1) else ((0, 1), (1, 0))
        gains = [one[places[0][0]][places[0][1]] - one[places[1][0]][places[1][1]],
                 two[places[0][1]][places[0][0]] - two[places[1][1]][places[1][0]]]
        if _sign(gains[0]) * _sign(gains[1]) < 0:
            # Opposed about where to meet: worse apart than at either place, or else Chicken.
            apart = [cell for cell in ((0, 0), (0, 1), (1, 0), (1, 1)) if cell not in places]
            worst = [min(table[i][j] if k == 0 else table[j][i] for i, j in places)
                     for k, table in enumerate((one, two))]
            if all((table[i][j] if k == 0 else table[j][i]) < worst[k]
                   for k, table in enumerate((one, two)) for i, j in apart):
                return "battle-of-the-sexes"
            return ""
        return "coordination"
    if not any(coordinates):  # both have a dominant strategy
        i, j = (0 if signs[0][0] > 0 else 1), (0 if signs[1][0] > 0 else 1)
        if one[1 - i][1 - j] > one[i][j] and two[1 - j][1 - i] > two[j][i]:
            return "prisoners-dilemma"
    return ""


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
