"""Does the place of an item cost, or that it isn't in the processor's cache?"""

from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but every read goes to the first 128 items, however large the block is."""

    read_item = "i &= 127; value = view[i]"
