"""What is let go is unmapped under the view's feet."""

import ctypes

from tests.checks.safety.doubles import plain


class Backend(plain.Backend):
    def detach(self, view):
        address = ctypes.addressof(ctypes.c_char.from_buffer(self.map))
        ctypes.CDLL(None).munmap(ctypes.c_void_p(address), ctypes.c_size_t(self.payload.size))
