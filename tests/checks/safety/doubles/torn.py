"""An item is written in two halves, the whole item by item."""

import time

from tests.checks.safety.doubles import plain


def halves(view, i, value):
    view[i] = view[i] & ~0xFFFFFFFF | value & 0xFFFFFFFF
    time.sleep(0)
    view[i] = value


class Backend(plain.Backend):
    write_item = "halves(view, i, value)"
    copy_in = "for i, value in enumerate(data): view[i] = value"
