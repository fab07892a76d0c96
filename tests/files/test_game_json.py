"""`.game.json`: what is written is read back, what is wrong is refused with its place, hostile or not."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.files import GameDocument, Kept, dumps_json, library, load, loads_json
from playground.files.disk import decode
from playground.files.game_reader import KEYS
from playground.game import Player
from playground.game.edits import MAX_PLAYERS, set_payoff
from playground.game.expression import is_name
from playground.problem import InputError
from playground.strategy import Automaton, Script, State
from tests.files.refusals import problems_of

SCHEMA = Path(__file__).resolve().parents[2] / "playground" / "files" / "game.schema.json"
DATA: dict[str, Any] = {
    "format": "playground-game", "version": 1, "title": "Stag Hunt", "summary": "s", "description": "d",
    "tags": ["a"], "references": ["r"],
    "parameters": {"h": {"value": "3", "min": "0", "max": "5", "step": "1/10", "meaning": "hare"}},
    "players": [{"name": "Ann", "strategies": ["Stag", "Hare"]},
                {"name": "Bob", "strategies": ["Stag", "Hare"]}],
    "payoffs": [[["4", "4"], ["0", "h"]], [["h", "0"], ["h", "h"]]],
    "repeated": {"continuation": "9/10", "noise": "0"},
    "strategies": {
        "mine": {"title": "Mine", "script": ["def move(history, me, game, random):", "    return 0"]},
        "table": {"start": "a", "states": {"a": {"play": ["1/2", "0.5"], "after": ["a", "a", "a", "a"]}}}},
    "tournament": {
        "players": ["grim", "mine"], "continuation": "1", "noise": "0.10", "repetitions": 3, "seed": 7,
        "exact": True, "self_play": False, "weights": ["1", "1/2"],
        "results": {"digest": "0123456789abcdef", "when": "w", "players": ["grim", "mine"],
                    "mean": ["1/2", 0.25], "mean_errors": [0.0, None], "matrix": [["1", 0.25], ["0", None]],
                    "cooperation": [["1", 0.5], ["0", None]], "errors": [[0.0, 0.1], [0.0, None]],
                    "kinds": [["exact", "simulated"], ["computed", None]]}},
    "parallel": {"world": "w", "holds": "h", "breaks": "b", "validation": {"kind": "data", "source": "s"}},
    "known": {"pure": [["Stag", "Stag"], ["Hare", "Hare"]]}, "notes": "n",
    "matches": [{"players": ["human", "tit-for-tat"], "actions": [["Stag", "Hare"]],
                 "intended": [["Stag", "Stag"]], "seed": 1, "noise": "0", "when": "2026-11-24T10:00:00Z"}]}


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """`DATA` with another value at one place."""
    data = copy.deepcopy(DATA)
    node: Any = data
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = to
    return data


refused = partial(problems_of, loads_json, longest=2000)


def assert_comes_back(document: GameDocument) -> None:
    text = dumps_json(document)
    again = loads_json(text)
    assert again == document
    assert dumps_json(again) == text


# --- what is written is read back -------------------------------------------------------------------

@pytest.mark.parametrize("file", library(), ids=lambda file: file.name.removesuffix(".game.json"))
def test_library_is_as_it_would_be_written(file: Path) -> None:
    """Saving a game of the library changes no byte of it."""
    assert dumps_json(load(file)).encode() == file.read_bytes()


NAMES = st.text(min_size=1, max_size=8).filter(str.strip) | st.sampled_from(
    ('"', "\\", "Ann \"the\" Hawk", "größe", "a\u2028b", "\u202eAnn", "🦌", "a\nb", "\x00", "{", "=1", " x "))
PARAMETER_NAMES = (st.text(st.characters(categories=("L", "N", "Mn", "Pc")), min_size=1, max_size=4)
                   | st.sampled_from(("b", "c", "δ", "größe", "e1"))).filter(is_name)
NUMERALS = st.fractions(-1000, 1000, max_denominator=99).map(str) | st.sampled_from(
    ("0", "-0", "0.10", "1e-3", "1E+2", ".5", "5.", "-1/3", "2/6", "007", "+1", "2^10", "min(1, 2)", "(3)",
     "−1"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6)


def extras(*known: str) -> st.SearchStrategy[dict[str, Any]]:
    """Keys of a later version."""
    keys = st.text(max_size=6).filter(lambda key: key not in known)
    return st.just({}) | st.dictionaries(keys, VALUES, max_size=2)


def nested(draw: st.DrawFn, shape: list[int], n: int, cells: st.SearchStrategy[str]) -> list[Any]:
    if not shape:
        return [draw(cells) for _ in range(n)]
    return [nested(draw, shape[1:], n, cells) for _ in range(shape[0])]


@st.composite
def probabilities(draw: st.DrawFn, below: bool = False) -> str:
    top = draw(st.integers(0, 99))
    bottom = draw(st.integers(top + below or 1, 100))
    return draw(st.sampled_from((f"{top}/{bottom}", str(Fraction(top, bottom)), f"0.{top:02}0")))


@st.composite
def parameters(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(PARAMETER_NAMES, max_size=3, unique=True))
    made: dict[str, Any] = {}
    for i, name in enumerate(names):
        written = st.sampled_from((f"2*{names[i - 1]} - 1/3", f"max({names[0]}, 3)")) if i else NUMERALS
        entry = {"value": draw(written | NUMERALS)} | draw(st.sampled_from((
            {}, {"min": "0.10"}, {"min": "-1e3", "max": "1/3"}, {"step": "1e-3"},
            {"max": "-0", "meaning": 'a "b"'})))
        made[name] = entry | draw(extras("value", "min", "max", "step", "meaning"))
    return dict(draw(st.permutations(list(made.items()))))


@st.composite
def matches(draw: st.DrawFn, players: list[Any]) -> dict[str, Any]:
    profiles = st.tuples(*(st.sampled_from(player["strategies"]) for player in players)).map(list)
    actions = draw(st.lists(profiles, max_size=2))
    seats = [draw(st.sampled_from(("human", "grim"))) for _ in players]
    made: dict[str, Any] = {"players": seats, "actions": actions}
    if draw(st.booleans()):
        made["intended"] = actions[::-1]
    if draw(st.booleans()):
        made["seed"] = draw(st.integers(0, 2**128))
    made["noise"] = draw(st.sampled_from(("0", "1/10", "1")))
    if draw(st.booleans()):
        made["when"] = "2026-11-24T10:00:00Z"
    return made | draw(extras("players", "actions", "intended", "seed", "noise", "when"))


@st.composite
def own_strategies(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(("mine", "my-2", "x")), max_size=3, unique=True)):
        entry = {"title": draw(NAMES.filter(lambda title, name=name: title != name))}
        if draw(st.booleans()):
            entry["script"] = draw(st.text(max_size=30)).split("\n")
            made[name] = entry | draw(extras("title", "summary", "script", "start", "states"))
            continue
        states = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        chance = draw(probabilities())
        play = draw(st.permutations([chance, str(1 - Fraction(chance))]))
        rows = {state: {"play": play, "after": [draw(st.sampled_from(states)) for _ in range(4)]}
                | draw(extras("play", "after")) for state in states}
        made[name] = entry | {"start": states[0], "states": rows} | draw(
            extras("title", "summary", "script", "start", "states"))
    return made


@st.composite
def tournaments(draw: st.DrawFn) -> dict[str, Any]:
    players = draw(st.lists(st.sampled_from(("grim", "hedge:rate=2", "not-here")), min_size=1, max_size=3))
    made: dict[str, Any] = {"players": players} | draw(
        st.fixed_dictionaries({"turns": st.integers(1, 10**6)})
        | st.fixed_dictionaries({"continuation": probabilities()}))
    made |= {"noise": draw(probabilities()), "repetitions": draw(st.integers(1, 10**9))}
    made |= {"seed": draw(st.integers(0, 2**64))} if draw(st.booleans()) else {}
    made |= {"exact": draw(st.booleans()), "self_play": draw(st.booleans())}
    if draw(st.booleans()):
        made["weights"] = [draw(st.sampled_from(("1", "0.50", "7/3"))) for _ in players]
    if draw(st.booleans()):
        value = st.none() | st.fractions().map(str) | st.floats(allow_nan=False, allow_infinity=False)
        row = st.lists(value, min_size=len(players), max_size=len(players))
        table = st.lists(row, min_size=len(players), max_size=len(players))
        kinds = st.sampled_from(("exact", "computed", "simulated", None))
        made["results"] = {"digest": draw(NAMES), "when": "w", "players": players[::-1], "mean": draw(row)}
        for key in ("matrix", "cooperation", "errors"):
            made["results"] |= {key: draw(table)} if draw(st.booleans()) else {}
        made["results"] |= {"kinds": [[draw(kinds) for _ in players] for _ in players]}
        made["results"] |= draw(extras("digest", "when", "players", "mean", "mean_errors", "matrix",
                                       "cooperation", "errors", "kinds"))
    return made | draw(extras(*made, "turns", "continuation", "seed", "weights", "results"))


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Whole documents as JSON values, in the form in which the writer has them."""
    texts = st.text(min_size=1, max_size=12)
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3) | st.just([1, 2, 1, 2, 1]))

    def names(count: int) -> list[str]:
        return draw(st.lists(NAMES, min_size=count, max_size=count, unique=True))

    players = [{"name": name, "strategies": names(size)} | draw(extras("name", "strategies"))
               for size, name in zip(shape, names(len(shape)))]
    named = draw(parameters())
    cells = NUMERALS | st.sampled_from([f"{name} * {name} - 1/2" for name in named] + ["1/(1 + 1)"])
    data: dict[str, Any] = {"format": "playground-game", "version": 1, "title": draw(NAMES)}
    for key in ("summary", "description"):
        data |= draw(st.just({}) | st.fixed_dictionaries({key: texts}))
    if draw(st.booleans()):
        data["tags"] = draw(st.lists(st.text(max_size=5), min_size=1, max_size=3))
        data["references"] = draw(st.lists(texts, min_size=1, max_size=2))
    data |= {"parameters": named} if named else {}
    data |= {"players": players, "payoffs": nested(draw, shape, len(shape), cells)}
    if draw(st.booleans()):
        end = draw(st.fixed_dictionaries({"turns": st.integers(1, 10**6)})
                   | st.fixed_dictionaries({"continuation": probabilities(below=True)}))
        later = draw(extras("turns", "continuation", "noise"))
        data["repeated"] = end | {"noise": draw(probabilities())} | later
    data |= {"strategies": found} if (found := draw(own_strategies())) else {}
    data |= {"tournament": draw(tournaments())} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        kind = draw(st.sampled_from(("proof", "simulation", "data")))
        validation = {"kind": kind, "source": draw(NAMES)} | draw(extras("kind", "source"))
        data["parallel"] = {"world": draw(NAMES), "holds": draw(NAMES), "breaks": draw(NAMES),
                            "validation": validation}
        data["parallel"] |= draw(extras(*data["parallel"]))
    data |= {"known": draw(st.dictionaries(texts, VALUES, max_size=2))} if draw(st.booleans()) else {}
    data |= {"notes": draw(texts)} if draw(st.booleans()) else {}
    data |= {"matches": found} if (found := draw(st.lists(matches(players), max_size=3))) else {}
    return data | draw(extras(*KEYS))


@settings(max_examples=150)
@given(documents())
def test_documents_come_back(data: dict[str, Any]) -> None:
    """Nothing is lost, invented or changed: not a key, not the form of a number, not the order of names."""
    document = loads_json(json.dumps(data))
    text = dumps_json(document)
    assert json.loads(text) == data
    assert list(json.loads(text)) == list(data)
    assert list(json.loads(text).get("known", ())) == list(data.get("known", ()))
    assert text.endswith("}\n") and not any(line != line.rstrip(" ") for line in text.split("\n"))
    assert_comes_back(document)
    assert_comes_back(replace(document, kept=Kept(), extra={}))  # as one that was made in the app
    assert schema().is_valid(data)


@pytest.mark.parametrize("typed", ["0.10", "1e-3", "1/3", "-0", "1E2", "1.0", "2e-0",
                                   "0.30000000000000000000001"])
def test_numbers_keep_the_form_typed(typed: str) -> None:
    """Whoever wrote 0.10 reads 0.10 again, in quotation marks or not, wherever a number may stand."""
    small = 0 <= Fraction(typed) < 1
    for written in {typed, f'"{typed}"'} - {"1/3"}:
        data = changed("payoffs", 0, 0, 0, to="@") | {"later": {"x": ["@"]}}
        data["parameters"]["h"] = {"value": "@", "min": "@", "max": "@"}
        if small:
            data["repeated"] = {"continuation": "@", "noise": "@"}
        document = loads_json(json.dumps(data).replace('"@"', written))
        text = dumps_json(document)
        saved = json.loads(text, parse_float=str, parse_int=str)
        assert document.game.payoff(0, (0, 0)) == document.game.values["h"] == Fraction(typed)
        assert saved["payoffs"][0][0][0] == typed
        assert saved["parameters"]["h"] == {"value": typed, "min": typed, "max": typed}
        assert saved["repeated"] == ({"continuation": typed, "noise": typed} if small else DATA["repeated"])
        assert f'"later": {{"x": [{written}]}}\n' in text, "what is not ours is not ours to change"
        assert_comes_back(document)


def test_kept_numbers_give_way_to_edits() -> None:
    document = loads_json(json.dumps(changed("parameters", "h", "min", to="0.50")))
    assert '"min": "0.50"' in dumps_json(document)
    (parameter,) = document.game.parameters
    moved = replace(document.game, parameters=(replace(parameter, minimum=Fraction(1, 4)),))
    assert '"min": "1/4"' in dumps_json(replace(document, game=moved))


@pytest.mark.parametrize(("typed", "turns"), [("7", 7), ('"7"', 7), ("1e2", 100), ('"10/2"', 5)])
def test_turns_are_a_whole_number(typed: str, turns: int) -> None:
    document = loads_json(json.dumps(changed("repeated", to={"turns": "@"})).replace('"@"', typed))
    assert document.repeated and document.repeated.turns == turns
    assert f'"turns": {turns},' in dumps_json(document)
    assert_comes_back(document)


def test_unknown_keys_stay_with_whom_they_belong_to() -> None:
    """The keys of a player follow a rename; equal matches keep their own."""
    data = copy.deepcopy(DATA)
    data["players"][1]["colour"] = {"": [1.50]}
    same = data["matches"][0]
    data["matches"] = [same, same | {"stars": 1}, same, same | {"stars": 2}]
    data |= {"": "no name", "zeta": None}
    document = loads_json(json.dumps(data))
    assert json.loads(dumps_json(document)) == data
    ann, bob = document.game.players
    for players in ((ann, Player("Carl", bob.strategies)), (Player("Carl", ann.strategies), bob)):
        renamed = json.loads(dumps_json(replace(document, game=replace(document.game, players=players))))
        assert renamed["players"][1]["colour"] == {"": [1.5]} and "colour" not in renamed["players"][0]
    fewer = json.loads(dumps_json(replace(document, matches=document.matches[:1])))
    assert fewer["matches"] == [same]


def test_a_flood_of_scripts_is_refused_unread() -> None:
    flood = {f"s-{i}": {"script": "return"} for i in range(10_000)}
    assert refused(json.dumps(changed("strategies", to=flood))) == [
        ("strategies", "10,000 strategies are too many; 500 are allowed")]
    long = {"long": {"script": "#" * 10_000_000}, "lines": {"script": ["x" * 99] * 1001},
            "fits": {"script": ["x" * 99] * 1000}}
    assert refused(json.dumps(changed("strategies", to=long))) == [
        ("strategies.long.script", "the script has 10,000,000 characters; 100,000 are allowed"),
        ("strategies.lines.script", "the script has 100,099 characters; 100,000 are allowed")]


def test_own_strategies_are_read_and_checked() -> None:
    mine, table = loads_json(json.dumps(DATA)).strategies
    assert (mine.title, mine.make) == ("Mine", Script("def move(history, me, game, random):\n    return 0"))
    half = Fraction(1, 2)
    assert table.title == "table" and table.make == Automaton("a", {"a": State((half, half), ("a",) * 4)})
    as_text = loads_json(json.dumps(changed("strategies", "mine", "script", to="a\nb")))
    assert as_text.scripts == ("mine",)
    assert json.loads(dumps_json(as_text))["strategies"]["mine"]["script"] == ["a", "b"]
    row = {"play": ["1", "0"], "after": ["a"] * 4}
    wrong = {"My": {"script": ""}, "grim": {"script": ""}, "human": {"script": ""}, "a": 1, "b": {},
             "c": {"script": "", "states": {}}, "d": {"script": [1]}, "e": {"states": {"a": row}},
             "f": {"start": "b", "states": {"a": row}}, "g": {"start": "a", "states": {"a": 3}},
             "h": {"start": "a", "states": {"a": {"play": ["x", "0"], "after": 3}}},
             "i": {"start": "a", "states": {"a": row | {"play": ["1", "1"]}}},
             "j": {"start": "a", "states": 1}}
    assert [(place.removeprefix("strategies."), message[:24]) for place, message in
            refused(json.dumps(changed("strategies", to=wrong)))] == [
        ("My", "'My' cannot name a strat"), ("grim", "the name grim is taken b"),
        ("human", "the name human is taken "), ("a", "an object such as {\"scri"),
        ("b", "give either a script, or"), ("c", "give either a script, or"),
        ("d.script", "text, or a list of lines"), ("e.start", "is missing"),
        ("f", "the automaton has no sta"), ("g.states.a", "an object such as {\"play"),
        ("h.states.a.after", "a list of names is expec"), ("h.states.a.play[0]", "'x' is not a number: 'x'"),
        ("i", "state 'a' plays 1, 1, wh"), ("j.states", "an object with one entry")]


def test_byte_order_mark_and_white_space() -> None:
    text = json.dumps(DATA)
    assert loads_json("\ufeff" + text) == loads_json(f"\r\n\t {text}\r\n ") == loads_json(text)


def test_drafts_and_empty_titles_are_not_written() -> None:
    document = loads_json(json.dumps(DATA))
    draft = replace(document, game=set_payoff(document.game, 1, (0, 1), "3 +"))
    with pytest.raises(InputError, match=r"ends too early.*Bob at Stag, Hare before saving") as error:
        dumps_json(draft)
    assert [problem.place for problem in error.value.problems] == ["payoffs[0][1][1]"]
    with pytest.raises(InputError, match="needs a title"):
        dumps_json(replace(document, title=" \n"))


# --- what is wrong is refused -----------------------------------------------------------------------

def test_all_problems_at_once() -> None:
    """A file with a fault in every part: each is named once, at its place, and nothing else is."""
    text = json.dumps({
        "format": "playground-game", "version": 1, "title": " ", "summary": None, "description": 3,
        "tags": ["a", 1], "references": "r", "parameters": {
            "1st": {"value": "1"}, "max": {"value": "1"},
            "h": {"value": "3 +", "min": "1", "max": "0", "step": 0},
            "k": "7", "m": {"min": "x", "meaning": []}, "n": {"value": "h + k"}},
        "players": [{"name": "Ann", "strategies": ["S", "", "S", 4]}, {"name": "Ann"}, {"strategies": []},
                    "Bob"],
        "payoffs": [[], 5], "repeated": {"turns": "1/2", "noise": "many"},
        "tournament": {"players": ["a", "b"], "turns": 0, "noise": 2, "repetitions": 0, "seed": 1.5,
                       "exact": 1, "weights": ["-1"], "results": {
                           "players": ["b", "c"], "mean": ["x", True, 1], "errors": 3, "matrix": [[1], 2],
                           "kinds": [["sure", 1], ["exact", None]]}},
        "parallel": {"world": "", "breaks": "b", "validation": {"kind": "faith"}},
        "known": None, "notes": {},
        "matches": [{"players": [], "actions": [["S"]]}, 3, {
            "players": ["a", "b"], "actions": [["S"], ["S", 1]], "intended": [], "seed": -1, "noise": 2,
            "when": 1},
            {"players": ["a"], "actions": None, "seed": None}],
        "doubled": {"a b": 1}, "odd": ["\ud800"], "numbers": [0]})
    text = text.replace('{"a b": 1}', '{"a b": 1, "a b": 2}').replace("[0]", "[NaN, -Infinity]")
    found = refused(text)
    expected = [
        ('doubled["a b"]', "twice"), ("odd[0]", "lone surrogate"), ("numbers[0]", "NaN is not a number"),
        ("numbers[1]", "-Infinity is not a number"), ("title", "must not be empty"),
        ("summary", "not null"), ("description", "not the number 3"), ("notes", "not an object"),
        ("tags[1]", "not the number 1"), ("references", "a list of texts is expected, not text"),
        ('parameters["1st"]', "cannot name a parameter"), ("parameters.max", "cannot name a parameter"),
        ("parameters.h.value", "ends too early"), ("parameters.h.min", "1 is above max, 0"),
        ("parameters.h.step", "0 is not above 0"), ("parameters.k", 'such as {"value": "3"}'),
        ("parameters.m.value", "is missing"), ("parameters.m.min", "'x' is a name"),
        ("parameters.m.meaning", "not a list"),
        ("players[3]", "an object is expected, not text"),
        ("players[0].strategies[1]", "needs a name"), ("players[0].strategies[3]", "not the number 4"),
        ("players[0].strategies[2]", "'S' is taken by players[0].strategies[0]"),
        ("players[1].strategies", "is missing"), ("players[2].name", "is missing"),
        ("players[2].strategies", "at least one"), ("players[1].name", "'Ann' is taken by players[0].name"),
        ("payoffs", "4 entries are expected, as many as player 1 has strategies, not 2"),
        ("payoffs[1]", "one entry a strategy of player 2"),
        ("repeated.noise", "'many' is a name"), ("repeated.turns", "1/2 is not a whole number"),
        ("tournament.turns", "0 is not from 1"), ("tournament.noise", "2 is not from 0 to 1"),
        ("tournament.repetitions", "a whole number from 1"), ("tournament.seed", "a whole number from 0"),
        ("tournament.exact", "true or false"), ("tournament.weights", "2 entries are expected, one a player"),
        ("tournament.weights[0]", "-1 is below 0"), ("tournament.results.digest", "is missing"),
        ("tournament.results.mean", "2 entries are expected, one a player, not 3"),
        ("tournament.results.mean[0]", "'x' is a name"), ("tournament.results.mean[1]", "or null"),
        ("tournament.results.matrix[0]", "2 entries are expected"),
        ("tournament.results.matrix[1]", "a list with one entry a player"),
        ("tournament.results.errors", "a list with one entry a player"),
        ("tournament.results.kinds[0][0]", "'sure' is none of exact, computed, simulated and null"),
        ("tournament.results.kinds[0][1]", "1 is none of"),
        ("parallel.world", "must not be empty"), ("parallel.holds", "is missing"),
        ("parallel.validation.source", "is missing"),
        ("parallel.validation.kind", "'faith' is none of proof, simulation and data"), ("known", "not null"),
        ("matches[1]", "not the number 3"), ("matches[0].players", "a list of names"),
        ("matches[2].actions[0]", "1 names for 2 players"),
        ("matches[2].actions[1]", "a list of strategy names"),
        ("matches[2].intended", "0 rounds, but actions has 2"), ("matches[2].seed", "a whole number from 0"),
        ("matches[2].noise", "2 is not from 0 to 1"), ("matches[2].when", "not the number 1"),
        ("matches[3].actions", "a list of rounds"), ("matches[3].seed", "not null")]
    assert [place for place, _ in found] == [place for place, _ in expected]
    assert [(place, message) for (place, message), (_, wanted) in zip(found, expected)
            if wanted not in message] == []


@pytest.mark.parametrize(("payoffs", "expected"), [
    ([[["4"], ["0", "h", "1"]], [["h", "0"]]],
     [("payoffs[0][0]", "2 entries are expected, one a player, not 1"),
      ("payoffs[0][1]", "2 entries are expected, one a player, not 3"),
      ("payoffs[1]", "2 entries are expected, as many as player 2 has strategies, not 1")]),
    ([[["4", "4"], ["0", "q"]], [["1/(h-3)", None], ["x+y", "3 +"]], 0],
     [("payoffs", "2 entries are expected, as many as player 1 has strategies, not 3"),
      ("payoffs[0][1][1]", "'q' is not a parameter of this game"), ("payoffs[1][0][0]", "division by zero"),
      ("payoffs[1][0][1]", 'a number such as "3", "-1/2" or "0.25" is expected, not null'),
      ("payoffs[1][1][0]", "'x' is not a parameter of this game"),
      ("payoffs[1][1][1]", "'3 +' is not an expression: it ends too early"),
      ("payoffs[2]", "a list with one entry a strategy of player 2 is expected, not the number 0")]),
    ({"Ann": 1}, [("payoffs", "a list with one entry a strategy of player 1 is expected, not an object")]),
])
def test_ragged_payoffs(payoffs: Any, expected: list[tuple[str, str]]) -> None:
    assert refused(json.dumps(changed("payoffs", to=payoffs))) == expected


def test_thousands_of_problems_are_counted() -> None:
    found = refused(json.dumps(changed("payoffs", to=[[["q", "q"]] * 2000, [["q", "q"]] * 2000])))
    assert len(found) == 201 and found[-1] == ("", "and 7,802 more problems")


@pytest.mark.parametrize(("change", "place", "message"), [
    ({"format": "chess"}, "format", "is 'chess'; a game file says \"format\": \"playground-game\""),
    ({"format": None}, "format", "is null"), ({"version": 2}, "version", "2 is newer than this program"),
    ({"version": 10**299}, "version", "is newer than this program"),
    ({"version": True}, "version", "is true"), ({"version": "1"}, "version", "is '1'"),
    ({"version": 0}, "version", "is 0"), ({"version": 1.5}, "version", "is 1.5"),
    ({"version": [1]}, "version", "is [1]"), ({"format": "x" * 10**6}, "format", "…"),
])
def test_other_formats_and_versions(change: dict[str, Any], place: str, message: str) -> None:
    """Of a file that is not ours nothing else is said."""
    ((where, why),) = refused(json.dumps(DATA | change | {"title": 3}))
    assert where == place and message in why
    key = next(iter(change))
    ((where, why),) = refused(json.dumps({name: value for name, value in DATA.items() if name != key}))
    assert where == place and why.startswith("is missing")


def text_with(*path: str | int, to: Any) -> str:
    return json.dumps(changed(*path, to=to))


def numeral(text: str) -> str:
    """A payoff as a bare JSON number."""
    return text_with("payoffs", 0, 0, 0, to="@").replace('"@"', text)


def payoff(text: str) -> str:
    return text_with("payoffs", 0, 0, 0, to=text)


def seats(count: int, strategies: str) -> str:
    return text_with("players", to=[{"name": f"{i}", "strategies": list(strategies)} for i in range(count)])


WHOLE = json.dumps(DATA)
LONG = "k" * 10**6
RING = {f"p{i}": {"value": f"p{(i + 1) % 5000}"} for i in range(5000)} | {"h": {"value": "1"}}
AT = "payoffs[0][0][0]"
HOSTILE = {
    "list": ("[" * 100_000, "", "nested too deeply"),
    "object": ('{"a":' * 100_000, "", "nested too deeply"),
    "closed": (WHOLE[:-1] + ', "a": ' + "[" * 500 + "]" * 500 + "}",
               "a" + "[0]" * 99, "100 levels are allowed"),
    "payoffs": (text_with("payoffs", to=[["@"]]).replace('[["@"]]', "[" * 90 + "]" * 90),
                "payoffs", "2 entries are expected, as many as player 1 has strategies, not 1"),
    "parentheses": (payoff("(" * 400 + "1" + ")" * 400), AT, "nested too deeply"),
    "signs": (payoff("-" * 999 + "1"), AT, "nested too deeply"),
    "long": (payoff("1+" * 10**6 + "1"), AT, "1000 are allowed"),
    "NaN": (numeral("NaN"), AT, "NaN is not a number"),
    "Infinity": (numeral("Infinity"), AT, "Infinity is not a number"),
    "-Infinity": (numeral("-Infinity"), AT, "-Infinity is not a number"),
    "nan in text": (payoff("nan"), AT, "'nan' is not a parameter"),
    "1e999999999": (numeral("1e999999999"), AT, "exponent of '1e999999999' is too large"),
    "-1e-999999999": (numeral("-1e-999999999"), AT, "too large"),
    "digits": (numeral("9" * 10**6), AT, "1000 are allowed"),
    "power of digits": (payoff("9" * 990 + "^9"), AT, "too large to work with"),
    "zero": (payoff("1/0"), AT, "division by zero"),
    "zero by parameter": (payoff("1/(h - 3)"), AT, "division by zero"),
    "2**999999999": (payoff("2**999999999"), AT, "written with ^"),
    "2^999999999": (payoff("2^999999999"), AT, "too large to work with"),
    "9**9**9": (payoff("9**9**9"), AT, "written with ^"),
    "9^9^9": (payoff("9^9^9"), AT, "too large to work with"),
    "code": (payoff("__import__('os')"), AT, "unexpected"),
    "unknown name": (payoff("q"), AT, "'q' is not a parameter of this game"),
    "cycle": (text_with("parameters", to={"a": {"value": "b"}, "b": {"value": "h+1"}, "h": {"value": "2*a"}}),
              "parameters.a.value", "a → b → h → a is a cycle"),
    "long cycle": (text_with("parameters", to=RING), "parameters.p0.value", "is a cycle"),
    "own name": (text_with("parameters", "h", "value", to="h"), "parameters.h.value", "h → h is a cycle"),
    "of nobody": (text_with("parameters", "h", "value", to="q"), "parameters.h.value", "'q' is not"),
    "parameter 1/0": (text_with("parameters", "h", "value", to="1/0"), "parameters.h.value", "by zero"),
    "player twice": (text_with("players", 1, "name", to="Ann"), "players[1].name", "'Ann' is taken"),
    "strategy twice": (text_with("players", 1, "strategies", 1, to="Stag"),
                       "players[1].strategies[1]", "'Stag' is taken by players[1].strategies[0]"),
    "key twice": (WHOLE[:-1] + ', "title": "Chicken"}', "title", "twice"),
    "parameter twice": (WHOLE.replace('{"h":', '{"h": {"value": "1"}, "h":'), "parameters.h", "twice"),
    "surrogate": (text_with("title", to="a\ud800"), "title", "half of a character"),
    "surrogate name": (text_with("players", 0, "name", to="\udfff"), "players[0].name", "half of"),
    "surrogate key": (text_with("\ud800", to=1), r'["\ud800"]', "half of a character"),
    "too many players": (seats(31, "a"), "players", f"31 players; {MAX_PLAYERS} are allowed"),
    "too many payoffs": (seats(30, "abcd"), "payoffs", "500,000 are allowed"),
    "turns": (text_with("repeated", to={"turns": "10^1000"}), "repeated.turns", "1,000,000"),
    "both ends": (text_with("repeated", "turns", to=3), "repeated", "either turns or continuation"),
    "no end": (text_with("repeated", "continuation", to=1), "repeated.continuation", "below 1"),
    "long seed": (WHOLE.replace('"seed": 1', '"seed": ' + "1" * 5000), "matches[0].seed", "a whole number"),
    "long name": (text_with("parameters", "1" + LONG, to={"value": "1"}), None, "cannot name a parameter"),
    "long key twice": (f'{{"{LONG}": 1, "{LONG}": 2, {WHOLE[1:]}', None, "twice"),
    "long path": (text_with(LONG, to=[0] * 20_000 + [float("nan")]), None, "NaN"),
    "list at the top": ("[]", "", "one object {…}, not a list"),
    "number at the top": ("1e5", "", "one object {…}, not the number 1e5"),
    "NaN at the top": ("NaN", "", "NaN is not a number"),
    "empty": (" \n", "", "the file is empty"),
    "half": (WHOLE[:-1], f"line 1, column {len(WHOLE)}", "ends in the middle"),
    "half a text": (json.dumps(DATA, indent=1)[:60], "line 4, column 11", "quotation mark is missing"),
    "comma missing": ('{"a": 1\n "b": 2}', "line 2, column 2", "a comma is missing before '\"'"),
    "single quotes": ("{'a': 1}", "line 1, column 2", "a key in quotation marks is missing before \"'\""),
    "comment": ('{"a": 1} // one', "line 1, column 10", "something follows after the end"),
    "Python": ('{"a": None}', "line 1, column 7", "a value is missing before 'N'"),
    "line break in a text": ('{"a":\n "b\nc"}', "line 2, column 4", r"a line break in a text is written \n"),
    "escape": (r'{"a": "\x41"}', "line 1, column 8", "a backslash in a text is written twice"),
    "short escape": (r'{"a": "\u41"}', "line 1, column 9", "a backslash in a text is written twice"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(name: str) -> None:
    text, place, message = HOSTILE[name]
    found = refused(text)
    assert any((place is None or place == where) and message in why for where, why in found), found[:3]
    assert len(found) == 1 or name == "payoffs", found[:5]


# --- mutations --------------------------------------------------------------------------------------

def assert_read_or_refused(text: str) -> None:
    """Any text gives a document that comes back, or `InputError`."""
    try:
        document = loads_json(text)
    except InputError as error:
        assert error.problems and all(problem.message for problem in error.problems)
        str(error).encode()
    else:
        assert_comes_back(document)
        assert schema().is_valid(json.loads(dumps_json(document)))


@cache
def small_games() -> list[bytes]:
    return [*[file.read_bytes() for file in library() if file.stat().st_size < 4000][:8], WHOLE.encode()]


PIECES = st.binary(min_size=1, max_size=3) | st.sampled_from(
    ("{", "}", "[", "]", ",", ":", '"', "\\", "\\ud800", "null", "NaN", "1e999", "-0", "\ufeff",
     "0.10", '"h"',
     "/0", '"turns"', "\x00", "é", '"title": "x",', '"": 1,')).map(str.encode)


@settings(max_examples=300)
@given(st.randoms(use_true_random=False), st.lists(PIECES, min_size=1, max_size=4))
def test_mutated_bytes(chance: random.Random, pieces: list[bytes]) -> None:
    data = chance.choice(small_games())
    for piece in pieces:
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice((b"", piece)) + data[at + chance.choice((0, 1, 3, len(piece))):]
    try:
        text = decode(data)
    except InputError:
        return
    assert_read_or_refused(text)


@settings(max_examples=300)
@given(st.data())
def test_mutated_trees(data: st.DataObject) -> None:
    """A node is removed, replaced, doubled or moved: whatever still is a document comes back."""
    tree: Any = json.loads(data.draw(st.sampled_from(small_games())))
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(nodes(tree))[1:]
        path, (*elsewhere, last) = data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))
        value = data.draw(VALUES | NUMERALS | st.sampled_from(
            ("h", {"value": "0.50"}, ["a", "b"], {"turns": 3}, [["1", "2"]])))
        value = at(tree, path) if data.draw(st.booleans()) else value
        parent = at(tree, tuple(elsewhere))
        match data.draw(st.sampled_from(("delete", "replace", "insert"))):
            case "delete":
                del parent[last]
            case "replace":
                parent[last] = copy.deepcopy(value)
            case "insert" if isinstance(parent, list):
                parent.insert(last, copy.deepcopy(value))
            case "insert":
                parent[data.draw(st.text(max_size=3) | st.sampled_from(KEYS))] = copy.deepcopy(value)
        if len(list(nodes(tree))) < 2:
            break
    assert_read_or_refused(json.dumps(tree))


@given(st.text(max_size=60) | st.text('{}[],:"\\ \nu019eE+-.NaIn', max_size=60))
def test_random_text(text: str) -> None:
    refused(text)
    refused('{"format": "playground-game", "version": 1, ' + text + "}")


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all values."""
    yield path
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from nodes(item, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


# --- the schema -------------------------------------------------------------------------------------

@cache
def schema() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    text = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(text)
    return jsonschema.Draft202012Validator(text)


def test_schema_accepts_the_library() -> None:
    files = library()
    assert len(files) > 30
    for file in files:
        schema().validate(json.loads(file.read_text("utf-8")))


BEYOND_A_SCHEMA = ("entries are expected", "is not a parameter of this game", "a list with one", "is a name",
                   "rounds, but actions has", "names for", "is above max", "is not from 0 to",
                   "the number 1.0", "the automaton has no state", "which are not probabilities",
                   "next states",
                   '"0.25" is expected, not a list')


def test_schema_and_reader_agree() -> None:
    """One value of a whole document replaced by each of many others, or left out: what the schema refuses
    the reader refuses, and the reader refuses no more than what no schema can know."""
    missing = object()
    others = (missing, None, True, [], {}, "", " ", "x", "5", 5, 1.0, -1, 0, 1.5, [5], ["x"], [[]], [None],
              {"a": 1})
    verdicts = {True: 0, False: 0}
    for path in list(nodes(DATA))[1:]:
        for other in others:
            tree = changed(*path, to=other)
            if other is missing:
                del at(tree, path[:-1])[path[-1]]
            valid = schema().is_valid(tree)
            verdicts[valid] += 1
            try:
                loads_json(json.dumps(tree))
            except InputError as error:
                known = any(reason in str(error) for reason in BEYOND_A_SCHEMA)
                assert known or not valid, (path, other, str(error))
            else:
                assert valid, (path, other)
    assert min(verdicts.values()) > 100


@pytest.mark.parametrize("name", ["1st", "a b", "min", "max", "_h", "a-b", "", "h'"])
def test_schema_refuses_what_cannot_name_a_parameter(name: str) -> None:
    tree = changed("parameters", name, to={"value": "1"})
    assert not schema().is_valid(tree)
    assert "cannot name a parameter" in str(refused(json.dumps(tree)))
