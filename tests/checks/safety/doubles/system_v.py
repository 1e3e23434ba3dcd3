"""A System V segment that each process attaches."""

import ctypes

from measure.contract.backing import SYSTEM_V
from tests.checks.safety.doubles import plain

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
CREATE = 0o1000 | 0o600
REMOVE = 0  # IPC_RMID


class Backend(plain.Backend):
    backing = (SYSTEM_V,)

    def create(self, data):
        self.number = libc.shmget(0, ctypes.c_size_t(self.payload.size), CREATE)
        if self.number < 0:
            raise OSError(ctypes.get_errno(), "shmget")
        self.attach(self.number)[:] = memoryview((ctypes.c_int64 * len(data))(*data)).cast("B").cast("q")

    def handle(self):
        return self.number

    def attach(self, handle):
        size = self.payload.size
        return memoryview((ctypes.c_char * size).from_address(libc.shmat(handle, None, 0))).cast("B").cast("q")

    def destroy(self):
        libc.shmctl(self.number, REMOVE, None)
