"""A game to solve by hand: crossed out, underlined and found step by step, each step checked as it is made.

Nothing here draws: the app's page, a lesson or a room shows what an `Exercise` holds and says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from playground.equilibrium import (
    best_responses,
    explain,
    iterated_elimination,
    pure_equilibria,
    solve,
    worked,
)
from playground.equilibrium.dominance import Domination, strict_domination
from playground.equilibrium.solution import Equilibrium
from playground.equilibrium.words import amount, counted, listed, mixture, quoted
from playground.game import NormalForm, Profile
from playground.problem import InputError
from playground.progress import Progress, silent

ROUNDED = Fraction(1, 100)  # a probability that is that near was rounded, not wrong
MOST = 6  # strategies a player: more is not work for a hand

TITLES = {"dominance": "Dominance", "best": "Best responses", "pure": "Pure equilibria",
          "mixed": "Mixed equilibria"}
TASKS = {"dominance": "Cross out strictly dominated strategies, one after the other.",
         "best": "Underline every best response: for each strategy of the other player, the largest payoff.",
         "pure": "Find all equilibria in pure strategies.",
         "mixed": "Find all equilibria in which somebody mixes."}


@dataclass(frozen=True)
class Feedback:
    """What there is to say about a step: whether it was right, and why."""

    right: bool
    words: str


class Exercise:
    """The state of one person's work on a two-player game.

    `steps` are the tasks of this game in order, keys of `TITLES`; `step` is the one that is worked on,
    "" when all is done. `crossed` are (player, strategy) in the order in which they went, `underlined` are
    (player, row, column), `cells` the pure equilibria found, `mixed` the others. `mistakes` and `hints` are
    counted. Mixed equilibria are asked for only where there are finitely many.

    Raises `InputError` for games that are no work for a hand, and what `progress` raises."""

    def __init__(self, game: NormalForm, progress: Progress = silent) -> None:
        self.check(game)
        self.game = game
        solution = solve(game, progress=progress)
        self._mixed = [each for each in solution.equilibria if not each.profile.is_pure]
        self._best = [best_responses(game, player) for player in (0, 1)]
        self._pure = pure_equilibria(game)
        finite = solution.complete and all(len(component) == 1 for component in solution.components)
        self.steps = ("dominance", "best", "pure", *(("mixed",) if finite else ()))
        self._at = 0
        self.crossed: list[tuple[int, int]] = []
        self.underlined: set[tuple[int, int, int]] = set()
        self.cells: list[tuple[int, int]] = []
        self.mixed: list[Profile] = []
        self.mistakes = 0
        self.hints = 0
        self.looked_up = False  # whether the solution was seen before the end
        self._wrongs: set[str] = set()  # what was said of mistakes: the same one counts once
        self._hinted = 0  # how much was given away since the last right step

    @staticmethod
    def check(game: NormalForm) -> None:
        """Raises `InputError` for a game that is no work for a hand."""
        if game.n_players != 2 or max(game.shape) > MOST:
            raise InputError(f"practice is for two players with at most {MOST} strategies each")

    # --- where it stands ------------------------------------------------------------------------------

    @property
    def step(self) -> str:
        return self.steps[self._at] if self._at < len(self.steps) else ""

    @property
    def task(self) -> str:
        """What is to be done now, in a sentence."""
        if self.step:
            return TASKS[self.step]
        endless = "" if "mixed" in self.steps else (
            " There are infinitely many equilibria: the solution has the corners of what can be mixed.")
        return f"All done, with {self.score}.{endless}"

    @property
    def left(self) -> tuple[tuple[int, ...], ...]:
        """The strategies of each player that are not crossed out."""
        return tuple(tuple(i for i in range(size) if (k, i) not in self.crossed)
                     for k, size in enumerate(self.game.shape))

    @property
    def score(self) -> str:
        """How it went, in words."""
        looked = ", the solution looked up" if self.looked_up else ""
        return f"{_number(self.mistakes, 'mistake')}, {_number(self.hints, 'hint')}{looked}"

    # --- what a person does -----------------------------------------------------------------------------

    def cross_out(self, player: int, strategy: int) -> Feedback:
        """Cross out a strategy; it stays crossed out only where that is right."""
        me, names = self.game.players[player], self.game.players[player].strategies
        name = quoted(names[strategy])
        if (player, strategy) in self.crossed:
            return Feedback(True, f"{me.name}’s {name} is crossed out already.")
        how = strict_domination(self.game, player, strategy, self.left)
        if how is None:
            reply = self._reply(player, strategy)
            return self._wrong(f"{me.name}’s {name} is not strictly dominated: it is best against {reply}.")
        self.crossed.append((player, strategy))
        return self._right(f"{mixture(names, how.by)} pays {me.name} more than {name}, whatever "
                           f"{self.game.players[1 - player].name} does{self._still()}.")

    def underline(self, player: int, row: int, column: int) -> Feedback:
        """Underline a payoff as a best response. The last one ends the step."""
        game, me = self.game, self.game.players[player]
        own, other = ((row, column) if player == 0 else (column, row))
        them = game.players[1 - player]
        against = f"Against {them.name}’s {quoted(them.strategies[other])}"
        mine = quoted(me.strategies[own])
        if (player, row, column) in self.underlined:
            return Feedback(True, "That one is underlined already.")
        if not self._best[player][row, column]:
            best = self._response(player, row, column)
            more, less = (game.number_text(game.payoff(player, cell)) for cell in (best, (row, column)))
            return self._wrong(f"{against}, {quoted(me.strategies[best[player]])} pays {me.name} {more}, "
                               f"{mine} only {less}.")
        self.underlined.add((player, row, column))
        if not self._missing_best():
            self._advance()
            return self._right(f"That is all of them: {len(self.underlined)} best responses.")
        return self._right(f"{against} nothing pays {me.name} more than {mine}.")

    def choose_cell(self, row: int, column: int) -> Feedback:
        """Say that a pure profile is an equilibrium."""
        if (row, column) in self.cells:
            return Feedback(True, "You have that one.")
        words = explain(self.game, (row, column))
        if (row, column) not in self._pure:
            return self._wrong(words)
        self.cells.append((row, column))
        return self._right(words)

    def try_mixed(self, profile: Profile) -> Feedback:
        """Say that a mixed profile is an equilibrium. Raises `InputError` for what is no profile of
        probabilities of this game, and for rounded ones."""
        game = self.game
        if tuple(map(len, profile)) != game.shape:
            raise InputError("a probability is needed for each strategy")
        for player, strategy in zip(game.players, profile):
            if any(not 0 <= p <= 1 for p in strategy):
                raise InputError(f"{player.name}’s probabilities: each is from 0 to 1")
        near = any(self._is_near(profile, each.profile) for each in self._mixed)
        for player, strategy in zip(game.players, profile):
            total = Fraction(sum(strategy))
            if total != 1:
                hint = "; where decimals do not come out, write fractions" if near else ""
                raise InputError(f"{player.name}’s probabilities add up to {amount(game, total)}, "
                                 f"not to 1{hint}")
        if any(profile.regrets(game)):
            if near:
                raise InputError("nearly: write exact fractions, such as 1/3 for 0.333")
            lines = worked(game, profile)
            return self._wrong(next(line for line in lines if line.endswith("this is no equilibrium.")))
        if profile.is_pure:
            return Feedback(True, "An equilibrium, but nobody mixes in it; those you have found already.")
        if profile in self.mixed:
            return Feedback(True, "You have that one.")
        self.mixed.append(profile)
        paid = " and ".join(f"{player.name} {game.number_text(Fraction(payoff))}"
                            for player, payoff in zip(game.players, profile.payoffs(game)))
        return self._right(f"Nobody gains by anything else. It pays {paid}.")

    def no_more(self) -> Feedback:
        """Say that the step is done; of the best responses it is done with the last one."""
        missing = self._missing()
        if missing:
            return self._wrong(missing)
        done = self.step
        self._advance()
        if done == "dominance":
            return self._right("Nothing is strictly dominated now." + (
                " Best responses are to all strategies, so none is crossed out any more."
                if self.crossed else ""))
        number = len(self.cells) if done == "pure" else len(self.mixed)
        count = _number(number, f"{done} equilibrium", f"{done} equilibria")
        return self._right(f"Right, there {'is' if number == 1 else 'are'} {count}.")

    # --- help ------------------------------------------------------------------------------------------

    def hint(self) -> str:
        """A hint for the step at hand; asked again, it says more. Empty when all is done."""
        ladder = list(self._hints())
        if not ladder:
            return ""
        words = ladder[min(self._hinted, len(ladder) - 1)]
        if self._hinted < len(ladder):  # the last one can be read again
            self.hints += 1
            self._hinted += 1
        return words

    def solution(self) -> tuple[str, ...]:
        """The whole solution, line by line; before the end it is told with the score."""
        game = self.game
        self.looked_up = self.looked_up or bool(self.step)
        lines = ["Dominance"]
        rounds = iterated_elimination(game).rounds
        for each in (each for found in rounds for each in found):
            me = game.players[each.player]
            lines.append(f"  {me.name}’s {quoted(self._name(each))} goes, strictly dominated by "
                         f"{mixture(me.strategies, each.by)}.")
        if not rounds:
            lines.append("  No strategy is strictly dominated.")
        lines.append("Best responses")
        for player in (0, 1):
            me, them = game.players[player], game.players[1 - player]
            for other, name in enumerate(them.strategies):
                own = [quoted(me.strategies[i]) for i in range(game.shape[player])
                       if self._best[player][(i, other) if player == 0 else (other, i)]]
                lines.append(f"  Against {them.name}’s {quoted(name)}, {me.name} plays {' or '.join(own)}.")
        lines.append("Pure equilibria")
        lines += [f"  {number}. {', '.join(game.profile_names(cell))}: {explain(game, cell)}"
                  for number, cell in enumerate(self._pure, 1)]
        if not self._pure:
            lines.append("  There are none.")
        lines.append("Mixed equilibria")
        for number, equilibrium in enumerate(self._mixed, 1 + len(self._pure)):
            played = "; ".join(f"{player.name} {mixture(player.strategies, strategy)}"
                               for player, strategy in zip(game.players, equilibrium.profile))
            paid = ", ".join(game.number_text(Fraction(payoff)) for payoff in equilibrium.payoffs)
            lines += [f"  {number}. {played}; payoffs {paid}"]
            lines += [f"    {line}" for line in worked(game, equilibrium.profile)]
        if not self._mixed:
            lines.append("  There are none.")
        elif "mixed" not in self.steps:
            lines.append("  There are infinitely many: in each component those between its corners.")
        return tuple(lines)

    # --- the parts ---------------------------------------------------------------------------------------

    def _right(self, words: str) -> Feedback:
        self._hinted = 0
        return Feedback(True, words)

    def _wrong(self, words: str) -> Feedback:
        self.mistakes += words not in self._wrongs
        self._wrongs.add(words)
        return Feedback(False, words)

    @staticmethod
    def _is_near(profile: Profile, other: Profile) -> bool:
        return all(abs(Fraction(p) - Fraction(q)) <= ROUNDED
                   for ours, theirs in zip(profile, other) for p, q in zip(ours, theirs))

    def _advance(self) -> None:
        self._at += 1
        self._hinted = 0

    def _name(self, each: Domination) -> str:
        return self.game.players[each.player].strategies[each.strategy]

    def _still(self) -> str:
        return " with what is left" if len(self.crossed) > 1 else ""

    def _reply(self, player: int, strategy: int) -> str:
        """What it is best against: a strategy that is left, where there is such a one, or a mixture."""
        them = self.game.players[1 - player]
        for other in self.left[1 - player]:
            pays = {i: self.game.payoff(player, (i, other) if player == 0 else (other, i))
                    for i in self.left[player]}
            if pays[strategy] == max(pays.values()):
                return f"{them.name}’s {quoted(them.strategies[other])}"
        return f"some mixture of {them.name}’s strategies"

    def _response(self, player: int, row: int, column: int) -> tuple[int, int]:
        cells = [(i, column) if player == 0 else (row, i) for i in range(self.game.shape[player])]
        return next(cell for cell in cells if self._best[player][cell])

    def _dominated(self) -> Domination | None:
        """A strategy that can be crossed out now."""
        return next((how for player, own in enumerate(self.left) for strategy in own
                     if (how := strict_domination(self.game, player, strategy, self.left))), None)

    def _missing_best(self) -> list[tuple[int, int, int]]:
        return [(k, row, column) for k in (0, 1) for row in range(self.game.shape[0])
                for column in range(self.game.shape[1])
                if self._best[k][row, column] and (k, row, column) not in self.underlined]

    def _missing_mixed(self) -> list[Equilibrium]:
        return [each for each in self._mixed if each.profile not in self.mixed]

    def _missing(self) -> str:
        """What is still to be found in this step, giving little away; empty when nothing is."""
        if self.step == "dominance":
            return "Something is still strictly dominated." if self._dominated() else ""
        if self.step == "best":
            return f"{counted(len(self._missing_best()), 'best response')} still missing."
        missing = len(self._pure) - len(self.cells) if self.step == "pure" else len(self._missing_mixed())
        return f"There {'is' if missing == 1 else 'are'} {missing} more." if missing else ""

    def _hints(self) -> Iterator[str]:
        game = self.game
        if self.step == "dominance":
            how = self._dominated()
            if how is None:
                yield "Nothing that is left is strictly dominated: say so."
                return
            me = game.players[how.player]
            yield f"Look at {me.name}’s strategies."
            yield f"Compare {quoted(self._name(how))} with {mixture(me.strategies, how.by)}."
        elif self.step == "best":
            player, row, column = self._missing_best()[0]
            me, them = game.players[player], game.players[1 - player]
            other = quoted(them.strategies[column if player == 0 else row])
            yield f"Suppose {them.name} plays {other}. Which payoff of {me.name}’s is the largest?"
            yield f"Against {other}, {me.name} plays {quoted(me.strategies[row if player == 0 else column])}."
        elif self.step == "pure":
            missing = [cell for cell in self._pure if cell not in self.cells]
            if not missing:
                yield "You have them all: say so."
                return
            yield "In an equilibrium both play a best response: both payoffs of its cell are underlined."
            yield f"Look at {', '.join(game.profile_names(missing[0]))}."
        elif self.step == "mixed":
            found = self._missing_mixed()
            if not found:
                yield "You have them all: say so."
                return
            yield self._support(found[0].profile)
            lines = worked(game, found[0].profile)
            yield "\n".join(line for line in lines if not line.startswith(("  They do", "Against")))
            yield "\n".join(lines)

    def _support(self, profile: Profile) -> str:
        parts = [f"{player.name} plays {'only ' * (len(support) == 1)}"
                 f"{listed([quoted(player.strategies[i]) for i in support])}"
                 for player, support in zip(self.game.players, profile.supports)]
        return f"In one of them {' and '.join(parts)}."


def _number(count: int, one: str, many: str = "") -> str:
    """`counted`, with a word for none."""
    return counted(count, one, many) if count else f"no {many or one + 's'}"
