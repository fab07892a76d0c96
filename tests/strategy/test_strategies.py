"""Every strategy plays literal move lists: what it answers to given moves of the opponent, move by move.

A strategy is added to `PLAYS` with a few games that tell it from all others.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playground.arena import Match
from playground.catalogue import UnknownEntry
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.strategy import STRATEGIES, Automaton, State, View, decider, seat_title, usable
from playground.strategy.automaton import C, cooperate

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
STAG = NormalForm.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])  # first strategy: stag

# name, game, the opponent's moves, the answers, and the rounds where the own move slips (from 0)
PLAYS = [
    ("cooperator", DILEMMA, "CDDC", "CCCC", ()),
    ("defector", DILEMMA, "CDDC", "DDDD", ()),
    ("tit-for-tat", DILEMMA, "CDDCDC", "CCDDCD", ()),
    ("tit-for-tat", DILEMMA, "CCC", "CCC", (0,)),  # answers the opponent, not its own slip
    ("grim", DILEMMA, "CCDCCC", "CCCDDD", ()),
    ("grim", DILEMMA, "CCCCC", "CCCCC", (1, 3)),  # its own slips do not count
    ("grim", DILEMMA, "CDCC", "CCDD", (2,)),  # nor does a slip into cooperation end its anger
    ("win-stay-lose-shift", DILEMMA, "CDDCDC", "CCDCCD", ()),
    ("win-stay-lose-shift", DILEMMA, "CCDC", "CDDC", (0,)),  # the slip won, so it stays with it
    ("suspicious-tit-for-tat", DILEMMA, "CDCDCCCC", "DCDCDCCC", ()),
    ("anti-tit-for-tat", DILEMMA, "DDCDCCDC", "CCCDCDDC", ()),
    ("bully", DILEMMA, "CDCCCCDD", "DDCDDDDC", ()),
    ("win-shift-lose-stay", DILEMMA, "CDCCD", "DCCDC", ()),
    ("alternator", DILEMMA, "CDCD", "CDCD", ()),
    ("aggravater", DILEMMA, "CCCCCDC", "DDDCCCD", ()),
    ("soft-grudger", DILEMMA, "CDCDCCCDCC", "CCDDDDCCDD", ()),
    ("grudger-alternator", DILEMMA, "CDCDDCC", "CCDCDCD", ()),
    ("easy-go", DILEMMA, "CCDCD", "DDDCC", ()),
    ("opposite-grudger", DILEMMA, "DDCDD", "DDDCC", ()),
    ("tit-for-two-tats", DILEMMA, "DCCDDDDD", "CCCCCDDD", ()),
    ("two-tits-for-tat", DILEMMA, "CDDCCDCC", "CCDDDCDD", ()),
    ("hard-tit-for-tat", DILEMMA, "DCDDCCCC", "CDDDDDDC", ()),
    ("hard-tit-for-two-tats", DILEMMA, "CDDCCCDCD", "CCCDDCCCC", ()),
    ("three-tits-for-two-tats", DILEMMA, "CDDCCCDDDC", "CCCDDDCCDD", ()),
    ("slow-tit-for-tat", DILEMMA, "CDDCDCCDD", "CCCDDDDCC", ()),
    ("spiteful-tit-for-tat", DILEMMA, "CCCDCDDC", "CCCCDCDD", ()),
    ("resurrection", DILEMMA, "DDDDDDCCC", "CDDDDDDDD", ()),
    ("contrite-tit-for-tat", DILEMMA, "CDDCD", "CCDDC", ()),
    ("cycle-ccd", DILEMMA, "CDCDCD", "CCDCCD", ()),
    ("cycle-ddc", DILEMMA, "CDCDCD", "DDCDDC", ()),
    ("prober", DILEMMA, "CDCDCC", "DCCCDC", ()),
    ("prober-2", DILEMMA, "CDCDDC", "DCCCCC", ()),
    ("prober-3", DILEMMA, "CDDCDC", "DCDDCD", ()),
    ("hard-prober", DILEMMA, "CCDCDCC", "DDCCCDC", ()),
    ("detective", DILEMMA, "CCDCDCD", "CDCCCDC", ()),
    ("handshake", DILEMMA, "CDCD", "CDCC", ()),
    ("collective-strategy", DILEMMA, "CDCCDC", "CDCCCD", ()),
    ("gradual-killer", DILEMMA, "CCCCCDDCC", "DDDDDCCDD", ()),
    ("majority-soft-5", DILEMMA, "CDCDCDCCCD", "CCCCCCDCCC", ()),
    ("majority-hard-5", DILEMMA, "CCCDCDDDDD", "DCCCCCCDDD", ()),
    ("fortress-3", DILEMMA, "DDCCDDD", "DDCCCDD", ()),
    ("fortress-4", DILEMMA, "DDDCCDDD", "DDDCCCDD", ()),
    ("predator", DILEMMA, "CDCDCCDDDDCCDC", "CDDDDDDDDDDDDD", ()),
    ("pun-1", DILEMMA, "CDCCDDCC", "DCDCCCDC", ()),
    ("thumper", DILEMMA, "CDDDCDCC", "CCDDDDDD", ()),
    ("ripoff", DILEMMA, "CCCDDCD", "DCDCCDC", ()),
    ("usually-cooperates", DILEMMA, "CDCDDDC", "CCCDCCC", ()),
    ("usually-defects", DILEMMA, "CDDCCDC", "DDCDDDD", ()),
    ("raider", DILEMMA, "DDDDCDCD", "DDCCDCDC", ()),
    ("solution-b1", DILEMMA, "DDCDDC", "DDDDCC", ()),
    ("solution-b5", DILEMMA, "CCDDDDCCDCDD", "DCCDDDDDDDCD", ()),
    ("capri", DILEMMA, "CDCDCCCCDDCCCC", "CCDCDDDDDDDCCC", ()),
    ("gradual", DILEMMA, "CDCDCCCDCCCCCCCC", "CCDCCCCCDDDCCCCC", ()),
    ("original-gradual", DILEMMA, "CDCDCCCDCCCCCCCC", "CCDCCCCCDDCCCCCC", ()),
    ("majority-soft", DILEMMA, "CDDCCDDD", "CCCDCCCD", ()),
    ("majority-hard", DILEMMA, "CCDDCCD", "DCCCDCC", ()),
    ("adaptive", DILEMMA, "CCCCCCCCCDDC", "CCCCCCDDDDDC", ()),
    ("level-punisher", DILEMMA, "CCCCCCCDDDCCCCCC", "CCCCCCCCCCDDDDDC", ()),
    ("forgiver", DILEMMA, "CCCCCCCCCCDDCCCCCCCCCC", "CCCCCCCCCCCCDDDDDDDDCC", ()),
    ("forgiving-tit-for-tat", DILEMMA, "CCCCCCCCCCCDDCDCC", "CCCCCCCCCCCCCDCDC", ()),
    ("grumpy", DILEMMA, "DDDDDDDDDDDDCCCCCCCCCCCCCCCCCCCCCCC", "CCCCCCCCCCCDDDDDDDDDDDDDDDDDDDDDDDD", ()),
    ("retaliate", DILEMMA, "CDCCCCCCCCCC", "CCDDDDDDDDDD", ()),
    ("omega-tit-for-tat", DILEMMA, "CDCDCDCDCDDDCCCD", "CCDCDCCCDDDDDDDD", ()),
    ("nydegger", DILEMMA, "CDDCDDCCDDDC", "CCDCCCCCCCCC", ()),
    ("shubik", DILEMMA, "CDCCDCCCDCCCC", "CCDCCDDCCDDDC", ()),
    ("stein-rapoport", DILEMMA, "CDCDCDCDCDCDCDCDCC", "CCCCDCDCDCDCDCDDDD", ()),
    ("davis", DILEMMA, "CCCDCCCCCCCCC", "CCCCCCCCCCDDD", ()),
    ("downing", DILEMMA, "CCDCCDCDDCCC", "DDCDCDDDDDDD", ()),
    ("memory-one-grim", DILEMMA, "CCDC", "CCCD", ()),
    ("memory-one-grim", DILEMMA, "CCCC", "CDDD", (0,)),  # its own slip counts
    ("alternator", DILEMMA, "CCCC", "CDDC", (1,)),  # a slip shifts it
    ("contrite-tit-for-tat", DILEMMA, "CDCD", "CCCC", (0,)),  # lets the answer to its slip pass
    ("contrite-tit-for-tat", DILEMMA, "DC", "CD", (0,)),  # but not a defection that met its slip
    ("original-contrite-tit-for-tat", DILEMMA, "CDDC", "CCDD", ()),
    ("original-contrite-tit-for-tat", DILEMMA, "CDCD", "CCCC", (0,)),
    ("original-contrite-tit-for-tat", DILEMMA, "DC", "CC", (0,)),  # nobody alone defected
    ("adaptive-average", DILEMMA, "CCCCCCCCCDDC", "CCCCCCDDDDDD", ()),  # 18 in 6 rounds, 17 in 5
    ("tideman-chieruzzi", DILEMMA, "CDCDCCDCCCC", "CCDCDDCDDDC", ()),
    ("best-response", STAG, "CDDC", "DCDD", ()),  # at first the others mix: 2 < 3
    ("best-response", DILEMMA, "CDC", "DDD", ()),
    ("fictitious-play", STAG, "CCCDDD", "DCCCDD", ()),  # belief in stag: 1/2, 3/4 = tie, 5/6, 7/8, 7/10
    ("fictitious-play", STAG, "DCCCCC", "DDDDDC", ()),  # 1/4, 1/2, 5/8, 7/10, 3/4 = tie
    ("win-stay-lose-shift-any", DILEMMA, "CDDCDC", "CCDCCD", ()),  # 9/4 on average: only 3 and 5 win
    ("win-stay-lose-shift-any", STAG, "DDCC", "CDDD", ()),  # hare always wins
    ("level-k", DILEMMA, "CDC", "DDD", ()),
    ("level-k:level=1", STAG, "CC", "DD", ()),
]
LEARNERS = {"regret-matching", "hedge", "exp3", "q-learning", "sarsa", "policy-gradient", "lola",
            "smoothed-fictitious-play"}
RANDOM = {"random", "generous-tit-for-tat", "negation", "joss", "soft-joss", "grofman", "firm-but-fair",
          "stochastic-cooperator", "stochastic-win-stay-lose-shift", "all-c-or-all-d", "zd-extort-2",
          "zd-extort-2-v2", "zd-extort-3", "zd-extort-4", "zd-extortion", "zd-gtft-2", "zd-gen-2", "zd-set-2",
          "zd-mischief", "press-dyson", "graaskamp", "feld", "tullock", "name-withheld", "uniform",
          "repeat-last", "copy-the-best", *LEARNERS}


class NoLuck:
    """A source of random numbers that nobody may use."""

    def random(self) -> float:
        raise AssertionError("a deterministic strategy drew a random number")


class Luck:
    """Gives out the listed numbers, and no more."""

    def __init__(self, *numbers: float) -> None:
        self.numbers = list(numbers)

    def random(self) -> float:
        return self.numbers.pop(0)


def answers(name, game, moves, slips=(), luck=None):
    """What `name` intends, round by round, as player 1 against fixed moves."""
    history: list[tuple[int, int]] = []
    player, view = decider(name, game, 0), View(game, 0, history)
    intended = []
    for turn, move in enumerate(moves):
        choice = player.choose(view, luck or NoLuck())
        intended.append(choice)
        history.append((1 - choice if turn in slips else choice, "CD".index(move)))
    return "".join("CD"[choice] for choice in intended)


@pytest.mark.parametrize("name, game, moves, expected, slips", PLAYS)
def test_literal_moves(name, game, moves, expected, slips):
    assert answers(name, game, moves, slips) == expected


def test_every_strategy_is_played_here():
    played = {play[0].partition(":")[0] for play in PLAYS}
    assert set(STRATEGIES) == played | RANDOM | {"conditional-cooperation"}


def test_no_two_deterministic_strategies_are_the_same():
    """Against all opponents' moves of four rounds and some of forty, slips included, on two games."""
    names = sorted({play[0] for play in PLAYS} - {"level-k", "level-k:level=1"})  # without a history
    luck = Random(1)
    long = ["".join(luck.choices("CD", (share, 1 - share), k=40)) for share in (0.9, 0.7, 0.5, 0.3, 0.1)]
    books = {name: [answers(name, game, moves, slips) for game in (DILEMMA, STAG)
                    for moves in (*product("CD", repeat=4), *long) for slips in ((), (0,), (2,))]
             for name in names}
    assert len({tuple(book) for book in books.values()}) == len(names)


def test_random_cooperates_below_one_half():
    assert answers("random", DILEMMA, "CCCC", luck=Luck(0.0, 0.4999, 0.5, 0.9999)) == "CCDD"


def test_uniform_covers_every_strategy_and_draws_nothing_where_there_is_one():
    three = NormalForm.from_arrays(np.zeros((3, 1), int), np.zeros((3, 1), int))
    player, view = STRATEGIES["uniform"].make.new(three, 0), View(three, 0, [])
    assert [player.choose(view, Luck(u)) for u in (0.0, 0.34, 0.67, 0.9999999)] == [0, 1, 2, 2]
    assert STRATEGIES["uniform"].make.new(three, 1).choose(View(three, 1, []), NoLuck()) == 0


def test_repeat_keeps_what_was_played_slips_included():
    assert answers("repeat-last", DILEMMA, "CDCD", slips=(1,), luck=Luck(0.2)) == "CCDD"


@pytest.mark.parametrize("name", sorted({play[0] for play in PLAYS}))
@given(history=some.lists(some.tuples(some.integers(0, 1), some.integers(0, 1)), max_size=12))
def test_a_new_decider_given_the_same_history_chooses_the_same(name, history):
    grown, view_of = [], decider(name, STAG, 1)
    view = View(STAG, 1, grown)
    for profile in history:
        view_of.choose(view, NoLuck())
        grown.append(profile)
    fresh = decider(name, STAG, 1)
    assert view_of.choose(view, NoLuck()) == fresh.choose(View(STAG, 1, history), NoLuck())


@some.composite
def games_and_histories(draw):
    shape = tuple(draw(some.lists(some.integers(1, 3), min_size=2, max_size=3)))
    count = len(shape) * int(np.prod(shape))
    values = draw(some.lists(some.fractions(-2, 2, max_denominator=3), min_size=count, max_size=count))
    payoffs = np.array(values, dtype=object).reshape(len(shape), *shape)
    history = draw(some.lists(some.tuples(*(some.integers(0, size - 1) for size in shape)), max_size=6))
    return NormalForm.from_arrays(*payoffs), history


@settings(max_examples=150)
@given(games_and_histories())
def test_best_response_and_fictitious_play_against_their_definitions(both):
    """In exact fractions, straight from the words: any number of players, any payoffs, ties included."""
    game, history = both
    for player in range(game.n_players):
        def worth(own, others, player=player):
            return game.payoff(player, (*others[:player], own, *others[player:]))

        def without(profile, player=player):
            return profile[:player] + profile[player + 1:]

        def answer(belief, player=player, worth=worth):
            values = [sum(weight * worth(own, others) for others, weight in belief.items())
                      for own in range(game.shape[player])]
            return values.index(max(values))
        spaces = [range(size) for k, size in enumerate(game.shape) if k != player]
        even = dict.fromkeys(product(*spaces), Fraction(1, int(np.prod([len(s) for s in spaces]))))
        last = {without(history[-1]): Fraction(1)} if history else even
        counted = dict(even)
        for profile in history:
            counted[without(profile)] += 1
        view = View(game, player, history)
        assert STRATEGIES["best-response"].make.new(game, player).choose(view, NoLuck()) == answer(last)
        assert STRATEGIES["fictitious-play"].make.new(game, player).choose(view, NoLuck()) == answer(counted)


def test_who_can_play_what():
    three = NormalForm.from_arrays(np.zeros((3, 3), int))
    assert usable("tit-for-tat", DILEMMA) == "" and usable("fictitious-play", three) == ""
    assert usable("tit-for-tat", three).startswith("Tit for Tat needs two players with two strategies each")
    with pytest.raises(UnknownEntry, match="tit-for-tat"):
        usable("tit-for-tatt", DILEMMA)


GOODS = NormalForm.from_arrays(*(
    np.fromfunction(lambda *others, own=own: 2 * sum(others) - 3 * others[own], (3, 3, 3), dtype=int)
    for own in range(3)))  # a public good of three players: each contributes 0, 1 or 2, multiplied by 2


def test_conditional_cooperation_gives_what_the_others_gave_on_average():
    """From nothing to all, and, the same game read backwards, from all to nothing."""
    assert NormalForm(GOODS.players, GOODS.cells).payoff(0, (2, 2, 2)) == 6
    backwards = NormalForm(GOODS.players, GOODS.cells[:, ::-1, ::-1, ::-1])
    for game, told in ((GOODS, lambda i: i), (backwards, lambda i: 2 - i)):
        player, history = decider("conditional-cooperation", game, 1), []
        view = View(game, 1, history)
        given_ = []
        for others in ((2, 2), (0, 1), (0, 2), (0, 0), (1, 2)):
            given_.append(told(player.choose(view, NoLuck())))
            history.append((told(others[0]), told(0), told(others[1])))
        assert [*given_, told(player.choose(view, NoLuck()))] == [2, 2, 1, 1, 0, 2]  # halves round up
    assert answers("conditional-cooperation", DILEMMA, "CDDCDC") == answers("tit-for-tat", DILEMMA, "CDDCDC")


def test_copy_the_best_copies_who_earned_most():
    player, history = decider("copy-the-best", GOODS, 2), []
    view = View(GOODS, 2, history)
    assert player.choose(view, Luck(0.5)) == 1
    for profile, copied in (((0, 2, 2), 0), ((1, 2, 1), 1), ((2, 1, 2), 1), ((2, 2, 0), 0)):
        history.append(profile)
        assert player.choose(view, NoLuck()) == copied
    assert "as many strategies each" in usable("copy-the-best", NormalForm.from_arrays(np.zeros((2, 3), int),
                                                                                       np.zeros((2, 3), int)))


def test_win_stay_lose_shift_shifts_to_each_other_strategy():
    pebbles = NormalForm.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    player, history = decider("win-stay-lose-shift-any", pebbles, 0), [(1, 2)]
    view = View(pebbles, 0, history)
    assert [player.choose(view, Luck(u)) for u in (0.2, 0.7)] == [0, 2]
    history.append((1, 1))  # the mean of all payoffs is enough
    assert player.choose(view, NoLuck()) == 1


@pytest.mark.parametrize("level", range(7))
def test_level_k_goes_round_where_the_levels_do(level):
    """Matching pennies, matcher first, with a bonus on heads: level 1 plays heads and tails, and so on."""
    pennies = NormalForm.from_arrays([[3, 0], [0, 1]], [[0, 1], [3, 0]])
    known = {1: (0, 0), 2: (0, 1), 3: (1, 1), 4: (1, 0)}
    for seat in (0, 1):
        choice = decider(f"level-k:level={level}", pennies, seat).choose(View(pennies, seat, []), Luck(0.6))
        assert choice == (1 if not level else known[(level - 1) % 4 + 1][seat])


def test_the_text_of_a_seat():
    assert seat_title("q-learning:memory=2, epsilon=0.05") == "Q-Learning (memory 2, epsilon 1/20)"
    assert seat_title("q-learning:memory=1") == seat_title("q-learning") == "Q-Learning"
    set_ = {"memory": Fraction(2), "gamma": Fraction(9, 10)}
    assert STRATEGIES["q-learning"].text(set_) == "q-learning:memory=2"
    for text, problems in (
            ("q-learning:memory=3,alpha=x", 1),  # what is no number comes before what does not fit
            ("q-learning:memory=3,alfa=1,gamma=1", 3), ("tit-for-tat:memory=1", 1), ("hedge:", 1),
            ("hedge:rate", 1), ("hedge:rate=1,rate=1", 1), ("q-learning:memory=1/2", 1)):
        with pytest.raises(InputError) as error:
            usable(text, DILEMMA)
        assert len(error.value.problems) == problems, text


def test_a_table_that_leads_nowhere_is_refused():
    with pytest.raises(ValueError, match="no state 'b'"):
        Automaton("a", {"a": State(C, ("a", "a", "a", "b"))})
    with pytest.raises(ValueError, match="plays 2, -1, which are not"):
        Automaton("a", {"a": State(cooperate(2), ("a", "a", "a", "a"))})


def test_entries_tell_who_and_when():
    for entry in STRATEGIES.values():
        assert entry.summary.endswith(".")
        assert entry.reference or entry.name in {"uniform", "repeat-last"}
        for option in entry.options:
            assert option.default is None or not option.refuses(option.default)


@pytest.mark.parametrize("name", STRATEGIES)
def test_payoffs_beyond_floating_point_are_played_or_refused(name):
    huge = NormalForm.from_arrays([[10**400, 0], [3, 10**399]], [[10**400, 3], [0, 10**399]])
    if reason := usable(name, huge):
        assert "payoffs are beyond 10^308" in reason or "needs" in reason
    else:
        match = Match(huge, (name, "tit-for-tat"), Repetition(turns=8), 1)
        while not match.finished:
            match.step()
        assert len(match.rounds) == 8
