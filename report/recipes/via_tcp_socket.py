"""For messages between processes that may move to other machines; not for speed on one: a Unix socket is faster."""

import multiprocessing
import pickle
import socket
import struct
import sys
from multiprocessing.connection import wait

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


def work(address):
    with socket.create_connection(address) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # no waiting to fill a packet
        for number in range(STEPS):
            send(connection, [number, "text"])


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    # Port 0 is any free one. Who listens on "" is open to the network; on 127.0.0.1 to every user of this machine.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        worker = context.Process(target=work, args=(listening.getsockname(),))
        worker.start()
        try:
            if listening not in wait([listening, worker.sentinel]):  # accept() would wait for a dead worker for ever
                raise EOFError("the worker is gone")
            with listening.accept()[0] as connection, connection.makefile("rb") as stream:
                assert sum(receive(stream)[0] for _ in range(STEPS)) == STEPS * (STEPS - 1) // 2
        finally:
            worker.join()
    assert worker.exitcode == 0
    print("done: every value is there")
