"""The catalogues of solution concepts and of methods for Nash equilibria, and `solve` in front of them.

Adding a concept is adding one decorated function `(game, progress) -> Solution`, which is given the options
as well where the entry has any; adding a method for Nash equilibria, a `Method`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from playground.catalogue import Catalogue
from playground.equilibrium import foreign, gambit, mixed
from playground.equilibrium.best_response import pure_equilibria
from playground.equilibrium.certify import earnings
from playground.equilibrium.lemke_howson import paths
from playground.equilibrium.nash import MAX_EQUILIBRIA, connected_components, extreme_equilibria
from playground.equilibrium.solution import Equilibrium, Solution
from playground.equilibrium.vertices import TooLarge
from playground.equilibrium.words import counted
from playground.game import NormalForm, Profile
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

Concept = Callable[..., Solution]


@dataclass(frozen=True)
class Method:
    """A way to find Nash equilibria. `find` gives profiles and how many more results were no equilibria; with
    two players the profiles are exact and certified. `several`: it is for three and more players too."""

    find: Callable[[NormalForm, Progress], tuple[list[Profile], int]]
    several: bool = False


CONCEPTS: Catalogue[Concept] = Catalogue("concept")
METHODS: Catalogue[Method] = Catalogue("method")
MOST_PATHS = 6  # of Lemke and Howson, in games that are too large for all equilibria
MOST_ENDS = 12  # results of weak elimination that are told
MAX_FIRST = 100  # pure equilibria that are shown while others are looked for
MAX_COMPARED = 20_000  # vertices up to which another method's list is compared with the complete one


def solve(game: NormalForm, concept: str = "nash", method: str = "exact", progress: Progress = silent,
          options: Mapping[str, Fraction] | None = None) -> Solution:
    """A solution concept of `game`. `method` counts for Nash equilibria only; `options` are the concept's
    own, as its entry of `CONCEPTS` has them. Raises `InputError` where the game is too large, or the method
    or an option does not fit, `UnknownEntry`, and what `progress` raises."""
    started = time.perf_counter()
    entry = CONCEPTS[concept]
    settings = entry.settings(options or {})
    if concept == "nash":
        solution = _nash(game, method, progress)
    elif settings:
        solution = entry.make(game, progress, settings)
    else:
        solution = entry.make(game, progress)
    return replace(solution, seconds=time.perf_counter() - started)


# --- Nash equilibria --------------------------------------------------------------------------------------


@CONCEPTS.entry("nash", "Nash equilibria", "No player gains by changing their own strategy alone.",
                reference="Nash, J. (1951). Non-Cooperative Games. Annals of Mathematics 54.")
def _all_equilibria(game: NormalForm, progress: Progress) -> Solution:
    return _nash(game, "exact", progress)


def _exact(game: NormalForm, progress: Progress) -> tuple[list[Profile], int]:
    return extreme_equilibria(game, progress), 0


def _lemke_howson(game: NormalForm, progress: Progress) -> tuple[list[Profile], int]:
    return sorted(set(paths(game, range(sum(game.shape)), progress)), reverse=True), 0


METHODS.add("exact", "Exact", "All extreme equilibria, degenerate games included, in whole numbers; with "
            "three and more players all pure ones, and mixed ones on every support.", Method(_exact, True),
            reference="Avis, D., Rosenberg, G. D., Savani, R., von Stengel, B. (2010). Enumeration of Nash "
                      "Equilibria for Two-Player Games. Economic Theory 42.")
METHODS.add("lemke-howson", "Lemke–Howson", "One path a label, in whole numbers; finds at least one "
            "equilibrium of a game of any size.", Method(_lemke_howson),
            reference="Lemke, C. E., Howson, J. T. (1964). Equilibrium Points of Bimatrix Games. SIAM J. 12.")
METHODS.add("nashpy-support", "nashpy: supports", "Every pair of supports of equal size, in floats; "
            "misses equilibria of degenerate games.", Method(foreign.nashpy_support),
            reference="Knight, V., Campbell, J. (2018). Nashpy. Journal of Open Source Software 3(30).")
METHODS.add("nashpy-vertex", "nashpy: vertices", "Vertices of the best-response polytopes, in floats.",
            Method(foreign.nashpy_vertex), reference="Knight, V., Campbell, J. (2018). Nashpy. JOSS 3(30).")
METHODS.add("nashpy-lemke-howson", "nashpy: Lemke–Howson", "One path a first label, in floats; finds some "
            "equilibria, not all.", Method(foreign.nashpy_lemke_howson),
            reference="Lemke, C. E., Howson, J. T. (1964). Equilibrium Points of Bimatrix Games. SIAM J. 12.")
for _solver in gambit.SOLVERS.values():
    METHODS.add(f"gambit-{_solver.name}", f"Gambit: {_solver.title}", f"{_solver.summary}; needs the extra "
                "`gambit`.", Method(_solver.find, _solver.several), reference=_solver.reference)


def methods_for(game: NormalForm) -> list[str]:
    """The methods for Nash equilibria that a game of so many players can be solved with."""
    return [name for name, entry in METHODS.items()
            if game.n_players == 2 or name == "exact" or (game.n_players > 2 and entry.make.several)]


def _nash(game: NormalForm, method: str, progress: Progress) -> Solution:
    found = METHODS[method].make
    if game.n_players == 2:
        return _two_players(game, method, found, progress)
    if game.n_players == 1 and method == "exact":
        profiles = pure_profiles(game, pure_equilibria(game), "best choices")
        message = f"Complete: {counted(len(profiles), 'best choice', 'best choices')}."
        return solution_of(game, "nash", method, profiles, (tuple(range(len(profiles))),), True, message,
                         progress)
    fitting = methods_for(game)
    if method not in fitting:
        fit = fitting[0] if len(fitting) == 1 else f"one of: {', '.join(fitting)}"
        raise InputError([Problem("method", f"{method} is for two {'and more ' * found.several}players and "
                                            f"this game has {game.n_players}; choose {fit}")])
    if method == "exact":
        return mixed.solution(game, progress)
    return mixed.solution_by(game, method, *found.find(game, progress))


def _two_players(game: NormalForm, method: str, found: Method, progress: Progress) -> Solution:
    try:
        profiles, refused = found.find(game, progress)
    except TooLarge as error:
        return _some(game, method, str(error), progress)
    if method == "exact":
        components = connected_components(profiles)
        return solution_of(game, "nash", method, profiles, components, True, _complete(profiles, components),
                         progress)
    left_out = f" {counted(refused, 'result was', 'results were')} no exact equilibrium and left out."
    remarks = left_out if refused else ""
    try:
        everything = extreme_equilibria(game, progress, MAX_COMPARED)
    except TooLarge:
        message = (f"{counted(len(profiles), 'equilibrium', 'equilibria')} found; this game is too large to "
                   f"know what this method missed.{remarks}")
        return solution_of(game, "nash", method, profiles, connected_components(profiles), False, message,
                         progress)
    missed = len(set(everything) - set(profiles))
    if missed:
        message = f"Not complete: {counted(missed, 'extreme equilibrium', 'extreme equilibria')} of " \
                  f"{len(everything):,} not found by this method."
    else:
        message = _complete(everything, connected_components(everything))
    between = len(set(profiles) - set(everything))
    if between:
        remarks += f" {counted(between, 'equilibrium found is', 'equilibria found are')} not extreme."
    components = _components_among(game, profiles, everything)
    return replace(solution_of(game, "nash", method, profiles, components, not missed, message + remarks,
                             progress), missed=missed)


def first_equilibria(game: NormalForm, progress: Progress = silent) -> Solution:
    """What there is to see of a two-player game while all its equilibria are looked for: pure ones, and the
    ends of a few Lemke–Howson paths."""
    pure = [Profile.pure(game, at) for at in pure_equilibria(game)[:MAX_FIRST]]
    profiles = sorted({*pure, *_ends(game, progress)}, reverse=True)
    found = counted(len(profiles), "equilibrium", "equilibria")
    return solution_of(game, "nash", "lemke-howson", profiles, connected_components(profiles), False,
                       f"{found} found so far.", progress)


def _some(game: NormalForm, method: str, why: str, progress: Progress) -> Solution:
    """What can be had of a game that is too large for all."""
    profiles = _ends(game, progress)
    found = counted(len(profiles), "equilibrium", "equilibria")
    message = f"Not complete: {why}. {found} found by Lemke–Howson."
    return solution_of(game, "nash", method, profiles, connected_components(profiles), False, message,
                       progress)


def _ends(game: NormalForm, progress: Progress) -> list[Profile]:
    """The ends of a few Lemke–Howson paths."""
    labels = range(sum(game.shape))[::max(1, sum(game.shape) // MOST_PATHS)][:MOST_PATHS]
    return sorted(set(paths(game, labels, progress)), reverse=True)


def _components_among(game: NormalForm, profiles: Sequence[Profile], everything: Sequence[Profile]
                      ) -> tuple[tuple[int, ...], ...]:
    """The connected components of all equilibria, each with the `profiles` that lie in it. An equilibrium
    that is not extreme is joined to each extreme one that plays nothing else and to which it answers: what
    either plays is a best response to the other."""
    home = {everything[i]: number for number, members in enumerate(connected_components(everything))
            for i in members}
    groups: dict[int, list[int]] = {}
    for i, profile in enumerate(profiles):
        if profile not in home:
            x, y = map(set, profile.supports)
            best_x, best_y = (_best_answers(game, profile, k) for k in (0, 1))
            home[profile] = next(
                home[other] for other in everything
                if x.issuperset(other.supports[0]) and y.issuperset(other.supports[1])
                and best_x <= _best_answers(game, other, 0) and best_y <= _best_answers(game, other, 1))
        groups.setdefault(home[profile], []).append(i)
    return tuple(map(tuple, groups.values()))


def _best_answers(game: NormalForm, profile: Profile, player: int) -> set[int]:
    earned = profile.action_payoffs(game, player)
    return {i for i, value in enumerate(earned) if value == max(earned)}


def _complete(profiles: Sequence[Profile], components: Sequence[Sequence[int]]) -> str:
    if len(profiles) == 1:
        return "Complete: the only equilibrium."
    if len(components) == len(profiles):
        return f"Complete: all {len(profiles):,} equilibria."
    return (f"Complete: all {len(profiles):,} extreme equilibria, in "
            f"{counted(len(components), 'component', 'components')}; every other equilibrium is a mixture of "
            "them.")


def solution_of(game: NormalForm, concept: str, method: str, profiles: Sequence[Profile],
                components: tuple[tuple[int, ...], ...], complete: bool, message: str,
                progress: Progress = silent, details: tuple[tuple[str, Any], ...] = (),
                certified: bool | None = None, lines: Sequence[str] = ()) -> Solution:
    """A solution in exact profiles, with what each player earns. `certified`: as the caller found it, or else
    every profile must be a Nash equilibrium. The other arguments as in `Solution`."""
    home = {i: number for number, members in enumerate(components) for i in members}
    equilibria = []
    for i, (earned, stable) in enumerate(earnings(game, profiles)):
        if not i % 256:
            progress(i / len(profiles), "certifying")
        if certified is None and not stable:  # never to be seen: the engine and the definition disagree
            raise AssertionError("an equilibrium was found that is none; please report this game")
        equilibria.append(Equilibrium(profiles[i], earned, home.get(i, 0)))
    return Solution(concept, method, True, complete, certified is not False, tuple(equilibria), components,
                    message, details=details, lines=tuple(lines))


def pure_profiles(game: NormalForm, choices: Sequence[Sequence[int]], what: str) -> list[Profile]:
    """`choices`, each an index a player, as profiles. Raises `InputError` for too many; `what`: they are."""
    if len(choices) > MAX_EQUILIBRIA:
        raise InputError(f"{len(choices):,} {what}: too many for a list")
    return [Profile.pure(game, each) for each in choices]


@CONCEPTS.entry("pure", "Pure Nash equilibria", "The equilibria in which nobody randomises; any number of "
                "players.", reference="Nash, J. (1951). Non-Cooperative Games. Annals of Mathematics 54.")
def _pure(game: NormalForm, progress: Progress) -> Solution:
    profiles = pure_profiles(game, pure_equilibria(game), "pure equilibria")
    components = tuple((i,) for i in range(len(profiles)))
    message = f"Complete: {counted(len(profiles), 'pure equilibrium', 'pure equilibria')}."
    return solution_of(game, "pure", "exact", profiles, components, True, message, progress)
