"""For memory and a semaphore that C programs find by name; not where the creator may be killed: both then stay."""

import mmap
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    del sys.path[0]  # where this file hides the library: leave both lines out unless yours is called posix_ipc.py too
try:
    import posix_ipc
except ImportError as error:
    print(f"needs posix_ipc (pip install posix_ipc): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(name, lock_name):
    global block, lock
    memory = posix_ipc.SharedMemory(name)
    block, lock = mmap.mmap(memory.fd, memory.size), posix_ipc.Semaphore(lock_name)
    memory.close_fd()  # a mapping needs it no more


def work(place):
    with memoryview(block).cast("q") as counters:  # close() raises BufferError while a view is left
        for _ in range(STEPS):
            with lock:  # += isn't atomic; a worker that is killed here never gives the lock back
                counters[place] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    memory = posix_ipc.SharedMemory(None, posix_ipc.O_CREX, size=8 * 2)  # None: a name that is free
    lock = posix_ipc.Semaphore(None, posix_ipc.O_CREX, initial_value=1)
    try:
        attach(memory.name, lock.name)
        with ProcessPoolExecutor(WORKERS, context, attach, (memory.name, lock.name)) as pool:
            list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
        with memoryview(block).cast("q") as counters:
            assert counters.tolist() == [2 * STEPS, STEPS]
        block.close()
    finally:
        memory.close_fd()
        memory.unlink()  # once, in the process that created it: no resource tracker knows of either
        lock.unlink()
    print("done: every value is there")
