"""For a cache by key on a server that may forget, even for other machines; not for what must not get lost."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing

try:
    from pymemcache.client.base import Client
except ImportError as error:
    print(f"needs pymemcache (pip install pymemcache): {error}", file=sys.stderr)
    sys.exit(77)
if not shutil.which("memcached"):
    print("needs memcached on the PATH", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def work(path, key):
    with closing(Client(path)) as server:
        for _ in range(STEPS):
            server.incr(key, 1)  # atomic in the server; get() and set() would need a lock, or gets() and cas()
        return int(server.get(key))  # what comes is bytes, or None for what the server has forgotten


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")  # of at most 107 bytes; -a 0700 keeps others' users out
        user = ["-u", "root"] if os.getuid() == 0 else []  # which it refuses to run as unless it is told
        process = subprocess.Popen(["memcached", "-s", path, "-a", "0700", "-m", "64", *user])
        try:
            while not os.path.exists(path):
                time.sleep(0.01)
            with closing(Client(path)) as server:
                server.set("a", "0", noreply=False)
            with ProcessPoolExecutor(WORKERS, context) as pool:
                jobs = [pool.submit(work, path, "a") for _ in range(WORKERS + 1)]  # README.md says why one more
                # result() raises what a worker raised, or that one was killed
                assert max(job.result() for job in jobs) == len(jobs) * STEPS
        finally:
            process.terminate()  # else it outlives this process
            process.wait()
    print("done: every value is there")
