"""Parts of lives with known seconds: no noise, but what a test adds."""

import numpy as np

from judge.workloads.cost import Measured
from judge.workloads.model import Gap, Mechanism, Part

BLOCKS = 7


def part(backend, operation, seconds, size=65536, processes=1, payload="items", noise=0.0, floor=1.0):
    """`seconds` of each block, or of all; `noise`: a natural log for each block, or one for all."""
    logs = np.broadcast_to(np.log(seconds) + np.asarray(noise), BLOCKS).tolist()
    return Part("3.13", payload, backend, operation, size, processes, list(range(BLOCKS)), logs, floor)


def measured(*parts, gaps=()):
    """`gaps`: (backend, operation, reason), and size and number of workers where it is no matter of 64 KiB and one."""
    made = [(name, operation, *(where or (65536, 1)), reason) for name, operation, reason, *where in gaps]
    return Measured(parts, [Gap("3.13", "items", *one) for one in made])


def mechanism(backend, safety="passed", needs=(), replica=False):
    return Mechanism("3.13", backend, f"{backend} is made up", safety, [], list(needs), replica)


def mechanisms(**safety_and_needs):
    """Name -> (safety, what it needs)."""
    return {name: mechanism(name, *one) for name, one in safety_and_needs.items()}
