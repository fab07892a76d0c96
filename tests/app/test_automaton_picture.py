"""The graph of a strategy: states, what they play, and where arrows lead, as the table has it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainterPath

from playground.app.pictures import automaton as pictures
from playground.app.pictures import export, paper
from playground.app.theme import DARK, LIGHT
from playground.app.widgets.strategy_dialog import NO_TABLE, StrategyDialog
from playground.files import load_library
from playground.strategy import STRATEGIES, Automaton
from playground.strategy.automaton import State, cooperate

MOVES = ("Cooperate", "Defect")


def scene(name):
    return pictures.scene_of(STRATEGIES[name].make, MOVES)


def test_arrows_say_what_the_other_played_where_that_is_all_that_counts():
    made = scene("tit-for-tat")
    assert made.plays == MOVES and made.hues == (1.0, 0.0) and made.start == 0
    assert {(made.names[a.start], made.names[a.end]): a.words for a in made.arrows} == {
        ("C", "C"): "Cooperate", ("C", "D"): "Defect", ("D", "C"): "Cooperate", ("D", "D"): "Defect"}
    assert made.key == "Arrows: what the other played"


def test_arrows_say_what_both_played_where_the_own_move_counts():
    made = scene("win-stay-lose-shift")
    assert [a.words for a in made.arrows if a.start == 0] == ["CC, DD", "CD, DC"]
    assert "the own move first (C Cooperate, D Defect)" in made.key
    assert "state C: plays Cooperate; after CC, DD to C" in pictures.describe(made)


def test_what_always_leads_on_has_no_words():
    made = scene("random")
    assert [a.words for a in made.arrows] == [""] and made.plays == ("Cooperate 1/2, Defect 1/2",)
    assert made.key == ""
    assert made.table() == [["state", "plays", "then"],
                            ["C 1/2", "Cooperate 1/2, Defect 1/2", "always: C 1/2"]]


def ring(count):
    """A state after the other, each with an arrow back to the first."""
    names = [f"state {i}" for i in range(count)]
    return Automaton(names[0], {name: State(cooperate(f"{i}/{count}"), (
        names[(i + 1) % count], names[0], names[0], name)) for i, name in enumerate(names)})


def test_states_stay_inside_and_apart(qapp):
    rect = QRectF(0, 0, 500, 380)
    for count in range(1, pictures.MOST_STATES + 1):
        at, radius = pictures.places(count, rect, 14.0)
        circles = []
        for point in at:
            path = QPainterPath()
            path.addEllipse(point, radius, radius)
            assert rect.contains(path.boundingRect())
            assert not any(path.intersects(other) for other in circles)
            circles.append(path)


def test_every_size_is_drawn(qapp):
    for count in (1, 2, 3, 7, pictures.MOST_STATES, pictures.MOST_STATES + 9):
        made = pictures.scene_of(ring(count), MOVES)
        for theme in (LIGHT, DARK):
            picture = export.image(pictures.paint, QSize(420, 320), made, theme, QFont(), 1)
            colours = {picture.pixel(x, y) for x in range(0, 420, 3) for y in range(0, 320, 3)}
            assert len(colours) > 3  # not an empty ground


def test_the_dialog_tells_what_a_strategy_is(qapp, qtbot):
    game = load_library("stag-hunt").game
    dialog = StrategyDialog("grim", game, LIGHT)
    qtbot.addWidget(dialog)
    assert "until the opponent defects once" in dialog.summary.text() and "Friedman" in dialog.source.text()
    assert dialog.picture.scene.plays == ("Stag", "Hare")
    dialog.choice.setCurrentIndex(dialog.choice.findData("fictitious-play"))
    dialog.choice.activated.emit(dialog.choice.currentIndex())
    assert dialog.picture.scene is None and dialog.picture.accessibleDescription() == NO_TABLE


def test_the_card_shows_whole_names_and_all_of_the_family(qapp, qtbot, monkeypatch):
    game = load_library("prisoners-dilemma").game
    dialog = StrategyDialog("tit-for-tat", game, LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    cut = []
    elided = paper.elided

    def watched(words, made, room):
        shown = elided(words, made, room)
        if shown != words:
            cut.append((dialog.choice.currentText(), words))
        return shown

    monkeypatch.setattr(paper, "elided", watched)
    drawn = 0
    for name, entry in STRATEGIES.items():
        if name == "press-dyson" or (isinstance(entry.make, Automaton) and len(entry.make.states) <= 6):
            dialog.choice.setCurrentIndex(dialog.choice.findData(name))
            dialog.choice.activated.emit(dialog.choice.currentIndex())
            dialog.picture.grab()
            drawn += dialog.picture.scene is not None
    assert cut == [] and drawn > 60


def test_moves_have_the_names_of_the_strategies_only_where_both_have_the_same(qapp):
    names = load_library("stag-hunt").game
    assert pictures.moves_of(names, 2) == ("Stag", "Hare")
    assert pictures.moves_of(names, 3) == ("1", "2", "3")
    row, column = names.players
    other = replace(names, players=(row, replace(column, strategies=("Up", "Down"))))
    assert pictures.moves_of(other, 2) == ("C", "D")
