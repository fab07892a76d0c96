"""Networks: who is linked to whom, drawn at random or read from a list of links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from playground.catalogue import Catalogue, Option
from playground.evolution.population import Floats
from playground.evolution.space.sites import Around, Indices, States
from playground.problem import InputError, Problem

MOST_NODES = 100_000
MOST_LINKS = 500_000
MOST_BYTES = 20_000_000
MOST_PROBLEMS = 20  # that are told of one file
MOST_DRAWN = 2_000  # nodes that find their places in seconds
_HEADS = {("source", "target"), ("from", "to"), ("node1", "node2")}


@dataclass(frozen=True, eq=False)
class Network:
    """begins, others
        The neighbours of node k are others[begins[k]:begins[k + 1]], in order.
    words
        What it is called in a sentence.
    """

    begins: Indices
    others: Indices
    words: str

    @property
    def size(self) -> int:
        return len(self.begins) - 1

    @cached_property
    def degrees(self) -> Indices:
        return np.diff(self.begins)

    @property
    def most_neighbours(self) -> int:
        return int(self.degrees.max())

    @property
    def middle(self) -> int:
        """The node with the most links, the first of them."""
        return int(self.degrees.argmax())

    @cached_property
    def links(self) -> npt.NDArray[np.int64]:
        """Shape (links, 2), each once."""
        both = np.column_stack([np.repeat(np.arange(self.size), self.degrees), self.others])
        return both[both[:, 0] < both[:, 1]]

    @cached_property
    def parts(self) -> int:
        """Of how many parts it consists that no link connects."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        matrix = csr_matrix((np.ones(len(self.others), dtype=np.int8), self.others, self.begins))
        return int(connected_components(matrix, directed=False)[0])

    def around(self, sites: Indices) -> Around:
        counts = self.degrees[sites] + 1
        starts = np.cumsum(counts) - counts
        place = np.arange(counts.sum()) - np.repeat(starts, counts)  # within each neighbourhood
        at = np.repeat(self.begins[sites], counts) + place - 1
        flat = np.repeat(sites, counts)
        others = place > 0
        flat[others] = self.others[at[others]]
        return Around(flat, starts, counts)

    def reach(self, sites: Indices) -> Around:
        near = self.around(sites)
        far = self.around(near.flat)
        counts = np.add.reduceat(far.counts, near.starts)
        return Around(far.flat, np.cumsum(counts) - counts, counts)

    def pairs(self, states: States, strategies: int) -> Floats:
        own = np.repeat(states, self.degrees).astype(np.int64)
        counts = np.bincount(own * strategies + states[self.others], minlength=strategies ** 2)
        return counts.reshape(strategies, strategies).astype(float)

    def layout(self) -> Floats:
        """Places in the unit square, shape (nodes, 2), by springs; quick for up to `MOST_DRAWN` nodes."""
        import networkx

        graph = networkx.empty_graph(self.size)
        graph.add_edges_from(self.links.tolist())
        found = networkx.spring_layout(graph, seed=1, iterations=50 if self.size <= 500 else 30)
        places = np.array([found[k] for k in range(self.size)])
        low, span = places.min(axis=0), np.ptp(places, axis=0)
        return (places - low) / np.where(span > 0, span, 1)  # type: ignore[no-any-return]


def network(size: int, links: Iterable[tuple[int, int]], words: str) -> Network:
    """Of these nodes and links, each of which counts once, whichever way round. Raises `InputError`."""
    table = np.array(list(links), dtype=np.int64).reshape(-1, 2)
    table = table[table[:, 0] != table[:, 1]]
    both = np.unique(np.concatenate([table, table[:, ::-1]]), axis=0)
    begins = np.concatenate([[0], np.cumsum(np.bincount(both[:, 0], minlength=size))])
    if not len(both):
        raise InputError([Problem("network", "nobody is linked to anybody; give at least one link")])
    return Network(begins, both[:, 1].copy(), words)


# Each entry draws a network from its options, which it takes by keyword, and a seed.
NETWORKS: Catalogue[Callable[..., Network]] = Catalogue("network")
_SIZE = Option("size", Fraction(500), Fraction(3), Fraction(MOST_NODES), "how many nodes", whole=True)


def network_of(text: str, seed: int = 1) -> Network:
    """The network that a text such as `small-world:size=200,rewired=1/20` names. Raises `InputError`."""
    entry, settings = NETWORKS.chosen(text, "network")
    values = {name: value if name == "rewired" else int(value) for name, value in settings.items()
              if value is not None}
    return entry.make(**values, seed=seed)


def _few(size: int, degree: int) -> None:
    problems = []
    if degree >= size:
        problems.append(Problem("network", f"{degree} links a node need more than {size} nodes; give "
                                           f"degree={size - 1} or less, or size={degree + 1} or more"))
    if size * degree > 2 * MOST_LINKS:
        problems.append(Problem("network", f"{size * degree // 2:,} links; at most {MOST_LINKS:,} are "
                                           "allowed"))
    if problems:
        raise InputError(problems)


def _degree(most: int, meaning: str) -> Option:
    return Option("degree", Fraction(4), Fraction(1), Fraction(most), meaning, whole=True)


@NETWORKS.entry("random-regular", "Random regular", "Everybody has as many neighbours, drawn at random.",
                reference="Kim, J. H. and Vu, V. H. (2003). Generating random regular graphs. STOC 2003, "
                          "213–222.",
                options=(_SIZE, _degree(50, "how many neighbours each has")))
def _random_regular(size: int, degree: int, seed: int) -> Network:
    import networkx

    _few(size, degree)
    if size * degree % 2:
        raise InputError([Problem("network", f"{size} nodes cannot have {degree} neighbours each, as links "
                                             "have two ends; make either number even")])
    graph = networkx.random_regular_graph(degree, size, seed=seed)
    return network(size, graph.edges, f"a random network of {size:,} nodes with {degree} neighbours each")


@NETWORKS.entry("small-world", "Small world",
                "A ring in which everybody is linked to the nearest, and some links lead anywhere instead.",
                reference="Watts, D. J. and Strogatz, S. H. (1998). Collective dynamics of “small-world” "
                          "networks. Nature 393, 440–442.",
                options=(_SIZE, _degree(50, "how many neighbours each has on average; an even number"),
                         Option("rewired", Fraction(1, 10), Fraction(0), Fraction(1),
                                "which part of the links leads anywhere")))
def _small_world(size: int, degree: int, rewired: Fraction, seed: int) -> Network:
    import networkx

    _few(size, degree)
    if degree % 2:
        raise InputError([Problem("network", f"{degree} is odd; the ring has as many links to either side, "
                                             "so give an even degree")])
    graph = networkx.watts_strogatz_graph(size, degree, float(rewired), seed=seed)
    return network(size, graph.edges, f"a small world of {size:,} nodes, {degree} links each, {rewired} "
                                      "rewired")


@NETWORKS.entry("scale-free", "Scale-free",
                "Newcomers link to the well linked, so that few nodes have very many neighbours.",
                reference="Barabási, A.-L. and Albert, R. (1999). Emergence of scaling in random networks. "
                          "Science 286, 509–512.",
                options=(_SIZE, Option("links", Fraction(2), Fraction(1), Fraction(20),
                                       "to how many each newcomer links", whole=True)))
def _scale_free(size: int, links: int, seed: int) -> Network:
    import networkx

    _few(size, links)
    graph = networkx.barabasi_albert_graph(size, links, seed=seed)
    return network(size, graph.edges, f"a scale-free network of {size:,} nodes")


def read_edges(path: str | Path) -> Network:
    """The network of a file with one link a line: two names with a space, comma, semicolon or tab between.
    What follows a # is no link; a link given twice counts once. Raises `InputError` with all lines that are
    none."""
    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError([Problem(path.name, f"{path.stat().st_size:,} bytes; at most {MOST_BYTES:,} are "
                                                 "read. Keep a part of the links")])
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError([Problem(path.name, f"it cannot be read: {error.strerror or error}")]) from None
    except UnicodeDecodeError:
        raise InputError([Problem(path.name, "it is not text in UTF-8; save it so, one link a "
                                             "line")]) from None
    return edges_of(text, path.name)


def edges_of(text: str, name: str) -> Network:
    """`read_edges` of a text."""
    numbers: dict[str, int] = {}
    links: list[tuple[int, int]] = []
    problems: list[Problem] = []
    for line, content in enumerate(text.splitlines(), 1):
        parts = re.split(r"[\s,;]+", content.partition("#")[0].strip())
        words = [word.strip("\"'") for word in parts if word]
        if not words or (not links and tuple(map(str.lower, words)) in _HEADS):
            continue
        if len(words) != 2:
            more = "; strengths of links are not used, so leave them out" if len(words) == 3 else ""
            problems.append(Problem(f"{name}, line {line}", f"{len(words)} words where a link has two "
                                                            f"names{more}"))
        elif words[0] == words[1]:
            problems.append(Problem(f"{name}, line {line}", f"{words[0][:40]} is linked to itself; leave the "
                                                            "line out, and let everybody meet itself "
                                                            "instead"))
        else:
            one, other = (numbers.setdefault(word, len(numbers)) for word in words)
            links.append((one, other))
        if len(problems) > MOST_PROBLEMS:
            problems[-1] = Problem(name, "and perhaps more; is it a list of links, one a line?")
            break
    if len(numbers) > MOST_NODES or len(links) > MOST_LINKS:
        problems.append(Problem(name, f"{len(numbers):,} nodes and {len(links):,} links; at most "
                                      f"{MOST_NODES:,} and {MOST_LINKS:,} are allowed"))
    if not links and not problems:
        problems.append(Problem(name, "there are no links in it; write two names a line"))
    if problems:
        raise InputError(problems)
    return network(len(numbers), links, f"the network of {name}, {len(numbers):,} nodes")
