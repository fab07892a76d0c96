"""The equilibrium map of two parameters: where in their rectangle a two-player game has which equilibria.

What counts as the same is the *form* of the set: which supports its extreme equilibria have, and which of
them hang together. Vertical lines cut the rectangle into strips, and in each strip curves that do not cross
divide it into cells of one form each.

A 2×2 game's form depends on nothing but the signs of its four payoff differences. Where these are linear in
both parameters the curves are straight lines, and strips from one of their crossings to the next make the map
exact everywhere. For all other games the map is exact on many vertical lines: there the form changes where
`parameter_map` says. Between neighbouring lines with the same forms the cells are joined; between others the
place of the change is narrowed down.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from playground.equilibrium.nash import connected_components, extreme_equilibria
from playground.equilibrium.parameter_map import Piece, between, check, parameter_map, support_pairs
from playground.equilibrium.words import listed, quoted
from playground.game import Expression, ExpressionError, NormalForm, Profile, edits, terms
from playground.game.polynomial import Root, polynomial, roots
from playground.game.terms import Terms
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

Supports = tuple[tuple[int, ...], tuple[int, ...]]
Point = tuple[Fraction, Fraction]
Range = tuple[Fraction, Fraction]
Factor = tuple[tuple[tuple[str, ...], Fraction], ...]  # terms, in the order of `terms.primitive`
WORK = 4000  # lines times pairs of supports: how many lines a game gets
FEWEST, MOST = 24, 160  # lines
NARROW = 2000  # part of the rectangle's width to which a change is narrowed down
MOST_NAMED = 3  # equilibria of a kind that are named in words, "and 4 more"
UNEVEN = Fraction(5, 11)  # where a gap is cut: its middle is more often a special value


@dataclass(frozen=True)
class Form:
    """What equilibria there are: the components, each the pairs of supports of its extreme equilibria."""

    components: tuple[tuple[Supports, ...], ...]

    def words(self, game: NormalForm) -> str:
        """`pure (Stag, Stag) and (Hare, Hare), one mixed over all`."""
        single = [group[0] for group in self.components if len(group) == 1]
        pure = [_played(game, each) for each in single if all(len(support) == 1 for support in each)]
        mixed = [each for each in single if any(len(support) > 1 for support in each)]
        parts = [f"pure {_some(pure)}"] if pure else []
        if mixed and all(tuple(map(len, each)) == game.shape for each in mixed):
            parts.append("one mixed over all")
        elif mixed:
            parts.append(f"mixed {_some([_played(game, each) for each in mixed])}")
        parts += [f"infinitely many between {_some([_played(game, each) for each in dict.fromkeys(group)])}"
                  for group in self.components if len(group) > 1]
        return ", ".join(parts)


@dataclass(frozen=True)
class Curve:
    """Where a player is as well off with one strategy as with another: the zeros of `terms`, in the two
    parameters alone. `equation` says so with the names of all parameters, as in `R = T`."""

    terms: Factor
    equation: str

    def value(self, values: Mapping[str, Fraction]) -> Fraction:
        """Zero on the curve."""
        return terms.put_in(dict(self.terms), values).get((), Fraction(0))


@dataclass(frozen=True)
class Area:
    """A connected part of the rectangle with one form, the index of one of `RegionMap.forms`. `sample` is a
    point inside where it is sure to hold."""

    form: int
    sample: Point


@dataclass(frozen=True)
class Strip:
    """From `left` to `right`, cells above each other.

    heights
        Where the cells end at the left and at the right, upwards: the floor first, the ceiling last.
    curves
        Of each border between two cells the index of its curve, None of others than payoff differences.
    areas
        Of each cell the index of its area.
    """

    left: Fraction
    right: Fraction
    heights: tuple[tuple[Fraction, Fraction], ...]
    curves: tuple[int | None, ...]
    areas: tuple[int, ...]


@dataclass(frozen=True)
class RegionMap:
    """exact
        Whether all borders are straight lines, found exactly.
    lines
        If not, where the vertical lines are on which borders are exact (to 2⁻⁶⁰ where they are not
        rational); they are joined between them, and an area that lies between two lines whole is not seen.

    What holds on a border itself the map does not say: there the set may be another one than on both sides.
    """

    parameters: tuple[str, str]
    across: Range
    up: Range
    exact: bool
    lines: tuple[Fraction, ...]
    forms: tuple[Form, ...]
    areas: tuple[Area, ...]
    curves: tuple[Curve, ...]
    strips: tuple[Strip, ...]

    def area_at(self, x: Fraction | float, y: Fraction | float) -> Area | None:
        """The area a point lies in; one on a border belongs to a neighbour. None outside of the rectangle."""
        if not (self.across[0] <= x <= self.across[1] and self.up[0] <= y <= self.up[1]):
            return None
        strip = next(strip for strip in self.strips if x <= strip.right)
        part = (Fraction(x) - strip.left) / (strip.right - strip.left)
        below = sum(a + (b - a) * part <= y for a, b in strip.heights[1:-1])
        return self.areas[strip.areas[below]]


def region_map(game: NormalForm, x: str, y: str, across: Range, up: Range, progress: Progress = silent
               ) -> RegionMap:
    """The map of the parameters `x`, from left to right over `across`, and `y`, upwards over `up`; the others
    keep their values. Raises `InputError` where `parameter_map` does."""
    for name, (low, high) in ((x, across), (y, up)):
        check(game, name, low, high)
    if x == y:
        raise InputError([Problem("parameter", f"the map needs two parameters; {x!r} is given twice")])
    curves, linear = _curves(game, x, y)
    maker = _Lines if linear and game.shape == (2, 2) else _Sweep
    made = maker(game, (x, y), across, up, curves)
    slices = made.slices(progress)
    return _assembled(made, slices, exact=maker is _Lines)


# --- payoff differences -----------------------------------------------------------------------------


def _curves(game: NormalForm, x: str, y: str) -> tuple[list[Curve], bool]:
    """Where payoff differences that are polynomials in x and y are zero, and whether all are, and products of
    linear ones at most, as far as that is seen at once."""
    expressions = {parameter.name: parameter.value for parameter in game.parameters}

    def symbol(name: str) -> Terms:
        expression = expressions[name]
        return terms.expanded(expression, symbol) if expression.names else {(name,): Fraction(1)}

    def number(name: str) -> Terms:
        expression = expressions[name]
        if name in (x, y):
            return {(name,): Fraction(1)}
        return terms.expanded(expression, number) if expression.names else terms.constant(game.values[name])

    others = {name: value for name, value in game.values.items() if name not in (x, y)}
    found: dict[Factor, str] = {}
    linear = True
    for player in (0, 1):
        table = game.cells[0] if player == 0 else game.cells[1].T
        for column in table.T:
            for one, two in combinations([getattr(cell, "last", cell) for cell in column], 2):
                factors = _factors(_difference(one, two, number))
                if factors is None or any(terms.degree(dict(each)) > 1 for each in factors):
                    linear = False
                named = {_factor(terms.put_in(dict(each), others)): terms.equation(dict(each))
                         for each in _factors(_difference(one, two, symbol)) or ()}
                for each in factors or ():
                    plain = terms.equation(dict(each))
                    found.setdefault(each, min(named.get(each, plain), plain, key=len))
    return [Curve(*each) for each in found.items()], linear


def _factor(given: Terms) -> Factor:
    return tuple(terms.primitive(given).items()) if given else ()


def _factors(given: Terms | None) -> list[Factor] | None:
    """Terms that are zero where the given ones are: each name that is a factor of all, and the rest. Numbers
    are left out."""
    if given is None:
        return None
    common = [name for name in sorted({name for product in given for name in product})
              if all(name in product for product in given)]
    rest = given
    while shared := next((name for name in common if all(name in product for product in rest)), None):
        rest = {_without(product, shared): coefficient for product, coefficient in rest.items()}
    found = [_factor({(name,): Fraction(1)}) for name in common]
    return [*found, *([_factor(rest)] if terms.degree(rest) else [])]


def _without(product: tuple[str, ...], name: str) -> tuple[str, ...]:
    at = product.index(name)
    return product[:at] + product[at + 1:]


def _difference(one: Expression, two: Expression, of: Callable[[str], Terms]) -> Terms | None:
    try:
        return terms.difference(terms.expanded(one, of), terms.expanded(two, of))
    except ExpressionError:
        return None


# --- slices: strips whose areas are not known yet ---------------------------------------------------


@dataclass(frozen=True)
class _Slice:
    """Like `Strip`; `samples` are points inside, where the cells' forms are known to be right."""

    left: Fraction
    right: Fraction
    heights: tuple[Range, ...]
    curves: tuple[int | None, ...]
    forms: tuple[Form, ...]
    samples: tuple[Point, ...]


class _Maker:
    def __init__(self, game: NormalForm, names: tuple[str, str], across: Range, up: Range,
                 curves: list[Curve]) -> None:
        self.game, self.names, self.across, self.up, self.curves = game, names, across, up, curves
        self.lines: list[Fraction] = []

    def game_at(self, point: Point) -> NormalForm:
        return edits.set_parameters(self.game, {name: str(at) for name, at in zip(self.names, point)})

    def on(self, curve: Curve, point: Point) -> Fraction:
        """Zero on the curve, its sides told apart by the sign."""
        return curve.value(dict(zip(self.names, point)))


class _Lines(_Maker):
    """The exact map of a 2×2 game whose payoff differences are linear."""

    def slices(self, progress: Progress) -> list[_Slice]:
        (low, high), (floor, ceiling) = self.across, self.up
        x, y = ((name,) for name in self.names)
        given = [dict(curve.terms) for curve in self.curves]
        lines = [(each.get(x, Fraction(0)), each.get(y, Fraction(0)), each.get((), Fraction(0)))
                 for each in given]
        edge = [(Fraction(0), Fraction(1), -floor), (Fraction(0), Fraction(1), -ceiling)]
        critical = {low, high, *(-c / a for a, b, c in lines if not b)}
        for (a, b, c), (d, e, f) in combinations([*lines, *edge], 2):
            if a * e != b * d:
                critical.add((b * f - c * e) / (a * e - b * d))
        made = []
        known: dict[tuple[bool | None, ...], Form] = {}
        cuts = sorted(at for at in critical if low <= at <= high)
        for number, (left, right) in enumerate(pairwise(cuts)):
            middle = between(left, right)
            heights = sorted((-(a * middle + c) / b, i) for i, (a, b, c) in enumerate(lines) if b)
            inside = [i for at, i in heights if floor < at < ceiling]
            ends = [(floor, floor), *((-(a * left + c) / b, -(a * right + c) / b)
                                      for a, b, c in (lines[i] for i in inside)), (ceiling, ceiling)]
            there = [floor, *(at for at, _i in heights if floor < at < ceiling), ceiling]
            samples = [(middle, between(a, b)) for a, b in pairwise(there)]
            forms = []
            for point in samples:
                progress(number / len(cuts), "solving in each region")
                sides = tuple(None if not (at := self.on(curve, point)) else at > 0 for curve in self.curves)
                if sides not in known:
                    known[sides] = form_of(extreme_equilibria(self.game_at(point)))
                forms.append(known[sides])
            made.append(_Slice(left, right, tuple(ends), tuple(inside), tuple(forms), tuple(samples)))
        return made


@dataclass(frozen=True)
class _Column:
    """On the line at `at`: where the form changes, which curves pass there, the forms, upwards, and where
    each is sure to hold: in the widest part of its cell without a break of `parameter_map`."""

    at: Fraction
    breaks: tuple[Root, ...]
    curves: tuple[tuple[int, ...], ...]
    forms: tuple[Form, ...]
    samples: tuple[Fraction, ...]


class _Sweep(_Maker):
    """The map from many vertical lines."""

    def slices(self, progress: Progress) -> list[_Slice]:
        (low, high) = self.across
        most = max(FEWEST * 3 // 2, min(MOST, WORK // support_pairs(*self.game.shape)))
        walls = sorted({low, high, *(root.low for curve in self.curves for root in self._upright(curve)
                                     if root.exact)})
        made = []
        for left, right in pairwise(walls):
            part = (right - left) / (high - low)
            hook = _part(progress, float((left - low) / (high - low)), float(part))
            made += self._between(left, right, max(2, round(FEWEST * part)), max(4, round(most * part)), hook)
        return made

    def _upright(self, curve: Curve) -> list[Root]:
        """Where a curve is upright lines."""
        x = self.names[0]
        if any(set(product) - {x} for product, _coefficient in curve.terms):
            return []
        powers = {len(product): coefficient for product, coefficient in curve.terms}
        return roots(polynomial(*(powers.get(i, 0) for i in range(max(powers) + 1))), *self.across)

    def _between(self, left: Fraction, right: Fraction, few: int, most: int, progress: Progress
                 ) -> list[_Slice]:
        """Slices from one wall to the next: first lines at even distances, then one in the widest gap between
        two that are not alike, again and again."""
        ends = (right - left) / (2 * NARROW)
        first, last = left + ends, right - ends
        narrow = (self.across[1] - self.across[0]) / NARROW
        places = [first, *(first + (last - first) * Fraction(i, few - 1) + ends / 7
                           for i in range(1, few - 1)), last]
        columns = [self._column(at, _part(progress, i / most)) for i, at in enumerate(places)]
        gaps = [(a.at - b.at, i, a, b) for i, (a, b) in enumerate(pairwise(columns)) if a.forms != b.forms]
        heapq.heapify(gaps)
        while gaps and len(columns) < most and -gaps[0][0] > narrow:
            _width, _number, a, b = heapq.heappop(gaps)
            new = self._column(a.at + (b.at - a.at) * UNEVEN,
                               _part(progress, len(columns) / most))
            columns.append(new)
            for one, two in ((a, new), (new, b)):
                if one.forms != two.forms:
                    heapq.heappush(gaps, (one.at - two.at, len(columns) + (one is new), one, two))
        columns.sort(key=lambda column: column.at)
        self.lines += [column.at for column in columns]
        made = [self._slice(left, first, columns[0], columns[0])]
        for a, b in pairwise(columns):
            if a.forms == b.forms:
                made.append(self._slice(a.at, b.at, a, b))
            else:
                middle = (a.at + b.at) / 2
                made += [self._slice(a.at, middle, a, a), self._slice(middle, b.at, b, b)]
        return [*made, self._slice(last, right, columns[-1], columns[-1])]

    def _column(self, at: Fraction, progress: Progress) -> _Column:
        floor, ceiling = self.up
        game = self.game_at((at, floor + (ceiling - floor) * UNEVEN))
        found = parameter_map(game, self.names[1], floor, ceiling, progress)
        breaks: list[Root] = []
        cells: list[tuple[Form, Piece]] = []  # with their widest pieces
        for root, piece in zip([Root(floor, floor), *found.breaks], found.pieces):
            form = _form_of_piece(piece)
            if not cells or form != cells[-1][0]:
                breaks.append(root)
                cells.append((form, piece))
            elif piece.high - piece.low > cells[-1][1].high - cells[-1][1].low:
                cells[-1] = form, piece
        curves = tuple(tuple(i for i, curve in enumerate(self.curves) if self._passes(curve, at, root))
                       for root in breaks[1:])
        return _Column(at, tuple(breaks[1:]), curves, tuple(form for form, _piece in cells),
                       tuple(between(piece.low, piece.high) for _form, piece in cells))

    def _passes(self, curve: Curve, at: Fraction, root: Root) -> bool:
        """Whether the curve goes through here; within the enclosure of a root that is not rational."""
        low, high = self.on(curve, (at, root.low)), self.on(curve, (at, root.high))
        return low * high < 0 if not root.exact else not low

    def _slice(self, left: Fraction, right: Fraction, a: _Column, b: _Column) -> _Slice:
        floor, ceiling = self.up
        heights = [(floor, floor), *((one.middle, two.middle) for one, two in zip(a.breaks, b.breaks)),
                   (ceiling, ceiling)]
        curves = [next((i for i in one if i in two), None) for one, two in zip(a.curves, b.curves)]
        return _Slice(left, right, tuple(heights), tuple(curves), a.forms,
                      tuple((a.at, y) for y in a.samples))


def _part(progress: Progress, start: float, size: float = 0) -> Progress:
    """The hook for a part of the work; how far that is does not show where it has no size."""
    def hook(done: float | None, text: str = "") -> None:
        progress(None if done is None else start + size * done, text)
    return hook


def form_of(profiles: Sequence[Profile]) -> Form:
    """The form of a two-player game's set of equilibria, from all extreme ones."""
    return _form([_supports(profile) for profile in profiles], connected_components(profiles))


def _supports(strategies: Iterable[Iterable[Any]]) -> Supports:
    one, two = (tuple(i for i, p in enumerate(strategy) if p) for strategy in strategies)
    return one, two


def _form_of_piece(piece: Piece) -> Form:
    return _form([_supports([[ratio.over for ratio in strategy] for strategy in branch.strategies])
                  for branch in piece.branches], piece.components)


def _form(supports: Sequence[Supports], components: Iterable[Iterable[int]]) -> Form:
    groups = [tuple(sorted((supports[i] for i in members), key=_rank)) for members in components]
    return Form(tuple(sorted(groups, key=lambda group: (len(group), *map(_rank, group)))))


def _rank(pair: Supports) -> tuple[int, Supports]:
    return sum(map(len, pair)), pair


def _played(game: NormalForm, pair: Supports) -> str:
    names = ([player.strategies[i] for i in support] for player, support in zip(game.players, pair))
    return f"({', '.join(each[0] if len(each) == 1 else '/'.join(map(quoted, each)) for each in names)})"


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return listed(names if more <= 1 else [*names[:MOST_NAMED], f"{more} more"])


# --- areas ------------------------------------------------------------------------------------------


def _assembled(made: _Maker, slices: list[_Slice], exact: bool) -> RegionMap:
    """Cells of one form next to each other are one; so are areas that meet along an upright line."""
    slices = [_merged(each) for each in slices]
    cells = [(s, i) for s, each in enumerate(slices) for i in range(len(each.forms))]
    parent = {cell: cell for cell in cells}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while parent[cell] != cell:
            parent[cell] = cell = parent[parent[cell]]
        return cell

    for s, (one, two) in enumerate(pairwise(slices)):
        for i, j in meeting(one.heights, two.heights):
            if one.forms[i] == two.forms[j]:
                parent[root((s + 1, j))] = root((s, i))
    tallest: dict[tuple[int, int], tuple[Fraction, Point]] = {}
    for s, i in cells:
        each = slices[s]
        (a, b), (c, d) = each.heights[i:i + 2]
        size = (c + d - a - b) * (each.right - each.left)
        kept = tallest.get(root((s, i)))
        if kept is None or size > kept[0]:
            tallest[root((s, i))] = size, each.samples[i]
    number = {cell: k for k, cell in enumerate(tallest)}
    forms = tuple(dict.fromkeys(slices[s].forms[i] for s, i in tallest))
    areas = tuple(Area(forms.index(slices[s].forms[i]), sample)
                  for (s, i), (_size, sample) in tallest.items())
    strips = tuple(Strip(each.left, each.right, each.heights, each.curves,
                         tuple(number[root((s, i))] for i in range(len(each.forms))))
                   for s, each in enumerate(slices))
    return RegionMap(made.names, made.across, made.up, exact, tuple(made.lines), forms, areas,
                     tuple(made.curves), strips)


def meeting(one: Sequence[Range], two: Sequence[Range]) -> Iterator[tuple[int, int]]:
    """Which cells of a strip with heights `one` have a side in common with which of the next, `two`."""
    for i, ((_a, low), (_b, high)) in enumerate(pairwise(one)):
        for j, ((bottom, _c), (top, _d)) in enumerate(pairwise(two)):
            if max(low, bottom) < min(high, top):
                yield i, j


def _merged(given: _Slice) -> _Slice:
    """Without borders between cells of one form."""
    kept = [i for i in range(len(given.forms)) if not i or given.forms[i] != given.forms[i - 1]]
    return _Slice(given.left, given.right,
                  (*(given.heights[i] for i in kept), given.heights[-1]),
                  tuple(given.curves[i - 1] for i in kept[1:]),
                  tuple(given.forms[i] for i in kept), tuple(given.samples[i] for i in kept))
