"""How disturbed a process was while it timed: a fixed task before and after, and its involuntary context switches."""

from __future__ import annotations

from measure.hints import Any
from measure.system import host
from measure.timing.canary import canary


class Disturbance:
    """Watches this process from its creation on; `marks` says what was seen since.

    The fixed task is left out where others are at work beside this process: it would measure them, and they it.
    """

    def __init__(self, fixed_task: float = True) -> None:
        self.switches = host.involuntary_switches()
        self.before = canary() if fixed_task else None

    def marks(self) -> dict[str, Any]:
        """switches: int, and canary: float, seconds, the mean of before and after."""
        switches = host.involuntary_switches() - self.switches
        return dict(switches=switches, **({} if self.before is None else {"canary": (self.before + canary()) / 2}))
