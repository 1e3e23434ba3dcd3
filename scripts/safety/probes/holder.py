"""What if the holder of the lock dies?"""

import time

from safety.probe import Late, found, probe

PATIENCE = 1.5  # seconds; the others take the lock within microseconds when it is free


def hold(here):
    """Take the lock, say so by being seen, and never let go."""
    here.line("increment")  # compiled now: nothing may fail while the lock is held
    with here.lock:
        here.write(1, here.payload.item(1) + 1)
        time.sleep(60)


def add_once(here):
    here.line("increment_locked")(here.view, 0, None, None, here.lock)
    return here.read(0)


def wait_until_held(here):
    """The holder's sign, seen."""
    ends = time.monotonic() + 3
    while here.read(1) == here.payload.item(1) and time.monotonic() < ends:
        time.sleep(0.005)


@probe(
    "holder dies",
    "Does the death of the lock's holder block the others for ever?",
    "python/cpython#88304: multiprocessing documentation should note behavior when process with Lock dies",
    ("increment_locked", "read_item", "write_item"),
)
def holder_dies(subject):
    here = subject.open_with_lock().here()
    name = subject.kind.lock_name
    holder, waiter = subject.worker(hold), subject.worker(add_once)
    holder.ready(), waiter.ready()
    holder.go()
    wait_until_held(here)
    holder.process.kill()
    holder.process.join()
    waiter.go()
    try:
        waiter.answer(PATIENCE)
    except Late:
        return found("yes", "the holder of {} was killed; the next one waited {} s in vain".format(name, PATIENCE))
    return found("no", "the holder of {} was killed; the next one got the lock".format(name))
