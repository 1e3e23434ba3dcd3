"""A memoryview that interpreters of one process share (concurrent.interpreters)"""

from __future__ import annotations

from measure.bases.interpreter_memory import InterpreterMemory
from measure.bases.shared_block import SharedBlock
from measure.contract.backend import INHERITED
from measure.contract.backing import MEMORY
from measure.hints import Any


class Backend(SharedBlock):
    """The workers are interpreters of one process, each with a lock of its own; all see one memory in place."""

    since = (3, 14)
    interpreters = True
    view_memory = None  # no file and no map: memory of the process
    backing = (MEMORY,)
    refuses = INHERITED

    def create(self, data: Any) -> None:
        self.memory = memoryview(bytearray(self.payload.size))
        self.fill(self.memory, data)

    def handle(self) -> Any:
        return InterpreterMemory(self.memory)

    def attach(self, handle: Any) -> Any:
        return self.view(handle.view)

    def detach(self, view: Any) -> None:
        view.release()

    def footprint(self) -> int | None:
        return self.memory.nbytes

    def destroy(self) -> None:
        del self.memory
