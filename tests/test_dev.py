"""dev.py: what it says before anything is installed, and that the README and CI use it the same way."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def dev(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", root / "dev.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_gets_as_far_as_the_message(root: Path) -> None:
    ast.parse((root / "dev.py").read_text("utf-8"), feature_version=(3, 8))


def test_it_needs_nothing_but_the_standard_library(root: Path) -> None:
    tree = ast.parse((root / "dev.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_unknown_command_is_said(root: Path) -> None:
    done = subprocess.run([sys.executable, root / "dev.py", "rnu"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "playground: error: rnu: no such command; type python3 dev.py --help\n"


def test_the_readme_and_ci_run_the_same_tests(root: Path) -> None:
    last = (root / ".ci/run").read_text("utf-8").splitlines()[-1].removeprefix("exec ")
    assert f"```sh\n{last}\n```" in (root / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("environment", "screen"), [
    ({}, sys.platform in ("darwin", "win32")), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True),
    ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False), ({"QT_QPA_PLATFORM": "xcb"}, True)])
def test_it_knows_whether_there_is_a_screen(dev: ModuleType, monkeypatch: pytest.MonkeyPatch,
                                            environment: dict[str, str], screen: bool) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert dev.has_screen() is screen


def test_a_user_who_may_not_install_is_told_the_command(dev: ModuleType, monkeypatch: pytest.MonkeyPatch,
                                                        tmp_path: Path, capsys: pytest.CaptureFixture[str]
                                                        ) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "qt_problem", lambda screen: "libEGL.so.1: cannot open shared object file")
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(SystemExit) as stopped:
        dev.ensure_qt()
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "\n    sudo apt-get install --yes --no-install-recommends libglib2.0-0 " in said
    assert not list(tmp_path.iterdir())
