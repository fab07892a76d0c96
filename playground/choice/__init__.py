"""Choice: many voices, one decision. Ballots, and the voting rules that make winners of them."""

from playground.choice import distance, elimination, graded, lotteries, pairwise, positional  # noqa: F401
from playground.choice.ballots import APPROVALS, ORDERS, SCORES, Ballots, from_classes, from_scores, of_orders
from playground.choice.committees import COMMITTEES, CommitteeOutcome, CommitteeResult, committee
from playground.choice.lotteries import margin_game
from playground.choice.rule import RULES, Outcome, Round, Rule, elect
from playground.choice.vote import VoteResult, vote

__all__ = ["APPROVALS", "COMMITTEES", "ORDERS", "RULES", "SCORES", "Ballots", "CommitteeOutcome",
           "CommitteeResult", "Outcome", "Round", "Rule", "VoteResult", "committee", "elect", "from_classes",
           "from_scores", "margin_game", "of_orders", "vote"]
