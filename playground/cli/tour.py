"""`playground tour`: pictures of every page of the app."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from playground.cli.grammar import Command, Parser
from playground.cli.window import qt
from playground.problem import InputError, Problem


def _tour(options: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with qt():
        from playground.app.tour import run
    try:
        run(Path(options.folder))
    except OSError as error:
        why = f"the pictures cannot be written ({error.strerror or error}); choose another folder"
        raise InputError([Problem(options.folder, why)]) from None


def _tour_arguments(parser: Parser) -> None:
    parser.add_argument("folder", metavar="DIR", help="where the pictures go; made when missing")


COMMAND = Command(
    "Walk through every page of the app and save a picture of each.",
    _tour_arguments, _tour,
    ("tour/",))
