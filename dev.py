#!/usr/bin/env python3
"""One command for each thing a developer does. Standard library only.

    python3 dev.py run [ARGS]     start Playground (installs it into .venv first when needed)
    python3 dev.py test [ARGS]    all checks and tests; ARGS go to pytest
    python3 dev.py check          lint and types
    python3 dev.py bench [NAME]   speed against other programs, as ratios in one run
    python3 dev.py shots [DIR]    screenshots of every page, light and dark, two sizes

`run` hands ARGS to the `playground` command: `run` opens the window, `run games/stag-hunt.game.json`
opens a game, `run list games` prints the library. Without a screen, `run` takes the tour instead and
leaves its pictures in tour/.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# What Qt's wheels expect of Debian and Ubuntu, and a font, without which all text is boxes.
QT_PACKAGES = ["libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1",
               "fonts-dejavu-core"]
# What a window on X11 needs besides; when one is missing, Qt aborts and blames another.
X11_PACKAGES = ["libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
                "libxkbcommon-x11-0"]
WITHOUT_QT = ("list", "solve", "match", "evolve", "convert", "--help", "-h", "--version")
QT_PROBE = """
from PySide6 import QtCore, QtGui, QtSvg, QtWidgets
app = QtWidgets.QApplication([])
QtGui.QPixmap(4, 4)
if not QtGui.QFontDatabase.families():
    raise SystemExit("there is no font to write with")
"""


def say(text: str) -> None:
    print(f"playground: {text}", file=sys.stderr, flush=True)


def fail(text: str) -> None:
    say(f"error: {text}")
    raise SystemExit(2)


def ensure_environment(extra: str = "") -> None:
    """Make .venv, and install the project into it when that was not done for this pyproject.toml."""
    parts = [(ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(ROOT).encode()]
    digest = hashlib.sha256(b"\n".join(parts)).hexdigest()
    # What `test` installs is enough for `run`.
    enough = [VENV / f"installed-{name}" for name in dict.fromkeys([extra or "run", "test"])]
    if PYTHON.exists() and any(stamp.exists() and stamp.read_text() == digest for stamp in enough):
        return
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    if not PYTHON.exists() or captured([*pip, "--version"]).returncode:
        make_environment()
    say("installing what Playground needs into .venv (a minute or two, once)")
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    command = [*pip, "install", "--no-color", "--progress-bar", "off", "--no-input", "--editable", target]
    lines = with_progress(command)
    if lines is not None:
        sys.stderr.write("\n".join(lines[-30:]) + "\n")
        fail("the installation did not finish; the lines above say why. Check the network and run again.")
    enough[0].write_text(digest)


def make_environment() -> None:
    """A fresh .venv. Debian keeps what that needs in a package of its own."""
    if getattr(find_spec("ensurepip"), "origin", None) is None:
        install_packages([f"python3.{sys.version_info.minor}-venv"], "Python's ensurepip is missing")
    say("making .venv (once)")
    try:
        venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as problem:
        shutil.rmtree(VENV, ignore_errors=True)
        fail(f"cannot make a virtual environment in {VENV}: {problem}")


def ensure_qt(screen: bool = False) -> bool:
    """Check that Qt loads, in a child process, where a failure is a message and not an abort. True when
    it can open a window (`screen`) or draw without one."""
    problem = qt_problem(screen)
    if problem and screen and qt_problem(False):
        ensure_qt()
        problem = qt_problem(screen)
    if problem and screen and "could not connect to display" in problem.replace("Could", "could"):
        return False
    if problem:
        wanted = [*QT_PACKAGES, *(X11_PACKAGES if screen else [])]
        install_packages(wanted, "Qt needs libraries of the system", problem)
        if problem := qt_problem(screen):
            fail(f"Qt still cannot load:\n{problem}")
    return True


def qt_problem(screen: bool) -> str:
    """Why Qt does not load; empty when it does."""
    env = dict(os.environ) if screen else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = captured([PYTHON, "-c", QT_PROBE], env)
    return (done.stderr.strip() or f"it stopped with status {done.returncode}") if done.returncode else ""


def install_packages(packages: list[str], why: str, detail: str = "") -> None:
    """On Debian and Ubuntu: install as root; for others print the exact command and stop."""
    if not shutil.which("apt-get"):
        fail(f"{why}. Install what this names with your system's tools, and run again:\n{detail}")
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        fail(f"{why}. Type\n\n    sudo {' '.join(command)}\n\nand run again.")
    say(f"{why}: installing {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    captured(["apt-get", "update"], quiet)
    done = captured(command, quiet)
    if done.returncode:
        fail(f"apt-get could not install them:\n{done.stderr.strip()}")


def captured(command: Sequence[object],
             env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run quietly; what it prints is kept for the case that it fails."""
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, env=env,
                          errors="replace", stdin=subprocess.DEVNULL)


def with_progress(command: Sequence[object]) -> list[str] | None:
    """Run `command`; on a terminal, its latest line is shown and then wiped. None when it succeeded,
    else all it printed."""
    lines: list[str] = []
    live = sys.stderr.isatty()
    room = max(20, shutil.get_terminal_size().columns - 1)
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", stdin=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        for line in child.stdout:
            lines.append(line.rstrip())
            if live:
                sys.stderr.write("\r\x1b[K" + f"  {line.strip()}"[:room])
                sys.stderr.flush()
    if live:
        sys.stderr.write("\r\x1b[K")
    return lines if child.returncode else None


def call(*command: object, cwd: Path | None = ROOT, offscreen: bool = False) -> int:
    """Run in the foreground and return its exit status."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"} if offscreen else None
    with subprocess.Popen([str(part) for part in command], cwd=cwd, env=env) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                pass  # the child got it too, and decides


def module(*arguments: object) -> int:
    """Run one of our modules or tools, without opening windows."""
    return call(PYTHON, "-m", *arguments, offscreen=True)


def has_screen() -> bool:
    if platform := os.environ.get("QT_QPA_PLATFORM"):
        return platform not in ("offscreen", "minimal")
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def run(args: list[str]) -> int:
    ensure_environment()
    if args and args[0] in WITHOUT_QT:
        return call(PYTHON, "-m", "playground", *args, cwd=None)
    screen = has_screen() and ensure_qt(screen=True)
    if screen:
        return call(PYTHON, "-m", "playground", *args, cwd=None)
    ensure_qt()
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        os.environ.pop(name, None)  # a display that cannot be reached is none
    if args:
        # Most commands need no screen; where one does, it says so.
        return call(PYTHON, "-m", "playground", *args, cwd=None)
    folder = ROOT / "tour"
    say(f"no screen here, so this is the tour: pictures in {folder}")
    return module("playground", "tour", folder)


def check(args: list[str]) -> int:
    ensure_environment("test")
    return call(PYTHON, "-m", "ruff", "check", *(args or ["."])) or call(PYTHON, "-m", "mypy", *args)


def test(args: list[str]) -> int:
    ensure_environment("test")
    ensure_qt()
    return check([]) or module("pytest", *args)


def bench(args: list[str]) -> int:
    ensure_environment("test")
    ensure_qt()
    return module("benchmarks", *args)


def shots(args: list[str]) -> int:
    ensure_environment("test")
    ensure_qt()
    return module("playground.app.shots", *(args or ["shots"]))


def main(argv: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (this file is started by whatever python3 there is)
        fail(f"Playground needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    verb, *args = argv or ["--help"]
    if verb in ("--help", "-h"):
        print((__doc__ or "").strip())
        return 0
    # No `match` here: an older Python must get far enough to say that it is too old.
    verbs = {"run": run, "test": test, "check": check, "bench": bench, "shots": shots}
    if verb not in verbs:
        fail(f"{verb}: no such command; type python3 dev.py --help")
    return verbs[verb](args)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
