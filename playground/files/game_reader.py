"""The reader of `.game.json` (docs/file-format.md): all problems at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from playground.arena import HUMAN
from playground.arena.tournament import KINDS as RESULT_KINDS
from playground.arena.tournament import MOST_PLAYERS, Number
from playground.catalogue import Entry, is_entry_name
from playground.files.document import (
    GameDocument,
    Kept,
    KeptResults,
    RecordedMatch,
    TournamentPlan,
)
from playground.files.reading import Reader, check_format, kind_of, rest_of, short_text
from playground.files.strict_json import Findings, key_place, parse
from playground.game import Expression, ExpressionError, NormalForm, Parameter, Player, Repetition, number
from playground.game.edits import MAX_PLAYERS
from playground.game.expression import is_name
from playground.game.normal_form import MAX_PAYOFFS, Exact, parameter_values
from playground.problem import InputError
from playground.strategy import STRATEGIES, Automaton, Script, State, Strategy
from playground.strategy.script import too_long

FORMAT = "playground-game"
VERSION = 1
MOST_STRATEGIES = 500  # of a document's own: with more the lists of strategies would hold up the window
RESULT_ROWS = ("mean", "mean_errors")
RESULT_TABLES = ("matrix", "cooperation", "errors", "kinds")
KEYS = ("format", "version", "title", "summary", "description", "tags", "references", "parameters", "players",
        "payoffs", "repeated", "strategies", "tournament", "parallel", "known", "notes", "matches")


def loads_json(text: str) -> GameDocument:
    """The document in the text of a `.game.json` file. Raises `InputError` with every problem."""
    findings = Findings()
    data = parse(text.removeprefix("\ufeff"), findings)
    if not isinstance(data, dict):
        if "" in findings.void:
            raise findings.error()
        raise InputError(f"a game file holds one object {{…}}, not {kind_of(data)}")
    check_format(data, FORMAT, VERSION, "a game")
    document = _Reader(data, findings).document()
    if findings or document is None:
        raise findings.error()
    return document


class _Reader(Reader):
    def document(self) -> GameDocument | None:
        data = self.data
        self.written: dict[str, str] = {}
        self.strategy_rest: dict[str, Mapping[str, Any]] = {}
        self.state_rest: dict[tuple[str, str], Mapping[str, Any]] = {}
        title = self.text(data, "title", required=True)
        texts = {key: self.text(data, key) for key in ("summary", "description", "notes")}
        tags, references = self.texts("tags"), self.texts("references")
        parameters, parameter_rest = self.parameters()
        players, player_rest = self.players()
        cells = self.payoffs([len(player.strategies) if player else 0 for player in players], parameters)
        repeated, repeated_rest = self.repeated()
        strategies = self.own_strategies()
        tournament, tournament_rest, results_rest = self.tournament()
        parallel, parallel_rest, validation_rest = self.parallel()
        known = data.get("known")
        if "known" in data and not isinstance(known, dict):
            self.wrong("known", "an object", known)
        matches = self.matches()
        if self.findings or cells is None or parameters is None:
            return None
        try:
            game = NormalForm(tuple(player for player in players if player), cells, tuple(parameters))
        except InputError as error:
            self.findings.extend(error.problems)
            return None
        return GameDocument(
            game, title, texts["summary"], texts["description"], tags, references, repeated, parallel, known,
            texts["notes"], tuple(match for match, _ in matches), strategies, tournament,
            {key: value for key, value in data.items() if key not in KEYS},
            Kept({name: rest for name, rest in parameter_rest.items() if rest},
                 tuple((player.name, rest) for player, rest in zip(players, player_rest) if player)
                 if any(player_rest) else (),
                 repeated_rest, parallel_rest, validation_rest, self.strategy_rest, self.state_rest,
                 tournament_rest, results_rest,
                 tuple(matches) if any(rest for _, rest in matches) else (), self.written))

    # --- values ---------------------------------------------------------------------------------

    def expression(self, value: Any, place: str) -> Expression | None:
        text = self.number_text(value, place)
        try:
            return None if text is None else Expression(text)
        except ExpressionError as problem:
            self.findings.add(place, str(problem))
            return None

    def number(self, data: Mapping[str, Any], key: str, place: str, keep: str = "") -> Fraction | None:
        """An optional exact number; the form in which it was written is kept under `keep`, if given."""
        return self.number_at(data[key], key_place(place, key), keep) if key in data else None

    def number_at(self, written: Any, place: str, keep: str = "") -> Fraction | None:
        text = self.number_text(written, place)
        if text is None:
            return None
        try:
            value = number(text)
        except ExpressionError as problem:
            self.findings.add(place, str(problem))
            return None
        if keep and text != str(value):
            self.written[keep] = text
        return value

    # --- parts ----------------------------------------------------------------------------------

    def parameters(self) -> tuple[list[Parameter] | None, dict[str, dict[str, Any]]]:
        """None where nobody can tell which parameters there are."""
        value = self.data.get("parameters", {})
        if not isinstance(value, dict):
            self.wrong("parameters", "an object with one entry a parameter", value)
            return None, {}
        found, rests = [], {}
        for name, entry in value.items():
            place = key_place("parameters", name)
            if not is_name(name):
                self.findings.add(place, f"{short_text(name)} cannot name a parameter: a letter followed by "
                                         "letters, digits and _ can, but not min or max")
                continue
            if not isinstance(entry, dict):
                self.wrong(place, 'an object such as {"value": "3"}', entry)
                found.append(Parameter(name, _BROKEN))
                continue
            expression = None
            if "value" in entry:
                expression = self.expression(entry["value"], f"{place}.value")
            else:
                self.findings.add(f"{place}.value", "is missing; a parameter needs a value")
            bounds = [self.number(entry, key, place, f"parameters.{name}.{key}")
                      for key in ("min", "max", "step")]
            low, high, step = bounds
            if low is not None and high is not None and low > high:
                self.findings.add(f"{place}.min", f"{low} is above max, {high}")
            if step is not None and step <= 0:
                self.findings.add(f"{place}.step", f"{step} is not above 0")
            meaning = self.text(entry, "meaning", place)
            # A value that is none still has a name: what uses it is no further problem.
            found.append(Parameter(name, expression or _BROKEN, low, high, step, meaning))
            rests[name] = rest_of(entry, "value", "min", "max", "step", "meaning")
        return found, rests

    def players(self) -> tuple[list[Player | None], list[dict[str, Any]]]:
        if "players" not in self.data:
            self.findings.add("players", "is missing")
            return [], []
        objects = self.objects("players")
        if self.data["players"] == []:
            self.findings.add("players", "a game needs at least one player")
        if len(objects) > MAX_PLAYERS:
            self.findings.add("players", f"{len(objects)} players; {MAX_PLAYERS} are allowed")
            return [], []
        found: dict[str, Player] = {}
        for place, entry in objects:
            name = self.text(entry, "name", place, required=True)
            if strategies := self.strategies(entry, f"{place}.strategies"):
                found[place] = Player(name, tuple(strategies))
        # What is no player still has a seat: the payoffs have one more level for it.
        seats = len(self.data["players"]) if isinstance(self.data["players"], list) else 0
        players = [found.get(f"players[{seat}]") for seat in range(seats)]
        self.distinct([(f"{place}.name", entry.get("name")) for place, entry in objects], "player")
        return players, [rest_of(entry, "name", "strategies") for _, entry in objects]

    def strategies(self, entry: Mapping[str, Any], place: str) -> list[str]:
        value = entry.get("strategies")
        if "strategies" not in entry:
            self.findings.add(place, "is missing")
        elif not isinstance(value, list):
            self.wrong(place, "a list of names", value)
        elif not value:
            self.findings.add(place, "a player needs at least one strategy")
        else:
            for i, name in enumerate(value):
                if not isinstance(name, str):
                    self.wrong(f"{place}[{i}]", "text in quotation marks", name)
                elif not name.strip():
                    self.findings.add(f"{place}[{i}]", "a strategy needs a name")
            self.distinct([(f"{place}[{i}]", name) for i, name in enumerate(value)], "strategy")
            return [name if isinstance(name, str) else "" for name in value]
        return []

    def payoffs(self, shape: list[int], parameters: list[Parameter] | None) -> Exact | None:
        """The cells, shape (n_players, s_1, …); None where there are problems."""
        if "payoffs" not in self.data:
            self.findings.add("payoffs", "is missing")
            return None
        n = len(shape)
        if n == 0:
            return None
        size = n
        for count in shape:
            size *= max(count, 1)
        if size > MAX_PAYOFFS:
            self.findings.add("payoffs", f"{size:,} numbers; {MAX_PAYOFFS:,} are allowed")
            return None
        before = len(self.findings.problems)
        cells = np.empty((n, *shape), dtype=object) if all(shape) else None
        read = self.cell_reader(parameters)

        def walk(value: Any, profile: tuple[int, ...], place: str) -> None:
            depth = len(profile)
            if not isinstance(value, list):
                what = f"a list with one entry a strategy of player {depth + 1}" if depth < n else \
                    "a list with one payoff a player"
                self.wrong(place, what, value)
                return
            wanted = shape[depth] if depth < n else n
            if wanted and len(value) != wanted:
                what = f"as many as player {depth + 1} has strategies" if depth < n else "one a player"
                self.findings.add(place, f"{wanted} entries are expected, {what}, not {len(value)}")
            for i, item in enumerate(value):
                if depth < n:
                    walk(item, (*profile, i), f"{place}[{i}]")
                    continue
                cell = read(item, f"{place}[{i}]")
                if cells is not None and i < n and all(j < s for j, s in zip(profile, shape)):
                    cells[(i, *profile)] = cell

        walk(self.data["payoffs"], (), "payoffs")
        return cells if len(self.findings.problems) == before else None

    def cell_reader(self, parameters: list[Parameter] | None) -> Callable[[Any, str], Expression | None]:
        """Reads one payoff. Equal texts are parsed once; whatever has no value is a problem here."""
        names = None if parameters is None else {parameter.name for parameter in parameters}
        values: dict[str, Fraction] | None = None
        if parameters is not None and all(parameter.value is not _BROKEN for parameter in parameters):
            try:
                values = parameter_values(parameters)
            except InputError as error:
                self.findings.extend(error.problems)
        parsed: dict[str, Expression] = {}

        def read(item: Any, place: str) -> Expression | None:
            if isinstance(item, str) and item in parsed:
                return parsed[item]
            cell = self.expression(item, place)
            if cell is None:
                return None
            unknown = sorted(cell.names - names) if names is not None else []
            if unknown:
                self.findings.add(place, f"{unknown[0]!r} is not a parameter of this game")
                return None
            if cell.names and values is not None:
                try:
                    cell.value(values)
                except ExpressionError as problem:
                    self.findings.add(place, str(problem))
                    return None
            if isinstance(item, str):
                parsed[item] = cell
            return cell

        return read

    def repeated(self) -> tuple[Repetition | None, dict[str, Any]]:
        if "repeated" not in self.data:
            return None, {}
        value = self.data["repeated"]
        if not isinstance(value, dict):
            self.wrong("repeated", "an object", value)
            return None, {}
        return self.repetition(value, "repeated"), rest_of(value, "turns", "continuation", "noise")

    def repetition(self, value: Mapping[str, Any], place: str, endless: bool = False) -> Repetition | None:
        """How long matches are; `endless`: they may have no end."""
        before = len(self.findings.problems)
        turns = self.number(value, "turns", place)
        continuation = self.number(value, "continuation", place, f"{place}.continuation")
        noise = self.number(value, "noise", place, f"{place}.noise")
        if turns is not None and turns.denominator != 1:
            self.findings.add(f"{place}.turns", f"{turns} is not a whole number")
        if continuation == 1 and not endless:
            self.findings.add(f"{place}.continuation", "1 is not below 1: a match has to end")
        if len(self.findings.problems) > before:
            return None
        try:
            return Repetition(None if turns is None else int(turns), continuation, noise or Fraction(0))
        except InputError as error:
            self.findings.extend(replace(problem, place=problem.place.replace("repeated", place, 1))
                                 for problem in error.problems)
            return None

    def own_strategies(self) -> tuple[Entry[Strategy], ...]:
        value = self.data.get("strategies", {})
        if not isinstance(value, dict):
            self.wrong("strategies", "an object with one entry a strategy", value)
            return ()
        if len(value) > MOST_STRATEGIES:
            self.findings.add("strategies", f"{len(value):,} strategies are too many; {MOST_STRATEGIES} are "
                                            "allowed")
            return ()
        found: list[Entry[Strategy]] = []
        for name, entry in value.items():
            place = key_place("strategies", name)
            if not is_entry_name(name):
                self.findings.add(place, f"{short_text(name)} cannot name a strategy: lower-case words and "
                                         "figures with hyphens between can, such as my-strategy")
            elif name in STRATEGIES or name == HUMAN:
                self.findings.add(place, f"the name {name} is taken by a strategy of the program; choose "
                                         "another")
            if not isinstance(entry, dict):
                self.wrong(place, 'an object such as {"script": "…"}', entry)
                continue
            title = self.text(entry, "title", place) or name
            summary = self.text(entry, "summary", place)
            if ("script" in entry) == ("states" in entry):
                self.findings.add(place, "give either a script, or states and start")
                continue
            make = (self.script(entry["script"], f"{place}.script") if "script" in entry
                    else self.automaton(entry, name, place))
            if make is not None:
                found.append(Entry(name, title, summary, make))
            if rest := rest_of(entry, "title", "summary", "script", "start", "states"):
                self.strategy_rest[name] = rest
        return tuple(found)

    def script(self, value: Any, place: str) -> Script | None:
        """A script as one text, or as a list of lines. It is neither run nor checked."""
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            value = "\n".join(value)
        if not isinstance(value, str):
            self.wrong(place, "text, or a list of lines", value)
            return None
        if reason := too_long(value):
            self.findings.add(place, reason)
            return None
        return Script(value)

    def automaton(self, entry: Mapping[str, Any], name: str, place: str) -> Automaton | None:
        before = len(self.findings.problems)
        start, states = self.text(entry, "start", place, required=True), {}
        if not isinstance(entry["states"], dict):
            self.wrong(f"{place}.states", "an object with one entry a state", entry["states"])
            return None
        for state, row in entry["states"].items():
            at = key_place(f"{place}.states", state)
            if not isinstance(row, dict):
                self.wrong(at, 'an object such as {"play": ["1", "0"], "after": ["a", "b", "a", "b"]}', row)
                continue
            after = self.names(row, "after", at)
            play = row.get("play")
            if not isinstance(play, list) or not play:
                self.findings.add(f"{at}.play", "a list of probabilities is expected, one a strategy")
                continue
            mix = [self.number_at(chance, f"{at}.play[{i}]", f"{at}.play[{i}]")
                   for i, chance in enumerate(play)]
            states[state] = State(tuple(chance or Fraction(0) for chance in mix), after)
            if rest := rest_of(row, "play", "after"):
                self.state_rest[name, state] = rest
        if len(self.findings.problems) > before:
            return None
        try:
            return Automaton(start, states)
        except ValueError as problem:
            self.findings.add(place, str(problem))
            return None

    def tournament(self) -> tuple[TournamentPlan | None, dict[str, Any], dict[str, Any]]:
        if "tournament" not in self.data:
            return None, {}, {}
        value, place = self.data["tournament"], "tournament"
        if not isinstance(value, dict):
            self.wrong(place, "an object", value)
            return None, {}, {}
        players = self.names(value, "players", place)
        if len(players) > MOST_PLAYERS:
            self.findings.add(f"{place}.players",
                              f"{len(players):,} strategies; {MOST_PLAYERS:,} are allowed")
        repetition = self.repetition(value, place, endless=True)
        repetitions, seed = self.whole(value, "repetitions", place, 1), self.whole(value, "seed", place, 0)
        exact, self_play = self.flag(value, "exact", place, True), self.flag(value, "self_play", place, False)
        weights = self.weights(value, len(players), place)
        results, rest = self.results(value, f"{place}.results")
        if self.findings or repetition is None:
            return None, {}, {}
        plan = TournamentPlan(players, repetition, 10 if repetitions is None else repetitions, seed, exact,
                              self_play, weights, results)
        return plan, rest_of(value, "players", "turns", "continuation", "noise", "repetitions", "seed",
                             "exact",
                           "self_play", "weights", "results"), rest

    def weights(self, data: Mapping[str, Any], count: int, place: str) -> tuple[Fraction, ...]:
        if "weights" not in data:
            return ()
        place = f"{place}.weights"
        found = []
        for i, item in enumerate(self.cells(data["weights"], count, place)):
            value = self.number_at(item, f"{place}[{i}]", f"{place}[{i}]")
            if value is not None and value < 0:
                self.findings.add(f"{place}[{i}]", f"{value} is below 0")
            found.append(value or Fraction(0))
        if found and not any(found):
            self.findings.add(place, "not all may be 0")
        return tuple(found)

    def cells(self, value: Any, count: int, place: str) -> list[Any]:
        """A list with an entry a player of a line-up."""
        if not isinstance(value, list):
            self.wrong(place, "a list with one entry a player", value)
            return []
        if count and len(value) != count:
            self.findings.add(place, f"{count} entries are expected, one a player, not {len(value)}")
        return value

    def results(self, data: Mapping[str, Any], place: str) -> tuple[KeptResults | None, dict[str, Any]]:
        """What came of a line-up, perhaps not the one that stands beside it."""
        if "results" not in data:
            return None, {}
        value = data["results"]
        if not isinstance(value, dict):
            self.wrong(place, "an object", value)
            return None, {}
        digest, when = self.text(value, "digest", place, required=True), self.text(value, "when", place)
        players = self.names(value, "players", place)
        count = len(players)
        if "mean" not in value:
            self.findings.add(f"{place}.mean", "is missing")
        rows = {key: tuple(self.value(item, f"{place}.{key}[{i}]") for i, item in enumerate(
            self.cells(value[key], count, f"{place}.{key}"))) for key in RESULT_ROWS if key in value}
        tables: dict[str, Any] = {key: tuple(
            tuple((self.kind if key == "kinds" else self.value)(item, f"{place}.{key}[{i}][{j}]")
                  for j, item in enumerate(self.cells(row, count, f"{place}.{key}[{i}]")))
            for i, row in enumerate(self.cells(value[key], count, f"{place}.{key}")))
            for key in RESULT_TABLES if key in value}
        rest = rest_of(value, "digest", "when", "players", *RESULT_ROWS, *RESULT_TABLES)
        found = KeptResults(digest, players, rows.get("mean", ()), rows.get("mean_errors", ()), when=when,
                            **tables)
        return found, rest

    def value(self, item: Any, place: str) -> Number | None:
        """What came of something: an exact number as text, one in floating point, or nothing."""
        if isinstance(item, str):
            return self.number_at(item, place)
        if item is None or (isinstance(item, (int, float)) and not isinstance(item, bool)):
            return item
        self.wrong(place, 'a number, an exact one such as "1/2", or null', item)
        return None

    def kind(self, item: Any, place: str) -> str | None:
        if item is not None and item not in RESULT_KINDS:
            self.findings.add(place, f"{short_text(item)} is none of {', '.join(RESULT_KINDS)} and null")
        return item if isinstance(item, str) else None

    def matches(self) -> list[tuple[RecordedMatch, dict[str, Any]]]:
        found = []
        for place, entry in self.objects("matches"):
            before = len(self.findings.problems)
            players = self.names(entry, "players", place)
            actions = self.rounds(entry, "actions", place, len(players))
            intended = self.rounds(entry, "intended", place, len(players)) if "intended" in entry else None
            if intended is not None and len(intended) != len(actions):
                self.findings.add(f"{place}.intended",
                                  f"{len(intended)} rounds, but actions has {len(actions)}")
            seed = self.whole(entry, "seed", place, 0)
            noise = self.number(entry, "noise", place) or Fraction(0)
            if not 0 <= noise <= 1:
                self.findings.add(f"{place}.noise", f"{noise} is not from 0 to 1")
            when = self.text(entry, "when", place)
            if len(self.findings.problems) == before:
                found.append((RecordedMatch(players, actions, intended, seed, noise, when),
                              rest_of(entry, "players", "actions", "intended", "seed", "noise", "when")))
        return found

    def names(self, entry: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
        value = entry.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
            self.findings.add(f"{place}.{key}", "a list of names is expected")
            return ()
        return tuple(value)

    def rounds(self, entry: Mapping[str, Any], key: str, place: str, n: int) -> tuple[tuple[str, ...], ...]:
        value = entry.get(key)
        if not isinstance(value, list):
            self.findings.add(f"{place}.{key}", "a list of rounds is expected, one strategy name a player")
            return ()
        for i, row in enumerate(value):
            if not isinstance(row, list) or not all(isinstance(name, str) for name in row):
                self.findings.add(f"{place}.{key}[{i}]", "a list of strategy names is expected")
            elif n and len(row) != n:
                self.findings.add(f"{place}.{key}[{i}]", f"{len(row)} names for {n} players")
        return tuple(tuple(row) for row in value if isinstance(row, list))


_BROKEN = Expression("0")  # stands for a parameter's value that could not be read


