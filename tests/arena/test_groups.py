"""Tournaments of groups: means over all groups by hand, chains beside matches, groups that are drawn."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction as F
from itertools import permutations, product
from math import prod

import numpy as np
import pytest

import playground as pg
from playground.arena import Tournament, play_all, result
from playground.arena.group_table import GroupTables, Outcome
from playground.arena.groups import seat
from playground.catalogue import Entry
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.progress import Cancelled
from playground.strategy import Script

GOODS = pg.load("games/public-goods-3.game.json").game
UNEQUAL = NormalForm.from_arrays(*np.random.default_rng(5).integers(0, 99, (3, 2, 2, 2)))
NOISY = Repetition(turns=30, noise=F(1, 20))
MEMORY_ONE = ("conditional-cooperation", "repeat-last", "copy-the-best", "uniform", "best-response",
              "win-stay-lose-shift-any")


def by_hand(game, players, weights, self_play, turns):
    """Of who leaves nothing to chance: over all who may sit with a player, in every seat."""
    made = []
    for i in range(len(players)):
        total, whole = F(0), F(0)
        for others in product(range(len(players)), repeat=game.n_players - 1):
            for own in range(game.n_players):
                weight = prod((weights[k] for k in others), start=F(1))
                if i in others and not self_play:
                    continue
                group = [*others[:own], i, *others[own:]]
                total += weight * pg.match(game, [players[k] for k in group], turns=turns).payoffs[own]
                whole += weight
        made.append(total / whole)
    return made


@pytest.mark.parametrize("game, players", [
    (GOODS, ("conditional-cooperation", "best-response", "win-stay-lose-shift-any", "fictitious-play")),
    (UNEQUAL, ("best-response", "win-stay-lose-shift-any", "level-k:level=1", "fictitious-play"))])
@pytest.mark.parametrize("self_play", [True, False])
def test_the_mean_is_over_everybody_who_may_sit_there(game, players, self_play):
    weights = (F(1), F(1, 2), F(3), F(2))
    found = pg.tournament(game, players, turns=7, self_play=self_play, weights=weights, repetitions=2)
    wanted = by_hand(game, players, weights, self_play, 7)
    assert [float(each) for each in found.mean] == pytest.approx([float(each) for each in wanted])
    three = pg.tournament(game, players[:3], turns=7, self_play=self_play, weights=weights[:3])
    assert list(three.mean) == by_hand(game, players[:3], weights[:3], self_play, 7) and three.exact
    for i, row in enumerate(three.matrix):  # the mean of a row, as the players are met, is the mean
        met = [(value, weights[j]) for j, value in enumerate(row) if self_play or i != j]
        assert sum(v * w for v, w in met) / sum(w for _, w in met) == three.mean[i]


def test_of_two_players_it_is_the_round_robin():
    battle = NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    players, weights = ("grim", "win-stay-lose-shift", "defector"), (F(1), F(2), F(1, 3))
    dilemma = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    for game, self_play in product((battle, dilemma), (True, False)):
        pairs = pg.tournament(game, players, turns=9, self_play=self_play, weights=weights)
        asked = pairs.tournament
        seating = seat(3, game, weights, self_play, np.random.SeedSequence(1))
        tables = GroupTables(seating, weights, self_play)
        scores = asked.scores(seating.groups)
        known = {bout: Outcome(score.payoffs, score.cooperation, score.errors, 0)
                 for bout, score in scores.items()}
        payoffs, _cooperation, means = tables.exact_means(known, tables.table(known, 9))
        assert tuple(map(tuple, payoffs)) == pairs.matrix and tuple(means) == pairs.mean


@pytest.mark.parametrize("repetition", [NOISY, Repetition(continuation=F(9, 10), noise=F(1, 20)),
                                        Repetition(turns=30)])
def test_matches_lie_around_the_chains(repetition):
    exact = play_all(Tournament(GOODS, MEMORY_ONE, repetition))
    assert exact.exact or repetition.turns
    played = play_all(Tournament(GOODS, MEMORY_ONE, repetition, 100, seed=3, exact=False))
    off = [(score.payoffs[k] - float(exact.groups[group].payoffs[k])) / score.errors[k]
           for group, score in played.groups.items() for k in range(3) if score.errors[k] > 1e-9]
    assert len(off) > 100 and max(map(abs, off)) < 5 and 0.8 < np.std(off) < 1.2
    assert {kind for row in played.kinds for kind in row} == {"simulated"}


def test_limits_of_means_are_those_of_very_long_games():
    ends = pg.tournament(GOODS, MEMORY_ONE, continuation=1, noise="1/50", exact=True)
    long = pg.tournament(GOODS, MEMORY_ONE, continuation="999999/1000000", noise="1/50", exact=True)
    assert ends.exact and np.allclose(np.float64(ends.mean), np.float64(long.mean), atol=1e-3)
    sure = pg.tournament(GOODS, MEMORY_ONE, continuation=1, exact=True)  # several recurrent classes
    long = pg.tournament(GOODS, MEMORY_ONE, continuation="999999/1000000", exact=True)
    assert sure.exact and np.allclose(np.float64(sure.mean), np.float64(long.mean), atol=1e-3)
    with pytest.raises(InputError, match="and 2 more groups would have to be simulated"):
        pg.tournament(GOODS, ("fictitious-play", "uniform"), continuation=1, exact=True)


def test_in_floating_point_as_in_fractions(monkeypatch):
    for repetition in (Repetition(continuation=F(1)), Repetition(continuation=F(1), noise=F(1, 9)),
                       Repetition(continuation=F(4, 5), noise=F(1, 9)), Repetition(turns=6, noise=F(1, 9))):
        exact = play_all(Tournament(GOODS, MEMORY_ONE, repetition))
        with monkeypatch.context() as patch:
            patch.setattr("playground.arena.groups.MOST_STATES", 0)
            floats = play_all(Tournament(GOODS, MEMORY_ONE, repetition))
        assert exact.exact and not floats.exact
        assert np.allclose(np.float64(exact.matrix), np.float64(floats.matrix), atol=1e-12)


def test_groups_that_are_drawn_say_how_sure_they_are(monkeypatch):
    exact = play_all(Tournament(GOODS, MEMORY_ONE, NOISY)).mean
    monkeypatch.setattr("playground.arena.groups.MOST_GROUPS", 50)
    held, off = [], []
    for seed in range(60):
        drawn = play_all(Tournament(GOODS, MEMORY_ONE, NOISY, seed=seed))
        assert drawn.tournament.seating.drawn and drawn.tournament.seating.count == 56 and not drawn.exact
        held += [abs(m - float(e)) <= width for m, e, width in zip(drawn.mean, exact, drawn.mean_margins)]
        off.append([m - float(e) for m, e in zip(drawn.mean, exact)])
    assert 0.9 < np.mean(held) < 0.99
    spread = np.std(off, axis=0) / np.sqrt(len(off))
    assert np.all(np.abs(np.mean(off, axis=0)) < 4 * spread)  # right on average
    told = drawn.as_dict()
    assert told["groups_drawn"] and told["groups_possible"] == 56 and len(told["groups"]) < 56


def test_drawn_by_weights_and_without_itself(monkeypatch):
    monkeypatch.setattr("playground.arena.groups.MOST_GROUPS", 30)
    weights, chance = (F(1), F(0), F(2)), np.random.SeedSequence(7)
    seating = seat(3, UNEQUAL, weights, False, chance)
    assert seating.drawn is False  # 27 are few enough
    monkeypatch.setattr("playground.arena.groups.MOST_GROUPS", 20)
    seating = seat(3, UNEQUAL, weights, False, chance)
    assert seating.drawn and set(seating.player) == {0, 1, 2}
    assert not seating.others[:, 1].any() and not seating.others[seating.player == 0, 0].any()
    assert 0 not in seat(3, UNEQUAL, (F(1), F(0), F(0)), False, chance).player  # it meets nobody


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_the_same_numbers_with_any_number_of_workers(executor, monkeypatch):
    monkeypatch.setattr("playground.arena.tournament.BOUTS_A_TASK", 3)
    asked = Tournament(GOODS, ("uniform", "hedge", "conditional-cooperation"), NOISY, 3, seed=8, exact=False)
    alone = play_all(asked)
    with executor(2) as workers:
        assert play_all(asked, executor=workers) == alone
    some = result(asked, asked.scores(asked.bouts[:2]))  # three uniform ones, and two with hedge
    assert some.mean[1] is not None and some.mean[2] is None and set(some.groups) == {(0, 0, 0), (0, 0, 1)}


def test_who_fails_is_out_with_all_its_groups():
    bad = Entry("bad", "Bad", "", Script("def move(history, me, game, random):\n    return 9\n"))
    players = ("uniform", "bad", "conditional-cooperation")
    found = play_all(Tournament(GOODS, players, Repetition(turns=5), 2, seed=4, own=(bad,)))
    assert list(found.forfeits) == [1] and found.mean[1] is None and found.ranking in ((0, 2), (2, 0))
    without = play_all(Tournament(GOODS, players[::2], Repetition(turns=5), 2, seed=4))
    assert [found.mean[0], found.mean[2]] == list(without.mean)
    assert all("bad" not in group["players"] for group in found.as_dict()["groups"])


def test_it_ends_when_nobody_waits():
    def impatient(done, text=""):
        raise Cancelled

    for exact in (True, False):
        with pytest.raises(Cancelled):
            play_all(Tournament(GOODS, MEMORY_ONE, NOISY, exact=exact), impatient)


def test_a_game_of_one_is_refused():
    with pytest.raises(InputError, match="one player, who meets nobody"):
        pg.tournament(NormalForm.from_arrays([1, 2]), ["uniform"])


def test_in_a_symmetric_game_the_order_of_the_line_up_decides_nothing():
    """Payoffs with many ties, by the own strategy and how many of the others play each."""
    earned = {0: (0, 2, 1, 1, 2, 2), 1: (2, 1, 2, 1, 0, 1), 2: (2, 1, 1, 2, 0, 1)}
    others = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    payoffs = np.empty((3, 3, 3, 3), dtype=object)
    for profile in np.ndindex(3, 3, 3):
        for own in range(3):
            met = tuple(sorted(profile[:own] + profile[own + 1:]))
            payoffs[(own, *profile)] = earned[profile[own]][others.index(met)]
    game = pg.NormalForm.from_arrays(*payoffs)
    names, means = ("copy-the-best", "repeat-last", "uniform"), []
    for players in permutations(names):
        found = pg.tournament(game, players, turns=50, noise="1/20", exact=True)
        means.append([found.mean[players.index(name)] for name in names])
    assert all(float(a) == pytest.approx(float(b), abs=1e-12) for row in means for a, b in zip(row, means[0]))
