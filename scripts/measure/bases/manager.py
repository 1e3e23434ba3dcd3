"""What the backends that live in a Manager's server have in common."""

import pickle
from multiprocessing.managers import SyncManager

from measure.contract.backend import Backend
from measure.system import watchdog


class ManagerBackend(Backend):
    """An object in a Manager's server; a subclass says which by `share(data) -> proxy`."""

    servers = 1
    lock_name = "Manager().Lock"

    def start(self):
        self.manager = SyncManager(ctx=self.context)
        self.manager.start(initializer=watchdog.end_with_parent)

    def create(self, data):
        self.proxy = self.share(data)

    def handle(self):
        # A proxy pickled here is what a worker would get as an argument of its Process. The lock has to be kept:
        # the server drops an object whose last proxy is gone.
        self.guard = self.manager.Lock()
        return pickle.dumps((self.proxy, self.guard))

    def attach(self, handle):
        view, self.lock = pickle.loads(handle)
        return view

    def destroy(self):
        self.proxy = self.guard = None

    def stop(self):
        self.manager.shutdown()
