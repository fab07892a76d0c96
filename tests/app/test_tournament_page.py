"""The Tournament page, driven as a person does, and read as a person does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF

import playground as pg
from playground.app.pictures import ecology as pictures_of_ecology
from playground.app.pictures import standings as pictures
from playground.app.widgets.strategy_dialog import StrategyDialog
from playground.arena import LINEUPS, Tournament, TournamentPlan, kept, plan_of, play_all
from playground.catalogue import Entry
from playground.files import load_library
from playground.game import Repetition
from playground.game.edits import set_parameter
from playground.strategy import Automaton, Script, State
from playground.strategy.automaton import C, D

FOUR = ("cooperator", "defector", "tit-for-tat", "grim")


@pytest.fixture
def page(make_window, qtbot):
    window = make_window(load_library("prisoners-dilemma"))
    window.show_page("tournament")
    made = window.page
    qtbot.keyClick(made.controls.length, Qt.Key.Key_Home)
    made.controls.tick(FOUR)
    settled(made, qtbot)
    return made


def settled(page, qtbot):
    """Wait until nothing is worked out or simulated any more."""
    qtbot.waitUntil(lambda: not page.run.quiet.isActive() and not page.context.live.waiting, timeout=20_000)


def shown(page):
    """Titles from the top, and the numbers beside them."""
    scene = page.picture.scene
    return [(scene.titles[k], scene.standings.mean[k]) for k in scene.order]


def test_the_line_up_of_four_and_its_headline(page):
    assert [title for title, _mean in shown(page)] == ["Always Defect", "Tit for Tat", "Grim",
                                                       "Always Cooperate"]
    assert [round(600 * mean) for _title, mean in shown(page)] == [1408, 1399, 1399, 1200]
    assert page.headline == "Always Defect wins with 2.3467 a turn; Tit for Tat comes second."
    assert page.state.text() == "Pairs: 10 exact"
    assert page.controls.lineup.currentText() == "Four to begin with"
    assert page.play.isHidden()


def test_moving_the_noise_reranks_in_the_same_event(page, qtbot):
    before = page.found
    page.controls.noise_slider.setValue(10)
    assert page.found is not before and page.controls.noise.text() == "1/20"
    exact = pg.tournament(page._game, FOUR, turns=200, noise="1/20", exact=True)
    assert np.allclose(page.found.mean, [float(mean) for mean in exact.mean], rtol=0, atol=1e-12)
    assert "computed" in page.state.text()
    settled(page, qtbot)
    assert page.state.text() == "Pairs: 10 exact"
    assert page.table().matrix == exact.matrix


def test_a_cell_is_looked_at_with_the_mouse_and_the_keys(page, qtbot):
    scene = page.picture.scene
    metrics = QFontMetricsF(page.picture.font())
    place = pictures.layout(page.picture.unit(), max(map(metrics.horizontalAdvance, scene.titles)),
                            page.picture.picture_rect(), 4)
    wide, high = place.cell
    point = QPointF(place.cells.left() + 0.5 * wide, place.cells.top() + 1.5 * high)
    qtbot.mouseClick(page.picture, Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert page.pair.text().startswith("Tit for Tat against Always Defect: 199/200 to 51/50 a turn")
    assert [played.actions for played in page.strip.rounds[:3]] == [(0, 1), (1, 1), (1, 1)]
    page.look_down()
    assert page.pair.text().startswith("Grim against Always Defect: 199/200 to 51/50 a turn")
    page.look_left()
    assert page.pair.text().startswith("Grim against Always Cooperate: 3 to 3 a turn")


def test_rules_are_simulated_and_said_to_be(page, qtbot):
    page.controls.tick((*FOUR, "fictitious-play"))
    settled(page, qtbot)
    assert page.state.text() == f"Pairs: 10 exact, 5 simulated (seed {page.controls.seed})"
    same = pg.tournament(page._game, (*FOUR, "fictitious-play"), turns=200, exact=True,
                         seed=page.controls.seed)
    assert sorted(page.table().players) == sorted(same.players)
    place = page.asked.players.index("fictitious-play")
    assert page.table().mean[place] == pytest.approx(same.mean[4])


def test_what_takes_long_waits_to_be_asked_for_and_can_be_halted(page, qtbot):
    page.controls.repetitions.setValue(9_000)
    page.controls.tick(("tit-for-tat", "fictitious-play"))
    qtbot.waitUntil(lambda: not page.run.quiet.isActive() and not page.context.live.waiting)
    assert not page.play.isHidden() and page.play.text() == "Simulate"
    assert "still to simulate" in page.state.text()
    qtbot.mouseClick(page.play, Qt.MouseButton.LeftButton)
    assert page.play.text() == "Halt"
    qtbot.mouseClick(page.play, Qt.MouseButton.LeftButton)
    assert page.play.text() == "Go on" and not page.run.is_playing
    page.controls.repetitions.setValue(3)
    settled(page, qtbot)
    assert page.play.isHidden() and "2 simulated" in page.state.text()


def test_means_with_matches_against_itself(page):
    page.controls.self_play.setChecked(True)
    assert page.headline.startswith("Tit for Tat and Grim share the first place with 2.4988")
    assert page.state.text() == "Pairs: 10 exact"  # nothing had to be worked out again


def test_limits_of_means_for_automata_only(page, qtbot):
    qtbot.keyClick(page.controls.length, Qt.Key.Key_End)
    settled(page, qtbot)
    assert page.table().mean[1] == F(7, 3)
    page.controls.tick((*FOUR, "fictitious-play"))
    settled(page, qtbot)
    assert page.state.text() == "Pairs: 10 exact, 5 cannot be worked out without end"


@pytest.mark.parametrize("box, text, said", [
    ("noise", "2", "Noise is a number from 0 to 1"), ("noise", "x", "Noise is a number"),
    ("seed_box", "-1", "The seed is a whole number")])
def test_what_cannot_be_used_is_said_and_the_table_stays(page, box, text, said):
    before = page.found
    line = getattr(page.controls, box)
    line.selectAll()
    line.setText(text)
    line.textEdited.emit(text)
    assert page.controls.problem.isVisible() and said in page.controls.problem.text()
    assert page.found is before


def test_other_games(make_window, qtbot):
    window = make_window(load_library("public-goods-3"))
    window.show_page("tournament")
    settled(window.page, qtbot)
    groups = window.page
    assert set(groups.asked.players) == set(LINEUPS["every"].make(groups._game))
    assert groups.state.text().startswith("Groups: 84 exact, 596 simulated (seed ")
    assert " wins with " in groups.headline and not np.isnan(groups.found.payoffs).any()
    assert [groups.what.model().item(k).isEnabled() for k in range(groups.what.count())] == [
        True, True] + [False] * 7
    groups.look_at((0, 1))
    first, second = groups.titles()[:2]
    told = groups.pair.text()
    assert told.startswith(f"{first} gets ") and f" a turn beside {second} (" in told
    assert groups.strip.isHidden() and groups.rounds.isHidden() and groups.watch.isHidden()
    assert groups.table().groups and groups.can_keep
    groups.keep_results()
    assert window.document.state.tournament.results.mean == groups.table().mean
    look(groups, qtbot, "Cooperation")
    groups.controls.tick(("uniform", "conditional-cooperation"))
    settled(groups, qtbot)
    assert groups.state.text().startswith("Groups: 4 exact. The results of ")
    other = make_window(load_library("rock-paper-scissors"))
    other.show_page("tournament")
    settled(other.page, qtbot)
    assert set(other.page.asked.players) == set(LINEUPS["every"].make(other.page._game))
    other.page.controls.tick(())
    assert "Nobody takes part yet" in other.page.headline


def test_the_two_go_to_the_play_page(page, qtbot):
    page.look_at((2, 1))
    rounds = [played.actions for played in page.strip.rounds]
    page.watch_match()
    play = page.context.window.page
    assert play.name == "play" and play.sitting.setup.seats == ("tit-for-tat", "defector")
    for _ in range(3):
        play.step()
    assert [played.actions for played in play.sitting.rounds] == rounds[:3]


def test_the_table_as_data(page, qtbot):
    rows = page.picture.scene.table()
    assert rows[0] == ["strategy", "Always Defect", "Tit for Tat", "Grim", "Always Cooperate", "mean",
                       "standard error"]
    assert rows[2][:3] == ["Tit for Tat", 0.995, 3.0]
    qtbot.keyClick(page.what, Qt.Key.Key_Down)
    assert page.picture.scene.table()[2][1] == pytest.approx(1 / 200)


def look(page, qtbot, title):
    """Choose a picture, and wait for it."""
    page.what.setCurrentText(title)
    page.what.activated.emit(page.what.currentIndex())
    qtbot.waitUntil(lambda: page.picture.scene is not None, timeout=20_000)
    return page.picture.scene


def test_who_invades_whom(page, qtbot):
    """At 200 rounds only Always Cooperate can be invaded, and only Always Defect does it."""
    scene = look(page, qtbot, "Who invades whom")
    place = {name: k for k, name in enumerate(scene.names)}
    assert scene.told(place["Always Cooperate"]).startswith("Always Cooperate: Always Defect invades")
    assert scene.told(place["Always Defect"]) == "Always Defect: nobody invades"
    assert page.order.isHidden()
    look(page, qtbot, "Payoffs")
    assert page.order.isVisible()


def test_ecology_from_a_start_that_is_dragged(page, qtbot):
    scene = look(page, qtbot, "Ecology")
    assert np.allclose(scene.shares[0], 1 / 4)
    box = pictures_of_ecology.place(page.picture.picture_rect(), page.picture.unit(), scene).box
    point = QPointF(box.left() - 3, box.center().y() + 3).toPoint()
    band = pictures_of_ecology.band_at(page.picture.picture_rect(), page.picture.unit(), scene,
                                       QPointF(point))
    qtbot.mousePress(page.picture, Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseMove(page.picture, point - QPointF(0, 40).toPoint())
    qtbot.mouseRelease(page.picture, Qt.MouseButton.LeftButton, pos=point - QPointF(0, 40).toPoint())
    after = page.picture.scene
    assert after.shares[0][scene.bands[band][0]] > 0.25 + 0.5 * 40 / box.height()
    assert after.shares[0].sum() == pytest.approx(1)
    qtbot.mouseMove(page.picture, box.center().toPoint())
    assert np.array_equal(page.picture.scene.shares, after.shares)  # the button is up


def test_ranks_by_noise_and_fingerprint(page, qtbot):
    scene = look(page, qtbot, "Ranks by noise")
    assert scene.names == page.titles() and scene.found.ranks[0].tolist() == [4, 1, 2, 2]
    page.controls.tick(("tit-for-tat", "fictitious-play"))
    assert "fewer than two take part" in page.picture.accessibleDescription()
    page.controls.tick(FOUR)
    page.look_at((2, 1))
    scene = look(page, qtbot, "Fingerprint")
    assert "Tit for Tat" in scene.words and scene.found.payoffs[0, -1] == pytest.approx(1)  # against all D


def test_mutation_and_selection_goes_on_while_it_is_looked_at(page, qtbot):
    scene = look(page, qtbot, "Mutation and selection")
    qtbot.waitUntil(lambda: page.picture.scene.moments[-1].generation > scene.moments[-1].generation,
                    timeout=20_000)
    grown = page.picture.scene
    assert [moment.generation for moment in grown.moments[:3]] == [0, 200, 400]
    assert grown.moments[5] is scene.moments[5]  # continued, not begun again
    look(page, qtbot, "Payoffs")
    assert not page.context.live.is_busy("tournament-view")


def test_small_populations(page, qtbot):
    scene = look(page, qtbot, "Small populations")
    assert sum(scene.found.residents) == pytest.approx(1)
    assert scene.words.startswith("Share of the time: ")


def test_strategies_of_the_document_take_part_and_a_script_that_fails_is_out(make_window, qtbot):
    state = load_library("prisoners-dilemma")
    nice = Automaton("go", {"go": State(C, ("go", "go", "stop", "stop")),
                            "stop": State(D, ("go", "stop", "go", "stop"))})
    bad = Script("def move(history, me, game, random):\n    return 9\n")
    window = make_window(replace(state, strategies=(Entry("nice", "My Nice", "", nice),
                                                    Entry("bad", "My Bad", "", bad))))
    window.show_page("tournament")
    page = window.page
    page.controls.tick((*FOUR, "nice", "bad"))
    settled(page, qtbot)
    assert "bad" not in page.controls.players  # not before a person allows the file's scripts
    place = page.asked.players.index("nice")
    assert page.titles()[place] == "My Nice" and page.found.kinds[place] == ("exact",) * 5
    page.look_at((place, 1))
    assert page.pair.text().startswith("My Nice against ")
    window.document.allow_scripts()
    page.refresh()
    page.controls.tick((*FOUR, "nice", "bad"))
    settled(page, qtbot)
    assert "My Bad is out: move returned 9" in page.state.text() and len(page.found.ranking) == 5
    assert len(look(page, qtbot, "Ecology").names) == 5  # without who is out
    look(page, qtbot, "Payoffs")
    page.look_at((page.asked.players.index("nice"), page.asked.players.index("grim")))
    page.about()
    dialog = window.findChild(StrategyDialog)
    assert dialog.choice.currentText() == "My Nice" and dialog.picture.scene.names == ("go", "stop")
    dialog.close()
    rounds = [played.actions for played in page.strip.rounds]
    page.watch_match()
    window.page.step()
    qtbot.waitUntil(lambda: not window.page.thinking.busy)
    assert window.page.sitting.rounds[0].actions == rounds[0]
    assert window.page.stage.panels[0].who.text() == "My Nice"
    assert window.page.setup.seats[0].findData("nice") >= 0  # still offered


PLAN = TournamentPlan(("tit-for-tat", "hedge:rate=1/2", "defector", "defector", "gone"), Repetition(
    continuation=F(4, 5), noise=F(1, 50)), 3, 77, True, True, (F(1), F(2), F(1), F(1), F(1)))


def test_the_line_up_of_the_document_is_there_when_it_is_opened(make_window, qtbot):
    window = make_window(replace(load_library("prisoners-dilemma"), tournament=PLAN))
    window.show_page("tournament")
    page = window.page
    settled(page, qtbot)
    asked = page.asked
    assert asked.players == PLAN.players[:4] and asked.weights == PLAN.weights[:4]
    assert (asked.repetition, asked.repetitions, asked.seed, asked.self_play) == (
        PLAN.repetition, 3, 77, True)
    assert window.document.is_clean and page.titles()[1] == "Hedge (rate 1/2)"
    wanted = play_all(asked)
    assert [float(mean) for mean in wanted.mean] == pytest.approx(list(page.found.mean))
    gone = page.controls.list.findItems("gone", Qt.MatchFlag.MatchExactly)[0]
    assert "there is no strategy 'gone'" in gone.toolTip()
    window.document.load(replace(load_library("prisoners-dilemma"), tournament=replace(
        PLAN, players=("grim", "random"), weights=(), repetition=Repetition(continuation=F(1)))))
    page.refresh()
    assert page.asked.players == ("grim", "random") and page.asked.repetition.endless


def test_scripts_that_wait_for_permission_stay_in_the_line_up(make_window, qtbot):
    """With their weights, whatever is changed before they may run; and it is said that they are left out."""
    script = Script("def move(history, me, game, random):\n    return 0\n")
    state = replace(load_library("prisoners-dilemma"), strategies=(Entry("mine", "Mine", "", script),))
    plan = TournamentPlan(("tit-for-tat", "mine", "defector"), Repetition(turns=20), 2, 7,
                          weights=(F(1), F(3), F(1)))
    window = make_window(replace(state, tournament=plan))
    window.show_page("tournament")
    page = window.page
    settled(page, qtbot)
    assert page.asked.players == ("tit-for-tat", "defector")
    assert "A script of the line-up waits for your permission" in page.state.text()
    page.controls.noise_slider.setValue(10)
    settled(page, qtbot)
    kept = window.document.state.tournament
    assert kept.players == plan.players and kept.weights == plan.weights and kept.repetition.noise == F(1, 20)
    dialog = window.consent.show()
    assert window.consent.bar is None
    dialog.reject()
    assert window.consent.bar is not None, "the question still stands"
    window.consent.allow()
    settled(page, qtbot)
    assert page.asked.players == plan.players and page.asked.weights == plan.weights
    assert "waits" not in page.state.text()
    assert page.controls.list.findItems("Mine ×3", Qt.MatchFlag.MatchExactly)
    page.what.setCurrentText("Ranks by noise")
    page.what.activated.emit(page.what.currentIndex())
    qtbot.waitUntil(lambda: page.picture.scene is not None, timeout=20_000)
    assert "Mine" in page.view.out.text()


def test_nothing_of_one_document_stays_in_the_next(make_window, qtbot):
    nice = Automaton("go", {"go": State(C, ("go", "go", "go", "go"))})
    state = replace(load_library("prisoners-dilemma"), tournament=PLAN,
                    strategies=(Entry("mine", "Mine", "", nice),))
    window = make_window(state)
    window.show_page("tournament")
    settled(window.page, qtbot)
    window.document.load(load_library("stag-hunt"))
    window.page.refresh()
    settled(window.page, qtbot)
    asked, fresh = window.page.asked, pg.tournament(
        load_library("stag-hunt").game, LINEUPS["classics"].make(load_library("stag-hunt").game),
        continuation="9/10", exact=True)
    assert (asked.repetition, asked.repetitions, asked.self_play, asked.weights) == (
        Repetition(continuation=F(9, 10)), 10, False, ())
    assert list(window.page.found.mean) == pytest.approx([float(mean) for mean in fresh.mean])
    assert not window.page.controls.list.findItems("Mine", Qt.MatchFlag.MatchStartsWith)
    assert not window.page.controls.list.findItems("gone", Qt.MatchFlag.MatchStartsWith)


def test_weights_are_shown_and_bad_ones_said_beside_them(page):
    controls = page.controls
    controls.list.setCurrentItem(controls.list.findItems("Grim", Qt.MatchFlag.MatchExactly)[0])
    controls.weight.setText("3/2")
    controls.weight.textEdited.emit("3/2")
    assert controls.list.currentItem().text() == "Grim ×3/2"
    controls.weight.textEdited.emit("abc")
    assert controls.weight_problem.isVisible() and "from 0 on" in controls.weight_problem.text()
    for name in FOUR:
        item = next(controls.list.item(k) for k in range(controls.list.count())
                    if controls.list.item(k).data(Qt.ItemDataRole.UserRole) == name)
        controls.list.setCurrentItem(item)
        controls.weight.textEdited.emit("0")
    assert "All weights are 0" in controls.weight_problem.text() and page.asked.weights == ()


def test_what_a_person_changes_stands_in_the_document_and_is_undone(page, qtbot):
    document = page.context.document
    first = page.controls.plan()
    assert document.state.tournament == first and first.players == FOUR  # ticked by the fixture
    qtbot.keyClick(page.controls.repetitions, Qt.Key.Key_Up)
    page.controls.self_play.click()
    assert document.state.tournament == replace(first, repetitions=11, self_play=True)
    page.controls.list.setCurrentItem(page.controls.list.findItems("Grim", Qt.MatchFlag.MatchExactly)[0])
    page.controls.weight.clear()
    qtbot.keyClicks(page.controls.weight, "3/2")
    assert page.asked.weights == document.state.tournament.weights == (1, 1, 1, F(3, 2))
    weighed = page.found.mean[0]
    document.undo_stack.undo()
    assert page.asked.weights == () and page.controls.weights == () and page.found.mean[0] != weighed
    document.undo_stack.undo()
    assert not page.controls.self_play.isChecked() and not page.asked.self_play
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.state.tournament is None and page.asked.players != FOUR  # as at the very beginning
    assert set(page.asked.players) == set(LINEUPS["classics"].make(page._game))
    while document.undo_stack.canRedo():
        document.undo_stack.redo()
    assert page.asked.players == FOUR and page.asked.weights == (1, 1, 1, F(3, 2)) and page.asked.self_play


def test_results_that_are_kept_are_shown_and_said_to_be_of_another_game(make_window, qtbot, monkeypatch,
                                                                         tmp_path):
    asked = Tournament(load_library("prisoners-dilemma").game, ("hedge", "random", "defector"),
                       Repetition(turns=20), 4, 5)
    state = replace(load_library("prisoners-dilemma"), tournament=plan_of(asked, kept(play_all(asked))))
    pg.save(state, tmp_path / "kept.game.json")
    monkeypatch.setattr("playground.app.pages.tournament_run.ALONE", 0)
    window = make_window(pg.load(tmp_path / "kept.game.json"))
    window.show_page("tournament")
    page = window.page
    settled(page, qtbot)
    assert page.run.queue and list(page.found.mean) == [float(mean) for mean in play_all(asked).mean]
    assert "Shown are the results of 20" in page.state.text() and not page.can_keep
    page.run.play_or_halt()
    qtbot.waitUntil(lambda: not page.run.queue, timeout=20_000)
    settled(page, qtbot)
    assert "results" not in page.state.text() and page.can_keep
    assert page.found.mean.tolist() == pytest.approx([float(mean) for mean in play_all(asked).mean])
    window.document.edit_game("change", set_parameter(window.document.game, "R", "4"))
    settled(page, qtbot)
    assert page.state.text().endswith("are of another version of the game or other settings")
    assert np.isnan(page.found.mean[0])  # and not what was kept
    window.document.undo_stack.undo()
    settled(page, qtbot)
    assert "Shown are the results of 20" in page.state.text()


def test_it_is_said_what_counts_as_cooperation(make_window, page):
    assert page.controls.count.text() == "4 of 108 take part"
    other = make_window(load_library("hawk-dove"))
    other.show_page("tournament")
    assert other.page.controls.count.text().endswith(
        "Those of the dilemma take Hawk for cooperation and Dove for defection")
