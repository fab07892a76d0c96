"""An animation of the population on its way, as files that another library reads back."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from playground.app.animation import Animation, encoded
from playground.problem import InputError
from tests.app.test_evolution_page import PENNIES, STAG, open_page

__all__ = ["open_page"]


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_the_population_moves_from_frame_to_frame(open_page, qtbot, tmp_path, suffix):
    page = open_page(PENNIES)
    path = tmp_path / f"way{suffix}"
    made = Animation(path, 5, lambda k: page.frame(k / 4), page)
    with qtbot.waitSignal(made.finished, timeout=30_000) as heard:
        pass
    assert heard.args == [f"Saved {path}"]
    with Image.open(path) as read:
        assert read.n_frames == 5 and read.size == (page.picture.width(), page.picture.height())
        frames = []
        for k in range(5):
            read.seek(k)
            frames.append(np.asarray(read.convert("RGB"), dtype=int))
    assert all((abs(a - b) > 60).any() for a, b in pairwise(frames))
    assert page.picture.scene.path.now is None, "the page is as it was"


def test_cancelling_leaves_no_file(open_page, qtbot, tmp_path):
    page = open_page(STAG)
    made = Animation(tmp_path / "way.webp", 500, lambda k: page.frame(k / 499), page)
    qtbot.wait(100)
    with qtbot.waitSignal(made.finished, timeout=10_000) as heard:
        made._dialog.cancel()
    assert heard.args == [""] and not list(tmp_path.glob("*.webp"))


def test_other_endings_are_refused(open_page, tmp_path):
    with pytest.raises(InputError, match=r"ends in \.webp or \.gif"):
        Animation(tmp_path / "way.mov", 5, lambda k: None, open_page(STAG))


def test_webp_keeps_every_colour():
    frames = [bytes([value, 255 - value, 7] * 12) for value in (0, 100, 200)]
    with Image.open(io.BytesIO(encoded(frames, (4, 3), ".webp"))) as read:
        read.seek(1)
        assert read.convert("RGB").getpixel((2, 2)) == (100, 155, 7)
