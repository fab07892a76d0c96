"""What the Play page says, in plain words. Pure: games, rounds and set-ups in, texts out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from playground.app.widgets.match_tally import Tally
from playground.arena import HUMAN, RecordedMatch, Round
from playground.catalogue import Catalogue, UnknownEntry
from playground.equilibrium.words import listed
from playground.game import NormalForm, Repetition
from playground.problem import InputError
from playground.strategy import STRATEGIES, Strategy
from playground.strategy import seat_title as strategy_title

# Keys of people who share a keyboard, from the side each sits at.
SHARED_KEYS = ("ASDFGQWERT", "JKLHUIOPYN", "1234567890", "ZXCVBM")
OWN_KEYS = "1234567890"  # of somebody who has the keyboard alone


def keys_of(humans: Sequence[int], sizes: Sequence[int], passing: bool) -> dict[int, str]:
    """The keys of each human seat, one a strategy as far as they reach."""
    if passing or len(humans) == 1:
        return {seat: OWN_KEYS[:sizes[seat]] for seat in humans}
    kept = {seat: keys[:sizes[seat]] for seat, keys in zip(humans, SHARED_KEYS)}
    return {seat: kept.get(seat, "") for seat in humans}


def exact(value: Fraction, longest: int = 12) -> str:
    """A payoff as people write it; one with a long fraction as a decimal after ≈."""
    text = str(value)
    return (text if len(text) <= longest else f"≈ {float(value):.6g}").replace("-", "−")


def gain(value: Fraction) -> str:
    """A payoff with its sign, as it is added to a score."""
    return f"+{exact(value)}" if value >= 0 else exact(value)


def percent(share: Fraction) -> str:
    return f"{round(share * 100)} %"


def seat_title(seat: str, strategies: Catalogue[Strategy] = STRATEGIES) -> str:
    """Who sits there: "Human", a strategy's title with what is set, or a name that is no longer known."""
    if seat == HUMAN:
        return "Human"
    try:
        return strategy_title(seat, strategies)
    except (UnknownEntry, InputError):
        return seat


def rounds_text(count: int) -> str:
    return "1 round" if count == 1 else f"{count:,} rounds"


def length_text(repetition: Repetition) -> str:
    """How the match ends."""
    if repetition.turns is not None:
        return rounds_text(repetition.turns)
    expected = exact(repetition.expected_turns)
    unit = "round" if expected == "1" else "rounds"
    return f"{expected} {unit} expected; nobody knows which is the last"


def first_is_cooperation(game: NormalForm) -> bool:
    """Whether strategy 1 is cooperation in the classic sense: in a 2×2 game, each player prefers that
    both play it to both playing the other, and to playing it alone; and is tempted to leave it, by
    greed (T > R) or by fear (P > S). Macy and Flache (2002), Learning dynamics in social dilemmas,
    PNAS 99, 7229–7236."""
    if game.shape != (2, 2):
        return False
    for player in range(2):
        own = game.payoffs[player] if player == 0 else game.payoffs[player].T
        both, alone, tempted, neither = own[0, 0], own[0, 1], own[1, 0], own[1, 1]
        if not (both > neither and both > alone and (tempted > both or neither > alone)):
            return False
    return True


def shares_text(strategies: Sequence[str], shares: Sequence[Fraction], cooperation: bool, played: int) -> str:
    """How often each strategy was played; of many, the most frequent."""
    if not played:
        return ""
    if cooperation:
        return f"cooperated {percent(shares[0])}"
    if len(strategies) <= 3:
        return "  ·  ".join(f"{name} {percent(share)}" for name, share in zip(strategies, shares))
    common = sorted(range(len(strategies)), key=lambda i: (-shares[i], i))[:3]
    return "  ·  ".join(f"{strategies[i]} {percent(shares[i])}" for i in common if shares[i])


def round_text(players: Sequence[str], strategies: Sequence[Sequence[str]], played: Round) -> str:
    """What happened in a round and what everybody got."""
    if len(players) == 2 and strategies[0][played.actions[0]] == strategies[1][played.actions[1]]:
        told = f"Both played {strategies[0][played.actions[0]]}"
    else:
        told = listed([f"{name} played {names[i]}"
                       for name, names, i in zip(players, strategies, played.actions)])
    if not played.payoffs:
        return f"{told}."
    got = listed([f"{name} gets {exact(payoff)}" for name, payoff in zip(players, played.payoffs)])
    return f"{told}: {got}." + slips_text(players, strategies, played)


def slips_text(players: Sequence[str], strategies: Sequence[Sequence[str]], played: Round) -> str:
    """Whose choice was replaced by chance."""
    slipped = [f" {name} slipped: {names[meant]} was meant."
               for name, names, meant, done in zip(players, strategies, played.intended, played.actions)
               if meant != done]
    return "".join(slipped)


def standing(players: Sequence[str], totals: Sequence[Fraction]) -> str:
    """Who is ahead."""
    if len(players) == 1:
        return f"{players[0]} has {exact(totals[0])}"
    best = max(totals)
    ahead = [name for name, total in zip(players, totals) if total == best]
    if len(ahead) == len(players):
        return f"{listed(players)} are level at {exact(best)}"
    if len(players) == 2:
        low, = (total for total in totals if total != best)
        return f"{ahead[0]} is ahead, {exact(best)} to {exact(low)}"
    return f"{listed(ahead)} {'has' if len(ahead) == 1 else 'have'} most, {exact(best)}"


def verdict(game: NormalForm, repetition: Repetition, tally: Tally, slips: int) -> str:
    """A finished match, told in a few sentences."""
    names = [player.name for player in game.players]
    over = (f"After {rounds_text(tally.rounds)}" if repetition.turns is not None
            else f"Chance ended the match after {rounds_text(tally.rounds)}")
    result = standing(names, tally.totals)
    told = f"{over}: {result}." if repetition.turns is None else f"{over} {result}."
    if first_is_cooperation(game):
        shares = [tally.shares(k, 2)[0] for k in range(2)]
        told += " " + listed([f"{name} cooperated in {round(share * tally.rounds)} of {tally.rounds}"
                              for name, share in zip(names, shares)]) + "."
        if any(share != 1 for share in shares):
            would = [exact(game.payoff(k, (0, 0)) * tally.rounds) for k in range(2)]
            told += (f" Had both cooperated throughout, each would have {would[0]}." if would[0] == would[1]
                     else f" Had both cooperated throughout, {names[0]} would have {would[0]} and "
                          f"{names[1]} {would[1]}.")
    if slips:
        told += f" {slips} {'choice' if slips == 1 else 'choices'} slipped."
    return told


def record_title(players: Sequence[str], record: RecordedMatch) -> str:
    """A recorded match in a list: who sat where."""
    names = [*players, *(f"Player {k + 1}" for k in range(len(players), len(record.players)))]
    return " – ".join(name if seat == HUMAN else seat_title(seat)
                      for name, seat in zip(names, record.players))


def record_note(record: RecordedMatch) -> str:
    """How long it was, and when it was played."""
    return f"{rounds_text(len(record.actions))}, {record.when[:10]}" if record.when \
        else rounds_text(len(record.actions))
