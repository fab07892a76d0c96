"""Means and ranks at each noise, against whole tournaments in fractions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest

from playground.arena import Tournament, play_all
from playground.arena.noise_ranks import noise_ranks
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.progress import Cancelled

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
BATTLE = NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])
PLAYERS = ("cooperator", "defector", "tit-for-tat", "grim", "win-stay-lose-shift")


@pytest.mark.parametrize(("game", "repetition"), [
    (DILEMMA, Repetition(turns=12)), (BATTLE, Repetition(continuation=F(9, 10))),
    (DILEMMA, Repetition(continuation=F(1), noise=F(1, 7)))])
@pytest.mark.parametrize("self_play", [False, True])
def test_each_noise_is_a_tournament(game, repetition, self_play):
    asked = Tournament(game, PLAYERS, repetition, self_play=self_play, weights=(F(1), F(2), F(0), F(1), F(3)))
    found = noise_ranks(asked, steps=4)
    assert found.noises == (0, F(1, 8), F(1, 4), F(3, 8), F(1, 2))
    for noise, means, ranks in zip(found.noises, found.means, found.ranks):
        exact = play_all(replace(asked, repetition=replace(repetition, noise=noise)))
        assert means == pytest.approx([float(mean) for mean in exact.mean], abs=1e-11)
        assert list(ranks) == [1 + sum(other > mean for other in exact.mean) for mean in exact.mean]


def test_at_one_half_all_are_alike():
    found = noise_ranks(Tournament(DILEMMA, PLAYERS, Repetition(turns=50)), steps=10)
    assert found.means[-1] == pytest.approx([9 / 4] * 5) and set(found.ranks[-1]) == {1}
    assert len(set(found.ranks[0])) > 1


def test_bad_questions():
    asked = Tournament(DILEMMA, ("tit-for-tat", "fictitious-play"), Repetition(turns=5))
    with pytest.raises(InputError) as caught:
        noise_ranks(asked, steps=0)
    assert [problem.place for problem in caught.value.problems] == ["players[1]", "steps"]

    def stop(done, text=""):
        raise Cancelled
    with pytest.raises(Cancelled):
        noise_ranks(replace(asked, players=PLAYERS), progress=stop)
