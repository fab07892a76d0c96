"""The verbs of the library's front door, as the command line has them.

Each but `find` and `from_payoff_functions` takes a game or an opened document, and numbers in any exact form:
3, "1/20", Fraction(1, 20) or 0.05 (taken as written).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from playground.catalogue import Catalogue, UnknownEntry
from playground.game import Expression, ExpressionError, NormalForm, Parameter, Repetition, number
from playground.problem import InputError, Problem
from playground.progress import Progress, silent

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from playground.arena import MatchResult, SweepResult, Tournament, TournamentResult
    from playground.choice import Ballots, CommitteeResult, VoteResult
    from playground.choice.budgets import Budget, BudgetOutcome
    from playground.choice.manipulation import Lie
    from playground.equilibrium import Solution
    from playground.evolution import EvolutionResult
    from playground.evolution.basins import Basins
    from playground.evolution.finite import AlphaRank, FinitePath, Fixation, Stationary
    from playground.evolution.space import SpaceCourse
    from playground.files import GameDocument, VoteDocument
    from playground.practice.wish import Value, Wish

Number = int | float | str | Fraction
DEFAULT_TURNS = 200  # as in Axelrod's first tournament


def solve(game: NormalForm | GameDocument, concept: str = "nash", method: str = "exact",
          progress: Progress = silent, options: Mapping[str, Number] | None = None) -> Solution:
    """A solution concept of `game`, with its own `options`, such as {"lambda": 2} for quantal. `playground
    list concepts` shows the names. Raises `InputError`."""
    from playground import equilibrium

    _known(equilibrium.CONCEPTS, concept, "concept")
    if concept == "nash":
        _known(equilibrium.METHODS, method, "method")
    given = {name: fraction(value, f"options[{name}]") for name, value in (options or {}).items()}
    return equilibrium.solve(game_of(game), concept, method, progress, given)


def match(game: NormalForm | GameDocument, players: Sequence[str], *, turns: int | None = None,
          continuation: Number | None = None, noise: Number | None = None, seed: int | None = None,
          progress: Progress = silent, allow_scripts: bool = False) -> MatchResult:
    """One match of strategies, of the catalogue or of the document, over the repeated game.

    A document's scripts were perhaps written by somebody else: they run where `allow_scripts` says so.

    Without `turns` and `continuation` the document's own repetition counts, or else 200 turns; without
    `noise` the document's, or else none; without a seed one is drawn, and the result tells it. Raises
    `InputError`.
    """
    from playground import arena

    repetition = repetition_of(game, turns, continuation, noise)
    if isinstance(game, NormalForm):
        return arena.play(game, players, repetition, seed=seed, progress=progress)
    _allow(game, players, allow_scripts)
    return arena.play(game_of(game), players, repetition, seed=seed, progress=progress,
                      strategies=game.catalogue(progress))


def _allow(game: NormalForm | GameDocument, players: Sequence[str], allow_scripts: bool) -> None:
    """Raise `InputError` where a document's scripts would run without being allowed to."""
    scripts = () if isinstance(game, NormalForm) else game.scripts
    if not allow_scripts and (problems := [
            Problem(f"players[{k}]", f"{name} is a script of this file; allow_scripts=True runs it")
            for k, name in enumerate(players) if name in scripts]):
        raise InputError(problems)


def tournament(game: NormalForm | GameDocument, players: Sequence[str] | None = None, *,
               turns: int | None = None, continuation: Number | None = None, noise: Number | None = None,
               exact: bool | None = None, repetitions: int | None = None, self_play: bool | None = None,
               weights: Sequence[Number] | None = None, seed: int | None = None, progress: Progress = silent,
               executor: Executor | None = None, allow_scripts: bool = False) -> TournamentResult:
    """A round robin of strategies over the repeated game, each against each; in games of more than two
    players all groups of them, or many that are drawn (`arena.groups`).

    Length and noise as for `match`; continuation 1 asks for limits of means. With `exact`, pairs of automata
    and groups of who looks at the last round only are worked out and only the others simulated, `repetitions`
    matches each (10). `self_play`: what a strategy earns against itself counts too. `weights`: how often each
    is met. Without `players` the line-up of the document takes part, with its settings where no others are
    given. With an `executor`, of processes or of a cluster, parts run beside each other and give the same
    numbers. A script of a document runs as for `match`; one that fails is out of the table, with the reason.
    Raises `InputError`.
    """
    from playground import arena

    return arena.play_all(_asked(
        game, players, turns=turns, continuation=continuation, noise=noise, exact=exact,
        repetitions=repetitions, self_play=self_play, weights=weights, seed=seed,
        allow_scripts=allow_scripts), progress, executor)


def _asked(game: NormalForm | GameDocument, players: Sequence[str] | None, *, turns: int | None = None,
           continuation: Number | None = None, noise: Number | None = None, exact: bool | None = None,
           repetitions: int | None = None, self_play: bool | None = None,
           weights: Sequence[Number] | None = None, seed: int | None = None, allow_scripts: bool = False
           ) -> Tournament:
    """The tournament that is asked for, filled up from the document. Raises `InputError`."""
    from playground import arena

    plan = getattr(game, "tournament", None) if players is None else None
    if players is None and plan is None:
        raise InputError([Problem("players", "name strategies; this game comes without a line-up")])
    plan = plan or arena.TournamentPlan(
        tuple(players or ()), repetition_of(game, None, None, None), exact=False)
    _allow(game, plan.players, allow_scripts)
    seed = plan.seed if seed is None else seed
    return arena.Tournament(
        game_of(game), plan.players, _repetition(plan.repetition, turns, continuation, noise),
        plan.repetitions if repetitions is None else repetitions,
        arena.fresh_seed() if seed is None else seed, plan.exact if exact is None else exact,
        plan.self_play if self_play is None else self_play,
        plan.weights if weights is None else tuple(
            fraction(weight, f"weights[{k}]") for k, weight in enumerate(weights)),
        () if isinstance(game, NormalForm) else game.strategies)


def sweep(game: NormalForm | GameDocument, players: Sequence[str] | None = None, *,
          turns: int | Sequence[int] | None = None, continuation: Number | Sequence[Number] | None = None,
          noise: Number | Sequence[Number] | None = None,
          parameters: Mapping[str, Sequence[Number]] | None = None, progress: Progress = silent,
          executor: Executor | None = None, **options: Any) -> SweepResult:
    """A `tournament` at each value of one setting, or each pair of values of two: those given as lists, such
    as noise=[0, "1/20", "1/10"], and `parameters` of the game, such as {"h": [1, 2, 3]}. Everything else, and
    the other `options`, as for `tournament`; all points have the same seed. Raises `InputError`.
    """
    from playground import arena

    given = {"noise": noise, "continuation": continuation, "turns": turns}
    axes: dict[str, Any] = {name: values for name, values in given.items() if _is_list(values)}
    fixed: dict[str, Any] = {name: value for name, value in given.items() if name not in axes}
    if ("turns" in axes and continuation is not None) or ("continuation" in axes and turns is not None):
        raise InputError([Problem("sweep", "matches have either turns or continuation; give one of them")])
    base = _asked(game, players, **fixed, **options)
    return arena.play_sweep(arena.Sweep(base, {
        name: tuple(fraction(value, f"{name}[{k}]") for k, value in enumerate(values))
        for name, values in {**axes, **(parameters or {})}.items()}), progress, executor)


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def evolve(game: NormalForm | GameDocument, dynamic: str = "replicator",
           start: Sequence[Number] | Sequence[Sequence[Number]] | None = None, time: Number = 20,
           steps: int = 200, progress: Progress = silent, *, populations: str = "", beside: str = "",
           size: int = 1000, seed: int | None = None) -> EvolutionResult | FinitePath:
    """How shares of `game`'s strategies change from `start` for `time`, told at `steps` + 1 even times.

    dynamic
        A name of `playground list dynamics`, with options as in `logit:noise=1/5`. A finite population, as
        in `moran:population=50`, is simulated by `seed` for `time` generations.
    populations
        "one" for symmetric games, within which groups meet, or "two" or "three", one a player; the usual one
        if empty. Where there are several, `start` is one list each.
    beside
        A name of `playground list courses`: what `size` agents, or two who learn for so many rounds, do from
        the same start, by `seed`.

    Raises `InputError`.
    """
    from playground import evolution
    from playground.arena import fresh_seed
    from playground.evolution import finite

    inner, span, name = game_of(game), fraction(time, "time"), dynamic.partition(":")[0].strip()
    dynamics: Catalogue[Any] = evolution.DYNAMICS
    _known(dynamics.joined(finite.PROCESSES.values()), name, "dynamic")
    if name not in finite.PROCESSES:
        return evolution.evolve(inner, dynamic, start, span, steps, populations, progress, beside, size,
                                fresh_seed() if beside and seed is None else seed or 0)
    if beside:
        raise InputError([Problem("beside", f"{name} is a population of agents itself; leave {beside} out")])
    return finite.path(inner, dynamic, start, span, steps, fresh_seed() if seed is None else seed,
                       populations, progress)


def basins(game: NormalForm | GameDocument, dynamic: str = "replicator", *, populations: str = "",
           progress: Progress = silent) -> Basins:
    """Which stable rest point or attracting cycle the states of a population lead to, and which part of all
    states each draws in: of a plane of states on a grid, else of some that are drawn. Raises `InputError`."""
    from playground.evolution.basins import basins_of

    return basins_of(game_of(game), dynamic, populations, progress=progress)


def fixation(game: NormalForm | GameDocument, process: str = "moran", *, exact: bool = False,
             progress: Progress = silent, **options: Number) -> Fixation:
    """Whether and when one mutant of a finite population takes over, of each strategy of a symmetric `game`
    among each other one, without mutations. Options of the process, `population=50` or `strength="1/10"`,
    stand beside it or in it, as in "moran:population=50". With `exact`, fractions too. Raises `InputError`.
    """
    from playground.evolution import finite

    return finite.fixation(game_of(game), process, exact, progress, **_fractions(options))


def stationary(game: NormalForm | GameDocument, process: str = "moran", *, progress: Progress = silent,
               **options: Number) -> Stationary:
    """How a finite population is spent in the long run, with mutation; without, the limit of rare mutants.
    Options as for `fixation`. Raises `InputError`."""
    from playground.evolution import finite

    return finite.stationary(game_of(game), process, progress, **_fractions(options))


def alpha_rank(game: NormalForm | GameDocument, *, alpha: Number | None = None, population: int = 50,
               local: bool = True, structure: str = "", progress: Progress = silent) -> AlphaRank:
    """How often each profile is played under rare mutations and the selection `alpha`; without it, the limit,
    exactly. `structure`: "one" population of a symmetric game, or one a player ("two" …). `local`: a mutant
    in one population meets a resident, not everybody. Raises `InputError`."""
    from playground.evolution import finite

    return finite.alpha_rank(game_of(game), None if alpha is None else fraction(alpha, "alpha"), population,
                             local, structure, progress)


def space(game: NormalForm | GameDocument, rule: str = "imitate-the-best", generations: int = 100, *,
          size: tuple[int, int] = (100, 100), neighbourhood: str = "moore", walls: bool = False,
          network: str = "", updating: str = "", self_interaction: bool = True,
          start: Sequence[Number] | None = None, single: Sequence[str] | None = None, seed: int | None = None,
          progress: Progress = silent) -> SpaceCourse:
    """`game` among neighbours on a lattice or network, who take over what does well.

    rule
        A name of `playground list space-rules`, with options as in `fermi:noise=1/5`.
    size, neighbourhood, walls
        Rows and columns; "moore", "von-neumann" or "hexagonal"; an edge in place of a torus.
    network
        In place of a lattice: a name of `playground list networks`, with options, or a file with a link a
        line.
    updating
        "synchronous", all at the same moment, which is usual, or "asynchronous", one by one.
    self_interaction
        Whether everybody meets itself, too.
    start, single
        The shares of a random start, equal ones if none are given; or two names, of one in the middle and of
        all others.

    Raises `InputError`.
    """
    from playground.arena import fresh_seed
    from playground.evolution.space import course

    shares = None if start is None else [fraction(share, "start") for share in start]
    return course(game_of(game), rule, generations, size=size, neighbourhood=neighbourhood, walls=walls,
                  network=network, updating=updating, with_self=self_interaction, start=shares, single=single,
                  seed=fresh_seed() if seed is None else seed, progress=progress)


def _fractions(options: Mapping[str, Number]) -> dict[str, Fraction]:
    return {name: fraction(value, name) for name, value in options.items()}


def vote(votes: Ballots | VoteDocument, rules: Sequence[str] = (), *,
         progress: Progress = silent) -> VoteResult:
    """What voters said under each of these rules, or under all that have a result for such ballots; with
    options as in `minimax:votes=1`. `playground list rules` shows the names. Raises `InputError`."""
    from playground import choice

    for rule in rules:
        _known(choice.RULES, rule.partition(":")[0], "rule")
    return choice.vote(votes if isinstance(votes, choice.Ballots) else votes.ballots, rules, progress)


def committee(votes: Ballots | VoteDocument, seats: int, rules: Sequence[str] = (), *,
              progress: Progress = silent) -> CommitteeResult:
    """Who is elected to so many seats by each of these rules, or by all that have a result for such ballots.
    `playground list committee-rules` shows the names. Raises `InputError`."""
    from playground import choice

    for rule in rules:
        _known(choice.COMMITTEES, rule.partition(":")[0], "rule")
    return choice.committee(votes if isinstance(votes, choice.Ballots) else votes.ballots, seats, rules,
                            progress)


def lies(votes: Ballots | VoteDocument, rule: str, *, ties: Sequence[str] = (), coalition: int = 1,
         progress: Progress = silent) -> tuple[Lie, ...]:
    """Who gains by lying under a rule: every lie of one voter is tried, and of up to `coalition` voters with
    the same ballot. Ties are broken by `ties`, all candidates from the best on; by their order in the list if
    left out. Raises `InputError`."""
    from playground import choice
    from playground.choice.manipulation import lies as found

    _known(choice.RULES, rule.partition(":")[0], "rule")
    ballots = votes if isinstance(votes, choice.Ballots) else votes.ballots
    order = list(ties) or list(ballots.candidates)
    if sorted(order) != sorted(ballots.candidates):
        raise InputError([Problem("ties", "name every candidate once, the best first")])
    return found(ballots, rule, [ballots.candidates.index(name) for name in order], coalition, progress)


def budget(votes: Budget | VoteDocument, rules: Sequence[str] = (), *,
           progress: Progress = silent) -> dict[str, BudgetOutcome]:
    """What is bought by each of these rules, or by all, where candidates are projects with costs. `playground
    list budget-rules` shows the names. Raises `InputError`."""
    from playground.choice.budgets import BUDGETS, Budget, spend

    for rule in rules:
        _known(BUDGETS, rule.partition(":")[0], "rule")
    found = votes if isinstance(votes, Budget) else votes.budget
    if found is None:
        raise InputError([Problem("costs", "these votes are not about projects with costs")])
    return {rule: spend(found, rule, progress) for rule in rules or BUDGETS}


def load(path: Path | str) -> GameDocument | VoteDocument:
    """The document in a file: a game (`.game.json`, `.nfg`, `.efg`) or votes (`.vote.json`, PrefLib's). What
    stands in it decides, then its name. Raises `InputError` with every problem and its place."""
    from playground import files

    return files.load_votes(path) if files.holds_votes(path) else files.load(path)


def find(wish: str | Wish = "", count: int = 1, *, seed: int = 1, shape: tuple[int, int] | None = None,
         low: int | None = None, high: int | None = None, features: Mapping[str, Value] | None = None,
         progress: Progress = silent) -> tuple[NormalForm, ...]:
    """So many two-player games as wished: by a name of `playground list wishes`, with what else is given in
    place of its own; `playground list features` shows what can be wished. No two games differ only in the
    order of strategies and players. Raises `InputError`."""
    from playground import practice

    whole = practice.wish_of(wish, shape, low, high, features)
    return practice.find_many(whole, count, seed, progress)


def from_payoff_functions(strategies: Sequence[str], functions: Sequence[str],
                          parameters: Mapping[str, Number] | Sequence[Parameter] = ()) -> NormalForm:
    """The game of one large population in which each strategy earns its function of the shares: polynomials
    such as "-x_Narrow^2" in x_NAME, or x1, x2, …, and in `parameters`. Of degree d it is a symmetric game of
    d + 1 players, exactly. Raises `InputError`."""
    from playground.game import payoff_functions

    if isinstance(parameters, Mapping):
        parameters = [Parameter(name, Expression(str(fraction(value, f"parameters.{name}.value"))))
                      for name, value in parameters.items()]
    return payoff_functions.from_payoff_functions(strategies, functions, parameters)


def game_of(game: NormalForm | GameDocument) -> NormalForm:
    """The game itself, of a game or of a document that holds one."""
    if isinstance(game, NormalForm):
        return game
    inner: Any = getattr(game, "game", None)
    if isinstance(inner, NormalForm):
        return inner
    raise TypeError(f"a NormalForm or a GameDocument is needed, not {type(game).__name__}")


def repetition_of(game: NormalForm | GameDocument, turns: int | None, continuation: Number | None,
                  noise: Number | None) -> Repetition:
    """The repetition that is asked for, filled up from the document. Raises `InputError`."""
    own: Repetition = getattr(game, "repeated", None) or Repetition(turns=DEFAULT_TURNS)
    return _repetition(own, turns, continuation, noise)


def _repetition(own: Repetition, turns: int | None, continuation: Number | None, noise: Number | None
                ) -> Repetition:
    chance = own.noise if noise is None else fraction(noise, "noise")
    if turns is None and continuation is None:
        return replace(own, noise=chance)
    return Repetition(turns, None if continuation is None else fraction(continuation, "continuation"), chance)


def fraction(value: Number, place: str) -> Fraction:
    """A number in any form as a Fraction; floats count as written. Raises `InputError` naming `place`."""
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    try:
        return number(repr(float(value)) if isinstance(value, float) else str(value))
    except ExpressionError:
        shown = str(value)[:40]
        raise InputError([Problem(place, f"{shown!r} is not a number; give one such as 3, 1/20 or 0.05")]
                         ) from None


def _known(catalogue: Catalogue[Any], name: str, place: str) -> None:
    try:
        catalogue[name]
    except UnknownEntry as error:
        raise InputError([Problem(place, str(error))]) from None
