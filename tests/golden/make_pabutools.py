"""What pabutools buys for random projects and approvals: writes pabutools.json.

Needs pabutools in an environment of its own; the tests read what is written here. Ties are broken by the
names of projects, as p0 before p1.

    python -m venv peer && peer/bin/pip install pabutools==1.2.3
    peer/bin/python tests/golden/make_pabutools.py
"""

from __future__ import annotations

import json
import random
from importlib.metadata import version
from pathlib import Path

from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Cost_Sat, Instance, Project
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
from pabutools.tiebreaking import lexico_tie_breaking

SEED, CASES = 11, 120


def main() -> None:
    drawn = random.Random(SEED)
    cases = []
    while len(cases) < CASES:
        size, voters = drawn.randint(2, 6), drawn.randint(1, 7)
        costs = [drawn.randint(1, 12) for _ in range(size)]
        limit = drawn.randint(5, 30)
        approvals = [sorted(drawn.sample(range(size), drawn.randint(0, size))) for _ in range(voters)]
        if not any(approvals):
            continue
        projects = [Project(f"p{k}", cost) for k, cost in enumerate(costs)]
        instance = Instance(projects, budget_limit=limit)
        profile = ApprovalProfile([ApprovalBallot([projects[k] for k in each]) for each in approvals])
        both, ties = (instance, profile), {"tie_breaking": lexico_tie_breaking}
        found = {
            "greedy": greedy_utilitarian_welfare(*both, sat_class=Cost_Sat, **ties),
            "equal-shares:completion=0": method_of_equal_shares(*both, sat_class=Cost_Sat, **ties),
            "equal-shares:completion=0,cost=0": method_of_equal_shares(
                *both, sat_class=Cardinality_Sat, **ties),
            "phragmen": sequential_phragmen(*both, **ties)}
        cases.append({"costs": costs, "limit": limit, "approvals": approvals, "bought": {
            rule: sorted(int(project.name[1:]) for project in chosen) for rule, chosen in found.items()}})
    path = Path(__file__).with_name("pabutools.json")
    rows = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path.write_text(f'{{"pabutools": "{version("pabutools")}", "cases": [\n{rows}]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
