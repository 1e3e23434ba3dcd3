"""Writes raise now and then, as those of a format that another process is just setting do."""

from tests.checks.safety.doubles import plain

calls = []


def met(view):
    calls.append(1)
    if len(calls) % 10 == 0:
        raise ValueError("not enough values to unpack")
    return view


class Backend(plain.Backend):
    write_item = "met(view)[i] = value"
    copy_in = "met(view)"  # which writes nothing: a whole that another process copies meanwhile may truly be torn
