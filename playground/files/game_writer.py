"""The writer of `.game.json`: one document, one text, so that version control shows what changed.

Keys stand in the order of docs/file-format.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from playground.arena.tournament import Number
from playground.catalogue import Entry
from playground.files.document import GameDocument, Kept, KeptResults, Parallel, RecordedMatch, TournamentPlan
from playground.files.game_reader import FORMAT, RESULT_TABLES, VERSION
from playground.files.layout import layout
from playground.files.strict_json import key_place
from playground.game import NormalForm, Repetition, number
from playground.game.normal_form import payoff_place
from playground.problem import InputError, Problem
from playground.strategy import Automaton, Script, Strategy


def dumps_json(document: GameDocument) -> str:
    """The text of a `.game.json` file; ends with a newline. Raises `InputError` for drafts and an
    empty title."""
    refuse_drafts(document.game)
    if not document.title.strip():
        raise InputError([Problem("title", "the game needs a title before it can be saved")])
    return layout(as_json(document)) + "\n"


def refuse_drafts(game: NormalForm) -> None:
    """Raise `InputError` naming every payoff that is no expression yet."""
    if game.drafts:
        raise InputError([
            Problem(payoff_place(player, profile), f"{draft.problem}; finish or discard this payoff of "
                    f"{game.players[player].name} at {', '.join(game.profile_names(profile))} before saving")
            for player, profile, draft in game.drafts])


def as_json(document: GameDocument) -> dict[str, Any]:
    """The document as JSON values, keys in their order; what is empty is left out."""
    game, kept = document.game, document.kept
    values: dict[str, Any] = {"format": FORMAT, "version": VERSION, "title": document.title}
    optional = {
        "summary": document.summary, "description": document.description, "tags": list(document.tags),
        "references": list(document.references), "parameters": _parameters(document)}
    values |= {key: value for key, value in optional.items() if value}
    values["players"] = [
        {"name": player.name, "strategies": list(player.strategies), **rest}
        for player, rest in zip(game.players, _player_rests(document))]
    values["payoffs"] = _payoffs(game, ())
    if document.repeated:
        values["repeated"] = {**_repeated(document.repeated, kept.written), **kept.repeated}
    if document.strategies:
        values["strategies"] = {entry.name: _strategy(entry, kept) for entry in document.strategies}
    if document.tournament:
        values["tournament"] = _tournament(document.tournament, kept)
    if document.parallel:
        values["parallel"] = _parallel(document.parallel, kept.parallel, kept.validation)
    if document.known is not None:
        values["known"] = document.known
    if document.notes:
        values["notes"] = document.notes
    if document.matches:
        values["matches"] = [{**_match(match), **rest}
                             for match, rest in zip(document.matches, _match_rests(document))]
    return {**values, **{key: value for key, value in document.extra.items() if key not in values}}


def _parameters(document: GameDocument) -> dict[str, Any]:
    made = {}
    for parameter in document.game.parameters:
        place = f"parameters.{parameter.name}"
        entry = {"value": parameter.value.text}
        for key, value in (("min", parameter.minimum), ("max", parameter.maximum), ("step", parameter.step)):
            if value is not None:
                entry[key] = _number(value, f"{place}.{key}", document.kept.written)
        if parameter.meaning:
            entry["meaning"] = parameter.meaning
        made[parameter.name] = {**entry, **document.kept.parameters.get(parameter.name, {})}
    return made


def _player_rests(document: GameDocument) -> list[Mapping[str, Any]]:
    """The unknown keys of each player: by name, and by seat for one that was renamed."""
    players, kept = document.game.players, document.kept.players
    by_name = dict(kept)
    names = {player.name for player in players}
    rests: list[Mapping[str, Any]] = []
    for seat, player in enumerate(players):
        rest = by_name.get(player.name)
        if rest is None and len(kept) == len(players) and kept[seat][0] not in names:
            rest = kept[seat][1]
        rests.append(rest or {})
    return rests


def _match_rests(document: GameDocument) -> list[Mapping[str, Any]]:
    """The unknown keys of each match; of equal ones, in their order."""
    kept: dict[RecordedMatch, list[Mapping[str, Any]]] = {}
    for match, rest in reversed(document.kept.matches):
        kept.setdefault(match, []).append(rest)
    return [kept[match].pop() if kept.get(match) else {} for match in document.matches]


def _payoffs(game: NormalForm, profile: tuple[int, ...]) -> list[Any]:
    if len(profile) == game.n_players:
        return [str(game.cells[(k, *profile)]) for k in range(game.n_players)]
    return [_payoffs(game, (*profile, i)) for i in range(game.shape[len(profile)])]


def _repeated(repeated: Repetition, written: Mapping[str, str], place: str = "repeated") -> dict[str, Any]:
    made: dict[str, Any] = {}
    if repeated.turns is not None:
        made["turns"] = repeated.turns
    if repeated.continuation is not None:
        made["continuation"] = _number(repeated.continuation, f"{place}.continuation", written)
    made["noise"] = _number(repeated.noise, f"{place}.noise", written)
    return made


def _strategy(entry: Entry[Strategy], kept: Kept) -> dict[str, Any]:
    made: dict[str, Any] = {} if entry.title == entry.name else {"title": entry.title}
    if entry.summary:
        made["summary"] = entry.summary
    match entry.make:
        case Script(source):
            made["script"] = source.split("\n")  # one line of the file each, so that versions can be compared
        case Automaton(start, states):
            place = f"{key_place('strategies', entry.name)}.states"
            made |= {"start": start, "states": {name: {
                "play": [_number(chance, f"{key_place(place, name)}.play[{i}]", kept.written)
                         for i, chance in enumerate(state.play)],
                "after": list(state.after), **kept.states.get((entry.name, name), {})}
                for name, state in states.items()}}
    return {**made, **kept.strategies.get(entry.name, {})}


def _tournament(plan: TournamentPlan, kept: Kept) -> dict[str, Any]:
    made: dict[str, Any] = {"players": list(plan.players),
                            **_repeated(plan.repetition, kept.written, "tournament")}
    made["repetitions"] = plan.repetitions
    if plan.seed is not None:
        made["seed"] = plan.seed
    made |= {"exact": plan.exact, "self_play": plan.self_play}
    if plan.weights:
        made["weights"] = [_number(weight, f"tournament.weights[{k}]", kept.written)
                           for k, weight in enumerate(plan.weights)]
    if plan.results:
        made["results"] = {**_results(plan.results), **kept.results}
    return {**made, **kept.tournament}


def _results(found: KeptResults) -> dict[str, Any]:
    made: dict[str, Any] = {"digest": found.digest}
    if found.when:
        made["when"] = found.when
    made |= {"players": list(found.players), "mean": _cells(found.mean)}
    if found.mean_errors:
        made["mean_errors"] = _cells(found.mean_errors)
    for key in RESULT_TABLES:
        if table := getattr(found, key):
            made[key] = [_cells(row) for row in table]
    return made


def _cells(row: Sequence[Number | str | None]) -> list[Any]:
    return [str(value) if isinstance(value, Fraction) else value for value in row]


def _parallel(parallel: Parallel, rest: Mapping[str, Any], validation: Mapping[str, Any]) -> dict[str, Any]:
    return {"world": parallel.world, "holds": parallel.holds, "breaks": parallel.breaks,
            "validation": {"kind": parallel.kind, "source": parallel.source, **validation}, **rest}


def _match(match: RecordedMatch) -> dict[str, Any]:
    made: dict[str, Any] = {"players": list(match.players), "actions": [list(row) for row in match.actions]}
    if match.intended is not None:
        made["intended"] = [list(row) for row in match.intended]
    if match.seed is not None:
        made["seed"] = match.seed
    made["noise"] = str(match.noise)
    if match.when:
        made["when"] = match.when
    return made


def _number(value: Fraction, place: str, written: Mapping[str, str]) -> str:
    """The number as it was written, as long as it is the same; else `p/q`."""
    text = written.get(place)
    return text if text is not None and number(text) == value else str(value)
