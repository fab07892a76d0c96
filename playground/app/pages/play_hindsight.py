"""What the people at the table could have earned, told once a match is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playground.app.context import Context
from playground.app.pages import play_words as told
from playground.app.widgets.match_sitting import Sitting
from playground.arena import Review, reviews
from playground.arena.best_reply import BestReply, Number, best_reply

KEY = "play-best-reply"
AT_ONCE = 200  # states times rounds of a best reply that is not worth a worker


class Hindsight:
    """`text` is the line; `changed` is called when more is known."""

    def __init__(self, context: Context, changed: Callable[[], None]) -> None:
        self.context = context
        self.text = ""
        self._changed = changed
        self._sitting: Sitting | None = None
        self._found: Sequence[Review] = ()

    def look(self, sitting: Sitting) -> None:
        """The match as it is now: over or not, its opponent known or hidden."""
        if sitting.stage != "over" or sitting.hidden is not None:
            self.context.live.cancel(KEY)
            self._sitting, self.text = None, ""
        elif sitting is not self._sitting:
            self._sitting, self._found = sitting, reviews(sitting.match)
            self._tell(None)
            self._ask(sitting)

    def _ask(self, sitting: Sitting) -> None:
        """One person against a table: what the best reply to that earns."""
        repetition = sitting.setup.repetition

        def done(found: BestReply) -> None:
            self._tell(found.payoff)
            self._changed()

        for each in self._found:
            if each.opponent is not None:
                states = len(each.opponent.states)
                self.context.live.request(KEY, self.context.document.revision, best_reply, sitting.game,
                                          each.player, each.opponent, repetition, done=done,
                                          cheap=states * (repetition.turns or states) <= AT_ONCE)

    def _tell(self, best: Number | None) -> None:
        assert self._sitting is not None
        self.text = told.looking_back(self._sitting, self._found, best)
