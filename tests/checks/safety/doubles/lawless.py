"""A lock that keeps nobody out."""

import contextlib

from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    increment_atomic = "view[0] += 1"

    def attach(self, handle):
        self.lock = contextlib.nullcontext()
        return super().attach(handle)
