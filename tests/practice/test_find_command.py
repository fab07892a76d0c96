"""`playground find`, as a shell sees it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import playground as pg
from playground.practice import FEATURES, WISHES, exam, find_many

Shell = Any


def refused(playground: Shell, *arguments: object, **options: object) -> list[str]:
    done = playground("find", *arguments, **options)
    assert done.returncode == 2 and not done.stdout
    return [line.removeprefix("playground: error: ") for line in done.stderr.splitlines()]


def test_what_can_be_wished_is_listed(playground: Shell) -> None:
    for what, catalogue in (("wishes", WISHES), ("features", FEATURES)):
        rows = json.loads(playground("list", what, "--json").stdout)
        assert [row["name"] for row in rows] == list(catalogue)


def test_it_says_what_it_found(playground: Shell) -> None:
    done = playground("find", "--wish", "coordination", "--count", 2, "--seed", 1)
    assert done.returncode == 0 and not done.stderr
    assert done.stdout.startswith("""Better or safer · 1 of 2, seed 1

     X     Y
  A  7, 3  7, 1
  B  4, 8  9, 9

Two pure equilibria and one mixed; B, Y is better for both, A, X risk-dominates.

Better or safer · 2 of 2, seed 1
""")


def test_json(playground: Shell) -> None:
    done = playground("find", "--shape", "2x3", "--low", "-2", "--high", 2, "--with", "pure=2", "infinite=no",
                      "--with", "different=no", "--count", 3, "--seed", 4, "--json")
    shown = json.loads(done.stdout)
    assert shown["seed"] == 4 and shown["files"] == [] and len(shown["games"]) == 3
    for game in shown["games"]:
        assert [len(player["strategies"]) for player in game["players"]] == [2, 3]
        assert game["features"].keys() == FEATURES.keys()
        assert game["features"]["pure"] == 2 and game["features"]["infinite"] is False
        assert all(-2 <= int(payoff) <= 2 for table in game["payoffs"] for row in table for payoff in row)
    features = {"pure": 2, "infinite": False, "different": False}
    again = pg.find(shape=(2, 3), low=-2, high=2, features=features, count=3, seed=4)
    assert [game.payoffs.astype(str).tolist() for game in again] == [
        game["payoffs"] for game in shown["games"]]


def test_games_and_exams_are_written(playground: Shell, tmp_path: Path) -> None:
    done = playground("find", "--wish", "three-rounds", "--count", 2, "--seed", 3, "--out", "new/games",
                      "--exam", "exam.tex", "--title", "Week 2", cwd=tmp_path,
                      env={**os.environ, "PYTHONPATH": str(Path(pg.__file__).parent.parent)})
    assert done.returncode == 0, done.stderr
    files = ["new/games/three-rounds-3-01.game.json", "new/games/three-rounds-3-02.game.json", "exam.tex",
             "exam-solutions.tex"]
    assert done.stdout.splitlines()[-4:] == [f"written to {Path(file)}" for file in files]
    games = find_many(WISHES["three-rounds"].make, 2, 3)
    documents = [pg.load(tmp_path / file) for file in files[:2]]
    assert tuple(document.game for document in documents) == games
    assert [document.title for document in documents] == [f"Three rounds of elimination {i}" for i in (1, 2)]
    for file, solutions in zip(files[2:], (False, True)):
        assert (tmp_path / file).read_text("utf-8") == exam(games, "Week 2", solutions)


@pytest.mark.parametrize(("arguments", "lines"), [
    (("--with", "pure", "zero-sum=yes"), ["--with: 'pure' has no '='; write FEATURE=VALUE, such as pure=2"]),
    (("--with", "pure=x", "textbook=hero", "--shape", "3x3"),
     ["--with: pure is a whole number from 0, not 'x'", "--with: textbook is for 2x2 games only"]),
    (("--shape", "3"), ["--shape: '3' is no shape; write one such as 3x3"]),
    (("--shape", "9x9"), ["--shape: two players with 2 to 6 strategies each, such as 3x3; not 9x9"]),
    (("--count", "0"), ["--count: 0 games; 1 to 1,000 can be found at once"]),
    (("--seed", "-1"), ["--seed: the seed -1 is negative; give a whole number from 0"]),
    (("--exam", "exam.doc"), ["--exam: end the file name with .pdf or .tex"])])
def test_what_cannot_be_used(playground: Shell, arguments: tuple[str, ...], lines: list[str]) -> None:
    assert refused(playground, *arguments) == lines


def test_a_wish_s_name_is_guessed(playground: Shell) -> None:
    [line] = refused(playground, "--wish", "batle")
    assert line.startswith("--wish: there is no wish 'batle'; did you mean one of: battle")


def test_a_wish_that_cannot_be_had_leaves_no_file(playground: Shell, tmp_path: Path) -> None:
    [line] = refused(playground, "--with", "pure=4", "nondegenerate=yes", "--out", tmp_path / "games",
                     "--exam", tmp_path / "exam.tex")
    assert line.startswith("--with: no such game among 524,288 with payoffs from 0 to 9; what failed")
    assert not list(tmp_path.iterdir())


def test_folders_that_cannot_be_written(playground: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    [line] = refused(playground, "--out", tmp_path / "file" / "games")
    assert line.startswith("--out: the folder cannot be made (")
    [line] = refused(playground, "--exam", tmp_path / "none" / "exam.tex")
    assert "there is no folder" in line
