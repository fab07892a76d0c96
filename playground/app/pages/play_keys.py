"""Keys of the Play page: choices, the next round, the next person, and moving through what was played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from playground.app.widgets import match_words as words

if TYPE_CHECKING:
    from playground.app.pages.play import PlayPage

Key = Qt.Key
LOOKS = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_PageUp: -10, Key.Key_PageDown: 10}  # rounds


def pressed(page: PlayPage, event: QKeyEvent) -> bool:
    """Do what a key is for that nothing on the stage took; whether it is for anything."""
    sitting, key = page.sitting, Key(event.key())
    if sitting is None or _held(event) or page.thinking.busy:
        return False
    stage = sitting.stage
    if page.replay is not None or (stage == "over" and key in (*LOOKS, Key.Key_Home)):
        return _looked(page, key)
    if key == Key.Key_Backspace:
        page.undo_round()
    elif key == Key.Key_Space and stage == "over":
        return False
    elif key in (Key.Key_Space, Key.Key_Return, Key.Key_Enter):
        if stage in ("cover", "look"):
            page.take()
        elif stage == "watch":
            page.step()
        elif stage == "over":
            page.restart()
        else:
            return False
    else:
        return chosen(page, event)
    return True


def chosen(page: PlayPage, event: QKeyEvent) -> bool:
    """Choose, where that is what a key is for; one that is held down chooses once."""
    sitting = page.sitting
    if sitting is None or _held(event) or page.replay is not None or page.thinking.busy:
        return False
    keys = words.keys_of(sitting.setup.humans, sitting.game.shape, sitting.setup.passing)
    for seat in sitting.open:
        place = keys.get(seat, "").find(event.text().upper() or " ")
        if place >= 0:
            if not event.isAutoRepeat():
                page.choose(seat, place)
            return True
    return False


def _held(event: QKeyEvent) -> bool:
    """Whether Ctrl or the like is held: then a key is for something else."""
    modifier = Qt.KeyboardModifier
    return bool(event.modifiers() & ~(modifier.KeypadModifier | modifier.ShiftModifier))


def _looked(page: PlayPage, key: Key) -> bool:
    """A key that moves through what was played."""
    replay = page.replay
    count = len(replay.rounds if replay else page.sitting.rounds if page.sitting else ())
    if key in LOOKS:
        page.move_to((replay.position if replay else count) + LOOKS[key])
    elif key in (Key.Key_Home, Key.Key_End):
        page.move_to(0 if key == Key.Key_Home else count)
    elif key == Key.Key_Space and replay is not None:
        page.run_or_pause()
    elif key == Key.Key_Escape and replay is not None:
        page.leave_replay()
    else:
        return False
    return True
