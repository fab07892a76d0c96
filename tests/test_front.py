"""The front door for notebooks: `import playground as pg`."""

from __future__ import annotations

import doctest
from fractions import Fraction
from pathlib import Path

import pytest

import playground as pg
from playground.game import Repetition


def test_every_name_is_there_and_no_other() -> None:
    assert {"load", "save", "NormalForm", "Profile", "GameDocument", "solve", "match", "sweep", "tournament",
            "basins", "evolve", "find", "fixation", "from_payoff_functions", "stationary", "alpha_rank",
            "space", "budget", "committee", "lies", "vote", "VoteDocument",
            "InputError", "__version__"} == set(pg.__all__)
    for name in pg.__all__:
        assert getattr(pg, name) is not None
        assert name in dir(pg)
    with pytest.raises(AttributeError, match="no attribute 'slove'"):
        pg.slove  # noqa: B018


def test_the_example_at_its_door_runs() -> None:
    result = doctest.testmod(pg)
    assert result.attempted and not result.failed


def test_games_and_documents_are_taken_alike(root: Path) -> None:
    document = pg.load(root / "games" / "hawk-dove.game.json")
    for game in (document, document.game):
        assert len(pg.solve(game).equilibria) == 3
        assert pg.match(game, ["grim", "grim"], turns=3, seed=1).turns == 3
        assert pg.evolve(game, start=[0.9, 0.1], time=1).structure == "one"
    with pytest.raises(TypeError, match="a NormalForm or a GameDocument"):
        pg.solve([[1, 0], [0, 1]])  # type: ignore[arg-type]


def test_what_is_left_out_comes_from_the_document() -> None:
    game = pg.NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    document = pg.GameDocument(game, repeated=Repetition(turns=7, noise=Fraction(1)))
    own = pg.match(document, ["cooperator", "cooperator"], seed=1)
    assert own.actions == ((1, 1),) * 7  # every choice was flipped
    assert pg.match(document, ["cooperator", "cooperator"], noise=0, seed=1).actions == ((0, 0),) * 7
    assert pg.match(document, ["cooperator", "cooperator"], turns=2, seed=1).actions == ((1, 1),) * 2
    assert pg.match(game, ["cooperator", "cooperator"], seed=1).turns == 200


@pytest.mark.parametrize("call", [
    lambda game: pg.solve(game, concept="nsh"), lambda game: pg.solve(game, method="nsh"),
    lambda game: pg.match(game, ["grim", "grm"]), lambda game: pg.match(game, ["grim", "grim"], noise=2),
    lambda game: pg.match(game, ["grim", "grim"], turns=3, continuation="1/2"),
    lambda game: pg.match(game, ["grim", "grim"], noise=float("nan")),
    lambda game: pg.evolve(game, dynamic="replicato"), lambda game: pg.evolve(game, start=[1]),
    lambda game: pg.evolve(game, time=float("inf")), lambda game: pg.evolve(game, time="soon"),
    lambda game: pg.evolve(game, dynamic="mran"), lambda game: pg.evolve(game, dynamic="moran:population=1"),
    lambda game: pg.fixation(game, "mran"), lambda game: pg.fixation(game, noise=1),
    lambda game: pg.fixation(game, strength="strong"), lambda game: pg.stationary(game, mutation=2),
    lambda game: pg.alpha_rank(game, alpha=-1), lambda game: pg.alpha_rank(game, population=1),
    lambda game: pg.find("one-mxed"), lambda game: pg.find(features={"pur": 1}),
    lambda game: pg.find(count=0), lambda game: pg.find(features={"pure": 5}),
    lambda game: pg.find(shape=(1, 2))])
def test_what_cannot_be_used_is_an_input_error_with_its_place(call) -> None:  # type: ignore[no-untyped-def]
    game = pg.NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    with pytest.raises(pg.InputError) as caught:
        call(game)
    assert all(problem.place and problem.message for problem in caught.value.problems)
