"""A page for each solution concept beside the table: what it says of the game, its picture, and its options,
all of which follow each edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from playground.app.pictures import branch, grid, invasion, losses, own_mixture, payoff_space
from playground.app.pictures.view import PictureView
from playground.app.widgets.equilibrium_rows import as_text
from playground.app.widgets.label import Label
from playground.app.widgets.option_fields import OptionFields
from playground.app.widgets.reading import Reading
from playground.catalogue import Entry
from playground.equilibrium import worked
from playground.equilibrium.words import mixture, typeset
from playground.game import NormalForm

if TYPE_CHECKING:
    from playground.app.theme import Theme

MOST = 200  # profiles that are written out
MOST_WORKED = 20  # equilibria that are worked out line by line
BESIDE = 36  # font heights of width from which the text stands beside the picture
LOW = 15  # font heights up to which there is room for little
MEDIATED = ("correlated", "coarse-correlated")
Picture = tuple[Callable[[NormalForm, Any], Any], Callable[..., None]]


def _branch(game: NormalForm, solution: Any) -> Any:
    details = dict(solution.details)
    given = details["lambdas"]
    return branch.scene(game, details["branch"], given[0] if len(given) == 1 else None)


def _payoffs(make: Callable[[NormalForm, Any], Any]) -> Picture:
    """A picture of the payoffs, where they can be drawn."""
    def scene(game: NormalForm, solution: Any) -> Any:
        drawn = payoff_space.fits(game) and game.payoffs[0].size <= MOST
        return make(game, solution) if drawn else None

    return scene, payoff_space.paint


def _levels(game: NormalForm, solution: Any) -> Any:
    return grid.levels(game, [each.profile for each in solution.equilibria])


def _advice(game: NormalForm, solution: Any) -> Any:
    return grid.advice(game, dict(solution.details)["distributions"][0]) if grid.fits(game) else None


def _elimination(game: NormalForm, solution: Any) -> Any:
    return grid.elimination(game, dict(solution.details)["rounds"]) if grid.fits(game) else None


# The pictures for a concept's page, of which the first is shown that the game allows: how its scene is made
# (None where the game does not allow it) and painted.
PICTURES: dict[str, tuple[Picture, ...]] = {
    "quantal": ((_branch, branch.paint),), "folk": (_payoffs(payoff_space.repeated),),
    "bargaining": (_payoffs(payoff_space.agreed),), "level-k": ((_levels, grid.paint),),
    "cognitive-hierarchy": ((_levels, grid.paint),), "correlated": ((_advice, grid.paint),),
    "coarse-correlated": ((_advice, grid.paint),), "dominance": ((_elimination, grid.paint),),
    "weak-dominance": ((_elimination, grid.paint),), "rationalizable": ((_elimination, grid.paint),),
    "risk-dominance": ((losses.scene, losses.paint),),
    "maximin": ((own_mixture.security, own_mixture.paint), (grid.secured, grid.paint)),
    "stackelberg": ((own_mixture.commitment, own_mixture.paint), (grid.commitments, grid.paint)),
    "pareto": (_payoffs(payoff_space.efficient),), "welfare": (_payoffs(payoff_space.welfare),),
    "ess": ((invasion.scene, invasion.paint), (grid.candidates, grid.paint))}


class ConceptPanel(QWidget):
    """wanted(name): this concept of the game at hand is asked for, with `settings`; line_changed: `line` is
    another."""

    wanted = Signal(str)
    line_changed = Signal()

    def __init__(self, concepts: Sequence[Entry[Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = {entry.name: entry for entry in concepts}
        self.choice = QComboBox()
        self.choice.setAccessibleName("Solution concept")
        for entry in concepts:
            self.choice.addItem(entry.title, entry.name)
        self.choice.activated.connect(self._chosen)
        self.summary = Label()
        self.summary.setWordWrap(True)
        self.summary.setProperty("role", "muted")
        self.options = OptionFields()
        self.options.changed.connect(self._ask)
        self.picture = PictureView(grid.paint, name="Picture of the concept", grows=True)
        self.text = Reading("What the concept says")
        self.draw_button = QPushButton("Draw advice")
        self.draw_button.setToolTip("Let the mediator draw, and tell each player their own part only")
        self.draw_button.clicked.connect(self.draw_advice)
        self.device = QComboBox()
        self.device.setAccessibleName("Which advice the mediator draws from")
        self.device.activated.connect(self._device_chosen)
        self.copy_button = QPushButton("Copy")
        self.copy_button.setProperty("role", "flat")
        self.copy_button.clicked.connect(self.copy)
        self.drawn = Label()
        self.drawn.setWordWrap(True)
        self.drawn.setAccessibleName("What was drawn")
        foot = QHBoxLayout()
        foot.addWidget(self.device)
        foot.addWidget(self.draw_button)
        foot.addStretch(1)
        foot.addWidget(self.copy_button)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.picture)
        self.splitter.addWidget(self.text)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self._controls = QWidget()
        head = QVBoxLayout(self._controls)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.choice)
        head.addWidget(self.summary)
        head.addWidget(self.options)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._controls)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.drawn)
        layout.addLayout(foot)
        self._presenting = False
        self._sought = -1  # the equilibrium to scroll to
        self._game: NormalForm | None = None
        self._solution: Any = None
        self._random = np.random.default_rng()
        self._tally: dict[tuple[int, ...], int] = {}
        self._lit: tuple[int, int] | None = None  # what was drawn last, in games of two players
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)

    def set_presenting(self, presenting: bool) -> None:
        """The picture alone, or the text where there is none, for an audience. Advice can still be drawn."""
        self._presenting = presenting
        self._controls.setVisible(not presenting)
        self.copy_button.setVisible(not presenting)
        self._show_picture(not self.picture.isHidden())

    @property
    def line(self) -> str:
        """The concept and what is known of the game, or what the concept is where that is in the text."""
        known = self._solution is not None and not self.picture.isHidden()
        return f"{self.choice.currentText()}. {self._solution.message if known else self.summary.text()}"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        line = self.fontMetrics().height()
        low = self.height() < line * LOW
        self.summary.setHidden(low)
        self.picture.setMinimumHeight(line * 4 if low else 0)
        self.text.setMinimumHeight(line * 2 if low else 0)
        wanted = Qt.Orientation.Horizontal if self.width() > line * BESIDE else Qt.Orientation.Vertical
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)
            self.splitter.setSizes([3000, 2000])  # shares

    def _show_picture(self, there: bool) -> None:
        self.picture.setVisible(there)
        self.text.setVisible(not (there and self._presenting))
        self.line_changed.emit()

    @property
    def concept(self) -> str:
        """The chosen one's name."""
        return str(self.choice.currentData())

    def settings(self) -> dict[str, Fraction]:
        """The options that are set. Raises `ValueError` with what to mend."""
        return self.options.settings()

    def choose(self, name: str) -> None:
        """Choose a concept by its name, as a person would."""
        self.choice.setCurrentIndex(self.choice.findData(name))
        self._chosen()

    def show_solution(self, game: NormalForm, solution: Any) -> None:
        """What a concept says of a game."""
        before = self._solution.concept if self._solution is not None and self._game is game else ""
        self._game, self._solution = game, solution
        self._write(told(game, solution, self._sought))
        self._offer_devices()
        scene = None
        for make, paint in PICTURES.get(solution.concept, ()):
            scene = make(game, solution)
            if scene is not None:
                self.picture.use(paint, self.choice.currentText())
                self.picture.show_scene(scene, description=scene.words)
                break
        self._show_picture(scene is not None)
        if solution.concept in MEDIATED and scene is not None:
            if before == solution.concept:
                self._show_device()
            else:
                self._device_chosen()

    def show_working(self, index: int) -> None:
        """Show how an equilibrium, by its index among the Nash equilibria, is worked out."""
        self.choice.setCurrentIndex(self.choice.findData("nash"))
        self._describe()
        self._sought = index
        self.wanted.emit(self.concept)
        self._seek()

    def show_words(self, words: str) -> None:
        """Why there is nothing to say, or not yet."""
        self._game = self._solution = None
        self._write(words)
        self._show_picture(False)
        self._offer_devices()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.choice.currentText()}\n\n{self.text.toPlainText()}")

    # --- the mediator's device --------------------------------------------------------------------------

    def _offer_devices(self) -> None:
        """The distributions that a correlated solution names, where there are any to draw from."""
        mediated = self._solution is not None and self._solution.concept in MEDIATED
        devices = dict(self._solution.details)["distributions"] if mediated else []
        names = [each["what"] for each in devices]
        if names != [self.device.itemText(i) for i in range(self.device.count())]:
            self.device.clear()
            self.device.addItems(names)
        for widget in (self.device, self.draw_button, self.drawn):
            widget.setVisible(bool(names))

    def _chosen_device(self) -> Any:
        return dict(self._solution.details)["distributions"][max(self.device.currentIndex(), 0)]

    def _device_chosen(self) -> None:
        """Another distribution: nothing is drawn from it yet."""
        self._tally, self._lit = {}, None
        self.drawn.setText("The mediator draws a profile and tells each player their own part only.")
        self._show_device()

    def _show_device(self) -> None:
        if self._game is not None and grid.fits(self._game):
            scene = grid.advice(self._game, self._chosen_device(), self._lit)
            self.picture.show_scene(scene, description=scene.words)

    def draw_advice(self) -> None:
        """Draw once from the distribution that is chosen."""
        game = self._game
        if game is None:
            return
        entries = self._chosen_device()["distribution"]
        pick = entries[self._random.choice(len(entries), p=[float(Fraction(each[-1])) for each in entries])]
        at = tuple(player.strategies.index(name) for player, name in zip(game.players, pick))
        self._lit = (at[0], at[1]) if len(at) == 2 else None
        self._tally[at] = self._tally.get(at, 0) + 1
        told_each = "; ".join(f"{player.name}: {name}" for player, name in zip(game.players, pick))
        count = sum(self._tally.values())
        often = ", ".join(f"({', '.join(game.profile_names(at))}) {times}"
                          for at, times in sorted(self._tally.items()))
        self.drawn.setText(f"Told: {told_each}. Drawn {count} times so far: {often}.")
        self._show_device()

    # --- the text -----------------------------------------------------------------------------------------

    def _write(self, text: str) -> None:
        if text != self.text.toPlainText():
            bar = self.text.verticalScrollBar()
            kept = bar.value()
            self.text.setPlainText(text)
            bar.setValue(kept)
            self._seek()

    def _seek(self) -> None:
        """Scroll to the equilibrium that is sought, once it is there."""
        if self._sought < 0:
            return
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if self.text.find(heading(self._sought)):
            self._sought = -1
            self.text.setFocus()
            # the cursor is on the heading; from the end, the lines below it come into view as well
            found = self.text.textCursor()
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            self.text.setTextCursor(found)

    def _chosen(self) -> None:
        self._sought = -1
        self._describe()
        self.text.clear()  # what stands there is of another concept
        self._ask()

    def _ask(self) -> None:
        self.wanted.emit(self.concept)

    def _describe(self) -> None:
        entry = self._entries[self.concept]
        self.summary.setText(entry.summary)
        self.summary.setToolTip(entry.reference)
        self.choice.setItemData(self.choice.currentIndex(), entry.reference, Qt.ItemDataRole.ToolTipRole)
        self.options.offer(entry.options)
        self._show_picture(False)
        for widget in (self.device, self.draw_button, self.drawn):
            widget.hide()


def heading(index: int) -> str:
    """What the working of an equilibrium begins with."""
    return f"Equilibrium {index + 1}."


def _rounded(game: NormalForm, each: Any) -> str:
    """A profile in floating point, to read: four decimals, and what is played less is left out."""
    parts = [f"{player.name}: {mixture(player.strategies, [float(p) for p in strategy])}"
             for player, strategy in zip(game.players, each.profile)]
    return "; ".join(parts) + f"; payoffs {', '.join(f'{float(payoff):.5g}' for payoff in each.payoffs)}"


def told(game: NormalForm, solution: Any, sought: int = -1) -> str:
    """A solution in plain words: what is known of it, its own sentences, its profiles; Nash equilibria
    worked out, that with the index `sought` among them."""
    parts = [solution.message]
    if solution.lines:
        parts.append("\n".join(solution.lines))
    if solution.concept == "nash" and solution.exact:
        start = max(0, min(sought, len(solution.equilibria) - MOST_WORKED))
        for i, each in list(enumerate(solution.equilibria))[start:start + MOST_WORKED]:
            parts.append("\n".join([f"{heading(i)} {as_text(game, each)}", *worked(game, each.profile)]))
        more = len(solution.equilibria) - MOST_WORKED
        if more > 0:
            parts.append(f"and {more:,} more: double-click one in the list to see its working")
        return typeset("\n\n".join(parts))
    shown = solution.equilibria[:MOST]
    profiles = [typeset(as_text(game, each) if solution.exact else _rounded(game, each)) for each in shown]
    if any(line.startswith("Profile 1:") for line in solution.lines):
        profiles = [f"{i}: {text}" for i, text in enumerate(profiles, 1)]
    more = len(solution.equilibria) - MOST
    if more > 0:
        profiles.append(f"and {more:,} more")
    if profiles:
        parts.append("\n".join(profiles))
    return "\n\n".join(parts)
