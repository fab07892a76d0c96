"""The classics of the repeated dilemma, each one entry: a table of states and where it comes from."""

from __future__ import annotations

from playground.strategy.automaton import Automaton, C, D, State, cooperate, on_opponent
from playground.strategy.player import STRATEGIES

STRATEGIES.add(
    "cooperator", "Always Cooperate", "Cooperates whatever happens.",
    Automaton("kind", {"kind": State(C, on_opponent("kind", "kind"))}),
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books. Also called ALLC.")

STRATEGIES.add(
    "defector", "Always Defect", "Defects whatever happens.",
    Automaton("hard", {"hard": State(D, on_opponent("hard", "hard"))}),
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books. Also called ALLD.")

STRATEGIES.add(
    "tit-for-tat", "Tit for Tat", "Cooperates first, then does what the opponent did last.",
    Automaton("kind", {"kind": State(C, on_opponent("kind", "cross")),
                       "cross": State(D, on_opponent("kind", "cross"))}),
    reference="Anatol Rapoport, in: Axelrod, R. (1980). Effective choice in the Prisoner's Dilemma. "
              "Journal of Conflict Resolution 24, 3–25.")

STRATEGIES.add(
    "grim", "Grim", "Cooperates until the opponent defects once, then defects for ever; "
    "its own slips do not count.",
    Automaton("kind", {"kind": State(C, on_opponent("kind", "grim")),
                       "grim": State(D, on_opponent("grim", "grim"))}),
    reference="Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. Review of Economic "
              "Studies 38, 1–12. Also called Grudger, Trigger and Friedman.")

STRATEGIES.add(
    "win-stay-lose-shift", "Win-Stay Lose-Shift", "Repeats its move when the opponent cooperated, "
    "changes it when the opponent defected; a slip counts as a move.",
    Automaton("kind", {"kind": State(C, ("kind", "hard", "hard", "kind")),
                       "hard": State(D, ("kind", "hard", "hard", "kind"))}),
    reference="Nowak, M. and Sigmund, K. (1993). A strategy of win-stay, lose-shift that outperforms "
              "tit-for-tat in the Prisoner's Dilemma game. Nature 364, 56–58. Also called Pavlov; "
              "Kraines, D. and Kraines, V. (1989). Theory and Decision 26, 47–79.")

STRATEGIES.add(
    "random", "Random", "Cooperates or defects with equal chance.",
    Automaton("coin", {"coin": State(cooperate("1/2"), on_opponent("coin", "coin"))}),
    reference="Axelrod, R. (1980). Effective choice in the Prisoner's Dilemma. Journal of Conflict "
              "Resolution 24, 3–25.")
