"""For numbers and bytes in place without processes (Python 3.14); not for objects, nor for libraries that refuse it."""

import sys
import threading

try:
    from concurrent import interpreters
except ImportError:
    print("needs Python 3.14 or newer, which has concurrent.interpreters", file=sys.stderr)
    sys.exit(77)

WORKERS = 2
STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000
WORK = """
counters = memory.cast("q")
for _ in range(steps):
    counters[place] += 1  # no lock is shared by interpreters: each has a place of its own, and the parent adds up
counters.release()
"""


def run(place, memory):
    interpreter = interpreters.create()
    try:
        interpreter.prepare_main(memory=memory, place=place, steps=STEPS)  # the same memory, not a copy of it
        interpreter.exec(WORK)  # raises ExecutionFailed here where the code raised there
    finally:
        interpreter.close()


if __name__ == "__main__":
    memory = memoryview(bytearray(8 * WORKERS))
    threads = [
        threading.Thread(target=run, args=(place, memory)) for place in range(WORKERS)
    ]  # each with a GIL of its own
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert memory.cast("q").tolist() == [STEPS] * WORKERS
    print("done: every value is there")
