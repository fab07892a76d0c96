"""Strategies that look at the last round only: four probabilities of cooperating, after CC, CD, DC and DD
(own move first), and a first move. Nowak and Sigmund (1990), Acta Applicandae Mathematicae 20, 247–265.

With `press_dyson` and `equalizer` come those that fix a line the two payoffs lie on, whatever the opponent
does (Press and Dyson 2012, Proceedings of the National Academy of Sciences 109, 10409–10413).
"""

from __future__ import annotations

from fractions import Fraction

from playground.catalogue import NO_SETTINGS, Option, Settings
from playground.game import NormalForm
from playground.strategy.automaton import TWO_BY_TWO, Automaton, C, D, Mix, State, cooperate
from playground.strategy.player import STRATEGIES, Decider

Number = Fraction | str | int
DILEMMA = (3, 0, 5, 1)  # R, S, T, P: what Axelrod's tournaments paid


def memory_one(first: Mix, p: tuple[Number, Number, Number, Number]) -> Automaton:
    """The table of P(C) after CC, CD, DC and DD: a state for each probability that occurs."""
    plays = tuple(cooperate(chance) for chance in p)
    after = tuple(map(_name, plays))
    return Automaton(_name(first), {_name(play): State(play, after) for play in (first, *plays)})


def _name(play: Mix) -> str:
    return {C: "C", D: "D"}.get(play) or f"C {play[0]}"


def press_dyson(chi: Number, phi: Number, kappa: Number,
                payoffs: tuple[Number, Number, Number, Number] = DILEMMA) -> Automaton:
    """Enforces s − κ = χ (s' − κ) in the long run, s being the own payoff a round and s' the opponent's.

    chi
        The slope χ: above 1 with κ = P it extorts, with κ = R it is generous; 1 makes payoffs equal.
    phi
        The strength φ, which does not move the line: above 0, and so small that all four are probabilities.
    kappa
        The payoff κ at which the line meets the diagonal, from P to R.
    payoffs
        R, S, T and P.

    Raises `ValueError` with the range of φ; or where χ and κ allow none."""
    chi, kappa = Fraction(chi), Fraction(kappa)
    return _enforcing(Fraction(1), -chi, (chi - 1) * kappa, Fraction(phi), payoffs)


def equalizer(kappa: Number, phi: Number,
              payoffs: tuple[Number, Number, Number, Number] = DILEMMA) -> Automaton:
    """Holds the opponent's payoff at κ in the long run. Arguments and errors as for `press_dyson`, of which
    it is the limit χ → ∞ with φχ in place of φ."""
    return _enforcing(Fraction(0), Fraction(-1), Fraction(kappa), Fraction(phi), payoffs)


def _enforcing(alpha: Fraction, beta: Fraction, gamma: Fraction, phi: Fraction,
               payoffs: tuple[Number, Number, Number, Number]) -> Automaton:
    """p − (1, 1, 0, 0) = φ (α S_X + β S_Y + γ), which enforces α s + β s' + γ = 0."""
    slopes = _slopes(alpha, beta, gamma, payoffs)
    most = _strongest(*slopes)
    if not 0 < phi <= most:
        raise ValueError(f"phi is {phi}; it has to be above 0 and at most {most}")
    p1, p2, p3, p4 = (start + phi * slope for start, slope in zip((1, 1, 0, 0), slopes))
    return memory_one(C, (p1, p2, p3, p4))


def _slopes(alpha: Fraction, beta: Fraction, gamma: Fraction, payoffs: tuple[Number, Number, Number, Number]
            ) -> list[Fraction]:
    """α S_X + β S_Y + γ after CC, CD, DC and DD."""
    r, s, t, p = (Fraction(payoff) for payoff in payoffs)
    return [alpha * own + beta * other + gamma for own, other in ((r, r), (s, t), (t, s), (p, p))]


def _strongest(cc: Fraction, cd: Fraction, dc: Fraction, dd: Fraction) -> Fraction:
    """The greatest φ with which all four are probabilities. Raises `ValueError` where none above 0 is."""
    outward = (-cc, -cd, dc, dd)
    if min(outward) < 0 or not any(outward):
        raise ValueError("no phi makes probabilities of this line; kappa lies from P to R, and chi is at "
                         "least 1 or well below 0")
    return 1 / max(outward)


CHI = Option("chi", Fraction(2), Fraction(1), Fraction(20), "χ, how many times as far above (or below) the "
             "baseline its own payoff lies as the opponent's")
PHI = Option("phi", None, Fraction(0), Fraction(1), "φ, the strength, which moves no payoff in the long run; "
             "not set: half the greatest that is possible", "per unit of payoff")
BASELINE = Option("baseline", Fraction(0), Fraction(0), Fraction(1), "where κ, at which both payoffs are "
                  "equal, lies: 0 at mutual defection, which extorts; 1 at mutual cooperation, which is "
                  "generous")


class PressDyson:
    """The family of `press_dyson` at the payoffs of the game that is played."""

    def table(self, game: NormalForm, settings: Settings = NO_SETTINGS) -> Automaton:
        """With κ = P + baseline · (R − P). Raises `ValueError` as `press_dyson`."""
        chi, phi, baseline = (settings.get(option.name, option.default) for option in (CHI, PHI, BASELINE))
        assert chi is not None and baseline is not None
        r, s, t, p = (game.payoff(0, cell) for cell in ((0, 0), (0, 1), (1, 0), (1, 1)))
        kappa = p + baseline * (r - p)
        if phi is None:
            phi = _strongest(*_slopes(Fraction(1), -chi, (chi - 1) * kappa, (r, s, t, p))) / 2
        return press_dyson(chi, phi, kappa, (r, s, t, p))

    def usable(self, game: NormalForm, settings: Settings = NO_SETTINGS) -> str:
        if game.shape != (2, 2):
            return TWO_BY_TWO
        if not game.is_symmetric:
            return "needs a symmetric game: what one player gets, the other gets in the same place."
        try:
            self.table(game, settings)
        except ValueError as problem:
            chi, baseline = (settings.get(option.name, option.default) for option in (CHI, BASELINE))
            return f"needs other options here: at chi {chi} and baseline {baseline}, {problem}."
        return ""

    def new(self, game: NormalForm, player: int, settings: Settings = NO_SETTINGS) -> Decider:
        return self.table(game, settings).new(game, player)


AXELROD = ("Axelrod, R. (1980). Effective choice in the Prisoner's Dilemma. Journal of Conflict Resolution "
           "24, 3–25.")
_STEWART = ("Stewart, A. J. and Plotkin, J. B. (2012). Extortion and cooperation in the Prisoner's Dilemma. "
            "Proceedings of the National Academy of Sciences 109, 10134–10135.")
_KUHN = ("Kuhn, S. (2017). Prisoner's Dilemma. In E. N. Zalta (ed.), The Stanford Encyclopedia of "
         "Philosophy, Spring 2017 edition.")
_ROEMHELD = ("Roemheld, L. (2013). Evolutionary extortion and mischief: zero determinant strategies in "
             "iterated 2x2 games. arXiv:1308.2576.")

STRATEGIES.add(
    "cooperator", "Always Cooperate", "Cooperates whatever happens.",
    memory_one(C, (1, 1, 1, 1)),
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books. Also called ALLC.")

STRATEGIES.add(
    "defector", "Always Defect", "Defects whatever happens.",
    memory_one(D, (0, 0, 0, 0)),
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books. Also called ALLD.")

STRATEGIES.add(
    "random", "Random", "Cooperates or defects with equal chance.",
    memory_one(cooperate("1/2"), ("1/2", "1/2", "1/2", "1/2")),
    reference=f"{AXELROD} It took part in the first tournament, outside the count of entries.")

STRATEGIES.add(
    "tit-for-tat", "Tit for Tat", "Cooperates first, then does what the opponent did last.",
    memory_one(C, (1, 0, 1, 0)),
    reference=f"Anatol Rapoport, in: {AXELROD}")

STRATEGIES.add(
    "suspicious-tit-for-tat", "Suspicious Tit for Tat",
    "Defects first, then does what the opponent did last.",
    memory_one(D, (1, 0, 1, 0)),
    reference="Boyd, R. and Lorberbaum, J. P. (1987). No pure strategy is evolutionarily stable in the "
              "repeated Prisoner's Dilemma game. Nature 327, 58–59. Also called Mistrust.")

STRATEGIES.add(
    "generous-tit-for-tat", "Generous Tit for Tat",
    "Tit for Tat that forgives a defection with probability 1/3.",
    memory_one(C, (1, "1/3", 1, "1/3")),
    reference="Nowak, M. and Sigmund, K. (1992). Tit for tat in heterogeneous populations. Nature 355, "
              "250–253. min(1 − (T − R)/(R − S), (R − P)/(T − P)) is 1/3 at payoffs 5, 3, 1, 0, and stays "
              "1/3 here in other games.")

STRATEGIES.add(
    "anti-tit-for-tat", "Anti Tit for Tat",
    "Cooperates first, then does the opposite of what the opponent did last.",
    memory_one(C, (0, 1, 0, 1)),
    reference="Hilbe, C., Nowak, M. A. and Traulsen, A. (2013). Adaptive dynamics of extortion and "
              "compliance. PLoS ONE 8, e77886. Also called Psycho.")

STRATEGIES.add(
    "bully", "Bully", "Defects first, then does the opposite of what the opponent did last.",
    memory_one(D, (0, 1, 0, 1)),
    reference="Nachbar, J. (1992). Evolution in the finitely repeated prisoner's dilemma. Journal of "
              "Economic Behavior and Organization 19, 307–326. Also called Reverse Tit for Tat.")

STRATEGIES.add(
    "negation", "Negation",
    "Draws its first move with equal chances, then does the opposite of what the opponent did last.",
    memory_one(cooperate("1/2"), (0, 1, 0, 1)),
    reference="prisoners-dilemma.com (2017). Competition; as defined in Axelrod-Python 4.14.")

STRATEGIES.add(
    "win-stay-lose-shift", "Win-Stay Lose-Shift", "Repeats its move when the opponent cooperated, "
    "changes it when the opponent defected; a slip counts as a move.",
    memory_one(C, (1, 0, 0, 1)),
    reference="Nowak, M. and Sigmund, K. (1993). A strategy of win-stay, lose-shift that outperforms "
              "tit-for-tat in the Prisoner's Dilemma game. Nature 364, 56–58. Also called Pavlov; "
              "Kraines, D. and Kraines, V. (1989). Theory and Decision 26, 47–79.")

STRATEGIES.add(
    "win-shift-lose-stay", "Win-Shift Lose-Stay", "Defects first, then changes its move when the opponent "
    "cooperated and repeats it when the opponent defected.",
    memory_one(D, (0, 1, 1, 0)),
    reference="Li, J., Hingston, P. and Kendall, G. (2011). Engineering design of strategies for winning "
              "iterated Prisoner's Dilemma competitions. IEEE Transactions on Computational Intelligence and "
              "AI in Games 3, 348–360. Also called Reverse Pavlov.")

STRATEGIES.add(
    "alternator", "Alternator", "Cooperates first, then does the opposite of what it played last, slips "
    "included.",
    memory_one(C, (0, 0, 1, 1)),
    reference="Axelrod, R. (1984). The Evolution of Cooperation. Basic Books.")

STRATEGIES.add(
    "memory-one-grim", "Grim of Memory One", "Cooperates as long as both cooperated in the last round: "
    "a slip of its own ends it as well.",
    memory_one(C, (1, 0, 0, 0)),
    reference="Nowak, M. A., Sigmund, K. and El-Sedy, E. (1995). Automata, repeated games and noise. "
              "Journal of Mathematical Biology 33, 703–722.")

STRATEGIES.add(
    "joss", "Joss", "Tit for Tat that defects in one of ten rounds in which it would cooperate.",
    memory_one(C, ("9/10", 0, "9/10", 0)),
    reference=f"Johann Joss, in: {AXELROD} Twelfth in the first tournament. The first move is certain, as "
              "in Axelrod-Python 4.14. Also called Hard Joss and Naive Prober.")

STRATEGIES.add(
    "soft-joss", "Soft Joss", "Tit for Tat that forgives one of ten defections.",
    memory_one(C, (1, "1/10", 1, "1/10")),
    reference="LIFL (1998). PRISON; as defined in Axelrod-Python 4.14.")

STRATEGIES.add(
    "grofman", "Grofman", "Cooperates when both did the same last, otherwise with probability 2/7.",
    memory_one(C, (1, "2/7", "2/7", 1)),
    reference=f"Bernard Grofman, in: {AXELROD} Fourth in the first tournament.")

STRATEGIES.add(
    "firm-but-fair", "Firm But Fair", "Cooperates unless it was exploited in the last round; after mutual "
    "defection with probability 2/3.",
    memory_one(C, (1, 0, 1, "2/3")),
    reference="Frean, M. R. (1994). The prisoner's dilemma without synchrony. Proceedings of the Royal "
              "Society B 257, 75–79.")

STRATEGIES.add(
    "stochastic-cooperator", "Stochastic Cooperator",
    "Cooperates with probability 0.935, 0.229, 0.266 or 0.42 after CC, CD, DC or DD.",
    memory_one(C, ("0.935", "0.229", "0.266", "0.42")),
    reference="Adami, C. and Hintze, A. (2013). Evolutionary instability of zero-determinant strategies "
              "demonstrates that winning is not everything. Nature Communications 4, 2193. The first move "
              "is as in Axelrod-Python 4.14.")

STRATEGIES.add(
    "stochastic-win-stay-lose-shift", "Stochastic Win-Stay Lose-Shift",
    "Win-Stay Lose-Shift that does the opposite in one of twenty rounds.",
    memory_one(C, ("19/20", "1/20", "1/20", "19/20")),
    reference="Axelrod-Python (since 2015), as of 4.14, StochasticWSLS.")

STRATEGIES.add(
    "all-c-or-all-d", "All C or All D", "Cooperates first with probability 3/5, then repeats what it played.",
    memory_one(cooperate("3/5"), (1, 1, 0, 0)),
    reference="Akin, E. (2015). What you gotta know to play good in the iterated Prisoner's Dilemma. Games "
              "6, 175–190, where it is Repeat; the first move is as in Axelrod-Python 4.14.")

STRATEGIES.add(
    "zd-extort-2", "Extort-2", "Enforces twice as much above P for itself as for the opponent at payoffs "
    "5, 3, 1, 0.",
    press_dyson(2, "1/18", 1),
    reference=f"{_STEWART} A zero-determinant strategy: χ = 2, κ = P, φ = 1/18.")

STRATEGIES.add(
    "zd-extort-2-v2", "Extort-2, second version", "Extort-2 with a greater φ: the same line, reached faster.",
    press_dyson(2, "1/16", 1),
    reference=f"{_KUHN} EXTORT2: χ = 2, κ = P, φ = 1/16.")

STRATEGIES.add(
    "zd-extort-3", "Extort-3", "Enforces three times as much above P for itself as for the opponent at "
    "payoffs 5, 3, 1, 0.",
    press_dyson(3, "1/26", 1),
    reference="Press, W. H. and Dyson, F. J. (2012). Iterated Prisoner's Dilemma contains strategies that "
              "dominate any evolutionary opponent. Proceedings of the National Academy of Sciences 109, "
              "10409–10413: χ = 3, κ = P, φ = 1/26.")

STRATEGIES.add(
    "zd-extort-4", "Extort-4", "Enforces four times as much above P for itself as for the opponent at "
    "payoffs 5, 3, 1, 0.",
    press_dyson(4, "1/17", 1),
    reference="Axelrod-Python (since 2015), as of 4.14, ZDExtort4: χ = 4, κ = P, φ = 1/17.")

STRATEGIES.add(
    "zd-extortion", "ZD-Extortion", "Enforces ten times as much above P for itself as for the opponent at "
    "payoffs 5, 3, 1, 0.",
    press_dyson(10, "1/50", 1),
    reference=f"{_ROEMHELD} χ = 10, κ = P, φ = 1/50.")

STRATEGIES.add(
    "zd-gtft-2", "ZD-GTFT-2", "Enforces twice as much below R for itself as for the opponent at payoffs "
    "5, 3, 1, 0: it is generous.",
    press_dyson(2, "1/8", 3),
    reference=f"{_STEWART} A zero-determinant strategy: χ = 2, κ = R, φ = 1/8.")

STRATEGIES.add(
    "zd-gen-2", "GEN-2", "ZD-GTFT-2 with a smaller φ: the same line, reached more slowly.",
    press_dyson(2, "1/16", 3),
    reference=f"{_KUHN} GEN2: χ = 2, κ = R, φ = 1/16.")

STRATEGIES.add(
    "zd-set-2", "SET-2", "Sets the opponent's payoff to 2, whatever the opponent does, at payoffs 5, 3, 1, "
    "0.",
    equalizer(2, "1/4"),
    reference=f"{_KUHN} SET2. An equalizer: κ = 2, φ = 1/4. Boerlijst, M. C., Nowak, M. A. and Sigmund, K. "
              "(1997). Equal pay for all prisoners. American Mathematical Monthly 104, 303–305.")

STRATEGIES.add(
    "zd-mischief", "ZD-Mischief", "Sets the opponent's payoff to P, the least it can, at payoffs 5, 3, 1, 0.",
    equalizer(1, "1/10"),
    reference=f"{_ROEMHELD} An equalizer: κ = P, φ = 1/10.")

STRATEGIES.add(
    "press-dyson", "Press–Dyson", "Enforces the line s − κ = χ · (s' − κ) between its own payoff s and the "
    "opponent's s' in the long run, at the payoffs of the game.",
    PressDyson(),
    reference="Press, W. H. and Dyson, F. J. (2012). Iterated Prisoner's Dilemma contains strategies that "
              "dominate any evolutionary opponent. Proceedings of the National Academy of Sciences 109, "
              "10409–10413. The generous ones: Stewart, A. J. and Plotkin, J. B. (2013). From extortion to "
              "generosity, evolution in the Iterated Prisoner's Dilemma. Proceedings of the National Academy "
              "of Sciences 110, 15348–15353.",
    options=(CHI, PHI, BASELINE))
