"""What happens past the end, after close, after unlink?"""

import time

from checks.safety.probe import finding, probe
from checks.safety.shared_subject import try_to

PLACE = 3  # of the item that is read, where there are so many
FAR = 10**6
SIZE = 800  # not a multiple of a page


def reach_out(here):
    """What reading and writing past the end give, (done, value or exception) each."""
    length = here.payload.length
    tries = [try_to(here.read, length), try_to(here.read, FAR), try_to(here.write, length, 7)]
    return [*tries, try_to(here.read, length)]


@probe(
    "past the end",
    "Is an item past the end refused, by reading and by writing? (Grows: what is written there becomes an item.)",
    "python/cpython#145954: SharedMemory object implement non-uniform size behaviors; Standard types: IndexError",
    ("read_item", "write_item"),
    size=SIZE,
)
def past_the_end(subject):
    subject.needs(2)
    next_one, far, written, again = subject.open().ask(reach_out)
    if next_one[0] or far[0]:
        return finding("no", f"read {(next_one if next_one[0] else far)[1]!r}")
    if written[0]:
        grown = again == (True, 7)
        words = "is an item now" if grown else "went nowhere, and nobody was told"
        return finding("grows" if grown else "no", f"reading: {next_one[1]}; what was written {words}")
    return finding("yes", f"reading: {next_one[1]}; writing: {written[1]}")


def read_after_detach(here):
    here.read(here.place(PLACE))
    line, view, lock = here.line("read_item"), here.view, here.lock
    here.detach()
    return try_to(line, view, here.place(PLACE), None, None, lock)


@probe(
    "read after close",
    "Can a view be read after it was closed?",
    "python/cpython#102349: Got Segmentation Fault when use-after-free a ndarray using SharedMemory as its buffer; "
    "memoryview.release: any further operation raises ValueError",
    ("read_item",),
)
def after_close(subject):
    good, value = subject.open().ask(read_after_detach)
    if not good:
        return finding("refused", value)
    right = value == subject.payload.item(subject.place(PLACE))
    return finding("yes" if right else "no", f"read {value!r}")


def read_when_told(here):
    """Read before and after the destruction, which comes within the pause."""
    before = here.read(here.place(PLACE))
    time.sleep(0.6)
    return before, try_to(here.read, here.place(PLACE))


@probe(
    "read after unlink",
    "Can an attached process read on after the creator has destroyed the object?",
    "shm_unlink(3): the object lives until all have unmapped it; multiprocessing.shared_memory, unlink",
    ("read_item",),
)
def after_unlink(subject):
    reader = subject.open().worker(read_when_told)
    reader.ready()
    reader.go()
    time.sleep(0.2)
    subject.destroy()
    before, (good, value) = reader.answer()
    if not good:
        return finding("refused", value)
    return finding("yes" if value == before else "no", f"read {before!r} before, {value!r} after")
