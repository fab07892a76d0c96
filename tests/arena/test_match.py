"""A match: what is played, what chance does, what is undone, and what comes out, exactly."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground.arena import Match, RecordedMatch, play
from playground.catalogue import Entry
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.progress import Cancelled
from playground.strategy import STRATEGIES, Script

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
PENNIES = NormalForm.from_arrays([[1, -1], [-1, 1]])
THREE = NormalForm.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
CROWD = NormalForm.from_arrays(*np.arange(24).reshape(3, 2, 2, 2))  # three players


def words(rounds, seat):
    return "".join("CDE"[played.actions[seat]] for played in rounds)


@pytest.mark.parametrize("players, first, second, payoffs", [
    (("tit-for-tat", "defector"), "CDDDDDDDDD", "DDDDDDDDDD", ("9/10", "14/10")),
    (("tit-for-tat", "tit-for-tat"), "CCCCCCCCCC", "CCCCCCCCCC", ("3", "3")),
    (("win-stay-lose-shift", "defector"), "CDCDCDCDCD", "DDDDDDDDDD", ("1/2", "3")),
    (("grim", "cooperator"), "CCCCCCCCCC", "CCCCCCCCCC", ("3", "3")),
    (("best-response", "tit-for-tat"), "DDDDDDDDDD", "CDDDDDDDDD", ("14/10", "9/10")),
])
def test_literal_matches(players, first, second, payoffs):
    result = play(DILEMMA, players, turns=10, seed=1)
    assert "".join("CD"[a] for a, _ in result.actions) == first
    assert "".join("CD"[b] for _, b in result.actions) == second
    assert result.payoffs == tuple(map(Fraction, payoffs))
    assert result.intended == result.actions


def test_a_seed_gives_the_same_match_on_every_machine():
    """Values recorded once: they change only if the meaning of a seed does, which files rely on."""
    result = play(DILEMMA, ("random", "tit-for-tat"), Repetition(continuation=Fraction(9, 10),
                                                                  noise=Fraction(1, 10)), seed=7)
    assert words_of(result) == GOLDEN
    result = play(THREE, ("uniform", "repeat-last"), Repetition(turns=12, noise=Fraction(1, 4)), seed=2026)
    assert words_of(result, "RPS") == GOLDEN_THREE


def words_of(result, letters="CD"):
    return tuple("".join(letters[profile[k]] for profile in result.actions) for k in (0, 1))


GOLDEN = ("DCDDDDCCDDCDCC", "DDCDDDDCCDCCDC")
GOLDEN_THREE = ("PRPPPRSSRPRR", "PPPPPPPPPPPS")


def test_the_worth_of_a_noisy_match_is_that_of_its_markov_chain():
    """Long-run payoffs of memory-one players: the stationary distribution of the chain of outcomes,
    p·q′, p(1−q′), … with q′ = (q1, q3, q2, q4) (Nowak and Sigmund 1993). Tit for Tat against itself
    gets (R + S + T + P) / 4 at any noise (Molander 1985)."""
    noise, turns = Fraction(1, 20), 40_000
    memory = {"tit-for-tat": (1, 0, 1, 0), "win-stay-lose-shift": (1, 0, 0, 1), "random": (0.5,) * 4,
              "defector": (0, 0, 0, 0)}
    slip = float(noise)
    for a, b in [("tit-for-tat", "tit-for-tat"), ("win-stay-lose-shift", "tit-for-tat"),
                 ("win-stay-lose-shift", "win-stay-lose-shift"), ("random", "win-stay-lose-shift"),
                 ("win-stay-lose-shift", "defector")]:
        p, q = (np.array(memory[name], float) * (1 - 2 * slip) + slip for name in (a, b))
        q = q[[0, 2, 1, 3]]
        chain = np.column_stack([p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)])
        stationary = np.linalg.matrix_power(chain, 4096)[0]
        expected = stationary @ np.array([3, 0, 5, 1])
        result = play(DILEMMA, (a, b), Repetition(turns=turns, noise=noise), seed=11)
        assert float(result.payoffs[0]) == pytest.approx(expected, abs=0.08), (a, b)
        if (a, b) == ("tit-for-tat", "tit-for-tat"):
            assert expected == pytest.approx(2.25)


def test_noise_flips_to_a_uniformly_chosen_other_action_as_often_as_it_says():
    turns, noise = 30_000, Fraction(3, 10)
    result = play(THREE, ("best-response", "uniform"), Repetition(turns=turns, noise=noise), seed=5)
    for k in (0, 1):
        steps = [(played[k] - meant[k]) % 3 for meant, played in zip(result.intended, result.actions)]
        counts = np.bincount(steps, minlength=3) / turns
        assert counts == pytest.approx([0.7, 0.15, 0.15], abs=0.01)
    # the flips of the two seats, and of one seat in neighbouring rounds, have nothing to do with each other
    flips = np.array(result.actions) != np.array(result.intended)
    assert abs(np.corrcoef(flips[:, 0], flips[:, 1])[0, 1]) < 0.02
    assert abs(np.corrcoef(flips[1:, 0], flips[:-1, 0])[0, 1]) < 0.02


def test_certain_noise_and_no_noise_draw_nothing():
    match = Match(DILEMMA, ("cooperator", "defector"), Repetition(turns=5, noise=Fraction(1)), seed=1)
    match._noise = match._ending = None  # whoever draws here fails
    while not match.finished:
        match.step()
    assert (words(match.rounds, 0), words(match.rounds, 1)) == ("DDDDD", "CCCCC")
    always = play(THREE, ("repeat-last", "repeat-last"), Repetition(turns=200, noise=Fraction(1)), seed=1)
    assert all(all(slips) for slips in np.array(always.intended) != np.array(always.actions))
    once = Match(DILEMMA, ("cooperator", "defector"), Repetition(continuation=Fraction(0)), seed=1)
    once._noise = once._ending = None
    once.step()
    assert once.finished and len(once.rounds) == 1


def test_a_random_end_comes_as_often_as_it_says_and_nobody_is_told():
    repetition = Repetition(continuation=Fraction(3, 4))
    lengths = [play(DILEMMA, ("defector", "grim"), repetition, seed=seed).turns for seed in range(4_000)]
    assert np.mean(lengths) == pytest.approx(4, abs=0.2)
    assert np.mean(np.array(lengths) == 1) == pytest.approx(1 / 4, abs=0.025)
    match = Match(DILEMMA, ("human", "human"), repetition, seed=1)
    assert match.view(0).turns is None
    assert Match(DILEMMA, ("human", "human"), Repetition(turns=9), seed=1).view(0).turns == 9


def slips(played):
    return [meant != done for meant, done in zip(played.intended, played.actions)]


SETTINGS = Repetition(continuation=Fraction(9, 10), noise=Fraction(1, 5))


@settings(max_examples=60, deadline=None)
@given(seed=some.integers(0, 500), first=some.lists(some.integers(0, 1), min_size=60, max_size=60),
       second=some.lists(some.integers(0, 1), min_size=60, max_size=60))
def test_what_a_person_chooses_never_shifts_the_luck_of_others(seed, first, second):
    """Same seed, other choices: the same length, the same slips in the same places, and the same
    moves of a random opponent."""
    def go(choices):
        match = Match(DILEMMA, ("human", "random"), SETTINGS, seed=seed)
        for choice in choices:
            if match.finished:
                break
            match.choose(0, choice)
        return match
    one, other = go(first), go(second)
    assert len(one.rounds) == len(other.rounds)
    for a, b in zip(one.rounds, other.rounds):
        assert a.intended[1] == b.intended[1]
        assert slips(a) == slips(b)


@settings(max_examples=60, deadline=None)
@given(seed=some.integers(0, 500), orders=some.lists(some.sampled_from(["C", "D", "undo"]), max_size=40))
def test_undo_restores_everything(seed, orders):
    """A match with undone rounds is the match that never had them, also in all that follows."""
    seats = ("human", "uniform", "fictitious-play")
    match = Match(CROWD, seats, SETTINGS, seed=seed)
    kept: list[int] = []
    for order in orders:
        if order == "undo":
            match.undo()
            kept = kept[:-1]
        elif not match.finished:
            match.choose(0, "CD".index(order))
            kept.append("CD".index(order))
    fresh = Match(CROWD, seats, SETTINGS, seed=seed)
    for choice in kept:
        fresh.choose(0, choice)
    for each in (0, 1, 0):
        assert (match.rounds, match.finished, match.totals) == (fresh.rounds, fresh.finished, fresh.totals)
        assert list(match.view(1).history) == list(fresh.view(1).history)
        if not match.finished:
            match.choose(0, each)
            fresh.choose(0, each)


def test_two_people_choose_without_seeing_each_other():
    match = Match(DILEMMA, ("human", "human"), Repetition(turns=2), seed=1)
    assert match.waiting == (0, 1) and not match.can_undo
    match.choose(1, 1)
    assert match.waiting == (0,) and match.rounds == [] and list(match.view(0).history) == []
    with pytest.raises(InputError, match="Bob has chosen already"):
        match.choose(1, 0)
    match.undo()  # takes back the open choice
    assert match.waiting == (0, 1)
    match.choose(1, 0)
    match.choose(0, 1)
    assert match.rounds[0].actions == (1, 0) and match.rounds[0].payoffs == (5, 0)
    match.choose(0, 0)
    match.choose(1, 0)
    assert match.finished and match.waiting == ()
    assert match.totals == (8, 3) and match.mean == (4, Fraction(3, 2))
    assert match.cooperation == (Fraction(1, 2), 1)
    with pytest.raises(InputError, match="over"):
        match.choose(0, 0)
    match.undo()
    assert not match.finished and match.waiting == (0, 1) and len(match.rounds) == 1


def test_bad_seats_are_all_told_at_once():
    with pytest.raises(InputError) as caught:
        Match(THREE, ("tit-for-tat", "nobody"), Repetition(turns=1), seed=-1)
    assert [problem.place for problem in caught.value.problems] == ["players[0]", "players[1]", "seed"]
    with pytest.raises(InputError, match="3 players, and 2 were given"):
        Match(CROWD, ("uniform", "uniform"), Repetition(turns=1))
    with pytest.raises(InputError, match="a human cannot play here"):
        play(DILEMMA, ("human", "grim"))
    with pytest.raises(InputError, match="1,000,000 turns are expected; 50,000"):
        play(DILEMMA, ("grim", "grim"), Repetition(continuation=1 - Fraction(1, 10**6)))


@pytest.mark.parametrize("call, message", [
    (lambda match: match.choose(1, 0), "seat 2 is not played by hand"),
    (lambda match: match.choose(0, 2), "Ann has no strategy number 3"),
    (lambda match: match.choose(0, -1), "Ann has no strategy number 0"),
    (lambda match: match.step(), "waits for Ann"),
])
def test_moves_out_of_turn_change_nothing(call, message):
    match = Match(DILEMMA, ("human", "grim"), Repetition(turns=2), seed=1)
    with pytest.raises(InputError, match=message):
        call(match)
    assert match.waiting == (0,) and match.rounds == []


def test_a_record_names_what_was_played_and_keeps_intentions_only_where_they_differ():
    match = Match(DILEMMA, ("human", "defector"), Repetition(turns=3), seed=4)
    match.choose(0, 0)
    moment = "2026-11-24T10:00:00Z"
    assert match.record(moment) == RecordedMatch(
        ("human", "defector"), (("A", "B"),), None, 4, Fraction(0), moment)
    noisy = Match(DILEMMA, ("cooperator", "defector"), Repetition(turns=2, noise=Fraction(1)), seed=4)
    noisy.step()
    record = noisy.record()
    assert (record.actions, record.intended) == ((("B", "A"),), (("A", "B"),))
    assert record.when.endswith("Z")


def test_payoffs_are_counted_exactly():
    thirds = NormalForm.from_arrays([["1/3", "1/7"], ["2/3", "1/9"]], [["1/11", "0"], ["5", "1/13"]])
    result = play(thirds, ("random", "random"), Repetition(turns=1_000, noise=Fraction(1, 10)), seed=3)
    for k in (0, 1):
        total = sum((thirds.payoff(k, actions) for actions in result.actions), Fraction(0))
        assert result.payoffs[k] == total / 1_000
    shown = result.as_dict()
    assert Fraction(shown["payoffs"][0]) == result.payoffs[0] and shown["seed"] == 3
    assert shown["cooperation"][0] == sum(a == 0 for a, _ in result.actions) / 1_000


def test_every_strategy_plays_a_match():
    for name in STRATEGIES:
        game = PENNIES if not STRATEGIES[name].make.usable(PENNIES) else DILEMMA
        for other in ("random", "gradual", name):
            noisy = Repetition(turns=30, noise=Fraction(1, 10))
            assert play(game, (name, other), noisy, seed=0).turns == 30


def test_ten_thousand_turns_end_and_can_be_cancelled():
    begun = time.perf_counter()
    repetition = Repetition(turns=10_000, noise=Fraction(1, 20))
    play(DILEMMA, ("tit-for-tat", "win-stay-lose-shift"), repetition, seed=1)
    assert time.perf_counter() - begun < 30  # no hang

    def stop(done: float | None, text: str = "") -> None:
        if done:
            raise Cancelled

    begun = time.perf_counter()
    with pytest.raises(Cancelled):
        play(DILEMMA, ("grim", "grim"), turns=1_000_000, progress=stop)
    assert time.perf_counter() - begun < 10  # at once, not in the half minute that it would take


def test_who_cannot_go_on_forfeits_and_the_rounds_before_count():
    fails = Entry("fails", "Fails", "", Script(
        "def move(history, me, game, random):\n    return 1 if len(history) < 3 else history[9]"))
    strategies = STRATEGIES.joined([fails])
    result = play(DILEMMA, ("grim", "fails"), turns=10, seed=1, strategies=strategies)
    assert words_of(result) == ("CDD", "DDD") and result.payoffs == (Fraction(2, 3), Fraction(7, 3))
    assert result.forfeit is not None and result.forfeit.seat == 1
    assert result.as_dict()["forfeit"] == {"player": 1, "reason": "line 2: Index `9` is out of bound"}
    assert result == play(DILEMMA, ("grim", "fails"), turns=10, seed=1, strategies=strategies)
    assert play(DILEMMA, ("grim", "grim"), turns=3).as_dict()["forfeit"] is None
    with pytest.raises(InputError, match=r"players\[1\]: there is no strategy 'fails'"):
        play(DILEMMA, ("grim", "fails"))

    match = Match(DILEMMA, ("human", "fails"), Repetition(turns=10), 1, strategies)
    for _ in range(4):
        match.choose(0, 0)
    assert match.finished and match.forfeit and len(match.rounds) == 3 and match.waiting == ()
    match.undo()
    assert not match.finished and match.forfeit is None and len(match.rounds) == 2
