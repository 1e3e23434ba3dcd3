"""What the backends that live in a Manager's server have in common."""

from __future__ import annotations

import multiprocessing
import pickle
from multiprocessing.managers import SyncManager

from measure.contract.backend import Backend
from measure.contract.backing import SERVER
from measure.hints import Any
from measure.system import watchdog


class ManagerBackend(Backend):
    """An object in a Manager's server; a subclass says which by `share(data) -> proxy`."""

    servers = 1
    backing = (SERVER,)
    own_lock_name = "Manager().Lock"
    manager_class = SyncManager
    proxy: Any
    guard: Any

    def start(self) -> None:
        self.manager: Any = self.manager_class(ctx=self.context)
        self.manager.start(initializer=watchdog.end_with_parent)

    def create(self, data: Any) -> None:
        self.proxy = self.share(data)

    def share(self, data: Any) -> Any:
        """The proxy of the object that holds `data`."""
        raise NotImplementedError("a subclass has to have share()")

    def handle(self) -> Any:
        # A proxy pickled here is what a worker would get as an argument of its Process. The lock has to be kept:
        # the server drops an object whose last proxy is gone.
        self.guard = self.manager.Lock()
        return pickle.dumps(self.proxy), pickle.dumps(self.guard)

    def attach(self, handle: Any) -> Any:
        view = inherited(handle[0])
        self.attach_connection(view)
        return view

    def attach_connection(self, view: Any) -> None:
        view._connect()

    def attach_elsewhere(self, handle: Any) -> Any:
        return pickle.loads(handle[0])

    def own_lock(self, handle: Any) -> Any:
        return pickle.loads(handle[1])

    def destroy(self) -> None:
        self.proxy = self.guard = None

    def stop(self) -> None:
        self.manager.shutdown()


def inherited(pickled: bytes) -> Any:
    """A proxy as a worker unpickles it from the arguments of its Process: with no message to the server.

    Its maker's proxy keeps the object alive meanwhile, see RebuildProxy in multiprocessing/managers.py and _main in
    multiprocessing/spawn.py, which sets the same mark. The first call opens the connection.
    """
    process: Any = multiprocessing.current_process()
    process._inheriting = True
    try:
        return pickle.loads(pickled)
    finally:
        del process._inheriting
