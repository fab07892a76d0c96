"""How fast, as ratios to a yardstick measured in the same run: `python3 dev.py bench`."""
