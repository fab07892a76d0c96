"""Pasted blocks: each form that people write comes in as meant, and what could mean two things is refused."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.files import alternating, parse_table
from playground.files.table import MAX_LENGTH, Table
from playground.problem import InputError

TWO = [[("3", "0"), ("5", "1")]]
HINT = "if a comma is a decimal point here, write 3.5 for 3,5"


@pytest.mark.parametrize("text", [
    "3,0\t5,1", "3; 0\t5; 1", "3;0\t5 ; 1", "3 0\t5 1", " 3 ,0 \t 5, 1 ", "(3, 0)\t[5; 1]", '"3,0"\t"5,1"',
    "3,0  5,1", "3, 0 5, 1", "3 , 0\u00a05 , 1", "(3,0) (5,1)", "(3, 0)(5, 1)", "[3,0][5,1]", "(3 0), (5 1)",
    "(3, 0) (5, 1),",
    "(3, 0); [5, 1]", "(3;0),(5;1)",
    '"3,0" "5,1"', '"3,0","5,1"', '"(3, 0)";"(5, 1)"', "(3,0);(5,1);",
    "\ufeff3,0\t5,1", "\r\n\n3,0\t5,1\r\n \r\n",
])
def test_two_cells_of_two_payoffs(text: str) -> None:
    assert parse_table(text) == TWO
    below = text.removeprefix("\ufeff")
    assert parse_table(f"{text}\n\n{below}\r\n") == TWO * 2


@pytest.mark.parametrize(("text", "cells"), [
    ("3, 0, 5, 1", "3|0|5|1"), ("3,0,5,1", "3|0|5|1"), ("3\t0\t5\t1", "3|0|5|1"),
    ("3 0  5\u20031", "3|0|5|1"),
    ("3;0;5;1", "3|0|5|1"), ("3.5; 1.5", "3.5|1.5"), ("3", "3"), ("b - c", "b - c"), ("b-c", "b-c"),
    ("3 -1", "3|-1"), ("3 - 1", "3 - 1"), ("3- 1 2", "3- 1|2"), ("-1 −2 +3", "-1|−2|+3"), ("b −c", "b|−c"),
    ("1 /3 2", "1 /3|2"), ("2 * h 3^2", "2 * h|3^2"), ("min(1, 2) max(a, b, 3)", "min(1, 2)|max(a, b, 3)"),
    ("(h+1)*(2) 3", "(h+1)*(2)|3"), ("(h + 1) (h - 1)", "(h + 1)|(h - 1)"),
    ("(1)(2)", "(1)|(2)"), ('"[1](2) 3', '"[1](2) 3'),
    ("Stag\tHare", "Stag|Hare"), ("½ 3:4 five", "½|3:4|five"), ("1e-3 .5 1/3", "1e-3|.5|1/3"),
    ("0.125,0.250,1", "0.125|0.250|1"), ("1.000, 5", "1.000|5"), ("1.125,2.25", "1.125|2.25"),
    ("0,0.5", "0|0.5"),
])
def test_cells_of_one_payoff(text: str, cells: str) -> None:
    assert parse_table(text) == [[(cell,) for cell in cells.split("|")]]


@pytest.mark.parametrize(("text", "place", "message"), [
    ("3,5;0,5", "row 1, column 1", "'3,5' could be one number or two payoffs; write 3.5 for a number, or (3"),
    ("1;2\n1,2;3", "row 2, column 1", "could be one number or two payoffs"),
    ("3,05", "row 1, column 2", f"'05' could be one number or two; {HINT}"),
    ("1,00 2,00", "row 1, column 1", "'1,00' could be one number or two"),
    ("3,05\t1", "row 1, column 1", "'3,05' could be one number or two"),
    ("1.000,5", "row 1, column 1", "'1.000,5' could be one number or two"),
    ("1\n2.000,5", "row 2, column 1", "'2.000,5' could be one number or two"),
    ("3, 1.234.000,75", "row 1, column 2", "'1.234.000,75' could be one number or two"),
    ("1.000,5\t2", "row 1, column 1", "could be one number or two"),
    ("1.000,5 2.000,5", "row 1, column 1", "could be one number or two"),
    ("1.000,5; 2", "row 1, column 1", "could be one number or two"),
    ("3,5\t1", "row 1, column 2", f"'1' holds one payoff, but '3,5' holds 2 payoffs; {HINT}"),
    ("1 2\n3,5 4", "row 2, column 1", f"'3,5' holds 2 payoffs, but '1' holds one payoff; {HINT}"),
    ("(3,5;0,5)\t1", "row 1, column 1", "mixes commas and semicolons"),
    ("3;1,5\t2", "row 1, column 1", "mixes commas and semicolons"),
    ("", "", "nothing to paste"), ("\n \t\n\ufeff"[:3], "", "nothing to paste"),
    ("3\t\t4", "row 1, column 2", "the cell is empty"), ("\t3", "row 1, column 1", "the cell is empty"),
    ("3\t4\t", "row 1, column 3", "the cell is empty"), ("3,,4", "row 1, column 2", "the cell is empty"),
    ("3,", "row 1, column 2", "the cell is empty"), ("3;;4", "row 1, column 2", "the cell is empty"),
    ("(3,)", "row 1, column 1", "'(3,)' lacks a payoff"),
    (", 0 0", "row 1, column 1", "', 0' lacks a payoff"),
    ("3;\t4;", "row 1, column 1", "'3;' lacks a payoff"),
    ("1 2\n3\n4 5 6", "row 2", "1 cells, but row 1 has 2"),
    ("1 2\n3\n4 5 6", "row 3", "3 cells, but row 1 has 2"),
    ("3 (4, 5)", "row 1, column 2", "'(4, 5)' holds 2 payoffs, but '3' holds one payoff"),
    ("(1,2,3) (4,5)", "row 1, column 2", "'(4,5)' holds 2 payoffs, but '(1,2,3)' holds 3 payoffs"),
    ("1" * (MAX_LENGTH + 1), "", "2,000,001 characters are too many to paste; 2,000,000 are allowed"),
    ("1\n" * 600_000, "", "600,000 rows; 500,000 payoffs are allowed"),
    ("1 2\n" * 300_000, "", "payoffs or more; 500,000 are allowed"),
    ("(1,2) " * 333_333, "", "payoffs or more; 500,000 are allowed"),
    (f"{'a' * 10_000},05", "row 1, column 2", "'05'"),
    (f"3,{'0' * 10_000}", "row 1, column 2", f"'{'0' * 59}…'"),
])
def test_what_is_refused(text: str, place: str, message: str) -> None:
    started = time.process_time()
    with pytest.raises(InputError) as error:
        parse_table(text)
    assert time.process_time() - started < 30  # no hang
    found = [(problem.place, problem.message) for problem in error.value.problems]
    assert any(where == place and message in why for where, why in found), found
    assert all(len(why) < 300 for _, why in found) and len(found) <= 20


# --- a formatted table comes back -------------------------------------------------------------------

PAYOFFS = st.fractions(-99, 99, max_denominator=9).map(str) | st.sampled_from(
    ("0", "-1", "+2", "0.25", "-.5", "1.000", "1e-3", "h", "b-c", "b - c", "-h", "2 * h", "2*(h + 1)", "(h)",
     "−3", "min(a, 2)", "max(1, b) - 3", "h^2", "3:4", "Stag"))


@st.composite
def formatted(draw: st.DrawFn) -> tuple[str, Table]:
    """A table and one of the forms in which people have it."""
    height, width, n = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    table = [[tuple(draw(PAYOFFS) for _ in range(n)) for _ in range(width)] for _ in range(height)]
    bare = [(between, within) for between in ("\t", " \t ") for within in (", ", " , ", ";", "; ")]
    bare += [(between, ", ") for between in (" ", "   ", "\u00a0")]
    if width > 1 or n == 1:
        before, after = "", ""
        plain = [(";", ""), ("; ", ""), (", ", "")] if n == 1 else []
        between, within = draw(st.sampled_from([*bare, *plain]))
    else:
        between = draw(st.sampled_from(("\t", " ", ", ", ",", "; ")))
    if n > 1 and (width == 1 or draw(st.booleans())):
        before, after = draw(st.sampled_from(("()", "[]", '""', ("( ", " )"), ('"(', ')"'))))
        within = draw(st.sampled_from((", ", ",", "; ", ";")))
        between = draw(st.sampled_from(("\t", " ", ", ", ",", "; ", *([""] if before in "([" else []))))
    rows = [between.join(before + within.join(cell) + after for cell in row) for row in table]
    if not any("\t" in row for row in rows):
        rows = [draw(st.sampled_from(("", "  "))) + row + draw(st.sampled_from(("", " "))) for row in rows]
    return draw(st.sampled_from(("\n", "\r\n", "\n\n"))).join(rows) + draw(st.sampled_from(("", "\n"))), table


@settings(max_examples=500)
@given(formatted())
def test_a_formatted_table_comes_back(made: tuple[str, Table]) -> None:
    text, table = made
    assert parse_table(text) == table


@given(st.data(), st.integers(1, 4))
def test_payoffs_in_turn(data: st.DataObject, players: int) -> None:
    """Single numbers side by side become cells; what stands together already stays."""
    cells = st.lists(PAYOFFS, min_size=players, max_size=players)
    rows = data.draw(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=3))
    table = [[tuple(cell) for cell in row] for row in rows]
    flat = parse_table("\n".join("\t".join(text for cell in row for text in cell) for row in rows))
    assert alternating(flat, players) == table
    if players > 1:
        assert alternating(table, 7) == table
    many = players * 2 + 1
    with pytest.raises(InputError, match=f"{players * 2} columns cannot be shared by {many} players"):
        alternating(flat, many)


# --- any text ---------------------------------------------------------------------------------------

def assert_block_or_refused(text: str) -> None:
    try:
        table = parse_table(text)
    except InputError as error:
        assert error.problems and all(0 < len(problem.message) < 300 for problem in error.problems)
    else:
        assert len({(len(row), *map(len, row)) for row in table}) == 1, "a block"
        (n,) = {len(cell) for row in table for cell in row}
        texts = [text for row in table for cell in row for text in cell]
        assert n and texts and all(each and each == each.strip() for each in texts)
        kept = "".join(texts)
        assert not set(kept) - set(text), "nothing is invented"
        left = re.sub(r'[\s,;"()\[\]]', "", text.removeprefix("\ufeff"))
        assert re.sub(r'[\s,;"()\[\]]', "", kept) == left, "and nothing but separators is left out"


@settings(max_examples=500)
@example(",\n0 0")
@given(st.text('0123.,;-+ \t\n()[]"ab/', max_size=40) | st.text(max_size=40))
def test_any_text(text: str) -> None:
    assert_block_or_refused(text)


JUNK = ('"', "1", "1 ", "1\t", "1,", "1;", "1\n", "(", ")", "( ", ") (", ")" + " " * 50, " ", "\t", "a",
        "1.111", "1.111,", "-", "- ", "-1 ", "(1,2)", "(1,2) ", "((", "[(", '"(1,2)"', "9,9 ", "\x00", "🦌",
        "\u2028", "((1,2)", "1 2\n", "1,2\t", "(1;", "0,0,")


def assert_no_hang(text: str) -> None:
    started = time.process_time()
    try:
        parse_table(text)
    except InputError as error:
        assert all(len(problem.message) < 300 for problem in error.problems)
    assert time.process_time() - started < 30


@pytest.mark.parametrize("piece", JUNK, ids=map(ascii, JUNK))
def test_junk_takes_time_in_proportion(piece: str) -> None:
    """Nobody waits for a paste, and nothing overflows."""
    assert_no_hang(piece * (100_000 // len(piece)))
    assert_no_hang(f"({piece * (50_000 // len(piece))}\n" * 2)


@pytest.mark.parametrize("piece", ['"', "( ", ") (", "1,", "x\n"], ids=ascii)
def test_two_megabytes_of_junk_in_no_time(piece: str) -> None:
    assert_no_hang(piece * (MAX_LENGTH // len(piece)))
