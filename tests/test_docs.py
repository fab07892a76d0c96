"""The documentation describes what is there: its links lead somewhere, its examples and commands run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"|<source[^>]+srcset=\"([^\"]+)\"")
# Commands that would open a window, install, or take minutes: their names are checked, not their work.
NOT_RUN = ("git", "pip", "sudo", "cd", "pre-commit")


def prose(page: Path) -> str:
    """The page without its code."""
    return re.sub(r"`[^`\n]*`", "", BLOCK.sub("", page.read_text("utf-8")))


def anchors(page: Path) -> set[str]:
    """What GitHub calls the page's headings."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.+)$", BLOCK.sub("", page.read_text("utf-8")), re.MULTILINE):
        text = "".join(c for c in heading.lower().replace("`", "")
                       if c in " -_" or unicodedata.category(c)[0] in "LN")
        found.add(text.strip().replace(" ", "-"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    dead = []
    for target in (next(filter(None, match)) for match in LINK.findall(prose(page))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        other = (page.parent / file).resolve() if file else page
        if not other.exists() or (anchor and anchor not in anchors(other)):
            dead.append(target)
    assert not dead


RUN_EXAMPLES = """
import doctest, sys
names = {"__name__": "examples"}
for code in sys.stdin.read().split("\\0"):
    if ">>>" in code:
        test = doctest.DocTestParser().get_doctest(code, names, sys.argv[1], sys.argv[1], 0)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        failed = runner.run(test, out=sys.stderr.write, clear_globs=False).failed
        names = test.globs
        if failed:
            raise SystemExit(1)
    else:
        exec(compile(code, sys.argv[1], "exec"), names)
"""


@pytest.mark.parametrize("name", NAMES)
def test_every_python_example_runs(name: str, tmp_path: Path) -> None:
    """The blocks of a page one after the other, in a child: some add to the catalogues."""
    blocks = [code for language, code in BLOCK.findall((ROOT / name).read_text("utf-8"))
              if language == "python"]
    if not blocks:
        return
    # From a folder with the library beside it, as the examples are written for a checkout.
    (tmp_path / "games").symlink_to(ROOT / "games")
    done = subprocess.run([sys.executable, "-c", RUN_EXAMPLES, name], input="\0".join(blocks), cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
                          timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout


def commands() -> list[tuple[str, str]]:
    found = []
    for page, name in zip(PAGES, NAMES):
        for language, code in BLOCK.findall(page.read_text("utf-8")):
            if language == "sh":
                lines = code.replace("\\\n", " ").splitlines()
                found += [(name, line.strip()) for line in lines if line.strip() and line.strip()[0] != "#"]
    return found


def test_every_command_works(tmp_path: Path) -> None:
    """`playground` commands run, in the order of their page; those of dev.py are known to it."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    shim = bin_folder / "playground"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m playground "$@"\n')
    shim.chmod(0o755)
    env = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "QT_QPA_PLATFORM": "offscreen"}
    work = tmp_path / "work"
    work.mkdir()
    (work / "games").symlink_to(ROOT / "games")
    verbs = re.findall(r"^    python3 dev.py (\w+)", (ROOT / "dev.py").read_text("utf-8"), re.MULTILINE)
    failed = []
    for name, line in commands():
        words = shlex.split(line, comments=True)
        if words[0] in NOT_RUN:
            continue
        if words[:2] == ["python3", "dev.py"]:
            if words[2] not in verbs:
                failed.append(f"{name}: {line}: dev.py has no {words[2]}")
            continue
        if opens_a_window(words):
            continue
        done = subprocess.run(["sh", "-c", line], cwd=work, env=env, capture_output=True, text=True,
                              timeout=180)
        if done.returncode:
            failed.append(f"{name}: {line}: {done.stderr}")
    assert not failed
    assert len(commands()) > 10


def opens_a_window(words: list[str]) -> bool:
    from playground.cli import COMMANDS

    return words[0] == "playground" and (len(words) == 1 or (words[1] not in COMMANDS
                                         and not words[1].startswith("-")))


def test_every_solution_concept_has_a_page_and_a_row() -> None:
    from playground.equilibrium import CONCEPTS

    index = (ROOT / "docs/concepts/README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| \[([a-z-]+)\]\(([a-z-]+\.md)\) \|", index, re.MULTILINE))
    assert rows == {entry.name: f"{entry.name}.md" for entry in CONCEPTS.values()}
    for page in rows.values():
        text = (ROOT / "docs/concepts" / page).read_text("utf-8")
        assert re.search(r"^## Sources?$", text, re.MULTILINE), page
