"""One profile of ballots under many rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.choice.ballots import Ballots
from playground.choice.rule import RULES, Outcome, elect, outcomes_of
from playground.progress import Progress, silent


@dataclass(frozen=True, eq=False)
class VoteResult:
    """`outcomes` by the rule's name, in the order asked for; `refused`: why the others have none."""

    ballots: Ballots
    outcomes: dict[str, Outcome]
    refused: dict[str, str]

    def winners(self, rule: str) -> tuple[str, ...]:
        """The names of all who can win by that rule."""
        return tuple(self.ballots.candidates[k] for k in self.outcomes[rule].winners)

    def as_dict(self) -> dict[str, Any]:
        """As printed by `playground vote --json`."""
        ballots, names = self.ballots, self.ballots.candidates
        winner = ballots.condorcet_winner
        return {"candidates": list(names), "voters": ballots.voters,
                "condorcet_winner": None if winner is None else names[winner],
                "margins": ballots.margins.tolist(),
                "results": {name: outcome.as_dict(names) for name, outcome in self.outcomes.items()},
                "refused": self.refused}


def vote(ballots: Ballots, rules: Sequence[str] = (), progress: Progress = silent) -> VoteResult:
    """The outcome of each of these rules, or of all that have one for such ballots. Raises `InputError` where
    a rule that is named has none, and what `progress` raises."""
    names = tuple(dict.fromkeys(rules)) or tuple(RULES)
    return VoteResult(ballots, *outcomes_of(names, bool(rules), lambda name: elect(ballots, name, progress),
                                            progress))
