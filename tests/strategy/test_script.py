"""Scripts: what they are told and answer, and that a hostile one loses with a reason and disturbs nothing."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground.arena import Tournament, play_all
from playground.catalogue import Entry
from playground.game import NormalForm, Player, Repetition
from playground.problem import InputError
from playground.progress import Cancelled, silent
from playground.strategy import STRATEGIES, Forfeit, Script, View, sandbox
from playground.strategy.script import _told

HEAD = "def move(history, me, game, random):\n    "
BASE = NormalForm.from_arrays([["7/2", 0], [5, 1]], [["7/2", 5], [0, 1]])
DILEMMA = NormalForm((Player("Ann", ("C", "D")), Player("Bob", ("C", "D"))), BASE.cells)
THREE = NormalForm.from_arrays(np.arange(9).reshape(3, 3), np.zeros((3, 3), int))
BOUND = 4.0  # seconds in which every script has answered or lost, on a busy machine


def script(body: str) -> Script:
    return Script(HEAD + body.replace("\n", "\n    "))


def moves(source: Script, others: str = "CDDC", seed: int = 1, game: NormalForm = DILEMMA) -> str:
    """What the script answers as player 2 to these moves of player 1."""
    decider, history, rng = source.new(game, 1), [], np.random.default_rng(seed)
    view, found = View(game, 1, history, 10, Fraction(1, 20)), ""
    for other in others:
        found += "CDE"[decider.choose(view, rng)]
        history.append(("CDE".index(other), "CDE".index(found[-1])))
    return found


def reason(source: Script) -> str:
    """Why the script loses, and that it does so in time and a fresh one plays on."""
    began = time.monotonic()
    with pytest.raises(Forfeit) as lost:
        moves(source)
    assert time.monotonic() - began < BOUND
    assert lost.value.seat == 1
    assert moves(script("return 1")) == "DDDD"
    return str(lost.value)


def test_a_script_is_told_the_history_the_seat_and_the_game():
    assert moves(script('if not history: return "C"\nreturn history[-1][1 - me]'), "CDDC") == "CCDD"
    told = """
        if game.players != ["Ann", "Bob"] or game.strategies != [["C", "D"], ["C", "D"]]: fail(str(game))
        if (game.turns, game.noise, me) != (10, 0.05, 1): fail(str(game))
        if game.payoffs != {("C", "C"): (3.5, 3.5), ("C", "D"): (0, 5), ("D", "C"): (5, 0),
                            ("D", "D"): (1, 1)}: fail(str(game.payoffs))
        if history and game.payoffs[history[-1]][me] == 0: return 1
        return "C" """
    assert moves(Script(HEAD + textwrap.dedent(told).strip().replace("\n", "\n    ")), "CDCC") == "CCDC"


@settings(max_examples=20, deadline=None)
@given(some.text("CD", min_size=1, max_size=80), some.integers(0, 1))
def test_a_script_plays_as_the_catalogue_does(others: str, seed: int):
    """The same table and the same luck: the same moves, whatever happens."""
    for name, body in (
            ("tit-for-tat", 'return history[-1][1 - me] if history else "C"'),
            ("grim", 'return "D" if [r for r in history if r[1 - me] == "D"] else "C"'),
            ("random", 'return "C" if random() < 0.5 else "D"')):
        assert moves(script(body), others, seed) == moves(STRATEGIES[name].make, others, seed), name


def test_the_history_of_a_long_match_may_come_at_once():
    history = [(i % 2, 0) for i in range(5000)]
    counts = script('return len([r for r in history if r[0] == "D"]) % 2 + len(history) - 5000')
    decider = counts.new(DILEMMA, 1)
    assert decider.choose(View(DILEMMA, 1, history), np.random.default_rng(1)) == 0


@pytest.mark.parametrize("body, why", [
    ("for i in range(1000000000):\n    for j in range(1000000000):\n        pass", "longer than 1 s"),
    ("return len([0] * 1000000000000)", "^line 2: a number is too large"),
    ("return len([0] * 1000000000)", "one value is too large|256 MB of memory at once"),
    ("return len([0] * 20000000)", r"256 MB of memory at once \(in move; the line is not known\)"),
    ("a = [0]\nfor i in range(100): a = a + a", "256 MB of memory at once"),
    ("a = []\nfor i in range(1000000000): a.append(i)", "^line 3: it needs more than 128 MB of memory$"),
    ("a = {}\nfor i in range(1000000000): a[i] = str(i)", "^line 3: it (needs more|computes for longer)"),
    ("return [i for a in range(1000000) for i in range(1000000)]", "^line 2: it needs more than 128 MB"),
    ("return move(**{str(i): i for i in range(10000000)})", "^line 2: it (needs more|computes for longer)"),
    ('return len("x" * 2000000000)', "memory"),
    ('x = "a" * 50000000\nreturn f"{x}{x}{x}{x}{x}{x}"', "memory"),
    ('return "%1000000000d" % 1', "^line 2: Unsupported format"),
    ('return "{:1000000000}".format(1)', "^line 2: Key"),
    ('return ("a" * 1000000).replace("a", "b" * 1000)', "memory"),
    ('return ",".join(["x" * 1000] * 10000000)', "memory"),
    ("x = 1 << 1000000000\nreturn 0", "^line 2: Integer overflow"),
    ("x = 1 << 500\nfor i in range(30): x = x * x\nreturn x % 2", "memory|longer than 1 s"),
    ("x = 1 << 500\nfor i in range(13): x = x * x\nreturn str(x)", "longer than 1 s"),
    ("x = 1 << 500\nfor i in range(6): x = x * x\nreturn x", "more than 4,300 digits"),
    ('return int("9" * 5000000)', "longer than 1 s"),
    ("a = [0]\nfor i in range(60): a = [a, a]\nreturn sorted([a, a])", "longer than 1 s"),
    ("a = (0,)\nfor i in range(60): a = (a, a)\nreturn {a: 1}", "longer than 1 s"),
    ("a = [0]\nfor i in range(60): a = [a, a]\nreturn str(a)", "memory|longer than 1 s"),
    ("x = []\nx.append(x)\ny = []\ny.append(y)\nreturn x == y", "^line 6: Too many recursion levels"),
    ("return sorted(list(range(1 << 40)))", "^line 2: a number is too large"),
    ("return random(*[1] * 1000000)", "^line 2: random takes no arguments|longer than 1 s"),
    ("return move(history, me, game, random)", r"^line 2: it calls itself too deep"),
    ("x = []\nfor i in range(1000000): x = [x]\nreturn str(x)", "nests too deep"),
    ("for i in range(1000000000): random()", "longer than"),
    ("return 2", "returned 2, .*a name \\(C, D\\) or a number from 0 to 1"),
    ("return -1", "returned -1"),
    ("return 1 << 200", "returned 1606938044"),
    ('return "c"', "returned 'c'"),
    ('return "C" * 10000000', "returned 'CCCC"),
    ("return True", "type bool"),
    ("return 1.0", "type float"),
    ("pass", "type NoneType"),
    ("return move", "type function"),
    ("return [[]]", "type list"),
    ('for i in range(1000000): print("x")', r"^line 2: there is no print, .* fail\(TEXT\) ends the match"),
    ('load("script", "move")', "^line 2: `load` must only occur at the top"),
    ("return receive()", "^line 2: Variable `receive` not found"),
    ('return getattr(random, "__self__")', "^line 2: .*__self__"),
    ('fail("\\x1b[2J" + "x" * 10000000)', r"^line 2: fail: \x1b\[2Jx{400}"),
    ("return history[7]", r"^line 2: Index `7` is out of bound"),
    ("return 1 if 1 // 0 else 0", "^line 2: .*zero"),
    ("return random(3)", "random takes no arguments"),
    ('fail("I give up")', "I give up"),
    ("game.players.append(me)", "^line 2: this cannot be changed"),
    ('game.payoffs[("C", "C")] = (9, 9)', "^line 2: this cannot be changed"),
    ("game.noise = 1.0", "^line 2: Operation `.noise=` not supported"),
])
def test_a_hostile_move_loses_with_a_reason(body: str, why: str):
    told = reason(script(body))
    assert re.search(why, told), told


@pytest.mark.parametrize("source, place, why", [
    ("", "", "there is no move; write def move"),
    ("move = 3", "", "move is no function"),
    ("def move(history, me, game, random)\n    return 0", "1:36", "unexpected new line"),
    (HEAD + "x = a + 1", "2:9", "`a` not found"),
    ("x = 1\n" + HEAD + "retrun 0", "3:12", "unexpected integer"),
    ('load("a", "b")\n' + HEAD + "return 0", "1:1", "`load` is not allowed"),
    ("import os", "1:1", "reserved keyword `import`"),
    (HEAD + "while True: pass", "2:5", "reserved keyword `while`"),
    ("\0", "1:1", "invalid input"),
    ("x = '\ud800'\n" + HEAD + "return 0", "", "a surrogate"),
    ("def m\u202eove(history, me, game, random): return 0", "1:6", "invalid input"),
    ("def m\u043eve(history, me, game, random): return 0", "1:6", "invalid input"),  # a Cyrillic o
    ('fail("no")\n' + HEAD + "return 0", "1:1", "fail: no"),
    ("x = 1 // 0\n" + HEAD + "return 0", "1:5", "zero"),
    ("x = random()\n" + HEAD + "return 0", "1:5", "`random` not found"),
    ("x = [i for i in range(1000000000)]", "1:17", "^1:17: it needs more than 128 MB of memory$"),
    ("x = [0] * 100000000", "", r"memory at once \(while it was read; the line is not known\)"),
    ("x = " + "[" * 40_000 + "]" * 40_000, "", "nests too deep"),
    ("x = 0" + " + 1" * 20_000, "", "nests too deep"),
    ("#" * 100_001, "", "100,000 are allowed"),
])
def test_a_script_that_cannot_be_read_says_where(source: str, place: str, why: str):
    began = time.monotonic()
    with pytest.raises(InputError, match=why) as found:
        Script(source).check()
    assert time.monotonic() - began < BOUND
    (problem,) = found.value.problems
    assert problem.place == place
    Script(HEAD + "return 0").check()


@settings(max_examples=60, deadline=None)
@given(some.text(max_size=60), some.sampled_from(["", HEAD, HEAD + "return "]))
def test_whatever_is_written_is_read_or_refused(text: str, head: str):
    try:
        Script(head + text).check()
    except InputError as error:
        assert all(problem.message for problem in error.problems)


def test_nothing_is_kept_from_one_move_to_the_next():
    assert "line 3: this cannot be changed" in reason(Script("x = []\n" + HEAD + "x.append(1)"))
    assert "line 1: this cannot" in reason(Script("def move(h, me, game, random, n=[]): n.append(1)"))
    assert "line 3: Local variable `n`" in reason(Script("n = 0\n" + HEAD + "n += 1\n    return n"))
    # What is done to the history is done to a copy.
    assert moves(script('history.append(("C", "C"))\nreturn len(history) % 2'), "CCCC") == "DCDC"
    assert moves(script('history.clear()\nme = 0\nreturn len(history) + me'), "DDDD") == "CCCC"


def test_the_same_seed_gives_the_same_moves_whatever_played_before():
    luck = script("for i in range(50): random()\nreturn 0 if random() < 0.5 else 1")
    first = moves(luck, "C" * 30, 7)
    assert moves(luck, "C" * 30, 8) != first
    reason(script("return 5"))
    assert moves(luck, "C" * 30, 7) == first


def test_ten_thousand_moves_a_second():
    """A tenth of that, so that a busy machine does not fail; benchmarks measure the rest."""
    began = time.perf_counter()
    assert len(moves(script('return history[-1][1 - me] if history else "C"'), "CD" * 2500)) == 5000
    assert time.perf_counter() - began < 5


def test_an_answer_nobody_waits_for_is_given_up_at_once():
    def cancel(done: float | None, text: str = "") -> None:
        raise Cancelled

    began = time.monotonic()
    with pytest.raises(Cancelled):
        moves(Script(HEAD + "for i in range(1000000000): random()", cancel))
    assert time.monotonic() - began < 0.5
    assert moves(script("return 1")) == "DDDD"  # not with the answer to an earlier question


def test_a_match_is_bounded_however_short_each_move(monkeypatch: pytest.MonkeyPatch):
    """0.1 s and 1 ms a round, so that the test is short."""
    monkeypatch.setattr(sandbox, "BANK", 0.1)
    monkeypatch.setattr(sandbox, "EACH", 0.001)
    child = sandbox.Sandbox()
    told = _told(View(DILEMMA, 0, [], None))
    for loop, lost in (("pass", False), ("for i in range(2000000): me = i", True)):
        child.begin(f"{HEAD}{loop}\n    return 0", told)
        with pytest.raises(sandbox.ScriptError, match=r"^in this match .* 0\.1 s, and 1 ms a round$"
                           ) if lost else contextlib.nullcontext():
            assert [child.ask([0], lambda: 0.0, silent) for _ in range(1000)] == [0] * 1000
    child.close()


def test_garbage_of_earlier_moves_does_not_count():
    """2 MB a move, 300 MB in all."""
    assert len(moves(script("return len([i for i in range(100000)]) % 2"), "C" * 150)) == 150


def test_a_child_that_somebody_kills_is_a_reason_and_no_more():
    seats = [script("for i in range(1000000000): random()").new(DILEMMA, 1) for _ in range(2)]
    end = threading.Timer(0.2, lambda: seats[0]._sandbox._process.kill())
    end.start()
    with pytest.raises(Forfeit, match="ended from outside"):
        seats[0].choose(View(DILEMMA, 1, []), np.random.default_rng(1))
    # One that waits in vain for its next round; the other is asked while it waits.
    quiet = script("return 0").new(DILEMMA, 1)
    assert quiet.choose(View(DILEMMA, 1, []), np.random.default_rng(1)) == 0
    quiet._sandbox._process.kill()
    with pytest.raises(Forfeit, match="ended from outside"):
        quiet.choose(View(DILEMMA, 1, [(0, 0)]), np.random.default_rng(1))
    assert moves(script("return 1")) == "DDDD"


def tournament(**scripts: str) -> Tournament:
    own = tuple(Entry(name, name, "", script(body)) for name, body in scripts.items())
    return Tournament(DILEMMA, ("tit-for-tat", "random", *scripts), Repetition(turns=20), 3, 5, own=own)


GOOD = {"kind": 'return history[-1][1 - me] if history else "C"', "lucky": "return random() < 0.5 and 1 or 0"}
BAD = {"bomb": "return len([0] * 20000000)", "late": "return 0 if len(history) < 7 else 2"}


def test_a_hostile_script_in_a_tournament_is_out_and_the_others_play_as_without_it():
    without, found = play_all(tournament(**GOOD)), play_all(tournament(**GOOD, **BAD))
    assert without.forfeits == {} and without.matrix[2][0] == Fraction("7/2")
    assert [row[:4] for row in found.matrix[:4]] == list(without.matrix)
    assert found.ranking == without.ranking
    assert "256 MB" in found.forfeits[4] and "returned 2" in found.forfeits[5]


def play_in_forks() -> None:
    """Workers that are forked while children wait for a script take none of them."""
    asked = tournament(**GOOD, **BAD)
    alone = play_all(asked)
    assert sandbox._idle
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as workers:
        forked = play_all(asked, executor=workers)
    assert (forked.matrix, forked.ranking, forked.forfeits) == (alone.matrix, alone.ranking, alone.forfeits)


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_workers_have_children_of_their_own(root: Path):
    """In a fresh process: forks beside the threads of other tests may hang."""
    code = "from tests.strategy.test_script import play_in_forks; play_in_forks()"
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, timeout=60)
    assert time.monotonic() - began < 5 * BOUND


def test_a_game_that_no_script_can_be_told_is_refused():
    large = NormalForm.from_arrays(np.zeros((200, 200), int))
    assert "at most 50,000 payoffs" in script("return 0").usable(large)
    assert "1e300" in script("return 0").usable(NormalForm.from_arrays([[10 ** 400, 0], [0, 0]]))
    assert script("return 0").usable(DILEMMA) == ""
    assert moves(script('return game.strategies[me][2]'), game=THREE) == "EEEE"


def children(pid: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(pid)], capture_output=True, text=True)
    rows = [line.split() for line in done.stdout.splitlines()]
    return [int(row[0]) for row in rows if row[1] != "ps"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes with ps of Linux")
def test_children_are_few_and_none_is_left_behind():
    deciders = [script("return 0").new(DILEMMA, 1) for _ in range(sandbox.MOST_IDLE + 3)]
    for decider in deciders:
        decider.choose(View(DILEMMA, 1, []), np.random.default_rng(1))
    del decider
    deciders.clear()
    gc.collect()
    assert len(children(os.getpid())) <= sandbox.MOST_IDLE

    code = textwrap.dedent(f"""
        from playground.strategy import Script, View
        from playground.game import NormalForm
        import numpy as np
        game = NormalForm.from_arrays([[1, 0], [0, 1]])
        seat = Script({HEAD + "for i in range(1000000000): random()"!r}).new(game, 0)
        print("on", flush=True)
        seat.choose(View(game, 0, []), np.random.default_rng(1))
    """)
    for end in (signal.SIGKILL, signal.SIGINT):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                              ) as parent:
            assert parent.stdout is not None and parent.stdout.readline() == b"on\n"
            time.sleep(0.3)
            (child,) = children(parent.pid)
            parent.send_signal(end)
            parent.wait(5)
        gone = time.monotonic() + BOUND
        while os.path.exists(f"/proc/{child}"):
            assert time.monotonic() < gone
            time.sleep(0.05)
