"""The command line as a shell sees it: keys, tables, errors of one line, quiet ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground import front
from playground.cli import COMMANDS, main
from playground.files import load
from playground.problem import InputError

Shell = Any
ENTRY = {"name", "title", "summary", "parameters"}
OPTION = {"name", "default", "min", "max", "meaning"}
LONG_MATCH = [sys.executable, "-m", "playground", "match", "stag-hunt", "--json",
              "--players", "random", "random", "--turns"]


def printed(playground: Shell, *arguments: object) -> Any:
    done = playground(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def refused(playground: Shell, *arguments: object, **options: object) -> list[str]:
    """The error lines of a command that must be refused."""
    done = playground(*arguments, **options)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines and all(line.startswith("playground: error: ") for line in lines), done.stderr
    return [line.removeprefix("playground: error: ") for line in lines]


# --- list -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "names"), [
    ("games", {"stag-hunt", "prisoners-dilemma", "von-stengel-6x6"}),
    ("concepts", {"nash", "pure", "dominance", "weak-dominance", "maximin", "pareto"}),
    ("methods", {"exact", "nashpy-support", "nashpy-vertex", "nashpy-lemke-howson"}),
    ("strategies", {"cooperator", "defector", "random", "tit-for-tat", "grim", "win-stay-lose-shift",
                    "best-response", "fictitious-play", "uniform", "repeat-last"}),
    ("dynamics", {"replicator", "moran", "wright-fisher", "fermi"}),
])
def test_list(playground: Shell, what: str, names: set[str]) -> None:
    rows = printed(playground, "list", what)
    assert names <= {row["name"] for row in rows}
    for row in rows:
        assert row.keys() >= ENTRY
        assert all(option.keys() >= OPTION for option in row["parameters"])
    done = playground("list", what)
    assert all(name in done.stdout for name in names)


@pytest.mark.parametrize("wrong", [(), ("laws",)])
def test_list_says_what_there_is(playground: Shell, wrong: tuple[str, ...]) -> None:
    [line] = refused(playground, "list", *wrong)
    assert line.startswith("WHAT: ")
    assert all(name in line for name in ("games", "concepts", "methods", "strategies", "dynamics"))


def test_names_move_no_cursor(playground: Shell, tmp_path: Path) -> None:
    """A mailed game may have terminal commands for names: they are spelt out, in tables and in JSON."""
    names = ["\x1b[2J", "a\nb\r\x9bc"]
    game = {"format": "playground-game", "version": 1, "title": "\x1b]0;owned\x07 \u202egnp",
            "players": [{"name": name, "strategies": names} for name in ("\x1b[31mAnn", "Bob\x08")],
            "payoffs": [[["2", "2"], ["0", "1"]], [["1", "0"], ["1", "1"]]]}
    path = tmp_path / "terminal.game.json"
    path.write_text(json.dumps(game))
    for arguments in (("solve", path), ("solve", path, "--concept", "dominance"), ("evolve", path),
                      ("match", path, "--players", "grim", "random", "--seed", 1), ("solve", path, "--json"),
                      ("convert", path, tmp_path / "out.nfg"), ("solve", "\x1b[2J")):
        done = playground(*arguments)
        shown = done.stdout + done.stderr
        assert shown and not [c for c in shown if (c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160))
                              or c == "\u202e"], arguments
    assert json.loads(playground("solve", path, "--json").stdout)["title"] == game["title"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device to write to")
def test_output_that_cannot_be_written(root: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "playground", "solve", "stag-hunt"], stdout=full,
                              stderr=subprocess.PIPE, text=True, cwd=root)
    assert done.returncode == 2
    assert done.stderr == "playground: error: the output cannot be written: No space left on device\n"


# --- solve ----------------------------------------------------------------------------------------------


def test_solve(playground: Shell, root: Path) -> None:
    result = printed(playground, "solve", root / "games" / "stag-hunt.game.json")
    assert result.keys() >= {"title", "concept", "method", "exact", "complete", "certified", "seconds",
                             "equilibria", "components"}
    assert (result["title"], result["concept"], result["method"]) == ("Stag Hunt", "nash", "exact")
    assert result["exact"] and result["complete"] and result["certified"]
    mixed = next(found for found in result["equilibria"] if found["profile"][0] == ["3/4", "1/4"])
    assert mixed["payoffs"] == ["3", "3"]
    assert sorted(i for members in result["components"] for i in members) == [0, 1, 2]
    assert [found["component"] for found in result["equilibria"]] == [
        next(c for c, members in enumerate(result["components"]) if i in members) for i in range(3)]


def test_solve_sets_parameters(playground: Shell) -> None:
    result = printed(playground, "solve", "stag-hunt", "--set", "h=5")
    assert [found["profile"] for found in result["equilibria"]] == [[["0", "1"], ["0", "1"]]]
    result = printed(playground, "solve", "stag-hunt", "--set", "h=-1/2")
    assert [found["profile"] for found in result["equilibria"]] == [[["1", "0"], ["1", "0"]]]


@pytest.mark.parametrize("method", ["nashpy-support", "nashpy-vertex", "nashpy-lemke-howson"])
def test_solve_by_other_methods(playground: Shell, method: str) -> None:
    result = printed(playground, "solve", "matching-pennies", "--method", method)
    assert result["method"] == method
    assert result["certified"]
    assert [found["profile"] for found in result["equilibria"]] == [[["1/2", "1/2"], ["1/2", "1/2"]]]


@pytest.mark.parametrize("concept", ["pure", "dominance", "weak-dominance", "maximin", "pareto"])
def test_every_concept_answers(playground: Shell, concept: str) -> None:
    assert printed(playground, "solve", "prisoners-dilemma", "--concept", concept)["concept"] == concept
    shown = playground("solve", "prisoners-dilemma", "--concept", concept).stdout
    assert "Prisoner's Dilemma" in shown and "Defect" in shown


def test_solve_does_not_pass_a_short_list_off_as_whole(playground: Shell) -> None:
    result = printed(playground, "solve", "majority-3")
    assert result["complete"] is False
    assert "there may be more" in playground("solve", "majority-3").stdout
    whole = printed(playground, "solve", "volunteers-dilemma")
    assert whole["complete"] is True and "Complete" in playground("solve", "volunteers-dilemma").stdout


def test_options_of_a_concept(playground: Shell) -> None:
    result = printed(playground, "solve", "chicken", "--concept", "quantal", "--with", "lambda=0")
    assert result["equilibria"][0]["profile"] == [[0.5, 0.5], [0.5, 0.5]] and len(result["equilibria"]) == 1
    for setting, words in (("lambda", "'lambda' has no '='; write NAME=VALUE, such as lambda=2"),
                           ("mu=1", "quantal has no option mu; it has lambda"),
                           ("lambda=x", "'x' is not a number"), ("lambda=-1", "lambda is -1, which is")):
        refused = playground("solve", "chicken", "--concept", "quantal", "--with", setting)
        assert refused.returncode == 2 and f"--with: {words}" in refused.stderr


# --- match ----------------------------------------------------------------------------------------------


def test_match(playground: Shell) -> None:
    result = printed(playground, "match", "prisoners-dilemma", "--players", "tit-for-tat", "defector",
                     "--turns", 10, "--seed", 1)
    assert result["players"] == ["tit-for-tat", "defector"]
    assert result["actions"] == [[0, 1], *[[1, 1]] * 9]
    assert [Fraction(payoff) for payoff in result["payoffs"]] == [Fraction(9, 10), Fraction(14, 10)]
    assert [float(Fraction(share)) for share in map(str, result["cooperation"])] == [0.1, 0.0]
    assert result["seed"] == 1


def test_match_is_the_same_for_the_same_seed(playground: Shell) -> None:
    line = ("match", "stag-hunt", "--players", "random", "grim", "--continuation", "0.95", "--noise", "1/10")
    first = printed(playground, *line)
    again = printed(playground, *line, "--seed", first["seed"])
    assert first == again


def test_a_script_of_a_file_runs_only_where_it_is_allowed(playground: Shell, tmp_path: Path, root: Path
                                                          ) -> None:
    data = json.loads((root / "games/stag-hunt.game.json").read_text("utf-8"))
    data["strategies"] = {"mine": {"script": "def move(history, me, game, random):\n    return 1"},
                          "loses": {"script": "def move(history, me, game, random):\n    return 7"}}
    file = tmp_path / "own.game.json"
    file.write_text(json.dumps(data), "utf-8")
    line = ("match", file, "--players", "grim", "mine", "--turns", 3)
    done = playground(*line)
    assert done.returncode == 2 and "--players: mine: a script of this file" in done.stderr
    assert "--allow-scripts" in done.stderr
    assert printed(playground, *line, "--allow-scripts")["actions"] == [[0, 1], [1, 1], [1, 1]]
    done = playground("match", file, "--players", "loses", "grim", "--allow-scripts")
    assert done.returncode == 0 and " forfeits: loses: move returned 7" in done.stdout
    with pytest.raises(InputError, match="allow_scripts=True runs it"):
        front.match(load(file), ["grim", "mine"])


def test_match_takes_the_repetition_of_the_document(playground: Shell, tmp_path: Path, root: Path) -> None:
    data = json.loads((root / "games" / "stag-hunt.game.json").read_text("utf-8"))
    file = tmp_path / "seven.game.json"
    file.write_text(json.dumps({**data, "repeated": {"turns": 7}}), "utf-8")
    assert len(printed(playground, "match", file, "--players", "grim", "grim")["actions"]) == 7
    assert len(printed(playground, "match", file, "--players", "grim", "grim", "--turns", 3)["actions"]) == 3


# --- evolve ---------------------------------------------------------------------------------------------


def test_evolve(playground: Shell) -> None:
    result = printed(playground, "evolve", "hawk-dove", "--from", "9/10,1/10", "--time", 40)
    assert result.keys() >= {"dynamic", "times", "shares", "rest_points"}
    assert result["dynamic"] == "replicator"
    assert len(result["times"]) == len(result["shares"])
    assert result["times"][0] == 0 and result["times"][-1] == pytest.approx(40)
    assert all(sum(shares) == pytest.approx(1) for shares in result["shares"])
    assert {point["kind"] for point in result["rest_points"]} == {"sink", "source"}
    assert all(point.keys() >= {"at", "kind", "eigenvalues"} for point in result["rest_points"])


def test_evolve_a_finite_population(playground: Shell, root: Path) -> None:
    """What is told of it is what its exact parts are from Python; the same seed gives the same way."""
    asked = ("evolve", "stag-hunt", "--dynamic", "moran:population=20,strength=1/10", "--seed", 7,
             "--time", 5)
    result = printed(playground, *asked)
    assert result == printed(playground, *asked)
    assert (result["population"], result["seed"], result["times"][-1]) == (20, 7, 5)
    assert all(share * 20 == pytest.approx(round(share * 20)) for row in result["shares"] for share in row)
    found = front.fixation(load(root / "games/stag-hunt.game.json"), population=20, strength="1/10")
    assert result["fixation"]["takes_over"] == found.takes_over.tolist()
    assert result["stationary"]["shares"] == pytest.approx(found.residents.tolist(), rel=1e-12)
    shown = playground(*asked).stdout
    assert "one population of 20, seed 7" in shown and "takes over" in shown
    stuck = printed(playground, "evolve", "pure-coordination", "--dynamic", "moran")
    assert stuck["stationary"] is None and "depends on the start" in stuck["note"]


def test_fixation(playground: Shell, root: Path) -> None:
    asked = ("fixation", "stag-hunt", "--dynamic", "moran:population=20,strength=1/10")
    hunt = load(root / "games/stag-hunt.game.json")
    found = front.fixation(hunt, population=20, strength="1/10", exact=True)
    printed_one = printed(playground, *asked, "--exact")
    assert printed_one["fixation"]["takes_over"] == found.takes_over.tolist()
    assert printed_one["fixation"]["fractions"][0][1] == str(found.fractions[0][1])
    assert printed_one["stationary"]["shares"] == pytest.approx(found.residents.tolist(), rel=1e-12)
    shown = playground(*asked).stdout
    assert f"{found.takes_over[0, 1]:.6g}" in shown and "where mutants are rare" in shown
    assert "never" in playground("fixation", "pure-coordination").stdout


def test_alpha_rank(playground: Shell) -> None:
    ranked = printed(playground, "alpha-rank", "rock-paper-scissors")
    assert ranked["fractions"] == ["1/3"] * 3 and ranked["sinks"] == [[0, 1, 2]] and ranked["alpha"] is None
    some = printed(playground, "alpha-rank", "battle-of-the-sexes", "--alpha", "1/2", "--size", 20)
    assert some["population"] == 20 and some["fractions"] is None and sum(some["masses"]) == pytest.approx(1)
    assert "Go" in playground("alpha-rank", "el-farol-3", "--everybody").stdout


# --- convert and tour -----------------------------------------------------------------------------------


# --- space ----------------------------------------------------------------------------------------------


def test_space(playground: Shell, tmp_path: Path) -> None:
    result = printed(playground, "space", "nowak-may", "--single", "Defect,Cooperate", "--size", "41",
                     "--generations", 8, "--states")
    assert result["counts"] == [41 * 41 - 289, 289] and len(result["shares"]) == 9
    assert sum(map(sum, result["states"])) == 289
    edges = tmp_path / "ring.txt"
    edges.write_text("\n".join(f"{k} {(k + 1) % 30}" for k in range(30)))
    ring = printed(playground, "space", "stag-hunt", "--network", edges, "--rule", "birth-death", "--seed", 3)
    assert "30 nodes" in ring["place"] and ring["updating"] == "asynchronous"
    assert ring == printed(playground, "space", "stag-hunt", "--network", edges, "--rule", "birth-death",
                           "--seed", 3)


def test_convert_there_and_back(playground: Shell, tmp_path: Path) -> None:
    there, back = tmp_path / "game.nfg", tmp_path / "back.game.json"
    for source, target in (("battle-of-the-sexes", there), (there, back)):
        done = playground("convert", source, target)
        assert done.returncode == 0, done.stderr
    first, last = (printed(playground, "solve", file) for file in ("battle-of-the-sexes", back))
    assert [found["profile"] for found in first["equilibria"]] == [found["profile"] for found in
                                                                   last["equilibria"]]
    assert "not kept" in playground("convert", "stag-hunt", there).stdout  # the parameters
    tree = tmp_path / "tree.efg"
    tree.write_text('EFG 2 R "Tree" { "A" } p "" 1 1 "" { "x" "y" } 0 t "" 1 "" { 1/3 } t "" 0')
    done = playground("convert", tree, there)
    assert done.returncode == 0 and "reduced normal form" in done.stderr
    assert printed(playground, "solve", there)["equilibria"][0]["payoffs"] == ["1/3"]
    [line] = refused(playground, "convert", "stag-hunt", tmp_path / "tree2.efg")
    assert "read, not written" in line
    [line] = refused(playground, "convert", "stag-hunt", tmp_path / "game.docx")
    assert "game.docx" in line and not (tmp_path / "game.docx").exists()


def test_a_new_game_of_payoff_functions(playground: Shell, tmp_path: Path) -> None:
    file = tmp_path / "pigou.game.json"
    done = playground("new", file, "--payoffs", "Near = -x_Near^2", "Far = -w", "--parameters", "w = 3/4")
    assert "3 players" in done.stdout
    rest = json.loads(playground("evolve", file, "--set", "w=1/4", "--json").stdout)["rest_points"]
    assert [point["at"] for point in rest if point["kind"] == "sink"] == [["1/2", "1/2"]]
    lines = refused(playground, "new", file, "--payoffs", "A = 1/x1", "B", "C = q", "--parameters", "w = w")
    assert [line.partition(": ")[0] for line in lines] == ["--payoffs 2", "parameters.w.value", "--payoffs 1",
                                                       "--payoffs 3"]


def test_a_mutation_matrix_from_a_file(playground: Shell, tmp_path: Path) -> None:
    file = tmp_path / "mutation.csv"
    file.write_text("0.9,0.1\n1/3,2/3\n", "utf-8")
    given = ("evolve", "stag-hunt", "--mutation", file, "--dynamic", "replicator-mutator", "--json")
    dynamic = json.loads(playground(*given).stdout)["dynamic"]
    assert dynamic == "replicator-mutator:matrix=9/10 1/10; 1/3 2/3"
    [line] = refused(playground, *given[:4])
    assert line == "--dynamic: replicator has no option matrix; it has none"
    file.write_text("0.9,0.2\n1/3,a\n", "utf-8")
    [line] = refused(playground, *given)
    assert line == "--mutation row 2, column 2: 'a' is not a number: 'a' is a name"
    file.write_text("0.9,0.2\n1/3,0\n", "utf-8")
    [line] = refused(playground, *given)
    assert "row 1 of matrix sums to 11/10" in line and "row 2 of matrix sums to 1/3" in line
    [line] = refused(playground, *given[:3], tmp_path / "none.csv", *given[4:])
    assert line.startswith("--mutation none.csv: ")


def test_convert_leaves_the_old_file_when_it_cannot_write(playground: Shell, tmp_path: Path) -> None:
    [line] = refused(playground, "convert", "stag-hunt", tmp_path / "nowhere" / "game.nfg")
    assert "nowhere" in line


# --- what bad input gets --------------------------------------------------------------------------------


def test_evolve_with_options_populations_and_agents(playground: Any) -> None:
    asked = ["evolve", "stag-hunt", "--dynamic", "logit:noise=1/2",
            "--beside", "agents", "--size", "50", "--seed", "7", "--time", "5"]
    found = printed(playground, *asked)
    assert found["dynamic"] == "logit:noise=1/2" and len(found["rest_points"]) == 1
    assert found["beside"]["seed"] == 7 and found["beside"]["unit"] == "agents"
    assert all(round(50 * share[0]) == pytest.approx(50 * share[0]) for share in found["beside"]["shares"])
    assert printed(playground, *asked)["beside"] == found["beside"]
    assert "agents, 50 agents, seed 7" in playground(*asked).stdout
    three = printed(playground, "evolve", "volunteers-dilemma", "--populations", "three")
    assert three["structure"] == "three" and len(three["shares"][0]) == 6


@pytest.mark.parametrize(("line", "said"), [
    ("solve", "FILE: missing"),
    ("slove stag-hunt", "slove: neither a command, a file nor a library game; did you mean solve"),
    ("solve nowhere.nfg", "nowhere.nfg: there is no such file"),
    ("solve stag-hnt", "stag-hnt: neither a command, a file nor a library game; did you mean stag-hunt"),
    ("solve .", ".: this is a folder"),
    ("solve stag-hunt --concept nsh", "concept: there is no"),
    ("solve stag-hunt --method gues", "method: there is no"),
    ("solve stag-hunt --set h", "--set: 'h' has no '='"),
    ("solve stag-hunt --set g=1", "--set g: "),
    ("solve stag-hunt --set h=1/0", "--set h: "),
    ("solve stag-hunt --set h=nan", "--set h: "),
    ("solve stag-hunt --set h=2^999999999", "--set h: "),
    ("solve stag-hunt --frobnicate", "--frobnicate: not expected here"),
    ("solve stag-hunt --method", "--method: expected one argument"),
    ("list everything", "WHAT: invalid choice"),
    ("match stag-hunt --players grim", "players: "),
    ("match stag-hunt --players grim nobody", "players"),
    ("match rock-paper-scissors --players grim grim", "players"),
    ("match stag-hunt --players grim grim --turns 0", "turns: 0 is not from 1 to"),
    ("match stag-hunt --players grim grim --turns 1e30", "turns: 1"),
    ("match stag-hunt --players grim grim --turns nan", "--turns: 'nan' is not a number"),
    ("match stag-hunt --players grim grim --turns 2.5", "--turns: 2.5 is not a whole number"),
    ("match stag-hunt --players grim grim --turns 3 --continuation 1/2", "--turns: give either"),
    ("match stag-hunt --players grim grim --continuation 1", "continuation: 1 is not below 1"),
    ("match stag-hunt --players grim grim --noise 3/2", "noise: 3/2 is not from 0 to 1"),
    ("match stag-hunt --players grim grim --seed -3", "seed: -3 is negative"),
    ("evolve hawk-dove --dynamic replicato", "dynamic: there is no"),
    ("fixation battle-of-the-sexes", "one population needs a symmetric game"),
    ("alpha-rank stag-hunt --size 1", "--size: 1 is not from 2"),
    ("alpha-rank el-farol-3", "--everybody: "),
    ("evolve hawk-dove --from 1/2", "from: "),
    ("evolve hawk-dove --from 1/2,1/3", "from: "),
    ("evolve hawk-dove --from 3/2,-1/2", "from: "),
    ("evolve hawk-dove --from inf,0", "from: 'inf' is not a number"),
    ("evolve hawk-dove --time 0", "time: "),
    ("evolve hawk-dove --time 1e300", "time: "),
    ("evolve hawk-dove --dynamic logit:noise=0", "dynamic: noise is 0"),
    ("evolve hawk-dove --beside nobody", "there is no course"),
    ("evolve hawk-dove --populations three", "there is no structure 'three'"),
    ("evolve hawk-dove --beside agents --size 1/2", "--size: 1/2 is not a whole number"),
    ("evolve hawk-dove --dynamic replicator-discrete", "dynamic: Payoffs are numbers of offspring"),
    ("evolve hawk-dove --dynamic mran", "dynamic: there is no"),
    ("evolve hawk-dove --dynamic moran:population=1", "dynamic: population is 1"),
    ("evolve hawk-dove --dynamic moran:mutation=2", "dynamic: mutation is 2"),
    ("evolve rock-paper-scissors --dynamic moran", "dynamic: fitness 1 − w + w π is negative"),
    ("evolve hawk-dove --dynamic fermi --seed -1", "seed: -1 is below 0"),
    ("evolve hawk-dove --dynamic fermi --time 1e300", "time: "),
    ("evolve penalty-kicks --from 1/2,1/2", "from: "),
    ("space nowak-may --size 1", "--size: a single site has nobody to meet"),
    ("space nowak-may --size 2x9", "--size: 2 on a torus"),
    ("space nowak-may --size 1x2x3", "--size: '1x2x3' is no size"),
    ("space nowak-may --rule fermy", "--rule: there is no"),
    ("space nowak-may --rule fermi:noise=0", "--rule: noise is 0"),
    ("space nowak-may --rule birth-death --updating synchronous", "--updating: in birth-death"),
    ("space nowak-may --single Defect", "--single: give two strategies"),
    ("space nowak-may --from 1/2,1/3", "--from: the shares"),
    ("space nowak-may --network nowhere.txt", "--network: there is no network"),
    ("space rock-paper-scissors --rule proportional", "--rule: a site can earn -9"),
    ("space public-goods-3", "3 players"),
])
def test_bad_input(capsys: pytest.CaptureFixture[str], line: str, said: str) -> None:
    assert main(line.split()) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert lines and all(line.startswith("playground: error: ") and said in line for line in lines)


@pytest.mark.parametrize("content", [
    b"", b"{", b"[[[[" * 5000, bytes(range(256)), b"\xff\xfe\x00", b'{"format": "playground-game"}',
    b'{"format": "playground-game", "version": 99}', b'NFG 1 R "short" { "A" "B" } { 2 2 } 1 2 3'])
@pytest.mark.parametrize("name", ["bad.game.json", "bad.nfg"])
def test_bad_files(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert main(["solve", str(file)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines and all(line.startswith("playground: error: ") for line in lines)


def test_every_problem_has_a_line(playground: Shell, tmp_path: Path) -> None:
    file = tmp_path / "two.game.json"
    file.write_text(json.dumps({
        "format": "playground-game", "version": 1, "title": "Two mistakes",
        "players": [{"name": "Ann", "strategies": ["A", "B"]}],
        "payoffs": [["x+"], ["1/0"]]}), "utf-8")
    lines = refused(playground, "solve", file)
    assert len(lines) == 2
    assert "payoffs[0][0]" in lines[0] and "payoffs[1][0]" in lines[1]


def test_a_window_needs_a_screen(playground: Shell) -> None:
    if sys.platform in ("darwin", "win32"):
        pytest.skip("there is always a screen here")
    env = {key: value for key, value in os.environ.items()
           if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    [line] = refused(playground, env=env)
    assert "screen" in line and "playground tour" in line


WORDS = st.sampled_from(["--json", "--turns", "--players", "--from", "--set", "h=1", "h=", "grim", "random",
                         "1/2", "-1", "nan", "1e999", "9" * 5000, "", "stag-hunt", "--", "1,0", "\u2028",
                         "é=é"])


@settings(max_examples=80)
@given(st.sampled_from(["list", "solve", "match", "evolve", "space", "convert", "find"]),
       st.lists(WORDS, max_size=6))
def test_no_arguments_make_a_traceback(tmp_path_factory: Any, command: str, words: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp()
    before = Path.cwd()
    os.chdir(folder)  # `convert` may write where it is told
    try:
        assert main([command, *words]) in (0, 2)
    except SystemExit as leave:
        assert leave.code == 0
    finally:
        os.chdir(before)


# --- help, and quiet ends -------------------------------------------------------------------------------


def test_help_and_version(playground: Shell) -> None:
    whole = playground("--help").stdout
    assert all(command in whole for command in COMMANDS)
    for command in COMMANDS:
        shown = playground(command, "--help").stdout
        assert "examples:" in shown and f"playground {command}" in shown
    import playground as package
    assert playground("--version").stdout == f"playground {package.__version__}\n"


def test_a_reader_that_leaves_ends_it_quietly() -> None:
    child = subprocess.Popen([*LONG_MATCH, "20000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout and child.stderr
    child.stdout.close()
    assert child.wait(timeout=120) == 130
    assert child.stderr.read() == b""
    child.stderr.close()


def test_control_c_ends_it_quietly() -> None:
    code = ("import os, signal, sys, threading\n"
            "import playground.arena, playground.files\n"  # so that it is the match that is interrupted
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored behind a shell
            "from playground.cli import main\n"
            "threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()\n"
            "raise SystemExit(main(sys.argv[1:]))")
    done = subprocess.run([sys.executable, "-c", code, *LONG_MATCH[3:], "1000000"], capture_output=True,
                          timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
