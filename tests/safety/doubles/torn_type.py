"""As torn, where a number of another type is written as its own bits first."""

import struct

from tests.safety.doubles import plain


def bits(view, i, value):
    view[i] = struct.unpack("q", struct.pack("d", value))[0] if isinstance(value, float) else value


class Backend(plain.Backend):
    write_item = "bits(view, i, value)"
