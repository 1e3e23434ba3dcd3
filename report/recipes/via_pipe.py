"""For messages of any size from one process to another; not for several senders or receivers."""

import multiprocessing
import sys

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def send(sending):
    with sending:
        for number in range(STEPS):
            sending.send({"number": number})  # pickled; send_bytes() and recv_bytes() take bytes as they are


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # A pipe for each worker: messages that two write to one would mix. connection.wait() waits for many.
    receiving, sending = context.Pipe(duplex=False)
    worker = context.Process(target=send, args=(sending,))
    worker.start()
    sending.close()  # this process's copy of it: while one is open, nobody is told that the worker is dead
    try:
        # EOFError where the worker died. What a stranger can write to isn't received so: a pickle may run anything.
        total = sum(receiving.recv()["number"] for _ in range(STEPS))
    finally:
        receiving.close()  # a worker that still sends ends with BrokenPipeError
        worker.join()
    assert worker.exitcode == 0 and total == STEPS * (STEPS - 1) // 2
    print("done: every value is there")
