"""Run the benchmarks named on the command line, or all: `python3 dev.py bench [NAME…]`."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import time

import benchmarks


def main(wanted: list[str]) -> int:
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__)
                   if not module.name.startswith("_"))
    if unknown := [name for name in wanted if name not in names]:
        print(f"there is no benchmark {' or '.join(unknown)}; there are {', '.join(names)}", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    missed = []
    for name in wanted or names:
        print(f"--- {name}", flush=True)
        begun = time.perf_counter()
        # A benchmark prints its figures and may return a status: not 0 when it missed its aim.
        if importlib.import_module(f"benchmarks.{name}").main():
            missed.append(name)
        print(f"({time.perf_counter() - begun:.0f} s)\n", flush=True)
    if missed:
        print(f"short of the aim: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
