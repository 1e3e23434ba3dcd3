"""For an object that one process owns and others query through simple queues; not for many at a time."""

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


def own(questions, answers):
    counts = collections.Counter()
    for key in iter(questions.get, None):  # ends at None
        counts[key] += 1
        answers.put(counts[key])


def attach(*what_it_needs):
    global questions, answers, lock
    questions, answers, lock = what_it_needs


def work(key):
    for _ in range(STEPS):
        with lock:  # a question and its answer stay together: else one worker gets the answer of another
            questions.put(key)
            count = answers.get()
    return count


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    questions, answers, lock = context.SimpleQueue(), context.SimpleQueue(), context.Lock()
    # A daemon is ended with this process. That it died no queue would tell: who asks then would wait for ever.
    owner = context.Process(target=own, args=(questions, answers), daemon=True)
    owner.start()
    try:
        with ProcessPoolExecutor(WORKERS, context, attach, (questions, answers, lock)) as pool:
            counts = list(pool.map(work, ["a"] * 3))  # raises here what a worker raised, or that one was killed
        assert max(counts) == 3 * STEPS
        questions.put(None)
        owner.join()
    finally:
        owner.terminate()  # it has what it was told only in its memory
    print("done: every value is there")
