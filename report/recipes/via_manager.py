"""For a few messages of any objects where a Manager runs anyway; not for many or large ones, which are copied twice."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(*what_it_needs):
    global box, filled, emptied
    box, filled, emptied = what_it_needs


def send():
    for number in range(STEPS):
        emptied.acquire()
        box[0] = {"number": number}  # one message to the server; in box[0]["number"] = 1 a copy would be changed
        filled.release()


def receive():
    total = 0
    for _ in range(STEPS):
        filled.acquire()
        total += box[0]["number"]
        emptied.release()
    return total


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:  # where several messages may be on their way, manager.Queue() keeps them
        needed = manager.list([None]), context.Semaphore(0), context.Semaphore(1)
        with ProcessPoolExecutor(2, context, attach, needed) as pool:
            sent, received = pool.submit(send), pool.submit(receive)
            pool.submit(int)  # one more: the pool surely notices the death only of workers from before its latest task
            sent.result()  # raises here what a worker raised, or that one was killed
            assert received.result() == STEPS * (STEPS - 1) // 2
    print("done: every value is there")
