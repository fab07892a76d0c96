"""Sweeps: each point is the tournament it says, whoever works it out."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction as F

import pytest

import playground as pg
from playground.arena import Sweep, Tournament, play_sweep
from playground.cli import main
from playground.game import Repetition
from playground.problem import InputError
from playground.progress import Cancelled

DILEMMA = pg.load("games/prisoners-dilemma.game.json")
FOUR = ("cooperator", "defector", "tit-for-tat", "grim")


def test_each_point_is_a_tournament_of_its_own():
    swept = pg.sweep(DILEMMA, FOUR, noise=[0, "1/20", F(1, 2)], parameters={"R": [3, "7/2"]}, turns=20,
                     exact=True, seed=3)
    assert [tuple(at.values()) for at in swept.sweep.points] == [
        (noise, r) for noise in (0, F(1, 20), F(1, 2)) for r in (3, F(7, 2))]
    from playground.game.edits import set_parameter

    for at, found in zip(swept.sweep.points, swept.results):
        game = set_parameter(DILEMMA.game, "R", str(at["R"]))
        assert found == pg.tournament(game, FOUR, noise=at["noise"], turns=20, exact=True, seed=3)
    lengths = pg.sweep(DILEMMA, FOUR, continuation=["1/2", "9/10"], exact=True)
    assert lengths.results[1].mean == pg.tournament(DILEMMA, FOUR, continuation="9/10", exact=True).mean
    told = swept.as_dict()
    assert told["axes"] == {"noise": ["0", "1/20", "1/2"], "R": ["3", "7/2"]} and len(told["points"]) == 6
    rows = swept.rows()
    assert rows[0][:4] == ["noise", "R", "strategy", "rank"] and len(rows) == 1 + 6 * 4
    assert {row[3] for row in rows[1:5]} == {1, 2, 3, 4}


def test_the_same_numbers_with_any_number_of_workers(monkeypatch):
    monkeypatch.setattr("playground.arena.tournament.BOUTS_A_TASK", 2)
    base = Tournament(DILEMMA.game, (*FOUR, "hedge"), Repetition(turns=20), 3, seed=8)
    swept = Sweep(base, {"noise": (F(0), F(1, 10)), "turns": (F(5), F(9))})
    alone = play_sweep(swept)
    for count in (1, 3):
        with ThreadPoolExecutor(count) as workers:
            assert play_sweep(swept, executor=workers) == alone
    assert len({found.seed for found in alone.results}) == 1


def test_on_a_cluster():
    distributed = pytest.importorskip("distributed")
    swept = Sweep(Tournament(DILEMMA.game, ("random", "hedge"), Repetition(turns=9), 3, seed=8),
                  {"noise": (F(0), F(1, 10))})
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False,
                                  dashboard_address=None) as cluster, distributed.Client(cluster) as client:
        assert play_sweep(swept, executor=client.get_executor()) == play_sweep(swept)


def test_it_tells_how_far_it_is_and_ends_when_nobody_waits():
    swept = Sweep(Tournament(DILEMMA.game, FOUR, Repetition(turns=200), exact=False),
                  {"noise": tuple(F(k, 20) for k in range(5))})
    told = []
    play_sweep(swept, lambda done, text="": told.append(done))
    shares = [done for done in told if done is not None]
    assert 0 <= min(shares) < 0.1 and 0.8 <= shares[-1] <= 1  # the last point of five begins there

    def impatient(done, text=""):
        if done is not None:
            raise Cancelled

    with pytest.raises(Cancelled):
        play_sweep(swept, impatient)
    with ThreadPoolExecutor(1) as workers, pytest.raises(Cancelled):
        play_sweep(swept, impatient, workers)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(InputError) as caught:
        pg.sweep(DILEMMA, FOUR, noise=[0, 2, -1], parameters={"Q": [1]}, turns=5)
    places = [problem.place for problem in caught.value.problems]
    assert places == ["sweep noise=2", "sweep noise=-1", "sweep Q=1"]
    for given, said in (({"noise": 0}, "0 settings"), ({"noise": []}, "no value"),
                        ({"turns": [1], "continuation": "1/2"}, "either turns or continuation"),
                        ({"noise": [0], "turns": [1], "parameters": {"R": [1]}}, "3 settings"),
                        ({"turns": ["1/2"]}, "not a whole number"),
                        ({"noise": [F(1, 9)] * 2001}, "2,001 points"),
                        ({"noise": ["x"]}, "'x' is not a number")):
        with pytest.raises(InputError, match=said):
            pg.sweep(DILEMMA, FOUR, **given)


def test_on_the_command_line(capsys):
    line = ["tournament", "prisoners-dilemma", "--lineup", "four", "--exact", "--turns", "20", "--seed", "1"]
    assert main([*line, "--sweep", "noise=0:1/2:3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["axes"] == {"noise": ["0", "1/4", "1/2"]}
    assert found["points"][1]["mean"] == [str(mean) for mean in pg.tournament(
        DILEMMA, FOUR, turns=20, noise="1/4", exact=True).mean]
    assert main([*line, "--sweep", "R=3,4", "--csv"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "R,strategy,rank,mean,standard error,95 % margin,how" and len(rows) == 9
    for bad, said in ((["--sweep", "noise"], "--sweep: 'noise' has no '='"),
                      (["--sweep", "noise=0:1"], "--sweep noise: '0:1' is not FROM:TO:COUNT"),
                      (["--sweep", "noise=0:1:1"], "--sweep noise: 1 values"),
                      (["--sweep", "noise=0,2"], "--sweep noise=2: 2 is not from 0 to 1"),
                      (["--sweep", "turns=1,2"], "either --turns or --sweep turns"),
                      (["--sweep", "continuation=0,1/2"], "--sweep: matches have either turns or"),
                      (["--sweep", "noise=0,1", "--sweep", "noise=0"], "--sweep noise: is given twice"),
                      (["--csv"], "--csv: goes with --sweep")):
        assert main([*line, *bad]) == 2
        assert said in capsys.readouterr().err
