"""Turns: the cells of a set are alive at the same time, and one of them is at work at a time. A cell's side of it."""

from __future__ import annotations

import os
import sys
import time

from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.system.watchdog import Deadline

PAUSE = "pause"  # what a worker says when its cell should give the turn away; it is answered by the next turn's number
# What the cell says: before an operation the operation's name; within it, that it wants another turn, or that what it
# does next is not measured, so that others may do as much at the same time.
VISIT = "visit"
ASIDE = "aside"
NO_TURNS = "none"  # in a set, to put on record what ended: the rows are the set's all the same
HUNG = 124  # of a cell that kept its turn for too long: the exit status that timeout(1) gives for what it killed


class Turns:
    """Those of a cell that is alive alone: as soon as it gives its turn away, it has the next one."""

    number = 0  # of the turn; no two turns of a set share one
    slept = 0.0  # seconds between turns, so far

    def wait(self, reason: str) -> int:
        """Give the turn away; the number of the next one, when it has come."""
        self.number += 1
        return self.number

    def __enter__(self) -> None:
        """`with turns:` around what is not measured; afterwards the cell has a turn for itself again."""

    def __exit__(self, *error: Any) -> None:
        pass


class SharedTurns(Turns):
    """Those of a cell in a set, whose other end is `measure.cell_set`.

    Parameters
    ----------
    argument : "READING,WRITING", two file descriptors of pipes
    deadline : Deadline of the cell, which doesn't count while it sleeps
    """

    def __init__(self, argument: str, deadline: Deadline) -> None:
        self.reading, self.writing = map(int, argument.split(","))
        self.deadline = deadline

    def wait(self, reason: str) -> int:
        self.deadline.pause()
        before = time.monotonic()
        try:
            os.write(self.writing, reason.encode() + b"\n")
            said = os.read(self.reading, 64)
        except BrokenPipeError:
            said = b""
        if not said:
            sys.exit(143)  # whoever led the set is gone
        self.slept += time.monotonic() - before
        self.deadline.resume()
        self.number = int(said)
        return self.number

    def __enter__(self) -> None:
        self.wait(ASIDE)

    def __exit__(self, *error: Any) -> None:
        self.wait(VISIT)


def of(argument: str, deadline: Any) -> Turns:
    """The turns of a cell that was started with this argument; without one it is alive alone."""
    return SharedTurns(argument, deadline) if argument not in ("", NO_TURNS) else Turns()
