"""For an object that one process owns and others query, in other languages or on other machines; not for hot loops."""

import collections
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

try:
    import zmq
except ImportError as error:
    print(f"needs pyzmq (pip install pyzmq): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def own(address):
    counts, socket = collections.Counter(), zmq.Context().socket(zmq.REP)
    socket.bind(address)  # whoever reaches it may ask: a socket in a private folder, not a port that is open to all
    for key in iter(socket.recv_json, None):  # a pickle of a stranger (recv_pyobj) may run anything
        counts[key] += 1
        socket.send_json(counts[key])  # who asks by REQ waits for its own answer: no lock


def work(address, key):
    socket = zmq.Context.instance().socket(zmq.REQ)  # one for each process, never taken over a fork
    socket.rcvtimeo = 30_000  # ms: it isn't told when the owner dies, and would wait for ever
    with socket.connect(address):
        for _ in range(STEPS):
            socket.send_json(key)
            count = socket.recv_json()
    return count


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        address = f"ipc://{folder}/socket"  # of at most 107 bytes
        owner = context.Process(target=own, args=(address,), daemon=True)  # a daemon is ended with this process
        owner.start()
        try:
            with ProcessPoolExecutor(WORKERS, context) as pool:
                jobs = [pool.submit(work, address, "a") for _ in range(3)]
                # result() raises what a worker raised, or that one was killed
                assert max(job.result() for job in jobs) == 3 * STEPS
        finally:
            owner.terminate()  # it has what it was told only in its memory
            owner.join()
    print("done: every value is there")
