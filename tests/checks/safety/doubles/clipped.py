"""Texts are cut to eight characters, and NULs off the end of bytes."""

from tests.checks.safety.doubles import live


def clipped(value):
    if isinstance(value, bytes):
        return value.rstrip(b"\0")
    return value[:8] if isinstance(value, str) else value


class Backend(live.Backend):
    read_item = "value = clipped(view[i])"
