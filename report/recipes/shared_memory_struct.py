"""For records of mixed types at fixed places in a block; not for long rows of one type, which a cast reads faster."""

import multiprocessing
import os
import struct
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

RECORD = struct.Struct("=qd8s")  # a count, a mean, a name: compiled once; "=" has no padding, alike on any machine
WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(name, its_lock):
    global block, lock  # kept as long as the worker lives: a block that is collected is unmapped
    block, lock = SharedMemory(name=name), its_lock


def work(place):
    for number in range(STEPS):
        with lock:  # of readers as well: pack_into writes field by field, and a reader would see half a record
            count, mean, name = RECORD.unpack_from(block.buf, place * RECORD.size)
            mean += (number - mean) / (count + 1)
            RECORD.pack_into(block.buf, place * RECORD.size, count + 1, mean, name)


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    block = SharedMemory(create=True, size=2 * RECORD.size)
    try:
        RECORD.pack_into(block.buf, 0, 0, 0.0, b"load")  # longer names are cut without a word
        with ProcessPoolExecutor(WORKERS, context, attach, (block.name, context.Lock())) as pool:
            list(pool.map(work, [0, 0, 0]))  # list() raises here what a worker raised, or that one was killed
        count, mean, name = RECORD.unpack_from(block.buf)
        assert count == 3 * STEPS and abs(mean - (STEPS - 1) / 2) < 1e-6 * STEPS and name.rstrip(b"\0") == b"load"
    finally:
        block.close()  # in every process …
        block.unlink()  # … and then once, in the one that created it
    print("done: every value is there")
