"""Guess the strategy, looking back, and what goes on beside the window on the Play page."""

from __future__ import annotations

import time
from fractions import Fraction as F

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListWidget, QWidget

from playground.app.pictures import running
from playground.app.widgets import match_words as words
from playground.app.widgets.guess_panel import NAME, NOTE, SHARE, brief
from playground.app.widgets.match_sitting import HIDDEN, Replay, Setup, Sitting
from playground.app.widgets.match_tally import Tally
from playground.arena import HUMAN, LINEUPS, Match, Suspect, drawn, review, reviews
from playground.arena.best_reply import best_reply
from playground.catalogue import Entry
from playground.files import GameDocument, load_library
from playground.game import NormalForm, Player, Repetition, edits
from playground.strategy import STRATEGIES, Script

Key = Qt.Key
DILEMMA = NormalForm.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], players=[
    Player("Ann", ("Cooperate", "Defect")), Player("Bob", ("Cooperate", "Defect"))])
FOUR = ("cooperator", "defector", "tit-for-tat", "grim")
SLOW = "def move(history, me, game, random):\n    for i in range({}):\n        pass\n    return 1\n"


@pytest.fixture
def open_page(make_window):
    def make(game=DILEMMA, **more):
        return make_window(GameDocument(game, title="Test game", **more), page="play").pages["play"]
    return make


def riddle(page, seed=1, lineup="four"):
    panel = page.guessing.panel
    panel.lineup.setCurrentIndex(panel.lineup.findData(lineup))
    panel.lineup.activated.emit(panel.lineup.currentIndex())
    panel.seed.setText(str(seed))
    panel.draw.click()
    return panel


def all_words(window) -> str:
    """Every text that the window has, seen, tipped or read aloud; but for the candidates."""
    page, parts = window.pages["play"], [window.windowTitle()]
    skipped = (page.setup, page.guessing.panel.list, page.guessing.panel.lineup)
    for widget in window.findChildren(QWidget):
        if any(widget is each or each.isAncestorOf(widget) for each in skipped):
            continue
        parts += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            parts.append(widget.text())
        elif isinstance(widget, QComboBox):
            parts.append(widget.currentText())
        elif isinstance(widget, QListWidget):
            parts += [widget.item(row).text() for row in range(widget.count())]
    return "\n".join(parts)


def test_a_riddle_from_draw_to_reveal(open_page, qtbot):
    page = open_page(repeated=Repetition(turns=5))
    panel = riddle(page, seed=3)
    who = drawn(FOUR, 3)
    assert page.sitting.setup.seats == (HUMAN, who) and page.setup.isHidden()
    assert page.stage.panels[1].who.text() == HIDDEN and not panel.guess.isEnabled()
    for choice in (0, 1, 0, 0, 1, 0, 0):  # longer than the match that was set
        page.choose(0, choice)
    assert page.sitting.stage == "choose" and panel.list.item(0).data(NOTE) is None
    panel.hint.setChecked(True)
    qtbot.waitUntil(lambda: bool(panel.list.item(0).data(NOTE)), timeout=20_000)
    notes = {panel.list.item(row).data(NAME): panel.list.item(row).data(NOTE) for row in range(4)}
    assert notes[who] == "100%" and all(note.startswith("✗ round") for name, note in notes.items()
                                        if name != who)
    wrong = next(row for row in range(4) if panel.list.item(row).data(NAME) != who)
    panel.list.setCurrentRow(wrong)
    title = panel.list.item(wrong).text()
    assert panel.guess.text() == f"Guess {title}"
    qtbot.mouseClick(panel.guess, Qt.MouseButton.LeftButton)
    told = f"It was {STRATEGIES[who].title}; you guessed {title}."
    assert panel.told.text() == page.stage.notice.text() == told and panel.graph.isVisible()
    assert page.sitting.stage == "over" and "After 7 rounds" in page.headline
    assert page.stage.panels[1].who.text() == STRATEGIES[who].title
    qtbot.waitUntil(lambda: "expected" in panel.score.text(), timeout=20_000)
    assert panel.score.text() == ("0 of 1 guessed right. Naming the likeliest each time is right in 1 of "
                                  "1, expected.")
    page.keep()
    assert page.context.document.state.matches[0].players == (HUMAN, who)
    qtbot.keyClick(page.stage, Key.Key_Return)  # another one
    assert page.guessing.open and page.sitting.setup.seats[1] == drawn(FOUR, 4) and panel.graph.isHidden()
    panel.stop.click()
    assert page.guessing.riddle is None and page.setup.isVisible()
    assert page.sitting.setup.seats == (HUMAN, "tit-for-tat") and page.sitting.setup.repetition.turns == 5
    assert panel.draw.isVisible() and panel.draw.text() == "Draw an opponent"
    for seed in (2**31, 2**32 - 1, 10**18 - 1):
        panel.seed.setText(str(seed))
        qtbot.mouseClick(panel.draw, Qt.MouseButton.LeftButton)
        assert page.guessing.open and page.sitting.setup.seats[1] == drawn(FOUR, seed)
        panel.stop.click()


@pytest.mark.parametrize("who", ["lola", "tit-for-tat", "joss", "gradual"])
def test_nothing_tells_who_it_is(open_page, qtbot, who):
    """No word of the window does, nor what can be done in it, before the guess."""
    page = open_page(repeated=Repetition(turns=5, noise=F(1, 3)))
    page.watch((HUMAN, "cooperator"), Repetition(turns=5, noise=F(1, 3)), 1)
    page.guessing.panel.draw_asked.emit((who,), 2)
    assert page.guessing.open and page.sitting.setup.seats[1] == who
    title = STRATEGIES[who].title
    for choice in (0, 1, 1, 0, 1, 0, 0, 1):
        page.choose(0, choice)
        assert title not in all_words(page.window())
        assert not page.stage.curves.isVisible() and page.stage.panels[1].last.text().startswith("played")
        assert all(each.intended[1] == each.actions[1] for each in page.stage.strip.rounds)
    assert any(each.intended[1] != each.actions[1] for each in page.sitting.match.rounds), "some did slip"
    for button in (page.stage.keep_button, page.stage.export_button, page.stage.undo_button):
        assert not button.isVisible()
    before = page.context.document.state
    qtbot.keyClick(page.stage, Key.Key_Backspace)
    for act in (page.keep, page.export, page.look_back, page.undo_round, page.restart):
        act()
    assert page.sitting.count == 8 and page.context.document.state is before and page.guessing.open
    assert not any(action.enabled() for action in page.actions() if action.enabled is not None
                   and action.name in ("keep", "export", "undo-round", "again", "look-back"))
    page.guessing.guess(who)
    assert title in all_words(page.window())
    assert any(each.intended[1] != each.actions[1] for each in page.stage.strip.rounds)


def test_keys_choose_wherever_the_keyboard_stands(open_page, qtbot):
    page = open_page()
    panel = riddle(page)
    page.take_focus()
    qtbot.waitUntil(page.stage.hasFocus)
    beside = page._side.rect().bottomRight() - QPoint(9, 9)
    qtbot.mouseClick(page._side, Qt.MouseButton.LeftButton, pos=beside)
    qtbot.keyClick(page.window().focusWidget(), Key.Key_1)
    assert page.stage.hasFocus() and page.sitting.count == 1
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton,
                     pos=panel.list.visualItemRect(panel.list.item(1)).center())
    assert panel.list.hasFocus()
    qtbot.keyClick(panel.list, Key.Key_2)
    assert page.sitting.count == 2
    qtbot.mouseClick(panel.guess, Qt.MouseButton.LeftButton)
    assert panel.draw.hasFocus() and panel.draw.text() == "Another one"


def test_a_solved_riddle_stays_solved_and_the_next_person_counts_from_0(open_page, qtbot):
    page = open_page()
    panel = riddle(page)
    assert panel.recount.isHidden()
    page.choose(0, 0)
    page.guessing.guess("grim")
    assert not page.stage.undo_button.isEnabled()
    qtbot.keyClick(page.stage, Key.Key_Backspace)
    qtbot.wait(50)
    assert page.sitting.count == 1 and page.sitting.stage == "over" and page.guessing.riddle is not None
    assert panel.score.text().startswith(("0 of 1", "1 of 1"))
    qtbot.mouseClick(panel.recount, Qt.MouseButton.LeftButton)
    assert panel.score.text() == "" and panel.recount.isHidden()
    panel.draw.click()
    page.guessing.guess("grim")  # before a round was played
    assert " of 1 guessed right" in panel.score.text() and page.stage.message.text() == "No round was played."


def test_a_hint_puts_the_likeliest_first(open_page, qtbot):
    page = open_page()
    panel = page.guessing.panel
    names = ("defector", "random", "uniform", "tit-for-tat", "gradual")
    page.guessing.panel.draw_asked.emit(names, next(seed for seed in range(99)
                                                    if drawn(names, seed) == "tit-for-tat"))
    for choice in (0, 1, 0):
        page.choose(0, choice)
    panel.list.setCurrentRow(0)
    panel.hint.setChecked(True)
    qtbot.waitUntil(lambda: bool(panel.list.item(0).data(NOTE)), timeout=20_000)
    shares = [panel.list.item(row).data(SHARE) for row in range(5)]
    assert shares == sorted(shares, reverse=True) and panel.list.item(0).data(NAME) == "tit-for-tat"
    assert panel.list.item(4).data(NOTE) == "✗ round 1" and panel.list.currentItem().data(NAME) == "defector"
    panel.hint.setChecked(False)
    assert tuple(panel.list.item(row).data(NAME) for row in range(5)) == names


def test_the_game_is_edited_or_replaced_during_a_riddle(open_page):
    page = open_page()
    document = page.context.document
    riddle(page)
    document.edit_game("Raise", edits.set_payoff(DILEMMA, 0, (0, 0), "4"))  # nothing was played yet
    assert page.guessing.riddle is None and page.setup.isVisible() and page.sitting.hidden is None
    assert page.sitting.setup.seats == (HUMAN, "tit-for-tat")
    riddle(page)
    page.choose(0, 0)
    document.edit_game("Raise", edits.set_payoff(document.game, 0, (0, 0), "5"))
    assert page.guessing.open and page.sitting.hidden == 1
    assert page.stage.again_button.isHidden() and "the next has the new one" in page.stage.notice.text()
    document.load(load_library("public-goods-3"))
    assert page.guessing.riddle is None and page.guessing.panel.isHidden() and page.setup.isVisible()


def test_own_candidates_are_ticked(open_page):
    own = Entry("mine", "Mine", "My own.", Script(SLOW.format(1)))
    page = open_page(strategies=(own,))
    page.context.document.allow_scripts()
    panel = page.guessing.panel
    panel.lineup.setCurrentIndex(panel.lineup.findData(""))
    panel.lineup.activated.emit(panel.lineup.currentIndex())
    assert panel.list.item(0).data(NAME) == "mine"
    assert set(panel.candidates()) == set(LINEUPS["classics"].make(DILEMMA))
    for row in range(panel.list.count()):
        item = panel.list.item(row)
        item.setCheckState(Qt.CheckState.Checked if item.data(NAME) in ("mine", "grim")
                           else Qt.CheckState.Unchecked)
        if panel.candidates() == ():
            assert not panel.draw.isEnabled()
    assert panel.candidates() == ("mine", "grim") and panel.draw.isEnabled()
    panel.seed.setText("x")
    panel.draw.click()
    assert page.guessing.riddle is None and "whole number" in panel.told.text()


def test_bars_are_as_long_as_the_chances(open_page, qtbot):
    page = open_page()
    page.guessing.panel.draw_asked.emit(("random", "defector", "alternator"), 5)
    panel = page.guessing.panel
    panel.hint.setChecked(True)
    qtbot.waitUntil(lambda: panel.list.item(0).data(SHARE) is not None, timeout=20_000)
    assert [panel.list.item(row).data(SHARE) for row in range(3)] == pytest.approx([1 / 3] * 3)
    assert "Its chance is 1/3." in panel.list.item(1).toolTip()
    panel.hint.setChecked(False)
    assert [panel.list.item(row).data(NOTE) for row in range(3)] == [""] * 3


def test_who_cannot_be_judged_is_left_out_and_said_to_be(open_page, qtbot):
    page = open_page(load_library("rock-paper-scissors").game)
    panel = page.guessing.panel
    for candidates, told in ((("uniform", "best-response", "fictitious-play"), "1 candidate, whose"),
                             (("uniform", "uniform"), "None of these"), (("best-response",) * 2, "")):
        panel.draw_asked.emit(candidates, 1)
        page.choose(0, 0)
        assert panel.unknown.isHidden()
        panel.hint.setChecked(True)
        qtbot.waitUntil(lambda: bool(panel.list.item(0).data(NOTE)), timeout=20_000)
        assert told in panel.unknown.text() and panel.unknown.isVisible() == bool(told)
        notes = [panel.list.item(row).data(NOTE) for row in range(len(candidates))]
        assert ("not known" in notes) == bool(told)


def test_a_hidden_script_that_fails_is_not_told_by_its_reason(open_page, qtbot):
    broken = Entry("mine", "Mine", "", Script("def move(history, me, game, random):\n    return 9\n"))
    page = open_page(strategies=(broken,))
    page.context.document.allow_scripts()
    page.guessing.panel.draw_asked.emit(("mine",), 1)
    page.choose(0, 0)
    qtbot.waitUntil(lambda: page.sitting.stage == "over" and not page.thinking.busy, timeout=15_000)
    assert page.guessing.open and page.headline == "Bob forfeits after 0 rounds. Who is it?"
    assert "Mine" not in all_words(page.window()) and "returned 9" not in all_words(page.window())
    page.guessing.guess("mine")
    assert "Mine: move returned 9" in page.headline


@pytest.mark.parametrize("chance, told", [
    (F(1), "100%"), (F(0), "0%"), (1 - F(1, 10 ** 30), "> 99%"), (F(1, 10 ** 400), "< 1%"), (F(1, 3), "33%"),
    (1.0, "> 99%"), (0.0, "< 1%")])
def test_only_what_is_certain_is_told_as_certain(chance, told):
    assert brief(Suspect("grim", chance)) == told


# --- looking back -----------------------------------------------------------------------------------------


def test_a_finished_match_is_scrubbed_by_keys_and_slider(open_page, qtbot):
    page = open_page(repeated=Repetition(turns=6))
    page.take_focus()
    stage, choices = page.stage, (0, 1, 1, 0, 0, 1)
    for choice in choices:
        assert stage.position.isHidden() and not stage.curves.isVisible()
        page.choose(0, choice)
    assert stage.position.isVisible() and stage.position.value() == 6
    assert [panel.title for panel in stage.curves.scene.panels] == [
        "Cooperation, mean so far", "Payoff, mean so far", "Regret, mean so far"]
    stage.setFocus()
    played = [each.actions for each in page.sitting.rounds]
    for key, shown in ((Key.Key_Left, 5), (Key.Key_Left, 4), (Key.Key_Right, 5), (Key.Key_Home, 0),
                       (Key.Key_Right, 1), (Key.Key_End, 6), (Key.Key_Right, 6)):
        qtbot.keyClick(stage, key)
        assert stage.strip.shown == stage.position.value() == shown
        assert stage.table.last == (played[shown - 1] if shown else None)
        assert page.headline == f"Looking back: round {shown} of 6."
        assert stage.curves.scene.panels[0].lines.now == (shown or None)
    stage.position.setValue(2)
    assert stage.panels[0].score.text() == str(3 + 5) and stage.table.last == (1, 0)
    stage.speed.setCurrentIndex(2)
    qtbot.keyClick(stage, Key.Key_Space)
    assert stage.run_button.text() == "Pause"
    qtbot.waitUntil(lambda: page.replay.position == 6 and not page._clock.isActive(), timeout=5_000)
    qtbot.mouseClick(stage.back_button, Qt.MouseButton.LeftButton)
    assert page.replay is None and "After 6 rounds" in page.headline and stage.hindsight.isVisible()
    qtbot.keyClick(stage, Key.Key_Backspace)
    qtbot.waitUntil(lambda: page.sitting.stage == "choose" and not page.thinking.busy)
    assert stage.position.isHidden()


def test_the_best_reply_to_many_states_comes_later(open_page, qtbot):
    """Feld's table has hundreds of states, and a round each in which the reply may change."""
    page = open_page()
    page.watch((HUMAN, "feld"), Repetition(turns=600), 1)
    for turn in range(600):
        page.sitting.choose(0, int(turn % 3 == 2))
    page.show_all()
    first = page.stage.hindsight.text()
    assert "would have earned" in first and "best reply" not in first
    qtbot.waitUntil(lambda: "best reply" in page.stage.hindsight.text(), timeout=30_000)
    (seen,) = reviews(page.sitting.match)
    best = best_reply(DILEMMA, 0, seen.opponent, Repetition(turns=600)).payoff
    told = words.exact(best) if isinstance(best, F) else f"{best:.4g}"
    assert page.stage.hindsight.text() == f"{first} The best reply to Feld earns {told} a round, expected."
    page.undo_round()
    qtbot.waitUntil(lambda: page.stage.hindsight.isHidden() and not page.thinking.busy, timeout=10_000)


def test_the_picture_of_a_match_has_its_exact_means():
    game = load_library("rock-paper-scissors").game
    match = Match(game, ("uniform", "repeat-last"), Repetition(turns=50), 4)
    tally = Tally(2)
    while not match.finished:
        match.step()
        tally.read(match.rounds)
    names = [player.name for player in game.players]
    strategies = [player.strategies for player in game.players]
    made = running.scene(names, strategies, (*tally.marks, tally.now), False, game)
    assert [panel.title for panel in made.panels] == [
        *(f"{name}: shares so far" for name in names), "Payoff, mean so far", "Regret, mean so far"]
    moves = np.array([each.actions for each in match.rounds])
    for k in range(2):
        shares = np.cumsum(np.eye(3)[moves[:, k]], axis=0) / np.arange(1, 51)[:, None]
        assert made.panels[k].lines.shares[:50] == pytest.approx(shares)
        assert made.panels[2].lines.shares[-1, k] == pytest.approx(float(match.mean[k]))
        assert made.panels[3].lines.shares[-1, k] == pytest.approx(float(review(match, k).regret))
    assert len(made.table()) == 52 and made.table()[0][0] == "round"


def test_a_tally_goes_back_and_forth_in_a_long_match():
    setup = Setup(("random", "joss"), Repetition(turns=3000, noise=F(1, 10)), 7)
    sitting = Sitting(DILEMMA, setup)
    while sitting.stage == "watch":
        sitting.run(0.005)
    replay = Replay.of(sitting)
    assert len(replay.marks) < 500
    for position in (3000, 1, 2999, 0, 1500, 1501, 1499, 2222, 7):
        replay.move(position)
        counted = Tally(2)
        counted.read(sitting.rounds, position)
        assert replay.tally.totals == counted.totals and replay.tally.slips == counted.slips
        expected = [sum((each.payoffs[k] for each in sitting.rounds[:position]), F(0)) for k in (0, 1)]
        assert list(replay.tally.totals) == expected and replay.tally.rounds == position
    assert sitting.tally.rounds == 3000


# --- beside the window ------------------------------------------------------------------------------------


class Pulse(QTimer):
    """The longest time that the window's thread worked between two events; others may use the machine too."""

    def __init__(self):
        super().__init__()
        self.last, self.worst = time.thread_time(), 0.0
        self.timeout.connect(self.beat)
        self.start(0)

    def beat(self):
        now = time.thread_time()
        self.worst, self.last = max(self.worst, now - self.last), now


def test_a_slow_script_does_not_hold_the_window(open_page, qtbot):
    slow = Entry("slow", "Slow", "", Script(SLOW.format(10 ** 9)))
    page = open_page(strategies=(slow,))
    page.context.document.allow_scripts()
    page.watch((HUMAN, "slow"), Repetition(turns=5), 1)
    page.choose(0, 0)
    assert page.thinking.busy  # and it came back while the script thinks
    page.choose(0, 1)  # counts for nothing
    qtbot.waitUntil(lambda: "thinking" in page.stage.message.text(), timeout=3_000)
    assert not page.stage.panels[0].buttons[0].isEnabled() and not page.stage.undo_button.isEnabled()
    qtbot.mouseClick(page.stage.again_button, Qt.MouseButton.LeftButton)
    assert not page.thinking.busy and page.stage.panels[0].buttons[0].isEnabled()
    page.watch((HUMAN, "cooperator"), Repetition(turns=5), 1)
    page.choose(0, 1)
    qtbot.wait(1500)  # the late answer of the script
    assert [each.actions for each in page.sitting.rounds] == [(1, 0)] and page.sitting.match.forfeit is None
    page.watch((HUMAN, "slow"), Repetition(turns=5), 1)
    page.choose(0, 0)
    qtbot.waitUntil(lambda: page.sitting.stage == "over" and not page.thinking.busy, timeout=15_000)
    assert "Bob forfeits" in page.headline and "longer than" in page.headline


def test_scripts_play_to_the_end_beside_the_window(open_page, qtbot):
    quick = Entry("quick", "Quick", "", Script(SLOW.format(1)))
    page = open_page(strategies=(quick,))
    page.context.document.allow_scripts()
    page.watch(("quick", "tit-for-tat"), Repetition(turns=2000), 1)
    page.run_to_end()
    qtbot.waitUntil(lambda: page.sitting.stage == "over" and not page.thinking.busy, timeout=20_000)
    assert [each.actions for each in page.sitting.rounds] == [(1, 0), *[(1, 1)] * 1999]
    assert page.stage.panels[0].score.text() == str(5 + 1999)


def test_a_long_match_of_learners_is_undone_beside_the_window(open_page, qtbot):
    page = open_page()
    page.watch(("lola", "lola"), Repetition(turns=3000), 1)
    while page.sitting.stage == "watch":
        page.sitting.run(0.2)
    page.show_all()
    window = page.window()
    qtbot.waitUntil(lambda: len(window.pages) == len(window.page_names), timeout=20_000)  # all are made
    before = list(page.sitting.rounds)
    page.undo_round()
    assert page.thinking.busy
    pulse = Pulse()
    qtbot.waitUntil(lambda: not page.thinking.busy, timeout=20_000)
    pulse.stop()
    assert page.sitting.rounds == before[:-1] and page.sitting.stage == "watch"
    page.step()
    assert page.sitting.rounds == before, "luck included"
    assert pulse.worst < 0.1
