"""Are updates lost?"""

import time

from checks.safety.probe import finding_of_chance, probe
from checks.safety.shared_subject import try_to

SECONDS = 0.4
WORKERS = 2


def add(here, operation):
    """How many times one was added; and the exception that ended it, if any."""
    line, ends, count = here.line(operation), time.monotonic() + SECONDS, 0
    while time.monotonic() < ends:
        good, why = try_to(line, here.view, 0, None, None, here.lock)
        if not good:
            return count, why
        count += 1
    return count, ""


def keep_own(here, place):
    """(writes, how many of them were undone, the exception that ended them) at a place that nobody else writes to."""
    ends, writes, undone = time.monotonic() + SECONDS, 0, 0
    while time.monotonic() < ends:
        good, seen = try_to(write_and_read, here, place, writes + 1)
        if not good:
            return writes, int(undone), seen
        writes += 1
        undone += seen != writes
    return writes, int(undone), ""


def write_and_read(here, place, value):
    here.write(place, value)
    return here.read(place)


def race(subject, operation):
    """Workers add at the same time; what is missing in the end was lost."""
    here = subject.open_with_lock().here()
    before = here.read(0)
    answers = subject.together(*(subject.worker(add, operation) for _ in range(WORKERS)))
    added = sum(count for count, _ in answers)
    lost = int(added - (here.read(0) - before))
    evidence = f"{WORKERS} processes added {added} times, {lost} are missing"
    # More than were added are missing, or fewer than none, where one added to a value that nobody had written.
    return finding_of_chance(min(abs(lost), added), added, evidence, [why for _, why in answers])


@probe(
    "lost update",
    "Are updates lost when two processes add one without a lock?",
    "multiprocessing, Value: operations like += which involve a read and write are not atomic; "
    "bpo-16998: Lost updates with multiprocessing.Value",
    ("increment", "read_item"),
    private=False,
)
def lost_update(subject):
    return race(subject, "increment")


@probe(
    "lost, atomic",
    "Are updates lost when two processes add one by what the mechanism calls atomic?",
    "SQLite, Transactions; Redis, BITFIELD INCRBY; C11, atomic_fetch_add: no other operation comes between",
    ("increment_atomic", "read_item"),
    private=False,
)
def lost_atomic(subject):
    return race(subject, "increment_atomic")


@probe(
    "lost under lock",
    "Are updates lost when two processes add one under the lock?",
    "multiprocessing, Synchronization between processes: a lock ensures that only one process at a time goes on",
    ("increment_locked", "read_item"),
    private=False,
)
def lost_under_lock(subject):
    return race(subject, "increment_locked")


@probe(
    "lost neighbour",
    "Does a write to one item undo what another process writes to another item?",
    "Python FAQ, What kinds of global value mutation are thread-safe?: L[i] = x and D[x] = y are",
    ("write_item", "read_item"),
    private=False,
)
def lost_neighbour(subject):
    subject.needs(WORKERS)
    subject.open()
    answers = subject.together(*(subject.worker(keep_own, place) for place in range(WORKERS)))
    writes, undone = (sum(counts) for counts in list(zip(*answers))[:2])
    evidence = f"of {writes} writes, each to an item of its own, {undone} were gone at once"
    return finding_of_chance(undone, writes, evidence, [why for *_, why in answers])
