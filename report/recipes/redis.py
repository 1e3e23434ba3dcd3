"""For a cache by key on a server that runs anyway, even for other machines; not for hot loops."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    del sys.path[0]  # where this file hides the library: leave both lines out unless yours is called redis.py too
try:
    import redis
    from redis.backoff import ConstantBackoff
    from redis.retry import Retry
except ImportError as error:
    print(f"needs redis (pip install redis): {error}", file=sys.stderr)
    sys.exit(77)
if not shutil.which("redis-server"):
    print("needs redis-server on the PATH", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000
PRIVATE = "--port 0 --save --appendonly no --unixsocketperm 700 --unixsocket socket"  # no network, and no disk


def work(path, key):
    with redis.Redis(unix_socket_path=path) as server:
        for _ in range(STEPS):
            server.hincrby("counts", key)  # atomic in the server: no lock, and get() and set() would need one
        return int(server.hget("counts", key))  # what comes is bytes


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")  # of at most 107 bytes
        process = subprocess.Popen(["redis-server", *PRIVATE.split()], cwd=folder, stdout=subprocess.DEVNULL)
        try:
            patient = Retry(ConstantBackoff(0.05), 200)  # until it is up; not after a command that may have been done
            redis.Redis(unix_socket_path=path, retry=patient, retry_on_error=[OSError]).ping()
            with ProcessPoolExecutor(WORKERS, context) as pool:
                jobs = [pool.submit(work, path, key) for key in ("a", "a", "a")]
                # result() raises what a worker raised, or that one was killed
                assert max(job.result() for job in jobs) == 3 * STEPS
        finally:
            process.terminate()  # else it outlives this process
            process.wait()
    print("done: every value is there")
