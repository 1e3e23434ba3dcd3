"""For a table or cache that several processes change and that stays; not for hot loops, nor on a network drive."""

import multiprocessing
import os
import sqlite3
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000
ADD = "INSERT INTO cache VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value"


def attach(path):
    # One connection for each process, never taken over a fork. It waits `timeout` seconds for the change of another
    # before it raises "database is locked". With isolation_level=None transactions begin where BEGIN is written.
    database = sqlite3.connect(path, timeout=60, isolation_level=None)
    database.execute("PRAGMA synchronous = NORMAL")  # no wait for the disk: a power cut may lose the last changes
    return database


def work(path, key):
    database = attach(path)
    for number in range(STEPS):
        database.execute(ADD, (key, 1))  # atomic, which a SELECT and an UPDATE aren't …
        database.execute("BEGIN IMMEDIATE")  # … but in a transaction that begins as a writer: else it may have to fail
        (count,) = database.execute("SELECT value FROM cache WHERE key = ?", (key,)).fetchone()
        database.execute("UPDATE cache SET value = ? WHERE key = ?", (count + number % 2, key))
        database.execute("COMMIT")
    database.close()


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:  # a folder of your own if it has to stay, for -wal and -shm as well
        path = os.path.join(folder, "cache.db")
        database = attach(path)
        database.execute("PRAGMA journal_mode = WAL")  # once: who reads and who writes don't wait for each other
        database.execute("CREATE TABLE cache (key TEXT PRIMARY KEY, value)")
        with ProcessPoolExecutor(WORKERS, context) as pool:
            for job in [pool.submit(work, path, key) for key in "aab"]:
                job.result()  # raises here what a worker raised, or that one was killed
        assert dict(database.execute("SELECT key, value FROM cache")) == {
            "a": 2 * (STEPS + STEPS // 2),
            "b": STEPS + STEPS // 2,
        }
        database.close()
    print("done: every value is there")
