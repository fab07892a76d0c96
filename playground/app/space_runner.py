"""A population in space that lives in a thread of its own: numpy lets go of Python's lock, so that the window
never waits, whatever the speed.

What a person changes is done between two generations. The newest generation can be had at any time, and those
before as far as memory is kept for them.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.evolution.space import SpatialRun
from playground.evolution.space.sites import States, shares_of
from playground.problem import InputError
from playground.progress import Cancelled, Progress

KEPT = 128 << 20  # bytes of past generations
MOST_POINTS = 2000  # of the lines over time; beyond, every second goes
PAYOFF_EVERY = 0.05  # seconds between two measurements of the mean payoff while all moves
# Whatever the window does that lets go of Python's lock waits this long for it, several times a frame.
SWITCH = 0.0005  # seconds; Python's own is ten times as long
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moment:
    """One generation: the states now and before, flat; `payoff` is what a site earns on average, if that was
    measured."""

    run: SpatialRun
    generation: int
    states: States
    previous: States
    shares: Floats
    payoff: float | None = None


class Packed:
    """Past generations in a bit a site for two strategies, two bits for up to four, three for eight."""

    def __init__(self, size: int, strategies: int, room: int = KEPT) -> None:
        self.size, self.planes = size, max(1, (strategies - 1).bit_length())
        self.most = max(2, room // (self.planes * -(-size // 8)))
        self._kept: deque[list[States]] = deque(maxlen=self.most)
        self._next = 0

    @property
    def first(self) -> int:
        return self._next - len(self._kept)

    @property
    def last(self) -> int:
        return self._next - 1

    def put(self, generation: int, states: States) -> None:
        """Keep a generation: the next one, or the last one again."""
        one = self.planes == 1
        made = [np.packbits(states if one else states & (1 << plane)) for plane in range(self.planes)]
        if self._kept and generation == self.last:
            self._kept[-1] = made
        else:
            self._kept.append(made)
            self._next = generation + 1

    def at(self, generation: int) -> States:
        planes = [np.unpackbits(plane, count=self.size) for plane in self._kept[generation - self.first]]
        states = planes[0]
        for place, plane in enumerate(planes[1:], 1):
            states |= plane << place
        return states


class Runner:
    """All methods but those with an underscore are for the window's thread and return at once."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ended = False
        self._make: Callable[[], SpatialRun] | None = None
        self._changes: list[Callable[[SpatialRun], object]] = []
        self._steps = 0
        self._rate: float | None = None
        self._next = 0.0
        self._measured = 0.0
        self._run: SpatialRun | None = None
        self._packed = Packed(1, 2)
        self._points: list[tuple[int, Floats]] = []
        self._payoffs: list[tuple[int, float]] = []
        self._stride = 1
        self.newest: Moment | None = None
        self.problem: InputError | None = None  # of the last beginning or change
        self.failure: Exception | None = None  # what was not foreseen

    # --- what is asked ----------------------------------------------------------------------------

    def begin(self, make: Callable[[], SpatialRun]) -> None:
        """Live from the start of what `make` gives; it is called in the thread."""
        with self._turn:
            self._make, self._changes, self._steps = make, [], 0
            self.newest = None
            if self._thread is None:
                sys.setswitchinterval(SWITCH)
                self._thread = threading.Thread(target=self._live, name="space", daemon=True)
                self._thread.start()
            self._turn.notify()

    def change(self, call: Callable[[SpatialRun], object]) -> None:
        """Do this to the run between two generations."""
        with self._turn:
            self._changes.append(call)
            self._turn.notify()

    def play(self, rate: float) -> None:
        """So many generations a second; 0: as many as can be."""
        with self._turn:
            self._rate = rate
            self._turn.notify()

    def pause(self) -> None:
        with self._turn:
            self._rate = None

    def step(self, generations: int = 1) -> None:
        with self._turn:
            self._steps += generations
            self._turn.notify()

    def stop(self) -> None:
        """For good: what is being computed is given up within a few hundredths of a second."""
        with self._turn:
            self._ended = True
            self._turn.notify()

    @property
    def is_playing(self) -> bool:
        return self._rate is not None

    @property
    def is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked that is not done."""
        with self._turn:
            return self._make is None and not self._changes and not self._steps and self._rate is None

    @property
    def kept(self) -> tuple[int, int]:
        """The first and last generation that can be looked at."""
        with self._turn:
            return self._packed.first, self._packed.last

    @property
    def most_kept(self) -> int:
        """How many generations there is memory for."""
        return self._packed.most

    def at(self, generation: int) -> Moment | None:
        """A generation that is kept."""
        with self._turn:
            packed, run = self._packed, self._run
            if run is None or not packed.first <= generation <= packed.last:
                return None
            states = packed.at(generation)
            before = packed.at(generation - 1) if generation > packed.first else states
        return Moment(run, generation, states, before, shares_of(states, run.strategies))

    def series(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Generations and shares; generations and mean payoffs, which are measured more rarely."""
        with self._turn:
            points, payoffs = list(self._points), list(self._payoffs)
        if not points:
            return np.zeros(0), np.zeros((0, 0)), np.zeros(0), np.zeros(0)
        return (np.array([at for at, _ in points], dtype=float), np.array([shares for _, shares in points]),
                np.array([at for at, _ in payoffs], dtype=float), np.array([value for _, value in payoffs]))

    # --- in the thread ----------------------------------------------------------------------------

    def _live(self) -> None:
        while True:
            with self._turn:
                while not self._wanted():
                    self._turn.wait(None if self._rate is None or self._run is None
                                    else max(0.0, self._next - time.monotonic()))
                if self._ended:
                    return
                make = self._make
                change = self._changes.pop(0) if self._changes and make is None else None
            try:
                if make is not None:
                    self._begin(make)
                elif self._run is not None and change is not None:
                    change(self._run)
                    self.problem = None
                    self._note(self._run)
                elif self._run is not None:
                    self._go_on(self._run)
            except InputError as problem:
                self.problem = problem
            except Cancelled:
                pass  # something else is wanted
            except Exception as failure:
                with self._turn:
                    self._steps, self._rate = 0, None
                self.failure = failure

    def _wanted(self) -> bool:
        if self._ended or self._make is not None or self._changes:
            return True
        if self._run is None:
            return False
        return bool(self._steps) or (self._rate is not None and time.monotonic() >= self._next)

    def _begin(self, make: Callable[[], SpatialRun]) -> None:
        try:
            run = make()
        except Exception:
            with self._turn:
                if self._make is make:
                    self._make = self._run = self._rate = None
            raise
        with self._turn:
            if self._make is not make:
                return  # something else has been asked meanwhile
            self._make, self._run, self.problem = None, run, None
            self._packed = Packed(run.sites.size, run.strategies)
            self._points, self._payoffs, self._stride = [], [], 1
            self._measured = 0.0
        self._note(run)

    def _go_on(self, run: SpatialRun) -> None:
        begun = time.monotonic()
        hook: Progress = self._hook
        run.step(1, hook)
        with self._turn:
            self._steps = max(0, self._steps - 1)
            rate = self._rate
        self._next = max(self._next, begun - 0.1) + 1 / rate if rate else 0.0
        self._note(run)

    def _hook(self, done: float | None, text: str = "") -> None:
        if self._ended or self._make is not None:
            raise Cancelled

    def _note(self, run: SpatialRun) -> None:
        """Keep the generation that was reached, and let it be seen."""
        now = time.monotonic()
        payoff = None
        if now - self._measured >= PAYOFF_EVERY or self._rate is None:
            payoff = run.mean_payoff()
            # What costs much is measured seldom.
            self._measured = time.monotonic() + 9 * (time.monotonic() - now)
        shares = run.shares
        with self._turn:
            if self._run is not run or self._make is not None:
                return
            self._packed.put(run.generation, run.states)
            if payoff is not None:
                _append(self._payoffs, run.generation, payoff)
            if self._points and self._points[-1][0] % self._stride:
                self._points.pop()  # the newest is there always, the others in strides
            _append(self._points, run.generation, shares)
            if len(self._points) > MOST_POINTS:
                self._stride *= 2
                self._points = [point for point in self._points if point[0] % self._stride == 0]
            if len(self._payoffs) > MOST_POINTS:
                self._payoffs = self._payoffs[::2]
            self.newest = Moment(run, run.generation, run.states, run.previous, shares, payoff)


def _append(points: list[tuple[int, object]], generation: int, value: object) -> None:  # type: ignore[type-arg]
    if points and points[-1][0] == generation:
        points.pop()
    points.append((generation, value))
