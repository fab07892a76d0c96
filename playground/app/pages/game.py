"""The Game page: the payoff table, and beside it, live, what follows from it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from playground import equilibrium
from playground.app.pages.game_actions import game_actions
from playground.app.pages.page import Page
from playground.app.widgets.equilibrium_list import EquilibriumList
from playground.app.widgets.game_editing import GameEditing
from playground.app.widgets.game_side import GameSide
from playground.app.widgets.label import Label, set_role
from playground.app.widgets.other_players import OtherPlayers
from playground.app.widgets.parameters import ParameterPanel
from playground.app.widgets.payoff_table import PayoffTable
from playground.app.widgets.payoff_table_layout import is_bimatrix
from playground.app.widgets.payoff_table_model import Spot, TableModel
from playground.app.widgets.response_drag import ResponseDrag
from playground.game import NormalForm
from playground.game.classify import classify, disagrees

if TYPE_CHECKING:
    from playground.app.actions import Action
    from playground.app.context import Context
    from playground.app.theme import Theme

KEY = "game-equilibria"
COMPONENTS = "game-components"
CONCEPT = "game-concept"
MIXED = "game-mixed"
SO_FAR = "game-so-far"
MAP = "game-map"
LOOKING = "Mixed ones are being looked for …"
TINY = 18  # payoffs up to which any concept is computed in the same event
MOST_DESCRIBED = 300  # equilibria whose components are described
FEW = 12  # equilibria whose components are described at once
MOST_SIGNS = 44  # of formulas side by side, beyond which values are shown
SMALL = 5  # strategies a player up to which two-player games are always solved in the same event
QUICK = 64  # cells up to which they are, while solving stays below…
PATIENCE = 0.012  # …seconds
DOMINATED = "game-dominated"
MODERATE = 400  # payoffs up to which dominated strategies are found in the same event
MANY = 4000  # payoffs from which games of other numbers of players go to a worker
STRIP_FROM = 24  # font heights of a page from which the table fits beside an enlarged picture
LEAST = 7  # font heights of an enlarged picture in a low window
MOST_PIXELS = 16777215  # Qt's: no greatest height
NARROW = 46  # font heights below which the column beside the table moves below it


class GamePage(Page):
    name = "game"
    title = "Game"
    icon = "game"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.document = context.document
        self.dim = False
        self.arrows = False
        self.formulas: bool | None = None  # None: where there is room
        self.method = "exact"
        self._last_seconds = 0.0
        self.enlarged = False  # the picture, which then has the table beside it
        self.presenting = False
        self._before: tuple[list[int], list[int]] | None = None  # where the splitters were when it was not
        self._told = ""  # of the equilibria, in one line
        self._so_far = ""  # what is known while the rest is being computed
        self._asked: tuple[NormalForm, str] | None = None  # what is solved, or being solved
        self._showing = False
        self._best: Any = None
        self._dominated: dict[tuple[int, int], str] = {}
        self._build(context)
        self.document.selection_changed.connect(self._selection_changed)
        context.live.busy.connect(self._busy)
        self.set_theme(context.theme)

    def _build(self, context: Context) -> None:
        self.editing = GameEditing(self.document, context.window.say)
        self.kind = Label()
        self.kind.setWordWrap(True)
        self.kind.setProperty("role", "muted")
        self.kind.setAccessibleName("What the numbers are")
        self.others = OtherPlayers(self.editing)
        self.others.chosen.connect(self._other_chosen)
        self.table = PayoffTable(self.editing, self._model())
        self.table.cursor_moved.connect(self._cursor_moved)
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setAccessibleName("About the selected cell")
        self.board = QWidget()
        board = QVBoxLayout(self.board)
        board.setContentsMargins(0, 0, 0, 0)
        self.legend = Label("underlined: best response   ●  equilibrium")
        self.legend.setProperty("role", "muted")
        self.legend.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        top = QHBoxLayout()
        top.addWidget(self.kind, 1)
        top.addWidget(self.legend)
        board.addLayout(top)
        board.addWidget(self.others)
        board.addWidget(self.table, 1)
        self.sentence.setParent(self.board)  # just under the table, wherever that ends
        self.table.arranged.connect(self._place_sentence)
        self.parameters = ParameterPanel(self.editing)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.board, 1)
        column.addWidget(self.parameters)
        self.equilibria = EquilibriumList([(entry.name, entry.title, entry.summary)
                                           for entry in equilibrium.METHODS.values()])
        self.equilibria.chosen.connect(self._equilibrium_chosen)
        self.equilibria.working_wanted.connect(self.show_working)
        self.equilibria.method_changed.connect(self._set_method)
        self.equilibria.cancelled.connect(self._stop)
        self.side = GameSide()
        ResponseDrag(self.side.responses, self.editing)
        self.side.edit_wanted.connect(self.edit_story)
        self.side.concept_wanted.connect(self._ask_concept)
        self.side.map.wanted.connect(self._ask_map)
        self.side.payoffs.wanted.connect(self._ask_layer)
        self.side.map.jumped.connect(self.editing.set_parameters)
        self.side.atlas.wanted.connect(self.editing.go_to)
        self.side.enlarge_wanted.connect(self.set_enlarged)
        self.side.line_changed.connect(self._line_changed)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setChildrenCollapsible(False)
        right.addWidget(self.equilibria)
        right.addWidget(self.side)
        right.setStretchFactor(0, 4)
        right.setStretchFactor(1, 5)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.left, self.right = left, right
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        self._inner = QVBoxLayout(inner)
        self._inner.addWidget(self.splitter)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusProxy(self.table)

    # --- what is shown ------------------------------------------------------------------------------

    @property
    def game(self) -> NormalForm:
        return self.document.game

    def _selected(self) -> tuple[int, ...]:
        """The selected cell. While the document changes it may still be one of the game before."""
        given = (*self.document.selected, *[0] * self.game.n_players)
        return tuple(min(i, size - 1) for i, size in zip(given, self.game.shape))

    def refresh(self) -> None:
        self._showing = True
        game = self.game
        self._best = np.stack([equilibrium.best_responses(game, k) for k in range(game.n_players)])
        self._find_dominated()
        self.others.show_game(game, self._selected())
        self.parameters.show_game(game)
        self._show_kind()
        if self.side.shape != game.shape:
            self.side.show_result(game, None)
        self._solve()
        self._showing = False
        self._show_table()
        self._show_sentence()
        self.side.show_document(self.document.state)

    def set_theme(self, theme: Theme) -> None:
        for widget in (self.table, self.others, self.equilibria, self.side):
            widget.set_theme(theme)
        self.setStyleSheet(f'QLabel[role="warning"] {{ color: {theme.warning}; }}')
        self._fit()

    def _model(self) -> TableModel:
        game = self.game
        formulas = self._has_short_formulas() if self.formulas is None else self.formulas
        return TableModel(game, self._selected()[2:], self._best, self._dominated, self.dim,
                          self._highlight(), formulas, self.arrows)

    def _has_short_formulas(self) -> bool:
        """Whether the table has room for what payoffs are made of."""
        game = self.game
        if self.enlarged or not is_bimatrix(game.shape):
            return False
        longest = [max(len(str(cell)) for cell in column.flat) for column in np.moveaxis(game.cells, 2, 0)]
        return sum(longest) <= MOST_SIGNS

    def _highlight(self) -> Any:
        chosen = self.equilibria.chosen_equilibrium() if hasattr(self, "equilibria") else None
        if chosen is None or chosen.kind == "pure" or not _fits(chosen, self.game):
            return None
        return chosen.profile

    def _show_table(self) -> None:
        self.table.show_model(self._model())
        self._follow_selection()

    def _show_kind(self) -> None:
        found = classify(self.game)
        warning = disagrees(self.document.state.title, self.game)
        self.kind.setText(f"⚠ {warning}" if warning else found.sentence if found else "")
        set_role(self.kind, "warning" if warning else "muted")

    def _show_sentence(self) -> None:
        drafts = self.game.drafts
        if drafts:
            cursor, profile = self.table.cursor, self._selected()
            here = [d for d in drafts if d[1] == profile
                    and (cursor.kind != "payoff" or d[0] == cursor.player)]
            player, at, draft = (here or drafts)[0]
            where = f"{self.game.players[player].name} at {', '.join(self.game.profile_names(at))}"
            more = f" ({len(drafts) - 1} more unfinished)" if len(drafts) > 1 else ""
            first = "" if here else f"{equilibrium.explain(self.game, profile)}\n"
            self.sentence.setText(f"{first}⚠ {where}: {draft.problem}. "
                                  f"Until it is mended, {draft.last} counts.{more}")
            set_role(self.sentence, "muted" if self.table.editing is not None and here else "danger")
            return
        set_role(self.sentence, "")
        profile = self._selected()
        told = equilibrium.explain(self.game, profile)
        if self.table.cursor.kind != "payoff":  # then no cell is framed
            told = f"{', '.join(self.game.profile_names(profile))}: {told}"
        self.sentence.setText(told)

    # --- solving ------------------------------------------------------------------------------------

    def is_quick(self) -> bool:
        """Whether the game is solved in the same event."""
        game = self.game
        if self.method != "exact":
            return False
        if game.n_players != 2:
            return game.cells.size <= MANY
        if max(game.shape) <= SMALL:
            return True
        return game.shape[0] * game.shape[1] <= QUICK and self._last_seconds < PATIENCE

    def _solve(self) -> None:
        game, revision = self.game, self.document.revision
        if self._asked is not None and self._asked[0] is game and self._asked[1] == self.method:
            return
        self.equilibria.offer(equilibrium.methods_for(game))
        self._asked = (game, self.method)
        # With three and more players the pure ones are there at once; all that is found follows.
        concept = "pure" if game.n_players > 2 and self.method == "exact" else "nash"
        self.context.live.cancel(SO_FAR)
        self.context.live.request(KEY, revision, equilibrium.solve, game, concept, self.method,
                                  done=partial(self._solved, game), failed=self._failed,
                                  told=self._progressed, cheap=self.is_quick())

    def _solved(self, game: NormalForm, solution: Any) -> None:
        self._last_seconds = solution.seconds
        self.context.live.cancel(SO_FAR)
        refreshing, self._showing = self._showing, True
        self.equilibria.show_solution(game, solution)
        self._showing = refreshing
        self.side.show_result(game, solution)
        self._tell(equilibrium.summary(game, solution))
        self._describe(game, solution)
        if solution.concept == "pure":
            self.equilibria.show_progress(f"{solution.message} {LOOKING}")
            self.context.live.request(MIXED, self.document.revision, equilibrium.solve, game,
                                      done=partial(self._found_mixed, game),
                                      failed=self.equilibria.show_progress, told=self._mixed_progressed)
        else:
            self.context.live.cancel(MIXED)
        if not refreshing:
            self._show_table()

    def _found_mixed(self, game: NormalForm, solution: Any) -> None:
        """The pure equilibria of three and more players are there already; now all that a search found."""
        self.equilibria.show_solution(game, solution)
        self.side.show_result(game, solution)
        self._tell(equilibrium.summary(game, solution))
        self._describe(game, solution)

    def _progressed(self, done: float | None, text: str) -> None:
        self.equilibria.show_progress(f"{self._so_far} {_how_far(done, text)}")

    def _mixed_progressed(self, done: float | None, text: str) -> None:
        self.equilibria.show_progress(f"{LOOKING} {_how_far(done, text)}")

    def _concept_progressed(self, done: float | None, text: str) -> None:
        self.side.concepts.show_words(f"Being computed … {_how_far(done, text)}")

    def _found_first(self, game: NormalForm, solution: Any) -> None:
        """What is known while the rest is looked for."""
        self._so_far = f"Solving… {solution.message}"
        self.equilibria.show_progress(self._so_far)
        self._showing = True
        self.equilibria.show_so_far(game, solution)
        self._showing = False
        self._show_table()

    def show_working(self, index: int = -1) -> None:
        """Show how an equilibrium is worked out: by its index, or the chosen one, or the first."""
        if index < 0:
            index = max(self.equilibria.chosen_index(), 0)
        self.side.show_tab("concepts")
        self.side.concepts.show_working(index)

    def _ask_concept(self, name: str) -> None:
        """Ask what another solution concept says of the game."""
        game, panel = self.game, self.side.concepts
        if name == "nash":  # by the method that the list beside uses, which is there already
            if self.equilibria.game is not game:  # not solved, or not yet
                panel.show_words(self.equilibria.note.text())
            else:
                panel.show_solution(game, self.equilibria.solution)
            return
        try:
            options = panel.settings()
        except ValueError as problem:
            self.context.live.cancel(CONCEPT)
            panel.show_words(str(problem))
            return
        call = partial(equilibrium.solve, options=options)
        self.context.live.request(CONCEPT, self.document.revision, call, game, name,
                                  done=partial(panel.show_solution, game), failed=panel.show_words,
                                  told=self._concept_progressed, cheap=game.cells.size <= TINY)

    def _ask_layer(self, game: NormalForm, concept: str) -> None:
        """Ask what a concept says, to lay it over the picture of payoffs."""
        show = partial(self.side.payoffs.show_layer, game, concept)
        self.context.live.request(f"game-layer-{concept}", self.document.revision, equilibrium.solve, game,
                                  concept, done=show, failed=lambda _message: show(None),
                                  cheap=game.cells.size <= TINY)

    def _ask_map(self, game: NormalForm, names: Any, ranges: Any) -> None:
        """Ask for the equilibrium map of one parameter, or of two."""
        panel = self.side.map
        make = equilibrium.parameter_map if len(names) == 1 else equilibrium.region_map
        spans = ranges[0] if len(names) == 1 else ranges
        self.context.live.request(MAP, self.document.revision, make, game, *names, *spans,
                                  done=partial(panel.show_map, panel.asked), failed=panel.show_words,
                                  told=lambda done, text: panel.show_words(f"{_how_far(done, text)} …"),
                                  cheap=game.shape == (2, 2) and len(names) == 1)

    def _describe(self, game: NormalForm, solution: Any) -> None:
        """Ask what the components are like, where there is more to say than that they are points."""
        size = len(solution.equilibria)
        if (game.n_players != 2 or not solution.complete or size > MOST_DESCRIBED
                or all(len(members) == 1 for members in solution.components)):
            self.context.live.cancel(COMPONENTS)
            return
        self.context.live.request(COMPONENTS, self.document.revision, equilibrium.components_of, game,
                                  solution, done=partial(self.equilibria.show_components, solution),
                                  cheap=size <= FEW and game.cells.size <= MODERATE)

    def _failed(self, message: str) -> None:
        self.equilibria.show_nothing(message)
        self.side.show_result(self.game, None)
        self._tell(message)

    def _busy(self, key: str) -> None:
        if key == MAP:
            self.side.map.show_words("Being computed …")
        if key == CONCEPT:
            self.side.concepts.show_words("Being computed …")
        if key == MIXED:
            self.equilibria.stop.show()
        if key == KEY:
            self._tell("Solving…")
            self._so_far = "Solving… Pure equilibria are marked in the table already."
            self.equilibria.show_waiting(self._so_far)
            if self.game.n_players == 2:
                self.context.live.request(SO_FAR, self.document.revision, equilibrium.first_equilibria,
                                          self.game, done=partial(self._found_first, self.game),
                                          failed=lambda _message: None)

    def _stop(self) -> None:
        if self.context.live.is_busy(MIXED):  # the pure ones stay
            self.context.live.cancel(MIXED)
            self.equilibria.stop.hide()
            self.equilibria.show_progress("All pure equilibria. The search for mixed ones was cancelled; any "
                                          "change to the game starts it again.")
            return
        self.context.live.cancel(KEY)
        self.context.live.cancel(SO_FAR)
        self._asked = None
        self._tell("Solving was cancelled; any change to the game starts it again.")
        self.equilibria.show_nothing(self._told)

    def _set_method(self, method: str) -> None:
        self.method = method
        self._solve()

    # --- selection ----------------------------------------------------------------------------------

    def _cursor_moved(self) -> None:
        cursor = self.table.cursor
        if cursor.kind == "payoff":
            self.document.select(self.table.model.profile(cursor.row, cursor.column))
        self._show_sentence()

    def _selection_changed(self) -> None:
        if not self.isVisible() or self.table.model.game is not self.game:
            return  # the document is about to be shown anew
        self.others.show_game(self.game, self.document.selected)
        if self.table.model.others != self.document.selected[2:]:
            self._show_table()
        self._follow_selection()
        self._show_sentence()

    def _follow_selection(self) -> None:
        """The table's cursor goes to the selected cell, unless it is on a name."""
        cursor, selected = self.table.cursor, self._selected()
        row, column = selected[0], selected[1] if len(selected) > 1 else 0
        if cursor.kind == "payoff" and (cursor.row, cursor.column) != (row, column):
            self.table.set_cursor(Spot("payoff", cursor.player, row, column))

    def _other_chosen(self, player: int, strategy: int) -> None:
        selected = list(self.document.selected)
        selected[player] = strategy
        self.document.select(tuple(selected))

    def _equilibrium_chosen(self) -> None:
        if self._showing:
            return
        chosen = self.equilibria.chosen_equilibrium()
        if chosen is not None and chosen.kind == "pure" and _fits(chosen, self.game):
            self.document.select(tuple(support[0] for support in chosen.profile.supports))
        self._show_table()

    # --- what can be done ---------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        return game_actions(self)

    def presentation(self) -> QWidget:
        return self.side.stack if self.enlarged else self.board

    def set_presenting(self, presenting: bool) -> None:
        self.presenting = presenting
        self.table.set_presenting(presenting)
        self.side.set_presenting(presenting)
        self._line_changed()

    def _tell(self, told: str) -> None:
        self._told = told
        self._line_changed()

    def _line_changed(self) -> None:
        """A picture that is presented has a line of its own."""
        own = self.side.line if self.presenting and self.enlarged else ""
        self.headline = own or self._told

    def set_enlarged(self) -> None:
        """Let the picture fill the page, with a small table beside it, or no longer."""
        self.context.window.presentation.rearrange(self, self._enlarge)

    def _enlarge(self) -> None:
        self.enlarged = not self.enlarged
        if self.enlarged:
            self._before = self.splitter.sizes(), self.right.sizes()
        self.side.set_enlarged(self.enlarged)
        self.equilibria.setVisible(not self.enlarged)
        self.legend.setVisible(not self.enlarged)
        self.parameters.set_compact(self.enlarged)
        self.table.set_small(self.enlarged)
        self._fit()
        self._show_table()
        if not self.enlarged and self._before is not None:
            whole, right = self._before
            self.splitter.setSizes(whole)
            self.right.setSizes(right)
        self._line_changed()

    def set_dim(self) -> None:
        """Dim dominated strategies, or no longer."""
        self.dim = not self.dim
        self._find_dominated(tell=True)
        self._show_table()

    def set_arrows(self) -> None:
        """Show who would move where, or no longer."""
        self.arrows = not self.arrows
        self._show_table()

    def _find_dominated(self, tell: bool = False) -> None:
        """Ask which strategies are dominated, if they shall be dim. `tell`: say it when there are none."""
        self._dominated = {}
        if not self.dim:
            self.context.live.cancel(DOMINATED)
            return
        game = self.game
        self.context.live.request(DOMINATED, self.document.revision, dominated_words, game,
                                  done=partial(self._dominated_found, game, tell),
                                  cheap=game.cells.size <= MODERATE)

    def _dominated_found(self, game: NormalForm, tell: bool, found: dict[tuple[int, int], str]) -> None:
        if game is self.game:
            self._dominated = found
            if not self._showing:
                self._show_table()
            if tell and not found:
                self.context.window.say("No strategy is dominated in this game")

    def set_formulas(self) -> None:
        """Show the formulas of payoffs, or their values alone."""
        self.formulas = not self.table.model.formulas
        self._show_table()

    def edit_story(self) -> None:
        """Ask for title, story and what else there is in words."""
        from playground.app.dialogs import DetailsDialog

        DetailsDialog(self.context.window).exec()

    # --- size ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _place_sentence(self) -> None:
        line = self.fontMetrics().height()
        top = self.table.y() + self.table.foot + line // 3
        self.sentence.setGeometry(0, top, self.board.width(), line * self._sentence_lines)

    @property
    def _sentence_lines(self) -> int:
        """Kept for the words below the table, which is narrow beside an enlarged picture."""
        return 5 if self.enlarged else 3

    def _fit(self) -> None:
        """Sizes in font heights; in a narrow page the column goes below the table, enlarged above it."""
        line = self.fontMetrics().height()
        narrow = self.width() < NARROW * line
        if self.enlarged:
            narrow = narrow and (self.width() < STRIP_FROM * line or self.width() < self.height())
        margin = round(line * 1.4)
        self._inner.setContentsMargins(margin, round(line * 0.3), margin, round(line * 0.8))
        self.splitter.insertWidget(0 if self.enlarged and narrow else 1, self.right)
        self.splitter.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(round(line * 1.2))
        self.right.setHandleWidth(round(line * 0.8))
        self.kind.setMinimumHeight(line)
        layout = self.board.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, round(line * (self._sentence_lines + 0.4)))
        self._place_sentence()
        self.equilibria.setMinimumSize(QSize(line * 12, line * 8))
        view = self.height() - round(line * 1.6)
        # In a narrow page the table keeps the whole view, and what follows from it is below, each as high.
        high = max(self.height() - line, round(line * 17.5)) if narrow else line * 15
        if self.enlarged:  # the picture keeps the view, whatever is in the strip beside or below
            high = max(min(view, self.width()) if narrow else view, line * LEAST)
        self.side.setMinimumSize(QSize(line * 12, high))
        self.right.setMaximumHeight(high if self.enlarged else MOST_PIXELS)
        self.table.setMinimumSize(QSize(line * 8, line * 6) if self.enlarged else QSize(0, 0))
        self.board.setMinimumHeight(max(0, view) if narrow and not self.enlarged else 0)
        if self.enlarged and not narrow:
            strip = round(min(max(line * 10, self.width() * 0.3), line * 30))
            self.splitter.setSizes([strip, max(1, self.width() - strip)])
        elif not narrow:
            wide = round(min(max(line * 19, self.width() * 0.37), line * 30))
            self.splitter.setSizes([max(1, self.width() - wide), wide])


def _how_far(done: float | None, text: str) -> str:
    return text if done is None else f"{done:.0%}, {text}"


def _fits(found: Any, game: NormalForm) -> bool:
    """Whether an equilibrium is one of a game of this shape."""
    return tuple(map(len, found.profile)) == game.shape


def dominated_words(game: NormalForm) -> dict[tuple[int, int], str]:
    """Of each dominated strategy, by what."""
    found = {}
    for domination in equilibrium.dominated(game):
        names = game.players[domination.player].strategies
        by = " + ".join(names[i] if p == 1 else f"{p} {names[i]}" for i, p in enumerate(domination.by) if p)
        how = "Strictly" if domination.strict else "Weakly"
        found[(domination.player, domination.strategy)] = f"{how} dominated by {by}"
    return found
