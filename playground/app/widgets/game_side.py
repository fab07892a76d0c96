"""The pictures and the story beside the table, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from playground.app.pictures import best_response, payoff_space
from playground.app.pictures.view import PictureView
from playground.app.widgets.atlas_panel import AtlasPanel
from playground.app.widgets.concept_panel import ConceptPanel
from playground.app.widgets.map_panel import MapPanel
from playground.app.widgets.payoff_panel import PayoffPanel
from playground.app.widgets.regions_panel import RegionsPanel
from playground.app.widgets.story import Story
from playground.equilibrium import CONCEPTS
from playground.game import NormalForm

if TYPE_CHECKING:
    from playground.app.theme import Theme
    from playground.files.document import GameDocument

ORDER = ("responses", "regions", "payoffs", "map", "atlas", "concepts", "story")
WAITING = "The picture follows when the game is solved"
MOST_CELLS = 400  # of a game whose payoffs are still worth drawing


class GameSide(QWidget):
    """Tabs "Responses" (2×2 games), "Regions" (others of two, one with 2 or 3 strategies), "Payoffs" (two
    players), "Map" (two players and a parameter), "Atlas" (2×2 games), "Concepts", "Story".
    Only the visible one is computed.
    edit_wanted: the person wants to change the story; concept_wanted(name): a solution concept of the game is
    asked for."""

    edit_wanted = Signal()
    concept_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)  # where letters are large
        self.tabs.setAccessibleName("Beside the table")
        self.responses = PictureView(best_response.paint, name="Best responses")
        self.regions = RegionsPanel()
        self.payoffs = PayoffPanel()
        self.map = MapPanel()
        self.atlas = AtlasPanel()
        self.concepts = ConceptPanel(list(CONCEPTS.values()))
        self.concepts.wanted.connect(self.concept_wanted)
        self.story = Story()
        self.story.edit_wanted.connect(self.edit_wanted)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)

    def set_theme(self, theme: Theme) -> None:
        self.responses.set_theme(theme)
        self.regions.set_theme(theme)
        self.payoffs.set_theme(theme)
        self.map.set_theme(theme)
        self.atlas.set_theme(theme)
        self.concepts.set_theme(theme)

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

    def _tab_changed(self, index: int) -> None:
        if not self._fitting:
            self._wanted = self.current
            self.stack.setCurrentIndex(index)
            self._draw()

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
