"""Room is reserved before it is used."""

import os

from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    def folder(self):
        return "/dev/shm"

    def reserve(self, file):
        os.posix_fallocate(file.fileno(), 0, self.payload.size)
