"""Rules by pairs: who beats whom, by how many voters. All elect a Condorcet winner where there is one."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import groupby

import numpy as np
import numpy.typing as npt

from playground.catalogue import Option, Settings
from playground.choice.ballots import Ballots, Whole
from playground.choice.positional import borda_scores
from playground.choice.rule import RULES, Outcome, at_most, ready
from playground.problem import InputError, Problem
from playground.progress import Progress

Flags = npt.NDArray[np.bool_]
VOTES = Option("votes", Fraction(0), Fraction(0), Fraction(1),
               "0: a victory counts by its margin; 1: by the votes of the winning side", whole=True)
PAIRS = "Who is left out of a ballot stands below all whom it ranks; a tie there counts for neither."
MOST_TIES = 20_000  # ways to break ties that are followed
MOST_STABLE, MOST_CHAINED = 14, 30  # candidates of stable voting, of Banks


def strengths(ballots: Ballots, settings: Settings) -> Whole:
    """[a, b]: how strong a's victory over b is; 0 where it is none."""
    won = ballots.margins > 0
    return np.where(won, ballots.support if settings["votes"] else ballots.margins, 0)


def widest(strength: Whole) -> Whole:
    """[a, b]: the width of the widest path from a to b, its weakest victory; 0 where there is none
    (Floyd–Warshall)."""
    paths = strength.copy()
    for via in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, via, np.newaxis], paths[via]), out=paths)
    np.fill_diagonal(paths, 0)
    return paths


@RULES.entry_of("black", "Black", "Whoever beats all others in pairs; where nobody does, Borda.", "As Borda.",
                reference="Black, D. (1958). The Theory of Committees and Elections. Cambridge.")
def black(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    winner = ballots.condorcet_winner
    scores = tuple(borda_scores(ballots))
    if winner is None:
        return ready(scores, "points of Borda", note="Nobody beats all others.")
    return Outcome((winner,), scores, "points of Borda", note="The winner beats all others in pairs.")


@RULES.entry_of("copeland", "Copeland", "Most pairs won, less pairs lost.", PAIRS,
                reference="Copeland, A. H. (1951). A “reasonable” social welfare function. University of "
                          "Michigan seminar.")
def copeland(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return ready(np.sign(ballots.margins).sum(axis=1).tolist(), "pairs won, less pairs lost")


@RULES.entry_of("minimax", "Minimax", "Whose worst defeat in a pair is the smallest; also "
"Simpson–Kramer.", PAIRS,
                options=(VOTES,),
                reference="Simpson, P. B. (1969), Quarterly Journal of Economics 83, 478–490; Kramer, G. H. "
                          "(1977), Journal of Economic Theory 16, 310–334.")
def minimax(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    if ballots.size == 1:
        return Outcome((0,))
    if settings["votes"]:
        return ready((-strengths(ballots, settings).max(axis=0)).tolist(), "the worst defeat, as a loss")
    margins = ballots.margins.copy()
    np.fill_diagonal(margins, np.iinfo(np.int64).min)
    return ready((-margins.max(axis=0)).tolist(), "the smallest margin over another one")


@RULES.entry_of("schulze", "Schulze", "Whom nobody beats by paths: a chain of victories is as strong as the "
                "weakest of them.", PAIRS, options=(VOTES,),
                reference="Schulze, M. (2011). A new monotonic, clone-independent, reversal symmetric, and "
                          "Condorcet-consistent single-winner election method. Social Choice and Welfare 36, "
                          "267–303.")
def schulze(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    paths = widest(strengths(ballots, settings))
    return Outcome(tuple(np.flatnonzero((paths >= paths.T).all(axis=1)).tolist()))


@RULES.entry_of("split-cycle", "Split cycle", "Whom nobody beats once the weakest victories of every cycle "
"are set aside.", PAIRS, options=(VOTES,),
                reference="Holliday, W. H. and Pacuit, E. (2023). Split Cycle: a new Condorcet-consistent "
                          "voting method independent of clones and immune to spoilers. Public Choice 197, "
                          "1–62.")
def split_cycle(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    return Outcome(_undefeated(strengths(ballots, settings)))


def _undefeated(strength: Whole) -> tuple[int, ...]:
    """Whom nobody defeats: a defeats b where no path from b to a is as strong as the victory."""
    defeats = (strength > 0) & (strength > widest(strength).T)
    return tuple(np.flatnonzero(~defeats.any(axis=0)).tolist())


@RULES.entry_of("stable-voting", "Stable voting", "Among those whom split cycle elects, the one who beats "
"another by most and would win without that one.", PAIRS,
                reference="Holliday, W. H. and Pacuit, E. (2023). Stable Voting. Constitutional Political "
                          "Economy 34, 421–433.",
                refuses=at_most(MOST_STABLE))
def stable_voting(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    margins = ballots.margins

    @cache
    def winners(left: tuple[int, ...]) -> tuple[int, ...]:
        if len(left) == 1:
            return left
        progress(None, "what would be without each")
        part = margins[np.ix_(left, left)]
        able = [left[k] for k in _undefeated(np.where(part > 0, part, 0))]
        pairs = sorted(((int(margins[a, b]), a, b) for a in able for b in left if a != b), reverse=True)
        for _, alike in groupby(pairs, key=lambda pair: pair[0]):
            found = {a for _, a, b in alike if a in winners(tuple(k for k in left if k != b))}
            if found:
                return tuple(sorted(found))
        raise AssertionError("one of those undefeated stays so without another")

    return Outcome(winners(tuple(range(ballots.size))))


@RULES.entry_of("ranked-pairs", "Ranked pairs", "Victories are locked in, the strongest first, unless they "
"close a cycle; whoever is on top wins.", PAIRS + " Tied pairs are not locked in. Victories of the "
                "same strength: all orders that give another winner.", options=(VOTES,),
                reference="Tideman, T. N. (1987). Independence of clones as a criterion for voting rules. "
                          "Social Choice and Welfare 4, 185–206.")
def ranked_pairs(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    strength = strengths(ballots, settings)
    size = ballots.size
    levels = [np.argwhere(strength == level).tolist()
              for level in np.unique(strength[strength > 0])[::-1].tolist()]
    reached = {_bits(np.eye(size, dtype=bool))}
    for done, level in enumerate(levels):
        progress(done / len(levels), "victories locked in")
        reached = {after for each in reached for after in _locked(each, level, size, progress)}
        if len(reached) > MOST_TIES:
            raise _too_many()
    tops: set[int] = set()
    orders: list[tuple[int, ...]] = []
    for each in sorted(reached):
        above = np.frombuffer(each, dtype=bool).reshape(size, size)
        tops |= set(np.flatnonzero(above.sum(axis=0) == 1).tolist())
        if len(orders) < 20 and (order := _order(above)) is not None:
            orders.append(order)
    return Outcome(tuple(sorted(tops)), orders=tuple(dict.fromkeys(orders)),
                   note="Victories of the same strength allow several orders." if len(reached) > 1 else "")


def _too_many() -> InputError:
    return InputError([Problem("ranked-pairs", f"there are more than {MOST_TIES:,} ways in which victories "
    "of the same strength can be locked in; one more ballot may break them")])


def _bits(above: Flags) -> bytes:
    return above.tobytes()


def _locked(start: bytes, level: list[list[int]], size: int, progress: Progress) -> set[bytes]:
    """All that can stand when the victories of one level are locked in, in any order. `start`: [a, b],
    whether a is above b, itself included."""
    found, waiting, seen = set(), [start], {start}
    while waiting:
        progress(None, "victories of the same strength")
        now = waiting.pop()
        above = np.frombuffer(now, dtype=bool).reshape(size, size)
        # Who is above already changes nothing; who is below would close a cycle.
        free = [(a, b) for a, b in level if not above[a, b] and not above[b, a]]
        if not free:
            found.add(now)
        for a, b in free:
            more = _bits(above | (above[:, a, np.newaxis] & above[b]))
            if more not in seen:
                seen.add(more)
                waiting.append(more)
        if len(seen) > MOST_TIES:
            raise _too_many()
    return found


def _order(above: Flags) -> tuple[int, ...] | None:
    """The ranking, where it is one."""
    below = above.sum(axis=1)
    if len(set(below.tolist())) < len(below):
        return None
    return tuple(np.argsort(-below).tolist())


@RULES.entry_of("top-cycle", "Top cycle", "The smallest set in which each beats all outside; also Smith "
"set.", PAIRS,
                reference="Smith, J. H. (1973). Aggregation of preferences with variable electorate. "
                          "Econometrica 41, 1027–1041.")
def top_cycle(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    reach = _reach(ballots.margins >= 0)
    return Outcome(tuple(np.flatnonzero(reach.all(axis=1)).tolist()))


def _reach(edges: Flags) -> Flags:
    found = edges.copy()
    np.fill_diagonal(found, True)
    for via in range(len(found)):
        found |= found[:, via, np.newaxis] & found[via]
    return found


@RULES.entry_of("uncovered-set", "Uncovered set", "Whom nobody covers: a covers b where a beats b, and "
"whoever beats a beats b too (Gillies).", PAIRS,
                reference="Gillies, D. B. (1959), Annals of Mathematics Studies 40, 47–85; Miller, N. R. "
                          "(1980), American Journal of Political Science 24, 68–96.")
def uncovered_set(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    beats = ballots.margins > 0
    # a covers b: a beats b, and whoever beats a beats b too.
    covers = beats & ~((beats.T[:, :, np.newaxis] & ~beats[np.newaxis]).any(axis=1))
    return Outcome(tuple(np.flatnonzero(~covers.any(axis=0)).tolist()))


@RULES.entry_of("banks", "Banks", "Who is on top of a chain, each beating all below, that nobody beats as a "
"whole.",
                PAIRS, refuses=at_most(MOST_CHAINED),
                reference="Banks, J. S. (1985). Sophisticated voting outcomes and agenda control. Social "
                          "Choice and Welfare 1, 295–306.")
def banks(ballots: Ballots, settings: Settings, progress: Progress) -> Outcome:
    beats = ballots.margins > 0
    below = [frozenset(np.flatnonzero(row).tolist()) for row in beats]
    winners = []
    for top in range(ballots.size):
        progress(top / ballots.size, "chains")
        if _tops(top, beats, below, progress):
            winners.append(top)
    return Outcome(tuple(winners))


def _tops(top: int, beats: Flags, below: list[frozenset[int]],
          progress: Progress) -> bool:
    """Whether a chain with that one on top cannot be extended above by anyone who beats all of it."""
    above = frozenset(np.flatnonzero(beats[:, top]).tolist())
    seen = set()

    def chain(rivals: frozenset[int], free: frozenset[int]) -> bool:
        """`rivals`: who beats the whole chain; `free`: who is beaten by all of it, and so may follow."""
        if not rivals:
            return True
        if (rivals, free) in seen:
            return False
        seen.add((rivals, free))
        progress(None, "chains")
        return any(chain(frozenset(k for k in rivals if beats[k, lower]), free & below[lower])
                   for lower in free)

    return chain(above, below[top])
