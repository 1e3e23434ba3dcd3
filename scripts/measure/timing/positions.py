"""The positions that item accesses go to."""

import itertools
import random

DRAW = 65536  # positions of a draw: fewer stay in a processor's cache and make a large space look fast
FIXED = 64  # the one position of the "fixed" reading, the same in a space of any size


def draw_positions(length, seed, worker=0, workers=1, disjoint=False):
    """At least min(length, 65,536) distinct positions in random order, stratified over the whole space.

    Every backend gets the same. Concurrent writers get disjoint ones, as far as the space has enough of them.
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


def fixed_position(length, worker=0):
    """The same index in a space of any size; a writer's own."""
    return (min(FIXED, length // 2) + worker) % length


class Draw:
    """An endless iterator over positions that knows which it gave out last."""

    def __init__(self, drawn):
        self.drawn = drawn
        self.endless = itertools.cycle(drawn)
        self.given = 0

    def last(self, count):
        """The last `count` distinct positions given out, the newest first."""
        length = len(self.drawn)
        return [self.drawn[(self.given - 1 - back) % length] for back in range(min(count, self.given, length))]
