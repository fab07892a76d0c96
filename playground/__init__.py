"""Playground: a laboratory for games and coordination.

The front door for notebooks and scripts. Every name below is loaded when it is first used, so that
`import playground` costs no more than what is asked of it.

>>> import playground as pg
>>> game = pg.NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
>>> [equilibrium.payoffs for equilibrium in pg.solve(game).equilibria]
[(Fraction(1, 1), Fraction(1, 1))]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.files import GameDocument as GameDocument
    from playground.files import VoteDocument as VoteDocument
    from playground.files import save as save
    from playground.front import alpha_rank as alpha_rank
    from playground.front import basins as basins
    from playground.front import budget as budget
    from playground.front import committee as committee
    from playground.front import evolve as evolve
    from playground.front import find as find
    from playground.front import fixation as fixation
    from playground.front import from_payoff_functions as from_payoff_functions
    from playground.front import lies as lies
    from playground.front import load as load
    from playground.front import match as match
    from playground.front import solve as solve
    from playground.front import space as space
    from playground.front import stationary as stationary
    from playground.front import sweep as sweep
    from playground.front import tournament as tournament
    from playground.front import vote as vote
    from playground.game import NormalForm as NormalForm
    from playground.game import Profile as Profile
    from playground.problem import InputError as InputError

__version__ = "0.1.0"

_HOMES = {
    "GameDocument": "playground.files",
    "InputError": "playground.problem",
    "NormalForm": "playground.game",
    "Profile": "playground.game",
    "VoteDocument": "playground.files",
    "alpha_rank": "playground.front",
    "basins": "playground.front",
    "budget": "playground.front",
    "committee": "playground.front",
    "evolve": "playground.front",
    "find": "playground.front",
    "fixation": "playground.front",
    "from_payoff_functions": "playground.front",
    "lies": "playground.front",
    "load": "playground.front",
    "match": "playground.front",
    "save": "playground.files",
    "solve": "playground.front",
    "space": "playground.front",
    "stationary": "playground.front",
    "sweep": "playground.front",
    "tournament": "playground.front",
    "vote": "playground.front",
}

__all__ = [*sorted(_HOMES), "__version__"]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
