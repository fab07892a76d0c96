"""Scripts to begin with. They name no strategy, so that they play any game they make sense for."""

from __future__ import annotations

# The name, the title, and the source.
EXAMPLES = (
    ("my-tit-for-tat", "My Tit for Tat", '''\
# Begins with the first strategy, then does what the other did last.

def move(history, me, game, random):
    if not history:
        return 0
    return history[-1][1 - me]
'''),
    ("my-grim", "My Grim", '''\
# Plays the first strategy until the other once did not, then the last one for ever.

def move(history, me, game, random):
    kind = game.strategies[me][0]
    for round in history:
        if round[1 - me] != kind:
            return game.strategies[me][-1]
    return kind
'''),
    ("my-forgiving", "My Forgiving", '''\
# Tit for Tat that forgives one time in three, and more where choices slip.

def move(history, me, game, random):
    if not history or history[-1][1 - me] == game.strategies[1 - me][0]:
        return 0
    return 0 if random() < 1 / 3 + game.noise else 1
'''),
    ("my-counter", "My Counter", '''\
# For any number of strategies: the best answer to what the other played most often.

def move(history, me, game, random):
    other = 1 - me
    counts = {name: 0 for name in game.strategies[other]}
    for round in history:
        counts[round[other]] += 1
    usual = max(game.strategies[other], key=lambda name: counts[name])

    def gain(mine):
        profile = (mine, usual) if me == 0 else (usual, mine)
        return game.payoffs[profile][me]

    return max(game.strategies[me], key=gain)
'''),
)
