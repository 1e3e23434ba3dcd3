"""multiprocessing.SimpleQueue"""

from __future__ import annotations

from measure.contract.discovery import CHANNELS, load, paths


class Backend(load(paths(CHANNELS)["via_queue"])):
    """As via_queue, but the sender pickles and writes by itself, with no thread."""

    def open(self) -> None:
        self.queue = self.context.SimpleQueue()

    def close(self) -> None:
        pass  # before 3.9 it has no close
