"""`python -m playground` is the `playground` command."""

from playground.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
