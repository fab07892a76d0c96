"""The strategies of the repeated dilemma: move by move against Axelrod-Python's, and by their definitions."""

from __future__ import annotations

import json
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from playground.arena.chain import frequencies
from playground.game import NormalForm, Repetition
from playground.strategy import STRATEGIES, View, press_dyson
from tests.arena.samples import automata

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "axelrod.json").read_text("utf-8"))
DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
# Not in Axelrod-Python, or another definition there; tried below by what they promise.
OWN = {"negation", "memory-one-grim", "grofman", "all-c-or-all-d", "three-tits-for-two-tats",
       "original-contrite-tit-for-tat", "capri", "adaptive-average", "graaskamp", "feld", "tullock",
       "name-withheld"}


def chosen(name: str, opponent: str, slips: str, player: int = 0, luck: object = None) -> str:
    """What our strategy chooses in each round."""
    history: list[tuple[int, int]] = []
    decider = STRATEGIES[name].make.new(DILEMMA, player)
    view = View(DILEMMA, player, history, turns=len(opponent))
    made = ""
    for move, slip in zip(opponent, slips):
        choice = decider.choose(view, luck or np.random.default_rng(1))
        made += "CD"[choice]
        mine, theirs = choice ^ (slip == "x"), "CD".index(move)
        history.append((mine, theirs) if player == 0 else (theirs, mine))
    return made


@pytest.mark.parametrize("name", GOLDEN["chosen"])
def test_move_by_move(name: str) -> None:
    for game, theirs in zip(GOLDEN["games"], GOLDEN["chosen"][name]):
        for player in (0, 1):
            assert chosen(name, *game, player) == theirs, game


def vector(automaton) -> list[F]:
    """P(C | CC, CD, DC, DD) of a strategy with a memory of one round."""
    start = automaton.states[automaton.start]
    return [automaton.states[name].play[0] for name in start.after]


@pytest.mark.parametrize("name", GOLDEN["vectors"])
def test_probabilities(name: str) -> None:
    four = list(map(float, vector(STRATEGIES[name].make)))
    assert four == pytest.approx(GOLDEN["vectors"][name], abs=1e-15)


@pytest.mark.parametrize("name, start, four", [
    ("negation", F(1, 2), (0, 1, 0, 1)), ("all-c-or-all-d", F(3, 5), (1, 1, 0, 0)),
    ("grofman", 1, (1, F(2, 7), F(2, 7), 1)), ("memory-one-grim", 1, (1, 0, 0, 0)),
    ("name-withheld", F(1, 2), (F(1, 2),) * 4)])
def test_other_probabilities(name, start, four):
    made = STRATEGIES[name].make
    assert made.states[made.start].play[0] == start and tuple(vector(made)) == four


@pytest.mark.parametrize("name, opponent, expected, slips", [
    ("three-tits-for-two-tats", "CDCDDCCCC", "CCCCCDDDC", "........."),
    ("original-contrite-tit-for-tat", "CCDDCC", "CCCDDC", "......"),
    ("original-contrite-tit-for-tat", "CCDCC", "CCCCC", ".x..."),  # lets itself be punished for its slip
    ("adaptive-average", "CCCCCCCCCCCCC", "CCCCCCDDDDDDD", "." * 13),
    ("adaptive-average", "CCCCCCDDDDDDD", "CCCCCCDDDDDCC", "." * 13)])
def test_literal_moves(name, opponent, expected, slips):
    assert chosen(name, opponent, slips) == expected


class Luck:
    """Gives the same number for ever."""

    def __init__(self, number: float) -> None:
        self.number = number

    def random(self) -> float:
        return self.number


def test_feld_cooperates_less_and_less():
    for chance, rounds in ((0.9, 40), (0.75, 100)):  # P(C) falls below these after so many rounds
        made = chosen("feld", "C" * 150, "." * 150, luck=Luck(chance))
        assert rounds <= made.index("D") <= rounds + 1 and "DC" not in made
    assert chosen("feld", "DDDD", "....") == "CDDD"


def test_tullock_cooperates_a_tenth_less():
    """After eleven rounds with 7 cooperations in the last ten, it cooperates with probability 6/10."""
    opponent = "DCCCCCCCDDDC"
    assert chosen("tullock", opponent, "." * 12, luck=Luck(0.59)) == "C" * 12
    assert chosen("tullock", opponent, "." * 12, luck=Luck(0.61)) == "C" * 11 + "D"


def test_graaskamp_tries_one_defection_and_knows_tit_for_tat():
    mine = chosen("graaskamp", "C" * 50 + "CD" + "C" * 18, "." * 70)
    assert mine[:50] == "C" * 50 and mine[50] == "D" and mine[51:56] == "CDCCC"
    assert mine[56:] == "C" * 14  # what answered its defection with one is taken for Tit for Tat


@given(automata(most=4))
@settings(deadline=None, max_examples=80)
def test_capri_never_earns_less_than_the_other(opponent):
    """Murase and Baek (2020): a rival against everybody, without noise in the long run."""
    table = frequencies(STRATEGIES["capri"].make, opponent, Repetition(continuation=F(1)))
    assert table[1][0] >= table[0][1]  # it defects on the other at least as often


def test_capri_is_a_partner_to_itself():
    capri = STRATEGIES["capri"].make
    shares = [float(frequencies(capri, capri, Repetition(continuation=F(1), noise=F(1, n)))[0][0])
              for n in (100, 1000)]
    assert shares[1] > 0.98 and shares[1] > shares[0]


def test_the_family_of_press_and_dyson():
    """Press and Dyson (2012) name these members; φ beyond its range is refused with the range."""
    assert vector(press_dyson(2, F(1, 18), 1)) == [F(8, 9), F(1, 2), F(1, 3), 0]
    with pytest.raises(ValueError, match="at most 1/9"):
        press_dyson(2, 5, 1)
