"""For a table that is written once and read by many programs, in other languages too; not for data that changes."""

import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

try:
    import pyarrow as pa
except ImportError as error:
    print(f"needs pyarrow (pip install pyarrow): {error}", file=sys.stderr)
    sys.exit(77)
if sys.platform == "linux" and not os.path.isdir("/dev/shm"):
    print("needs /dev/shm, where Linux keeps semaphores", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def attach(path):
    global column  # of the file's own pages: what is read is loaded, and nothing is copied
    column = pa.ipc.open_file(pa.memory_map(path)).get_batch(0).column(0)


def work(start):
    # An item costs a new object each; to_numpy() sees all of them in place, where numpy is there and none is null.
    return sum(column[number % len(column)].as_py() for number in range(start, start + STEPS))


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "table.arrow")
        table = pa.table({"number": pa.array(range(10_000), pa.int64())})
        # Never written over: who has the old file mapped would read the new one's bytes. Write another, and rename it.
        with pa.ipc.new_file(path, table.schema) as file:  # uncompressed, or reading it copies
            file.write_table(table)
        with ProcessPoolExecutor(WORKERS, context, attach, (path,)) as pool:
            sums = list(pool.map(work, [0, STEPS, 2 * STEPS]))  # raises what a worker raised, or that one was killed
        assert sum(sums) == sum(number % 10_000 for number in range(3 * STEPS))
    print("done: every value is there")
