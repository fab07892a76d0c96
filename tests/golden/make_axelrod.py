"""Records what Axelrod-Python plays into axelrod.json, beside this file.

    python -m venv /tmp/axl && /tmp/axl/bin/pip install axelrod==4.14
    /tmp/axl/bin/python tests/golden/make_axelrod.py

It is large (it brings PyTorch) and no dependency of Playground: the tests read the record. Each strategy
meets three opponents that move at random: 70 rounds, 130 and 70; in the first and the last its own moves
slip with probability 1/10. Kept are what was played, own moves and the opponent's, and what was intended:
the move, or for one that is drawn the probability of C. Those that leave nothing to chance also play 200
rounds against each of nine opponents, for the scores.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import axelrod as axl
from axelrod.random_ import RandomGenerator

# Playground's names, and what they are called in Axelrod-Python.
NAMES = {
    "cooperator": axl.Cooperator, "defector": axl.Defector, "random": axl.Random,
    "tit-for-tat": axl.TitForTat, "suspicious-tit-for-tat": axl.SuspiciousTitForTat,
    "generous-tit-for-tat": axl.GTFT, "anti-tit-for-tat": axl.AntiTitForTat, "bully": axl.Bully,
    "negation": axl.Negation, "win-stay-lose-shift": axl.WinStayLoseShift,
    "win-shift-lose-stay": axl.WinShiftLoseStay, "alternator": axl.Alternator, "joss": axl.FirstByJoss,
    "soft-joss": axl.SoftJoss, "grofman": axl.FirstByGrofman, "firm-but-fair": axl.FirmButFair,
    "stochastic-cooperator": axl.StochasticCooperator, "stochastic-win-stay-lose-shift": axl.StochasticWSLS,
    "all-c-or-all-d": axl.ALLCorALLD, "zd-extort-2": axl.ZDExtort2, "zd-extort-2-v2": axl.ZDExtort2v2,
    "zd-extort-3": axl.ZDExtort3, "zd-extort-4": axl.ZDExtort4, "zd-extortion": axl.ZDExtortion,
    "zd-gtft-2": axl.ZDGTFT2, "zd-gen-2": axl.ZDGen2, "zd-set-2": axl.ZDSet2, "zd-mischief": axl.ZDMischief,
    "grim": axl.Grudger, "aggravater": axl.Aggravater, "soft-grudger": axl.SoftGrudger,
    "grudger-alternator": axl.GrudgerAlternator, "easy-go": axl.EasyGo,
    "opposite-grudger": axl.OppositeGrudger, "tit-for-two-tats": axl.TitFor2Tats,
    "two-tits-for-tat": axl.TwoTitsForTat, "hard-tit-for-tat": axl.HardTitForTat,
    "hard-tit-for-two-tats": axl.HardTitFor2Tats, "three-tits-for-two-tats": axl.NTitsForMTats,
    "slow-tit-for-tat": axl.SlowTitForTwoTats2, "spiteful-tit-for-tat": axl.SpitefulTitForTat,
    "resurrection": axl.Resurrection, "contrite-tit-for-tat": axl.ContriteTitForTat,
    "cycle-ccd": axl.CyclerCCD, "cycle-ddc": axl.CyclerDDC, "prober": axl.Prober, "prober-2": axl.Prober2,
    "prober-3": axl.Prober3, "hard-prober": axl.HardProber, "detective": axl.Detective,
    "handshake": axl.Handshake, "collective-strategy": axl.CollectiveStrategy,
    "gradual-killer": axl.GradualKiller, "majority-soft-5": axl.GoByMajority5,
    "majority-hard-5": axl.HardGoByMajority5, "fortress-3": axl.Fortress3, "fortress-4": axl.Fortress4,
    "predator": axl.Predator, "pun-1": axl.Pun1, "thumper": axl.Thumper, "ripoff": axl.Ripoff,
    "usually-cooperates": axl.UsuallyCooperates, "usually-defects": axl.UsuallyDefects, "raider": axl.Raider,
    "solution-b1": axl.SolutionB1, "solution-b5": axl.SolutionB5, "capri": axl.Capri, "gradual": axl.Gradual,
    "original-gradual": axl.OriginalGradual, "majority-soft": axl.GoByMajority,
    "majority-hard": axl.HardGoByMajority, "adaptive": axl.Adaptive, "level-punisher": axl.LevelPunisher,
    "forgiver": axl.Forgiver, "forgiving-tit-for-tat": axl.ForgivingTitForTat, "grumpy": axl.Grumpy,
    "retaliate": axl.Retaliate, "omega-tit-for-tat": axl.OmegaTFT,
    "tideman-chieruzzi": axl.FirstByTidemanAndChieruzzi, "nydegger": axl.FirstByNydegger,
    "shubik": axl.FirstByShubik, "stein-rapoport": axl.FirstBySteinAndRapoport, "davis": axl.FirstByDavis,
    "graaskamp": axl.FirstByGraaskamp, "downing": axl.FirstByDowning, "feld": axl.FirstByFeld,
    "tullock": axl.FirstByTullock,
}
OPPONENTS = ["tit-for-tat", "defector", "alternator", "prober", "fortress-3", "win-stay-lose-shift",
             "gradual", "detective", "tideman-chieruzzi"]


class Overheard(RandomGenerator):
    """A source of luck that keeps the last probability it was asked for."""

    asked = None

    def random_choice(self, p=0.5):
        self.asked = p
        return super().random_choice(p)


def overheard(player):
    """`player`, whose intentions are kept in `player.said`: C, D or the probability of C."""
    strategy, player.said = player.strategy, []

    def listening(opponent):
        player._random.asked = None
        move = strategy(opponent)
        p = player._random.asked
        player.said.append(str(move) if p in (None, 0, 1) else round(float(p), 12))
        return move
    player.strategy = listening
    return player


def replay(name, turns, noise, seed):
    """Own moves, the opponent's, and what was intended."""
    luck = random.Random(f"{name} {seed}")
    player, opponent = NAMES[name](), axl.Cooperator()  # whose moves are drawn below
    player._random = Overheard(seed)
    player.set_match_attributes(length=turns, game=axl.Game(), noise=noise)
    opponent.set_match_attributes(length=turns, game=axl.Game(), noise=noise)
    overheard(player)
    likely = (0.5, 0.95, 0.8)[seed]  # kind ones as well, so that what comes late is seen
    for _ in range(turns):
        theirs = axl.Action.C if luck.random() < likely else axl.Action.D
        mine = player.strategy(opponent)
        if luck.random() < noise:
            mine = mine.flip()
        player.update_history(mine, theirs)
        opponent.update_history(theirs, mine)
    said = player.said if any(isinstance(each, float) for each in player.said) else "".join(player.said)
    return ["".join(map(str, player.history)), "".join(map(str, opponent.history)), said]


def main():
    certain = [name for name, player in NAMES.items() if not axl.Classifiers["stochastic"](player())]
    plays = {name: [replay(name, 70, 0.1, 0), replay(name, 130, 0, 1), replay(name, 70, 0.1, 2)]
             for name in NAMES}
    scores = {name: [list(match(name, other)) for other in OPPONENTS] for name in certain}
    lines = [f'"about": {json.dumps("Made by make_axelrod.py with Axelrod-Python " + axl.__version__)}',
             f'"opponents": {json.dumps(OPPONENTS)}',
             '"plays": {\n' + ",\n".join(f"  {json.dumps(name)}: {json.dumps(games)}"
                                         for name, games in plays.items()) + "\n}",
             '"scores": {\n' + ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}"
                                          for name, row in scores.items()) + "\n}"]
    file = Path(__file__).with_name("axelrod.json")
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def match(name, other):
    game = axl.Match((NAMES[name](), NAMES[other]()), turns=200)
    game.play()
    return map(int, game.final_score())


if __name__ == "__main__":
    main()
