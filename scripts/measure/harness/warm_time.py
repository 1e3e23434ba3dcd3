"""How long an operation is warmed up: by what it does and to how much, never by the mechanism."""

from __future__ import annotations

from measure.contract.operations import EMPTY, OPERATIONS, is_access
from measure.timing import warm_up
from measure.timing.warm_up import Rule

OTHERS = dict.fromkeys(("whole", "mix"), warm_up.WARM_SECONDS)
OTHERS.update(dict.fromkeys(("turns", "round"), warm_up.SETTLING_SECONDS))
REFRESH = "refresh"  # two sides, each of which copies the whole


def rule(operation: str, size: int, drawn: int = 1) -> Rule:
    """The warm-up of an operation on `size` bytes, whose draw has so many positions; one that isn't looped has none."""
    if is_access(operation):
        seconds = warm_up.LOOP_SECONDS if operation == EMPTY else warm_up.WARM_SECONDS
        return Rule(seconds, warm_up.VISITS * drawn, warm_up.MOST_WARM_SECONDS)
    kind = OPERATIONS[operation]
    seconds = OTHERS.get(kind, 0.0)
    if size >= warm_up.LARGE_BYTES and (kind == "whole" or operation == REFRESH):
        return Rule(seconds, warm_up.LEAST_COPIES, max(seconds, copying_seconds(size)))
    return Rule(seconds, 0, seconds)


def copying_seconds(size: int) -> float:
    """What goes into the first copies of `size` bytes, at most."""
    if size >= warm_up.RAMP_BYTES:
        return warm_up.ON_THE_RAMP_SECONDS
    return warm_up.COPYING_SECONDS * size / warm_up.LARGE_BYTES
