"""For an object that one process owns and others query, each answer atomic; not for hot loops, nor for many askers."""

import collections
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def own(questions):
    counts = collections.Counter()
    for key in iter(questions.recv, None):  # ends at None; EOFError when all the others are gone
        counts[key] += 1
        questions.send(counts[key])


def attach(its_pipe, its_lock):
    global pipe, lock
    pipe, lock = its_pipe, its_lock


def work(key):
    for _ in range(STEPS):
        with lock:  # a question and its answer stay together: else one worker gets the answer of another
            pipe.send(key)
            count = pipe.recv()
    return count


if __name__ == "__main__":
    context, lock = multiprocessing.get_context("spawn"), multiprocessing.get_context("spawn").Lock()
    ours, theirs = context.Pipe()
    owner = context.Process(target=own, args=(theirs,), daemon=True)  # a daemon is ended with this process
    owner.start()
    theirs.close()  # else nobody would see that the owner is dead: this end would still be open
    try:
        with ProcessPoolExecutor(WORKERS, context, attach, (ours, lock)) as pool:
            counts = list(pool.map(work, ["a"] * 3))  # raises here what a worker raised, or that one was killed
        assert max(counts) == 3 * STEPS
        ours.send(None)
        owner.join()
    finally:
        owner.terminate()  # it has what it was told only in its memory
    print("done: every value is there")
