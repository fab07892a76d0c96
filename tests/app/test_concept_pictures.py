"""The pictures on the pages of solution concepts, as the real window shows them: the numbers in each scene
against numbers from the definitions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from playground.app.pictures import invasion, losses, own_mixture
from playground.app.widgets.concept_panel import ConceptPanel
from playground.app.window import Window
from playground.equilibrium import solve
from playground.files import load_library
from playground.files.document import GameDocument
from playground.game import NormalForm

Show = Callable[[Any, str], ConceptPanel]
SMALL = st.integers(-4, 4).map(F)


@pytest.fixture
def show(make_window: Callable[..., Window], qtbot: QtBot) -> Show:
    """show(game or its name in the library, concept): the panel with that concept's picture."""
    def make(game: Any, concept: str) -> ConceptPanel:
        state = load_library(game) if isinstance(game, str) else GameDocument(game=game)
        window = make_window(state, page="game")
        panel = window.page.side.concepts
        window.page.side.show_tab("concepts")
        panel.choose(concept)
        qtbot.waitUntil(lambda: not window.context.live.waiting, timeout=20_000)
        return panel
    return make


PICTURED = [("stag-hunt", "risk-dominance"), ("chicken", "risk-dominance"), ("penalty-kicks", "maximin"),
            ("rock-paper-scissors", "maximin"), ("public-goods-3", "maximin"), ("inspection", "stackelberg"),
            ("cournot", "stackelberg"), ("entry-deterrence", "stackelberg"), ("stag-hunt", "ess"),
            ("zeeman", "ess"), ("war-of-attrition", "ess"), ("chicken", "pareto"), ("chicken", "welfare")]


@pytest.mark.parametrize(("game", "concept"), PICTURED)
def test_pictures_have_words_and_numbers_and_are_written(show: Show, tmp_path: Path, game: str, concept: str
                                                         ) -> None:
    panel = show(game, concept)
    assert panel.picture.isVisible() and panel.picture.accessibleDescription()
    panel.picture.save(tmp_path / "a.svg")
    assert "<text" in (tmp_path / "a.svg").read_text("utf-8")
    panel.picture.save_data(tmp_path / "a.csv")
    assert len((tmp_path / "a.csv").read_text("utf-8").splitlines()) > 2


# --- risk dominance -----------------------------------------------------------------------------------------


def test_the_sides_of_the_rectangles_are_the_losses(show: Show) -> None:
    """Stag 4, alone 0, a hare 3: who leaves (Stag, Stag) loses 1, who leaves (Hare, Hare) loses 3."""
    panel = show("stag-hunt", "risk-dominance")
    scene = panel.picture.scene
    assert scene.losses == ((1, 1), (3, 3)) and scene.products == (1, 9)
    assert (scene.risk, scene.payoff) == (1, 0)
    bars = [(bar.low, bar.high, bar.turn, bar.player) for bar in scene.bars]
    assert bars == [("Hare", "Stag", F(3, 4), None)]
    where = losses.place(QRectF(0, 0, 500, 500), 13, scene)
    small, large = where.areas
    assert large.width() == pytest.approx(3 * small.width())
    assert large.width() == pytest.approx(large.height())
    assert small.right() < large.left() and large.bottom() < where.bars[0].top()
    assert small.bottom() == pytest.approx(large.bottom())
    assert "Hare: Ann loses 3 by leaving, Bob 3, product 9, risk-dominates" in scene.words
    panel = show("prisoners-dilemma", "risk-dominance")
    assert not panel.picture.isVisible() and "1 strict equilibrium" in panel.text.toPlainText()


@given(st.lists(SMALL, min_size=4, max_size=4), st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_a_belief_beyond_the_mark_makes_the_strategy_best(base: list[F], stake: list[int]) -> None:
    game = NormalForm.from_arrays(*([[a + s, b], [a, b + t]] for a, b, s, t in (
        (*base[:2], *stake[:2]), (*base[2:], *stake[2:]))))
    game = NormalForm(game.players, np.stack([game.cells[0], game.cells[1].T]))
    scene = losses.scene(game)
    assert scene is not None and scene.losses == ((stake[0], stake[2]), (stake[1], stake[3]))
    for bar in scene.bars:
        k = bar.player or 0
        other, own = game.players[1 - k], game.players[k]
        aims = bar.title.rpartition("plays ")[2]
        for belief in (bar.turn / 2, (1 + bar.turn) / 2):
            odds = [belief if name == aims else 1 - belief for name in other.strategies]
            table = game.payoffs[k] if k == 0 else game.payoffs[k].T
            earned = dict(zip(own.strategies, table @ odds))
            best = max(earned, key=lambda name: earned[name])
            assert best == (bar.low if belief < bar.turn else bar.high)
    assert (scene.risk is None) == (scene.products[0] == scene.products[1])


# --- over a player's own mixture ----------------------------------------------------------------------------

LINES = st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=6)
SHARES = st.fractions(0, 1, max_denominator=12)


def along(curve: Any, p: F) -> F:
    """The height of a polyline of increasing p."""
    for (a, low), (b, high) in pairwise(curve):
        if a <= p <= b:
            return low + (high - low) * (p - a) / (b - a)
    raise AssertionError(f"{p} is not within {curve}")


@given(LINES, SHARES)
def test_the_envelope_is_the_least_of_the_lines(lines: list[tuple[F, F]], p: F) -> None:
    curve = own_mixture.lowest(lines)
    assert [curve[0][0], curve[-1][0]] == [0, 1] and all(a[0] < b[0] for a, b in pairwise(curve))
    assert along(curve, p) == min(a + (b - a) * p for a, b in lines)
    assert along(own_mixture.highest(lines), p) == max(a + (b - a) * p for a, b in lines)


def tables(columns: int) -> st.SearchStrategy[Any]:
    row = st.lists(SMALL, min_size=columns, max_size=columns)
    return st.lists(row, min_size=2, max_size=2)


@given(tables(3), tables(3), SHARES)
def test_what_a_player_secures_is_the_top_of_the_envelope(one: Any, two: Any, p: F) -> None:
    game = NormalForm.from_arrays(one, two)
    (panel,) = own_mixture.security(game, solve(game, "maximin")).panels
    (_kind, _words, (best, value)), = panel.marks
    least = [min(p * one[0][j] + (1 - p) * one[1][j] for j in range(3)) for p in (best, p)]
    assert least[0] == value >= least[1]
    assert along(panel.curve[0], p) == least[1]


@given(tables(3), tables(3), SHARES)
def test_the_leaders_curve_is_the_followers_best_answer(one: Any, two: Any, p: F) -> None:
    game = NormalForm.from_arrays(one, two)
    (panel,) = own_mixture.commitment(game, solve(game, "stackelberg")).panels
    own, theirs = ([p * table[0][j] + (1 - p) * table[1][j] for j in range(3)] for table in (one, two))
    value = max(own[j] for j in range(3) if theirs[j] == max(theirs))
    drawn = [along(piece, p) if len(piece) > 1 else piece[0][1] for piece in panel.curve
             if piece[0][0] <= p <= piece[-1][0]]
    assert max(drawn) == value
    best = max(point[1] for _kind, _words, point in panel.marks)
    assert best == max(point[1] for piece in panel.curve for point in piece) >= value
    if p not in panel.turns:
        (named,) = [name for low, high, name in panel.answers if low <= p <= high]
        best_answers = {game.players[1].strategies[j] for j in range(3) if theirs[j] == max(theirs)}
        assert set(named.split(" or ")) <= best_answers


def test_a_mixed_commitment_is_worth_more_than_a_pure_one(show: Show) -> None:
    """Conitzer and Sandholm (2006), Computing the Optimal Strategy to Commit to, figure 1: the equilibrium
    pays the row player 2, committing to the second row 3, mixing half and half 7/2."""
    panel = show(NormalForm.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]]), "stackelberg")
    drawn = panel.picture.scene.panels[0]
    marks = [(kind, point) for kind, _words, point in drawn.marks]
    assert marks == [("pure", (0, 3)), ("mixed", (F(1, 2), F(7, 2)))]
    assert drawn.levels == (("Nash 2", 2),) and drawn.turns == (F(1, 2),)
    assert "mixed 7/2" in panel.picture.accessibleDescription()


def test_games_with_more_strategies_have_a_table_instead(show: Show) -> None:
    panel = show("cournot", "stackelberg")
    scene = panel.picture.scene
    assert scene.texts == (("18", "9"), ("19", "12"), ("9", "18"), ("12", "19"))
    assert "East spring leads with 6 (pure), the answer is 3" in panel.picture.accessibleDescription()
    scene = show("rock-paper-scissors", "maximin").picture.scene
    assert scene.texts == (("1/3",),) * 6


# --- evolutionary stability ---------------------------------------------------------------------------------


@given(tables(2))
def test_the_curve_is_what_a_strategy_earns_above_the_average(table: Any) -> None:
    """Where a share q plays the first strategy, x earns (x − q)((a − b − c + d) q + b − d) above the average;
    where that is positive all around x, and only there, x is evolutionarily stable."""
    (a, b), (c, d) = table
    game = NormalForm.from_arrays(table, [[a, c], [b, d]])
    for each in invasion.scene(game, solve(game, "ess")).candidates:
        x = each.strategy[0]
        assert all(ahead == (x - q) * ((a - b - c + d) * q + b - d) for q, ahead in each.curve)
        assert (x, 0) in each.curve
        sides = [q for q in (x - F(1, 9999), x + F(1, 9999)) if 0 <= q <= 1]
        ahead = all((x - q) * ((a - b - c + d) * q + b - d) > 0 for q in sides)
        assert (each.verdict == "evolutionarily stable") == ahead


def test_in_zeemans_game_a_stable_point_is_not_evolutionarily_stable(show: Show) -> None:
    """Zeeman (1980), Population dynamics from game theory: the point inside attracts, and can be invaded."""
    scene = show("zeeman", "ess").picture.scene
    middle = (F(1, 3),) * 3
    assert {rest.kind for rest in scene.drawn.portrait.rest if rest.at == middle} == {"sink"}
    assert {each.strategy: each.verdict for each in scene.candidates}[middle] == "unstable"
    stable = [each.strategy for each in scene.candidates if each.verdict == "evolutionarily stable"]
    assert stable == [(1, 0, 0)]
    scene = show("war-of-attrition", "ess").picture.scene
    assert scene.columns == (("ESS", None),)
    assert [row[0] for row in scene.texts] == ["7/37", "5/37", "", "", "25/37"]


# --- efficiency ---------------------------------------------------------------------------------------------


def test_efficient_payoffs_are_ringed(show: Show) -> None:
    """In the dilemma all but the equilibrium is efficient."""
    panel = show("prisoners-dilemma", "pareto")
    scene = panel.picture.scene
    assert set(scene.marks) == {("efficient", (3, 3)), ("efficient", (0, 5)), ("efficient", (5, 0))}
    assert scene.equilibria == ((1, 1),) and scene.secured == (None, None) and not scene.sums
    assert "efficient: (3, 3)" in panel.picture.accessibleDescription()


def test_welfare_has_its_lines_and_prices(show: Show) -> None:
    """Chicken with 6, 7, 2, 0: 12 together at most, 9 in the pure equilibria, 28/3 in the mixed one."""
    scene = show("chicken", "welfare").picture.scene
    assert set(scene.marks) == {("most equal", (6, 6)), ("greatest welfare", (6, 6))}
    assert [total for _words, total in scene.sums] == [12, F(28, 3), 9]
    assert [words.rpartition(" ")[2] for words, _total in scene.sums[1:]] == ["9/7", "4/3"]
    assert set(scene.equilibria) == {(7, 2), (2, 7), (F(14, 3), F(14, 3))}
    (one,) = show("prisoners-dilemma", "welfare").picture.scene.sums[1:]
    assert one == ("equilibria 2: price of anarchy 3", 2), "all are alike: one line, not two"
    scene = show("stag-hunt", "welfare").picture.scene
    assert [total for _words, total in scene.sums] == [8, 6], "the best equilibrium loses nothing"
    zero = show(NormalForm.from_arrays([[1, -1], [-1, 1]]), "welfare").picture.scene
    assert zero.sums == (("greatest welfare 0", 0),)
