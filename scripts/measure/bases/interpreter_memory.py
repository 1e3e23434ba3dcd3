"""Memory on its way from one interpreter of a process to another, which sees the same bytes."""

from __future__ import annotations

import multiprocessing.context
import sys

from measure.hints import Any


class InterpreterMemory:
    """`view` of the memory; whoever is handed this gets a view of the same. See harness.pools.interpreter_context."""

    def __init__(self, view: memoryview) -> None:
        self.view = view

    def __reduce__(self) -> Any:
        recipient: Any = multiprocessing.context.get_spawning_popen()
        return received, (recipient.share(self.view),)


def received(name: str) -> InterpreterMemory:
    """The memory under a name in this interpreter's `__main__`."""
    return InterpreterMemory(getattr(sys.modules["__main__"], name))
