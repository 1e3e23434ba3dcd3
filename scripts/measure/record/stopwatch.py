"""Where a cell's time goes: the seconds of each of its parts, without those of the parts within it."""

from __future__ import annotations

from measure.hints import Any

PARTS = {
    "interpreter": "its start, until our first line",
    "imports": "of the harness and of the mechanism",
    "server": "starting it",
    "payload": "making it",
    "share": "creating an object that is not timed",
    "spawn": "starting workers: interpreter, imports",
    "attach": "the workers' and the parent's",
    "prepare": "restoring what was written, levelling the caches",
    "operation": "all else that an operation takes, its warm-up and window among it",
    "record": "writing rows",
    "close": "ending workers, destroying the object",
    "end": "of the server, and what is left",
}


class Stopwatch:
    """`with watch("part"):` around each part; `seconds` says how long each took, in all.

    Parameters
    ----------
    clock : callable, seconds from any beginning
    """

    def __init__(self, clock: Any) -> None:
        self.clock, self.seconds = clock, dict.fromkeys(PARTS, 0.0)
        self.running: list[str] = []
        self.since = 0.0

    def __call__(self, part: str) -> Stopwatch:
        self.credit()
        self.running.append(part)
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: Any) -> None:
        self.credit()
        self.running.pop()

    def credit(self) -> None:
        """To the innermost part the time since the last change."""
        now = self.clock()
        if self.running:
            self.seconds[self.running[-1]] += now - self.since
        self.since = now
