"""The atlas of 2×2 games: the 144 games of strict preferences as a table in which neighbours are alike.

Only the order of each player's payoffs counts: ranks from 1, the worst, to 4, the best. Exchanging rows or
columns renames strategies and leaves the game as it is, so each game is turned until player 1's best outcome
lies in the right column and player 2's in the upper row; that can be done in one way. Player 1 then has
2 · 3! = 12 patterns of ranks and so has player 2: 144 games, 78 if players may be exchanged as well.

Two games are neighbours where one player's two adjacent ranks are exchanged: 1 and 2 (low swap), 2 and 3
(middle), 3 and 4 (high). Low and middle swaps, in turn, lead through six patterns and back to the first, so
the games with both best outcomes in place form a torus of 6×6, a layer; high swaps join the four layers:

    layer 4: both best outcomes in the right column    layer 3: both in the same cell
    layer 1: in opposite corners                       layer 2: both in the upper row

The order of the patterns is that of Bruns (2015): from Chicken by swaps middle, low, middle, low, middle to
the Prisoner's Dilemma; from there by a high swap to the Stag Hunt; and again middle, low, middle, low, middle
to Concord. Player 1's patterns go to the right, player 2's upwards, so that games in one column of the table
share player 1's ranks, games in one row player 2's, and symmetric games lie on the rising diagonal, each
called as its pattern. An asymmetric game is called by both patterns, player 1's first, unless it has a name.

Robinson and Goforth (2005), The Topology of the 2×2 Games: A New Periodic Table. Bruns (2015), Names for
Games: Locating 2×2 Games, Games 6(4). The twelve patterns, their names and order were compared with a
transcription of Bruns's tables in another program, not with the article itself; the signs of two letters were
not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product

from playground.game.normal_form import NormalForm
from playground.problem import InputError, Problem

Ranks = tuple[int, ...]  # of a player at upper left, upper right, lower left, lower right
SIZE = 12  # games a side of the table
HALF = 6  # of a layer
LOW, MIDDLE, HIGH = 1, 2, 3  # a swap exchanges this rank and the next
LAYERS = {1: "the best outcomes lie in opposite corners", 2: "the best outcomes differ by player 2’s choice",
          3: "both players like the same outcome best", 4: "the best outcomes differ by player 1’s choice"}
_HALVES = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1)}  # right or left, upper or lower
_CHICKEN = (2, 3, 1, 4)
_WALK = (MIDDLE, LOW, MIDDLE, LOW, MIDDLE, HIGH, MIDDLE, LOW, MIDDLE, LOW, MIDDLE)


@dataclass(frozen=True, order=True)
class Place:
    """Where a game lies: `layer` 1 to 4, and in it `row` and `column` 1 to 6, from the lower left corner."""

    layer: int
    row: int
    column: int

    def __post_init__(self) -> None:
        if not (1 <= self.layer <= 4 and 1 <= self.row <= HALF and 1 <= self.column <= HALF):
            raise InputError(f"{self.layer}, {self.row}, {self.column} is no place of the atlas")

    @property
    def across(self) -> int:
        """The column of the whole table, 0 to 11: which pattern player 1's ranks have."""
        return _HALVES[self.layer][0] * HALF + self.column - 1

    @property
    def up(self) -> int:
        """The row of the whole table, 0 to 11 from the bottom: which pattern player 2's ranks have."""
        return _HALVES[self.layer][1] * HALF + self.row - 1

    @property
    def is_symmetric(self) -> bool:
        return self.across == self.up

    @property
    def mirrored(self) -> Place:
        """The same game with the players exchanged."""
        return place_of(self.up, self.across)


@dataclass(frozen=True)
class Pattern:
    """A player's ranks: those of a symmetric game. `kind` is what `classify` calls that game, empty where
    it has no name for it."""

    sign: str
    short: str
    title: str
    kind: str


# Names and signs of Bruns (2015), in the order of the walk; Rapoport, Guyer and Gordon (1976), The 2×2 Game,
# call the second Leader. Peace and Concord are kinds of Harmony, Assurance one of Coordination.
PATTERNS = (
    Pattern("Ch", "Chicken", "Chicken", "chicken"),
    Pattern("Ba", "Battle", "Battle of the Sexes", "battle-of-the-sexes"),
    Pattern("Hr", "Hero", "Hero", "hero"),
    Pattern("Cm", "Compromise", "Compromise", ""),
    Pattern("Dl", "Deadlock", "Deadlock", "deadlock"),
    Pattern("Pd", "Prisoner’s Dilemma", "Prisoner’s Dilemma", "prisoners-dilemma"),
    Pattern("Sh", "Stag Hunt", "Stag Hunt", "stag-hunt"),
    Pattern("As", "Assurance", "Assurance", "coordination"),
    Pattern("Co", "Coordination", "Coordination", "coordination"),
    Pattern("Pc", "Peace", "Peace", "harmony"),
    Pattern("Ha", "Harmony", "Harmony", "harmony"),
    Pattern("Nc", "Concord", "Concord", "harmony"),
)

# Asymmetric games that have a name: patterns of the two players (either way round), name, source. Bully was
# compared with Poundstone's text, the Samaritan's Dilemma with the start of Buchanan's only (that helping is
# dominant); Called Bluff could not be compared with Snyder and Diesing's.
NAMED = (
    ("Ha", "Ch", "Samaritan’s Dilemma", "Buchanan (1975), The Samaritan’s Dilemma, the active form"),
    ("Pd", "Ch", "Called Bluff", "Snyder and Diesing (1977), Conflict among Nations"),
    ("Dl", "Ch", "Bully", "Poundstone (1992), Prisoner’s Dilemma"),
)


@dataclass(frozen=True)
class Family:
    """Games with the same kind of pure equilibria."""

    name: str
    title: str
    summary: str


# Of the seven dilemmas one is symmetric; the others are Robinson and Goforth's (2004) alibi games.
FAMILIES = {family.name: family for family in (
    Family("win-win", "Win–win", "one equilibrium, the best outcome for both"),
    Family("one-sided", "One-sided", "one equilibrium, the best outcome for one player only"),
    Family("second-best", "Second-best", "one equilibrium, the best outcome for neither; "
                                         "no outcome is better for both"),
    Family("dilemma", "Dilemma", "one equilibrium, and another outcome is better for both"),
    Family("coordination", "Coordination", "two equilibria, and both players prefer the same one"),
    Family("opposed", "Opposed", "two equilibria, and each player prefers another one"),
    Family("cyclic", "Cyclic", "no pure equilibrium: somebody always wants to change"),
)}


@dataclass(frozen=True)
class Neighbour:
    """What lies where `player` has exchanged the ranks `swap` and `swap` + 1."""

    player: int
    swap: int
    place: Place


# --- places and games ---------------------------------------------------------------------------------


def place_of(across: int, up: int) -> Place:
    """The place in that column and row of the whole table, 0 to 11 from the lower left corner."""
    halves = (across // HALF, up // HALF)
    layer = next((name for name, each in _HALVES.items() if each == halves), 0)
    return Place(layer, up % HALF + 1, across % HALF + 1)


def places() -> Iterator[Place]:
    """All 144, layer by layer, row by row."""
    return (Place(*at) for at in product(range(1, 5), range(1, HALF + 1), range(1, HALF + 1)))


def ranks(place: Place) -> tuple[Ranks, Ranks]:
    """Each player's ranks of the four outcomes."""
    walk = _walk()
    return walk[place.across], _mirrored(walk[place.up])


def at(place: Place, like: NormalForm | None = None) -> NormalForm:
    """The game there, its ranks as payoffs. With `like`, a 2×2 game, rows and columns are turned so that as
    few as possible of that game's preferences change: a neighbour differs by one exchange then."""
    pair = ranks(place)
    if like is not None:
        told = [_flat(like, k) for k in (0, 1)]
        pair = min(_turns(pair), key=lambda turned: sum(_opposed(told[k], turned[k]) for k in (0, 1)))
    return NormalForm.from_arrays(*(((a, b), (c, d)) for a, b, c, d in pair))


def locate(game: NormalForm) -> tuple[Place, ...]:
    """Where a 2×2 game lies: one place where preferences are strict; with ties, the places of all strict
    games that they could be broken into. Raises `InputError` for another size."""
    if game.shape != (2, 2):
        raise InputError([Problem("players", "only a 2×2 game has a place in the atlas")])
    one, two = (_strict(_flat(game, k)) for k in (0, 1))
    return tuple(sorted({_place(mine, theirs) for mine in one for theirs in two}))


def neighbours(place: Place) -> tuple[Neighbour, ...]:
    """The six games a swap away: player 1's low, middle and high swap, then player 2's."""
    found = []
    for player, swap in product((0, 1), (LOW, MIDDLE, HIGH)):
        pair = list(ranks(place))
        pair[player] = _swapped(pair[player], swap)
        found.append(Neighbour(player, swap, _place(*pair)))
    return tuple(found)


# --- what is there ------------------------------------------------------------------------------------


def title(place: Place) -> str:
    """What the game is called."""
    mine, theirs = PATTERNS[place.across], PATTERNS[place.up]
    if place.is_symmetric:
        return mine.title
    named = _named(place)
    return named[2] if named else f"{mine.short}–{theirs.short}"


def words(found: Sequence[Place], most: int = 4) -> str:
    """What `locate` gave: the game's name, or the names between which its ties put it."""
    if len(found) == 1:
        return title(found[0])
    names = [short_title(place) for place in found]
    last = names.pop() if len(names) <= most else f"{len(names) - most + 1} more"
    return f"Between {', '.join(names[:most - 1])} and {last}"


def short_title(place: Place) -> str:
    """The name, or the signs of both patterns where it is made of them."""
    made = not place.is_symmetric and _named(place) is None
    return f"{PATTERNS[place.across].sign}–{PATTERNS[place.up].sign}" if made else title(place)


def source(place: Place) -> str:
    """Where the name comes from."""
    named = _named(place)
    return named[3] if named else "Bruns (2015), Names for Games, Games 6(4)"


def equilibria(place: Place) -> tuple[tuple[int, int], ...]:
    """The ranks (player 1's, player 2's) of each pure equilibrium; none, one or two."""
    one, two = ranks(place)
    return tuple((one[i], two[i]) for i in range(4) if one[i] > one[i ^ 2] and two[i] > two[i ^ 1])


def dominance(place: Place) -> tuple[bool, bool]:
    """Whether each player has a dominant strategy."""
    one, two = ranks(place)
    return (one[0] > one[2]) == (one[1] > one[3]), (two[0] > two[1]) == (two[2] > two[3])


@lru_cache(maxsize=SIZE * SIZE)
def family(place: Place) -> Family:
    found = equilibria(place)
    if not found:
        return FAMILIES["cyclic"]
    if len(found) == 2:
        (a, b), (c, d) = found
        return FAMILIES["coordination" if (a > c) == (b > d) else "opposed"]
    (mine, theirs), = found
    if any(a > mine and b > theirs for a, b in zip(*ranks(place))):
        return FAMILIES["dilemma"]
    best = (mine == 4) + (theirs == 4)
    return FAMILIES[("second-best", "one-sided", "win-win")[best]]


# --- how it is done -----------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _walk() -> tuple[Ranks, ...]:
    """Player 1's twelve patterns, in the table's order."""
    found: list[Ranks] = [_CHICKEN]
    for swap in _WALK:
        found.append(_swapped(found[-1], swap))
    return tuple(found)


def _swapped(given: Ranks, swap: int) -> Ranks:
    return tuple({swap: swap + 1, swap + 1: swap}.get(rank, rank) for rank in given)


def _mirrored(given: Ranks) -> Ranks:
    """The other player's ranks in the symmetric game of this pattern: exchanging the players turns the table
    about its rising diagonal, where both do the same."""
    a, b, c, d = given
    return d, b, c, a


def _place(one: Ranks, two: Ranks) -> Place:
    one, two = next(pair for pair in _turns((one, two)) if 4 in pair[0][1::2] and 4 in pair[1][:2])
    walk = _walk()
    return place_of(walk.index(one), walk.index(_mirrored(two)))


def _turns(pair: tuple[Ranks, Ranks]) -> list[tuple[Ranks, Ranks]]:
    """The same game with rows, columns, both or neither exchanged."""
    orders = ((0, 1, 2, 3), (1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0))
    one, two = pair
    return [(tuple(one[i] for i in order), tuple(two[i] for i in order)) for order in orders]


def _flat(game: NormalForm, player: int) -> list[Fraction]:
    return [game.payoff(player, profile) for profile in product((0, 1), repeat=2)]


def _strict(payoffs: Sequence[Fraction]) -> list[Ranks]:
    """All strict ranks that agree with the payoffs."""
    return [found for found in permutations((1, 2, 3, 4)) if not _opposed(payoffs, found)]


def _opposed(payoffs: Sequence[Fraction], given: Ranks) -> int:
    """How many pairs of outcomes the payoffs order in one way and the ranks in the other."""
    return sum(payoffs[i] > payoffs[j] and given[i] < given[j] for i, j in permutations(range(4), 2))


def _named(place: Place) -> tuple[str, str, str, str] | None:
    signs = {PATTERNS[place.across].sign, PATTERNS[place.up].sign}
    return next((entry for entry in NAMED if {*entry[:2]} == signs), None)
