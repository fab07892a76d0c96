"""Gambit's `.efg` as reduced normal forms: exact, agreed with Gambit itself and with the tree played out, and
every fault named with its line."""

from __future__ import annotations

import io
import itertools
import random
import re
import tracemalloc
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import playground as pg
from playground.files import GameDocument, load, load_library, loads_efg, save
from playground.game import Player, Profile
from playground.game.reduced_form import Plans, payoff_table
from playground.problem import InputError
from tests.files.refusals import problems_of

# Myerson, R. (1991), Game Theory: Analysis of Conflict, figure 2.1, as Gambit ships it, some parts left out
# after they stood once.
POKER = r'''EFG 2 R "A \"simple\" Poker game" { "Fred" "Alice" }
"From Myerson (1991)"

c "deal" 1 "" { "Red" 1/2 "Black" 0.5 } 0
p "" 1 1 "Red" { "Raise" "Fold" } 0
p "" 2 1 "" { "Meet" "Pass" } 0
t "" 1 "Win Big" { 2, -2 }
t "" 2 "Win" { 1 -1 }
t "" 2
p "" 1 2 "Black" { "Raise" "Fold" } 0
p "" 2 1 0
t "" 3 "Lose Big" { -2, 2 }
t "" 2
t "" 4 "Lose" { -1, 1 }
'''
# Payoffs on the way: each who goes on puts 1 into the pot, which doubles; three moves.
CENTIPEDE = '''EFG 2 D "" { "Ann" "Bob" }
p "first" 1 1 "" { "Take" "Pass" } 0
t "" 1 "" { .40 0.1 }
p "" 2 1 "" { "Take" "Pass" } 2 "" { -0.20, 0.25 }
t "" 3 "" { 1/5, 1e-1 }
p "" 1 2 "" { "Take" "Pass" } 0
t "" 4 "" { 2 0 }
t "" 0
'''
# Selten, R. (1975), "Reexamination of the perfectness concept", figure 1.
HORSE = '''EFG 2 R "Selten's horse" { "1" "2" "3" }
p "" 1 1 "" { "R" "L" } 0
p "" 2 1 "" { "R" "L" } 0
t "" 1 "" { 1 1 1 }
p "" 3 1 "" { "R" "L" } 0
t "" 2 "" { 4 4 0 }
t "" 3 "" { 0 0 1 }
p "" 3 1 "" { "R" "L" } 0
t "" 4 "" { 3 2 2 }
t "" 5 "" { 0 0 0 }
'''
# Piccione and Rubinstein (1997): the absent-minded driver. At two crossings he cannot tell apart he exits
# (0 at the first, 4 at the second) or goes on (1 at the end).
DRIVER = '''EFG 2 R "Driver" { "D" }
p "" 1 1 "" { "Exit" "On" } 0
t "" 1 "" { 0 }
p "" 1 1 0
t "" 2 "" { 4 }
t "" 3 "" { 1 }
'''


def kuhn() -> str:
    """Kuhn, H. (1950), "A simplified two-person poker": three cards, a bet of one; its value is -1/18."""
    lines = ['EFG 2 R "Kuhn poker" { "Ann" "Bob" }']
    deals = list(itertools.permutations(range(3), 2))
    lines.append('c "" 1 "" { ' + " ".join(f'"{a}{b}" 1/6' for a, b in deals) + " } 0")
    for a, b in deals:
        win = 1 if a > b else -1

        def end(payoff: int) -> str:
            return f't "" {payoff + 9} "" {{ {payoff}, {-payoff} }}'

        lines += [f'p "" 1 {a + 1} "{"JQK"[a]}" {{ "Check" "Bet" }} 0',
                  f'p "" 2 {b + 1} "{"JQK"[b]}, checked" {{ "Check" "Bet" }} 0', end(win),
                  f'p "" 1 {a + 4} "{"JQK"[a]}, raised" {{ "Fold" "Call" }} 0', end(-1), end(2 * win),
                  f'p "" 2 {b + 4} "{"JQK"[b]}, bet" {{ "Fold" "Call" }} 0', end(1), end(2 * win)]
    return "\n".join(lines)


refused = partial(problems_of, loads_efg, seconds=60)  # a large tree takes its time


def agrees_with_gambit(text: str, document: GameDocument, plans: list[list[set[str]]] | None = None) -> None:
    """The same strategies with the same payoffs; in the same order, or matched by their actions (`plans`)."""
    import pygambit

    theirs = pygambit.read_efg(io.BytesIO(text.encode()))
    assert [len(player.strategies) for player in theirs.players] == list(document.game.shape)
    table = document.game.payoffs
    for p, player in enumerate(theirs.players):
        if plans:
            chosen = [[strategy.action(at) for at in player.infosets if len(at.actions) > 1]
                      for strategy in player.strategies]
            found = [plans[p].index({action.label for action in own if action}) for own in chosen]
            table = np.take(table, found, axis=p + 1)
    for payoffs, array in zip(table, theirs.to_arrays(dtype=Fraction)):
        assert np.array_equal(payoffs, array)


# --- reading ----------------------------------------------------------------------------------------

def test_poker_and_its_equilibrium() -> None:
    """Myerson (1991): Fred raises with red, and with black in one case of three; Alice meets in two of three;
    Fred expects 1/3."""
    document = loads_efg(POKER)
    game = document.game
    assert (document.title, document.description) == ('A "simple" Poker game', "From Myerson (1991)")
    assert game.players == (Player("Fred", ("Raise, Raise", "Raise, Fold", "Fold, Raise", "Fold, Fold")),
                            Player("Alice", ("Meet", "Pass")))
    assert game.payoffs[0].tolist() == [[0, 1], [Fraction(1, 2), 0], [Fraction(-1, 2), 1], [0, 0]]
    assert game.is_zero_sum
    [equilibrium] = pg.solve(document).equilibria
    assert equilibrium.profile == Profile([["1/3", "2/3", 0, 0], ["2/3", "1/3"]])
    assert equilibrium.payoffs == (Fraction(1, 3), Fraction(-1, 3))
    assert "Read from an extensive game" in document.remarks[0] and document.remarks[0] in document.notes
    assert "Fred: Red (Raise / Fold); Black (Raise / Fold)" in document.notes


def test_payoffs_on_the_way_and_plans_cut_short() -> None:
    """Payoffs add up, and stand as decimals in a file that has them; after Take nothing is planned."""
    document = loads_efg(CENTIPEDE, untitled="from-disk")
    assert document.title == "from-disk" and "no title" in document.remarks[1]
    assert document.game.players[0].strategies == ("Take", "Pass, Take", "Pass, Pass")
    assert document.game.players[1].strategies == ("Take", "Pass")
    assert [[str(cell) for cell in row] for row in document.game.cells[0]] == [
        ["0.4", "0.4"], ["0", "1.8"], ["0", "-0.2"]]
    assert document.game.payoffs[1].tolist() == [[Fraction(1, 10)] * 2, [Fraction(7, 20), Fraction(1, 4)],
                                                 [Fraction(7, 20), Fraction(1, 4)]]


def test_kuhn_poker_has_its_value() -> None:
    document = loads_efg(kuhn())
    assert document.game.shape == (27, 64) and document.game.is_zero_sum
    first = document.game.players[0].strategies
    assert first[0] == "Check (Fold), Check (Fold), Check (Fold)" and first[-1] == "Bet, Bet, Bet"
    [secure] = pg.solve(document, concept="maximin").equilibria
    assert secure.payoffs == (Fraction(-1, 18), Fraction(1, 18))


@pytest.mark.parametrize("text", [POKER, CENTIPEDE, HORSE, kuhn()],
                         ids=["poker", "centipede", "horse", "kuhn"])
def test_examples_agree_with_gambit(text: str) -> None:
    agrees_with_gambit(text.replace('\\"', ""), loads_efg(text))


def test_all_of_gambits_own_games() -> None:
    import pygambit

    folder = Path(pygambit.__file__).parent / "catalog_data"
    files = sorted(folder.rglob("*.efg"))
    assert len(files) > 20
    for file in files:
        agrees_with_gambit(file.read_text(encoding="utf-8"), load(file))
    poker = load(folder / "books" / "myerson1991" / "fig2_1.efg").game
    assert poker.players == load_library("one-card-poker").game.players
    assert np.array_equal(poker.payoffs, load_library("one-card-poker").game.payoffs)


@pytest.mark.parametrize("change", [
    lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n"), lambda text: text + "\n \n",
    lambda text: text.replace("{ ", "{").replace(" }", "}"), lambda text: text.replace('" ', '"'),
    lambda text: text.replace("\n", " "), lambda text: text.replace(", -", " ,,-"),
    lambda text: text.replace("EFG 2 R", "EFG 2 D")])
def test_white_space_and_commas_mean_nothing(change: Any) -> None:
    assert loads_efg(change(POKER)).game == loads_efg(POKER).game


def test_names_stay_readable_and_distinct() -> None:
    """Actions without a name are counted; an information set with one action is no choice; long names are
    cut in the middle and still differ."""
    nobody = 'EFG 2 R "t" { "A" "A" } p "" 1 1 "" { "x" } 0 p "" 2 1 "" { "" "b" "b" } 0' + ' t "" 0' * 3
    document = loads_efg(nobody)
    assert [player.name for player in document.game.players] == ["A", "A (2)"]
    assert [player.strategies for player in document.game.players] == [("no choice",), ("1", "b", "b (2)")]
    long = 'EFG 2 R "t" { "A" }' + "".join(
        f' p "" 1 {i + 1} "" {{ "go on to the next" "stop" }} 0' for i in range(40)) + ' t "" 0' * 41
    (player,) = loads_efg(long).game.players
    assert len(set(player.strategies)) == 41 and max(map(len, player.strategies)) <= 200
    assert player.strategies[-1] == "stop" and player.strategies[-2] == "go on to the next, stop"


def test_the_absent_minded_driver() -> None:
    """No plan exits at the second crossing only: he does the same at both."""
    document = loads_efg(DRIVER)
    assert document.game.players[0].strategies == ("Exit", "On")
    assert document.game.payoffs[0].tolist() == [0, 1]
    assert "Without perfect recall: D" in document.notes and "perfect" not in loads_efg(POKER).notes


# --- trees at random --------------------------------------------------------------------------------

class Tree:
    """A random tree: its text, and its value for every pure strategy, played out node by node."""

    def __init__(self, choice: random.Random, recall: bool) -> None:
        self.choice = choice
        self.recall = recall
        self.n = choice.randint(1, 3)
        self.sizes: dict[tuple[int, int], int] = {}  # actions of (player, set)
        self.numbers: dict[Any, int] = {}
        self.lines = ['EFG 2 R "t" { ' + " ".join(f'"P{i}"' for i in range(self.n)) + " }"]
        self.outcomes: list[list[Fraction]] = []
        self.root = self.node(choice.randint(1, 4), [()] * self.n)

    def node(self, depth: int, own: list[Any]) -> Any:
        """(player or None, set, chances, payoffs, nodes below)"""
        choice = self.choice
        if depth == 0 or choice.random() < 0.15:
            text, paid = self.outcome(0.2)
            self.lines.append(f't "" {text}')
            return (None, 0, [], paid, [])
        if choice.random() < 0.25:
            parts = [choice.randint(0, 3) for _ in range(choice.randint(1, 3))]
            chances = [Fraction(part, sum(parts)) if sum(parts) else Fraction(i == 0)
                       for i, part in enumerate(parts)]
            number = self.numbers.setdefault((-1, *chances), len(self.numbers))
            text, paid = self.outcome(0.8)
            actions = " ".join(f'"{i}" {chance}' for i, chance in enumerate(chances))
            self.lines.append(f'c "" {number} "" {{ {actions} }} {text}')
            return (None, 0, chances, paid, [self.node(depth - 1, own) for _ in chances])
        player = choice.randrange(self.n)
        key = (player, own[player], choice.randint(0, 1)) if self.recall else (player, choice.randint(0, 2))
        number = self.numbers.setdefault(key, len(self.numbers))
        new = (player, number) not in self.sizes
        size = self.sizes.setdefault((player, number), choice.randint(1, 3))
        labels = " ".join(f'"{number}-{i}"' for i in range(size))
        labels = f'"" {{ {labels} }}' if new or choice.random() < 0.5 else ""
        text, paid = self.outcome(0.8)
        self.lines.append(f'p "" {player + 1} {number} {labels} {text}')
        below = []
        for i in range(size):
            then = [*own[:player], (*own[player], (number, i)), *own[player + 1:]]
            below.append(self.node(depth - 1, then))
        return (player, number, [], paid, below)

    def outcome(self, none: float) -> tuple[str, list[Fraction]]:
        if self.choice.random() < none:
            return "0", [Fraction(0)] * self.n
        if self.outcomes and self.choice.random() < 0.2:
            number = self.choice.randrange(len(self.outcomes))
            return str(number + 1), self.outcomes[number]
        paid = [Fraction(self.choice.randint(-9, 9), self.choice.randint(1, 3)) for _ in range(self.n)]
        self.outcomes.append(paid)
        return f'{len(self.outcomes)} "" {{ {", ".join(map(str, paid))} }}', paid

    def value(self, node: Any, plan: dict[tuple[int, int], int]) -> list[Fraction]:
        player, number, chances, paid, below = node
        if player is not None:
            chances = [Fraction(i == plan[player, number]) for i in range(len(below))]
        values = [self.value(each, plan) for each in below]
        return [paid[p] + sum((chance * value[p] for chance, value in zip(chances, values)), Fraction(0))
                for p in range(self.n)]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.booleans())
def test_random_trees_agree_with_the_tree_played_out(seed: int, recall: bool) -> None:
    """Each profile has the payoffs of the tree played out, whatever is done where nothing is planned; each
    way to choose at every set follows exactly one plan, with forgetful players too. With perfect recall
    Gambit finds the same strategies."""
    choice = random.Random(seed)
    tree = Tree(choice, recall)
    text = "\n".join(tree.lines)
    document = loads_efg(text)
    if recall:
        labels = [[set(re.findall(r"\d+-\d+", name)) for name in player.strategies]
                  for player in document.game.players]
        agrees_with_gambit(text, document, labels)
        assert "Without perfect recall" not in document.notes
    plans = [[{(p, int(at)): int(action) for at, action in re.findall(r"(\d+)-(\d+)", name)}
              for name in player.strategies] for p, player in enumerate(document.game.players)]
    profiles = list(itertools.product(*(range(len(own)) for own in plans)))
    for profile in choice.sample(profiles, min(len(profiles), 40)):
        full = {key: choice.randrange(size) for key, size in tree.sizes.items()}
        for own, i in zip(plans, profile):
            full.update(own[i])
        assert document.game.payoffs[(slice(None), *profile)].tolist() == tree.value(tree.root, full)
    for p, own in enumerate(plans):
        for _ in range(20):
            full = {key: choice.randrange(size) for key, size in tree.sizes.items() if key[0] == p}
            assert sum(plan.items() <= full.items() for plan in own) == 1


# --- what is wrong ----------------------------------------------------------------------------------

HEAD = 'EFG 2 R "t" { "A" "B" }\n'
LINES = [
    ("", "line 1", "EFG, with which every such file begins, is expected, not the end of the file"),
    ("<?xml", "line 1", "EFG, with which"), ("EFG 1 R", "line 1", "version 2 of the format"),
    ("EFG 2 Q", "line 1", "R or D"), ("EFG 2 R { }", "line 1", "title in quotation marks"),
    ('EFG 2 R "t" { }', "line 1", "the name of a player is expected"),
    (HEAD, "line 1", "c, p or t, the kind of a node, is expected, not the end of the file"),
    (HEAD + "x", "line 2", "c, p or t, the kind of a node, is expected, not 'x'"),
    (HEAD + "t 1", "line 2", "the node's name in quotation marks is expected, not '1'"),
    (HEAD + 't ""', "line 2", "the number of an outcome, or 0, is expected, not the end of the file"),
    (HEAD + 't "" 0 t "" 0', "line 2", "the end of the file, for the tree is complete, is expected, not 't'"),
    (HEAD + 't "" -1', "line 2", "the number of an outcome, or 0, is expected"),
    (HEAD + 't "" 7', "line 2", "the payoffs of outcome 7 are not given, here or before"),
    (HEAD + 't "" 7 "seven"', "line 2", "the payoffs of outcome 7 are not given, here or before"),
    (HEAD + 't "" 0 "" { 1 1 }', "line 2", "outcome 0 means that nothing is paid"),
    (HEAD + 't "" 1 "" { 1 }', "line 2", "outcome 1 has 1 payoffs, but there are 2 players"),
    (HEAD + 't "" 1 "" { 1 x }', "line 2", "'x' is not a number"),
    (HEAD + 't "" 1 "" { 1 1/0 }', "line 2", "division by zero"),
    (HEAD + 't "" 1 "" { 1 1e9999 }', "line 2", "too large"),
    (HEAD + 't "" 1 "" { 1 1e400 }', "line 2", "more than 300 digits"),
    (HEAD + 't "" 1 "" { 1 "2" }', "line 2", "a payoff or '}' is expected"),
    (HEAD + 'p "" 3 1 "" { "x" } 0\nt "" 0', "line 2", "there is no player 3; they go from 1 to 2"),
    (HEAD + 'p "" 0 1 "" { "x" } 0\nt "" 0', "line 2", "there is no player 0"),
    (HEAD + 'p "" 1 1 0', "line 2", "'{', then the actions, for this set has not stood before, is expected"),
    (HEAD + 'p "" 1 1 "" { } 0', "line 2", "no actions"),
    (HEAD + 'p "" 1 1 "" { x } 0', "line 2", "an action in quotation marks, or '}' is expected, not 'x'"),
    (HEAD + 'p "" 1 1 "" { "x" 1/2 } 0', "line 2", "an action in quotation marks, or '}'"),
    (HEAD + 'c "" 1 "" { "x" } 0', "line 2", "the probability of the action is expected, not '}'"),
    (HEAD + 'c "" 1 "" { "x" .3 "y" .6 } 0\nt "" 0\nt "" 0', "line 2", "sum to 0.9, not to 1"),
    (HEAD + 'c "" 1 "" { "x" -1 "y" 2 } 0\nt "" 0\nt "" 0', "line 2", "'x' has a negative probability"),
    (HEAD + 'p "" 1 1 "" { "x" "y" } 0\np "" 1 1 "" { "y" "x" } 0' + '\nt "" 0' * 3, "line 3",
     "other actions than in line 2"),
    (HEAD + 'p "" 1 1 "" { "x" "y" } 0\nt "" 0\n', "line 3",
     "the tree is not complete: at least one more node must follow, first that after 'y' of line 2; c, p or"),
    (HEAD + 'p "" 1 1 "" { "x" "y" } 0\np "" 1 2 "" { "u" "v" "w" } 0', "line 3", "at least 4 more nodes"),
    (POKER.replace('1 -1 }', '1 -1'), "line 9", "a payoff or '}' is expected"),
    (POKER.replace('"Lose"', '"Lose'), "line 14", "a closing quotation mark is missing"),
    (POKER.replace('t "" 2\n', ""), "line 12", "the tree is not complete"),
]


@pytest.mark.parametrize(("text", "place", "message"), LINES)
def test_every_fault_has_its_line(text: str, place: str, message: str) -> None:
    problems = refused(text)
    assert any(at == place and message in said for at, said in problems), problems


def test_all_faults_that_can_be_told_are_told() -> None:
    faulty = POKER
    for right, wrong in (("1/2", "1/3"), ('Lose" { -1, 1 }', 'Lose" { one, 1 }'), ('t "" 2\np', 't "" 9\np'),
                         ("{ -2, 2 }", "{ -2 }"), ('p "" 1 2', 'p "" 5 2'),
                         ('p "" 2 1 0', 'p "" 2 1 "" { "Meet" "Flee" } 0')):
        assert right in faulty
        faulty = faulty.replace(right, wrong)
    assert [place for place, _ in refused(faulty)] == [f"line {i}" for i in (4, 9, 10, 11, 12, 14)]

    many = HEAD + 'p "" 1 1 "" { ' + '"x" ' * 5000 + "} 0\n" + 't "" 7\n' * 5000
    assert refused(many)[-1][1] == "and 4,800 more problems"


# --- hostile files ----------------------------------------------------------------------------------

def spine(depth: int, node: str) -> str:
    """A tree that is one long way, with an end beside each node."""
    return HEAD + "".join(f"{node.format(i=i)}\n" for i in range(depth)) + 't "" 0\n' * (depth + 1)


def test_deep_trees() -> None:
    """One choice again and again, a hundred thousand times; chance moves; a choice each."""
    deep = 100_000
    chance = loads_efg(spine(deep // 4, 'c "" 1 "" {{ "x" 1 "y" 0 }} 0'))
    assert chance.game.shape == (1, 1)
    again = loads_efg(spine(deep, 'p "" 1 1 "" {{ "x" "y" }} 0').replace('t "" 0', 't "" 1 "" { 1 1 }', 1))
    assert again.game.payoffs[0].tolist() == [[1], [0]]
    each = loads_efg(spine(deep // 4, 'p "" 1 {i} "" {{ "x" "y" }} 0'))
    assert each.game.shape == (deep // 4 + 1, 1)


def beside(count: int) -> str:
    """One chance move of so many choices between two ends."""
    return (HEAD + 'c "" 1 "" { "x" 1 ' + '"y" 0 ' * (count - 1) + "} 0\n"
            + "".join(f'p "" 1 {i} "" {{ "x" "y" }} 0 t "" 0 t "" 0\n' for i in range(count)))


UNLIKELY = 'c "" 1 "" { "x" 1/1000003 "y" 1000002/1000003 } 0\n'
TOO_MUCH = [
    (beside(300), "Strategies: A more than 10^30, B 1; 500,000 payoffs are allowed"),
    (beside(18), "A 262,144, B 1"),
    (HEAD + 'p "" 1 1 "" { ' + '"x" ' * 100_000 + "} 0\n" + 'p "" 2 1 "" { "y" } 0 p "" 1 1 0\n' * 100_000,
     "a tree of more than 300,000 nodes; so many are allowed for 2 players"),
    (HEAD + 'p "" 1 20 "" { "x" "y" } 0\n' + 2 * beside(20).removeprefix(HEAD), "Strategies: A many, B 1"),
    (HEAD + UNLIKELY * 200 + 't "" 1 "" { 1 1 }\n' * 201, "a number of more than 300 digits"),
    (HEAD + 'p "" 1 1 "" { ' + '"x" ' * 300 + "} 0\n"
     + "".join(f't "" {i + 1} "" {{ 1/{10**6 + i} 0 }}\n' for i in range(300)), "common denominator"),
]


@pytest.mark.parametrize(("text", "message"), TOO_MUCH, ids=[message[:20] for _, message in TOO_MUCH])
def test_what_is_too_much_is_said_in_time(text: str, message: str) -> None:
    said = refused(text)
    assert any(message in each for _, each in said), said


def test_too_many_terms_are_counted_not_added() -> None:
    """Games with long plans of many kinds on both sides: each payoff is a sum of many."""
    plans = Plans([""] * 500, [[(0, 500)]] * 41)
    assert payoff_table([plans, plans], {(7, 7): (Fraction(1, 2), Fraction(1))})[0, 3, 4] == Fraction(1, 2)
    with pytest.raises(InputError, match="sums of 20,500,000 terms"):
        payoff_table([plans, plans], {(i, 0): (Fraction(1), Fraction(1)) for i in range(41)})


def test_promised_nodes_take_no_memory() -> None:
    """A short file cannot ask for as many sequences as it promises nodes, 100,000 a line."""
    text, _ = TOO_MUCH[2]
    tracemalloc.start()
    refused(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300e6


PIECES = ["{", "}", ",", '"', '""', '"x"', "\n", " ", "c", "p", "t", "0", "1", "2", "-1", "1/2", "1e9", "é",
          "\\", "999999999", 'p "" 1 1 "" { "x" "y" } 0\n', 'p "" 2 1 "" { "x" } 0\n', 't "" 0\n', 't "" 1\n',
          'p "" 1 1 0\n']
CHANGE = st.tuples(st.integers(0, 600), st.integers(0, 30), st.sampled_from(PIECES) | st.text(max_size=5))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([POKER, CENTIPEDE, HORSE, DRIVER]), st.lists(CHANGE, max_size=4))
def test_changed_files_are_read_or_refused(text: str, changes: list[tuple[int, int, str]]) -> None:
    for at, length, piece in changes:
        text = text[:at] + piece + text[at + length:]
    try:
        assert loads_efg(text).game.n_players >= 1
    except InputError as problem:
        assert problem.problems


@settings(max_examples=200, deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map(lambda pieces: HEAD + " ".join(pieces)))
@example('EFG 2 R "t" { "" } t "" 0')
@example('EFG 2 R "' + "t" * 5000 + '" { "' + "A" * 5000 + '" } t "" 0')
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert loads_efg(text).game.n_players >= 1
    except InputError as problem:
        assert problem.problems


# --- where it is reached ----------------------------------------------------------------------------

def test_load_and_save(tmp_path: Path) -> None:
    """What stands in a file decides; what was read is saved as a game or for Gambit, not as a tree."""
    for name in ("tree.EFG", "tree.game.json", "tree.txt"):
        (tmp_path / name).write_text("\ufeff\n" + CENTIPEDE, encoding="utf-8")
        document = load(tmp_path / name)
        assert document.title == Path(name).stem and document.game == loads_efg(CENTIPEDE).game
    save(document, tmp_path / "a.game.json")
    assert load(tmp_path / "a.game.json") == document
    save(document, tmp_path / "a.nfg")
    assert np.array_equal(load(tmp_path / "a.nfg").game.payoffs, document.game.payoffs)
    with pytest.raises(InputError, match="read, not written"):
        save(document, tmp_path / "a.efg")
    assert not (tmp_path / "a.efg").exists()
    (tmp_path / "b.efg").write_text("NFG")
    with pytest.raises(InputError, match="version 1"):
        load(tmp_path / "b.efg")
