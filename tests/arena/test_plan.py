"""Line-ups that a document keeps: what is kept comes back, plays, and is known to be of another game."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction as F

import pytest

import playground as pg
from playground.arena import Tournament, digest_of, kept, plan_of, play_all
from playground.catalogue import Entry
from playground.cli import main
from playground.files import dumps_json, loads_json
from playground.game import Repetition
from playground.game.edits import rename_player, set_parameter
from playground.problem import InputError
from playground.strategy import STRATEGIES, Script

DILEMMA = pg.load("games/prisoners-dilemma.game.json")
MINE = Entry("mine", "Mine", "", Script("def move(history, me, game, random):\n    return 1\n"))
ASKED = Tournament(DILEMMA.game, ("tit-for-tat", "random", "defector", "mine"), Repetition(
    continuation=F(9, 10), noise=F(1, 20)), 4, 7, True, True, (F(1), F(1, 2), F(0), F(3)), (MINE,))


@pytest.fixture(scope="module")
def document():
    return replace(DILEMMA, strategies=(MINE,), tournament=plan_of(ASKED, kept(play_all(ASKED))))


def test_results_come_back_with_the_file(document):
    found, again = play_all(ASKED), loads_json(dumps_json(document)).tournament
    assert again == document.tournament
    assert again.results.mean_errors == found.mean_errors and again.results.digest == digest_of(ASKED)
    for row, told in zip(again.results.matrix, found.matrix):
        assert [float(each) for each in row] == [float(each) for each in told]
    exact = [value for value in again.results.matrix[0] if isinstance(value, F)]
    assert exact and all(len(str(value)) <= 40 for value in exact)
    long = play_all(Tournament(DILEMMA.game, ("grim", "random"), Repetition(turns=40, noise=F(1, 7))))
    assert long.exact and kept(long).kinds[0][0] == "computed"


def test_the_line_up_of_the_document_plays(document, tmp_path, capsys):
    assert pg.tournament(document, allow_scripts=True) == play_all(ASKED)
    other = pg.tournament(document, turns=5, noise=0, seed=1, weights=[1, 1, 1, 1], self_play=False,
                          allow_scripts=True)
    assert other.tournament == replace(ASKED, repetition=Repetition(turns=5), seed=1, weights=(F(1),) * 4,
                                       self_play=False)
    with pytest.raises(InputError, match=r"players\[3\]: mine is a script"):
        pg.tournament(document)
    with pytest.raises(InputError, match="without a line-up"):
        pg.tournament(DILEMMA)
    file = tmp_path / "kept.game.json"
    pg.save(document, file)
    assert main(["tournament", str(file), "--allow-scripts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(play_all(ASKED).as_dict()))
    assert main(["tournament", str(file), "--allow-scripts", "--sweep", "noise=0,1/2", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["points"]) == 2
    assert main(["tournament", str(file)]) == 2
    assert "mine: a script of this file" in capsys.readouterr().err
    assert main(["tournament", "prisoners-dilemma"]) == 2
    assert "--players: name strategies" in capsys.readouterr().err


def test_who_cannot_play_is_told_when_it_plays(document):
    away = replace(document, tournament=replace(document.tournament, players=("grim", "gone"), weights=()))
    assert loads_json(dumps_json(away)).tournament == away.tournament
    with pytest.raises(InputError, match=r"players\[1\]: there is no strategy 'gone'"):
        pg.tournament(away)


@pytest.mark.parametrize("change", [
    {"game": set_parameter(DILEMMA.game, "R", "7/2")},
    {"players": ("tit-for-tat", "defector", "random", "mine")},
    {"repetition": Repetition(continuation=F(9, 10))}, {"repetitions": 5}, {"seed": 8}, {"exact": False},
    {"self_play": False}, {"weights": ()},
    {"own": (replace(MINE, make=Script("def move(history, me, game, random):\n    return 0\n")),)}])
def test_a_digest_is_of_all_that_numbers_depend_on(change):
    assert digest_of(replace(ASKED, **change)) != digest_of(ASKED)


def test_a_digest_is_of_nothing_else():
    other = rename_player(DILEMMA.game, 0, "Zoe")
    unused = Entry("unused", "Unused", "", STRATEGIES["grim"].make)
    assert digest_of(replace(ASKED, game=other, own=(MINE, unused))) == digest_of(ASKED)
    assert digest_of(replace(ASKED)) == digest_of(ASKED) and len(digest_of(ASKED)) == 16


def test_of_many_players_the_means_are_kept(monkeypatch):
    monkeypatch.setattr("playground.arena.plan.MOST_KEPT", 3)
    found = kept(play_all(ASKED))
    assert len(found.mean) == 4 and found.matrix == found.errors == found.kinds == ()
