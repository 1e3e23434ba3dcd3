"""The positions that item accesses go to."""

from __future__ import annotations

import itertools
import random

from measure.hints import Any

DRAW = 65536  # positions of a draw: fewer stay in a processor's cache and make a large space look fast
FIXED = 64  # the one position of the "fixed" reading, the same in a space of any size


def draw_positions(length: int, seed: int, worker: int = 0, workers: int = 1, disjoint: bool = False) -> list[int]:
    """Draw distinct positions in random order, stratified over the whole space; every backend gets the same.

    Parameters
    ----------
    length : int, items of the space
    seed : int, of the order and of the place in each stratum
    worker, workers : int, which of how many draws; readers share the positions and start at different ones
    disjoint : bool, whether workers get positions of their own, as far as the space has enough of them

    Returns
    -------
    list of int, min(length, DRAW) of them, or a worker's part of these
    """
    count = min(length, DRAW)
    source = random.Random(seed)
    if count < length:
        edges = [stratum * length // count for stratum in range(count + 1)]
        drawn = [low + int(source.random() * (high - low)) for low, high in zip(edges, edges[1:])]
    else:
        drawn = list(range(length))
    source.shuffle(drawn)
    if disjoint:
        return drawn[worker % count :: workers]
    start = worker * count // workers
    return drawn[start:] + drawn[:start]


def fixed_position(length: int, worker: int = 0) -> int:
    """The same index in a space of any size; a writer's own."""
    return (min(FIXED, length // 2) + worker) % length


class Draw:
    """An endless iterator over positions that knows which it gave out last."""

    def __init__(self, drawn: Any) -> None:
        self.drawn = drawn
        self.endless = itertools.cycle(drawn)
        self.given = 0
        self.touched: list[int] = []  # visited out of turn, one a page

    def visited(self) -> list[int]:
        """All distinct ones that were given out, and those that were touched before."""
        return list(dict.fromkeys(self.touched + self.last(len(self.drawn))))

    def last(self, count: Any) -> list[int]:
        """The last `count` distinct positions given out, the newest first."""
        length = len(self.drawn)
        return [self.drawn[(self.given - 1 - back) % length] for back in range(min(count, self.given, length))]
