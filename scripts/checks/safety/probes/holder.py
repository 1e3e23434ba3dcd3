"""What if the holder of the lock dies?"""

import time

from checks.safety.probe import Late, finding, probe

PATIENCE = 1.5  # seconds; the others take the lock within microseconds when it is free


def hold(here):
    """Take the lock, say so, and never let go."""
    with here.lock:
        here.say("held")
        time.sleep(60)


def add_once(here):
    here.line("increment_locked")(here.view, 0, None, None, here.lock)


@probe(
    "holder dies",
    "Does the death of the lock's holder block the others for ever?",
    "python/cpython#88304: multiprocessing documentation should note behavior when process with Lock dies",
    ("increment_locked",),
)
def holder_dies(subject):
    subject.open_with_lock()
    name = subject.kind.lock_name
    holder, waiter = subject.worker(hold), subject.worker(add_once)
    holder.ready(), waiter.ready()
    holder.go()
    holder.receive()
    holder.process.kill()
    holder.process.join()
    waiter.go()
    try:
        waiter.answer(PATIENCE)
    except Late:
        return finding("yes", f"the holder of {name} was killed; the next one waited {PATIENCE} s in vain")
    return finding("no", f"the holder of {name} was killed; the next one got the lock")
