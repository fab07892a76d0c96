"""A tournament that is being worked out: at once what can be had in the same event, the rest elsewhere.

Pairs of automata are worked out at once, in floating point, and in fractions when the sliders rest. What has
to be simulated is played beside the window, some pairs at a time, and can be halted and gone on with. """

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

from playground.app.live import Live
from playground.arena import KeptResults, Tournament, digest_of
from playground.arena.field import Field
from playground.arena.standings import MISSING, Floats, Standings, automata_of, kept_standings, standings
from playground.arena.tournament import MOST_FRACTIONS, Bout, Score
from playground.game import Repetition
from playground.progress import Progress, silent
from playground.strategy import Automaton

QUIET = 120  # milliseconds without a change before fractions are asked for and simulations begin
FRAME = 0.025  # seconds a table may take in the interface's own process: to be shown takes as long again
SLOW = 150  # milliseconds a picture may lag behind the sliders before it stands back
PART = 200_000  # turns simulated at a time
SOME = Fraction(1, 20)  # noise, of which the cost of a table is measured
ALONE = 3_000_000  # turns that are simulated without being asked to


class TournamentRun(QObject):
    """Signals: changed (there is another table), moved_on (how far it is), told (what is being done), waited
    (a table takes longer than a moment; the last one stays). """

    changed = Signal()
    moved_on = Signal()
    told = Signal(str)
    waited = Signal()

    def __init__(self, live: Live, results: Callable[[], KeptResults | None], parent: QObject) -> None:
        """`results`: what the document keeps."""
        super().__init__(parent)
        self._live, self._results = live, results
        self.asked: Tournament | None = None
        self.found: Standings | None = None
        self.queue: list[Bout] = []  # still to be simulated
        self.halted = False
        self._scores: dict[tuple[str, ...], Score] = {}  # by names: they stay when the line-up changes
        self._field: tuple[tuple[Automaton, ...], Field] | None = None
        self._costs: dict[object, float] = {}  # seconds that a table takes, by `_kind`
        self._table: tuple[Tournament, Ready] | None = None  # of a line-up that takes longer than a moment
        self._last: Standings | None = None  # what was shown last
        self._digest: tuple[Tournament, str] | None = None
        self._revision = 0
        self.quiet = QTimer(self)
        self.quiet.setSingleShot(True)
        self.quiet.setInterval(QUIET)
        self.quiet.timeout.connect(self._settle)
        self.slow = QTimer(self)
        self.slow.setSingleShot(True)
        self.slow.setInterval(SLOW)
        self.slow.timeout.connect(self.waited)

    # --- what is asked ----------------------------------------------------------------------------------

    def ask(self, asked: Tournament | None, keep: bool) -> None:
        """Work this one out, or none. `keep`: bouts that are known stay so."""
        self._stop()
        if not keep:
            self._scores = {}
        self.asked, self.found = asked, None
        self.halted = False
        if asked is None:
            self.slow.stop()
            return
        self._compute()
        self.quiet.start()

    def _stop(self) -> None:
        """Nothing more is worked out."""
        self.quiet.stop()
        for key in ("tournament-exact", "tournament-play", "tournament-field", "tournament-view"):
            self._live.cancel(key)
        self.queue = []

    def next_revision(self) -> int:
        self._revision += 1
        return self._revision

    @property
    def is_kept(self) -> bool:
        """Whether the results that the document keeps are of what is asked now."""
        results = self._results()
        if self.asked is None or results is None:
            return False
        if self._digest is None or self._digest[0] is not self.asked:
            self._digest = self.asked, digest_of(self.asked)
        return self._digest[1] == results.digest

    @property
    def is_whole(self) -> bool:
        """Whether every bout is known."""
        if self.asked is None or self.found is None or self.queue:
            return False
        known = self.known()
        return all(bout in known for bout in self.asked.bouts)

    # --- at once ----------------------------------------------------------------------------------------

    def _compute(self) -> None:
        """The table as it can be had in the same event; the rest beside the window."""
        asked = self.asked
        if asked is None:
            return
        automata = automata_of(asked) if asked.exact else {}
        names, tables = tuple(asked.players[k] for k in automata), tuple(automata.values())
        kept = self._field is not None and self._field[0] == tables
        field: Field | Ready | None = self._field[1] if kept and self._field is not None else None
        if names and field is None:
            self._live.request("tournament-field", self.next_revision(), laid_out, tables, asked.repetition,
                               done=self._take_field)
        if field is not None and self._cost(asked.repetition) > FRAME:
            # A table that takes longer is worked out beside the window; the last one stays until it is there.
            field = self._ready(asked, tables)
            if field is None and self._last is not None and self._last.players == asked.players:
                self.found = self._last
                if not self.slow.isActive():
                    self.slow.start()
                self.moved_on.emit()
                return
        self.slow.stop()
        started = time.perf_counter()
        self.found = self._last = standings(asked, self.known(), field, tuple(automata))
        if isinstance(field, Field):
            self._costs[_kind(asked.repetition)] = time.perf_counter() - started
        results = self._results()
        if results is not None and any(MISSING in row for row in self.found.kinds) and self.is_kept:
            self.found = kept_standings(asked, results) or self.found
        self.changed.emit()

    def _cost(self, repetition: Repetition) -> float:
        """Seconds that a table takes: as the last one of its kind did, or at worst as any."""
        return self._costs.get(_kind(repetition), max(self._costs.values(), default=0.0))

    def _ready(self, asked: Tournament, tables: tuple[Automaton, ...]) -> Ready | None:
        """The table that was worked out beside the window; None, and it is asked for, where it is not there.
        One at a time, so that there is something to see while a slider moves."""
        if self._table is not None and self._table[0] == asked:
            return self._table[1]
        if not self._live.is_busy("tournament-table"):
            self._live.request("tournament-table", self.next_revision(), tabled, tables, asked,
                               done=self._take_table)
        return None

    def _take_table(self, answer: tuple[Tournament, Ready, float | None]) -> None:
        of, ready, seconds = answer
        self._table = of, ready
        if seconds is not None:
            self._costs[_kind(of.repetition)] = seconds
        asked = self.asked
        if asked is None:
            return
        if of != asked and of.players == asked.players and of.game == asked.game and self.found is not None:
            # The slider is further already: what was on the way is shown meanwhile.
            self.found = self._last = standings(of, {}, ready, tuple(automata_of(of)))
            self.changed.emit()
            self.slow.start()
        self._compute()

    def _take_field(self, answer: tuple[tuple[Automaton, ...], Field, Repetition, float]) -> None:
        tables, field, of, seconds = answer
        self._costs = {_kind(of): seconds}
        _load("scipy.sparse.linalg")  # for large chains, not within the first move of a slider
        self._field = (tables, field)
        self._compute()

    def known(self) -> dict[Bout, Score]:
        """The bouts that were worked out in full, or simulated."""
        asked = self.asked
        assert asked is not None
        if not self._scores:
            return {}
        names = self._names(asked)
        keys = {bout: tuple(names[k] for k in bout) for bout in asked.bouts}
        return {bout: self._scores[key] for bout, key in keys.items() if key in self._scores}

    @staticmethod
    def _names(asked: Tournament) -> list[str]:
        """By which scores are kept: what stands there again is another one, with luck of its own."""
        seen: Counter[str] = Counter()
        made = []
        for name in asked.players:
            made.append(f"{name} {seen[name]}")
            seen[name] += 1
        return made

    def _take(self, scores: dict[Bout, Score]) -> None:
        if self.asked is not None:
            names = self._names(self.asked)
            self._scores |= {tuple(names[k] for k in bout): score for bout, score in scores.items()}
            self._compute()

    # --- when the sliders rest --------------------------------------------------------------------------

    def _settle(self) -> None:
        asked = self.asked
        if asked is None:
            return
        known = self.known()
        worked: list[Bout] = []
        played: list[Bout] = []
        for bout in asked.bouts:
            if bout not in known:
                (played if asked.is_simulated(bout) else worked).append(bout)
        self.queue = [] if asked.repetition.endless else played
        if worked and (len(worked) <= MOST_FRACTIONS or self._cost(asked.repetition) > FRAME):
            self._live.request("tournament-exact", self.next_revision(), scored, asked, worked,
                               done=self._take, told=self._told)
        if self.queue:
            _load("scipy.special")  # for how sure the winner is
        if self.queue and self.turns <= ALONE:
            self._go_on()
        self.moved_on.emit()

    def _told(self, done: float | None, text: str) -> None:
        self.told.emit(text)

    @property
    def turns(self) -> float:
        """How many are still to be simulated."""
        asked = self.asked
        if asked is None or not self.queue:
            return 0.0
        return len(self.queue) * asked.repetitions * float(asked.repetition.expected_turns)

    def _go_on(self) -> None:
        """Simulate the next bouts in the queue."""
        asked = self.asked
        if asked is None or not self.queue or self.halted:
            return
        at_once = max(1, round(PART * len(self.queue) / self.turns))
        part = self.queue[:at_once]
        self._live.request("tournament-play", self.next_revision(), scored, asked, part,
                           done=self._played, told=self._told)
        self.moved_on.emit()

    def _played(self, scores: dict[Bout, Score]) -> None:
        self.queue = [bout for bout in self.queue if bout not in scores]
        self._take(scores)
        self._go_on()
        self.moved_on.emit()

    @property
    def is_playing(self) -> bool:
        return self._live.is_busy("tournament-play")

    @property
    def is_settling(self) -> bool:
        """Whether something is on its way that tells how far it is."""
        return self.is_playing or self._live.is_busy("tournament-exact")

    def play_or_halt(self) -> None:
        """Simulate, or halt with what is there; a halted one goes on."""
        if self.is_playing:
            self.halted = True
            self._live.cancel("tournament-play")
        else:
            self.halted = False
            self._go_on()
        self.moved_on.emit()


def _kind(repetition: Repetition) -> object:
    """What tables of about the same cost have in common: without noise most chains fall apart."""
    return bool(repetition.noise), repetition.turns is None, repetition.endless


def _load(module: str) -> None:
    """Begin to load what takes a moment, so that nobody waits when it is needed."""
    threading.Thread(target=import_module, args=(module,), daemon=True).start()


def laid_out(automata: tuple[Automaton, ...], repetition: Repetition
             ) -> tuple[tuple[Automaton, ...], Field, Repetition, float]:
    """A field of automata whose pairs are laid out, and how long the table of something takes. Runs in a
    worker."""
    field = Field(automata)
    for noise in {Fraction(0), SOME, repetition.noise}:
        field.frequencies(Repetition(repetition.turns, repetition.continuation, noise))
    noisy = replace(repetition, noise=SOME)
    started = time.perf_counter()
    field.frequencies(noisy)
    return automata, field, noisy, time.perf_counter() - started


@dataclass(frozen=True, eq=False)
class Ready:
    """A field of which one table was worked out elsewhere."""

    table: Floats

    def frequencies(self, _repetition: Repetition) -> Floats:
        return self.table


_fields: list[tuple[tuple[Automaton, ...], Field]] = []  # of a worker: the last one, laid out


def tabled(automata: tuple[Automaton, ...], asked: Tournament) -> tuple[Tournament, Ready, float | None]:
    """The table of all automata of a tournament, and how long it took where they were laid out already. Runs
    in a worker, which keeps them so."""
    new = not _fields or _fields[0][0] != automata
    if new:
        _fields[:] = [(automata, Field(automata))]
    started = time.perf_counter()
    table = _fields[0][1].frequencies(asked.repetition)
    return asked, Ready(table), None if new else time.perf_counter() - started


def scored(asked: Tournament, bouts: list[Bout], progress: Progress = silent) -> dict[Bout, Score]:
    """Runs in a worker."""
    return asked.scores(bouts, progress)


