"""What the Play page says of a match at hand. Pure: a sitting in, texts out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from playground.app.pictures.learning import MOST_PLAYERS
from playground.app.widgets import match_words as words
from playground.app.widgets.match_sitting import Replay, Sitting
from playground.app.widgets.match_tally import Tally
from playground.arena import HUMAN, Review, Round
from playground.arena.best_reply import Number
from playground.equilibrium.words import listed
from playground.game import NormalForm

MOST_KEYS = 20  # choices beyond which not all have a key


def score(tally: Tally, game: NormalForm, player: int) -> tuple[str, str]:
    """The player's score; and the payoff a round with how often what was played."""
    if not tally.rounds:
        return "0", ""
    total = tally.totals[player]
    names = game.players[player].strategies
    shares = words.shares_text(names, tally.shares(player, len(names)), words.first_is_cooperation(game),
                               tally.rounds)
    return words.exact(total), f"{words.exact(total / tally.rounds)} a round  ·  {shares}"


def last_move(strategies: tuple[str, ...], player: int, last: Round | None) -> str:
    """What a player did in the last round; and what was meant, where that slipped."""
    if last is None:
        return ""
    action, meant = last.actions[player], last.intended[player]
    told = f"played {strategies[action]}"
    return told if action == meant else f"slipped: {strategies[meant]} was meant, {told}"


def looking_back(sitting: Sitting, found: Sequence[Review], best: Number | None) -> str:
    """What each person could have earned; `best` is what the best reply to a table earns, once known."""
    told: list[str] = []
    for each in found:
        player = sitting.game.players[each.player]
        name, always = player.name, player.strategies[each.hindsight]
        if each.regret > 0:
            told.append(f"{name}: always {always}, against what was played, would have earned "
                        f"{words.exact(each.regret)} a round more.")
        else:
            told.append(f"{name}: no single choice, made all the time, would have earned more.")
        if each.opponent is not None and best is not None:
            earns = words.exact(best) if isinstance(best, Fraction) else f"{best:.4g}"
            opponent = sitting.title(1 - each.player)
            told.append(f"The best reply to {opponent} earns {earns} a round, expected.")
    return " ".join(told)


def message(sitting: Sitting) -> str:
    """The line above the seats: the last round, or what to do first."""
    players = [player.name for player in sitting.game.players]
    strategies = [player.strategies for player in sitting.game.players]
    if sitting.stage == "cover":
        return ""
    if sitting.match.forfeit:
        return headline(sitting)
    if sitting.rounds:
        return f"Round {len(sitting.rounds):,}. {words.round_text(players, strategies, sitting.rounds[-1])}"
    if sitting.stage == "over":  # a guess before the first round
        return "No round was played."
    if sitting.stage == "watch":
        return "Press Next round or Space; Play goes on by itself."
    names = listed([players[k] for k in sitting.open])
    how = "a key" if sum(len(strategies[k]) for k in sitting.open) <= MOST_KEYS else "a button"
    hidden = " Nothing is shown until all have chosen." if len(sitting.setup.humans) > 1 else ""
    return f"{names}: choose with a click or {how}.{hidden}"


def curves_missing(game: NormalForm) -> str:
    """Why there are no learning curves, or not yet."""
    if game.n_players > MOST_PLAYERS:
        return f"What is learned is drawn for up to {MOST_PLAYERS} players."
    return "What is learned is drawn from the second round on."


def course_missing(n_players: int) -> str:
    """Why there is no picture of how a match went."""
    if n_players > MOST_PLAYERS:
        return f"How a match went is drawn for up to {MOST_PLAYERS} players."
    return "How a match went is drawn from two rounds on."


def thinking(sitting: Sitting) -> str:
    """Who keeps the table waiting."""
    players = [player.name for player, seat in zip(sitting.game.players, sitting.setup.seats)
               if seat != HUMAN]
    return f"{listed(players)} {'is' if len(players) == 1 else 'are'} thinking…"


def replayed(replay: Replay) -> str:
    """What is looked at."""
    if replay.record is None:
        return f"Looking back: round {replay.position:,} of {len(replay.rounds):,}."
    title = words.record_title(replay.players, replay.record)
    changed = "" if replay.fits else " The game has changed since: payoffs are not known."
    return f"Recorded: {title}, {words.record_note(replay.record)}.{changed}"


def headline(sitting: Sitting) -> str:
    """Who plays and how long; then who is ahead; at the end, how it went."""
    players = [player.name for player in sitting.game.players]
    repetition = sitting.setup.repetition
    if forfeit := sitting.match.forfeit:
        who, after = players[forfeit.seat], words.rounds_text(len(sitting.rounds))
        if forfeit.seat == sitting.hidden:  # the reason would tell who it is
            return f"{who} forfeits after {after}. Who is it?"
        return f"{who} forfeits after {after}: {sitting.title(forfeit.seat)}: {forfeit.reason}."
    if sitting.stage == "over":
        return words.verdict(sitting.game, repetition, sitting.tally, sitting.tally.slips)
    if not sitting.rounds:
        seats = [name if seat == HUMAN else f"{name} ({sitting.title(k)})"
                 for k, (name, seat) in enumerate(zip(players, sitting.setup.seats))]
        return f"{' against '.join(seats)}: {words.length_text(repetition)}."
    standing = words.standing(players, sitting.tally.totals)
    played = words.rounds_text(len(sitting.rounds))
    of = f"{len(sitting.rounds):,} of {words.rounds_text(repetition.turns)}" if repetition.turns else played
    return f"After {of}: {standing}."
