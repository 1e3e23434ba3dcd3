"""For objects around large buffers, such as numpy arrays; not for small objects, nor for lists."""

import multiprocessing
import os
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.shared_memory import SharedMemory

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps shared memory and semaphores", file=sys.stderr)
    sys.exit(77)

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(name, *what_it_needs):
    global block, receiving, sending, emptied
    block, (receiving, sending, emptied) = SharedMemory(name=name), what_it_needs


def send():
    for number in range(STEPS):
        # Arrays of numpy go out of band by themselves, in C or Fortran order; bytes and bytearrays in a PickleBuffer.
        message = {"number": number, "data": pickle.PickleBuffer(bytearray(1000))}
        buffers, ends = [], [0]
        pickled = pickle.dumps(message, protocol=5, buffer_callback=buffers.append)
        emptied.acquire()  # until the receiver has the last one
        for buffer in buffers:
            ends.append(ends[-1] + buffer.raw().nbytes)
            block.buf[ends[-2] : ends[-1]] = buffer.raw()  # ValueError where the block is too small
        sending.send((pickled, ends))


def receive():
    total = 0
    for _ in range(STEPS):
        pickled, ends = receiving.recv()
        copies = [bytearray(block.buf[start:end]) for start, end in zip(ends, ends[1:])]
        emptied.release()  # only now, with copies: in views the next message would be written
        message = pickle.loads(pickled, buffers=copies)
        total += message["number"] + len(message["data"])
    return total


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    block = SharedMemory(create=True, size=2**20)  # for the largest message
    try:
        needed = block.name, *context.Pipe(duplex=False), context.Semaphore(1)
        with ProcessPoolExecutor(2, context, attach, needed) as pool:
            sent, received = pool.submit(send), pool.submit(receive)
            pool.submit(int)  # one more: the pool surely notices the death only of workers from before its latest task
            sent.result()  # raises here what a worker raised, or that one was killed
            assert received.result() == STEPS * (STEPS - 1) // 2 + 1000 * STEPS
    finally:
        block.close()  # in every process …
        block.unlink()  # … and then once, in the one that created it
    print("done: every value is there")
