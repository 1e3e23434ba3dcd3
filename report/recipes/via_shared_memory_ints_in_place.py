"""For many numbers of one type that the receiver reads in place, once; not for messages that it keeps."""

import multiprocessing
import os
import sys
from array import array
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(name, *what_it_needs):
    global block, length, filled, emptied
    block, (length, filled, emptied) = SharedMemory(name=name), what_it_needs


def send():
    for number in range(STEPS):
        emptied.acquire()  # until the receiver has the last one
        length.value = 3
        with block.buf.cast("q") as numbers:
            numbers[:3] = memoryview(array("q", [number, 1, 1]))  # ValueError where the block is too small
        filled.release()


def receive():
    total = 0
    for _ in range(STEPS):
        filled.acquire()  # with timeout=… where the sender may fail and go on living
        with block.buf.cast("q") as numbers, numbers[: length.value] as message:  # good until emptied.release()
            total += sum(message)  # numpy.frombuffer(message, "i8") is another view, and faster to add up
        emptied.release()
    return total


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # Memory is taken at the first write: where /dev/shm is full by then, SIGBUS ends the process.
    block = SharedMemory(create=True, size=2**20)  # of the largest message
    try:
        needed = block.name, context.RawValue("q"), context.Semaphore(0), context.Semaphore(1)
        with ProcessPoolExecutor(2, context, attach, needed) as pool:
            sent, received = pool.submit(send), pool.submit(receive)
            pool.submit(int)  # one more: the pool surely notices the death only of workers from before its latest task
            sent.result()  # raises here what a worker raised, or that one was killed
            assert received.result() == STEPS * (STEPS - 1) // 2 + 2 * STEPS
    finally:
        block.close()  # in every process …
        block.unlink()  # … and then once, in the one that created it
    print("done: every value is there")
