"""A fixed task that tells a disturbed machine from a slow mechanism."""

from __future__ import annotations

import itertools
import struct
import time

CANARY_LOOPS = 1000
CANARY_ROUNDS = 3
CANARY_BYTES = bytes(8)


def canary() -> float:
    """Seconds of a fixed task, the median of three: it tells a disturbed machine from a slow mechanism.

    The task calls and allocates, as an access does: a bare loop hardly shows some of a virtual machine's slow spells.
    """
    return sorted(unpack_again() for _ in range(CANARY_ROUNDS))[CANARY_ROUNDS // 2]


def unpack_again() -> float:
    started = time.perf_counter_ns()
    for _ in itertools.repeat(None, CANARY_LOOPS):
        struct.unpack_from("q", CANARY_BYTES)
    return (time.perf_counter_ns() - started) / 1e9
