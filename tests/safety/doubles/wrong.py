"""Wrong values without a word: cut off, past the end, after close, after its end."""

from tests.safety.doubles import plain


class Backend(plain.Backend):
    read_item = "value = view[i % 100]"
    write_item = "view[i % 100] = int(value) & 0xFFFFFFFF"

    def detach(self, view):
        view[:] = memoryview(bytes(len(view) * 8)).cast("q")

    def destroy(self):
        self.detach(self.attach(self.path))
        super().destroy()
