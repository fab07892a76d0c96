"""Committees of abcvoting for random approvals, all of them where there are ties: writes abcvoting.json.

Needs abcvoting in an environment of its own; the tests read what is written here.

    python -m venv peer && peer/bin/pip install abcvoting==2.19.2
    peer/bin/python tests/golden/make_abcvoting.py
"""

from __future__ import annotations

import json
import random
from importlib.metadata import version
from pathlib import Path

from abcvoting import abcrules
from abcvoting.preferences import Profile

SEED, CASES = 5, 150
RULES = {"pav": ("pav", {"algorithm": "brute-force"}),
         "sequential-pav": ("seqpav", {"algorithm": "standard"}),
         "phragmen": ("seqphragmen", {"algorithm": "standard-fractions"}),
         "equal-shares": ("equal-shares", {"algorithm": "standard-fractions", "completion": "seqphragmen"}),
         "chamberlin-courant": ("cc", {"algorithm": "brute-force"})}


def main() -> None:
    drawn = random.Random(SEED)
    cases = []
    while len(cases) < CASES:
        size, voters = drawn.randint(2, 6), drawn.randint(1, 8)
        seats = drawn.randint(1, size)
        approvals = [sorted(drawn.sample(range(size), drawn.randint(0, size))) for _ in range(voters)]
        if not any(approvals):
            continue
        profile = Profile(size)
        profile.add_voters(approvals)
        found = {ours: sorted(sorted(committee) for committee in abcrules.compute(
            theirs, profile, committeesize=seats, resolute=False, **options))
            for ours, (theirs, options) in RULES.items()}
        cases.append({"candidates": size, "approvals": approvals, "seats": seats, "committees": found})
    path = Path(__file__).with_name("abcvoting.json")
    rows = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path.write_text(f'{{"abcvoting": "{version("abcvoting")}", "cases": [\n{rows}]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
