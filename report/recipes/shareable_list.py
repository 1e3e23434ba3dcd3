"""For a few numbers and short texts at fixed places; not for speed, nor for lists or texts that grow."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import ShareableList

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(name, its_lock):
    global items, lock
    items, lock = ShareableList(name=name), its_lock


def work(state):
    for _ in range(STEPS):
        with lock:  # for reading as well: an item that is being written has no type for a moment, and reading it raises
            items[0] += 1
    with lock:
        items[1] = state


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # A text has as many bytes as it had at first, up to the next multiple of 8: room for longer ones is made here.
    items = ShareableList([0, " " * 16, 0.5, None])
    try:
        with ProcessPoolExecutor(WORKERS, context, attach, (items.shm.name, context.Lock())) as pool:
            list(pool.map(work, ["done"] * 3))  # list() raises here what a worker raised, or that one was killed
        assert list(items) == [3 * STEPS, "done", 0.5, None]
    finally:
        items.shm.close()  # in every process …
        items.shm.unlink()  # … and then once, in the one that created it
    print("done: every value is there")
