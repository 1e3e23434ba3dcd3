"""For numbers and bytes in place that outlive the program; not on a network drive, nor for heavy writing."""

import mmap
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(path, its_lock):
    global block, lock
    with open(path, "r+b") as file:
        block, lock = mmap.mmap(file.fileno(), 0), its_lock  # all of it; a mapping needs its file no more


def work(place):
    with memoryview(block).cast("q") as counters:  # close() raises BufferError while a view is left
        for _ in range(STEPS):
            with lock:  # += reads, adds and writes: without the lock additions of others get lost
                counters[place] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.NamedTemporaryFile() as file:  # removed at the end; a file of your own stays, if you want it to
        # Never made shorter while it is mapped: who reads behind its end dies of SIGBUS.
        file.write(bytes(8 * 2))  # written, not only truncated to this length: a full disk raises here
        file.flush()
        with mmap.mmap(file.fileno(), 0) as block:
            with ProcessPoolExecutor(WORKERS, context, attach, (file.name, context.Lock())) as pool:
                list(pool.map(work, [0, 0, 1]))  # list() raises here what a worker raised, or that one was killed
            with memoryview(block).cast("q") as counters:
                assert counters.tolist() == [2 * STEPS, STEPS]
            block.flush()  # to the disk, if it has to survive a power cut; other processes see changes without it
    print("done: every value is there")
