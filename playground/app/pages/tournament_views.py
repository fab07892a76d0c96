"""The pictures the Tournament page can show, each with what the pointer does on it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QPushButton

from playground.app.pages import tournament_words as words
from playground.app.pages.tournament_timeline import TimeLine
from playground.app.pages.tournament_view import NumberBox, View, choice, offer, row
from playground.app.pictures import (
    ecology,
    fingerprint,
    invaders,
    memory_one,
    noise_ranks,
    residents,
    standings,
)
from playground.app.widgets.label import Label, tip
from playground.app.widgets.shares import Shares, changed, rounded
from playground.app.widgets.spin import SpinBox
from playground.arena import Tournament
from playground.arena.ecology import ecology as evolve
from playground.arena.fingerprint import fingerprint as print_of
from playground.arena.fixation import MOST_PEOPLE, fixation
from playground.arena.invasion import Invasions, invasions
from playground.arena.lineups import small_automaton
from playground.arena.memory_one_evolution import Evolution, Moment
from playground.arena.memory_one_evolution import evolve as run
from playground.arena.noise_ranks import noise_ranks as ranks_of
from playground.arena.ordering import order, round_order
from playground.game import NormalForm
from playground.problem import InputError
from playground.progress import Progress, silent

if TYPE_CHECKING:
    from playground.app.pages.tournament import TournamentPage

GENERATIONS, EVERY, MOST_GENERATIONS = 20_000, 200, 1_000_000
LEAST_NOISE = Fraction(1, 100)
PEOPLE, STRENGTH = 100, Fraction(1)
MOST_STRENGTH = Fraction(1000)
AT_ONCE = 40  # strategies whose picture is made in the same event
QUICK = 200_000  # numbers, likewise: of so many strategies squared times so many people
STEP = Fraction(1, 100)  # of a share, a key
PARTS = 10_000  # into which shares are rounded that were dragged
KEYS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Table(View):
    """Who earned what against whom; or who cooperated how often."""

    title = "Payoffs"
    tip = "What each earns a turn against each; a double click on a cell shows that match round by round"
    paint = standings.paint
    layers = (standings.paint_still, standings.paint_moving, standings.still_of)
    of_pair = True
    what = standings.PAYOFFS

    def show(self) -> None:
        page = self.page
        found, asked = page.found, page.asked
        assert found is not None and asked is not None
        scene = standings.scene_of(found, page.titles(), self.places(), self.what, page.lit,
                                   asked.game.players[0].strategies[0])
        self._put(scene)

    def places(self) -> tuple[int, ...]:
        """The order shown; by likeness in what is shown."""
        page, found = self.page, self.page.found
        assert found is not None
        values = found.payoffs if self.what == standings.PAYOFFS else found.cooperation
        return order(page.order.currentData(), page.titles(), values.tolist(), found.ranking)

    def headline(self, scene: standings.Scene) -> str:
        if scene.what == standings.PAYOFFS:
            return self._winner()
        return words.cooperation(scene.standings, scene.titles, scene.first)

    def cell(self, at: QPointF) -> tuple[int, int] | None:
        """The pair under a point, as places in the line-up."""
        scene = self.page.picture.scene
        if scene is None:
            return None
        metrics = QFontMetricsF(self.page.picture.font())
        longest = max(metrics.horizontalAdvance(title) for title in scene.titles)
        rect, unit = self._where()
        found = standings.layout(unit, longest, rect, len(scene.order)).at(at)
        return None if found is None else (scene.order[found[0]], scene.order[found[1]])

    def pressed(self, at: QPointF) -> None:
        cell = self.cell(at)
        if cell is not None:
            self.page.look_at(cell)

    def moved(self, at: QPointF) -> None:
        page, cell, scene = self.page, self.cell(at), self.page.picture.scene
        if scene is None or page.found is None or page.asked is None or cell == scene.pointed:
            return
        told = "" if cell is None else words.cell(page.asked, page.found, page.titles(), cell)
        page.picture.show_scene(standings.point(scene, cell, told), description=scene.words)

    def left(self) -> None:
        scene = self.page.picture.scene
        if scene is not None and scene.pointed is not None:
            self.page.picture.show_scene(standings.point(scene, None, ""), description=scene.words)

    def keyed(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return
        if event.key() in KEYS:
            self.page.step(*KEYS[Qt.Key(event.key())])
            event.accept()
        elif event.key() in ENTER and self.page.lit is not None:
            self.page.look_round_by_round()
            event.accept()


class Cooperation(Table):
    title = "Cooperation"
    tip = "How often each plays the game’s first strategy against each"
    what = standings.COOPERATION


class Invaders(View):
    """Who can invade whom."""

    title = "Who invades whom"
    tip = "Whether a few of one kind spread among many of another; arrows lead to those who invade"
    paint = invaders.paint

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._lit: int | None = None  # pointed at
        self._chosen: str | None = None  # by a click or in the box: whose arrows stand out for good
        self._order: tuple[tuple[str, ...], tuple[int, ...]] = ((), ())
        self._found: tuple[tuple[str, ...], tuple[str, ...], Invasions] | None = None  # with names and titles
        self.who = choice("Whose arrows stand out", (), self._taken,
                          "Whose arrows stand out; so do a click on the picture and its arrow keys")
        self.which = choice("Which arrows", invaders.ARROWS, self._again,
                            "Arrows that two others replace, by way of a third strategy, say little new; so "
                            "do those of which it cannot be told")
        self.which.setCurrentIndex(1)
        self.bar = row(self.which, self.who)

    def show(self) -> None:
        found = self.page.found
        assert found is not None
        places, matrix, errors = self._whole()
        table = self.page.table() if len(places) == len(found.players) <= AT_ONCE else None
        if table is not None and all(value is not None for row in table.matrix for value in row):
            matrix = table.matrix  # type: ignore[assignment]  # with fractions where there are
        if len(places) > AT_ONCE:
            self._later((places, id(found)), invasions, matrix, errors)
            return
        try:
            self.take((places, 0), invasions(matrix, errors))
        except InputError as problem:
            self._say(words.to_come(problem))

    def take(self, key: Any, found: Any) -> None:
        asked = self.page.asked
        assert asked is not None
        self._found = tuple(asked.players[k] for k in key[0]), self._titles(key[0]), found
        self._again()

    def _again(self, _index: int = 0) -> None:
        if self._found is None:
            return
        players, names, invaded = self._found
        chosen = players.index(self._chosen) if self._chosen in players else None
        offer(self.who, ("Nobody chosen", *names), 0 if chosen is None else chosen + 1)
        before = self._order[1] if self._order[0] == players else tuple(range(len(players)))
        placed = before
        if len(players) <= invaders.MOST_ROUND:  # from where they stood: none jumps while a slider moves
            placed = round_order(invaded.links, before)
        self.which.setVisible(len(players) <= invaders.MOST_ROUND)
        self._order = players, placed
        self._put(invaders.scene(names, invaded, chosen if self._lit is None else self._lit, placed,
                                 self.which.currentText()))

    def headline(self, scene: invaders.Scene) -> str:
        return scene.headline

    def _taken(self, index: int) -> None:
        if self._found is not None:
            self._chosen = self._found[0][index - 1] if index else None
            self._again()

    def pressed(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        self._lit = None
        k = invaders.strategy_at(*self._where(), scene, at)
        self._taken(0 if k is None or k + 1 == self.who.currentIndex() else k + 1)

    def keyed(self, event: QKeyEvent) -> None:
        scene = self.page.picture.scene
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(
            Qt.Key(event.key()))
        if scene is None or way is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return
        self._lit, current = None, self.who.currentIndex() - 1
        at = scene.order.index(current) + way if current >= 0 else 0
        self._taken(scene.order[at % len(scene.order)] + 1)
        event.accept()

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        lit = invaders.strategy_at(*self._where(), scene, at)
        if lit != self._lit:
            self._lit = lit
            self._again()

    def left(self) -> None:
        self._lit = None
        if self.page.picture.scene is not None:
            self._again()


class Ecology(View):
    """Shares over generations, from starts that can be dragged, typed, or changed with keys."""

    title = "Ecology"
    tip = ("Shares grow by what they earn from all, themselves included; drag a band at the left edge, type "
           "a share, or choose a strategy with ↑ and ↓ and change its share with + and −")
    paint = ecology.paint
    layers = (ecology.paint_still, ecology.paint_moving, ecology.still_of)

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._players: tuple[str, ...] = ()
        self._start: Shares = ()
        self._before: Shares = ()  # as long as a share is typed: "1" on the way to "1/7" takes nothing away
        self._chosen = 0
        self._now: int | None = None
        self._held: tuple[int, QPointF] | None = None
        self.who = choice("Whose share at the start", (), self._choose)
        self.share = NumberBox("Its share at the start", Fraction(0), Fraction(1),
                               "Its share at the start, exactly: 1/3, 0.25; the others share the rest as "
                               "before")
        self.share.changed.connect(self._typed)
        self.share.editingFinished.connect(self._settle)
        self.equal = QPushButton("All equal")
        self.equal.setToolTip("Start with equal shares")
        self.equal.clicked.connect(self._even)
        self.bar = row(Label("Starts with"), self.who, self.share, self.equal)

    def show(self) -> None:
        found = self.page.found
        assert found is not None
        places, matrix, _errors = self._whole()
        players = tuple(found.players[k] for k in places)
        if self._players != players:
            chosen = self._players[self._chosen] if self._chosen < len(self._players) else ""
            self._players, self._chosen = players, players.index(chosen) if chosen in players else 0
            self._begin((Fraction(1, max(len(players), 1)),) * len(players))
        offer(self.who, self._titles(places), self._chosen)
        if players:
            self.share.show_value(self._start[self._chosen])
        if len(places) > AT_ONCE:
            self._later((places, id(found), self._start), evolve, matrix, self._start)
            return
        try:
            self.take((places,), evolve(matrix, self._start))
        except InputError as problem:
            self._say(words.to_come(problem))

    def take(self, key: Any, found: Any) -> None:
        self._put(ecology.scene(self._titles(key[0]), found, self._now, self._chosen))

    def headline(self, scene: ecology.Scene) -> str:
        return scene.headline

    def _choose(self, k: int) -> None:
        self._chosen = k
        self._settle()
        self.show()

    def _begin(self, start: Shares) -> None:
        self._start = self._before = start

    def _settle(self) -> None:
        self._before = self._start

    def _typed(self, value: Fraction) -> None:
        self._start = changed(self._before, self._chosen, value)
        self.show()

    def _even(self) -> None:
        self._begin((Fraction(1, max(len(self._players), 1)),) * len(self._players))
        self.show()

    def keyed(self, event: QKeyEvent) -> None:
        scene, key, text = self.page.picture.scene, event.key(), event.text()
        if (scene is None or len(scene.names) != len(self._players)
                or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):  # in the order of the bands, the last one below
            self._choose((self._chosen + (1 if key == Qt.Key.Key_Down else -1)) % len(self._players))
        elif text in ("+", "-", "−"):
            share = self._start[self._chosen] + (STEP if text == "+" else -STEP)
            self._typed(min(max(share, Fraction(0)), Fraction(1)))
            self._settle()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            last = len(scene.shares) - 1
            before = last if self._now is None else self._now
            self._look({Qt.Key.Key_Left: before - 1, Qt.Key.Key_Right: before + 1, Qt.Key.Key_Home: 0,
                        Qt.Key.Key_End: last}[Qt.Key(key)])
        else:
            return
        event.accept()

    def _look(self, now: int | None) -> None:
        scene = self.page.picture.scene
        self._now = None if now is None else min(max(now, 0), len(scene.shares) - 1)
        self._put(ecology.at(scene, self._now))

    def pressed(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None or len(scene.names) != len(self._players):  # those of before, until these are there
            return
        band = ecology.band_at(*self._where(), scene, at)
        self._held = None if band is None else (band, at)
        if band is not None and len(scene.bands[band]) == 1:
            self._choose(scene.bands[band][0])

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        if self._held is not None:
            band, before = self._held
            shares = ecology.dragged(*self._where(), scene, band, before.y() - at.y())
            self._held = (band, at)
            self._begin(rounded(shares, PARTS))
            self.show()
            return
        now = ecology.generation_at(*self._where(), scene, at)
        if now != scene.now:
            self._look(now)

    def released(self) -> None:
        self._held = None


class NoiseRanks(View):
    """How ranks change as noise grows."""

    title = "Ranks by noise"
    tip = "The place of each automaton as noise runs from 0 to 1/2"
    paint = noise_ranks.paint

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._kept: tuple[Any, Any] = (None, None)
        self.what = choice("What is drawn", ("By rank", "By payoff a turn"), self._again)
        self.out = Label()
        self.out.setProperty("role", "muted")
        self.out.setWordWrap(True)
        self.bar = row(self.what, self.out)

    def show(self) -> None:
        asked = self.page.asked
        assert asked is not None
        places = [k for k, name in enumerate(asked.players)
                  if small_automaton(name, asked.game, asked.strategies) is not None]
        players = tuple(asked.players[k] for k in places)
        weights = tuple(asked.weights[k] for k in places) if asked.weights else ()
        titles = self.page.titles([name for name in asked.players if name not in players])
        self.out.setText(words.left_out(titles, words.FEW))
        self.out.setToolTip(tip(words.left_out(titles, len(titles))))
        if len(players) < 2:
            self._say("Ranks by noise are worked out for automata; fewer than two take part.")
            return
        still = replace(asked.repetition, noise=Fraction(0))
        same = replace(asked, players=players, weights=weights, repetition=still, seed=0)
        if self._kept[0] == same:
            self.take(same, self._kept[1])
            return
        self._say("Being worked out…")
        self._later(same, ranked, same)

    def take(self, key: Tournament, found: Any) -> None:
        self._kept = (key, found)
        self._put(noise_ranks.scene(self.page.titles(key.players), found, self.what.currentIndex() == 0))

    def _again(self, _index: int) -> None:
        if self.page.picture.scene is not None:
            self.take(*self._kept)

    def headline(self, scene: noise_ranks.Scene) -> str:
        return scene.headline

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        lit = noise_ranks.line_at(*self._where(), scene, at)
        if lit != scene.lit:
            self._put(noise_ranks.light(scene, lit))


class Fingerprint(View):
    """What the lit strategy earns against a probe mixed with chance."""

    title = "Fingerprint"
    tip = "Of the chosen strategy: its payoff against Tit for Tat mixed with chance (Ashlock)"
    paint = fingerprint.paint
    PROBE = "tit-for-tat"

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._kept: tuple[Any, Any] = (None, None)
        self.who = choice("Whose fingerprint", (), self._chosen)
        self.bar = row(Label("Of"), self.who)

    def show(self) -> None:
        page, asked = self.page, self.page.asked
        assert asked is not None
        if asked.game.shape != (2, 2):
            self._say("A fingerprint needs a game of two strategies for each player.")
            return
        place = page.lit[0] if page.lit is not None else 0
        offer(self.who, page.titles(), place)
        name = asked.players[place]
        if small_automaton(name, asked.game, asked.strategies) is None:
            self._say(f"{page.titles()[place]} is no table of states, so it has no exact fingerprint. "
                      "Choose another strategy below.")
            return
        key = (asked.game, name, asked.own)
        if self._kept[0] == key:
            self.take(key, self._kept[1])
            return
        self._say("Being worked out…")
        self._later(key, printed, asked, name, self.PROBE)

    def take(self, key: tuple[NormalForm, str, Any], found: Any) -> None:
        self._kept = (key, found)
        self._put(fingerprint.scene(key[0], *self.page.titles((key[1], self.PROBE)), found))

    def headline(self, scene: fingerprint.Scene) -> str:
        return scene.headline

    def _chosen(self, place: int) -> None:
        self.page.look_at((place, (self.page.lit or (0, 0))[1]))

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is not None:
            point = fingerprint.point_at(*self._where(), scene, at)
            if point != scene.lit:
                self._put(fingerprint.light(scene, point))


class SmallPopulations(View):
    """How long each strategy holds a small population, where mutants are rare."""

    title = "Small populations"
    tip = ("The share of the time that each holds a small population, where mutants are rare and the others "
           "are imitated by their payoffs (Imhof, Fudenberg and Nowak 2005, by the Fermi rule)")
    paint = residents.paint

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self.people = SpinBox()
        self.people.setRange(2, MOST_PEOPLE)
        self.people.setValue(PEOPLE)
        self.people.setAccessibleName("How many are in the population")
        self.people.setToolTip(f"N, from 2 to {MOST_PEOPLE:,}")
        self.people.valueChanged.connect(self.show)
        self.strength = NumberBox("Strength of selection", Fraction(0), MOST_STRENGTH,
                                  "w: how strongly payoffs count when somebody is imitated; at 0 chance "
                                  "decides")
        self.strength.show_value(STRENGTH)
        self.strength.changed.connect(self.show)
        self.bar = row(Label("Population"), self.people, Label("Strength of selection"), self.strength)

    def show(self) -> None:
        found = self.page.found
        assert found is not None
        places, matrix, _errors = self._whole()
        people, strength = self.people.value(), float(self.strength.value)
        if len(places) > AT_ONCE or len(places) ** 2 * people > QUICK:
            self._later((places, id(found), people, strength), fixation, matrix, people, strength)
            return
        try:
            self.take((places, 0, people, strength), fixation(matrix, people, strength))
        except InputError as problem:
            self._say(words.to_come(problem))

    def take(self, key: Any, found: Any) -> None:
        self._put(residents.scene(self._titles(key[0]), found, key[2]))

    def headline(self, scene: residents.Scene) -> str:
        return scene.headline

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        lit = residents.strategy_at(*self._where(), scene, at)
        if lit != scene.lit:
            self._put(residents.light(scene, lit))


class Mutation(View):
    """All memory-one strategies, with mutants that come and go: it runs while one watches."""

    title = "Mutation and selection"
    tip = ("Not the line-up, but all strategies that look at the last round only: mutants come, the "
           "unsuccessful go (Nowak and Sigmund 1993). Noise, from 1/100 to 1/2, and seed are those at "
           "the right.")
    paint = memory_one.paint

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._moments: list[Moment] = []
        self._asked: Evolution | None = None

    def show(self) -> None:
        asked = self.page.asked
        assert asked is not None
        noise = min(max(asked.repetition.noise, LEAST_NOISE), Fraction(1, 2))
        try:
            wanted = Evolution(asked.game, noise, asked.seed)
        except InputError as problem:
            self._say(f"{problem.problems[0].message[:1].upper()}{problem.problems[0].message[1:]}.")
            return
        if wanted != self._asked:
            self._asked, self._moments = wanted, []
        if self._moments:
            self._put(memory_one.scene(asked.game, self._moments))
        else:
            self._say("Being worked out…")
        self._go_on()

    def _go_on(self) -> None:
        if self._asked is None or (self._moments and self._moments[-1].generation >= MOST_GENERATIONS):
            return
        since = self._moments[-1] if self._moments else None
        self._later((self._asked, len(self._moments)), evolved, self._asked, since)

    def take(self, key: Any, found: list[Moment]) -> None:
        if key[0] == self._asked:
            self._moments += found[1 if self._moments else 0:]
            self._put(memory_one.scene(key[0].game, self._moments))
            self._go_on()

    def headline(self, scene: memory_one.Scene) -> str:
        return scene.headline

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is not None:
            place = memory_one.moment_at(*self._where(), scene, at)
            if place != scene.now:
                self._put(memory_one.at(scene, place))


VIEWS = (Table, Cooperation, TimeLine, Invaders, Ecology, SmallPopulations, NoiseRanks, Fingerprint, Mutation)


def evolved(asked: Evolution, since: Moment | None, progress: Progress = silent) -> list[Moment]:
    """Some generations more. Runs in a worker."""
    return run(asked, GENERATIONS, EVERY, since, progress)


def ranked(asked: Tournament, progress: Progress = silent) -> Any:
    """Runs in a worker."""
    return ranks_of(asked, progress=progress)


def printed(asked: Tournament, strategy: str, probe: str, progress: Progress = silent) -> Any:
    """Runs in a worker."""
    return print_of(asked.game, strategy, probe, progress=progress, strategies=asked.strategies)
