"""pickle's protocol 5 with out-of-band buffers, in multiprocessing.shared_memory.SharedMemory."""

from __future__ import annotations

import pickle

from measure.contract.discovery import CHANNELS, load, paths
from measure.hints import Any


class Backend(load(paths(CHANNELS)["via_shared_memory"])):
    """As via_shared_memory, but an object is pickled around its buffer (PEP 574), which the block gets beside it."""

    payloads = ("blob",)

    def open(self) -> None:
        super().open()
        self.receiving, self.sending = self.context.Pipe(duplex=False)

    def handle(self) -> Any:
        return self.receiving, super().handle()

    def join(self, handle: Any) -> None:
        self.receiving, handle = handle
        super().join(handle)

    def connected(self) -> None:
        self.receiving.close()

    def send(self, data: Any) -> None:
        buffers: list[pickle.PickleBuffer] = []
        pickled = pickle.dumps(pickle.PickleBuffer(data), protocol=5, buffer_callback=buffers.append)
        with buffers[0].raw() as raw:
            self.length.value = len(raw)
            self.block.buf[: len(raw)] = raw
        self.sending.send_bytes(pickled)

    def receive(self) -> Any:
        pickled = self.receiving.recv_bytes()
        return pickle.loads(pickled, buffers=[bytes(self.block.buf[: self.length.value])])

    def leave(self) -> None:
        super().leave()
        self.receiving.close()

    def close(self) -> None:
        super().close()
        self.sending.close()
