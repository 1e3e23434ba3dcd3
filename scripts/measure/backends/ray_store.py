"""ray's object store: an array of numpy for ints, as ray's documentation advises, and bytes for a blob"""

from __future__ import annotations

import os
import secrets
import shlex
import sys
import time

from measure.bases.cleanup import PrivateFolder
from measure.contract import libraries
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell

PATIENCE_SECONDS = 20  # starting takes 3 to 8 on two cores
LEAST_BYTES = 75 * 2**20  # that ray lets a store have
AT_ONCE = 4  # objects: what was removed goes a little later
# The second makes the loopback a node's address: else ray listens on every network. The third, which ray 2.10 doesn't
# know, keeps out who hasn't the token.
ALONE = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}
HEAD = "import os; os.setpgrp(); from ray.scripts.scripts import main; main()"  # what it starts stays in its group …
STAYS = '{"automatic_object_spilling_enabled": false}'  # … but for the workers, and only spilling would need one


class Backend(PrivateFolder):
    """A cluster of our own keeps an object that never changes in shared memory, where an array is read in place."""

    by_name_only = "it starts a cluster of its own"
    servers = 7
    objects = False
    settings = {"deadline_seconds": 2 * PATIENCE_SECONDS}
    needs = {"ray": "ray", "numpy": "numpy"}
    refuses = dict.fromkeys(
        ["write_item", "write_item_fixed", "copy_in", "increment", "increment_locked", "increment_fcntl", "latency"],
        "what is in the store never changes",
    )
    refuses["attach"] = "a process connects once, and finds what it has got before without asking the store again"

    connected = False  # by this instance: others of its process use its connection

    copy_out = "result = view.tolist()"
    copy_out_blob = "result = ray.get(view)"

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return "a forked process can't use its parent's connection" if cell.start_method == "fork" else None

    @classmethod
    def missing(cls) -> str | None:
        os.environ.update(ALONE)
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
        return super().missing()

    def start(self) -> None:
        path, python, head, config = map(shlex.quote, (libraries.folder(), sys.executable, HEAD, STAYS))
        self.script = (
            f"PYTHONPATH={path} {python} -s -c {head} start --head --block --port=0 --num-cpus=0 --no-monitor"
            f" --include-dashboard=false --object-store-memory={LEAST_BYTES + AT_ONCE * self.payload.size}"
            f' --system-config={config} --plasma-directory="$1" --temp-dir="$1/ray" &'
            " read -r _; kill -9 -$! || kill -9 $!; wait;"
            ' for try in 1 2 3 4 5 6 7 8 9; do rm -rf "$1" && break; sleep 0.1; done'
        )
        told = os.path.join(self.private(), "ray", "ray_current_cluster")  # ray's own folder is open to everybody
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (os.path.exists(told) and os.path.getsize(told)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"ray had not started after {PATIENCE_SECONDS} s")
            time.sleep(0.001)
        with open(told, encoding="utf-8") as file:
            self.address = file.read()
        self.connect(self.address)

    def connect(self, address: Any) -> None:
        global ray
        import ray

        if not ray.is_initialized():
            ray.init(address=address, logging_level="error", log_to_driver=False)
            self.connected = True

    def create(self, data: Any) -> None:
        import numpy

        self.ref = ray.put(data if self.payload.kind == "blob" else numpy.array(data, "i8"))

    def handle(self) -> Any:
        return self.address, ray.cloudpickle.dumps(self.ref)

    def attach(self, handle: Any) -> Any:
        self.connect(handle[0])
        ref = ray.cloudpickle.loads(handle[1])
        return ref if self.payload.kind == "blob" else ray.get(ref)

    def detach(self, view: Any) -> None:
        if self.connected:
            ray.shutdown()

    def destroy(self) -> None:
        self.ref = None

    def stop(self) -> None:
        self.detach(None)  # whoever is connected when the cluster ends is ended with it
        super().stop()
