"""Who wins by pref_voting, for random ballots with many ties: writes pref_voting.json.

Needs pref_voting in an environment of its own, about 1 GB; the tests read what is written here.

    python -m venv peer && peer/bin/pip install pref_voting==1.18.2
    peer/bin/python tests/golden/make_pref_voting.py

A case is its candidates, a, b, c, …, the ballots and the winners, a word a rule in the order of `rules`; `-`
where pref_voting has no such rule for such ballots. A ballot `2a(bc)`: two voters put a first, then b and c,
tied; a score ballot `3:05`: three voters give a 0 and b 5.

Where pref_voting has several definitions, compared is the one that ours names: all who are tied leave
together (`irv`, `baldwin`, `coombs`) or each of them may (`ties=1`), strict Nanson, Gillies' covering, all
orders of breaking the ties of ranked pairs. Who is left out stands below all others (its "extended strict
preference"). Victories by winning votes are compared where it leaves tied pairs aside, which its ranked pairs
do not; neither has it Young's rule, and its majority judgment breaks ties by a shorter gauge.
"""

from __future__ import annotations

import json
import random
from importlib.metadata import version
from pathlib import Path

from pref_voting import c1_methods as majority
from pref_voting import grade_methods as graded
from pref_voting import iterative_methods as iterative
from pref_voting import margin_based_methods as margins
from pref_voting import other_methods as other
from pref_voting import scoring_methods as scoring
from pref_voting.combined_methods import blacks
from pref_voting.grade_profiles import GradeProfile
from pref_voting.probabilistic_methods import maximal_lottery
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies

SEED, NAMES = 7, "abcdefghij"
KINDS = {"strict": 900, "weak": 300, "truncated": 300, "both": 300, "large": 30, "scores": 150}


def lottery(profile):
    """Who has a chance, where that is one lottery: of an odd number of voters and no ties."""
    if any(profile.margin(a, b) % 2 == 0 for a in profile.candidates for b in profile.candidates if a != b):
        return None
    chances = maximal_lottery(profile, algorithm="enumeration")
    return [candidate for candidate, chance in chances.items() if chance > 1e-9]


def votes(rule, **options):
    return lambda profile: rule(profile, strength_function=profile.support, **options)


PAIRS = {
    "copeland": majority.copeland, "minimax": margins.minimax, "schulze": margins.beat_path,
    "ranked-pairs": lambda profile: margins.ranked_pairs(profile, algorithm="from_stacks"),
    "kemeny": other.kemeny_young, "slater": majority.slater, "uncovered-set": majority.uc_gill,
    "top-cycle": majority.top_cycle, "banks": majority.banks, "split-cycle": margins.split_cycle,
    "stable-voting": margins.stable_voting, "maximal-lottery": lottery}
VOTES = {"minimax:votes=1": lambda profile: winning(profile), "schulze:votes=1": votes(margins.beat_path),
         "split-cycle:votes=1": votes(margins.split_cycle)}
STRICT = {
    "plurality": scoring.plurality, "runoff": iterative.plurality_with_runoff_put,
    "irv": iterative.instant_runoff, "irv:ties=1": iterative.instant_runoff_put, "coombs": iterative.coombs,
    "borda": scoring.borda, "anti-plurality": scoring.anti_plurality, "bucklin": other.bucklin,
    "nanson": iterative.strict_nanson, "baldwin": iterative.baldwin, "baldwin:ties=1": iterative.baldwin_put,
    "black": blacks, "dodgson": other.dodgson}
WEAK = {
    "irv": lambda profile: iterative.instant_runoff(profile, score_method="split"),
    "irv:ties=1": lambda profile: iterative.instant_runoff_put(profile, score_method="split"),
    "borda": scoring.borda_for_profile_with_ties}
GRADES = {"score": graded.score_voting, "star": graded.star}
SLOW = ("ranked-pairs", "kemeny", "slater", "banks", "stable-voting", "irv:ties=1", "baldwin:ties=1",
        "maximal-lottery")
RULES = [*STRICT, *PAIRS, *VOTES, *GRADES]


def winning(profile):
    scores = margins.minimax_scores(profile, score_method="winning")
    return [candidate for candidate, score in scores.items() if score == max(scores.values())]


def order(drawn, size, kind):
    """Classes of candidates, best first."""
    classes = []
    for candidate in drawn.sample(range(size), size):
        if classes and kind in ("weak", "both") and drawn.random() < 0.3:
            classes[-1].append(candidate)
        else:
            classes.append([candidate])
    if kind in ("truncated", "both"):
        del classes[drawn.randint(1, len(classes)):]
    return classes


def methods(kind):
    if kind in ("strict", "large"):
        rules = STRICT | PAIRS
        return {name: rule for name, rule in rules.items() if kind == "strict" or name not in SLOW}
    truncated = {"bucklin": other.bucklin_for_truncated_linear_orders} if kind == "truncated" else {}
    return WEAK | truncated | PAIRS | VOTES


def case(drawn, kind):
    size = drawn.choice((2, 3, 3, 4, 4, 4, 5, 5, 6)) if kind != "large" else drawn.randint(7, 10)
    many = drawn.randint(1, 6) if kind != "large" else drawn.randint(15, 30)
    counts = [drawn.choice((1, 1, 2, 3)) for _ in range(many)]
    if kind == "scores":
        grades = [[drawn.randint(0, 5) for _ in range(size)] for _ in counts]
        profile = GradeProfile([dict(enumerate(row)) for row in grades], list(range(6)), counts)
        texts = [f"{count}:{''.join(map(str, row))}" for count, row in zip(counts, grades)]
        return size, texts, {name: rule(profile) for name, rule in GRADES.items()}
    orders = [order(drawn, size, kind) for _ in counts]
    texts = [f"{count}" + "".join(text if len(text) == 1 else f"({text})" for text in (
        "".join(NAMES[k] for k in sorted(members)) for members in classes))
        for count, classes in zip(counts, orders)]
    if kind in ("strict", "large"):
        profile = Profile([[k for members in classes for k in members] for classes in orders], counts)
    else:
        profile = ProfileWithTies([{k: rank for rank, members in enumerate(classes) for k in members}
                                   for classes in orders], counts, candidates=list(range(size)))
        profile.use_extended_strict_preference()
    return size, texts, {name: rule(profile) for name, rule in methods(kind).items()}


def main() -> None:
    drawn = random.Random(SEED)
    rows = []
    for kind, many in KINDS.items():
        for _ in range(many):
            size, texts, found = case(drawn, kind)
            won = ["-" if found.get(name) is None else "".join(NAMES[int(k)] for k in sorted(found[name]))
                   for name in RULES]
            rows.append(json.dumps([kind, size, " ".join(texts), " ".join(won)], separators=(",", ":")))
        print(kind, flush=True)
    about = {"pref_voting": version("pref_voting"), "rules": RULES}
    text = ",\n".join(rows)
    path = Path(__file__).with_name("pref_voting.json")
    path.write_text(f'{json.dumps(about)[:-1]}, "cases": [\n{text}]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
