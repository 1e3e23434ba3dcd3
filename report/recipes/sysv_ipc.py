"""For memory that vanishes with its last process; not for Windows, nor where the kernel limits System V memory."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    del sys.path[0]  # where this file hides the library: leave both lines out unless yours is called sysv_ipc.py too
try:
    import sysv_ipc
except ImportError as error:
    print(f"needs sysv_ipc (pip install sysv_ipc): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(number, key):
    global block, lock
    block, lock = sysv_ipc.attach(number), sysv_ipc.Semaphore(key)
    lock.undo = True  # a worker that is killed while it has the lock gives it back: the kernel does


def work(place):
    with memoryview(block).cast("q") as counters:  # not used after block.detach(), which would crash
        for _ in range(STEPS):
            with lock:  # += reads, adds and writes: without the lock additions of others get lost
                counters[place] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    lock = sysv_ipc.Semaphore(None, sysv_ipc.IPC_CREX, initial_value=1)
    try:
        # Without init_character it is full of spaces.
        block = sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=8 * 2, init_character=b"\0")
        # Linux lets others attach to what is removed already, by its number, and frees it with the last of them. On
        # another system it is removed when all have attached.
        block.remove()
        with ProcessPoolExecutor(WORKERS, context, attach, (block.id, lock.key)) as pool:
            list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
        with memoryview(block).cast("q") as counters:
            assert counters.tolist() == [2 * STEPS, STEPS]
    finally:
        lock.remove()  # it would stay till the machine is started again: see `ipcs -s`
    print("done: every value is there")
