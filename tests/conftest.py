"""What all tests share: no windows on the screen, no clock for hypothesis, the command line in a child."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A machine that is busy with something else is no failure; the number of examples bounds the time. The same
# examples each time, so that a test fails because of a change; HYPOTHESIS=explore looks for new ones.
settings.register_profile("playground", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS", "playground"))

ROOT = Path(__file__).resolve().parent.parent
_STATUS = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


Shell = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def playground() -> Shell:
    """`playground(*arguments)` runs the command in a child process, as a shell would."""
    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "playground", *map(str, arguments)]
        return subprocess.run(command, **{"capture_output": True, "text": True, "timeout": 120, **options})
    return run


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave with the tests' own status. Qt 6.11 may crash while the interpreter takes its remaining objects
    apart, after every test has passed and all windows are closed (seen after
    tests/app/test_tournament_pictures.py)."""
    status = config.stash.get(_STATUS, None)
    if status is not None and "PySide6" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
