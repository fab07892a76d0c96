"""The Practice page: a game to solve by hand, each step checked as it is made."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.app.actions import Action
from playground.app.context import Context
from playground.app.pages.page import Page
from playground.app.pages.practice_exam import OWN, ExamMaker
from playground.app.theme import Theme
from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.label import Label, set_role
from playground.app.widgets.mixture_entry import MixtureEntry
from playground.app.widgets.practice_table import PracticeTable
from playground.app.widgets.reading import Reading
from playground.arena import fresh_seed
from playground.equilibrium.words import mixture, typeset
from playground.files.document import GameDocument
from playground.game import NormalForm
from playground.practice import TITLES, WISHES, Exercise, Feedback, find
from playground.problem import InputError

KEY = "practice"
ATTEMPTS = 4  # seeds
SMALL = NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])  # until another one is found
NARROW = 44  # lines of text: a page less wide has its choices below
LOW = 26  # one less high leaves out what can be seen elsewhere, so that the game and its buttons fit


class PracticePage(Page):
    """Shows one exercise: the document's own game, or one that is found for a level."""

    name = "practice"
    title = "Practice"
    icon = "practice"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._opened: NormalForm | None = None  # the document's game when it was last taken
        self._entry_of: Exercise | None = None  # whose strategies the fields are for
        self._notice = ""  # why the next game is not the one that was asked for
        self._solution: tuple[str, ...] = ()  # as far as it was asked for
        self._low = False
        game = context.document.game
        self.exercise = Exercise(SMALL if _problem(game) else game)
        self.exam = ExamMaker(self)
        self._build()
        self._show("")

    # --- the page's parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        unit = self.fontMetrics().height()
        self.steps = {step: Label() for step in TITLES}
        self._steps = QWidget()
        flow = FlowLayout(self._steps, spacing=round(unit * 1.2))
        for label in self.steps.values():
            flow.addWidget(label)
        self.task = Label()
        self.task.setProperty("role", "subtitle")
        self.task.setWordWrap(True)
        self.table = PracticeTable(self.exercise)
        self.table.picked.connect(self._picked)
        self.entry = MixtureEntry()
        self.entry.given.connect(self._mixture_given)
        self.feedback = Label()
        self.feedback.setWordWrap(True)
        self.feedback.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.feedback.setAccessibleName("What there is to say about the step")
        self.done_button = QPushButton()
        self.done_button.clicked.connect(self.say_done)
        self.hint_button = QPushButton("Hint")
        self.hint_button.clicked.connect(self.show_hint)
        self.solution_button = QPushButton("Show solution")
        self.solution_button.clicked.connect(self.show_solution)
        self.next_button = QPushButton("Another game")
        self.next_button.clicked.connect(self.another)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.done_button, self.hint_button, self.solution_button, self.next_button):
            flow.addWidget(button)
        self.stage = QWidget()
        column = QVBoxLayout(self.stage)
        column.setSpacing(unit // 2)
        for widget, stretch in ((self._steps, 0), (self.task, 0), (self.table, 1), (self.feedback, 0),
                                (self.entry, 0), (buttons, 0)):
            column.addWidget(widget, stretch)
        body = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.stage, 1)
        self._row.addWidget(self._build_side(unit))
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self.setFocusProxy(self.table)
        self.set_theme(self.context.theme)

    def _build_side(self, unit: int) -> QWidget:
        title = Label("Which game")
        title.setProperty("role", "subtitle")
        self.level = QComboBox()
        self.level.setAccessibleName("Which game to practise with")
        self.level.addItem("The open game", OWN)
        for entry in WISHES.values():
            self.level.addItem(entry.title, entry.name)
        self.level.activated.connect(self.another)
        self.about = Label()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.found = Reading("What has been found")
        self.found.setFrameShape(QFrame.Shape.NoFrame)
        self.found.setPlaceholderText("What you find is listed here.")
        self.open_button = QPushButton("Open in a new window")
        self.open_button.setToolTip("This game with all its equilibria, pictures and matches")
        self.open_button.clicked.connect(self.open_game)
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(unit // 2, unit // 2, round(unit * 1.2), unit)
        for widget in (title, self.level, self.about):
            column.addWidget(widget)
        column.addWidget(self.found, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.open_button)
        column.addLayout(line)
        return self._side

    @property
    def heading(self) -> str:
        """What stands above the page: the document's title only where its game is the exercise."""
        return "" if self.level.currentData() == OWN else "Practice"

    # --- what the window asks --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Another game was opened, or the open one was changed, while it is the one to practise with."""
        game = self.context.document.game
        if game is self._opened:
            return
        first, self._opened = self._opened is None, game
        if first:
            self.choose(next(iter(WISHES)) if _problem(game) else OWN)
        elif self.level.currentData() == OWN:
            begun = self.exercise.crossed or self.exercise.underlined or self.exercise.step != "dominance"
            self._own()
            if begun and self.exercise.game is game:
                self._say("The game was changed: this is the new one, from the beginning.", "muted")

    def set_theme(self, theme: Theme) -> None:
        self.table.set_theme(theme)
        self.entry.set_theme(theme)
        self.setStyleSheet('QLabel[role="strong"] { font-weight: 600; }'
                           f'QLabel[role="good"] {{ color: {theme.good}; }}'
                           f'QLabel[role="step"] {{ color: {theme.accent}; font-weight: 600; }}')

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self._fit()

    def _fit(self) -> None:
        """Sizes that follow the letters; the choices below the table where the page is narrow."""
        unit = self.fontMetrics().height()
        narrow = self.width() < NARROW * unit
        low = self._low = self.height() < LOW * unit
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else
                               QBoxLayout.Direction.LeftToRight)
        self._side.setFixedWidth(self.width() - unit if narrow else max(round(self.width() * 0.3), unit * 15))
        self.found.setMinimumHeight(unit * 8)
        self._steps.setVisible(not low)
        set_role(self.task, "strong" if low else "subtitle")
        self.feedback.setMinimumHeight(self.feedback.fontMetrics().lineSpacing() * (1 if low else 2))
        self.entry.set_compact(low)
        self.table.setMinimumHeight(unit * (6 if low else 9))
        layout = self.stage.layout()
        if layout is not None:
            layout.setContentsMargins(round(unit * 1.4), unit // 2, unit, unit // 2 if low else unit)
        self._name_buttons()
        # Where the choices are below, the game has the whole view.
        self.stage.setMinimumHeight(self.height() if narrow else 0)

    def actions(self) -> list[Action]:  # type: ignore[override]
        return [
            Action("hint", "Hint", "Practice", self.show_hint, "Ctrl+H",
                   enabled=lambda: bool(self.exercise.step)),
            Action("done", "There Is No More", "Practice", self.say_done, "Ctrl+Return",
                   "The step is done", enabled=lambda: self.exercise.step not in ("", "best")),
            Action("solution", "Show Solution", "Practice", self.show_solution),
            Action("own", "Practise with the Open Game", "Practice", self.practise_open, section="game",
                   enabled=lambda: not _problem(self.context.document.game)),
            Action("another", "Another Game", "Practice", self.another, "Ctrl+R", section="game"),
            Action("open", "Open in a New Window", "Practice", self.open_game, section="game"),
            Action("exam", "Save Exam…", "Practice", self.exam.ask, tip="A sheet of such games and its "
                   "solutions, as PDF or LaTeX", section="exam"),
        ]

    # --- which game --------------------------------------------------------------------------------------

    def practise_open(self) -> None:
        """Begin anew with the document's game."""
        self.choose(OWN)

    def choose(self, level: str) -> None:
        """Choose a level: `OWN` or the name of a wish."""
        self.level.setCurrentIndex(self.level.findData(level))
        self.another()

    def another(self) -> None:
        """Another game of the chosen level; the open one from the beginning."""
        level = str(self.level.currentData())
        if level == OWN:
            self._own()
            return
        self.about.setText(WISHES[level].summary)
        self.context.live.request(KEY, self.context.document.revision, some_game, level, fresh_seed(),
                                  done=self._begin, failed=self._failed)

    def _own(self) -> None:
        self.context.live.cancel(KEY)
        game = self.context.document.game
        self.about.setText(self.context.document.state.title)
        problem = _problem(game)
        if problem:
            self._notice = f"{problem[:1].upper()}{problem[1:]}; here is another game."
            self.choose(next(iter(WISHES)))
        else:
            self._begin(game)

    def _begin(self, game: NormalForm) -> None:
        self.exercise = Exercise(game)
        self._solution = ()
        self._show(self._notice, "danger")
        self._notice = ""
        self.headline_changed.emit(self.headline)  # the heading may be another one

    def _failed(self, message: str) -> None:
        self._say(f"No game was found for this level: {message}. Choose another one.", "danger")

    def open_game(self) -> None:
        """The exercise's game in a window of its own."""
        self.context.window.application.new_window(GameDocument(self.exercise.game, "Practice game"),
                                                   modified=True)

    # --- what the person does ------------------------------------------------------------------------------

    def _picked(self) -> None:
        spot, work = self.table.cursor, self.exercise
        if work.step == "dominance":
            if spot.kind == "strategy":
                self._told(work.cross_out(spot.player, spot.index))
            else:
                self._say("Click on the name of the strategy that is to go.", "")
        elif spot.kind != "payoff":
            self._say("Click on a payoff." if work.step == "best" else "Click on a cell.", "")
        elif work.step == "best":
            self._told(work.underline(spot.player, spot.row, spot.column))
        elif work.step == "pure":
            self._told(work.choose_cell(spot.row, spot.column))

    def _mixture_given(self) -> None:
        try:
            feedback = self.exercise.try_mixed(self.entry.profile())
        except InputError as problem:
            words = str(problem)
            self._say(f"{words[:1].upper()}{words[1:]}.", "danger")
            return
        self._told(feedback)

    def say_done(self) -> None:
        """The person says that the step is done."""
        if self.exercise.step not in ("", "best"):
            self._told(self.exercise.no_more())

    def show_hint(self) -> None:
        words = self.exercise.hint()
        if words:
            self._say(words, "")
            self._show_found()

    def show_solution(self) -> None:
        self._solution = self.exercise.solution()
        self._show_found()
        self._scroll.ensureWidgetVisible(self.found)

    # --- what is seen --------------------------------------------------------------------------------------

    def _told(self, feedback: Feedback) -> None:
        mark, role = ("✓", "good") if feedback.right else ("✗", "danger")
        self._show(f"{mark} {feedback.words}", role)

    def _say(self, words: str, role: str) -> None:
        self.feedback.setText(typeset(words))
        set_role(self.feedback, role)
        if words:
            self._scroll.ensureWidgetVisible(self.feedback)

    def _show(self, words: str, role: str = "") -> None:
        """Everything as it is now, with what there is to say about the last step."""
        work = self.exercise
        self._say(words, role)
        self.table.show_exercise(work)
        self._show_steps()
        self._show_entry()
        self.task.setText(work.task)
        self._name_buttons()
        self.done_button.setVisible(work.step in ("dominance", "pure", "mixed"))
        self.hint_button.setVisible(bool(work.step))
        set_role(self.next_button, "" if work.step else "primary")
        self._show_found()
        self.headline = self._where() if work.step else self.task.text()

    def _name_buttons(self) -> None:
        work = self.exercise
        self.next_button.setText("Start again" if self.level.currentData() == OWN and work.step else
                                 "Another game")
        nothing = "Nothing more" if self._low else "Nothing more is dominated"
        self.done_button.setText(nothing if work.step == "dominance" else
                                 "There are no more" if work.cells or work.mixed else "There are none")

    def _where(self) -> str:
        """The step, and which of how many."""
        number, steps = self.exercise.steps.index(self.exercise.step) + 1, self.exercise.steps
        return f"Solve it by hand, step {number} of {len(steps)}: {TITLES[self.exercise.step].lower()}."

    def _show_steps(self) -> None:
        done = True
        for number, (step, label) in enumerate(self.steps.items(), 1):
            now = step == self.exercise.step
            done = done and not now
            label.setText(f"{'✓' if done else number} {TITLES[step]}")
            label.setVisible(step in self.exercise.steps)
            set_role(label, "step" if now else "muted")

    def _show_entry(self) -> None:
        mixing = self.exercise.step == "mixed"
        if mixing and self._entry_of is not self.exercise:
            self.entry.show_game(self.exercise.game, self.context.theme)
            self._entry_of = self.exercise
            self.entry.show()
            self.entry.fields[0][0].setFocus()
        self.entry.setVisible(mixing)

    def _show_found(self) -> None:
        game, work = self.exercise.game, self.exercise
        lines = [f"{game.players[k].name}’s {game.players[k].strategies[i]} is crossed out"
                 for k, i in work.crossed]
        equilibria = [", ".join(game.profile_names(cell)) for cell in work.cells]
        equilibria += ["; ".join(
            f"{player.name} {mixture(player.strategies, strategy)}"
            for player, strategy in zip(game.players, profile)) for profile in work.mixed]
        lines += [f"Equilibrium {number}: {words}" for number, words in enumerate(equilibria, 1)]
        if work.mistakes or work.hints:
            lines += [""] * bool(lines) + [work.score]
        lines += [""] * bool(lines and self._solution) + [typeset(line) for line in self._solution]
        self.found.setPlainText("\n".join(lines))


def some_game(level: str, seed: int) -> NormalForm:
    """A game for a level. Where a seed leads nowhere, the next one is tried."""
    for more in range(ATTEMPTS - 1):
        try:
            return find(WISHES[level].make, seed + more)
        except InputError:
            continue
    return find(WISHES[level].make, seed + ATTEMPTS - 1)


def _problem(game: NormalForm) -> str:
    """Why a game is no exercise; empty where it is."""
    try:
        Exercise.check(game)
    except InputError as problem:
        return str(problem)
    return ""
