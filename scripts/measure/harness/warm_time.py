"""How long an operation is warmed up: by what it does, never by the mechanism."""

from __future__ import annotations

from measure.contract.operations import EMPTY, OPERATIONS
from measure.timing import warm_up

BY_KIND = {
    "item": warm_up.WARM_SECONDS,
    "whole": warm_up.WHOLE_SECONDS,
    "turns": warm_up.SETTLING_SECONDS,
    "round": warm_up.SETTLING_SECONDS,
}


def seconds(operation: str) -> float:
    """The warm-up of an operation, in seconds; 0 of one that isn't looped."""
    if operation == EMPTY:
        return warm_up.LOOP_SECONDS
    kind = "item" if operation.startswith("increment") else OPERATIONS[operation]  # one access to one item, as well
    return BY_KIND.get(kind, 0.0)
