"""What the Evolution page works out around the way of its population: basins of attraction, agents who play
beside it, ways from other starts, and rest points against a parameter. Small things at once, others beside
the window. """

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from playground.app.context import Context
from playground.app.pictures import bifurcation as strip
from playground.app.widgets.shares import Shares
from playground.catalogue import MatrixOption, Option
from playground.evolution import DYNAMICS, PopulationGame, Portrait, Trajectory, dynamic_of, trajectory
from playground.evolution.basins import Basins, basins, basins_of
from playground.evolution.bifurcation import Branch, bifurcation
from playground.evolution.courses import course
from playground.game import NormalForm
from playground.game.edits import set_parameter

COARSE, FINE = 24, 120  # points a side of the basins' grid: at once, and when it is quiet
COURSE = 600  # moments of a course
VALUES = 160  # steps of a parameter
MOST_OTHERS = 12  # starts beside the one that is dragged


@dataclass(frozen=True)
class Asked:
    """What everything here depends on."""

    game: NormalForm
    population: PopulationGame
    dynamic: str
    kind: str
    start: Shares
    end: float


class Around:
    """The results, and what is still being worked out. `changed` is called when one has come."""

    def __init__(self, context: Context, changed: Callable[[], None], failed: Callable[[str], None]) -> None:
        self.context = context
        self._changed, self._failed = changed, failed
        self.basins: Basins | None = None
        self.course: Trajectory | None = None
        self.branch: Branch | None = None
        self._branch_of: object = None
        self.starts: tuple[Shares, ...] = ()
        self.others: tuple[Trajectory, ...] = ()

    def forget(self) -> None:
        """The game or the dynamic is another."""
        self.basins = self.course = None
        for key in ("basins", "course", "bifurcation"):
            self.context.live.cancel(key)

    def new_population(self) -> None:
        """The states are others."""
        self.forget()
        self.starts, self.others, self.branch, self._branch_of = (), (), None, None

    # --- at once ---------------------------------------------------------------------------------

    def coarse_basins(self, asked: Asked, portrait: Portrait) -> None:
        self.basins = basins(asked.population, dynamic_of(asked.dynamic), portrait.rest, COARSE,
                             cycles=False)

    def drop(self, start: Shares) -> None:
        """Keep a start beside the others."""
        self.starts = (*self.starts, start)[-MOST_OTHERS:]

    def follow_others(self, asked: Asked, steps: int) -> None:
        """The ways from the other starts."""
        self.others = tuple(trajectory(asked.game, asked.dynamic, start, asked.kind, steps)
                            for start in self.starts)

    # --- beside the window -----------------------------------------------------------------------

    def ask_basins(self, asked: Asked) -> None:
        def done(found: Basins) -> None:
            self.basins = found
            self._changed()
        self.context.live.request("basins", self.context.document.revision, basins_of, asked.game,
                                  asked.dynamic, asked.kind, FINE, done=done, failed=self._failed)

    def ask_course(self, asked: Asked, name: str, size: int, seed: int) -> None:
        def done(found: Trajectory) -> None:
            self.course = found
            self._changed()
        self.context.live.request("course", self.context.document.revision, course, asked.game, name,
                                  asked.dynamic, tuple(map(float, asked.start)), size, asked.end, COURSE,
                                  seed, asked.kind, done=done, failed=self._failed)

    def ask_branch(self, asked: Asked, name: str) -> None:
        """Rest points against the parameter, unless they are known: its own value does not matter."""
        low, high = span(asked.game, asked.dynamic, name)
        values = tuple(low + (high - low) * k / VALUES for k in range(VALUES + 1))
        entry, settings = DYNAMICS.read(asked.dynamic)
        game = set_parameter(asked.game, name, str(low)) if name in asked.game.values else asked.game
        of = (name, low, high, game, entry.name, asked.kind,
              {key: value for key, value in settings.items() if key != name})
        if of == self._branch_of:
            return
        self.branch = None

        def done(found: Branch) -> None:
            self.branch, self._branch_of = found, of
            self._changed()
        self.context.live.request("bifurcation", self.context.document.revision, bifurcation, asked.game,
                                  asked.dynamic, name, values, asked.kind, done=done, failed=self._failed)


def parameters(game: NormalForm, dynamic: str) -> list[str]:
    """What rest points can be drawn against: the game's parameters that are numbers, and the dynamic's
    options."""
    own = [parameter.name for parameter in game.parameters if not parameter.value.names]
    entry, settings = DYNAMICS.read(dynamic)
    tables = [option for option in entry.options if isinstance(option, MatrixOption)]
    idle = {option.instead for option in tables if settings[option.name] is not None}
    return own + [option.name for option in entry.options
                  if option not in tables and option.name not in idle.union(own)]


def value_of(game: NormalForm, dynamic: str, name: str) -> Fraction | None:
    """The parameter's value now."""
    if name in game.values:
        return game.values[name]
    return DYNAMICS.read(dynamic)[1].get(name)


def span(game: NormalForm, dynamic: str, name: str) -> tuple[Fraction, Fraction]:
    """From where to where a parameter is drawn: its bounds, or around its value."""
    value = value_of(game, dynamic, name) or Fraction(0)
    for parameter in game.parameters:
        if parameter.name == name:
            room = max(abs(value), Fraction(1))
            low = value - room if parameter.minimum is None else parameter.minimum
            high = value + room if parameter.maximum is None else parameter.maximum
            return (low, high) if low < high else (low, low + 1)
    option: Option = next(each for each in DYNAMICS.read(dynamic)[0].options if each.name == name)
    most = max((option.default or Fraction(1)) * 5, value * 2, option.minimum + Fraction(1, 10))
    return option.minimum, min(option.maximum, most)


def scene(game: NormalForm, population: PopulationGame, dynamic: str, branch: Branch, axis: int, name: str
          ) -> strip.Scene:
    """The picture of rest points against a parameter, by the share of strategy `axis` of the flat state."""
    dots, spans = [], []
    for value, rest in zip(branch.values, branch.rests):
        for point in rest.points if rest is not None else ():
            dots.append((value, float(point.at[axis]), point.kind))
        for each in rest.continua if rest is not None else ():
            shares = [float(vertex[axis]) for vertex in each.vertices]
            spans.append((value, min(shares), max(shares)))
    own = next(k for k, cut in enumerate(population.slices) if axis < cut.stop)
    return strip.Scene(branch.name, f"share of {name}", branch.values[0], branch.values[-1], tuple(dots),
                       tuple(spans), value_of(game, dynamic, branch.name),
                       axis - population.slices[own].start)


def axes(game: NormalForm, population: PopulationGame) -> list[str]:
    """The names of the shares of a flat state."""
    return [name if population.kind == "one" else f"{player.name}’s {name}"
            for player, _cut in zip(game.players, population.slices) for name in player.strategies]
