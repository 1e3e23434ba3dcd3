"""memcached over a Unix socket"""

from __future__ import annotations

import os
import shutil
import time

from measure.bases.cleanup import PrivateFolder
from measure.bases.entries import entries
from measure.contract.backend import FIRST_KEY, KEYED
from measure.contract.backing import SERVER
from measure.hints import Any

PATIENCE_MILLISECONDS = 10_000
MANY = 1000  # keys of one message


class Backend(PrivateFolder):
    """A server of our own holds an item a key, as decimal digits; it may forget any of them when its memory is full."""

    servers = 1
    descriptors = 32  # of the server: its threads' and its sockets
    objects = False
    backing = (SERVER,)  # only its socket is in /dev/shm
    needs = {"pymemcache": "pymemcache"}
    payloads = KEYED
    script = (
        'memcached -s "$1/socket" -a 0700 -m 8192 -I 512m -M -R 1000 $(test "$(id -u)" != 0 || echo -u root) &'
        ' read -r _; kill $!; wait $!; rm -rf "$1"'
    )

    read_item = read_item_mapping = "value = int(view.get(str(i)))"
    write_item = write_item_mapping = "view.set(str(i), value, noreply=False)"
    iterate = "for value in whole(view, map(str, range(view.items))): pass"
    copy_out = "result = list(whole(view, map(str, range(view.items))))"
    copy_in = "store(view, enumerate(data))"
    iterate_mapping = None  # it doesn't tell its keys
    copy_out_mapping = None
    copy_in_mapping = "store(view, data.items())"
    copy_out_blob = "result = view.get('0')"
    copy_in_blob = "view.set('0', data, noreply=False)"
    increment = "view.set('0', int(view.get('0')) + 1, noreply=False)"
    increment_mapping = f"view.set('{FIRST_KEY}', int(view.get('{FIRST_KEY}')) + 1, noreply=False)"
    increment_atomic = "view.incr('0', 1)"
    increment_atomic_mapping = f"view.incr('{FIRST_KEY}', 1)"

    @classmethod
    def missing(cls) -> str | None:
        return super().missing() or (None if shutil.which("memcached") else "needs memcached on the PATH")

    def start(self) -> None:
        path = os.path.join(self.private(), "socket")
        for _ in range(PATIENCE_MILLISECONDS):
            if os.path.exists(path):
                break
            time.sleep(0.001)
        self.client = self.attach(path)

    def create(self, data: Any) -> None:
        if self.payload.kind == "blob":
            self.client.set("0", data, noreply=False)
        else:
            store(self.client, entries(data))

    def handle(self) -> Any:
        return os.path.join(self.folder, "socket")

    def attach(self, handle: Any) -> Any:
        from pymemcache.client.base import Client

        view: Any = Client(handle)
        view.items = self.payload.length  # for the lines that want all keys
        return view

    def detach(self, view: Any) -> None:
        view.close()

    def peek(self, view: Any, place: Any) -> Any:
        return int(view.get(str(place)))

    def destroy(self) -> None:
        self.client.flush_all(noreply=False)


def store(view: Any, pairs: Any) -> None:
    """Set them, so many in a message."""
    pairs = [(str(key), item) for key, item in pairs]
    for first in range(0, len(pairs), MANY):
        if view.set_many(dict(pairs[first : first + MANY]), noreply=False):
            raise MemoryError("memcached took not all of them")


def whole(view: Any, keys: Any) -> Any:
    """The items of these keys in their order, so many in a message."""
    keys = list(keys)
    for first in range(0, len(keys), MANY):
        some = keys[first : first + MANY]
        found = view.get_many(some)
        yield from (int(found[key]) for key in some)
