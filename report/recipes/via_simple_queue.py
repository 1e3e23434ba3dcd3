"""For messages that are written before put() returns; not for senders that mustn't wait, nor for timeouts."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(its_queue):
    global queue
    queue = its_queue


def send():
    try:
        for number in range(STEPS):
            queue.put({"number": number})  # pickled and written before it returns, by no other thread
    finally:
        queue.put(None)  # one for each receiver, also when this failed: it would wait for ever


def receive():
    return sum(message["number"] for message in iter(queue.get, None))


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    queue = context.SimpleQueue()  # a pipe and two locks: put() waits where the pipe is full, 64 KiB on Linux
    # It comes to a worker by the arguments that it is started with: as a task's argument it raises RuntimeError.
    # Of a killed worker, which may have kept a lock of it, a queue tells nobody: the pool ends the others and raises.
    with ProcessPoolExecutor(2, context, attach, (queue,)) as pool:
        sent, received = pool.submit(send), pool.submit(receive)
        pool.submit(int)  # one more: the pool surely notices the death only of workers from before its latest task
        sent.result()
        assert received.result() == STEPS * (STEPS - 1) // 2
    print("done: every value is there")
