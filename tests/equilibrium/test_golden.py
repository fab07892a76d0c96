"""Published games: what is right, by the engine and by Gambit, and what each method of nashpy finds of it."""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from playground.equilibrium import certify, solve
from playground.game import NormalForm, Profile

GOLDEN = json.loads((Path(__file__).parents[1] / "golden/equilibria.json").read_text("utf-8"))
GAMES = pytest.mark.parametrize("golden", GOLDEN["games"], ids=lambda golden: golden["name"])


def game_of(golden: dict[str, Any]) -> NormalForm:
    return NormalForm.from_arrays(*(golden[key] for key in ("first", "second") if golden[key]))


@GAMES
def test_all_are_found(golden: dict[str, Any]) -> None:
    game = game_of(golden)
    solution = solve(game)
    found = {each.profile for each in solution.equilibria}
    assert solution.exact and solution.complete and solution.certified and solution.missed is None
    assert len(found) == len(solution.equilibria) == golden["extreme"]
    assert len(solution.components) == golden["components"]
    assert all(certify(game, profile) for profile in found)
    if "equilibria" in golden:
        assert found == {Profile(profile) for profile in golden["equilibria"]}
    if find_spec("pygambit") is None:
        return
    theirs = solve(game, method="gambit-enummixed")
    assert found == {each.profile for each in theirs.equilibria}
    assert theirs.complete and theirs.missed == 0 and theirs.components == solution.components


@GAMES
def test_what_nashpy_finds(golden: dict[str, Any]) -> None:
    game = game_of(golden)
    whole = {each.profile for each in solve(game).equilibria}
    for method, count in golden["found"].items():
        solution = solve(game, method=method)
        found = {each.profile for each in solution.equilibria}
        assert solution.method == method and solution.certified and solution.exact
        assert all(certify(game, profile) for profile in found)
        assert solution.missed == len(whole - found)
        assert solution.complete == (not solution.missed)
        assert solution.message.startswith("Complete: " if solution.complete else "Not complete: ")
        assert len(found & whole) >= count
        if version("nashpy") == GOLDEN["nashpy"]:
            assert len(found & whole) == count, method
