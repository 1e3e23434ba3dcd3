"""Do sums of single operations hold? They are held against mixes of these operations that were measured in one loop."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator

import numpy as np

from judge.workloads.estimates import Logs
from judge.workloads.model import Held, Part
from measure.contract.operations import MIXES
from stats import intervals

TOLERANCE = 1.2  # a prediction that lies within it, or two halves of the blocks, agree
STEADY = 0.15  # SD over blocks of the log ratio, up to which a perfect model agrees in 94 of 100 pairs (DESIGN, 7b)


def held(parts: Iterable[Part]) -> list[Held]:
    """Each mix of which all operations were measured in the same cells, with the blocks that all of them have."""
    places: dict[tuple[str, str, str, int, int], dict[str, Part]] = {}
    for part in parts:
        place = (part.interpreter, part.payload, part.backend, part.size, part.processes)
        places.setdefault(place, {})[part.operation] = part
    return [one for place, known in sorted(places.items()) for one in of_place(known)]


def of_place(known: dict[str, Part]) -> Iterator[Held]:
    """The mixes of one mechanism at one size and number of workers."""
    for name, counts in MIXES.items():
        if name not in known or not counts.keys() <= known.keys():
            continue
        whole = known[name]
        blocks = sorted(set(whole.blocks).intersection(*(known[part].blocks for part in counts)))
        if len(blocks) >= intervals.MIN_BLOCKS:
            yield compared(whole, blocks, {known[part].operation: known[part] for part in counts}, counts)


def compared(whole: Part, blocks: list[int], parts: dict[str, Part], counts: dict[str, int]) -> Held:
    """A mix against the sum of its operations, block by block."""
    measured = of_blocks(whole, blocks)
    predicted = np.log(sum(count * np.exp(of_blocks(parts[name], blocks)) for name, count in counts.items()))
    ratio, low, high = np.exp(intervals.interval(predicted - measured))
    return Held(
        interpreter=whole.interpreter,
        payload=whole.payload,
        backend=whole.backend,
        operation=whole.operation,
        size=whole.size,
        processes=whole.processes,
        blocks=len(blocks),
        seconds=float(np.exp(np.median(measured))),
        ratio=float(ratio),
        low=float(low),
        high=float(high),
        deviation=float(np.std(predicted - measured, ddof=1)),
        halves=agreeing_halves(measured),
    )


def of_blocks(part: Part, blocks: list[int]) -> Logs:
    """A part's logs in these blocks, in their order."""
    known = dict(zip(part.blocks, part.logs, strict=True))
    return np.array([known[block] for block in blocks])


def agreeing_halves(logs: Logs) -> float:
    """Of all ways to halve the blocks, the share in which the medians of both halves agree within TOLERANCE."""
    count = len(logs)
    splits = list(itertools.combinations(range(count), count // 2))
    agree = [
        abs(float(np.median(logs[list(one)]) - np.median(np.delete(logs, list(one))))) <= math.log(TOLERANCE)
        for one in splits
    ]
    return sum(agree) / len(agree)
