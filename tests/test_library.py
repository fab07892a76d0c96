"""Every game of the library opens, says what it should, and every `known` value is true, exactly."""

from __future__ import annotations

from collections.abc import Set
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from playground.equilibrium import iterated_elimination, pure_equilibria, solve
from playground.files import dumps_json, load
from playground.game import NormalForm, Profile, edits

ROOT = Path(__file__).resolve().parent.parent
GAMES = sorted((ROOT / "games").glob("*.game.json"))
CHECKED = {"nash", "nash_count", "components", "pure", "value", "undominated"}
# Games that stand for nothing in the world but show a point of theory.
WITHOUT_PARALLEL = {"good-rock-paper-scissors", "hero", "one-card-poker", "oneill",
                    "rock-paper-scissors-lizard-spock", "shapley", "von-stengel-6x6", "zeeman"}


def test_there_are_enough() -> None:
    assert len(GAMES) >= 36
    titles = [load(file).title for file in GAMES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("file", GAMES, ids=lambda file: file.name.removesuffix(".game.json"))
def test_library_game(file: Path) -> None:
    document = load(file)
    assert document.summary.endswith((".", "?"))
    assert len(document.description) > 200
    assert document.tags and document.references
    assert (document.parallel is None) == (file.name.removesuffix(".game.json") in WITHOUT_PARALLEL)
    assert not document.extra, "a key that this version does not know"
    # Written again it is the same file: key order, indentation, numbers as typed.
    assert dumps_json(document) == file.read_text("utf-8")
    assert document.known
    known = dict(document.known)
    for change in known.pop("changed", []):  # what the story promises of other parameters
        game = document.game
        for name, value in change["set"].items():
            game = edits.set_parameter(game, name, value)
        assert game != document.game
        verify(game, {**change, "source": known["source"]}, {"set"})
    verify(document.game, known)


def verify(game: NormalForm, known: dict[str, Any], besides: Set[str] = frozenset()) -> None:
    """Compare every known result with the core's own, exactly."""
    assert known.pop("source")
    assert known.keys() & CHECKED and not known.keys() - CHECKED - besides
    if {"nash", "nash_count", "components"} & known.keys():
        solution = solve(game)
        assert solution.complete and solution.certified and solution.exact
        found = [equilibrium.profile for equilibrium in solution.equilibria]
        assert len(set(found)) == len(found)
        if "nash" in known:
            assert set(found) == {Profile(profile) for profile in known["nash"]}
            assert len(found) == len(known["nash"])
        assert len(found) == known.get("nash_count", len(found))
        assert len(solution.components) == known.get("components", len(solution.components))
    if "pure" in known:
        names = {game.profile_names(profile) for profile in pure_equilibria(game)}
        assert names == {tuple(profile) for profile in known["pure"]}
    if "value" in known:
        assert game.is_zero_sum
        value = Fraction(known["value"])
        assert all(equilibrium.payoffs == (value, -value) for equilibrium in solve(game).equilibria)
    if "undominated" in known:
        survivors = iterated_elimination(game).survivors
        assert [[player.strategies[i] for i in rest] for player, rest in zip(game.players, survivors)
                ] == known["undominated"]


def test_a_wrong_known_value_is_noticed() -> None:
    game = load(ROOT / "games" / "stag-hunt.game.json").game
    for wrong in ({"nash": [[["1", "0"], ["1", "0"]]]}, {"nash_count": 2}, {"components": 1},
                  {"pure": [["Stag", "Stag"]]}, {"undominated": [["Stag"], ["Stag"]]}):
        with pytest.raises(AssertionError):
            verify(game, {**wrong, "source": "nobody"})
