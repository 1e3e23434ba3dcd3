"""Room is reserved before it is used."""

import os

from measure.contract.backing import SHM
from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    backing = (SHM,)

    def folder(self):
        return "/dev/shm"

    def reserve(self, file):
        os.posix_fallocate(file.fileno(), 0, self.payload.size)
