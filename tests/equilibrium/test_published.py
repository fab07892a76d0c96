"""Published games and values, each with its source; those of `golden/published.json` are described there."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction
from importlib.util import find_spec
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.equilibrium import (
    bargain,
    certify,
    components_of,
    iterated_elimination,
    logit_branch,
    mixed_equilibria,
    pure_equilibria,
    solve,
)
from playground.files import load
from playground.game import NormalForm, Profile, edits

GOLDEN = json.loads((Path(__file__).parents[1] / "golden/published.json").read_text("utf-8"))
NUMBERS = {golden["name"]: golden for golden in (*GOLDEN["two"], *GOLDEN["more"])}


def game_of(golden: dict[str, Any]) -> NormalForm:
    def table(cells: Any, player: int) -> Any:
        return cells.split()[player] if isinstance(cells, str) else [table(each, player) for each in cells]

    first = golden["cells"]
    while not isinstance(first, str):
        first = first[0]
    return NormalForm.from_arrays(*(table(golden["cells"], k) for k in range(len(first.split()))))


def each(name: str) -> Any:
    return pytest.mark.parametrize("golden", GOLDEN[name], ids=lambda golden: golden["name"])


# --- two players --------------------------------------------------------------------------------------------


@each("two")
def test_two_players(golden: dict[str, Any]) -> None:
    game = game_of(golden)
    solution = solve(game)
    found = {equilibrium.profile for equilibrium in solution.equilibria}
    components = components_of(game, solution)
    assert solution.exact and solution.complete and solution.certified
    assert all(certify(game, profile) for profile in found)
    assert sum(component.index or 0 for component in components) == 1
    if "components" in golden:
        assert sorted([len(one.members), one.dimension, one.index] for one in components) == \
            golden["components"]
    if "isolated" in golden:
        assert len(components) == len(found) == golden["isolated"]
        assert {one.index for one in components} == {1, -1}
    if "subsets" in golden:
        assert sum(len(one.subsets) for one in components) == golden["subsets"]
    if "equilibria" in golden:
        assert found == {Profile([own.split() for own in profile]) for profile in golden["equilibria"]}
    if "inaccessible" in golden:
        assert solve(game, method="lemke-howson").missed == golden["inaccessible"]
    for key, strict in (("left", True), ("weakly", False)):
        if key in golden:
            left = [" ".join(map(str, own)) for own in iterated_elimination(game, strict).survivors]
            assert left == golden[key]
    if find_spec("pygambit") is not None:
        theirs = solve(game, method="gambit-enummixed")
        assert {equilibrium.profile for equilibrium in theirs.equilibria} == found


def test_penalty_kicks(root: Path) -> None:
    """Palacios-Huerta (2003), Professionals Play Minimax, Review of Economic Studies 70: in equilibrium
    kickers choose their natural side 61.46 % of the time and keepers 58.01 %. (From memory.)"""
    (only,) = solve(load(root / "games/penalty-kicks.game.json").game).equilibria
    percents = [[round(100 * float(p), 2) for p in own] for own in only.profile]
    assert percents == [[38.54, 61.46], [41.99, 58.01]]


# --- the index ----------------------------------------------------------------------------------------------


def with_an_outside_option(one: Any, two: Any, pays: str) -> NormalForm:
    """Player 1 may stay out, and gets `pays` then whatever player 2 does."""
    return NormalForm.from_arrays([*one, [pays] * len(one[0])], [*two, [1] * len(one[0])])


@pytest.mark.parametrize(("game", "inside", "outside"), [
    # Two strict equilibria that pay more than staying out: their indices are 1 and 1, and all add up to 1.
    (with_an_outside_option([[3, 0], [0, 3]], [[3, 0], [0, 3]], "2"), [1, 1], -1),
    # Only an equilibrium of index −1 pays more: 5/2, in mixed strategies; the others 2.
    (with_an_outside_option([[4, 1, 0], [3, 2, 1], [3, 1, 0]], [[2, 0, 3], [1, 2, 0], [2, 1, 1]], "9/4"),
     [-1], 2),
    # One strict equilibrium pays more.
    (with_an_outside_option([[3, 0], [0, 1]], [[1, 0], [0, 3]], "2"), [1], 0),
])
def test_indices_of_staying_out(game: NormalForm, inside: list[int], outside: int) -> None:
    """By hand: what stays out is one component, and all indices add up to one (Shapley 1974)."""
    solution = solve(game)
    last = game.shape[0] - 1
    out = {number for number, equilibrium in enumerate(solution.equilibria) if equilibrium.profile[0][last]}
    indices: dict[bool, list[int | None]] = {True: [], False: []}
    for component in components_of(game, solution):
        assert out.issuperset(component.members) or out.isdisjoint(component.members)
        indices[out.issuperset(component.members)].append(component.index)
    assert indices == {True: [outside], False: inside}


# --- three and more -----------------------------------------------------------------------------------------


@each("more")
def test_more_players(golden: dict[str, Any]) -> None:
    game = game_of(golden)
    found = mixed_equilibria(game)
    solution = solve(game)
    assert tuple(equilibrium.profile for equilibrium in solution.equilibria) == found.profiles
    assert len(found.profiles) == golden["count"] and found.complete == golden["complete"]
    assert sum(profile.is_pure for profile in found.profiles) == golden["pure"] == len(pure_equilibria(game))
    assert sum(all(min(own) > 0 for own in profile) for profile in found.profiles) == golden["totally_mixed"]
    assert max(found.regrets) < Fraction(1, 10**15)
    assert found.multiple or found.indices == 1


def test_an_irrational_equilibrium_in_closed_form() -> None:
    """By hand, with x, y, z for the first strategies: indifference is y/(1 − y) = (2 − z)/(1 + 2z),
    x/(1 − x) = (3 − 2z)/(1 + z) and 2xy = 3(1 − x)(1 − y), so that 2z² + 23z − 9 = 0."""
    (profile,) = mixed_equilibria(game_of(NUMBERS["A unique irrational equilibrium"])).profiles
    z = (sqrt(601) - 23) / 4
    by_hand = [(3 - 2 * z) / (4 - z), (2 - z) / (3 + z), z]
    assert [own[0] for own in profile] == pytest.approx(by_hand, rel=1e-14)


HIGH = (True, False)
STAKE = 2  # chips to ante, to open and to call


def poker(cards: tuple[bool, ...], opens: Any, calls: Any) -> list[Fraction]:
    """What each of Nash's three players wins. `opens(k, card)`; `calls(k, card, bets)`, `bets` being those
    who have bet so far, in order."""
    opener = next((k for k in range(3) if opens(k, cards[k])), None)
    if opener is None:
        return [Fraction(0)] * 3
    bets = [opener]
    for k in ((opener + 1) % 3, (opener + 2) % 3):
        if calls(k, cards[k], tuple(bets)):
            bets.append(k)
    best = [k for k in bets if cards[k] == max(cards[j] for j in bets)]
    pot = Fraction(STAKE * (3 + len(bets)), len(best))
    return [pot * (k in best) - STAKE * (1 + (k in bets)) for k in range(3)]


def opens_by(choices: tuple[int, ...]) -> Any:
    """Player 1 opens on high or not at all, player 2 always, on high or never, player 3 always or on high."""
    return lambda k, card: (card and choices[0] == 0, choices[1] == 0 or (card and choices[1] == 1),
                            card or choices[2] == 0)[k]


def expected(opens: Any, calls: Any) -> list[Fraction]:
    """What each wins on average over all deals, which are equally likely."""
    deals = list(itertools.product(HIGH, repeat=3))
    won = zip(*(poker(cards, opens, calls) for cards in deals))
    return [sum(own, Fraction(0)) / len(deals) for own in won]


def only_high(k: int, card: bool, bets: tuple[int, ...]) -> bool:
    return card


def instead(k: int, plan: dict[tuple[bool, tuple[int, ...]], bool], opens: Any) -> tuple[Any, Any]:
    """How all open and call when player k follows another plan."""
    return (lambda j, card: plan[card, ()] if j == k else opens(j, card),
            lambda j, card, bets: plan[card, bets] if j == k else card)


def test_nash_poker() -> None:
    """Nash (1951), Non-Cooperative Games: three-man poker with one equilibrium. Player 1 opens on high with
    probability α = (21 − √321)/10, player 3 on low with η = (5α + 1)/4, player 2 on high with δ = (5 − 2α)/
    (5 + α) and on low with ε = (4α − 1)/(5 + α); only high hands call. Player 1 wins −(1 + 17α)/(8(5 + α)) ≈
    −.147, player 2 −(1 − 2α)/4 ≈ −.096, player 3 ≈ .243. (Rules and formulas from memory: all come out.)"""
    payoffs = np.zeros((3, 2, 3, 2), dtype=object)
    for at in np.ndindex(2, 3, 2):
        payoffs[(slice(None), *at)] = expected(opens_by(at), only_high)
    found = mixed_equilibria(NormalForm.from_arrays(*payoffs))
    (profile,) = found.profiles
    one, two, three = ([float(p) for p in own] for own in profile)
    a = (21 - sqrt(321)) / 10
    assert one[0] == pytest.approx(a, rel=1e-14) and three[0] == pytest.approx((5 * a + 1) / 4, rel=1e-14)
    assert two[0] == pytest.approx((4 * a - 1) / (5 + a), rel=1e-12)
    assert two[0] + two[1] == pytest.approx((5 - 2 * a) / (5 + a), rel=1e-14)
    assert found.indices == 1 and max(found.regrets) < Fraction(1, 10**15)
    values = [float(value) for value in profile.payoffs(NormalForm.from_arrays(*payoffs))]
    assert values[:2] == pytest.approx([-(1 + 17 * a) / (8 * (5 + a)), -(1 - 2 * a) / 4], rel=1e-14)
    assert [round(value, 3) for value in values] == [-0.147, -0.096, 0.243]
    # Nor does any of the 256 other plans of when to open and to call bring anybody more.
    for k in range(3):
        seen = [(), *((j,) for j in range(3) if j != k), ((k + 1) % 3, (k + 2) % 3)]
        places = list(itertools.product(HIGH, seen))
        others = [at for at in np.ndindex(2, 3, 2) if at[k] == 0]
        chances = [np.prod([(one, two, three)[j][i] for j, i in enumerate(at) if j != k]) for at in others]
        for choices in itertools.product(HIGH, repeat=len(places)):
            plan = dict(zip(places, choices))
            gained = [float(expected(*instead(k, plan, opens_by(at)))[k]) for at in others]
            assert np.dot(chances, gained) <= values[k] + 1e-12


# --- other concepts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Lieberman's game with a saddle point", "Rapoport and Boebel's game"])
def test_quantal_response_in_published_games(name: str) -> None:
    """McKelvey and Palfrey (1995) fit the logit equilibrium to these and to O'Neill's game; here it is
    compared with Gambit's."""
    compare(game_of(NUMBERS[name]), [0.02, 0.1, 0.3, 1.0])


def test_quantal_response_in_oneills_game(root: Path) -> None:
    compare(load(root / "games/oneill.game.json").game, [0.02, 0.1, 0.3, 1.0])


def compare(game: NormalForm, lambdas: list[float]) -> None:
    gambit = pytest.importorskip("pygambit")
    made = gambit.Game.from_arrays(*(payoffs.astype(float) for payoffs in game.payoffs))
    ours = logit_branch(game, max(lambdas), lambdas=lambdas)
    for theirs, profile in zip(gambit.qre.logit_solve_lambda(made, lambdas), ours.profiles, strict=True):
        told = [float(theirs.profile[strategy]) for player in made.players for strategy in player.strategies]
        assert [p for own in profile for p in own] == pytest.approx(told, abs=1e-6)


@pytest.mark.parametrize("high", [5, 100])
def test_a_logit_limit_that_is_not_perfect(high: int) -> None:
    """McKelvey and Palfrey (1995), figure 1, payoffs as quoted in Gambit's catalogue (mckelvey1995/table1v5
    and v100): the third strategies are the only perfect equilibrium, but the branch leads to 1/2, 0, 1/2."""
    game = NormalForm.from_arrays([[1, 0, 1], [0, 0, 0], [1, high, 1]], [[1, 0, 1], [0, 0, high], [1, 0, 1]])
    assert solve(game, "quantal").equilibria[-1].profile == Profile([["1/2", "0", "1/2"]] * 2)


def test_bill_and_jack() -> None:
    """Nash (1950), The Bargaining Problem, Econometrica 18, the example of barter, table as quoted on
    paperzz.com/doc/7960067: Bill gives the book, the whip, the ball and the bat for the pen, the toy and the
    knife, and gains 12, Jack 5."""
    bills = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}  # to Bill, Jack
    jacks = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
    goods = [(-bill, jack) for bill, jack in bills.values()]
    goods += [(bill, -jack) for bill, jack in jacks.values()]
    trades = list(itertools.product((0, 1), repeat=len(goods)))
    gains = [[sum(taken * good[k] for taken, good in zip(trade, goods)) for trade in trades] for k in (0, 1)]
    nash = bargain(NormalForm.from_arrays([gains[0]], [gains[1]]), (Fraction(0), Fraction(0))).agreements[0]
    assert nash.payoffs == (12, 5)
    ((chance, (_one, trade)),) = nash.lottery
    names = [*bills, *jacks]
    assert chance == 1 and [name for name, taken in zip(names, trades[trade]) if taken] == [
        "book", "whip", "ball", "bat", "pen", "toy", "knife"]


def test_guessing_with_two() -> None:
    """Grosskopf and Nagel (2008), The Two-Person Beauty Contest, GEB 62: whoever is closest to two thirds of
    the average wins, and of two that is always the lower number, so that 0 is weakly dominant."""
    numbers = range(101)
    wins = [[Fraction(1, 2) if i == j else int(i < j) for j in numbers] for i in numbers]
    game = NormalForm.from_arrays(wins, [[1 - win for win in row] for row in wins])
    assert solve(game, "level-k").equilibria[0].profile == Profile.pure(game, [0, 0])
    assert iterated_elimination(game, strict=False).survivors == ((0,), (0,))


def test_shapleys_referee(root: Path) -> None:
    """By hand: one of the six cells in which somebody gets 1, with the same chance, is advice worth
    following, and pays 1/2 each instead of the equilibrium's 1/3."""
    best = dict(solve(load(root / "games/shapley.game.json").game, "correlated").details)["distributions"][-1]
    assert best["what"] == "most equal" and best["payoffs"] == ["1/2", "1/2"]


@pytest.mark.parametrize(("temptation", "reward", "punishment", "sucker"), [
    (5, 3, 1, 0), (4, 3, 1, 0), (7, 5, 2, -1), ("11/2", 4, "1/3", 0)])
def test_patience_in_the_dilemma(root: Path, temptation: object, reward: object, punishment: object,
                                 sucker: object) -> None:
    """Friedman (1971): grim trigger sustains cooperation from δ = (T − R)/(T − P)."""
    game = load(root / "games/prisoners-dilemma.game.json").game
    for name, value in zip("TRPS", (temptation, reward, punishment, sucker)):
        game = edits.set_parameter(game, name, str(value))
    first = dict(solve(game, "folk").details)["sustained"][0]
    t, r, p = (Fraction(str(value)) for value in (temptation, reward, punishment))
    assert first["profile"] == ["Cooperate", "Cooperate"] and Fraction(first["grim"]) == (t - r) / (t - p)
