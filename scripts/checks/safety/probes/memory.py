"""What becomes of the memory of values that are gone?"""

from checks.safety import held
from checks.safety.probe import Untried, finding, probe
from checks.safety.shared_subject import try_to

PLACES = 4
LISTS, INTS = 2000, 100  # in each item: lists, and ints in each of them; as objects all of them take 30 MiB
# Allocators keep some of it to hand it out again: where objects live on, an arena of 256 KiB or 1 MiB can't go back.
# The servers of the standard library kept from 4 to 43%, and hardly more when it was done again. What keeps more than
# it gives back holds on to the values.
KEPT = 1 / 2
LEAST = 2**20  # bytes: less isn't told from noise
MIB = 2**20


def nested(lists, place):
    """A list of lists of ints that are no other's."""
    first = 10**6 * (place + 1)
    return [list(range(first + INTS * number, first + INTS * (number + 1))) for number in range(lists)]


def write_nested(here, lists):
    """(was all of it taken, why not)"""
    for place in range(PLACES):
        value = nested(lists, place)
        good, why = try_to(here.write, place, value)
        if not good:
            return False, why
    seen = here.read(PLACES - 1)
    return (True, "") if seen == value else (False, "it doesn't hold lists of lists")


def write_ints(here):
    for place in range(PLACES):
        here.write(place, here.payload.item(place))


@probe(
    "memory comes back",
    "Does memory come back when nested lists that items held are replaced by ints? (No: most of it doesn't.)",
    "C API, Memory Management: pymalloc's arenas go back when they are empty; mallopt(3): the top of a heap does",
    ("write_item", "read_item"),
)
def memory_back(subject):
    subject.needs(PLACES)
    subject.open()
    for lists in (1, LISTS):  # the first time for all that is made once
        before = held.held()
        taken, why = subject.ask_and_end(write_nested, lists)
        if not taken:
            return finding("refused", why)
        most = held.held()
        subject.ask_and_end(write_ints)
    if most - before < LEAST:
        raise Untried(f"{most - before} bytes more were seen while it held the lists: they lie elsewhere")
    after = held.settled(before + KEPT * (most - before))
    evidence = f"{(most - before) / MIB:.1f} MiB more while it held the lists, {(after - before) / MIB:.1f} MiB after"
    return finding("no" if after - before > KEPT * (most - before) else "yes", evidence)
