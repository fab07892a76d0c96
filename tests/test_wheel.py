"""The wheel, installed into an environment of its own outside the checkout, starts and finds its data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

Outside = tuple[Path, Path]  # the environment's Python, the folder to work in


def call(*command: object, cwd: Path, **more: object) -> subprocess.CompletedProcess[str]:
    # No PYTHONPATH: the checkout must not be found by accident.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    env["PLAYGROUND_HOME"] = str(cwd / "home")  # nobody's own settings
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True,
                          env=env, timeout=300, **more)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, root,
                cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def outside(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Outside:
    """An environment that holds only the wheel; its dependencies are lent from the tests' own, so that
    no network is needed, and the checkout's editable installation with them is left out."""
    folder = tmp_path_factory.mktemp("outside")
    venv.create(folder / "env", with_pip=False, symlinks=os.name != "nt")
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))",
                     cwd=folder).stdout.strip())
    lent = Path(sysconfig.get_path("purelib"))
    done = call(sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps",
                "--no-index", "--target", site, wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    # A path in a .pth is searched after the environment's own, and .pth files found there are not read:
    # the checkout's own editable entry stays out.
    (site / "lent.pth").write_text(f"{lent}\n")
    return python, folder


def test_it_holds_the_games_the_assets_and_the_licence(wheel: Path, root: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    games = {Path(name).name for name in names if name.startswith("playground/_data/games/")}
    assert games >= {file.name for file in root.glob("games/*.game.json")} != set()
    assert any(name.startswith("playground/_data/assets/icons/") for name in names)
    assert any(name.endswith(".schema.json") for name in names)
    assert "playground/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    # Pictures for the README are for the README.
    assert not any("screenshots" in name or name.startswith("tests/") for name in names)


def test_it_is_what_runs(outside: Outside) -> None:
    python, folder = outside
    done = call(python, "-c", "import playground; print(playground.__file__)", cwd=folder)
    assert Path(done.stdout.strip()).is_relative_to(folder)


def test_its_library_opens(outside: Outside, root: Path) -> None:
    python, folder = outside
    done = call(python, "-m", "playground", "list", "games", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == len(list(root.glob("games/*.game.json")))
    done = call(python, "-m", "playground", "solve", "stag-hunt", "--json", cwd=folder)
    assert len(json.loads(done.stdout)["equilibria"]) == 3


def test_its_window_opens(outside: Outside) -> None:
    python, folder = outside
    done = call(python, "-m", "playground", "tour", "pictures", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len(list((folder / "pictures").glob("*.png"))) >= 4
