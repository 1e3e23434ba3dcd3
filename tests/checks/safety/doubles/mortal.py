"""Nobody can read on when the creator is gone."""

import multiprocessing

from tests.checks.safety.doubles import plain


def living(view):
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        raise ConnectionError("the creator is gone")
    return view


class Backend(plain.Backend):
    read_item = "value = living(view)[i]"
