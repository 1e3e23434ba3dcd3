"""The unshared list."""

from measure.contract import backend


class Backend(backend.Backend):
    """Nothing is shared: each worker has a list in its own memory, the floor that no sharing can beat."""

    shared = False

    def create(self, data):
        self.data = list(data) if isinstance(data, list) else [data]

    def handle(self):
        return None

    def attach(self, handle):
        data = self.payload.make()
        return data if isinstance(data, list) else [data]

    def destroy(self):
        self.data = None
