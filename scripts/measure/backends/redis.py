"""redis over a Unix socket"""

from __future__ import annotations

import os
import shutil
import socket
import time
from array import array
from struct import pack, unpack  # noqa: F401, for the timed lines

from measure.bases.cleanup import PrivateFolder
from measure.contract.backend import FIRST_KEY, KEYED
from measure.contract.backing import SERVER_LIMIT
from measure.hints import Any

PATIENCE_MILLISECONDS = 10_000


class Backend(PrivateFolder):
    """A server of our own holds one string of 64-bit big-endian ints, as its BITFIELD does, or of bytes; or a hash."""

    servers = 1
    backing = (SERVER_LIMIT,)  # only its socket is in /dev/shm
    objects = False
    payloads = KEYED
    needs = {"redis": "redis"}
    script = (
        'redis-server --port 0 --unixsocket "$1/socket" --unixsocketperm 700 --save "" --appendonly no --dir "$1" &'
        ' read -r _; kill $!; wait $!; rm -rf "$1"'
    )

    read_item = "value = unpack('>q', view.getrange('x', 8 * i, 8 * i + 7))[0]"
    write_item = "view.setrange('x', 8 * i, pack('>q', value))"
    iterate = "for value in unpacked(view.get('x')): pass"
    copy_out = "result = unpacked(view.get('x')).tolist()"
    copy_in = "view.set('x', packed(data))"
    copy_out_blob = "result = view.get('x')"
    copy_in_blob = "view.set('x', data)"
    increment = "view.setrange('x', 0, pack('>q', unpack('>q', view.getrange('x', 0, 7))[0] + 1))"
    increment_atomic = "view.bitfield('x').incrby('i64', '#0', 1).execute()"

    read_item_mapping = "value = int(view.hget('x', i))"
    write_item_mapping = "view.hset('x', i, value)"
    iterate_mapping = "for value in map(int, view.hvals('x')): pass"
    copy_out_mapping = "result = {key.decode(): int(value) for key, value in view.hgetall('x').items()}"
    copy_in_mapping = "view.hset('x', mapping=data)"
    increment_mapping = f"view.hset('x', '{FIRST_KEY}', int(view.hget('x', '{FIRST_KEY}')) + 1)"
    increment_atomic_mapping = f"view.hincrby('x', '{FIRST_KEY}', 1)"

    @classmethod
    def missing(cls) -> str | None:
        return super().missing() or (None if shutil.which("redis-server") else "needs redis-server on the PATH")

    def start(self) -> None:
        path = os.path.join(self.private(), "socket")
        for _ in range(PATIENCE_MILLISECONDS):
            if listens(path):
                break
            time.sleep(0.001)
        self.client = self.attach(path)

    def create(self, data: Any) -> None:
        if self.payload.kind == "mapping":
            self.client.hset("x", mapping=data)
        else:
            self.client.set("x", data if self.payload.kind == "blob" else packed(data))

    def handle(self) -> Any:
        return os.path.join(self.folder, "socket")

    def attach(self, handle: Any) -> Any:
        import redis

        view = redis.Redis(unix_socket_path=handle)
        view.ping()
        return view

    def detach(self, view: Any) -> None:
        view.close()

    def peek(self, view: Any, place: Any) -> Any:
        if self.payload.kind == "mapping":
            return int(view.hget("x", place))
        return unpack(">q", view.getrange("x", 8 * place, 8 * place + 7))[0]

    def destroy(self) -> None:
        self.client.delete("x")

    def limit_memory(self, size: int) -> None:
        self.client.config_set("maxmemory", self.client.info("memory")["used_memory"] + size)


def listens(path: str) -> bool:
    """Whether somebody answers at a socket, which is there a moment before."""
    with socket.socket(socket.AF_UNIX) as one:
        return one.connect_ex(path) == 0


def packed(data: Any) -> bytes:
    """The ints as 64-bit big-endian bytes."""
    ints = array("q", data)
    ints.byteswap()
    return ints.tobytes()


def unpacked(data: Any) -> Any:
    """The array of what `packed` made."""
    ints = array("q", data)
    ints.byteswap()
    return ints
