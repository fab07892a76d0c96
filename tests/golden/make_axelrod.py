"""Records what strategies of Axelrod-Python 4.14 choose, in tests/golden/axelrod.json.

Run it with a Python that has `axelrod` 4.14 (https://pypi.org/project/Axelrod/), best in an environment of
its own: `python tests/golden/make_axelrod.py`. A line is a game of 60 rounds: the moves of the opponent, the
rounds in which the strategy's own move slips, and what it chose in each round, before slips. Of strategies
with a memory of one round that leave something to chance there are the four probabilities of cooperating. """

from __future__ import annotations

import json
import random
from pathlib import Path

import axelrod as axl

ROUNDS = 60
GAMES = 10
C, D = axl.Action.C, axl.Action.D

# Our name: the class there. Those that leave something to chance are not here.
CLASSES = {
    "cooperator": "Cooperator", "defector": "Defector", "tit-for-tat": "TitForTat",
    "suspicious-tit-for-tat": "SuspiciousTitForTat", "anti-tit-for-tat": "AntiTitForTat", "bully": "Bully",
    "win-stay-lose-shift": "WinStayLoseShift", "win-shift-lose-stay": "WinShiftLoseStay",
    "alternator": "Alternator", "grim": "Grudger", "aggravater": "Aggravater", "soft-grudger": "SoftGrudger",
    "grudger-alternator": "GrudgerAlternator", "easy-go": "EasyGo", "opposite-grudger": "OppositeGrudger",
    "tit-for-two-tats": "TitFor2Tats", "two-tits-for-tat": "TwoTitsForTat",
    "hard-tit-for-tat": "HardTitForTat", "hard-tit-for-two-tats": "HardTitFor2Tats",
    "slow-tit-for-tat": "SlowTitForTwoTats2", "spiteful-tit-for-tat": "SpitefulTitForTat",
    "resurrection": "Resurrection", "contrite-tit-for-tat": "ContriteTitForTat", "cycle-ccd": "CyclerCCD",
    "cycle-ddc": "CyclerDDC", "prober": "Prober", "prober-2": "Prober2", "prober-3": "Prober3",
    "hard-prober": "HardProber", "detective": "Detective", "handshake": "Handshake",
    "collective-strategy": "CollectiveStrategy", "gradual-killer": "GradualKiller",
    "majority-soft-5": "GoByMajority5", "majority-hard-5": "HardGoByMajority5", "fortress-3": "Fortress3",
    "fortress-4": "Fortress4", "predator": "Predator", "pun-1": "Pun1", "thumper": "Thumper",
    "ripoff": "Ripoff", "usually-cooperates": "UsuallyCooperates", "usually-defects": "UsuallyDefects",
    "raider": "Raider", "solution-b1": "SolutionB1", "solution-b5": "SolutionB5", "gradual": "Gradual",
    "original-gradual": "OriginalGradual", "majority-soft": "GoByMajority",
    "majority-hard": "HardGoByMajority", "adaptive": "Adaptive", "level-punisher": "LevelPunisher",
    "forgiver": "Forgiver", "forgiving-tit-for-tat": "ForgivingTitForTat", "grumpy": "Grumpy",
    "retaliate": "Retaliate", "omega-tit-for-tat": "OmegaTFT",
    "tideman-chieruzzi": "FirstByTidemanAndChieruzzi", "nydegger": "FirstByNydegger",
    "shubik": "FirstByShubik", "stein-rapoport": "FirstBySteinAndRapoport", "davis": "FirstByDavis",
    "downing": "FirstByDowning"}
VECTORS = {
    "generous-tit-for-tat": "GTFT", "joss": "FirstByJoss", "soft-joss": "SoftJoss",
    "firm-but-fair": "FirmButFair", "stochastic-cooperator": "StochasticCooperator",
    "stochastic-win-stay-lose-shift": "StochasticWSLS", "zd-extort-2": "ZDExtort2",
    "zd-extort-2-v2": "ZDExtort2v2", "zd-extort-3": "ZDExtort3", "zd-extort-4": "ZDExtort4",
    "zd-extortion": "ZDExtortion", "zd-gtft-2": "ZDGTFT2", "zd-gen-2": "ZDGen2", "zd-set-2": "ZDSet2",
    "zd-mischief": "ZDMischief"}


def vector(name: str) -> list[float]:
    """P(C | CC, CD, DC, DD), the own move first."""
    four = getattr(axl, name)()._four_vector
    return [float(four[pair]) for pair in ((C, C), (C, D), (D, C), (D, D))]


def played(name: str, opponent: str, slips: str) -> str:
    """What the class chooses in each round; the length of the match is known."""
    player, other = getattr(axl, name)(), axl.MockPlayer()
    player.set_match_attributes(length=ROUNDS, game=axl.Game(), noise=0)
    chosen = ""
    for move, slip in zip(opponent, slips):
        intended = player.strategy(other)
        chosen += str(intended)
        mine = intended.flip() if slip == "x" else intended
        theirs = C if move == "C" else D
        player.update_history(mine, theirs)
        other.update_history(theirs, mine)
    return chosen


def main() -> None:
    luck = random.Random(1980)
    games = []
    for number in range(GAMES):
        kind = (0.5, 0.9, 0.2, 0.75, 0.97)[number % 5]
        opponent = "".join("C" if luck.random() < kind else "D" for _ in range(ROUNDS))
        slips = "".join("x" if number >= 5 and luck.random() < 0.08 else "." for _ in range(ROUNDS))
        games.append((opponent, slips))
    record = {
        "about": "Chosen by Axelrod-Python 4.14; written by tests/golden/make_axelrod.py. A game is the "
                 "opponent's moves and the rounds (x) in which the own move slips.",
        "vectors": {ours: vector(theirs) for ours, theirs in VECTORS.items()},
        "games": games,
        "chosen": {ours: [played(theirs, *game) for game in games] for ours, theirs in CLASSES.items()}}
    path = Path(__file__).with_name("axelrod.json")
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
