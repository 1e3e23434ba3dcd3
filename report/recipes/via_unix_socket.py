"""For messages between two programs of one machine, in any language; not for several senders at one end."""

import multiprocessing
import pickle
import socket
import struct
import sys

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000
LENGTH = struct.Struct("!Q")


def send(connection, message):
    data = pickle.dumps(message)
    connection.sendall(LENGTH.pack(len(data)))  # a stream keeps no message apart from the next: its length goes first
    connection.sendall(data)


def receive(stream):
    head = stream.read(LENGTH.size)  # of a makefile("rb"), it waits for all of it: recv() gives what has come so far
    if len(head) < LENGTH.size:
        raise EOFError("the sender is gone")
    return pickle.loads(stream.read(*LENGTH.unpack(head)))  # not from a stranger: a pickle may run anything


def work(connection):
    with connection:
        for number in range(STEPS):
            send(connection, [number, "text"])


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # For one's own workers a pair without a name. A program of another origin needs a path to bind() and connect() to,
    # of at most 107 bytes, in a folder that is private, and unlinked at the end: a path that is left can't be bound.
    ours, theirs = socket.socketpair()
    worker = context.Process(target=work, args=(theirs,))
    worker.start()
    theirs.close()  # this process's copy of it: while one is open, nobody is told that the worker is dead
    try:
        with ours.makefile("rb") as stream:
            assert sum(receive(stream)[0] for _ in range(STEPS)) == STEPS * (STEPS - 1) // 2
    finally:
        ours.close()
        worker.join()
    assert worker.exitcode == 0
    print("done: every value is there")
