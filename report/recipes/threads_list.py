"""For work that waits, or runs in C without the GIL: threads share all objects; not for Python code that computes."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000

items, lock = [0], threading.Lock()


def work(name):
    for number in range(STEPS):
        items.append((name, number))  # atomic in CPython, with the GIL and without it
        with lock:  # += isn't, with either
            items[0] += 1


if __name__ == "__main__":
    # Only a build without the GIL (3.13t and later) runs Python code of two threads at a time.
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, ["first", "second"]))  # list() raises here what a thread raised
    assert items[0] == 2 * STEPS and len(items) == 1 + 2 * STEPS
    print("done: every value is there")
