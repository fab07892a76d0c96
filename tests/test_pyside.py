"""PySide6 6.12.0 on Python 3.11 and older loses one reference to None on every call that returns it,
until the interpreter aborts. pyproject.toml keeps it out; this notices should it come in another way."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
widget = QWidget()
widget.setWindowTitle("warm up")
before = sys.getrefcount(None)
for i in range(1000):
    widget.setWindowTitle("title")
print(before - sys.getrefcount(None))
"""


def test_calls_into_qt_do_not_eat_none() -> None:
    # In a child: where it happens, the interpreter that shows it does not live long.
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert abs(int(done.stdout)) < 50
