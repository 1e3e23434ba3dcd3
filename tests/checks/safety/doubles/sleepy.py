"""Nothing is ever shared."""

import time

from measure.contract.backing import MEMORY
from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    backing = (MEMORY,)

    def create(self, data):
        time.sleep(60)
