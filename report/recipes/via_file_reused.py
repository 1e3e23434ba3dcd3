"""For large messages of bytes through one file that stays open; not for objects, nor for small ones in a hot loop."""

import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(path, *what_it_needs):
    global file, length, filled, emptied  # buffering=0: what is written the other sees, and nothing old is read again
    file, (length, filled, emptied) = open(path, "r+b", buffering=0), what_it_needs


def send():
    for number in range(STEPS):
        message = b"%d" % number
        emptied.acquire()  # until the receiver has the last one
        file.seek(0)
        length.value = file.write(message)  # of a message of over 2 GiB only a part: the rest has to be written then
        filled.release()


def receive():
    total = 0
    for _ in range(STEPS):
        filled.acquire()  # with timeout=… where the sender may fail and go on living
        file.seek(0)
        total += int(file.read(length.value))  # behind a short message the end of a longer one still lies
        emptied.release()
    return total


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.NamedTemporaryFile() as shared:  # removed at the end
        needed = shared.name, context.RawValue("q"), context.Semaphore(0), context.Semaphore(1)
        with ProcessPoolExecutor(2, context, attach, needed) as pool:
            sent, received = pool.submit(send), pool.submit(receive)
            pool.submit(int)  # one more: the pool surely notices the death only of workers from before its latest task
            sent.result()  # raises here what a worker raised, or that one was killed
            assert received.result() == STEPS * (STEPS - 1) // 2
    print("done: every value is there")
