"""Wrong values without a word: cut off, past the end, of a neighbour, after close, after its end."""

import time

from tests.checks.safety.doubles import plain


def write(view, i, value):
    view[i % 100] = view[(i + 1) % 100] = int(value) & 0xFFFFFFFF
    time.sleep(0)  # another thread's turn


class Backend(plain.Backend):
    read_item = "value = view[i % 100]"
    write_item = "write(view, i, value)"

    def detach(self, view):
        view[:] = memoryview(bytes(len(view) * 8)).cast("q")

    def destroy(self):
        self.detach(self.attach(self.path))
        super().destroy()
