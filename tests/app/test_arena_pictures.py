"""The pictures of what comes after a tournament: their numbers, words, files, and what the pointer finds."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

import playground as pg
from playground.app.pictures import ecology as bands
from playground.app.pictures import export, invaders, paper, standings, table
from playground.app.pictures import fingerprint as prints
from playground.app.pictures import memory_one as strip
from playground.app.pictures import noise_ranks as ranks
from playground.app.pictures import residents as bars_of
from playground.app.pictures import timeline as lines_of
from playground.app.pictures.view import PictureView
from playground.app.theme import DARK, LIGHT, viridis
from playground.arena import LINEUPS, Tournament
from playground.arena.ecology import ecology
from playground.arena.fingerprint import fingerprint
from playground.arena.fixation import fixation
from playground.arena.invasion import invasions
from playground.arena.memory_one_evolution import Evolution, evolve
from playground.arena.noise_ranks import noise_ranks
from playground.arena.standings import standings as table_of
from playground.arena.timeline import timeline
from playground.game import NormalForm, Repetition
from playground.strategy import STRATEGIES

DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
PLAYERS = ("cooperator", "defector", "tit-for-tat", "grim", "win-stay-lose-shift", "random")
NAMES = tuple(STRATEGIES[name].title for name in PLAYERS)
RECT = QRectF(0, 0, 640, 400)
U = 14.0


@pytest.fixture(scope="module")
def found() -> Any:
    return pg.tournament(DILEMMA, PLAYERS, turns=200, exact=True)


@pytest.fixture
def written(qtbot: QtBot, tmp_path: Path) -> Callable[[Any, Any], list[list[str]]]:
    """written(module, scene): shows the scene, checks its words and files, gives the rows of its table."""
    def check(module: Any, scene: Any) -> list[list[str]]:
        layered = hasattr(module, "still_of")
        layers = (module.paint_still, module.paint_moving, module.still_of) if layered else None
        view = PictureView(module.paint, "picture", layers=layers)
        qtbot.addWidget(view)
        view.resize(640, 400)
        view.show_scene(scene, description=scene.words)
        view.show()
        light = view.grab().toImage()
        assert scene.words and view.accessibleDescription() == scene.words
        view.set_theme(DARK)
        assert view.grab().toImage() != light
        view.save(tmp_path / "a.svg")
        assert "<text" in (tmp_path / "a.svg").read_text("utf-8")
        for size in (QSize(60, 40), QSize(300, 900)):
            assert not export.image(module.paint, size, scene, LIGHT, _font()).isNull()
        return list(csv.reader(io.StringIO(table.as_csv(table.rows_of(scene)).decode())))
    return check


def _font() -> QFont:
    made = QFont()
    made.setPixelSize(14)
    return made


def test_bands_fill_the_height(found: Any, written: Callable[..., list[list[str]]]) -> None:
    grown = ecology(found.matrix, generations=60)
    rows = written(bands, bands.scene(NAMES, grown, now=10))
    assert rows[0] == ["generation", *NAMES]
    assert [float(x) for x in rows[11]] == pytest.approx([10, *grown.shares[10]])


def test_a_band_is_found_and_dragged(found: Any) -> None:
    start = (0.1, 0.2, 0.3, 0.2, 0.1, 0.1)
    scene = bands.scene(NAMES, ecology(found.matrix, start, 60))
    frame = bands.place(RECT, U, scene)
    below = 0.0
    for band in range(6):
        (k,) = scene.bands[band]
        assert scene.name(band) == NAMES[k]
        at = frame.at(0, below + start[k] / 2)
        below += start[k]
        assert bands.band_at(RECT, U, scene, at) == band
        assert bands.band_at(RECT, U, scene, at - QPointF(20, 0)) == band
        made = bands.dragged(RECT, U, scene, band, 0.15 * frame.box.height())
        assert made[k] == pytest.approx(start[k] + 0.15) and sum(made) == pytest.approx(1)
        others = [made[j] / start[j] for j in range(6) if j != k]
        assert others == pytest.approx([others[0]] * 5)
    assert bands.dragged(RECT, U, scene, 0, -1e6) == pytest.approx((1 / 9, 2 / 9, 1 / 3, 2 / 9, 1 / 9, 0))
    alone = bands.scene(NAMES, ecology(found.matrix, (1, 0, 0, 0, 0, 0), 60))
    assert bands.dragged(RECT, U, alone, 5, -frame.box.height() / 2) == pytest.approx((0.5, *[0.1] * 5))
    assert bands.band_at(RECT, U, scene, QPointF(100, 2)) is None
    assert bands.generation_at(RECT, U, scene, frame.at(17.2, 0.5)) == 17
    assert bands.generation_at(RECT, U, scene, QPointF(1, 100)) is None


def test_many_bands_are_grouped(written: Callable[..., list[list[str]]]) -> None:
    rng = np.random.default_rng(1)
    grown = ecology(rng.random((100, 100)).tolist(), generations=300)
    scene = bands.scene([f"strategy {k}" for k in range(100)], grown)
    assert sorted(k for band in scene.bands for k in band) == list(range(100))
    assert len(scene.bands) == bands.MOST_BANDS + 1 and scene.name(0) == "80 others"
    highest = [grown.shares[:, list(band)].max() for band in scene.bands]
    assert highest[0] <= min(highest[1:])
    assert len(written(bands, scene)[0]) == 101


def test_invaders_are_a_circle_whose_names_are_read_with_large_letters(monkeypatch: pytest.MonkeyPatch,
                                                                       qapp: object) -> None:
    """At 150 % in a window of 1280 by 800."""
    names = LINEUPS["classics"].make(DILEMMA)
    played = pg.tournament(DILEMMA, names, turns=200, exact=True)
    scene = invaders.scene([STRATEGIES[name].title for name in names], invasions(played.matrix))
    size, boxes, write = QSize(515, 546), [], paper.text

    def listen(*args: Any, **more: Any) -> QRectF:
        boxes.append((write(*args, **more), args[2]))
        return boxes[-1][0]

    monkeypatch.setattr(paper, "text", listen)
    font = QFont()
    font.setPixelSize(21)
    assert not export.image(invaders.paint, size, scene, LIGHT, font).isNull()
    at = invaders.places(QRectF(0, 0, size.width(), size.height()), 21.0, scene)
    wide, high = (max(line) - min(line) for line in zip(*(point.toTuple() for point in at)))
    assert 0.65 < wide / high < 1.5 and len(boxes) > len(names)
    for k, (box, words) in enumerate(boxes):
        assert "…" not in words and QRectF(0, 0, size.width(), size.height()).contains(box), words
        assert not any(box.adjusted(0, 3, 0, -3).intersects(other) for other, _words in boxes[:k]), words


def test_arrows_and_tables_of_invaders(found: Any, written: Callable[..., list[list[str]]]) -> None:
    scene = invaders.scene(NAMES, invasions(found.matrix))
    assert scene.told(0) == ("Always Cooperate: Always Defect and Random invade; "
                             "Tit for Tat, Grim and Win-Stay Lose-Shift drift")
    assert scene.told(1) == "Always Defect: nobody invades"
    rows = written(invaders, scene)
    assert len(rows) == 31 and ["Always Cooperate", "Always Defect", "invades"] in rows
    for k, at in enumerate(invaders.places(RECT, U, scene)):
        assert RECT.contains(at) and invaders.strategy_at(RECT, U, scene, at + QPointF(5, 5)) == k
    assert invaders.strategy_at(RECT, U, scene, RECT.center()) is None
    many = invaders.scene([str(k) for k in range(40)], invasions(np.eye(40).tolist()), lit=3)
    assert many.told(3) == "3: nobody invades" and "40 of 40 strategies are invaded by nobody" in many.words
    assert len(written(invaders, many)) == 40 * 39 + 1
    heights = [invaders.strategy_at(RECT, U, many, QPointF(100, y)) for y in range(400)]
    assert [k for k in dict.fromkeys(heights) if k is not None] == list(range(40))


def test_arrows_of_the_chosen_one_and_those_that_say_most(found: Any) -> None:
    invaded = invasions(found.matrix)
    every = invaders.scene(NAMES, invaded)
    assert {every.weight(j, i, invaders.INVADES) for j, i in invaded.links} == {1.0}
    direct = invaders.scene(NAMES, invaded, arrows=invaders.DIRECT)
    pale = {(j, i) for j, i in invaded.links if direct.weight(j, i, invaders.INVADES) == invaders.PALE}
    assert pale == invaded.indirect and pale != set(invaded.links)
    chosen = invaders.scene(NAMES, invaded, 0, arrows=invaders.CHOSEN)
    assert {(j, i) for j, i in invaded.links if chosen.weight(j, i, invaders.INVADES)} == {
        (j, i) for j, i in invaded.links if 0 in (j, i)}
    turned = invaders.scene(NAMES, invaded, order=(3, 1, 2, 0, 4, 5))
    assert invaders.places(RECT, U, turned)[3] == invaders.places(RECT, U, every)[0]


@pytest.mark.parametrize("what", [standings.PAYOFFS, standings.COOPERATION])
def test_the_mark_of_simulated_cells_at_every_size(what: str) -> None:
    """With numbers, without, and in a table of so many that a cell is an image's pixels."""
    for names, count, wide in ((("grim", "fictitious-play"), 1, 640), (("grim", "fictitious-play"), 7, 900),
                               (("grim", "fictitious-play"), 25, 640)):
        asked = Tournament(DILEMMA, names * count, Repetition(turns=5), repetitions=2, seed=1)
        scores = asked.scores(asked.bouts)
        pictures = []
        for sham in (False, True):
            made = table_of(asked, scores)
            if sham:
                made = replace(made, kinds=tuple(("exact",) * len(row) for row in made.kinds))
            scene = standings.scene_of(made, asked.players, range(2 * count), what)
            pictures.append(export.image(standings.paint, QSize(wide, 400), scene, LIGHT, _font(), 1))
        place = standings.layout(U, 100, QRectF(0, 0, wide, 400), 2 * count)
        assert pictures[0] != pictures[1] and place.count == 2 * count


def test_a_time_line(written: Callable[..., list[list[str]]]) -> None:
    moves = [player.strategies for player in DILEMMA.players]
    seats = ("win-stay-lose-shift", "tit-for-tat")
    line = timeline(DILEMMA, seats, Repetition(200, None, Fraction(1, 20)), 7)
    scene = lines_of.scene(("Shift", "Tit"), moves, line)
    assert (scene.now, scene.first, scene.count) == (199, 0, 200) and scene.whole
    assert "a sample, seed 7" in scene.headline
    rows = written(lines_of, scene)
    assert len(rows) == 201 and rows[0][0] == "round"
    k = rows[0].index("Tit: mean payoff so far")
    assert float(rows[200][k]) == pytest.approx(line.means[-1, 1])
    slipped = int(np.flatnonzero(line.actions[:, 0] != line.intended[:, 0])[0])
    assert "by a slip, meaning" in lines_of.at(scene, slipped).told(0)
    near = lines_of.zoomed(lines_of.zoomed(lines_of.at(scene, 60), 0.5), 0.5)
    assert near.count == 50 and near.first <= 60 < near.first + 50
    written(lines_of, near)
    for now in (0, 30, 199):
        moved = lines_of.at(near, now)
        places = lines_of.place(RECT, U, moved)
        at = places.cooperation.at(now + 1, 0.5)
        assert moved.first <= now < moved.first + 50 and places.cooperation.box.contains(at)
        assert lines_of.round_at(RECT, U, moved, at) == now
    whole = lines_of.place(RECT, U, near).whole
    assert lines_of.first_at(RECT, U, near, whole.center()) == 75  # the middle of 200 in the middle of 50
    assert lines_of.zoomed(near, 1e-9).count == lines_of.CLOSEST
    sure = lines_of.scene(("Shift", "Tit"), moves, timeline(DILEMMA, seats, Repetition(5_000), 1))
    assert "nothing is left to chance" in sure.headline and "expected" not in sure.words
    written(lines_of, sure)
    ended = lines_of.scene(("Shift", "Tit"), moves,
                           timeline(DILEMMA, seats, Repetition(None, Fraction(1, 2)), 1))
    assert "played" not in lines_of.at(ended, ended.found.length - 1).told(0)
    written(lines_of, ended)


@pytest.mark.parametrize("by_rank", [True, False])
def test_lines_over_noise(written: Callable[..., list[list[str]]], by_rank: bool) -> None:
    swept = noise_ranks(Tournament(DILEMMA, PLAYERS, Repetition(turns=200)), steps=20)
    scene = ranks.scene(NAMES, swept, by_rank)
    assert scene.told(5) == "Random: rank 6 without noise, 4 at noise 0.25, 4 at 0.475"
    assert scene.words == "First as noise grows: from noise 0 Always Defect"
    rows = written(ranks, ranks.light(scene, 5))
    assert len(rows) == 22 and len(rows[0]) == 13 and rows[-1][7:] == ["1"] * 6
    frame = ranks.place(RECT, U, scene)
    for k in range(6):
        at = frame.at(0.2, float(np.interp(0.2, scene.noises, scene.lines[:, k])))
        if by_rank:
            assert ranks.line_at(RECT, U, scene, at) == k
        else:
            near = ranks.line_at(RECT, U, scene, at)
            assert scene.lines[8, near] == pytest.approx(scene.lines[8, k], abs=1e-9)
    assert ranks.line_at(RECT, U, scene, QPointF(2, 2)) is None


def test_who_share_a_rank_are_both_seen_and_said_to_share_it() -> None:
    swept = noise_ranks(Tournament(DILEMMA, PLAYERS[:4], Repetition(turns=200)), steps=20)
    scene = ranks.scene(NAMES[:4], swept)
    tied = [k for k in range(4) if swept.ranks[0, k] == 2]
    assert len(tied) > 1 and len(set(scene.lines[0, tied])) == len(tied)
    assert all(2 <= scene.lines[0, k] < 3 for k in tied)
    assert scene.notes == ("who share a rank are drawn side by side, the first at it; "
                           "at noise 0.5 all share rank 1")
    assert ranks.scene(NAMES[:4], swept, by_rank=False).notes == "at noise 0.5 all earn the same"


def test_of_many_lines_a_few_are_coloured() -> None:
    swept = noise_ranks(Tournament(DILEMMA, PLAYERS * 5, Repetition(turns=20)), steps=5)
    scene = ranks.scene(NAMES * 5, swept)
    assert len(scene.coloured) == ranks.MOST_NAMED
    assert all(min(swept.ranks[:-1, k]) <= ranks.LEADING for k in scene.coloured)


def test_a_fingerprint_and_its_points(written: Callable[..., list[list[str]]]) -> None:
    printed = fingerprint(DILEMMA, "defector", n=9)
    scene = prints.scene(DILEMMA, "Always Defect", "Tit for Tat", printed)
    assert scene.words == ("Always Defect earns 1 against Tit for Tat, 5 against always A, "
                           "1 against always B, 5 against the dual of Tit for Tat")
    assert scene.scale == (0, 5) and scene.told(2, 4) == "x = 0.25, y = 0.5: 2"
    rows = written(prints, prints.light(scene, (2, 4)))
    assert rows[0] == ["x", "y", "payoff a turn"] and len(rows) == 82
    assert all(float(payoff) == pytest.approx(1 + 4 * float(x)) for x, _y, payoff in rows[1:])
    frame = prints.place(RECT, U, scene)
    assert prints.point_at(RECT, U, scene, frame.at(0.26, 0.99)) == (2, 8)
    assert prints.point_at(RECT, U, scene, QPointF(1, 1)) is None
    image = export.image(prints.paint, RECT.size().toSize(), scene, LIGHT, _font(), 1)
    for i, j in ((0, 0), (8, 8), (4, 1)):
        at = frame.at(i / 8, j / 8).toPoint()
        wanted = viridis((float(printed.payoffs[i, j])) / 5)[0]
        assert image.pixelColor(at + QPoint(3, 2)).getRgb()[:3] == pytest.approx(tuple(wanted), abs=2)


def test_the_strip_of_memory_one_strategies(written: Callable[..., list[list[str]]]) -> None:
    moments = evolve(Evolution(DILEMMA, seed=4), 30_000, 1_000)
    scene = strip.scene(DILEMMA, moments)
    assert scene.pairs == ("AA", "AB", "BA", "BB") and scene.scale == (0, 5) and scene.shown is moments[-1]
    assert strip.at(scene, 0).words.endswith(
        "; generation 0: cooperation 0.5, payoff 2.25; 1 of them (0.5, 0.5, 0.5, 0.5)")
    rows = written(strip, strip.at(scene, 7))
    assert rows[0][-1] == "its chance after BB" and len(rows) == 32
    leader = moments[7].strategies[moments[7].dominant]
    first = [7_000, moments[7].cooperation, moments[7].payoff, len(moments[7].shares)]
    assert [float(cell) for cell in rows[8]] == pytest.approx([*first, max(moments[7].shares), *leader])
    upper, lower = strip.place(RECT, U, scene)
    assert strip.moment_at(RECT, U, scene, upper.at(7_400, 0.2)) == 7
    assert strip.moment_at(RECT, U, scene, lower.at(30_000, 1)) == 30
    assert strip.moment_at(RECT, U, scene, QPointF(2, 2)) is None
    image = export.image(strip.paint, RECT.size().toSize(), scene, LIGHT, _font(), 1)
    at = lower.at(7_000, 0.5).toPoint()
    blue, ground = (np.array(colour.getRgb()[:3]) for colour in (LIGHT.player(0), LIGHT.colour("line")))
    wanted = ground + (blue - ground) * leader[0]
    assert image.pixelColor(at).getRgb()[:3] == pytest.approx(tuple(wanted), abs=3)


def test_bars_of_residents(found: Any, written: Callable[..., list[list[str]]]) -> None:
    fixed = fixation(found.matrix, 50)
    scene = bars_of.scene(NAMES, fixed, 50)
    assert list(fixed.residents[list(scene.order)]) == sorted(fixed.residents, reverse=True)
    after = [fixed.takes_over[i, 0] for i in range(6)]
    assert f"take over from it: {NAMES[int(np.argmax(after))]}, with chance" in scene.told(0)
    rows = written(bars_of, bars_of.light(scene, 2))
    assert [row[0] for row in rows[1:]] == [NAMES[k] for k in scene.order]
    k = scene.order[2]
    numbers = [fixed.residents[k], *fixed.takes_over[:, k]]
    assert [float(cell) for cell in rows[3][1:]] == pytest.approx(numbers)
    box, high, count = bars_of.bars(RECT, U, scene)
    assert count == 6
    seen = [bars_of.strategy_at(RECT, U, scene, QPointF(50, box.top() + (i + 0.5) * high)) for i in range(7)]
    assert seen == [*scene.order, None]
    many = bars_of.scene([str(k) for k in range(90)], fixation(np.eye(90).tolist(), 20), 20)
    assert bars_of.bars(RECT, U, many)[2] < 90 and len(written(bars_of, many)) == 91
