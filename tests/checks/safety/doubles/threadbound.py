"""A view for the thread that made it."""

import threading

from tests.checks.safety.doubles import plain


def mine(view):
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("made in another thread")
    return view


class Backend(plain.Backend):
    write_item = "mine(view)[i] = value"
