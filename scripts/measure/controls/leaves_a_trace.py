"""A control: what one operation leaves behind slows the next one down."""

from __future__ import annotations

from itertools import repeat  # noqa: F401  (the timed line uses it)

from measure.contract.discovery import load, paths

READS = [1]


class Backend(load(paths()["shared_memory"])):
    """As shared_memory, but once something was written reads are done 64 times: half of the blocks must see it."""

    expects = {"trace_of": "write_item", "on": "read_item", "factor": 4}
    read_item = "for _ in repeat(None, READS[0]): value = view[i]"
    write_item = "view[i] = value; READS[0] = 64"
