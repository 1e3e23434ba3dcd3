"""For counters that several processes add to without a lock; not for values of more than 64 bits."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

if __name__ == "__main__":
    del sys.path[0]  # where this file hides the library: leave both lines out unless yours is called atomicshm.py too
try:
    from atomicshm import AtomicView
except ImportError as error:
    print(f"needs atomicshm (pip install atomicshm, from Python 3.11 on): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(name):
    global block  # kept as long as the worker lives: a block that is collected is unmapped
    block = SharedMemory(name=name)


def work(place):
    counters = AtomicView(block.buf)
    for _ in range(STEPS):
        counters.fetch_add_u64(8 * place, 1)  # atomic; store(load() + 1) isn't, and two counters are two operations
    counters.close()  # before the block's close(), which else raises BufferError


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # Of zeros. Memory is taken at the first write: where /dev/shm is full by then, SIGBUS ends the process.
    block = SharedMemory(create=True, size=8 * 2)
    try:
        with ProcessPoolExecutor(WORKERS, context, attach, (block.name,)) as pool:
            list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
        counters = AtomicView(block.buf)
        totals = [counters.load_u64(0), counters.load_u64(8)]
        counters.close()
        assert totals == [2 * STEPS, STEPS]
    finally:
        block.close()  # in every process …
        block.unlink()  # … and then once, in the one that created it
    print("done: every value is there")
