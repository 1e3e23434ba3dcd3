"""Does a reader see what nobody wrote?"""

import time

from checks.safety.probe import finding, finding_of_chance, probe
from checks.safety.shared_subject import try_to

SECONDS = 0.6
PLACE = 3
LOW, HIGH = 0x0101010101010101, 0x7E7E7E7E7E7E7E7E  # they differ in every byte
DOCUMENTED = (
    "multiprocessing, RawArray: setting and getting an element is potentially non-atomic; "
    "the documentation of multiprocessing.shared_memory promises no synchronisation at all"
)


def write_by_turns(here, one, other):
    """Write the two in turns, at one place, until the time is up; the exception that ended it, or ""."""
    write, place, ends = here.line("write_item"), here.place(PLACE), time.monotonic() + SECONDS
    while time.monotonic() < ends:
        for value in (one, other) * 10:
            good, why = try_to(write, here.view, place, value, None, here.lock)
            if not good:
                return why
    return ""


def copy_by_turns(here, one, other):
    """The same for the whole: full of the one, then full of the other."""
    wholes = [[value] * here.payload.length for value in (one, other)]
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        for whole in wholes:
            good, why = try_to(here.copy_in, whole)
            if not good:
                return why
    return ""


def watch_item(here, *written):
    """(reads, strange ones, the first of them): a value that nobody wrote, or an exception."""
    read, place, ends = here.line("read_item"), here.place(PLACE), time.monotonic() + SECONDS
    written, reads, strange, first = [*written, here.payload.item(place)], 0, 0, ""
    while time.monotonic() < ends:
        for _ in range(20):
            good, value = try_to(read, here.view, place, None, None, here.lock)
            reads += 1
            if not good or value not in written:
                strange += 1
                first = first or (repr(value) if good else value)
    return reads, strange, first


def watch_whole(here, *written):
    """The same for the whole: strange is one that is neither the one nor the other, nor the first."""
    wholes = [[value] * here.payload.length for value in written] + [here.payload.make()]
    ends, reads, strange, first = time.monotonic() + SECONDS, 0, 0, ""
    while time.monotonic() < ends or reads == 0:
        good, whole = try_to(here.copy_out)
        reads += 1
        if not good or list(whole) not in wholes:
            strange += 1
            first = first or (f"{whole.count(written[0])} values of the one and the rest of the other"
                              if good and hasattr(whole, "count") else str(whole)[:120])  # fmt: skip
    return reads, strange, first


def watched(subject, writer, reader, one, other):
    """What the reader finds while the writer is at work."""
    workers = subject.worker(writer, one, other), subject.worker(reader, one, other)
    why, (reads, strange, first) = subject.together(*workers)
    evidence = f"for example {first}" if strange else "every read gave what was written"
    return finding_of_chance(strange, reads, evidence, [why])


@probe(
    "torn item",
    "Does a reader ever see an item that nobody wrote, while another process overwrites it?",
    DOCUMENTED,
    ("write_item", "read_item"),
    private=False,
)
def torn_item(subject):
    return watched(subject.open(), write_by_turns, watch_item, LOW, HIGH)


@probe(
    "torn type",
    "Does a reader ever see an item that nobody wrote, while its type changes between int and float?",
    "python/cpython#81833: Multiprocessing shared_memory ValueError on race with ShareableList",
    ("write_item", "read_item"),
    private=False,
)
def torn_type(subject):
    here = subject.open().here()
    taken, why = try_to(here.write, subject.place(PLACE), 0.5)
    if not taken:
        return finding("refused", f"it takes no float for an int: {why}")
    kept = here.read(subject.place(PLACE))
    if kept != 0.5:
        return finding("refused", f"it takes no float for an int: 0.5 became {kept!r}")
    return watched(subject, write_by_turns, watch_item, LOW, 0.5)


@probe(
    "torn whole",
    "Does a reader of the whole ever see a mixture, while another process overwrites the whole?",
    DOCUMENTED,
    ("copy_in", "copy_out"),
    size=8192,
    private=False,
)
def torn_whole(subject):
    return watched(subject.open(), copy_by_turns, watch_whole, LOW, HIGH)
