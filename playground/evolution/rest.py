"""Rest points, and what kind they are: read off the eigenvalues of the flow beside them.

Eigenvalues are those of the derivative of the dynamic in the directions that shares can move. On a
face of the state space this includes the directions into the inside: what strategies that are absent
would earn there. Zero and purely imaginary eigenvalues decide nothing by themselves; then a kind is
told only where a proof is known, and otherwise the point is called degenerate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from playground.game.linear import Vector, dimension

KINDS = {
    "sink": "nearby states come back",
    "source": "nearby states leave",
    "saddle": "nearby states approach in some directions and leave in others",
    "centre": "nearby states circle around it for ever",
    "degenerate": "eigenvalues alone do not decide",
}
Matrix = list[list[Fraction]]


@dataclass(frozen=True)
class Eigenvalue:
    """`sign` is that of the real part, certain where `sure`, else up to rounding; `exact` the real and
    the imaginary part, where both are rational and known."""

    value: complex
    sign: int
    exact: tuple[Fraction, Fraction] | None = None
    sure: bool = True

    @classmethod
    def of(cls, real: Fraction, imaginary: Fraction = Fraction(0)) -> Eigenvalue:
        value = complex(float(real), float(imaginary))
        return cls(value, (real > 0) - (real < 0), (real, imaginary))

    def __str__(self) -> str:
        """In digits; of a complex value, both of the pair."""
        if self.exact is not None:
            real, turn = str(self.exact[0]), str(abs(self.exact[1]))
        else:
            real, turn = f"{self.value.real:.3g}", f"{abs(self.value.imag):.3g}"
        parts = [real] if self.sign or not self.value.imag else []
        if self.value.imag:
            parts.append("±" + ("" if turn == "1" else turn) + ("\u2009i" if "/" in turn else "i"))
        return ("" if self.exact else "≈ ") + " ".join(parts).replace("-", "−")


@dataclass(frozen=True)
class RestPoint:
    """A state where nothing moves.

    at
        The state, flat: population 1's shares, then population 2's; exact Fractions where `exact`.
    kind
        A key of `KINDS`. `why` is one sentence: the kind, and by what means it is known.
    eigenvalues
        As complex floats, largest real part first.
    nash
        Whether no strategy earns more than those present: the state is a (symmetric) equilibrium.
    """

    at: tuple[Fraction, ...] | tuple[float, ...]
    kind: str
    eigenvalues: tuple[complex, ...]
    why: str
    nash: bool
    exact: bool = True


@dataclass(frozen=True)
class Continuum:
    """Rest points without a gap: all states between `vertices`, which are exact states. One of
    dimension 1 is a segment; of 2 a polygon, its vertices in order round it.

    parts
        Of a segment through a state space of dimension 2: its stretches (from, to, word), from end to
        end, the word telling whether states beside it approach: "attracting", "repelling" or
        "undecided". It changes where the one eigenvalue across the segment changes its sign.
    """

    vertices: tuple[Vector, ...]
    dimension: int
    parts: tuple[tuple[Vector, Vector, str], ...] = ()

    @property
    def segments(self) -> tuple[tuple[Vector, Vector], ...]:
        """Its edges, for a picture; none from dimension 3 on."""
        if self.dimension == 1:
            return ((self.vertices[0], self.vertices[1]),)
        if self.dimension == 2:
            return tuple(zip(self.vertices, (*self.vertices[1:], self.vertices[0])))
        return ()


@dataclass(frozen=True)
class RestSet:
    """All rest points: the isolated ones and the ends of continua as `points`, the `continua`; and a
    note where some were not searched for (then not `complete`)."""

    points: tuple[RestPoint, ...]
    continua: tuple[Continuum, ...] = ()
    complete: bool = True
    note: str = ""


def continuum(vertices: Sequence[Vector]) -> Continuum:
    """The continuum between `vertices`, put in order round it where it is a polygon."""
    size = dimension(vertices)
    if size != 2:
        return Continuum(tuple(vertices), size)
    points = np.array(vertices, dtype=np.float64)
    offsets = points - points.mean(axis=0)
    plane = np.linalg.svd(offsets)[2][:2]
    x, y = plane @ offsets.T
    return Continuum(tuple(vertices[i] for i in np.argsort(np.arctan2(y, x))), 2)


def stretches(ends: tuple[Vector, Vector], across: Callable[[Vector], Fraction]
              ) -> tuple[tuple[Vector, Vector, str], ...]:
    """The `parts` of a segment, where `across` gives the eigenvalue across it: a polynomial of degree
    two at most along it, so that three values tell its roots. Irrational roots are rounded to floats."""
    def at(t: Fraction) -> Vector:
        return tuple(a + t * (b - a) for a, b in zip(*ends))

    first, middle, last = (across(at(t)) for t in (Fraction(0), Fraction(1, 2), Fraction(1)))
    square, linear = 2 * (first - 2 * middle + last), 4 * middle - 3 * first - last
    roots: list[Fraction] = []
    if square:
        discriminant = linear * linear - 4 * square * first
        if discriminant >= 0:
            root = exact_root(discriminant)
            root = Fraction(math.sqrt(discriminant)) if root is None else root
            roots = [(-linear + sign * root) / (2 * square) for sign in (1, -1)]
    elif linear:
        roots = [-first / linear]
    stops = [Fraction(0), *sorted({t for t in roots if 0 < t < 1}), Fraction(1)]
    parts = []
    for a, b in pairwise(stops):
        value = across(at((a + b) / 2))
        word = "attracting" if value < 0 else "repelling" if value > 0 else "undecided"
        parts.append((at(a), at(b), word))
    return tuple(parts)


def spectrum(matrix: Matrix) -> list[Eigenvalue]:
    """The eigenvalues of an exact matrix: exact up to 2×2 where they are rational, with exact signs
    there in any case; larger ones numerically, taken as zero within 1e-9 of the largest."""
    if not matrix:
        return []
    if len(matrix) == 1:
        return [Eigenvalue.of(matrix[0][0])]
    if len(matrix) == 2:
        (a, b), (c, d) = matrix
        return _quadratic(a + d, a * d - b * c)
    return _numeric(np.array(matrix, dtype=np.float64))


def _numeric(matrix: npt.NDArray[np.float64]) -> list[Eigenvalue]:
    values = np.linalg.eigvals(matrix)
    least = 1e-9 * max(float(np.abs(values).max()), 1e-300)
    return [Eigenvalue(complex(value), int(np.sign(value.real)) if abs(value.real) > least else 0, sure=False)
            for value in values]


def _quadratic(trace: Fraction, determinant: Fraction) -> list[Eigenvalue]:
    """The roots of z² − trace z + determinant."""
    discriminant = trace * trace - 4 * determinant
    root = exact_root(discriminant)
    if root is not None:
        return [Eigenvalue.of((trace + root) / 2), Eigenvalue.of((trace - root) / 2)]
    half = float(trace) / 2
    sign = (trace > 0) - (trace < 0)
    turning = exact_root(-discriminant)
    if turning is not None:
        return [Eigenvalue.of(trace / 2, turning / 2), Eigenvalue.of(trace / 2, -turning / 2)]
    if discriminant < 0:
        turn = math.sqrt(-float(discriminant)) / 2
        return [Eigenvalue(complex(half, turn), sign), Eigenvalue(complex(half, -turn), sign)]
    # Two real, irrational roots: neither is zero; below zero the determinant, they differ in sign.
    away = math.sqrt(float(discriminant)) / 2
    far = half + math.copysign(away, half)
    near = float(determinant) / far  # no cancellation, unlike half ∓ away
    signs = (sign, sign) if determinant > 0 else ((1, -1) if far > 0 else (-1, 1))
    return [Eigenvalue(complex(far), signs[0]), Eigenvalue(complex(near), signs[1])]


def exact_root(value: Fraction) -> Fraction | None:
    """The square root of `value`, where it is rational."""
    if value < 0:
        return None
    top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    return None


def classify(eigenvalues: Sequence[Eigenvalue], constant: str = "", instead: str = "") -> tuple[str, str]:
    """The kind of a rest point and, in a sentence, why.

    constant
        Where all eigenvalues being purely imaginary proves a centre: the reason, as a clause.
    instead
        What is known where the eigenvalues do not decide, as a clause.
    """
    if not eigenvalues:
        return "sink", "Sink: there is no other state."
    ordered = sorted(eigenvalues, key=falling)
    *most, last = [str(value) for value in ordered if value.value.imag >= 0]
    listed = f"eigenvalue{'s' if len(ordered) > 1 else ''} {', '.join(most)}{' and ' if most else ''}{last}"
    listed += "" if all(value.sure for value in eigenvalues) else ", found numerically"
    signs = {value.sign for value in eigenvalues}
    what = " real parts" if any(value.value.imag for value in eigenvalues) else ""
    if signs == {-1}:
        return "sink", f"Sink: nearby states come back ({listed}: negative{what})."
    if signs == {1}:
        return "source", f"Source: nearby states leave ({listed}: positive{what})."
    if signs == {-1, 1}:
        return "saddle", ("Saddle: nearby states approach in some directions and leave in others "
                          f"({listed}: positive and negative{what}).")
    if signs == {0} and constant and all(value.value.imag for value in eigenvalues):
        return "centre", f"Centre: nearby states circle around it ({listed}: imaginary, and {constant})."
    if 1 in signs:
        told = "some nearby states leave, and eigenvalues alone do not tell more"
    else:
        told = instead or "eigenvalues alone do not tell whether nearby states come back"
    return "degenerate", f"Degenerate: {told} ({listed})."


def falling(value: Eigenvalue) -> tuple[float, float]:
    """The order in which eigenvalues are told."""
    return (-value.value.real, -value.value.imag)


def rest_point(at: Vector, eigenvalues: Sequence[Eigenvalue], nash: bool, constant: str = "",
               instead: str | Callable[[], str] = "") -> RestPoint:
    """An exact rest point, classified."""
    kind, why = classify(eigenvalues, constant, instead() if callable(instead) else instead)
    values = tuple(value.value for value in sorted(eigenvalues, key=falling))
    return RestPoint(at, kind, values, why, nash)
