"""What happens past the end, where there is no room, after close, after unlink?"""

import time

from safety import private
from safety.probe import Untried, found, probe, told
from safety.subject import try_to

PLACE = 3
FAR = 10**6
SIZE = 800  # not a multiple of a page
BLOCKS = 40  # KiB that remain


def reach_out(here):
    """What reading and writing past the end give, (done, value or exception) each."""
    length = here.payload.length
    return [try_to(here.read, length), try_to(here.read, FAR), try_to(here.write, length, 7)]


@probe(
    "past the end",
    "Is an item past the end refused, by reading and by writing?",
    "python/cpython#145954: SharedMemory object implement non-uniform size behaviors; Standard types: IndexError",
    ("read_item", "write_item"),
    size=SIZE,
)
def past_the_end(subject):
    next_one, far, written = subject.open().ask(reach_out)
    if next_one[0] or far[0]:
        return found("no", "read {!r}".format((next_one if next_one[0] else far)[1]))
    if written[0]:
        return found("no", "reading: {}; it took a write there".format(next_one[1]))
    return found("yes", "reading: {}; writing: {}".format(next_one[1], written[1]))


def first_and_last(here):
    return here.read(0), here.read(here.payload.length - 1)


@probe(
    "full /dev/shm",
    "Can it hold more than /dev/shm has room for? (A crash: it took the payload and died of it.)",
    "python/cpython#114390: SharedMemory crashes on linux with SIGBUS on insufficient shm",
    ("read_item",),
    size=private.SHM_BYTES // 2,
)
def full_shm(subject):
    with open("/dev/shm/filler", "wb") as file:
        file.write(bytes(private.SHM_BYTES - BLOCKS * 1024))
    try:
        subject.open()
    except Untried:
        raise
    except Exception as error:
        return found("refused", told(error))
    seen = subject.ask(first_and_last)
    right = subject.payload.item(0), subject.payload.item(subject.payload.length - 1)
    return found("yes" if seen == right else "no", "{} bytes were held".format(subject.payload.size))


def read_after_detach(here):
    here.read(PLACE)
    line, view, lock = here.line("read_item"), here.view, here.lock
    here.detach()
    return try_to(line, view, PLACE, None, None, lock)


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
        return found("refused", value)
    right = value == subject.payload.item(PLACE)
    return found("yes" if right else "no", "read {!r}".format(value))


def read_when_told(here):
    """Read before and after the destruction, which the creator's sign announces: a file would, but a pause does."""
    before = here.read(PLACE)
    time.sleep(0.6)
    return before, try_to(here.read, PLACE)


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
        return found("refused", value)
    return found("yes" if value == before else "no", "read {!r} before, {!r} after".format(before, value))
