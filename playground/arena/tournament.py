"""Round robins: everybody against everybody, exactly where mathematics gives it, by simulation elsewhere; in
games of three and more players in groups (groups.py).

A `Tournament` is what is asked; its `bouts` are independent of each other, so that they can be worked out in
any order and process, and what is there so far is a result already. """

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property
from queue import Empty, SimpleQueue
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from playground.arena.chain import frequencies, is_workable
from playground.arena.field import Field
from playground.arena.group_table import GroupTables, Outcome
from playground.arena.groups import MOST_PROFILES, Habit, Seating, habit_of, seat
from playground.arena.groups import frequencies as group_frequencies
from playground.arena.match import HUMAN, Match
from playground.arena.play import play_on
from playground.arena.simulate import simulate
from playground.arena.uncertainty import jackknife, joined, margin
from playground.catalogue import Catalogue, Entry, UnknownEntry
from playground.game import NormalForm, Repetition
from playground.problem import InputError, Problem
from playground.progress import Progress, silent
from playground.strategy import STRATEGIES, Automaton, Forfeit, Script, Strategy, decider, table_of, usable
from playground.strategy.general import MemoryOne

Number = Fraction | float
Bout = tuple[int, ...]  # who sits in which seat: places in the line-up

MOST_FRACTIONS = 3_000  # bouts that are worked out in fractions; with more all are computed in floating point
MOST_PLAYERS = 1_000
MOST_TURNS = 10**11  # of all simulated matches together
BOUTS_A_TASK = 50
WAIT = 0.05  # seconds without news from elsewhere after which `progress` is called
EXACT, COMPUTED, SIMULATED, FORFEIT = "exact", "computed", "simulated", "forfeit"
KINDS = (EXACT, COMPUTED, SIMULATED)  # the worst of the parts is that of the whole


@dataclass(frozen=True)
class Score:
    """One bout. Of each seat the payoff a turn and how often it played its first strategy. `kind`: exact in
    fractions, computed (the expected value, in floating point: errors about 1e-12), or simulated; then
    `errors` are the standard errors of the payoffs (`uncertainty`), None where there was one match only.
    `forfeits`: which places of the line-up could not go on, and why; then there are no payoffs."""

    payoffs: tuple[Number, ...]
    cooperation: tuple[Number, ...]
    kind: str
    errors: tuple[float, ...] | None
    forfeits: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Tournament:
    """Who meets whom, and how.

    players
        Names of strategies; a name may stand several times.
    repetition
        How long matches are and how reliable. An endless game can be worked out, but not simulated.
    repetitions
        How many matches are played of a bout that is simulated.
    exact
        Work out expected payoffs where all are automata, or in groups look at the last round only; without it
        only where nothing is left to chance.
    self_play
        Whether a strategy's matches against itself count in its mean; they are worked out in any case.
    weights
        How often each player is met, compared with the others; nothing: all equally.
    own
        Strategies beyond the catalogue, such as a document's.

    Raises `InputError` for all that cannot be played, with places.
    """

    game: NormalForm
    players: tuple[str, ...]
    repetition: Repetition
    repetitions: int = 10
    seed: int = 0
    exact: bool = True
    self_play: bool = False
    weights: tuple[Fraction, ...] = ()
    own: tuple[Entry[Strategy], ...] = ()

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InputError(problems)

    def _problems(self) -> Iterable[Problem]:
        if self.game.n_players < 2:
            yield Problem("players", "the game has one player, who meets nobody")
            return
        try:
            _ = self.game.floats  # means and standard errors are made of them
        except InputError as problem:
            yield from problem.problems
        if not 1 <= len(self.players) <= MOST_PLAYERS:
            yield Problem("players", f"{len(self.players):,} strategies; give from 1 to {MOST_PLAYERS:,}")
        for k, name in enumerate(self.players):
            try:
                reason = ("a human cannot play here" if name == HUMAN
                          else usable(name, self.game, self.strategies))
            except (UnknownEntry, InputError) as problem:
                reason = str(problem)
            if reason:
                yield Problem(f"players[{k}]", reason)
        if self.repetitions < 1:
            yield Problem("repetitions", f"{self.repetitions} is not from 1 on")
        if self.seed < 0:
            yield Problem("seed", f"{self.seed} is negative; give a whole number from 0 on")
        if self.weights and len(self.weights) != len(self.players):
            yield Problem("weights", f"{len(self.weights)} are given for {len(self.players)} players")
        elif self.weights and (min(self.weights) < 0 or not sum(self.weights)):
            yield Problem("weights", "none may be negative, and not all zero")

    @cached_property
    def strategies(self) -> Catalogue[Strategy]:
        return STRATEGIES.joined(self.own) if self.own else STRATEGIES

    @cached_property
    def seating(self) -> Seating:
        """The groups, in games of more than two players."""
        chance = np.random.SeedSequence(self.seed, spawn_key=(crc32(b"groups"),))
        return seat(len(self.players), self.game, self._each_weight, self.self_play, chance)

    @cached_property
    def tables(self) -> GroupTables:
        """How the groups make up the table."""
        return GroupTables(self.seating, self._each_weight, self.self_play)

    @property
    def _each_weight(self) -> tuple[Fraction, ...]:
        return self.weights or (Fraction(1),) * len(self.players)

    @property
    def bouts(self) -> tuple[Bout, ...]:
        """Every pair, in both seats where that makes a difference, and each strategy against itself; or every
        group."""
        if self.game.n_players > 2:
            return self.seating.groups
        n = len(self.players)
        return tuple((i, j) for i in range(n) for j in range(i if self.game.is_symmetric else 0, n))

    @property
    def meetings(self) -> npt.NDArray[np.float64]:
        """How often row i meets column j, compared with the others; itself only in self-play."""
        n = len(self.players)
        weights = np.tile(np.array(self.weights or [1] * n, dtype=float), (n, 1))
        if not self.self_play and n > 1:
            np.fill_diagonal(weights, 0)
        return weights

    def is_simulated(self, bout: Bout) -> bool:
        if self.game.n_players > 2:
            return self._is_group_simulated(bout)
        first, second = (self._automaton(k) for k in bout)
        if first is None or second is None or not is_workable(first, second, self.repetition.noise):
            return True
        return not self.exact and not self.repetition.endless and not self._settled((first, second))

    def _settled(self, automata: Sequence[Automaton]) -> bool:
        """Whether nothing is left to chance."""
        return self._is_sure and all(
            max(state.play) == 1 for automaton in automata for state in automaton.states.values())

    @property
    def _is_sure(self) -> bool:
        """Whether neither length nor noise is left to chance."""
        return self.repetition.turns is not None and not self.repetition.noise

    def _is_group_simulated(self, group: Bout) -> bool:
        if not all(map(self._remembers_one, group)):
            return True
        if self.exact or self.repetition.endless:
            return False
        return not (self._is_sure and all(
            self._habit(player, seat).sure for seat, player in enumerate(group)))

    def _remembers_one(self, player: int) -> bool:
        """Whether it looks at the last round only, in a game of not too many profiles."""
        name = self.players[player]
        if name not in self._memory_one:
            self._memory_one[name] = (
                self.game.payoffs[0].size <= MOST_PROFILES
                and not isinstance(self.strategies.read(name)[0].make, Script)
                and isinstance(decider(name, self.game, 0, self.strategies), MemoryOne))
        return self._memory_one[name]

    def _habit(self, player: int, seat: int) -> Habit:
        """What a player who looks at the last round only does in a seat of a group."""
        if (player, seat) not in self._habits:
            who = decider(self.players[player], self.game, seat, self.strategies)
            assert isinstance(who, MemoryOne)
            self._habits[player, seat] = habit_of(who, seat, self.game, self.repetition.noise)
        return self._habits[player, seat]

    @cached_property
    def _memory_one(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _habits(self) -> dict[tuple[int, int], Habit]:
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """For other processes: what is asked, without what was worked out of it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def _automaton(self, place: int) -> Automaton | None:
        name = self.players[place]
        if name not in self._automata:
            self._automata[name] = table_of(name, self.game, self.strategies)
        return self._automata[name]

    @cached_property
    def _automata(self) -> dict[str, Automaton | None]:
        return {}

    def turns(self) -> float:
        """How many turns are simulated, about. Raises `InputError` where that is without end."""
        bouts = list(filter(self.is_simulated, self.bouts))
        if bouts and self.repetition.endless:
            first = " against ".join(self.players[k] for k in bouts[0])
            others = f" and {len(bouts) - 1:,} more {self.called}" if len(bouts) > 1 else ""
            raise InputError([Problem("continuation", f"1 is not below 1: {first}{others} would have to be "
                                                      "simulated, and a match has to end")])
        played = len(bouts)
        return played * self.repetitions * float(self.repetition.expected_turns) if played else 0.0

    @property
    def called(self) -> str:
        """What bouts are called."""
        return "pairs" if self.game.n_players == 2 else "groups"

    def seeds(self, bout: Bout) -> np.random.SeedSequence:
        """What chance holds for a bout: of its own, whoever else plays."""
        names = [self.players[k] for k in bout]
        again = [self.players[:k].count(name) for k, name in zip(bout, names)]
        of_names = (crc32(name.encode()) for name in names)
        return np.random.SeedSequence(self.seed, spawn_key=(*of_names, *again))

    def scores(self, bouts: Sequence[Bout], progress: Progress = silent) -> dict[Bout, Score]:
        """Work out some of the bouts. Raises what `progress` raises."""
        played = [bout for bout in bouts if self.is_simulated(bout)]
        known = set(bouts).difference(played)
        work_out = self._worked_out if self.game.n_players == 2 else self._groups_worked_out
        return work_out([bout for bout in bouts if bout in known], progress) | self._simulated(
            played, progress)

    def _groups_worked_out(self, groups: Sequence[Bout], progress: Progress) -> dict[Bout, Score]:
        found = {}
        for number, group in enumerate(groups):
            progress(number / len(groups), f"{number:,} of {len(groups):,} groups")
            played = [self._habit(player, seat) for seat, player in enumerate(group)]
            table, exact = group_frequencies(played, self.repetition, progress)
            found[group] = self._score(table, EXACT if exact else COMPUTED)
        return found

    def _worked_out(self, bouts: Sequence[Bout], progress: Progress) -> dict[Bout, Score]:
        places = sorted({k for bout in bouts for k in bout})
        automata = {k: automaton for k in places if (automaton := self._automaton(k)) is not None}
        found: dict[Bout, Score] = {}
        if len(bouts) <= MOST_FRACTIONS:
            for number, (i, j) in enumerate(bouts):
                progress(number / len(bouts), f"{number:,} of {len(bouts):,} pairs")
                table = frequencies(automata[i], automata[j], self.repetition, progress)
                if table is not None:
                    found[i, j] = self._score([each for row in table for each in row], EXACT)
        rest = [bout for bout in bouts if bout not in found]
        if rest:
            where = {k: n for n, k in enumerate(automata)}
            computed = Field(list(automata.values())).frequencies(self.repetition, progress)
            for i, j in rest:
                found[i, j] = self._score(computed[where[i], where[j]].ravel().tolist(), COMPUTED)
        return found

    def _score(self, table: Sequence[Any], kind: str, errors: tuple[float, ...] | None = ()) -> Score:
        """Of the frequencies of each profile, in the order of the cells; `errors`: none at all, if empty."""
        seats, exact = range(self.game.n_players), kind == EXACT
        payoffs = [(each if exact else each.astype(float)).ravel().tolist() for each in self.game.payoffs]
        shares = np.array(table, dtype=object).reshape(self.game.shape)
        return Score(tuple(sum(share * value for share, value in zip(table, each)) for each in payoffs),
                     tuple(sum(shares.take(0, seat).ravel().tolist()) for seat in seats), kind,
                     (0.0,) * len(seats) if errors == () else errors)

    def _simulated(self, bouts: Sequence[Bout], progress: Progress) -> dict[Bout, Score]:
        tables = [bout for bout in bouts if self.game.n_players == 2 and not any(
            self._automaton(k) is None for k in bout)]
        found: dict[Bout, Score] = {}
        if tables:
            places = sorted({k for bout in tables for k in bout})
            where = {k: n for n, k in enumerate(places)}
            automata = [automaton for k in places if (automaton := self._automaton(k)) is not None]
            counts = simulate(automata, [(where[i], where[j]) for i, j in tables], self.repetition,
                              self.repetitions, [self.seeds(bout) for bout in tables], progress)
            found = {bout: self._tally(of) for bout, of in zip(tables, counts)}
        out: dict[int, str] = {}
        for number, bout in enumerate(bout for bout in bouts if bout not in found):
            progress(number / len(bouts), f"{number:,} of {len(bouts):,} bouts")
            try:
                if not out.keys() & set(bout):
                    found[bout] = self._tally(self._matches(bout, progress))
                    continue
            except Forfeit as forfeit:
                out[bout[forfeit.seat]] = forfeit.reason
            nothing = (math.nan,) * len(bout)
            found[bout] = Score(nothing, nothing, FORFEIT, None,
                                tuple((k, out[k]) for k in dict.fromkeys(bout) if k in out))
        return found

    def _matches(self, bout: Bout, progress: Progress) -> npt.NDArray[np.int64]:
        """The profiles of each match. Raises `Forfeit` where one of them cannot go on."""
        strategies = STRATEGIES.joined(replace(entry, make=replace(entry.make, progress=progress))
                                       if isinstance(entry.make, Script) else entry for entry in self.own)
        counts = np.zeros((self.repetitions, *self.game.shape), dtype=np.int64)
        for each, seed in zip(counts, self.seeds(bout).spawn(self.repetitions)):
            match = Match(self.game, [self.players[k] for k in bout], self.repetition,
                          int(seed.generate_state(1)[0]), strategies)
            play_on(match, progress)
            if match.forfeit is not None:
                raise match.forfeit
            for actions, count in Counter(played.actions for played in match.rounds).items():
                each[actions] = count
        return counts

    def _tally(self, counts: npt.NDArray[np.int64]) -> Score:
        """Of the profiles each match played, [match, first's move, second's move, …]. Payoffs a turn are sums
        over all matches divided by all turns."""
        flat = counts.reshape(len(counts), -1)
        turns = flat.sum(axis=1)
        errors = None if len(turns) == 1 else tuple(
            jackknife(flat @ each.astype(float).ravel(), turns) for each in self.game.payoffs)
        return self._score((flat.sum(axis=0) / int(turns.sum())).tolist(), SIMULATED, errors)


@dataclass(frozen=True)
class TournamentResult:
    """What is there of a tournament; where a pair is still to come, None.

    matrix, cooperation
        [i][j]: the payoff a turn of player i against player j, and how often i played its first strategy. In
        a game where seats differ both seatings count half. In games of more than two players: where one of
        its co-players is j and the others are drawn from the line-up (group_table.py).
    kinds, errors
        [i][j]: how it was found (`Score`), and the standard error of the payoff (None: it cannot be told).
    mean, mean_errors
        Of each player over all that it meets.
    freedom, mean_freedom
        Degrees of freedom of these errors, infinite where nothing is left to chance (`uncertainty`).
    ranking
        Places in the line-up, best mean first; equal ones in the order of the line-up.
    forfeits
        Places of those that could not go on in some match, such as a script that failed, with the reason:
        they are out of the table.
    groups
        In games of more than two players what came of each group, a payoff a seat.
    """

    tournament: Tournament
    matrix: tuple[tuple[Number | None, ...], ...]
    cooperation: tuple[tuple[Number | None, ...], ...]
    kinds: tuple[tuple[str | None, ...], ...]
    errors: tuple[tuple[float | None, ...], ...]
    mean: tuple[Number | None, ...]
    mean_errors: tuple[float | None, ...]
    freedom: tuple[tuple[float | None, ...], ...]
    mean_freedom: tuple[float, ...]
    ranking: tuple[int, ...]
    forfeits: Mapping[int, str]
    groups: Mapping[Bout, Score] = field(default_factory=dict)

    @property
    def players(self) -> tuple[str, ...]:
        return self.tournament.players

    @property
    def seed(self) -> int:
        return self.tournament.seed

    @property
    def margins(self) -> tuple[tuple[float | None, ...], ...]:
        """[i][j]: half the width of the 95 % interval of the payoff."""
        return tuple(tuple(margin(error, free or 0) for error, free in zip(*row))
                     for row in zip(self.errors, self.freedom))

    @property
    def mean_margins(self) -> tuple[float | None, ...]:
        """Half the width of the 95 % interval of each mean."""
        return tuple(map(margin, self.mean_errors, self.mean_freedom))

    @property
    def exact(self) -> bool:
        """Whether every number is exact."""
        return all(kind == EXACT for i, row in enumerate(self.kinds) for j, kind in enumerate(row)
                   if not self.forfeits.keys() & {i, j})

    def how(self, player: int) -> str:
        """How a player's payoffs were found: `exact, simulated`."""
        return ", ".join(sorted({kind for kind in self.kinds[player] if kind}))

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground tournament --json`."""
        asked = self.tournament
        repetition = asked.repetition
        return {"players": list(self.players),
                "matrix": [list(map(plain, row)) for row in self.matrix],
                "mean": list(map(plain, self.mean)),
                "ranking": [self.players[k] for k in self.ranking],
                "order": list(self.ranking),
                "cooperation": [list(map(plain, row)) for row in self.cooperation],
                "kinds": [list(row) for row in self.kinds],
                "errors": [list(row) for row in self.errors], "mean_errors": list(self.mean_errors),
                "margins": [list(row) for row in self.margins], "mean_margins": list(self.mean_margins),
                "forfeits": {self.players[k]: reason for k, reason in self.forfeits.items()},
                "exact": self.exact, "seed": self.seed, "turns": repetition.turns,
                "continuation": None if repetition.continuation is None else str(repetition.continuation),
                "noise": str(repetition.noise), "repetitions": asked.repetitions,
                "self_play": asked.self_play, "weights": [str(weight) for weight in asked.weights] or None,
                **self._groups_as_dict()}

    def _groups_as_dict(self) -> dict[str, Any]:
        if self.tournament.game.n_players == 2:
            return {}
        seating = self.tournament.seating
        return {"groups": [{"players": [self.players[k] for k in group],
                            "payoffs": list(map(plain, score.payoffs)),
                            "cooperation": list(map(plain, score.cooperation)), "kind": score.kind,
                            "errors": score.errors and list(score.errors)}
                           for group, score in self.groups.items() if score.kind != FORFEIT],
                "groups_drawn": seating.drawn, "groups_possible": seating.count}


def plain(value: Number | None) -> str | float | None:
    """As JSON has it: exact numbers as texts."""
    return str(value) if isinstance(value, Fraction) else value


def result(tournament: Tournament, scores: Mapping[Bout, Score]) -> TournamentResult:
    """The tables, from the bouts that are worked out so far."""
    if tournament.game.n_players > 2:
        return _of_groups(tournament, scores)
    n = len(tournament.players)
    out = forfeits_of(scores)
    cells: list[list[list[tuple[Score, int]]]] = [[[] for _ in range(n)] for _ in range(n)]
    for (i, j), score in scores.items():
        if out.keys() & {i, j}:
            continue
        cells[i][j].append((score, 0))
        if i != j or not tournament.game.is_symmetric:
            cells[j][i].append((score, 1))
    seatings = 1 if tournament.game.is_symmetric else 2
    free = tournament.repetitions - 1
    table = [[_Cell.of(cell, free) if len(cell) == seatings else None for cell in row] for row in cells]
    weights = tournament.weights or (Fraction(1),) * n
    means = [_mean([(cell, weights[j]) for j, cell in enumerate(row)
                    if weights[j] and (j != i or tournament.self_play or n == 1)])
             for i, row in enumerate(table)]
    mean, mean_errors, mean_freedom = zip(*means)
    order = _ranked(mean)
    return TournamentResult(
        tournament, _each(table, "payoff"), _each(table, "cooperation"), _each(table, "kind"),
        _each(table, "error"), mean, mean_errors, _each(table, "freedom"), mean_freedom, order, out)


def _ranked(mean: Sequence[Number | None]) -> tuple[int, ...]:
    there = [k for k, value in enumerate(mean) if value is not None]
    return tuple(sorted(there, key=lambda k: -(mean[k] or 0)))


def outcomes(tournament: Tournament, scores: Mapping[Bout, Score]) -> dict[Bout, Outcome]:
    """Of groups without anybody who is out. Where groups are drawn nothing is exact."""
    out = forfeits_of(scores)
    worst = KINDS.index(SIMULATED) if tournament.seating.drawn else 0
    return {group: Outcome(score.payoffs, score.cooperation, score.errors or (math.nan,) * len(group),
                           max(worst, KINDS.index(score.kind)))
            for group, score in scores.items() if not out.keys() & set(group)}


def _of_groups(tournament: Tournament, scores: Mapping[Bout, Score]) -> TournamentResult:
    known = outcomes(tournament, scores)
    table = tournament.tables.table(known, tournament.repetitions - 1)
    payoffs, cooperation, mean = tournament.tables.exact_means(known, table)
    matrix = [_filled(*rows) for rows in zip(payoffs, table.payoffs.tolist())]
    means = _filled(mean, table.mean.tolist())
    kinds = tuple(tuple(None if kind < 0 else EXACT if isinstance(value, Fraction) else KINDS[max(kind, 1)]
                        for kind, value in zip(*rows)) for rows in zip(table.kinds.tolist(), matrix))
    return TournamentResult(
        tournament, tuple(matrix),
        tuple(_filled(*rows) for rows in zip(cooperation, table.cooperation.tolist())), kinds,
        tuple(map(_told, table.errors)), means, _told(table.mean_errors),
        tuple(map(_told, table.freedom)), tuple(table.mean_freedom.tolist()), _ranked(means),
        forfeits_of(scores), dict(scores))


def _filled(fractions: Sequence[Fraction | None], values: Sequence[float]) -> tuple[Number | None, ...]:
    """Fractions where they are; else what is known in floating point."""
    return tuple(exact if exact is not None else told for exact, told in zip(fractions, _told(values)))


def _told(values: Iterable[float]) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(value) else float(value) for value in values)


def forfeits_of(scores: Mapping[Bout, Score]) -> dict[int, str]:
    """Who could not go on, and why. In the order of the bouts, and not counting those with somebody who is
    out already: such a bout is played only where another process does not know it yet."""
    out: dict[int, str] = {}
    for bout in sorted(scores):
        if not out.keys() & set(bout):
            out |= dict(scores[bout].forfeits)
    return out


def _each(table: Sequence[Sequence[_Cell | None]], what: str) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(None if cell is None else getattr(cell, what) for cell in row) for row in table)


@dataclass(frozen=True)
class _Cell:
    payoff: Number
    cooperation: Number
    kind: str
    error: float | None
    freedom: float

    @classmethod
    def of(cls, seatings: Sequence[tuple[Score, int]], freedom: int) -> _Cell:
        count = len(seatings)
        errors = [score.errors[seat] if score.errors else None for score, seat in seatings]
        kinds = [score.kind for score, _seat in seatings]
        return cls(_total(score.payoffs[seat] for score, seat in seatings) / count,
                   _total(score.cooperation[seat] for score, seat in seatings) / count,
                   max(kinds, key=(EXACT, COMPUTED, SIMULATED).index),
                   *joined(errors, [freedom] * count, [1] * count))


def _mean(cells: Sequence[tuple[_Cell | None, Fraction]]) -> tuple[Number | None, float | None, float]:
    """Over the cells that are there, its standard error and the degrees of freedom of that."""
    there = [(cell, weight) for cell, weight in cells if cell is not None]
    if not there:
        return None, None, 0.0
    mean = _total(cell.payoff * weight for cell, weight in there) / sum(weight for _cell, weight in there)
    return mean, *joined([cell.error for cell, _weight in there], [cell.freedom for cell, _weight in there],
                         [float(weight) for _cell, weight in there])


def _total(values: Iterable[Number]) -> Number:
    """Exact where all are; else in floating point, without errors of its own."""
    every = list(values)
    if all(isinstance(value, Fraction) for value in every):
        return sum(every, Fraction(0))
    return math.fsum(every)


def play_all(tournament: Tournament, progress: Progress = silent, executor: Executor | None = None
             ) -> TournamentResult:
    """The whole tournament; with an `executor` (of processes, threads or a cluster) in parts beside each
    other, with the same numbers. Raises `InputError`, and what `progress` raises."""
    return play_each([tournament], progress, executor)[0]


def play_each(tournaments: Sequence[Tournament], progress: Progress = silent,
              executor: Executor | None = None) -> list[TournamentResult]:
    """`play_all` for several, beside each other too."""
    turns = sum(tournament.turns() for tournament in tournaments)
    if turns > MOST_TURNS:
        raise InputError([Problem("repetitions", f"about {turns:,.0f} turns would be simulated; "
                                                 f"{MOST_TURNS:,} are allowed")])
    if executor is None:
        return [result(tournament, tournament.scores(tournament.bouts, partly(progress, k, len(tournaments))))
                for k, tournament in enumerate(tournaments)]
    parts = [(k, tournament.bouts[at:at + BOUTS_A_TASK]) for k, tournament in enumerate(tournaments)
             for at in range(0, len(tournament.bouts), BOUTS_A_TASK)]
    tasks = {executor.submit(tournaments[k].scores, part): k for k, part in parts}
    done: SimpleQueue[Future[dict[Bout, Score]]] = SimpleQueue()
    found: list[dict[Bout, Score]] = [{} for _ in tournaments]
    try:
        for task in tasks:
            task.add_done_callback(done.put)
        for number in range(len(tasks)):
            while True:
                progress(number / len(tasks), f"{number:,} of {len(tasks):,} parts")
                try:
                    task = done.get(timeout=WAIT)
                except Empty:
                    continue
                found[tasks[task]] |= task.result()
                break
    finally:
        for task in tasks:
            task.cancel()
    return [result(tournament, {bout: scores[bout] for bout in tournament.bouts})
            for tournament, scores in zip(tournaments, found)]


def partly(progress: Progress, number: int, count: int) -> Progress:
    """The hook of one of several calls, one after the other."""
    return lambda done, text="": progress(None if done is None else (number + done) / count, text)
