"""For questions and answers between two processes; not for several at one end."""

import multiprocessing
import sys

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000


def answer(pipe):
    with pipe:
        for numbers in iter(pipe.recv, None):  # ends at None; EOFError when the other end is closed by all
            pipe.send(sum(numbers))


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=answer, args=(theirs,))
    worker.start()
    theirs.close()  # this process's copy of it: while one is open, nobody is told that the worker is dead
    try:
        for number in range(STEPS):
            ours.send([number, 1])  # both sides that send much before they receive wait for each other for ever
            assert ours.recv() == number + 1  # EOFError or ConnectionResetError where the worker died
        ours.send(None)
    finally:
        ours.close()
        worker.join()
    assert worker.exitcode == 0
    print("done: every value is there")
