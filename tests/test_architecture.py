"""One direction of dependence: app, cli → core → game. And what is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("scipy", "nashpy", "networkx", "pygambit", "pandas")
QT = ("PySide6", "shiboken6", "pyqtgraph")
FRONT = ("app", "cli", "console", "front", "__main__")  # what stands before the core
SHARED = ("catalogue", "problem", "progress")  # what every part of the core may use


def imports(file: Path, root: Path) -> set[str]:
    """Every module that `file` imports, at its top or later, by absolute name."""
    package = file.relative_to(root).with_suffix("").parts
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[:-node.level]) + "." if node.level else ""
            module = base + (node.module or "")
            # `from playground import app` names a module as much as `from playground.app import x`.
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
        elif (isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", ""))
              in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.Constant)):
            found.add(str(node.args[0].value))
    return found


def core_files(root: Path) -> list[Path]:
    return [file for file in sorted((root / "playground").rglob("*.py"))
            if file.relative_to(root / "playground").parts[0].removesuffix(".py") not in (*FRONT, "__init__")]


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_the_core_knows_nothing_of_what_shows_it(root: Path) -> None:
    forbidden = (*QT, *(f"playground.{name}" for name in FRONT))
    wrong = [f"{file.relative_to(root)} imports {module}" for file in core_files(root)
             for module in imports(file, root) if within(module, *forbidden)]
    assert not wrong
    assert len(core_files(root)) > 20  # the walk saw the core


def test_the_game_stands_on_nothing_else(root: Path) -> None:
    allowed = ("playground.game", *(f"playground.{name}" for name in SHARED))
    wrong = [f"{file.relative_to(root)} imports {module}"
             for file in (root / "playground/game").rglob("*.py")
             for module in imports(file, root) if within(module, "playground") and module != "playground"
             and not within(module, *allowed)]
    assert not wrong


def test_the_app_does_not_lean_on_the_command_line(root: Path) -> None:
    wrong = [f"{file.relative_to(root)} imports {module}"
             for file in (root / "playground/app").rglob("*.py")
             for module in imports(file, root) if within(module, "playground.cli", "playground.console")]
    assert not wrong


def loaded_after(code: str) -> set[str]:
    """The top-level modules in memory after `code` ran in a fresh interpreter."""
    code += "\nimport sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", [
    "import playground",
    "import playground; playground.NormalForm, playground.Profile, playground.load, playground.InputError",
    "import playground; playground.solve(playground.NormalForm.from_arrays([[1, 0], [0, 1]]))",
    "import playground; playground.match(playground.NormalForm.from_arrays([[1, 0], [0, 1]]),"
    " ['tit-for-tat', 'random'], turns=5)",
    "import playground as pg; pg.evolve(pg.NormalForm.from_arrays([[1, 0], [0, 2]], [[1, 0], [0, 2]]),"
    " start=['1/3', '2/3'])",
])
def test_the_front_door_costs_what_numpy_costs(code: str) -> None:
    assert not loaded_after(code) & {*HEAVY, *QT}


def test_a_game_is_opened_without_the_voting_rules(root: Path) -> None:
    code = f"""
import sys
import playground
playground.load({str(root / 'games/stag-hunt.game.json')!r})
assert not any(name.startswith('playground.choice') for name in sys.modules)
playground.load({str(root / 'games/tennessee.vote.json')!r})
assert 'playground.choice' in sys.modules
"""
    assert "playground" in loaded_after(code)


START = """
import os, sys
from playground.app.application import Application
from playground.app.main import make_qapplication, start

app = make_qapplication()
application = Application(app)
window = start(application, [])
window.first_painted.connect(app.quit)
app.exec()
application.stop()
"""


def test_nothing_heavy_before_the_window_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))
    loaded = loaded_after(START)
    assert "PySide6" in loaded
    assert not loaded & set(HEAVY)
