"""Games in space against published patterns, a plain restatement of every rule, and closed forms."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.evolution.space import (
    NEIGHBOURHOODS,
    NETWORKS,
    RULES,
    Lattice,
    Network,
    SpatialRun,
    network_of,
    random_start,
    read_edges,
    single_start,
    space_problem,
)
from playground.evolution.space.networks import edges_of, network
from playground.evolution.space.rules import rule_of
from playground.game import NormalForm
from playground.problem import InputError
from playground.progress import Cancelled


def dilemma(b: str | F) -> NormalForm:
    """Of Nowak and May (1992): the second strategy defects."""
    return symmetric([[1, 0], [F(b), 0]])


def symmetric(rows: list[list[int]] | list[list[F]]) -> NormalForm:
    return NormalForm.from_arrays(rows, [list(column) for column in zip(*rows)])


def half(size: int, seed: int = 1) -> np.ndarray:
    return random_start(size, [F(1, 2), F(1, 2)], np.random.default_rng(seed))


# Nowak and May (1992), Nature 359, 826–829: one defector, self-interaction, Moore, 9/5 < b < 2.
@pytest.mark.parametrize("b", ["181/100", "19/10", "199/100"])
def test_one_defector_unfolds_the_published_pattern(b: str) -> None:
    lattice = Lattice(41, 41)
    run = SpatialRun(dilemma(b), lattice, start=single_start(lattice, 1, 0))
    counts = [1]
    for t in range(1, 17):
        run.step()
        counts.append(int(run.states.sum()))
        square = run.states.reshape(41, 41)
        assert all(np.array_equal(square, turned) for turned in (square.T, square[::-1], square[:, ::-1]))
        if t & (t - 1) == 0:  # a solid square at these powers of two; at 32 it has holes
            side = slice(20 - t, 21 + t)
            assert square[side, side].all() and counts[-1] == (2 * t + 1) ** 2
    assert counts[:9] == [1, 9, 25, 41, 81, 81, 109, 185, 289]


@pytest.mark.parametrize("cooperators", ["9/10", "2/5"])
def test_chaos_keeps_the_published_share_of_cooperators(cooperators: str) -> None:
    """12 ln 2 − 8, Nowak and May (1992), from any start; .318 over time in their simulations."""
    lattice = Lattice(200, 200)
    start = random_start(lattice.size, [F(cooperators), 1 - F(cooperators)], np.random.default_rng(3))
    run = SpatialRun(dilemma("19/10"), lattice, start=start)
    run.step(200)
    shares = []
    for _ in range(100):
        run.step()
        shares.append(run.shares[0])
    assert np.mean(shares) == pytest.approx(12 * math.log(2) - 8, abs=0.008)


def test_one_by_one_cooperation_vanishes() -> None:
    """Huberman and Glance (1993), PNAS 90, 7716–7718: the same game, started with one defector."""
    lattice = Lattice(99, 99)
    run = SpatialRun(dilemma("19/10"), lattice, start=single_start(lattice, 1, 0), updating="asynchronous")
    run.step(40)
    assert 0 < run.shares[0] < 0.9
    run.step(160)
    assert run.shares[0] == 0


def plain_best(run: SpatialRun, table: list[list[F]], with_self: bool) -> list[int]:
    """A generation of imitating the best as the rule says it, in fractions."""
    states = run.states.tolist()
    hoods = [run.sites.around(np.array([site])).flat.tolist()[1:] for site in range(run.sites.size)]
    earned = [sum((table[states[i]][states[j]] for j in hood + [i] * with_self), F(0))
              for i, hood in enumerate(hoods)]
    after = []
    for i, hood in enumerate(hoods):
        best = max(earned[j] for j in [i, *hood])
        tied = {states[j] for j in [i, *hood] if earned[j] == best}
        after.append(states[i] if states[i] in tied else min(tied))
    return after


@settings(max_examples=60)
@given(st.sampled_from(list(NEIGHBOURHOODS)), st.booleans(), st.booleans(), st.integers(2, 3), st.data())
def test_imitating_the_best_is_as_the_rule_says(hood: str, walls: bool, with_self: bool, k: int,
                                                data: st.DataObject) -> None:
    """Small whole payoffs, and tenths that floats cannot tell: ties abound."""
    rows = 2 * data.draw(st.integers(2, 4))
    lattice = Lattice(rows, data.draw(st.integers(3, 7)), hood, walls)
    values = st.integers(-3, 3).map(lambda n: F(n, 10))
    table = data.draw(st.lists(st.lists(values, min_size=k, max_size=k), min_size=k, max_size=k))
    start = np.random.default_rng(data.draw(st.integers(0, 99))).integers(0, k, lattice.size)
    run = SpatialRun(symmetric(table), lattice, start=start, with_self=with_self)
    for _ in range(2):
        following = plain_best(run, table, with_self)
        run.step()
        assert run.states.tolist() == following


def test_floats_do_not_decide_ties() -> None:
    """At b = 9/5 a defector beside 5 cooperators earns what one of 9 cooperators does."""
    start = random_start(1600, [F(9, 10), F(1, 10)], np.random.default_rng(5))
    seen = []
    for b in ("9/5", "1800000001/1000000000"):
        run = SpatialRun(dilemma(b), Lattice(40, 40), start=start)
        run.step(10)
        assert 0 < run.shares[0] < 1
        seen.append(run.states.tolist())
    assert seen[0] != seen[1]


@pytest.mark.parametrize("hood", NEIGHBOURHOODS)
@pytest.mark.parametrize("walls", [False, True])
def test_being_neighbours_is_mutual(hood: str, walls: bool) -> None:
    lattice = Lattice(6, 5, hood, walls)
    near = [set(lattice.around(np.array([i])).flat.tolist()) for i in range(30)]
    assert all(i in near[j] for i in range(30) for j in near[i])
    assert max(map(len, near)) == lattice.most_neighbours + 1
    far = [set(lattice.reach(np.array([i])).flat.tolist()) for i in range(30)]
    assert all(far[i] == set().union(*(near[j] for j in near[i])) for i in range(30))


class Told:
    """Luck that notes which sites are drawn."""

    def __init__(self, seed: int) -> None:
        self.luck = np.random.default_rng(seed)
        self.draws: list[int] = []

    def integers(self, *args: int, **more: int) -> np.ndarray:
        drawn = self.luck.integers(*args, **more)
        self.draws += drawn.tolist()
        return drawn

    def __getattr__(self, name: str) -> object:
        return getattr(self.luck, name)


@pytest.mark.parametrize("sites", [Lattice(7, 8), Lattice(8, 6, "hexagonal", True),
                                   network_of("scale-free:size=60", 2)], ids=["torus", "walls", "network"])
def test_one_by_one_is_what_one_after_the_other_gives(sites: Lattice | Network) -> None:
    game = dilemma("17/10")
    start = half(sites.size)
    run = SpatialRun(game, sites, start=start, updating="asynchronous")
    run._luck = told = Told(4)  # type: ignore[assignment]
    run.step(3)
    assert len(told.draws) == 3 * sites.size
    slow = SpatialRun(game, sites, start=start)
    states = start.copy()
    for site in told.draws:
        slow.states = states
        states[site] = plain_best(slow, [[F(1), F(0)], [F(17, 10), F(0)]], True)[site]
    assert run.states.tolist() == states.tolist()
    assert not np.array_equal(states, start)


def changes(rule: str, sites: Lattice | Network, start: list[int], runs: int = 4000) -> np.ndarray:
    """How often each site plays the second strategy after a generation of this rule."""
    game = symmetric([[F(1), F(0)], [F(3, 2), F(1, 2)]])
    run = SpatialRun(game, sites, rule, np.array(start), with_self=False)
    total = np.zeros(sites.size)
    for _ in range(runs):
        run.states = np.array(start, dtype=np.uint8)
        run.step()
        total += run.states
    return total / runs


def test_rules_of_chance_have_their_probabilities() -> None:
    """On a star: the middle cooperates, and two of three leaves. It earns 2, they 1, 1 and 3/2."""
    star = network(4, [(0, 1), (0, 2), (0, 3)], "a star")
    start = [0, 0, 0, 1]
    close = {"abs": 4 * math.sqrt(1 / 4 / 4000)}
    fermi = changes("fermi:noise=1/2", star, start)
    assert fermi[0] == pytest.approx(1 / 3 / (1 + math.exp((2 - 1.5) / 0.5)), **close)
    assert fermi[3] == pytest.approx(1 - 1 / (1 + math.exp((1.5 - 2) / 0.5)), **close)
    assert fermi[1] == fermi[2] == 0
    proportional = changes("proportional:power=2", star, start)
    assert proportional[0] == pytest.approx(2.25 / (4 + 1 + 1 + 2.25), **close)
    assert proportional[3] == pytest.approx(2.25 / (2.25 + 4), **close)
    death = changes("death-birth:strength=1/2", star, start)
    assert death[0] == pytest.approx(1.25 / (1 + 1 + 1.25), **close)
    assert death[3] == 0


def test_births_come_in_proportion_to_fitness() -> None:
    """Neutral birth–death on a star: reproductive values are inverse degrees, so a mutant leaf takes over
    with 1 / (N − 1 + 1 / (N − 1)). Broom and Rychtář (2008), Proc. R. Soc. A 464, 2609–2627."""
    n, runs = 5, 1500
    star = network(n, [(0, leaf) for leaf in range(1, n)], "a star")
    run = SpatialRun(symmetric([[0, 0], [0, 0]]), star, "birth-death", updating="asynchronous")
    won = 0
    for _ in range(runs):
        run.states = np.array([0, 1, 0, 0, 0], dtype=np.uint8)
        run._earned = None
        while 0 < run.states.sum() < n:
            run.step()
        won += int(run.states[0])
    expected = 1 / (1 / (n - 1) + n - 1)
    assert won / runs == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / runs))


@pytest.mark.parametrize("rule", RULES)
def test_same_seed_same_result_and_the_mean_payoff(rule: str) -> None:
    rows = [[F(1, 3), 0, 2], [1, 1, F(1, 7)], [0, 3, 1]]
    updating = "asynchronous" if rule_of(rule).fitness else "synchronous"
    start = np.random.default_rng(1).integers(0, 3, 12 * 10)
    small_world = network_of("small-world:size=120")
    for sites in (Lattice(12, 10, "hexagonal"), Lattice(10, 12, walls=True), small_world):
        runs = [SpatialRun(symmetric(rows), sites, rule, start, updating=updating, seed=seed)  # type: ignore[arg-type]
                for seed in (1, 1, 2)]
        for run in runs:
            run.step(3)
        assert np.array_equal(runs[0].states, runs[1].states)
        kept, anew = runs[0]._earned, runs[0]._all_earned(runs[0].states, lambda done, text="": None)
        assert (kept is None) == (updating == "synchronous")
        assert kept is None or np.array_equal(kept, anew)
        assert np.array_equal(runs[0].states, runs[2].states) == (rule == "imitate-the-best")
        earned = runs[0].meetings.earned(runs[0].states, sites.around(np.arange(sites.size)))
        assert runs[0].mean_payoff() == pytest.approx(earned.mean() / runs[0].meetings.scale)
        assert runs[0].shares.tolist() == [np.mean(runs[0].states == k) for k in range(3)]


def test_networks_are_what_they_say() -> None:
    regular = network_of("random-regular:size=40,degree=3", 5)
    assert set(regular.degrees.tolist()) == {3} and len(regular.links) == 60
    ring = network_of("small-world:size=30,degree=4,rewired=0")
    assert sorted(ring.around(np.array([0])).flat.tolist()) == [0, 1, 2, 28, 29]
    free = network_of("scale-free:size=400,links=2", 5)
    assert free.most_neighbours > 20 and free.middle == int(free.degrees.argmax()) and free.parts == 1
    assert np.array_equal(network_of("scale-free", 7).others, network_of("scale-free", 7).others)
    assert not np.array_equal(network_of("scale-free", 7).others, network_of("scale-free", 8).others)
    read = edges_of("source,target\nann,bob\nbob;ann # again\ncid\tdan\n\n", "x.csv")
    assert read.size == 4 and read.parts == 2 and read.links.tolist() == [[0, 1], [2, 3]]


def lines(call: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as caught:
        call()
    return [str(problem) for problem in caught.value.problems]


def test_bad_input_is_explained_all_at_once(tmp_path: Path) -> None:
    assert len(lines(lambda: Lattice(2, 1, "square"))) == 3
    assert "a single site has nobody to meet" in lines(lambda: Lattice(1, 1, walls=True))[0]
    assert "even" in lines(lambda: Lattice(5, 5, "hexagonal"))[0]
    found = lines(lambda: SpatialRun(dilemma("2"), Lattice(), "fermi:noise=-1", updating="never", seed=-1))
    assert len(found) == 2 and "below 0" in found[0] and "noise is -1" in found[1]
    hate = symmetric([[-1, 0], [0, -1]])
    assert "payoffs of 0 and above" in lines(lambda: SpatialRun(hate, Lattice(), "proportional"))[0]
    assert "lower strength" in lines(lambda: SpatialRun(hate, Lattice(), "death-birth:strength=1/2"))[0]
    SpatialRun(hate, Lattice(), "death-birth:strength=1/10")  # fitness is 0 at least
    assert "asynchronous" in lines(lambda: SpatialRun(dilemma("2"), Lattice(), "birth-death"))[0]
    edges = tmp_path / "edges.txt"
    edges.write_text("a b\nc\nd d\ne f 0.5\n")
    assert [line.partition(":")[0] for line in lines(lambda: read_edges(edges))] == [
        f"edges.txt, line {n}" for n in (2, 3, 4)]
    edges.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in lines(lambda: read_edges(edges))[0]
    assert "cannot be read" in lines(lambda: read_edges(tmp_path / "none"))[0]
    edges.write_text("# nothing\n")
    assert "no links" in lines(lambda: read_edges(edges))[0]
    assert "at most" in lines(lambda: edges_of("\n".join(f"{i} {i + 1}" for i in range(100_001)), "x"))[0]
    assert "even" in lines(lambda: network_of("random-regular:size=5,degree=3"))[0]
    assert "more than 3 nodes" in lines(lambda: network_of("random-regular:size=3,degree=4"))[0]
    assert "did you mean" in lines(lambda: network_of("scale"))[0]
    assert "symmetric" in space_problem(NormalForm.from_arrays([[1, 0], [0, 1]], [[0, 1], [1, 0]]))
    assert "remove some" in space_problem(symmetric([[0] * 9] * 9))
    assert "3 players" in space_problem(NormalForm.from_arrays(*[np.zeros((2, 2, 2), dtype=int)] * 3))
    assert "digits" in lines(lambda: SpatialRun(dilemma(F(2) ** 60), Lattice()))[0]


@pytest.mark.parametrize("updating", ["synchronous", "asynchronous"])
def test_a_cancelled_generation_leaves_the_one_before(updating: str) -> None:
    calls = itertools.count()

    def stop(done: float | None, text: str = "") -> None:
        if next(calls) > 3:
            raise Cancelled

    lattice = Lattice(200, 200)
    run = SpatialRun(dilemma("19/10"), lattice, "fermi", half(lattice.size), updating=updating)
    before = run.states.copy()
    with pytest.raises(Cancelled):
        run.step(5, stop)
    assert run.generation == 0 and np.array_equal(run.states, before)
    run.step(1)
    earned = run._all_earned(run.states, lambda done, text="": None)
    assert run.generation == 1 and (run._earned is None or np.array_equal(run._earned, earned))


def test_the_page_in_the_docs_has_every_rule_and_network() -> None:
    page = Path(__file__).parents[2].joinpath("docs/space.md").read_text("utf-8")
    for entry in (*RULES.values(), *NETWORKS.values()):
        row = next(line for line in page.splitlines() if line.startswith(f"| `{entry.name}` |"))
        assert f"| {entry.title} | {entry.summary} |" in row and row.endswith(f"| {entry.reference} |")
        assert all(f"`{option.name}` {option.default}, {option.minimum} to {option.maximum}" in row
                   for option in entry.options)
