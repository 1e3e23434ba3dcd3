"""For many blocks that come and go, removed by a manager at its end; not for a single block."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import SharedMemory

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def work(name):
    block = SharedMemory(name=name)
    try:
        with block.buf.cast("q") as numbers:  # gone before close(), which else raises BufferError
            for _ in range(STEPS):
                numbers[0] += 1  # without a lock only because no two workers have one block
            return numbers[0]
    finally:
        block.close()  # a worker closes, and never unlinks: the manager does that, and would stumble over it


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with SharedMemoryManager(ctx=context) as manager, ProcessPoolExecutor(WORKERS, context) as pool:
        blocks = [manager.SharedMemory(size=8) for _ in range(4)]
        counts = list(pool.map(work, [block.name for block in blocks]))  # raises here what a worker raised
        assert counts == [STEPS] * 4
        assert [int.from_bytes(block.buf[:8], sys.byteorder) for block in blocks] == counts
        for block in blocks:
            block.close()
    print("done: every value is there")
