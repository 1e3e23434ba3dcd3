"""How much of a claim `make claim` measures: as many blocks, under as many interpreters, as fit into five minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stats.intervals import MIN_BLOCKS
from support import units
from sweep import interpreters, messages, pilot
from sweep.targets import Sweep

SECONDS = 285  # of all that is estimated, and of the pilot before it
PROMISED = 300
# Tried in this order, until the fewest blocks that give an interval fit. A claim has readings under those interpreters
# that the run has: without some of them it still has a verdict, while without a size or an operation it has none.
UNDER = {"all": "all interpreters", "ends": "the oldest and the newest interpreter", "newest": "the newest interpreter"}
Cost = tuple[str, float, float]  # one of UNDER, seconds of the run beside its blocks, seconds of a block


def most_that_fits(costs: Iterable[Cost], most: int, room: float) -> tuple[str, int, float]:
    """(one of UNDER, number of blocks, seconds): by the first `costs` whose fewest blocks fit into `room`, or the last.

    There are never fewer blocks than give an interval, unless `most`, which the default run has, are fewer.
    """
    fewest = min(MIN_BLOCKS, most)
    found = ("", 0, 0.0)
    for which, rest, each in costs:
        blocks = max(fewest, min(most, int((room - rest) / each)))
        found = (which, blocks, rest + each * blocks)
        if found[2] <= room:
            break
    return found


def costs(sweep: Sweep, coefficients: dict[str, float] | None) -> Iterator[Cost]:
    """What a claim's sweep costs under each of UNDER, by the pilot's coefficients where there are some."""
    if coefficients:
        pilot.estimate_anew(sweep, coefficients)
    labels = sorted({row["interpreter"] for row in sweep.measured}, key=units.version_key)
    for which in UNDER:
        kept = interpreters.group(labels, which)
        part = Sweep(sweep.config, [row for row in sweep.measured if row["interpreter"] in kept], sweep.paths)
        part.blocks = range(1)
        one = messages.estimated_seconds(part)
        part.blocks = range(2)
        each = messages.estimated_seconds(part) - one
        yield which, one - each, each


def narrowed(config: dict[str, Any], which: str, blocks: int) -> dict[str, Any]:
    """A configuration with so many blocks, and cells under those of its interpreters alone."""
    found = config | {"blocks": blocks}
    if which != "all":
        wide = ("all", "ends")
        for kind in ("sweep", "transfer"):
            parts = [part for part in config[kind] if part["interpreters"] in (*wide, "newest")]
            found[kind] = [part | {"interpreters": which} if part["interpreters"] in wide else part for part in parts]
    return found


def under(config: dict[str, Any], chosen: dict[str, Any]) -> str | None:
    """Which of UNDER `chosen` is of a claim's whole `config`; None where they differ in more than their extent."""
    blocks = chosen.get("blocks", 0)
    return next((which for which in UNDER if narrowed(config, which, blocks) == chosen), None)
