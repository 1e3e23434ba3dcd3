"""For a cache by string key that many read and some change, even beyond memory; not for many writers at a time."""

import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    del sys.path[0]  # where this file hides the library: leave both lines out unless yours is called lmdb.py too
try:
    import lmdb
except ImportError as error:
    print(f"needs lmdb (pip install lmdb): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(path):
    global database  # opened once in each process, and never taken over a fork
    # map_size is the most it may ever hold. sync=False: a power cut may lose or spoil it, which a cache survives.
    database = lmdb.open(path, map_size=2**26, sync=False)


def work(key):
    for _ in range(STEPS):
        with database.begin(write=True) as change:  # one writer at a time, so a read and a write are atomic in it
            count = int(change.get(key, b"0"))
            change.put(key, b"%d" % (count + 1))  # keys and values are bytes
    with database.begin() as view:  # who reads waits for nobody; kept open for long, it keeps old pages from reuse
        return int(view.get(key))


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as path:  # a folder of your own, if it has to stay; never on a network drive
        with ProcessPoolExecutor(WORKERS, context, attach, (path,)) as pool:
            counts = list(pool.map(work, [b"a"] * 3))  # raises here what a worker raised, or that one was killed
        with lmdb.open(path) as database, database.begin() as view:
            assert int(view.get(b"a")) == max(counts) == 3 * STEPS
    print("done: every value is there")
