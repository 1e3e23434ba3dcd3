"""Does the place of an item cost, or that it isn't in the processor's cache?"""

from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    """As shared_memory; the position goes through a mask that changes nothing: what narrow_reads is compared with."""

    read_item = "value = view[i & -1]"
