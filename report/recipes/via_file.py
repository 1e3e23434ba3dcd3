"""For messages that may stay or that any program reads; not for small ones in a hot loop."""

import multiprocessing
import os
import pickle
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(*what_it_needs):
    global path, filled, emptied
    path, filled, emptied = what_it_needs


def send():
    for number in range(STEPS):
        emptied.acquire()  # until the receiver has the last one
        with open(path, "wb") as file:
            pickle.dump({"number": number}, file)  # bytes needn't be pickled
        filled.release()  # after close(): before it, some may still lie in this process's buffer


def receive():
    total = 0
    for _ in range(STEPS):
        filled.acquire()  # with timeout=… where the sender may fail and go on living
        with open(path, "rb") as file:
            total += pickle.load(file)["number"]  # not from a stranger: a pickle may run anything
        emptied.release()
    return total


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:  # private; no semaphore is needed where files are renamed into place
        needed = os.path.join(folder, "message"), context.Semaphore(0), context.Semaphore(1)
        with ProcessPoolExecutor(2, context, attach, needed) as pool:
            sent, received = pool.submit(send), pool.submit(receive)
            pool.submit(int)  # one more: the pool surely notices the death only of workers from before its latest task
            sent.result()  # raises here what a worker raised, or that one was killed
            assert received.result() == STEPS * (STEPS - 1) // 2
    print("done: every value is there")
