"""Every vote of the library opens, says what it should, and every `known` value is true, exactly.

`docs/file-format.md` lists the keys of `known`. What a story tells of other ballots stands under `changed`,
and where it names a paradox, `shows` says under which rules: it is then checked here by its definition.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import root

from playground.choice.ballot_text import read_ballots, written
from playground.choice.ballots import UNRANKED, Ballots, of_orders
from playground.choice.rule import elect
from playground.files import dumps_votes, load_votes

ROOT = Path(__file__).resolve().parent.parent
VOTES = sorted((ROOT / "games").glob("*.vote.json"))


def winners(ballots: Ballots, rule: str) -> list[str]:
    return [ballots.candidates[k] for k in elect(ballots, rule).winners]


def winner(ballots: Ballots, rule: str) -> str:
    (name,) = winners(ballots, rule)
    return name


def rows(ballots: Ballots, lines: Iterable[str]) -> list[Ballots]:
    """Each row on its own, as ballots on the same candidates."""
    return [read_ballots(ballots.candidates, [line], ballots.kind) for line in lines]


def prefers(ballots: Ballots, one: str, other: str) -> bool:
    """Whether all of them rank one above the other."""
    a, b = map(ballots.candidates.index, (one, other))
    return bool((ballots.ranks[a] < ballots.ranks[b]).all())


# The paradoxes, each from its definition: `before` and `after` a change, and what was changed.

def no_show(before: Ballots, after: Ballots, change: dict[str, Any], rule: str) -> bool:
    """All who stay away like what then wins better."""
    return set(change) <= {"remove"} and all(
        prefers(row, winner(after, rule), winner(before, rule)) for row in rows(before, change["remove"]))


def monotonicity(before: Ballots, after: Ballots, change: dict[str, Any], rule: str) -> bool:
    """The winner is raised on some ballots, where nothing else changes, and loses."""
    won = winner(before, rule)
    k = before.candidates.index(won)
    old, new = rows(before, change["remove"]), rows(before, change["add"])
    return len(old) == len(new) and won not in winners(after, rule) and all(
        one.voters == other.voters and bool((other.ranks[k] < one.ranks[k]).all())
        and written(one.without([k])) == written(other.without([k])) for one, other in zip(old, new))


def manipulation(before: Ballots, after: Ballots, change: dict[str, Any], rule: str) -> bool:
    """Some say what they do not think, and what then wins they do like better."""
    old, new = rows(before, change["remove"]), rows(before, change["add"])
    return len(old) == len(new) and all(
        one.voters == other.voters and prefers(one, winner(after, rule), winner(before, rule))
        for one, other in zip(old, new))


def spoiler(before: Ballots, after: Ballots, change: dict[str, Any], rule: str) -> bool:
    """Without candidates who do not win, another one wins."""
    won = winner(before, rule)
    return set(change) == {"without"} and won not in change["without"] and winner(after, rule) != won


def clones(before: Ballots, after: Ballots, change: dict[str, Any], rule: str) -> bool:
    """Alike candidates stand beside each other on every ballot; without some of them, the victory passes from
    them to another candidate, or the other way."""
    alike = [before.candidates.index(name) for name in change["clones"]]
    others = [k for k in range(before.size) if k not in alike]
    low, high = before.ranks[alike].min(axis=0), before.ranks[alike].max(axis=0)
    apart = not ((before.ranks[others] >= low) & (before.ranks[others] <= high)).any()
    return apart and len(set(change["clones"]) - set(change["without"])) == 1 and (
        (winner(before, rule) in change["clones"]) != (winner(after, rule) in change["clones"]))


def reversal(before: Ballots, after: Ballots, change: dict[str, Any], rule: str) -> bool:
    """The same one wins when every ballot is turned around."""
    return change == {"reversed": True} and winner(before, rule) == winner(after, rule)


def reinforcement(before: Ballots, after: Ballots, change: dict[str, Any], rule: str) -> bool:
    """Who wins in both parts of the voters does not win with all of them."""
    part = read_ballots(before.candidates, change["remove"], before.kind)
    return set(change) <= {"remove"} and winner(part, rule) == winner(after, rule) != winner(before, rule)


PARADOXES: dict[str, Callable[[Ballots, Ballots, dict[str, Any], str], bool]] = {
    "no-show": no_show, "monotonicity": monotonicity, "manipulation": manipulation, "spoiler": spoiler,
    "clones": clones, "reversal": reversal, "reinforcement": reinforcement}
CHANGES = {"remove", "add", "without", "reversed", "clones"}


def changed(ballots: Ballots, change: dict[str, Any]) -> Ballots:
    """The ballots after a change."""
    def counted(lines: Sequence[str]) -> Counter[str]:
        read = written(read_ballots(ballots.candidates, lines, ballots.kind))
        return Counter({body.strip(): int(count) for count, _, body in (row.partition(":") for row in read)})
    left, removed = counted(written(ballots)), counted(change.get("remove", []))
    assert removed <= left, "ballots are taken away that nobody cast"
    found = read_ballots(ballots.candidates, [f"{count}: {body}" for body, count in (
        left - removed + counted(change.get("add", []))).items()], ballots.kind)
    if change.get("reversed"):
        assert found.is_linear and found.is_complete
        found = of_orders(found.candidates, found.size + 1 - found.ranks, found.counts)
    return found.without([ballots.candidates.index(name) for name in change.get("without", [])])


def rewards(ballots: Ballots) -> dict[str, float]:
    """Rewards by maximum likelihood of Bradley and Terry's model, their sum 0, when every voter compares
    every pair: those at which each candidate is expected to win as many comparisons as it does."""
    wins = ballots.support.sum(axis=1)

    def surplus(values: Any) -> Any:
        chances = 1 / (1 + np.exp(values[np.newaxis] - values[:, np.newaxis]))
        expected = ((ballots.support + ballots.support.T) * chances).sum(axis=1)
        return np.append((wins - expected)[1:], values.sum())
    solved = root(surplus, np.zeros(ballots.size))
    assert np.abs(surplus(solved.x)).max() < 1e-6
    return dict(zip(ballots.candidates, solved.x.tolist()))


def verify(ballots: Ballots, known: dict[str, Any], at: str = "") -> None:
    """Compare every known result with the core's own, exactly."""
    names = ballots.candidates

    def named(values: Sequence[Fraction]) -> dict[str, Fraction]:
        return dict(zip(names, values))

    def condorcet(value: str | None) -> bool:
        k = ballots.condorcet_winner
        return value == (None if k is None else names[k])

    def pairs(value: list[list[Any]]) -> bool:
        return bool(value) and all(
            [ballots.support[names.index(a), names.index(b)], ballots.support[names.index(b), names.index(a)]]
            == votes for a, b, *votes in value)

    def scores(value: dict[str, dict[str, str]]) -> bool:
        return bool(value) and all(named(elect(ballots, rule).scores or ()) == exact(expected)
                                   for rule, expected in value.items())

    def rounds(value: dict[str, list[dict[str, str]]]) -> bool:
        """The first rounds; the last, in which one is left, goes without saying."""
        return bool(value) and all(
            len(expected) > 1 and [{names[k]: score for k, score in each.scores.items()}
                                   for each in elect(ballots, rule).rounds[:len(expected)]]
            == list(map(exact, expected)) for rule, expected in value.items())

    def lottery(value: dict[str, str]) -> bool:
        return named(elect(ballots, "maximal-lottery").lottery or ()) == {
            **dict.fromkeys(names, Fraction(0)), **exact(value)}

    checks: dict[str, Callable[[Any], bool]] = {
        "condorcet_winner": condorcet, "pairs": pairs, "scores": scores, "rounds": rounds, "lottery": lottery,
        "voters": lambda value: ballots.voters == value,
        "winners": lambda value: bool(value) and all(
            sorted(winners(ballots, rule)) == sorted(expected) for rule, expected in value.items()),
        "orders": lambda value: bool(value) and all(
            sorted([names[k] for k in order] for order in elect(ballots, rule).orders) == sorted(expected)
            for rule, expected in value.items()),
        "accepted": lambda value: value == [
            name for name, score in named(elect(ballots, "approval").scores or ()).items()
            if 2 * score > ballots.voters],
        "rewards": lambda value: value.keys() == set(names) and all(
            math.isclose(rewards(ballots)[name], float(number), abs_tol=6e-4)
            for name, number in value.items())}
    assert known and not known.keys() - checks.keys(), f"{at}: no check for {known.keys() - checks.keys()}"
    for key, value in known.items():
        assert checks[key](value), f"{at}{key}"


def exact(values: dict[str, str]) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in values.items()}


def verify_all(ballots: Ballots, known: dict[str, Any]) -> None:
    """Also what is known of other ballots."""
    known = dict(known)
    assert known.pop("source")
    for i, entry in enumerate(known.pop("changed", [])):
        change = {key: value for key, value in entry.items() if key in CHANGES}
        after = changed(ballots, change)
        assert (written(after), after.candidates) != (written(ballots), ballots.candidates)
        shows = entry.get("shows", {})
        for paradox, rules in shows.items():
            for rule in rules:
                assert PARADOXES[paradox](ballots, after, change, rule), f"changed[{i}] {paradox} {rule}"
        results = {key: value for key, value in entry.items() if key not in CHANGES | {"shows"}}
        assert shows or results
        if results:
            verify(after, results, f"changed[{i}].")
    verify(ballots, known)


def test_there_are_enough() -> None:
    assert len(VOTES) >= 24
    documents = [load_votes(file) for file in VOTES]
    assert max(Counter(document.title for document in documents).values()) == 1
    assert max(Counter(document.summary for document in documents).values()) == 1


@pytest.mark.parametrize("file", VOTES, ids=lambda file: file.name.removesuffix(".vote.json"))
def test_library_vote(file: Path) -> None:
    document = load_votes(file)
    assert document.summary.endswith(".")
    story, rest = document.description.split("### Things to notice\n\n- ")
    notice, tries = rest.split("### Things to try\n\n- ")
    assert len(story) > 150 and len(notice) > 100 and len(tries) > 50
    assert document.tags and document.references and document.parallel is not None
    assert all((document.parallel.world, document.parallel.holds, document.parallel.breaks,
                document.parallel.source))
    assert not document.extra, "a key that this version does not know"
    # Written again it is the same file: key order, indentation, ballots as typed.
    assert dumps_votes(document) == file.read_text("utf-8")
    assert document.known
    verify_all(document.ballots, dict(document.known))


# What a story says beyond ballots and `known`: sums and differences of them, and costs.
ARITHMETIC: dict[str, list[int | Fraction]] = {
    "aarau-2023": [40 + 30, 20 + 20 + 10], "burying": [102 - 100], "citizens-assembly": [100 - 55 - 25],
    "condorcet-against-points": [Fraction(1, 2)], "feedback-51-49": [51 + 15, 49 - 15, 51 + 16, 49 - 16],
    "five-rules": [18 + 12 + 10 + 9 + 4 + 2], "florida-2000": [2912790 - 2912253, 58493 - 9481, 38995 + 9481],
    "majority-judgment": [0], "ties-on-ballots": [6 + 5 + 4],
    "warsaw-2017": [9 + 5 + 3, 5825, 15995 + 5825, 15995 + 5825 + 20000 + 2900, 22000]}


@pytest.mark.parametrize("file", VOTES, ids=lambda file: file.name.removesuffix(".vote.json"))
def test_every_number_of_the_story_is_a_count_or_checked(file: Path) -> None:
    document = load_votes(file)
    told = document.description.partition("### Things to notice")[2]
    checked = numbers(" ".join(written(document.ballots)) + json.dumps(document.known))
    checked |= {abs(number) for number in checked}
    rest = set(ARITHMETIC.get(file.name.removesuffix(".vote.json"), []))
    assert numbers(re.sub("`[^`]*`", "", told)) - checked == rest


def numbers(text: str) -> set[Fraction]:
    found = re.findall(r"[-−]?\d(?:[\d,]*\d)?(?:\.\d+|/\d+)?", text)
    return {Fraction(number.replace(",", "").replace("−", "-")) for number in found}


def library_vote(name: str) -> Ballots:
    return load_votes(ROOT / "games" / f"{name}.vote.json").ballots


def test_voters_are_consistent_where_the_majority_is_not() -> None:
    for marks, _ in marked("discursive-dilemma"):
        assert marks["He owes damages"] == (marks["There was a contract"] and marks["He broke it"])
    for marks, _ in marked("ostrogorski"):
        party = marks.pop("Vote for the party")
        assert party == (2 * sum(marks.values()) > len(marks))


def test_most_voters_are_outvoted_on_most_questions() -> None:
    ballots = library_vote("anscombe")
    result = [2 * score > ballots.voters for score in elect(ballots, "approval").scores or ()]

    def outvoted(marks: list[bool]) -> bool:
        return 2 * sum(a != b for a, b in zip(marks, result)) > len(result)
    wishes = [(list(marks.values()), count) for marks, count in marked("anscombe")]
    assert sum(count for marks, count in wishes if outvoted(marks)) == 3 and ballots.voters == 5
    nothing = [False, False, False]
    assert outvoted(nothing) and not outvoted([True, False, False]) and (nothing, 1) in wishes


def marked(name: str) -> list[tuple[dict[str, bool], int]]:
    """What each ballot of an approval vote marks, and how many cast it."""
    ballots = library_vote(name)
    return [(dict(zip(ballots.candidates, (row != UNRANKED).tolist())), count)
            for row, count in zip(ballots.ranks.T, ballots.counts.tolist())]


def test_no_way_of_giving_points_elects_condorcets_first() -> None:
    """With 1, s and 0 points for the three places, B is never behind A for 0 ≤ s ≤ 1: both sums are linear in
    s, so the two ends are enough."""
    ballots = library_vote("condorcet-against-points")
    for rule in ("plurality", "anti-plurality"):
        a, b, _ = elect(ballots, rule).scores or ()
        assert b >= a
    assert ballots.condorcet_winner == 0


def test_the_ten_points_of_a_city() -> None:
    ballots = library_vote("aarau-2023")
    assert ballots.scores is not None
    assert (ballots.scores.sum(axis=0) == 10 * ballots.unit).all()
    assert ((ballots.scores > 0).sum(axis=0) >= 3).all()


def test_a_wrong_known_value_is_noticed() -> None:
    ballots = library_vote("tennessee")
    right: dict[str, Any] = {"winners": {"irv": ["Knoxville"]}, "condorcet_winner": "Nashville",
             "pairs": [["Nashville", "Memphis", 58, 42]], "lottery": {"Nashville": "1"}}
    verify_all(ballots, {**right, "source": "nobody"})
    added = ["1: Nashville > Memphis > Chattanooga > Knoxville"]
    flipped: dict[str, Any] = {"remove": ["1: Memphis > Nashville > Chattanooga > Knoxville"]}
    wrongs: list[dict[str, Any]] = [
            {"winners": {"irv": ["Nashville"]}}, {"winners": {}}, {"condorcet_winner": None}, {"voters": 99},
            {"pairs": [["Nashville", "Memphis", 57, 43]]}, {"lottery": {"Memphis": "1"}},
            {"scores": {"plurality": {"Memphis": "42"}}}, {"rounds": {"irv": [{"Memphis": "42"}, {}]}},
            {"orders": {"kemeny": [list(ballots.candidates)]}}, {"unheard-of": 1},
            {"rewards": dict.fromkeys(ballots.candidates, "0")},
            {"changed": [{"remove": ["99: Memphis > Nashville"], "condorcet_winner": None}], "voters": 100},
            *({"changed": [{**flipped, "shows": {paradox: ["plurality"]}}], "voters": 100}
              for paradox in ("no-show", "reversal", "spoiler", "reinforcement")),
            *({"changed": [{**flipped, "add": added, "shows": {paradox: ["plurality"]}}], "voters": 100}
              for paradox in ("monotonicity", "manipulation")),
            {"changed": [{"without": ["Knoxville"], "shows": {"spoiler": ["borda"]}}], "voters": 100},
            {"changed": [{"without": ["Memphis"], "clones": ["Memphis", "Knoxville"],
                          "shows": {"clones": ["irv"]}}], "voters": 100}]
    for wrong in wrongs:
        with pytest.raises(AssertionError):
            verify_all(ballots, {**wrong, "source": "nobody"})
