"""A file without a name: nothing is left of it."""

import os
from array import array

from measure.contract.backing import MEMORY
from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    backing = (MEMORY,)

    def create(self, data):
        self.file = os.memfd_create(self.name)
        os.write(self.file, array("q", data).tobytes())

    def handle(self):
        return "/proc/{}/fd/{}".format(os.getpid(), self.file)

    def destroy(self):
        os.close(self.file)
