"""Labels of vertices, as sets of bits: counted, listed and matched without comparing every pair.

Sets are matched by keys, one random word a label, joined by exclusive or (Zobrist 1970, A New Hashing
Method with Application for Game Playing). Keys that agree by chance cost time, never a wrong answer:
whoever asks compares the sets themselves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]  # (count, words): bit sets
Index = npt.NDArray[np.intp]


def count(labels: Words) -> npt.NDArray[np.int64]:
    """How many labels each set has."""
    counts: npt.NDArray[np.int64] = np.bitwise_count(labels).sum(axis=1, dtype=np.int64)
    return counts


def table(labels: Words, size: int) -> npt.NDArray[np.bool_]:
    """The sets as a table of truth values, shape (count, size)."""
    words = labels.astype("<u8").view(np.uint8)
    return np.unpackbits(words, axis=1, bitorder="little")[:, :size].astype(bool)


def random_words(size: int) -> Words:
    """One word a label, the same each time."""
    return np.random.default_rng(0).integers(2**64, size=size, dtype=np.uint64)


def keys(members: npt.NDArray[np.bool_], words: Any) -> Any:
    """The key of each set of a table (above): equal for equal sets."""
    return np.bitwise_xor.reduce(np.where(members, words, np.uint64(0)), axis=1)


def matches(a: Any, b: Any) -> tuple[Index, Index]:
    """All pairs (i, j) with a[i] == b[j]."""
    order_a, order_b = np.argsort(a), np.argsort(b)
    a, b = a[order_a], b[order_b]  # both in order, since looking up in order is many times faster
    first, last = np.searchsorted(b, a, "left"), np.searchsorted(b, a, "right")
    many = last - first
    i = np.repeat(np.arange(len(a)), many)
    j = np.arange(len(i)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first, many)
    return order_a[i], order_b[j]
