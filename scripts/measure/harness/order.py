"""The order of a cell's operations: random, or what one leaves in the caches is always the next one's."""

from __future__ import annotations

import random
from collections.abc import Iterable

from measure.contract.operations import OPERATIONS

# These make objects, the last of which the others share; the first creation can only come first.
BEFORE = ("first_create", "first_attach", "first_read", "first_copy_out", "create")


def in_order(wanted: Iterable[str], seed: int, block: int) -> list[str]:
    """The operations in the order of this block; `seed` is that of the sweep.

    It is the same for all cells of a block, since what is compared should come after the same; and each second block
    has the reverse of the one before, so that of any two operations each comes first in half of the blocks.
    """
    source = random.Random(f"{seed} {block // 2}")
    ranks = {name: source.random() for name in OPERATIONS}
    shuffled = sorted(set(wanted) - set(BEFORE), key=ranks.__getitem__, reverse=block % 2 == 1)
    return [name for name in BEFORE if name in set(wanted)] + shuffled
