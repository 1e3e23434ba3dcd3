"""An item's type is written before its value."""

import struct
import time

from tests.checks.safety.doubles import plain

FLAGS = 256  # where the types stand


class View:
    def __init__(self, view):
        self.view = view

    def __getitem__(self, i):
        value = self.view[i]
        return struct.unpack("d", struct.pack("q", value))[0] if self.view[FLAGS + i] == 1 else value

    def __setitem__(self, i, value):
        self.view[FLAGS + i] = isinstance(value, float)
        time.sleep(0)
        self.view[i] = struct.unpack("q", struct.pack("d", value))[0] if isinstance(value, float) else value


class Backend(plain.Backend):
    objects = True

    def attach(self, handle):
        return View(super().attach(handle))
