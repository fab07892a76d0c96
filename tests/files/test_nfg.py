"""Gambit's `.nfg`: exact both ways, agreed with Gambit itself, and every fault named with its line."""

from __future__ import annotations

import io
import random
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.files import GameDocument, dumps_nfg, library, load, loads_nfg, nfg_remarks, save
from playground.game import NormalForm, Parameter, Player
from playground.game.edits import MAX_PLAYERS
from playground.game.expression import Expression
from playground.game.normal_form import cells_from_texts
from playground.problem import InputError
from tests.files.refusals import problems_of

PAYOFFS = '''NFG 1 R "A game" { "Ann" "Bob" }
{ { "up" "mid" "down" } { "left" "right" } }
"Its story"

1 -2  1/3 .5  0.1 1e-3
-1/2 2.5  -0 7  5. 6
'''
OUTCOMES = '''NFG 1 D "A game" { "Ann", "Bob" } { 3 2 }
"Its story"
{
  { "first" 1, -2 } { "" 1/3, .5 }
  { "third" 0.1 1e-3 }
}
1 2 3 0 2 1'''


def texts(document: GameDocument, player: int) -> list[list[str]]:
    """The payoffs of one player as they were typed, row by row."""
    return [[str(cell) for cell in row] for row in document.game.cells[player]]


refused = partial(problems_of, loads_nfg)


# --- reading ----------------------------------------------------------------------------------------

def test_payoff_form() -> None:
    """The first player's strategy changes fastest; the payoffs of a contingency stand together."""
    document = loads_nfg(PAYOFFS)
    assert (document.title, document.description, document.remarks) == ("A game", "Its story", ())
    assert document.game.players == (Player("Ann", ("up", "mid", "down")), Player("Bob", ("left", "right")))
    assert texts(document, 0) == [["1", "-1/2"], ["1/3", "-0"], ["0.1", "5."]]
    assert texts(document, 1) == [["-2", "2.5"], [".5", "7"], ["1e-3", "6"]]
    assert document.game.payoff(1, (2, 0)) == Fraction(1, 1000)


def test_outcome_form() -> None:
    """Outcomes are numbered from 1; 0 is none and worth nothing. Strategies without names are counted."""
    document = loads_nfg(OUTCOMES)
    assert (document.title, document.description, document.remarks) == ("A game", "Its story", ())
    assert document.game.players == (Player("Ann", ("1", "2", "3")), Player("Bob", ("1", "2")))
    assert texts(document, 0) == [["1", "0"], ["1/3", "1/3"], ["0.1", "1"]]
    assert texts(document, 1) == [["-2", "0"], [".5", ".5"], ["1e-3", "-2"]]


@pytest.mark.parametrize("change", [
    lambda text: "\ufeff" + text, lambda text: text.rstrip("\n"), lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", " "), lambda text: text.replace(" ", "\n\n\t"),
    lambda text: text.replace("{", " { ").replace("}", " }\n"), lambda text: text + " \n\n",
    lambda text: text.replace("{ ", "{").replace(" }", "}"), lambda text: text.replace("NFG 1 R", "NFG 1 D"),
])
@pytest.mark.parametrize("text", [PAYOFFS, OUTCOMES], ids=["payoffs", "outcomes"])
def test_white_space_means_nothing(text: str, change: Any) -> None:
    plain = loads_nfg(text.replace("Its story", "Story").replace("A game", "Game"))
    document = loads_nfg(change(text.replace("Its story", "Story").replace("A game", "Game")))
    assert document == plain


def test_commas_anywhere_between_numbers() -> None:
    plain = loads_nfg(PAYOFFS)
    head, _, numbers = PAYOFFS.partition("story\"\n")
    assert loads_nfg(f"{head}story\"\n{', '.join(numbers.split())}") == plain
    assert loads_nfg(f"{head}story\"\n{','.join(numbers.split())},") == plain


def test_quotation_marks_and_backslashes() -> None:
    document = loads_nfg(r'''NFG 1 R "the \"game\"" { "A\\n\n" } { { "{" "}," "" } } "say \"" 1 2 3''')
    (player,) = document.game.players
    assert (document.title, document.description) == ('the "game"', 'say "')
    assert player == Player(r"A\n\n", ("{", "},", "3"))


def test_names_are_made_distinct_and_that_is_said() -> None:
    document = loads_nfg('NFG 1 R " " { "A" "" "A" } { { "x" "x" "x (2)" "x" } 1 { " " } } 0'
                         + " 0" * 11, untitled="from-disk")
    assert document.title == "from-disk"
    assert document.game.players == (
        Player("A", ("x", "x (3)", "x (2)", "x (4)")), Player("Player 2", ("1",)), Player("A (2)", ("1",)))
    assert len(document.remarks) == 6 and "no title" in document.remarks[0]
    assert "Strategies of A: 'x' was there twice; one is now 'x (3)'." in document.remarks


def test_load_goes_by_what_stands_in_the_file(tmp_path: Path) -> None:
    """Byte-order mark, no title, no final newline, the wrong name; and what is saved is what is loaded."""
    for name in ("no title.nfg", "odd.game.json", "odd.txt"):
        (tmp_path / name).write_bytes(b'\xef\xbb\xbf\n NFG 1 R "" {"A"} {2} 1 2')
        document = load(tmp_path / name)
        assert document.title == Path(name).stem
    save(load(library()[0]), tmp_path / "a.nfg")
    assert load(tmp_path / "a.nfg").game.payoffs.tolist() == load(library()[0]).game.payoffs.tolist()


LINES = [
    ("", "line 1", "NFG, with which every such file begins, is expected, not the end of the file"),
    ("\n\nEFG 2 R", "line 3", "not 'EFG'"), ('"NFG" 1 R', "line 1", "not '\"NFG\"'"),
    ("\x00\x01\x02PNG\xff", "line 1", "NFG, with which"), ("NFG 2 R", "line 1", "version 1 of the format"),
    ("NFG\n1\nQ", "line 3", "R or D"), ('NFG 1 R {"A"}', "line 1", "title in quotation marks"),
    ('NFG 1 R "t" "A"', "line 1", "'{', then the players' names, is expected, not '\"A\"'"),
    ('NFG 1 R "t" { }', "line 1", "the name of a player is expected"),
    ('NFG 1 R "t" { A }', "line 1", "a name in quotation marks, or '}' is expected, not 'A'"),
    ('NFG 1 R "t" { "A" } { { } } 1', "line 1", "player 1 has no strategy"),
    ('NFG 1 R "t" { "A" } { 0 } 1', "line 1", "player 1 has no strategy"),
    ('NFG 1 R "t" { "A" } { -1 } 1', "line 1", "a number of strategies, or their names in braces,"),
    ('NFG 1 R "t" { "A" "B" }\n{ 2 } 1', "line 2", "strategies for 1 players, but 2 players have names"),
    ('NFG 1 R "t" { "A" }\n{ 2 2 } 1', "line 2", "strategies for 2 players, but 1 players have names"),
    (PAYOFFS.replace("5. 6", "5."), "line 5", "11 payoffs, but 3 × 2 strategies need 12"),
    (PAYOFFS + "7", "line 5", "13 payoffs, but 3 × 2 strategies need 12"),
    (PAYOFFS.replace("7 ", "seven "), "line 6", "'seven' is not a number"),
    (PAYOFFS.replace("7 ", "1/0 "), "line 6", "division by zero"),
    (PAYOFFS.replace("7 ", "2^3 "), "line 6", "'2^3' is not a number"),
    (PAYOFFS.replace("7 ", "1e999999999 "), "line 6", "too large"),
    (PAYOFFS.replace("7 ", "9" * 5000 + " "), "line 6", "1000 are allowed"),
    (PAYOFFS.replace("7 ", "NaN "), "line 6", "'NaN' is not a number"),
    (PAYOFFS + '"more"', "line 7", "a number or the end of the file is expected, not '\"more\"'"),
    (PAYOFFS.replace('story"', "story"), "line 3", "a closing quotation mark is missing"),
    (PAYOFFS.replace('"right"', 'right"'), "line 2", "not 'right'"),
    (PAYOFFS.replace("story", "story\\"), "line 3", "a closing quotation mark is missing"),
    (OUTCOMES.replace("1, -2 }", "1 }"), "line 4", "outcome 1 has 1 payoffs, but there are 2 players"),
    (OUTCOMES.replace("1e-3 }", "1e-3 5 }"), "line 5", "outcome 3 has 3 payoffs, but there are 2 players"),
    (OUTCOMES.replace("1/3", "1/0"), "line 4", "division by zero"),
    (OUTCOMES.replace('"third"', ""), "line 5", "the outcome's name in quotation marks is expected"),
    (OUTCOMES[:-1], "line 7", "5 outcome numbers, but 3 × 2 strategies need 6"),
    (OUTCOMES + " 1", "line 7", "7 outcome numbers, but 3 × 2 strategies need 6"),
    (OUTCOMES[:-1] + "4", "line 7", "there is no outcome 4; they go from 1 to 3"),
    (OUTCOMES[:-1] + "-1", "line 7", "there is no outcome -1"),
    (OUTCOMES[:-1] + "1.5", "line 7", "there is no outcome 1.5"),
    (OUTCOMES[:-1] + "x", "line 7", "'x' is not a whole number"),
    (OUTCOMES[:OUTCOMES.rindex("}")], "line 5", "another outcome or '}' is expected, not the end"),
    ('NFG 1 R "t" { ' + '"a" ' * 31 + "} { " + "1 " * 31 + "}", "line 1", f"{MAX_PLAYERS} are allowed"),
    ('NFG 1 R "t" { "A" "B" } { 999999 999999 } 1', "line 1", "500,000 are allowed"),
    ('NFG 1 R "t" { "A" } { 99999999999 } 1', "line 1", "a number of strategies"),
]


@pytest.mark.parametrize(("text", "line", "message"), LINES, ids=range(len(LINES)))
def test_faults_have_their_line(text: str, line: str, message: str) -> None:
    ((where, why),) = refused(text)
    assert where == line and message in why


def test_all_faulty_numbers_at_once() -> None:
    text = PAYOFFS.replace("1/3", "a").replace("-2 ", "3,5x ").replace("7 ", "1/0 ").replace("5.", "b")
    found = refused(text)
    assert [place for place, _ in found] == ["line 5", "line 5", "line 6", "line 5"]
    found = refused(PAYOFFS.replace("1/3", "a").replace("5.", "1/0"))
    assert found == [("line 5", "'a' is not a number")]
    assert refused(PAYOFFS.replace("7 ", "0/0 ").replace("5.", "1/0")) == [("line 6", "division by zero")] * 2


HEAD = 'NFG 1 R "t" { "A" }\n'


@pytest.mark.parametrize("text", [
    HEAD + "{ 1 }\n" + "x " * 150_000, HEAD + "{ 100000 }\n" + "x\n" * 100_000,
    HEAD + "{ 1 } {\n" + '{ "" 1, 2 }\n' * 30_000 + "} 0", HEAD + '{ 90000 } { { "" 1 } }\n' + "7\n" * 90_000,
    HEAD + '{ 1 }\n"' + "\\" * 1_000_000, HEAD + "{ " * 1_000_000, HEAD + '{ { "a" ' * 100_000,
    HEAD + '{ 1 }\n"' + "a" * 1_000_000, "NFG " * 300_000, "\x00" * 1_000_000,
], ids=range(10))
def test_large_junk_is_refused_in_no_time(text: str) -> None:
    assert refused(text)[0][0].startswith("line ")


# --- round trips ------------------------------------------------------------------------------------

WRITTEN = st.fractions(-1000, 1000, max_denominator=50).map(str) | st.sampled_from(
    ("0", "-0", "0.10", ".5", "-.25", "1e-3", "2.5e-3", "2E5", "4/6", "007", "1e30"))
TYPED = WRITTEN | st.sampled_from(("5.", "+3", "1E+2", "2^3", "1/(1+2)", "−4", " 7 ", "min(1, 2)"))
ANY_NAMES = st.text(min_size=1, max_size=6).filter(str.strip) | st.sampled_from(
    ('"', "\\", 'a\\"b', "a\\\\", "}", "{ }", "a  b", "é", "a\nb", "\ufeff", "NFG", "\\n"))
LABELS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=1, max_size=6) \
    | st.sampled_from(("1", "2", "3", "4", "02", "_2", "a b", "a\\b", "{"))


@st.composite
def documents(draw: st.DrawFn, names: st.SearchStrategy[str], cells: st.SearchStrategy[str]) -> GameDocument:
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4) | st.just([1, 2, 1, 1, 2, 1]))

    def some(count: int) -> list[str]:
        return draw(st.lists(names, min_size=count, max_size=count, unique=True))

    players = tuple(Player(name, tuple(some(count))) for name, count in zip(some(len(shape)), shape))
    size = len(shape) * int(np.prod(shape))
    typed = draw(st.lists(cells | st.just("0"), min_size=size, max_size=size))
    table = np.array(typed, dtype=object).reshape(len(shape), *shape)
    return GameDocument(NormalForm(players, cells_from_texts(table)), draw(names),
                        description=draw(st.just("") | names))


@settings(max_examples=150)
@given(documents(ANY_NAMES, WRITTEN), st.booleans())
def test_games_come_back_as_typed(document: GameDocument, outcomes: bool) -> None:
    """Every name, title and description, and every number in its form, in both forms of the file."""
    text = dumps_nfg(document, outcomes)
    again = loads_nfg(text)
    assert again == document and again.remarks == ()
    assert dumps_nfg(again, outcomes) == text


@given(documents(ANY_NAMES, TYPED), st.booleans())
def test_what_nfg_cannot_hold_comes_back_in_value(document: GameDocument, outcomes: bool) -> None:
    again = loads_nfg(dumps_nfg(document, outcomes)).game
    assert again.players == document.game.players
    assert np.array_equal(again.payoffs, document.game.payoffs)


def test_equal_payoffs_are_one_outcome() -> None:
    text = dumps_nfg(loads_nfg(OUTCOMES), outcomes=True)
    assert text.count('{ "" ') == 3 and text.endswith("\n1 2 3 0 2 1\n")


def test_parameters_go_in_by_value_and_that_is_said() -> None:
    game = NormalForm((Player("é", ("x",)),), cells_from_texts(np.array([["h/3"]], dtype=object)),
                      (Parameter("h", Expression("1/2")),))
    document = GameDocument(game, "t\\", notes="n", tags=("a",))
    assert loads_nfg(dumps_nfg(document)).game.cells[0, 0] == Expression("1/6")
    remarks = nfg_remarks(document)
    assert len(remarks) == 4
    assert "parameters (h)" in remarks[0] and remarks[1] == "Not kept: tags, notes."
    assert "'é'" in remarks[2] and "backslash" in remarks[3]


# --- Gambit itself ----------------------------------------------------------------------------------

def in_gambit(text: str) -> tuple[Any, NormalForm]:
    """A file as Gambit reads it: its own game, and that as ours by names and values alone."""
    pygambit = pytest.importorskip("pygambit")
    made = pygambit.read_nfg(io.StringIO(text))
    players = tuple(Player(player.label, tuple(strategy.label for strategy in player.strategies))
                    for player in made.players)
    cells = np.empty((len(players), *(len(player.strategies) for player in players)), dtype=object)
    for profile in np.ndindex(cells.shape[1:]):
        for k, player in enumerate(players):
            outcome = made[tuple(int(i) for i in profile)]
            cells[(k, *profile)] = str(Fraction(str(outcome[player.name]))) if outcome else "0"
    return made, NormalForm(players, cells_from_texts(cells))


@settings(max_examples=60)
@given(documents(LABELS, TYPED), st.booleans())
@example(loads_nfg(PAYOFFS), False)
@example(loads_nfg(OUTCOMES), True)
def test_gambit_reads_what_we_write_and_we_what_it_writes(document: GameDocument, outcomes: bool) -> None:
    if nfg_remarks(document):
        return
    made, theirs = in_gambit(dumps_nfg(document, outcomes))
    assert (made.title, made.description) == (document.title, document.description)
    assert theirs.players == document.game.players
    assert np.array_equal(theirs.payoffs, document.game.payoffs)
    back = loads_nfg(made.to_nfg())
    assert (back.title, back.description) == (document.title, document.description)
    assert back.game.players == document.game.players and back.remarks == ()
    assert np.array_equal(back.game.payoffs, document.game.payoffs)


def test_gambit_reads_the_library(tmp_path: Path) -> None:
    pygambit = pytest.importorskip("pygambit")
    read = 0
    for file in library():
        document = load(file)
        save(document, tmp_path / "game.nfg")
        if not any(remark.startswith("Gambit") for remark in nfg_remarks(document)):
            names = [player.label for player in pygambit.read_nfg(tmp_path / "game.nfg").players]
            assert names == [player.name for player in document.game.players]
            _, game = in_gambit((tmp_path / "game.nfg").read_text("utf-8"))
            assert np.array_equal(game.payoffs, document.game.payoffs), file.name
            read += 1
    assert read > len(library()) / 2


def test_gambits_own_games() -> None:
    """Made in Gambit: names of outcomes, outcomes used twice, payoffs as Rational, no title."""
    pygambit = pytest.importorskip("pygambit")
    made = pygambit.Game.new_table([2, 3])
    for k, player in enumerate(made.players):
        player.label = f"player {k + 1}"
    for at, (i, j) in enumerate(np.ndindex(2, 3)):
        outcome = made[int(i), int(j)]
        outcome["player 1"], outcome["player 2"] = pygambit.Rational(at, 7), at - 3
    game = loads_nfg(made.to_nfg()).game
    assert game.payoffs.tolist() == [[[Fraction(3 * i + j, 7) for j in range(3)] for i in range(2)],
                                     [[Fraction(3 * i + j - 3) for j in range(3)] for i in range(2)]]


# --- mutations --------------------------------------------------------------------------------------

PIECES = st.text(max_size=3) | st.sampled_from(
    ("{", "}", '"', "\\", ",", "\n", " ", "NFG", "1/0", "0", "-", "1e9999", "\x00", "\ud800", '""', "{ 2 }",
     "99999"))


@settings(max_examples=300)
@given(st.randoms(use_true_random=False), st.sampled_from((PAYOFFS, OUTCOMES)),
       st.lists(PIECES, min_size=1, max_size=4))
def test_mutated_files(chance: random.Random, text: str, pieces: list[str]) -> None:
    """Whatever is cut out of a file or put into it: `InputError`, or a game that comes back."""
    for piece in pieces:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(("", piece)) + text[at + chance.choice((0, 0, 1, len(piece))):]
    try:
        document = loads_nfg(text)
    except InputError as error:
        assert error.problems and all(problem.message for problem in error.problems)
    else:
        again = loads_nfg(dumps_nfg(document))
        assert again.game.players == document.game.players
        assert np.array_equal(again.game.payoffs, document.game.payoffs)
        assert (again.title, again.description) == (document.title, document.description)


@given(st.text(max_size=60) | st.text('NFG1R"{} \n,\\0123/.e-', max_size=60))
def test_random_text(text: str) -> None:
    refused(text)
    refused('NFG 1 R "t" { "A" "B" } { 2 2 } ' + text.replace("}", "") + "!")
