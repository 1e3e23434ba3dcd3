"""A store that keeps all that it ever held."""

import os
import time

from tests.checks.safety.doubles import live


class Store(live.Store):
    def __setitem__(self, place, value):
        os.link(self.path, "{}.{}".format(self.path, time.monotonic_ns()))
        super().__setitem__(place, value)


class Backend(live.Backend):
    def attach(self, handle):
        return Store(handle)
