"""The pictures and the story beside the table, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from playground.app.icons import icon
from playground.app.pictures import best_response, payoff_space
from playground.app.pictures.view import PictureView
from playground.app.theme import LIGHT, Theme
from playground.app.widgets.atlas_panel import AtlasPanel
from playground.app.widgets.concept_panel import ConceptPanel
from playground.app.widgets.map_panel import MapPanel
from playground.app.widgets.payoff_panel import PayoffPanel
from playground.app.widgets.regions_panel import RegionsPanel
from playground.app.widgets.story import Story
from playground.equilibrium import CONCEPTS
from playground.game import NormalForm

if TYPE_CHECKING:
    from playground.files.document import GameDocument

SHORTCUT = "Ctrl+L"  # enlarges the picture
ORDER = ("responses", "regions", "payoffs", "map", "atlas", "concepts", "story")
WAITING = "The picture follows when the game is solved"
MOST_CELLS = 400  # of a game whose payoffs are still worth drawing


class GameSide(QWidget):
    """Tabs "Responses" (2×2 games), "Regions" (others of two, one with 2 or 3 strategies), "Payoffs" (two
    players), "Map" (two players and a parameter), "Atlas" (2×2 games), "Concepts", "Story".
    Only the visible one is computed.
    edit_wanted: the person wants to change the story; concept_wanted(name): a solution concept of the game is
    asked for; enlarge_wanted: the picture shall fill the page, or no longer; line_changed: `line` is another
    one."""

    edit_wanted = Signal()
    concept_wanted = Signal(str)
    enlarge_wanted = Signal()
    line_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)  # where letters are large
        self.tabs.setAccessibleName("Beside the table")
        self.enlarge = QToolButton()
        self.enlarge.setProperty("role", "flat")
        self.enlarge.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to the table
        self.enlarge.clicked.connect(self.enlarge_wanted)
        self.responses = PictureView(best_response.paint, name="Best responses", grows=True)
        self.regions = RegionsPanel()
        self.payoffs = PayoffPanel()
        self.map = MapPanel()
        self.atlas = AtlasPanel()
        self.concepts = ConceptPanel(list(CONCEPTS.values()))
        self.concepts.wanted.connect(self.concept_wanted)
        self.story = Story()
        self.story.edit_wanted.connect(self.edit_wanted)
        for panel in (self.regions, self.map, self.atlas, self.concepts):
            panel.line_changed.connect(self.line_changed)
        self.stack = QStackedWidget()
        for name, title, widget in (("responses", "Responses", self.responses),
                                    ("regions", "Regions", self.regions),
                                    ("payoffs", "Payoffs", self.payoffs), ("map", "Map", self.map),
                                    ("atlas", "Atlas", self.atlas),
                                    ("concepts", "Concepts", self.concepts), ("story", "Story", self.story)):
            index = self.tabs.addTab(title)
            self.tabs.setTabData(index, name)
            self.stack.addWidget(widget)
        self.tabs.currentChanged.connect(self._tab_changed)
        self._game: NormalForm | None = None
        self._solution: Any = None
        self._wanted = "responses"  # what the person looked at last, where the game has it
        self._fitting = False
        self._enlarged = False
        self._theme = LIGHT
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.enlarge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.stack, 1)

    def set_theme(self, theme: Theme) -> None:
        self.responses.set_theme(theme)
        self.regions.set_theme(theme)
        self.payoffs.set_theme(theme)
        self.map.set_theme(theme)
        self.atlas.set_theme(theme)
        self.concepts.set_theme(theme)
        self._theme = theme
        self._show_button()

    def set_enlarged(self, enlarged: bool) -> None:
        """What the button offers: to make the picture larger, or small again."""
        self._enlarged = enlarged
        self._show_button()

    def _show_button(self) -> None:
        size = round(self.fontMetrics().height() * 1.1)
        words = "Show the picture beside the table" if self._enlarged else "Enlarge the picture"
        self.enlarge.setIconSize(QSize(size, size))
        self.enlarge.setIcon(icon("shrink" if self._enlarged else "enlarge", self._theme.muted, size))
        self.enlarge.setAccessibleName(words)
        self.enlarge.setToolTip(f"{words} ({SHORTCUT})")

    def set_presenting(self, presenting: bool) -> None:
        """Without what one chooses with, for an audience."""
        for panel in (self.regions, self.payoffs, self.map, self.atlas, self.concepts, self.story):
            panel.set_presenting(presenting)

    @property
    def line(self) -> str:
        """What the visible picture shows, in one line, where that is not just the equilibria."""
        panel = self.stack.currentWidget()
        return panel.line if isinstance(panel, (RegionsPanel, MapPanel, AtlasPanel, ConceptPanel)) else ""

    @property
    def current(self) -> str:
        """Which tab is seen: a name of `ORDER`."""
        return str(self.tabs.tabData(self.tabs.currentIndex()))

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the game that is shown; empty before the first."""
        return self._game.shape if self._game is not None else ()

    def show_tab(self, name: str) -> None:
        self.tabs.setCurrentIndex(ORDER.index(name))

    def show_document(self, state: GameDocument) -> None:
        self.story.show_document(state)

    def show_result(self, game: NormalForm, solution: Any) -> None:
        """Show a game and its equilibria; `solution` None: not known."""
        self._game, self._solution = game, solution
        drawn = payoff_space.fits(game) and game.shape[0] * game.shape[1] <= MOST_CELLS
        fits = {"responses": best_response.fits(game), "regions": RegionsPanel.fits(game), "payoffs": drawn,
                "map": MapPanel.fits(game), "atlas": AtlasPanel.fits(game), "concepts": True, "story": True}
        self._fitting = True
        for index, name in enumerate(ORDER):
            if self.tabs.isTabVisible(index) != fits[name]:  # a call that changes nothing stops Qt's layout
                self.tabs.setTabVisible(index, fits[name])
        wanted = self._wanted if fits[self._wanted] else next(name for name in ORDER if fits[name])
        self.tabs.setCurrentIndex(ORDER.index(wanted))
        self._fitting = False
        self.stack.setCurrentIndex(self.tabs.currentIndex())
        self._draw()
        self.line_changed.emit()

    def _tab_changed(self, index: int) -> None:
        if not self._fitting:
            self._wanted = self.current
            self.stack.setCurrentIndex(index)
            self._draw()
            self.line_changed.emit()

    def _draw(self) -> None:
        if self.current == "responses":
            if self._game is None or self._solution is None:
                self.responses.show_scene(None, WAITING)
            else:
                scene = best_response.scene(self._game, self._solution)
                self.responses.show_scene(scene, description=scene.words)
        elif self.current == "regions" and self._game is not None:
            self.regions.show_game(self._game, self._solution)
        elif self.current == "payoffs":
            if self._game is None or self._solution is None:
                self.payoffs.show_words(WAITING)
            else:
                self.payoffs.show_result(self._game, self._solution)
        elif self.current == "map" and self._game is not None:
            self.map.show_game(self._game)
        elif self.current == "atlas" and self._game is not None:
            self.atlas.show_game(self._game)
        elif self.current == "concepts":
            self.concept_wanted.emit(self.concepts.concept)
