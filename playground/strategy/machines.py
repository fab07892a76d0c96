"""Finite automata of the repeated dilemma with a longer memory than one round.

They come in four forms, each as short as the strategy allows: rows of a machine that answers the opponent;
what it looks for in the opponent's last moves; an opening and what follows from it; or the memory itself.
"""

from __future__ import annotations

from collections.abc import Callable

from playground.strategy.automaton import Automaton, C, D, State, on_opponent, tabulate
from playground.strategy.player import STRATEGIES

MOVES = {"C": C, "D": D}


def machine(*rows: str) -> Automaton:
    """A table that looks at the opponent's moves only. A row is "STATE MOVE NEXT NEXT": where to go on after
    the opponent's C and after D. The first row is where it begins."""
    cells = [row.split() for row in rows]
    return Automaton(cells[0][0], {state: State(MOVES[move], on_opponent(after_c, after_d))
                                   for state, move, after_c, after_d in cells})


def recent(count: int, move: Callable[[str], str]) -> Automaton:
    """Chooses its move from the opponent's last `count` moves, a text of C and D, oldest first; there are
    fewer at the beginning."""
    return tabulate("", lambda seen: MOVES[move(seen)], lambda seen, own, other: (seen + other)[-count:])


def opening(moves: str, then: Callable[[str, str], str]) -> Automaton:
    """Plays `moves`, then chooses from what the opponent played during them and what it played last."""
    count = len(moves)

    def move(seen: str) -> str:
        return moves[len(seen)] if len(seen) < count else then(seen[:count], seen[-1])

    return tabulate("", lambda seen: MOVES[move(seen)],
                    lambda seen, own, other: seen[:count] + other)


_ASHLOCK_2006 = ("Ashlock, W. and Ashlock, D. (2006). Changes in Prisoner's Dilemma strategies over "
                 "evolutionary time with different population sizes. IEEE Congress on Evolutionary "
                 "Computation.")
_ASHLOCK_2008 = ("Ashlock, D. and Kim, E. Y. (2008). Fingerprinting: visualization and automatic analysis of "
                 "prisoner's dilemma strategies. IEEE Transactions on Evolutionary Computation 12, 647–659.")
_ASHLOCK_2009 = ("Ashlock, D., Kim, E. Y. and Ashlock, W. (2009). Fingerprint analysis of the noisy "
                 "prisoner's dilemma using a finite-state representation. IEEE Transactions on "
                 "Computational Intelligence and AI in Games 1, 154–167.")
_ASHLOCK_2015 = ("Ashlock, D., Brown, J. A. and Hingston, P. (2015). Multiple opponent optimization of "
                 "Prisoner's Dilemma playing agents. IEEE Transactions on Computational Intelligence and AI "
                 "in Games 7, 53–65.")
_AXELROD_1984 = "Axelrod, R. (1984). The Evolution of Cooperation. Basic Books."
LI = ("Li, J., Hingston, P. and Kendall, G. (2011). Engineering design of strategies for winning iterated "
      "Prisoner's Dilemma competitions. IEEE Transactions on Computational Intelligence and AI in Games 3, "
      "348–360.")
_PRISON = "LIFL (1998). PRISON, the programs of the University of Lille; as defined in Axelrod-Python 4.14."
MITTAL = ("Mittal, S. and Deb, K. (2009). Optimal strategies of the iterated prisoner's dilemma problem for "
           "multiple conflicting objectives. IEEE Transactions on Evolutionary Computation 13, 554–565.")

# --- grudges --------------------------------------------------------------------------------------------

STRATEGIES.add(
    "grim", "Grim", "Cooperates until the opponent defects once, then defects for ever; "
    "its own slips do not count.",
    machine("kind C kind grim",
            "grim D grim grim"),
    reference="Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. Review of Economic "
              "Studies 38, 1–12. James Friedman's entry was seventh in Axelrod's first tournament (1980). "
              "Also called Grudger, Trigger and Friedman.")

STRATEGIES.add(
    "aggravater", "Aggravater", "Grim that defects in the first three rounds.",
    tabulate((0, False), lambda memory: D if memory[0] < 3 or memory[1] else C,
             lambda memory, own, other: (min(memory[0] + 1, 3), memory[1] or other == "D")),
    reference="Thomas Campbell, in Axelrod-Python (since 2015), as of 4.14.")

STRATEGIES.add(
    "soft-grudger", "Soft Grudger", "Answers a defection with four defections and two cooperations, then "
    "starts afresh.",
    machine("kind C kind 1",
            "1 D 2 2", "2 D 3 3", "3 D 4 4", "4 D 5 5", "5 C kind kind"),
    reference=LI)

STRATEGIES.add(
    "grudger-alternator", "Grudger Alternator", "Cooperates until the opponent defects once, then alternates "
    "between defecting and cooperating.",
    Automaton("kind", {"kind": State(C, ("kind", "hard", "kind", "soft")),
                       "hard": State(D, ("hard", "hard", "soft", "soft")),
                       "soft": State(C, ("hard", "hard", "soft", "soft"))}),
    reference=f"{_PRISON} There it is c_then_per_dc.")

STRATEGIES.add(
    "easy-go", "Easy Go", "Defects until the opponent defects once, then cooperates for ever.",
    machine("hard D hard easy",
            "easy C easy easy"),
    reference=f"{_PRISON} Also called Reverse Grudger and Fool Me Forever.")

STRATEGIES.add(
    "opposite-grudger", "Opposite Grudger",
    "Defects until the opponent cooperates once, then cooperates for ever.",
    machine("hard D kind hard",
            "kind C kind kind"),
    reference="Geraint Palmer, in Axelrod-Python (since 2015), as of 4.14.")

# --- tits and tats --------------------------------------------------------------------------------------

STRATEGIES.add(
    "tit-for-two-tats", "Tit for Two Tats", "Defects after two defections in a row.",
    recent(2, lambda seen: "D" if seen == "DD" else "C"),
    reference=f"{_AXELROD_1984} John Maynard Smith's entry was 24th in the second tournament.")

STRATEGIES.add(
    "two-tits-for-tat", "Two Tits for Tat", "Answers every defection with two defections.",
    recent(2, lambda seen: "D" if "D" in seen else "C"),
    reference=_AXELROD_1984)

STRATEGIES.add(
    "hard-tit-for-tat", "Hard Tit for Tat", "Defects when the opponent defected in one of the last three "
    "rounds.",
    recent(3, lambda seen: "D" if "D" in seen else "C"),
    reference="prisoners-dilemma.com (2017). Competition; as defined in Axelrod-Python 4.14.")

STRATEGIES.add(
    "hard-tit-for-two-tats", "Hard Tit for Two Tats", "Defects when the opponent defected twice in a row "
    "within the last three rounds.",
    recent(3, lambda seen: "D" if "DD" in seen else "C"),
    reference="Stewart, A. J. and Plotkin, J. B. (2012). Extortion and cooperation in the Prisoner's "
              "Dilemma. Proceedings of the National Academy of Sciences 109, 10134–10135.")

STRATEGIES.add(
    "three-tits-for-two-tats", "Three Tits for Two Tats", "Answers two defections in a row with three "
    "defections.",
    machine("calm C calm wary",
            "wary C calm 1",
            "1 D 2 1", "2 D 3 3b", "3 D calm wary", "3b D calm 1"),
    reference="Marc Harper, in Axelrod-Python (since 2015), as of 4.14, NTitsForMTats with N = 3 and M = 2.")

STRATEGIES.add(
    "slow-tit-for-tat", "Slow Tit for Tat", "Cooperates twice, then follows the opponent only when it did "
    "the same twice in a row, and otherwise repeats what it played.",
    tabulate(("", "C"), lambda memory: MOVES[memory[0][-1] if memory[0] in ("CC", "DD") else memory[1]],
             lambda memory, own, other: ((memory[0] + other)[-2:], own if memory[0] else "C")),
    reference=f"{_PRISON} There it is SlowTitForTwoTats2.")

STRATEGIES.add(
    "spiteful-tit-for-tat", "Spiteful Tit for Tat", "Tit for Tat that defects for ever after two defections "
    "in a row.",
    machine("kind C kind cross",
            "cross D kind grim",
            "grim D grim grim"),
    reference=_PRISON)

STRATEGIES.add(
    "resurrection", "Resurrection", "Tit for Tat that goes on defecting once it has defected five times in "
    "a row.",
    tabulate(("", "C"), lambda memory: D if memory[0].count("D") == 5 else MOVES[memory[1]],
             lambda memory, own, other: ((memory[0] + own)[-5:], other)),
    reference="Arnold, E. (2016). CoopSim 0.9.9; as defined in Axelrod-Python 4.14.")

STRATEGIES.add(
    "contrite-tit-for-tat", "Contrite Tit for Tat", "Tit for Tat that is sorry when it defected by a slip "
    "and the opponent cooperated, until it has cooperated once.",
    Automaton("kind", {
        "kind": State(C, ("kind", "cross", "sorry", "cross")),
        "cross": State(D, ("kind", "cross", "kind", "cross")),
        "sorry": State(C, ("kind", "kind", "sorry", "sorry, cross")),
        "sorry, cross": State(D, ("kind", "kind", "sorry", "sorry, cross"))}),
    reference="Wu, J. and Axelrod, R. (1995). How to cope with noise in the iterated prisoner's dilemma. "
              "Journal of Conflict Resolution 39, 183–189; as defined in Axelrod-Python 4.14, which also "
              "punishes while it is sorry. It needs its intentions, and a state tells what was intended.")

STRATEGIES.add(
    "original-contrite-tit-for-tat", "Contrite Tit for Tat (original)", "Content until one side alone "
    "defects: provoked when exploited, until the opponent cooperates; contrite after a slip, until it has "
    "cooperated.",
    Automaton("content", {
        "content": State(C, ("content", "provoked", "contrite", "content")),
        "provoked": State(D, ("content", "provoked", "content", "provoked")),
        "contrite": State(C, ("content", "content", "contrite", "contrite"))}),
    reference="Wu, J. and Axelrod, R. (1995). How to cope with noise in the iterated prisoner's dilemma. "
              "Journal of Conflict Resolution 39, 183–189, after Sugden (1986) and Boyd (1989). Without "
              "noise it is Tit for Tat. It needs its intentions, and a state tells what was intended.")

# --- cycles ---------------------------------------------------------------------------------------------

STRATEGIES.add(
    "cycle-ccd", "Cycle CCD", "Cooperates twice and defects once, again and again.",
    machine("1 C 2 2", "2 C 3 3", "3 D 1 1"),
    reference=MITTAL)

STRATEGIES.add(
    "cycle-ddc", "Cycle DDC", "Defects twice and cooperates once, again and again.",
    machine("1 D 2 2", "2 D 3 3", "3 C 1 1"),
    reference=MITTAL)

# --- opening moves that test the opponent ---------------------------------------------------------------

STRATEGIES.add(
    "prober", "Prober", "Opens D, C, C; defects for ever if the opponent cooperated in rounds 2 and 3, "
    "otherwise plays Tit for Tat.",
    opening("DCC", lambda seen, last: "D" if seen[1:] == "CC" else last),
    reference=LI)

STRATEGIES.add(
    "prober-2", "Prober 2", "Opens D, C, C; cooperates for ever if the opponent played D and C in rounds 2 "
    "and 3, otherwise plays Tit for Tat.",
    opening("DCC", lambda seen, last: "C" if seen[1:] == "DC" else last),
    reference=_PRISON)

STRATEGIES.add(
    "prober-3", "Prober 3", "Opens D, C; defects for ever if the opponent cooperated in round 2, otherwise "
    "plays Tit for Tat.",
    opening("DC", lambda seen, last: "D" if seen[1] == "C" else last),
    reference=_PRISON)

STRATEGIES.add(
    "hard-prober", "Hard Prober", "Opens D, D, C, C; defects for ever if the opponent cooperated in rounds "
    "2 and 3, otherwise plays Tit for Tat.",
    opening("DDCC", lambda seen, last: "D" if seen[1:3] == "CC" else last),
    reference=_PRISON)

STRATEGIES.add(
    "detective", "Detective", "Opens C, D, C, C; plays Tit for Tat if the opponent defected meanwhile, "
    "otherwise defects for ever.",
    opening("CDCC", lambda seen, last: last if "D" in seen else "D"),
    reference="Case, N. (2017). The Evolution of Trust. ncase.me/trust.")

STRATEGIES.add(
    "handshake", "Handshake", "Opens C, D; cooperates for ever with those who did the same, and defects "
    "against all others.",
    opening("CD", lambda seen, last: "C" if seen == "CD" else "D"),
    reference="Robson, A. J. (1990). Efficiency in evolutionary games: Darwin, Nash and the secret "
              "handshake. Journal of Theoretical Biology 144, 379–396.")

STRATEGIES.add(
    "collective-strategy", "Collective Strategy", "Opens C, D; cooperates with those who did the same until "
    "they defect again, and defects against all others.",
    machine("1 C 2 grim",
            "2 D grim kind",
            "kind C kind grim",
            "grim D grim grim"),
    reference="Li, J. and Kendall, G. (2009). A strategy with novel evolutionary features for the iterated "
              "Prisoner's Dilemma. Evolutionary Computation 17, 257–274.")

STRATEGIES.add(
    "gradual-killer", "Gradual Killer", "Opens with five defections and two cooperations; defects for ever "
    "if the opponent defected in rounds 6 and 7, otherwise cooperates for ever.",
    opening("DDDDDCC", lambda seen, last: "D" if seen[5:] == "DD" else "C"),
    reference=_PRISON)

# --- majorities of the last rounds; those of all rounds are counted, and no automata --------------------

STRATEGIES.add(
    "majority-soft-5", "Soft Majority of 5", "Defects when the opponent defected more often than not in the "
    "last five rounds; cooperates on a tie.",
    recent(5, lambda seen: "D" if seen.count("D") > seen.count("C") else "C"),
    reference="Karol Langner, in Axelrod-Python (since 2015), as of 4.14, GoByMajority5.")

STRATEGIES.add(
    "majority-hard-5", "Hard Majority of 5", "Cooperates when the opponent cooperated more often than not "
    "in the last five rounds; defects on a tie.",
    recent(5, lambda seen: "C" if seen.count("C") > seen.count("D") else "D"),
    reference="Karol Langner, in Axelrod-Python (since 2015), as of 4.14, HardGoByMajority5.")

# --- automata found by evolution ------------------------------------------------------------------------

STRATEGIES.add(
    "fortress-3", "Fortress 3", "Defects until the opponent defected twice in a row, then cooperates as "
    "long as the opponent does.",
    machine("1 D 1 2",
            "2 D 1 3",
            "3 C 3 1"),
    reference=_ASHLOCK_2006)

STRATEGIES.add(
    "fortress-4", "Fortress 4", "Defects until the opponent defected three times in a row, then cooperates "
    "as long as the opponent does.",
    machine("1 D 1 2",
            "2 D 1 3",
            "3 D 1 4",
            "4 C 4 1"),
    reference=_ASHLOCK_2006)

STRATEGIES.add(
    "predator", "Predator", "A machine of nine states that preys on cooperators and keeps away from its own "
    "kind.",
    machine("0 C 0D 1",
            "0D D 0D 1", "1 D 2 3", "2 D 4 3", "3 D 5 4", "4 C 2C 6", "2C C 4 3", "5 D 7 3", "6 D 7C 7", "7 "
                                                                                                         "D "
                                                                                                         "8 "
                                                                                                         "7",
            "7C C 8 7", "8 D 8 6"),
    reference=_ASHLOCK_2006)

STRATEGIES.add(
    "pun-1", "Pun 1", "Defects, cooperates, and from then on looks at every second move of the opponent: "
    "after a defection there it does the same once.",
    machine("1 D 2 2",
            "2 C 3 1",
            "3 C 2 2"),
    reference="Ashlock, D., Kim, E. Y. and Leahy, N. (2006). Understanding representational sensitivity in "
              "the iterated Prisoner's Dilemma with fingerprints. IEEE Transactions on Systems, Man and "
              "Cybernetics C 36, 464–475.")

STRATEGIES.add(
    "thumper", "Thumper", "Cooperates as long as the opponent does; answers a defection with two defections, "
    "whatever the opponent does in between.",
    machine("kind C kind 1",
            "1 D 2 2",
            "2 D kind 1"),
    reference=_ASHLOCK_2008)

STRATEGIES.add(
    "ripoff", "Ripoff", "Alternates between defecting and cooperating until the opponent defects, then "
    "plays Tit for Tat.",
    machine("1 D 2 kind",
            "2 C 1 kind",
            "kind C kind cross",
            "cross D kind cross"),
    reference=_ASHLOCK_2008)

STRATEGIES.add(
    "usually-cooperates", "Usually Cooperates",
    "Cooperates except when the opponent first defected and then cooperated.",
    machine("1 C 1 2",
            "2 C 1D 1",
            "1D D 1 2"),
    reference=_ASHLOCK_2009)

STRATEGIES.add(
    "usually-defects", "Usually Defects",
    "Defects except when the opponent first cooperated and then defected.",
    machine("1 D 2 1",
            "2 D 1 1C",
            "1C C 2 1"),
    reference=_ASHLOCK_2009)

STRATEGIES.add(
    "raider", "Raider", "A machine of four states that exploits those it can and plays Tit for Tat with the "
    "others.",
    machine("0 D 2 2",
            "2 D 0 3",
            "3 C 0 1",
            "1 C 1 1D",
            "1D D 1 1D"),
    reference="Ashlock, W., Tsang, J. and Ashlock, D. (2014). The evolution of exploitation. IEEE Symposium "
              "on Foundations of Computational Intelligence.")

STRATEGIES.add(
    "solution-b1", "Solution B1", "Defects until the opponent has cooperated once, and once more; then "
    "cooperates for ever.",
    machine("1 D 2 1",
            "2 D 3 3",
            "3 C 3 3"),
    reference=_ASHLOCK_2015)

STRATEGIES.add(
    "solution-b5", "Solution B5", "A machine of six states, best against several opponents at a time.",
    machine("1 D 2 6",
            "2 C 2 3", "3 D 6C 1", "3C C 6C 1", "4 D 3C 6", "5 D 5 4", "6 D 3C 5", "6C C 3C 5"),
    reference=_ASHLOCK_2015)

# --- what both did in the last three rounds -------------------------------------------------------------

# Own moves and the opponent's, oldest first, after which it cooperates: rules C, A, P and R of the paper.
_CAPRI = ("CCC CCC", "CCD CCC", "CDC CCD", "DCC CDC", "CCC DCC", "CCD CDC", "CDC DCC", "DCC CCC",
          "DDD DDC", "DDC DCC", "DDC DDD", "DCC DDC", "DDC DDC", "DCC DCC")

STRATEGIES.add(
    "capri", "CAPRI", "Cooperates when both do, accepts punishment, punishes once, recovers from mutual "
    "defection, and otherwise defects.",
    tabulate(("CCC", "CCC"), lambda memory: C if " ".join(memory) in _CAPRI else D,
             lambda memory, own, other: (memory[0][1:] + own, memory[1][1:] + other)),
    reference="Murase, Y. and Baek, S. K. (2020). Five rules for friendly rivalry in direct reciprocity. "
              "Scientific Reports 10, 16904.")
