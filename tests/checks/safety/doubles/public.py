"""Everybody may read the file."""

import mmap

from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    mode = 0o644

    def attach(self, handle):
        with open(handle, "rb") as file:
            self.map = mmap.mmap(file.fileno(), self.payload.size, access=mmap.ACCESS_READ)
        return memoryview(self.map).cast("q")
