"""Round robins: published line-ups, exact beside simulated, the same numbers however they are worked out."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pytest

import playground as pg
from playground.arena import Tournament, play_all, result
from playground.arena.chain import is_workable
from playground.arena.standings import standings
from playground.catalogue import Entry
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.progress import Cancelled
from playground.strategy import Automaton, Script, State

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
BATTLE = NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])
FOUR = ("cooperator", "defector", "tit-for-tat", "grim")
TURNS = Repetition(turns=200)
NOISY = Repetition(turns=50, noise=F(1, 20))


def test_always_defect_wins_the_line_up_of_four():
    """Sums of 200 turns against the three others."""
    for exact in (True, False):  # nothing is left to chance, so that simulation has nothing to do
        found = pg.tournament(DILEMMA, FOUR, turns=200, exact=exact)
        assert [600 * mean for mean in found.mean] == [1200, 1408, 1399, 1399]
        assert [found.players[k] for k in found.ranking] == ["defector", "tit-for-tat", "grim", "cooperator"]
        assert found.exact and set(found.mean_errors) == {0.0}
        assert found.matrix[2][1] == F(199, 200) and found.cooperation[2][1] == F(1, 200)


def test_self_play_and_weights_count_in_the_mean_only():
    alone = pg.tournament(DILEMMA, FOUR, turns=200, exact=True)
    with_self = pg.tournament(DILEMMA, FOUR, turns=200, exact=True, self_play=True)
    assert with_self.matrix == alone.matrix
    assert with_self.mean[0] == (3 * alone.mean[0] + 3) / 4
    weighed = pg.tournament(DILEMMA, FOUR, turns=200, exact=True, weights=[0, "1/2", 1, "3/2"])
    assert weighed.mean[1] == (alone.matrix[1][2] + F(3, 2) * alone.matrix[1][3]) / F(5, 2)


def test_simulated_cells_lie_around_the_expected_ones():
    for repetition in (NOISY, Repetition(continuation=F(49, 50), noise=F(1, 20))):
        players = (*FOUR, "random", "win-stay-lose-shift")
        exact = play_all(Tournament(DILEMMA, players, repetition))
        played = play_all(Tournament(DILEMMA, players, repetition, 400, seed=3, exact=False))
        off = [(float(played.matrix[i][j]) - float(exact.matrix[i][j])) / played.errors[i][j]
               for i in range(6) for j in range(i, 6) if played.errors[i][j]]
        assert {kind for row in played.kinds for kind in row} == {"simulated"}
        assert max(map(abs, off)) < 4.5 and 0.6 < np.std(off) < 1.5


def test_matches_of_rules_are_simulated_beside_exact_pairs_of_automata():
    players = ("tit-for-tat", "defector", "fictitious-play")
    found = play_all(Tournament(DILEMMA, players, TURNS, repetitions=3))
    assert found.kinds[0][:2] == ("exact", "exact") and found.kinds[0][2] == found.kinds[2][1] == "simulated"
    assert not found.exact and found.mean_errors == (0.0, 0.0, 0.0)  # three times the same
    match = pg.match(DILEMMA, ["tit-for-tat", "fictitious-play"], turns=200)
    assert found.matrix[0][2] == pytest.approx(float(match.payoffs[0]))
    once = play_all(Tournament(DILEMMA, players, TURNS, repetitions=1))
    assert once.errors[0][2] is None and once.mean_errors[0] is None and once.errors[0][1] == 0.0


def test_where_seats_differ_both_are_played():
    found = pg.tournament(BATTLE, ["cooperator", "defector"], turns=1, exact=True)
    assert found.matrix == ((F(3, 2), 0), (0, F(3, 2)))
    one = pg.match(BATTLE, ["win-stay-lose-shift", "defector"], turns=9).payoffs[0]
    two = pg.match(BATTLE, ["defector", "win-stay-lose-shift"], turns=9).payoffs[1]
    assert pg.tournament(BATTLE, ["win-stay-lose-shift", "defector"], turns=9).matrix[0][1] == (one + two) / 2


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_the_same_numbers_with_any_number_of_workers(executor, monkeypatch):
    monkeypatch.setattr("playground.arena.tournament.BOUTS_A_TASK", 2)
    asked = Tournament(DILEMMA, (*FOUR, "random", "uniform"), NOISY, 5, seed=8, exact=False)
    alone = play_all(asked)
    with executor(2) as workers:
        assert play_all(asked, executor=workers) == alone
    other = play_all(Tournament(DILEMMA, (*FOUR, "random", "uniform"), NOISY, 5, seed=9, exact=False))
    assert other.matrix != alone.matrix


def test_what_is_drawn_is_what_is_told():
    """Standings and results say the same, also of who meets itself by chance."""
    asked = Tournament(DILEMMA, ("hedge", "random", "grim", "grim"), NOISY, 3, seed=2, self_play=True,
                       weights=(F(1), F(2), F(1), F(1, 3)))
    for game in (DILEMMA, BATTLE):
        each = replace(asked, game=game)
        scores = each.scores(each.bouts)
        told, drawn = result(each, scores), standings(each, scores)
        for mine, other in ((told.matrix, drawn.payoffs), (told.cooperation, drawn.cooperation),
                            (told.errors, drawn.errors), (told.mean, drawn.mean),
                            (told.mean_errors, drawn.mean_errors), (told.mean_freedom, drawn.mean_freedom)):
            assert np.allclose(np.array(mine, dtype=float), other)
        assert told.ranking == drawn.ranking and told.kinds == drawn.kinds


def test_what_a_pair_plays_does_not_depend_on_who_else_is_there():
    whole = play_all(Tournament(DILEMMA, (*FOUR, "random"), NOISY, 5, seed=8, exact=False))
    two = play_all(Tournament(DILEMMA, ("grim", "random"), NOISY, 5, seed=8, exact=False))
    assert two.matrix[0][1] == whole.matrix[3][4]
    twins = play_all(Tournament(DILEMMA, ("random", "random"), NOISY, 5, seed=8, exact=False))
    assert len({twins.matrix[0][0], twins.matrix[1][1], twins.matrix[0][1]}) == 3  # each with luck of its own


def test_what_is_there_so_far_is_a_result():
    asked = Tournament(DILEMMA, FOUR, TURNS)
    some = result(asked, asked.scores(asked.bouts[:2]))
    assert some.matrix[0][:2] == (3, 0) and some.matrix[1][1] is None and some.matrix[3][2] is None
    assert some.mean[:2] == (0, 5) and some.mean[2] is None and some.ranking == (1, 0)


def test_it_ends_when_nobody_waits():
    def impatient(done, text=""):
        raise Cancelled

    for asked in (Tournament(DILEMMA, FOUR, TURNS), Tournament(DILEMMA, FOUR, NOISY, exact=False),
                  Tournament(DILEMMA, ("fictitious-play",), TURNS)):
        with pytest.raises(Cancelled):
            play_all(asked, impatient)


@pytest.mark.parametrize("players, given, said", [
    (("tit-for-tatt",), {}, r"players\[0\]: there is no strategy 'tit-for-tatt'"),
    ((), {}, "give from 1 to 1,000"),
    (FOUR, {"repetitions": 0}, "repetitions: 0 is not from 1 on"),
    (FOUR, {"seed": -1}, "seed: -1 is negative"),
    (FOUR, {"weights": [1]}, "weights: 1 are given for 4 players"),
    (FOUR, {"weights": [0, 0, 0, 0]}, "not all zero"),
    (("human", "grim"), {}, "a human cannot play here"),
    (("fictitious-play", "grim"), {"continuation": 1}, "continuation: 1 is not below 1"),
    (FOUR, {"turns": 1_000_000, "noise": "1/9", "repetitions": 1_000_000}, "about 10,000,000,000,000 turns"),
])
def test_what_cannot_be_played_is_said(players, given, said):
    with pytest.raises(InputError, match=said):
        pg.tournament(DILEMMA, players, **given)


def test_payoffs_beyond_floating_point_are_refused():
    huge = NormalForm.from_arrays([[10**400, 0], [0, 1]], [[1, 0], [0, 1]])
    with pytest.raises(InputError, match="payoffs: some are beyond"):
        pg.tournament(huge, FOUR)


@pytest.mark.parametrize("first, second, sums", [
    ("tit-for-tat", "defector", (199, 204)), ("tit-for-tat", "suspicious-tit-for-tat", (500, 500)),
    ("tit-for-tat", "fortress-3", (350, 350)), ("tit-for-tat", "prober", (599, 599)),
    ("win-stay-lose-shift", "defector", (100, 600)), ("tit-for-tat", "alternator", (498, 503))])
def test_known_sums_of_two_hundred_turns(first, second, sums):
    match = pg.match(DILEMMA, [first, second], turns=200)
    assert tuple(200 * payoff for payoff in match.payoffs) == sums
    table = pg.tournament(DILEMMA, [first, second], turns=200, exact=True)
    assert (200 * table.matrix[0][1], 200 * table.matrix[1][0]) == sums


def test_two_that_count_the_rounds_are_worked_out():
    """Feld has 401 states, and two of it reach some 800 joint ones, also where a match never ends."""
    feld = pg.tournament(DILEMMA, ["feld", "tit-for-tat"], continuation=1, exact=True)
    assert "simulated" not in {kind for row in feld.kinds for kind in row}
    assert feld.matrix[0][0] == pytest.approx(1) and feld.cooperation[0][1] == pytest.approx(0, abs=1e-9)
    ends = Repetition(continuation=F(49, 50))
    exact = play_all(Tournament(DILEMMA, ("feld",), ends)).matrix[0][0]
    played = play_all(Tournament(DILEMMA, ("feld",), ends, 4000, seed=1, exact=False))
    assert abs(played.matrix[0][0] - exact) < 4 * played.errors[0][0]
    many = Automaton("0", {str(k): State((F(1, 2), F(1, 2)), (str((k + 1) % 151), str((2 * k) % 151)) * 2)
                           for k in range(151)})
    assert not is_workable(many, many, F(0))


def test_players_carry_their_options():
    players = ("hedge:rate=1/2", "hedge:rate=2", "grim")
    found = pg.tournament(DILEMMA, players, turns=50, repetitions=4, seed=2)
    assert found.players == players and len(set(found.mean)) == 3
    with pytest.raises(InputError, match=r"players\[0\]:.*rate is 200"):
        pg.tournament(DILEMMA, ["hedge:rate=200", "grim"])


def test_a_script_that_fails_is_out_and_nothing_else_is_disturbed():
    good = Entry("mine", "Mine", "", Script("def move(history, me, game, random):\n    return 1\n"))
    bad = Entry("bad", "Bad", "", Script(
        "def move(history, me, game, random):\n    return 0 if len(history) < 3 else 7\n"))
    players = ("tit-for-tat", "bad", "mine", "uniform")
    asked = Tournament(DILEMMA, players, Repetition(turns=10), 2, seed=4, own=(good, bad))
    found = play_all(asked)
    assert list(found.forfeits) == [1] and "7" in found.forfeits[1]
    assert found.mean[1] is None and 1 not in found.ranking and found.matrix[0][1] is None
    assert found.as_dict()["forfeits"] == {"bad": found.forfeits[1]}
    without = play_all(Tournament(DILEMMA, ("tit-for-tat", "mine", "uniform"), Repetition(turns=10), 2, 4,
                                  own=(good, bad)))
    assert [found.mean[k] for k in (0, 2, 3)] == list(without.mean)
    with ThreadPoolExecutor(2) as workers:
        assert play_all(asked, executor=workers) == found


def test_who_is_out_does_not_depend_on_how_the_work_is_split():
    """Picky fails against Bad only, and Bad against everybody: it is out before Picky meets it."""
    bad = Entry("bad", "Bad", "", Script("def move(history, me, game, random):\n    return 9\n"))
    picky = Entry("picky", "Picky", "", Script(
        "def move(history, me, game, random):\n"
        "    return 0 if not history or history[0][1 - me] == 'B' else 9\n"))
    asked = Tournament(DILEMMA, ("cooperator", "defector", "bad", "picky"), Repetition(turns=3), 1,
                       own=(bad, picky))
    whole = play_all(asked)
    parts = {}
    for bout in reversed(asked.bouts):
        parts |= asked.scores([bout])
    assert result(asked, {bout: parts[bout] for bout in asked.bouts}) == whole


def test_the_same_numbers_on_a_cluster():
    distributed = pytest.importorskip("distributed")
    asked = Tournament(DILEMMA, (*FOUR, "random", "fictitious-play"), NOISY, 3, seed=8)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False,
                                  dashboard_address=None) as cluster, distributed.Client(cluster) as client:
        assert play_all(asked, executor=client.get_executor()) == play_all(asked)
