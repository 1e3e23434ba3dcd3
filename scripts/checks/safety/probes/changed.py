"""What comes back changed?"""

import pickle

from checks.safety.probe import finding, probe
from checks.safety.shared_subject import try_to

ITEM = ("write_item", "read_item")


def write_first(here, value):
    return try_to(here.write, 0, value)


def read_whole(here):
    return here.copy_out()


def back(subject, value):
    """What another process finds where a worker wrote `value`: yes when it is the same."""
    here = subject.open().here()
    taken, why = subject.ask(write_first, value)
    if not taken:
        return finding("refused", why)
    good, seen = try_to(here.read, 0)
    same = good and type(seen) is type(value) and seen == value
    return finding("yes" if same else "no", f"wrote {value!r}, read {seen!r}")


@probe(
    "NULs kept",
    "Do bytes that end in NULs come back as they were?",
    "python/cpython#96779: ShareableList removes trailing zeroes from strings and bytes",
    ("copy_out",),
    payload="blob",
    size=64,
    private=False,
)
def trailing_nuls(subject):
    data = subject.payload.make()[:-4] + bytes(4)
    taken, why = try_to(subject.open, data)
    if not taken:
        return finding("refused", why)
    seen = bytes(subject.ask(read_whole))
    return finding("yes" if seen == data else "no", f"wrote {len(data)} bytes, read {len(seen)}")


@probe(
    "big int kept",
    "Does an int beyond 64 bits come back as it was?",
    "struct, Format characters; ctypes, Fundamental data types: no overflow checking is done for integers",
    ITEM,
    private=False,
)
def big_int(subject):
    return back(subject, 2**64 + 1)


@probe(
    "float kept",
    "Does a float come back as it was, where an int was?",
    "numpy.ndarray, Assigning values to indexed arrays: an assignment may change values, floats to ints for one",
    ITEM,
    private=False,
)
def float_for_int(subject):
    return back(subject, 0.5)


def change_inside(here):
    here.read(0).append(2)


@probe(
    "nested change kept",
    "Is a change inside a list that is an item seen by the other processes?",
    "multiprocessing, Proxy objects: a change to a mutable value inside a container isn't propagated; bpo-6766",
    ITEM,
    private=False,
)
def nested_change(subject):
    here = subject.open().here()
    taken, why = subject.ask(write_first, [1])
    if not taken or here.read(0) != [1]:
        return finding("refused", why or "it doesn't hold lists")
    subject.ask(change_inside)
    seen = here.read(0)
    return finding("yes" if seen == [1, 2] else "no", f"after append(2) to the list [1] there is {seen!r}")


def write_through_a_copy(here):
    """(could the view be pickled and written to, why not, is what was written to the copy seen in the original)"""
    good, other = try_to(lambda: pickle.loads(pickle.dumps(here.view)))
    if not good:
        return False, other, None
    value = here.payload.item(0) + 1
    good, why = try_to(here.line("write_item"), other, 0, value, None, here.lock)
    return good, why, here.read(0) == value


@probe(
    "pickled view shares",
    "Is a view that was pickled and unpickled still the shared object, and no copy of it?",
    "multiprocessing, Programming guidelines: what is passed to a process is pickled; PEP 574 leaves memoryviews out",
    ITEM,
    private=False,
)
def pickled_view(subject):
    taken, why, shared = subject.open().ask(write_through_a_copy)
    if not taken:
        return finding("refused", why)
    return finding(
        "yes" if shared else "no", "it shares" if shared else "what was written to it is in no other process"
    )
