"""What happened to a process while it timed: a fixed task before and after, and what the kernel counted."""

from __future__ import annotations

from measure.hints import Any
from measure.system import host
from measure.system.counters import Tally
from measure.timing.canary import canary


class Disturbance:
    """Watches this process from its creation on; `marks` says what was seen since.

    The fixed task is left out where others are at work beside this process: it would measure them, and they it.
    """

    def __init__(self, fixed_task: float = True, others: Any = ()) -> None:
        self.switches = host.involuntary_switches()
        self.before = canary() if fixed_task else None
        self.tally = Tally(others)
        self.around = self.tally.around

    def marks(self) -> dict[str, Any]:
        """switches: int; counts: see Tally; and canary: float, seconds, the mean of before and after."""
        switches = host.involuntary_switches() - self.switches
        self.tally.close()
        return dict(
            switches=switches,
            counts=self.tally.found,
            **({} if self.before is None else {"canary": (self.before + canary()) / 2}),
        )
