"""A lock that keeps nobody out."""

import contextlib

from tests.safety.doubles import plain


class Backend(plain.Backend):
    def attach(self, handle):
        self.lock = contextlib.nullcontext()
        return super().attach(handle)
