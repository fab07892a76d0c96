"""The best reply to an automaton: against all plans of a small game, and by what the reply earns."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.arena.best_reply import best_reply
from playground.arena.chain import frequencies
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.strategy import STRATEGIES, Automaton
from playground.strategy.automaton import State
from tests.arena.samples import automata, noises

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
BATTLE = NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])


def earned(game, player, reply, opponent, repetition):
    """What a table earns from another, by their chain."""
    table = frequencies(reply, opponent, repetition)
    return sum(table[a][b] * game.payoff(player, (a, b) if player == 0 else (b, a))
               for a, b in product(range(2), repeat=2))


def reply_automaton(reply):
    """The plan of a best reply that does not look at the round, as a table of its own: it keeps the
    opponent's table in mind and follows it."""
    assert len(reply.plan) == 1
    states = {}
    for (name, state), choice in zip(reply.opponent.states.items(), reply.plan[0]):
        after = tuple(state.after[2 * other + own] for own, other in product(range(2), repeat=2))
        states[name] = State((F(1 - choice), F(choice)), after)
    return Automaton(reply.opponent.start, states)


def test_against_tit_for_tat_one_defects_in_the_last_round():
    reply = best_reply(DILEMMA, 0, STRATEGIES["tit-for-tat"].make, Repetition(turns=10))
    assert reply.payoff == F(9 * 3 + 5, 10)
    assert [reply.choice(turn, reply.opponent.start) for turn in range(10)] == [0] * 9 + [1]


@pytest.mark.parametrize("delta, payoff, first", [
    (F(9, 10), F(3), 0), (F(1, 10), 5 * F(9, 10) + F(1, 10), 1), (F(1, 2), F(10, 3), 1)])
def test_against_tit_for_tat_with_a_random_end(delta, payoff, first):
    """Axelrod, R. (1984), proposition 2: at 5/3/1/0 cooperation is best for δ ≥ 2/3, alternation between 1/4
    and 2/3, defection below."""
    reply = best_reply(DILEMMA, 0, STRATEGIES["tit-for-tat"].make, Repetition(continuation=delta))
    assert reply.payoff == payoff and reply.choice(0, reply.opponent.start) == first


@given(automata(most=3), st.sampled_from([F(0), F(1, 3), F(9, 10)]), noises, st.sampled_from([0, 1]))
@settings(deadline=None, max_examples=60)
def test_no_plan_on_the_opponents_states_earns_more(opponent, delta, noise, player):
    repetition = Repetition(continuation=delta, noise=noise)
    reply = best_reply(BATTLE, player, opponent, repetition)
    assert earned(BATTLE, player, reply_automaton(reply), opponent, repetition) == reply.payoff
    for plan in product(range(2), repeat=len(opponent.states)):
        other = reply_automaton(type(reply)(reply.payoff, (plan,), opponent))
        assert earned(BATTLE, player, other, opponent, repetition) <= reply.payoff


@given(automata(most=3), st.integers(1, 4), noises)
@settings(deadline=None, max_examples=60)
def test_rounds_against_all_plans(opponent, turns, noise):
    """The plan as a table with a state for each round and state of the opponent, against all such plans of
    two rounds, and by what it earns itself in more."""
    repetition = Repetition(turns=turns, noise=noise)
    reply = best_reply(DILEMMA, 0, opponent, repetition)
    assert earned(DILEMMA, 0, unrolled(opponent, reply.plan), opponent, repetition) == reply.payoff
    if turns == 2:
        rows = list(product(range(2), repeat=len(opponent.states)))
        best = max(earned(DILEMMA, 0, unrolled(opponent, plan), opponent, repetition)
                   for plan in product(rows, repeat=2))
        assert best == reply.payoff


def unrolled(opponent, plan):
    states = {}
    for turn, row in enumerate(plan):
        for (name, state), choice in zip(opponent.states.items(), row):
            then = min(turn + 1, len(plan) - 1)
            after = tuple(f"{then} {state.after[2 * other + own]}"
                          for own, other in product(range(2), repeat=2))
            states[f"{turn} {name}"] = State((F(1 - choice), F(choice)), after)
    return Automaton(f"0 {opponent.start}", states)


def test_long_and_noisy_matches_are_counted_in_floating_point():
    repetition = Repetition(turns=20_000, noise=F(1, 1000))
    reply = best_reply(DILEMMA, 1, STRATEGIES["tit-for-tat"].make, repetition)
    assert isinstance(reply.payoff, float) and len(reply.plan) == 20_000
    shorter = best_reply(DILEMMA, 1, STRATEGIES["tit-for-tat"].make, Repetition(turns=50, noise=F(1, 1000)))
    assert isinstance(shorter.payoff, F) and abs(float(shorter.payoff) - reply.payoff) < 0.05


def test_what_has_no_best_reply_is_said():
    three = NormalForm.from_arrays([[0] * 3] * 3, [[0] * 3] * 3)
    with pytest.raises(InputError, match="two strategies each"):
        best_reply(three, 0, STRATEGIES["grim"].make, Repetition(turns=5))
    with pytest.raises(InputError, match="has to end"):
        best_reply(DILEMMA, 0, STRATEGIES["grim"].make, Repetition(continuation=F(1)))
