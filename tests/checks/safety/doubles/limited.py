"""A mechanism that has a limit of its own, and keeps to it."""

from measure.contract.backing import SERVER_LIMIT
from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    backing = (SERVER_LIMIT,)
    most = float("inf")

    def limit_memory(self, size):
        self.most = size

    def create(self, data):
        if self.payload.size > self.most:
            raise MemoryError("more than it was allowed")
        super().create(data)
