"""Gambit's methods, run in a process of their own where somebody may want to stop them.

They are written in C++ and hear nothing while they run, so a child process runs them and is ended when the
progress hook raises. Where nobody listens they run in this process. What they find in floats is polished by
Newton's method and becomes exact where its probabilities are rational."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from playground.equilibrium.certify import certify
from playground.equilibrium.foreign import exact_profile
from playground.equilibrium.newton import apart, polished
from playground.game import NormalForm, Profile
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

PATIENCE = 0.05  # seconds between two questions whether the result is still wanted
REGRET = Fraction(1, 10**6)  # of the range of payoffs; a profile with a greater one is no equilibrium
SAME = 1e-7
CHILD = ("import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
         "from playground.equilibrium.gambit import serve; serve()")

Found = list[list[list[str]]]  # profiles, each probability as "p/q" or as a float is written


@dataclass(frozen=True)
class Solver:
    """One of Gambit's methods. `run` has its module and game and gives its result."""

    name: str
    title: str
    summary: str
    reference: str
    run: Callable[[Any, Any], Any]
    several: bool = True

    def find(self, game: NormalForm, progress: Progress) -> tuple[list[Profile], int]:
        """The distinct equilibria found, and how many results were none."""
        profiles: list[Profile] = []
        refused = 0
        for floats in _results(self, game, progress):
            progress(None, "certifying")
            profile = _equilibrium(game, floats)
            if profile is None:
                refused += 1
            elif not any(apart(profile, other) < SAME for other in profiles):
                profiles.append(profile)
        return sorted(profiles, reverse=True), refused


def _simpdiv(gambit: Any, made: Any) -> Any:
    return gambit.nash.simpdiv_solve(made.mixed_strategy_profile(rational=True))


MCKELVEY = "McKelvey, R. D., McLennan, A. (1996). Computation of Equilibria in Finite Games. Handbook of " \
           "Computational Economics 1."
SOLVERS = {solver.name: solver for solver in (
    Solver("enummixed", "extreme points", "Gambit's rational enumeration for two players",
           "Savani, R., Turocy, T. L. Gambit: The package for computation in game theory.",
           lambda gambit, made: gambit.nash.enummixed_solve(made, rational=True), several=False),
    Solver("enumpoly", "polynomials", "Gambit's systems of polynomials on every support; may miss some",
           MCKELVEY,
           lambda gambit, made: gambit.nash.enumpoly_solve(made, use_strategic=True, maxregret=1e-6)),
    Solver("gnm", "global Newton", "Gambit's global Newton method; finds some",
           "Govindan, S., Wilson, R. (2003). A Global Newton Method to Compute Nash Equilibria. JET 110.",
           lambda gambit, made: gambit.nash.gnm_solve(made)),
    Solver("ipa", "iterated polymatrix", "Gambit's approximation by polymatrix games; finds one",
           "Govindan, S., Wilson, R. (2004). Computing Nash Equilibria by Iterated Polymatrix Approximation. "
           "JEDC 28.", lambda gambit, made: gambit.nash.ipa_solve(made)),
    Solver("simpdiv", "simplicial subdivision", "Gambit's simplicial subdivision; finds one",
           "van der Laan, G., Talman, A. J. J., van der Heyden, L. (1987). Simplicial Variable Dimension "
           "Algorithms. Mathematics of Operations Research 12.", _simpdiv),
    Solver("logit", "logit branch", "Gambit's principal branch of logit equilibria; finds one",
           "Turocy, T. L. (2005). A Dynamic Homotopy Interpretation of the Logistic Quantal Response "
           "Equilibrium Correspondence. GEB 51.",
           lambda gambit, made: gambit.nash.logit_solve(made, use_strategic=True)))}


# --- running Gambit -----------------------------------------------------------------------------------------


def _results(solver: Solver, game: NormalForm, progress: Progress) -> list[list[list[Fraction]]]:
    """What Gambit finds. Payoffs are scaled to 0 … 1 each, which changes no equilibrium: its bounds on regret
    are meant for such."""
    tables = [(payoffs - payoffs.min()) / (payoffs.max() - payoffs.min() or 1) for payoffs in game.payoffs]
    progress(None, "Gambit is solving")
    found = (_run(solver.name, tables) if progress is silent else
             _elsewhere(solver.name, [table.astype(str).tolist() for table in tables], progress))
    return [[[Fraction(p) for p in own] for own in each] for each in found]


def _run(name: str, tables: Sequence[Any]) -> Found:
    """Raises `InputError` where Gambit is not there or gives up."""
    try:
        import pygambit  # the optional extra "gambit"
    except ImportError:
        raise InputError([Problem("method", f"gambit-{name} needs Gambit: pip install pygambit; or choose "
                                            "exact")]) from None
    made = pygambit.Game.from_arrays(*tables)
    try:
        result = SOLVERS[name].run(pygambit, made)
    except (RuntimeError, ValueError, ArithmeticError) as error:
        raise InputError(f"Gambit gave up: {error}") from None
    return [[[str(profile[strategy]) for strategy in player.strategies] for player in made.players]
            for profile in result.equilibria]


def _elsewhere(name: str, tables: list[Any], progress: Progress) -> Found:
    """The same in a child process, which is ended when `progress` raises."""
    with subprocess.Popen([sys.executable, "-c", CHILD, json.dumps(sys.path)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        try:
            words: str | None = json.dumps([name, tables])
            while True:
                try:
                    answer = child.communicate(words, timeout=PATIENCE)[0]
                    break
                except subprocess.TimeoutExpired:
                    words = None  # it is sent already
                    progress(None, "Gambit is solving")
        finally:
            child.kill()
    if child.returncode:
        raise InputError("Gambit ended unexpectedly, perhaps for lack of memory; choose another method")
    kind, value = json.loads(answer.splitlines()[-1])  # Gambit may print remarks before
    if kind == "refused":
        raise InputError([Problem(*each) for each in value])
    found: Found = value
    return found


def serve() -> None:
    """The child: one request on standard input, its answer on the last line of standard output."""
    name, tables = json.load(sys.stdin)
    exact = [np.vectorize(Fraction, otypes=[object])(np.array(table)) for table in tables]
    try:
        answer: tuple[str, Any] = "found", _run(name, exact)
    except InputError as error:
        answer = "refused", [(problem.place, problem.message) for problem in error.problems]
    print(flush=True)
    print(json.dumps(answer), flush=True)


# --- what it found ------------------------------------------------------------------------------------------


def _equilibrium(game: NormalForm, found: Sequence[Sequence[Fraction]]) -> Profile | None:
    """The equilibrium that a result stands for: exact where it can be, with two players always; None where it
    is no equilibrium."""
    sums = [sum(own, Fraction(0)) for own in found]
    if min(sums) <= 0 or any(p < -SAME for own in found for p in own):
        return None
    given = Profile([[max(p, Fraction(0)) / total for p in own] for own, total in zip(found, sums)])
    if certify(game, given):
        return given
    if game.n_players == 2:
        exact = exact_profile(game, given)
        if exact is not None and certify(game, exact):
            return exact
    profile = polished(game, given)
    if game.n_players == 2:
        return profile if certify(game, profile) else None
    regrets = Profile([[Fraction(p) for p in own] for own in profile]).regrets(game)
    ranges = [payoffs.max() - payoffs.min() or 1 for payoffs in game.payoffs]
    return profile if all(regret <= REGRET * wide for regret, wide in zip(regrets, ranges)) else None
