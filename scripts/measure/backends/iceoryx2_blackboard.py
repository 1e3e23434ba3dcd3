"""iceoryx2's blackboard"""

from __future__ import annotations

import ctypes

from measure.bases.cleanup import PrivateFolder
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell

MOST_ITEMS = 256


class Backend(PrivateFolder):
    """A key an item, or one for a blob, in shared memory: one process writes, the others copy, and nobody waits."""

    objects = False
    needs = {"iceoryx2": "iceoryx2"}
    descriptors = 20  # its sockets and segments
    script = 'read -r _; rm -rf "$1" /dev/shm/"$2"-*'
    write_item = copy_in = copy_in_blob = increment = None
    refuses = dict.fromkeys(
        ["write_item", "write_item_fixed", "copy_in", "increment", "increment_locked", "increment_fcntl", "latency"],
        "one process alone may write: here it is the one that made the blackboard",
    )

    read_item = "value = view[i].get().decode_as(Int).value"
    iterate = "for entry in view: value = entry.get().decode_as(Int).value"
    copy_out = "result = [entry.get().decode_as(Int).value for entry in view]"
    copy_out_blob = "result = view[0].get().data"

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        if cell.payload != "blob" and cell.size > 8 * MOST_ITEMS:
            return "a key an item: keys are found one after the other, which takes seconds from some thousands on"
        return None

    def service(self, handle: Any) -> Any:
        """A builder of the service that `handle` names, for a node of its own."""
        import iceoryx2

        name, folder = handle
        iceoryx2.set_log_level(iceoryx2.LogLevel.Error)
        config = iceoryx2.config.global_config()
        config.global_cfg.prefix = iceoryx2.FileName.new(self.name + "-")
        config.global_cfg.root_path = iceoryx2.Path.new(folder)
        node = iceoryx2.NodeBuilder.new().config(config).create(iceoryx2.ServiceType.Ipc)
        return node.service_builder(iceoryx2.ServiceName.new(name))

    def create(self, data: Any) -> None:
        self.place = self.new_name(), self.private()
        builder = self.service(self.place).blackboard_creator(Key)
        values = map(Int, data) if isinstance(data, list) else [self.kind().from_buffer_copy(data)]
        for key, value in enumerate(values):
            builder = builder.add(Key(key), value)
        self.board = builder.create()

    def kind(self) -> Any:
        """The type of a value."""
        return ctypes.c_char * self.payload.size if self.payload.kind == "blob" else Int

    def handle(self) -> Any:
        return self.place

    def attach(self, handle: Any) -> Any:
        reader = self.service(handle).blackboard_opener(Key).open().reader_builder().create()
        return [reader.entry(Key(key), self.kind()) for key in range(self.payload.length)]

    def peek(self, view: Any, position: int) -> Any:
        return view[position].get().decode_as(Int).value

    def destroy(self) -> None:
        self.board = None


Key, Int = ctypes.c_uint64, ctypes.c_int64
