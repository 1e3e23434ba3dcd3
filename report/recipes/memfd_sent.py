"""For numbers and bytes in place, handed to processes of other users or programs too; not for systems but Linux."""

import mmap
import multiprocessing
import os
import socket
import sys
from multiprocessing import connection, reduction

if not hasattr(os, "memfd_create"):
    print("needs memfd_create, which Linux has", file=sys.stderr)
    sys.exit(77)
if not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def work(parent, lock):
    with parent:
        (descriptor,) = reduction.recvfds(parent, 1)  # SCM_RIGHTS: whoever receives it needs no right to a path
    with mmap.mmap(descriptor, 0) as block, memoryview(block).cast("q") as counters:
        os.close(descriptor)  # a mapping needs its file no more
        for _ in range(STEPS):
            with lock:  # += reads, adds and writes: without the lock additions of others get lost
                counters[0] += 1


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    lock, workers = context.Lock(), []
    # The memory has no name: it is gone with the last process that has it open or mapped, however they end.
    with open(os.memfd_create("counters"), "r+b") as file:
        os.posix_fallocate(file.fileno(), 0, 8 * 2)  # takes the memory now, where too little raises an error
        try:
            for _ in range(WORKERS):
                ours, theirs = socket.socketpair()  # or a Unix socket, where the other program isn't one's own
                with ours, theirs:
                    workers.append(context.Process(target=work, args=(theirs, lock), daemon=True))
                    workers[-1].start()
                    reduction.sendfds(ours, [file.fileno()])
            waiting = {worker.sentinel: worker for worker in workers}
            while waiting:
                for sentinel in connection.wait(list(waiting)):
                    worker = waiting.pop(sentinel)
                    worker.join()
                    assert worker.exitcode == 0, "a worker failed"
        finally:
            for worker in workers:
                worker.kill()  # one that was killed may have had the lock, for which the others wait
                worker.join()
        with mmap.mmap(file.fileno(), 0) as block, memoryview(block).cast("q") as counters:
            assert counters[0] == WORKERS * STEPS
    print("done: every value is there")
