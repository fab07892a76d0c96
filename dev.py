#!/usr/bin/env python3
"""One command for each thing a developer does. Standard library only.

    python3 dev.py run [ARGS]     start Playground (installs it into .venv first when needed)
    python3 dev.py test [ARGS]    all checks and tests; ARGS go to pytest
    python3 dev.py check          lint and types
    python3 dev.py bench          speed against other programs, as ratios in one run
    python3 dev.py shots [DIR]    screenshots of every page, light and dark, two sizes
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

QT_PACKAGES = ["libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1",
               "fonts-dejavu-core"]
X11_PACKAGES = ["libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
                "libxkbcommon-x11-0"]
QT_PROBE = "from PySide6 import QtCore, QtGui, QtWidgets, QtSvg"


def say(text: str) -> None:
    print(f"playground: {text}", file=sys.stderr, flush=True)


def fail(text: str) -> None:
    say(f"error: {text}")
    raise SystemExit(2)


def ensure_environment(extra: str) -> None:
    """Make .venv and install the project into it, when pyproject.toml changed since."""
    stamp = VENV / f"installed-{extra or 'run'}"
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    if not PYTHON.exists():
        say("making .venv (once)")
        try:
            venv.create(VENV, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as problem:
            shutil.rmtree(VENV, ignore_errors=True)
            fail(f"cannot make a virtual environment ({problem}); on Debian: apt-get install python3-venv")
    say("installing what Playground needs (a minute or two, once)")
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    done = subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                           "--editable", target])
    if done.returncode:
        fail("the installation did not finish; the lines above say why. Check the network and run again.")
    stamp.write_text(digest)


def ensure_qt() -> None:
    """Check that Qt loads in a child process, where a failure is a message and not an abort."""
    stamp = VENV / "qt-loads"
    if stamp.exists():
        return
    if _qt_problem():
        wanted = [*QT_PACKAGES, *(X11_PACKAGES if has_screen() else [])]
        command = "apt-get install --yes --no-install-recommends " + " ".join(wanted)
        if not shutil.which("apt-get"):
            fail(f"Qt cannot load here:\n{_qt_problem()}\nInstall the library it names with your system's tools.")
        if os.name != "posix" or os.geteuid() != 0:
            fail(f"Qt needs system libraries that are missing. Type:\n\n    sudo {command}\n\nand run again.")
        say("installing Qt's system libraries")
        subprocess.run(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)
        subprocess.run(command.split(), stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        if problem := _qt_problem():
            fail(f"Qt still cannot load:\n{problem}")
    stamp.touch()


def _qt_problem() -> str:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    code = QT_PROBE + "; a = QtWidgets.QApplication([]); QtGui.QPixmap(4, 4)"
    done = subprocess.run([PYTHON, "-c", code], env=env, capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


def has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def call(*command: object, **env: str) -> int:
    try:
        return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **env}).returncode
    except KeyboardInterrupt:
        return 130


def offscreen() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen"}


def run(args: list[str]) -> int:
    ensure_environment("")
    ensure_qt()
    # The command line needs no screen; the window does.
    from_shell = bool(args) and not Path(args[0]).exists()
    if from_shell or has_screen():
        env = {} if has_screen() else offscreen()
        os.environ.update(env)
        return subprocess.run([PYTHON, "-m", "playground", *args]).returncode
    say("no screen here: taking the tour instead, pictures in tour/")
    return call(PYTHON, "-m", "playground", "tour", "tour", **offscreen())


def check() -> int:
    ensure_environment("test")
    return (call(PYTHON, "-m", "ruff", "check", ".") or call(PYTHON, "-m", "mypy"))


def test(args: list[str]) -> int:
    ensure_environment("test")
    ensure_qt()
    return check() or call(PYTHON, "-m", "pytest", *args, **offscreen())


def bench(args: list[str]) -> int:
    ensure_environment("test")
    ensure_qt()
    return call(PYTHON, "-m", "benchmarks", *args, **offscreen())


def shots(args: list[str]) -> int:
    ensure_environment("test")
    ensure_qt()
    return call(PYTHON, "-m", "playground.app.shots", *(args or ["shots"]), **offscreen())


def main(argv: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (this file is started by whatever python3 there is)
        fail(f"Playground needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    verb, *args = argv or ["--help"]
    match verb:
        case "run":
            return run(args)
        case "test":
            return test(args)
        case "check":
            return check()
        case "bench":
            return bench(args)
        case "shots":
            return shots(args)
    print(__doc__)
    return 0 if verb in ("--help", "-h") else 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
