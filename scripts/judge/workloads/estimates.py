"""An operation's time at a size and a number of workers that may lie between those that were measured, or beyond."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from support.units import format_bytes

Logs = npt.NDArray[np.float64]  # natural logs of seconds, one a block; nan where a block has none
Sizes = dict[int, Logs]  # by the payload's bytes
Known = dict[int, Sizes]  # by the number of workers
FAR = 2.0  # beyond the sizes measured by more than this factor is told


class Unknown(Exception):
    """Why there is no estimate, in words."""


class Estimate(NamedTuple):
    """Natural logs of seconds, one a block; `note` says how they were got, where they weren't measured just so."""

    logs: Logs
    note: str = ""


def at(known: Known, size: int, workers: int, whole: bool) -> Estimate:
    """The time of one operation.

    Parameters
    ----------
    known : what was measured of it
    size : bytes of the payload
    workers : who do it at the same time
    whole : whether its time grows with the payload

    Raises
    ------
    Unknown
        for more or fewer workers than were measured, or a size that no measured one can lend its time to
    """
    counts = sorted(known)
    if not counts:
        raise Unknown("not measured")
    if workers > counts[-1]:
        raise Unknown(f"measured with {counts[-1]} {'worker' if counts[-1] == 1 else 'workers'} at most")
    if workers < counts[0]:
        raise Unknown(f"measured with {counts[0]} workers at least")
    if workers not in known:
        above = next(count for count in counts if count > workers)
        below = max(count for count in counts if count < workers)
        return between(known, size, (below, workers, above), whole)
    here = known[workers]
    both = sorted(set(here) & set(known.get(1, {})), key=lambda one: abs(math.log(one / size)))
    if workers == 1 or not both or min(here) <= size <= max(here):
        return at_size(here, size, whole)
    # Workers were measured at other sizes only: what so many of them cost there is carried over, block by block.
    alone, near = at_size(known[1], size, whole), both[0]
    told = f"{workers} workers as at {format_bytes(near)}"
    return Estimate(alone.logs + here[near] - known[1][near], join(alone.note, told))


def between(known: Known, size: int, workers: tuple[int, int, int], whole: bool) -> Estimate:
    """On a line in log time over log workers, (below, wanted, above)."""
    below, wanted, above = workers
    low, high = at(known, size, below, whole), at(known, size, above, whole)
    share = math.log(wanted / below) / math.log(above / below)
    note = join(low.note, f"between {below} and {above} workers")
    return Estimate((1 - share) * low.logs + share * high.logs, note)


def at_size(here: Sizes, size: int, whole: bool) -> Estimate:
    """On a line in log time over log size: between two sizes, or through the two that are nearest."""
    if size in here:
        return Estimate(here[size])
    sizes = sorted(here)
    if len(sizes) == 1:
        if whole:
            raise Unknown(f"measured at {format_bytes(sizes[0])} only")
        return Estimate(here[sizes[0]], f"as at {format_bytes(sizes[0])}")
    place = min(max(sum(one < size for one in sizes), 1), len(sizes) - 1)
    low, high = sizes[place - 1], sizes[place]
    share = math.log(size / low) / math.log(high / low)
    return Estimate((1 - share) * here[low] + share * here[high], how_far(size, sizes[0], sizes[-1], low, high))


def how_far(size: int, least: int, most: int, low: int, high: int) -> str:
    """Where a size lies among those that were measured."""
    if size > FAR * most:
        return f"{size / most:.3g} times the largest size measured"
    if size < least / FAR:
        return f"{least / size:.3g} times smaller than the smallest size measured"
    return f"between {format_bytes(low)} and {format_bytes(high)}" if least < size < most else "near a measured size"


def join(*notes: str) -> str:
    """Several notes as one."""
    return ", ".join(filter(None, notes))
