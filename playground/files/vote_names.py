"""How a file of votes is told from one of games, without the voting rules, which take long to load."""

from __future__ import annotations

from pathlib import Path

FORMAT = "playground-vote"
SUFFIX = ".vote.json"
PABULIB = ".pb"
PREFLIB = (".soc", ".soi", ".toc", ".toi", ".cat", ".wmd")


def holds_votes(path: Path | str) -> bool:
    """Whether a file is of votes: by what its beginning says, or else by its name. A file that cannot be read
    is none."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        start = b""
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return f'"{FORMAT}"'.encode() in start or (
            path.name.endswith(SUFFIX) and b'"playground-' not in start)
    return path.suffix.lower() in (*PREFLIB, PABULIB) or path.name.endswith(SUFFIX)
