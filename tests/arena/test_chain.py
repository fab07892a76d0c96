"""Expected payoffs of pairs of automata: against published values, and chains walked the slow way."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.arena.chain import MOST_STATES, frequencies, layout, noisy, wiring
from playground.arena.field import Field
from playground.game import Repetition
from playground.strategy import STRATEGIES, Automaton
from playground.strategy.automaton import State, cooperate
from tests.arena.samples import automata, noises

DILEMMA = ((3, 0), (5, 1))
ENDLESS = Repetition(continuation=F(1))


def memory_one(*chances, first=1):
    """Of P(C | CC, CD, DC, DD)."""
    names = ("CC", "CD", "DC", "DD")
    return Automaton("first", {"first": State(cooperate(first), names), **{
        name: State(cooperate(chance), names) for name, chance in zip(names, chances)}})


def payoffs(first, second, repetition):
    table = frequencies(first, second, repetition)
    cells = list(product(range(2), repeat=2))
    return (sum(table[a][b] * DILEMMA[a][b] for a, b in cells),
            sum(table[a][b] * DILEMMA[b][a] for a, b in cells))


def named(name):
    return STRATEGIES[name].make


EXTORT_2, SET_2 = memory_one("8/9", "1/2", "1/3", 0), memory_one("3/4", "1/4", "1/2", "1/4")
GENEROUS = memory_one(1, "1/3", 1, "1/3")


def test_published_values():
    """Press, W. H. and Dyson, F. J. (2012), PNAS 109: extortion and equalisers. Nowak, M. and Sigmund, K.
    (1993), Nature 364: under noise."""
    assert payoffs(EXTORT_2, named("cooperator"), ENDLESS) == (F(7, 2), F(9, 4))
    assert payoffs(EXTORT_2, named("random"), ENDLESS) == (F(42, 17), F(59, 34))
    noise = Repetition(continuation=F(1), noise=F(1, 100))
    assert payoffs(named("tit-for-tat"), named("tit-for-tat"), noise) == (F(9, 4), F(9, 4))
    assert float(payoffs(named("win-stay-lose-shift"), named("win-stay-lose-shift"), noise)[0]) == 2.951092
    noise = Repetition(continuation=F(1), noise=F(1, 20))
    assert payoffs(GENEROUS, GENEROUS, noise)[0] == F(2859375, 1_000_000)


def test_two_hundred_turns():
    """Axelrod, R. (1980): sums of 200 turns."""
    repetition = Repetition(turns=200)
    assert payoffs(named("tit-for-tat"), named("defector"), repetition) == (F(199, 200), F(204, 200))
    assert payoffs(named("win-stay-lose-shift"), named("defector"), repetition) == (F(100, 200), F(600, 200))


chance = st.sampled_from([F(0), F(0), F(1), F(1), F(1, 2), F(1, 3), F(9, 10)])
four = st.tuples(chance, chance, chance, chance)


@given(four, chance)
def test_zero_determinant_strategies_do_what_they_promise_against_everybody(other, first):
    opponent = memory_one(*other, first=first)
    mine, yours = payoffs(EXTORT_2, opponent, ENDLESS)
    assert mine - 1 == 2 * (yours - 1)
    assert payoffs(SET_2, opponent, ENDLESS)[1] == 2


def walked(first, second, noise, turns, weight):
    """Σ weight(t) · P(profile at t), turn by turn over all joint states by name."""
    size = first.size
    here, total = {(first.start, second.start): F(1)}, {}
    for turn in range(turns):
        there = {}
        for (s, t), p in here.items():
            plays = noisy(first.states[s].play, noise), noisy(second.states[t].play, noise)
            for a, b in product(range(size), repeat=2):
                now = p * plays[0][a] * plays[1][b]
                if now:
                    total[a, b] = total.get((a, b), 0) + now * weight(turn)
                    to = first.states[s].after[size * a + b], second.states[t].after[size * b + a]
                    there[to] = there.get(to, 0) + now
        here = there
    return [[total.get((a, b), F(0)) for b in range(size)] for a in range(size)]


@given(automata(), automata(), noises, st.integers(1, 7))
@settings(deadline=None)
def test_turns_are_those_of_a_walk(first, second, noise, turns):
    found = frequencies(first, second, Repetition(turns=turns, noise=noise))
    assert [list(row) for row in found] == walked(first, second, noise, turns, lambda turn: F(1, turns))


@given(automata(3), automata(3), noises)
@settings(deadline=None, max_examples=40)
def test_three_strategies_and_a_random_end(first, second, noise):
    """What is left out of the sum of a hundred turns is at most δ¹⁰⁰."""
    delta = F(1, 2)
    found = frequencies(first, second, Repetition(continuation=delta, noise=noise))
    assert sum(map(sum, found)) == 1
    expected = walked_floats(first, second, noise, 100, lambda turn: float((1 - delta) * delta ** turn))
    assert np.allclose(np.array(found, dtype=float), expected, rtol=0, atol=1e-12)


def walked_floats(first, second, noise, turns, weight):
    size = first.size
    chain = layout(wiring(first, noise), wiring(second, noise))
    rows = [list(automaton.states.values()) for automaton in (first, second)]
    here, total = np.eye(len(chain.states))[0], np.zeros((size, size))
    for turn in range(turns):
        there = np.zeros_like(here)
        for i, j, a, b in chain.moves:
            s, t = chain.states[i]
            now = here[i] * float(noisy(rows[0][s].play, noise)[a] * noisy(rows[1][t].play, noise)[b])
            there[j] += now
            total[a, b] += now * weight(turn)
        here = there
    return total


@given(automata(), automata(), noises)
@settings(deadline=None, max_examples=60)
def test_the_limit_of_means_is_that_of_long_walks(first, second, noise):
    """Means over T turns differ from their limit by a constant over T, so twice as many turns say where they
    go: 2 M(2T) − M(T) has no such part left, but what fades and, in periodic chains, what is not yet
    round."""
    limit = np.array(frequencies(first, second, Repetition(continuation=F(1), noise=noise)), dtype=float)
    turns = 2520 * 4  # a multiple of every period up to ten
    means = [np.array(Field([first, second]).frequencies(Repetition(turns=n, noise=noise))[0, 1])
             for n in (turns, 2 * turns)]
    assert np.allclose(2 * means[1] - means[0], limit, rtol=0, atol=1e-6)


@given(st.lists(automata(), min_size=2, max_size=4), noises, st.sampled_from([
    {"turns": 1}, {"turns": 13}, {"continuation": F(0)}, {"continuation": F(9, 10)}, {"continuation": F(1)}]))
@settings(deadline=None)
def test_a_field_is_every_pair(line_up, noise, length):
    repetition = Repetition(noise=noise, **length)
    field = Field(line_up)
    for _again in range(2):  # laid out once, used twice
        found = field.frequencies(repetition)
        for i, first in enumerate(line_up):
            for j, second in enumerate(line_up):
                exact = np.array(frequencies(first, second, repetition), dtype=float)
                assert np.allclose(found[i, j], exact, rtol=0, atol=1e-10)


def test_a_field_too_large_to_be_laid_out_at_once(monkeypatch):
    line_up = [entry.make for entry in STRATEGIES.values() if isinstance(entry.make, Automaton)][:6]
    repetition = Repetition(continuation=F(1), noise=F(1, 50))
    whole = Field(line_up).frequencies(repetition)
    monkeypatch.setattr("playground.arena.field.MOST_ARROWS", 10)
    assert np.array_equal(Field(line_up).frequencies(repetition), whole)


def test_what_would_grow_too_long_is_left_to_floating_point():
    many = {str(i): State(cooperate("1/3"), (str((i + 1) % 9),) * 4) for i in range(9)}
    other = {str(i): State(cooperate("1/3"), (str((i + 1) % 8),) * 4) for i in range(8)}
    first, second = Automaton("0", many), Automaton("0", other)
    assert MOST_STATES < 9 * 8 and frequencies(first, second, ENDLESS) is None
    assert frequencies(first, second, Repetition(turns=100_000)) is None
    assert Field([first, second]).frequencies(ENDLESS)[0, 1, 0, 0] == pytest.approx(1 / 9)


RARE = [Repetition(continuation=F(1), noise=F(1, 10 ** digits)) for digits in (3, 6, 9, 15, 30)] + [
    Repetition(continuation=1 - F(1, 10 ** 12), noise=F(1, 1000)),
    Repetition(continuation=1 - F(1, 10 ** 21), noise=F(1, 10 ** 6))]


@pytest.mark.parametrize("repetition", RARE, ids=str)
@pytest.mark.parametrize("pair", [("three-tits-for-two-tats", "hard-prober"), ("gradual-killer", "raider"),
                                  ("raider", "three-tits-for-two-tats"), ("detective", "resurrection"),
                                  ("tit-for-tat", "win-stay-lose-shift")], ids="-".join)
def test_however_rare_slips_are_every_share_keeps_its_digits(pair, repetition, monkeypatch):
    """Chains that hardly ever move from one part to another: subtractions would leave no digit right."""
    monkeypatch.setattr("playground.arena.chain.MOST_STATES", 100)
    first, second = (STRATEGIES[name].make for name in pair)
    exact = frequencies(first, second, repetition)
    assert exact is not None
    assert Field([first, second]).frequencies(repetition)[0, 1] == pytest.approx(
        np.array(exact, dtype=float), rel=1e-12, abs=1e-290)
