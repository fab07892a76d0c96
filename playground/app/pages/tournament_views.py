"""The pictures the Tournament page can show, each with what the pointer does on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF

from playground.app.pages import tournament_words as words
from playground.app.pictures import (
    ecology,
    fingerprint,
    invaders,
    memory_one,
    noise_ranks,
    residents,
    standings,
)
from playground.app.widgets.label import tip
from playground.arena import Tournament
from playground.arena.ecology import ecology as evolve
from playground.arena.fingerprint import fingerprint as print_of
from playground.arena.fixation import fixation
from playground.arena.invasion import invasions
from playground.arena.lineups import small_automaton
from playground.arena.memory_one_evolution import Evolution, Moment
from playground.arena.memory_one_evolution import evolve as run
from playground.arena.noise_ranks import noise_ranks as ranks_of
from playground.arena.ordering import order
from playground.game import NormalForm
from playground.problem import InputError
from playground.progress import Progress, silent

if TYPE_CHECKING:
    from playground.app.pages.tournament import TournamentPage

GENERATIONS, EVERY, MOST_GENERATIONS = 20_000, 200, 1_000_000
LEAST_NOISE = Fraction(1, 100)
PEOPLE = 100
AT_ONCE = 40  # strategies whose picture is made in the same event


class View:
    """One picture. `show` is called whenever results changed; `told`: what is seen, for a screen reader."""

    title = ""
    tip = ""
    paint: Any = None
    layers: Any = None

    def __init__(self, page: TournamentPage) -> None:
        self.page = page
        self._pending: Any = None  # what is being computed

    def begin(self) -> None:
        """The view is chosen."""
        self.page.picture.use(type(self).paint, self.title, self.layers)
        self.show()

    def show(self) -> None:
        raise NotImplementedError

    def moved(self, at: QPointF) -> None:
        """The pointer moved, with a button down or not."""

    def pressed(self, at: QPointF) -> None:
        """A press of the mouse."""

    def released(self) -> None:
        """The button is up again."""

    def _whole(self) -> tuple[tuple[int, ...], list[list[float]], list[list[float]]]:
        """The places, payoffs and errors of those whose table will be whole: without who is out, and in an
        endless game without who cannot be worked out."""
        found, asked = self.page.found, self.page.asked
        assert found is not None and asked is not None
        places = tuple(k for k in range(len(found.players)) if k not in found.forfeits and not (
            asked.repetition.endless and small_automaton(found.players[k], asked.strategies) is None))
        where = np.ix_(places, places)
        return places, found.payoffs[where].tolist(), found.errors[where].tolist()

    def _titles(self, places: Sequence[int]) -> tuple[str, ...]:
        titles = self.page.titles()
        return tuple(titles[k] for k in places)

    def _say(self, text: str) -> None:
        self.page.picture.show_scene(None, text)

    def _put(self, scene: Any) -> None:
        self.page.picture.show_scene(scene, description=scene.words)

    def _where(self) -> tuple[Any, float]:
        picture = self.page.picture
        return picture.picture_rect(), picture.unit()

    def _later(self, key: Any, call: Any, *args: Any) -> None:
        """Compute beside the window; `take` gets the answer, `_say` why there is none."""
        page = self.page
        if page.context.live.is_busy("tournament-view") and self._pending == key:
            return
        self._pending = key
        page.context.live.request("tournament-view", page.next_revision(), call, *args,
                                  done=partial(self.take, key), failed=self._say)

    def take(self, key: Any, found: Any) -> None:
        raise NotImplementedError


class Table(View):
    """Who earned what against whom; or who cooperated how often."""

    title = "Payoffs"
    paint = standings.paint
    what = standings.PAYOFFS

    def show(self) -> None:
        page = self.page
        found, asked = page.found, page.asked
        assert found is not None and asked is not None
        by = page.order.currentData()
        places = order(by, page.titles(), found.payoffs.tolist(), found.ranking)
        scene = standings.scene_of(found, page.titles(), places, self.what, page.lit,
                                   asked.game.players[0].strategies[0])
        page.picture.show_scene(scene, description=standings.describe(scene))

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
        page, cell = self.page, self.cell(at)
        told = "" if cell is None or page.found is None or page.asked is None else words.cell(
            page.asked, page.found, page.titles(), cell)
        page.picture.setToolTip(tip(told))


class Cooperation(Table):
    title = "Cooperation"
    what = standings.COOPERATION


class Invaders(View):
    """Who can invade whom."""

    title = "Who invades whom"
    tip = "Whether a few of one kind spread among many of another; arrows lead to those who invade"
    paint = invaders.paint

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._lit: int | None = None

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
        self._put(invaders.scene(self._titles(key[0]), found, self._lit))

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        self._lit = invaders.strategy_at(*self._where(), scene, at)
        if self._lit != scene.lit:
            self._put(invaders.light(scene, self._lit))
        self.page.picture.setToolTip("" if self._lit is None else tip(scene.told(self._lit)))


class Ecology(View):
    """Shares over generations, from starts that can be dragged."""

    title = "Ecology"
    tip = "Shares grow by what they earn from all, themselves included; drag a band at the left edge"
    paint = ecology.paint
    layers = (ecology.paint_still, ecology.paint_moving, ecology.still_of)

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._start: tuple[tuple[str, ...], tuple[float, ...]] = ((), ())
        self._held: tuple[int, QPointF] | None = None

    def show(self) -> None:
        found = self.page.found
        assert found is not None
        places, matrix, _errors = self._whole()
        players = tuple(found.players[k] for k in places)
        if self._start[0] != players:
            self._start = (players, (1 / max(len(players), 1),) * len(players))
        if len(places) > AT_ONCE:
            self._later((places, id(found), self._start[1]), evolve, matrix, self._start[1])
            return
        try:
            self.take((places,), evolve(matrix, self._start[1]))
        except InputError as problem:
            self._say(words.to_come(problem))

    def take(self, key: Any, found: Any) -> None:
        self._put(ecology.scene(self._titles(key[0]), found))

    def pressed(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        band = ecology.band_at(*self._where(), scene, at)
        self._held = None if band is None else (band, at)

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        if self._held is not None:
            band, before = self._held
            shares = ecology.dragged(*self._where(), scene, band, before.y() - at.y())
            self._held = (band, at)
            self._start = (self._start[0], shares)
            self.show()
            return
        now = ecology.generation_at(*self._where(), scene, at)
        if now != scene.now:
            self._put(ecology.at(scene, now))

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

    def show(self) -> None:
        asked = self.page.asked
        assert asked is not None
        players = tuple(name for name in asked.players if small_automaton(name, asked.strategies) is not None)
        if len(players) < 2:
            self._say("Ranks by noise are worked out for automata; fewer than two take part.")
            return
        still = replace(asked.repetition, noise=Fraction(0))
        same = replace(asked, players=players, repetition=still, seed=0)
        if self._kept[0] == same:
            self.take(same, self._kept[1])
            return
        self._say("Being worked out…")
        self._later(same, ranked, same)

    def take(self, key: Tournament, found: Any) -> None:
        self._kept = (key, found)
        self._put(noise_ranks.scene(self.page.titles(key.players), found))

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        lit = noise_ranks.line_at(*self._where(), scene, at)
        if lit != scene.lit:
            self._put(noise_ranks.light(scene, lit))
        self.page.picture.setToolTip("" if lit is None else tip(scene.names[lit]))


class Fingerprint(View):
    """What the lit strategy earns against a probe mixed with chance."""

    title = "Fingerprint"
    tip = "Of the strategy in the chosen row: its payoff against Tit for Tat mixed with chance (Ashlock)"
    paint = fingerprint.paint
    PROBE = "tit-for-tat"

    def __init__(self, page: TournamentPage) -> None:
        super().__init__(page)
        self._kept: tuple[Any, Any] = (None, None)

    def show(self) -> None:
        page, asked = self.page, self.page.asked
        assert asked is not None
        if asked.game.shape != (2, 2):
            self._say("A fingerprint needs a game of two strategies for each player.")
            return
        if page.lit is None:
            self._say("Choose a row in the table of payoffs first: the fingerprint is that strategy’s.")
            return
        name = asked.players[page.lit[0]]
        if small_automaton(name, asked.strategies) is None:
            self._say(f"{page.titles()[page.lit[0]]} is no table of states, so it has no exact fingerprint. "
                      "Choose another row in the table of payoffs.")
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

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is not None:
            point = fingerprint.point_at(*self._where(), scene, at)
            if point != scene.lit:
                self._put(fingerprint.light(scene, point))


class SmallPopulations(View):
    """How long each strategy holds a small population, where mutants are rare."""

    title = "Small populations"
    tip = (f"The share of the time that each holds a population of {PEOPLE}, where mutants are rare and "
           "the others are imitated by their payoffs (Imhof, Fudenberg and Nowak 2005, by the Fermi rule)")
    paint = residents.paint

    def show(self) -> None:
        found = self.page.found
        assert found is not None
        places, matrix, _errors = self._whole()
        if len(places) > AT_ONCE:
            self._later((places, id(found)), fixation, matrix, PEOPLE)
            return
        try:
            self.take((places,), fixation(matrix, PEOPLE))
        except InputError as problem:
            self._say(words.to_come(problem))

    def take(self, key: Any, found: Any) -> None:
        self._put(residents.scene(self._titles(key[0]), found))

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is None:
            return
        lit = residents.strategy_at(*self._where(), scene, at)
        if lit != scene.lit:
            self._put(residents.light(scene, lit))
        self.page.picture.setToolTip("" if lit is None else tip(scene.told(lit)))


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

    def moved(self, at: QPointF) -> None:
        scene = self.page.picture.scene
        if scene is not None:
            place = memory_one.moment_at(*self._where(), scene, at)
            if place != scene.now:
                self._put(memory_one.at(scene, place))


VIEWS = (Table, Cooperation, Invaders, Ecology, SmallPopulations, NoiseRanks, Fingerprint, Mutation)


def evolved(asked: Evolution, since: Moment | None, progress: Progress = silent) -> list[Moment]:
    """Some generations more. Runs in a worker."""
    return run(asked, GENERATIONS, EVERY, since, progress)


def ranked(asked: Tournament, progress: Progress = silent) -> Any:
    """Runs in a worker."""
    return ranks_of(asked, progress=progress)


def printed(asked: Tournament, strategy: str, probe: str, progress: Progress = silent) -> Any:
    """Runs in a worker."""
    return print_of(asked.game, strategy, probe, progress=progress, strategies=asked.strategies)
