"""What does an unrelated process do to the data?"""

import sys

from checks.safety import unrelated_processes
from checks.safety.probe import Untried, finding, probe

READ_ITEM = ("read_item",)


def visited(subject, *ways):
    """Does the data outlive a visitor? A second one looks."""
    first = unrelated_processes.visit(subject.open(), *ways)
    if "error" in first:
        return finding("refused", "an unrelated process can't attach: {}".format(first["error"]))
    if ways and not first["blocks"]:
        raise Untried("it uses no SharedMemory")
    second = unrelated_processes.visit(subject, *ways)
    right = repr(subject.payload.item(subject.place(unrelated_processes.PLACE)))
    if second.get("read") == right:
        return finding("no", f"a second visitor read {right}, as it should")
    return finding("yes", "a second visitor met {}".format(second.get("error") or second["read"]))


@probe(
    "visitor destroys",
    "Does an unrelated process that attaches and exits destroy the data?",
    "python/cpython#82300: resource tracker destroys shared memory segments when other processes should still have "
    "valid access",
    READ_ITEM,
)
def visitor_destroys(subject):
    return visited(subject)


@probe(
    "visitor, track=False",
    "Does it, when it attaches with track=False?",
    "multiprocessing.shared_memory, track (new in 3.13); python/cpython#110778: Add track parameter to shared memory",
    READ_ITEM,
)
def visitor_untracked(subject):
    if sys.version_info < (3, 13):
        raise Untried("track= came with Python 3.13")
    return visited(subject, "untracked")
