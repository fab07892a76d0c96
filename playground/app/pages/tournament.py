"""The Tournament page: everybody against everybody, while the sliders move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.app.actions import Action
from playground.app.context import Context
from playground.app.pages import tournament_words as words
from playground.app.pages.page import Page
from playground.app.pages.tournament_actions import TournamentActions
from playground.app.pages.tournament_controls import STANDARD, TournamentControls
from playground.app.pages.tournament_run import TournamentRun
from playground.app.pages.tournament_timeline import TimeLine
from playground.app.pages.tournament_view import View
from playground.app.pages.tournament_views import VIEWS, Table
from playground.app.pictures import standings as pictures
from playground.app.pictures.view import PictureView
from playground.app.theme import Theme
from playground.app.widgets.flow import FlowLayout
from playground.app.widgets.fold import Fold
from playground.app.widgets.history_strip import HistoryStrip
from playground.app.widgets.label import Label
from playground.app.widgets.strategy_dialog import StrategyDialog
from playground.arena import (
    LINEUPS,
    KeptResults,
    Match,
    Tournament,
    TournamentPlan,
    TournamentResult,
    kept,
    plan_of,
    result,
)
from playground.arena.ordering import ORDERS
from playground.arena.standings import Standings
from playground.arena.tournament import EXACT
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.strategy import Script, seat_title

SHOWN = 60  # rounds of a sample match
ENDLESS = 200  # rounds that are played of a match without end
BEGINNERS = "classics"


class _Stage(QWidget):
    """The picture, and what is told of a pair below it."""

    def __init__(self, picture: PictureView) -> None:
        super().__init__()
        self._picture = picture

    def give_room(self, narrow: bool, height: int) -> None:
        """The least that the picture needs."""
        unit = self.fontMetrics().height()
        self._picture.setMinimumHeight(round(max(14 * unit, height * 0.8)) if narrow else 12 * unit)


class TournamentPage(Page):
    """Shows the document's game as a round robin. Who plays and how stands in the document as soon as a
    person changes it."""

    name = "tournament"
    title = "Tournament"
    icon = "tournament"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._game: NormalForm | None = None
        self._repetition: Repetition | None = None
        self._own: Any = None  # the document's own strategies, and whether its scripts may run
        self._plan: TournamentPlan | None = None  # the document's line-up, as it was seen last
        self._unkept: TournamentPlan | None = None  # what was shown before there was one
        self._opened = -1  # which of its documents the window showed last
        self._presenting = self.enlarged = False
        self.lit: tuple[int, int] | None = None
        self.number = 1  # which of the lit pair's matches is looked at round by round
        self._shown_plan: TournamentPlan | None = None  # of the table that is shown
        self._sampled: object = None  # the pair and settings whose match the strip shows
        self._actions = TournamentActions(self)
        self.run = TournamentRun(context.live, self._kept_results, self)
        self.run.changed.connect(self._found)
        self.run.moved_on.connect(self._show_state)
        self.run.told.connect(lambda text: self.state.setText(text))
        self.run.waited.connect(lambda: self.picture.dim(words.COMPUTING))
        self._build()

    def _build(self) -> None:
        self.picture = PictureView(pictures.paint, "Tournament", theme=self.context.theme)
        self.picture.pressed.connect(self._pressed)
        self.picture.moved.connect(self._moved)
        self.picture.released.connect(self._released)
        self.picture.double_clicked.connect(self._double_clicked)
        self.picture.left.connect(lambda: self.view.left())
        self.picture.keyed.connect(lambda event: self.view.keyed(event))
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.what, self.order = QComboBox(), QComboBox()
        self.views = [view(self) for view in VIEWS]
        for view in self.views:
            self.what.addItem(view.title)
            self.what.setItemData(self.what.count() - 1, view.tip, Qt.ItemDataRole.ToolTipRole)
        self.what.setAccessibleName("What is shown")
        for key in ("rank", "name", "cluster", "lineup"):
            self.order.addItem(ORDERS[key], key)
        self.order.setAccessibleName("Order of strategies")
        self.what.activated.connect(self._view_chosen)
        self.order.activated.connect(self._show)
        self.state = Label()
        self.state.setProperty("role", "muted")
        self.play = QPushButton("Simulate")
        self.play.clicked.connect(self.run.play_or_halt)
        self.state.setWordWrap(True)
        head = FlowLayout()
        for widget in (self.what, self.order, self.play, self.state):
            head.addWidget(widget)
        self.pair = Label()
        self.pair.setWordWrap(True)
        self.pair.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                          | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.watch = QPushButton("Play this match")
        self.watch.setToolTip("Open the two on the Play page")
        self.watch.clicked.connect(self.watch_match)
        self.strip = HistoryStrip(self.context.theme)
        self.about_button = QPushButton("About them")
        self.about_button.setToolTip("What these strategies do, and where they come from")
        self.about_button.clicked.connect(partial(self.about, ""))
        self.rounds = QPushButton("Round by round")
        self.rounds.setToolTip("This match, every round of it; so do a double click on its cell, and Enter")
        self.rounds.clicked.connect(self.look_round_by_round)
        row = FlowLayout()
        for widget in (self.about_button, self.rounds, self.watch):
            row.addWidget(widget)
        self.stage = _Stage(self.picture)
        column = QVBoxLayout(self.stage)
        unit = self.fontMetrics().height()
        column.setContentsMargins(round(unit * 1.2), unit // 2, unit // 2, unit // 2)
        column.addLayout(head)
        column.addWidget(self.picture, 1)
        for view in self.views:
            if view.bar is not None:
                column.addWidget(view.bar)
                view.bar.hide()
        column.addWidget(self.pair)
        column.addWidget(self.strip)
        column.addLayout(row)
        self.controls = TournamentControls()
        self.controls.players_changed.connect(self._players_changed)
        self.controls.about_asked.connect(self.about)
        self.controls.settings_changed.connect(self._settings_changed)
        self.controls.counting_changed.connect(self._counting_changed)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Fold(self.stage, self.controls))

    def actions(self) -> list[Action]:  # type: ignore[override]
        return self._actions.table()

    def presentation(self) -> QWidget:
        return self.picture

    def set_presenting(self, presenting: bool) -> None:
        self._presenting = presenting
        self._arrange()

    def set_enlarged(self) -> None:
        """Give the picture the whole page, or let the controls come back."""
        self.context.window.presentation.rearrange(self, self._enlarge)

    def _enlarge(self) -> None:
        self.enlarged = not self.enlarged
        self.controls.setHidden(self.enlarged)
        self._show_pair()

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)
        self.strip.set_theme(theme)

    # --- what is asked ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        document = self.context.document
        game, repetition = document.game, document.state.repeated
        known, self._own = self._own, (document.state.strategies, document.scripts_allowed)
        another, plan = document.opened != self._opened, self._plan_to_show()
        if not another and plan is None and (game, repetition, known) == (
                self._game, self._repetition, self._own):
            self._show_state()
            return
        if another and plan is None:  # nothing of the last document's stays
            plan = TournamentPlan((), repetition or STANDARD)
        if plan or known != self._own or game.shape != self._game.shape:  # type: ignore[union-attr]
            catalogue = document.state.catalogue()
            new = [entry.name for entry in document.state.strategies
                   if (another and self._plan is None) or (known is not None and entry not in known[0])]
            shown = plan or (self._plan if known != self._own else None) or self.controls.plan()
            players = shown.players or LINEUPS[BEGINNERS].make(game)
            if self._plan is None:  # a strategy that is gone leaves nothing behind
                players = tuple(name for name in players if name.partition(":")[0] in catalogue)
            players = (*players, *(name for name in new if name not in players))
            offer = catalogue, () if document.scripts_allowed else document.state.scripts
            self.controls.show_game(game, players, *offer, shown.weights)
            if len(self.controls.players) < 2 and self._plan is None:
                self.controls.show_game(game, LINEUPS["every"].make(game), *offer)
        if plan is not None:
            self.controls.show_plan(plan)
        elif repetition != self._repetition and repetition is not None:
            self.controls.show_repetition(repetition)
        self._game, self._repetition = game, repetition
        self._offer_views()
        self._ask(keep=False)

    def _plan_to_show(self) -> TournamentPlan | None:
        """The document's line-up where it is another one than what is shown; what was shown before there was
        one, where that is undone."""
        document = self.context.document
        seen, self._plan = self._plan, document.state.tournament
        another, self._opened = document.opened != self._opened, document.opened
        if self._plan is None:
            return None if another or seen is None else self._unkept
        alike = seen is not None and replace(seen, results=None) == replace(self._plan, results=None)
        return None if alike and not another else self._plan

    def _keep(self, text: str) -> None:
        """Put into the document what the controls say, where that can be kept."""
        plan, results = self.controls.plan(), self._kept_results()
        if plan.players:
            self._put(text, replace(plan, results=results), merge=text)

    def _put(self, text: str, plan: TournamentPlan, merge: str = "") -> None:
        document = self.context.document
        if document.state.tournament is None:
            self._unkept = self._shown_plan
        self._plan = plan
        document.edit(text, replace(document.state, tournament=plan), merge)

    def _players_changed(self) -> None:
        self.lit = None
        self._keep("Change the Line-Up")
        self._ask(keep=True)

    def _settings_changed(self) -> None:
        self._keep("Change the Tournament")
        self._ask(keep=False)

    def _counting_changed(self) -> None:
        self._keep("Change How It Is Counted")
        self._ask(keep=True)

    def keep_results(self) -> None:
        """Put the table into the document, beside the line-up."""
        made = self.table()
        if made is not None:
            self._put("Keep Results", plan_of(made.tournament, kept(made)))

    @property
    def can_keep(self) -> bool:
        """Whether the table is whole."""
        return self.run.is_whole

    def _kept_results(self) -> KeptResults | None:
        return self._plan.results if self._plan else None

    @property
    def asked(self) -> Tournament | None:
        return self.run.asked

    @property
    def found(self) -> Standings | None:
        return self.run.found

    def _ask(self, keep: bool) -> None:
        """Ask for the tournament that the controls describe. `keep`: bouts that are known stay so."""
        controls, game = self.controls, self._game
        if game is None:
            return
        try:
            if not controls.players:
                raise InputError(words.NOBODY)
            asked = Tournament(game, controls.players, controls.repetition, controls.repetitions.value(),
                               controls.seed, controls.exact.isChecked(), controls.self_play.isChecked(),
                               controls.weights, self.context.document.state.strategies)
        except InputError as problem:
            self.run.ask(None, keep)
            self._say_nothing(str(problem))
            return
        self._shown_plan = controls.plan()
        self.run.ask(asked, keep)

    def _say_nothing(self, text: str) -> None:
        self.view.end()
        self.picture.dim("")
        self.picture.show_scene(None, text)
        self.headline = text
        self.play.hide()
        self.state.hide()
        self._arrange()

    def _arrange(self) -> None:
        """Show beside the picture what belongs to it; in a presentation nothing is beside it."""
        if self._presenting:
            return
        view, there = self.view, self.found is not None
        self.order.setVisible(isinstance(view, Table))
        for each in self.views:
            if each.bar is not None:
                each.bar.setVisible(each is view and there)
        chosen = there and self.lit is not None
        pair = chosen and view.of_pair
        self.pair.setVisible(pair)
        self.strip.setVisible(pair and not self.enlarged and bool(self.strip.rounds))
        two = self._game is not None and self._game.n_players == 2
        self.rounds.setVisible(pair and two and not self.enlarged)
        for button in (self.about_button, self.watch):
            button.setVisible(chosen and not self.enlarged and (view.of_pair or isinstance(view, TimeLine)))
        self.watch.setHidden(self.watch.isHidden() or not two)

    # --- showing ----------------------------------------------------------------------------------------

    def titles(self, players: Sequence[str] | None = None) -> tuple[str, ...]:
        """What people call the strategies of the line-up, or those named."""
        asked = self.asked
        if asked is None:
            return ()
        return tuple(seat_title(name, asked.strategies) for name in (
            asked.players if players is None else players))

    @property
    def view(self) -> View:
        return self.views[self.what.currentIndex()]

    def _offer_views(self) -> None:
        """Only the tables are made for groups; the other pictures are of pairs."""
        two = self._game is not None and self._game.n_players == 2
        for k, view in enumerate(self.views):
            item = self.what.model().item(k)  # type: ignore[attr-defined]
            item.setEnabled(two or isinstance(view, Table))
        if not two and not isinstance(self.view, Table):
            self.view.end()
            self.what.setCurrentIndex(0)

    def _view_chosen(self) -> None:
        for view in self.views:
            if view is not self.view:
                view.end()
        self.context.live.cancel("tournament-view")
        if self.found is not None:
            self.view.begin()
            self._show_pair()

    def next_revision(self) -> int:
        return self.run.next_revision()

    def _found(self) -> None:
        self.picture.dim("")
        self._show()

    def _show(self) -> None:
        asked, found = self.asked, self.found
        if asked is None or found is None:
            return
        if self.lit is None or max(self.lit) >= len(found.players):
            self.lit = (found.ranking[0], found.ranking[-1]) if len(found.ranking) > 1 else None
        self.view.begin()
        self._show_pair()
        self._show_state()

    def _show_state(self) -> None:
        asked, found = self.asked, self.found
        if asked is None or found is None:
            return
        self.state.setVisible(True)
        run = self.run
        self.play.setVisible(bool(run.queue))
        self.play.setText("Halt" if run.is_playing else "Go on" if run.halted else "Simulate")
        if run.slow.isActive() or self.picture.dimmed == words.COMPUTING:
            self.state.setText(words.COMPUTING)
        elif not run.is_settling:
            kinds = None if asked.game.n_players == 2 else [score.kind for score in run.known().values()]
            told = words.state(asked, found, len(run.queue), run.turns, kinds)
            results, waiting = self._kept_results(), len(self.controls.waiting)
            if waiting:
                told += f"{'. ' if told else ''}{words.waiting(waiting, results is not None)}"
            elif results is not None and (not run.is_kept or run.queue):
                told += f"{'. ' if told else ''}{words.kept(results, run.is_kept)}"
            self.state.setText(told)

    def _show_pair(self) -> None:
        asked, found = self.asked, self.found
        lit = self.lit
        if asked is None or found is None or lit is None or not self.view.of_pair:
            self._arrange()
            return
        if asked.game.n_players > 2:
            self.strip.show_rounds((), (), [])
            self.pair.setText(words.beside(asked, found, self.titles(), lit))
            self._arrange()
            return
        key = (asked.game, asked.players[lit[0]], asked.players[lit[1]], asked.repetition, asked.seed,
               self.number)
        if self._sampled != key:
            self._sampled = key
            names = [self.titles()[k] for k in lit]
            self.strip.show_rounds(names, [player.strategies for player in asked.game.players],
                                   sample(asked, lit, self.number))
            self.strip.horizontalScrollBar().setValue(0)
        self.pair.setText(words.pair(asked, found, self.titles(), lit, self.exact_payoffs(lit),
                                     bool(self.strip.rounds) and not self.enlarged))
        self._arrange()

    def exact_payoffs(self, lit: tuple[int, int]) -> tuple[Fraction, Fraction] | None:
        """Of a pair, each against the other, where both are known in fractions."""
        asked = self.asked
        assert asked is not None
        table = result(asked, {bout: score for bout, score in self.run.known().items()
                               if set(bout) == set(lit)})
        values = table.matrix[lit[0]][lit[1]], table.matrix[lit[1]][lit[0]]
        if table.kinds[lit[0]][lit[1]] != EXACT:
            return None
        return values  # type: ignore[return-value]

    def table(self) -> TournamentResult | None:
        """What is known, with fractions where there are, as the command line prints it."""
        return None if self.asked is None else result(self.asked, self.run.known())

    # --- mouse and keyboard -----------------------------------------------------------------------------

    def _pressed(self, at: QPointF) -> None:
        self.view.pressed(at)

    def _double_clicked(self, at: QPointF) -> None:
        if isinstance(self.view, Table) and self.view.cell(at) is not None:
            self.look_round_by_round()

    def _released(self, at: QPointF) -> None:
        self.view.released()

    def _moved(self, at: QPointF) -> None:
        self.view.moved(at)

    def look_at(self, pair: tuple[int, int]) -> None:
        """Show this pair, places in the line-up, below the table."""
        if pair != self.lit:
            self.number = 1
        self.lit = pair
        self._show()

    def about(self, name: str = "") -> None:
        """What a strategy is: the named one, or the one whose row is lit."""
        if not name and self.asked is not None and self.lit is not None:
            name = self.asked.players[self.lit[0]]
        if name and self._game is not None:
            card = StrategyDialog(name, self._game, self.context.theme, self.context.window,
                                  self.context.document.state.catalogue())
            card.copied.connect(lambda entry: self.context.window.consent.show().copy(entry))
            card.open()

    def match_of(self, pair: tuple[int, int]) -> tuple[Repetition, int]:
        """Of the match that is shown of a pair: how long it is, and its seed."""
        assert self.asked is not None
        return one_match(self.asked, pair, self.number)

    def look_round_by_round(self) -> None:
        """Show the match of the chosen pair."""
        if self._game is None or self._game.n_players != 2:
            return
        self.what.setCurrentIndex(next(k for k, view in enumerate(self.views) if isinstance(view, TimeLine)))
        self._view_chosen()

    def watch_match(self) -> None:
        """Take the two of the lit pair to the Play page."""
        if self.asked is None or self.lit is None or self.asked.game.n_players != 2:
            return
        self.context.window.show_page("play")
        repetition, seed = self.match_of(self.lit)
        self.context.window.page.watch([self.asked.players[k] for k in self.lit],  # type: ignore[attr-defined]
                                       repetition, seed)

    @property
    def can_play(self) -> bool:
        return bool(self.run.queue)

    def look_up(self) -> None:
        self.step(-1, 0)

    def look_down(self) -> None:
        self.step(1, 0)

    def look_left(self) -> None:
        self.step(0, -1)

    def look_right(self) -> None:
        self.step(0, 1)

    def step(self, down: int, across: int) -> None:
        """The cell beside the one that is lit, in the order shown."""
        if self.found is None or self.lit is None:
            return
        table = self.view if isinstance(self.view, Table) else self.views[0]
        assert isinstance(table, Table)
        places = table.places()
        row, column = (places.index(k) for k in self.lit)
        self.look_at((places[(row + down) % len(places)], places[(column + across) % len(places)]))

    def copy_table(self) -> None:
        self.picture.copy_data()
        self.context.window.say("The table is on the clipboard.")


def one_match(asked: Tournament, pair: tuple[int, int], number: int = 1) -> tuple[Repetition, int]:
    """How long a match is that is shown of a pair, of an endless one some rounds, and its seed; each `number`
    from 1 on has luck of its own."""
    repetition = asked.repetition
    if repetition.endless:
        repetition = Repetition(turns=ENDLESS, noise=repetition.noise)
    return repetition, int(asked.seeds(pair).generate_state(number)[-1])


def sample(asked: Tournament, pair: tuple[int, int], number: int) -> list[object]:
    """The first rounds of a match of two, as `one_match`; none of scripts, which may take long."""
    if any(isinstance(asked.strategies.read(asked.players[k])[0].make, Script) for k in pair):
        return []
    match = Match(asked.game, [asked.players[k] for k in pair], *one_match(asked, pair, number),
                  asked.strategies)
    while not match.finished and len(match.rounds) < SHOWN:
        match.step()
    return list(match.rounds)


